/* JSON bodies: what is taken, exactly; what is refused, and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "api/json_in.h"

static struct arena *arena;
static struct err err;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(8u << 20);
	memset(&err, 0, sizeof(err));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* In memory of its own, so that a byte read past the end is found. */
static enum err_code
read_bytes(const char *s, size_t n, const struct jvalue **ret)
{
	char *own = test_malloc(n > 0 ? n : 1);
	enum err_code code;

	memcpy(own, s, n);
	code = json_read((struct text){ own, n }, arena, ret, &err);
	test_free(own);
	return code;
}

static const struct jvalue *
good(const char *s)
{
	const struct jvalue *v = NULL;

	assert_int_equal(read_bytes(s, strlen(s), &v), ERR_OK);
	return v;
}

static void
test_tree(void **state)
{
	const struct jvalue *v = good(" {\"a\" : [1, -2.50 ,true,null],\r\n\"b~/é "
				      "中\":{\"\":\"x\\u4e2d\\n\\ud83d\\ude00\"}}\t");
	char pointer[JSON_POINTER_MAX];

	(void)state;
	assert_int_equal(v->type, J_OBJECT);
	assert_int_equal(v->count, 2);
	assert_true(text_is(v->items[0].key, "a"));
	assert_int_equal(v->items[0].count, 4);
	assert_true(text_is(v->items[0].items[1].text, "-2.50"));
	assert_int_equal(v->items[0].items[2].type, J_BOOL);
	assert_true(text_is(v->items[0].items[2].text, "true"));
	assert_int_equal(v->items[0].items[3].type, J_NULL);
	assert_true(text_is(v->items[1].items[0].text, "x中\n😀"));
	json_pointer(&v->items[0].items[3], pointer);
	assert_string_equal(pointer, "#/a/3");
	json_pointer(&v->items[1].items[0], pointer);
	assert_string_equal(pointer, "#/b~0~1%C3%A9%20%E4%B8%AD/");
	json_pointer(v, pointer);
	assert_string_equal(pointer, "#");
}

static void
test_numbers_are_exact(void **state)
{
	static const struct {
		const char *body;
		int64_t micro;
	} rows[] = { { "0.1", 100000 }, { "9007199254.740993", INT64_C(9007199254740993) },
		{ "123456789012.345678", INT64_C(123456789012345678) }, { "-0", 0 },
		{ "-0.000001", -1 }, { "9223372036854.775807", INT64_MAX } };
	static const char *const refused[] = { "0.0000001", "0.30000000000000004",
		"9223372036854.775808", "99999999999999999999999999999" };
	int64_t got;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(json_dec_of(good(rows[i].body), &got, &err), ERR_OK);
		assert_int_equal(got, rows[i].micro);
	}
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		assert_int_equal(json_dec_of(good(refused[i]), &got, &err), E_NUMBER);
		assert_string_equal(err.pointer, "#");
	}
	assert_int_equal(
	    json_int_of(good("9223372036854775807"), 0, INT64_MAX, &got, &err), ERR_OK);
	assert_int_equal(got, INT64_MAX);
	assert_int_equal(
	    json_int_of(good("9223372036854775808"), 0, INT64_MAX, &got, &err), E_JSON_RANGE);
	assert_int_equal(json_int_of(good("1.0"), 0, 9, &got, &err), E_JSON_RANGE);
	assert_int_equal(json_int_of(good("-3"), -2, 9, &got, &err), E_JSON_RANGE);
	assert_int_equal(json_int_of(good("\"3\""), 0, 9, &got, &err), E_JSON_TYPE);
}

