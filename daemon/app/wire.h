/* Small texts of the wire that need neither libevent nor a clock of their own. Pure; any thread. */
#ifndef APP_WIRE_H
#define APP_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define HTTP_DATE_MAX 32
#define REQUEST_ID_MAX 40

/* "Sun, 06 Nov 1994 08:49:37 GMT" */
void http_date(int64_t unix_seconds, char out[HTTP_DATE_MAX]);
/* "Not Found"; a status that is not listed gets the name of its hundred. */
const char *http_reason(int status);
/* 1..39 of A-Z a-z 0-9 . _ - : taken over from the client; else not. */
bool request_id_ok(struct text id);

/* Request ids: version 4 UUIDs of a generator of our own (xoshiro256++, seeded from the CSPRNG):
 * they need to be distinct, not secret. One owner at a time. */
struct id_source {
	uint64_t s[4];
};
void id_seed(struct id_source *ids);
void id_next(struct id_source *ids, char out[REQUEST_ID_MAX]);

#endif
