/* Lists, tokens, stored scores, the dirty log and migrations against a live database with the
 * demonstration. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/changes.h"
#include "store/contracts.h"
#include "store/migrate.h"

static const char *conninfo;
static struct arena *arena;
static struct pg *reader, *writer, *owner;

static int64_t
soon(void)
{
	return pg_now_ms() + 60000;
}

static struct pg_result *
ask(struct pg *pg, const char *sql)
{
	struct pg_query q = { .sql = sql };
	struct pg_result *r = NULL;
	struct err e;

	if (pg_run(pg, &q, 1, soon(), &r, &e) != ERR_OK)
		fail_msg("%s: %s", e.arg[1], sql);
	return r;
}

static int64_t
ask_int(const char *sql)
{
	struct pg_result *r = ask(owner, sql);
	int64_t v = pg_int(r, 0, 0);

	pg_result_free(r);
	return v;
}

/* ---- lists */

static const struct {
	enum contract_sort sort;
	const char *key, *text;
} sorts[] = {
	{ SORT_ID, "c.id", "c.id::text" },
	{ SORT_NO, "c.contract_no", "c.contract_no" },
	{ SORT_SCORE, "s.score", "s.score::text" },
	{ SORT_AMOUNT, "c.amount", "c.amount::text" },
	{ SORT_START, "c.start_on", "c.start_on::text" },
};

/* Page after page of two must give each contract once, in the order of one plain statement. */
static void
walk(size_t sort, bool descending)
{
	const char *way = descending ? "desc" : "asc";
	struct contract_filter f = {
		.sort = sorts[sort].sort, .descending = descending, .limit = 2
	};
	struct pg_result *all;
	char sql[400];
	uint32_t at = 0;

	(void)snprintf(sql, sizeof(sql),
	    "select c.id, %s from contract c left join contract_score s on s.contract_id = c.id "
	    "order by %s %s nulls last, c.id %s",
	    sorts[sort].text, sorts[sort].key, way, way);
	all = ask(owner, sql);
	for (;;) {
		struct contract_row *rows;
		struct err e;
		uint32_t n;

		if (contracts_list(reader, &f, soon(), arena, &rows, &n, &e) != ERR_OK)
			fail_msg("%s", e.arg[1]);
		for (uint32_t i = 0; i < n; i++, at++)
			if (at >= pg_rows(all) || rows[i].id != pg_int(all, at, 0))
				fail_msg("%s %s: row %u is contract %ld", sorts[sort].key, way, at,
				    (long)rows[i].id);
		if (n < 2)
			break;
		f.has_cursor = true;
		f.cursor_id = pg_int(all, at - 1, 0);
		f.cursor_null = pg_null(all, at - 1, 1);
		f.cursor_key = f.cursor_null ? TEXT("") : text_dup(arena, pg_text(all, at - 1, 1));
	}
	assert_int_equal(at, pg_rows(all));
	pg_result_free(all);
}

static void
test_pages(void **state)
{
	(void)state;
	pg_result_free(ask(owner, "delete from contract_score"));
	/* equal scores, and some without: ties and nulls on the edges of pages */
	pg_result_free(ask(owner, "insert into contract_score (contract_id, scheme_version, as_of, "
				  "score, lowest, highest, grade)"
				  " select id, 'v', '2018-06-30', 70 + id % 3, 0, 100, case when "
				  "id % 3 = 0 then 'good' else 'fair' end"
				  " from contract where id in (1, 2, 3, 4, 6, 7)"));
	for (size_t s = 0; s < COUNT_OF(sorts); s++) {
		walk(s, false);
		walk(s, true);
	}
}

static uint32_t
listed(struct contract_filter f, struct contract_row **ret)
{
	struct err e;
	uint32_t n;

	f.limit = 100;
	assert_int_equal(contracts_list(reader, &f, soon(), arena, ret, &n, &e), ERR_OK);
	return n;
}

