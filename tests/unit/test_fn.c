/* Functions and operators: types, hand-worked values, missing and overflow (I1, I3); dice against
 * 128-bit arithmetic through the narrow and the wide loops. The table's examples are run by
 * test_fn_examples.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/dec.h"
#include "rules/diag.h"
#include "rules/fn.h"

__extension__ typedef __int128 wide_t;

#define ARGS 9
#define OVER (INT64_MIN + 1) /* expected: overflow */
#define U(x) ((x)*DEC_ONE)
#define BIG INT64_MAX
#define NONE INT64_MIN /* missing */

static const struct fn *
find(const char *name, uint32_t argc)
{
	const struct fn *fn = fn_find(text_of(name), true);

	if (fn == NULL)
		fn = fn_find(text_of(name), false);
	if (fn == NULL || argc < fn->min_args || argc > fn->max_args)
		fail_msg("no %s of %u", name, argc);
	return fn;
}

/* --- values
 * ---------------------------------------------------------------------------------------- */

struct value_row {
	const char *fn;
	uint32_t argc;
	int64_t want;
	int64_t args[ARGS];
};

/* One row in the middle of a block whose other rows are missing, so that neighbours cannot leak. */
static int64_t
eval(const struct fn *fn, const int64_t *args, uint32_t argc)
{
	int64_t v[ARGS][3] = { { 0 } };
	uint8_t known[ARGS][3] = { { 0 } };
	struct column columns[ARGS];
	uint8_t overflow[3] = { 0 };
	struct kernel_ctx ctx = { 3, overflow, NULL };
	int64_t out_v[3] = { 77, 77, 77 };
	uint8_t out_known[3] = { 9, 9, 9 };
	struct column out = { out_v, out_known, false };

	for (uint32_t a = 0; a < argc; a++) {
		v[a][0] = BIG; /* what lies in a missing row must not matter */
		v[a][1] = args[a] == NONE ? -BIG : args[a];
		v[a][2] = INT64_MIN;
		known[a][1] = args[a] != NONE;
		columns[a] = (struct column){ v[a], known[a], false };
	}
	fn->kernel(&ctx, columns, argc, &out);
	assert_int_equal(overflow[0] + overflow[2], 0);
	if (overflow[1]) {
		assert_int_equal(out_known[1], 0);
		return OVER;
	}
	return out_known[1] ? out_v[1] : NONE;
}

static const day_t day_20170630 = 17347;

#define DAY(offset) U((int64_t)17347 + (offset)) /* 17347 = 2017-06-30 */

