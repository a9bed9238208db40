#include "rules/period.h"

static enum period_trust
trust(const struct calendar *cal, bool used, day_t from, day_t to)
{
	day_t a = from < to ? from : to, b = from < to ? to : from;

	return used && !calendar_covers(cal, a, b) ? PERIOD_PROVISIONAL : PERIOD_BINDING;
}

static bool
add(const struct period *p, const struct calendar *cal, day_t from, day_t *ret)
{
	int n = p->length - (p->start_same_day ? 1 : 0);

	if (p->length < 0 || p->length > PERIOD_LENGTH_MAX)
		return false;
	switch (p->unit) {
	case PERIOD_DAYS:
		return date_add_days(from, n, ret);
	case PERIOD_WORKDAYS:
		return calendar_add_workdays(cal, from, n, ret);
	case PERIOD_MONTHS:
		if (p->month_is_30_days)
			return date_add_days(
			    from, 30 * p->length - (p->start_same_day ? 1 : 0), ret);
		return date_add_months(from, p->length, ret) &&
		       date_add_days(*ret, p->start_same_day ? -1 : 0, ret);
	case PERIOD_UNIT_COUNT:
		break;
	}
	return false;
}

bool
period_end(const struct period *p, const struct calendar *cal, day_t from, day_t *ret,
    enum period_trust *ret_trust)
{
	bool needs_calendar = p->unit == PERIOD_WORKDAYS || p->roll != ROLL_NONE;
	day_t last, rolled;

	if ((needs_calendar && cal == NULL) || !add(p, cal, from, &last))
		return false;
	rolled = p->roll == ROLL_NONE ? last : calendar_roll(cal, last, p->roll);
	*ret_trust = trust(cal, needs_calendar, p->unit == PERIOD_WORKDAYS ? from : last, rolled);
	*ret = rolled;
	return true;
}

bool
period_days_late(enum day_basis basis, const struct calendar *cal, day_t due, day_t met,
    day_t as_of, int waived, int *ret, enum period_trust *ret_trust)
{
	day_t until = met != DAY_NONE && met < as_of ? met : as_of;
	int late;

	if (basis == BASIS_WORKING) {
		if (cal == NULL || !calendar_workdays_between(cal, due, until, &late))
			return false;
	} else {
		late = until - due;
	}
	late -= waived;
	*ret = late > 0 ? late : 0;
	*ret_trust = trust(cal, basis == BASIS_WORKING, due, until);
	return true;
}

bool
period_stage_day(enum day_basis basis, const struct calendar *cal, day_t due, int waived, int after,
    bool included, day_t *ret, enum period_trust *ret_trust)
{
	int n = after + waived + (included ? 0 : 1);
	day_t day;

	if (basis == BASIS_WORKING) {
		if (cal == NULL || !calendar_add_workdays(cal, due, n, &day))
			return false;
	} else if (!date_add_days(due, n, &day)) {
		return false;
	}
	*ret_trust = trust(cal, basis == BASIS_WORKING, due, day);
	*ret = day;
	return true;
}
