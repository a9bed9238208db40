/* The connection against a live server (ASSAYD_TEST_DB): deadlines, recovery, exact values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "store/pg.h"

static const char *conninfo;

static struct pg *
open_pg(enum pg_role role)
{
	return pg_new(conninfo, role, 2000);
}

static int64_t
in_ms(int ms)
{
	return pg_now_ms() + ms;
}

/* One statement that must succeed. */
static struct pg_result *
ask(struct pg *pg, const char *sql)
{
	struct pg_query q = { .sql = sql };
	struct pg_result *res = NULL;
	struct err e;

	assert_int_equal(pg_run(pg, &q, 1, in_ms(5000), &res, &e), ERR_OK);
	return res;
}

static int64_t
ask_int(struct pg *pg, const char *sql)
{
	struct pg_result *res = ask(pg, sql);
	int64_t v;

	assert_int_equal(pg_rows(res), 1);
	v = pg_int(res, 0, 0);
	pg_result_free(res);
	return v;
}

static void
test_values(void **state)
{
	static const int64_t ints[] = { 1, INT64_MIN, -7 };
	static const int32_t days[] = { 0, DAY_NONE, 17348 };
	static const struct text texts[] = { { "a,b\"{}\\", 7 }, { "", 0 }, { "社工", 6 } };
	const struct pg_param params[] = { { .type = PG_INT8, .i = INT64_MAX },
		{ .type = PG_DATE, .i = 17348 }, { .type = PG_TEXT, .t = TEXT("it's 社工") },
		{ .type = PG_BYTEA, .t = { "\0\377", 2 } }, { .type = PG_BOOL, .i = 1 },
		{ .type = PG_INT8_ARRAY, .ints = ints, .n = 3 },
		{ .type = PG_DATE_ARRAY, .days = days, .n = 3 },
		{ .type = PG_TEXT_ARRAY, .texts = texts, .n = 3 }, { .type = PG_NULL },
		{ .type = PG_DATE, .i = DAY_NONE }, { .type = PG_INT8_ARRAY, .n = 0 } };
	const struct pg_query q = { .params = params,
		.n_params = COUNT_OF(params),
		.name = "values",
		.sql = "select $1::bigint, $2::date, $3::text, $4::bytea, $5::bool, "
		       "($6::bigint[])[2], $7::date[] = "
		       "array[date '1970-01-01', null, date '2017-07-01'], $8::text[] = "
		       "array['a,b\"{}\\', '', '社工'], "
		       "$9::bigint, $10::date, $11::bigint[] = '{}', -3::smallint, -4::int, "
		       "timestamptz '2017-07-01 08:00:00.25+08', $2::date = date '2017-07-01'" };
	struct pg *pg = open_pg(PG_READER);
	struct pg_result *res = NULL;
	struct err e;

	(void)state;
	assert_int_equal(pg_run(pg, &q, 1, in_ms(5000), &res, &e), ERR_OK);
	assert_int_equal(pg_rows(res), 1);
	assert_int_equal(pg_columns(res), 15);
	assert_true(pg_int(res, 0, 0) == INT64_MAX);
	assert_int_equal(pg_int(res, 0, 1), 17348);
	assert_true(text_is(pg_text(res, 0, 2), "it's 社工"));
	assert_true(text_eq(pg_text(res, 0, 3), (struct text){ "\0\377", 2 }));
	assert_int_equal(pg_int(res, 0, 4), 1);
	assert_true(pg_int(res, 0, 5) == INT64_MIN);
	assert_int_equal(pg_int(res, 0, 6), 1);
	assert_int_equal(pg_int(res, 0, 7), 1);
	assert_true(pg_null(res, 0, 8));
	assert_true(pg_null(res, 0, 9));
	assert_int_equal(pg_int(res, 0, 10), 1);
	assert_int_equal(pg_int(res, 0, 11), -3);
	assert_int_equal(pg_int(res, 0, 12), -4);
	/* 17348 days and a quarter second */
	assert_true(pg_int(res, 0, 13) == INT64_C(17348) * 86400 * 1000000 + 250000);
	assert_int_equal(pg_int(res, 0, 14), 1);
	pg_result_free(res);
	pg_free(pg);
}

