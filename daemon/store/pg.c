/*
 * libpq under poll(2) with our own deadlines.
 *
 * Rules kept here:
 * 1. Every wait has an end: CLOCK_MONOTONIC against the caller's deadline. On time-out or protocol
 * trouble the connection is dropped, never reused (what it would answer next is unknown).
 * 2. A round ends with one Sync; on an error all of it has rolled back and all its results are
 * thrown away.
 * 3. In pipeline mode input is always drained while output is still going out, else both sides can
 * block.
 * 4. A prepared round costs one send, one poll and one receive.
 */
#include "store/pg.h"

#include <assert.h>
#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/map.h"
#include "store/pg_internal.h"

enum {
	BACKOFF_MIN_MS = 100,
	BACKOFF_MAX_MS = 2000,
	PREPARED_MAX = 1000, /* then the connection starts afresh */
	PARAMS_MAX = 32,
	OPTIONS_MAX = 2048,
};

struct pg {
	PGconn *conn;
	char *conninfo;
	char *options; /* session settings, with the user's own in front */
	enum pg_role role;
	int connect_timeout_ms;
	uint64_t generation;
	int64_t retry_at; /* no attempt to connect before */
	int backoff_ms;
	struct arena *scratch;        /* of one round */
	struct arena *prepared_arena; /* of one connection */
	struct map *prepared;
	uint64_t listening; /* generation on which LISTEN was sent, 0: none */
};

/* clang-format off */
#define COMMON " -c timezone=UTC -c datestyle=ISO -c search_path=public,pg_temp -c standard_conforming_strings=on" \
	" -c client_connection_check_interval=2000 -c jit=off"
static const char *const role_options[] = {
	[PG_READER] = COMMON " -c role=assayd_reader -c default_transaction_read_only=on"
		" -c default_transaction_isolation=repeatable\\ read -c plan_cache_mode=force_generic_plan"
		" -c max_parallel_workers_per_gather=0 -c statement_timeout=60000 -c lock_timeout=2000",
	[PG_WRITER] = COMMON " -c role=assayd_writer -c plan_cache_mode=force_generic_plan -c statement_timeout=60000"
		" -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000",
	[PG_OWNER] = COMMON " -c statement_timeout=0 -c lock_timeout=0 -c client_min_messages=warning",
};
/* clang-format on */

int64_t
pg_now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static char *
copy(const char *s)
{
	char *c = strdup(s);

	if (c == NULL)
		abort();
	return c;
}

/* The user's own `options` come first, so that ours win. */
static char *
session_options(const char *conninfo, enum pg_role role)
{
	PQconninfoOption *list = PQconninfoParse(conninfo, NULL);
	const char *own = getenv("PGOPTIONS");
	char text[OPTIONS_MAX];

	for (PQconninfoOption *o = list; o != NULL && o->keyword != NULL; o++)
		if (strcmp(o->keyword, "options") == 0 && o->val != NULL)
			own = o->val;
	if (own == NULL || strlen(own) + strlen(role_options[role]) >= sizeof(text))
		own = "";
	(void)snprintf(text, sizeof(text), "%s%s", own, role_options[role]);
	PQconninfoFree(list);
	return copy(text);
}

struct pg *
pg_new(const char *conninfo, enum pg_role role, int connect_timeout_ms)
{
	struct pg *pg = calloc(1, sizeof(*pg));

	if (pg == NULL)
		abort();
	pg->conninfo = copy(conninfo);
	pg->options = session_options(conninfo, role);
	pg->role = role;
	pg->connect_timeout_ms = connect_timeout_ms;
	pg->scratch = arena_new(16u << 20);
	pg->prepared_arena = arena_new(1u << 20);
	return pg;
}

void
pg_drop(struct pg *pg)
{
	PQfinish(pg->conn);
	pg->conn = NULL;
}

void
pg_free(struct pg *pg)
{
	if (pg == NULL)
		return;
	pg_drop(pg);
	arena_free(pg->scratch);
	arena_free(pg->prepared_arena);
	free(pg->conninfo);
	free(pg->options);
	free(pg);
}

bool
pg_ready(const struct pg *pg)
{
	return pg->conn != NULL && PQstatus(pg->conn) == CONNECTION_OK &&
	       PQtransactionStatus(pg->conn) == PQTRANS_IDLE;
}

uint64_t
pg_generation(const struct pg *pg)
{
	return pg->generation;
}

/* ---- errors */

