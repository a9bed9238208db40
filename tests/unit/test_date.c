/* Invariant I6: civil dates. Known days come from almanacs and from the Unix and NTP epochs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <string.h>

#include "base/date.h"

static day_t
D(const char *s)
{
	day_t d = DAY_NONE;

	if (!date_parse(s, strlen(s), &d))
		fail_msg("cannot parse %s", s);
	return d;
}

static void
check_day(day_t got, const char *want)
{
	char out[DAY_TEXT_MAX];

	date_print(got, out);
	assert_string_equal(out, want);
}

static void
test_known_days(void **state)
{
	static const struct {
		const char *text;
		int day, weekday;
	} rows[] = {
		{ "0001-01-01", -719162, 1 },
		{ "1900-01-01", -25567, 1 }, /* NTP epoch */
		{ "1949-10-01", -7397, 6 },
		{ "1969-12-31", -1, 3 },
		{ "1970-01-01", 0, 4 },
		{ "2000-01-01", 10957, 6 },
		{ "2000-02-29", 11016, 2 },
		{ "2008-08-08", 14099, 5 },
		{ "2017-07-01", 17348, 6 }, /* 1498867200 / 86400 */
		{ "2024-02-29", 19782, 4 },
		{ "2038-01-19", 24855, 2 }, /* 2^31 seconds */
		{ "9999-12-31", 2932896, 5 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(D(rows[i].text), rows[i].day);
		check_day(rows[i].day, rows[i].text);
		assert_int_equal(date_iso_weekday(rows[i].day), rows[i].weekday);
	}
	assert_int_equal(DAY_MIN, D("0001-01-01"));
	assert_int_equal(DAY_MAX, D("9999-12-31"));
	assert_true(date_ok(DAY_MIN) && date_ok(DAY_MAX) && date_ok(0));
	assert_false(date_ok(DAY_MIN - 1) || date_ok(DAY_MAX + 1) || date_ok(DAY_NONE));
}

static void
test_leap_years(void **state)
{
	static const struct {
		int year, february;
	} rows[] = { { 1900, 28 }, { 2000, 29 }, { 2016, 29 }, { 2017, 28 }, { 2100, 28 },
		{ 2400, 29 }, { 4, 29 }, { 100, 28 } };
	day_t d = DAY_NONE;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(date_days_in_month(rows[i].year, 2), rows[i].february);
		assert_int_equal(date_make(rows[i].year, 2, 29, &d), rows[i].february == 29);
	}
	assert_int_equal(D("1900-03-01") - D("1900-02-28"), 1);
	assert_int_equal(D("2000-03-01") - D("2000-02-28"), 2);
}

static void
test_refused(void **state)
{
	static const char *const bad[] = { "", "2017-13-01", "2017-00-01", "2017-01-00",
		"2017-01-32", "2017-02-29", "2017-04-31", "1900-02-29", "0000-01-01", "17-07-01",
		"2017-7-01", "2017-07-1", "2017/07/01", "20170701", "2017-07-01T", "2017-07-01 ",
		" 2017-07-01", "+017-07-01", "-017-07-01", "2017-+7-01", "10000-01-01",
		"2017-07-0a", "２017-07" };
	day_t d = DAY_NONE;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		if (date_parse(bad[i], strlen(bad[i]), &d) || d != DAY_NONE)
			fail_msg("\"%s\" should be refused", bad[i]);
	}
	assert_false(date_make(0, 12, 31, &d));
	assert_false(date_make(10000, 1, 1, &d));
	assert_false(date_make(INT_MAX, 1, 1, &d));
	assert_false(date_make(INT_MIN, 1, 1, &d));
	assert_false(date_make(2017, INT_MIN, 1, &d));
	assert_false(date_make(2017, 1, INT_MAX, &d));
	assert_int_equal(d, DAY_NONE);
	assert_true(date_parse("2017-07-01T00:00", 10, &d)); /* the length rules, not a NUL */
}