static void
test_session(void **state)
{
	struct pg *r = open_pg(PG_READER), *w = open_pg(PG_WRITER);
	struct pg_query q = { .sql = "insert into dirty_log (contract_id) values (1)" };
	const struct pg_query sum = { .sql = "select 9223372036854775807::bigint + 1" };
	struct pg_result *res;
	struct err e;

	(void)state;
	res = ask(r, "select current_user::text, current_setting('TimeZone'), "
		     "current_setting('transaction_isolation'), "
		     "current_setting('plan_cache_mode'), current_setting('jit')");
	assert_true(text_is(pg_text(res, 0, 0), "assayd_reader"));
	assert_true(text_is(pg_text(res, 0, 1), "UTC"));
	assert_true(text_is(pg_text(res, 0, 2), "repeatable read"));
	assert_true(text_is(pg_text(res, 0, 3), "force_generic_plan"));
	assert_true(text_is(pg_text(res, 0, 4), "off"));
	pg_result_free(res);
	assert_int_equal(pg_run(r, &q, 1, in_ms(1000), NULL, &e), E_DB_QUERY);
	assert_string_equal(e.arg[0], "25006"); /* read-only transaction */
	/* I1: a sum that leaves int8 is an overflow of the data, not a fault of ours */
	assert_int_equal(pg_run(r, &sum, 1, in_ms(1000), NULL, &e), E_OVERFLOW);
	res = ask(w, "select current_user::text");
	assert_true(text_is(pg_text(res, 0, 0), "assayd_writer"));
	pg_result_free(res);
	pg_free(r);
	pg_free(w);
}

static void
test_deadline(void **state)
{
	struct pg *pg = open_pg(PG_READER);
	struct pg_query q = { .sql = "select pg_sleep(30)" };
	int64_t start, took;
	uint64_t before;
	struct pg_result *res = NULL;
	struct err e;

	(void)state;
	assert_int_equal(ask_int(pg, "select 1"), 1);
	before = pg_generation(pg);
	start = pg_now_ms();
	assert_int_equal(pg_run(pg, &q, 1, start + 200, &res, &e), E_DB_TIMEOUT);
	took = pg_now_ms() - start;
	assert_true(took >= 200 && took < 1000);
	assert_null(res);
	assert_false(pg_ready(pg)); /* the connection is gone, not in doubt */
	assert_int_equal(ask_int(pg, "select 2"), 2);
	assert_true(pg_generation(pg) > before);
	pg_free(pg);
}

static void
test_deadline_already_past(void **state)
{
	struct pg *pg = open_pg(PG_READER);
	struct pg_query q = { .sql = "select pg_sleep(1)" };
	struct err e;

	(void)state;
	assert_int_equal(ask_int(pg, "select 1"), 1);
	assert_int_equal(pg_run(pg, &q, 1, pg_now_ms() - 1, NULL, &e), E_DB_TIMEOUT);
	pg_free(pg);
}

static void
kill_backend(struct pg *victim)
{
	struct pg *owner = open_pg(PG_OWNER);
	char sql[80];

	(void)snprintf(sql, sizeof(sql), "select pg_terminate_backend(%d)",
	    (int)ask_int(victim, "select pg_backend_pid()"));
	assert_int_equal(ask_int(owner, sql), 1);
	(void)poll(NULL, 0, 100);
	pg_free(owner);
}

static void
test_killed_while_idle(void **state)
{
	static const enum pg_role roles[] = { PG_READER, PG_WRITER };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		struct pg *pg = open_pg(roles[i]);
		uint64_t before;

		kill_backend(pg);
		before = pg_generation(pg);
		assert_int_equal(ask_int(pg, "select 3"), 3);
		assert_int_equal(pg_generation(pg), before + 1);
		pg_free(pg);
	}
}

