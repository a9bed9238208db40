/* Inside the reader of leaves: one leaf on its way, between read_leaf.c and read_steps.c. */
#ifndef RULES_READ_LEAF_H
#define RULES_READ_LEAF_H

#include "rules/leaf_table.h"
#include "rules/read_keys.h"

struct reading {
	const struct ynode *node, *score, *args; /* args: map below the kind's name, or NULL */
	struct leaf *leaf;
	struct rtype basis; /* what targets and bounds are compared with */
	bool basis_known;
};

/* Each reports its own faults. The type must be that of the value (or a percent, with `of`). */
bool leaf_like_basis(struct scheme_builder *b, const struct reading *r, const struct ynode *n,
    const char *key, const struct rtype *t);
/* A share: a percent, and within 0 and 100 % when it is known. */
void leaf_share_code(struct scheme_builder *b, const struct reading *r, const struct ynode *n,
    const char *key, struct code *ret);
/* The list of the kind, and the switches that belong to it. */
void leaf_read_list(struct scheme_builder *b, struct reading *r);

#endif
