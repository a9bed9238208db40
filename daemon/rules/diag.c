#include "rules/diag.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXCERPT_WIDTH = 160 }; /* columns of a source line that are shown */

struct fault_row {
	const char *code;
	enum severity severity;
	const char *sentence[2], *hint[2]; /* by enum lang */
};

static const struct fault_row faults[FAULT_COUNT] = {
#define FAULT(sym, code, severity, zh, en, hint_zh, hint_en) \
	[sym] = { code, severity, { zh, en }, { hint_zh, hint_en } },
#include "rules/faults.def"
#undef FAULT
};

void
diags_init(struct diags *d, struct arena *arena)
{
	*d = (struct diags){ .arena = arena };
	d->items = arena_array(arena, DIAGS_MAX, sizeof(*d->items));
}

void
diags_source(struct diags *d, const char *file, struct text source)
{
	if (d->n_sources == d->cap_sources) {
		uint32_t cap = d->cap_sources > 0 ? 2 * d->cap_sources : 64;
		struct diag_source *more = arena_array(d->arena, cap, sizeof(*more));

		if (d->n_sources > 0)
			memcpy(more, d->sources, d->n_sources * sizeof(*more));
		d->sources = more;
		d->cap_sources = cap;
	}
	d->sources[d->n_sources].file = text_dup(d->arena, text_of(file));
	d->sources[d->n_sources].source = text_dup(d->arena, source);
	d->n_sources++;
}

static const struct text *
source_of(const struct diags *d, struct text file)
{
	for (uint32_t i = 0; i < d->n_sources; i++)
		if (text_eq(d->sources[i].file, file))
			return &d->sources[i].source;
	return NULL;
}

void
diag_add(struct diags *d, enum fault fault, const char *file, uint32_t line, uint32_t column,
    uint32_t width, ...)
{
	struct diag *g;
	const char *arg;
	size_t n = 0;
	va_list ap;

	assert(fault > FAULT_NONE && fault < FAULT_COUNT);
	if (faults[fault].severity == SEV_ERROR)
		d->errors++;
	if (d->count == DIAGS_MAX) {
		d->dropped++;
		return;
	}
	g = &d->items[d->count++];
	*g = (struct diag){ .fault = fault, .line = line, .column = column, .width = width };
	g->file = text_dup(d->arena, text_of(file));
	va_start(ap, width);
	while ((arg = va_arg(ap, const char *)) != NULL && n < COUNT_OF(g->arg))
		g->arg[n++] = text_dup(d->arena, text_of(arg));
	va_end(ap);
}

const char *
fault_code(enum fault f)
{
	return faults[f].code;
}

enum severity
fault_severity(enum fault f)
{
	return faults[f].severity;
}

enum fault
fault_find(const char *code)
{
	for (int f = FAULT_NONE + 1; f < FAULT_COUNT; f++)
		if (strcmp(faults[f].code, code) == 0)
			return (enum fault)f;
	return FAULT_NONE;
}

/* Index of the argument at "{0}", or -1. */
static int
slot_at(const char *p)
{
	return p[0] == '{' && p[1] >= '0' && p[1] <= '3' && p[2] == '}' ? p[1] - '0' : -1;
}

static struct text
in_language(struct text arg, enum lang lang)
{
	const char *cut = arg.len > 0 ? memchr(arg.ptr, '\x1f', arg.len) : NULL;

	if (cut == NULL)
		return arg;
	return lang == LANG_ZH ? (struct text){ arg.ptr, (size_t)(cut - arg.ptr) }
			       : (struct text){ cut + 1, (size_t)(arg.ptr + arg.len - cut - 1) };
}

static void
fill(const struct diag *d, enum lang lang, const char *p, const char *end, struct buf *out)
{
	while (p < end) {
		int i = slot_at(p);

		if (i >= 0)
			buf_addt(out, in_language(d->arg[i], lang));
		else
			buf_addc(out, *p);
		p += i >= 0 ? 3 : 1;
	}
}

static bool
names_empty(const struct diag *d, const char *p, const char *end)
{
	for (; p < end; p++) {
		int i = slot_at(p);

		if (i >= 0 && d->arg[i].len == 0)
			return true;
	}
	return false;
}