static const struct value_row values[] = {
	{ "+", 2, U(5), { U(2), U(3) } },
	{ "+", 2, OVER, { BIG, 1 } },
	{ "+", 2, BIG, { BIG - 1, 1 } },
	{ "+", 2, NONE, { BIG, NONE } },
	{ "-", 2, -U(1), { U(2), U(3) } },
	{ "-", 2, OVER, { -BIG, 1 } },
	{ "*", 2, U(6), { U(2), U(3) } },
	{ "*", 2, 1, { 1, 500000 } },
	{ "*", 2, -1, { -1, 500000 } },
	{ "*", 2, 0, { 1, 499999 } },
	{ "*", 2, OVER, { BIG, U(2) } },
	{ "*", 2, BIG, { BIG, U(1) } },
	{ "*", 2, NONE, { NONE, U(2) } },
	{ "/", 2, 666667, { U(2), U(3) } },
	{ "/", 2, -666667, { -U(2), U(3) } },
	{ "/", 2, -666667, { U(2), -U(3) } },
	{ "/", 2, 1, { 1, U(2) } },
	{ "/", 2, 0, { 1, U(2) + 1 } },
	{ "/", 2, NONE, { U(2), 0 } },
	{ "/", 2, NONE, { 0, 0 } },
	{ "/", 2, NONE, { NONE, U(1) } },
	{ "/", 2, OVER, { BIG, 1 } },
	{ "/", 2, BIG, { BIG, U(1) } },
	{ "=", 2, U(1), { U(2), U(2) } },
	{ "=", 2, 0, { U(2), U(2) + 1 } },
	{ "=", 2, NONE, { U(2), NONE } },
	{ "!=", 2, U(1), { U(2), U(3) } },
	{ "!=", 2, 0, { U(2), U(2) } },
	{ "<", 2, U(1), { U(2), U(3) } },
	{ "<", 2, 0, { U(3), U(3) } },
	{ "<=", 2, U(1), { U(3), U(3) } },
	{ "<=", 2, 0, { U(3) + 1, U(3) } },
	{ ">", 2, 0, { U(3), U(3) } },
	{ ">", 2, U(1), { U(4), U(3) } },
	{ ">=", 2, U(1), { U(3), U(3) } },
	{ ">=", 2, NONE, { NONE, U(3) } },
	/* Kleene: all nine */
	{ "and", 2, U(1), { U(1), U(1) } },
	{ "and", 2, 0, { U(1), 0 } },
	{ "and", 2, 0, { 0, U(1) } },
	{ "and", 2, 0, { 0, 0 } },
	{ "and", 2, 0, { NONE, 0 } },
	{ "and", 2, 0, { 0, NONE } },
	{ "and", 2, NONE, { NONE, U(1) } },
	{ "and", 2, NONE, { U(1), NONE } },
	{ "and", 2, NONE, { NONE, NONE } },
	{ "or", 2, U(1), { U(1), U(1) } },
	{ "or", 2, U(1), { U(1), 0 } },
	{ "or", 2, U(1), { 0, U(1) } },
	{ "or", 2, 0, { 0, 0 } },
	{ "or", 2, U(1), { NONE, U(1) } },
	{ "or", 2, U(1), { U(1), NONE } },
	{ "or", 2, NONE, { NONE, 0 } },
	{ "or", 2, NONE, { 0, NONE } },
	{ "or", 2, NONE, { NONE, NONE } },
	{ "not", 1, 0, { U(1) } },
	{ "not", 1, U(1), { 0 } },
	{ "not", 1, NONE, { NONE } },
	{ "neg", 1, -U(3), { U(3) } },
	{ "neg", 1, -BIG, { BIG } },
	{ "neg", 1, NONE, { NONE } },
	{ "??", 2, U(3), { U(3), U(4) } },
	{ "??", 2, U(4), { NONE, U(4) } },
	{ "??", 2, NONE, { NONE, NONE } },
	{ "if", 3, U(2), { U(1), U(2), NONE } },
	{ "if", 3, U(3), { 0, NONE, U(3) } },
	{ "if", 3, NONE, { U(1), NONE, U(3) } },
	{ "if", 3, NONE, { NONE, U(2), U(3) } },
	{ "min", 1, U(7), { U(7) } },
	{ "min", 3, -U(1), { U(3), -U(1), U(2) } },
	{ "min", 3, NONE, { U(3), NONE, U(2) } },
	{ "max", 3, U(3), { U(3), -U(1), U(2) } },
	{ "max", 2, NONE, { NONE, U(2) } },
	{ "sum", 3, U(6), { U(1), U(2), U(3) } },
	{ "sum", 3, BIG, { BIG, BIG, -BIG } }, /* only the result must fit */
	{ "sum", 2, OVER, { BIG, 1 } },
	{ "sum", 2, NONE, { U(1), NONE } },
	{ "avg", 3, 1666667, { U(1), U(2), U(2) } },
	{ "avg", 3, -1666667, { -U(1), -U(2), -U(2) } },
	{ "avg", 2, 1, { 0, 1 } },   /* 0.5 of the last place goes up */
	{ "avg", 2, -1, { 0, -1 } }, /* and away from zero */
	{ "avg", 2, BIG, { BIG, BIG } },
	{ "median", 3, U(2), { U(9), U(1), U(2) } },
	{ "median", 4, U(3), { U(9), U(1), U(4), U(2) } },
	{ "median", 2, 1, { 0, 1 } },
	{ "median", 2, NONE, { U(1), NONE } },
	{ "stdevp", 8, U(2), { U(2), U(4), U(4), U(4), U(5), U(5), U(7), U(9) } },
	/* 1, 2: 0.5; 1, 2, 4: variance 14/9, root 1.247219 */
	{ "stdevp", 2, 500000, { U(1), U(2) } },
	{ "stdevp", 3, 1247219, { U(1), U(2), U(4) } },
	{ "stdevp", 3, 1247219, { U(1) - BIG / 2, U(2) - BIG / 2, U(4) - BIG / 2 } },
	{ "stdevp", 1, 0, { U(5) } },
	{ "stdevp", 2, (INT64_C(1) << 56) - 1, { 0, (INT64_C(1) << 57) - 2 } },
	{ "stdevp", 2, OVER, { 0, INT64_C(1) << 57 } },
	{ "count", 3, U(2), { U(5), NONE, 0 } },
	{ "count", 2, 0, { NONE, NONE } },
	{ "abs", 1, U(3), { -U(3) } },
	{ "abs", 1, BIG, { -BIG } },
	{ "round", 1, U(3), { 2500000 } },
	{ "round", 1, -U(3), { -2500000 } },
	{ "round", 2, 2350000, { 2345000, U(2) } },
	{ "round", 2, 2344999, { 2344999, U(6) } },
	{ "round", 2, NONE, { 2345000, U(7) } },
	{ "round", 2, NONE, { 2345000, -U(1) } },
	{ "round", 2, NONE, { 2345000, 1500000 } },
	{ "round", 2, NONE, { 2345000, NONE } },
	{ "round", 2, OVER, { BIG, 0 } },
	{ "floor", 1, -U(3), { -2500000 } },
	{ "floor", 1, U(2), { 2999999 } },
	{ "ceil", 1, -U(2), { -2500000 } },
	{ "ceil", 1, U(3), { 2000001 } },
	{ "ceil", 1, OVER, { BIG } },
	{ "trunc", 1, -U(2), { -2900000 } },
	{ "trunc", 1, U(2), { 2900000 } },
	{ "clamp", 3, U(10), { U(12), 0, U(10) } },
	{ "clamp", 3, 0, { -U(12), 0, U(10) } },
	{ "clamp", 3, U(5), { U(5), 0, U(10) } },
	{ "clamp", 3, NONE, { U(5), U(10), 0 } },
	{ "clamp", 3, NONE, { U(5), NONE, U(10) } },
	{ "safe_div", 3, 500000, { U(1), U(2), U(9) } },
	{ "safe_div", 3, 500000, { U(1), U(2), NONE } },
	{ "safe_div", 3, U(9), { U(1), 0, U(9) } },
	{ "safe_div", 3, NONE, { U(1), 0, NONE } },
	{ "safe_div", 3, NONE, { U(1), NONE, U(9) } },
	{ "safe_div", 3, NONE, { NONE, 0, U(9) } },
	{ "between", 3, U(1), { U(1), U(1), U(10) } },
	{ "between", 3, U(1), { U(10), U(1), U(10) } },
	{ "between", 3, 0, { U(10) + 1, U(1), U(10) } },
	{ "between", 3, 0, { U(1) - 1, U(1), U(10) } },
	{ "between", 3, NONE, { U(1), U(1), NONE } },
	{ "sqrt", 1, 1414214, { U(2) } },
	{ "sqrt", 1, U(12), { U(144) } },
	{ "sqrt", 1, NONE, { -1 } },
	{ "date", 3, DAY(0), { U(2017), U(6), U(30) } },
	{ "date", 3, NONE, { U(2017), U(2), U(29) } },
	{ "date", 3, NONE, { U(2017), U(13), U(1) } },
	{ "date", 3, NONE, { U(2017), U(6), 1500000 } },
	{ "date", 3, NONE, { BIG, U(6), U(1) } },
	{ "date", 3, NONE, { U(2017), NONE, U(1) } },
	{ "days_between", 2, U(15), { DAY(0), DAY(15) } },
	{ "days_between", 2, -U(15), { DAY(15), DAY(0) } },
	{ "days_between", 2, NONE, { DAY(15), NONE } },
	{ "add_days", 2, DAY(31), { DAY(0), U(31) } },
	{ "add_days", 2, DAY(-1), { DAY(0), -U(1) } },
	{ "add_days", 2, NONE, { DAY(0), 1500000 } },
	{ "add_days", 2, OVER, { DAY(0), U(4000000) } },
	{ "add_days", 2, NONE, { U(INT64_C(9000000)), U(1) } },
	/* 2017-06-30 and three months: 2017-09-30 is 92 days on; and eight: 2018-02-28, 243 days on
	 */
	/* no calendar here; with one in test_fn_examples.c */
	{ "workdays_between", 2, NONE, { DAY(0), DAY(15) } },
	{ "add_workdays", 2, NONE, { DAY(0), U(15) } },
	{ "add_months", 2, DAY(92), { DAY(0), U(3) } },
	{ "add_months", 2, DAY(243), { DAY(0), U(8) } },
	{ "add_months", 2, NONE, { DAY(0), 500000 } },
	{ "add_months", 2, OVER, { DAY(0), U(12 * 8000) } },
	{ "add_months", 2, OVER, { DAY(0), U(INT64_C(9000000000)) } },
	{ "is_missing", 1, U(1), { NONE } },
	{ "is_missing", 1, 0, { 0 } },
	{ "first_known", 3, U(7), { NONE, U(7), U(9) } },
	{ "first_known", 2, NONE, { NONE, NONE } },
};

