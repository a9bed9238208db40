/*
 * A rules file, key by key in the order of the table: parameters before what uses them, policies
 * before the tree that inherits them. Every fault is reported; there is a scheme only without
 * errors (I7).
 */
#include "rules/read.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "rules/calendar.h"
#include "rules/fields.h"
#include "rules/overlay.h"
#include "rules/print.h"
#include "rules/prove.h"
#include "rules/read_keys.h"
#include "rules/table.h"

#define TOTAL_DEFAULT (100 * DEC_ONE)
#define ROUND_DEFAULT 2

static void
top_scheme(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)into;
	read_id(b, n, ID_INDICATOR, &b->s->id);
}

static void
top_title(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)into;
	read_title(b, n, "title", &b->s->title);
}

static void
source_document(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)into;
	read_title(b, n, "document", &b->s->document);
}

static void
source_issued_by(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)into;
	read_title(b, n, "issued_by", &b->s->issued_by);
}

static void
clause_id(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct source_clause *c = into;
	char line[16];
	uint32_t first = 0;

	if (!read_text(b, n, "id", &c->id) || map_put(b->clauses, c->id, n->line))
		return;
	(void)map_get(b->clauses, c->id, &first);
	snprintf(line, sizeof(line), "%u", first);
	FAULT_AT(b, F_ID_DUPLICATE, n, n->text.ptr, line);
}

static void
clause_title(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_title(b, n, "title", &((struct source_clause *)into)->title);
}

static const struct key clause_rows[] = {
	KEY("id", true, clause_id, "条款号，与各处 clause: 一致", "Its number, as clause: cites it",
	    .type = SHAPE_TEXT),
	KEY("title", true, clause_title, "标题", "Its heading", .type = SHAPE_TITLE),
};
static const struct key_table clause_keys = {
	.what = "clauses[]", clause_rows, COUNT_OF(clause_rows)
};

static void
source_clauses(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct scheme *s = b->s;

	(void)into;
	if (!read_list(b, n, "clauses"))
		return;
	if (n->count == 0 || n->count > SCHEME_CLAUSES_MAX) {
		if (n->count == 0)
			FAULT_AT(b, F_EMPTY, n, "clauses");
		else
			FAULT_AT(b, F_LIMIT, n, DIAG_BOTH("条款个数", "Clauses"), "500");
		return;
	}
	s->clauses = arena_array(b->arena, n->count, sizeof(*s->clauses));
	for (uint32_t i = 0; i < n->count; i++)
		table_read(b, n->items[i], NULL, &clause_keys, &s->clauses[s->n_clauses++]);
}

static const struct key source_rows[] = {
	KEY("document", false, source_document, "文件名称", "The document", .type = SHAPE_TITLE),
	KEY("issued_by", false, source_issued_by, "发文机关", "Who issued it", .type = SHAPE_TITLE),
	KEY("clauses", false, source_clauses, "文件的条款表；写了就要完整：各处 clause: 都须在其中",
	    "Its clauses; complete when given: every clause: of the file is one of them",
	    .type = SHAPE_LIST, .keys = &clause_keys, .most = SCHEME_CLAUSES_MAX),
};
const struct key_table source_keys = { .what = "source", source_rows, COUNT_OF(source_rows) };

static void
top_source(struct scheme_builder *b, const struct ynode *n, void *into)
{
	table_read(b, n, NULL, &source_keys, into);
}

static void
effective_from(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)into;
	read_date(b, n, &b->s->from);
}

static void
effective_to(struct scheme_builder *b, const struct ynode *n, void *into)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];

	(void)into;
	if (ynode_is_null(n) || !read_date(b, n, &b->s->to))
		return;
	if (b->s->from == DAY_NONE || b->s->to >= b->s->from)
		return;
	date_print(b->s->from, from);
	date_print(b->s->to, to);
	FAULT_AT(b, F_DATES_ORDER, n, to, from);
}

static const struct key effective_rows[] = {
	KEY("from", true, effective_from, "首日", "First day", .type = SHAPE_DATE),
	KEY("to", false, effective_to, "末日；不写或 null 为未定",
	    "Last day; open when absent or null", .type = SHAPE_DATE, .blank = true),
};
const struct key_table effective_keys = {
	.what = "effective", effective_rows, COUNT_OF(effective_rows)
};

