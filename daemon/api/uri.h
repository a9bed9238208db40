/*
 * The address of a request, from its raw bytes: nothing is taken from evhttp's own parsing.
 * One spelling per address: absolute form, empty and dot segments, an escape of a character that
 * needs none (and so %2e), %00 %2f %5c, control characters and bytes outside ASCII are refused, so
 * that a proxy and this daemon can never read one address in two ways. Pure; results live in the
 * arena or point into the input.
 */
#ifndef API_URI_H
#define API_URI_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#define URI_PATH_MAX 1024
#define URI_QUERY_MAX 4096
#define URI_SEGMENTS_MAX 16
#define QUERY_ITEMS_MAX 32

struct uri_path {
	uint32_t n;
	struct text
	    raw[URI_SEGMENTS_MAX]; /* as sent: compared with the literal segments of a route */
	struct text segment[URI_SEGMENTS_MAX]; /* decoded */
};

struct query {
	uint32_t n;
	struct query_item {
		struct text key, value; /* decoded */
	} items[QUERY_ITEMS_MAX];
};

/* "/v1/contracts/7" gives v1, contracts, 7; "/" gives one empty segment. E_URI. */
enum err_code uri_path(
    struct text raw, struct arena *arena, struct uri_path *ret, struct err *reterr) MUST_USE;
/* Without the "?". Keys and values are decoded (escapes, + is a space); a piece without "=" or
 * without a name, or a name given twice, is refused. E_QUERY, E_PARAM_TWICE. */
enum err_code uri_query(
    struct text raw, struct arena *arena, struct query *ret, struct err *reterr) MUST_USE;
/* Adds t as one path segment or query value: all but unreserved characters escaped. */
void uri_escape(struct buf *out, struct text t);

#endif
