/*
 * - A contract in the dirty log leaves it only after its score has been stored (dirty_done), so
 * that a crash repeats work and loses none.
 * - A full pass counts as done only for the generation and day it was computed with.
 */
#include "app/rescore.h"

#include <stdlib.h>
#include <time.h>

#include "app/log.h"
#include "app/rescore_lane.h"
#include "app/stats.h"
#include "app/thread.h"
#include "store/contracts.h"
#include "store/migrate.h"

#define PROBE_MS 3000
#define DIRTY_ROUNDS 100 /* batches of one tick */

struct rescore {
	const struct settings *settings;
	struct process *process;
	struct reload *reload;
	int migration;
	struct pg *prober; /* as the login role: the other roles are made by a migration */
	uint32_t n_lanes;
	struct lane *lanes; /* [0] is of the thread itself */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	atomic_bool stop;
	/* the last full pass */
	uint64_t done_generation;
	day_t done_day;
	enum err_code told; /* what the log last said of the database */
};

static enum err_code
score_all(struct rescore *r, const struct generation *g, day_t today, struct err *reterr)
{
	int64_t start = pg_now_ms();
	uint32_t total = 0;

	for (uint32_t i = 0; i < g->n_schemes; i++) {
		enum err_code rc =
		    lanes_score_scheme(r->lanes, r->n_lanes, &g->schemes[i], today, &total, reterr);

		if (rc != ERR_OK)
			return rc;
	}
	if (atomic_load(&r->stop))
		return ERR_OK;
	r->done_generation = g->number;
	r->done_day = today;
	atomic_store(&r->process->scores_ok, true);
	stat_set(STAT_RESCORE_LAST_MS, pg_now_ms() - start);
	LOG(LOG_NOTICE, "scores_stored", LOG_NUM("generation", g->number),
	    LOG_NUM("contracts", total), LOG_NUM("milliseconds", pg_now_ms() - start));
	return ERR_OK;
}

static enum err_code
score_dirty(struct rescore *r, const struct generation *g, day_t today, struct err *reterr)
{
	struct lane *l = &r->lanes[0];
	uint32_t max = (uint32_t)r->settings->rescore_batch;

	for (int round = 0; round < DIRTY_ROUNDS && !atomic_load(&r->stop); round++) {
		int64_t *ids, upto;
		enum err_code rc;
		uint32_t n;

		arena_reset(l->arena);
		rc =
		    dirty_take(l->writer, max, lane_deadline(l), l->arena, &ids, &n, &upto, reterr);
		if (rc != ERR_OK || n == 0)
			return rc;
		rc = lane_score_ids(l, g, ids, n, today, reterr);
		if (rc == ERR_OK)
			rc = dirty_done(l->writer, upto, lane_deadline(l), reterr);
		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

/* True when the database answers and has our migrations. */
static bool
probe(struct rescore *r)
{
	struct err err = { 0 };
	int version = 0;
	enum err_code rc =
	    migrate_ready(r->prober, r->migration, pg_now_ms() + PROBE_MS, &version, &err);

	if (rc != r->told) {
		if (rc == ERR_OK)
			LOG(LOG_NOTICE, "database_up", LOG_NUM("migration", version),
			    LOG_NUM("needed", r->migration));
		else
			log_err(LOG_ERROR,
			    rc == E_NOT_MIGRATED ? "database_not_migrated" : "database_down", &err);
		r->told = rc;
	}
	process_database(r->process, &err);
	stat_set(STAT_DB_UP, rc == ERR_OK || rc == E_NOT_MIGRATED);
	return rc == ERR_OK;
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
	if (!atomic_load(&r->stop))
		pthread_cond_clockwait(&r->wake, &r->lock, CLOCK_MONOTONIC, &at);
	pthread_mutex_unlock(&r->lock);
}

static void *
rescore_run(void *arg)
{
	struct rescore *r = arg;

	while (!atomic_load(&r->stop)) {
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
	r->told = ERR_COUNT; /* nothing yet */
	r->done_day = DAY_NONE;
	r->prober = pg_new(conninfo, PG_OWNER, (int)s->connect_ms);
	r->n_lanes = (uint32_t)s->rescore_lanes;
	r->lanes = calloc(r->n_lanes, sizeof(*r->lanes));
	if (r->lanes == NULL)
		abort();
	for (uint32_t i = 0; i < r->n_lanes; i++)
		lane_init(&r->lanes[i], s, conninfo, &r->stop);
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
	atomic_store(&r->stop, true);
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
	for (uint32_t i = 0; i < r->n_lanes; i++)
		lane_free(&r->lanes[i]);
	free(r->lanes);
	pg_free(r->prober);
	pthread_cond_destroy(&r->wake);
	pthread_mutex_destroy(&r->lock);
	free(r);
}
