#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void
test_compare(void **state)
{
	(void)state;
	assert_int_equal(text_of(NULL).len, 0);
	assert_true(text_eq(text_of(NULL), TEXT("")));
	assert_true(text_eq((struct text){ NULL, 0 }, TEXT("")));
	assert_true(text_is(TEXT("社工"), "社工"));
	assert_false(text_is(TEXT("a\0"), "a"));
	assert_false(text_eq(TEXT("ab"), TEXT("ac")));
	assert_int_equal(text_cmp(TEXT("a"), TEXT("b")), -1);
	assert_int_equal(text_cmp(TEXT("b"), TEXT("a")), 1);
	assert_int_equal(text_cmp(TEXT("a"), TEXT("ab")), -1);
	assert_int_equal(text_cmp(TEXT("ab"), TEXT("a")), 1);
	assert_int_equal(text_cmp(TEXT("ab"), TEXT("ab")), 0);
	assert_int_equal(text_cmp(TEXT(""), TEXT("")), 0);
	assert_int_equal(text_cmp(TEXT("z"), TEXT("\xc3\xa9")), -1); /* bytes are unsigned */
	assert_int_equal(text_cmp(TEXT("b"), TEXT("aa")), 1);        /* bytes before length */
}

static void
test_dup(void **state)
{
	struct arena *a = arena_new(1024);
	char source[] = "评估方案!";
	struct text t = text_dup(a, (struct text){ source, 12 });

	(void)state;
	memset(source, 'x', sizeof(source) - 1);
	assert_int_equal(t.len, 12);
	assert_string_equal(t.ptr, "评估方案");
	arena_free(a);
}

