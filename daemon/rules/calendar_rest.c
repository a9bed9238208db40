#include "rules/calendar_rest.h"

#include <string.h>

bool
calendar_rest(const struct calendar *c, day_t from, day_t to, struct rest *ret)
{
	while (from <= to && calendar_workday(c, from))
		from++;
	if (from > to)
		return false;
	*ret = (struct rest){ .from = from, .to = from };
	for (day_t day = from; day <= to && !calendar_workday(c, day); day++) {
		ret->to = day;
		ret->named |= calendar_holiday(c, day) != NULL;
	}
	return true;
}

/* A holiday's days all have its name, so it is enough to look back at those of the run. */
static bool
said_before(const struct calendar *c, const struct rest *r, day_t day)
{
	for (day_t k = r->from; k < day; k++) {
		const char *name = calendar_holiday(c, k);

		if (name != NULL && strcmp(name, calendar_holiday(c, day)) == 0)
			return true;
	}
	return false;
}

void
calendar_rest_name(const struct calendar *c, const struct rest *r, struct buf *out)
{
	const char *between = "";

	for (day_t day = r->from; day <= r->to; day++) {
		const char *name = calendar_holiday(c, day);

		if (name == NULL || said_before(c, r, day))
			continue;
		buf_addf(out, "%s%s", between, name);
		between = "、";
	}
}

bool
calendar_worked(const struct calendar *c, day_t from, day_t to, day_t *ret)
{
	for (; from <= to; from++) {
		if (date_iso_weekday(from) > 5 && calendar_workday(c, from)) {
			*ret = from;
			return true;
		}
	}
	return false;
}
