/*
 * What `assayd test` prints. Text: each case that failed with what differs, where and why. TAP: a
 * line a case. JSON: all of it. Text and TAP end with "N passed, N failed" (in TAP behind a #).
 */
#ifndef APP_CASE_REPORT_H
#define APP_CASE_REPORT_H

#include "app/case_coverage.h"
#include "app/case_expect.h"

enum case_format { CASE_TEXT, CASE_TAP, CASE_JSON, CASE_FORMATS };

struct case_report {
	struct arena *arena;
	enum lang lang;
	struct case_outcome **items;
	uint32_t n, cap, failed;
	const struct case_coverages *coverage; /* NULL: not asked for */
};

bool case_format_find(const char *word, enum case_format *ret); /* NULL is text */

void case_report_init(struct case_report *r, struct arena *arena, enum lang lang);
struct case_outcome *case_report_add(struct case_report *r, const struct case_file *f,
    const struct rule_case *c, const struct scheme *s);
/* The engine refused the case. */
void case_report_error(
    const struct case_report *r, struct case_outcome *out, const struct err *err);
void case_report_count(struct case_report *r); /* sets failed */
void case_report_print(const struct case_report *r, enum case_format format, struct buf *out);

#endif
