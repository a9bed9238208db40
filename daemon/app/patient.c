#include "app/patient.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "api/route.h"
#include "app/http.h"
#include "app/queue.h"
#include "store/pg.h"

#define SCRATCH_BUDGET (256u << 20)

struct patient {
	pthread_t thread;
	struct queue *queue; /* of the one */
	atomic_bool busy, stop;
	struct pg *db;
	int64_t patience_ms;
};

static void *
work(void *arg)
{
	struct patient *p = arg;
	struct worker_ctx ctx = {
		.db = p->db, .scratch = arena_new(SCRATCH_BUDGET), .patient = true, .stop = &p->stop
	};
	struct job *job;

	while (queue_take(p->queue, &job, 1) > 0) {
		job->needs_patience = false;
		route_run(&job, 1, &ctx);
		arena_reset(ctx.scratch);
		atomic_store(&p->busy, false);
		http_reply(job);
	}
	arena_free(ctx.scratch);
	return NULL;
}

struct patient *
patient_start(const char *conninfo, int connect_timeout_ms, int64_t patience_ms)
{
	struct patient *p = calloc(1, sizeof(*p));

	if (p == NULL)
		abort();
	p->queue = queue_new(1);
	p->db = pg_new(conninfo, PG_READER, connect_timeout_ms);
	p->patience_ms = patience_ms;
	if (pthread_create(&p->thread, NULL, work, p) != 0)
		abort();
	return p;
}

bool
patient_take(struct patient *p, struct job *job)
{
	if (!atomic_exchange(&p->busy, true)) {
		job->deadline_ms = pg_now_ms() + p->patience_ms;
		if (queue_push(p->queue, job))
			return true;
		atomic_store(&p->busy, false); /* stopping */
	}
	(void)err_set(&job->err, E_ONE_AT_A_TIME, "", NULL);
	reply_problem(job);
	return false;
}

void
patient_join(struct patient *p)
{
	atomic_store(&p->stop, true);
	queue_close(p->queue);
	pthread_join(p->thread, NULL);
	queue_free(p->queue);
	pg_free(p->db);
	free(p);
}