static void
test_values(void **state)
{
	day_t day;

	(void)state;
	assert_true(date_make(2017, 6, 30, &day) && day == day_20170630);
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		const struct value_row *r = &values[i];
		int64_t got = eval(find(r->fn, r->argc), r->args, r->argc);

		if (got != r->want)
			fail_msg("row %zu, %s: got %lld, want %lld", i, r->fn, (long long)got,
			    (long long)r->want);
	}
}

/* Every row of the table is exercised above. */
static void
test_all_have_values(void **state)
{
	(void)state;
	for (uint32_t k = 0; k < fn_count; k++) {
		size_t i = 0;

		while (i < COUNT_OF(values) && strcmp(values[i].fn, fn_table[k].name) != 0)
			i++;
		if (i == COUNT_OF(values))
			fail_msg("%s has no hand-worked value", fn_table[k].name);
	}
}

/* --- dice
 * ------------------------------------------------------------------------------------------ */

static uint64_t seed = 11;

static int64_t
dice(int bits)
{
	int64_t v;

	seed = seed * 6364136223846793005u + 1442695040888963407u;
	v = (int64_t)(seed >> 1) >> (63 - bits);
	return seed % 3 == 0 ? -v : v;
}

/* Half-up by the definition: q with |2 (n - q d)| minimal, ties away from zero. */
static wide_t
half_up(wide_t n, wide_t d)
{
	wide_t twice = 2 * (n < 0 ? -n : n) + (d < 0 ? -d : d);
	wide_t q = twice / (2 * (d < 0 ? -d : d));

	return (n < 0) == (d < 0) ? q : -q;
}

