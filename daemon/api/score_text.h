/* One sentence a leaf: what was asked, what was found, what it cost; in zh and en. Pure. */
#ifndef API_SCORE_TEXT_H
#define API_SCORE_TEXT_H

#include "engine/engine.h"

void score_sentence(
    const struct result *r, uint32_t contract, uint32_t node, enum lang lang, struct buf *out);

#endif
