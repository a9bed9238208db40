#include "api/say.h"

#include <inttypes.h>
#include <string.h>

void
say(const struct say *s, const char *zh, const char *en)
{
	buf_adds(s->out, s->lang == LANG_ZH ? zh : en);
}

void
say_title(const struct say *s, struct title t, struct text id)
{
	struct text own = s->lang == LANG_ZH ? t.zh : t.en;
	struct text other = s->lang == LANG_ZH ? t.en : t.zh;

	buf_addt(s->out, own.len > 0 ? own : other.len > 0 ? other : id);
}

void
say_day(const struct say *s, day_t day)
{
	char text[DAY_TEXT_MAX];

	if (day == DAY_NONE) {
		buf_adds(s->out, "—");
		return;
	}
	date_print(day, text);
	buf_adds(s->out, text);
}

/* To the fen, in groups of three digits. */
void
say_yuan(const struct say *s, dec_t v)
{
	char text[DEC_TEXT_MAX];
	size_t n = dec_print(v, 2, text);
	const char *point = memchr(text, '.', n);
	size_t whole = point != NULL ? (size_t)(point - text) : n;

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0 && text[i - 1] != '-')
			buf_addc(s->out, ',');
		buf_addc(s->out, text[i]);
	}
	say(s, " 元", " yuan");
}

void
say_days(const struct say *s, int64_t n, bool working)
{
	buf_addf(s->out, "%" PRId64, n);
	if (working)
		say(s, " 个工作日", n == 1 ? " working day" : " working days");
	else
		say(s, " 天", n == 1 ? " day" : " days");
}
