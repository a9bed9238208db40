/*
 * Parameters: literals with type and unit, dated or not. They are sorted by name, so that the order
 * of keys changes nothing (I2). A parameter whose value has a fault keeps the kind VT_COUNT: what
 * uses it is not reported again.
 */
#include "rules/read_keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/expr_ast.h"
#include "rules/words.h"

struct reading {
	struct param *p;
	struct rtype declared;    /* VT_MISSING: nothing said */
	const struct ynode *type; /* NULL: not said, or not understood */
	uint32_t cap_values;
	bool faulty;
};

static const char *
type_word(unsigned t)
{
	return vtype_name((enum vtype)t, LANG_EN);
}

static void
param_title(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_title(b, n, "title", &((struct reading *)into)->p->title);
}

static void
param_note(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_title(b, n, "note", &((struct reading *)into)->p->note);
}

static void
param_clause(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_text(b, n, "clause", &((struct reading *)into)->p->clause);
}

static void
param_ours(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_bool(b, n, "ours", &((struct reading *)into)->p->ours);
}

bool
read_type(struct scheme_builder *b, const struct ynode *n, struct rtype *ret)
{
	unsigned t;

	if (!read_word(b, n, "type", type_word, VT_NUMBER, VT_MISSING, &t))
		return false;
	ret->kind = (enum vtype)t;
	return true;
}

bool
read_unit(
    struct scheme_builder *b, const struct ynode *n, const struct ynode *type, struct rtype *ret)
{
	struct rtype t = { .kind = VT_NUMBER, .unit = TEXT("") };

	if (!read_id(b, n, ID_PARAMETER, &t.unit))
		return false;
	if (text_is(t.unit, "days") || text_is(t.unit, "yuan")) {
		t.kind = text_is(t.unit, "days") ? VT_DAYS : VT_MONEY;
		t.unit = TEXT("");
	}
	if (type != NULL && ret->kind != t.kind) {
		FAULT_AT(b, F_SLOT_TYPE, type, "type", types_text(b->arena, &t, 1),
		    types_text(b->arena, ret, 1));
		return false;
	}
	*ret = t;
	return true;
}

static void
param_type(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct reading *r = into;

	r->type = read_type(b, n, &r->declared) ? n : NULL;
	r->faulty |= r->type == NULL;
}

static void
param_unit(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct reading *r = into;

	r->faulty |= !read_unit(b, n, r->type, &r->declared);
}

/* Only a text has words, and a parameter with words is a text. */
static void
param_words(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct reading *r = into;
	uint32_t errors = b->diags->errors;

	words_read(b, n, r->p);
	if (r->declared.kind == VT_MISSING)
		r->declared.kind = VT_TEXT;
	if (r->declared.kind != VT_TEXT)
		FAULT_AT(b, F_SLOT_TYPE, n, "one_of", DIAG_BOTH("文字", "text"),
		    types_text(b->arena, &r->declared, 1));
	r->faulty |= b->diags->errors > errors;
}

static bool
wrong_value(struct scheme_builder *b, const struct ynode *n, const struct rtype *type)
{
	FAULT_AT(b, F_PARAM_VALUE, n, n->text.ptr,
	    type->kind == VT_MISSING ? DIAG_BOTH("未写类型", "no type given")
				     : types_text(b->arena, type, 1),
	    value_advice(b->arena, n->text));
	return false;
}

enum vtype
value_like(struct text t, int64_t *value)
{
	static const struct {
		const char *suffix;
		enum vtype kind;
	} rows[] = { { "%", VT_PERCENT }, { " days", VT_DAYS }, { " yuan", VT_MONEY },
		{ "", VT_NUMBER } };
	day_t day;

	if (text_is(t, "true") || text_is(t, "false")) {
		*value = text_is(t, "true") ? DEC_ONE : 0;
		return VT_BOOL;
	}
	if (date_parse(t.ptr, t.len, &day)) {
		*value = (int64_t)day * DEC_ONE;
		return VT_DATE;
	}
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t n = strlen(rows[i].suffix);

		if (t.len <= n || memcmp(t.ptr + t.len - n, rows[i].suffix, n) != 0 ||
		    !dec_parse(t.ptr, t.len - n, value))
			continue;
		if (rows[i].kind != VT_PERCENT)
			return rows[i].kind;
		if (*value % 100 != 0)
			return VT_MISSING;
		*value /= 100;
		return VT_PERCENT;
	}
	return VT_MISSING;
}

