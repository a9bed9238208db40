/* Problem documents (RFC 9457), their headers and language; ETags. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "api/negotiate.h"
#include "api/reply.h"
#include "api/route.h"

static struct job job;

static int
setup(void **state)
{
	(void)state;
	memset(&job, 0, sizeof(job));
	job.arena = arena_new(1 << 20);
	memcpy(job.req.id, "0f8fad5b-d9cb-469f-a165-70867728950e", 37);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	buf_free(&job.reply.body);
	arena_free(job.arena);
	return 0;
}

static struct text
header(const char *name)
{
	for (uint32_t i = 0; i < job.reply.n_headers; i++) {
		if (strcmp(job.reply.headers[i].name, name) == 0)
			return job.reply.headers[i].value;
	}
	return (struct text){ NULL, 0 };
}

static void
test_document(void **state)
{
	(void)state;
	job.lang = LANG_EN;
	(void)err_set(&job.err, E_DATE, "as_of", "2018-02-30", NULL);
	reply_problem(&job);
	assert_int_equal(job.reply.status, 400);
	assert_string_equal(job.reply.content_type, "application/problem+json");
	assert_string_equal(job.reply.body.data,
	    "{\"type\":\"/problems/bad-date\",\"title\":\"Malformed date\",\"status\":400,"
	    "\"detail\":\"\\\"2018-02-30\\\" is not a calendar date\","
	    "\"hint\":\"Use YYYY-MM-DD, for example 2018-06-30\","
	    "\"instance\":\"urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e\",\"code\":\"bad-date\","
	    "\"errors\":[{\"pointer\":\"as_of\",\"detail\":\"\\\"2018-02-30\\\" is not a calendar "
	    "date\"}]}");
	assert_true(text_is(header("Content-Language"), "en"));
	assert_true(text_is(header("Cache-Control"), "no-store"));
	job.lang = LANG_ZH;
	reply_problem(&job); /* again, over the first: nothing is left of it */
	assert_non_null(strstr(job.reply.body.data, "\"title\":\"日期格式错误\""));
	assert_true(text_is(header("Content-Language"), "zh-CN"));
	assert_int_equal(job.reply.n_headers, 3);
}

static void
test_headers_of_statuses(void **state)
{
	(void)state;
	(void)err_set(&job.err, E_UNAUTHORIZED, "", NULL);
	reply_problem(&job);
	assert_int_equal(job.reply.status, 401);
	assert_true(text_is(header("WWW-Authenticate"), "Bearer realm=\"assayd\""));
	assert_null(header("Retry-After").ptr);
	(void)err_set(&job.err, E_TOKEN_INVALID, "", NULL);
	reply_problem(&job);
	assert_int_equal(job.reply.status, 401);
	assert_true(text_is(
	    header("WWW-Authenticate"), "Bearer realm=\"assayd\", error=\"invalid_token\""));
	assert_non_null(strstr(job.reply.body.data, "\"errors\":[]"));
	(void)err_set(&job.err, E_BUSY, "", NULL);
	job.reply.close = true;
	reply_problem(&job);
	assert_int_equal(job.reply.status, 503);
	assert_true(header("Retry-After").len > 0);
	assert_true(job.reply.close);
}

/* What the database said stays in the job for the log and out of the answer. */
static void
test_own_faults_say_no_more_than_their_word(void **state)
{
	(void)state;
	(void)err_set(
	    &job.err, E_DB_QUERY, "secret.sql", "42P01", "relation \"secret\"", "q", "", NULL);
	reply_problem(&job);
	assert_int_equal(job.reply.status, 500);
	assert_null(strstr(job.reply.body.data, "secret"));
	assert_non_null(strstr(job.reply.body.data, "\"code\":\"internal\""));
	assert_int_equal(job.err.code, E_DB_QUERY);
	(void)err_set(&job.err, E_DB_DOWN, "", "socket /var/secret", "user secret", NULL);
	reply_problem(&job);
	assert_int_equal(job.reply.status, 503);
	assert_null(strstr(job.reply.body.data, "secret"));
	assert_non_null(strstr(job.reply.body.data, "\"code\":\"database-unavailable\""));
	assert_string_equal(job.err.arg[1], "user secret"); /* for the log */
	(void)err_set(&job.err, E_DB_ROLES, "", "secret", NULL);
	reply_problem(&job);
	assert_int_equal(job.reply.status, 503);
	assert_null(strstr(job.reply.body.data, "secret"));
	assert_non_null(strstr(job.reply.body.data, "\"code\":\"database-unavailable\""));
	memset(&job.err, 0, sizeof(job.err)); /* a handler that failed without a word */
	reply_problem(&job);
	assert_int_equal(job.reply.status, 500);
}

