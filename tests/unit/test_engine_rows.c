/* `per:` leaves against hand-worked scores: combined rows, their states, policies and interval
 * (I3). */
#include "engine_test.h"

/* Four contracts with their communities' values against a target of 10, and one contract fact
 * beside them. */
static struct builder
community_tree(enum combine combine)
{
	struct builder b;
	struct leaf *l;

	build_init(&b);
	build_need(&b, GRAIN_COMMUNITY, false);
	build_need(&b, GRAIN_COMMUNITY, false); /* applies */
	build_node(&b, "root", 0, POINTS(100));
	l = ratio_leaf(&b, "leaf", 1, POINTS(100), 0, POINTS(10));
	l->grain = GRAIN_COMMUNITY;
	l->combine = combine;
	l->applies = EXPR(&b, FACT(1));
	return b;
}

static struct facts
community_facts(struct builder *b)
{
	/* contract 0: 5, 10, 2; contract 1: none; contract 2: 4, missing, 8 and one that does not
	 * apply; contract 3: one that does not apply */
	static const uint32_t first[] = { 0, 3, 3, 7, 8 };
	static const int64_t values[] = { 5, 10, 2, 4, 0, 8, 10, 10 };
	struct facts f = facts_for(b, 4);

	facts_grid(&f, GRAIN_COMMUNITY, b->s.n_columns[GRAIN_COMMUNITY], 8, b->arena);
	memcpy(f.grid[GRAIN_COMMUNITY].first, first, sizeof(first));
	for (uint32_t r = 0; r < 8; r++) {
		put(&f, GRAIN_COMMUNITY, 0, r, r == 4 ? NONE : POINTS(values[r]));
		put(&f, GRAIN_COMMUNITY, 1, r, r < 6 ? DEC_ONE : 0);
	}
	return f;
}

static void
test_rows_combined(void **state)
{
	/* contract 0: 0.5, 1, 0.2. contract 2, missing at zero: 0.4, 0, 0.8. */
	static const struct {
		enum combine combine;
		dec_t score0, score2, lowest2, highest2, redistributed2;
	} rows[] = {
		/* 1.7/3 = 0.566667; 1.2/3 = 0.4; with the missing at full 2.2/3 = 0.733333; without
		   it 0.6 */
		{ COMBINE_MEAN, 56670000, POINTS(40), POINTS(40), 73330000, POINTS(60) },
		{ COMBINE_MIN, POINTS(20), 0, 0, POINTS(40), POINTS(40) },
		{ COMBINE_ALL, 0, 0, 0, 0, 0 },
		/* one of three passes; none, or the missing one of three */
		{ COMBINE_SHARE_PASSING, 33330000, 0, 0, 33330000, 0 },
		/* the missing one can only be better */
		{ COMBINE_BEST_OF, POINTS(100), POINTS(80), POINTS(80), POINTS(100), POINTS(80) },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct builder b = community_tree(rows[i].combine);
		struct facts f = community_facts(&b);
		struct result r = score(&b, &f, ENGINE_CELLS);

		assert_int_equal(r.score[0], rows[i].score0);
		assert_int_equal(r.score[2], rows[i].score2);
		assert_int_equal(r.lowest[2], rows[i].lowest2);
		assert_int_equal(r.highest[2], rows[i].highest2);
		assert_int_equal(cell_of(&r, "leaf", 0)->state, ST_OK);
		if (rows[i].combine == COMBINE_MEAN)
			assert_int_equal(cell_of(&r, "leaf", 0)->frac, 566666667);
		assert_int_equal(cell_of(&r, "leaf", 1)->state, ST_NO_DATA);
		assert_int_equal(r.score[1], 0);
		assert_int_equal(r.highest[1], POINTS(100));
		assert_int_equal(cell_of(&r, "leaf", 2)->state, ST_NO_DATA);
		assert_int_equal(cell_of(&r, "leaf", 3)->state, ST_NOT_APPLICABLE);
		assert_int_equal(cell_of(&r, "leaf", 3)->active, 0);
		assert_int_equal(r.rows[1][0].frac, 500000000);
		assert_int_equal(r.rows[1][1].passed, 1);
		assert_int_equal(r.rows[1][4].state, ST_NO_DATA);
		assert_int_equal(r.rows[1][6].state, ST_NOT_APPLICABLE);
		assert_null(r.rows[0]);
		policy_everywhere(&b, ST_NO_DATA, POL_REDISTRIBUTE);
		r = score(&b, &f, ENGINE_SCORES);
		assert_int_equal(r.score[2], rows[i].redistributed2);
		assert_int_equal(r.lowest[2], rows[i].lowest2);
		assert_int_equal(r.highest[2], rows[i].highest2);
		arena_free(b.arena);
	}
}

