/*
 * What follows from one contract's score and dates, as JSON: the members of a document of one
 * contract, and single items, the same objects, for lists over contracts. Pure.
 */
#ifndef API_DECISION_JSON_H
#define API_DECISION_JSON_H

#include "api/json_write.h"
#include "engine/decide.h"

/* Into an open object. */
void deadlines_json(struct json *j, const struct scheme *s, const struct decision_set *set);
void penalties_json(struct json *j, const struct scheme *s, const struct decision_set *set);
void payments_json(struct json *j, const struct scheme *s, const struct decision_set *set);
void conditions_json(struct json *j, const struct scheme *s, const struct decision_set *set);
void renewal_json(struct json *j, const struct scheme *s, const struct decision_set *set);

/* Values. */
void deadline_item(struct json *j, const struct scheme *s, const struct deadline_result *r);
void penalty_item(struct json *j, const struct scheme *s, const struct proposed *p);
void tranche_item(struct json *j, const struct tranche_result *r);
void renewal_item(struct json *j, const struct scheme *s, const struct renewal_result *r);

#endif