/* Each unclean row is also tried between clean letters, so that position plays no part. */
static void
test_clean(void **state)
{
	static const struct {
		struct text t;
		bool clean;
	} rows[] = {
		{ { "", 0 }, true },
		{ TEXT("plain ASCII ~"), true },
		{ TEXT("\t\n\r"), true },
		{ TEXT("社会工作，２０１７"), true },
		{ TEXT("\xf0\xa0\xae\xb7"), true }, /* U+20BB7, a name character beyond the BMP */
		{ TEXT("\xc2\xa0"), true },         /* U+00A0, the first after C1 */
		{ TEXT("\xf4\x8f\xbf\xbf"), true }, /* U+10FFFF */
		{ TEXT("\xed\x9f\xbf"), true },     /* U+D7FF */
		{ TEXT("\xee\x80\x80"), true },     /* U+E000 */
		{ TEXT("\xe2\x80\xa9"), true },     /* U+2029, just before the embeddings */
		{ TEXT("\xe2\x80\xaf"), true },     /* U+202F, just after them */
		{ TEXT("\xe2\x81\xa5"), true },     /* U+2065 */
		{ TEXT("\xe2\x81\xaa"), true },     /* U+206A */
		{ TEXT("\0"), false },
		{ TEXT("\x01"), false },
		{ TEXT("\x08"), false },
		{ TEXT("\x0b"), false },
		{ TEXT("\x0c"), false },
		{ TEXT("\x0e"), false },
		{ TEXT("\x1b"), false },
		{ TEXT("\x1f"), false },
		{ TEXT("\x7f"), false },
		{ TEXT("\xc2\x80"), false }, /* C1 */
		{ TEXT("\xc2\x85"), false },
		{ TEXT("\xc2\x9f"), false },
		{ TEXT("\xd8\x9c"), false },     /* U+061C */
		{ TEXT("\xe2\x80\x8e"), false }, /* U+200E */
		{ TEXT("\xe2\x80\x8f"), false }, /* U+200F */
		{ TEXT("\xe2\x80\xaa"), false }, /* U+202A */
		{ TEXT("\xe2\x80\xab"), false },
		{ TEXT("\xe2\x80\xac"), false },
		{ TEXT("\xe2\x80\xad"), false },
		{ TEXT("\xe2\x80\xae"), false }, /* U+202E */
		{ TEXT("\xe2\x81\xa6"), false }, /* U+2066 */
		{ TEXT("\xe2\x81\xa7"), false },
		{ TEXT("\xe2\x81\xa8"), false },
		{ TEXT("\xe2\x81\xa9"), false }, /* U+2069 */
		{ TEXT("\x80"), false },         /* continuation alone */
		{ TEXT("\xbf"), false },
		{ TEXT("\xc3"), false }, /* cut short */
		{ TEXT("\xe7\xa4"), false },
		{ TEXT("\xf0\xa0\xae"), false },
		{ TEXT("\xc0\x80"), false }, /* overlong NUL */
		{ TEXT("\xc1\xbf"), false },
		{ TEXT("\xe0\x9f\xbf"), false },     /* overlong */
		{ TEXT("\xf0\x8f\xbf\xbf"), false }, /* overlong */
		{ TEXT("\xed\xa0\x80"), false },     /* surrogate */
		{ TEXT("\xed\xbf\xbf"), false },
		{ TEXT("\xf4\x90\x80\x80"), false }, /* past U+10FFFF */
		{ TEXT("\xf5\x80\x80\x80"), false },
		{ TEXT("\xf8\x88\x80\x80\x80"), false },
		{ TEXT("\xff"), false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *exact = malloc(rows[i].t.len + 1),
		     mid[16]; /* exact: a sanitizer guards the end */

		assert_non_null(exact);
		exact = realloc(exact, rows[i].t.len > 0 ? rows[i].t.len : 1);
		memcpy(exact, rows[i].t.ptr, rows[i].t.len);
		if (text_clean((struct text){ exact, rows[i].t.len }) != rows[i].clean)
			fail_msg("row %zu", i);
		free(exact);
		if (rows[i].t.len > 8)
			continue;
		mid[0] = 'a';
		memcpy(mid + 1, rows[i].t.ptr, rows[i].t.len);
		mid[1 + rows[i].t.len] = 'z';
		if (text_clean((struct text){ mid, rows[i].t.len + 2 }) != rows[i].clean)
			fail_msg("row %zu between letters", i);
	}
}

static void
test_width(void **state)
{
	static const struct {
		const char *s;
		size_t width;
	} rows[] = {
		{ "", 0 }, { "abc", 3 }, { "社工站", 6 }, { "社工a站", 7 },
		{ "（一）", 6 },                                  /* fullwidth brackets */
		{ "２０", 4 },                                    /* fullwidth digits */
		{ "｡", 1 },                                       /* halfwidth stop */
		{ "，。、", 6 }, { "“”", 2 },                     /* ambiguous: narrow */
		{ "한글", 4 }, { "かな", 4 }, { "e\xcc\x81", 1 }, /* e + combining acute */
		{ "\xc3\xa9", 1 },                                /* precomposed */
		{ "a\xe2\x80\x8b"
		  "b",
		    2 },                           /* zero width space */
		{ "\xf0\xa0\xae\xb7", 2 },         /* U+20BB7 */
		{ "\xf0\x9f\x98\x80", 2 },         /* U+1F600 */
		{ "\xe5\x8c\x97\xef\xb8\x80", 2 }, /* 北 with a variation selector */
		{ "\xff\xfe", 2 },                 /* a stray byte takes one column */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t got = text_width(text_of(rows[i].s));

		if (got != rows[i].width)
			fail_msg("width of \"%s\" is %zu, want %zu", rows[i].s, got, rows[i].width);
	}
}

static void
test_cut(void **state)
{
	struct text t = TEXT("a社\xf0\xa0\xae\xb7z"); /* 1 + 3 + 4 + 1 bytes */
	static const size_t want[] = { 0, 1, 1, 1, 4, 4, 4, 4, 8, 9, 9 };

	(void)state;
	for (size_t max = 0; max < COUNT_OF(want); max++)
		assert_int_equal(text_cut(t, max), want[max]);
	assert_int_equal(text_cut(t, SIZE_MAX), 9);
	assert_int_equal(text_cut(TEXT(""), 0), 0);
	/* no UTF-8: steps back three bytes at most, then cuts where it was told */
	assert_int_equal(text_cut(TEXT("a\x80\x80\x80\x80\x80\x80"), 5), 5);
	assert_int_equal(text_cut(TEXT("\x80\x80\x80"), 2), 2);
}

static void
test_distance(void **state)
{
	char longish[TEXT_DISTANCE_MAX + 2];

	(void)state;
	assert_int_equal(text_distance(TEXT("kitten"), TEXT("sitting"), 9), 3);
	assert_int_equal(text_distance(TEXT("sitting"), TEXT("kitten"), 9), 3);
	assert_int_equal(text_distance(TEXT("flaw"), TEXT("lawn"), 9), 2);
	assert_int_equal(text_distance(TEXT("kitten"), TEXT("sitting"), 3), 3);
	assert_int_equal(text_distance(TEXT("kitten"), TEXT("sitting"), 2), 2);
	assert_int_equal(text_distance(TEXT("service.units"), TEXT("service.unit"), 3), 1);
	assert_int_equal(
	    text_distance(TEXT("社工站"), TEXT("社工点"), 3), 1); /* characters, not bytes */
	assert_int_equal(text_distance(TEXT(""), TEXT("abc"), 9), 3);
	assert_int_equal(text_distance(TEXT("abc"), TEXT(""), 9), 3);
	assert_int_equal(text_distance(TEXT("abc"), TEXT("abc"), 9), 0);
	assert_int_equal(text_distance(TEXT("a"), TEXT("b"), 0), 0);
	assert_int_equal(text_distance(TEXT("\xff"), TEXT("\xfe"), 9), 1);
	memset(longish, 'x', sizeof(longish));
	assert_int_equal(
	    text_distance((struct text){ longish, TEXT_DISTANCE_MAX }, TEXT("x"), 1000), 127);
	assert_int_equal(
	    text_distance((struct text){ longish, TEXT_DISTANCE_MAX + 1 }, TEXT("x"), 1000), 1000);
}

static void
test_buf(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10000);
	assert_string_equal(b.data, "");
	buf_adds(&b, "分数 ");
	buf_addt(&b, TEXT("score"));
	buf_addc(&b, ':');
	buf_add(&b, " 9xyz", 2);
	buf_add(&b, NULL, 0);
	buf_addf(&b, "%d %s", 5, "/100");
	assert_string_equal(b.data, "分数 score: 95 /100");
	assert_int_equal(b.len, strlen(b.data));
	buf_clear(&b);
	assert_string_equal(b.data, "");
	for (int i = 0; i < 1000; i++)
		buf_addf(&b, "%03d,", i);
	assert_int_equal(b.len, 4000);
	assert_int_equal(strlen(b.data), 4000);
	assert_memory_equal(b.data + 3996, "999,", 5);
	assert_false(b.over);
	buf_clear(&b);
	buf_addf(&b, "%5000d", 7); /* one piece far above the room there is */
	assert_int_equal(b.len, 5000);
	assert_memory_equal(b.data + 4998, " 7", 3);
	buf_free(&b);
	assert_null(b.data);
	buf_free(&b);
}

