/* The engine against hand-worked scores: roll-up and rounding points, states and policies (I3),
 * interval, overflow (I1). Rows of `per:` leaves: test_engine_rows.c; independence of the batch:
 * test_engine_batch.c. */
#include "engine_test.h"

/* 60 points at 3 of 4 = 45; 40 points at 5 of 4 (cut to 1) = 40: 85.00 */
static void
test_two_leaves(void **state)
{
	struct builder b;
	struct facts f;
	struct result r;
	int64_t x;
	int64_t y;

	(void)state;
	build_init(&b);
	x = build_need(&b, GRAIN_CONTRACT, false);
	y = build_need(&b, GRAIN_CONTRACT, false);
	build_node(&b, "root", 0, POINTS(100));
	ratio_leaf(&b, "x", 1, POINTS(60), x, POINTS(4));
	ratio_leaf(&b, "y", 1, POINTS(40), y, POINTS(4));
	build_grades(&b);
	f = facts_for(&b, 2);
	put(&f, GRAIN_CONTRACT, 0, 0, POINTS(3));
	put(&f, GRAIN_CONTRACT, 1, 0, POINTS(5));
	put(&f, GRAIN_CONTRACT, 0, 1, POINTS(3)); /* 45 + 35: just good */
	put(&f, GRAIN_CONTRACT, 1, 1, 3500000);
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(r.score[1], POINTS(80));
	assert_int_equal(r.grade[1], 1);
	assert_int_equal(r.score[0], POINTS(85));
	assert_int_equal(r.lowest[0], POINTS(85));
	assert_int_equal(r.highest[0], POINTS(85));
	assert_int_equal(r.grade[0], 1); /* good: 80 <= 85 < 90 */
	assert_int_equal(r.grade_certain[0], 1);
	assert_int_equal(cell_of(&r, "x", 0)->points, POINTS(45));
	assert_int_equal(cell_of(&r, "x", 0)->frac, 750000000);
	assert_int_equal(cell_of(&r, "x", 0)->value, POINTS(3));
	assert_int_equal(cell_of(&r, "x", 0)->target, POINTS(4));
	assert_int_equal(cell_of(&r, "x", 0)->passed, 0);
	assert_int_equal(cell_of(&r, "y", 0)->passed, 1);
	assert_int_equal(cell_of(&r, "root", 0)->points, POINTS(85));
	assert_int_equal(cell_of(&r, "root", 0)->effective_weight, POINTS(100));
	arena_free(b.arena);
}

/* Rounding points. A third has nine decimals, so three times 3 points at 1/3 are 1.000000 each
 * (3 x 0.333333333 = 0.999999999 -> 1.000000), 3.00 together. A total of 0.125 rounds to 0.13. */
static void
test_rounding_points(void **state)
{
	struct builder b;
	struct facts f;
	struct result r;
	int64_t x;

	(void)state;
	build_init(&b);
	x = build_need(&b, GRAIN_CONTRACT, false);
	build_node(&b, "root", 0, POINTS(9));
	ratio_leaf(&b, "a", 1, POINTS(3), x, POINTS(3));
	ratio_leaf(&b, "b", 1, POINTS(3), x, POINTS(3));
	ratio_leaf(&b, "c", 1, POINTS(3), x, POINTS(3));
	f = facts_for(&b, 3);
	put(&f, GRAIN_CONTRACT, 0, 0, POINTS(1));
	put(&f, GRAIN_CONTRACT, 0, 1, 41667); /* 0.041667/3 = 0.013889; x 9 = 0.125001 -> 0.13 */
	put(&f, GRAIN_CONTRACT, 0, 2, 41666); /* 0.124998 -> 0.12 */
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(r.score[0], POINTS(3));
	assert_int_equal(cell_of(&r, "a", 0)->points, POINTS(1));
	assert_int_equal(cell_of(&r, "a", 0)->frac, 333333333);
	assert_int_equal(r.score[1], 130000);
	assert_int_equal(r.score[2], 120000);
	b.s.round_places = 0;
	r = score(&b, &f, ENGINE_SCORES);
	assert_int_equal(r.score[0], POINTS(3));
	assert_int_equal(r.score[1], 0);
	b.s.round_places = 6;
	r = score(&b, &f, ENGINE_SCORES);
	/* 41667/3000000 = 0.013889000; 3 points of it 0.041667; three times 0.125001 */
	assert_int_equal(r.score[1], 125001);
	arena_free(b.arena);
}