static void *
kill_soon(void *arg)
{
	struct pg *owner = open_pg(PG_OWNER);
	char sql[80];

	(void)poll(NULL, 0, 300);
	(void)snprintf(sql, sizeof(sql), "select pg_terminate_backend(%d)", *(const int *)arg);
	pg_result_free(ask(owner, sql));
	pg_free(owner);
	return NULL;
}

/* A writer's round that breaks is not tried again, and nothing of it stays. */
static void
test_killed_while_running(void **state)
{
	struct pg *w = open_pg(PG_WRITER);
	struct pg_query q[] = { { .sql = "insert into dirty_log (contract_id) values (424242)" },
		{ .sql = "select pg_sleep(10)" } };
	int pid = (int)ask_int(w, "select pg_backend_pid()");
	pthread_t killer;
	struct err e;

	(void)state;
	assert_int_equal(pthread_create(&killer, NULL, kill_soon, &pid), 0);
	assert_int_equal(pg_run(w, q, 2, in_ms(5000), NULL, &e), E_DB_DOWN);
	assert_int_equal(pthread_join(killer, NULL), 0);
	assert_int_equal(
	    ask_int(w, "select count(*) from dirty_log where contract_id = 424242"), 0);
	pg_free(w);
}

static void
test_error_undoes_the_round(void **state)
{
	struct pg *pg = open_pg(PG_WRITER);
	struct pg_query bad[] = { { .sql = "insert into dirty_log (contract_id) values (434343)" },
		{ .name = "broken", .sql = "select 1/0" }, { .sql = "select 7" } };
	struct pg_result *res[3] = { NULL };
	struct err e;
	uint64_t before;

	(void)state;
	assert_int_equal(ask_int(pg, "select 1"), 1);
	before = pg_generation(pg);
	assert_int_equal(pg_run(pg, bad, 3, in_ms(3000), res, &e), E_DB_QUERY);
	assert_string_equal(e.arg[0], "22012");
	assert_string_equal(e.arg[1], "division by zero");
	assert_string_equal(e.arg[2], "broken");
	assert_null(res[0]);
	assert_true(pg_ready(pg));
	assert_int_equal(
	    ask_int(pg, "select count(*) from dirty_log where contract_id = 434343"), 0);
	assert_int_equal(
	    pg_generation(pg), before); /* an error of ours does not cost the connection */
	pg_free(pg);
}

static void
test_several_results(void **state)
{
	struct pg *pg = open_pg(PG_READER);
	struct pg_query q[] = { { .name = "s1",
				    .sql = "select i, 'n' || i from generate_series(1, 3) i" },
		{ .name = "s2", .sql = "select 1 where false" },
		{ .name = "s1", .sql = "select i, 'n' || i from generate_series(1, 3) i" } };
	struct pg_result *res[3];
	struct err e;

	(void)state;
	for (int round = 0; round < 2; round++) {
		assert_int_equal(pg_run(pg, q, 3, in_ms(3000), res, &e), ERR_OK);
		assert_int_equal(pg_rows(res[0]), 3);
		assert_int_equal(pg_int(res[0], 2, 0), 3);
		assert_true(text_is(pg_text(res[0], 1, 1), "n2"));
		assert_int_equal(pg_rows(res[1]), 0);
		assert_int_equal(pg_columns(res[1]), 1);
		assert_int_equal(pg_rows(res[2]), 3);
		for (int i = 0; i < 3; i++)
			pg_result_free(res[i]);
	}
	pg_free(pg);
}

