/* What simulations and `assayd diff` write alike of two results compared. */
#ifndef API_COMPARE_JSON_H
#define API_COMPARE_JSON_H

#include "api/json_write.h"
#include "engine/compare.h"

extern const char *const side_names[SIDES]; /* "before", "after" */

void json_dec_or_null(struct json *j, const char *key, bool there, dec_t v);
/* "decisions": those that changed, each before and after; null where it is not there. */
void compared_decisions_json(struct json *j, const struct comparison *c);

#endif