/* Tree of the redistribution tests:
 *   root 100
 *     g 60:  a 20 (ratio x/10), b 40 (ratio y/10)
 *     h 40:  c 40 (ratio z/10) */
static struct builder
redistribution_tree(void)
{
	struct builder b;

	build_init(&b);
	for (int i = 0; i < 3; i++)
		build_need(&b, GRAIN_CONTRACT, false);
	build_node(&b, "root", 0, POINTS(100));
	build_node(&b, "g", 1, POINTS(60));
	ratio_leaf(&b, "a", 2, POINTS(20), 0, POINTS(10));
	ratio_leaf(&b, "b", 2, POINTS(40), 1, POINTS(10));
	build_node(&b, "h", 1, POINTS(40));
	ratio_leaf(&b, "c", 2, POINTS(40), 2, POINTS(10));
	build_grades(&b);
	return b;
}

static void
test_redistribution(void **state)
{
	struct builder b = redistribution_tree();
	struct facts f = facts_for(&b, 4);
	struct result r;

	(void)state;
	policy_everywhere(&b, ST_NO_DATA, POL_REDISTRIBUTE);
	put3(&f, 0, POINTS(5), POINTS(5), POINTS(5)); /* 10 + 20 + 20 = 50 */
	put3(&f, 1, NONE, POINTS(5), POINTS(10));     /* g: 60 x 20/40 = 30; + 40 = 70 */
	put3(&f, 2, POINTS(5), POINTS(10),
	    NONE); /* g: 10 + 40 = 50 of 60; h is out: 100 x 50/60 = 83.333333 */
	put3(&f, 3, NONE, NONE, NONE);
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(r.score[0], POINTS(50));
	assert_int_equal(r.score[1], POINTS(70));
	assert_int_equal(r.score[2], 83330000);
	/* contract 1: a at nothing, then b keeps 20 of 40: 60; a at full: 80 */
	assert_int_equal(r.lowest[1], POINTS(60));
	assert_int_equal(r.highest[1], POINTS(80));
	assert_int_equal(r.grade[1], 2);
	assert_int_equal(r.grade_certain[1], 0);
	/* contract 2: c's 40 at nothing: 50; at full: 90 */
	assert_int_equal(r.lowest[2], POINTS(50));
	assert_int_equal(r.highest[2], POINTS(90));
	/* contract 3: nothing is known, no grade can be given */
	assert_int_equal(r.lowest[3], 0);
	assert_int_equal(r.highest[3], POINTS(100));
	assert_int_equal(r.grade[3], UINT8_MAX);
	assert_int_equal(cell_of(&r, "root", 3)->state, ST_NOT_APPLICABLE);
	/* effective weights of contract 1: a 0, b 60; of contract 2: g 100, a 100/3, b 200/3, h and
	 * c 0 */
	assert_int_equal(cell_of(&r, "a", 1)->effective_weight, 0);
	assert_int_equal(cell_of(&r, "a", 1)->active, 0);
	assert_int_equal(cell_of(&r, "a", 1)->state, ST_NO_DATA);
	assert_int_equal(cell_of(&r, "b", 1)->effective_weight, POINTS(60));
	assert_int_equal(cell_of(&r, "b", 1)->points, POINTS(30));
	assert_int_equal(cell_of(&r, "g", 2)->effective_weight, POINTS(100));
	/* a: half of 33.333333 is 16.666667, b 66.666667: the sheet adds up, the total is exact */
	assert_int_equal(cell_of(&r, "a", 2)->points, 16666667);
	assert_int_equal(cell_of(&r, "g", 2)->points, 83333334);
	assert_int_equal(cell_of(&r, "g", 2)->frac, 833333333);
	assert_int_equal(cell_of(&r, "a", 2)->effective_weight, 33333333);
	assert_int_equal(cell_of(&r, "b", 2)->effective_weight, 66666667);
	assert_int_equal(cell_of(&r, "b", 2)->points, 66666667);
	assert_int_equal(cell_of(&r, "h", 2)->state, ST_NOT_APPLICABLE);
	assert_int_equal(cell_of(&r, "c", 2)->effective_weight, 0);
	arena_free(b.arena);
}

/* Weights below that do not add up to the group's are taken in proportion: 20 + 20 of 60, each
 * counts 30. */
