/*
 * A generation: what requests are answered from. Immutable, reference-counted; reload builds a new
 * one, checks it and publishes it to each loop; the old one dies with its last request (I7).
 */
#ifndef API_GENERATION_H
#define API_GENERATION_H

#include <stdatomic.h>
#include <stdint.h>

#include "api/beside.h"
#include "api/ready.h"
#include "base/arena.h"
#include "base/text.h"
#include "metrics/catalogue.h"
#include "rules/read.h"
#include "rules/scheme.h"
#include "store/plan.h"

#define GENERATION_SCHEMES_MAX 64

/* Bytes ready to serve. */
struct document {
	struct text body;
	char etag[80];
	const char *content_type;
};

struct generation {
	atomic_uint refs;
	struct arena *arena;
	uint64_t number;
	int64_t loaded_at_us; /* by app, which has the clock */
	const struct catalogue *catalogue;
	const struct calendar_set *calendars;
	struct beside beside;
	struct rule_files files; /* of it */
	uint32_t n_schemes;
	struct generation_scheme {
		const struct scheme *scheme;
		struct scheme_source source; /* its file: what drafts are made of (api/draft.h) */
		struct plan plan;
		const struct score_frame *frames;
		struct document document;  /* GET /v1/schemes/{id} */
	} schemes[GENERATION_SCHEMES_MAX]; /* sorted by id */
	struct document scheme_list, openapi;
	struct ready
	    *ready; /* score documents; NULL until generation_serve, or when none are kept */
};

/* Reads all files, compiles, checks against the database when pg is not NULL. NULL with faults in
 * diags or reterr. */
struct generation_files {
	const struct catalogue_file *metrics, *rules, *calendars;
	uint32_t n_metrics, n_rules, n_calendars;
	const struct rule_files *beside; /* CSV of decision tables; NULL: none can be read */
	struct text openapi_yaml;
};
struct generation *generation_build(const struct generation_files *files, struct pg *pg,
    int64_t deadline_ms, uint64_t number, struct diags *diags, struct err *reterr);
/* Before it is published: room for this many bytes of ready documents, 0 for none. */
void generation_serve(struct generation *g, size_t ready_bytes);
struct generation *generation_ref(struct generation *g);
void generation_unref(struct generation *g); /* frees at zero; NULL is fine */
/* What a rules file that is compiled against this generation may name. */
struct vocabulary generation_vocabulary(const struct generation *g);
const struct generation_scheme *generation_scheme(const struct generation *g, struct text id);

#endif
