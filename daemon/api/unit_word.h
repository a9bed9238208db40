/* Units of metrics (sql/metrics) as people say them; a unit that is not in the table is its own
 * word. */
#ifndef API_UNIT_WORD_H
#define API_UNIT_WORD_H

#include "base/text.h"

void unit_say(struct text unit, enum lang lang, struct buf *out);
bool unit_known(struct text unit);

#endif