static void
test_proportion(void **state)
{
	struct builder b = redistribution_tree();
	struct facts f;
	struct result r;

	(void)state;
	b.s.nodes[3].weight = POINTS(20);
	policy_everywhere(&b, ST_NO_DATA, POL_REDISTRIBUTE);
	f = facts_for(&b, 2);
	put3(&f, 0, POINTS(5), POINTS(10), POINTS(5)); /* 15 + 30 + 20 */
	put3(&f, 1, NONE, POINTS(10), POINTS(5));      /* 60 + 20; a at nothing: 30 + 20 */
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(r.score[0], POINTS(65));
	assert_int_equal(r.lowest[0], POINTS(65));
	assert_int_equal(cell_of(&r, "a", 0)->effective_weight, POINTS(30));
	assert_int_equal(r.score[1], POINTS(80));
	assert_int_equal(r.lowest[1], POINTS(50));
	assert_int_equal(r.highest[1], POINTS(80));
	arena_free(b.arena);
}

/* The same missing fact under each policy: x is missing, y = z = 5 (20 + 20 points). */
static void
test_policies(void **state)
{
	static const struct {
		enum policy policy;
		dec_t score, lowest, highest;
	} rows[] = {
		{ POL_ZERO, POINTS(40), POINTS(40), POINTS(60) },
		{ POL_FULL, POINTS(60), POINTS(40), POINTS(60) },
		/* b alone: 60 x 20/40 = 30, + 20 = 50 */
		{ POL_REDISTRIBUTE, POINTS(50), POINTS(40), POINTS(60) },
		{ POL_KEEP, POINTS(40), POINTS(40), POINTS(60) },
	};
	struct builder b = redistribution_tree();
	struct facts f = facts_for(&b, 1);

	(void)state;
	put3(&f, 0, NONE, POINTS(5), POINTS(5));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct result r;

		policy_everywhere(&b, ST_NO_DATA, rows[i].policy);
		r = score(&b, &f, ENGINE_CELLS);
		assert_int_equal(r.score[0], rows[i].score);
		assert_int_equal(r.lowest[0], rows[i].lowest);
		assert_int_equal(r.highest[0], rows[i].highest);
		assert_int_equal(cell_of(&r, "a", 0)->state, ST_NO_DATA);
	}
	arena_free(b.arena);
}

/* One leaf of 100 points, all ways to reach each state. Columns: value, of, applies, sample. */
static void
test_states(void **state)
{
	static const struct {
		int64_t value, of, applies, sample;
		enum state want;
	} rows[] = {
		{ 5 * DEC_ONE, 10 * DEC_ONE, DEC_ONE, 30 * DEC_ONE, ST_OK },
		{ NONE, 10 * DEC_ONE, DEC_ONE, 30 * DEC_ONE, ST_NO_DATA },
		{ 5 * DEC_ONE, NONE, DEC_ONE, 30 * DEC_ONE, ST_NO_DATA },
		{ 0, 0, DEC_ONE, 30 * DEC_ONE, ST_NO_EVENTS },
		{ 5 * DEC_ONE, 10 * DEC_ONE, 0, 30 * DEC_ONE, ST_NOT_APPLICABLE },
		{ NONE, NONE, 0, NONE, ST_NOT_APPLICABLE },
		{ 5 * DEC_ONE, 10 * DEC_ONE, NONE, 30 * DEC_ONE, ST_NO_DATA },
		{ 5 * DEC_ONE, 10 * DEC_ONE, DEC_ONE, 29 * DEC_ONE, ST_LOW_SAMPLE },
		{ 5 * DEC_ONE, 10 * DEC_ONE, DEC_ONE, NONE, ST_NO_DATA },
		{ NONE, 10 * DEC_ONE, DEC_ONE, 29 * DEC_ONE, ST_NO_DATA },
	};
	enum { N = sizeof(rows) / sizeof(rows[0]) };
	struct builder b;
	struct facts f;
	struct result r;
	struct leaf *l;

	(void)state;
	build_init(&b);
	for (int i = 0; i < 4; i++)
		build_need(&b, GRAIN_CONTRACT, false);
	build_node(&b, "root", 0, POINTS(100));
	l = build_leaf(&b, "leaf", 1, POINTS(100), KIND_RATIO);
	l->value = EXPR(&b, FACT(0));
	l->of = EXPR(&b, FACT(1));
	l->target = EXPR(&b, SHARE(100));
	l->applies = EXPR(&b, FACT(2));
	l->sample = EXPR(&b, FACT(3));
	l->sample_min = EXPR(&b, NUM(30));
	/* what is only shown says nothing about the state, blank or not */
	build_param(&b, NONE);
	l->sample_low = EXPR(&b, PARAM(0));
	f = facts_for(&b, N);
	for (uint32_t i = 0; i < N; i++) {
		put3(&f, i, rows[i].value, rows[i].of, rows[i].applies);
		put(&f, GRAIN_CONTRACT, 3, i, rows[i].sample);
	}
	r = score(&b, &f, ENGINE_CELLS);
	for (uint32_t i = 0; i < N; i++) {
		const struct cell *c = cell_of(&r, "leaf", i);
		bool has_score = rows[i].want == ST_OK || rows[i].want == ST_LOW_SAMPLE;

		if (c->state != rows[i].want)
			fail_msg("row %u: %s, want %s", i, state_name(c->state),
			    state_name(rows[i].want));
		assert_int_equal(r.score[i], has_score ? POINTS(50) : 0);
	}
	/* low_sample: kept, but the score may still be anything */
	assert_int_equal(r.lowest[7], 0);
	assert_int_equal(r.highest[7], POINTS(100));
	arena_free(b.arena);
}