static void
first_line(const char *message, char out[ERR_ARG_MAX])
{
	size_t n = strcspn(message, "\n");

	(void)snprintf(out, ERR_ARG_MAX, "%.*s", (int)n, message);
}

static enum err_code
fail_down(struct pg *pg, const char *why, struct err *reterr)
{
	char line[ERR_ARG_MAX];

	first_line(why != NULL ? why : PQerrorMessage(pg->conn), line);
	pg_drop(pg);
	if (line[0] == '\0')
		(void)snprintf(line, sizeof(line), "connection lost");
	return err_set(reterr, E_DB_DOWN, "", line, line, NULL);
}

static enum err_code
fail_timeout(struct pg *pg, const char *what, struct err *reterr)
{
	pg_drop(pg);
	return err_set(reterr, E_DB_TIMEOUT, "", what, NULL);
}

/* SQLSTATEs that are more than a refused statement; a prefix stands for its class. */
static const struct sqlstate_rule {
	const char *prefix;
	enum err_code code;
	bool drop;  /* the connection is of no more use */
	bool again; /* rolled back whole: one more try */
} sqlstate_rules[] = {
	{ "57P0", E_DB_DOWN, true, false }, /* shutdown, crash, starting up, database dropped */
	{ "08", E_DB_DOWN, true, false },   /* connection */
	{ "53", E_DB_DOWN, false, false },  /* disk full, out of memory, too many connections */
	{ "57014", E_DB_TIMEOUT, false, false }, /* statement_timeout */
	{ "55P03", E_DB_TIMEOUT, false, false }, /* lock_timeout */
	{ "26000", E_DB_QUERY, true, true },     /* prepared statement unknown */
	{ "0A000", E_DB_QUERY, true, true },     /* cached plan must not change result type */
	{ "42P05", E_DB_QUERY, true, true },     /* prepared statement exists already */
	{ "22003", E_OVERFLOW, false, false },   /* a sum that left the range of int8 (I1) */
	{ "40001", E_DB_QUERY, false, true },    /* serialisation failure */
	{ "40P01", E_DB_QUERY, false, true },    /* deadlock */
};

static const struct sqlstate_rule *
sqlstate_rule(const struct pg *pg, const char *state)
{
	/* A writer on a server that has become a standby must find the primary; in a reader it is a
	 * bad metric. */
	static const struct sqlstate_rule standby = { "25006", E_DB_DOWN, true, false };

	if (pg->role != PG_READER && strcmp(state, standby.prefix) == 0)
		return &standby;
	for (size_t i = 0; i < COUNT_OF(sqlstate_rules); i++)
		if (strncmp(state, sqlstate_rules[i].prefix, strlen(sqlstate_rules[i].prefix)) == 0)
			return &sqlstate_rules[i];
	return NULL;
}

static const char *
field(const PGresult *res, int code)
{
	const char *s = PQresultErrorField(res, code);

	return s != NULL ? s : "";
}

/* What the first error of a round becomes. */
static enum err_code
set_query_error(const struct pg *pg, const PGresult *res, const char *name, struct err *e)
{
	const char *state = field(res, PG_DIAG_SQLSTATE);
	const struct sqlstate_rule *rule = sqlstate_rule(pg, state);
	char message[ERR_ARG_MAX], position[40] = "";

	first_line(field(res, PG_DIAG_MESSAGE_PRIMARY), message);
	if (rule != NULL && rule->code != E_DB_QUERY)
		return err_set(e, rule->code, "", rule->code == E_OVERFLOW ? "facts" : message,
		    message, state, NULL);
	if (*field(res, PG_DIAG_STATEMENT_POSITION) != '\0')
		(void)snprintf(
		    position, sizeof(position), " (@%s)", field(res, PG_DIAG_STATEMENT_POSITION));
	return err_set(e, E_DB_QUERY, "", state[0] != '\0' ? state : "?????",
	    message[0] != '\0' ? message : PQresultErrorMessage(res), name, position, NULL);
}

/* ---- waiting */

/* 1: ready; 0: the deadline passed; -1: error of poll. */
static int
wait_socket(const PGconn *conn, short events, int64_t deadline_ms)
{
	struct pollfd p = { .fd = PQsocket(conn), .events = events };

	for (;;) {
		int64_t left = deadline_ms - pg_now_ms();
		int n;

		if (left > 3600 * 1000)
			left = 3600 * 1000;
		n = poll(&p, 1, left > 0 ? (int)left : 0);
		if (n > 0)
			return 1;
		if (n < 0 && errno != EINTR)
			return -1;
		if (n == 0 && left <= 0)
			return 0;
	}
}

