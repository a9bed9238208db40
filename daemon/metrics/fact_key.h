/*
 * Keys of facts: the canonical text of a need, written freely. Blanks and quotes, the order of the
 * arguments and of the values in a list do not matter: "service.served(unit: either, category:
 * basic)" is service.served(category: 'basic', unit: 'either').
 */
#ifndef METRICS_FACT_KEY_H
#define METRICS_FACT_KEY_H

#include "base/text.h"

#define FACT_KEY_MAX 2048

/* One form of each key: no blanks, no quotes, arguments and list values sorted. False: it is longer
 * than FACT_KEY_MAX or its brackets do not match. */
bool fact_key_plain(struct text key, char out[FACT_KEY_MAX], struct text *ret);
/* Of previous(key, n) the same holds for what stands inside, when n is the same. */
bool fact_key_eq(struct text a, struct text b);
/* Does `full` have all the arguments of `part`? So "checklist.met(list: needs)" may stand for the
 * one need with that list. */
bool fact_key_within(struct text part, struct text full);
/* What stands before the arguments. */
struct text fact_key_metric(struct text key);

#endif
