/*
 * One advisory lock for the whole run, so that two daemons started together do not race; one
 * transaction a file. The connection is dropped on any failure: that ends the open transaction and
 * the lock.
 */
#include "store/migrate.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"

#define LOCK_KEY "7305713001741231" /* any number that is ours */
#define MIGRATION_MS 600000
#define QUERY_MS 10000

static enum err_code
refuse(struct err *reterr, const struct migration *m, const char *zh, const char *en)
{
	char why[ERR_ARG_MAX];

	snprintf(why, sizeof(why), "%s (%s)", zh, en);
	return err_set(reterr, E_MIGRATION, m->name, m->name, why, NULL);
}

/* Files come in order; 1, 2, 3 ... without a gap. */
static enum err_code
check_numbers(const struct migration *files, uint32_t n, struct err *reterr)
{
	for (uint32_t i = 0; i < n; i++)
		if (files[i].number != (int)i + 1)
			return refuse(reterr, &files[i], "编号不连续",
			    "numbers must run 001, 002, … without a gap");
	return ERR_OK;
}

static bool
lacks_rights(enum err_code rc, const struct err *e)
{
	return rc == E_DB_QUERY && strcmp(e->arg[0], "42501") == 0;
}

static enum err_code
begin_run(struct pg *pg, struct err *reterr)
{
	struct err e = { 0 };
	enum err_code rc = pg_script(pg,
	    "select pg_advisory_lock(" LOCK_KEY ");"
	    "create table if not exists schema_migration ("
	    " number integer primary key, name text not null, sha256 text not null,"
	    " applied_at timestamptz not null default now());",
	    pg_now_ms() + MIGRATION_MS, &e);

	if (lacks_rights(rc, &e))
		return err_set(reterr, E_MIGRATE_RIGHTS, "", e.arg[1], NULL);
	if (rc != ERR_OK && reterr != NULL)
		*reterr = e;
	return rc;
}

/* Every recorded migration must still be there, unchanged. */
static enum err_code
check_recorded(struct pg *pg, const struct migration *files, uint32_t n, uint32_t *ret_done,
    struct err *reterr)
{
	const struct pg_query q = {
		.sql = "select number, name, sha256 from schema_migration order by number"
	};
	struct pg_result *r = NULL;
	enum err_code rc = pg_run(pg, &q, 1, pg_now_ms() + QUERY_MS, &r, reterr);
	char hex[SHA256_HEX];

	if (rc != ERR_OK)
		return rc;
	for (uint32_t i = 0; i < pg_rows(r) && rc == ERR_OK; i++) {
		struct text name = pg_text(r, i, 1);

		if (i >= n || pg_int(r, i, 0) != files[i].number) {
			char copy[ERR_ARG_MAX];

			snprintf(copy, sizeof(copy), "%.*s", TEXT_ARG(name));
			rc = refuse(reterr, &(struct migration){ .name = copy },
			    "数据库中已执行，但文件缺失",
			    "has run in this database but its file is missing");
			break;
		}
		sha256_hex(files[i].sql.ptr, files[i].sql.len, hex);
		if (!text_is(pg_text(r, i, 2), hex))
			rc = refuse(
			    reterr, &files[i], "执行后被改动", "was changed after it had run");
	}
	*ret_done = pg_rows(r);
	pg_result_free(r);
	return rc;
}

/* The file and its record commit together or not at all. */
static enum err_code
apply(struct pg *pg, const struct migration *m, struct err *reterr)
{
	struct pg_param params[3] = { { .type = PG_INT8, .i = m->number },
		{ .type = PG_TEXT, .t = text_of(m->name) }, { .type = PG_TEXT } };
	const struct pg_query record = { .sql =
					     "insert into schema_migration (number, name, sha256)"
					     " values ($1::bigint, $2::text, $3::text)",
		.params = params,
		.n_params = 3 };
	char hex[SHA256_HEX];
	struct buf script;
	enum err_code rc;

	sha256_hex(m->sql.ptr, m->sql.len, hex);
	params[2].t = text_of(hex);
	buf_init(&script, m->sql.len + 64);
	buf_adds(&script, "begin;\n");
	buf_addt(&script, m->sql);
	rc = pg_script(pg, script.data, pg_now_ms() + MIGRATION_MS, reterr);
	buf_free(&script);
	if (rc == ERR_OK)
		rc = pg_run(pg, &record, 1, pg_now_ms() + QUERY_MS, NULL, reterr);
	if (rc == ERR_OK)
		rc = pg_script(pg, "commit", pg_now_ms() + MIGRATION_MS, reterr);
	return rc;
}

