/*
 * One byte a day over the covered years: its mark, or by weekday. Counting walks the bytes: spans
 * are bounded, and a walk of a year is a few hundred steps.
 */
#include "rules/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/dec.h"

enum mark { MARK_NONE, MARK_HOLIDAY, MARK_MAKEUP };

struct calendar {
	int first_year, last_year;
	day_t first, last;
	uint8_t *mark;
	const char **name;
	char version[SHA256_HEX];
};

struct csv {
	const char *file;
	struct text rest;
	uint32_t line;
	struct diags *diags;
};

static bool
next_line(struct csv *in, struct text *ret)
{
	const char *end;

	if (in->rest.len == 0)
		return false;
	end = memchr(in->rest.ptr, '\n', in->rest.len);
	ret->ptr = in->rest.ptr;
	ret->len = end != NULL ? (size_t)(end - in->rest.ptr) : in->rest.len;
	in->rest.ptr += ret->len + (end != NULL);
	in->rest.len -= ret->len + (end != NULL);
	if (ret->len > 0 && ret->ptr[ret->len - 1] == '\r')
		ret->len--;
	in->line++;
	return true;
}

static struct text
next_field(struct text *line)
{
	const char *comma = memchr(line->ptr, ',', line->len);
	struct text field = { line->ptr, comma != NULL ? (size_t)(comma - line->ptr) : line->len };

	line->ptr += field.len + (comma != NULL);
	line->len -= field.len + (comma != NULL);
	return field;
}

static void
fault(struct csv *in, enum fault code, struct text what)
{
	char copy[64];
	struct text cut = { what.ptr, text_cut(what, sizeof(copy) - 1) };

	memcpy(copy, cut.ptr, cut.len);
	copy[cut.len] = '\0';
	diag_add(in->diags, code, in->file, in->line, 1, 0, copy, NULL);
}

/* "# years: 2017-2026" */
static bool
read_years(struct text line, int *first, int *last)
{
	static const char key[] = "# years: ";
	dec_t a, b;

	if (line.len != sizeof(key) - 1 + 9 || memcmp(line.ptr, key, sizeof(key) - 1) != 0)
		return false;
	line.ptr += sizeof(key) - 1;
	if (line.ptr[4] != '-' || !dec_parse(line.ptr, 4, &a) || !dec_parse(line.ptr + 5, 4, &b))
		return false;
	*first = (int)(a / DEC_ONE);
	*last = (int)(b / DEC_ONE);
	return *first >= 1900 && *first <= *last && *last - *first < CALENDAR_YEARS_MAX;
}

static void
open_years(struct calendar *c, const struct calendar *base, struct arena *arena)
{
	size_t days;

	if (!date_make(c->first_year, 1, 1, &c->first) ||
	    !date_make(c->last_year, 12, 31, &c->last))
		abort(); /* read_years bounds them */
	days = (size_t)(c->last - c->first) + 1;
	c->mark = arena_array(arena, days, sizeof(*c->mark));
	c->name = arena_array(arena, days, sizeof(*c->name));
	if (base == NULL)
		return;
	memcpy(c->mark, base->mark, days * sizeof(*c->mark));
	memcpy(c->name, base->name, days * sizeof(*c->name));
}

static void
read_row(struct calendar *c, struct csv *in, struct text line, day_t *previous, struct arena *arena)
{
	struct text whole = line, date = next_field(&line), kind = next_field(&line);
	day_t day;

	if (!date_parse(date.ptr, date.len, &day)) {
		fault(in, F_CALENDAR_DATE, date);
	} else if (day < c->first || day > c->last) {
		fault(in, F_CALENDAR_YEAR, date);
	} else if (day <= *previous) {
		fault(in, F_CALENDAR_ORDER, date);
	} else if (!text_is(kind, "holiday") && !text_is(kind, "makeup")) {
		fault(in, F_CALENDAR_KIND, kind);
	} else if (!text_clean(whole)) {
		fault(in, F_CALENDAR_KIND, date);
	} else {
		*previous = day;
		c->mark[day - c->first] = text_is(kind, "holiday") ? MARK_HOLIDAY : MARK_MAKEUP;
		c->name[day - c->first] = arena_strndup(arena, line.ptr, line.len);
	}
}

/* The version covers what decides an answer: the years and each day's mark. */
static void
set_version(struct calendar *c)
{
	sha256_hex(c->mark, (size_t)(c->last - c->first) + 1, c->version);
}

const struct calendar *
calendar_read(const char *file, struct text source, const struct calendar *base,
    struct arena *arena, struct diags *diags)
{
	struct calendar *c = arena_alloc(arena, sizeof(*c));
	struct csv in = { file, source, 0, diags };
	uint32_t errors = diags->errors;
	day_t previous = DAY_NONE;
	struct text line;