static void
top_effective(struct scheme_builder *b, const struct ynode *n, void *into)
{
	table_read(b, n, NULL, &effective_keys, into);
}

static void
top_calendar(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)into;
	if (!read_id(b, n, ID_INDICATOR, &b->s->calendar) || b->vocabulary->calendars == NULL)
		return;
	b->s->cal = calendar_find(b->vocabulary->calendars, b->s->calendar);
	if (b->s->cal == NULL)
		FAULT_AT(b, F_CALENDAR_UNKNOWN, n, n->text.ptr);
}

static const char *
window_word(unsigned w)
{
	return window_name((enum window_mode)w);
}

static void
top_window(struct scheme_builder *b, const struct ynode *n, void *into)
{
	unsigned w;

	(void)into;
	if (read_choice(b, n, "window", window_word, 0, WINDOW_COUNT, &w, &b->s->window))
		b->s->window = (enum window_mode)w;
}

static void
top_round(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)into;
	(void)read_places(b, n, "round", &b->s->round_places);
}

static void
top_total(struct scheme_builder *b, const struct ynode *n, void *into)
{
	dec_t total;

	(void)into;
	if (!read_dec(b, n, "total", &total))
		return;
	if (total <= 0 || total > SCHEME_WEIGHT_MAX)
		FAULT_AT(b, F_RANGE, n, n->text.ptr, "total",
		    DIAG_BOTH("大于 0 且不超过 5000", "above 0 and at most 5000"));
	else
		b->s->nodes[0].weight = total;
}

static void
top_missing(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)into;
	read_missing(b, n, b->s->nodes[0].policy);
}

static void
grade_id(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_id(b, n, ID_INDICATOR, &((struct grade *)into)->id);
}

static void
grade_title(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_title(b, n, "title", &((struct grade *)into)->title);
}

static void
grade_at_least(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct grade *g = into;

	if (!read_dec(b, n, "at_least", &g->at_least))
		g->at_least = -1; /* below any other: no second fault */
	else if (g->at_least < 0)
		FAULT_AT(
		    b, F_RANGE, n, n->text.ptr, "at_least", DIAG_BOTH("不小于 0", "0 or more"));
}

static void
check_grade(struct scheme_builder *b, const struct ynode *place, const struct ynode *id)
{
	const struct grade *g = &b->s->grades[b->s->n_grades - 1];

	for (const struct grade *x = b->s->grades; x < g; x++) {
		if (x->id.len == 0 || !text_eq(x->id, g->id))
			continue;
		FAULT_AT(b, F_ID_DUPLICATE, id, id->text.ptr, "—");
		break;
	}
	if (b->s->n_grades > 1 && g->at_least >= 0 && g[-1].at_least >= 0 &&
	    g->at_least >= g[-1].at_least)
		FAULT_AT(b, F_GRADES_ORDER, place);
}

static const struct key grade_rows[] = {
	KEY("id", true, grade_id, "标识", "Identifier", .type = SHAPE_ID),
	KEY("title", false, grade_title, "名称", "Name", .type = SHAPE_TITLE),
	KEY("at_least", true, grade_at_least, "不低于此分", "Scores from this on",
	    .type = SHAPE_NUMBER),
};
static const struct key_table grade_keys = { .what = "grades[]", grade_rows, COUNT_OF(grade_rows) };

static void
read_grade(struct scheme_builder *b, const struct ynode *n, uint32_t i)
{
	struct grade *g = &b->s->grades[b->s->n_grades++];
	const struct ynode *place = n->items[i];

	if (n->kind == Y_MAP) {
		grade_id(b, n->keys[i], g);
		grade_at_least(b, place, g);
		check_grade(b, place, n->keys[i]);
		return;
	}
	if (!table_read(b, place, NULL, &grade_keys, g) || ynode_get(place, "at_least") == NULL ||
	    ynode_get(place, "id") == NULL) {
		g->at_least = -1;
		return;
	}
	check_grade(b, ynode_get(place, "at_least"), ynode_get(place, "id"));
}

