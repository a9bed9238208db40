/* How a value that is no literal is likely to be meant: 15天, 50％, 2017/6/30, 2017-06-31. */
#include <stdio.h>
#include <string.h>

#include "rules/read_keys.h"

/* A whole number of up to four digits at *p; false: none. */
static bool
digits(const char **p, const char *end, int *ret)
{
	const char *from = *p;

	for (*ret = 0; *p < end && **p >= '0' && **p <= '9' && *p - from < 4; (*p)++)
		*ret = *ret * 10 + (**p - '0');
	return *p > from;
}

static bool
mark(const char **p, const char *end, const char *const marks[], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(marks[i]);

		if ((size_t)(end - *p) < len || memcmp(*p, marks[i], len) != 0)
			continue;
		*p += len;
		return true;
	}
	return false;
}

static bool
date_advice(struct text t, struct buf *out)
{
	static const char *const after_year[] = { "-", "/", ".", "年" },
				 *const after_month[] = { "-", "/", ".", "月" },
				 *const after_day[] = { "日", "号" };
	const char *p = t.ptr, *end = t.ptr + t.len;
	char iso[32];
	int y, m, d, n;
	day_t day;

	if (!digits(&p, end, &y) || y < 1000 || !mark(&p, end, after_year, COUNT_OF(after_year)) ||
	    !digits(&p, end, &m) || !mark(&p, end, after_month, COUNT_OF(after_month)) ||
	    !digits(&p, end, &d))
		return false;
	(void)mark(&p, end, after_day, COUNT_OF(after_day));
	if (p != end)
		return false;
	n = snprintf(iso, sizeof(iso), "%04d-%02d-%02d", y, m, d);
	if (date_parse(iso, (size_t)n, &day))
		buf_addf(out, "日期写 %s\x1fwrite the date as %s", iso, iso);
	else
		buf_addf(out, "%d 年 %d 月没有 %d 日\x1fthere is no day %d in month %d of %d", y, m,
		    d, d, m, y);
	return true;
}

static bool
amount_advice(struct text t, struct buf *out)
{
	static const struct {
		const char *suffix, *unit;
	} rows[] = { { " 天", " days" }, { "天", " days" }, { " 日", " days" }, { "日", " days" },
		{ "days", " days" }, { " day", " days" }, { " 元", " yuan" }, { "元", " yuan" },
		{ "yuan", " yuan" }, { "％", "%" }, { " %", "%" } };
	dec_t v;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t n = strlen(rows[i].suffix);

		if (t.len <= n || memcmp(t.ptr + t.len - n, rows[i].suffix, n) != 0 ||
		    !dec_parse(t.ptr, t.len - n, &v))
			continue;
		t.len -= n;
		buf_addf(out, "写 %.*s%s\x1fwrite %.*s%s", TEXT_ARG(t), rows[i].unit, TEXT_ARG(t),
		    rows[i].unit);
		return true;
	}
	return false;
}

const char *
value_advice(struct arena *arena, struct text t)
{
	const char *ret = "";
	struct buf out;

	buf_init(&out, 1024);
	if ((date_advice(t, &out) || amount_advice(t, &out)) && !out.over)
		ret = arena_strndup(arena, out.data, out.len);
	buf_free(&out);
	return ret;
}
