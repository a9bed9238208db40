/*
 * Shared by the plan compiler's files: a statement on its way. Private to store/plan*.c.
 */
#ifndef STORE_PLAN_INTERNAL_H
#define STORE_PLAN_INTERNAL_H

#include "store/plan.h"
#include "store/plan_sql.h"

struct builder {
	const struct plan *plan;
	struct buf out;
	struct sql_writer w;
	enum grain grain;
	bool detail; /* add counts, and when the rows were recorded */
	bool scores; /* only what the score reads */
	bool scalar; /* k is not joined: its columns are sub-selects */
	/* One scan each: a source, in this window or in an earlier one. */
	struct scan {
		const struct source *source;
		uint8_t back;
	} source[SCHEME_NEEDS_MAX];
	uint32_t n_sources;
	uint16_t backs;            /* bit n: something reads n windows back */
	struct sql_window earlier; /* the window in use, when it is not this one */
	char since[40], until[40]; /* its columns */
};

void plan_builder_init(struct builder *b, const struct plan *p, struct err *reterr);
const struct metric *plan_metric(const struct plan *p, const struct need *need);
/* "(select … as since, … as until from … where …) k" */
void plan_put_contracts(
    struct builder *b, const char *ord, const char *as_of, const char *from, const char *where);
/* What {since} {until} {as_of} become from here on; as_of of an earlier window is its last day. */
void plan_use_window(struct builder *b, unsigned back);

#endif
