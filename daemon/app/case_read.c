#include "app/case_read.h"

#include <stdio.h>
#include <string.h>

#include "metrics/fact_key.h"

#define DAYS_MAX 2000
#define CASE_WORDS DIAG_BOTH("用例", "a case")

/* clang-format off */
const struct case_key case_file_keys[] = {
	{ "scheme", false, "方案：规则目录中的标识，或相对本文件的路径；用例可各自另写", "Scheme: a name in the rules folder, or a path from this file; a case may name its own" },
	{ "cases", true, "用例列表", "The cases" },
};
const size_t case_n_file_keys = COUNT_OF(case_file_keys);

const struct case_key case_keys[] = {
	{ "name", true, "名称，在文件内唯一", "Its name, once in the file" },
	{ "scheme", false, "方案", "The scheme" },
	{ "like", false, "前面某个用例的名称：取其全部内容，本用例所写的盖在上面", "An earlier case: all of it, with what stands here put over it" },
	{ "as_of", false, "截至日（有 days 时不必写）", "Day asked about, unless there are days" },
	{ "start_on", false, "合同起始日；评估期由此推出，contract.start_on 亦取此值", "First day of the contract: the window follows, and contract.start_on" },
	{ "end_on", false, "合同终止日", "Last day of the contract" },
	{ "since", false, "评估期首日（代替由合同推出）", "First day of the window, instead of what follows from the contract" },
	{ "until", false, "评估期末日", "Last day of the window" },
	{ "rest", false, "未给出的数据：missing（缺失，默认）或 no_rows（如同数据库没有记录：计数为 0，其余缺失）",
	    "Facts not given: missing (default), or no_rows, as the database answers without rows: counts 0, all else missing" },
	{ "parameters", false, "参数的其他取值：同一方案的另一种读法", "Other values of parameters: another reading of the scheme" },
	{ "fields", false, "方案中其他单个值的另一取值，键为到达它的路径：deadlines/team-setup/basis（列表的各项以 id 为名）",
	    "Other single values of the scheme's file, by the names that lead there: deadlines/team-setup/basis (items of a list go by their id)" },
	{ "reading", false, "此用例是原文一处歧义的另一读法（docs readings）；不随 like 沿用",
	    "This case is the other reading of something the text leaves open (docs readings); not taken over by like" },
	{ "facts", false, "合同的数据：键为方案所读的指标数据；份额写 7/8 或 {numerator, denominator}；null 为缺失",
	    "Facts of the contract by the names the scheme reads; a share as 7/8 or {numerator, denominator}; null is missing" },
	{ "stations", false, "社工站列表：name、like（前面的一行）、facts", "Stations: name, like (an earlier row), facts" },
	{ "communities", false, "社区列表，写法同上", "Communities, the same" },
	{ "persons", false, "人员列表，写法同上", "Persons, the same" },
	{ "expect", false, "期望，见下表", "What is expected: see below" },
	{ "days", false, "逐日用例：日期或 起..止，各写当日另加的期望", "A test a day: a day or FIRST..LAST, with what is expected beside `expect`" },
};
const size_t case_n_keys = COUNT_OF(case_keys);
/* clang-format on */

static const char *const rest_words[REST_COUNT] = { "missing", "no_rows" };

struct reading {
	const struct case_file *f;
	const struct ynode *scheme; /* of the file, or NULL */
	struct rule_cases *out;
	uint32_t first; /* where this file's cases begin */
};

/* ---- one over the other ------------------------------------------------------------- */

static bool
same_key(const char *of, struct text a, struct text b)
{
	return strcmp(of, "facts") == 0 ? fact_key_eq(a, b) : text_eq(a, b);
}

static struct text
name_of(const struct ynode *entity)
{
	const struct ynode *name = ynode_get(entity, "name");

	return name != NULL && name->kind == Y_SCALAR ? name->text : TEXT("");
}

static struct ynode *
node_like(const struct case_file *f, const struct ynode *own, uint32_t room)
{
	struct ynode *n = arena_alloc(f->arena, sizeof(*n));

	*n = *own;
	n->count = 0;
	n->items = arena_array(f->arena, room, sizeof(struct ynode *));
	n->keys = own->kind == Y_MAP ? arena_array(f->arena, room, sizeof(struct ynode *)) : NULL;
	return n;
}

