/* Scoring kinds (I1): hand-worked rows for every kind, exact thresholds next to the edge, missing
 * inputs; then dice against one plain 128-bit formula, through every width of the kernels. */
#include "kind_test.h"

__extension__ typedef __int128 wide_t;

struct plain_row {
	int64_t value, of, target, floor, cap, frac;
	int passed;
};

/* Each row alone, as a constant and as a column. */
static void
check_rows(enum kind_id kind, const struct plain_row *rows, int n)
{
	static struct block b;

	for (int i = 0; i < n; i++) {
		for (int same = 0; same < 2; same++) {
			memset(&b.in, 0, sizeof(b.in));
			b.n = 3;
			b.in.value = fill(&b, 0, rows[i].value, false);
			b.in.of = fill(&b, 1, rows[i].of, false);
			b.in.target = fill(&b, 2, rows[i].target, same != 0);
			b.in.floor = fill(&b, 3, rows[i].floor, same != 0);
			b.in.cap = fill(&b, 4, rows[i].cap, same != 0);
			run(&b, kind);
			expect(&b, kind_table[kind].name, i, rows[i].frac, rows[i].passed);
		}
	}
}

#define CHECK(kind, rows) check_rows(kind, rows, (int)(sizeof(rows) / sizeof((rows)[0])))

static void
test_ratio(void **state)
{
	static const struct plain_row rows[] = {
		{ U(30), OFF, U(60), OFF, OFF, 500000000, 0 },
		{ U(1), OFF, U(3), OFF, OFF, 333333333, 0 },
		{ U(2), OFF, U(3), OFF, OFF, 666666667, 0 },
		/* 1/2048000000 = 0.00000000048...: below half of the last place; 1/2000000000 is
		   the tie, up */
		{ 1, OFF, 2048000000, OFF, OFF, 0, 0 },
		{ 1, OFF, 2000000000, OFF, OFF, 1, 0 },
		{ U(60), OFF, U(60), OFF, OFF, FRAC_ONE, 1 },
		{ U(90), OFF, U(60), OFF, OFF, FRAC_ONE, 1 },
		{ U(90), OFF, U(60), OFF, P(80), 800000000, 1 },
		{ U(90), OFF, U(60), OFF, P(150), FRAC_ONE, 1 },
		{ U(90), OFF, U(60), OFF, -P(10), 0, 1 },
		{ U(90), OFF, U(60), OFF, NONE, NONE, 0 },
		{ -U(5), OFF, U(60), OFF, OFF, 0, 0 },
		{ U(5), OFF, 0, OFF, OFF, NONE, 0 },
		{ U(5), OFF, -U(1), OFF, OFF, NONE, 0 },
		{ NONE, OFF, U(60), OFF, OFF, NONE, 0 },
		{ U(5), OFF, NONE, OFF, OFF, NONE, 0 },
		/* money: 3 of 7 million yuan = 0.428571428571 */
		{ U(3000000), OFF, U(7000000), OFF, OFF, 428571429, 0 },
		/* the greatest values: (2^63 - 2)/(2^63 - 1) rounds to one without passing */
		{ INT64_MAX - 1, OFF, INT64_MAX, OFF, OFF, FRAC_ONE, 0 },
		{ INT64_MAX / 2, OFF, INT64_MAX, OFF, OFF, 500000000, 0 },
		/* 30 of 61 heads against 50 %: 0.98360655...; 31 of 61 is above */
		{ U(30), U(61), P(50), OFF, OFF, 983606557, 0 },
		{ U(31), U(61), P(50), OFF, OFF, FRAC_ONE, 1 },
		{ U(30), U(60), P(50), OFF, OFF, FRAC_ONE, 1 },
		{ U(30), 0, P(50), OFF, OFF, NONE, 0 },
		{ U(30), -U(4), P(50), OFF, OFF, NONE, 0 },
		{ U(30), NONE, P(50), OFF, OFF, NONE, 0 },
		/* of * target beyond 2^96: 2^62 * 2^62 against value 2^61 * 10^6: 10^6/2^63,
		   0.00000000000011 */
		{ INT64_C(1) << 61, INT64_C(1) << 62, INT64_C(1) << 62, OFF, OFF, 0, 0 },
		/* 9e18 * 10^6 / (9e18 * 3.000003e6) = 1/3.000003 = 0.333333000000333 */
		{ INT64_C(9000000000000000000), INT64_C(9000000000000000000), INT64_C(3000003), OFF,
		    OFF, 333333000, 0 },
		/* the same with a target of 8e12: 1.25e-7 */
		{ INT64_C(9000000000000000000), INT64_C(9000000000000000000),
		    INT64_C(8000000000000), OFF, OFF, 125, 0 },
	};

	(void)state;
	CHECK(KIND_RATIO, rows);
}

