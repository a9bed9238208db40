/* I2: the same facts give the same bytes whatever else is in the batch, in whatever order. */
#include "engine_test.h"

static uint64_t seed;

static uint32_t
dice(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % sides;
}

/* Small, money-sized and huge values, some missing, so that blocks take both the narrow and wide
 * loops. */
static int64_t
dice_value(void)
{
	switch (dice(8)) {
	case 0:
		return NONE;
	case 1:
		return 0;
	case 2:
		return (int64_t)dice(1u << 31) << dice(30);
	default:
		return (int64_t)dice(100) * DEC_ONE;
	}
}

static struct builder
mixed_tree(void)
{
	struct builder b;
	struct leaf *l;

	build_init(&b);
	for (int i = 0; i < 4; i++)
		build_need(&b, GRAIN_CONTRACT, false);
	build_need(&b, GRAIN_COMMUNITY, false);
	build_param(&b, POINTS(40));
	build_node(&b, "root", 0, POINTS(100));
	build_node(&b, "g", 1, POINTS(55));
	ratio_leaf(&b, "ratio", 2, POINTS(20), 0, POINTS(70))->of = EXPR(&b, FACT(1));
	l = build_leaf(&b, "linear", 2, POINTS(25), KIND_LINEAR);
	l->value = EXPR(&b, FACT(0), FACT(1), OPERATOR("*"));
	l->floor = EXPR(&b, NUM(5));
	l->target = EXPR(&b, FACT(3), PARAM(0), OPERATOR("+"));
	l->applies = EXPR(&b, FACT(2), NUM(50), OPERATOR("<"));
	l = build_leaf(&b, "pass", 2, POINTS(10), KIND_PASS);
	l->when = EXPR(&b, FACT(1), FACT(2), OPERATOR("/"), FACT(3), OPERATOR(">="));
	l = build_leaf(&b, "bands", 1, POINTS(25), KIND_BANDS);
	l->value = EXPR(&b, FACT(3));
	build_step(&b, l, EXPR(&b, NUM(20)), EXPR(&b, SHARE(10)));
	build_step(&b, l, EXPR(&b, NUM(60)), EXPR(&b, SHARE(55)));
	build_step(&b, l, (struct code){ 0 }, EXPR(&b, SHARE(100)));
	l = ratio_leaf(&b, "rows", 1, POINTS(20), 4, POINTS(30));
	l->grain = GRAIN_COMMUNITY;
	l->combine = COMBINE_MEAN;
	l->cap = EXPR(&b, SHARE(80));
	build_grades(&b);
	policy_everywhere(&b, ST_NO_DATA, POL_REDISTRIBUTE);
	return b;
}

static struct facts
mixed_facts(struct builder *b, uint32_t n)
{
	struct facts f = facts_for(b, n);
	uint32_t *counts = arena_array(b->arena, n, sizeof(*counts));
	uint32_t rows = 0;

	for (uint32_t i = 0; i < n; i++)
		rows += counts[i] = dice(4);
	facts_grid(&f, GRAIN_COMMUNITY, 1, rows, b->arena);
	for (uint32_t i = 0; i < n; i++) {
		f.grid[GRAIN_COMMUNITY].first[i + 1] = f.grid[GRAIN_COMMUNITY].first[i] + counts[i];
		for (uint16_t c = 0; c < 4; c++)
			put(&f, GRAIN_CONTRACT, c, i, dice_value());
	}
	for (uint32_t r = 0; r < rows; r++)
		put(&f, GRAIN_COMMUNITY, 0, r, dice_value());
	return f;
}

/* Facts of the contracts pick[0..n-1] only, in that order. */
static struct facts
picked(struct builder *b, const struct facts *all, const uint32_t *pick, uint32_t n)
{
	struct facts f = facts_for(b, n);
	const struct fact_grid *from = &all->grid[GRAIN_COMMUNITY];
	uint32_t rows = 0;

	for (uint32_t i = 0; i < n; i++)
		rows += from->first[pick[i] + 1] - from->first[pick[i]];
	facts_grid(&f, GRAIN_COMMUNITY, 1, rows, b->arena);
	rows = 0;
	for (uint32_t i = 0; i < n; i++) {
		for (uint16_t c = 0; c < 4; c++) {
			f.grid[0].value[c][i] = all->grid[0].value[c][pick[i]];
			f.grid[0].known[c][i] = all->grid[0].known[c][pick[i]];
		}
		for (uint32_t r = from->first[pick[i]]; r < from->first[pick[i] + 1]; r++, rows++) {
			f.grid[GRAIN_COMMUNITY].value[0][rows] = from->value[0][r];
			f.grid[GRAIN_COMMUNITY].known[0][rows] = from->known[0][r];
		}
		f.grid[GRAIN_COMMUNITY].first[i + 1] = rows;
	}
	return f;
}

static void
assert_same_answer(const struct result *a, uint32_t i, const struct result *b, uint32_t k)
{
	assert_int_equal(a->score[i], b->score[k]);
	assert_int_equal(a->lowest[i], b->lowest[k]);
	assert_int_equal(a->highest[i], b->highest[k]);
	assert_int_equal(a->grade[i], b->grade[k]);
	assert_int_equal(a->grade_certain[i], b->grade_certain[k]);
	assert_int_equal(a->failed[i], b->failed[k]);
	if (a->cells == NULL || b->cells == NULL)
		return;
	for (uint32_t node = 0; node < a->scheme->n_nodes; node++)
		assert_memory_equal(&a->cells[(size_t)node * a->n + i],
		    &b->cells[(size_t)node * b->n + k], offsetof(struct cell, active) + 1);
}

static void
test_batch_does_not_matter(void **state)
{
	enum { N = 1300 }; /* two and a half blocks */
	struct builder b = mixed_tree();
	struct facts all;
	struct result whole;
	struct result scores;
	uint32_t pick[N];
	uint32_t failed = 0;
	uint32_t uncertain = 0;

	(void)state;
	seed = 20170630;
	build_done(&b);
	all = mixed_facts(&b, N);
	whole = score(&b, &all, ENGINE_CELLS);
	scores = score(&b, &all, ENGINE_SCORES);
	for (uint32_t i = 0; i < N; i++) {
		struct facts one = picked(&b, &all, &i, 1);
		struct result alone = score(&b, &one, ENGINE_CELLS);

		assert_same_answer(&whole, i, &alone, 0);
		assert_same_answer(&whole, i, &scores, i);
		assert_true(whole.lowest[i] <= whole.highest[i]);
		failed += whole.failed[i];
		uncertain += whole.lowest[i] < whole.highest[i];
		pick[i] = N - 1 - i;
	}
	/* the dice reach what is to be tested */
	assert_in_range(failed, 10, N / 2);
	assert_in_range(uncertain, 100, N - 1);
	for (uint32_t i = 0; i < N; i++) {
		uint32_t k = dice(N);
		uint32_t swap = pick[i];

		pick[i] = pick[k];
		pick[k] = swap;
	}
	{
		struct facts shuffled = picked(&b, &all, pick, N);
		struct result r = score(&b, &shuffled, ENGINE_CELLS);

		for (uint32_t i = 0; i < N; i++)
			assert_same_answer(&r, i, &whole, pick[i]);
	}
	arena_free(b.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_batch_does_not_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
