/*
 * `assayd test --coverage`: of each scheme that cases ran on, the clauses that were exercised and
 * the branches that were taken (engine/branches.h), and what was never reached. Other readings
 * (`parameters:`) count with their scheme.
 */
#ifndef APP_CASE_COVERAGE_H
#define APP_CASE_COVERAGE_H

#include "api/json_write.h"
#include "app/case_scheme.h"
#include "engine/branches.h"

struct case_coverage {
	struct case_coverage *next;
	const char *path;
	struct text scheme;
	struct branches branches;
};

struct case_coverages {
	struct arena *arena;
	struct case_coverage *first;
};

void case_coverage_take(struct case_coverages *all, const struct case_scheme *s,
    const struct result *r, const struct decision_set *set);
void case_coverage_text(
    const struct case_coverages *all, enum lang lang, const char *margin, struct buf *out);
void case_coverage_json(const struct case_coverages *all, struct json *j);
/* Clauses and branches of every scheme reach that share (a percent in millionths). */
bool case_coverage_reaches(const struct case_coverages *all, dec_t share);

#endif
