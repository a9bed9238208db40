/* The reader of sql/metrics: what it gives for good files, and each fault with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "metrics/catalogue.h"
#include "metrics/fragment.h"

#define HEAD                                                          \
	"source: visit\n"                                             \
	"title: {zh: 走访, en: Visits}\n"                           \
	"from: visit v\n"                                             \
	"contract: v.contract_id\n"                                   \
	"community: v.community_id\n"                                 \
	"where: v.made_on between {since} and {until}\n"              \
	"order: v.made_on, v.id\n"                                    \
	"evidence: {made_on: v.made_on, length: 'v.minutes::text'}\n" \
	"metrics:\n"

#define TITLE "    title: {zh: 甲, en: A}\n"

struct loaded {
	struct arena *arena;
	struct diags diags;
	const struct catalogue *c;
};

static struct loaded
load(const struct catalogue_file *files, uint32_t n)
{
	struct loaded l = { .arena = arena_new(64u << 20) };

	diags_init(&l.diags, l.arena);
	l.c = catalogue_read(files, n, l.arena, &l.diags);
	return l;
}

static struct loaded
load_text(const char *text)
{
	const struct catalogue_file f = { "visit.yaml", text_of(text) };

	return load(&f, 1);
}

static const struct metric *
metric(const struct loaded *l, const char *name)
{
	struct vocabulary v = catalogue_vocabulary(l->c);
	const struct metric_decl *d = v.find(v.ctx, text_of(name));

	assert_non_null(d);
	return catalogue_metric(l->c, d);
}

static void
test_good(void **state)
{
	struct loaded l = load_text(
	    HEAD "  visit.made:\n" TITLE "    type: number\n    unit: visits\n    sql: count(*)\n"
		 "    filter:\n      - v.kind = {kind}\n      - v.kind = any({kinds})\n"
		 "    params:\n      kind: {type: text, one_of: [home, phone]}\n"
		 "      kinds: {type: text, list: true}\n"
		 "  visit.cost:\n" TITLE
		 "    type: money\n    grain: [contract]\n    sql: sum(v.cost)\n    empty: 0\n"
		 "  visit.last_on:\n" TITLE "    type: date\n    sql: max(v.made_on)\n"
		 "  visit.any:\n" TITLE
		 "    type: boolean\n    sql: bool_or(v.kind = 'home')\n    empty: false\n"
		 "  visit.home_share:\n" TITLE "    type: share\n"
		 "    numerator: {sql: count(*), filter: v.kind = 'home'}\n    denominator: {sql: "
		 "count(*)}\n");
	const struct metric *m;

	(void)state;
	assert_int_equal(l.diags.count, 0);
	assert_non_null(l.c);
	assert_int_equal(l.c->n_sources, 1);
	assert_int_equal(l.c->n_metrics, 5);
	assert_true(text_is(l.c->sources[0].where, "v.made_on between {since} and {until}"));
	assert_int_equal(l.c->sources[0].key[GRAIN_STATION].len, 0);
	assert_int_equal(l.c->sources[0].n_evidence, 2);
	m = metric(&l, "visit.made");
	assert_int_equal(m->line, 10);
	assert_int_equal(m->column, 3);
	assert_int_equal(m->decl.type.kind, VT_NUMBER);
	assert_true(text_is(m->decl.type.unit, "visits"));
	assert_int_equal(m->decl.grains, 1u << GRAIN_CONTRACT | 1u << GRAIN_COMMUNITY);
	assert_true(m->whole);
	assert_true(m->empty_zero); /* count( */
	assert_int_equal(m->value.n_filter, 2);
	assert_int_equal(m->decl.n_params, 2);
	assert_int_equal(m->decl.params[0].n_one_of, 2);
	assert_true(text_is(m->decl.params[0].one_of[1], "phone"));
	assert_false(m->decl.params[0].required);
	assert_true(m->decl.params[1].list);
	m = metric(&l, "visit.cost");
	assert_int_equal(m->decl.grains, 1u << GRAIN_CONTRACT);
	assert_false(m->whole); /* money has cents */
	assert_true(m->empty_zero);
	m = metric(&l, "visit.last_on");
	assert_true(m->whole);
	assert_false(m->empty_zero);
	assert_true(metric(&l, "visit.any")->empty_zero);
	m = metric(&l, "visit.home_share");
	assert_int_equal(m->decl.type.kind, VT_PERCENT);
	assert_true(m->decl.type.share);
	assert_true(m->whole);
	assert_int_equal(m->value.n_filter, 1);
	assert_int_equal(m->denominator.n_filter, 0);
	arena_free(l.arena);
}

