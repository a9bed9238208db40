/*
 * Working-day calendars: facts from a CSV file (rules/calendars/cn.csv), immutable once read.
 * A day is a working day when the file says `makeup`, a rest day when it says `holiday`, else by
 * its weekday (Monday to Friday). Only years that the file covers are known: outside them the
 * answer is provisional, and a binding result must be refused (I6).
 *
 * File: `# years: 2017-2026` (needed), other lines that start with # are remarks; then the header
 * `date,kind,name` and one row a named day, kind = holiday | makeup. Faults go to diags.
 * An overlay file has `# overlay: cn` and its rows replace those of the base calendar for its
 * region. Pure; any thread.
 */
#ifndef RULES_CALENDAR_H
#define RULES_CALENDAR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/text.h"
#include "rules/diag.h"

#define CALENDAR_BYTES_MAX (1u << 20)
#define CALENDAR_YEARS_MAX 200
#define CALENDAR_SPAN_MAX 20000 /* working days that one call may count */

struct calendar;

/* `base` is NULL, or the calendar an overlay stands on. NULL on error. */
const struct calendar *calendar_read(const char *file, struct text source,
    const struct calendar *base, struct arena *arena, struct diags *diags);
const char *calendar_version(const struct calendar *c); /* SHA-256 of the facts, overlay and base */
void calendar_years(const struct calendar *c, int *first, int *last);
bool calendar_covers(const struct calendar *c, day_t from, day_t to);

bool calendar_workday(const struct calendar *c, day_t day);
/* The n-th working day after `day` (n > 0) or before it (n < 0); n = 0 is `day` itself. False past
 * CALENDAR_SPAN_MAX. */
bool calendar_add_workdays(const struct calendar *c, day_t day, int n, day_t *ret) MUST_USE;
/* Working days in (from, to]; negative when to < from. False past CALENDAR_SPAN_MAX days. */
bool calendar_workdays_between(const struct calendar *c, day_t from, day_t to, int *ret) MUST_USE;
/* What a period's last day becomes when it is no working day (Civil Code art. 203). */
enum roll { ROLL_NONE, ROLL_NEXT_DAY_AFTER_HOLIDAY, ROLL_NEXT_WORKDAY };
day_t calendar_roll(const struct calendar *c, day_t day, enum roll roll);
/* A named holiday of the file (not an ordinary weekend); NULL when it is none. */
const char *calendar_holiday(const struct calendar *c, day_t day);

/* The calendars of a generation, by name (the file's, without .csv). A file that begins with `#
 * overlay: cn` stands on the calendar of that name, which must come before it in order of name. */
#define CALENDARS_MAX 64

struct calendar_set {
	uint32_t n;
	struct {
		struct text name;
		const struct calendar *calendar;
	} items[CALENDARS_MAX];
};

void calendar_set_add(struct calendar_set *set, const char *path, struct text source,
    struct arena *arena, struct diags *diags);
/* NULL when there is none of that name. */
const struct calendar *calendar_find(const struct calendar_set *set, struct text name);

#endif