	if (source.len > CALENDAR_BYTES_MAX) {
		fault(&in, F_CALENDAR_YEARS, TEXT("file too large"));
		return NULL;
	}
	if (base != NULL) {
		c->first_year = base->first_year;
		c->last_year = base->last_year;
		open_years(c, base, arena);
	}
	while (next_line(&in, &line)) {
		if (line.len == 0 || text_is(line, "date,kind,name"))
			continue;
		if (line.ptr[0] == '#') {
			if (c->mark == NULL && read_years(line, &c->first_year, &c->last_year))
				open_years(c, NULL, arena);
			continue;
		}
		if (c->mark == NULL) {
			fault(&in, F_CALENDAR_YEARS, line);
			return NULL;
		}
		read_row(c, &in, line, &previous, arena);
	}
	if (c->mark == NULL)
		fault(&in, F_CALENDAR_YEARS, TEXT(""));
	if (diags->errors != errors)
		return NULL;
	set_version(c);
	return c;
}

const char *
calendar_version(const struct calendar *c)
{
	return c->version;
}

void
calendar_years(const struct calendar *c, int *first, int *last)
{
	*first = c->first_year;
	*last = c->last_year;
}

bool
calendar_covers(const struct calendar *c, day_t from, day_t to)
{
	return from >= c->first && to <= c->last;
}

static enum mark
mark_of(const struct calendar *c, day_t day)
{
	return day >= c->first && day <= c->last ? (enum mark)c->mark[day - c->first] : MARK_NONE;
}

bool
calendar_workday(const struct calendar *c, day_t day)
{
	enum mark mark = mark_of(c, day);

	return mark == MARK_NONE ? date_iso_weekday(day) <= 5 : mark == MARK_MAKEUP;
}

bool
calendar_add_workdays(const struct calendar *c, day_t day, int n, day_t *ret)
{
	int step = n < 0 ? -1 : 1;

	if (n > CALENDAR_SPAN_MAX || n < -CALENDAR_SPAN_MAX)
		return false;
	for (n *= step; n > 0; n -= calendar_workday(c, day))
		if (!date_add_days(day, step, &day))
			return false;
	*ret = day;
	return true;
}

bool
calendar_workdays_between(const struct calendar *c, day_t from, day_t to, int *ret)
{
	int sign = to < from ? -1 : 1, count = 0;
	day_t a = sign > 0 ? from : to, b = sign > 0 ? to : from;

	if ((int64_t)b - a > CALENDAR_SPAN_MAX)
		return false;
	while (a < b)
		count += calendar_workday(c, ++a);
	*ret = sign * count;
	return true;
}

day_t
calendar_roll(const struct calendar *c, day_t day, enum roll roll)
{
	int left = 60; /* no run of rest days is longer */

	if (roll == ROLL_NEXT_DAY_AFTER_HOLIDAY)
		while (left-- > 0 && mark_of(c, day) == MARK_HOLIDAY)
			day++;
	if (roll == ROLL_NEXT_WORKDAY)
		while (left-- > 0 && !calendar_workday(c, day))
			day++;
	return day;
}

const char *
calendar_holiday(const struct calendar *c, day_t day)
{
	return mark_of(c, day) == MARK_HOLIDAY ? c->name[day - c->first] : NULL;
}

const struct calendar *
calendar_find(const struct calendar_set *set, struct text name)
{
	for (uint32_t i = 0; set != NULL && i < set->n; i++)
		if (text_eq(set->items[i].name, name))
			return set->items[i].calendar;
	return NULL;
}

/* rules/calendars/cn.csv -> cn */
static struct text
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct text name = text_of(slash != NULL ? slash + 1 : path);

	if (name.len > 4 && memcmp(name.ptr + name.len - 4, ".csv", 4) == 0)
		name.len -= 4;
	return name;
}

void
calendar_set_add(struct calendar_set *set, const char *path, struct text source,
    struct arena *arena, struct diags *diags)
{
	static const char key[] = "# overlay: ";
	struct csv in = { path, source, 0, diags };
	const struct calendar *base = NULL, *c;
	struct text line = TEXT("");

	if (set->n == CALENDARS_MAX) {
		fault(&in, F_CALENDAR_YEARS, TEXT("too many calendars"));
		return;
	}
	if (next_line(&in, &line) && line.len >= sizeof(key) &&
	    memcmp(line.ptr, key, sizeof(key) - 1) == 0) {
		line.ptr += sizeof(key) - 1;
		line.len -= sizeof(key) - 1;
		base = calendar_find(set, line);
		if (base == NULL) {
			fault(&in, F_CALENDAR_BASE, line);
			return;
		}
	}
	c = calendar_read(path, source, base, arena, diags);
	if (c == NULL)
		return;
	set->items[set->n].name = text_dup(arena, name_of(path));
	set->items[set->n++].calendar = c;
}