static void
weights(struct facts *f, const int64_t w[8])
{
	for (uint32_t r = 0; r < 8; r++)
		put(f, GRAIN_COMMUNITY, 2, r, w[r] == NONE ? NONE : POINTS(w[r]));
}

/* Contract 0: (0.5 x 1 + 1 x 2 + 0.2 x 3) / 6 = 3.1/6. Contract 2: 0.4 x 1, missing x 2, 0.8 x 3
 * and one that does not apply, whose weight nobody asks for: 2.8/6; with the missing one at full
 * 4.8/6; without it 2.8/4. */
static void
test_weighted_mean(void **state)
{
	static const int64_t usual[8] = { 1, 2, 3, 1, 2, 3, NONE, NONE };
	struct builder b = community_tree(COMBINE_WEIGHTED_MEAN);
	struct facts f;
	struct result r;
	struct leaf *l = arena_alloc(b.arena, sizeof(*l));

	(void)state;
	build_need(&b, GRAIN_COMMUNITY, false);
	*l = *b.s.nodes[1].leaf;
	l->weigh_by = EXPR(&b, FACT(2));
	b.s.nodes[1].leaf = l;
	f = community_facts(&b);
	weights(&f, usual);
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(r.score[0], 51670000);
	assert_int_equal(cell_of(&r, "leaf", 0)->frac, 516666667);
	assert_int_equal(cell_of(&r, "leaf", 0)->state, ST_OK);
	assert_int_equal(cell_of(&r, "leaf", 0)->passed, 0);
	assert_int_equal(r.score[2], 46670000);
	assert_int_equal(r.lowest[2], 46670000);
	assert_int_equal(r.highest[2], POINTS(80));
	assert_int_equal(cell_of(&r, "leaf", 2)->state, ST_NO_DATA);
	assert_int_equal(cell_of(&r, "leaf", 1)->state, ST_NO_DATA);
	assert_int_equal(r.highest[1], POINTS(100));
	assert_int_equal(cell_of(&r, "leaf", 3)->state, ST_NOT_APPLICABLE);
	policy_everywhere(&b, ST_NO_DATA, POL_REDISTRIBUTE);
	r = score(&b, &f, ENGINE_SCORES);
	assert_int_equal(r.score[2], POINTS(70));
	assert_int_equal(r.lowest[2], 46670000);
	assert_int_equal(r.highest[2], POINTS(80));
	arena_free(b.arena);
}

/* What a weighted mean does without its weights: none adds up to anything; one is missing; one is
 * negative; the parameter is blank. */
static void
test_weights_missing(void **state)
{
	static const struct {
		int64_t w[3];
		enum state state;
		dec_t score, lowest, highest;
	} rows[] = {
		{ { 0, 0, 0 }, ST_NO_EVENTS, POINTS(100), POINTS(100), POINTS(100) },
		{ { 0, 0, 1 }, ST_OK, POINTS(20), POINTS(20), POINTS(20) },
		{ { 1, NONE, 1 }, ST_NO_DATA, 0, 0, POINTS(100) },
		{ { 1, 1, -1 }, ST_NO_DATA, 0, 0, POINTS(100) },
	};
	struct builder b = community_tree(COMBINE_WEIGHTED_MEAN);
	struct leaf *l = arena_alloc(b.arena, sizeof(*l));
	struct facts f;
	struct result r;

	(void)state;
	build_need(&b, GRAIN_COMMUNITY, false);
	*l = *b.s.nodes[1].leaf;
	l->weigh_by = EXPR(&b, FACT(2));
	b.s.nodes[1].leaf = l;
	policy_everywhere(&b, ST_NO_EVENTS, POL_FULL);
	f = community_facts(&b);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t w[8] = { rows[i].w[0], rows[i].w[1], rows[i].w[2], 1, 1, 1, 1, 1 };

		weights(&f, w);
		r = score(&b, &f, ENGINE_CELLS);
		assert_int_equal(cell_of(&r, "leaf", 0)->state, rows[i].state);
		assert_int_equal(r.score[0], rows[i].score);
		assert_int_equal(r.lowest[0], rows[i].lowest);
		assert_int_equal(r.highest[0], rows[i].highest);
	}
	l->weigh_by = EXPR(&b, PARAM(build_param(&b, NONE)));
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(cell_of(&r, "leaf", 0)->state, ST_NOT_CONFIGURED);
	assert_int_equal(r.lowest[0], 0);
	assert_int_equal(r.highest[0], POINTS(100));
	arena_free(b.arena);
}

