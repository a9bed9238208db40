/*
 * Cursors of keyset paging: opaque base64url of a place in a list and a hash of the list's route,
 * filters and order. Nothing in them is trusted beyond their own place in the list: filters always
 * come from the request, so they need no signature. Pure.
 */
#ifndef API_CURSOR_H
#define API_CURSOR_H

#include "api/route.h"
#include "store/contracts.h"

/* A place: a contract and, where the list needs more than its id, a key. What the key means is the
 * list's own. */
struct cursor {
	int64_t id; /* from 1 on */
	bool null;  /* the key is not known */
	struct text key;
};

/* Adds the cursor. E_LIMIT when its key is too long for one: a key that is cut would page in
 * circles. */
enum err_code cursor_write(const struct route *route, const struct params *params,
    const struct cursor *cursor, struct buf *out, struct err *reterr) MUST_USE;
/* Reads params->cursor. E_CURSOR; E_CURSOR_MISMATCH when it is of another list. */
enum err_code cursor_read(const struct route *route, const struct params *params,
    struct arena *arena, struct cursor *ret, struct err *reterr) MUST_USE;

/* The place after a row of a list of contracts, whose key is that of the list's order; and into
 * the cursor fields of its filter: false when the key is none. */
struct cursor cursor_after(
    const struct contract_filter *f, const struct contract_row *last, struct arena *arena);
bool cursor_apply(const struct cursor *cursor, struct contract_filter *f);

/* Is it asked for as CSV; and how many items it may hold: a CSV file is not read page by page. */
bool page_csv(const struct params *params);
uint32_t page_limit(const struct params *params);
/* Address of the page at a place of the job's list: its route, its filters and the cursor. Lives in
 * the job's arena. E_LIMIT as above. */
enum err_code page_href(struct job *job, const struct cursor *cursor, struct text *ret) MUST_USE;

#endif
