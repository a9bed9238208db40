/* Deadlines, penalties, payments and renewal of one contract as JSON. Pure. */
#ifndef API_DECISION_JSON_H
#define API_DECISION_JSON_H

#include "api/json_write.h"
#include "engine/decide.h"

void deadlines_json(struct json *j, const struct scheme *s, const struct decision_set *set);
void penalties_json(struct json *j, const struct scheme *s, const struct decision_set *set);
void payments_json(struct json *j, const struct scheme *s, const struct decision_set *set);
void conditions_json(struct json *j, const struct scheme *s, const struct decision_set *set);
void renewal_json(struct json *j, const struct scheme *s, const struct decision_set *set);

#endif