static void
test_filters(void **state)
{
	struct contract_row *rows;
	struct contract_filter f = { .programme = TEXT("suzhou-2017") };

	(void)state;
	assert_int_equal(listed(f, &rows),
	    ask_int("select count(*) from contract c join programme p on p.id = c.programme_id"
		    " where p.code = 'suzhou-2017'"));
	assert_true(text_is(rows[0].programme, "suzhou-2017"));
	assert_int_equal(
	    listed((struct contract_filter){ .programme = TEXT("suzhou-2017' or true --") }, &rows),
	    0);
	assert_int_equal(listed((struct contract_filter){ .region = TEXT("320508") }, &rows),
	    ask_int("select count(*) from contract where region_code = '320508' or region_code "
		    "like '320508%'"));
	assert_true(listed((struct contract_filter){ .region = TEXT("32") }, &rows) >= 9);
	assert_int_equal(listed((struct contract_filter){ .region = TEXT("%") }, &rows), 0);
	assert_int_equal(
	    listed((struct contract_filter){ .grade = TEXT("good"), .sort = SORT_SCORE }, &rows),
	    2);
	assert_true(rows[0].scored);
	assert_true(rows[0].score == 70 * DEC_ONE);
	assert_true(text_is(rows[0].grade, "good"));
	assert_int_equal(
	    listed((struct contract_filter){ .provider = ask_int(
						 "select provider_id from contract where id = 4") },
		&rows),
	    ask_int("select count(*) from contract where provider_id = (select provider_id from "
		    "contract where id = 4)"));
}

static void
test_get(void **state)
{
	static const int64_t ids[] = { 9, 424242, 1 };
	struct contract_row rows[3];
	struct pg_result *r = ask(owner, "select c.contract_no, o.name, g.name, c.amount::bigint, "
					 "c.start_on, c.end_on from contract c"
					 " join organisation o on o.id = c.provider_id join region "
					 "g on g.code = c.region_code where c.id = 9");
	struct err e;

	(void)state;
	assert_int_equal(contracts_get(reader, ids, 3, soon(), arena, rows, &e), ERR_OK);
	assert_int_equal(rows[0].id, 9);
	assert_int_equal(rows[1].id, 0);
	assert_int_equal(rows[2].id, 1);
	assert_true(text_eq(rows[0].no, pg_text(r, 0, 0)));
	assert_true(text_eq(rows[0].provider, pg_text(r, 0, 1)));
	assert_true(text_eq(rows[0].region_name, pg_text(r, 0, 2)));
	assert_true(rows[0].amount == pg_int(r, 0, 3) * DEC_ONE);
	assert_int_equal(rows[0].start_on, pg_int(r, 0, 4));
	assert_int_equal(rows[0].end_on, pg_int(r, 0, 5));
	pg_result_free(r);
}

/* ---- tokens */

static bool
known(const uint8_t hash[32], struct token_row *ret)
{
	struct err e;

	assert_int_equal(token_find(reader, hash, soon(), arena, ret, &e), ERR_OK);
	return ret->found;
}

static void
test_tokens(void **state)
{
	uint8_t hash[32], other[32];
	struct token_row row;
	struct err e;

	(void)state;
	random_bytes(hash, sizeof(hash));
	memcpy(other, hash, sizeof(other));
	other[31] ^= 1;
	assert_false(known(hash, &row));
	assert_int_equal(token_create(writer,
			     &(struct token_row){ .principal = TEXT("某评估机构"),
				 .role = TEXT("evaluator"),
				 .expires_on = DAY_NONE },
			     hash, soon(), &e),
	    ERR_OK);
	assert_true(known(hash, &row));
	assert_true(text_is(row.principal, "某评估机构"));
	assert_true(text_is(row.role, "evaluator"));
	assert_false(known(other, &row));
	assert_int_equal(
	    token_create(writer,
		&(struct token_row){
		    .principal = TEXT("x"), .role = TEXT("evaluator"), .expires_on = DAY_NONE },
		hash, soon(), &e),
	    E_DB_QUERY); /* once only */
	assert_string_equal(e.arg[0], "23505");
	assert_int_equal(
	    token_create(writer,
		&(struct token_row){
		    .principal = TEXT("x"), .role = TEXT("emperor"), .expires_on = DAY_NONE },
		other, soon(), &e),
	    E_DB_QUERY);
	pg_result_free(ask(owner, "update api_token set expires_at = created_at + interval '1 "
				  "microsecond' where principal = '某评估机构'"));
	assert_false(known(hash, &row));
	pg_result_free(ask(owner, "update api_token set expires_at = now() + interval '1 hour' "
				  "where principal = '某评估机构'"));
	assert_true(known(hash, &row));
	pg_result_free(
	    ask(owner, "update api_token set revoked_at = now() where principal = '某评估机构'"));
	assert_false(known(hash, &row));
}