/* A blank parameter: not_configured where the outcome needs it, nothing where the rule provides for
 * it. */
static void
test_not_configured(void **state)
{
	struct builder b;
	struct facts f;
	struct result r;
	struct leaf *l;

	(void)state;
	build_init(&b);
	build_need(&b, GRAIN_CONTRACT, false);
	build_param(&b, NONE);
	build_node(&b, "root", 0, POINTS(100));
	l = build_leaf(&b, "needs", 1, POINTS(50), KIND_RATIO);
	l->value = EXPR(&b, FACT(0));
	l->target = EXPR(&b, PARAM(0));
	l = build_leaf(&b, "provides", 1, POINTS(50), KIND_RATIO);
	l->value = EXPR(&b, FACT(0));
	l->target = EXPR(&b, PARAM(0), NUM(10), OPERATOR("??"));
	f = facts_for(&b, 2);
	put(&f, GRAIN_CONTRACT, 0, 0, POINTS(4));
	put(&f, GRAIN_CONTRACT, 0, 1, NONE);
	policy_everywhere(&b, ST_NOT_CONFIGURED, POL_ZERO);
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(cell_of(&r, "needs", 0)->state, ST_NOT_CONFIGURED);
	assert_int_equal(cell_of(&r, "provides", 0)->state, ST_OK);
	assert_int_equal(r.score[0], POINTS(20)); /* 50 x 4/10 */
	assert_int_equal(r.highest[0], POINTS(70));
	assert_int_equal(cell_of(&r, "provides", 0)->target, POINTS(10));
	arena_free(b.arena);
}

/* A parameter with two values: 10 until 2017-06-30, then 20. */
static void
test_dated_parameter(void **state)
{
	struct builder b;
	struct facts f;
	struct result r;
	struct err err;
	struct leaf *l;
	struct param_value values[2] = { { DAY_NONE, true, POINTS(10) },
		{ AS_OF + 1, true, POINTS(20) } };

	(void)state;
	build_init(&b);
	build_need(&b, GRAIN_CONTRACT, false);
	build_param(&b, 0);
	b.s.params[0].n_values = 2;
	b.s.params[0].values = values;
	build_node(&b, "root", 0, POINTS(100));
	l = build_leaf(&b, "leaf", 1, POINTS(100), KIND_RATIO);
	l->value = EXPR(&b, FACT(0));
	l->target = EXPR(&b, PARAM(0));
	f = facts_for(&b, 1);
	put(&f, GRAIN_CONTRACT, 0, 0, POINTS(5));
	assert_int_equal(score(&b, &f, ENGINE_SCORES).score[0], POINTS(50));
	assert_int_equal(
	    engine_score(&b.s, &f, AS_OF + 1, ENGINE_SCORES, b.arena, &r, &err), ERR_OK);
	assert_int_equal(r.score[0], POINTS(25));
	arena_free(b.arena);
}

/* Share metric 30/61 against 50 %: 2 x 30 < 61, though 49.18 % is close; 31/61 passes. As a value
 * it is 0.491803; with denominator 0 there were no events. */
