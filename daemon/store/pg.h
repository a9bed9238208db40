/*
 * A PostgreSQL connection with our own deadlines: non-blocking libpq under poll(2); on any time-out
 * or protocol trouble the connection is dropped and opened again later with back-off (libpq has no
 * deadline that works). The one file that includes libpq-fe.h is pg.c. A connection belongs to one
 * thread.
 */
#ifndef STORE_PG_H
#define STORE_PG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

struct pg;
struct pg_result;

/* reader: role assayd_reader, read-only, one snapshot a round; runs all metric SQL
 * writer: role assayd_writer
 * owner: the login role itself, for migrations and the demo: the roles may not be there yet */
enum pg_role { PG_READER, PG_WRITER, PG_OWNER };

/* A result set with more is E_LIMIT and costs the connection (I12). */
#define PG_CELLS_MAX (8u << 20)
#define PG_BYTES_MAX (256u << 20)
#define PG_QUERIES_MAX 64u

/* Never blocks; connects on first use. conninfo: libpq string or URI, "" = PG* environment. */
struct pg *pg_new(const char *conninfo, enum pg_role role, int connect_timeout_ms);
void pg_free(struct pg *pg);
bool pg_ready(const struct pg *pg); /* connected and idle */
uint64_t pg_generation(
    const struct pg *pg); /* counts (re)connections: prepared names die with each */

/* Binary parameters and results. int8 arrays and date arrays are the batch form. The server infers
 * the types, so every $n stands with a cast in the SQL. DAY_NONE as a date or as an item of a date
 * array is NULL. */
struct pg_param {
	enum pg_type {
		PG_INT8,
		PG_DATE,
		PG_TEXT,
		PG_BYTEA,
		PG_BOOL,
		PG_INT8_ARRAY,
		PG_DATE_ARRAY,
		PG_TEXT_ARRAY,
		PG_NULL
	} type;
	int64_t i;                /* PG_INT8, PG_DATE (days since 1970), PG_BOOL */
	struct text t;            /* PG_TEXT, PG_BYTEA */
	const int64_t *ints;      /* PG_INT8_ARRAY */
	const int32_t *days;      /* PG_DATE_ARRAY, days since 1970 */
	const struct text *texts; /* PG_TEXT_ARRAY */
	uint32_t n;               /* of an array */
};

struct pg_query {
	const char *name; /* prepared under this name on first use on a connection; NULL: unnamed */
	const char *sql;
	const struct pg_param *params;
	uint32_t n_params;
};

/* Runs all queries in one pipeline with one Sync (one round trip, one transaction).
 * results[i] are the caller's to free, filled only on success; NULL when a statement returns no
 * rows by nature. results itself may be NULL when nobody wants them. deadline_ms is on
 * CLOCK_MONOTONIC. Tried again once by itself only where nothing can have happened twice: a
 * reader's lost connection, a plan the server has forgotten, a deadlock or serialisation failure.
 * Fails: E_DB_DOWN (503, cannot connect or lost; args: why in zh, in en), E_DB_TIMEOUT (504),
 * E_DB_QUERY (500; args: SQLSTATE, message, statement name, position), E_LIMIT. */
enum err_code pg_run(struct pg *pg, const struct pg_query *queries, uint32_t n, int64_t deadline_ms,
    struct pg_result **results, struct err *reterr) MUST_USE;
/* A script of several statements in simple protocol (migrations, demo); stops at the first error.
 */
enum err_code pg_script(
    struct pg *pg, const char *sql, int64_t deadline_ms, struct err *reterr) MUST_USE;
/* Prepares only, to check SQL against the database; reterr has SQLSTATE, message and position. */
enum err_code pg_prepare(struct pg *pg, const char *name, const char *sql, int64_t deadline_ms,
    struct err *reterr) MUST_USE;

/* Waits for a notification on `channel` (an SQL identifier) until the deadline: *ret tells whether
 * there may be one; true after each (re)connection too, since those sent meanwhile are lost. A hint
 * only: poll as well. */
enum err_code pg_wait(struct pg *pg, const char *channel, int64_t deadline_ms, bool *ret,
    struct err *reterr) MUST_USE;
/* Gives the connection up; the next use opens a new one. How a failed transaction of several calls
 * ends. */
void pg_drop(struct pg *pg);

uint32_t pg_rows(const struct pg_result *r);
uint32_t pg_columns(const struct pg_result *r);
bool pg_null(const struct pg_result *r, uint32_t row, uint32_t col);
int64_t pg_int(const struct pg_result *r, uint32_t row,
    uint32_t col); /* int8 int4 int2 bool date(days since 1970) timestamptz(us since 1970) */
struct text pg_text(
    const struct pg_result *r, uint32_t row, uint32_t col); /* lives as long as the result */
const char *pg_column_name(const struct pg_result *r, uint32_t col);
void pg_result_free(struct pg_result *r);

int64_t pg_now_ms(void); /* CLOCK_MONOTONIC */

#endif