/* Sorted by name whatever the order of files and keys; the hash sees every byte and every file
 * name. */
static void
test_order_and_hash(void **state)
{
	static const char a[] = HEAD "  visit.z:\n" TITLE "    type: number\n    sql: count(*)\n"
				     "  visit.a:\n" TITLE "    type: number\n    sql: count(*)\n";
	static const char b[] = "source: call\ntitle: {zh: 甲, en: A}\nfrom: call c\ncontract: "
				"c.contract_id\norder: c.id\n"
				"evidence: {id: c.id}\nmetrics:\n  call.m:\n" TITLE
				"    type: number\n    sql: count(*)\n";
	const struct catalogue_file one[] = { { "visit.yaml", TEXT(a) }, { "call.yaml", TEXT(b) } };
	const struct catalogue_file two[] = { { "call.yaml", TEXT(b) }, { "visit.yaml", TEXT(a) } };
	const struct catalogue_file three[] = { { "call.yaml", TEXT(b) },
		{ "visits.yaml", TEXT(a) } };
	struct loaded x = load(one, 2), y = load(two, 2), z = load(three, 2);
	static const char *const names[] = { "call.m", "visit.a", "visit.z" };

	(void)state;
	for (uint32_t i = 0; i < 3; i++) {
		assert_true(text_is(x.c->metrics[i].decl.name, names[i]));
		assert_int_equal(x.c->metrics[i].decl.index, i);
	}
	assert_string_equal(x.c->hash, y.c->hash);
	assert_string_not_equal(x.c->hash, z.c->hash);
	assert_null(catalogue_vocabulary(x.c).find(x.c, TEXT("visit")));
	assert_null(catalogue_vocabulary(x.c).at(x.c, 3));
	arena_free(x.arena);
	arena_free(y.arena);
	arena_free(z.arena);
}

#define METRIC(body) HEAD "  visit.m:\n" TITLE body

