/* The JSON writer: exact decimals, escapes, well-formed UTF-8 always, sticky misuse; and YAML as
 * JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/json_write.h"
#include "api/yaml_json.h"

static struct buf out;
static struct json j;

static void
start(size_t limit)
{
	buf_free(&out);
	buf_init(&out, limit);
	json_init(&j, &out);
}

static void
test_shapes(void **state)
{
	(void)state;
	start(1000);
	json_object(&j);
	json_key(&j, "a");
	json_array(&j);
	json_int(&j, 1);
	json_null(&j);
	json_object(&j);
	json_end(&j);
	json_array(&j);
	json_end(&j);
	json_end(&j);
	json_key(&j, "b");
	json_bool(&j, true);
	json_end(&j);
	assert_true(json_done(&j));
	assert_string_equal(out.data, "{\"a\":[1,null,{},[]],\"b\":true}");
}

/* 2^53 + 1 and the ends of the range: what a double cannot hold. */
static void
test_numbers(void **state)
{
	(void)state;
	start(1000);
	json_array(&j);
	json_int(&j, INT64_C(9007199254740993));
	json_int(&j, INT64_MIN);
	json_dec(&j, 12500000);
	json_dec(&j, -1);
	json_dec(&j, 0);
	json_dec(&j, INT64_MAX);
	json_nano(&j, 333333333);
	json_nano(&j, 1000000000);
	json_nano(&j, 0);
	json_nano(&j, -1500000000);
	json_nano(&j, INT64_MIN);
	json_end(&j);
	assert_true(json_done(&j));
	assert_string_equal(out.data,
	    "[9007199254740993,-9223372036854775808,12.5,-0.000001,0,9223372036854.775807,"
	    "0.333333333,1,0,-1.5,-9223372036.854775808]");
}

static void
test_strings(void **state)
{
	(void)state;
	start(1000);
	json_array(&j);
	json_str(&j, "a\"b\\c/\b\f\n\r\t\x01\x1f");
	json_str(&j, "社工 \xf0\x9f\x98\x80");
	json_text(&j, (struct text){ "x\0y", 3 });
	json_text(&j, (struct text){ NULL, 0 });
	json_text_or_null(&j, TEXT(""));
	json_end(&j);
	assert_true(json_done(&j));
	assert_string_equal(out.data, "[\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\",\"社工 "
				      "\xf0\x9f\x98\x80\",\"x\\u0000y\",\"\",null]");
}

/* Overlong forms, surrogates, stray and cut bytes, past U+10FFFF: one U+FFFD a byte. */
static void
test_malformed_utf8(void **state)
{
	static const struct {
		const char *in, *want;
	} rows[] = {
		{ "\xff", "\"\xef\xbf\xbd\"" },
		{ "a\x80z", "\"a\xef\xbf\xbdz\"" },
		{ "\xc0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xe0\x9f\xbf", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xf4\x90\x80\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xe7\xa4", "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "\xed\x9f\xbf", "\"\xed\x9f\xbf\"" },
		{ "\xf4\x8f\xbf\xbf", "\"\xf4\x8f\xbf\xbf\"" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		start(1000);
		json_str(&j, rows[i].in);
		assert_true(json_done(&j));
		assert_string_equal(out.data, rows[i].want);
	}
}

static void
test_days_and_instants(void **state)
{
	(void)state;
	start(1000);
	json_array(&j);
	json_day(&j, 0);
	json_day(&j, DAY_NONE);
	json_instant(&j, 0);
	json_instant(
	    &j, INT64_C(1530410584000005)); /* date -u -d @1530410584: 2018-07-01 02:03:04 */
	json_instant(&j, -1);
	json_instant(&j, INT64_MAX);
	json_end(&j);
	assert_true(json_done(&j));
	assert_string_equal(out.data,
	    "[\"1970-01-01\",null,\"1970-01-01T00:00:00.000000Z\","
	    "\"2018-07-01T02:03:04.000005Z\",\"1969-12-31T23:59:59.999999Z\",null]");
}

static void
test_misuse_is_sticky(void **state)
{
	(void)state;
	start(1000);
	assert_false(json_done(&j)); /* nothing written */
	json_object(&j);
	assert_false(json_done(&j)); /* open */
	json_int(&j, 1);             /* no key */
	json_end(&j);
	assert_false(json_done(&j));
	start(1000);
	json_object(&j);
	json_key(&j, "a");
	json_end(&j); /* no value */
	assert_false(json_done(&j));
	start(1000);
	json_int(&j, 1);
	json_int(&j, 2); /* two values */
	assert_false(json_done(&j));
	start(1000);
	json_array(&j);
	json_key(&j, "a"); /* no object */
	assert_false(json_done(&j));
	start(1000);
	json_end(&j);
	assert_false(json_done(&j));
}

static void
test_bounds(void **state)
{
	(void)state;
	start(10);
	json_str(&j, "0123456789");
	assert_false(json_done(&j));
	assert_true(out.over);
	start(1000);
	for (int i = 0; i < JSON_DEPTH_MAX; i++)
		json_array(&j);
	for (int i = 0; i < JSON_DEPTH_MAX; i++)
		json_end(&j);
	assert_true(json_done(&j));
	start(1000);
	for (int i = 0; i <= JSON_DEPTH_MAX; i++)
		json_array(&j);
	for (int i = 0; i <= JSON_DEPTH_MAX; i++)
		json_end(&j);
	assert_false(json_done(&j));
}

/* Plain scalars by the core schema of YAML 1.2; the rest is text. */
static void
test_yaml(void **state)
{
	static const char yaml[] =
	    "a: [1, 007, +5, -0.50, .5, 1., 2e3, 1.5E-3, 1e, 0x1F, 3.1.0, -]\n"
	    "b: [true, True, 'true', false, null, ~, 'null', yes, 2018-06-30]\n"
	    "c: |\n  line\n  two\n"
	    "'200': {$ref: '#/x'}\n"
	    "d:\n";
	struct arena *arena = arena_new(1 << 20);
	const struct ynode *tree;
	struct diags diags;

	(void)state;
	diags_init(&diags, arena);
	tree = yaml_read("x.yaml", TEXT(yaml), arena, &diags);
	assert_non_null(tree);
	start(1000);
	yaml_json(&j, tree);
	assert_true(json_done(&j));
	assert_string_equal(out.data,
	    "{\"a\":[1,7,5,-0.50,0.5,1,2e3,1.5E-3,\"1e\",\"0x1F\",\"3.1.0\",\"-\"],"
	    "\"b\":[true,true,\"true\",false,null,null,\"null\",\"yes\",\"2018-06-30\"],"
	    "\"c\":\"line\\ntwo\\n\",\"200\":{\"$ref\":\"#/x\"},\"d\":null}");
	arena_free(arena);
}

static int
teardown(void **state)
{
	(void)state;
	buf_free(&out);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_malformed_utf8),
		cmocka_unit_test(test_days_and_instants),
		cmocka_unit_test(test_misuse_is_sticky),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_yaml),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
