/* Addresses: one spelling each; what two parsers could read in two ways is refused
 * (reliability 5.1, rows 6 and 7). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "api/uri.h"

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void
test_path_segments(void **state)
{
	struct uri_path p;

	(void)state;
	assert_int_equal(uri_path(TEXT("/v1/contracts/7/score"), arena, &p, NULL), ERR_OK);
	assert_int_equal(p.n, 4);
	assert_true(text_is(p.segment[0], "v1"));
	assert_true(text_is(p.segment[2], "7"));
	assert_true(text_is(p.segment[3], "score"));
	assert_int_equal(uri_path(TEXT("/"), arena, &p, NULL), ERR_OK);
	assert_int_equal(p.n, 1);
	assert_int_equal(p.segment[0].len, 0);
	assert_int_equal(uri_path(TEXT("/v1/"), arena, &p, NULL), ERR_OK);
	assert_int_equal(p.n, 2);
	assert_int_equal(p.segment[1].len, 0);
}

static void
test_path_decodes_what_needs_escaping(void **state)
{
	struct uri_path p;

	(void)state;
	assert_int_equal(uri_path(TEXT("/a/%E7%A4%BE%20x"), arena, &p, NULL), ERR_OK);
	assert_true(text_is(p.segment[1], "社 x"));
	assert_true(text_is(p.raw[1], "%E7%A4%BE%20x"));
	assert_int_equal(uri_path(TEXT("/a+b"), arena, &p, NULL), ERR_OK);
	assert_true(text_is(p.segment[0], "a+b")); /* + is a space in a query only */
}

static void
test_path_refusals(void **state)
{
	static const char *const bad[] = { "", "v1", "*", "http://evil/v1", "//v1", "/v1//x",
		"/v1//", "/./v1", "/v1/..", "/v1/../x", "/v1/.", "/v1/%2e%2e/x", "/v1/%2E",
		"/v1/a%2fb", "/v1/a%2Fb", "/v1/a%5cb", "/v1/a\\b", "/v1%00", "/v1/%61dmin",
		"/v1/%7E", "/v1/%zz", "/v1/%", "/v1/%4", "/v1/%0a", "/v1/%7f", "/v1/\x01", "/v1/ ",
		"/v1/\xe7\xa4\xbe", "/v1/%ff", "/v1/%C0%80", "/v1/%ED%A0%80", "/v1/#x", "/v1/<",
		"/v1/\"", "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q" };
	struct uri_path p;
	struct err err;
	char longest[URI_PATH_MAX + 2];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		err.code = ERR_OK;
		if (uri_path(text_of(bad[i]), arena, &p, &err) != E_URI || err.code != E_URI)
			fail_msg("accepted: %s", bad[i]);
		assert_true(err.arg[0][0] != '\0' && err.arg[1][0] != '\0');
	}
	memset(longest, 'a', sizeof(longest));
	longest[0] = '/';
	assert_int_equal(uri_path((struct text){ longest, URI_PATH_MAX }, arena, &p, NULL), ERR_OK);
	assert_int_equal(
	    uri_path((struct text){ longest, URI_PATH_MAX + 1 }, arena, &p, NULL), E_URI);
}

/* A NUL in the middle is a byte like any other that is refused, not an end. */
static void
test_raw_nul(void **state)
{
	struct uri_path p;
	struct query q;

	(void)state;
	assert_int_equal(uri_path((struct text){ "/v1\0x", 5 }, arena, &p, NULL), E_URI);
	assert_int_equal(uri_query((struct text){ "a=N\0S", 5 }, arena, &q, NULL), E_QUERY);
}

static void
test_query_items(void **state)
{
	struct query q;

	(void)state;
	assert_int_equal(uri_query(TEXT(""), arena, &q, NULL), ERR_OK);
	assert_int_equal(q.n, 0);
	assert_int_equal(uri_query((struct text){ NULL, 0 }, arena, &q, NULL), ERR_OK);
	assert_int_equal(q.n, 0);
	assert_int_equal(
	    uri_query(TEXT("limi%74=5&b=&c=x%3Dy%26z&d=a+b&e=%E7%A4%BE&f=1=2"), arena, &q, NULL),
	    ERR_OK);
	assert_int_equal(q.n, 6);
	assert_true(text_is(q.items[0].key, "limit")); /* keys are decoded too */
	assert_true(text_is(q.items[0].value, "5"));
	assert_int_equal(q.items[1].value.len, 0);
	assert_true(text_is(q.items[2].value, "x=y&z"));
	assert_true(text_is(q.items[3].value, "a b"));
	assert_true(text_is(q.items[4].value, "社"));
	assert_true(text_is(q.items[5].value, "1=2"));
}

