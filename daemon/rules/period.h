/*
 * Legal periods: when something falls due and how many days late it is. Every choice that a text
 * leaves open is a field here, never a hidden default (I6): Civil Code art. 200-204 and 1259,
 * clauses.md section 6 rows 1, 2, 11, 31-34.
 * Pure; any thread.
 */
#ifndef RULES_PERIOD_H
#define RULES_PERIOD_H

#include <stdbool.h>

#include "base/date.h"
#include "rules/calendar.h"

enum period_unit { PERIOD_DAYS, PERIOD_WORKDAYS, PERIOD_MONTHS, PERIOD_UNIT_COUNT };
enum day_basis { BASIS_CALENDAR, BASIS_WORKING, BASIS_COUNT };

struct period {
	enum period_unit unit;
	int length;            /* 0 .. PERIOD_LENGTH_MAX */
	bool start_same_day;   /* the day of the event is day 1 (else the next day is, art. 201) */
	bool month_is_30_days; /* else the corresponding day, or the month's last (art. 202) */
	enum roll roll;        /* of the last day (art. 203) */
};

#define PERIOD_LENGTH_MAX 3660

/* How sure an answer is: a year that the calendar does not cover makes it a guess. */
enum period_trust { PERIOD_BINDING, PERIOD_PROVISIONAL };

/* Last day of the period that begins with `from`. cal may be NULL when no rule here needs one
 * (calendar days or months without roll). False when the date leaves the calendar of base/date.h or
 * a needed calendar is missing. */
bool period_end(const struct period *p, const struct calendar *cal, day_t from, day_t *ret,
    enum period_trust *ret_trust) MUST_USE;

/* Days from the due date (day 0) to the day it was met, or to as_of while it is not (met ==
 * DAY_NONE), less the waived days; 0 when in time. */
bool period_days_late(enum day_basis basis, const struct calendar *cal, day_t due, day_t met,
    day_t as_of, int waived, int *ret, enum period_trust *ret_trust) MUST_USE;

/* The first day on which a stage `after` that many days is reached: due + waived + after (+ 1 when
 * the number itself is not included, 超过). */
bool period_stage_day(enum day_basis basis, const struct calendar *cal, day_t due, int waived,
    int after, bool included, day_t *ret, enum period_trust *ret_trust) MUST_USE;

#endif
