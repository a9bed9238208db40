#include "app/worker.h"

#include <pthread.h>
#include <stdlib.h>

#include "api/route.h"
#include "app/http.h"
#include "app/stats.h"
#include "store/pg.h"

#define SCRATCH_BUDGET (256u << 20)

struct worker {
	pthread_t thread;
	struct queue *queue;
	struct patient *patient;
	uint32_t batch;
	struct pg *db;
	struct arena *scratch;
	uint64_t connections; /* opened so far */
};

struct workers {
	uint32_t count;
	struct worker *all;
};

static void
count_reconnects(struct worker *w)
{
	uint64_t now = pg_generation(w->db);

	if (w->connections > 0 && now > w->connections)
		stat_add(STAT_DB_RECONNECTS, (int64_t)(now - w->connections));
	w->connections = now;
}

static void
hand_on(const struct worker *w, struct job *job)
{
	if (!job->needs_patience || !patient_take(w->patient, job))
		http_reply(job);
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	struct worker_ctx ctx = { .db = w->db, .scratch = w->scratch };
	struct job **jobs = calloc(w->batch, sizeof(struct job *));
	uint32_t n;

	if (jobs == NULL)
		abort();
	while ((n = queue_take(w->queue, jobs, w->batch)) > 0) {
		route_run(jobs, n, &ctx);
		stat_add(STAT_READY, ctx.ready);
		ctx.ready = 0;
		for (uint32_t i = 0; i < n; i++)
			hand_on(w, jobs[i]);
		stat_add(STAT_BATCHES, 1);
		count_reconnects(w);
		arena_reset(w->scratch);
	}
	free(jobs);
	return NULL;
}

struct workers *
workers_start(uint32_t count, uint32_t batch, const char *conninfo, int connect_timeout_ms,
    struct queue *queue, struct patient *patient)
{
	struct workers *w = calloc(1, sizeof(*w));

	if (w == NULL || (w->all = calloc(count, sizeof(*w->all))) == NULL)
		abort();
	w->count = count;
	for (uint32_t i = 0; i < count; i++) {
		struct worker *one = &w->all[i];

		one->queue = queue;
		one->patient = patient;
		one->batch = batch;
		one->db = pg_new(conninfo, PG_READER, connect_timeout_ms);
		one->scratch = arena_new(SCRATCH_BUDGET);
		if (pthread_create(&one->thread, NULL, work, one) != 0)
			abort();
	}
	return w;
}

void
workers_join(struct workers *w)
{
	for (uint32_t i = 0; i < w->count; i++) {
		pthread_join(w->all[i].thread, NULL);
		pg_free(w->all[i].db);
		arena_free(w->all[i].scratch);
	}
	free(w->all);
	free(w);
}