enum wait { WAIT_OK, WAIT_TIMEOUT, WAIT_LOST };

/* Sends what is left to send and takes in what has come (rule 3). */
static enum wait
wait_round(PGconn *conn, int64_t deadline_ms)
{
	int flush = PQflush(conn);
	int n;

	if (flush < 0)
		return PQconsumeInput(conn) == 1 && !PQisBusy(conn) ? WAIT_OK : WAIT_LOST;
	n = wait_socket(conn, (short)(POLLIN | (flush > 0 ? POLLOUT : 0)), deadline_ms);
	if (n == 0)
		return WAIT_TIMEOUT;
	if (n < 0 || PQconsumeInput(conn) == 0)
		return WAIT_LOST;
	return WAIT_OK;
}

/* ---- connecting */

static void
silent(void *ctx, const PGresult *res)
{
	(void)ctx; /* notices are for people at a terminal; this floor does not log */
	(void)res;
}

static PGconn *
start_connecting(const struct pg *pg)
{
	const char *const keys[] = { "fallback_application_name", "keepalives_idle",
		"keepalives_interval", "keepalives_count", "tcp_user_timeout", "dbname", "options",
		"client_encoding", NULL };
	/* what stands before dbname (the user's conninfo) gives way to it, what follows does not */
	const char *const values[] = { "assayd", "10", "5", "3", "10000", pg->conninfo, pg->options,
		"UTF8", NULL };

	return PQconnectStartParams(keys, values, 1);
}

static enum wait
finish_connecting(PGconn *conn, int64_t deadline_ms)
{
	PostgresPollingStatusType want = PGRES_POLLING_WRITING;

	for (;;) {
		int n = wait_socket(
		    conn, want == PGRES_POLLING_WRITING ? POLLOUT : POLLIN, deadline_ms);

		if (n <= 0)
			return n == 0 ? WAIT_TIMEOUT : WAIT_LOST;
		want = PQconnectPoll(conn);
		if (want == PGRES_POLLING_OK)
			return WAIT_OK;
		if (want == PGRES_POLLING_FAILED)
			return WAIT_LOST;
	}
}

/* Doubles the pause and takes a random part of its upper half, so that many workers do not come
 * back at once. */
static void
back_off(struct pg *pg)
{
	uint32_t r;

	pg->backoff_ms = pg->backoff_ms == 0 ? BACKOFF_MIN_MS : pg->backoff_ms * 2;
	if (pg->backoff_ms > BACKOFF_MAX_MS)
		pg->backoff_ms = BACKOFF_MAX_MS;
	random_bytes(&r, sizeof(r));
	pg->retry_at =
	    pg_now_ms() + pg->backoff_ms / 2 + (int64_t)(r % (uint32_t)(pg->backoff_ms / 2 + 1));
}

static void
connected(struct pg *pg)
{
	pg->backoff_ms = 0;
	pg->generation++;
	arena_reset(pg->prepared_arena);
	pg->prepared = map_new(pg->prepared_arena, 64);
	(void)PQsetNoticeReceiver(pg->conn, silent, NULL);
}

static enum err_code
connect_now(struct pg *pg, int64_t deadline_ms, struct err *reterr)
{
	int64_t now = pg_now_ms();
	int64_t end = now + pg->connect_timeout_ms;
	enum wait w = WAIT_LOST;

	if (now < pg->retry_at)
		return err_set(reterr, E_DB_DOWN, "", "稍后再次尝试连接",
		    "waiting before the next attempt to connect", NULL);
	if (end > deadline_ms)
		end = deadline_ms;
	pg->conn = start_connecting(pg);
	if (pg->conn == NULL)
		abort();
	if (PQstatus(pg->conn) != CONNECTION_BAD)
		w = finish_connecting(pg->conn, end);
	if (w == WAIT_OK && PQsetnonblocking(pg->conn, 1) == 0 &&
	    PQenterPipelineMode(pg->conn) == 1) {
		connected(pg);
		return ERR_OK;
	}
	back_off(pg);
	return fail_down(pg, w == WAIT_TIMEOUT ? "no connection in time" : NULL, reterr);
}

/* An idle connection that the server has closed shows as readable: a writer looks before it sends,
 * since after sending nobody knows what was done. A farewell may stand before the end, so it reads
 * on. */
