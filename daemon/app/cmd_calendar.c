/* assayd calendar: the working days as this program counts them, with what makes each year's
 * differ. */
#include "app/cli.h"

#include <inttypes.h>
#include <string.h>

#include "api/json_write.h"
#include "api/say.h"
#include "app/load.h"
#include "rules/calendar_rest.h"

#define TEXT_MAX (4u << 20)
#define NAME_MAX_BYTES 1024

struct page {
	const struct calendar *cal;
	const char *name;
	int first_year, last_year; /* of those that are asked for */
	struct say s;
};

struct span {
	day_t first, last;
};

/* The calendar's own years: dates are there. */
static struct span
span_of(int year)
{
	struct span s = { 0, -1 };

	if (!date_make(year, 1, 1, &s.first) || !date_make(year, 12, 31, &s.last))
		return (struct span){ 0, -1 };
	return s;
}

static int
working_days(const struct calendar *cal, struct span s)
{
	int n = 0;

	for (day_t day = s.first; day <= s.last; day++)
		n += calendar_workday(cal, day);
	return n;
}

/* ---- text ------------------------------------------------------------------------- */

static void
say_rests(const struct page *p, struct span s)
{
	struct rest rest;

	for (day_t at = s.first; calendar_rest(p->cal, at, s.last, &rest); at = rest.to + 1) {
		if (!rest.named)
			continue;
		buf_adds(p->s.out, "  ");
		say_day(&p->s, rest.from);
		if (rest.to > rest.from) {
			say(&p->s, " 至 ", " to ");
			say_day(&p->s, rest.to);
		}
		say(&p->s, "  休 ", "  rest, ");
		say_days(&p->s, rest.to - rest.from + 1, false);
		buf_adds(p->s.out, "  ");
		calendar_rest_name(p->cal, &rest, p->s.out);
		buf_addc(p->s.out, '\n');
	}
}

static void
say_worked(const struct page *p, struct span s)
{
	day_t day;

	for (day_t at = s.first; calendar_worked(p->cal, at, s.last, &day); at = day + 1) {
		buf_adds(p->s.out, "  ");
		say_day(&p->s, day);
		if (date_iso_weekday(day) == 6)
			say(&p->s, "  周六，调休上班\n", "  Saturday, worked\n");
		else
			say(&p->s, "  周日，调休上班\n", "  Sunday, worked\n");
	}
}

static void
print_text(const struct page *p)
{
	int from, to;

	calendar_years(p->cal, &from, &to);
	say(&p->s, "日历 ", "Calendar ");
	buf_addf(p->s.out, "%s, %d-%d, %.12s\n", p->name, from, to, calendar_version(p->cal));
	for (int year = p->first_year; year <= p->last_year; year++) {
		struct span s = span_of(year);

		buf_addf(p->s.out, "\n%d", year);
		say(&p->s, " 年：", ": ");
		say_days(&p->s, working_days(p->cal, s), true);
		buf_addc(p->s.out, '\n');
		say_rests(p, s);
		say_worked(p, s);
	}
}

/* ---- JSON ------------------------------------------------------------------------- */

static void
write_rests(struct json *j, const struct calendar *cal, struct span s)
{
	struct rest rest;
	struct buf name;

	buf_init(&name, NAME_MAX_BYTES);
	json_key(j, "rests");
	json_array(j);
	for (day_t at = s.first; calendar_rest(cal, at, s.last, &rest); at = rest.to + 1) {
		buf_clear(&name);
		calendar_rest_name(cal, &rest, &name);
		json_object(j);
		json_key(j, "from");
		json_day(j, rest.from);
		json_key(j, "to");
		json_day(j, rest.to);
		json_key(j, "name");
		json_text_or_null(j, (struct text){ name.data, name.len });
		json_end(j);
	}
	json_end(j);
	buf_free(&name);
}

static void
write_year(struct json *j, const struct calendar *cal, int year)
{
	struct span s = span_of(year);

	json_object(j);
	json_key(j, "year");
	json_int(j, year);
	json_key(j, "working_days");
	json_int(j, working_days(cal, s));
	write_rests(j, cal, s);
	json_key(j, "working");
	json_array(j);
	for (day_t day = s.first; day <= s.last; day++) {
		if (calendar_workday(cal, day))
			json_day(j, day);
	}
	json_end(j);
	json_end(j);
}

static void
print_json(const struct page *p)
{
	struct json j;

	json_init(&j, p->s.out);
	json_object(&j);
	json_key(&j, "calendar");
	json_str(&j, p->name);
	json_key(&j, "version");
	json_str(&j, calendar_version(p->cal));
	json_key(&j, "years");
	json_array(&j);
	for (int year = p->first_year; year <= p->last_year; year++)
		write_year(&j, p->cal, year);
	json_end(&j);
	json_end(&j);
	buf_addc(p->s.out, '\n');
}

/* ---- the command ------------------------------------------------------------------ */

static bool
read_year(const struct cli *c, struct page *p)
{
	int from, to;
	int64_t year;

	calendar_years(p->cal, &from, &to);
	p->first_year = from;
	p->last_year = to;
	if (c->year == NULL)
		return true;
	if (!cli_id(c->year, &year) || year < from || year > to)
		return false;
	p->first_year = p->last_year = (int)year;
	return true;
}

static const struct calendar *
load_calendar(struct cli *c, struct load *l, const char *name)
{
	struct calendar_set *set = arena_alloc(l->arena, sizeof(*set));

	if (load_files(l, &c->settings, false) != ERR_OK)
		return NULL;
	for (uint32_t i = 0; i < l->files.n_calendars; i++)
		calendar_set_add(set, l->files.calendars[i].name, l->files.calendars[i].text,
		    l->arena, &l->diags);
	return calendar_find(set, text_of(name));
}

static int
refuse_year(const struct cli *c, const struct page *p)
{
	char zh[80], en[80];

	(void)snprintf(
	    zh, sizeof(zh), "--year 须为日历所含的年份：%d 至 %d", p->first_year, p->last_year);
	(void)snprintf(en, sizeof(en), "--year is a year of the calendar: %d to %d", p->first_year,
	    p->last_year);
	return cli_usage(c, zh, en);
}

static int
print(struct cli *c, struct load *l, bool json)
{
	struct page p = { .name = c->n_args == 1 ? c->args[0] : "cn" };
	struct buf out;

	p.cal = load_calendar(c, l, p.name);
	buf_init(&out, TEXT_MAX);
	p.s = (struct say){ c->lang, &out };
	load_print(l, c->lang, &out);
	cli_print(stderr, &out);
	if (p.cal == NULL)
		return l->err.code != ERR_OK || l->diags.errors > 0
			   ? 1
			   : cli_usage(c, "没有这个日历；日历在规则文件夹的 calendars 中",
				 "there is no such calendar; they stand in the folder calendars of "
				 "the rules");
	if (!read_year(c, &p))
		return refuse_year(c, &p);
	buf_init(&out, TEXT_MAX);
	if (json)
		print_json(&p);
	else
		print_text(&p);
	cli_print(stdout, &out);
	return 0;
}

int
cmd_calendar(struct cli *c)
{
	struct load l;
	bool json;
	int status;

	if (c->n_args > 1)
		return cli_usage(c, "calendar 至多带一个日历名", "calendar takes one name at most");
	if (!cli_format(c, &json))
		return 2;
	load_init(&l);
	status = print(c, &l, json);
	load_free(&l);
	return status;
}
