/* Also the lint of errors.def: every row must serve both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"

static const struct row {
	const char *symbol, *word;
	int http;
	const char *text[6]; /* title zh, title en, detail zh, detail en, hint zh, hint en */
} rows[] = {
#define ERR(sym, word, http, title_zh, title_en, detail_zh, detail_en, hint_zh, hint_en) \
	{ #sym, word, http, { title_zh, title_en, detail_zh, detail_en, hint_zh, hint_en } },
#include "base/errors.def"
#undef ERR
};

static void
test_rows_are_reachable(void **state)
{
	(void)state;
	assert_int_equal(COUNT_OF(rows), ERR_COUNT - 1);
	for (int i = 0; i < (int)COUNT_OF(rows); i++) {
		enum err_code code = (enum err_code)(i + 1);

		assert_string_equal(err_symbol(code), rows[i].symbol);
		assert_string_equal(err_word(code), rows[i].word);
		assert_int_equal(err_http(code), rows[i].http);
		assert_string_equal(err_title(code, LANG_ZH), rows[i].text[0]);
		assert_string_equal(err_title(code, LANG_EN), rows[i].text[1]);
	}
	assert_int_equal(err_http(E_LIMIT), 413);
	assert_string_equal(err_word(E_DATE), "bad-date");
}

static void
test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *w = rows[i].word;
		size_t n = strlen(w);

		if (n == 0 || strspn(w, "abcdefghijklmnopqrstuvwxyz0123456789-") != n ||
		    w[0] == '-' || w[n - 1] == '-')
			fail_msg("%s: word \"%s\" is not kebab-case", rows[i].symbol, w);
		if (rows[i].http < 400 || rows[i].http > 599)
			fail_msg("%s: status %d", rows[i].symbol, rows[i].http);
		for (size_t k = 0; k < i; k++) {
			if (strcmp(w, rows[k].word) == 0)
				fail_msg("word \"%s\" is used twice", w);
		}
	}
}

/* One bit for each argument; fails on a brace that is no placeholder. */
static unsigned
placeholders(const struct row *r, const char *s)
{
	unsigned seen = 0;

	for (; *s != '\0'; s++) {
		if (*s == '}')
			fail_msg("%s: stray brace", r->symbol);
		if (*s != '{')
			continue;
		if (s[1] < '0' || s[1] >= '0' + ERR_ARGS || s[2] != '}')
			fail_msg("%s: stray brace", r->symbol);
		seen |= 1u << (s[1] - '0');
		s += 2;
	}
	return seen;
}

static void
test_sentences(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		unsigned zh = placeholders(&rows[i], rows[i].text[2]);
		unsigned en = placeholders(&rows[i], rows[i].text[3]);

		for (size_t k = 0; k < COUNT_OF(rows[i].text); k++) {
			if (rows[i].text[k][0] == '\0' || !text_clean(text_of(rows[i].text[k])))
				fail_msg(
				    "%s: sentence %zu is empty or not clean", rows[i].symbol, k);
		}
		if (placeholders(&rows[i], rows[i].text[0]) +
			placeholders(&rows[i], rows[i].text[1]) !=
		    0)
			fail_msg("%s: a title takes no argument", rows[i].symbol);
		/* A fault may bring one argument in both tongues, as in "{0}" beside "{1}". */
		if (__builtin_popcount(zh) != __builtin_popcount(en))
			fail_msg("%s: the two details differ in arguments", rows[i].symbol);
		if (((zh | en) & ((zh | en) + 1)) != 0)
			fail_msg("%s: an argument is skipped", rows[i].symbol);
		if (placeholders(&rows[i], rows[i].text[4]) !=
		    placeholders(&rows[i], rows[i].text[5]))
			fail_msg("%s: the two hints use different arguments", rows[i].symbol);
	}
}

static void
test_set_and_render(void **state)
{
	struct err e;
	char out[200];

	(void)state;
	memset(&e, 0x7f, sizeof(e));
	assert_int_equal(err_set(&e, E_LIMIT, "limit", "items", "100", NULL), E_LIMIT);
	assert_int_equal(e.code, E_LIMIT);
	assert_string_equal(e.pointer, "limit");
	assert_string_equal(e.arg[0], "items");
	assert_string_equal(e.arg[1], "100");
	assert_string_equal(e.arg[2], "");
	assert_string_equal(e.arg[3], "");
	err_detail(&e, LANG_EN, out, sizeof(out));
	assert_string_equal(out, "items is over the limit of 100");
	err_detail(&e, LANG_ZH, out, sizeof(out));
	assert_string_equal(out, "items 超出上限 100");
	err_hint(&e, LANG_EN, out, sizeof(out));
	assert_string_equal(out, "Ask for less at a time");
	assert_int_equal(err_set(NULL, E_DATE, NULL, "x", NULL), E_DATE);
}

static void
test_pointer_may_be_null_and_args_missing(void **state)
{
	struct err e;
	char out[200];

	(void)state;
	err_set(&e, E_LIMIT, NULL, NULL);
	assert_string_equal(e.pointer, "");
	err_detail(&e, LANG_EN, out, sizeof(out));
	assert_string_equal(out, " is over the limit of ");
	err_set(&e, E_LIMIT, "p", "a", "b", "c", "d", NULL);
	assert_string_equal(e.arg[3], "d");
}

/* What a user sent is shown, never expanded. */
static void
test_arguments_are_not_templates(void **state)
{
	struct err e;
	char out[200];

	(void)state;
	err_set(&e, E_LIMIT, NULL, "{1}{0}%s", "{0}", NULL);
	err_detail(&e, LANG_EN, out, sizeof(out));
	assert_string_equal(out, "{1}{0}%s is over the limit of {0}");
}

static void
test_cut_on_a_character(void **state)
{
	struct err e;
	char longish[601], out[12];

	(void)state;
	for (size_t i = 0; i < 600; i += 3)
		memcpy(longish + i, "苏", 3);
	longish[600] = '\0';
	err_set(&e, E_DATE, longish, longish, NULL);
	assert_int_equal(strlen(e.pointer), 399); /* 133 characters in 399 bytes */
	assert_int_equal(strlen(e.arg[0]), 198);  /* 66 characters in 199 bytes */
	assert_true(text_clean(text_of(e.pointer)) && text_clean(text_of(e.arg[0])));
	err_set(&e, E_LIMIT, NULL, "苏州苏州", "1", NULL);
	for (size_t cap = 1; cap <= sizeof(out); cap++) {
		memset(out, 'z', sizeof(out));
		err_detail(&e, LANG_ZH, out, cap);
		assert_int_equal(strlen(out), (cap - 1) / 3 * 3);
		assert_true(text_clean(text_of(out)));
	}
	out[0] = 'q';
	err_detail(&e, LANG_ZH, out, 0);
	assert_int_equal(out[0], 'q');
}

static void
test_rewrap_own_strings(void **state)
{
	struct err e;

	(void)state;
	err_set(&e, E_DATE, "as_of", "2017-13-01", NULL);
	err_set(&e, E_LIMIT, e.arg[0], e.pointer, e.arg[0], NULL);
	assert_string_equal(e.pointer, "2017-13-01");
	assert_string_equal(e.arg[0], "as_of");
	assert_string_equal(e.arg[1], "2017-13-01");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_are_reachable),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_set_and_render),
		cmocka_unit_test(test_pointer_may_be_null_and_args_missing),
		cmocka_unit_test(test_arguments_are_not_templates),
		cmocka_unit_test(test_cut_on_a_character),
		cmocka_unit_test(test_rewrap_own_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
