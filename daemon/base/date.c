/*
 * Invariant I6. Civil days by the era method of Howard Hinnant's
 * "chrono-compatible low-level date algorithms": years begin on 1 March, so the
 * leap day is the last of its year and months need no table.
 */
#include "base/date.h"

#include <assert.h>

enum {
	DAYS_IN_ERA = 146097, /* 400 years */
	EPOCH_SHIFT = 719468, /* 0000-03-01 to 1970-01-01 */
	YEAR_MIN = 1,
	YEAR_MAX = 9999,
	DAY_SECONDS = 86400,
	SHANGHAI_SECONDS = 8 * 3600,
};

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int
date_days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	assert(month >= 1 && month <= 12);
	return days[month - 1] + (month == 2 && is_leap(year));
}

/* `year` is 1..9999, so era and all parts are non-negative. */
static day_t
days_from_civil(int year, int month, int mday)
{
	int y = year - (month <= 2);
	int era = y / 400;
	int yoe = y - era * 400;
	int doy = (153 * ((month + 9) % 12) + 2) / 5 + mday - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * DAYS_IN_ERA + doe - EPOCH_SHIFT;
}

bool
date_make(int year, int month, int mday, day_t *ret)
{
	if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || mday < 1 ||
	    mday > date_days_in_month(year, month))
		return false;
	*ret = days_from_civil(year, month, mday);
	return true;
}

void
date_split(day_t day, int *year, int *month, int *mday)
{
	int z, era, doe, yoe, doy, mp;

	assert(date_ok(day));
	z = day + EPOCH_SHIFT;
	era = z / DAYS_IN_ERA;
	doe = z - era * DAYS_IN_ERA;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153; /* 0 is March */
	*mday = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + era * 400 + (*month <= 2);
}

bool
date_ok(day_t day)
{
	return day >= DAY_MIN && day <= DAY_MAX;
}

static bool
take_number(const char *s, size_t len, int *ret)
{
	int v = 0;

	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		v = v * 10 + (s[i] - '0');
	}
	*ret = v;
	return true;
}

bool
date_parse(const char *s, size_t len, day_t *ret)
{
	int year, month, mday;

	if (len != DAY_TEXT_MAX - 1 || s[4] != '-' || s[7] != '-')
		return false;
	if (!take_number(s, 4, &year) || !take_number(s + 5, 2, &month) ||
	    !take_number(s + 8, 2, &mday))
		return false;
	return date_make(year, month, mday, ret);
}

static void
put_number(char *out, int digits, int v)
{
	for (int i = digits - 1; i >= 0; i--) {
		out[i] = (char)('0' + v % 10);
		v /= 10;
	}
}

void
date_print(day_t day, char out[DAY_TEXT_MAX])
{
	int year, month, mday;

	date_split(day, &year, &month, &mday);
	put_number(out, 4, year);
	out[4] = '-';
	put_number(out + 5, 2, month);
	out[7] = '-';
	put_number(out + 8, 2, mday);
	out[10] = '\0';
}

/* 0001-01-01, DAY_MIN, was a Monday. */
int
date_iso_weekday(day_t day)
{
	assert(date_ok(day));
	return (day - DAY_MIN) % 7 + 1;
}

bool
date_add_days(day_t day, int64_t days, day_t *ret)
{
	int64_t sum;

	if (__builtin_add_overflow((int64_t)day, days, &sum) || sum < DAY_MIN || sum > DAY_MAX)
		return false;
	*ret = (day_t)sum;
	return true;
}

bool
date_add_months(day_t day, int months, day_t *ret)
{
	int year, month, mday, last;
	int64_t count;

	date_split(day, &year, &month, &mday);
	count = (int64_t)year * 12 + (month - 1) + months;
	if (count < YEAR_MIN * 12 || count >= (YEAR_MAX + 1) * 12)
		return false;
	year = (int)(count / 12);
	month = (int)(count % 12) + 1;
	last = date_days_in_month(year, month);
	*ret = days_from_civil(year, month, mday < last ? mday : last);
	return true;
}

int
date_years_between(day_t from, day_t to)
{
	int fy, fm, fd, ty, tm, td;

	date_split(from, &fy, &fm, &fd);
	date_split(to, &ty, &tm, &td);
	return ty - fy - (tm < fm || (tm == fm && td < fd));
}

/* Clamped to the calendar: a clock out of range is no reason to wrap. */
day_t
date_shanghai(int64_t unix_seconds)
{
	int64_t day = unix_seconds / DAY_SECONDS;
	int64_t second = unix_seconds % DAY_SECONDS;

	if (second < 0) {
		second += DAY_SECONDS;
		day--;
	}
	if (second >= DAY_SECONDS - SHANGHAI_SECONDS)
		day++;
	if (day < DAY_MIN)
		return DAY_MIN;
	return day > DAY_MAX ? DAY_MAX : (day_t)day;
}
