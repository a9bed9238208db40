/*
 * Files with faults: tests/rules/bad/NAME.err lists code and place of every finding of NAME.yaml,
 * written from the text by hand. Files without: what was compiled (I2, I7, I12).
 */
#include "rules_test.h"

#include <glob.h>

static char room[2u << 20], room2[64u << 10];

/* False: the findings differ, told. */
static bool
one_bad_file(const char *err_path, bool *proven)
{
	char path[300];
	struct text want, source;
	struct job j;
	bool same;

	snprintf(path, sizeof(path), "%.*s.yaml", (int)(strlen(err_path) - 4), err_path);
	want = slurp(err_path, room2, sizeof(room2) - 1);
	room2[want.len] = '\0';
	source = slurp(path, room, sizeof(room));
	job_read(&j, source);
	same = strcmp(job_found(&j), room2) == 0;
	if (!same)
		print_error("%s\nfound:\n%swanted:\n%s", path, job_found(&j), room2);
	assert_true((j.diags.errors == 0) == (j.scheme != NULL));
	for (uint32_t i = 0; i < j.diags.count; i++)
		proven[j.diags.items[i].fault] = true;
	job_free(&j);
	return same;
}

/* Limits are below, the metrics' SQL is the database's; what comes after R310 has tests of its own.
 */
static const enum fault elsewhere[] = { F_FILE_SIZE, F_YAML_DEPTH, F_YAML_NODES, F_LIMIT,
	F_EXPR_LIMIT, F_METRIC_SQL, F_CLOSED_FORM };

static void
test_bad_files(void **state)
{
	bool proven[FAULT_COUNT] = { false };
	uint32_t wrong = 0;
	glob_t g;

	(void)state;
	assert_int_equal(glob("tests/rules/bad/*.err", 0, NULL, &g), 0);
	for (size_t i = 0; i < g.gl_pathc; i++)
		wrong += !one_bad_file(g.gl_pathv[i], proven);
	globfree(&g);
	assert_int_equal(wrong, 0);
	for (size_t i = 0; i < COUNT_OF(elsewhere); i++)
		proven[elsewhere[i]] = true;
	for (int f = FAULT_NONE + 1; f < FAULT_COUNT; f++)
		if (strncmp(fault_code((enum fault)f), "ASY-R", 5) == 0 &&
		    strcmp(fault_code((enum fault)f), "ASY-R310") <= 0 && !proven[f])
			fail_msg("%s has no file in tests/rules/bad", fault_code((enum fault)f));
}

static void
test_good_file(void **state)
{
	struct job j;
	const struct scheme *s;
	const struct leaf *l;

	(void)state;
	job_read(&j, slurp("tests/rules/good/small.yaml", room, sizeof(room)));
	assert_string_equal(job_found(&j), "");
	s = j.scheme;
	assert_non_null(s);
	assert_true(text_is(s->id, "small"));
	assert_true(text_is(s->issued_by.en, "某区民政局"));
	assert_int_equal(s->n_params, 9);
	assert_int_equal(s->n_grades, 3);
	assert_int_equal(s->n_nodes, 13);
	/* pre-order: root, deploy(2), service(4), voice(3) */
	assert_int_equal(s->nodes[0].size, 13);
	assert_int_equal(s->nodes[0].parent, -1);
	assert_int_equal(s->nodes[0].weight, 100 * DEC_ONE);
	assert_int_equal(s->nodes[1].size, 3);
	assert_int_equal(s->nodes[4].size, 5);
	assert_int_equal(s->nodes[9].parent, 0);
	assert_int_equal(s->nodes[12].parent, 9);
	assert_int_equal(s->nodes[12].depth, 2);
	assert_int_equal(scheme_node(s, TEXT("service.cases")), 6);
	assert_int_equal(scheme_node(s, TEXT("nothing")), -1);
	/* policies come down the tree, one leaf has its own */
	assert_int_equal(s->nodes[2].policy[ST_NO_DATA], POL_ZERO);
	assert_int_equal(s->nodes[5].policy[ST_NO_DATA], POL_REDISTRIBUTE);
	assert_int_equal(s->nodes[6].policy[ST_NO_EVENTS], POL_ZERO);
	assert_int_equal(s->nodes[7].policy[ST_NO_EVENTS], POL_REDISTRIBUTE);
	assert_int_equal(s->nodes[7].policy[ST_LOW_SAMPLE], POL_KEEP);
	/* I1: a share alone is two counts */
	l = s->nodes[6].leaf;
	assert_int_equal(l->value.ins[0].op, OP_NUM);
	assert_int_equal(l->of.ins[0].op, OP_DEN);
	assert_int_equal(l->value.ins[0].index, l->of.ins[0].index);
	l = s->nodes[7].leaf;
	assert_int_equal(l->grain, GRAIN_COMMUNITY);
	assert_int_equal(l->combine, COMBINE_SHARE_PASSING);
	assert_int_equal(l->n_needs, 3);
	l = s->nodes[2].leaf;
	assert_int_equal(l->n_steps, 2);
	assert_false(l->inclusive);
	assert_true(text_is(l->unit, "days"));
	job_free(&j);
}

