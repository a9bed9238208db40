/*
 * Two schemes compared by their canonical prints: each line is a path
 * (parameters/basic_units_min/value) and what stands there. So whatever can change a result is told
 * of, and nothing else is: comments, order and shorthand are not in the print. Pure.
 */
#ifndef RULES_PRINT_DIFF_H
#define RULES_PRINT_DIFF_H

#include "rules/scheme.h"

struct scheme_change {
	struct text path;
	struct text before, after; /* as printed; ptr NULL: not there */
};

/* In the order of the paths. Everything lives in the arena. */
void scheme_changes(const struct scheme *before, const struct scheme *after, struct arena *arena,
    struct scheme_change **ret, uint32_t *ret_n);

#endif
