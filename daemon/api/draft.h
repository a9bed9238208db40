/*
 * Drafts: schemes that come with a request, compiled against what is loaded and forgotten with the
 * answer. All findings go to `diags`; NULL when there is an error. Pure.
 */
#ifndef API_DRAFT_H
#define API_DRAFT_H

#include "api/generation.h"

#define DRAFT_FILE "scheme.yaml" /* what the text of a request is called in findings */

/* A whole rules file, or one that extends a loaded scheme. */
const struct scheme *draft_scheme(
    const struct generation *g, struct text text, struct arena *arena, struct diags *diags);
/* Its query plan. What the plan refuses becomes a finding; false. */
bool draft_plan(const struct generation *g, const struct scheme *s, struct text programme,
    struct arena *arena, struct diags *diags, struct plan *ret);

#endif