static void
test_pass(void **state)
{
	static const struct plain_row rows[] = {
		{ U(60), OFF, U(60), OFF, OFF, FRAC_ONE, 1 },
		{ U(60) - 1, OFF, U(60), OFF, OFF, 0, 0 },
		{ NONE, OFF, U(60), OFF, OFF, NONE, 0 },
		{ U(60), OFF, NONE, OFF, OFF, NONE, 0 },
		/* 2 x cases >= units, exactly: 50 of 100, 50 of 101 */
		{ U(50), U(100), P(50), OFF, OFF, FRAC_ONE, 1 },
		{ U(50), U(101), P(50), OFF, OFF, 0, 0 },
		/* 33.3333 %: a third of three million is 1,000,000 >= 999,999; with 33.3334 % it is
		   not */
		{ U(1000000), U(3000000), 333333, OFF, OFF, FRAC_ONE, 1 },
		{ U(1000000), U(3000000), 333334, OFF, OFF, 0, 0 },
		{ INT64_MAX, INT64_MAX, DEC_ONE, OFF, OFF, FRAC_ONE, 1 },
		{ INT64_MAX - 1, INT64_MAX, DEC_ONE, OFF, OFF, 0, 0 },
		{ 0, 0, P(50), OFF, OFF, NONE, 0 },
	};
	static const int64_t conditions[3][2] = { { DEC_ONE, FRAC_ONE }, { 0, 0 }, { NONE, NONE } };
	static struct block b;

	(void)state;
	CHECK(KIND_PASS, rows);
	for (int i = 0; i < 3; i++) {
		memset(&b.in, 0, sizeof(b.in));
		b.n = 2;
		b.in.when = fill(&b, 5, conditions[i][0], false);
		run(&b, KIND_PASS);
		expect(&b, "pass when", i, conditions[i][1], i == 0);
	}
}

static void
test_linear(void **state)
{
	static const struct plain_row rows[] = {
		{ U(75), OFF, U(90), U(60), OFF, 500000000, 0 },
		{ U(60), OFF, U(90), U(60), OFF, 0, 0 },
		{ U(59), OFF, U(90), U(60), OFF, 0, 0 },
		{ U(90), OFF, U(90), U(60), OFF, FRAC_ONE, 1 },
		{ U(99), OFF, U(90), U(60), OFF, FRAC_ONE, 1 },
		{ U(30), OFF, U(90), OFF, OFF, 333333333, 0 },
		/* lower is better: 30 days cost all, 10 days cost nothing; 25 days: 5/20 */
		{ U(25), OFF, U(10), U(30), OFF, 250000000, 0 },
		{ U(10), OFF, U(10), U(30), OFF, FRAC_ONE, 1 },
		{ U(9), OFF, U(10), U(30), OFF, FRAC_ONE, 1 },
		{ U(31), OFF, U(10), U(30), OFF, 0, 0 },
		{ -U(10), OFF, U(10), -U(30), OFF, 500000000, 0 },
		{ U(25), OFF, U(30), U(30), OFF, NONE, 0 },
		{ NONE, OFF, U(30), U(10), OFF, NONE, 0 },
		{ U(25), OFF, NONE, U(10), OFF, NONE, 0 },
		{ U(25), OFF, U(30), NONE, OFF, NONE, 0 },
		/* the widest span: from -(2^63 - 1) to 2^63 - 1, half way and a value past the
		   floor */
		{ 0, OFF, INT64_MAX, -INT64_MAX, OFF, 500000000, 0 },
		{ INT64_MIN + 1, OFF, INT64_MAX, -INT64_MAX, OFF, 0, 0 },
		{ INT64_MAX, OFF, U(90), U(60), OFF, FRAC_ONE, 1 },
		{ -INT64_MAX, OFF, U(90), U(60), OFF, 0, 0 },
		/* share 3/4 on the line from 60 % to 90 %: 15/30 */
		{ U(3), U(4), P(90), P(60), OFF, 500000000, 0 },
		{ U(9), U(10), P(90), P(60), OFF, FRAC_ONE, 1 },
		{ U(89), U(100), P(90), P(60), OFF, 966666667, 0 },
		/* complaints 1/4 on the line falling from 50 % to 0 % */
		{ U(1), U(4), 0, P(50), OFF, 500000000, 0 },
		{ U(3), 0, P(90), P(60), OFF, NONE, 0 },
		/* nine tenths of 2^99.3, where 10^9 parts no longer fit 128 bits; half of nearly
		   2^126 */
		{ 0, INT64_C(1) << 50, INT64_C(1) << 46, -9 * (INT64_C(1) << 46), OFF, 900000000,
		    0 },
		{ 0, INT64_C(1) << 62, INT64_MAX, -INT64_MAX, OFF, 500000000, 0 },
	};

	(void)state;
	CHECK(KIND_LINEAR, rows);
}

