#include "rules/window.h"

static int
year_of(day_t day)
{
	int y, m, d;

	date_split(day, &y, &m, &d);
	return y;
}

/* Which contract year, from 0 on, holds the day: never below 0. */
static int
contract_year(day_t start, day_t day)
{
	int years = year_of(day) - year_of(start);
	day_t begins;

	if (years > 0 && date_add_months(start, 12 * years, &begins) && begins > day)
		years--;
	return years > 0 ? years : 0;
}

static bool
years_window(day_t start, day_t last, int back, day_t *ret_since, day_t *ret_until)
{
	int year = contract_year(start, last) - back;

	if (year < 0 || !date_add_months(start, 12 * year, ret_since))
		return false;
	if (back == 0)
		*ret_until = last;
	else if (date_add_months(start, 12 * (year + 1), ret_until))
		--*ret_until;
	else
		return false;
	return true;
}

static bool
calendar_window(day_t start, day_t last, int back, day_t *ret_since, day_t *ret_until)
{
	day_t january, december;

	if (!date_make(year_of(last) - back, 1, 1, &january) ||
	    !date_make(year_of(last) - back, 12, 31, &december))
		return false;
	*ret_since = january > start ? january : start;
	*ret_until = back == 0 ? last : december;
	return back == 0 || start <= december;
}

bool
window_of(enum window_mode mode, day_t start_on, day_t last, unsigned back, day_t *ret_since,
    day_t *ret_until)
{
	switch (mode) {
	case WINDOW_CONTRACT_YEAR:
		return years_window(start_on, last, (int)back, ret_since, ret_until);
	case WINDOW_CALENDAR_YEAR:
		return calendar_window(start_on, last, (int)back, ret_since, ret_until);
	default:
		*ret_since = start_on;
		*ret_until = last;
		return back == 0;
	}
}