/* Walks the whole calendar as a wall calendar does: next day, next month, next year. */
static void
test_every_day(void **state)
{
	static const int lengths[] = { 31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	day_t day = DAY_MIN;
	int weekday = 1;

	(void)state;
	for (int y = 1; y <= 9999; y++) {
		int feb = y % 400 == 0 ? 29 : y % 100 == 0 ? 28 : y % 4 == 0 ? 29 : 28;

		for (int m = 1; m <= 12; m++) {
			int last = m == 2 ? feb : lengths[m - 1];

			for (int d = 1; d <= last; d++, day++) {
				int gy, gm, gd;
				day_t made = DAY_NONE;

				date_split(day, &gy, &gm, &gd);
				if (gy != y || gm != m || gd != d ||
				    date_iso_weekday(day) != weekday ||
				    !date_make(y, m, d, &made) || made != day)
					fail_msg("day %d is %d-%d-%d", day, y, m, d);
				weekday = weekday % 7 + 1;
			}
			assert_int_equal(date_days_in_month(y, m), last);
		}
	}
	assert_int_equal(day, DAY_MAX + 1);
}

static void
test_add_months(void **state)
{
	static const struct {
		const char *from;
		int months;
		const char *want;
	} rows[] = {
		{ "2017-01-31", 1, "2017-02-28" },
		{ "2016-01-31", 1, "2016-02-29" },
		{ "1900-01-31", 1, "1900-02-28" },
		{ "2017-01-31", 2, "2017-03-31" },
		{ "2017-03-31", -1, "2017-02-28" },
		{ "2017-05-31", 1, "2017-06-30" },
		{ "2017-06-30", 1, "2017-07-30" }, /* the 30th corresponds to the 30th */
		{ "2017-12-31", 2, "2018-02-28" },
		{ "2016-02-29", 12, "2017-02-28" },
		{ "2016-02-29", 48, "2020-02-29" },
		{ "2017-07-01", 12, "2018-07-01" },
		{ "2017-07-01", 36, "2020-07-01" },
		{ "2017-07-01", -7, "2016-12-01" },
		{ "2017-07-01", 0, "2017-07-01" },
		{ "2017-12-15", 1, "2018-01-15" },
		{ "2017-01-15", -1, "2016-12-15" },
		{ "9999-11-30", 1, "9999-12-30" },
		{ "0001-02-28", -1, "0001-01-28" },
		{ "0001-01-01", 119987, "9999-12-01" },
	};
	day_t d = DAY_NONE;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_true(date_add_months(D(rows[i].from), rows[i].months, &d));
		check_day(d, rows[i].want);
	}
	d = DAY_NONE;
	assert_false(date_add_months(D("9999-12-01"), 1, &d));
	assert_false(date_add_months(D("0001-01-31"), -1, &d));
	assert_false(date_add_months(D("2017-07-01"), INT_MAX, &d));
	assert_false(date_add_months(D("2017-07-01"), INT_MIN, &d));
	assert_int_equal(d, DAY_NONE);
}

static void
test_add_days(void **state)
{
	day_t d = DAY_NONE;

	(void)state;
	assert_false(date_add_days(DAY_MAX, 1, &d));
	assert_false(date_add_days(DAY_MIN, -1, &d));
	assert_false(date_add_days(0, INT64_MAX, &d));
	assert_false(date_add_days(1, INT64_MAX, &d));
	assert_false(date_add_days(-1, INT64_MIN, &d));
	assert_int_equal(d, DAY_NONE);
	assert_true(date_add_days(D("2017-06-30"), 15, &d));
	check_day(d, "2017-07-15");
	assert_true(date_add_days(D("2016-02-28"), 2, &d));
	check_day(d, "2016-03-01");
	assert_true(date_add_days(D("2017-01-01"), -1, &d));
	check_day(d, "2016-12-31");
	assert_true(date_add_days(DAY_MIN, (int64_t)DAY_MAX - DAY_MIN, &d));
	assert_int_equal(d, DAY_MAX);
}

static void
test_ages(void **state)
{
	static const struct {
		const char *born, *on;
		int age;
	} rows[] = {
		{ "1983-05-31", "2024-05-30", 40 },
		{ "1983-05-31", "2024-05-31", 41 },
		{ "1983-05-31", "2024-12-31", 41 },
		{ "1983-05-31", "2024-01-01", 40 },
		{ "2004-02-29", "2005-02-28", 0 },
		{ "2004-02-29", "2005-03-01", 1 },
		{ "2004-02-29", "2008-02-28", 3 },
		{ "2004-02-29", "2008-02-29", 4 },
		{ "2017-07-01", "2017-07-01", 0 },
		{ "2017-07-01", "2018-06-30", 0 },
		{ "2017-07-01", "2018-07-01", 1 },
		{ "2017-07-01", "2017-06-30", -1 },
		{ "0001-01-01", "9999-12-31", 9998 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(date_years_between(D(rows[i].born), D(rows[i].on)), rows[i].age);
}

/* The Shanghai day turns at 16:00 UTC. */
static void
test_shanghai(void **state)
{
	(void)state;
	check_day(date_shanghai(1498838399), "2017-06-30"); /* 2017-06-30T15:59:59Z */
	check_day(date_shanghai(1498838400), "2017-07-01"); /* 2017-06-30T16:00:00Z */
	check_day(date_shanghai(1498867200), "2017-07-01"); /* 2017-07-01T00:00:00Z */
	check_day(date_shanghai(1498924799), "2017-07-01");
	check_day(date_shanghai(1498924800), "2017-07-02");
	check_day(date_shanghai(0), "1970-01-01");
	check_day(date_shanghai(-28800), "1970-01-01");
	check_day(date_shanghai(-28801), "1969-12-31");
	check_day(date_shanghai(-115201), "1969-12-30");
	assert_int_equal(date_shanghai(INT64_MIN), DAY_MIN);
	assert_int_equal(date_shanghai(INT64_MAX), DAY_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_days),
		cmocka_unit_test(test_leap_years),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_add_months),
		cmocka_unit_test(test_add_days),
		cmocka_unit_test(test_ages),
		cmocka_unit_test(test_shanghai),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
