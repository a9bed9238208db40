/*
 * What the process knows about itself, for /readyz and /metrics. Any thread.
 */
#ifndef APP_PROCESS_H
#define APP_PROCESS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "api/route.h"

#define PROCESS_FAULT_MAX 1024

struct process {
	atomic_bool db_ok, migrated, rules_ok, scores_ok;
	int64_t started_us; /* monotonic */
	pthread_mutex_t lock;
	char fault[PROCESS_FAULT_MAX]; /* of the last reload, empty when it went well */
	atomic_bool refuses;           /* the database answers and lacks what we need: */
	struct err lacks;
};

void process_init(struct process *p);
void process_free(struct process *p);
void process_fault(struct process *p, struct text fault); /* empty: none */
/* What migrate_ready() said; sets db_ok, migrated, refuses. */
void process_database(struct process *p, const struct err *fault);
/* True, and why in *reterr, when no request that needs a token can be answered. */
bool process_refuses(struct process *p, struct err *reterr);
/* Texts in the arena; `metrics`: the Prometheus text too. */
void process_view(struct process *p, bool metrics, struct arena *arena, struct process_view *ret);

#endif
