/* Values as text. */
#include "rules/print.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

static void
dec_text(int64_t value, struct buf *out)
{
	char text[DEC_TEXT_MAX];

	buf_add(out, text, dec_print(value, 0, text));
}

/* A hundred times the value may not fit, so the point is moved in the text. */
static void
percent_text(int64_t value, struct buf *out)
{
	uint64_t v = value < 0 ? -(uint64_t)value : (uint64_t)value;
	char part[8];
	int n = snprintf(part, sizeof(part), "%04u", (unsigned)(v % 10000));

	while (n > 0 && part[n - 1] == '0')
		n--;
	buf_addf(out, "%s%llu%s%.*s%%", value < 0 ? "-" : "", (unsigned long long)(v / 10000),
	    n > 0 ? "." : "", n, part);
}

static bool
day_of(int64_t value, day_t *ret)
{
	int64_t day = value / DEC_ONE;

	if (day < DAY_MIN || day > DAY_MAX)
		return false;
	*ret = (day_t)day;
	return true;
}

static void
date_text(int64_t value, struct buf *out)
{
	char text[DAY_TEXT_MAX];
	day_t day;

	if (!day_of(value, &day)) {
		dec_text(value, out);
		return;
	}
	date_print(day, text);
	buf_adds(out, text);
}

static struct text
pooled(const struct scheme *s, int64_t value)
{
	int64_t i = value / DEC_ONE;

	return i >= 0 && i < (int64_t)s->n_texts ? s->texts[i] : TEXT("");
}

void
value_print(const struct scheme *s, const struct rtype *type, int64_t value, struct buf *out)
{
	switch (type->kind) {
	case VT_PERCENT:
		percent_text(value, out);
		break;
	case VT_DATE:
		date_text(value, out);
		break;
	case VT_BOOL:
		buf_adds(out, value != 0 ? "true" : "false");
		break;
	case VT_TEXT:
		buf_addt(out, pooled(s, value));
		break;
	default:
		dec_text(value, out);
	}
}

void
text_print(struct text t, struct buf *out)
{
	buf_addc(out, '\'');
	for (size_t i = 0; i < t.len; i++) {
		if (t.ptr[i] == '\'')
			buf_addc(out, '\'');
		buf_addc(out, t.ptr[i]);
	}
	buf_addc(out, '\'');
}

void
literal_print(const struct scheme *s, const struct rtype *type, int64_t value, struct buf *out)
{
	int y, m, d;
	day_t day;

	if (type->kind == VT_TEXT) {
		text_print(pooled(s, value), out);
	} else if (type->kind == VT_DATE && day_of(value, &day)) {
		date_split(day, &y, &m, &d);
		buf_addf(out, "date(%d, %d, %d)", y, m, d);
	} else {
		value_print(s, type, value, out);
		buf_adds(out, type->kind == VT_DAYS    ? " days"
			      : type->kind == VT_MONEY ? " yuan"
						       : "");
	}
}

void
value_say(const struct scheme *s, const struct rtype *type, int64_t value, enum lang lang,
    struct buf *out)
{
	if (type->kind == VT_BOOL) {
		buf_adds(out, value != 0        ? lang == LANG_ZH ? "是" : "yes"
			      : lang == LANG_ZH ? "否"
						: "no");
		return;
	}
	value_print(s, type, value, out);
	if (type->kind == VT_DAYS)
		buf_adds(out, lang == LANG_ZH ? " 天" : " days");
	else if (type->kind == VT_MONEY)
		buf_adds(out, lang == LANG_ZH ? " 元" : " yuan");
}
