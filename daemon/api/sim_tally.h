/* Changes of many contracts added up: by indicator, and by deadline, proposal, tranche, advice and
 * condition. One owner; lives in the arena. */
#ifndef API_SIM_TALLY_H
#define API_SIM_TALLY_H

#include "api/json_write.h"
#include "engine/compare.h"

struct sim_tally;

struct sim_tally *sim_tally_new(
    struct arena *arena, const struct scheme *before, const struct scheme *after);
void sim_tally_add(struct sim_tally *t, const struct comparison *c);
/* "indicators": those that move most first; "decisions": null when not asked for. E_OVERFLOW when a
 * sum left its range. */
enum err_code sim_tally_json(
    struct json *j, const struct sim_tally *t, bool decisions, struct err *reterr) MUST_USE;

#endif