static void
test_query_refusals(void **state)
{
	static const char *const bad[] = { "flag", "a=1&flag", "=1", "&", "a=1&", "&a=1",
		"a=1&&b=2", "a=%", "a=%4", "a=%zz", "a=N%00S", "a=%0d%0a", "a=%ff", "a=%C0%80",
		"a=b c", "a=\xe7\xa4\xbe", "a=#", "%00=1", "%=1", "a=%7f" };
	struct query q;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		if (uri_query(text_of(bad[i]), arena, &q, NULL) != E_QUERY)
			fail_msg("accepted: %s", bad[i]);
	}
}

static void
test_query_doubles(void **state)
{
	struct query q;
	struct err err;

	(void)state;
	assert_int_equal(uri_query(TEXT("a=1&b=2&a=1"), arena, &q, &err), E_PARAM_TWICE);
	assert_string_equal(err.pointer, "a");
	/* the same name in another spelling */
	assert_int_equal(uri_query(TEXT("as_of=1&as%5Fof=2"), arena, &q, &err), E_PARAM_TWICE);
	assert_string_equal(err.arg[0], "as_of");
	assert_int_equal(uri_query(TEXT("a=1&A=2"), arena, &q, NULL), ERR_OK);
}

static void
test_query_bounds(void **state)
{
	char text[URI_QUERY_MAX + 2];
	struct query q;
	size_t len = 0;

	(void)state;
	for (int i = 0; i < QUERY_ITEMS_MAX; i++) {
		text[len++] = (char)('A' + i);
		text[len++] = '=';
		text[len++] = '&';
	}
	/* 'A' + 27 .. are [ \ ] ^ ` which may not stand there raw: letters only */
	for (size_t i = 0; i < len; i += 3)
		text[i] = (char)(i / 3 < 26 ? 'A' + (int)(i / 3) : 'a' + (int)(i / 3) - 26);
	assert_int_equal(uri_query((struct text){ text, len - 1 }, arena, &q, NULL), ERR_OK);
	assert_int_equal(q.n, QUERY_ITEMS_MAX);
	text[len++] = 'z';
	text[len++] = '=';
	assert_int_equal(uri_query((struct text){ text, len }, arena, &q, NULL), E_QUERY);
	memset(text, 'a', sizeof(text));
	text[1] = '=';
	assert_int_equal(uri_query((struct text){ text, URI_QUERY_MAX }, arena, &q, NULL), ERR_OK);
	assert_int_equal(
	    uri_query((struct text){ text, URI_QUERY_MAX + 1 }, arena, &q, NULL), E_QUERY);
}

/* What is escaped comes back as it was, whatever the text. */
static void
test_escape_round_trip(void **state)
{
	static const char *const values[] = { "", "basic.reach", "a b&c=d", "社区 100%",
		"+/?#\\\"'" };
	struct buf b;
	struct query q;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		buf_init(&b, 1000);
		buf_adds(&b, "v=");
		uri_escape(&b, text_of(values[i]));
		assert_int_equal(
		    uri_query((struct text){ b.data, b.len }, arena, &q, NULL), ERR_OK);
		assert_true(text_is(q.items[0].value, values[i]));
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_path_segments),
		cmocka_unit_test(test_path_decodes_what_needs_escaping),
		cmocka_unit_test(test_path_refusals),
		cmocka_unit_test(test_raw_nul),
		cmocka_unit_test(test_query_items),
		cmocka_unit_test(test_query_refusals),
		cmocka_unit_test(test_query_doubles),
		cmocka_unit_test(test_query_bounds),
		cmocka_unit_test(test_escape_round_trip),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
