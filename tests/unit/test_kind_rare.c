/* Kinds that are rare, worked by hand (I1): exact on the edge, what is missing, what is cut. A line
 * of two points is the line between its ends, by dice. */
#include "kind_test.h"

enum { VALUE, OF, TARGET, EACH, CRITICAL, WITHIN, CAP };

struct row {
	int64_t value, of, target, each, critical, within, cap, whole, frac;
	int passed;
};

static void
check(enum kind_id kind, const struct row *rows, int n)
{
	static struct block b;

	for (int i = 0; i < n; i++) {
		for (int same = 0; same < 2; same++) {
			memset(&b.in, 0, sizeof(b.in));
			b.n = 3;
			b.in.value = fill(&b, VALUE, rows[i].value, false);
			b.in.of = fill(&b, OF, rows[i].of, false);
			b.in.target = fill(&b, TARGET, rows[i].target, same != 0);
			b.in.each = fill(&b, EACH, rows[i].each, same != 0);
			b.in.critical = fill(&b, CRITICAL, rows[i].critical, false);
			b.in.within = fill(&b, WITHIN, rows[i].within, same != 0);
			b.in.cap = fill(&b, CAP, rows[i].cap, same != 0);
			b.in.whole = rows[i].whole;
			run(&b, kind);
			expect(&b, kind_table[kind].name, i, rows[i].frac, rows[i].passed);
		}
	}
}

#define CHECK(kind, rows) check(kind, rows, (int)(sizeof(rows) / sizeof((rows)[0])))
#define YES DEC_ONE
#define NO 0

static void
test_checklist(void **state)
{
	static const struct row rows[] = {
		{ U(7), U(10), OFF, OFF, OFF, OFF, OFF, 0, 700000000, 0 },
		{ U(2), U(3), OFF, OFF, OFF, OFF, OFF, 0, 666666667, 0 },
		{ U(10), U(10), OFF, OFF, OFF, OFF, OFF, 0, FRAC_ONE, 1 },
		{ U(12), U(10), OFF, OFF, OFF, OFF, OFF, 0, FRAC_ONE, 1 },
		{ U(0), U(10), OFF, OFF, OFF, OFF, OFF, 0, 0, 0 },
		/* nothing is required: not known (no_events above) */
		{ U(0), U(0), OFF, OFF, OFF, OFF, OFF, 0, NONE, 0 },
		{ U(7), NONE, OFF, OFF, OFF, OFF, OFF, 0, NONE, 0 },
		{ NONE, U(10), OFF, OFF, OFF, OFF, OFF, 0, NONE, 0 },
		/* critical item met: 9 of 10; not met: 60 % at most, and no pass even with 10 */
		{ U(9), U(10), OFF, OFF, YES, OFF, P(60), 0, 900000000, 0 },
		{ U(9), U(10), OFF, OFF, NO, OFF, P(60), 0, 600000000, 0 },
		{ U(10), U(10), OFF, OFF, NO, OFF, P(60), 0, 600000000, 0 },
		{ U(10), U(10), OFF, OFF, NO, OFF, P(100), 0, FRAC_ONE, 0 },
		{ U(5), U(10), OFF, OFF, NO, OFF, P(60), 0, 500000000, 0 },
		{ U(5), U(10), OFF, OFF, NO, OFF, P(0), 0, 0, 0 },
		/* the cap must be known only when it is needed */
		{ U(9), U(10), OFF, OFF, YES, OFF, NONE, 0, 900000000, 0 },
		{ U(9), U(10), OFF, OFF, NO, OFF, NONE, 0, NONE, 0 },
		{ U(9), U(10), OFF, OFF, NONE, OFF, P(60), 0, NONE, 0 },
	};

	(void)state;
	CHECK(KIND_CHECKLIST, rows);
}