static bool
still_there(PGconn *conn)
{
	struct pollfd p = { .fd = PQsocket(conn), .events = POLLIN };

	while (PQstatus(conn) == CONNECTION_OK) {
		if (poll(&p, 1, 0) <= 0)
			return true;
		if (PQconsumeInput(conn) == 0)
			return false;
	}
	return false;
}

/* A usable connection; *ret_fresh tells whether it was opened just now. */
static enum err_code
need_connection(struct pg *pg, int64_t deadline_ms, bool *ret_fresh, struct err *reterr)
{
	*ret_fresh = false;
	if (pg->conn != NULL && pg->role != PG_READER && !still_there(pg->conn))
		pg_drop(pg);
	if (pg->conn != NULL && map_size(pg->prepared) >= PREPARED_MAX)
		pg_drop(pg);
	if (pg->conn != NULL)
		return ERR_OK;
	*ret_fresh = true;
	return connect_now(pg, deadline_ms, reterr);
}

/* ---- one round */

/* A message of the round that is answered on its own: a Parse, or an execution. */
struct step {
	const struct pg_query *query;
	uint32_t index; /* of the query */
	bool prepare;
};

struct round {
	struct step step[2 * PG_QUERIES_MAX];
	uint32_t n, done;
	struct pg_result *result[PG_QUERIES_MAX];
	bool failed, over, drop, again;
	enum err_code code;
	struct err err;
};

static bool
known_name(const struct pg *pg, const struct round *r, const char *name)
{
	uint32_t at;

	if (map_get(pg->prepared, text_of(name), &at))
		return true;
	for (uint32_t i = 0; i < r->n; i++)
		if (r->step[i].prepare && strcmp(r->step[i].query->name, name) == 0)
			return true;
	return false;
}

static bool
send_prepare(struct pg *pg, struct round *r, const struct pg_query *q, uint32_t index)
{
	r->step[r->n++] = (struct step){ q, index, true };
	return PQsendPrepare(pg->conn, q->name, q->sql, 0, NULL) == 1;
}

static bool
send_query(struct pg *pg, struct round *r, const struct pg_query *q, uint32_t index)
{
	const char *values[PARAMS_MAX];
	int lengths[PARAMS_MAX], formats[PARAMS_MAX];

	assert(q->n_params <= PARAMS_MAX);
	for (uint32_t i = 0; i < q->n_params; i++) {
		pg_encode(&q->params[i], pg->scratch, &values[i], &lengths[i]);
		formats[i] = 1;
	}
	if (q->name != NULL && !known_name(pg, r, q->name) && !send_prepare(pg, r, q, index))
		return false;
	r->step[r->n++] = (struct step){ q, index, false };
	if (q->name == NULL)
		return PQsendQueryParams(pg->conn, q->sql, (int)q->n_params, NULL, values, lengths,
			   formats, 1) == 1;
	return PQsendQueryPrepared(
		   pg->conn, q->name, (int)q->n_params, values, lengths, formats, 1) == 1;
}

static bool
take_rows(struct round *r, uint32_t index, const PGresult *res)
{
	uint32_t columns = (uint32_t)PQnfields(res), rows = (uint32_t)PQntuples(res);

	if (r->result[index] == NULL) {
		r->result[index] = pg_result_new(columns);
		for (uint32_t c = 0; c < columns; c++)
			pg_result_column(
			    r->result[index], c, PQfname(res, (int)c), PQftype(res, (int)c));
	}
	for (uint32_t i = 0; i < rows; i++) {
		for (uint32_t c = 0; c < columns; c++) {
			bool null = PQgetisnull(res, (int)i, (int)c) == 1;

			if (!pg_result_cell(r->result[index],
				null ? NULL : PQgetvalue(res, (int)i, (int)c),
				(uint32_t)PQgetlength(res, (int)i, (int)c)))
				return false;
		}
	}
	return true;
}

static void
note_error(struct pg *pg, struct round *r, const struct step *s, const PGresult *res)
{
	const struct sqlstate_rule *rule = sqlstate_rule(pg, field(res, PG_DIAG_SQLSTATE));

	if (r->failed)
		return;
	r->failed = true;
	r->drop = rule != NULL && rule->drop;
	r->again = rule != NULL && rule->again;
	r->code = set_query_error(
	    pg, res, s->query->name != NULL ? s->query->name : "(unnamed)", &r->err);
}

static void
note_prepared(struct pg *pg, const struct step *s)
{
	struct text name = text_dup(pg->prepared_arena, text_of(s->query->name));

	(void)map_put(pg->prepared, name, 1);
}

