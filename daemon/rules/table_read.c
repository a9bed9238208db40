/*
 * tables: — the columns, then the rows, written here or in a CSV beside the scheme. Both come as
 * maps of cells by the name of their column, so that one reader serves both; a finding names the
 * file it is in.
 */
#include <stdio.h>
#include <string.h>

#include "rules/table_internal.h"

struct table_reading {
	struct table *t;
	const struct ynode *node, *hit, *otherwise, *rows, *file;
	bool faulty;
};

/* ---- rows -------------------------------------------------------------------------- */

/* read_day: an absent end, or one that is left empty in a CSV, is open. */
static bool
read_end(struct scheme_builder *b, const struct ynode *row, const char *key, day_t *ret)
{
	const struct ynode *n = ynode_get(row, key);

	*ret = DAY_NONE;
	return n == NULL || ynode_is_null(n) || read_date(b, n, ret);
}

static bool
read_ends(struct scheme_builder *b, const struct ynode *n, struct table *t, struct table_row *r)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];

	if (!read_end(b, n, "from", &r->from) || !read_end(b, n, "to", &r->to))
		return false;
	t->dated |= r->from != DAY_NONE || r->to != DAY_NONE;
	if (r->from == DAY_NONE || r->to == DAY_NONE || r->from <= r->to)
		return true;
	date_print(r->from, from);
	date_print(r->to, to);
	FAULT_AT(b, F_DATES_ORDER, ynode_get(n, "to"), to, from);
	return false;
}

static bool
read_output(struct scheme_builder *b, const struct table_column *c, const struct ynode *row,
    struct table_value *ret)
{
	const struct ynode *n = ynode_get(row, c->name.ptr);
	struct rtype type = c->type;

	*ret = (struct table_value){ false, 0 };
	if (n == NULL || (n->kind == Y_SCALAR && n->plain && n->text.len == 0)) {
		FAULT_AT(b, F_TABLE_COLUMN_MISSING, n != NULL ? n : row, c->name.ptr);
		return false;
	}
	if (ynode_is_null(n))
		return true;
	ret->set = read_literal(b, n, &type, &ret->value);
	return ret->set;
}

static bool
read_input(struct scheme_builder *b, const struct table_column *c, const struct ynode *row,
    struct table_cell *ret)
{
	const struct ynode *n = ynode_get(row, c->name.ptr);

	*ret = (struct table_cell){ 0, NULL };
	if (n == NULL)
		return true;
	if (n->kind != Y_SCALAR || n->text.len > 0 || !n->plain)
		return cell_read(b, c, n, ret);
	FAULT_AT(b, F_TABLE_COLUMN_MISSING, n, c->name.ptr);
	return false;
}

static bool
known_column(const struct table *t, struct text name, bool inputs)
{
	for (uint8_t i = 0; inputs && i < t->n_in; i++)
		if (text_eq(t->in[i].name, name))
			return true;
	for (uint8_t i = 0; i < t->n_out; i++)
		if (text_eq(t->out[i].name, name))
			return true;
	return inputs && (text_is(name, "from") || text_is(name, "to"));
}

static void
unknown_column(
    struct scheme_builder *b, const struct table *t, const struct ynode *key, bool inputs)
{
	struct nearest near = nearest_to(b, key->text);
	struct word_list list = { .len = 0 };

	for (uint8_t i = 0; inputs && i < t->n_in; i++) {
		nearest_try(&near, t->in[i].name);
		word_list_add(&list, t->in[i].name);
	}
	for (uint8_t i = 0; i < t->n_out; i++) {
		nearest_try(&near, t->out[i].name);
		word_list_add(&list, t->out[i].name);
	}
	if (inputs) {
		word_list_add(&list, TEXT("from"));
		word_list_add(&list, TEXT("to"));
	}
	FAULT_AT(b, F_TABLE_COLUMN, key, key->text.ptr, nearest_text(&near, b->arena), list.text);
}

/* Of a CSV the keys of all rows are the head: reported once. */
static bool
columns_known(struct scheme_builder *b, const struct table *t, const struct ynode *row, bool inputs)
{
	bool ok = true;

	for (uint32_t i = 0; i < row->count; i++) {
		if (known_column(t, row->keys[i]->text, inputs))
			continue;
		unknown_column(b, t, row->keys[i], inputs);
		ok = false;
	}
	return ok;
}