/* Rows read their contract's facts, share and window beside their own: targets 10 and 20 by
 * contract, share 1/2 of it as the cap, 100 days of window as the condition. */
static void
test_rows_beside_contract_facts(void **state)
{
	static const uint32_t first[] = { 0, 1, 3 };
	struct builder b;
	struct facts f;
	struct result r;
	struct leaf *l;

	(void)state;
	build_init(&b);
	build_need(&b, GRAIN_COMMUNITY, false);
	build_need(&b, GRAIN_CONTRACT, false);
	build_need(&b, GRAIN_CONTRACT, true);
	build_node(&b, "root", 0, POINTS(100));
	l = build_leaf(&b, "leaf", 1, POINTS(100), KIND_RATIO);
	l->grain = GRAIN_COMMUNITY;
	l->combine = COMBINE_MEAN;
	l->value = EXPR(&b, FACT(0));
	l->target = EXPR(&b, FACT(1));
	l->cap = EXPR(&b, FACT(2));
	l->applies = EXPR(
	    &b, ENV(ENV_SINCE), ENV(ENV_AS_OF), CALL("days_between", 2), NUM(100), OPERATOR(">="));
	f = facts_for(&b, 2);
	facts_grid(&f, GRAIN_COMMUNITY, 1, 3, b.arena);
	memcpy(f.grid[GRAIN_COMMUNITY].first, first, sizeof(first));
	for (uint32_t i = 0; i < 2; i++)
		put3(&f, i, POINTS(10 * (i + 1)), POINTS(1 + i), POINTS(2));
	put(&f, GRAIN_COMMUNITY, 0, 0, POINTS(8));  /* 8/10, capped at 1/2 */
	put(&f, GRAIN_COMMUNITY, 0, 1, POINTS(8));  /* 8/20; its contract's cap is 2/2 */
	put(&f, GRAIN_COMMUNITY, 0, 2, POINTS(16)); /* 16/20 */
	r = score(&b, &f, ENGINE_SCORES);
	assert_int_equal(r.score[0], POINTS(50));
	assert_int_equal(r.score[1], POINTS(60));
	f.since[1] = AS_OF - 99; /* contract 1's rows no longer apply */
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(cell_of(&r, "leaf", 0)->state, ST_OK);
	assert_int_equal(cell_of(&r, "leaf", 1)->state, ST_NOT_APPLICABLE);
	f.grid[GRAIN_CONTRACT].value[2][0] = 0; /* a share of nothing: no events */
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(r.rows[1][0].state, ST_NO_EVENTS);
	assert_int_equal(cell_of(&r, "leaf", 0)->state, ST_NO_EVENTS);
	arena_free(b.arena);
}

/* One contract with 1,300 rows (more than two columns full), half of them at 0.5 and half at 1; the
 * next contract's single row overflows. */
