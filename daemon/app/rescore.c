/*
 * - A contract in the dirty log leaves it only after its score has been stored (dirty_done), so
 * that a crash repeats work and loses none.
 * - A full pass counts as done only for the generation and day it was computed with.
 */
#include "app/rescore.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/log.h"
#include "app/stats.h"
#include "app/thread.h"
#include "engine/engine.h"
#include "store/contracts.h"
#include "store/fetch.h"
#include "store/migrate.h"

#define ARENA_BUDGET ((size_t)512 << 20)
#define PROBE_MS 3000
#define DIRTY_ROUNDS 100 /* batches of one tick */

struct rescore {
	const struct settings *settings;
	struct process *process;
	struct reload *reload;
	int migration;
	struct pg *reader, *writer;
	struct pg *prober; /* as the login role: the others are made by a migration */
	struct arena *arena;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stop;
	/* the last full pass */
	uint64_t done_generation;
	day_t done_day;
	bool complained;
};

static bool
stopping(struct rescore *r)
{
	bool stop;

	pthread_mutex_lock(&r->lock);
	stop = r->stop;
	pthread_mutex_unlock(&r->lock);
	return stop;
}

static int64_t
batch_deadline(const struct rescore *r)
{
	return pg_now_ms() + r->settings->rescore_ms;
}

/* ---- scores of one batch of facts ------------------------------------------------- */

static bool
storable(const struct result *res, uint32_t i)
{
	const struct facts *f = res->facts;

	return f->found[i] && f->since[i] <= res->as_of;
}

static struct score_row
row_of(const struct result *res, uint32_t i)
{
	struct text grade = { "", 0 };

	if (res->grade[i] != UINT8_MAX)
		grade = res->scheme->grades[res->grade[i]].id;
	return (struct score_row){ .contract_id = res->facts->contract[i],
		.as_of = res->as_of,
		.score = res->score[i],
		.lowest = res->lowest[i],
		.highest = res->highest[i],
		.grade = grade,
		.grade_certain = res->grade_certain[i] };
}

static enum err_code
store_result(struct rescore *r, const struct result *res, struct err *reterr)
{
	struct score_row *rows = arena_array(r->arena, res->n, sizeof(*rows));
	enum err_code rc;
	uint32_t n = 0;

	for (uint32_t i = 0; i < res->n; i++) {
		if (!storable(res, i))
			continue;
		if (res->failed[i])
			stat_add(STAT_RESCORE_OVERFLOWS, 1);
		else
			rows[n++] = row_of(res, i);
	}
	if (n == 0)
		return ERR_OK;
	rc = scores_store(r->writer, res->scheme->version, rows, n, batch_deadline(r), reterr);
	if (rc == ERR_OK)
		stat_add(STAT_RESCORED, n);
	return rc;
}

static enum err_code
score_facts(struct rescore *r, const struct generation_scheme *gs, const struct facts *f,
    day_t as_of, struct err *reterr)
{
	struct result res;
	enum err_code rc;

	rc = engine_score(gs->scheme, f, as_of, ENGINE_SCORES, r->arena, &res, reterr);
	return rc == ERR_OK ? store_result(r, &res, reterr) : rc;
}

/* ---- the full pass ---------------------------------------------------------------- */

/* The page of ids after `cursor`; the filter's texts live in the arena. */
static enum err_code
next_page(struct rescore *r, const struct generation_scheme *gs, bool more, int64_t cursor,
    int64_t *lo, int64_t *hi, uint32_t *ret_n, struct err *reterr)
{
	struct contract_filter f = { .programme = gs->scheme->id,
		.sort = SORT_ID,
		.limit = (uint32_t)r->settings->rescore_batch,
		.has_cursor = more,
		.cursor_id = cursor };
	struct contract_row *rows;
	struct buf key;
	enum err_code rc;

	buf_init(&key, 32);
	buf_addf(&key, "%lld", (long long)cursor);
	f.cursor_key = (struct text){ key.data, key.len };
	rc = contracts_list(r->reader, &f, batch_deadline(r), r->arena, &rows, ret_n, reterr);
	if (rc == ERR_OK && *ret_n > 0) {
		*lo = rows[0].id;
		*hi = rows[*ret_n - 1].id;
	}
	buf_free(&key);
	return rc;
}