static void
top_grades(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct scheme *s = b->s;

	(void)into;
	if (n->kind == Y_SCALAR) {
		FAULT_AT(
		    b, F_NODE_KIND, n, "grades", DIAG_BOTH("键值映射或列表", "a map or a list"));
		return;
	}
	if (n->count == 0 || n->count > SCHEME_GRADES_MAX) {
		if (n->count == 0)
			FAULT_AT(b, F_EMPTY, n, "grades");
		else
			FAULT_AT(b, F_LIMIT, n, DIAG_BOTH("等级个数", "Grades"), "20");
		return;
	}
	s->grades = arena_array(b->arena, n->count, sizeof(*s->grades));
	for (uint32_t i = 0; i < n->count; i++)
		read_grade(b, n, i);
	if (s->grades[s->n_grades - 1].at_least > 0)
		FAULT_AT(b, F_GRADES_ZERO, n->items[n->count - 1]);
}

/* clang-format off */
static const struct key scheme_rows[] = {
	KEY("scheme", true, top_scheme, "方案标识", "Identifier of the scheme", .type = SHAPE_ID),
	KEY("title", true, top_title, "方案名称", "Name of the scheme", .type = SHAPE_TITLE),
	KEY("source", false, top_source, "依据的文件", "The document it follows", .type = SHAPE_MAP, .keys = &source_keys),
	KEY("effective", true, top_effective, "执行期", "When it is in force", .type = SHAPE_MAP, .keys = &effective_keys),
	KEY("calendar", false, top_calendar, "工作日历：rules/calendars/ 中的文件名", "Working-day calendar: a file of rules/calendars/", .type = SHAPE_ID),
	KEY("round", false, top_round, "总分的小数位数，默认 2，四舍五入", "Decimals of the score, 2 unless told, half-up", .type = SHAPE_NUMBER, .high = DEC_PLACES, .whole = true),
	KEY("total", false, top_total, "总分，一级指标分值之和，默认 100", "The whole score, what the weights at the top add up to; 100 unless told",
	    .type = SHAPE_NUMBER, .high = 5000, .above = true),
	KEY("parameters", false, read_params, "文件中的数字，各有条款；表达式按名称引用", "The numbers of the document with their clauses; expressions use their names",
	    .type = SHAPE_PARAMETERS, .keys = &param_keys, .most = SCHEME_PARAMS_MAX),
	KEY("window", false, top_window, "评估期：contract_year 合同年度（默认），contract_term 整个合同期，calendar_year 自然年度（不早于合同首日）",
	    "What is evaluated: contract_year (default), contract_term, or calendar_year (not before the contract begins)", .type = SHAPE_WORD, .word = window_word, .words = WINDOW_COUNT, .chosen = true),
	KEY("tables", false, read_tables, "决策表，表达式中写 table(表名, …)", "Decision tables; expressions write table(name, …)",
	    .type = SHAPE_LIST, .keys = &table_keys, .most = TABLES_MAX),
	KEY("grades", false, top_grades, "等级，从最高写起，最低为 0 分", "Grades, best first, the last from 0",
	    .type = SHAPE_GRADES, .keys = &grade_keys, .most = SCHEME_GRADES_MAX),
	KEY("missing", false, top_missing, "各状态如何计分：zero、full、redistribute，low_sample 另有 keep",
	    "What each state does to the score: zero, full, redistribute; keep for low_sample", .type = SHAPE_MISSING),
	KEY("indicators", true, NULL, "指标树", "The tree of indicators", .type = SHAPE_INDICATORS, .keys = &node_keys),
};
const struct key_table scheme_keys = { .what = "scheme", scheme_rows, COUNT_OF(scheme_rows) };
/* clang-format on */

/* What follows a score names indicators, so it comes after the tree, by decisions_record. */
static bool
read_top(struct scheme_builder *b, const struct ynode *root)
{
	struct key_row rows[TABLE_KEYS_MAX];
	size_t n = table_rows(&scheme_keys, rows, 0);

	assert(n + decisions_record.n <= COUNT_OF(rows));
	for (size_t i = 0; i < decisions_record.n; i++)
		rows[n++] = (struct key_row){ decisions_record.fields[i].key, false, NULL };
	return keys_read(b, root, DIAG_BOTH("方案", "A scheme"), rows, n, NULL);
}

