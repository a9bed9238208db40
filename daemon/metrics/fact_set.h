/*
 * A fact given by hand: which need of a scheme a key means, what a value written by people is, and
 * into the table of facts with it. Rule cases and simulations give facts; the words are the same.
 * Pure.
 */
#ifndef METRICS_FACT_SET_H
#define METRICS_FACT_SET_H

#include "metrics/facts.h"

/* A number as people write it: 12.5, 50%, 7/8, 15 days, 100 yuan, true, 2017-06-30. */
bool fact_value(enum vtype kind, struct text t, int64_t *ret);
/* a/b to six decimals, half-up; or a plain decimal. */
bool fact_decimal(struct text t, int64_t scale, int64_t *ret);
/* Numerator and denominator: 7/8. */
bool fact_pair(struct text t, int64_t *up, int64_t *down);

/* The need that a key (fact_key.h) means at a grain, or NULL. Arguments may be left out where one
 * need only has the others; *ret_other: there is another, and so the key means neither. */
const struct need *fact_need(
    const struct scheme *s, enum grain grain, struct text key, const struct need **ret_other);
/* The same metric with other arguments, else the nearest name of the grain; may be empty. */
struct text fact_nearest(const struct scheme *s, enum grain grain, struct text key);

/* Up to two columns of one row; a share has two. known false: missing. */
struct fact {
	bool known;
	int64_t value, of;
};
struct fact fact_get(const struct facts *f, const struct need *n, uint32_t row);
void fact_put(struct facts *f, const struct need *n, uint32_t row, const struct fact *v);

#endif
