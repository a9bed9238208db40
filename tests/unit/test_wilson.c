/* Confidence limits against values of bc with 40 digits (formula as in the textbook, on quotients),
 * rounded by hand; edges; types. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "base/dec.h"
#include "rules/diag.h"
#include "rules/fn.h"

#define U(x) ((int64_t)(x)*DEC_ONE)
#define Z196 1960000
#define MISSING INT64_MIN
#define OVER (INT64_MIN + 1)

static int64_t
limit(const char *name, int64_t agree, int64_t answers, int64_t z)
{
	int64_t v[3] = { agree, answers, z }, out_v = 77;
	uint8_t known[3] = { 1, 1, 1 }, overflow = 0, out_known = 9;
	struct column args[3], out = { &out_v, &out_known, false };
	struct kernel_ctx ctx = { .n = 1, .overflow = &overflow };
	const struct fn *fn = fn_find(text_of(name), false);

	assert_non_null(fn);
	for (int i = 0; i < 3; i++)
		args[i] = (struct column){ &v[i], &known[i], false };
	fn->kernel(&ctx, args, 3, &out);
	if (overflow)
		return OVER;
	return out_known ? out_v : MISSING;
}

static void
against_bc(void **state)
{
	static const struct {
		int64_t agree, answers, z, low, high;
	} rows[] = {
		{ 30, 40, Z196, 598057, 858130 },   /* .59805740933 .85813032104 */
		{ 5, 8, Z196, 305738, 863158 },     /* .30573785454 .86315824053 */
		{ 0, 10, Z196, 0, 277540 },         /* 0 .27754016876 */
		{ 10, 10, Z196, 722460, 1000000 },  /* .72245983123 1 */
		{ 1, 1, Z196, 206543, 1000000 },    /* .20654329147 1 */
		{ 0, 1, Z196, 0, 793457 },          /* 0 .79345670852 */
		{ 7, 12, Z196, 319507, 806743 },    /* .31950733565 .80674253809 */
		{ 7, 12, 1645000, 355963, 780035 }, /* .35596331192 .78003536889 */
		{ 7, 12, 2576000, 257980, 849341 }, /* .25797957540 .84934088176 */
		{ 60, 90, Z196, 564221, 755466 },   /* .56422124339 .75546640046 */
		{ 31, 48, Z196, 504388, 765665 },   /* .50438796454 .76566542887 */
		{ 2, 3, 0, 666667, 666667 },
		{ 1, 3, 1, 333333, 333334 },                     /* .33333306116 .33333360549 */
		{ 1, 2, 10000000, 4926, 995074 },                /* .00492622851 .99507377148 */
		{ 1, 1000000000, Z196, 0, 0 },                   /* .00000000017 .00000000566 */
		{ 500000000, 1000000000, Z196, 499969, 500031 }, /* .49996900967 .50003099032 */
		{ 999999999, 1000000000, 10000000, 1000000,
		    1000000 }, /* .99999989800 .99999999999 */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(
		    limit("wilson_low", U(rows[i].agree), U(rows[i].answers), rows[i].z),
		    rows[i].low);
		assert_int_equal(
		    limit("wilson_high", U(rows[i].agree), U(rows[i].answers), rows[i].z),
		    rows[i].high);
	}
}

/* What must hold for any counts: low <= s/n <= high, and what agrees mirrors what does not. */
static void
laws(void **state)
{
	(void)state;
	srandom(7);
	for (int i = 0; i < 20000; i++) {
		int64_t n = 1 + random() % (i % 2 ? 50 : 1000000000), s = random() % (n + 1);
		int64_t z = random() % 5000000;
		int64_t low = limit("wilson_low", U(s), U(n), z);
		int64_t high = limit("wilson_high", U(s), U(n), z), share;

		assert_true(dec_mul_div(U(s), DEC_ONE, U(n), &share));
		assert_true(low >= 0 && low <= share && share <= high && high <= DEC_ONE);
		assert_in_range(
		    low + limit("wilson_high", U(n - s), U(n), z), DEC_ONE - 1, DEC_ONE + 1);
	}
}

static void
edges(void **state)
{
	(void)state;
	assert_int_equal(limit("wilson_low", 0, 0, Z196), MISSING);
	assert_int_equal(limit("wilson_low", U(3), U(2), Z196), MISSING);
	assert_int_equal(limit("wilson_low", -1, U(2), Z196), MISSING);
	assert_int_equal(limit("wilson_low", U(1), -U(2), Z196), MISSING);
	assert_int_equal(limit("wilson_low", U(1), U(2), -1), MISSING);
	assert_int_equal(limit("wilson_high", U(1), U(2), U(10) + 1), MISSING);
	assert_int_equal(limit("wilson_high", U(1), U(1000000000) + 1, Z196), OVER);
}

static bool
typed(struct rtype a, struct rtype b, struct rtype z, struct rtype *ret)
{
	const struct rtype args[] = { a, b, z };
	int why = 0;

	return fn_find(TEXT("wilson_low"), false)->typing(args, 3, ret, &why);
}

static void
types(void **state)
{
	const struct rtype plain = { .kind = VT_NUMBER }, days = { .kind = VT_DAYS };
	const struct rtype answers = { VT_NUMBER, false, TEXT("answers") };
	const struct rtype units = { VT_NUMBER, false, TEXT("units") };
	struct rtype ret;

	(void)state;
	assert_true(typed(answers, answers, plain, &ret));
	assert_int_equal(ret.kind, VT_PERCENT);
	assert_true(typed(plain, answers, plain, &ret));
	assert_false(typed(units, answers, plain, &ret));
	assert_false(typed(days, days, plain, &ret));
	assert_false(typed(answers, answers, answers, &ret));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(against_bc),
		cmocka_unit_test(laws),
		cmocka_unit_test(edges),
		cmocka_unit_test(types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