/* One result of the running step. False: give the connection up. */
static bool
take_result(struct pg *pg, struct round *r, const PGresult *res)
{
	const struct step *s = &r->step[r->done];

	switch (PQresultStatus(res)) {
	case PGRES_SINGLE_TUPLE:
	case PGRES_TUPLES_OK:
		if (!r->failed && !take_rows(r, s->index, res))
			r->over = true;
		return !r->over;
	case PGRES_COMMAND_OK:
	case PGRES_EMPTY_QUERY:
		if (s->prepare)
			note_prepared(pg, s);
		return true;
	case PGRES_PIPELINE_ABORTED:
		return true;
	case PGRES_FATAL_ERROR:
		note_error(pg, r, s, res);
		return PQstatus(pg->conn) == CONNECTION_OK;
	default: /* COPY has no place in a round */
		return false;
	}
}

/* Row by row, so that a set is counted while it comes in. Only before the first byte of the answer.
 */
static void
begin_step(struct pg *pg, const struct round *r)
{
	if (r->done < r->n && !r->step[r->done].prepare)
		(void)PQsetSingleRowMode(pg->conn);
}

/* Everything up to the Sync's answer. */
static enum wait
receive(struct pg *pg, struct round *r, int64_t deadline_ms)
{
	begin_step(pg, r);
	for (;;) {
		PGresult *res;
		bool sync, fine;

		while (PQisBusy(pg->conn)) {
			enum wait w = wait_round(pg->conn, deadline_ms);

			if (w != WAIT_OK)
				return w;
		}
		res = PQgetResult(pg->conn);
		if (res == NULL) {
			if (++r->done > r->n)
				return WAIT_LOST;
			begin_step(pg, r);
			continue;
		}
		sync = PQresultStatus(res) == PGRES_PIPELINE_SYNC;
		fine = sync || (r->done < r->n && take_result(pg, r, res));
		PQclear(res);
		if (!fine)
			return WAIT_LOST;
		if (sync)
			return PQgetResult(pg->conn) == NULL ? WAIT_OK
							     : WAIT_LOST; /* back to idle */
	}
}

static void
free_results(struct round *r)
{
	for (uint32_t i = 0; i < PG_QUERIES_MAX; i++)
		pg_result_free(r->result[i]);
}

static enum err_code
round_failed(struct pg *pg, struct round *r, enum wait w, struct err *reterr)
{
	free_results(r);
	if (r->over) {
		pg_drop(pg);
		return err_set(
		    reterr, E_LIMIT, "", "result set", "8 388 608 cells / 256 MiB", NULL);
	}
	if (r->failed) { /* even when the connection broke after it: this is the cause */
		if (w != WAIT_OK || r->drop)
			pg_drop(pg);
		if (reterr != NULL)
			*reterr = r->err;
		return r->code;
	}
	if (w == WAIT_TIMEOUT)
		return fail_timeout(pg,
		    r->n > r->done && r->step[r->done].query->name != NULL
			? r->step[r->done].query->name
			: "(unnamed)",
		    reterr);
	return fail_down(pg, NULL, reterr);
}

static enum err_code
run_round(struct pg *pg, const struct pg_query *queries, uint32_t n, int64_t deadline_ms,
    struct pg_result **results, struct round *r, struct err *reterr)
{
	bool sent = true;
	enum wait w = WAIT_LOST;

	memset(r, 0, sizeof(*r));
	arena_reset(pg->scratch);
	for (uint32_t i = 0; i < n && sent; i++)
		sent = send_query(pg, r, &queries[i], i);
	if (sent && PQpipelineSync(pg->conn) == 1)
		w = receive(pg, r, deadline_ms);
	if (w != WAIT_OK || r->failed)
		return round_failed(pg, r, w, reterr);
	if (results == NULL)
		free_results(r);
	else
		memcpy(results, r->result, n * sizeof(*results));
	return ERR_OK;
}

enum err_code
pg_run(struct pg *pg, const struct pg_query *queries, uint32_t n, int64_t deadline_ms,
    struct pg_result **results, struct err *reterr)
{
	struct round r;

