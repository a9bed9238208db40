/*
 * Drafts: schemes that come with a request, compiled against what is loaded and forgotten with the
 * answer. All findings go to `diags`; NULL when there is an error. Pure.
 */
#ifndef API_DRAFT_H
#define API_DRAFT_H

#include "api/generation.h"

#define DRAFT_FILE "scheme.yaml" /* what the text of a request is called in findings */

/* A whole rules file, or one that extends a loaded scheme; `name` is shown in findings. */
const struct scheme *draft_scheme(const struct generation *g, const char *name, struct text text,
    struct arena *arena, struct diags *diags);
/* A loaded scheme with other values of some parameters: `overlay` is a file as rules/overlay.h has
 * it. The loaded scheme may itself extend another. */
const struct scheme *draft_overlay(const struct generation *g, const struct generation_scheme *of,
    struct text overlay, struct arena *arena, struct diags *diags);
/* Its query plan, for this request alone: its statements never stay prepared. What the plan refuses
 * becomes a finding; false. */
bool draft_plan(const struct generation *g, const struct scheme *s, struct text programme,
    struct arena *arena, struct diags *diags, struct plan *ret);

#endif