static void
test_share_metric(void **state)
{
	struct builder b;
	struct facts f;
	struct result r;
	struct leaf *l;

	(void)state;
	build_init(&b);
	build_need(&b, GRAIN_CONTRACT, true);
	build_node(&b, "root", 0, POINTS(100));
	l = build_leaf(&b, "exact", 1, POINTS(50), KIND_PASS);
	l->value = EXPR(&b, NUMERATOR(0));
	l->of = EXPR(&b, DENOMINATOR(0));
	l->target = EXPR(&b, SHARE(50));
	l = build_leaf(&b, "rounded", 1, POINTS(50), KIND_RATIO);
	l->value = EXPR(&b, FACT(0));
	l->target = EXPR(&b, SHARE(100));
	f = facts_for(&b, 3);
	put(&f, GRAIN_CONTRACT, 0, 0, POINTS(30));
	put(&f, GRAIN_CONTRACT, 1, 0, POINTS(61));
	put(&f, GRAIN_CONTRACT, 0, 1, POINTS(31));
	put(&f, GRAIN_CONTRACT, 1, 1, POINTS(61));
	put(&f, GRAIN_CONTRACT, 0, 2, 0);
	put(&f, GRAIN_CONTRACT, 1, 2, 0);
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(cell_of(&r, "exact", 0)->passed, 0);
	assert_int_equal(cell_of(&r, "exact", 1)->passed, 1);
	assert_int_equal(cell_of(&r, "exact", 0)->value, POINTS(30));
	assert_int_equal(cell_of(&r, "exact", 0)->of, POINTS(61));
	assert_int_equal(cell_of(&r, "rounded", 0)->value, 491803);
	assert_int_equal(cell_of(&r, "exact", 2)->state, ST_NO_EVENTS);
	assert_int_equal(cell_of(&r, "rounded", 2)->state, ST_NO_EVENTS);
	assert_int_equal(r.score[0], 24590000); /* 50 x 0.491803 = 24.59015 */
	arena_free(b.arena);
}

/* window.since, as_of: 100 days into the window, of a target of 200 days. */
static void
test_environment(void **state)
{
	struct builder b;
	struct facts f;
	struct leaf *l;

	(void)state;
	build_init(&b);
	build_node(&b, "root", 0, POINTS(100));
	l = build_leaf(&b, "leaf", 1, POINTS(100), KIND_RATIO);
	l->value = EXPR(&b, ENV(ENV_SINCE), ENV(ENV_AS_OF), CALL("days_between", 2));
	l->target = EXPR(&b, NUM(200));
	f = facts_for(&b, 2);
	f.since[1] = AS_OF - 50;
	assert_int_equal(score(&b, &f, ENGINE_SCORES).score[0], POINTS(50));
	assert_int_equal(score(&b, &f, ENGINE_SCORES).score[1], POINTS(25));
	arena_free(b.arena);
}

/* value * 10^12 leaves the range for contract 1 only: it has no score, contract 0 keeps its own. */
static void
test_overflow(void **state)
{
	struct builder b;
	struct facts f;
	struct result r;
	struct leaf *l;

	(void)state;
	build_init(&b);
	build_need(&b, GRAIN_CONTRACT, false);
	build_node(&b, "root", 0, POINTS(100));
	l = build_leaf(&b, "leaf", 1, POINTS(100), KIND_RATIO);
	l->value = EXPR(&b, FACT(0), NUM(1000000000000), OPERATOR("*"));
	l->target = EXPR(&b, NUM(4000000000000));
	build_grades(&b);
	f = facts_for(&b, 3);
	put(&f, GRAIN_CONTRACT, 0, 0, POINTS(1));
	put(&f, GRAIN_CONTRACT, 0, 1, POINTS(10));
	put(&f, GRAIN_CONTRACT, 0, 2, NONE);
	r = score(&b, &f, ENGINE_SCORES);
	assert_int_equal(r.failed[0], 0);
	assert_int_equal(r.score[0], POINTS(25));
	assert_int_equal(r.failed[1], 1);
	assert_int_equal(r.score[1], 0);
	assert_int_equal(r.grade[1], UINT8_MAX);
	assert_int_equal(r.failed[2], 0);
	arena_free(b.arena);
}

static void
test_weight_limit(void **state)
{
	struct builder b;
	struct facts f;
	struct result r;
	struct err err;

	(void)state;
	build_init(&b);
	build_node(&b, "root", 0, SCHEME_WEIGHT_MAX + 1);
	f = facts_for(&b, 1);
	assert_int_equal(engine_score(&b.s, &f, AS_OF, ENGINE_SCORES, b.arena, &r, &err), E_LIMIT);
	arena_free(b.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_leaves),
		cmocka_unit_test(test_rounding_points),
		cmocka_unit_test(test_redistribution),
		cmocka_unit_test(test_proportion),
		cmocka_unit_test(test_policies),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_not_configured),
		cmocka_unit_test(test_dated_parameter),
		cmocka_unit_test(test_share_metric),
		cmocka_unit_test(test_environment),
		cmocka_unit_test(test_overflow),
		cmocka_unit_test(test_weight_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