/* A plan that the server will not run any more is dropped and prepared again, unseen. */
static void
test_prepared_again(void **state)
{
	struct pg *owner = open_pg(PG_OWNER);
	struct pg_query q = { .name = "star", .sql = "select * from probe_star" };
	struct pg_result *res;
	struct err e;

	(void)state;
	assert_int_equal(pg_script(owner,
			     "drop table if exists probe_star; create table probe_star (a int); "
			     "insert into probe_star values (5)",
			     in_ms(3000), &e),
	    ERR_OK);
	assert_int_equal(pg_run(owner, &q, 1, in_ms(3000), &res, &e), ERR_OK);
	assert_int_equal(pg_columns(res), 1);
	pg_result_free(res);
	assert_int_equal(
	    pg_script(owner, "alter table probe_star add b text", in_ms(3000), &e), ERR_OK);
	assert_int_equal(pg_run(owner, &q, 1, in_ms(3000), &res, &e), ERR_OK);
	assert_int_equal(pg_columns(res), 2);
	pg_result_free(res);
	assert_int_equal(
	    pg_script(owner,
		"deallocate all; drop table probe_star; create table probe_star (a int)",
		in_ms(3000), &e),
	    ERR_OK);
	assert_int_equal(pg_run(owner, &q, 1, in_ms(3000), &res, &e), ERR_OK); /* 26000 */
	pg_result_free(res);
	assert_int_equal(pg_script(owner, "drop table probe_star", in_ms(3000), &e), ERR_OK);
	pg_free(owner);
}

static void
test_prepare_reports(void **state)
{
	struct pg *pg = open_pg(PG_READER);
	struct err e;

	(void)state;
	assert_int_equal(
	    pg_prepare(pg, "p", "select nosuch from contract", in_ms(3000), &e), E_DB_QUERY);
	assert_string_equal(e.arg[0], "42703");
	assert_non_null(strstr(e.arg[1], "nosuch"));
	assert_string_equal(e.arg[3], " (@8)");
	assert_int_equal(pg_prepare(pg, "p", "select 1", in_ms(3000), &e), ERR_OK);
	assert_int_equal(pg_prepare(pg, "p", "select 1", in_ms(3000), &e), ERR_OK);
	pg_free(pg);
}

/* 256 columns of 32,769 rows are 256 cells over the cap; of 32,768 they are exactly on it. */
static void
test_result_cap(void **state)
{
	struct pg *pg = open_pg(PG_READER);
	struct pg_param rows = { .type = PG_INT8, .i = 32769 };
	struct pg_query q = { .params = &rows, .n_params = 1 };
	struct pg_result *res = NULL;
	struct buf sql;
	struct err e;

	(void)state;
	buf_init(&sql, 10000);
	buf_adds(&sql, "select i");
	for (int c = 1; c < 256; c++)
		buf_addf(&sql, ", %d", c);
	buf_adds(&sql, " from generate_series(1, $1::bigint) i");
	q.sql = sql.data;
	assert_int_equal(pg_run(pg, &q, 1, in_ms(60000), &res, &e), E_LIMIT);
	assert_null(res);
	assert_int_equal(ask_int(pg, "select 1"), 1);
	rows.i--;
	assert_int_equal(pg_run(pg, &q, 1, in_ms(60000), &res, &e), ERR_OK);
	assert_int_equal(pg_rows(res), 32768);
	assert_int_equal(pg_int(res, 32767, 255), 255);
	pg_result_free(res);
	buf_free(&sql);
	pg_free(pg);
}

/* More out than socket buffers hold, more in as well: neither side waits for the other. */
static void
test_large_both_ways(void **state)
{
	enum { N = 600000 };
	int64_t *ints = calloc(N, sizeof(*ints));
	struct pg_param p = { .type = PG_INT8_ARRAY, .ints = ints, .n = N };
	struct pg_query q[] = {
		{ .sql = "select unnest($1::bigint[])", .params = &p, .n_params = 1 },
		{ .sql = "select unnest($1::bigint[])", .params = &p, .n_params = 1 }
	};
	struct pg_result *res[2];
	struct pg *pg = open_pg(PG_READER);
	struct err e;

	(void)state;
	for (int i = 0; i < N; i++)
		ints[i] = i;
	assert_int_equal(pg_run(pg, q, 2, in_ms(60000), res, &e), ERR_OK);
	assert_int_equal(pg_rows(res[1]), N);
	assert_int_equal(pg_int(res[1], N - 1, 0), N - 1);
	pg_result_free(res[0]);
	pg_result_free(res[1]);
	pg_free(pg);
	free(ints);
}