/* What the library alone would take, and what it would not. */
static void
test_malformed(void **state)
{
	static const struct {
		const char *body;
		size_t n;
		const char *line, *at;
	} rows[] = {
#define ROW(s, line, at) { s, sizeof(s) - 1, line, at }
		ROW("", "1", "1"),
		ROW("  \n ", "1", "1"),
		ROW("{\"a\":1} x", "1", "9"),
		ROW("{\"a\":1}{}", "1", "8"),
		ROW("1 2", "1", "3"),
		ROW("123abc", "1", "1"),
		ROW("[1-2]", "1", "2"),
		ROW("01", "1", "1"),
		ROW("-01", "1", "1"),
		ROW("1.", "1", "1"),
		ROW(".5", "1", "1"),
		ROW("+1", "1", "1"),
		ROW("-", "1", "1"),
		ROW("1e2", "1", "1"),
		ROW("NaN", "1", "1"),
		ROW("Infinity", "1", "1"),
		ROW("truex", "1", "1"),
		ROW("True", "1", "1"),
		ROW("nul", "1", "1"),
		ROW("'a'", "1", "1"),
		ROW("\xef\xbb\xbf{}", "1", "1"),
		ROW("{}\0", "1", "3"),
		ROW("\0", "1", "1"),
		ROW("{\n\"a\":\"\t\"}", "2", "6"),
		ROW("\"\x01\"", "1", "2"),
		ROW("\"a\nb\"", "1", "3"),
		ROW("\x0b"
		    "1",
		    "1", "1"),
		ROW("\"abc", "1", "1"),
		ROW("\"abc\\\"", "1", "1"),
		ROW("\"\\", "1", "2"),
		ROW("\"\\x41\"", "1", "2"),
		ROW("\"\\u12g4\"", "1", "2"),
		ROW("\"\\u12", "1", "2"),
		ROW("\"a\\u0000b\"", "1", "3"),
		ROW("\"\\ud800\"", "1", "2"),
		ROW("\"\\udc00\"", "1", "2"),
		ROW("\"\\ud800\\ud800\"", "1", "2"),
		ROW("\"\\ud83dx\"", "1", "2"),
		ROW("\"\\u202e\"", "1", "1"),
		ROW("\"\\u0001\"", "1", "1"),
		ROW("\"\\u007f\"", "1", "1"),
		ROW("[\n \"\xff\xfe\"]", "2", "2"),
		ROW("\"\xc0\x80\"", "1", "1"),
		ROW("\"\xed\xa0\x80\"", "1", "1"),
		ROW("{\"\xe4\xb8\":1}", "1", "2"),
		ROW("[1,2\n,3,,4]", "2", "4"),
#undef ROW
	};
	static const char *const structure[] = { "{", "[", "}", "]", "[1,]", "[,1]", "{\"a\"}",
		"{\"a\":}", "{\"a\":1,}", "{,}", "{1:2}", "{\"a\" 1}", "[1 2]", "[1}", "{\"a\":1]",
		"]]]]", ",", ":", "{null:1}", "[\"a\":1]", "{\"a\":1 \"b\":2}" };
	const struct jvalue *v = NULL;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(read_bytes(rows[i].body, rows[i].n, &v), E_JSON);
		assert_string_equal(err.pointer, "#");
		if (strcmp(err.arg[0], rows[i].line) != 0 || strcmp(err.arg[1], rows[i].at) != 0)
			fail_msg("row %zu: %s:%s instead of %s:%s (%s)", i, err.arg[0], err.arg[1],
			    rows[i].line, rows[i].at, err.arg[3]);
	}
	for (size_t i = 0; i < COUNT_OF(structure); i++)
		if (read_bytes(structure[i], strlen(structure[i]), &v) != E_JSON)
			fail_msg("taken: %s", structure[i]);
	assert_null(v);
}

static void
test_twice(void **state)
{
	const struct jvalue *v;

	(void)state;
	assert_int_equal(read_bytes("{\"a\":{\"b\":1,\"c\":2,\"b\":3}}", 25, &v), E_JSON_TWICE);
	assert_string_equal(err.pointer, "#/a/b");
	assert_string_equal(err.arg[0], "b");
	assert_int_equal(read_bytes("{\"a\":1,\"\\u0061\":2}", 18, &v), E_JSON_TWICE);
	assert_int_equal(good("{\"Role\":1,\"role\":2}")->count, 2);
}

