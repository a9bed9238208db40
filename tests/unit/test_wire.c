/* Dates of the wire, request ids, and the pool of the event library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/pool.h"
#include "app/wire.h"

static void
test_date(void **state)
{
	static const struct {
		int64_t at;
		const char *want;
	} rows[] = {
		{ 784111777, "Sun, 06 Nov 1994 08:49:37 GMT" }, /* the example of RFC 9110, 5.6.7 */
		{ 0, "Thu, 01 Jan 1970 00:00:00 GMT" },
		{ 951782400, "Tue, 29 Feb 2000 00:00:00 GMT" }, /* date -ud @951782400 */
		{ 4102444799, "Thu, 31 Dec 2099 23:59:59 GMT" },
	};
	char out[HTTP_DATE_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		http_date(rows[i].at, out);
		assert_string_equal(out, rows[i].want);
	}
}

static void
test_request_id(void **state)
{
	struct id_source ids;
	char a[REQUEST_ID_MAX], b[REQUEST_ID_MAX];

	(void)state;
	assert_true(request_id_ok(text_of("abc-DEF_1.2")));
	assert_false(request_id_ok(text_of("")));
	assert_false(request_id_ok(text_of("a b")));
	assert_false(request_id_ok(text_of("a\"b")));
	assert_false(request_id_ok(text_of("asy_secret"))); /* a token is no id: ids are logged */
	assert_true(request_id_ok(text_of("123456789012345678901234567890123456789")));
	assert_false(request_id_ok(text_of("1234567890123456789012345678901234567890")));
	id_seed(&ids);
	id_next(&ids, a);
	id_next(&ids, b);
	assert_int_equal(strlen(a), 36);
	assert_int_equal(a[14], '4');           /* version */
	assert_non_null(strchr("89ab", a[19])); /* variant */
	assert_string_not_equal(a, b);
	assert_true(request_id_ok(text_of(a)));
}

static void
test_pool(void **state)
{
	static const size_t sizes[] = { 0, 1, 48, 49, 4096, 8176, 8177, 100000 };
	unsigned char *p[COUNT_OF(sizes)];

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < COUNT_OF(sizes); i++) {
			p[i] = pool_alloc(sizes[i]);
			assert_int_equal((uintptr_t)p[i] % 16, 0);
			memset(p[i], (int)i, sizes[i]);
		}
		for (size_t i = 0; i < COUNT_OF(sizes); i++)
			for (size_t k = 0; k < sizes[i]; k++)
				assert_int_equal(p[i][k], i); /* nobody wrote over another */
		for (size_t i = 0; i < COUNT_OF(sizes); i++)
			pool_free(p[i]);
	}
	pool_free(NULL);
	pool_drain();
}

/* Up through every class, over the border to malloc, and back. */
static void
test_pool_realloc(void **state)
{
	unsigned char *p = NULL;
	size_t filled = 0;

	(void)state;
	for (size_t size = 1; size < 40000; size = size * 3 / 2 + 1) {
		p = pool_realloc(p, size);
		for (size_t k = 0; k < filled; k++)
			assert_int_equal(p[k], (unsigned char)k);
		for (; filled < size; filled++)
			p[filled] = (unsigned char)filled;
	}
	for (size_t size = 40000; size > 0; size /= 3) {
		size_t kept = size < filled ? size : filled;

		p = pool_realloc(p, size);
		for (size_t k = 0; k < kept; k++)
			assert_int_equal(p[k], (unsigned char)k);
	}
	pool_free(p);
	pool_drain();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_date),
		cmocka_unit_test(test_request_id),
		cmocka_unit_test(test_pool),
		cmocka_unit_test(test_pool_realloc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
