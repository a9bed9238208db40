/*
 * One request on its way: loop -> queue -> worker -> loop. It has one owner at a time; its arena
 * dies with it. api fills the reply; app moves bytes. Neither libevent nor libpq shows here.
 */
#ifndef API_JOB_H
#define API_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "api/generation.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/text.h"

#define REPLY_HEADERS_MAX 12

struct request {
	struct text method, path, query; /* raw, as on the wire */
	struct text authorization, if_none_match, if_match, accept, accept_language,
	    idempotency_key, content_type, content_encoding;
	int64_t content_length; /* -1: not given */
	struct text body;       /* as it came, once all of it has */
	char id[40]; /* request id: ours, or the client's X-Request-Id when well-formed */
};

struct reply {
	int status;
	const char *content_type;
	struct buf body; /* own bytes; or */
	const struct document
	    *document; /* shared bytes of the generation (the job holds a reference) */
	struct header {
		const char *name;
		struct text value;
	} headers[REPLY_HEADERS_MAX];
	uint32_t n_headers;
	bool close; /* close the connection after this answer */
};

/* Typed parameters, filled by param_read from the route's mask. */
struct params {
	int64_t contract_id;
	struct text scheme_id, indicator_id;
	unsigned given; /* P_* bits of those in the request; the others have their defaults */
	day_t as_of, due_after, due_before; /* the last two DAY_NONE: any */
	uint32_t states, advices, effects;  /* sets of words, a bit each; 0: any */
	struct text programme, region, grade, sort, cursor, format;
	int64_t provider, entity, limit, offset;
};

struct principal {
	int64_t token_id; /* 0: nobody */
	char name[64], role[24];
};

struct job {
	struct arena *arena;
	struct generation *gen;
	const struct route *route;
	struct request req;
	struct params params;
	struct principal principal;
	enum lang lang;
	int64_t received_us, deadline_ms; /* monotonic */
	day_t today;                      /* Asia/Shanghai, set by app: api has no clock */
	struct reply reply;
	struct err err;
	bool needs_patience;          /* route.h: no answer yet, to be run by the patient worker */
	const struct diags *findings; /* on rules of the request; shown with the problem */
	struct job *next;             /* queue link */
	void *owner;                  /* app's: loop and connection */
};

#endif