static void
test_per_occurrence(void **state)
{
	static const struct row rows[] = {
		/* 20 % each */
		{ U(0), OFF, OFF, P(20), OFF, OFF, OFF, DEC_ONE, FRAC_ONE, 1 },
		{ U(1), OFF, OFF, P(20), OFF, OFF, OFF, DEC_ONE, 800000000, 0 },
		{ U(5), OFF, OFF, P(20), OFF, OFF, OFF, DEC_ONE, 0, 0 },
		{ U(6), OFF, OFF, P(20), OFF, OFF, OFF, DEC_ONE, 0, 0 },
		/* up to 50 % */
		{ U(2), OFF, OFF, P(20), OFF, OFF, P(50), DEC_ONE, 600000000, 0 },
		{ U(3), OFF, OFF, P(20), OFF, OFF, P(50), DEC_ONE, 500000000, 0 },
		{ U(9), OFF, OFF, P(20), OFF, OFF, P(50), DEC_ONE, 500000000, 0 },
		{ U(9), OFF, OFF, P(20), OFF, OFF, P(0), DEC_ONE, FRAC_ONE, 0 },
		/* 2 points of 7 each: 5/7, 3/7; at most 5 points: 2/7 */
		{ U(1), OFF, OFF, U(2), OFF, OFF, OFF, U(7), 714285714, 0 },
		{ U(2), OFF, OFF, U(2), OFF, OFF, OFF, U(7), 428571429, 0 },
		{ U(3), OFF, OFF, U(2), OFF, OFF, U(5), U(7), 285714286, 0 },
		/* a third of a point of 3, nine times: exactly all; 1/3 = 0.333333 leaves 1
		   millionth each */
		{ U(9), OFF, OFF, 333333, OFF, OFF, OFF, U(3), 1000, 0 },
		{ -U(1), OFF, OFF, P(20), OFF, OFF, OFF, DEC_ONE, FRAC_ONE, 1 },
		{ NONE, OFF, OFF, P(20), OFF, OFF, OFF, DEC_ONE, NONE, 0 },
		{ U(1), OFF, OFF, NONE, OFF, OFF, OFF, DEC_ONE, NONE, 0 },
		{ U(1), OFF, OFF, P(20), OFF, OFF, NONE, DEC_ONE, NONE, 0 },
		/* more than 64 bits lost */
		{ INT64_MAX, OFF, OFF, INT64_MAX, OFF, OFF, OFF, U(5000), 0, 0 },
	};

	(void)state;
	CHECK(KIND_PER_OCCURRENCE, rows);
}

/* Relief funds of 2 % exactly pass; a millionth of a yuan more of a million does not. */
static void
test_ceiling(void **state)
{
	static const struct row rows[] = {
		{ U(3), OFF, U(3), OFF, OFF, OFF, OFF, 0, FRAC_ONE, 1 },
		{ U(3) + 1, OFF, U(3), OFF, OFF, OFF, OFF, 0, 0, 0 },
		{ -U(3), OFF, 0, OFF, OFF, OFF, OFF, 0, FRAC_ONE, 1 },
		{ U(20000), U(1000000), P(2), OFF, OFF, OFF, OFF, 0, FRAC_ONE, 1 },
		{ U(20000) + 1, U(1000000), P(2), OFF, OFF, OFF, OFF, 0, 0, 0 },
		/* a third against 33.3333 % */
		{ U(1), U(3), 333333, OFF, OFF, OFF, OFF, 0, 0, 0 },
		{ U(1), U(3), 333334, OFF, OFF, OFF, OFF, 0, FRAC_ONE, 1 },
		{ INT64_MAX, INT64_MAX, DEC_ONE, OFF, OFF, OFF, OFF, 0, FRAC_ONE, 1 },
		{ INT64_MAX, INT64_MAX, DEC_ONE - 1, OFF, OFF, OFF, OFF, 0, 0, 0 },
		{ U(1), 0, P(2), OFF, OFF, OFF, OFF, 0, NONE, 0 },
		{ NONE, OFF, U(3), OFF, OFF, OFF, OFF, 0, NONE, 0 },
		{ U(1), OFF, NONE, OFF, OFF, OFF, OFF, 0, NONE, 0 },
	};

	(void)state;
	CHECK(KIND_CEILING, rows);
}

static void
test_tolerance(void **state)
{
	static const struct row rows[] = {
		/* 9 x 1,000,000 + 500,000 = 9,500,000: equal, or not by a fen */
		{ U(9500000), OFF, U(9500000), OFF, OFF, OFF, OFF, 0, FRAC_ONE, 1 },
		{ U(9500000) + 10000, OFF, U(9500000), OFF, OFF, OFF, OFF, 0, 0, 0 },
		{ U(9500000) + 10000, OFF, U(9500000), OFF, OFF, 10000, OFF, 0, FRAC_ONE, 1 },
		{ U(9500000) - 10000, OFF, U(9500000), OFF, OFF, 10000, OFF, 0, FRAC_ONE, 1 },
		{ U(9500000) - 10001, OFF, U(9500000), OFF, OFF, 10000, OFF, 0, 0, 0 },
		/* a third of the money: 33.3333 % is off by 0.00003333..., within 0.0001 % */
		{ U(50000), U(150000), 333333, OFF, OFF, OFF, OFF, 0, 0, 0 },
		{ U(50000), U(150000), 333333, OFF, OFF, 1, OFF, 0, FRAC_ONE, 1 },
		/* 51 of 100 against 50 % within 1 %: on the edge; 51.0001 is past it */
		{ U(51), U(100), P(50), OFF, OFF, P(1), OFF, 0, FRAC_ONE, 1 },
		{ U(51) + 100, U(100), P(50), OFF, OFF, P(1), OFF, 0, 0, 0 },
		{ U(49), U(100), P(50), OFF, OFF, P(1), OFF, 0, FRAC_ONE, 1 },
		{ INT64_MAX, OFF, -INT64_MAX, OFF, OFF, INT64_MAX, OFF, 0, 0, 0 },
		{ INT64_MAX, OFF, 0, OFF, OFF, INT64_MAX, OFF, 0, FRAC_ONE, 1 },
		{ U(1), OFF, U(1), OFF, OFF, -1, OFF, 0, 0, 0 },
		{ U(1), 0, U(1), OFF, OFF, OFF, OFF, 0, NONE, 0 },
		{ U(1), OFF, U(1), OFF, OFF, NONE, OFF, 0, NONE, 0 },
		{ U(1), OFF, NONE, OFF, OFF, OFF, OFF, 0, NONE, 0 },
		{ NONE, OFF, U(1), OFF, OFF, OFF, OFF, 0, NONE, 0 },
	};

	(void)state;
	CHECK(KIND_TOLERANCE, rows);
}