/* The head of a CSV names every column, so that none is forgotten. */
static bool
head_complete(struct scheme_builder *b, const struct table *t, const struct ynode *row)
{
	bool ok = true;

	for (uint8_t i = 0; i < t->n_in + t->n_out; i++) {
		const struct table_column *c = i < t->n_in ? &t->in[i] : &t->out[i - t->n_in];

		if (ynode_get(row, c->name.ptr) != NULL)
			continue;
		FAULT_AT(b, F_TABLE_COLUMN_MISSING, row->keys[0], c->name.ptr);
		ok = false;
	}
	return ok;
}

static bool
read_row(struct scheme_builder *b, const struct ynode *n, struct table *t, struct table_row *r)
{
	bool ok = true;

	r->when = arena_array(b->arena, t->n_in, sizeof(*r->when));
	r->then = arena_array(b->arena, t->n_out, sizeof(*r->then));
	for (uint8_t i = 0; i < t->n_in; i++)
		ok = read_input(b, &t->in[i], n, &r->when[i]) && ok;
	for (uint8_t i = 0; i < t->n_out; i++)
		ok = read_output(b, &t->out[i], n, &r->then[i]) && ok;
	return read_ends(b, n, t, r) && ok;
}

static void
read_rows(struct scheme_builder *b, const struct ynode *list, struct table_reading *r, bool csv)
{
	struct table *t = r->t;

	if (list->count == 0 || list->count > TABLE_ROWS_MAX) {
		if (list->count == 0)
			FAULT_AT(b, F_EMPTY, list, "rows");
		else
			FAULT_AT(
			    b, F_LIMIT, list, DIAG_BOTH("决策表行数", "Rows of a table"), "1000");
		r->faulty = true;
		return;
	}
	t->rows = arena_array(b->arena, list->count, sizeof(*t->rows));
	for (uint32_t i = 0; i < list->count; i++) {
		const struct ynode *n = list->items[i];
		struct table_row *row = &t->rows[t->n_rows++];

		row->number = i + 1;
		if (n->kind != Y_MAP) {
			FAULT_AT(
			    b, F_NODE_KIND, n, "rows[]", DIAG_BOTH("键值映射", "a map of keys"));
			r->faulty = true;
			continue;
		}
		if ((i == 0 || !csv) && !columns_known(b, t, n, true))
			r->faulty = true;
		if (i == 0 && csv && (r->faulty || !head_complete(b, t, n))) {
			r->faulty = true;
			return;
		}
		r->faulty |= !read_row(b, n, t, row);
	}
}

/* ---- a file of rows ---------------------------------------------------------------- */

static bool
name_ok(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (t.ptr[i] == '/' || t.ptr[i] == '\\' || (unsigned char)t.ptr[i] <= ' ')
			return false;
	return t.len > 4 && t.len <= 100 && t.ptr[0] != '.' &&
	       memcmp(t.ptr + t.len - 4, ".csv", 4) == 0;
}

static const struct ynode *
rows_of_file(struct scheme_builder *b, const struct ynode *n, const char **path)
{
	const struct rule_files *files = b->vocabulary->files;
	const char *why =
	    DIAG_BOTH("这里没有方案旁边的文件", "there are no files beside the scheme here");
	struct text name, source;

	if (!read_text(b, n, "file", &name))
		return NULL;
	if (!name_ok(name))
		why = DIAG_BOTH("文件名不可用", "it cannot be the name of a file");
	else if (files != NULL)
		why = files->read(files->ctx, b->file, name, path, &source);
	if (why == NULL)
		return csv_read(*path, source, b->arena, b->diags);
	FAULT_AT(b, F_TABLE_FILE, n, n->text.ptr, why);
	return NULL;
}

/* Rows by whichever way they are given. NULL: reported. */
static const struct ynode *
rows_node(struct scheme_builder *b, struct table_reading *r, const char **path)
{
	if (r->rows != NULL && r->file != NULL)
		return NULL;
	if (r->file != NULL)
		return rows_of_file(b, r->file, path);
	return r->rows != NULL && read_list(b, r->rows, "rows") ? r->rows : NULL;
}

