/*
 * Intervals of expressions: those worked by hand are as tight as said, and for every function that
 * the checker knows about, the values that the engine's kernels give lie within (a checker that
 * says "never" must be right).
 */
#include "rules_test.h"

#include "rules/bounds.h"
#include "rules/decisions.h"

static char room[64u << 10];

/* A scheme with one leaf whose value is the expression; a, b, c are parameters with values over
 * time. */
static void
read_value(struct job *j, const char *parameters, const char *expression)
{
	int n = snprintf(room, sizeof(room),
	    "scheme: t\ntitle: t\neffective: {from: 2000-01-01}\nparameters:\n%s"
	    "indicators:\n  - {id: x, weight: 100, clause: 一, when: true, score: pass}\n"
	    "payments: {basis: 1 yuan, tranches: [{id: p, share: 100%%, when: as_of, requires: "
	    "\"(%s) = (%s)\"}]}\n",
	    parameters, expression, expression);

	assert_true(n > 0 && (size_t)n < sizeof(room));
	job_read(j, (struct text){ room, (size_t)n });
	if (j->scheme == NULL)
		fail_msg("%s: %s", expression, job_found(j));
}

static const struct code *
condition(const struct job *j)
{
	return &j->scheme->decisions->payments.tranches[0].requires;
}

/* Code of the left side: all but its twin and the sign between them. */
static struct code
left(const struct job *j)
{
	struct code c = *condition(j);

	c.count = (uint16_t)((c.count - 1) / 2);
	return c;
}

static const char sample[] =
    "  a: {value: 2}\n  b: {values: [{from: 2001-01-01, value: -3}, {from: "
    "2002-01-01, value: 5}]}\n"
    "  on: {value: true}\n  word: {value: 'x'}\n  blank: {value: null, type: number}\n";

static void
test_by_hand(void **state)
{
	static const struct {
		const char *expression;
		dec_t low, high;
	} rows[] = {
		{ "a", 2, 2 },
		{ "b", -3, 5 },
		{ "a + b", -1, 7 },
		{ "a - b", -3, 5 },
		{ "a * b", -6, 10 },
		{ "b * b", -15, 25 },
		{ "-b", -5, 3 },
		{ "abs(b)", 0, 5 },
		{ "max(0, b)", 0, 5 },
		{ "min(0, b)", -3, 0 },
		{ "clamp(b, 0, a)", 0, 2 },
		{ "if(on, a, b)", -3, 5 },
		{ "if(1 > 2, a, b)", -3, 5 },
		{ "if(2 > 1, a, b)", 2, 2 },
		{ "missing ?? b", INT64_MIN, INT64_MAX },
		{ "b ?? 9", -3, 9 },
		{ "if(b > 5, 1, 0)", 0, 0 },
		{ "if(b >= 5, 1, 0)", 0, 1 },
		{ "if(b > -4, 1, 0)", 1, 1 },
		{ "if(b < -3, 1, 0)", 0, 0 },
		{ "if(b <= -3, 1, 0)", 0, 1 },
		{ "if(a = 2, 1, 0)", 1, 1 },
		{ "if(a != 2, 1, 0)", 0, 0 },
		{ "if(b = 6, 1, 0)", 0, 0 },
		{ "if(between(b, 6, 9), 1, 0)", 0, 0 },
		{ "if(on and b > 9, 1, 0)", 0, 0 },
		{ "if(on or b > 9, 1, 0)", 0, 1 },
		{ "if(not (b > 9), 1, 0)", 1, 1 },
		{ "if(word = 'y', 1, 0)", 0, 1 }, /* a switch, whatever it stands at */
		{ "if(is_missing(a), 1, 0)", 0, 1 },
		{ "blank", INT64_MIN, INT64_MAX },
		{ "max(blank, 1)", 1, INT64_MAX },
		{ "survey.mean", INT64_MIN, INT64_MAX },
		{ "max(0, survey.mean) * 3", 0, INT64_MAX },
		{ "max(0, survey.mean) / 3", 0, INT64_MAX },
		{ "min(2, survey.mean) + min(3, survey.mean)", INT64_MIN, 5 },
	};
	struct job j;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct code c;
		struct bounds got;
		bool no_low = rows[i].low == INT64_MIN, no_high = rows[i].high == INT64_MAX;

		read_value(&j, sample, rows[i].expression);
		c = left(&j);
		got = code_bounds(j.scheme, &c, NULL);
		if (got.low != (no_low ? INT64_MIN : rows[i].low * DEC_ONE) ||
		    got.high != (no_high ? INT64_MAX : rows[i].high * DEC_ONE))
			fail_msg("%s: %lld .. %lld", rows[i].expression, (long long)got.low,
			    (long long)got.high);
		job_free(&j);
	}
}

static uint64_t seed = 20170630;

static int64_t
next_random(int64_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)((seed >> 33) % (uint64_t)below);
}

