#include "app/process.h"

#include <string.h>
#include <time.h>

#include "app/intake.h"
#include "app/stats.h"

#define METRICS_TEXT_MAX (1u << 20)

void
process_init(struct process *p)
{
	memset(p, 0, sizeof(*p));
	pthread_mutex_init(&p->lock, NULL);
	p->started_us = intake_now_us();
	stat_set(STAT_START_TIME, (int64_t)time(NULL));
}

void
process_free(struct process *p)
{
	pthread_mutex_destroy(&p->lock);
}

void
process_fault(struct process *p, struct text fault)
{
	size_t n = text_cut(fault, sizeof(p->fault) - 1);

	pthread_mutex_lock(&p->lock);
	if (n > 0)
		memcpy(p->fault, fault.ptr, n);
	p->fault[n] = '\0';
	pthread_mutex_unlock(&p->lock);
}

void
process_database(struct process *p, const struct err *fault)
{
	bool lacks = fault->code == E_NOT_MIGRATED || fault->code == E_DB_ROLES;

	pthread_mutex_lock(&p->lock);
	p->lacks = *fault;
	pthread_mutex_unlock(&p->lock);
	atomic_store(&p->migrated, fault->code == ERR_OK || fault->code == E_DB_ROLES);
	atomic_store(&p->db_ok, fault->code == ERR_OK || fault->code == E_NOT_MIGRATED);
	atomic_store(&p->refuses, lacks);
}

bool
process_refuses(struct process *p, struct err *reterr)
{
	bool refuses = atomic_load(&p->refuses);

	if (refuses) {
		pthread_mutex_lock(&p->lock);
		refuses = p->lacks.code != ERR_OK; /* set right between the two looks */
		*reterr = p->lacks;
		pthread_mutex_unlock(&p->lock);
	}
	return refuses;
}

void
process_view(struct process *p, bool metrics, struct arena *arena, struct process_view *ret)
{
	struct process_view v = { .db_ok = atomic_load(&p->db_ok),
		.migrated = atomic_load(&p->migrated),
		.rules_ok = atomic_load(&p->rules_ok),
		.scores_ok = atomic_load(&p->scores_ok),
		.version = ASSAYD_VERSION,
		.uptime_s = (intake_now_us() - p->started_us) / 1000000 };
	struct buf text;

	pthread_mutex_lock(&p->lock);
	if (p->fault[0] != '\0')
		v.rules_fault = arena_strndup(arena, p->fault, strlen(p->fault));
	pthread_mutex_unlock(&p->lock);
	if (metrics) {
		buf_init(&text, METRICS_TEXT_MAX);
		stats_print(&text);
		v.metrics_text = text_dup(arena, (struct text){ text.data, text.len });
		buf_free(&text);
	}
	*ret = v;
}
