/*
 * Which days of a span are rest days, for people: runs of them around a named holiday, weekends,
 * and weekend days that are worked. Pure; any thread.
 */
#ifndef RULES_CALENDAR_REST_H
#define RULES_CALENDAR_REST_H

#include "rules/calendar.h"

/* Rest days one behind another, both ends included. */
struct rest {
	day_t from, to;
	bool named; /* holds a named holiday; else an ordinary weekend */
};

/* The next run at or after `from`, cut at `to`. False when there is none. */
bool calendar_rest(const struct calendar *c, day_t from, day_t to, struct rest *ret);
/* The names in a run, each once: "国庆节、中秋节". */
void calendar_rest_name(const struct calendar *c, const struct rest *r, struct buf *out);
/* The next Saturday or Sunday at or after `from`, `to` at the latest, that is worked. */
bool calendar_worked(const struct calendar *c, day_t from, day_t to, day_t *ret);

#endif
