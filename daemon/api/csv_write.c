#include "api/csv_write.h"

#include <inttypes.h>
#include <string.h>

void
csv_start(struct csv *c, struct buf *out)
{
	*c = (struct csv){ .out = out };
	buf_adds(out, "\xEF\xBB\xBF");
}

static void
next_cell(struct csv *c)
{
	if (c->filled)
		buf_addc(c->out, ',');
	c->filled = true;
}

/* What Excel and its like begin a formula with. */
static bool
is_formula(struct text t)
{
	return t.len > 0 && memchr("=+-@\t\r", t.ptr[0], 6) != NULL;
}

static bool
needs_quotes(struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		if (strchr(",\"\r\n", t.ptr[i]) != NULL)
			return true;
	}
	return t.len > 0 && (t.ptr[0] == ' ' || t.ptr[t.len - 1] == ' ');
}

void
csv_text(struct csv *c, struct text t)
{
	bool quotes = needs_quotes(t);

	next_cell(c);
	if (quotes)
		buf_addc(c->out, '"');
	if (is_formula(t))
		buf_addc(c->out, '\'');
	for (size_t i = 0; i < t.len; i++) {
		if (t.ptr[i] == '"')
			buf_addc(c->out, '"');
		buf_addc(c->out, t.ptr[i]);
	}
	if (quotes)
		buf_addc(c->out, '"');
}

void
csv_int(struct csv *c, int64_t v)
{
	next_cell(c);
	buf_addf(c->out, "%" PRId64, v);
}

void
csv_dec(struct csv *c, bool known, dec_t v)
{
	char text[DEC_TEXT_MAX];

	next_cell(c);
	if (known)
		buf_add(c->out, text, dec_print(v, 0, text));
}

void
csv_day(struct csv *c, day_t day)
{
	char text[DAY_TEXT_MAX];

	next_cell(c);
	if (day == DAY_NONE)
		return;
	date_print(day, text);
	buf_adds(c->out, text);
}

void
csv_end_row(struct csv *c)
{
	buf_adds(c->out, "\r\n");
	c->filled = false;
}