static void
test_formula_and_info(void **state)
{
	static const struct row formula[] = {
		{ P(35), OFF, OFF, OFF, OFF, OFF, OFF, 0, 350000000, 0 },
		{ 1, OFF, OFF, OFF, OFF, OFF, OFF, 0, 1000, 0 },
		{ P(100), OFF, OFF, OFF, OFF, OFF, OFF, 0, FRAC_ONE, 1 },
		{ P(130), OFF, OFF, OFF, OFF, OFF, OFF, 0, FRAC_ONE, 1 },
		{ -P(1), OFF, OFF, OFF, OFF, OFF, OFF, 0, 0, 0 },
		{ NONE, OFF, OFF, OFF, OFF, OFF, OFF, 0, NONE, 0 },
	};
	static const struct row info[] = {
		{ U(35), OFF, OFF, OFF, OFF, OFF, OFF, 0, 0, 0 },
		{ U(35), U(7), OFF, OFF, OFF, OFF, OFF, 0, 0, 0 },
		{ U(35), 0, OFF, OFF, OFF, OFF, OFF, 0, NONE, 0 },
		{ NONE, OFF, OFF, OFF, OFF, OFF, OFF, 0, NONE, 0 },
		/* a target is reached on the number itself, and compared exactly: 5 of 7 is under
		   5/7 + 10^-6 */
		{ U(35), OFF, U(35), OFF, OFF, OFF, OFF, 0, 0, 1 },
		{ U(35) - 1, OFF, U(35), OFF, OFF, OFF, OFF, 0, 0, 0 },
		{ U(5), U(7), 714285, OFF, OFF, OFF, OFF, 0, 0, 1 },
		{ U(5), U(7), 714286, OFF, OFF, OFF, OFF, 0, 0, 0 },
		{ U(35), OFF, NONE, OFF, OFF, OFF, OFF, 0, NONE, 0 },
	};

	(void)state;
	CHECK(KIND_FORMULA, formula);
	CHECK(KIND_INFO, info);
}

/* As a fraction of the cap: 2 points each, at most 5. */
static void
test_bonus(void **state)
{
	static const struct row rows[] = {
		{ U(1), OFF, OFF, U(2), OFF, OFF, U(5), 0, 400000000, 1 },
		{ U(3), OFF, OFF, U(2), OFF, OFF, U(5), 0, FRAC_ONE, 1 },
		{ 0, OFF, OFF, U(2), OFF, OFF, U(5), 0, 0, 0 },
		{ -U(1), OFF, OFF, U(2), OFF, OFF, U(5), 0, 0, 0 },
		{ U(1), OFF, OFF, U(2), OFF, OFF, 0, 0, 0, 0 },
		{ NONE, OFF, OFF, U(2), OFF, OFF, U(5), 0, NONE, 0 },
		{ U(1), OFF, OFF, NONE, OFF, OFF, U(5), 0, NONE, 0 },
		{ U(1), OFF, OFF, U(2), OFF, OFF, NONE, 0, NONE, 0 },
	};

	(void)state;
	CHECK(KIND_BONUS, rows);
}

struct point {
	int64_t at, share;
};

static void
points(struct block *b, const struct point *p, uint32_t n, int64_t value, int64_t of)
{
	memset(&b->in, 0, sizeof(b->in));
	b->n = 3;
	b->in.value = fill(b, VALUE, value, false);
	b->in.of = fill(b, OF, of, false);
	b->in.n_steps = n;
	for (uint32_t k = 0; k < n; k++) {
		int column = STEP_COLUMN + 2 * (int)k;

		b->in.steps[k].bound = fill(b, column, p[k].at, false);
		b->in.steps[k].share = fill(b, column + 1, p[k].share, false);
	}
	run(b, KIND_LINEAR);
}

