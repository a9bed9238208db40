/*
 * Expressions on their own, outside of any indicator, with the parameters, calendar and window of a
 * scheme: what `assayd metric` asks. Every fault of every expression is reported, then NULL; the
 * n-th expression is line n of a file called "expression". Pure, as rules/read.h.
 */
#ifndef RULES_PROBE_H
#define RULES_PROBE_H

#include "base/arena.h"
#include "rules/diag.h"
#include "rules/scheme.h"
#include "rules/vocabulary.h"

/* A scheme that can be planned and fetched but not scored: indicator i + 1 is a leaf whose value is
 * expression i, of any type. It shares its parameters with `like`, which must outlive it. */
const struct scheme *scheme_probe(const struct scheme *like, const char *const *expressions,
    uint32_t n, enum grain grain, const struct vocabulary *vocabulary, struct arena *arena,
    struct diags *diags);

#endif
