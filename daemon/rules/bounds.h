/*
 * What an expression can be, whatever the facts are: an interval that holds every value it may
 * have, by interval arithmetic over its code. A fact may be anything of its type; a parameter lies
 * between its values over time, but a switch (boolean, text) counts as either, so that a reading
 * that is turned off is no fault of the file. Missing is always possible besides. Booleans are 0
 * and DEC_ONE. Pure; for the checker.
 */
#ifndef RULES_BOUNDS_H
#define RULES_BOUNDS_H

#include "rules/scheme.h"

#define BOUND_LOW INT64_MIN /* no lower bound */
#define BOUND_HIGH INT64_MAX

struct bounds {
	int64_t low, high;
};
#define BOUNDS_ANY ((struct bounds){ BOUND_LOW, BOUND_HIGH })

/* `env`: of the names that are no parameters (enum env_name), NULL: they may be anything. Absent
 * code: any. */
struct bounds code_bounds(
    const struct scheme *s, const struct code *c, const struct bounds env[ENV_COUNT]);

/* Days on which the constants in `codes` may change, DAY_NONE (since ever) first. At most
 * BOUNDS_DAYS_MAX; 0 when there are more. */
#define BOUNDS_DAYS_MAX 16
uint32_t code_days(const struct scheme *s, const struct code *const *codes, uint32_t n,
    day_t days[BOUNDS_DAYS_MAX]);
/* The value of code that reads parameters and constants only, on that day. False: it reads more, or
 * is not known then. */
bool code_at(const struct scheme *s, const struct code *c, day_t day, int64_t *ret);

#endif