/* One page: ids, facts of the range, scores, stored. *hi moves on; *ret_n == 0 is the end. */
static enum err_code
score_page(struct rescore *r, const struct generation_scheme *gs, day_t as_of, bool more,
    int64_t *hi, uint32_t *ret_n, struct err *reterr)
{
	int64_t began = pg_now_ms(), listed, fetched, lo = 0;
	struct facts facts;
	enum err_code rc;

	arena_reset(r->arena);
	rc = next_page(r, gs, more, *hi, &lo, hi, ret_n, reterr);
	if (rc != ERR_OK || *ret_n == 0)
		return rc;
	listed = pg_now_ms();
	rc = fetch_full(
	    r->reader, &gs->plan, lo, *hi, as_of, batch_deadline(r), r->arena, &facts, reterr);
	if (rc != ERR_OK)
		return rc;
	fetched = pg_now_ms();
	rc = score_facts(r, gs, &facts, as_of, reterr);
	LOG(LOG_DEBUG, "scores_page", LOG_TEXT("scheme", gs->scheme->id), LOG_NUM("n", *ret_n),
	    LOG_NUM("list_ms", listed - began), LOG_NUM("fetch_ms", fetched - listed),
	    LOG_NUM("store_ms", pg_now_ms() - fetched));
	return rc;
}

static enum err_code
score_scheme(struct rescore *r, const struct generation_scheme *gs, day_t as_of, uint32_t *total,
    struct err *reterr)
{
	int64_t hi = 0;
	uint32_t n;

	for (bool more = false; !stopping(r); more = true) {
		enum err_code rc = score_page(r, gs, as_of, more, &hi, &n, reterr);

		if (rc != ERR_OK || n == 0)
			return rc;
		*total += n;
	}
	return ERR_OK;
}

static enum err_code
score_all(struct rescore *r, const struct generation *g, day_t today, struct err *reterr)
{
	int64_t start = pg_now_ms();
	uint32_t total = 0;

	for (uint32_t i = 0; i < g->n_schemes; i++) {
		enum err_code rc = score_scheme(r, &g->schemes[i], today, &total, reterr);

		if (rc != ERR_OK)
			return rc;
	}
	if (stopping(r))
		return ERR_OK;
	r->done_generation = g->number;
	r->done_day = today;
	atomic_store(&r->process->scores_ok, true);
	stat_set(STAT_RESCORE_LAST_MS, pg_now_ms() - start);
	LOG(LOG_NOTICE, "scores_stored", LOG_NUM("generation", g->number),
	    LOG_NUM("contracts", total), LOG_NUM("milliseconds", pg_now_ms() - start));
	return ERR_OK;
}

/* ---- the dirty ones --------------------------------------------------------------- */

static uint32_t
of_programme(const struct contract_row *rows, uint32_t n, struct text programme, int64_t *ids)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < n; i++)
		if (rows[i].id != 0 && text_eq(rows[i].programme, programme))
			ids[count++] = rows[i].id;
	return count;
}

static enum err_code
score_ids(struct rescore *r, const struct generation *g, const int64_t *ids, uint32_t n,
    day_t today, struct err *reterr)
{
	struct contract_row *rows = arena_array(r->arena, n, sizeof(*rows));
	int64_t *mine = arena_array(r->arena, n, sizeof(*mine));
	enum err_code rc;

	rc = contracts_get(r->reader, ids, n, batch_deadline(r), r->arena, rows, reterr);
	for (uint32_t i = 0; i < g->n_schemes && rc == ERR_OK; i++) {
		const struct generation_scheme *gs = &g->schemes[i];
		uint32_t count = of_programme(rows, n, gs->scheme->id, mine);
		struct facts facts;

		if (count == 0)
			continue;
		rc = fetch_batch(r->reader, &gs->plan, mine, count, today, batch_deadline(r),
		    r->arena, &facts, reterr);
		if (rc == ERR_OK)
			rc = score_facts(r, gs, &facts, today, reterr);
	}
	return rc;
}