/* Below the root come the indicators; its weight is the total. */
static void
start(struct scheme_builder *b)
{
	static const enum policy usual[ST_COUNT] = {
		[ST_OK] = POL_KEEP,
		[ST_NO_DATA] = POL_ZERO,
		[ST_NO_EVENTS] = POL_REDISTRIBUTE,
		[ST_NOT_APPLICABLE] = POL_REDISTRIBUTE,
		[ST_NOT_CONFIGURED] = POL_REDISTRIBUTE,
		[ST_LOW_SAMPLE] = POL_KEEP,
	};
	struct scheme *s = arena_alloc(b->arena, sizeof(*s));

	b->s = s;
	b->params = map_new(b->arena, 64);
	b->constants = map_new(b->arena, 64);
	b->texts = map_new(b->arena, 16);
	b->needs = map_new(b->arena, 64);
	b->ids = map_new(b->arena, 64);
	b->clauses = map_new(b->arena, 64);
	b->tables = map_new(b->arena, 16);
	b->prove_steps = PROVE_STEPS;
	s->file = text_dup(b->arena, text_of(b->file));
	s->from = s->to = DAY_NONE;
	s->round_places = ROUND_DEFAULT;
	s->needs = arena_array(b->arena, SCHEME_NEEDS_MAX, sizeof(*s->needs));
	s->nodes = arena_room(b->arena, NULL, 0, &b->cap_nodes, sizeof(*s->nodes));
	s->nodes[0] =
	    (struct node){ .id = TEXT("score"), .parent = -1, .size = 1, .weight = TOTAL_DEFAULT };
	memcpy(s->nodes[0].policy, usual, sizeof(usual));
	s->n_nodes = 1;
	(void)map_put(b->ids, s->nodes[0].id, 1);
}

static void
warn_unused(struct scheme_builder *b)
{
	for (uint32_t i = 0; i < b->s->n_params; i++) {
		const struct param *p = &b->s->params[i];

		if (!p->used)
			FAULT_AT(
			    b, F_PARAM_UNUSED, key_node(b->param_keys, p->name.ptr), p->name.ptr);
	}
}

static void
finish_leaves(struct scheme_builder *b)
{
	for (uint32_t i = 0; i < b->n_leaves; i++)
		leaf_needs(b, b->leaves[i]);
}

static bool
sign_off(struct scheme_builder *b, const struct ynode *root)
{
	struct scheme *s = b->s;
	struct buf out;
	bool fits;

	buf_init(&out, CANONICAL_MAX);
	scheme_print(s, &out);
	fits = !out.over;
	if (fits)
		s->canonical = text_dup(b->arena, (struct text){ out.data, out.len });
	else
		FAULT_AT(b, F_CLOSED_FORM, root, "4194304");
	buf_free(&out);
	sha256_hex(s->canonical.ptr, s->canonical.len, s->version);
	return fits;
}

static const struct scheme *
compile(const char *file, const struct ynode *root, const struct vocabulary *vocabulary,
    struct arena *arena, struct diags *diags)
{
	struct scheme_builder b = {
		.file = file, .vocabulary = vocabulary, .arena = arena, .diags = diags
	};
	uint32_t errors = diags->errors;
	const struct ynode *indicators;
	struct decisions *decisions;

	if (root == NULL)
		return NULL;
	start(&b);
	if (!read_top(&b, root))
		return NULL;
	b.s->nodes[0].title = b.s->title;
	indicators = ynode_get(root, "indicators");
	if (indicators != NULL)
		read_indicators(&b, indicators, ynode_get(root, "total"));
	decisions = arena_alloc(arena, decisions_record.size);
	fields_read(&b, &decisions_record, root, GRAIN_CONTRACT, decisions);
	b.s->decisions = decisions;
	prove_errors(&b, root);
	if (diags->errors > errors)
		return NULL;
	warn_unused(&b);
	warn_unused_tables(&b);
	prove_warnings(&b, root);
	build_finish(&b);
	finish_leaves(&b);
	build_scoring_needs(b.s);
	return sign_off(&b, root) ? b.s : NULL;
}

const struct scheme *
scheme_read(const char *file, struct text source, const struct vocabulary *vocabulary,
    struct arena *arena, struct diags *diags)
{
	return compile(file, yaml_read(file, source, arena, diags), vocabulary, arena, diags);
}

/* ---- several files */

struct reading_all {
	const struct scheme_source *files;
	uint32_t n;
	const struct vocabulary *vocabulary;
	struct arena *arena;
	struct diags *diags;
	const struct ynode **roots;
	const struct scheme **schemes;
};

static bool
is_overlay(const struct reading_all *r, uint32_t i)
{
	return r->roots[i] != NULL && overlay_base(r->roots[i]) != NULL;
}