/* Lines of HEAD: 9; the metric's name is line 10, its title 11, what follows from 12 on. */
static const struct {
	const char *text;
	enum fault fault;
	uint32_t line;
	const char *arg0;
} bad[] = {
	{ "source: v\n", F_KEY_MISSING, 1, "title" },
	{ METRIC("    type: numbr\n    sql: count(*)\n"), F_WORD_UNKNOWN, 12, "numbr" },
	{ METRIC("    type: text\n    sql: count(*)\n"), F_WORD_UNKNOWN, 12, "text" },
	{ METRIC("    type: number\n"), F_KEY_MISSING, 11, "sql" },
	{ METRIC("    type: number\n    sql: count(*)\n    flter: true\n"), F_KEY_UNKNOWN, 14,
	    "flter" },
	{ METRIC("    type: number\n    sql: count(*)); drop table x\n"), F_METRIC_FRAGMENT, 13,
	    "sql" },
	{ METRIC("    type: number\n    sql: count(*) -- x\n"), F_METRIC_FRAGMENT, 13, "sql" },
	{ METRIC("    type: number\n    sql: sum($1)\n"), F_METRIC_FRAGMENT, 13, "sql" },
	{ METRIC("    type: number\n    sql: 'count(*), 1'\n"), F_METRIC_FRAGMENT, 13, "sql" },
	{ METRIC("    type: number\n    sql: sum('a\\b')\n"), F_METRIC_FRAGMENT, 13, "sql" },
	{ METRIC("    type: number\n    sql: count(*)\n    filter: v.kind = '{since}'\n"),
	    F_METRIC_FRAGMENT, 14, "filter" },
	{ METRIC("    type: number\n    sql: count(*)\n    filter: v.kind = {kind}\n"),
	    F_METRIC_PLACEHOLDER, 14, "kind" },
	{ METRIC("    type: number\n    sql: count({k})\n    params:\n      k: {type: text}\n"),
	    F_METRIC_OPTIONAL, 13, "k" },
	{ METRIC("    type: number\n    sql: count(*)\n    params:\n      k: {type: text}\n"),
	    F_METRIC_PARAM_UNUSED, 15, "k" },
	{ METRIC("    type: number\n    sql: sum(v.a) + 1\n    filter: v.b\n"), F_METRIC_FILTER, 13,
	    "sql" },
	{ METRIC("    type: number\n    sql: count(*)\n    grain: [station]\n"), F_WORD_UNKNOWN, 14,
	    "station" },
	{ METRIC("    type: date\n    sql: max(v.made_on)\n    empty: 0\n"), F_METRIC_EMPTY, 14,
	    "visit.m" },
	{ METRIC("    type: number\n    sql: count(*)\n    empty: 1\n"), F_METRIC_EMPTY, 14,
	    "visit.m" },
	{ METRIC("    type: number\n    sql: count(*)\n    whole: yes\n"), F_WORD_UNKNOWN, 14,
	    "yes" },
	{ METRIC("    type: number\n    sql: count(*)\n    filter: v.a = {since2}\n    params:\n   "
		 "   since2: {type: nothing}\n"),
	    F_WORD_UNKNOWN, 16, "nothing" },
	{ METRIC("    type: number\n    sql: count(*)\n    filter: v.a = {since}\n    params:\n    "
		 "  since: {type: date}\n"),
	    F_ID_FORM, 16, "since" },
	{ METRIC("    type: share\n    numerator: {sql: count(*)}\n"), F_KEY_MISSING, 11,
	    "denominator" },
	{ HEAD "  made:\n" TITLE "    type: number\n    sql: count(*)\n", F_ID_FORM, 10, "made" },
	{ "source: [a]\ntitle: {zh: 甲, en: A}\nfrom: a\ncontract: a.id\norder: a.id\nevidence: "
	  "{id: a.id}\nmetrics: {}\n",
	    F_NODE_KIND, 1, "source" },
};

static void
test_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct loaded l = load_text(bad[i].text);
		bool found = false;

		assert_null(l.c);
		for (uint32_t d = 0; d < l.diags.count; d++)
			found |= l.diags.items[d].fault == bad[i].fault &&
				 l.diags.items[d].line == bad[i].line &&
				 text_is(l.diags.items[d].arg[0], bad[i].arg0);
		if (!found)
			fail_msg("row %zu: %u findings, the first %s in line %u (%s)", i,
			    l.diags.count, fault_code(l.diags.items[0].fault),
			    l.diags.items[0].line, l.diags.items[0].arg[0].ptr);
		arena_free(l.arena);
	}
}

