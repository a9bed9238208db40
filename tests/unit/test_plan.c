/* The SQL of plans: one scan per source, window and arguments in their places, hostile texts kept
 * in their quotes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "rules/read.h"
#include "store/plan.h"
#include "store/plan_sql.h"

static const char visits[] =
    "source: visit\n"
    "title: {zh: 走访, en: Visits}\n"
    "from: visit v\n"
    "contract: v.contract_id\n"
    "community: v.community_id\n"
    "where: v.made_on between {since} and {until}\n"
    "order: v.made_on, v.id\n"
    "evidence: {made_on: v.made_on, length: v.minutes}\n"
    "metrics:\n"
    "  visit.made:\n"
    "    title: {zh: 甲, en: A}\n"
    "    type: number\n"
    "    sql: count(*)\n"
    "    filter:\n"
    "      - v.kind = {kind}\n"
    "      - v.kind = any({kinds})\n"
    "      - v.minutes >= {minutes}\n"
    "    params:\n"
    "      kind: {type: text}\n"
    "      kinds: {type: text, list: true}\n"
    "      minutes: {type: number}\n"
    "  visit.cost:\n"
    "    title: {zh: 乙, en: B}\n"
    "    type: money\n"
    "    sql: sum(v.cost)\n"
    "    empty: 0\n"
    "  visit.last_on:\n"
    "    title: {zh: 丙, en: C}\n"
    "    type: date\n"
    "    sql: max(v.made_on)\n"
    "  visit.any_home:\n"
    "    title: {zh: 丁, en: D}\n"
    "    type: boolean\n"
    "    sql: bool_or(v.kind = 'home')\n"
    "  visit.home_share:\n"
    "    title: {zh: 戊, en: E}\n"
    "    type: share\n"
    "    numerator: {sql: count(*), filter: v.kind = 'home'}\n"
    "    denominator: {sql: count(*), filter: v.kind <> 'phone'}\n"
    "  visit.since:\n"
    "    title: {zh: 己, en: F}\n"
    "    type: number\n"
    "    sql: count(*)\n"
    "    filter: v.made_on + {grace} >= {from} and v.made_on <= {as_of} and {strict}\n"
    "    params:\n"
    "      from: {type: date, required: true}\n"
    "      grace: {type: days, required: true}\n"
    "      strict: {type: boolean, required: true}\n";

static const char calls[] = "source: call\n"
			    "title: {zh: 电话, en: Calls}\n"
			    "from: call c join person p on p.id = c.person_id\n"
			    "contract: c.contract_id\n"
			    "order: c.id\n"
			    "evidence: {id: c.id}\n"
			    "metrics:\n"
			    "  call.made:\n"
			    "    title: {zh: 甲, en: A}\n"
			    "    type: number\n"
			    "    sql: count(distinct p.id)\n";

struct made {
	struct arena *arena;
	const struct catalogue *c;
	const struct scheme *s;
	struct plan plan;
	enum err_code code;
	struct err err;
};

/* Weights add up to 100: the first leaf takes what is left over. */
static void
add_leaf(struct buf *text, int i, int n, const char *per, const char *when)
{
	buf_addf(text,
	    "  - {id: l%d, title: {zh: 题, en: T}, weight: %d, clause: '1', %swhen: \"%s\", score: "
	    "pass}\n",
	    i, i == 0 ? 100 - (n - 1) * (100 / n) : 100 / n, per, when);
}

