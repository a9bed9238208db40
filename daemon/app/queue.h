/*
 * Bounded queue of jobs between loops and workers. Never blocks a pusher: full is an answer (503),
 * not a wait. A taker gets everything that waits, up to its limit, in order of arrival: load makes
 * batches, not queues. Of idle takers the one that was busy last is woken: with little to do the
 * same worker and database connection stay warm, and the others cost nothing. Any thread.
 */
#ifndef APP_QUEUE_H
#define APP_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "api/job.h"

struct queue;

struct queue *queue_new(uint32_t capacity);
void queue_free(struct queue *q); /* empty, and nobody waits */
/* False when full or closed: the job stays the caller's. */
bool queue_push(struct queue *q, struct job *job) MUST_USE;
/* Waits for at least one; 0 once the queue is closed and empty. */
uint32_t queue_take(struct queue *q, struct job **ret, uint32_t max);
void queue_close(struct queue *q);
uint32_t queue_depth(struct queue *q);

#endif