static void
test_rubric(void **state)
{
	static const struct plain_row rows[] = {
		{ U(17), OFF, U(20), OFF, OFF, 850000000, 0 },
		{ U(20), OFF, U(20), OFF, OFF, FRAC_ONE, 1 },
		{ NONE, OFF, U(20), OFF, OFF, NONE, 0 },
	};

	(void)state;
	CHECK(KIND_RUBRIC, rows);
}

struct step_row {
	int64_t value, of;
	bool inclusive;
	int64_t frac;
	int passed;
};

static void
check_steps(enum kind_id kind, const int64_t (*steps)[2], uint32_t n_steps,
    const struct step_row *rows, int n)
{
	static struct block b;

	for (int i = 0; i < n; i++) {
		for (int same = 0; same < 2; same++) {
			memset(&b.in, 0, sizeof(b.in));
			b.n = 3;
			b.in.inclusive = rows[i].inclusive;
			b.in.value = fill(&b, 0, rows[i].value, false);
			b.in.of = fill(&b, 1, rows[i].of, false);
			b.in.n_steps = n_steps;
			for (uint32_t k = 0; k < n_steps; k++) {
				int column = STEP_COLUMN + 2 * (int)k;

				b.in.steps[k].bound = fill(&b, column, steps[k][0], same != 0);
				b.in.steps[k].share = fill(&b, column + 1, steps[k][1], same != 0);
			}
			run(&b, kind);
			expect(&b, kind_table[kind].name, i, rows[i].frac, rows[i].passed);
		}
	}
}

#define CHECK_STEPS(kind, steps, rows)                                                 \
	check_steps(kind, steps, (uint32_t)(sizeof(steps) / sizeof((steps)[0])), rows, \
	    (int)(sizeof(rows) / sizeof((rows)[0])))

static void
test_bands(void **state)
{
	static const int64_t steps[][2] = { { U(2), 0 }, { U(4), P(60) }, { U(6), P(80) },
		{ NO_VALUE, P(100) } };
	static const struct step_row rows[] = {
		{ 0, OFF, true, 0, 0 },
		{ U(2), OFF, true, 0, 0 },
		{ U(2) + 1, OFF, true, 600000000, 0 },
		{ U(4), OFF, true, 600000000, 0 },
		{ U(6), OFF, true, 800000000, 0 },
		{ U(6) + 1, OFF, true, FRAC_ONE, 1 },
		{ INT64_MAX, OFF, true, FRAC_ONE, 1 },
		{ -INT64_MAX, OFF, true, 0, 0 },
		{ U(2) - 1, OFF, false, 0, 0 },
		{ U(2), OFF, false, 600000000, 0 },
		{ U(4), OFF, false, 800000000, 0 },
		{ U(6), OFF, false, FRAC_ONE, 1 },
		{ NONE, OFF, true, NONE, 0 },
		/* 9/4 = 2.25; 8/4 = 2; 25/4 > 6 */
		{ U(9), U(4), true, 600000000, 0 },
		{ U(8), U(4), true, 0, 0 },
		{ U(8), U(4), false, 600000000, 0 },
		{ U(25), U(4), true, FRAC_ONE, 1 },
		{ U(25), 0, true, NONE, 0 },
	};
	static const int64_t gap[][2] = { { U(2), NONE }, { U(4), P(60) }, { NO_VALUE, P(100) } };
	static const struct step_row gap_rows[] = {
		{ U(1), OFF, true, NONE, 0 },
		{ U(3), OFF, true, 600000000, 0 },
		{ U(5), OFF, true, FRAC_ONE, 1 },
	};
	static const int64_t blank[][2] = { { U(2), 0 }, { NONE, P(60) }, { NO_VALUE, P(100) } };
	static const struct step_row blank_rows[] = { { U(1), OFF, true, NONE, 0 },
		{ U(9), OFF, true, NONE, 0 } };

	(void)state;
	CHECK_STEPS(KIND_BANDS, steps, rows);
	CHECK_STEPS(KIND_BANDS, gap, gap_rows);
	CHECK_STEPS(KIND_BANDS, blank, blank_rows);
}