	assert(n >= 1);
	if (n > PG_QUERIES_MAX)
		return err_set(reterr, E_LIMIT, "", "statements of one round", "64", NULL);
	for (int attempt = 0;; attempt++) {
		bool fresh;
		enum err_code rc = need_connection(pg, deadline_ms, &fresh, reterr);

		if (rc != ERR_OK)
			return rc;
		rc = run_round(pg, queries, n, deadline_ms, results, &r, reterr);
		if (rc == ERR_OK || attempt > 0)
			return rc;
		/* a connection that broke while idle tells nothing about the server */
		if (!(rc == E_DB_DOWN && pg->role == PG_READER && !fresh && pg->conn == NULL) &&
		    !r.again)
			return rc;
	}
}

/* ---- outside the pipeline */

enum err_code
pg_prepare(
    struct pg *pg, const char *name, const char *sql, int64_t deadline_ms, struct err *reterr)
{
	const struct pg_query q = { .name = name, .sql = sql };
	struct round r = { 0 };
	enum wait w = WAIT_LOST;
	bool fresh;
	enum err_code rc;

	for (int attempt = 0;; attempt++) {
		rc = need_connection(pg, deadline_ms, &fresh, reterr);
		if (rc != ERR_OK || known_name(pg, &r, name))
			return rc;
		memset(&r, 0, sizeof(r));
		w = WAIT_LOST;
		if (send_prepare(pg, &r, &q, 0) && PQpipelineSync(pg->conn) == 1)
			w = receive(pg, &r, deadline_ms);
		if (w == WAIT_OK && !r.failed)
			return ERR_OK;
		rc = round_failed(pg, &r, w, reterr);
		if (attempt > 0 || rc != E_DB_DOWN || fresh || pg->conn != NULL)
			return rc;
	}
}

/* Takes the results of a simple query until there is none left. */
static enum wait
drain_script(struct pg *pg, int64_t deadline_ms, struct round *r)
{
	static const struct pg_query script = { .name = "(script)" };
	static const struct step s = { .query = &script };

	for (;;) {
		PGresult *res;
		ExecStatusType status;

		while (PQisBusy(pg->conn)) {
			enum wait w = wait_round(pg->conn, deadline_ms);

			if (w != WAIT_OK)
				return w;
		}
		res = PQgetResult(pg->conn);
		if (res == NULL)
			return PQstatus(pg->conn) == CONNECTION_OK ? WAIT_OK : WAIT_LOST;
		status = PQresultStatus(res);
		if (status == PGRES_FATAL_ERROR)
			note_error(pg, r, &s, res);
		PQclear(res);
		if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT ||
		    status == PGRES_COPY_BOTH)
			return WAIT_LOST; /* there is no one to feed it */
	}
}

enum err_code
pg_script(struct pg *pg, const char *sql, int64_t deadline_ms, struct err *reterr)
{
	struct round r = { 0 };
	bool fresh;
	enum wait w = WAIT_LOST;
	enum err_code rc = need_connection(pg, deadline_ms, &fresh, reterr);

	if (rc != ERR_OK)
		return rc;
	if (PQexitPipelineMode(pg->conn) == 1 && PQsendQuery(pg->conn, sql) == 1)
		w = drain_script(pg, deadline_ms, &r);
	if (w != WAIT_OK || r.failed) {
		r.drop = true; /* it may have left a transaction open */
		return round_failed(pg, &r, w, reterr);
	}
	if (PQenterPipelineMode(pg->conn) != 1)
		return fail_down(pg, NULL, reterr);
	return ERR_OK;
}

/* ---- notifications */

static bool
take_notifications(PGconn *conn)
{
	bool any = false;
	PGnotify *note;

	while ((note = PQnotifies(conn)) != NULL) {
		any = true;
		PQfreemem(note);
	}
	return any;
}

enum err_code
pg_wait(struct pg *pg, const char *channel, int64_t deadline_ms, bool *ret, struct err *reterr)
{
	char sql[128];
	struct pg_query listen = { .sql = sql };

	(void)snprintf(sql, sizeof(sql), "listen %s", channel);
	if (pg->conn == NULL || pg->listening != pg->generation) {
		enum err_code rc = pg_run(pg, &listen, 1, deadline_ms, NULL, reterr);

		if (rc != ERR_OK)
			return rc;
		pg->listening = pg->generation;
		*ret = true;
		return ERR_OK;
	}
	while (!take_notifications(pg->conn)) {
		int n = wait_socket(pg->conn, POLLIN, deadline_ms);

		if (n < 0 || (n > 0 && PQconsumeInput(pg->conn) == 0))
			return fail_down(pg, NULL, reterr);
		if (n == 0) {
			*ret = false;
			return ERR_OK;
		}
	}
	*ret = true;
	return ERR_OK;
}
