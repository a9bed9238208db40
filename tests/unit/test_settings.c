/* Settings: defaults, limits, words, listen addresses; and the log's escaping, which promises one
 * line a record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/log.h"
#include "app/settings.h"

static const char *set_name, *set_value;

static const char *
fake_env(const char *name)
{
	return set_name != NULL && strcmp(name, set_name) == 0 ? set_value : NULL;
}

static enum err_code
read_with(const char *name, const char *value, struct settings *s, struct err *err)
{
	set_name = name;
	set_value = value;
	return settings_read(fake_env, s, err);
}

static void
test_defaults(void **state)
{
	struct settings s;
	struct err err;

	(void)state;
	assert_int_equal(read_with(NULL, NULL, &s, &err), ERR_OK);
	assert_string_equal(s.listen, "127.0.0.1:8080");
	assert_string_equal(s.rules, "rules");
	assert_string_equal(s.sql, "sql");
	assert_string_equal(s.database, "");
	assert_int_equal(s.headers_max, 16 * 1024);
	assert_int_equal(s.body_max, 1024 * 1024);
	assert_int_equal(read_with("ASSAYD_LISTEN", "", &s, &err), ERR_OK); /* empty is unset */
	assert_string_equal(s.listen, "127.0.0.1:8080");
}

static void
test_values(void **state)
{
	static const struct {
		const char *name, *value;
		bool ok;
	} rows[] = {
		{ "ASSAYD_LOOPS", "1", true },
		{ "ASSAYD_LOOPS", "64", true },
		{ "ASSAYD_LOOPS", "0", false },
		{ "ASSAYD_LOOPS", "65", false },
		{ "ASSAYD_LOOPS", "-1", false },
		{ "ASSAYD_LOOPS", "+1", false },
		{ "ASSAYD_LOOPS", " 1", false },
		{ "ASSAYD_LOOPS", "1x", false },
		{ "ASSAYD_LOOPS", "0x1", false },
		{ "ASSAYD_LOOPS", "18446744073709551617", false }, /* 2^64 + 1 */
		{ "ASSAYD_LOG", "debug", true },
		{ "ASSAYD_LOG", "Debug", false },
		{ "ASSAYD_LOG", "loud", false },
	};
	struct settings s;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum err_code rc = read_with(rows[i].name, rows[i].value, &s, &err);

		if (rc != (rows[i].ok ? ERR_OK : E_SETTING))
			fail_msg("%s=%s: %s", rows[i].name, rows[i].value, err_symbol(rc));
		if (!rows[i].ok)
			assert_string_equal(err.arg[0], rows[i].name);
	}
	assert_int_equal(read_with("ASSAYD_QUEUE", "77", &s, &err), ERR_OK);
	assert_int_equal(s.queue, 77);
}

/* Every default passes its own row's check, and every row is documented in both languages. */
static void
test_table(void **state)
{
	struct settings s;
	struct err err;

	(void)state;
	for (uint32_t i = 0; i < setting_count; i++) {
		const struct setting *row = &setting_table[i];

		assert_int_equal(read_with(row->env, row->fallback, &s, &err), ERR_OK);
		assert_true(strlen(row->zh) > 0 && strlen(row->en) > 0);
		for (uint32_t k = 0; k < i; k++) {
			assert_string_not_equal(row->env, setting_table[k].env);
			assert_int_not_equal(row->offset, setting_table[k].offset);
		}
	}
}

/* The hand-written manual names every setting, and its default in that paragraph; and no other. */
static void
test_manual(void **state)
{
	static char page[64 * 1024];
	FILE *f = fopen("api-docs/assayd.1", "r");
	uint32_t named = 0;
	size_t n;

	(void)state;
	assert_non_null(f);
	n = fread(page, 1, sizeof(page) - 1, f);
	fclose(f);
	page[n] = '\0';
	for (uint32_t i = 0; i < setting_count; i++) {
		char head[64], *at, *end, *found;

		snprintf(head, sizeof(head), ".It Ev %s\n", setting_table[i].env);
		at = strstr(page, head);
		if (at == NULL) {
			fail_msg("the manual lacks %s", setting_table[i].env);
			return;
		}
		end = strstr(at + 1, "\n.It Ev ");
		if (end == NULL)
			end = page + n;
		found = strstr(at, setting_table[i].fallback);
		if (found == NULL || found > end)
			fail_msg("the manual has another default for %s", setting_table[i].env);
	}
	for (char *at = page; (at = strstr(at, "\n.It Ev ")) != NULL; at++)
		named++;
	assert_int_equal(named, setting_count);
}

static void
test_listen(void **state)
{
	static const struct {
		const char *listen, *host;
		int port; /* -1: refused */
	} rows[] = {
		{ "127.0.0.1:8080", "127.0.0.1", 8080 },
		{ "0.0.0.0:0", "0.0.0.0", 0 },
		{ "[::1]:65535", "::1", 65535 },
		{ "[::1]:65536", "", -1 },
		{ "::1:8080", "", -1 },
		{ "127.0.0.1", "", -1 },
		{ ":8080", "", -1 },
		{ "127.0.0.1:", "", -1 },
		{ "127.0.0.1:http", "", -1 },
	};
	struct err err;
	uint16_t port;
	char host[64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum err_code rc = settings_listen(rows[i].listen, host, sizeof(host), &port, &err);

		if (rc != (rows[i].port < 0 ? E_SETTING : ERR_OK))
			fail_msg("%s: %s", rows[i].listen, err_symbol(rc));
		if (rc != ERR_OK)
			continue;
		assert_string_equal(host, rows[i].host);
		assert_int_equal(port, rows[i].port);
	}
}

static void
escapes_to(const char *in, size_t len, const char *want)
{
	struct buf out;

	buf_init(&out, 4096);
	log_escape(&out, (struct text){ in, len });
	assert_string_equal(out.len > 0 ? out.data : "", want);
	buf_free(&out);
}

#define ESCAPES(lit, want) escapes_to(lit, sizeof(lit) - 1, want)

static void
test_log_escape(void **state)
{
	(void)state;
	ESCAPES("中文 ok", "中文 ok");
	ESCAPES("a\"b\\c", "a\\\"b\\\\c");
	ESCAPES("a\nb\r\t\0", "a\\u000ab\\u000d\\u0009\\u0000");
	ESCAPES("\x7f\xc2\x85", "\\u007f\\u0085");             /* DEL, NEL (C1) */
	ESCAPES("\xe2\x80\xae\xe2\x80\xa8", "\\u202e\\u2028"); /* bidi override, line separator */
	ESCAPES("\xe2\x81\xa6", "\\u2066");                    /* bidi isolate */
	ESCAPES("\xff\xc0\x80", "\\ufffd\\ufffd\\ufffd");      /* broken, overlong NUL */
	ESCAPES("\xed\xa0\x80", "\\ufffd\\ufffd\\ufffd");      /* surrogate */
	ESCAPES("Bearer asy_AbC-9_x, next", "Bearer asy_***, next"); /* tokens never */
}

static void
test_log_cap(void **state)
{
	char big[4000];
	struct buf out;

	(void)state;
	memset(big, 'a', sizeof(big));
	buf_init(&out, 8192);
	log_escape(&out, (struct text){ big, sizeof(big) });
	assert_in_range(out.len, LOG_VALUE_MAX, LOG_VALUE_MAX + 8);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_manual),
		cmocka_unit_test(test_listen),
		cmocka_unit_test(test_log_escape),
		cmocka_unit_test(test_log_cap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
