/* assayd docs readings: what the texts leave open, how it is read, and where that is changed; from
 * the cases of rules/tests/ that say which reading they are the other side of. */
#include "app/cli.h"

#include <stdio.h>
#include <string.h>

#include "app/case_place.h"
#include "app/case_read.h"
#include "app/docs.h"
#include "app/files.h"

#define READINGS_MAX 200
#define NUMBER_MAX 999
#define SCHEME_MAX 128
#define READING_WORDS DIAG_BOTH("一处读法", "a reading")

struct reading_row {
	struct case_file file;
	const struct rule_case *c;
	const struct ynode *reading, *scheme; /* scheme: its file */
	int64_t no;
};

struct readings_page {
	struct arena *arena;
	struct diags diags;
	struct err err;
	const char *rules; /* the folder */
	struct reading_row rows[READINGS_MAX];
	uint32_t n;
};

/* clang-format off */
static const struct case_key keys[] = {
	{ "no", true, "", "" },
	{ "clause", true, "", "" },
	{ "title", true, "", "" },
	{ "words", true, "", "" },
	{ "recommended", false, "", "" }, /* by parameter or field, as the case changes them */
	{ "changes", true, "", "" },
	{ "note", false, "", "" },
};

static const struct case_key both_keys[] = {
	{ "zh", true, "", "" },
	{ "en", true, "", "" },
};

static const struct {
	const char *word, *zh, *en;
} changes[] = {
	{ "points", "得分", "points" },
	{ "date", "日期", "a date" },
	{ "stage", "阶段", "the stage" },
	{ "amount", "金额", "an amount" },
	{ "advice", "续签建议", "the advice" },
	{ "state", "状态", "a state" },
	{ "grade", "等级", "the grade" },
};
/* clang-format on */

/* ---- what is read ------------------------------------------------------------------- */

static bool
number_of(const struct case_file *f, const struct ynode *n, int64_t *ret)
{
	dec_t v;

	if (n != NULL && n->kind == Y_SCALAR && dec_parse(n->text.ptr, n->text.len, &v) &&
	    v % DEC_ONE == 0 && v >= DEC_ONE && v <= NUMBER_MAX * DEC_ONE) {
		*ret = v / DEC_ONE;
		return true;
	}
	if (n != NULL)
		CASE_FAULT(f, F_CASE_VALUE, n, n->kind == Y_SCALAR ? n->text.ptr : "…", "no",
		    DIAG_BOTH("1 至 999 的整数", "a whole number from 1 to 999"));
	return false;
}

static bool
check_changes(const struct case_file *f, const struct ynode *list)
{
	bool ok = list != NULL && case_is_list(f, list, "changes");

	for (uint32_t i = 0; ok && i < list->count; i++) {
		const struct ynode *n = list->items[i];
		struct case_words w = case_words_for(n->text);
		bool known = false;

		for (size_t k = 0; k < COUNT_OF(changes); k++) {
			known = known || (n->kind == Y_SCALAR && text_is(n->text, changes[k].word));
			case_words_try(&w, text_of(changes[k].word));
		}
		if (!known)
			CASE_FAULT(f, F_WORD_UNKNOWN, n, n->kind == Y_SCALAR ? n->text.ptr : "…",
			    "changes", case_words_best(&w, f->arena), case_words_list(&w));
		ok = known;
	}
	return ok;
}

static const struct ynode *
value_in(const struct ynode *scheme, bool field, struct text key)
{
	char path[SCHEME_MAX];

	if (field)
		return case_place_of(scheme, key).node;
	(void)snprintf(path, sizeof(path), "parameters/%.*s/value", TEXT_ARG(key));
	return case_place_of(scheme, text_of(path)).node;
}

/* A text as it stands, or in both languages: a comma too many makes a third key. */
static bool
check_words(const struct case_file *f, const struct ynode *reading)
{
	static const char *const texts[] = { "clause", "title", "words", "note" };
	const uint32_t errors = f->diags->errors;

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		const struct ynode *n = ynode_get(reading, texts[i]);
		struct text t;

		if (n != NULL && n->kind == Y_MAP)
			(void)case_map(f, n, texts[i], both_keys, COUNT_OF(both_keys));
		else if (n != NULL)
			(void)case_text(f, n, texts[i], &t);
	}
	return f->diags->errors == errors;
}