/* ---- a table ----------------------------------------------------------------------- */

static void
table_id(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct table_reading *r = into;
	char line[16];
	uint32_t first;

	if (!read_id(b, n, ID_PARAMETER, &r->t->id)) {
		r->faulty = true;
		return;
	}
	if (map_put(b->tables, r->t->id, (uint32_t)(r->t - b->s->tables)))
		return;
	(void)map_get(b->tables, r->t->id, &first);
	(void)snprintf(line, sizeof(line), "%u", b->table_keys->items[first]->line);
	FAULT_AT(b, F_ID_DUPLICATE, n, n->text.ptr, line);
	r->faulty = true;
}

static void
table_title(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_title(b, n, "title", &((struct table_reading *)into)->t->title);
}

static void
table_note(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_title(b, n, "note", &((struct table_reading *)into)->t->note);
}

static void
table_clause(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_text(b, n, "clause", &((struct table_reading *)into)->t->clause);
}

static void
table_ours(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_bool(b, n, "ours", &((struct table_reading *)into)->t->ours);
}

static void
table_in(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct table_reading *r = into;

	r->faulty |= !columns_read(b, n, r->t, true);
}

static void
table_out(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct table_reading *r = into;

	r->faulty |= !columns_read(b, n, r->t, false);
}

static const char *
policy_word(unsigned h)
{
	return hit_policy_name((enum hit_policy)h);
}

static void
table_hit(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct table_reading *r = into;
	unsigned word;

	r->hit = n;
	if (read_word(b, n, "hit", policy_word, 0, HIT_POLICIES, &word))
		r->t->hit = (enum hit_policy)word;
	else
		r->faulty = true;
}

#define KEEP(name, member)                                                            \
	static void name(struct scheme_builder *b, const struct ynode *n, void *into) \
	{                                                                             \
		(void)b;                                                              \
		((struct table_reading *)into)->member = n;                           \
	}
KEEP(keep_else, otherwise)
KEEP(keep_rows, rows)
KEEP(keep_file, file)

/* A count needs no output; all else does, and a sum, a least or greatest one with a size. */
static void
check_outputs(struct scheme_builder *b, struct table_reading *r)
{
	const struct table *t = r->t;

	if (t->hit == HIT_COUNT) {
		if (t->n_out > 0)
			FAULT_AT(b, F_TABLE_KEY, key_node(r->node, "out"), "out",
			    hit_policy_name(t->hit));
		if (r->otherwise != NULL)
			FAULT_AT(b, F_TABLE_KEY, key_node(r->node, "else"), "else",
			    hit_policy_name(t->hit));
		r->faulty |= t->n_out > 0 || r->otherwise != NULL;
		return;
	}
	if (t->n_out == 0 && !r->faulty) {
		FAULT_AT(b, F_KEY_MISSING, r->node, "out", "tables[]");
		r->faulty = true;
	}
	for (uint8_t i = 0; !r->faulty && t->hit >= HIT_SUM && i < t->n_out; i++) {
		enum vtype k = t->out[i].type.kind;

		if (k != VT_TEXT && k != VT_BOOL && (k != VT_DATE || t->hit != HIT_SUM))
			continue;
		FAULT_AT(b, F_TABLE_TYPE, r->hit, hit_policy_name(t->hit),
		    types_text(b->arena, &t->out[i].type, 1));
		r->faulty = true;
	}
}

/* else: missing, or a value for each output. */
static void
read_else(struct scheme_builder *b, struct table_reading *r)
{
	const struct ynode *n = r->otherwise;
	struct table *t = r->t;

	if (n == NULL || r->faulty)
		return;
	if (n->kind == Y_SCALAR && text_is(n->text, "missing")) {
		t->otherwise = ELSE_MISSING;
		return;
	}
	if (n->kind != Y_MAP) {
		FAULT_AT(b, F_NODE_KIND, n, "else",
		    DIAG_BOTH("missing，或各结果列的值", "missing, or a value for each output"));
		r->faulty = true;
		return;
	}
	t->otherwise = ELSE_VALUES;
	r->faulty |= !columns_known(b, t, n, false);
	for (uint8_t i = 0; !r->faulty && i < t->n_out; i++)
		r->faulty |= !read_output(b, &t->out[i], n, &t->other[i]);
}

