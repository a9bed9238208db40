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

/* False: faults were reported. */
bool case_facts(const struct case_file *f, const struct rule_case *c, const struct scheme *s,
    const struct catalogue *catalogue, struct facts *ret);

#endif