static enum err_code
score_dirty(struct rescore *r, const struct generation *g, day_t today, struct err *reterr)
{
	uint32_t max = (uint32_t)r->settings->rescore_batch;

	for (int round = 0; round < DIRTY_ROUNDS && !stopping(r); round++) {
		int64_t *ids, upto;
		enum err_code rc;
		uint32_t n;

		arena_reset(r->arena);
		rc = dirty_take(
		    r->writer, max, batch_deadline(r), r->arena, &ids, &n, &upto, reterr);
		if (rc != ERR_OK || n == 0)
			return rc;
		rc = score_ids(r, g, ids, n, today, reterr);
		if (rc == ERR_OK)
			rc = dirty_done(r->writer, upto, batch_deadline(r), reterr);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

/* ---- the thread ------------------------------------------------------------------- */

/* True when the database answers and has our migrations. */
static bool
probe(struct rescore *r)
{
	struct err err = { 0 };
	int version = 0;
	bool up, migrated;

	up = migrate_version(r->prober, pg_now_ms() + PROBE_MS, &version, &err) == ERR_OK;
	migrated = up && version >= r->migration;
	if (up != atomic_load(&r->process->db_ok) || (!up && !r->complained)) {
		if (up)
			LOG(LOG_NOTICE, "database_up", LOG_NUM("migration", version),
			    LOG_NUM("needed", r->migration));
		else
			log_err(LOG_ERROR, "database_down", &err);
		r->complained = !up;
	}
	atomic_store(&r->process->db_ok, up);
	atomic_store(&r->process->migrated, migrated);
	stat_set(STAT_DB_UP, up);
	return migrated;
}

static void
tick(struct rescore *r)
{
	struct err err = { 0 };
	struct generation *g;
	day_t today = date_shanghai((int64_t)time(NULL));
	enum err_code rc;

	if (!probe(r))
		return;
	if (!reload_checked(r->reload)) { /* started without the database */
		reload_request(r->reload);
		return;
	}
	g = reload_current(r->reload);
	if (g->number != r->done_generation || today != r->done_day)
		rc = score_all(r, g, today, &err);
	else
		rc = score_dirty(r, g, today, &err);
	generation_unref(g);
	arena_reset(r->arena);
	if (rc == ERR_OK)
		return;
	stat_add(STAT_RESCORE_FAILURES, 1);
	log_err(LOG_ERROR, "rescore_failed", &err);
}

static void
wait_poll(struct rescore *r)
{
	int64_t until = pg_now_ms() + r->settings->poll_ms;
	const struct timespec at = { until / 1000, until % 1000 * 1000000 };

	pthread_mutex_lock(&r->lock);
	if (!r->stop)
		pthread_cond_clockwait(&r->wake, &r->lock, CLOCK_MONOTONIC, &at);
	pthread_mutex_unlock(&r->lock);
}

static void *
rescore_run(void *arg)
{
	struct rescore *r = arg;

	while (!stopping(r)) {
		tick(r);
		wait_poll(r);
	}
	return NULL;
}

struct rescore *
rescore_start(const struct settings *s, const char *conninfo, struct process *process,
    struct reload *reload, int migration)
{
	struct rescore *r = calloc(1, sizeof(*r));

	if (r == NULL)
		abort();
	r->settings = s;
	r->process = process;
	r->reload = reload;
	r->migration = migration;
	r->done_day = DAY_NONE;
	r->reader = pg_new(conninfo, PG_READER, (int)s->connect_ms);
	r->writer = pg_new(conninfo, PG_WRITER, (int)s->connect_ms);
	r->prober = pg_new(conninfo, PG_OWNER, (int)s->connect_ms);
	r->arena = arena_new(ARENA_BUDGET);
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->wake, NULL);
	if (pthread_create(&r->thread, NULL, rescore_run, r) != 0)
		abort();
	return r;
}

void
rescore_stop(struct rescore *r)
{
	pthread_mutex_lock(&r->lock);
	r->stop = true;
	pthread_mutex_unlock(&r->lock);
	pthread_cond_signal(&r->wake);
}

bool
rescore_join(struct rescore *r, int64_t deadline_ms)
{
	return thread_join(r->thread, deadline_ms);
}

void
rescore_free(struct rescore *r)
{
	pg_free(r->reader);
	pg_free(r->writer);
	pg_free(r->prober);
	arena_free(r->arena);
	pthread_cond_destroy(&r->wake);
	pthread_mutex_destroy(&r->lock);
	free(r);
}