static const struct param *
param(const struct scheme *s, const char *name)
{
	for (uint32_t i = 0; i < s->n_params; i++)
		if (text_is(s->params[i].name, name))
			return &s->params[i];
	fail_msg("no parameter %s", name);
	return NULL;
}

static day_t
day(const char *s)
{
	day_t d;

	assert_true(date_parse(s, strlen(s), &d));
	return d;
}

static void
test_parameters(void **state)
{
	struct job j;
	const struct scheme *s;
	int64_t v = 0;

	(void)state;
	job_read(&j, slurp("tests/rules/good/small.yaml", room, sizeof(room)));
	s = j.scheme;
	assert_non_null(s);
	assert_true(param_at(param(s, "units_min"), day("1999-01-01"), &v));
	assert_int_equal(v, 60 * DEC_ONE);
	assert_true(text_is(param(s, "units_min")->type.unit, "units"));
	assert_true(param_at(param(s, "case_share_min"), 0, &v));
	assert_int_equal(v, DEC_ONE / 2);
	assert_int_equal(param(s, "grace")->type.kind, VT_DAYS);
	assert_int_equal(param(s, "budget")->type.kind, VT_MONEY);
	assert_true(param_at(param(s, "due_on"), 0, &v));
	assert_int_equal(v, 18352 * DEC_ONE); /* 2020-03-31 is day 18352 since 1970 */
	assert_false(param_at(param(s, "reports_min"), 0, &v));
	assert_false(param_at(param(s, "pass_mark"), day("2019-12-31"), &v));
	assert_true(param_at(param(s, "pass_mark"), day("2021-06-30"), &v));
	assert_int_equal(v, 800000);
	assert_true(param_at(param(s, "pass_mark"), day("2021-07-01"), &v));
	assert_int_equal(v, 850000);
	job_free(&j);
}

/* The same question is one column, however it is written; a share takes two. */
static void
test_needs(void **state)
{
	static const char text[] = HEAD
	    "parameters: {kind: {value: basic, clause: 1}}\n"
	    "indicators:\n"
	    "  - {id: a, weight: 50, clause: 1, score: pass, when: \"service.units(category: kind, "
	    "by: 'x') > "
	    "service.units(by: x, category: basic)\"}\n"
	    "  - {id: b, weight: 20, clause: 1, score: pass, when: \"service.items(items: [b, a, "
	    "b]) > "
	    "service.items(items: ['a', 'b'])\"}\n"
	    "  - {id: c, weight: 20, clause: 1, score: pass, value: service.case_share, target: "
	    "50%}\n"
	    "  - {id: d, weight: 10, clause: 1, score: pass, per: community, combine: all, value: "
	    "service.case_share, target: 50%}\n";
	struct job j;
	const struct scheme *s;

	(void)state;
	job_read(&j, TEXT(text));
	assert_string_equal(job_found(&j), "");
	s = j.scheme;
	assert_int_equal(s->n_needs, 4);
	assert_true(text_is(s->needs[0].source, "service.case_share"));
	assert_int_equal(s->needs[0].grain, GRAIN_CONTRACT);
	assert_int_equal(s->needs[1].grain, GRAIN_COMMUNITY);
	assert_true(text_is(s->needs[2].source, "service.items(items: ['a', 'b'])"));
	assert_true(text_is(s->needs[3].source, "service.units(by: 'x', category: 'basic')"));
	assert_int_equal(s->needs[0].column, 0);
	assert_int_equal(s->needs[1].column, 0);
	assert_int_equal(s->needs[2].column, 2);
	assert_int_equal(s->needs[3].column, 3);
	assert_int_equal(s->n_columns[GRAIN_CONTRACT], 4);
	assert_int_equal(s->n_columns[GRAIN_COMMUNITY], 2);
	assert_int_equal(s->n_columns[GRAIN_STATION], 0);
	assert_int_equal(s->nodes[1].leaf->n_needs, 1);
	assert_int_equal(s->nodes[1].leaf->needs[0], 3);
	assert_int_equal(s->nodes[1].leaf->when.ins[0].index, 3);
	job_free(&j);
}