/* clang-format off */
static const struct key rows_of_table[] = {
	KEY("id", true, table_id, "表名，用于 table(表名, …)", "Name, for table(name, …)", .type = SHAPE_ID),
	KEY("title", false, table_title, "名称", "Title", .type = SHAPE_TITLE),
	KEY("note", false, table_note, "说明", "Remark", .type = SHAPE_TITLE),
	KEY("clause", false, table_clause, "原文条款号", "Clause of the source document", .type = SHAPE_TEXT),
	KEY("ours", false, table_ours, "原文没有，是我们的约定", "Not in the text: ours", .type = SHAPE_BOOL),
	KEY("hit", false, table_hit, "取哪些行：unique 唯一一行（默认），first 第一行，collect_* 成立各行之合计、最小、最大、个数",
	    "Which rows count: unique, the only one (default); first; collect_*, sum, least, greatest or number of all that hold",
	    .type = SHAPE_WORD, .word = policy_word, .words = HIT_POLICIES),
	KEY("in", true, table_in, "输入列，条件所在", "Inputs: columns of conditions", .type = SHAPE_LIST, .keys = &in_keys, .most = TABLE_INS_MAX),
	KEY("out", false, table_out, "结果列；collect_count 没有", "Outputs; none for collect_count", .type = SHAPE_LIST, .keys = &out_keys, .most = TABLE_OUTS_MAX),
	KEY("else", false, keep_else, "没有一行成立时的结果；missing 表示缺失", "What holds when no row does; missing says that nothing does", .type = SHAPE_ELSE),
	KEY("rows", false, keep_rows, "各行：输入列写条件（不写即不限），结果列写值（原文空缺写 null），可加 from、to（均含）",
	    "Rows: conditions by input (any when left out), values by output (null where the text is blank), from and to (both included) when dated",
	    .type = SHAPE_CELLS, .most = TABLE_ROWS_MAX),
	KEY("file", false, keep_file, "方案旁边的 CSV 文件，首行为列名", "A CSV beside the scheme; its first line names the columns", .type = SHAPE_TEXT),
};
static const struct key_choice table_choices[] = { { { { "rows" }, { "file" } }, true, NULL } };
const struct key_table table_keys = { .what = "tables[]", rows_of_table, COUNT_OF(rows_of_table), table_choices, COUNT_OF(table_choices) };
/* clang-format on */

static void
read_table(struct scheme_builder *b, const struct ynode *n, struct table *t)
{
	struct table_reading r = { .t = t, .node = n };
	struct table_places places = { .file = b->file, .table = n };
	const char *own = b->file;
	const struct ynode *list;

	if (!table_read(b, n, NULL, &table_keys, &r) || t->id.len == 0 || t->n_in == 0)
		r.faulty = true;
	check_outputs(b, &r);
	read_else(b, &r);
	list = r.faulty ? NULL : rows_node(b, &r, &places.file);
	if (list != NULL) {
		b->file = places.file;
		read_rows(b, list, &r, r.file != NULL);
		places.rows = (const struct ynode *const *)list->items;
		b->file = own;
	}
	t->broken = r.faulty || list == NULL;
	if (!t->broken)
		table_prove(b, t, &places);
}

void
read_tables(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct scheme *s = b->s;
	struct table *tables;

	(void)into;
	if (!read_list(b, n, "tables"))
		return;
	if (n->count > TABLES_MAX) {
		FAULT_AT(b, F_LIMIT, n, DIAG_BOTH("决策表个数", "Decision tables"), "64");
		return;
	}
	b->table_keys = n;
	s->tables = tables = arena_array(b->arena, n->count, sizeof(*tables));
	for (uint32_t i = 0; i < n->count; i++)
		read_table(b, n->items[i], &tables[s->n_tables++]);
}

void
warn_unused_tables(struct scheme_builder *b)
{
	for (uint32_t i = 0; i < b->s->n_tables; i++)
		if (!b->s->tables[i].used)
			FAULT_AT(b, F_TABLE_UNUSED, ynode_get(b->table_keys->items[i], "id"),
			    b->s->tables[i].id.ptr);
}