enum err_code
migrate_run(struct pg *pg, const struct migration *files, uint32_t n, migrate_progress progress,
    void *ctx, struct err *reterr)
{
	enum err_code rc = check_numbers(files, n, reterr);
	uint32_t done = 0;

	if (rc == ERR_OK)
		rc = begin_run(pg, reterr);
	if (rc == ERR_OK)
		rc = check_recorded(pg, files, n, &done, reterr);
	for (uint32_t i = done; i < n && rc == ERR_OK; i++) {
		if (progress != NULL)
			progress(ctx, &files[i]);
		rc = apply(pg, &files[i], reterr);
	}
	pg_drop(pg); /* gives back the lock, and the transaction of a file that failed */
	return rc;
}

enum err_code
migrate_version(struct pg *pg, int64_t deadline_ms, int *ret, struct err *reterr)
{
	const struct pg_query exists = { .sql =
					     "select to_regclass('schema_migration') is not null" };
	const struct pg_query newest = {
		.sql = "select coalesce(max(number), 0)::bigint from schema_migration"
	};
	struct pg_result *r = NULL;
	enum err_code rc = pg_run(pg, &exists, 1, deadline_ms, &r, reterr);
	bool there;

	if (rc != ERR_OK)
		return rc;
	there = pg_int(r, 0, 0) != 0;
	pg_result_free(r);
	if (!there) {
		*ret = 0;
		return ERR_OK;
	}
	rc = pg_run(pg, &newest, 1, deadline_ms, &r, reterr);
	if (rc != ERR_OK)
		return rc;
	*ret = (int)pg_int(r, 0, 0);
	pg_result_free(r);
	return ERR_OK;
}

/* Is the login role in both roles? A superuser is in all. */
static enum err_code
check_roles(struct pg *owner, int64_t deadline_ms, struct err *reterr)
{
	const struct pg_query q = { .sql = "select count(*) = 2, current_user::text from pg_roles"
					   " where rolname in ('assayd_reader', 'assayd_writer')"
					   " and pg_has_role(current_user, oid, 'member')" };
	struct pg_result *r = NULL;
	enum err_code rc = pg_run(owner, &q, 1, deadline_ms, &r, reterr);

	if (rc != ERR_OK)
		return rc;
	if (pg_int(r, 0, 0) == 0) {
		char user[ERR_ARG_MAX];

		(void)snprintf(user, sizeof(user), "%.*s", TEXT_ARG(pg_text(r, 0, 1)));
		rc = err_set(reterr, E_DB_ROLES, "", user, NULL);
	}
	pg_result_free(r);
	return rc;
}

enum err_code
migrate_ready(
    struct pg *owner, int needed, int64_t deadline_ms, int *ret_version, struct err *reterr)
{
	struct err e = { 0 };
	int version = 0;
	enum err_code rc = migrate_version(owner, deadline_ms, &version, &e);

	if (rc == ERR_OK && version < needed) {
		char at[16], of[16];

		(void)snprintf(at, sizeof(at), "%d", version);
		(void)snprintf(of, sizeof(of), "%d", needed);
		return err_set(reterr, E_NOT_MIGRATED, "", at, of, NULL);
	}
	/* who may not read the record of migrations is in neither role */
	if (rc == ERR_OK || lacks_rights(rc, &e))
		rc = check_roles(owner, deadline_ms, &e);
	if (rc == ERR_OK)
		*ret_version = version;
	else if (reterr != NULL)
		*reterr = e;
	return rc;
}
