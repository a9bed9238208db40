/*
 * Rule cases: YAML text -> what each case gives and expects, before any scheme is looked at.
 *
 *   scheme: suzhou-2017          # by its name in the rules folder, or by path: ../x.yaml
 *   cases:
 *     - name: 好合同
 *       as_of: 2018-06-30
 *       start_on: 2017-07-01     # the window follows from the term; or since: and until:
 *       end_on: 2018-06-30
 *       rest: no_rows            # facts not given: missing (default), or as the database
 *                                # answers without rows: counts 0, all else missing
 *       parameters: {basic_unit: person}     # another reading of the scheme
 *       facts:                   # keys: metrics/fact_key.h
 *         "service.served(category: basic, unit: either)": 61
 *         staffing.pretrained_share: 7/8     # or {numerator: 7, denominator: 8}
 *         deployment.entered_on: null        # missing
 *       communities:             # and stations:, persons: the rows of `per:` indicators
 *         - {name: 东, facts: {community.is_pilot: true}}
 *         - {name: 西, like: 东}
 *       expect: …                # case_expect.h
 *     - name: 迟到
 *       like: 好合同              # an earlier case; what stands here is put over it
 *       days:                    # one test a day, with what it expects beside `expect`
 *         2017-07-16..2017-07-30: {deadlines: {team-setup: {stage: team-setup.first}}}
 */
#ifndef APP_CASE_READ_H
#define APP_CASE_READ_H

#include "app/case_node.h"

#define CASES_MAX 20000

enum case_rest { REST_MISSING, REST_NO_ROWS, REST_COUNT };

struct rule_case {
	struct text name;
	const struct ynode *node;   /* the map, with `like` filled in */
	const struct ynode *scheme; /* where the scheme is named */
	const struct ynode *expect; /* of a day: with the day's own; NULL: none */
	day_t as_of;
	day_t since, until, start_on, end_on; /* DAY_NONE: not given */
	enum case_rest rest;
	bool faulty; /* not to be run; others may be like it all the same */
};

struct rule_cases {
	struct rule_case *items;
	uint32_t n, cap;
};

/* The keys of a file and of a case, with their documentation. */
extern const struct case_key case_file_keys[], case_keys[];
extern const size_t case_n_file_keys, case_n_keys;

/* Adds the cases of one file. The text may be freed after. */
void cases_read(const struct case_file *f, struct text source, struct rule_cases *ret);

#endif