static wide_t
by_definition(char op, int64_t a, int64_t b)
{
	switch (op) {
	case '+':
		return (wide_t)a + b;
	case '-':
		return (wide_t)a - b;
	case '*':
		return half_up((wide_t)a * b, DEC_ONE);
	default:
		return half_up((wide_t)a * DEC_ONE, b);
	}
}

static void
check_block(char op, int bits_a, int bits_b)
{
	static int64_t v[3][BLOCK];
	static uint8_t known[3][BLOCK];
	static uint8_t overflow[BLOCK];
	char name[2] = { op, 0 };
	struct kernel_ctx ctx = { BLOCK, overflow, NULL };
	struct column args[2] = { { v[0], known[0], false }, { v[1], known[1], false } };
	struct column out = { v[2], known[2], false };

	memset(overflow, 0, sizeof(overflow));
	for (uint32_t i = 0; i < BLOCK; i++) {
		v[0][i] = dice(bits_a);
		v[1][i] = dice(bits_b);
		known[0][i] = dice(3) != 0;
		known[1][i] = 1;
	}
	find(name, 2)->kernel(&ctx, args, 2, &out);
	for (uint32_t i = 0; i < BLOCK; i++) {
		bool has = known[0][i] && (op != '/' || v[1][i] != 0);
		wide_t want = has ? by_definition(op, v[0][i], v[1][i]) : 0;
		bool fits = want <= INT64_MAX && want >= -(wide_t)INT64_MAX;

		assert_int_equal(overflow[i], has && !fits);
		assert_int_equal(known[2][i], has && fits);
		if (has && fits && v[2][i] != (int64_t)want)
			fail_msg("%lld %c %lld", (long long)v[0][i], op, (long long)v[1][i]);
	}
}

static void
test_dice(void **state)
{
	(void)state;
	for (int a = 3; a <= 63; a += 3) {
		for (int b = 3; b <= 63; b += 3) {
			check_block('+', a, b);
			check_block('-', a, b);
			check_block('*', a, b);
			check_block('/', a, b);
		}
	}
}

/* --- types
 * ------------------------------------------------------------------------------------------ */

#define T_N                       \
	{                         \
		VT_NUMBER, false, \
		{                 \
			NULL, 0   \
		}                 \
	}
#define T_U                        \
	{                          \
		VT_NUMBER, false,  \
		{                  \
			"units", 5 \
		}                  \
	}
#define T_H                        \
	{                          \
		VT_NUMBER, false,  \
		{                  \
			"heads", 5 \
		}                  \
	}
#define T_P                        \
	{                          \
		VT_PERCENT, false, \
		{                  \
			NULL, 0    \
		}                  \
	}
#define T_S                       \
	{                         \
		VT_PERCENT, true, \
		{                 \
			NULL, 0   \
		}                 \
	}