/* ---- stored scores and the dirty log */

static void
test_scores(void **state)
{
	struct score_row rows[] = {
		{ .contract_id = 1,
		    .as_of = 17348,
		    .score = 87650000,
		    .lowest = 80000000,
		    .highest = 90000000,
		    .grade = TEXT("good"),
		    .grade_certain = true },
		{ .contract_id = 424242,
		    .as_of = 17348,
		    .grade = TEXT("x") }, /* gone meanwhile: left out */
		{ .contract_id = 2,
		    .as_of = 17348,
		    .score = 10000,
		    .lowest = 0,
		    .highest = 100000000 },
	};
	struct pg_result *r;
	struct err e;

	(void)state;
	pg_result_free(ask(owner, "delete from contract_score"));
	assert_int_equal(scores_store(writer, "v1", rows, 3, soon(), &e), ERR_OK);
	r = ask(owner, "select contract_id, as_of, (score * 100)::bigint, (lowest * 100)::bigint, "
		       "(highest * 100)::bigint, grade,"
		       " grade_certain, scheme_version from contract_score order by contract_id");
	assert_int_equal(pg_rows(r), 2);
	assert_int_equal(pg_int(r, 0, 1), 17348);
	assert_int_equal(pg_int(r, 0, 2), 8765);
	assert_int_equal(pg_int(r, 0, 3), 8000);
	assert_int_equal(pg_int(r, 0, 4), 9000);
	assert_true(text_is(pg_text(r, 0, 5), "good"));
	assert_int_equal(pg_int(r, 0, 6), 1);
	assert_true(text_is(pg_text(r, 0, 7), "v1"));
	assert_int_equal(pg_int(r, 1, 2), 1);
	assert_true(pg_null(r, 1, 5)); /* no grade */
	pg_result_free(r);
	rows[0].score = 88000000;
	assert_int_equal(scores_store(writer, "v2", rows, 1, soon(), &e), ERR_OK);
	assert_int_equal(ask_int("select (score * 100)::bigint from contract_score where "
				 "contract_id = 1 and scheme_version = 'v2'"),
	    8800);
	assert_int_equal(ask_int("select count(*) from contract_score"), 2);
	rows[0].lowest = 99000000; /* the interval must hold the score */
	assert_int_equal(scores_store(writer, "v2", rows, 1, soon(), &e), E_DB_QUERY);
}

static void
test_dirty(void **state)
{
	int64_t *ids, upto;
	struct err e;
	uint32_t n;

	(void)state;
	pg_result_free(ask(owner, "delete from dirty_log"));
	pg_result_free(ask(owner,
	    "update service_record set note = 'seen' where contract_id in (3, 1) and id in"
	    " (select min(id) from service_record group by contract_id)"));
	assert_int_equal(dirty_take(writer, 100, soon(), arena, &ids, &n, &upto, &e), ERR_OK);
	assert_int_equal(n, 2);
	assert_int_equal(ids[0], 1);
	assert_int_equal(ids[1], 3);
	/* not done: comes again, as after a crash */
	assert_int_equal(dirty_take(writer, 100, soon(), arena, &ids, &n, &upto, &e), ERR_OK);
	assert_int_equal(n, 2);
	/* a mark made while these are scored is not lost */
	pg_result_free(ask(owner, "insert into dirty_log (contract_id) values (1)"));
	assert_int_equal(dirty_done(writer, upto, soon(), &e), ERR_OK);
	assert_int_equal(dirty_take(writer, 100, soon(), arena, &ids, &n, &upto, &e), ERR_OK);
	assert_int_equal(n, 1);
	assert_int_equal(ids[0], 1);
	assert_int_equal(dirty_done(writer, upto, soon(), &e), ERR_OK);
	assert_int_equal(dirty_take(writer, 100, soon(), arena, &ids, &n, &upto, &e), ERR_OK);
	assert_int_equal(n, 0);
	/* nor one whose writer had an earlier number but commits later */
	pg_result_free(ask(owner, "insert into dirty_log (id, contract_id) values (-5, 7)"));
	assert_int_equal(dirty_done(writer, 1000000, soon(), &e), ERR_OK);
	assert_int_equal(dirty_take(writer, 100, soon(), arena, &ids, &n, &upto, &e), ERR_OK);
	assert_int_equal(n, 1);
	assert_int_equal(ids[0], 7);
}