static struct ynode *over(
    const struct case_file *f, const char *key, const struct ynode *base, struct ynode *own);

static void
put(struct ynode *map, struct ynode *key, struct ynode *item)
{
	if (map->keys != NULL)
		map->keys[map->count] = key;
	map->items[map->count++] = item;
}

/* Rows of stations and the like are put over the row of the same name; new ones come behind. */
static struct ynode *
rows_over(const struct case_file *f, const struct ynode *base, const struct ynode *own)
{
	struct ynode *n = node_like(f, own, base->count + own->count);

	for (uint32_t i = 0; i < base->count; i++)
		put(n, NULL, base->items[i]);
	for (uint32_t k = 0; k < own->count; k++) {
		uint32_t at = 0;

		while (at < base->count && !text_eq(name_of(n->items[at]), name_of(own->items[k])))
			at++;
		if (at < base->count)
			n->items[at] = over(f, "", n->items[at], own->items[k]);
		else
			put(n, NULL, own->items[k]);
	}
	return n;
}

static struct ynode *
map_over(
    const struct case_file *f, const char *key, const struct ynode *base, const struct ynode *own)
{
	struct ynode *n = node_like(f, own, base->count + own->count);

	for (uint32_t i = 0; i < base->count; i++)
		put(n, base->keys[i], base->items[i]);
	for (uint32_t k = 0; k < own->count; k++) {
		uint32_t at = 0;

		while (at < base->count && !same_key(key, n->keys[at]->text, own->keys[k]->text))
			at++;
		if (at == base->count) {
			put(n, own->keys[k], own->items[k]);
			continue;
		}
		n->keys[at] = own->keys[k];
		n->items[at] = over(f, own->keys[k]->text.ptr, n->items[at], own->items[k]);
	}
	return n;
}

static bool
holds_rows(const char *key)
{
	return strcmp(key, "stations") == 0 || strcmp(key, "communities") == 0 ||
	       strcmp(key, "persons") == 0;
}

static struct ynode *
over(const struct case_file *f, const char *key, const struct ynode *base, struct ynode *own)
{
	if (base->kind == Y_MAP && own->kind == Y_MAP)
		return map_over(f, key, base, own);
	if (holds_rows(key) && base->kind == Y_SEQ && own->kind == Y_SEQ)
		return rows_over(f, base, own);
	return own;
}

static bool
is_own(struct text key)
{
	return text_is(key, "days") || text_is(key, "like") || text_is(key, "reading");
}

/* Of the earlier case everything but what is its own: days, what it is like, the reading it is of.
 */
static const struct ynode *
without_own(const struct case_file *f, const struct ynode *base)
{
	struct ynode *n = node_like(f, base, base->count);

	for (uint32_t i = 0; i < base->count; i++)
		if (!is_own(base->keys[i]->text))
			put(n, base->keys[i], base->items[i]);
	return n;
}

/* ---- rows that are like another row ------------------------------------------------- */

static const struct ynode *
row_named(const struct ynode *rows, uint32_t before, struct text name)
{
	for (uint32_t i = 0; i < before; i++)
		if (text_eq(name_of(rows->items[i]), name))
			return rows->items[i];
	return NULL;
}

static void
fill_row(const struct case_file *f, struct ynode *rows, uint32_t i)
{
	const struct ynode *like = ynode_get(rows->items[i], "like");
	struct case_words w = case_words_for(like->text);
	const struct ynode *base = row_named(rows, i, like->text);

	if (base != NULL) {
		rows->items[i] = map_over(f, "", without_own(f, base), rows->items[i]);
		return;
	}
	for (uint32_t k = 0; k < i; k++)
		case_words_try(&w, name_of(rows->items[k]));
	CASE_FAULT(f, F_CASE_LIKE, like, like->kind == Y_SCALAR ? like->text.ptr : "…",
	    case_words_best(&w, f->arena), case_words_list(&w));
}