/* More than 15 days late: half; more than 30: nothing. 15 days are not "over 15"; with `ge` they
 * are. */
static void
test_late_steps(void **state)
{
	static const int64_t steps[][2] = { { U(15), P(50) }, { U(30), 0 } };
	static const struct step_row rows[] = {
		{ -U(3), OFF, false, FRAC_ONE, 1 },
		{ 0, OFF, false, FRAC_ONE, 1 },
		{ U(15), OFF, false, FRAC_ONE, 1 },
		{ U(16), OFF, false, 500000000, 0 },
		{ U(30), OFF, false, 500000000, 0 },
		{ U(31), OFF, false, 0, 0 },
		{ U(14), OFF, true, FRAC_ONE, 1 },
		{ U(15), OFF, true, 500000000, 0 },
		{ U(30), OFF, true, 0, 0 },
		{ NONE, OFF, false, NONE, 0 },
	};
	static const int64_t gap[][2] = { { U(15), P(50) }, { U(30), NONE } };
	static const struct step_row gap_rows[] = {
		{ U(10), OFF, false, FRAC_ONE, 1 },
		{ U(20), OFF, false, 500000000, 0 },
		{ U(31), OFF, false, NONE, 0 },
	};

	/* a first step that takes nothing: late all the same */
	static const int64_t grace[][2] = { { 0, P(100) }, { U(15), P(50) } };
	static const struct step_row grace_rows[] = {
		{ 0, OFF, false, FRAC_ONE, 1 },
		{ U(1), OFF, false, FRAC_ONE, 0 },
		{ U(15), OFF, false, FRAC_ONE, 0 },
		{ U(16), OFF, false, 500000000, 0 },
		{ NONE, OFF, false, NONE, 0 },
	};

	(void)state;
	CHECK_STEPS(KIND_LATE_STEPS, grace, grace_rows);
	CHECK_STEPS(KIND_LATE_STEPS, steps, rows);
	CHECK_STEPS(KIND_LATE_STEPS, gap, gap_rows);
}

/* --- dice
 * ------------------------------------------------------------------------------------------ */

static uint64_t seed = 7;

static uint64_t
dice(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return seed >> 20;
}

static int64_t
dice_up_to(int bits)
{
	int64_t v = (int64_t)(((dice() << 32) ^ dice()) & ((UINT64_C(1) << bits) - 1));

	return dice() % 4 == 0 ? -v : v;
}

/* half_up(part / whole) clamped, by the definition: the nearest count of billionths, found by
 * halving. */
static int64_t
by_definition(wide_t part, wide_t whole)
{
	int64_t low = 0;
	int64_t high = FRAC_ONE;

	if (part <= 0)
		return 0;
	while (low < high) { /* greatest f with (2 f - 1) * whole <= 2 * part * 10^9 */
		int64_t mid = low + (high - low + 1) / 2;

		if ((2 * (wide_t)mid - 1) * whole <= 2 * part * FRAC_ONE)
			low = mid;
		else
			high = mid - 1;
	}
	return low;
}

