/* Facts given by hand: values as people write them, exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "metrics/fact_set.h"

static void
test_values(void **state)
{
	static const struct {
		enum vtype kind;
		const char *text;
		int64_t want;
	} rows[] = {
		{ VT_NUMBER, "12.5", 12500000 },
		{ VT_NUMBER, "7/8", 875000 },
		{ VT_NUMBER, "2/3", 666667 }, /* half-up at six decimals */
		{ VT_NUMBER, "-1", -DEC_ONE },
		{ VT_PERCENT, "50%", 500000 },
		{ VT_PERCENT, "0.5", 500000 },
		{ VT_PERCENT, "1/4", 250000 },
		{ VT_DAYS, "15 days", 15 * DEC_ONE },
		{ VT_DAYS, "15", 15 * DEC_ONE },
		{ VT_MONEY, "100.25 yuan", 100250000 },
		{ VT_BOOL, "true", DEC_ONE },
		{ VT_BOOL, "false", 0 },
		{ VT_DATE, "1970-01-11", 10 * DEC_ONE },
	};
	static const struct {
		enum vtype kind;
		const char *text;
	} wrong[] = {
		{ VT_NUMBER, "" },
		{ VT_NUMBER, "12 days" },
		{ VT_NUMBER, "50%" },
		{ VT_NUMBER, "1/0" },
		{ VT_NUMBER, "1/2/3" },
		{ VT_NUMBER, "/2" },
		{ VT_NUMBER, "0.1234567" },
		{ VT_NUMBER, "9223372036855" },
		{ VT_PERCENT, "%" },
		{ VT_DAYS, "15 yuan" },
		{ VT_MONEY, "1 days" },
		{ VT_BOOL, "1" },
		{ VT_BOOL, "True" },
		{ VT_DATE, "2018-02-30" },
		{ VT_DATE, "17347" },
		{ VT_TEXT, "x" },
		{ VT_MISSING, "1" },
	};
	int64_t got;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (!fact_value(rows[i].kind, text_of(rows[i].text), &got))
			fail_msg("not taken: %s", rows[i].text);
		assert_int_equal(got, rows[i].want);
	}
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		if (fact_value(wrong[i].kind, text_of(wrong[i].text), &got))
			fail_msg("row %zu is taken: %s", i, wrong[i].text);
}

static void
test_pairs(void **state)
{
	int64_t up, down;

	(void)state;
	assert_true(fact_pair(TEXT(" 7 / 8 "), &up, &down));
	assert_int_equal(up, 7 * DEC_ONE);
	assert_int_equal(down, 8 * DEC_ONE);
	assert_true(fact_pair(TEXT("0/0"), &up, &down)); /* a share of nothing is a fact */
	assert_false(fact_pair(TEXT("7"), &up, &down));
	assert_false(fact_pair(TEXT("7/"), &up, &down));
	assert_false(fact_pair(TEXT("a/8"), &up, &down));
}

/* A copy can be changed and the first stays. */
static void
test_copy(void **state)
{
	struct arena *arena = arena_new(1u << 20);
	struct metric_decl plain = { .type = { .kind = VT_NUMBER } },
			   share = { .type = { .kind = VT_PERCENT, .share = true } };
	const struct need count = { .metric = &plain, .grain = GRAIN_CONTRACT, .column = 0 };
	const struct need part = { .metric = &share, .grain = GRAIN_CONTRACT, .column = 1 };
	const struct scheme s = { .n_columns = { [GRAIN_CONTRACT] = 3 } };
	const struct fact five = { true, 5 * DEC_ONE, 0 }, half = { true, DEC_ONE, 2 * DEC_ONE },
			  gone = { .known = false };
	struct facts a, b;

	(void)state;
	facts_init(&a, &s, 2, arena);
	fact_put(&a, &count, 1, &five);
	fact_put(&a, &part, 1, &half);
	b = facts_copy(&a, arena);
	fact_put(&b, &count, 1, &gone);
	fact_put(&b, &part, 1, &gone);
	fact_put(&b, &count, 0, &five);
	assert_true(fact_get(&a, &count, 1).known);
	assert_int_equal(fact_get(&a, &count, 1).value, 5 * DEC_ONE);
	assert_int_equal(fact_get(&a, &part, 1).of, 2 * DEC_ONE);
	assert_false(fact_get(&a, &count, 0).known);
	assert_false(fact_get(&b, &count, 1).known);
	assert_false(fact_get(&b, &part, 1).known);
	assert_true(fact_get(&b, &count, 0).known);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