/* A scheme whose leaves are worth these values, at the contract or at the community. */
static struct made
make_with(const char *window, const char *const *values, const char *const *per_community,
    const char *tail)
{
	static const struct catalogue_file files[] = { { "visit.yaml", TEXT(visits) },
		{ "call.yaml", TEXT(calls) } };
	struct made m = { .arena = arena_new(64u << 20) };
	struct vocabulary vocabulary;
	struct diags diags;
	struct buf text;
	int n = 0, i = 0;

	diags_init(&diags, m.arena);
	m.c = catalogue_read(files, 2, m.arena, &diags);
	assert_non_null(m.c);
	buf_init(&text, 1u << 20);
	for (const char *const *v = values; *v != NULL; v++)
		n++;
	for (const char *const *v = per_community; *v != NULL; v++)
		n++;
	buf_addf(&text,
	    "scheme: probe\ntitle: {zh: 试, en: Probe}\n"
	    "source: {document: {zh: 文, en: D}, issued_by: {zh: 局, en: B}}\n"
	    "effective: {from: 2017-01-01, to: 2019-12-31}\nwindow: %s\n"
	    "grades: {pass: 60, fail: 0}\nindicators:\n",
	    window);
	for (const char *const *v = values; *v != NULL; v++)
		add_leaf(&text, i++, n, "", *v);
	for (const char *const *v = per_community; *v != NULL; v++)
		add_leaf(&text, i++, n, "per: community, combine: mean, ", *v);
	buf_adds(&text, tail);
	vocabulary = catalogue_vocabulary(m.c);
	m.s = scheme_read(
	    "probe.yaml", (struct text){ text.data, text.len }, &vocabulary, m.arena, &diags);
	if (m.s == NULL) {
		struct buf out;

		buf_init(&out, 1u << 20);
		diags_print_text(&diags, LANG_EN, &out);
		fail_msg("%s", out.data);
	}
	buf_free(&text);
	m.code = plan_build(m.s, m.c, m.arena, &m.plan, &m.err);
	return m;
}

static struct made
make(const char *window, const char *const *values, const char *const *per_community)
{
	return make_with(window, values, per_community, "");
}

static const char *const nothing[] = { NULL };

static unsigned
count_of(const char *text, const char *part)
{
	unsigned n = 0;

	for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
		n++;
	return n;
}

static void
assert_has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no '%s' in:\n%s", part, text);
}

static void
test_one_scan_per_source(void **state)
{
	static const char *const values[] = { "visit.made > 1", "visit.made(kind: home) > 2",
		"visit.cost > 3 yuan",
		"2 * numerator(visit.home_share) > denominator(visit.home_share)", "call.made > 1",
		NULL };
	static const char *const communities[] = { "visit.made > 1", "visit.made(kind: phone) > 1",
		NULL };
	struct made m = make("contract_year", values, communities);
	const char *const contract[] = { m.plan.grain[GRAIN_CONTRACT].form[PLAN_BATCH]->sql,
		m.plan.grain[GRAIN_CONTRACT].form[PLAN_FULL_SCORES]->sql,
		m.plan.grain[GRAIN_CONTRACT].form[PLAN_DETAIL]->sql };
	const char *const community[] = { m.plan.grain[GRAIN_COMMUNITY].form[PLAN_BATCH]->sql,
		m.plan.grain[GRAIN_COMMUNITY].form[PLAN_FULL_SCORES]->sql,
		m.plan.grain[GRAIN_COMMUNITY].form[PLAN_DETAIL]->sql };

	(void)state;
	assert_int_equal(m.code, ERR_OK);
	for (size_t i = 0; i < COUNT_OF(contract); i++) {
		assert_int_equal(count_of(contract[i], "from visit v"), 1);
		assert_int_equal(
		    count_of(contract[i], "from call c join person p on p.id = c.person_id"), 1);
	}
	for (size_t i = 0; i < COUNT_OF(community); i++) {
		assert_int_equal(count_of(community[i], "from visit v"), 1);
		assert_int_equal(count_of(community[i], "from call"), 0);
		assert_has(community[i], "group by 1");
	}
	assert_null(m.plan.grain[GRAIN_STATION].form[PLAN_BATCH]);
	/* What is a count already is not counted again: cost, share and calls are left. */
	assert_int_equal(count_of(contract[2], ") as n"), 3);
	assert_int_equal(m.plan.grain[GRAIN_CONTRACT].n_counts, 3);
	assert_has(
	    contract[2], "count(*) filter (where (v.kind = 'home') or (v.kind <> 'phone')) as n");
	assert_int_equal(count_of(community[2], ") as n"), 0);
	assert_has(community[2], "max(v.recorded_at) as recorded");
	assert_has(community[2], ", e.recorded\n");
	/* one of them is a share: six columns */
	assert_int_equal(count_of(contract[0], "::bigint as f"), 6);
	assert_int_equal(count_of(community[0], "::bigint as f"), 2);
	assert_has(contract[0], "unnest($1::bigint[], $2::date[]) with ordinality");
	assert_has(contract[1], "c.id between $1::bigint and $2::bigint");
	assert_has(contract[0], "p.code = 'probe'");
	/* every need is the score's: one statement serves both, under one name */
	assert_string_equal(
	    m.plan.grain[0].form[PLAN_BATCH]->name, m.plan.grain[0].form[PLAN_SCORES]->name);
	assert_string_not_equal(
	    m.plan.grain[0].form[PLAN_BATCH]->name, m.plan.grain[0].form[PLAN_FULL_SCORES]->name);
	assert_string_not_equal(
	    m.plan.grain[0].form[PLAN_BATCH]->name, m.plan.grain[0].form[PLAN_DETAIL]->name);
	arena_free(m.arena);
}

