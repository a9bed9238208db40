/* Which programme a contract belongs to, remembered in a fixed room. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

#include "api/programme_cache.h"

static void
assert_code(int64_t contract, const char *wanted)
{
	char code[PROGRAMME_CODE_MAX];

	assert_true(programme_cached(contract, code));
	assert_string_equal(code, wanted);
}

static void
test_remember_and_forget(void **state)
{
	char code[PROGRAMME_CODE_MAX];

	(void)state;
	assert_false(programme_cached(1, code));
	programme_remember(1, TEXT("suzhou-2017"));
	programme_remember(2, TEXT("hefei"));
	programme_remember(40000, TEXT("suzhou-2017"));
	assert_code(1, "suzhou-2017");
	assert_code(2, "hefei");
	assert_code(40000, "suzhou-2017");
	programme_remember(2, TEXT("hefei-2020"));
	assert_code(2, "hefei-2020");
	programme_forget(2);
	assert_false(programme_cached(2, code));
	assert_code(1, "suzhou-2017");
}

/* An id in the same slot takes it over, and never gets the other's answer. */
static void
test_collision(void **state)
{
	int64_t other = 7 + (int64_t)PROGRAMME_SLOTS;
	char code[PROGRAMME_CODE_MAX];

	(void)state;
	programme_remember(7, TEXT("one"));
	assert_false(programme_cached(other, code));
	programme_forget(other);
	assert_code(7, "one");
	programme_remember(other, TEXT("two"));
	assert_code(other, "two");
	assert_false(programme_cached(7, code));
}

static void
test_refused(void **state)
{
	char code[PROGRAMME_CODE_MAX], longest[PROGRAMME_CODE_MAX + 1];

	(void)state;
	programme_remember(0, TEXT("zero"));
	programme_remember(-5, TEXT("negative"));
	assert_false(programme_cached(0, code));
	assert_false(programme_cached(-5, code));
	for (size_t i = 0; i < PROGRAMME_CODE_MAX; i++)
		longest[i] = 'x';
	longest[PROGRAMME_CODE_MAX] = '\0';
	programme_remember(11, (struct text){ longest, PROGRAMME_CODE_MAX });
	assert_false(programme_cached(11, code));
	longest[PROGRAMME_CODE_MAX - 1] = '\0';
	programme_remember(11, (struct text){ longest, PROGRAMME_CODE_MAX - 1 });
	assert_code(11, longest);
}

/* More programmes than there is room for: the first stay right, the last are looked up again. */
static void
test_many_programmes(void **state)
{
	char code[PROGRAMME_CODE_MAX], name[PROGRAMME_CODE_MAX];

	(void)state;
	for (int64_t i = 0; i < 2 * (int64_t)PROGRAMME_CODES_MAX; i++) {
		int n = snprintf(name, sizeof(name), "programme-%lld", (long long)i);

		programme_remember(100000 + i, (struct text){ name, (size_t)n });
	}
	assert_code(100000, "programme-0");
	assert_code(100500, "programme-500");
	assert_false(programme_cached(100000 + 2 * (int64_t)PROGRAMME_CODES_MAX - 1, code));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_remember_and_forget),
		cmocka_unit_test(test_collision),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_many_programmes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