/* a, b, c with the same fifteen days each, so that each day is one sample of all three. */
static void
random_parameters(char *out, size_t size)
{
	static const char *const names[] = { "a", "b", "c" };
	size_t len = 0;

	for (size_t p = 0; p < COUNT_OF(names); p++) {
		len += (size_t)snprintf(out + len, size - len, "  %s: {values: [", names[p]);
		for (int k = 0; k < 15; k++)
			len += (size_t)snprintf(out + len, size - len,
			    "%s{from: 20%02d-01-01, value: %lld.%06lld}", k > 0 ? ", " : "", k + 1,
			    (long long)next_random(41) - 20, (long long)next_random(1000000));
		len += (size_t)snprintf(out + len, size - len, "]}\n");
	}
}

static void
test_kernels_stay_within(void **state)
{
	static const char *const expressions[] = { "a + b - c", "a * b", "a * b * c", "a / b",
		"max(0, a) / max(0, b)", "-a", "min(a, b, c)", "max(a, b, c)", "sum(a, b, c)",
		"avg(a, b, c)", "median(a, b, c)", "abs(a)", "abs(min(a, b))", "round(a)",
		"round(a, 2)", "round(max(a, 0))", "floor(a)", "ceil(a)", "trunc(a)",
		"clamp(a, b, c)", "clamp(a, min(b, c), max(b, c))", "if(a > b, a, c)",
		"if(a >= b, 1, 0)", "if(a < b, 1, 0)", "if(a <= b, 1, 0)", "if(a = b, 1, 0)",
		"if(a != b, 1, 0)", "if(not (a > b), 1, 0)", "if(a > b and b > c, 1, 0)",
		"if(a > b or b > c, 1, 0)", "if(between(a, b, c), 1, 0)", "if(is_missing(a), 1, 0)",
		"(1 / (a - a)) ?? b", "first_known(1 / (a - a), c)", "sqrt(a) ?? b",
		"stdevp(a, b)" };
	uint32_t known = 0;
	char parameters[8192];
	struct job j;

	(void)state;
	for (int round = 0; round < 20; round++) {
		random_parameters(parameters, sizeof(parameters));
		for (size_t i = 0; i < COUNT_OF(expressions); i++) {
			day_t days[BOUNDS_DAYS_MAX];
			const struct code *codes[1];
			struct bounds got;
			struct code c;
			uint32_t n;

			read_value(&j, parameters, expressions[i]);
			c = left(&j);
			codes[0] = &c;
			n = code_days(j.scheme, codes, 1, days);
			assert_int_equal(n, 16);
			assert_int_equal(days[0], DAY_NONE);
			got = code_bounds(j.scheme, &c, NULL);
			for (uint32_t k = 0; k < n; k++) {
				int64_t v;

				if (!code_at(j.scheme, &c, days[k], &v))
					continue;
				known++;
				if (v < got.low || v > got.high)
					fail_msg("%s: %lld is not in %lld .. %lld", expressions[i],
					    (long long)v, (long long)got.low, (long long)got.high);
			}
			job_free(&j);
		}
	}
	assert_true(known > 8000); /* of 10800: the rest divides by what may be 0, or has no root */
}

/* Days are counted up to a limit, and code that reads facts or the window has no constant value. */
static void
test_days(void **state)
{
	day_t days[BOUNDS_DAYS_MAX];
	const struct code *codes[1];
	char parameters[4096];
	size_t len = 0;
	struct code c;
	struct job j;
	int64_t v;

	(void)state;
	read_value(&j, sample, "a + 1");
	c = left(&j);
	codes[0] = &c;
	assert_int_equal(code_days(j.scheme, codes, 1, days), 1);
	assert_true(code_at(j.scheme, &c, DAY_NONE, &v));
	assert_int_equal(v, 3 * DEC_ONE);
	job_free(&j);

	read_value(&j, sample, "b");
	c = left(&j);
	codes[0] = &c;
	assert_int_equal(code_days(j.scheme, codes, 1, days), 3);
	assert_false(code_at(j.scheme, &c, DAY_NONE, &v)); /* before its first day */
	assert_true(code_at(j.scheme, &c, days[2], &v));
	assert_int_equal(v, 5 * DEC_ONE);
	job_free(&j);

	read_value(&j, sample, "survey.mean ?? 1");
	c = left(&j);
	assert_false(code_at(j.scheme, &c, DAY_NONE, &v));
	job_free(&j);

	len += (size_t)snprintf(parameters, sizeof(parameters), "  many: {values: [");
	for (int k = 0; k < 17; k++)
		len += (size_t)snprintf(parameters + len, sizeof(parameters) - len,
		    "%s{from: 20%02d-01-01, value: %d}", k > 0 ? ", " : "", k + 1, k);
	(void)snprintf(parameters + len, sizeof(parameters) - len, "]}\n");
	read_value(&j, parameters, "many");
	c = left(&j);
	codes[0] = &c;
	assert_int_equal(code_days(j.scheme, codes, 1, days), 0);
	assert_false(code_at(j.scheme, &c, days[0], &v));
	assert_true(code_bounds(j.scheme, &c, NULL).low == BOUND_LOW);
	job_free(&j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_kernels_stay_within),
		cmocka_unit_test(test_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