static void
test_many_rows(void **state)
{
	enum { ROWS = 1300 };
	static const uint32_t first[] = { 0, ROWS, ROWS + 1, ROWS + 2 };
	struct builder b;
	struct facts f;
	struct result r;
	struct leaf *l;

	(void)state;
	build_init(&b);
	build_need(&b, GRAIN_STATION, false);
	build_node(&b, "root", 0, POINTS(100));
	l = build_leaf(&b, "leaf", 1, POINTS(100), KIND_RATIO);
	l->grain = GRAIN_STATION;
	l->combine = COMBINE_MEAN;
	l->value = EXPR(&b, FACT(0), FACT(0), OPERATOR("*"));
	l->target = EXPR(&b, NUM(4));
	f = facts_for(&b, 3);
	facts_grid(&f, GRAIN_STATION, 1, ROWS + 2, b.arena);
	memcpy(f.grid[GRAIN_STATION].first, first, sizeof(first));
	for (uint32_t i = 0; i < ROWS; i++)
		put(&f, GRAIN_STATION, 0, i,
		    i % 2 == 0 ? POINTS(2) : 1414214); /* 4/4; 2.000001/4 = 0.50000025 */
	put(&f, GRAIN_STATION, 0, ROWS, INT64_MAX);
	put(&f, GRAIN_STATION, 0, ROWS + 1, POINTS(1));
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(r.score[0], POINTS(75));
	assert_int_equal(cell_of(&r, "leaf", 0)->frac, 750000125);
	assert_int_equal(r.failed[0], 0);
	assert_int_equal(r.failed[1], 1);
	assert_int_equal(r.failed[2], 0);
	assert_int_equal(r.score[2], POINTS(25));
	arena_free(b.arena);
}

/* low_sample and no_events row by row, under policies of their own: rows 0.4 (ok), 0.8
 * (low_sample), 0/0. */
static void
test_row_policies(void **state)
{
	static const struct {
		enum policy low_sample, no_events;
		dec_t score, lowest, highest;
	} rows[] = {
		/* (0.4 + 0.8)/2; the low sample at nothing 0.2, at full 0.7 */
		{ POL_KEEP, POL_REDISTRIBUTE, POINTS(60), POINTS(20), POINTS(70) },
		/* (0.4 + 0.8 + 1)/3 = 0.733333; 1.4/3; 2.4/3 */
		{ POL_KEEP, POL_FULL, 73330000, 46670000, POINTS(80) },
		{ POL_REDISTRIBUTE, POL_REDISTRIBUTE, POINTS(40), POINTS(20), POINTS(70) },
		{ POL_ZERO, POL_ZERO, 13330000, 13330000, 46670000 },
	};
	static const uint32_t first[] = { 0, 3 };
	struct builder b;
	struct facts f;
	struct leaf *l;

	(void)state;
	build_init(&b);
	for (int i = 0; i < 3; i++)
		build_need(&b, GRAIN_STATION, false);
	build_node(&b, "root", 0, POINTS(100));
	l = build_leaf(&b, "leaf", 1, POINTS(100), KIND_RATIO);
	l->grain = GRAIN_STATION;
	l->combine = COMBINE_MEAN;
	l->value = EXPR(&b, FACT(0));
	l->of = EXPR(&b, FACT(1));
	l->target = EXPR(&b, SHARE(100));
	l->sample = EXPR(&b, FACT(2));
	l->sample_min = EXPR(&b, NUM(30));
	f = facts_for(&b, 1);
	facts_grid(&f, GRAIN_STATION, 3, 3, b.arena);
	memcpy(f.grid[GRAIN_STATION].first, first, sizeof(first));
	for (uint32_t i = 0; i < 3; i++) {
		put(&f, GRAIN_STATION, 0, i, POINTS(i == 2 ? 0 : 4 * (i + 1)));
		put(&f, GRAIN_STATION, 1, i, POINTS(i == 2 ? 0 : 10));
		put(&f, GRAIN_STATION, 2, i, POINTS(i == 1 ? 29 : 30));
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct result r;

		policy_everywhere(&b, ST_LOW_SAMPLE, rows[i].low_sample);
		policy_everywhere(&b, ST_NO_EVENTS, rows[i].no_events);
		r = score(&b, &f, ENGINE_CELLS);
		assert_int_equal(r.score[0], rows[i].score);
		assert_int_equal(r.lowest[0], rows[i].lowest);
		assert_int_equal(r.highest[0], rows[i].highest);
		assert_int_equal(cell_of(&r, "leaf", 0)->state, ST_LOW_SAMPLE);
	}
	arena_free(b.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_combined),
		cmocka_unit_test(test_weighted_mean),
		cmocka_unit_test(test_weights_missing),
		cmocka_unit_test(test_rows_beside_contract_facts),
		cmocka_unit_test(test_many_rows),
		cmocka_unit_test(test_row_policies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
