/* Legal periods: dates worked by hand from the clauses and the State Council notices. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "rules/period.h"

static struct arena *arena;
static const struct calendar *cal;

static day_t
day(const char *s)
{
	day_t d;

	assert_true(date_parse(s, 10, &d));
	return d;
}

static int
setup(void **state)
{
	static char bytes[1 << 16];
	static struct diags diags;
	FILE *f = fopen("rules/calendars/cn.csv", "rb");
	size_t n = fread(bytes, 1, sizeof(bytes), f);

	fclose(f);
	arena = arena_new(1 << 20);
	diags_init(&diags, arena);
	cal = calendar_read("cn.csv", (struct text){ bytes, n }, NULL, arena, &diags);
	*state = NULL;
	return cal == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void
periods_end(void **state)
{
	static const struct {
		struct period p;
		const char *from, *to;
	} rows[] = {
		/* HN-07-4-1: one month from signing; 2019-02-05 is Spring Festival, rolls to the
		   11th */
		{ { .unit = PERIOD_MONTHS, .length = 1, .roll = ROLL_NEXT_WORKDAY }, "2019-01-05",
		    "2019-02-11" },
		{ { .unit = PERIOD_MONTHS, .length = 1 }, "2019-01-05", "2019-02-05" },
		/* no 31 February: the month's last day */
		{ { .unit = PERIOD_MONTHS, .length = 1, .roll = ROLL_NEXT_WORKDAY }, "2019-01-31",
		    "2019-02-28" },
		/* row 31, other reading: 30 days */
		{ { .unit = PERIOD_MONTHS, .length = 1, .month_is_30_days = true }, "2019-01-31",
		    "2019-03-02" },
		/* HN-07-3-2: 15 working days, day of signing not counted; counted, it is one
		   working day less */
		{ { .unit = PERIOD_WORKDAYS, .length = 15 }, "2019-01-25", "2019-02-20" },
		{ { .unit = PERIOD_WORKDAYS, .length = 15, .start_same_day = true }, "2019-01-25",
		    "2019-02-19" },
		/* LZ: 30 calendar days to put right */
		{ { .unit = PERIOD_DAYS, .length = 30 }, "2024-02-01", "2024-03-02" },
		{ { .unit = PERIOD_DAYS, .length = 0 }, "2024-02-01", "2024-02-01" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum period_trust trust;
		day_t got;

		assert_true(period_end(&rows[i].p, cal, day(rows[i].from), &got, &trust));
		assert_int_equal(got, day(rows[i].to));
		assert_int_equal(trust, PERIOD_BINDING);
	}
}

static void
a_year_without_a_calendar_is_provisional(void **state)
{
	struct period p = { .unit = PERIOD_WORKDAYS, .length = 5 };
	enum period_trust trust;
	day_t got;

	(void)state;
	assert_true(period_end(&p, cal, day("2026-12-29"), &got, &trust));
	assert_int_equal(trust, PERIOD_PROVISIONAL);
	assert_false(period_end(&p, NULL, day("2026-12-29"), &got, &trust));
	p = (struct period){ .unit = PERIOD_DAYS, .length = 5 };
	assert_true(period_end(&p, NULL, day("2030-12-29"), &got, &trust));
	assert_int_equal(trust, PERIOD_BINDING);
	p.length = PERIOD_LENGTH_MAX + 1;
	assert_false(period_end(&p, NULL, day("2030-12-29"), &got, &trust));
}

/* Suzhou, due 2017-06-30 = day 0 (clauses.md section 2). */
static void
days_late(void **state)
{
	static const struct {
		const char *met, *as_of;
		int waived, want, working;
	} rows[] = {
		{ "2017-06-30", "2017-09-30", 0, 0, 0 }, { "2017-06-25", "2017-09-30", 0, 0, 0 },
		{ "2017-07-10", "2017-09-30", 0, 10, 6 }, { "2017-07-15", "2017-09-30", 0, 15, 10 },
		{ "2017-07-16", "2017-09-30", 0, 16, 10 },
		{ "2017-07-31", "2017-09-30", 0, 31, 21 },
		{ "2017-07-31", "2017-07-20", 0, 20, 14 }, /* not yet met on that day */
		{ NULL, "2017-08-01", 0, 32, 22 },
		{ "2017-07-31", "2017-09-30", 20, 11, 1 }, /* waived days */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		day_t met = rows[i].met != NULL ? day(rows[i].met) : DAY_NONE;
		enum period_trust trust;
		int got;

		assert_true(period_days_late(BASIS_CALENDAR, NULL, day("2017-06-30"), met,
		    day(rows[i].as_of), rows[i].waived, &got, &trust));
		assert_int_equal(got, rows[i].want);
		assert_true(period_days_late(BASIS_WORKING, cal, day("2017-06-30"), met,
		    day(rows[i].as_of), rows[i].waived, &got, &trust));
		assert_int_equal(got, rows[i].working);
	}
}

static void
stage_days(void **state)
{
	enum period_trust trust;
	day_t got;

	(void)state;
	/* over 15 starts on day 16, over 30 on day 31 (art. 1259: 超过 excludes the number) */
	assert_true(
	    period_stage_day(BASIS_CALENDAR, NULL, day("2017-06-30"), 0, 15, false, &got, &trust));
	assert_int_equal(got, day("2017-07-16"));
	assert_true(
	    period_stage_day(BASIS_CALENDAR, NULL, day("2017-06-30"), 0, 30, false, &got, &trust));
	assert_int_equal(got, day("2017-07-31"));
	assert_true(
	    period_stage_day(BASIS_CALENDAR, NULL, day("2017-06-30"), 0, 15, true, &got, &trust));
	assert_int_equal(got, day("2017-07-15"));
	/* working days: the 16th after Friday 30 June is Monday 24 July */
	assert_true(
	    period_stage_day(BASIS_WORKING, cal, day("2017-06-30"), 0, 15, false, &got, &trust));
	assert_int_equal(got, day("2017-07-24"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(periods_end, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_year_without_a_calendar_is_provisional, setup, teardown),
		cmocka_unit_test_setup_teardown(days_late, setup, teardown),
		cmocka_unit_test_setup_teardown(stage_days, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