static void
check_hint(const char *leaf, const char *want)
{
	char text[1000];
	struct job j;
	struct buf hint;

	snprintf(text, sizeof(text), HEAD "indicators:\n  - {id: a, weight: 100, clause: 1, %s}\n",
	    leaf);
	job_read(&j, text_of(text));
	assert_int_equal(j.diags.count, 1);
	buf_init(&hint, 1000);
	diag_hint(&j.diags.items[0], LANG_EN, &hint);
	assert_string_equal(hint.data, want);
	buf_free(&hint);
	job_free(&j);
}

static void
test_nearest(void **state)
{
	(void)state;
	check_hint("when: true, scroe: pass, score: pass", "Did you mean \"score\"?");
	check_hint("when: true, score: passs", "Did you mean \"pass\"?");
	check_hint("when: team.lat > 1 days, score: pass", "Did you mean \"team.late\"?");
	check_hint("when: 'weighted_mean(1) > 1', score: pass",
	    "Functions stand in api-docs/functions.md, metrics in api-docs/metrics.md");
	check_hint(
	    "when: 'service.units(category: bassic) > 1', score: pass", "Did you mean \"basic\"?");
	check_hint("when: 'service.units(category: sports) > 1', score: pass",
	    "Allowed words: basic, empower, governance");
	check_hint("per: nowhere, combine: mean, when: true, score: pass",
	    "Allowed words: station, community");
}

static void
check_one(const char *text, const char *want)
{
	struct job j;

	job_read(&j, text_of(text));
	assert_null(j.scheme);
	assert_string_equal(job_found(&j), want);
	job_free(&j);
}

static char *
repeated(char *p, const char *s, int n)
{
	while (n-- > 0)
		p = stpcpy(p, s);
	return p;
}

/* I12 */
static void
expression_limit(const char *fill, int n, const char *end, const char *want)
{
	char *p = stpcpy(
	    room, HEAD "indicators:\n  - {id: a, weight: 100, clause: 1, score: pass, when: '");

	p = repeated(p, fill, n);
	stpcpy(stpcpy(p, end), "'}\n");
	if (want != NULL) {
		check_one(room, want);
	} else {
		struct job j;

		job_read(&j, text_of(room));
		assert_string_equal(job_found(&j), "");
		job_free(&j);
	}
}

static void
test_expression_limits(void **state)
{
	(void)state;
	/* the quote stands in column 56, the text begins in 57 */
	expression_limit(
	    "(", 64, "true", "ASY-R203 5:125\n"); /* 64 deep is fine, the end is missing */
	expression_limit("(", 65, "true", "ASY-R204 5:121\n");
	expression_limit("not ", 64, "true", NULL);
	expression_limit("not ", 65, "true", "ASY-R204 5:313\n"); /* 57 + 4 * 64 */
	expression_limit("true or ", 255, "true", NULL); /* 256 constants and 255 operators */
	/* instruction 513 is the 256th operator: 57 + 8 * 255 + 5 */
	expression_limit("true or ", 256, "true", "ASY-R204 5:2102\n");
	expression_limit("            ", 341, "true", NULL); /* 4096 bytes */
	expression_limit("            ", 341, " true", "ASY-R204 5:56\n");
}

static void
test_file_limits(void **state)
{
	char *p;

	(void)state;
	memset(room, ' ', (1u << 20) + 1);
	room[(1u << 20) + 1] = '\0';
	check_one(room, "ASY-R002 1:1\n");
	repeated(stpcpy(room, "a: "), "[", 100000);
	check_one(room, "ASY-R004 1:67\n"); /* the map is level 1; bracket 64 is level 65 */
	p = stpcpy(room, "a: [");
	repeated(p, "1,", 200000);
	check_one(room, "ASY-R005 1:399999\n"); /* map, key, list: item 199,998 is node 200,001 */
}