/* Both files are refused by one report (I7). */
static void
test_all_faults_at_once(void **state)
{
	static const char a[] = METRIC("    type: numbr\n    sql: count(*) -- x\n");
	const struct catalogue_file files[] = { { "a.yaml", TEXT(a) },
		{ "b.yaml", TEXT("source: {\n") },
		{ "c.yaml", TEXT(METRIC("    type: number\n    sql: count(*)\n")) } };
	struct loaded l = load(files, 3);
	unsigned type = 0, sql = 0, syntax = 0, twice = 0;

	(void)state;
	assert_null(l.c);
	for (uint32_t i = 0; i < l.diags.count; i++) {
		const struct diag *d = &l.diags.items[i];

		type += d->fault == F_WORD_UNKNOWN && text_is(d->file, "a.yaml");
		sql += d->fault == F_METRIC_FRAGMENT && text_is(d->file, "a.yaml");
		syntax += d->fault == F_YAML_SYNTAX && text_is(d->file, "b.yaml");
		twice += d->fault == F_ID_DUPLICATE && text_is(d->file, "c.yaml");
	}
	assert_int_equal(type, 1);
	assert_int_equal(sql, 1);
	assert_int_equal(syntax, 1);
	assert_int_equal(twice, 1); /* visit.m in two files */
	arena_free(l.arena);
}

static void
test_fragments(void **state)
{
	static const struct {
		const char *sql, *fault;
		enum fragment_form form;
	} rows[] = {
		{ "", NULL, FRAGMENT_ONE },
		{ "count(distinct a.b)", NULL, FRAGMENT_ONE },
		{ "a.b, c.d", NULL, FRAGMENT_LIST },
		{ "a.b, c.d", ",", FRAGMENT_ONE },
		{ "f(a, b) + array[1, 2]", NULL, FRAGMENT_ONE },
		{ "a = ');' and b = 'it''s'", NULL, FRAGMENT_ONE },
		{ "a = 'open", "' '", FRAGMENT_ONE },
		{ "\"a;b\".c", NULL, FRAGMENT_ONE },
		{ "a) or (b", "( )", FRAGMENT_ONE },
		{ "(a", "( )", FRAGMENT_ONE },
		{ "a]", "[ ]", FRAGMENT_ONE },
		{ "a - -b", NULL, FRAGMENT_ONE },
		{ "a --b", "--", FRAGMENT_ONE },
		{ "a /* b", "/*", FRAGMENT_ONE },
		{ "$$x$$", "$", FRAGMENT_ONE },
		{ "E'\\''", "\\", FRAGMENT_ONE },
		{ "{a_b} + {c1}", NULL, FRAGMENT_ONE },
		{ "{A}", "{ }", FRAGMENT_ONE },
		{ "{a", "{ }", FRAGMENT_ONE },
		{ "a}", "{ }", FRAGMENT_ONE },
		{ "{}", "{ }", FRAGMENT_ONE },
		{ "'x{a}'", "'{ }'", FRAGMENT_ONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *fault = fragment_fault(text_of(rows[i].sql), rows[i].form);

		if (rows[i].fault == NULL && fault != NULL)
			fail_msg("%s: %s", rows[i].sql, fault);
		if (rows[i].fault != NULL)
			assert_string_equal(fault != NULL ? fault : "fine", rows[i].fault);
	}
	assert_true(fragment_is_call(TEXT("count(*)")));
	assert_true(fragment_is_call(TEXT("sum(f(a, ')') + (b))")));
	assert_false(fragment_is_call(TEXT("count(*) + 1")));
	assert_false(fragment_is_call(TEXT("(count(*))")));
	assert_false(fragment_is_call(TEXT("count(*) filter (where a)")));
	assert_true(fragment_is_count(TEXT("COUNT(*) > 0")));
	assert_false(fragment_is_count(TEXT("counter(x)")));
}

static void
test_pieces(void **state)
{
	struct text rest = TEXT("a = {b} and {c}");
	static const struct {
		const char *text;
		bool placeholder;
	} want[] = { { "a = ", false }, { "b", true }, { " and ", false }, { "c", true } };
	struct piece p;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		assert_true(fragment_next(&rest, &p));
		assert_true(text_is(p.text, want[i].text));
		assert_int_equal(p.placeholder, want[i].placeholder);
	}
	assert_false(fragment_next(&rest, &p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_order_and_hash),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_all_faults_at_once),
		cmocka_unit_test(test_fragments),
		cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