#define T_M                      \
	{                        \
		VT_MONEY, false, \
		{                \
			NULL, 0  \
		}                \
	}
#define T_D                     \
	{                       \
		VT_DATE, false, \
		{               \
			NULL, 0 \
		}               \
	}
#define T_Y                     \
	{                       \
		VT_DAYS, false, \
		{               \
			NULL, 0 \
		}               \
	}
#define T_B                     \
	{                       \
		VT_BOOL, false, \
		{               \
			NULL, 0 \
		}               \
	}
#define T_T                     \
	{                       \
		VT_TEXT, false, \
		{               \
			NULL, 0 \
		}               \
	}
#define T_X                        \
	{                          \
		VT_MISSING, false, \
		{                  \
			NULL, 0    \
		}                  \
	}

static const struct type_row {
	const char *fn;
	uint32_t argc;
	enum fault fault;
	struct rtype want, args[3];
} types[] = {
	{ "+", 2, 0, T_N, { T_N, T_N } },
	{ "+", 2, 0, T_U, { T_U, T_N } },
	{ "+", 2, 0, T_U, { T_N, T_U } },
	{ "+", 2, F_UNIT, T_N, { T_U, T_H } },
	{ "+", 2, 0, T_P, { T_P, T_N } },
	{ "+", 2, 0, T_P, { T_S, T_P } },
	{ "+", 2, F_TYPE_MIXED, T_N, { T_P, T_U } },
	{ "+", 2, 0, T_M, { T_M, T_M } },
	{ "+", 2, F_TYPE_MIXED, T_N, { T_M, T_N } },
	{ "+", 2, F_TYPE_MIXED, T_N, { T_Y, T_M } }, /* days + money */
	{ "+", 2, 0, T_D, { T_D, T_Y } },
	{ "+", 2, 0, T_D, { T_Y, T_D } },
	{ "+", 2, F_TYPE_DATE, T_N, { T_D, T_D } },
	{ "+", 2, F_TYPE_DATE, T_N, { T_D, T_N } },
	{ "+", 2, 0, T_N, { T_N, T_X } },
	{ "+", 2, F_TYPE, T_N, { T_B, T_B } },
	{ "+", 2, F_TYPE, T_N, { T_T, T_T } },
	{ "-", 2, 0, T_Y, { T_D, T_D } },
	{ "-", 2, 0, T_D, { T_D, T_Y } },
	{ "-", 2, F_TYPE_DATE, T_N, { T_Y, T_D } },
	{ "-", 2, 0, T_Y, { T_Y, T_N } },
	{ "*", 2, 0, T_M, { T_M, T_N } },
	{ "*", 2, 0, T_M, { T_P, T_M } },
	{ "*", 2, 0, T_M, { T_M, T_U } },
	{ "*", 2, F_TYPE_MIXED, T_N, { T_M, T_M } },
	{ "*", 2, F_TYPE_MIXED, T_N, { T_Y, T_M } },
	{ "*", 2, 0, T_U, { T_U, T_P } },
	{ "*", 2, 0, T_U, { T_N, T_U } },
	{ "*", 2, 0, T_P, { T_N, T_P } },
	{ "*", 2, 0, T_P, { T_P, T_S } },
	{ "*", 2, F_TYPE, T_N, { T_D, T_N } },
	{ "/", 2, 0, T_N, { T_M, T_M } },
	{ "/", 2, 0, T_M, { T_M, T_N } },
	{ "/", 2, 0, T_M, { T_M, T_U } },
	{ "/", 2, F_TYPE_MIXED, T_N, { T_N, T_M } },
	{ "/", 2, 0, T_N, { T_U, T_U } },
	{ "/", 2, 0, T_U, { T_U, T_N } },
	{ "/", 2, 0, T_N, { T_U, T_H } },
	{ "/", 2, 0, T_N, { T_P, T_P } },
	{ "/", 2, 0, T_N, { T_Y, T_Y } },
	{ "/", 2, 0, T_N, { T_Y, T_N } },
	{ "/", 2, F_TYPE_MIXED, T_N, { T_Y, T_M } },
	{ ">=", 2, 0, T_B, { T_U, T_N } },
	{ ">=", 2, F_UNIT, T_N, { T_U, T_H } },
	{ ">=", 2, F_TYPE_MIXED, T_N, { T_M, T_N } },
	{ ">=", 2, 0, T_B, { T_D, T_D } },
	{ ">=", 2, F_TYPE_MIXED, T_N, { T_D, T_Y } },
	{ ">=", 2, F_TYPE, T_N, { T_B, T_B } },
	{ "=", 2, 0, T_B, { T_B, T_B } },
	{ "=", 2, 0, T_B, { T_T, T_T } },
	{ "=", 2, F_TYPE_MIXED, T_N, { T_T, T_N } },
	{ "and", 2, 0, T_B, { T_B, T_X } },
	{ "and", 2, F_TYPE_BOOL, T_N, { T_B, T_N } },
	{ "not", 1, F_TYPE_BOOL, T_N, { T_N } },
	{ "neg", 1, 0, T_M, { T_M } },
	{ "neg", 1, F_TYPE, T_N, { T_D } },
	{ "??", 2, 0, T_D, { T_D, T_D } },
	{ "??", 2, 0, T_M, { T_X, T_M } },
	{ "??", 2, F_TYPE_MIXED, T_N, { T_D, T_N } },
	{ "if", 3, 0, T_U, { T_B, T_U, T_N } },
	{ "if", 3, F_TYPE_BOOL, T_N, { T_N, T_N, T_N } },
	{ "if", 3, F_TYPE_MIXED, T_N, { T_B, T_M, T_N } },
	{ "min", 2, 0, T_D, { T_D, T_D } },
	{ "min", 3, F_UNIT, T_N, { T_U, T_N, T_H } },
	{ "sum", 2, F_TYPE, T_N, { T_D, T_D } },
	{ "count", 3, 0, T_N, { T_D, T_B, T_X } },
	{ "round", 2, 0, T_M, { T_M, T_N } },
	{ "round", 2, F_TYPE, T_N, { T_N, T_M } },
	{ "clamp", 3, 0, T_P, { T_P, T_P, T_P } },
	{ "safe_div", 3, 0, T_P, { T_U, T_U, T_P } },
	{ "safe_div", 3, F_TYPE_MIXED, T_N, { T_U, T_U, T_M } },
	{ "between", 3, 0, T_B, { T_D, T_D, T_D } },
	{ "sqrt", 1, F_TYPE, T_N, { T_M } },
	{ "date", 3, 0, T_D, { T_N, T_N, T_N } },
	{ "date", 3, F_TYPE, T_N, { T_D, T_N, T_N } },
	{ "days_between", 2, 0, T_Y, { T_D, T_D } },
	{ "days_between", 2, F_TYPE_DATE, T_N, { T_D, T_N } },
	{ "add_days", 2, 0, T_D, { T_D, T_Y } },
	{ "add_months", 2, 0, T_D, { T_D, T_N } },
	{ "add_months", 2, F_TYPE_DATE, T_N, { T_D, T_Y } },
	{ "is_missing", 1, 0, T_B, { T_T } },
	{ "first_known", 3, 0, T_M, { T_X, T_M, T_M } },
};