/* What is shipped is what is recommended, for everything that the case changes. */
static bool
check_recommended(const struct reading_row *r, const struct ynode *changed, bool field)
{
	const struct ynode *recommended = ynode_get(r->reading, "recommended");
	bool ok = true;

	for (uint32_t i = 0; changed != NULL && i < changed->count; i++) {
		const struct ynode *key = changed->keys[i];
		const struct ynode *said = ynode_get(recommended, key->text.ptr);
		const struct ynode *shipped = value_in(r->scheme, field, key->text);

		if (said != NULL && said->kind == Y_SCALAR && shipped != NULL &&
		    shipped->kind == Y_SCALAR && text_eq(said->text, shipped->text))
			continue;
		CASE_FAULT(&r->file, F_CASE_READING, said != NULL ? said : r->reading,
		    key->text.ptr,
		    shipped != NULL && shipped->kind == Y_SCALAR ? shipped->text.ptr : "…");
		ok = false;
	}
	return ok;
}

static bool
read_scheme(struct readings_page *p, struct reading_row *r)
{
	char name[SCHEME_MAX];
	const char *path;
	struct text source;

	(void)snprintf(name, sizeof(name), "%.*s.yaml", TEXT_ARG(r->c->scheme->text));
	path = path_join(p->arena, p->rules, name);
	if (file_read(path, p->arena, &source, &p->err) != ERR_OK) {
		CASE_FAULT(&r->file, F_CASE_SCHEME, r->c->scheme, r->c->scheme->text.ptr,
		    p->err.arg[0], p->err.arg[1]);
		return false;
	}
	r->scheme = yaml_read(path, source, p->arena, &p->diags);
	return r->scheme != NULL;
}

static void
add_row(struct readings_page *p, const struct case_file *f, const struct rule_case *c)
{
	struct reading_row *r = &p->rows[p->n];

	*r = (struct reading_row){ .file = *f, .c = c, .reading = ynode_get(c->node, "reading") };
	if (r->reading == NULL || !case_map(f, r->reading, READING_WORDS, keys, COUNT_OF(keys)))
		return;
	if (p->n + 1 == READINGS_MAX) {
		CASE_FAULT(f, F_LIMIT, r->reading, READING_WORDS, "200");
		return;
	}
	if (number_of(f, ynode_get(r->reading, "no"), &r->no) &&
	    check_changes(f, ynode_get(r->reading, "changes")) && check_words(f, r->reading) &&
	    read_scheme(p, r) && check_recommended(r, ynode_get(c->node, "parameters"), false) &&
	    check_recommended(r, ynode_get(c->node, "fields"), true))
		p->n++;
}

static bool
read_rows(struct readings_page *p)
{
	struct catalogue_file *files;
	uint32_t n;

	if (files_read(path_join(p->arena, p->rules, "tests"), ".yaml", p->arena, &files, &n,
		&p->err) != ERR_OK)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		struct case_file f = { files[i].name, p->arena, &p->diags };
		struct rule_cases cases = { 0 };

		cases_read(&f, files[i].text, &cases);
		for (uint32_t k = 0; k < cases.n; k++)
			if (!cases.items[k].faulty)
				add_row(p, &f, &cases.items[k]);
	}
	return true;
}

/* ---- the page ----------------------------------------------------------------------- */

/* A text, or its two languages one under the other. */
static void
words(struct buf *out, const struct ynode *n)
{
	const struct ynode *zh = ynode_get(n, "zh"), *en = ynode_get(n, "en");

	if (n != NULL && n->kind == Y_SCALAR)
		docs_cell(out, n->text);
	if (zh != NULL)
		docs_cell(out, zh->text);
	if (en != NULL) {
		buf_adds(out, "<br>");
		docs_cell(out, en->text);
	}
}

enum shown { SHOWN_PLACE, SHOWN_SHIPPED, SHOWN_OTHER };

static void
changed_cell(
    struct buf *out, const struct reading_row *r, const struct ynode *v, bool field, enum shown c)
{
	for (uint32_t i = 0; v != NULL && i < v->count; i++) {
		struct text t = c == SHOWN_PLACE ? v->keys[i]->text
				: c == SHOWN_SHIPPED
				    ? value_in(r->scheme, field, v->keys[i]->text)->text
				    : v->items[i]->text;

		buf_adds(out, i > 0 ? "<br>`" : "`");
		docs_cell(out, t);
		buf_adds(out, field && c == SHOWN_PLACE ? "`（字段 field）" : "`");
	}
}

