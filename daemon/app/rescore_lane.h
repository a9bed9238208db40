/*
 * One lane of re-scoring: a reader, a writer and an arena, used by one thread. Scores the facts of
 * some contracts and stores them. The lanes of a full pass share its pages.
 */
#ifndef APP_RESCORE_LANE_H
#define APP_RESCORE_LANE_H

#include <pthread.h>
#include <stdatomic.h>

#include "api/generation.h"
#include "app/settings.h"
#include "store/pg.h"

struct lane {
	const struct settings *settings;
	const atomic_bool *stop;
	struct pg *reader, *writer;
	struct arena *arena;
};

void lane_init(
    struct lane *l, const struct settings *s, const char *conninfo, const atomic_bool *stop);
void lane_free(struct lane *l);

/* Every contract of one scheme, page by page in order of id, by all lanes at once. */
enum err_code lanes_score_scheme(struct lane *lanes, uint32_t n_lanes,
    const struct generation_scheme *gs, day_t as_of, uint32_t *total, struct err *reterr) MUST_USE;
/* These contracts, each by the scheme of its programme; those without one are left out. */
enum err_code lane_score_ids(struct lane *l, const struct generation *g, const int64_t *ids,
    uint32_t n, day_t as_of, struct err *reterr) MUST_USE;
int64_t lane_deadline(const struct lane *l);

#endif