/* ---- what has changed since a snapshot */

static struct text
snapshot_now(void)
{
	struct pg_result *r = ask(reader, SNAPSHOT_NOW);
	struct text t = text_dup(arena, pg_text(r, 0, 0));

	pg_result_free(r);
	return t;
}

static bool
changed(int64_t contract, struct text snapshot)
{
	bool ret[2] = { false, false };
	const int64_t ids[] = { 424242, contract };
	const struct text snapshots[] = { snapshot, snapshot };
	struct err e;

	assert_int_equal(changes_since(reader, ids, snapshots, 2, soon(), ret, &e), ERR_OK);
	assert_false(ret[0]);
	return ret[1];
}

static void
touch(struct pg *pg, int64_t contract)
{
	char sql[200];

	(void)snprintf(sql, sizeof(sql),
	    "update service_record set note = 'x' where contract_id = %lld and id in (select "
	    "min(id) from service_record group by contract_id)",
	    (long long)contract);
	pg_result_free(ask(pg, sql));
}

/* A change counts until a snapshot that sees it, whether or not it has been scored meanwhile. */
static void
test_changes(void **state)
{
	struct text before = snapshot_now(), after;
	int64_t *ids, upto;
	uint32_t n;
	struct err e;

	(void)state;
	assert_false(changed(1, before));
	touch(owner, 1);
	after = snapshot_now();
	assert_true(changed(1, before));
	assert_false(changed(3, before));
	assert_false(changed(1, after));
	assert_int_equal(dirty_take(writer, 100, soon(), arena, &ids, &n, &upto, &e), ERR_OK);
	assert_int_equal(dirty_done(writer, upto, soon(), &e), ERR_OK);
	assert_true(changed(1, before));
	assert_false(changed(1, after));
}

/* The writer began before the snapshot and committed after it: the snapshot has not seen its rows.
 */
static void
test_changes_in_progress(void **state)
{
	struct pg *other = pg_new(conninfo, PG_OWNER, 5000);
	struct text during;

	(void)state;
	pg_result_free(ask(other, "begin"));
	touch(other, 1);
	during = snapshot_now();
	assert_false(changed(1, during));
	pg_result_free(ask(other, "commit"));
	assert_true(changed(1, during));
	assert_false(changed(1, snapshot_now()));
	pg_free(other);
}

/* What was done more than an hour ago is forgotten; what was done now is not. */
static void
test_marks_forgotten(void **state)
{
	struct err e;

	(void)state;
	pg_result_free(ask(owner,
	    "insert into dirty_log (contract_id, taken_at, done_at) values (1, now(), now() - "
	    "interval '61 minutes'), (3, now(), now() - interval '59 minutes')"));
	assert_int_equal(dirty_done(writer, 0, soon(), &e), ERR_OK);
	assert_int_equal(
	    ask_int("select count(*) from dirty_log where done_at < now() - interval '50 minutes'"),
	    1);
}

/* ---- migrations, in a database of their own */

static struct migration files[100];
static uint32_t n_files;

static int
by_number(const void *a, const void *b)
{
	const struct migration *x = a;
	const struct migration *y = b;

	return x->number - y->number;
}

static void
read_migrations(void)
{
	DIR *dir = opendir("sql/migrations");
	struct dirent *d;

	assert_non_null(dir);
	while ((d = readdir(dir)) != NULL) {
		static char data[1u << 20];
		char path[300];
		size_t len;
		FILE *f;

		if (strstr(d->d_name, ".sql") == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "sql/migrations/%s", d->d_name);
		f = fopen(path, "r");
		assert_non_null(f);
		len = fread(data, 1, sizeof(data), f);
		(void)fclose(f);
		files[n_files++] = (struct migration){ atoi(d->d_name),
			arena_strndup(arena, d->d_name, strlen(d->d_name)),
			text_dup(arena, (struct text){ data, len }) };
	}
	(void)closedir(dir);
	qsort(files, n_files, sizeof(files[0]), by_number);
	assert_true(n_files >= 5);
}

