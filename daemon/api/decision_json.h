/*
 * What follows from one contract's score and dates, as JSON: the members of a document of one
 * contract, and single items, the same objects, for lists over contracts. Pure.
 */
#ifndef API_DECISION_JSON_H
#define API_DECISION_JSON_H

#include "api/json_write.h"
#include "engine/decide.h"

/* Into an open object. */
void deadlines_json(struct json *j, const struct decision_set *set);
void penalties_json(struct json *j, const struct decision_set *set);
void payments_json(struct json *j, const struct decision_set *set);
void conditions_json(struct json *j, const struct decision_set *set);
void renewal_json(struct json *j, const struct decision_set *set);

/* Values: deadline, proposal or tranche i of the set; the advice, of which there is one. */
void deadline_item(struct json *j, const struct decision_set *set, uint32_t i);
void penalty_item(struct json *j, const struct decision_set *set, uint32_t i);
void tranche_item(struct json *j, const struct decision_set *set, uint32_t i);
void renewal_item(struct json *j, const struct decision_set *set, uint32_t i);

#endif
