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

#include "fn_values.h"
#include "rules/diag.h"
#include "rules/fn.h"

__extension__ typedef __int128 wide_t;

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

/* One row in the middle of a block whose other rows are missing, so that neighbours cannot leak. */
static int64_t
eval(const struct fn *fn, const int64_t *args, uint32_t argc)
{
	int64_t v[ARGS][3] = { { 0 } };
	uint8_t known[ARGS][3] = { { 0 } };
	struct column columns[ARGS];
	uint8_t overflow[3] = { 0 };
	struct kernel_ctx ctx = { 3, overflow, NULL, text_pool };
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
	struct kernel_ctx ctx = { BLOCK, overflow, NULL, NULL };
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
	struct rtype want, args[6];
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
	{ "trunc", 2, 0, T_P, { T_P, T_N } },
	{ "floor", 2, 0, T_M, { T_M, T_M } },
	{ "floor", 2, 0, T_Y, { T_Y, T_N } },
	{ "ceil", 2, F_TYPE_MIXED, T_N, { T_M, T_N } },
	{ "mod", 2, 0, T_Y, { T_Y, T_N } },
	{ "mod", 2, F_TYPE, T_N, { T_D, T_N } },
	{ "power", 2, 0, T_N, { T_U, T_N } },
	{ "power", 2, 0, T_P, { T_P, T_N } },
	{ "power", 2, F_TYPE, T_N, { T_M, T_N } },
	{ "power", 2, F_TYPE, T_N, { T_N, T_U } },
	{ "variance", 2, 0, T_N, { T_U, T_U } },
	{ "variance", 2, F_TYPE, T_N, { T_Y, T_Y } },
	{ "variancep", 2, F_UNIT, T_N, { T_U, T_H } },
	{ "stdev", 2, 0, T_U, { T_U, T_U } },
	{ "percentile", 3, 0, T_U, { T_P, T_U, T_N } },
	{ "percentile", 3, F_TYPE, T_N, { T_U, T_N, T_N } },
	{ "greatest", 3, 0, T_D, { T_X, T_D, T_D } },
	{ "band", 4, 0, T_P, { T_U, T_N, T_U, T_P } },
	{ "band", 4, F_UNIT, T_N, { T_U, T_N, T_H, T_P } },
	{ "band", 4, F_TYPE, T_N, { T_T, T_T, T_T, T_P } },
	{ "band", 5, 0, T_M, { T_D, T_D, T_D, T_X, T_M } },
	{ "band", 5, F_TYPE_MIXED, T_N, { T_D, T_D, T_D, T_P, T_M } },
	{ "band", 6, F_BAND_ARGS, T_N, { T_N, T_N, T_N, T_N, T_N, T_N } },
	{ "pick", 3, 0, T_T, { T_N, T_T, T_T } },
	{ "pick", 3, F_TYPE, T_N, { T_P, T_T, T_T } },
	{ "pick", 3, F_TYPE_MIXED, T_N, { T_N, T_T, T_N } },
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
	{ "days_in_period", 2, 0, T_Y, { T_D, T_D } },
	{ "days_in_month", 2, 0, T_Y, { T_N, T_N } },
	{ "days_in_month", 2, F_TYPE, T_N, { T_D, T_N } },
	{ "year", 1, 0, T_N, { T_D } },
	{ "quarter", 1, F_TYPE_DATE, T_N, { T_N } },
	{ "is_missing", 1, 0, T_B, { T_T } },
	{ "is_known", 1, 0, T_B, { T_D } },
	{ "remove_zeros", 1, 0, T_M, { T_M } },
	{ "remove_zeros", 1, F_TYPE, T_N, { T_D } },
	{ "length", 1, 0, T_N, { T_T } },
	{ "length", 1, F_TYPE, T_N, { T_N } },
	{ "contains", 2, 0, T_B, { T_T, T_T } },
	{ "contains", 2, F_TYPE, T_N, { T_T, T_N } },
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