/* Past the limit nothing is added, not even what would still fit (I12). */
static void
test_buf_limit(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	buf_adds(&b, "12345");
	buf_addf(&b, "%s", "67890");
	assert_false(b.over);
	assert_string_equal(b.data, "1234567890");
	buf_addc(&b, 'x');
	assert_true(b.over);
	assert_string_equal(b.data, "1234567890");
	buf_clear(&b);
	assert_false(b.over);
	buf_adds(&b, "1234567");
	buf_addf(&b, "%d", 8901);
	assert_true(b.over);
	assert_string_equal(b.data, "1234567");
	assert_int_equal(b.len, 7);
	buf_addc(&b, '8');
	buf_addf(&b, "9");
	assert_string_equal(b.data, "1234567");
	buf_free(&b);

	buf_init(&b, 1000000);
	for (int i = 0; i < 1000001; i++)
		buf_addc(&b, 'a');
	assert_true(b.over);
	assert_int_equal(b.len, 1000000);
	assert_int_equal(strlen(b.data), 1000000);
	buf_free(&b);

	buf_init(&b, 0);
	buf_adds(&b, "");
	assert_false(b.over);
	buf_addc(&b, 'a');
	assert_true(b.over);
	assert_string_equal(b.data, "");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_dup),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_buf),
		cmocka_unit_test(test_buf_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
