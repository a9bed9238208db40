#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/map.h"

/* The published vectors of FNV-1a, 64 bits. */
static void
test_hash_vectors(void **state)
{
	(void)state;
	assert_true(text_hash(TEXT("")) == 0xcbf29ce484222325u);
	assert_true(text_hash(TEXT("a")) == 0xaf63dc4c8601ec8cu);
	assert_true(text_hash(TEXT("foobar")) == 0x85944171f73967e8u);
}

static void
test_put_and_get(void **state)
{
	struct arena *a = arena_new(1 << 20);
	struct map *m = map_new(a, 0);
	uint32_t v = 7;

	(void)state;
	assert_false(map_get(m, TEXT("x"), &v));
	assert_int_equal(v, 7);
	assert_true(map_put(m, TEXT("x"), 0));
	assert_true(map_put(m, TEXT(""), UINT32_MAX)); /* no value and no key is special */
	assert_true(map_put(m, TEXT("x\0"), 2));
	assert_true(map_put(m, TEXT("社工站"), 3));
	assert_false(map_put(m, TEXT("x"), 9));
	assert_int_equal(map_size(m), 4);
	assert_true(map_get(m, TEXT("x"), &v));
	assert_int_equal(v, 0);
	assert_true(map_get(m, TEXT(""), &v));
	assert_int_equal(v, UINT32_MAX);
	assert_true(map_get(m, TEXT("x\0"), &v));
	assert_int_equal(v, 2);
	assert_true(map_get(m, TEXT("社工站"), &v));
	assert_int_equal(v, 3);
	assert_false(map_get(m, TEXT("社工"), &v));
	arena_free(a);
}

/* Two keys of one FNV-1a value are still two keys. */
static void
test_equal_hashes(void **state)
{
	struct text one = TEXT("8yn0iYCKYHlIj4-BwPqk"), two = TEXT("GReLUrM4wMqfg9yzV3KQ");
	struct arena *a = arena_new(1 << 20);
	struct map *m = map_new(a, 4);
	uint32_t v = 0;

	(void)state;
	assert_true(text_hash(one) == text_hash(two));
	assert_true(map_put(m, one, 1));
	assert_false(map_get(m, two, &v));
	assert_true(map_put(m, two, 2));
	assert_true(map_get(m, one, &v));
	assert_int_equal(v, 1);
	assert_true(map_get(m, two, &v));
	assert_int_equal(v, 2);
	arena_free(a);
}

static void
many(size_t expected)
{
	enum { COUNT = 20000 };
	static char names[COUNT][24];
	struct arena *a = arena_new(1 << 24);
	struct map *m = map_new(a, expected);
	uint32_t v;

	for (uint32_t i = 0; i < COUNT; i++) {
		snprintf(names[i], sizeof(names[i]), "metric.%u", i);
		assert_true(map_put(m, text_of(names[i]), i * 3));
	}
	assert_int_equal(map_size(m), COUNT);
	for (uint32_t i = 0; i < COUNT; i++) {
		char copy[24];

		memcpy(copy, names[i], sizeof(copy)); /* found by content, not by address */
		assert_true(map_get(m, text_of(copy), &v));
		assert_int_equal(v, i * 3);
		assert_false(map_put(m, text_of(copy), 1));
	}
	assert_false(map_get(m, TEXT("metric.20000"), &v));
	assert_int_equal(map_size(m), COUNT);
	arena_free(a);
}

static void
test_grows(void **state)
{
	(void)state;
	many(0);
	many(1);
	many(20000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hash_vectors),
		cmocka_unit_test(test_put_and_get),
		cmocka_unit_test(test_equal_hashes),
		cmocka_unit_test(test_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
