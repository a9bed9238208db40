#include "app/queue.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

/* A taker with nothing to do, on its own stack; under the queue's lock. */
struct idler {
	pthread_cond_t wake;
	struct idler *below;
	bool called; /* and taken off the pile */
};

struct queue {
	pthread_mutex_t lock;
	struct job *head, **tail; /* linked by job->next */
	struct idler *idlers;     /* a pile: the last to lie down is called first */
	uint32_t depth, capacity;
	bool closed;
};

struct queue *
queue_new(uint32_t capacity)
{
	struct queue *q = calloc(1, sizeof(*q));

	assert(capacity > 0);
	if (q == NULL)
		abort();
	pthread_mutex_init(&q->lock, NULL);
	q->tail = &q->head;
	q->capacity = capacity;
	return q;
}

void
queue_free(struct queue *q)
{
	if (q == NULL)
		return;
	assert(q->depth == 0 && q->idlers == NULL);
	pthread_mutex_destroy(&q->lock);
	free(q);
}

/* The idler may be gone as soon as the lock is: it is called under it. */
static void
call_idler(struct queue *q)
{
	struct idler *i = q->idlers;

	q->idlers = i->below;
	i->called = true;
	pthread_cond_signal(&i->wake);
}

bool
queue_push(struct queue *q, struct job *job)
{
	bool ok;

	pthread_mutex_lock(&q->lock);
	ok = !q->closed && q->depth < q->capacity;
	if (ok) {
		job->next = NULL;
		*q->tail = job;
		q->tail = &job->next;
		q->depth++;
		if (q->idlers != NULL)
			call_idler(q);
	}
	pthread_mutex_unlock(&q->lock);
	return ok;
}

static void
lie_idle(struct queue *q)
{
	struct idler me = { .below = q->idlers, .called = false };

	pthread_cond_init(&me.wake, NULL);
	q->idlers = &me;
	while (!me.called)
		pthread_cond_wait(&me.wake, &q->lock);
	pthread_cond_destroy(&me.wake);
}

uint32_t
queue_take(struct queue *q, struct job **ret, uint32_t max)
{
	uint32_t n = 0;

	pthread_mutex_lock(&q->lock);
	while (q->depth == 0 && !q->closed)
		lie_idle(q);
	while (n < max && q->head != NULL) {
		ret[n] = q->head;
		q->head = ret[n]->next;
		ret[n++]->next = NULL;
	}
	if (q->head == NULL)
		q->tail = &q->head;
	q->depth -= n;
	pthread_mutex_unlock(&q->lock);
	return n;
}

void
queue_close(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	while (q->idlers != NULL)
		call_idler(q);
	pthread_mutex_unlock(&q->lock);
}

uint32_t
queue_depth(struct queue *q)
{
	uint32_t depth;

	pthread_mutex_lock(&q->lock);
	depth = q->depth;
	pthread_mutex_unlock(&q->lock);
	return depth;
}
