/*
 * What other threads leave for a loop: finished jobs, a new generation, orders. The event
 * descriptor is written only when the inbox was empty, so that a batch of answers costs one
 * wake-up. Any thread posts, one takes.
 */
#ifndef APP_INBOX_H
#define APP_INBOX_H

#include <pthread.h>
#include <stdbool.h>

#include "api/job.h"

struct inbox {
	int fd; /* readable when there is something */
	pthread_mutex_t lock;
	struct job *jobs, **tail; /* linked by job->next, oldest first */
	struct generation *generation;
	bool drain, stop, woken;
};

/* What was there: the jobs as a list, and a generation (the taker's reference) or NULL. */
struct inbox_taken {
	struct job *jobs;
	struct generation *generation;
	bool drain, stop;
};

void inbox_init(struct inbox *in);
void inbox_free(struct inbox *in);
void inbox_job(struct inbox *in, struct job *job);
void inbox_generation(struct inbox *in, struct generation *g); /* takes a reference of its own */
void inbox_order(struct inbox *in, bool drain, bool stop);     /* orders stay in force */
void inbox_take(struct inbox *in, struct inbox_taken *ret);

#endif
