/* A score for people at a terminal: the tree with points, weights, what was asked and found, and
 * what cost most. Pure. */
#ifndef APP_SCORE_TREE_H
#define APP_SCORE_TREE_H

#include "engine/engine.h"
#include "store/contracts.h"

void score_tree(const struct result *r, uint32_t contract, const struct contract_row *head,
    enum lang lang, struct arena *arena, struct buf *out);

#endif
