/*
 * Civil dates over columns (I6). A date outside 0001..9999 or a count that is not whole has no
 * calendar meaning: the result is missing; a sum that leaves the calendar is an overflow (I1).
 */
#include "base/date.h"
#include "rules/calendar.h"
#include "rules/fn_internal.h"

static bool
day_of(int64_t v, day_t *ret)
{
	int64_t day;

	if (!whole(v, DAY_MAX, &day))
		return false;
	*ret = (day_t)day;
	return date_ok(*ret);
}

void
fn_date(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t y;
		int64_t m;
		int64_t d;
		day_t day = 0;

		if (!out->known[i] || !whole(args[0].v[i], 9999, &y) ||
		    !whole(args[1].v[i], 12, &m) || !whole(args[2].v[i], 31, &d) ||
		    !date_make((int)y, (int)m, (int)d, &day))
			row_missing(out, i);
		else
			out->v[i] = day * DEC_ONE;
	}
}

void
fn_days_between(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (out->known[i])
			row_wide(ctx, out, i, (wide_t)args[1].v[i] - args[0].v[i]);
	}
}

void
fn_add_days(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		day_t day = 0;
		int64_t days;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (!day_of(args[0].v[i], &day) || !whole(args[1].v[i], INT64_MAX / DEC_ONE, &days))
			row_missing(out, i);
		else if (!date_add_days(day, days, &day))
			row_overflow(ctx, out, i);
		else
			out->v[i] = day * DEC_ONE;
	}
}

void
fn_add_months(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		day_t day = 0;
		int64_t months;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (!day_of(args[0].v[i], &day) || args[1].v[i] % DEC_ONE != 0)
			row_missing(out, i);
		else if (!whole(args[1].v[i], 12 * 9999, &months) ||
			 !date_add_months(day, (int)months, &day))
			row_overflow(ctx, out, i);
		else
			out->v[i] = day * DEC_ONE;
	}
}

void
fn_add_workdays(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		day_t day = 0;
		int64_t n;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (ctx->calendar == NULL || !day_of(args[0].v[i], &day) ||
		    !whole(args[1].v[i], CALENDAR_SPAN_MAX, &n) ||
		    !calendar_add_workdays(ctx->calendar, day, (int)n, &day))
			row_missing(out, i);
		else
			out->v[i] = day * DEC_ONE;
	}
}

void
fn_workdays_between(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		day_t from = 0, to = 0;
		int n;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (ctx->calendar == NULL || !day_of(args[0].v[i], &from) ||
		    !day_of(args[1].v[i], &to) ||
		    !calendar_workdays_between(ctx->calendar, from, to, &n))
			row_missing(out, i);
		else
			out->v[i] = n * DEC_ONE;
	}
}

/* Both ends count; a period that ends before it begins is missing. */
void
fn_days_in_period(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (args[1].v[i] < args[0].v[i])
			row_missing(out, i);
		else
			row_wide(ctx, out, i, (wide_t)args[1].v[i] - args[0].v[i] + DEC_ONE);
	}
}

enum date_part { PART_YEAR, PART_QUARTER, PART_MONTH, PART_DAY, PART_WEEKDAY };

static int
part_of(day_t day, enum date_part part)
{
	int y, m, d;

	date_split(day, &y, &m, &d);
	switch (part) {
	case PART_YEAR:
		return y;
	case PART_QUARTER:
		return (m + 2) / 3;
	case PART_MONTH:
		return m;
	case PART_DAY:
		return d;
	case PART_WEEKDAY:
		break;
	}
	return date_iso_weekday(day);
}

static void
part_rows(const struct kernel_ctx *ctx, const struct column *args, struct column *out,
    enum date_part part)
{
	known_all(ctx, args, 1, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		day_t day = 0;

		if (!out->known[i] || !day_of(args[0].v[i], &day))
			row_missing(out, i);
		else
			out->v[i] = part_of(day, part) * DEC_ONE;
	}
}

#define DATE_PART(name, part)                                                             \
	void name(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, \
	    struct column *out)                                                           \
	{                                                                                 \
		(void)argc;                                                               \
		part_rows(ctx, args, out, part);                                          \
	}

DATE_PART(fn_year, PART_YEAR)
DATE_PART(fn_quarter, PART_QUARTER)
DATE_PART(fn_month, PART_MONTH)
DATE_PART(fn_day, PART_DAY)
DATE_PART(fn_weekday, PART_WEEKDAY)

void
fn_days_in_month(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t y, m;

		if (!out->known[i] || !whole(args[0].v[i], 9999, &y) ||
		    !whole(args[1].v[i], 12, &m) || y < 1 || m < 1)
			row_missing(out, i);
		else
			out->v[i] = date_days_in_month((int)y, (int)m) * DEC_ONE;
	}
}