static bool
may_be_text(const struct ynode *n, const struct rtype *declared)
{
	char c = n->text.len > 0 ? n->text.ptr[0] : '0';

	if (declared->kind == VT_TEXT)
		return true;
	return declared->kind == VT_MISSING &&
	       (!n->plain || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		   (unsigned char)c >= 0x80);
}

static bool
text_value(struct scheme_builder *b, const struct ynode *n, struct rtype *type, int64_t *ret)
{
	if (n->text.len > PARAM_TEXT_MAX) {
		FAULT_AT(b, F_LIMIT, n, DIAG_BOTH("文本参数的字节数", "Bytes of a text parameter"),
		    "200");
		return false;
	}
	type->kind = VT_TEXT;
	*ret = (int64_t)build_text(b, n->text) * DEC_ONE;
	return true;
}

bool
read_literal(struct scheme_builder *b, const struct ynode *n, struct rtype *type, int64_t *ret)
{
	bool quoted_text = !n->plain && type->kind == VT_MISSING;
	enum vtype kind;

	if (n->kind != Y_SCALAR) {
		FAULT_AT(b, F_NODE_KIND, n, "value", DIAG_BOTH("一个值", "a single value"));
		return false;
	}
	kind = quoted_text || type->kind == VT_TEXT ? VT_MISSING : value_like(n->text, ret);
	if (kind == VT_MISSING)
		return may_be_text(n, type) ? text_value(b, n, type, ret) : wrong_value(b, n, type);
	if (type->kind == VT_MISSING)
		type->kind = kind;
	if (type->kind == kind ||
	    (kind == VT_NUMBER && (type->kind == VT_DAYS || type->kind == VT_MONEY)))
		return true;
	return wrong_value(b, n, type);
}

static void
add_value(struct scheme_builder *b, struct reading *r, day_t from, const struct ynode *n)
{
	struct param *p = r->p;
	struct param_value v = { .from = from };

	if (!ynode_is_null(n)) {
		v.set = read_literal(b, n, &r->declared, &v.value) &&
			(r->declared.kind != VT_TEXT || words_take(b, n, p));
		r->faulty |= !v.set;
	}
	p->values =
	    arena_room(b->arena, p->values, p->n_values, &r->cap_values, sizeof(*p->values));
	p->values[p->n_values++] = v;
}

static void
param_value(struct scheme_builder *b, const struct ynode *n, void *into)
{
	add_value(b, into, DAY_NONE, n);
}

struct dated {
	day_t from;
	const struct ynode *from_node, *value;
};

static void
dated_from(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct dated *d = into;

	d->from_node = n;
	if (!read_date(b, n, &d->from))
		d->from_node = NULL;
}

static void
dated_value(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)b;
	((struct dated *)into)->value = n;
}

static void
dates_rise(struct scheme_builder *b, const struct dated *d, day_t before)
{
	char from[DAY_TEXT_MAX], than[DAY_TEXT_MAX];

	if (d->from_node == NULL || before == DAY_NONE || d->from > before)
		return;
	date_print(d->from, from);
	date_print(before, than);
	FAULT_AT(b, F_DATES_ORDER, d->from_node, from, than);
}

static const struct key dated_rows[] = {
	KEY("from", true, dated_from, "自此日起", "From this day on", .type = SHAPE_DATE),
	KEY("value", true, dated_value, "值", "The value", .type = SHAPE_LITERAL),
};
const struct key_table dated_keys = { .what = "values[]", dated_rows, COUNT_OF(dated_rows) };

static void
param_values(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct reading *r = into;
	day_t before = DAY_NONE;

	if (!read_list(b, n, "values")) {
		r->faulty = true;
		return;
	}
	if (n->count == 0) {
		FAULT_AT(b, F_EMPTY, n, "values");
		r->faulty = true;
	}
	for (uint32_t i = 0; i < n->count; i++) {
		struct dated d = { .from = DAY_NONE };

		if (!table_read(b, n->items[i], NULL, &dated_keys, &d) || d.value == NULL) {
			r->faulty = true;
			continue;
		}
		dates_rise(b, &d, before);
		before = d.from;
		add_value(b, r, d.from, d.value);
	}
}

