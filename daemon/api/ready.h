/*
 * Ready documents: score documents as bytes, kept with the snapshot of the database they were made
 * from, so that a contract that has not changed is answered without reading its facts again. They
 * are never served on trust: whoever takes one asks the database in the same request whether the
 * contract has changed since that snapshot (store/changes.h). They belong to a generation and die
 * with it. Fixed in slots and in bytes; a colliding document replaces the former. Any thread.
 */
#ifndef API_READY_H
#define API_READY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/text.h"

struct ready;

struct ready_document {
	atomic_uint refs;
	int64_t contract;
	day_t as_of;
	int64_t made_ms; /* monotonic */
	struct text body, snapshot;
	char etag[80];
};

struct ready *ready_new(size_t bytes); /* NULL for 0: nothing is kept, all calls take NULL */
void ready_free(struct ready *r);

/* The document of this contract and day, made after `since_ms`; the caller releases it. NULL: none
 * is kept. */
struct ready_document *ready_take(struct ready *r, int64_t contract, day_t as_of, int64_t since_ms);
void ready_release(struct ready_document *d); /* NULL is fine */
/* Copies all; one larger than a sixteenth of the bytes is not kept. */
void ready_keep(struct ready *r, const struct ready_document *d);

#endif