static void
test_scheme_limits(void **state)
{
	char *p = stpcpy(room, HEAD "parameters:\n");

	(void)state;
	for (int i = 0; i < 1001; i++)
		p += sprintf(p, "  p%d: {value: 1}\n", i);
	stpcpy(p, "indicators:\n  - {id: a, weight: 100, clause: 1, when: true, score: pass}\n");
	check_one(room, "ASY-R107 5:3\n");

	p = stpcpy(room, HEAD "total: 2000\nindicators:\n");
	for (int i = 0; i < 2000; i++)
		p +=
		    sprintf(p, "  - {id: a%d, weight: 1, clause: 1, when: true, score: pass}\n", i);
	check_one(room, "ASY-R107 2005:5\n"); /* the root is a node too: 1999 fit */
}

/* Eight levels below the root; the ninth is refused at its list. */
static void
nested(int levels, const char *want)
{
	char *p = stpcpy(room, HEAD "indicators: [");
	struct job j;

	for (int d = 1; d < levels; d++)
		p += sprintf(p, "{id: a%d, weight: 100, indicators: [", d);
	p = stpcpy(p, "{id: z, weight: 100, clause: 1, when: true, score: pass}");
	for (int d = 1; d < levels; d++)
		p = stpcpy(p, "]}");
	stpcpy(p, "]\n");
	job_read(&j, text_of(room));
	assert_string_equal(job_found(&j), want);
	job_free(&j);
}

static void
test_levels(void **state)
{
	char want[40];

	(void)state;
	nested(8, "");
	/* the first list stands in column 13, each next one 35 further */
	snprintf(want, sizeof(want), "ASY-R107 4:%d\n", 13 + 8 * 35);
	nested(9, want);
}

static void
test_needs_limit(void **state)
{
	char *p = stpcpy(room, HEAD "total: 501\nindicators:\n");
	struct job j;

	(void)state;
	for (int i = 0; i < 501; i++)
		p += sprintf(p,
		    "  - {id: a%d, weight: 1, clause: 1, when: 'survey.answers(min: %d) > 1', "
		    "score: pass}\n",
		    i, i);
	job_read(&j, text_of(room));
	assert_int_equal(j.diags.count, 1);
	assert_int_equal(j.diags.items[0].fault, F_LIMIT);
	assert_int_equal(j.diags.items[0].line, 5 + 501);
	job_free(&j);
}

/* More findings than are kept are counted. */
static void
test_many_faults(void **state)
{
	char *p = stpcpy(room, HEAD);
	struct job j;

	(void)state;
	for (int i = 0; i < 300; i++)
		p += sprintf(p, "k%d: 1\n", i);
	job_read(&j, text_of(room));
	assert_null(j.scheme);
	assert_int_equal(j.diags.count, DIAGS_MAX);
	assert_int_equal(j.diags.dropped, 101); /* 300 keys and the missing indicators */
	assert_int_equal(j.diags.errors, 301);
	job_free(&j);
}

/* I12: 104,720 faults are counted in the time of a test; the first 200 are kept. An expression has
 * 3,401 bytes, so 154 of them fit into what a scheme may have in all (524,288); one finding says
 * that the rest is not read. */
static void
test_hostile_file(void **state)
{
	char *p = stpcpy(room, HEAD "total: 240\nparameters:\n");
	struct job j;

	(void)state;
	for (int i = 0; i < 1000; i++)
		p += sprintf(p, "  p%d: {value: 1}\n", i);
	p = stpcpy(p, "indicators:\n");
	for (int i = 0; i < 240; i++) {
		p += sprintf(p, "  - {id: a%d, weight: 1, clause: 1, score: pass, when: '", i);
		p = repeated(p, "qqqq+", 680);
		p = stpcpy(p, "1'}\n");
	}
	job_read(&j, text_of(room));
	assert_null(j.scheme);
	assert_int_equal(j.diags.errors, 154 * 680 + 1);
	assert_int_equal(j.diags.count, DIAGS_MAX);
	job_free(&j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_files),
		cmocka_unit_test(test_good_file),
		cmocka_unit_test(test_parameters),
		cmocka_unit_test(test_needs),
		cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_expression_limits),
		cmocka_unit_test(test_file_limits),
		cmocka_unit_test(test_scheme_limits),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_needs_limit),
		cmocka_unit_test(test_many_faults),
		cmocka_unit_test(test_hostile_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
