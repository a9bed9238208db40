/* One sentence a node: of a leaf what was asked, what was found, what it cost; of a group what its
 * parts make and what it got. In zh and en. Pure. */
#ifndef API_SCORE_TEXT_H
#define API_SCORE_TEXT_H

#include "engine/engine.h"

void score_sentence(
    const struct result *r, uint32_t contract, uint32_t node, enum lang lang, struct buf *out);

#endif
