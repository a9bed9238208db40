/*
 * JSON out, streamed into a struct buf: exact decimals, escapes, well-formed UTF-8 always (a
 * malformed byte becomes U+FFFD). The first misuse (two keys, a value without its key, too deep)
 * and a full buffer are sticky: write on blindly and ask json_done() once. One owner; no allocation
 * but the buffer's.
 */
#ifndef API_JSON_WRITE_H
#define API_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/dec.h"
#include "base/text.h"

#define JSON_DEPTH_MAX 64

struct json {
	struct buf *out;
	uint32_t depth;
	bool bad;
	bool keyed;                  /* a key waits for its value */
	bool object[JSON_DEPTH_MAX]; /* else array */
	bool filled[JSON_DEPTH_MAX]; /* needs a comma before the next */
};

void json_init(struct json *j, struct buf *out);
/* True when one whole value was written, and all of it fitted. */
bool json_done(const struct json *j) MUST_USE;

void json_object(struct json *j);
void json_array(struct json *j);
void json_end(struct json *j);                   /* of the innermost object or array */
void json_key(struct json *j, const char *name); /* a literal of ours: no escapes */
void json_keyt(struct json *j, struct text name);
/* "a":1,"b":2 as written before, into the innermost object; the caller vouches for it. Empty:
 * nothing. */
void json_members(struct json *j, struct text t);

void json_null(struct json *j);
void json_bool(struct json *j, bool v);
void json_int(struct json *j, int64_t v);
void json_dec(struct json *j, dec_t v);    /* shortest exact text: 12.5 */
void json_nano(struct json *j, int64_t v); /* billionths (rules/kind.h fractions): 0.333333333 */
void json_text(struct json *j, struct text t);
void json_str(struct json *j, const char *s);
void json_text_or_null(struct json *j, struct text t); /* empty: null */
void json_day(struct json *j, day_t day);              /* DAY_NONE: null */
void json_instant(struct json *j, int64_t us); /* microseconds since 1970-01-01Z: RFC 3339 */
void json_raw(struct json *j, struct text t);  /* a JSON value that the caller vouches for */

#endif