/* What only a condition reads is left to the forms that serve decisions; its column keeps its
 * place. */
static void
test_scores_only(void **state)
{
	static const char *const values[] = { "visit.made > 1", NULL };
	static const char tail[] = "enabling:\n  - {id: e, title: {zh: 题, en: T}, debtor: street, "
				   "clause: '1', when: \"call.made > 1\"}\n";
	struct made m = make_with("contract_year", values, nothing, tail);
	const char *all, *scores;

	(void)state;
	assert_int_equal(m.code, ERR_OK);
	all = m.plan.grain[GRAIN_CONTRACT].form[PLAN_BATCH]->sql;
	scores = m.plan.grain[GRAIN_CONTRACT].form[PLAN_SCORES]->sql;
	assert_int_equal(count_of(all, "from call"), 1);
	assert_int_equal(count_of(scores, "from call"), 0);
	assert_has(scores, "now(), null::bigint, q0.f1\n"); /* calls, visits */
	assert_int_equal(
	    count_of(m.plan.grain[GRAIN_CONTRACT].form[PLAN_DOCUMENT]->sql, "from call"), 0);
	assert_int_equal(
	    count_of(m.plan.grain[GRAIN_CONTRACT].form[PLAN_DETAIL]->sql, "from call"), 1);
	assert_int_equal(
	    count_of(m.plan.grain[GRAIN_CONTRACT].form[PLAN_FULL_SCORES]->sql, "from call"), 0);
	arena_free(m.arena);
}

static void
test_window_and_types(void **state)
{
	static const char *const values[] = { "visit.cost > 3 yuan",
		"visit.last_on > date(2017, 1, 1)", "visit.any_home",
		"visit.since(from: date(2017, 6, 30), grace: 15 days, strict: true) > 1", NULL };
	struct made m = make("contract_year", values, nothing),
		    term = make("contract_term", values, nothing);
	const char *sql = m.plan.grain[GRAIN_CONTRACT].form[PLAN_BATCH]->sql;

	(void)state;
	assert_has(sql, "where v.contract_id = k.id and (v.made_on between k.since and k.until)");
	assert_has(sql, "round((sum(v.cost)) * 1000000)::bigint");
	assert_has(sql, "((max(v.made_on)) - date '1970-01-01')::bigint");
	assert_has(sql, "((bool_or(v.kind = 'home')) and true)::int::bigint");
	assert_has(sql, "(v.made_on + 15 >= date '2017-06-30' and v.made_on <= k.as_of and true)");
	assert_has(sql, "make_interval(years => ");
	assert_null(strstr(term.plan.grain[GRAIN_CONTRACT].form[PLAN_BATCH]->sql, "make_interval"));
	assert_has(
	    term.plan.grain[GRAIN_CONTRACT].form[PLAN_BATCH]->sql, "c.start_on::date as since");
	assert_null(strchr(sql, '{'));
	arena_free(m.arena);
	arena_free(term.arena);
}

static const char *const earlier_values[] = { "visit.made > previous(visit.made)",
	"visit.made(kind: home) > previous(visit.made(kind: home))",
	"previous(visit.made, 3) > previous(visit.made)", NULL };

/* An earlier year is a scan of its own, however many facts are read there; without previous() there
 * is none of it. */
