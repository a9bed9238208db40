/*
 * Numbered SQL migrations, forward only: sql/migrations/NNN_name.sql. Each runs in a transaction of
 * its own under one advisory lock and is recorded with its SHA-256; a recorded file that has
 * changed, or a gap, is an error.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/pg.h"

struct migration {
	int number;
	const char *name; /* file name */
	struct text sql;
};
typedef void (*migrate_progress)(void *ctx, const struct migration *m);

enum err_code migrate_run(struct pg *pg, const struct migration *files, uint32_t n,
    migrate_progress progress, void *ctx, struct err *reterr) MUST_USE;
/* Highest number applied, 0 for none. */
enum err_code migrate_version(
    struct pg *pg, int64_t deadline_ms, int *ret, struct err *reterr) MUST_USE;
/* ERR_OK when the database has what the daemon needs, else why it cannot serve: E_NOT_MIGRATED
 * (args: migration it is at, migration needed), E_DB_ROLES (arg: the login role), or the fault of
 * the database itself. `owner` is a connection as the login role; *ret_version is filled on ERR_OK.
 */
enum err_code migrate_ready(struct pg *owner, int needed, int64_t deadline_ms, int *ret_version,
    struct err *reterr) MUST_USE;

#endif