/* Asks until the refusal has this word; the waits double, so that a slow machine gets there too. */
static bool
refused_with(struct pg *pg, const char *word)
{
	struct pg_query q = { .sql = "select 1" };
	struct err e = { 0 };

	for (int i = 0; i < 1000 && (i == 0 || strstr(e.arg[1], word) == NULL); i++) {
		if (i > 0)
			(void)poll(NULL, 0, 10);
		assert_int_equal(pg_run(pg, &q, 1, in_ms(1000), NULL, &e), E_DB_DOWN);
	}
	return strstr(e.arg[1], word) != NULL;
}

static void
test_down_and_back_off(void **state)
{
	struct pg *pg = pg_new("host=/nonexistent-socket-folder dbname=x", PG_READER, 500);

	(void)state;
	assert_true(refused_with(pg, "nonexistent-socket-folder"));
	assert_true(refused_with(pg, "waiting"));                   /* at once, without a try */
	assert_true(refused_with(pg, "nonexistent-socket-folder")); /* tried again */
	assert_false(pg_ready(pg));
	pg_free(pg);
}

static void
test_script_fails_whole(void **state)
{
	struct pg *pg = open_pg(PG_OWNER);
	struct err e;

	(void)state;
	assert_int_equal(
	    pg_script(pg, "create table probe_half (a int); select nosuch", in_ms(3000), &e),
	    E_DB_QUERY);
	assert_string_equal(e.arg[0], "42703");
	assert_int_equal(pg_script(pg, "copy contract from stdin", in_ms(3000), &e), E_DB_DOWN);
	assert_int_equal(
	    ask_int(pg, "select count(*) from pg_class where relname = 'probe_half'"), 0);
	pg_free(pg);
}

static void
test_notifications(void **state)
{
	struct pg *pg = open_pg(PG_WRITER), *other = open_pg(PG_WRITER);
	bool told = false;
	struct err e;

	(void)state;
	assert_int_equal(pg_wait(pg, "assayd", in_ms(100), &told, &e), ERR_OK);
	assert_true(told); /* new connection: something may have been missed */
	assert_int_equal(pg_wait(pg, "assayd", in_ms(100), &told, &e), ERR_OK);
	assert_false(told);
	pg_result_free(ask(other, "select pg_notify('assayd', '')"));
	assert_int_equal(pg_wait(pg, "assayd", in_ms(2000), &told, &e), ERR_OK);
	assert_true(told);
	kill_backend(pg);
	assert_int_equal(pg_wait(pg, "assayd", in_ms(500), &told, &e), E_DB_DOWN);
	assert_int_equal(pg_wait(pg, "assayd", in_ms(500), &told, &e), ERR_OK);
	assert_true(told);
	pg_free(pg);
	pg_free(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_session),
		cmocka_unit_test(test_deadline),
		cmocka_unit_test(test_deadline_already_past),
		cmocka_unit_test(test_killed_while_idle),
		cmocka_unit_test(test_killed_while_running),
		cmocka_unit_test(test_error_undoes_the_round),
		cmocka_unit_test(test_several_results),
		cmocka_unit_test(test_prepared_again),
		cmocka_unit_test(test_prepare_reports),
		cmocka_unit_test(test_result_cap),
		cmocka_unit_test(test_large_both_ways),
		cmocka_unit_test(test_down_and_back_off),
		cmocka_unit_test(test_script_fails_whole),
		cmocka_unit_test(test_notifications),
	};

	conninfo = getenv("ASSAYD_TEST_DB");
	if (conninfo == NULL) {
		(void)fputs("ASSAYD_TEST_DB is not set\n", stderr);
		return 2;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
