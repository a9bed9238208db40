/*
 * What follows from a score or a date, as sentences for people: how a day was counted, what is
 * proposed and why, what the advice rests on. Pure.
 */
#ifndef API_DECISION_TEXT_H
#define API_DECISION_TEXT_H

#include "api/say.h"
#include "engine/decide.h"

void say_debtor(const struct say *s, unsigned debtor); /* enum debtor: "承接方" */
/* Due day and how it was counted, what was done, the stage reached and the next. */
void deadline_say(
    const struct say *s, const struct decision_set *set, const struct deadline_result *r);
/* Why it is proposed, and what; who decides. */
void proposed_say(const struct say *s, const struct decision_set *set, const struct proposed *p);
void tranche_say(
    const struct say *s, const struct decision_set *set, const struct tranche_result *r);
void condition_say(
    const struct say *s, const struct decision_set *set, const struct condition_result *r);
/* Reason i of the advice on renewal, in the order of the rule: false past the last. */
bool renewal_reason_say(const struct say *s, const struct decision_set *set, uint32_t i);

#endif
