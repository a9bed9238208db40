#include "app/inbox.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

void
inbox_init(struct inbox *in)
{
	*in = (struct inbox){ .fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC) };
	if (in->fd < 0)
		abort();
	pthread_mutex_init(&in->lock, NULL);
	in->tail = &in->jobs;
}

void
inbox_free(struct inbox *in)
{
	generation_unref(in->generation);
	pthread_mutex_destroy(&in->lock);
	close(in->fd);
}

/* With the lock held. */
static void
wake(struct inbox *in)
{
	uint64_t one = 1;

	if (!in->woken && write(in->fd, &one, sizeof(one)) != (ssize_t)sizeof(one))
		abort();
	in->woken = true;
}

void
inbox_job(struct inbox *in, struct job *job)
{
	pthread_mutex_lock(&in->lock);
	job->next = NULL;
	*in->tail = job;
	in->tail = &job->next;
	wake(in);
	pthread_mutex_unlock(&in->lock);
}

void
inbox_generation(struct inbox *in, struct generation *g)
{
	struct generation *unused;

	pthread_mutex_lock(&in->lock);
	unused = in->generation;
	in->generation = generation_ref(g);
	wake(in);
	pthread_mutex_unlock(&in->lock);
	generation_unref(unused);
}

void
inbox_order(struct inbox *in, bool drain, bool stop)
{
	pthread_mutex_lock(&in->lock);
	in->drain |= drain;
	in->stop |= stop;
	wake(in);
	pthread_mutex_unlock(&in->lock);
}

void
inbox_take(struct inbox *in, struct inbox_taken *ret)
{
	uint64_t count;

	if (read(in->fd, &count, sizeof(count)) < 0 && errno != EAGAIN)
		abort();
	pthread_mutex_lock(&in->lock);
	*ret = (struct inbox_taken){ in->jobs, in->generation, in->drain, in->stop };
	in->jobs = NULL;
	in->tail = &in->jobs;
	in->generation = NULL;
	in->woken = false;
	pthread_mutex_unlock(&in->lock);
}