static void
fill_rows(const struct case_file *f, const struct ynode *c)
{
	for (uint32_t i = 0; i < c->count; i++) {
		struct ynode *rows = c->items[i];

		if (!holds_rows(c->keys[i]->text.ptr) || rows->kind != Y_SEQ)
			continue;
		for (uint32_t k = 0; k < rows->count; k++)
			if (ynode_get(rows->items[k], "like") != NULL)
				fill_row(f, rows, k);
	}
}

/* ---- one case ----------------------------------------------------------------------- */

/* False: a date that is none. */
static bool
optional_date(const struct reading *r, const struct ynode *c, const char *key, day_t *ret)
{
	const struct ynode *n = ynode_get(c, key);

	*ret = DAY_NONE;
	return n == NULL || ynode_is_null(n) || case_date(r->f, n, ret);
}

/* A key with something behind it. */
static bool
is_given(const struct ynode *c, const char *key)
{
	const struct ynode *n = ynode_get(c, key);

	return n != NULL && !ynode_is_null(n);
}

static void
read_rest(const struct reading *r, const struct ynode *n, enum case_rest *ret)
{
	struct case_words w;

	if (n == NULL)
		return;
	w = case_words_for(n->text);
	for (unsigned i = 0; i < REST_COUNT; i++) {
		if (n->kind == Y_SCALAR && text_is(n->text, rest_words[i])) {
			*ret = (enum case_rest)i;
			return;
		}
		case_words_try(&w, text_of(rest_words[i]));
	}
	CASE_FAULT(r->f, F_WORD_UNKNOWN, n, n->kind == Y_SCALAR ? n->text.ptr : "…", "rest",
	    case_words_best(&w, r->f->arena), case_words_list(&w));
}

static void
add_case(const struct reading *r, const struct rule_case *c)
{
	struct rule_cases *out = r->out;

	out->items = arena_room(r->f->arena, out->items, out->n, &out->cap, sizeof(*out->items));
	out->items[out->n++] = *c;
}

/* "2017-06-16" or "2017-06-16..2017-06-30" */
static bool
day_span(const struct case_file *f, const struct ynode *key, day_t *from, day_t *to)
{
	struct text t = key->text;
	size_t one = DAY_TEXT_MAX - 1;

	if (t.len == one && date_parse(t.ptr, one, from)) {
		*to = *from;
		return true;
	}
	/* no more days than a contract has */
	if (t.len == 2 * one + 2 && memcmp(t.ptr + one, "..", 2) == 0 &&
	    date_parse(t.ptr, one, from) && date_parse(t.ptr + one + 2, one, to) && *from <= *to &&
	    *to - *from <= DAYS_MAX)
		return true;
	CASE_FAULT(f, F_CASE_DAYS, key, t.ptr);
	return false;
}

static void
add_day(const struct reading *r, struct rule_case c, day_t day)
{
	char text[DAY_TEXT_MAX];
	size_t cap = c.name.len + sizeof(text) + 4;
	char *name = arena_alloc(r->f->arena, cap);

	date_print(day, text);
	(void)snprintf(name, cap, "%.*s @ %s", TEXT_ARG(c.name), text);
	c.name = text_of(name);
	c.as_of = day;
	add_case(r, &c);
}

static void
add_days(const struct reading *r, const struct rule_case *c, const struct ynode *days)
{
	if (!case_is_map(r->f, days, "days"))
		return;
	for (uint32_t i = 0; i < days->count; i++) {
		struct rule_case one = *c;
		day_t day, to;

		if (!day_span(r->f, days->keys[i], &day, &to))
			continue;
		one.expect =
		    c->expect != NULL ? over(r->f, "", c->expect, days->items[i]) : days->items[i];
		for (; day <= to; day++)
			add_day(r, one, day);
	}
}

static const struct ynode *
case_like(const struct reading *r, const struct ynode *own)
{
	const struct ynode *like = ynode_get(own, "like");
	struct case_words w;

	if (like == NULL)
		return NULL;
	w = case_words_for(like->text);
	for (uint32_t i = r->first; i < r->out->n; i++) {
		struct text name = name_of(r->out->items[i].node);

		if (like->kind == Y_SCALAR && text_eq(name, like->text))
			return r->out->items[i].node;
		if (i == r->first || !text_eq(name, name_of(r->out->items[i - 1].node)))
			case_words_try(&w, name);
	}
	CASE_FAULT(r->f, F_CASE_LIKE, like, like->kind == Y_SCALAR ? like->text.ptr : "…",
	    case_words_best(&w, r->f->arena), case_words_list(&w));
	return NULL;
}

