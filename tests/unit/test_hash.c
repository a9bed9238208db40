#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/hash.h"

static void
check_sha(const char *data, size_t len, const char *want)
{
	char hex[SHA256_HEX];

	sha256_hex(data, len, hex);
	assert_string_equal(hex, want);
}

/* The examples of FIPS 180-4. */
static void
test_sha256(void **state)
{
	const char *two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	char *million = malloc(1000000);
	uint8_t raw[SHA256_BYTES];

	(void)state;
	assert_non_null(million);
	memset(million, 'a', 1000000);
	check_sha(NULL, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	check_sha("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	check_sha(two_blocks, strlen(two_blocks),
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	check_sha(
	    million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	free(million);
	sha256("abc", 3, raw);
	assert_int_equal(raw[0], 0xba);
	assert_int_equal(raw[31], 0xad);
}

/* RFC 4648 section 10, without padding, and its two letters of their own. */
static void
test_base64url(void **state)
{
	static const char *const rows[][2] = { { "", "" }, { "f", "Zg" }, { "fo", "Zm8" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg" }, { "fooba", "Zm9vYmE" },
		{ "foobar", "Zm9vYmFy" }, { "\xfb\xff\xfe", "-__-" }, { "\xff", "_w" } };
	char out[16];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(
		    base64url(rows[i][0], strlen(rows[i][0]), out), strlen(rows[i][1]));
		assert_string_equal(out, rows[i][1]);
	}
}

static void
test_base64url_fits_its_promise(void **state)
{
	uint8_t data[40] = { 0 };

	(void)state;
	for (size_t len = 0; len <= sizeof(data); len++) {
		size_t cap = (len * 4 + 2) / 3 + 1;
		char *out = malloc(cap); /* a sanitizer sees one byte too many */

		assert_non_null(out);
		assert_int_equal(base64url(data, len, out), cap - 1);
		free(out);
	}
}

static void
test_random_bytes(void **state)
{
	enum { N = 10000 };
	static uint8_t a[N + 1], b[N + 1];
	size_t seen[256] = { 0 };

	(void)state;
	a[N] = 0x5a;
	random_bytes(a, 0);
	random_bytes(a, N);
	random_bytes(b, N);
	assert_int_equal(a[N], 0x5a);
	assert_memory_not_equal(a, b, 32);
	assert_memory_not_equal(a + N - 32, b + N - 32, 32); /* the last piece is filled too */
	for (size_t i = 0; i < N; i++)
		seen[a[i]]++;
	for (size_t i = 0; i < 256; i++)
		assert_in_range(seen[i], 1, 200); /* 39 each on the average */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_base64url),
		cmocka_unit_test(test_base64url_fits_its_promise),
		cmocka_unit_test(test_random_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