static void
test_types(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		const struct type_row *r = &types[i];
		struct rtype got = { VT_COUNT, true, TEXT("?") };
		int why = 0;
		bool ok = find(r->fn, r->argc)->typing(r->args, r->argc, &got, &why);

		if (ok != (r->fault == 0) || (!ok && why != (int)r->fault))
			fail_msg("row %zu, %s: fault %s, want %s", i, r->fn,
			    ok ? "none" : fault_code((enum fault)why),
			    r->fault == 0 ? "none" : fault_code(r->fault));
		if (ok &&
		    (got.kind != r->want.kind || got.share || !text_eq(got.unit, r->want.unit)))
			fail_msg("row %zu, %s: %s %.*s", i, r->fn, vtype_name(got.kind, LANG_EN),
			    TEXT_ARG(got.unit));
	}
}

/* --- the table
 * --------------------------------------------------------------------------------------- */

static void
test_table(void **state)
{
	(void)state;
	for (uint32_t k = 0; k < fn_count; k++) {
		const struct fn *fn = &fn_table[k];

		assert_ptr_equal(fn_find(text_of(fn->name), fn->is_operator), fn);
		assert_int_equal(fn_index(fn), k);
		assert_true(fn->min_args >= 1 && fn->min_args <= fn->max_args &&
			    fn->max_args <= FN_ARGS_MAX);
		assert_true(
		    strlen(fn->signature) > 0 && strlen(fn->doc_zh) > 0 && strlen(fn->doc_en) > 0);
	}
	assert_null(fn_find(TEXT("min"), true));
	assert_null(fn_find(TEXT("random"), false));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_all_have_values),
		cmocka_unit_test(test_dice),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