static void
test_instance_of_a_foreign_request_id(void **state)
{
	char first[64];
	const char *at;

	(void)state;
	(void)err_set(&job.err, E_BUSY, "", NULL);
	memcpy(job.req.id, "client-7", 9);
	reply_problem(&job);
	at = strstr(job.reply.body.data, "urn:uuid:");
	assert_non_null(at);
	memcpy(first, at, 45);
	assert_int_equal(first[23], '8'); /* version 8: made from a hash */
	assert_true(strchr("89ab", first[28]) != NULL);
	reply_problem(&job);
	assert_memory_equal(strstr(job.reply.body.data, "urn:uuid:"), first, 45);
	memcpy(job.req.id, "client-8", 9);
	reply_problem(&job);
	assert_memory_not_equal(strstr(job.reply.body.data, "urn:uuid:"), first, 45);
}

static void
test_language(void **state)
{
	static const struct {
		const char *header;
		enum lang want;
	} rows[] = {
		{ "", LANG_ZH },
		{ "en", LANG_EN },
		{ "EN-us", LANG_EN },
		{ "zh-CN,zh;q=0.9,en;q=0.8", LANG_ZH },
		{ "en;q=0.9, zh;q=0.8", LANG_EN },
		{ "en;q=0.8, zh;q=0.9", LANG_ZH },
		{ "en;q=0.8, zh;q=0.80", LANG_ZH },
		{ "fr, en;q=0.001", LANG_EN },
		{ "en;q=0", LANG_ZH },
		{ "en;q=2", LANG_ZH },
		{ "en;q=0.9999", LANG_ZH },
		{ "en;q=", LANG_ZH },
		{ "en;x=1", LANG_ZH },
		{ "eng", LANG_ZH },
		{ "*", LANG_ZH },
		{ ",,,en", LANG_EN },
		{ " en ; q=0.5 ", LANG_EN },
		{ ";;;", LANG_ZH },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (negotiate_lang(text_of(rows[i].header)) != rows[i].want)
			fail_msg("%s", rows[i].header);
	}
}

static void
write_body(const char *text)
{
	struct json j;

	reply_start(&job, &j);
	json_str(&j, text);
	assert_int_equal(reply_finish(&job, &j, 200), ERR_OK);
}

static void
test_etag(void **state)
{
	struct text etag;
	char list[200];

	(void)state;
	write_body("x");
	assert_int_equal(job.reply.status, 200);
	etag = text_dup(job.arena, header("ETag"));
	/* printf '"x"' | openssl dgst -sha256 -binary | head -c 16 | basenc --base64url */
	assert_true(text_is(etag, "\"ui30kDosFOhtw7zKWJEbRA\""));
	assert_true(text_is(header("Cache-Control"), "private, no-cache"));
	assert_true(header("Vary").len > 0);
	job.req.if_none_match = etag;
	write_body("x");
	assert_int_equal(job.reply.status, 304);
	assert_int_equal(job.reply.body.len, 0);
	assert_null(job.reply.content_type);
	assert_true(text_eq(header("ETag"), etag));
	write_body("y");
	assert_int_equal(job.reply.status, 200);
	(void)snprintf(list, sizeof(list), "\"a\", W/%.*s ,\"b\"", TEXT_ARG(etag));
	job.req.if_none_match = text_of(list);
	write_body("x");
	assert_int_equal(job.reply.status, 304);
	job.req.if_none_match = TEXT("*");
	write_body("x");
	assert_int_equal(job.reply.status, 304);
	job.req.if_none_match =
	    (struct text){ etag.ptr + 1, etag.len - 2 }; /* without its quotes */
	write_body("x");
	assert_int_equal(job.reply.status, 200);
}

static void
test_unfinished_body_is_a_fault(void **state)
{
	struct json j;

	(void)state;
	reply_start(&job, &j);
	json_object(&j);
	assert_int_equal(reply_finish(&job, &j, 200), E_INTERNAL);
	reply_start(&job, &j);
	json_array(&j);
	for (int i = 0; i < 20; i++) {
		static char big[1 << 20];

		memset(big, 'x', sizeof(big));
		json_text(&j, (struct text){ big, sizeof(big) });
	}
	json_end(&j);
	assert_int_equal(reply_finish(&job, &j, 200), E_LIMIT);
	reply_problem(&job);
	assert_int_equal(job.reply.status, 413);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_document, setup, teardown),
		cmocka_unit_test_setup_teardown(test_headers_of_statuses, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_own_faults_say_no_more_than_their_word, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_instance_of_a_foreign_request_id, setup, teardown),
		cmocka_unit_test_setup_teardown(test_language, setup, teardown),
		cmocka_unit_test_setup_teardown(test_etag, setup, teardown),
		cmocka_unit_test_setup_teardown(test_unfinished_body_is_a_fault, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