/* 60 % nothing, 80 % three fifths, 95 % all; up to 200 it falls to a third, and stays. */
static void
test_points(void **state)
{
	static const struct point rise[] = { { P(60), 0 }, { P(80), P(60) }, { P(95), P(100) },
		{ P(200), 333333 } };
	static const struct {
		int64_t value, of, frac;
		int passed;
	} rows[] = {
		{ P(10), OFF, 0, 0 },
		{ P(60), OFF, 0, 0 },
		{ P(70), OFF, 300000000, 0 },
		{ P(80), OFF, 600000000, 0 },
		{ P(90), OFF, 866666667, 0 }, /* 0.6 + 0.4 x 10/15 */
		{ P(95), OFF, FRAC_ONE, 1 },
		{ P(95) - 1, OFF, 999997333, 0 }, /* 0.6 + 0.4 x 149,999/150,000 */
		/* falling: 1 - 0.666667 x 1/1,050,000 = 0.99999936508... */
		{ P(95) + 1, OFF, 999999365, 0 },
		/* 1 - 0.666667 x 525,000/1,050,000 = 0.6666665 */
		{ P(95) + 525000, OFF, 666666500, 0 },
		{ P(200), OFF, 333333000, 0 },
		{ P(300), OFF, 333333000, 0 },
		/* 7/9 = 0.7777...: 0.6 x 0.17777.../0.2 = 0.53333... */
		{ U(7), U(9), 533333333, 0 },
		{ U(19), U(20), FRAC_ONE, 1 },
		{ U(7), 0, NONE, 0 },
		{ NONE, OFF, NONE, 0 },
	};
	static const struct point flat[] = { { 0, P(100) }, { U(5), P(100) }, { U(10), 0 } };
	static const struct point twice[] = { { U(1), 0 }, { U(1), P(50) }, { U(2), P(100) } };
	static const struct point blank[] = { { U(1), 0 }, { U(2), NONE }, { U(3), P(100) } };
	static const struct point wide[] = { { -INT64_MAX, 0 }, { INT64_MAX, P(100) } };
	static struct block b;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		points(&b, rise, 4, rows[i].value, rows[i].of);
		expect(&b, "points", (int)i, rows[i].frac, rows[i].passed);
	}
	points(&b, flat, 3, U(3), OFF);
	expect(&b, "between two full points", 0, FRAC_ONE, 1);
	points(&b, flat, 3, U(5) + 1, OFF); /* 1 - 1/5,000,000 */
	expect(&b, "just off the full point", 0, 999999800, 0);
	points(&b, twice, 3, U(5), OFF);
	expect(&b, "points that do not rise", 0, NONE, 0);
	points(&b, blank, 3, U(9), OFF);
	expect(&b, "a blank point", 0, NONE, 0);
	/* half of 2^64 x 2^62, where 10^9 parts no longer fit 128 bits: three quarters */
	points(&b, wide, 2, INT64_MAX / 2 + 1, OFF);
	expect(&b, "the widest line", 0, 750000000, 0);
	points(&b, wide, 2, 0, INT64_C(1) << 62);
	expect(&b, "the widest line of", 0, 500000000, 0);
}

static uint64_t seed = 11;

static int64_t
dice(int bits)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)(seed >> (64 - bits));
}

/* The two kernels share no arithmetic but the last division. */
static void
test_two_points_are_a_line(void **state)
{
	static struct block b;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int bits = 3 + i % 60;
		int64_t from = dice(bits) - dice(bits), to = from + 1 + dice(bits) / 2;
		int64_t value = dice(bits) - dice(bits), of = i % 3 == 0 ? OFF : 1 + dice(bits);
		struct point rising[] = { { from, 0 }, { to, P(100) } };
		int64_t want;
		uint8_t passed;

		b.in.n_steps = 0;
		memset(&b.in, 0, sizeof(b.in));
		b.n = 3;
		b.in.value = fill(&b, VALUE, value, false);
		b.in.of = fill(&b, OF, of, false);
		b.in.target = fill(&b, TARGET, to, false);
		b.in.floor = fill(&b, CAP, from, false);
		run(&b, KIND_LINEAR);
		want = b.frac[0];
		passed = b.passed[0];
		points(&b, rising, 2, value, of);
		expect(&b, "line", i, want, passed);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_checklist),
		cmocka_unit_test(test_per_occurrence),
		cmocka_unit_test(test_ceiling),
		cmocka_unit_test(test_tolerance),
		cmocka_unit_test(test_formula_and_info),
		cmocka_unit_test(test_bonus),
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_two_points_are_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
