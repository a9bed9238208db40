/*
 * A value of a rules file by the names that lead to it: "deadlines/team-setup/basis". An item of a
 * list goes by its id. Where a reading is a field of the scheme and no parameter, this says which.
 */
#ifndef APP_CASE_PLACE_H
#define APP_CASE_PLACE_H

#include "app/case_node.h"

struct case_place {
	const struct ynode *node;  /* what stands there; NULL: `name` is not in `above` */
	const struct ynode *above; /* the deepest node on the way */
	struct text name;
};

struct case_place case_place_of(const struct ynode *root, struct text path);
/* The names that would have led on from `above`. */
void case_place_try(const struct case_place *p, struct case_words *w);

#endif
