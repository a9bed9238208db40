/* in: and out: of a decision table. */
#include "rules/table_internal.h"

struct column_reading {
	struct table_column *c;
	const struct ynode *type, *least, *most, *values;
	bool faulty;
};

static void
column_name(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct column_reading *r = into;

	r->faulty |= !read_id(b, n, ID_PARAMETER, &r->c->name);
}

static void
column_type(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct column_reading *r = into;

	r->type = read_type(b, n, &r->c->type) ? n : NULL;
	r->faulty |= r->type == NULL;
}

static void
column_unit(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct column_reading *r = into;

	r->faulty |= !read_unit(b, n, r->type, &r->c->type);
}

static void
column_whole(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct column_reading *r = into;

	r->faulty |= !read_bool(b, n, "whole", &r->c->whole);
}

#define KEEP_COLUMN(function, member)                                                     \
	static void function(struct scheme_builder *b, const struct ynode *n, void *into) \
	{                                                                                 \
		(void)b;                                                                  \
		((struct column_reading *)into)->member = n;                              \
	}
KEEP_COLUMN(column_min, least)
KEEP_COLUMN(column_max, most)
KEEP_COLUMN(column_values, values)

/* values: as a condition; min and max: as a range. */
static bool
read_domain(struct scheme_builder *b, const struct column_reading *r, struct table_cell *ret)
{
	struct table_range *g = arena_alloc(b->arena, sizeof(*g));

	if (r->values != NULL && (r->least != NULL || r->most != NULL)) {
		FAULT_AT(b, F_SLOT_TWICE, r->values, "values", r->least != NULL ? "min" : "max");
		return false;
	}
	if (r->values != NULL)
		return cell_read(b, r->c, r->values, ret);
	if (r->least == NULL && r->most == NULL)
		return true;
	*g = (struct table_range){ .low = RANGE_LOW, .high = RANGE_HIGH };
	if ((r->least != NULL && !read_literal(b, r->least, &r->c->type, &g->low)) ||
	    (r->most != NULL && !read_literal(b, r->most, &r->c->type, &g->high)))
		return false;
	if (g->low > g->high) {
		FAULT_AT(b, F_TABLE_NOTHING, r->most, r->most->text.ptr);
		return false;
	}
	*ret = (struct table_cell){ 1, g };
	return true;
}

static bool
ordered(const struct rtype *t)
{
	return t->kind != VT_TEXT && t->kind != VT_BOOL;
}

static const char *
type_word(unsigned t)
{
	return vtype_name((enum vtype)t, LANG_EN);
}

/* clang-format off */
#define COLUMN_KEYS \
	KEY("name", true, column_name, "列名", "Name of the column", .type = SHAPE_ID), \
	KEY("type", false, column_type, "类型", "Type", .type = SHAPE_WORD, .word = type_word, .first = VT_NUMBER, .words = VT_MISSING), \
	KEY("unit", false, column_unit, "单位：days、yuan，或计数的单位", "Unit: days, yuan, or what is counted", .type = SHAPE_ID)
static const struct key out_rows[] = { COLUMN_KEYS };
static const struct key in_rows[] = {
	COLUMN_KEYS,
	KEY("whole", false, column_whole, "只取整数（日期与天数本来如此）：15 与 16 之间没有遗漏", "Whole numbers only, as dates and days are: nothing lies between 15 and 16", .type = SHAPE_BOOL),
	KEY("min", false, column_min, "可能的最小值", "The least it can be", .type = SHAPE_LITERAL),
	KEY("max", false, column_max, "可能的最大值", "The most it can be", .type = SHAPE_LITERAL),
	KEY("values", false, column_values, "可能的值，写法同条件：A|B|C", "What it can be, as a condition: A|B|C", .type = SHAPE_TEXT),
};
static const struct key_choice column_choices[] = { { { { "type" }, { "unit" } }, false, NULL } };
const struct key_table in_keys = { .what = "in[]", in_rows, COUNT_OF(in_rows), column_choices, COUNT_OF(column_choices) };
const struct key_table out_keys = { .what = "out[]", out_rows, COUNT_OF(out_rows), column_choices, COUNT_OF(column_choices) };
/* clang-format on */

static bool
read_column(struct scheme_builder *b, const struct ynode *n, bool input, struct table_column *c)
{
	const struct key_table *keys = input ? &in_keys : &out_keys;
	struct column_reading r = { .c = c };
	struct table_cell domain = { 0, NULL };

	c->type = (struct rtype){ .kind = VT_MISSING, .unit = TEXT("") };
	if (!table_read(b, n, NULL, keys, &r) || r.faulty || c->name.len == 0 ||
	    c->type.kind == VT_MISSING)
		return false; /* reported */
	if (!ordered(&c->type) && (r.least != NULL || r.most != NULL)) {
		FAULT_AT(b, F_SLOT_TYPE, r.least != NULL ? r.least : r.most, "min, max",
		    DIAG_BOTH("有大小的类型", "of a type with an order"),
		    types_text(b->arena, &c->type, 1));
		return false;
	}
	c->whole |= c->type.kind == VT_DATE || c->type.kind == VT_DAYS;
	if (!read_domain(b, &r, &domain))
		return false;
	c->domain = domain;
	return true;
}

static bool
name_taken(const struct table *t, struct text name)
{
	uint32_t n = 0;

	for (uint8_t i = 0; i < t->n_in; i++)
		n += text_eq(t->in[i].name, name);
	for (uint8_t i = 0; i < t->n_out; i++)
		n += text_eq(t->out[i].name, name);
	return n > 1 || text_is(name, "from") || text_is(name, "to");
}

bool
columns_read(struct scheme_builder *b, const struct ynode *n, struct table *t, bool input)
{
	bool ok = true;
	struct table_column *columns = input ? t->in : t->out;
	uint8_t *count = input ? &t->n_in : &t->n_out;

	if (!read_list(b, n, input ? "in" : "out")) {
		return false;
	}
	if (n->count == 0 || n->count > TABLE_INS_MAX) {
		if (n->count == 0)
			FAULT_AT(b, F_EMPTY, n, input ? "in" : "out");
		else
			FAULT_AT(b, F_LIMIT, n, DIAG_BOTH("列数", "Columns"), "8");
		return false;
	}
	for (uint32_t i = 0; i < n->count; i++) {
		struct table_column *c = &columns[*count];

		++*count;
		if (!read_column(b, n->items[i], input, c)) {
			ok = false;
		} else if (name_taken(t, c->name)) {
			FAULT_AT(b, F_TABLE_NAMES, ynode_get(n->items[i], "name"), c->name.ptr);
			ok = false;
		}
	}
	return ok;
}
