#include "app/queue.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct job *head, **tail; /* linked by job->next */
	uint32_t depth, capacity, waiting;
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
	pthread_cond_init(&q->more, NULL);
	q->tail = &q->head;
	q->capacity = capacity;
	return q;
}

void
queue_free(struct queue *q)
{
	if (q == NULL)
		return;
	assert(q->depth == 0 && q->waiting == 0);
	pthread_cond_destroy(&q->more);
	pthread_mutex_destroy(&q->lock);
	free(q);
}

bool
queue_push(struct queue *q, struct job *job)
{
	bool ok, wake;

	pthread_mutex_lock(&q->lock);
	ok = !q->closed && q->depth < q->capacity;
	if (ok) {
		job->next = NULL;
		*q->tail = job;
		q->tail = &job->next;
		q->depth++;
	}
	wake = ok && q->waiting > 0;
	pthread_mutex_unlock(&q->lock);
	if (wake)
		pthread_cond_signal(&q->more);
	return ok;
}

uint32_t
queue_take(struct queue *q, struct job **ret, uint32_t max)
{
	uint32_t n = 0;

	pthread_mutex_lock(&q->lock);
	while (q->depth == 0 && !q->closed) {
		q->waiting++;
		pthread_cond_wait(&q->more, &q->lock);
		q->waiting--;
	}
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
	pthread_mutex_unlock(&q->lock);
	pthread_cond_broadcast(&q->more);
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