static void
test_caps(void **state)
{
	const struct jvalue *v;
	char deep[2 * (JSON_IN_DEPTH_MAX + 1) + 1] = "", number[JSON_IN_NUMBER_MAX + 2];
	struct buf wide;

	(void)state;
	memset(deep, '[', JSON_IN_DEPTH_MAX);
	memset(deep + JSON_IN_DEPTH_MAX, ']', JSON_IN_DEPTH_MAX);
	(void)good(deep);
	memset(deep, '[', JSON_IN_DEPTH_MAX + 1);
	memset(deep + JSON_IN_DEPTH_MAX + 1, ']', JSON_IN_DEPTH_MAX + 1);
	assert_int_equal(read_bytes(deep, sizeof(deep) - 1, &v), E_LIMIT);
	assert_string_equal(err.arg[1], "32");
	memset(number, '1', sizeof(number));
	assert_int_equal(read_bytes(number, JSON_IN_NUMBER_MAX, &v), ERR_OK);
	assert_int_equal(read_bytes(number, JSON_IN_NUMBER_MAX + 1, &v), E_LIMIT);
	buf_init(&wide, 1u << 20);
	buf_adds(&wide, "[0");
	for (uint32_t i = 2; i < JSON_IN_VALUES_MAX; i++) /* the array counts too */
		buf_adds(&wide, ",0");
	buf_adds(&wide, "]");
	assert_int_equal(good(wide.data)->count, JSON_IN_VALUES_MAX - 1);
	wide.data[wide.len - 1] = ',';
	buf_adds(&wide, "0]");
	assert_int_equal(read_bytes(wide.data, wide.len, &v), E_LIMIT);
	buf_free(&wide);
}

static void
test_keys(void **state)
{
	static const struct json_key keys[] = { { "contract", J_BIT(J_NUMBER), true },
		{ "as_of", J_BIT(J_STRING) | J_BIT(J_NULL), false } };
	const struct jvalue *got[2];

	(void)state;
	assert_int_equal(json_members_of(good("{\"contract\":1}"), keys, 2, got, &err), ERR_OK);
	assert_true(text_is(got[0]->text, "1"));
	assert_null(got[1]);
	assert_int_equal(
	    json_members_of(good("{\"contract\":1,\"as_off\":\"x\"}"), keys, 2, got, &err),
	    E_JSON_KEY);
	assert_string_equal(err.pointer, "#/as_off");
	assert_string_equal(err.arg[1], "as_of");
	assert_string_equal(err.arg[2], "contract, as_of");
	assert_int_equal(json_members_of(good("{\"Contract\":1}"), keys, 2, got, &err), E_JSON_KEY);
	assert_int_equal(
	    json_members_of(good("{\"as_of\":null}"), keys, 2, got, &err), E_JSON_MISSING);
	assert_string_equal(err.arg[0], "contract");
	assert_int_equal(
	    json_members_of(good("{\"contract\":\"1\"}"), keys, 2, got, &err), E_JSON_TYPE);
	assert_string_equal(err.pointer, "#/contract");
	assert_string_equal(err.arg[3], "a number");
	assert_int_equal(json_members_of(good("{\"contract\":1,\"as_of\":[]}"), keys, 2, got, &err),
	    E_JSON_TYPE);
	assert_string_equal(err.arg[3], "a string, null");
	assert_int_equal(json_members_of(good("[]"), keys, 2, got, &err), E_JSON_TYPE);
}

static const char *
word(unsigned i)
{
	return i < 2 ? (const char *const[]){ "score", "renewal" }[i] : NULL;
}

static void
test_days_and_words(void **state)
{
	day_t day;
	unsigned got;

	(void)state;
	assert_int_equal(json_day_of(good("\"1970-01-02\""), &day, &err), ERR_OK);
	assert_int_equal(day, 1);
	assert_int_equal(json_day_of(good("\"2018-02-30\""), &day, &err), E_DATE);
	assert_int_equal(json_word_of(good("\"renewal\""), word, &got, &err), ERR_OK);
	assert_int_equal(got, 1);
	assert_int_equal(json_word_of(good("\"Renewal\""), word, &got, &err), E_JSON_WORD);
	assert_string_equal(err.arg[1], "score, renewal");
}

/* A pointer that would not fit names what holds the value. */
static void
test_long_pointer(void **state)
{
	char body[2 * JSON_POINTER_MAX], pointer[JSON_POINTER_MAX];

	(void)state;
	(void)snprintf(body, sizeof(body), "{\"a\":{\"%0*d\":1}}", JSON_POINTER_MAX, 0);
	json_pointer(&good(body)->items[0].items[0], pointer);
	assert_string_equal(pointer, "#/a");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_tree, setup, teardown),
		cmocka_unit_test_setup_teardown(test_numbers_are_exact, setup, teardown),
		cmocka_unit_test_setup_teardown(test_malformed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(test_caps, setup, teardown),
		cmocka_unit_test_setup_teardown(test_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(test_days_and_words, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long_pointer, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
