/* Calendar: vectors from the State Council notices, worked by hand and listed beside each row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "rules/calendar.h"

static struct arena *arena;
static struct diags diags;

static struct text
slurp(const char *path)
{
	static char bytes[1 << 16];
	FILE *f = fopen(path, "rb");
	size_t n;

	assert_non_null(f);
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	return (struct text){ bytes, n };
}

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
	arena = arena_new(1 << 20);
	diags_init(&diags, arena);
	*state = NULL;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct calendar *
china(void)
{
	const struct calendar *c =
	    calendar_read("cn.csv", slurp("rules/calendars/cn.csv"), NULL, arena, &diags);

	assert_non_null(c);
	assert_int_equal(diags.errors, 0);
	return c;
}

static void
fifteen_working_days_after(void **state)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{ "2018-09-20", "2018-10-17" }, /* mid-autumn and national day with make-up days */
		{ "2020-01-17", "2020-02-14" }, /* the extension of 2020-01-27 counts */
		{ "2025-09-24", "2025-10-21" }, { "2026-02-10", "2026-03-09" },
		{ "2017-06-30", "2017-07-21" },
		{ "2019-01-25",
		    "2019-02-20" }, /* Hunan: agreement copy; Monday-Friday counting says 02-15 */
	};
	const struct calendar *c = china();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		day_t got;
		int n;

		assert_true(calendar_add_workdays(c, day(rows[i].from), 15, &got));
		assert_int_equal(got, day(rows[i].to));
		assert_true(calendar_workdays_between(c, day(rows[i].from), day(rows[i].to), &n));
		assert_int_equal(n, 15);
		assert_true(calendar_workdays_between(c, day(rows[i].to), day(rows[i].from), &n));
		assert_int_equal(n, -15);
	}
}

/* Working days a year, as printed beside the notices. */
static void
working_days_of_each_year(void **state)
{
	static const int want[] = { 249, 250, 250, 249, 250, 249, 249, 251, 248, 248 };
	const struct calendar *c = china();

	(void)state;
	for (int i = 0; i < 10; i++) {
		day_t last, before;
		int n;

		assert_true(date_make(2017 + i, 12, 31, &last));
		assert_true(date_make(2016 + i, 12, 31, &before));
		assert_true(calendar_workdays_between(c, before, last, &n));
		assert_int_equal(n, want[i]);
	}
}

static void
spring_festival_rolls(void **state)
{
	const struct calendar *c = china();

	(void)state;
	assert_int_equal(calendar_roll(c, day("2019-02-05"), ROLL_NEXT_WORKDAY), day("2019-02-11"));
	assert_int_equal(
	    calendar_roll(c, day("2019-02-05"), ROLL_NEXT_DAY_AFTER_HOLIDAY), day("2019-02-11"));
	assert_int_equal(calendar_roll(c, day("2019-02-05"), ROLL_NONE), day("2019-02-05"));
	/* an ordinary Saturday is no holiday; rolled only by ROLL_NEXT_WORKDAY */
	assert_int_equal(
	    calendar_roll(c, day("2017-07-15"), ROLL_NEXT_DAY_AFTER_HOLIDAY), day("2017-07-15"));
	assert_int_equal(calendar_roll(c, day("2017-07-15"), ROLL_NEXT_WORKDAY), day("2017-07-17"));
	assert_true(calendar_workday(c, day("2019-02-02"))); /* a make-up Saturday */
	assert_false(calendar_workday(c, day("2019-02-09")));
}

static void
coverage_is_known(void **state)
{
	const struct calendar *c = china();

	(void)state;
	assert_true(calendar_covers(c, day("2017-01-01"), day("2026-12-31")));
	assert_false(calendar_covers(c, day("2016-12-31"), day("2017-01-01")));
	assert_false(calendar_covers(c, day("2026-12-31"), day("2027-01-01")));
}

/* Suzhou barred work before 2020-02-10: a regional overlay moves the deadline. */
static void
overlay_replaces_days(void **state)
{
	const struct calendar *base = china(), *c;
	struct text rows = TEXT("# overlay: cn\ndate,kind,name\n2020-02-03,holiday,延迟复工\n"
				"2020-02-04,holiday,延迟复工\n2020-02-05,holiday,延迟复工\n"
				"2020-02-06,holiday,延迟复工\n2020-02-07,holiday,延迟复工\n");
	day_t got;

	(void)state;
	c = calendar_read("suzhou.csv", rows, base, arena, &diags);
	assert_non_null(c);
	assert_true(calendar_add_workdays(c, day("2020-01-17"), 15, &got));
	assert_int_equal(got, day("2020-02-21")); /* five working days later than 02-14 */
	assert_string_not_equal(calendar_version(c), calendar_version(base));
	assert_string_equal(calendar_holiday(c, day("2020-02-03")), "延迟复工");
	assert_null(calendar_holiday(base, day("2020-02-03")));
}

static void
bad_files_are_refused(void **state)
{
	static const struct {
		const char *text;
		enum fault fault;
		uint32_t line;
	} rows[] = {
		{ "", F_CALENDAR_YEARS, 0 },
		{ "date,kind,name\n2017-01-01,holiday,x\n", F_CALENDAR_YEARS, 2 },
		{ "# years: 2017-2016\ndate,kind,name\n2017-01-01,holiday,x\n", F_CALENDAR_YEARS,
		    3 },
		{ "# years: 2017-2017\n2017-02-29,holiday,x\n", F_CALENDAR_DATE, 2 },
		{ "# years: 2017-2017\n2018-01-01,holiday,x\n", F_CALENDAR_YEAR, 2 },
		{ "# years: 2017-2017\n2017-01-02,holiday,x\n2017-01-02,makeup,x\n",
		    F_CALENDAR_ORDER, 3 },
		{ "# years: 2017-2017\n2017-01-01,rest,x\n", F_CALENDAR_KIND, 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		diags_init(&diags, arena);
		assert_null(calendar_read("x.csv", text_of(rows[i].text), NULL, arena, &diags));
		assert_int_equal(diags.errors, 1);
		assert_int_equal(diags.items[0].fault, rows[i].fault);
		assert_int_equal(diags.items[0].line, rows[i].line);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(fifteen_working_days_after, setup, teardown),
		cmocka_unit_test_setup_teardown(working_days_of_each_year, setup, teardown),
		cmocka_unit_test_setup_teardown(spring_festival_rolls, setup, teardown),
		cmocka_unit_test_setup_teardown(coverage_is_known, setup, teardown),
		cmocka_unit_test_setup_teardown(overlay_replaces_days, setup, teardown),
		cmocka_unit_test_setup_teardown(bad_files_are_refused, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
