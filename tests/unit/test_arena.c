#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

static bool
all_zero(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] != 0)
			return false;
	}
	return true;
}

/* Objects of many sizes, across many blocks: aligned, zeroed, apart from each other. */
static void
test_objects(void **state)
{
	enum { COUNT = 3000 };
	struct arena *a = arena_new(1024);
	static unsigned char *at[COUNT];
	static size_t size[COUNT];

	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		size[i] = i % 100 == 99 ? 40000 : (i * 37) % 300;
		at[i] = arena_alloc(a, size[i]);
		assert_int_equal((uintptr_t)at[i] % 16, 0);
		assert_true(all_zero(at[i], size[i]));
		memset(at[i], (int)(i % 255 + 1), size[i]);
	}
	for (size_t i = 0; i < COUNT; i++) {
		for (size_t k = 0; k < size[i]; k++)
			assert_int_equal(at[i][k], i % 255 + 1);
	}
	arena_free(a);
	arena_free(NULL);
}

static void
test_size_zero_is_unique(void **state)
{
	struct arena *a = arena_new(1024);
	void *p = arena_alloc(a, 0), *q = arena_alloc(a, 0), *r = arena_array(a, 0, 8);

	(void)state;
	assert_non_null(p);
	assert_true(p != q && q != r && p != r);
	arena_free(a);
}

static void
test_budget_is_soft(void **state)
{
	struct arena *a = arena_new(4096);

	(void)state;
	assert_int_equal(arena_used(a), 0);
	arena_alloc(a, 4096);
	assert_int_equal(arena_used(a), 4096);
	assert_false(arena_over(a));
	memset(arena_alloc(a, 10), 1, 10); /* past it, and still memory */
	assert_int_equal(arena_used(a), 4112);
	assert_true(arena_over(a));
	arena_reset(a);
	assert_int_equal(arena_used(a), 0);
	assert_false(arena_over(a));
	arena_free(a);
}

static void
test_reset_keeps_the_first_block_and_zeroes(void **state)
{
	struct arena *a = arena_new(1 << 20);
	unsigned char *first = arena_alloc(a, 500), *again;

	(void)state;
	memset(first, 0xaa, 500);
	for (int i = 0; i < 100; i++)
		memset(arena_alloc(a, 5000), 0xbb, 5000);
	arena_reset(a);
	again = arena_alloc(a, 500);
	assert_ptr_equal(again, first);
	assert_true(all_zero(again, 500));
	assert_true(all_zero(arena_alloc(a, 100000), 100000));
	arena_reset(a);
	arena_reset(a);
	arena_free(a);
}

static void
test_strndup(void **state)
{
	struct arena *a = arena_new(1024);
	char *s = arena_strndup(a, "社工站xyz", 9);

	(void)state;
	assert_string_equal(s, "社工站");
	assert_string_equal(arena_strndup(a, NULL, 0), "");
	assert_memory_equal(arena_strndup(a, "a\0b", 3), "a\0b\0", 4);
	arena_free(a);
}

static void
huge_array(struct arena *a)
{
	arena_array(a, SIZE_MAX / 16 + 2, 16); /* would wrap to 16 */
}

static void
huge_alloc(struct arena *a)
{
	arena_alloc(a, SIZE_MAX - 4);
}

static void
huge_strndup(struct arena *a)
{
	arena_strndup(a, "", SIZE_MAX);
}

/* A size that cannot be is a programming error and stops the process. */
static void
test_impossible_sizes_abort(void **state)
{
	static void (*const calls[])(struct arena *) = { huge_array, huge_alloc, huge_strndup };
	struct rlimit no_core = { 0, 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(calls); i++) {
		int status = 0;
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0) {
			struct arena *a = arena_new(1024);

			signal(SIGABRT, SIG_DFL);
			setrlimit(RLIMIT_CORE, &no_core);
			calls[i](a);
			_exit(0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	}
}

#if defined(__SANITIZE_ADDRESS__)
/* Under AddressSanitizer a step past an object is seen, and so is use after a reset. */
static void
test_red_zone(void **state)
{
	struct arena *a = arena_new(1024);
	char *p = arena_alloc(a, 32), *q = arena_alloc(a, 5);

	(void)state;
	assert_false(__asan_address_is_poisoned(p + 31));
	assert_true(__asan_address_is_poisoned(p + 32));
	assert_false(__asan_address_is_poisoned(q + 4));
	assert_true(__asan_address_is_poisoned(q + 5));
	arena_reset(a);
	assert_true(__asan_address_is_poisoned(p));
	arena_free(a);
}
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_objects),
		cmocka_unit_test(test_size_zero_is_unique),
		cmocka_unit_test(test_budget_is_soft),
		cmocka_unit_test(test_reset_keeps_the_first_block_and_zeroes),
		cmocka_unit_test(test_strndup),
		cmocka_unit_test(test_impossible_sizes_abort),
#if defined(__SANITIZE_ADDRESS__)
		cmocka_unit_test(test_red_zone),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