void
diag_sentence(const struct diag *d, enum lang lang, struct buf *out)
{
	const char *s = faults[d->fault].sentence[lang];

	fill(d, lang, s, s + strlen(s), out);
}

void
diag_hint(const struct diag *d, enum lang lang, struct buf *out)
{
	const char *s = faults[d->fault].hint[lang];
	const char *bar = strchr(s, '|');
	const char *end = s + strlen(s);

	if (bar != NULL && names_empty(d, s, bar))
		fill(d, lang, bar + 1, end, out);
	else
		fill(d, lang, s, bar != NULL ? bar : end, out);
}

static struct text
source_line(struct text source, uint32_t line)
{
	const char *p = source.ptr;
	const char *end = source.ptr + source.len;
	size_t len = 0;

	for (; line > 1 && p < end; line--) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));

		p = lf != NULL ? lf + 1 : end;
	}
	while (p + len < end && p[len] != '\n' && p[len] != '\r')
		len++;
	return (struct text){ p, len };
}

/* Bytes of the first `chars` characters. */
static size_t
chars_bytes(struct text t, uint32_t chars)
{
	size_t i = 0;

	for (; chars > 0 && i < t.len; chars--)
		for (i++; i < t.len && ((unsigned char)t.ptr[i] & 0xc0) == 0x80;)
			i++;
	return i;
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

/* Of a very long line the part around the mark is shown. */
static void
print_excerpt(const struct diag *g, struct text line, struct buf *out)
{
	size_t at = chars_bytes(line, g->column > 0 ? g->column - 1 : 0);
	struct text before = { line.ptr, at };
	struct text mark;
	char number[16];
	size_t margin;

	while (visible_width(before) > EXCERPT_WIDTH / 2)
		before = rest(before, chars_bytes(before, 8));
	line = (struct text){ before.ptr, (size_t)(line.ptr + line.len - before.ptr) };
	line.len = chars_bytes(line, EXCERPT_WIDTH);
	mark = rest(line, before.len < line.len ? before.len : line.len);
	mark.len = chars_bytes(mark, g->width > 0 ? g->width : 1);
	margin = (size_t)snprintf(number, sizeof(number), "%u", g->line);
	buf_addf(out, "%s | ", number);
	add_visible(out, line);
	buf_addc(out, '\n');
	repeat(out, ' ', margin);
	buf_adds(out, " | ");
	repeat(out, ' ', visible_width(before));
	repeat(out, '^', mark.len > 0 ? visible_width(mark) : 1);
	buf_addc(out, '\n');
}

static void
print_one(const struct diags *d, const struct diag *g, enum lang lang, struct buf *out)
{
	static const char *const severity[2][2] = { { "错误", "警告" }, { "error", "warning" } };
	static const char *const help[2] = { "提示", "help" };
	const struct text *source = source_of(d, g->file);

	buf_addt(out, g->file);
	buf_addf(out, ":%u:%u: %s[%s]: ", g->line, g->column,
	    severity[lang][fault_severity(g->fault)], fault_code(g->fault));
	diag_sentence(g, lang, out);
	buf_addc(out, '\n');
	if (source != NULL && g->line > 0)
		print_excerpt(g, source_line(*source, g->line), out);
	buf_addf(out, "  = %s: ", help[lang]);
	diag_hint(g, lang, out);
	buf_addc(out, '\n');
}

static int
by_place(const void *a, const void *b)
{
	const struct diag *x = *(const struct diag *const *)a;
	const struct diag *y = *(const struct diag *const *)b;
	int c = text_cmp(x->file, y->file);

	if (c != 0)
		return c;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	if (x->fault != y->fault)
		return x->fault < y->fault ? -1 : 1;
	return x < y ? -1 : x > y;
}

void
diags_print_text(const struct diags *d, enum lang lang, struct buf *out)
{
	const struct diag *order[DIAGS_MAX];

	for (uint32_t i = 0; i < d->count; i++)
		order[i] = &d->items[i];
	qsort(order, d->count, sizeof(*order), by_place);
	for (uint32_t i = 0; i < d->count; i++)
		print_one(d, order[i], lang, out);
	if (d->dropped > 0)
		buf_addf(out, lang == LANG_ZH ? "另有 %u 项未列出\n" : "%u more are not shown\n",
		    d->dropped);
}
