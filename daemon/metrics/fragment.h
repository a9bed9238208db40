/*
 * A fragment of SQL from the catalogue: plain text with {placeholders}.
 * Pure; texts point into the fragment.
 */
#ifndef METRICS_FRAGMENT_H
#define METRICS_FRAGMENT_H

#include <stdbool.h>

#include "base/text.h"

#define FRAGMENT_MAX 4000 /* bytes */

struct piece {
	struct text text; /* SQL, or the name between the braces */
	bool placeholder;
};

/* Takes the next piece off *rest; false at the end. */
bool fragment_next(struct text *rest, struct piece *ret);

enum fragment_form {
	FRAGMENT_ONE,
	FRAGMENT_LIST
}; /* may it have a comma outside of parentheses? */

/* NULL when the fragment can stand between other SQL without reaching out of its place; else what
 * is wrong with it, as the signs concerned: ";" "--" "$" "\\" "( )" "' '" "{ }" ",". */
const char *fragment_fault(struct text t, enum fragment_form form);

/* One call, `name(…)`, and nothing behind it: what FILTER (WHERE …) can follow. */
bool fragment_is_call(struct text t);
/* Begins with count( : no rows are then a known zero. */
bool fragment_is_count(struct text t);

#endif
