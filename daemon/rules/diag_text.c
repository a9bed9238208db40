/*
 * Where a finding stands: its source line and what of it is marked, for people and for programs.
 * A line may be a whole file of 1 MiB, so nothing here looks at a line more than once a finding.
 */
#include <stdio.h>
#include <string.h>

#include "rules/diag.h"

enum { EXCERPT_WIDTH = 160 }; /* columns of a source line that are shown */

static const struct text *
source_of(const struct diags *d, struct text file)
{
	for (uint32_t i = 0; i < d->n_sources; i++)
		if (text_eq(d->sources[i].file, file))
			return &d->sources[i].source;
	return NULL;
}

/* Of a line what may be shown: as far as `chars` characters and an excerpt behind them. */
static struct text
source_line(struct text source, uint32_t line, uint32_t chars)
{
	const char *p = source.ptr;
	const char *end = source.ptr + source.len;
	size_t len = 0, most = 4 * ((size_t)chars + EXCERPT_WIDTH);

	for (; line > 1 && p < end; line--) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		p = lf != NULL ? lf + 1 : end;
	}
	while (len < most && p + len < end && p[len] != '\n' && p[len] != '\r')
		len++;
	return (struct text){ p, len };
}

static bool
continues(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Bytes of the first `chars` characters. */
static size_t
chars_bytes(struct text t, uint32_t chars)
{
	size_t i = 0;

	for (; chars > 0 && i < t.len; chars--)
		for (i++; i < t.len && continues(t.ptr[i]);)
			i++;
	return i;
}

static uint32_t
count_chars(struct text t)
{
	uint32_t n = 0;

	for (size_t i = 0; i < t.len; i++)
		n += i == 0 || !continues(t.ptr[i]);
	return n;
}

/* What a program counts in that keeps texts as UTF-16: two for each character of four bytes. */
static uint32_t
count_utf16(struct text t)
{
	uint32_t n = 0;

	for (size_t i = 0; i < t.len; i++)
		n += (i == 0 || !continues(t.ptr[i]) ? 1u : 0u) +
		     ((unsigned char)t.ptr[i] >= 0xf0 ? 1u : 0u);
	return n;
}

static struct text
rest(struct text t, size_t from)
{
	return (struct text){ t.ptr + from, t.len - from };
}

static void
repeat(struct buf *out, char c, size_t n)
{
	while (n-- > 0)
		buf_addc(out, c);
}

/* Tabs and stray bytes take one column each, so that the caret stands where it should. */
static void
add_visible(struct buf *out, struct text t)
{
	for (size_t i = 0; i < t.len;) {
		size_t n = chars_bytes(rest(t, i), 1);
		struct text one = { t.ptr + i, n };

		if (text_clean(one) && *one.ptr != '\t')
			buf_addt(out, one);
		else
			buf_addc(out, *one.ptr == '\t' ? ' ' : '?');
		i += n;
	}
}

static size_t
visible_width(struct text t)
{
	size_t w = 0;

	for (size_t i = 0; i < t.len;) {
		size_t n = chars_bytes(rest(t, i), 1);
		struct text one = { t.ptr + i, n };

		w += text_clean(one) && *one.ptr != '\t' ? text_width(one) : 1;
		i += n;
	}
	return w;
}

/* The last characters of t that are at most `width` columns wide. */
static struct text
tail_of(struct text t, size_t width)
{
	size_t from = t.len;

	while (from > 0) {
		size_t at = from - 1;

		while (at > 0 && continues(t.ptr[at]))
			at--;
		if (visible_width((struct text){ t.ptr + at, from - at }) > width)
			break;
		width -= visible_width((struct text){ t.ptr + at, from - at });
		from = at;
	}
	return rest(t, from);
}

bool
diag_place(const struct diags *d, const struct diag *g, struct diag_place *ret)
{
	const struct text *source = source_of(d, g->file);
	struct text line, before;

	*ret = (struct diag_place){ .line = TEXT(""), .end_column = g->column + 1 };
	if (source == NULL || g->line == 0)
		return false;
	line = source_line(*source, g->line, g->column);
	before = (struct text){ line.ptr, chars_bytes(line, g->column > 0 ? g->column - 1 : 0) };
	ret->column16 = count_utf16(before) + 1;
	/* of a very long line, and of a very long mark, what is near the mark's start */
	before = tail_of(before, EXCERPT_WIDTH / 2);
	ret->first16 = ret->column16 - count_utf16(before);
	line = (struct text){ before.ptr, (size_t)(line.ptr + line.len - before.ptr) };
	line.len = chars_bytes(line, EXCERPT_WIDTH);
	ret->line = line;
	ret->mark = rest(line, before.len < line.len ? before.len : line.len);
	ret->mark.len = chars_bytes(ret->mark, g->width > 0 ? g->width : 1);
	ret->last16 = ret->first16 + count_utf16(line);
	ret->end16 = ret->column16 + count_utf16(ret->mark);
	ret->end_column = g->column + count_chars(ret->mark);
	return true;
}

static void
print_excerpt(const struct diag *g, const struct diag_place *p, struct buf *out)
{
	struct text before = { p->line.ptr, (size_t)(p->mark.ptr - p->line.ptr) };
	char number[16];
	int margin = snprintf(number, sizeof(number), "%u", g->line);

	buf_addf(out, "%s | ", number);
	add_visible(out, p->line);
	buf_addc(out, '\n');
	repeat(out, ' ', (size_t)margin);
	buf_adds(out, " | ");
	repeat(out, ' ', visible_width(before));
	repeat(out, '^', p->mark.len > 0 ? visible_width(p->mark) : 1);
	buf_addc(out, '\n');
}

static void
print_one(const struct diags *d, const struct diag *g, enum lang lang, struct buf *out)
{
	static const char *const severity[2][2] = { { "错误", "警告" }, { "error", "warning" } };
	static const char *const help[2] = { "提示", "help" };
	struct diag_place place;

	buf_addt(out, g->file);
	buf_addf(out, ":%u:%u: %s[%s]: ", g->line, g->column,
	    severity[lang][fault_severity(g->fault)], fault_code(g->fault));
	diag_sentence(g, lang, out);
	buf_addc(out, '\n');
	if (diag_place(d, g, &place))
		print_excerpt(g, &place, out);
	buf_addf(out, "  = %s: ", help[lang]);
	diag_hint(g, lang, out);
	buf_addc(out, '\n');
}

void
diags_print_text(const struct diags *d, enum lang lang, struct buf *out)
{
	const struct diag *order[DIAGS_MAX];

	diags_order(d, order);
	for (uint32_t i = 0; i < d->count; i++)
		print_one(d, order[i], lang, out);
	if (d->dropped > 0)
		buf_addf(out, lang == LANG_ZH ? "另有 %u 项未列出\n" : "%u more are not shown\n",
		    d->dropped);
}