static void
changed(struct buf *out, const struct reading_row *r, enum shown c)
{
	const struct ynode *p = ynode_get(r->c->node, "parameters");
	const struct ynode *f = ynode_get(r->c->node, "fields");

	buf_adds(out, " | ");
	changed_cell(out, r, p, false, c);
	buf_adds(out, p != NULL && f != NULL ? "<br>" : "");
	changed_cell(out, r, f, true, c);
	buf_adds(out, p == NULL && f == NULL ? "—" : "");
}

static void
changes_cell(struct buf *out, const struct ynode *list)
{
	for (uint32_t i = 0; i < list->count; i++)
		for (size_t k = 0; k < COUNT_OF(changes); k++)
			if (text_is(list->items[i]->text, changes[k].word))
				buf_addf(out, "%s%s %s", i > 0 ? "<br>" : "", changes[k].zh,
				    changes[k].en);
}

static void
write_row(struct buf *out, const struct reading_row *r)
{
	const struct ynode *note = ynode_get(r->reading, "note");

	buf_addf(out, "| %lld | ", (long long)r->no);
	words(out, ynode_get(r->reading, "title"));
	if (note != NULL) {
		buf_adds(out, "<br>");
		words(out, note);
	}
	buf_addf(out, " | `%.*s` ", TEXT_ARG(r->c->scheme->text));
	words(out, ynode_get(r->reading, "clause"));
	buf_adds(out, " | ");
	words(out, ynode_get(r->reading, "words"));
	changed(out, r, SHOWN_PLACE);
	changed(out, r, SHOWN_SHIPPED);
	changed(out, r, SHOWN_OTHER);
	buf_adds(out, " | ");
	changes_cell(out, ynode_get(r->reading, "changes"));
	buf_adds(out, " |\n");
}

static uint32_t
numbers(const struct readings_page *p)
{
	bool seen[NUMBER_MAX + 1] = { false };
	uint32_t n = 0;

	for (uint32_t i = 0; i < p->n; i++) {
		n += !seen[p->rows[i].no];
		seen[p->rows[i].no] = true;
	}
	return n;
}

static void
write_page(struct buf *out, const struct readings_page *p)
{
	buf_addf(out,
	    "# 条文的读法 How the texts are read\n\n由 `assayd docs readings` 依 `rules/tests/` "
	    "生成。Generated by `assayd docs readings` from `rules/tests/`.\n\n"
	    "五份文件有 %u 处可以有不同理解。下表列出每一处所取的读法（默认）、写在何处、另一种读法"
	    "及其影响；每一行都有一对用例：同样的数据，两种读法，结果均由条文手算。\n\n"
	    "改为另一读法：参数可由覆盖文件（`extends:`）改，`assayd score --parameter 名称=值` "
	    "先看结果；标为“字段”的，在方案文件中改。"
	    "各方案相同的规则可以各取不同的读法。\n\n"
	    "The five documents can be read in more than one way in %u places. The table gives the "
	    "reading taken (default), where it stands, another one, and "
	    "what that changes; each row is a pair of cases, the same facts under both, worked by "
	    "hand from the clause.\n\n"
	    "To read it otherwise: a parameter goes into an overlay (`extends:`), and `assayd "
	    "score "
	    "--parameter NAME=VALUE` shows the result first; what is "
	    "marked as a field is changed in the file of the scheme. Schemes need not agree.\n\n"
	    "| # | 问题 Question | 方案、条款 Scheme, clause | 原文 Words | 参数 Parameter | 默认 "
	    "Default | 另一读法 Other | 影响 Changes |\n|---|---|---|---|---|---|---|---|\n",
	    numbers(p), numbers(p));
	for (int64_t no = 1; no <= NUMBER_MAX; no++)
		for (uint32_t i = 0; i < p->n; i++)
			if (p->rows[i].no == no)
				write_row(out, &p->rows[i]);
}

int
docs_readings(struct cli *c, struct buf *out)
{
	struct arena *arena = arena_new((size_t)256 << 20);
	struct readings_page *p = arena_alloc(arena, sizeof(*p));
	bool ok;

	p->arena = arena;
	p->rules = c->settings.rules;
	diags_init(&p->diags, arena);
	ok = read_rows(p);
	if (!ok)
		(void)cli_fail(c, &p->err);
	else if (p->diags.errors > 0)
		diags_print_text(&p->diags, c->lang, out);
	else
		write_page(out, p);
	ok = ok && p->diags.errors == 0;
	arena_free(arena);
	return ok ? 0 : 1;
}