/* clang-format off */
static const struct key param_rows[] = {
	KEY("title", false, param_title, "名称", "Name", .type = SHAPE_TITLE),
	KEY("note", false, param_note, "说明", "Remark", .type = SHAPE_TITLE),
	KEY("clause", false, param_clause, "原文条款号", "Clause of the source document", .type = SHAPE_TEXT),
	KEY("ours", false, param_ours, "原文没有，是我们的约定", "Not in the text: ours", .type = SHAPE_BOOL),
	KEY("type", false, param_type, "类型；值为 null 时要写", "Type; needed when the value is null", .type = SHAPE_WORD, .word = type_word, .first = VT_NUMBER, .words = VT_MISSING),
	KEY("unit", false, param_unit, "单位：days、yuan，或计数的单位", "Unit: days, yuan, or what is counted", .type = SHAPE_ID),
	KEY("one_of", false, param_words, "文本参数可用的词；与固定文字比较的参数要写", "The words that a text may be; for each parameter that is compared with a text", .type = SHAPE_TEXTS, .most = PARAM_WORDS_MAX),
	KEY("value", false, param_value, "值：60、50%、15 days、1000000 yuan、2017-06-30、true、'文本'；原文留空写 null",
	    "The value: 60, 50%, 15 days, 1000000 yuan, 2017-06-30, true or 'text'; null where the text leaves it blank", .type = SHAPE_LITERAL),
	KEY("values", false, param_values, "随日期变化的值", "Values by date", .type = SHAPE_LIST, .keys = &dated_keys),
};
static const struct key_choice param_choices[] = { { { { "value" }, { "values" } }, true, NULL } };
const struct key_table param_keys = { .what = "parameters[]", param_rows, COUNT_OF(param_rows), param_choices, COUNT_OF(param_choices) };
/* clang-format on */

static void
param_body(struct scheme_builder *b, const struct ynode *n, struct param *p)
{
	struct reading r = { .p = p, .declared = { .kind = VT_MISSING, .unit = TEXT("") } };
	char what[100], map[600];

	snprintf(what, sizeof(what), "parameters.%.*s", TEXT_ARG(p->name));
	if (n->kind == Y_SCALAR) {
		snprintf(map, sizeof(map), "%.*s: {value: %.*s}", TEXT_ARG(p->name),
		    (int)text_cut(n->text, PARAM_TEXT_MAX), n->text.ptr);
		FAULT_AT(b, F_NODE_KIND, n, what, DIAG_BOTH("键值映射", "a map of keys"), map);
		p->type.kind = VT_COUNT;
		return;
	}
	if (!table_read(b, n, what, &param_keys, &r) ||
	    (ynode_get(n, "value") == NULL) == (ynode_get(n, "values") == NULL))
		r.faulty = true;
	p->type = r.declared;
	if (r.faulty)
		p->type.kind = VT_COUNT;
}

static int
by_name(const void *a, const void *b)
{
	return text_cmp(((const struct param *)a)->name, ((const struct param *)b)->name);
}

static void
index_params(struct scheme_builder *b)
{
	struct scheme *s = b->s;

	qsort(s->params, s->n_params, sizeof(*s->params), by_name);
	for (uint32_t i = 0; i < s->n_params; i++)
		(void)map_put(b->params, s->params[i].name, i);
}

void
read_params(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct scheme *s = b->s;

	(void)into;
	if (n->kind != Y_MAP) {
		FAULT_AT(b, F_NODE_KIND, n, "parameters", DIAG_BOTH("键值映射", "a map of keys"));
		return;
	}
	if (n->count > SCHEME_PARAMS_MAX) {
		FAULT_AT(b, F_LIMIT, n, DIAG_BOTH("参数个数", "Parameters"), "1000");
		return;
	}
	b->param_keys = n;
	s->params = arena_array(b->arena, n->count, sizeof(*s->params));
	for (uint32_t i = 0; i < n->count; i++) {
		const struct ynode *key = n->keys[i];
		struct param *p = &s->params[s->n_params];

		if (!read_id(b, key, ID_PARAMETER, &p->name))
			continue;
		if (expr_keyword(p->name))
			FAULT_AT(b, F_NAME_RESERVED, key, key->text.ptr);
		s->n_params++;
		param_body(b, n->items[i], p);
	}
	index_params(b);
}