static void
check_dice(const struct block *b, uint32_t i, wide_t part, wide_t whole)
{
	int64_t want = by_definition(part > whole ? whole : part, whole);

	if (b->frac[i] == want && b->passed[i] == (part >= whole))
		return;
	fail_msg("value %lld of %lld target %lld floor %lld: frac %lld, want %lld, passed %d",
	    (long long)b->v[0][i], (long long)b->v[1][i], (long long)b->v[2][i],
	    (long long)b->v[3][i], (long long)b->frac[i], (long long)want, b->passed[i]);
}

static void
roll(struct block *b, int bits, bool same)
{
	b->n = BLOCK;
	memset(&b->in, 0, sizeof(b->in));
	b->in.value = fill(b, 0, 0, false);
	b->in.target = fill(b, 2, 1 + (int64_t)(dice() & ((UINT64_C(1) << bits) - 1)), same);
	b->in.floor = fill(b, 3, dice_up_to(bits), same);
	for (uint32_t i = 0; i < b->n; i++) {
		b->v[0][i] = dice_up_to(bits);
		if (!same) {
			b->v[2][i] = 1 + (int64_t)(dice() & ((UINT64_C(1) << bits) - 1));
			b->v[3][i] = dice_up_to(bits);
		}
	}
}

/* Every width from counts to the whole range; targets alike in all rows or not. Whole numbers stay
 * below 2^95, so that the definition itself cannot overflow. */
static void
test_dice(void **state)
{
	static struct block b;

	(void)state;
	for (int bits = 3; bits <= 62; bits++) {
		for (int same = 0; same < 2; same++) {
			roll(&b, bits, same != 0);
			b.in.floor = (struct column){ 0 };
			run(&b, KIND_RATIO);
			for (uint32_t i = 0; i < b.n; i++)
				check_dice(&b, i, b.v[0][i], b.v[2][i]);
			roll(&b, bits, same != 0);
			run(&b, KIND_LINEAR);
			for (uint32_t i = 0; i < b.n; i++) {
				wide_t whole = (wide_t)b.v[2][i] - b.v[3][i];
				wide_t part = (wide_t)b.v[0][i] - b.v[3][i];

				if (whole != 0)
					check_dice(&b, i, whole < 0 ? -part : part,
					    whole < 0 ? -whole : whole);
				assert_int_equal(b.out_known[i], whole != 0);
			}
		}
	}
}

static void
test_dice_of(void **state)
{
	static struct block b;

	(void)state;
	for (int bits = 3; bits <= 62; bits++) {
		roll(&b, bits, bits % 2 == 0);
		b.in.floor = (struct column){ 0 };
		b.in.of = fill(&b, 1, 1, false);
		for (uint32_t i = 0; i < b.n; i++) {
			b.v[1][i] = 1 + (int64_t)(dice() & ((UINT64_C(1) << bits) - 1));
			if (b.v[2][i] >> (92 - bits > 62 ? 62 : 92 - bits) != 0)
				b.in.target.same = false;
			b.v[2][i] &= (INT64_C(1) << (92 - bits > 62 ? 62 : 92 - bits)) - 1;
			b.v[2][i] += b.v[2][i] == 0;
		}
		run(&b, KIND_RATIO);
		for (uint32_t i = 0; i < b.n; i++)
			check_dice(
			    &b, i, (wide_t)b.v[0][i] * DEC_ONE, (wide_t)b.v[1][i] * b.v[2][i]);
	}
}

static void
test_table(void **state)
{
	(void)state;
	for (int k = 0; k < KIND_ID_COUNT; k++) {
		const struct kind *kind = &kind_table[k];

		assert_ptr_equal(kind_find(text_of(kind->name)), kind);
		assert_true((kind->needs & ~kind->takes) == 0);
		assert_true(strlen(kind->doc_zh) > 0 && strlen(kind->doc_en) > 0);
		assert_non_null(strstr(kind->example, kind->name));
	}
	assert_null(kind_find(TEXT("rati")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ratio),
		cmocka_unit_test(test_pass),
		cmocka_unit_test(test_linear),
		cmocka_unit_test(test_rubric),
		cmocka_unit_test(test_bands),
		cmocka_unit_test(test_late_steps),
		cmocka_unit_test(test_dice),
		cmocka_unit_test(test_dice_of),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