static void
test_previous(void **state)
{
	static const char *const now[] = { "visit.made > 1", NULL };
	struct made m = make("contract_year", earlier_values, earlier_values),
		    calendar = make("calendar_year", earlier_values, nothing),
		    none = make("contract_year", now, nothing);
	const char *sql = m.plan.grain[GRAIN_CONTRACT].form[PLAN_DETAIL]->sql;
	const char *grid = m.plan.grain[GRAIN_COMMUNITY].form[PLAN_BATCH]->sql;
	const char *rows, *count;

	(void)state;
	assert_int_equal(m.code, ERR_OK);
	assert_int_equal(count_of(sql, "from visit v"), 3);
	assert_int_equal(count_of(sql, "v.made_on between k.since and k.until"), 1);
	assert_int_equal(count_of(sql, "v.made_on between k.since1 and k.until1"), 1);
	assert_int_equal(count_of(sql, "v.made_on between k.since3 and k.until3"), 1);
	assert_int_equal(count_of(sql, " as since"), 3);
	assert_has(sql, "case when k.since3 is not null then coalesce(q");
	assert_int_equal(count_of(grid, "from visit v"), 3);
	assert_has(grid, "and k.since3 is not null");
	assert_has(calendar.plan.grain[0].form[PLAN_BATCH]->sql,
	    "make_date(greatest(1, n.n - 3), 12, 31)");
	assert_null(strstr(none.plan.grain[0].form[PLAN_BATCH]->sql, "n.n"));
	for (uint32_t i = 0; i < m.s->n_needs; i++) {
		assert_int_equal(plan_evidence(&m.plan, i, m.arena, &rows, &count, &m.err), ERR_OK);
		if (m.s->needs[i].back != 3)
			continue;
		assert_has(rows, "between (select k.since3 from k) and (select k.until3 from k)");
		assert_has(count, "and (select k.since3 from k) is not null");
		assert_null(strstr(rows, "since1"));
	}
	arena_free(m.arena);
	arena_free(calendar.arena);
	arena_free(none.arena);
}

/* A condition counts only when its arguments are there; without any there is no FILTER. */
static void
test_optional_arguments(void **state)
{
	static const char *const none[] = { "visit.made > 1", NULL };
	static const char *const two[] = { "visit.made(kinds: [b, a], minutes: 7.5) > 1", NULL };
	struct made m = make("contract_year", none, nothing),
		    n = make("contract_year", two, nothing);

	(void)state;
	assert_has(
	    m.plan.grain[0].form[PLAN_BATCH]->sql, "select ((count(*)) * 1)::bigint as f0\n");
	assert_has(n.plan.grain[0].form[PLAN_BATCH]->sql,
	    "count(*) filter (where (v.kind = any(array['a', "
	    "'b']::text[])) and (v.minutes >= 7.5))");
	arena_free(m.arena);
	arena_free(n.arena);
}

static void
test_quoting(void **state)
{
	static const struct {
		const char *text, *quoted; /* NULL: refused */
	} rows[] = {
		{ "", "''" }, { "home", "'home'" }, { "o'brien", "'o''brien'" }, { "''", "''''''" },
		{ "'; drop table contract; --", "'''; drop table contract; --'" },
		{ "$1 {since} %s \"x\"", "'$1 {since} %s \"x\"'" }, { "社工'站", "'社工''站'" },
		{ "\\", NULL }, { "a\\' or true --", NULL }, { "a\nb", NULL }, { "a\tb", NULL },
		{ "\x7f", NULL }, { "\xff", NULL },
		{ "\xe2\x80\xae", NULL }, /* right-to-left override */
	};
	char big[SQL_TEXT_MAX + 2];
	struct buf out;

	(void)state;
	buf_init(&out, 4096);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		buf_clear(&out);
		assert_int_equal(sql_quote(&out, text_of(rows[i].text)), rows[i].quoted != NULL);
		if (rows[i].quoted != NULL)
			assert_string_equal(out.data, rows[i].quoted);
	}
	memset(big, 'x', sizeof(big));
	assert_true(sql_quote(&out, (struct text){ big, SQL_TEXT_MAX }));
	assert_false(sql_quote(&out, (struct text){ big, SQL_TEXT_MAX + 1 }));
	assert_false(sql_quote(&out, (struct text){ "a\0b", 3 }));
	buf_free(&out);
}

