/*
 * What a rule case gives -> the table of facts of one contract, as the store would fill it. A fact
 * that the scheme does not read, or that stands at the wrong grain, is a fault with its place and
 * the nearest name; one that is not given is missing, unless the case says `rest:`.
 */
#ifndef APP_CASE_FACTS_H
#define APP_CASE_FACTS_H

#include "app/case_read.h"
#include "metrics/catalogue.h"
#include "metrics/facts.h"

/* A number as people write it: 12.5, 50%, 7/8, 15 days, 100 yuan, true, 2017-06-30. */
bool case_value(enum vtype kind, struct text t, int64_t *ret);
/* a/b to six decimals, half-up; or a plain decimal. */
bool case_decimal(struct text t, int64_t scale, int64_t *ret);

/* False: faults were reported. */
bool case_facts(const struct case_file *f, const struct rule_case *c, const struct scheme *s,
    const struct catalogue *catalogue, struct facts *ret);

#endif
