#include "api/ready.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define BYTES_PER_SLOT 8192 /* small documents come to about this */

struct ready {
	pthread_mutex_t lock;
	size_t budget, bytes;
	uint32_t n_slots, hand; /* the hand goes round and drops what does not fit */
	struct ready_document **slots;
};

static size_t
size_of(const struct ready_document *d)
{
	return sizeof(*d) + d->body.len + d->snapshot.len;
}

struct ready *
ready_new(size_t bytes)
{
	struct ready *r;

	if (bytes == 0)
		return NULL;
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		abort();
	r->budget = bytes;
	r->n_slots = (uint32_t)(bytes / BYTES_PER_SLOT) + 1;
	r->slots = calloc(r->n_slots, sizeof(struct ready_document *));
	if (r->slots == NULL)
		abort();
	pthread_mutex_init(&r->lock, NULL);
	return r;
}

void
ready_release(struct ready_document *d)
{
	if (d != NULL && atomic_fetch_sub_explicit(&d->refs, 1, memory_order_acq_rel) == 1)
		free(d);
}

void
ready_free(struct ready *r)
{
	if (r == NULL)
		return;
	for (uint32_t i = 0; i < r->n_slots; i++)
		ready_release(r->slots[i]);
	pthread_mutex_destroy(&r->lock);
	free(r->slots);
	free(r);
}

/* Neighbouring ids and days fall far apart (multiplicative hash, Knuth 6.4). */
static struct ready_document **
slot_of(struct ready *r, int64_t contract, day_t as_of)
{
	uint64_t h = ((uint64_t)contract << 20 ^ (uint64_t)(uint32_t)as_of) * 0x9E3779B97F4A7C15u;

	return &r->slots[(h >> 32) % r->n_slots];
}

struct ready_document *
ready_take(struct ready *r, int64_t contract, day_t as_of, int64_t since_ms)
{
	struct ready_document *d;

	if (r == NULL)
		return NULL;
	pthread_mutex_lock(&r->lock);
	d = *slot_of(r, contract, as_of);
	if (d != NULL && (d->contract != contract || d->as_of != as_of || d->made_ms < since_ms))
		d = NULL;
	if (d != NULL)
		atomic_fetch_add_explicit(&d->refs, 1, memory_order_relaxed);
	pthread_mutex_unlock(&r->lock);
	return d;
}

static void
drop(struct ready *r, struct ready_document **slot)
{
	if (*slot == NULL)
		return;
	r->bytes -= size_of(*slot);
	ready_release(*slot);
	*slot = NULL;
}

static struct ready_document *
copy_of(const struct ready_document *d)
{
	struct ready_document *own = malloc(size_of(d));
	char *at;

	if (own == NULL)
		abort();
	memcpy(own, d, sizeof(*own));
	atomic_init(&own->refs, 1);
	at = (char *)(own + 1);
	memcpy(at, d->body.ptr, d->body.len);
	own->body.ptr = at;
	at += d->body.len;
	memcpy(at, d->snapshot.ptr, d->snapshot.len);
	own->snapshot.ptr = at;
	return own;
}

void
ready_keep(struct ready *r, const struct ready_document *d)
{
	struct ready_document *own, **slot;

	if (r == NULL || size_of(d) > r->budget / 16)
		return;
	own = copy_of(d);
	pthread_mutex_lock(&r->lock);
	slot = slot_of(r, d->contract, d->as_of);
	drop(r, slot);
	while (r->bytes + size_of(own) > r->budget) {
		drop(r, &r->slots[r->hand]);
		r->hand = (r->hand + 1) % r->n_slots;
	}
	*slot = own;
	r->bytes += size_of(own);
	pthread_mutex_unlock(&r->lock);
}