/* All the way from a rules file: the text arrives in one literal, or the plan is refused. */
static void
test_hostile_argument(void **state)
{
	static const char *const values[] = {
		"visit.made(kind: 'x'') or true; drop table contract; --') > 1", NULL
	};
	static const char *const backslash[] = { "visit.made(kind: 'x\\\\') > 1", NULL };
	static const char *const braces[] = { "visit.made(kind: '{minutes}') > 1", NULL };
	struct made m = make("contract_year", values, nothing),
		    b = make("contract_year", backslash, nothing),
		    c = make("contract_year", braces, nothing);
	const char *rows, *count;

	(void)state;
	assert_int_equal(m.code, ERR_OK);
	assert_has(m.plan.grain[0].form[PLAN_BATCH]->sql,
	    "(v.kind = 'x'') or true; drop table contract; --')");
	assert_int_equal(plan_evidence(&m.plan, 0, m.arena, &rows, &count, &m.err), ERR_OK);
	assert_has(rows, "(v.kind = 'x'') or true; drop table contract; --')");
	assert_int_equal(b.code, E_METRIC_ARGUMENT);
	assert_string_equal(b.err.arg[0], "visit.made");
	assert_string_equal(b.err.arg[1], "kind");
	assert_has(c.plan.grain[0].form[PLAN_BATCH]->sql,
	    "(v.kind = '{minutes}')"); /* filled in once, not again */
	arena_free(m.arena);
	arena_free(b.arena);
	arena_free(c.arena);
}

static void
test_evidence(void **state)
{
	static const char *const values[] = {
		"2 * numerator(visit.home_share) > denominator(visit.home_share)", NULL
	};
	static const char *const communities[] = { "visit.made(kind: home) > 1", NULL };
	struct made m = make("contract_year", values, communities);
	const char *rows, *count;

	(void)state;
	for (uint32_t i = 0; i < m.s->n_needs; i++) {
		assert_int_equal(plan_evidence(&m.plan, i, m.arena, &rows, &count, &m.err), ERR_OK);
		assert_has(
		    rows, "(v.made_on)::text as \"made_on\", (v.minutes)::text as \"length\"");
		assert_has(
		    rows, "v.made_on between (select k.since from k) and (select k.until from k)");
		assert_has(rows, "order by v.made_on, v.id limit $4::bigint offset $5::bigint");
		assert_has(count, "select count(*)");
		assert_null(strstr(count, "$4"));
		if (m.s->needs[i].grain == GRAIN_COMMUNITY) {
			assert_has(rows, "(v.community_id) = coalesce($3::bigint, v.community_id)");
			assert_has(rows, "((v.kind = 'home'))");
		} else { /* what counts for either part of the share */
			assert_has(rows, "((v.kind = 'home') or (v.kind <> 'phone'))");
		}
	}
	arena_free(m.arena);
}

static void
test_advice(void **state)
{
	static const char *const values[] = { "visit.made(minutes: 10) > 1", "visit.cost > 1 yuan",
		"call.made > 1", NULL };
	struct made m = make("contract_year", values, nothing);
	struct buf out;

	(void)state;
	buf_init(&out, 10000);
	plan_advise(&m.plan, &out);
	/* kind is not read: its conditions are not in use */
	assert_has(
	    out.data, "ON visit (contract_id, made_on) INCLUDE (cost, minutes, recorded_at);\n");
	assert_has(out.data, "ON call (contract_id) INCLUDE (recorded_at);\n");
	buf_free(&out);
	arena_free(m.arena);
}

/* The same scheme gives the same texts and names, so that a reload finds them prepared. */
static void
test_stable(void **state)
{
	static const char *const values[] = { "visit.made > 1", "call.made > 1", NULL };
	static const char *const turned[] = { "call.made > 1", "visit.made > 1", NULL };
	struct made a = make("contract_year", values, nothing),
		    b = make("contract_year", turned, nothing);

	(void)state;
	assert_string_equal(
	    a.plan.grain[0].form[PLAN_BATCH]->sql, b.plan.grain[0].form[PLAN_BATCH]->sql);
	assert_string_equal(
	    a.plan.grain[0].form[PLAN_BATCH]->name, b.plan.grain[0].form[PLAN_BATCH]->name);
	assert_true(strlen(a.plan.grain[0].form[PLAN_BATCH]->name) < 48);
	arena_free(a.arena);
	arena_free(b.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_scan_per_source),
		cmocka_unit_test(test_scores_only),
		cmocka_unit_test(test_window_and_types),
		cmocka_unit_test(test_previous),
		cmocka_unit_test(test_optional_arguments),
		cmocka_unit_test(test_quoting),
		cmocka_unit_test(test_hostile_argument),
		cmocka_unit_test(test_evidence),
		cmocka_unit_test(test_advice),
		cmocka_unit_test(test_stable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