/* The file whose scheme this one extends. */
static bool
find_base(const struct reading_all *r, uint32_t i, uint32_t *ret)
{
	const struct ynode *name = overlay_base(r->roots[i]);
	struct scheme_builder b = {
		.file = r->files[i].file, .arena = r->arena, .diags = r->diags
	};
	struct nearest near = nearest_to(&b, name->text);

	for (uint32_t k = 0; k < r->n; k++) {
		const struct ynode *id = r->roots[k] == NULL || is_overlay(r, k)
					     ? NULL
					     : ynode_get(r->roots[k], "scheme");

		if (id == NULL)
			continue;
		nearest_try(&near, id->text);
		if (!text_eq(id->text, name->text))
			continue;
		*ret = k;
		return true;
	}
	FAULT_AT(&b, F_OVERLAY_BASE, name, name->text.ptr, nearest_text(&near, r->arena));
	return false;
}

/* The base compiled without a fault, so what is wrong now comes from the values changed. */
static void
report_result(const struct reading_all *r, uint32_t i, const struct diags *found)
{
	struct scheme_builder b = {
		.file = r->files[i].file, .arena = r->arena, .diags = r->diags
	};
	const struct ynode *at = overlay_base(r->roots[i]);

	for (uint32_t k = 0; k < found->count; k++) {
		const struct diag *d = &found->items[k];
		char line[16];
		struct buf said;

		if (fault_severity(d->fault) != SEV_ERROR)
			continue;
		buf_init(&said, 4096);
		diag_sentence(d, LANG_ZH, &said);
		buf_adds(&said, " / ");
		diag_sentence(d, LANG_EN, &said);
		(void)snprintf(line, sizeof(line), "%u", d->line);
		FAULT_AT(&b, F_OVERLAY_RESULT, at, arena_strndup(r->arena, line, strlen(line)),
		    arena_strndup(r->arena, said.data, said.len));
		buf_free(&said);
	}
}

/* The tree it was compiled from, or NULL. */
static const struct ynode *
compile_over(const struct reading_all *r, uint32_t i, uint32_t base)
{
	const char *file = r->files[i].file;
	const struct ynode *merged;
	struct diags found;

	if (r->schemes[base] == NULL)
		return NULL;
	merged = overlay_merge(
	    file, r->roots[i], r->roots[base], r->schemes[base], r->vocabulary, r->arena, r->diags);
	if (merged == NULL)
		return NULL;
	diags_init(&found, r->arena);
	r->schemes[i] = compile(file, merged, r->vocabulary, r->arena, &found);
	if (r->schemes[i] == NULL)
		report_result(r, i, &found);
	return merged;
}

static const struct ynode *
read_root(const struct reading_all *r, uint32_t i)
{
	return yaml_read(r->files[i].file, r->files[i].text, r->arena, r->diags);
}

void
scheme_read_all(const struct scheme_source *files, uint32_t n, const struct vocabulary *vocabulary,
    struct arena *arena, struct diags *diags, const struct scheme **ret)
{
	struct reading_all r = { files, n, vocabulary, arena, diags,
		arena_array(arena, n, sizeof(const struct ynode *)), ret };

	for (uint32_t i = 0; i < n; i++) {
		r.roots[i] = read_root(&r, i);
		ret[i] = is_overlay(&r, i)
			     ? NULL
			     : compile(files[i].file, r.roots[i], vocabulary, arena, diags);
	}
	for (uint32_t i = 0, base; i < n; i++)
		if (is_overlay(&r, i) && find_base(&r, i, &base))
			(void)compile_over(&r, i, base);
}

const struct scheme *
scheme_read_chain(const struct scheme_source *files, uint32_t n,
    const struct vocabulary *vocabulary, struct arena *arena, struct diags *diags)
{
	struct reading_all r = { files, n, vocabulary, arena, diags,
		arena_array(arena, n, sizeof(const struct ynode *)),
		arena_array(arena, n, sizeof(const struct scheme *)) };

	for (uint32_t i = 0; i < n; i++) {
		r.roots[i] = read_root(&r, i);
		if (i == 0)
			r.schemes[0] = compile(files[0].file, r.roots[0], vocabulary, arena, diags);
		else if (r.roots[i] != NULL)
			r.roots[i] = compile_over(&r, i, i - 1);
	}
	return r.schemes[n - 1];
}
