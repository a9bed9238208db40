/*
 * Civil dates of the proleptic Gregorian calendar, no time of day, no zone (I6).
 * A day is its number since 1970-01-01. Range 0001-01-01 .. 9999-12-31.
 * Every day_t given to a function here must be in that range (assert): whoever takes days
 * from outside asks date_ok() first; DAY_NONE is not in it. Pure; any thread.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

typedef int32_t day_t;

#define DAY_NONE INT32_MIN
#define DAY_MIN ((day_t)-719162) /* 0001-01-01 */
#define DAY_MAX ((day_t)2932896) /* 9999-12-31 */
#define DAY_TEXT_MAX 11

/* DAY_MIN <= day <= DAY_MAX. */
bool date_ok(day_t day);
bool date_make(int year, int month, int mday, day_t *ret) MUST_USE;
void date_split(day_t day, int *year, int *month, int *mday);
/* Exactly YYYY-MM-DD. */
bool date_parse(const char *s, size_t len, day_t *ret) MUST_USE;
void date_print(day_t day, char out[DAY_TEXT_MAX]);
int date_iso_weekday(day_t day); /* 1 Monday .. 7 Sunday */
int date_days_in_month(int year, int month);
/* False when the sum leaves the calendar; any count of days is fine. */
bool date_add_days(day_t day, int64_t days, day_t *ret) MUST_USE;
/* The corresponding day n months on, else that month's last day (Civil Code art. 202). */
bool date_add_months(day_t day, int months, day_t *ret) MUST_USE;
/* Whole years from `from` to `to` as ages are counted; 29 Feb has its birthday on 1 March
 * of common years. Rounds down: negative when `to` is before `from`. */
int date_years_between(day_t from, day_t to);
/* The civil day in Asia/Shanghai (+08:00) at a Unix time. The caller owns the clock.
 * Clamped to DAY_MIN..DAY_MAX. */
day_t date_shanghai(int64_t unix_seconds);

#endif