static void
count_progress(void *ctx, const struct migration *m)
{
	(void)m;
	++*(unsigned *)ctx;
}

static void
test_migrations(void **state)
{
	char own[600], name[40];
	unsigned ran = 0;
	struct pg *pg;
	struct err e;
	int version = -1;

	(void)state;
	read_migrations();
	(void)snprintf(
	    name, sizeof(name), "unit_migrate_%d", (int)ask_int("select pg_backend_pid()"));
	(void)snprintf(own, sizeof(own), "create database %s", name);
	assert_int_equal(pg_script(owner, own, soon(), &e), ERR_OK);
	(void)snprintf(own, sizeof(own), "%s dbname=%s", conninfo, name);
	pg = pg_new(own, PG_OWNER, 2000);

	assert_int_equal(migrate_version(pg, soon(), &version, &e), ERR_OK);
	assert_int_equal(version, 0);
	if (migrate_run(pg, files, n_files, count_progress, &ran, &e) != ERR_OK)
		fail_msg("%s %s", e.arg[0], e.arg[1]);
	assert_int_equal(ran, n_files);
	assert_int_equal(migrate_version(pg, soon(), &version, &e), ERR_OK);
	assert_int_equal(version, n_files);
	/* again: nothing to do */
	ran = 0;
	assert_int_equal(migrate_run(pg, files, n_files, count_progress, &ran, &e), ERR_OK);
	assert_int_equal(ran, 0);

	/* one that fails half way leaves nothing of itself, and what came before stays */
	files[n_files] = (struct migration){ (int)n_files + 1, "half.sql",
		TEXT("create table half (a int); select nosuch;") };
	assert_int_equal(migrate_run(pg, files, n_files + 1, NULL, NULL, &e), E_DB_QUERY);
	assert_int_equal(migrate_version(pg, soon(), &version, &e), ERR_OK);
	assert_int_equal(version, n_files);
	{
		struct pg_result *r = ask(pg,
		    "select to_regclass('half') is null, pg_try_advisory_lock(7305713001741231)");

		assert_int_equal(pg_int(r, 0, 0), 1);
		assert_int_equal(pg_int(r, 0, 1), 1); /* the lock was given back */
		pg_result_free(r);
	}
	pg_drop(pg);
	/* a gap, a file missing, a file changed */
	files[n_files].number++;
	assert_int_equal(migrate_run(pg, files, n_files + 1, NULL, NULL, &e), E_MIGRATION);
	assert_int_equal(migrate_run(pg, files, n_files - 1, NULL, NULL, &e), E_MIGRATION);
	assert_string_equal(e.arg[0], files[n_files - 1].name);
	files[1].sql.len--;
	assert_int_equal(migrate_run(pg, files, n_files, NULL, NULL, &e), E_MIGRATION);
	assert_string_equal(e.arg[0], files[1].name);
	files[1].sql.len++;

	pg_free(pg);
	(void)snprintf(own, sizeof(own), "drop database %s", name);
	assert_int_equal(pg_script(owner, own, soon(), &e), ERR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_get),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_scores),
		cmocka_unit_test(test_dirty),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_changes_in_progress),
		cmocka_unit_test(test_marks_forgotten),
		cmocka_unit_test(test_migrations),
	};
	int failed;

	conninfo = getenv("ASSAYD_TEST_DB");
	if (conninfo == NULL) {
		(void)fputs("ASSAYD_TEST_DB is not set\n", stderr);
		return 2;
	}
	arena = arena_new(64u << 20);
	reader = pg_new(conninfo, PG_READER, 2000);
	writer = pg_new(conninfo, PG_WRITER, 2000);
	owner = pg_new(conninfo, PG_OWNER, 2000);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	pg_free(reader);
	pg_free(writer);
	pg_free(owner);
	arena_free(arena);
	return failed;
}