/* A name stands for one case, so that -r and `like` are plain. */
static void
check_name(const struct reading *r, const struct ynode *c, struct text name)
{
	const struct ynode *n = ynode_get(c, "name");
	char line[16];

	for (uint32_t i = r->first; i < r->out->n; i++) {
		const struct ynode *other = ynode_get(r->out->items[i].node, "name");

		if (!text_eq(other->text, name))
			continue;
		(void)snprintf(line, sizeof(line), "%u", other->line);
		CASE_FAULT(r->f, F_ID_DUPLICATE, n, n->text.ptr, line);
		return;
	}
}

/* False: the case cannot run. What an earlier case has wrong is not reported again. */
static bool
read_dates(const struct reading *r, struct rule_case *c)
{
	const struct ynode *n = c->node;
	bool ok = optional_date(r, n, "as_of", &c->as_of);

	ok = optional_date(r, n, "since", &c->since) && ok;
	ok = optional_date(r, n, "until", &c->until) && ok;
	ok = optional_date(r, n, "start_on", &c->start_on) && ok;
	ok = optional_date(r, n, "end_on", &c->end_on) && ok;
	if (!is_given(n, "as_of") && !is_given(n, "days")) {
		CASE_FAULT(r->f, F_KEY_MISSING, n, "as_of", CASE_WORDS);
		ok = false;
	}
	if (!is_given(n, "since") && !is_given(n, "start_on")) {
		CASE_FAULT(r->f, F_KEY_MISSING, n, "start_on", CASE_WORDS);
		ok = false;
	}
	return ok;
}

static void
read_case(const struct reading *r, const struct ynode *own)
{
	const uint32_t errors = r->f->diags->errors;
	const struct ynode *base = own->kind == Y_MAP ? case_like(r, own) : NULL;
	struct rule_case c = { .as_of = DAY_NONE };
	bool dated;

	if (!case_map(r->f, own, CASE_WORDS, case_keys, case_n_keys) ||
	    ynode_get(own, "name") == NULL ||
	    !case_text(r->f, ynode_get(own, "name"), "name", &c.name))
		return;
	check_name(r, own, c.name);
	c.node = base != NULL ? map_over(r->f, "", without_own(r->f, base), own) : own;
	fill_rows(r->f, c.node);
	c.scheme = ynode_get(c.node, "scheme") != NULL ? ynode_get(c.node, "scheme") : r->scheme;
	if (c.scheme == NULL)
		CASE_FAULT(r->f, F_KEY_MISSING, own, "scheme", CASE_WORDS);
	c.expect = ynode_get(c.node, "expect");
	dated = read_dates(r, &c);
	read_rest(r, ynode_get(c.node, "rest"), &c.rest);
	c.faulty = !dated || r->f->diags->errors != errors;
	if (ynode_get(own, "days") != NULL)
		add_days(r, &c, ynode_get(own, "days"));
	else
		add_case(r, &c);
}

/* Many cases that are like a large one take memory by the product. */
static bool
too_many(const struct reading *r, const struct ynode *n)
{
	if (r->out->n < CASES_MAX && !arena_over(r->f->arena))
		return false;
	CASE_FAULT(r->f, F_LIMIT, n, CASE_WORDS, "20000");
	return true;
}

void
cases_read(const struct case_file *f, struct text source, struct rule_cases *ret)
{
	struct reading r = { .f = f, .out = ret, .first = ret->n };
	const struct ynode *root = yaml_read(f->name, source, f->arena, f->diags);
	const struct ynode *cases;

	if (root == NULL || !case_map(f, root, DIAG_BOTH("用例文件", "a file of cases"),
				case_file_keys, case_n_file_keys))
		return;
	r.scheme = ynode_get(root, "scheme");
	cases = ynode_get(root, "cases");
	if (cases == NULL || !case_is_list(f, cases, "cases"))
		return;
	for (uint32_t i = 0; i < cases->count && !too_many(&r, cases->items[i]); i++)
		read_case(&r, cases->items[i]);
}
