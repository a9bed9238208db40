/* 1 MiB of nonsense is refused, with a word, in bounded memory (I12): every shape of nonsense.h. In
 * what time is measured by the bench; here only that it does not take seconds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <time.h>

#include "nonsense.h"

enum { SECONDS_MAX = 2 }; /* of the processor, with the sanitizers on */

#define MEMORY_MAX ((size_t)96 << 20)

static const struct catalogue *catalogue;

/* What one shape did; NULL: all that it should. */
static const char *
wrong_with(const struct nonsense_shape *s, struct text made)
{
	struct arena *arena = arena_new(MEMORY_MAX);
	const char *why = NULL;
	clock_t start = clock();
	const struct scheme *scheme;
	struct diags diags;
	struct buf said;

	buf_init(&said, 4u << 20);
	scheme = nonsense_read(s, made, catalogue, arena, &diags, &said);
	if (scheme != NULL || diags.errors == 0)
		why = "not refused";
	else if (said.len == 0 || said.over)
		why = "refused without a word, or with too many";
	else if (arena_over(arena))
		why = "too much memory";
	else if (clock() - start > SECONDS_MAX * CLOCKS_PER_SEC)
		why = "too slow";
	if (why != NULL)
		print_error("%s: %s (%zu bytes)\n", s->name, why, arena_used(arena));
	buf_free(&said);
	arena_free(arena);
	return why;
}

static void
test_refused(void **state)
{
	char *data = malloc(NONSENSE_BYTES);
	unsigned wrong = 0, whole = 0;

	(void)state;
	assert_non_null(data);
	for (size_t i = 0; i < NONSENSE_SHAPES; i++) {
		struct text made = { data, nonsense_make(&nonsense_shapes[i], data) };

		whole += made.len > NONSENSE_BYTES - 5000;
		wrong += wrong_with(&nonsense_shapes[i], made) != NULL;
	}
	free(data);
	assert_int_equal(wrong, 0);
	/* all but the five tables of boxes, which end with the thousandth row, are as long as a
	 * file may be, give or take an item */
	assert_int_equal(whole, NONSENSE_SHAPES - 5);
}

/* The measure can fail: a right scheme is not refused. */
static void
test_right_one(void **state)
{
	static const char right[] =
	    NONSENSE_HEAD "indicators:\n  - {id: a, weight: 100, clause: 一, "
			  "score: pass, when: true}\n";
	static const struct nonsense_shape shape = { .name = "a right one" };

	(void)state;
	assert_non_null(wrong_with(&shape, (struct text){ right, sizeof(right) - 1 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_right_one),
	};
	struct arena *arena = arena_new((size_t)64 << 20);
	int failed;

	catalogue = nonsense_catalogue(arena);
	failed = catalogue == NULL ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
