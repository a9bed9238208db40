#include "rules/diag.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct fault_row {
	const char *code;
	enum severity severity;
	const char *sentence[2], *hint[2]; /* by enum lang */
	const char *help[4];               /* cause zh, cause en, wrong, right */
};

static const struct fault_row faults[FAULT_COUNT] = {
#define FAULT(sym, code, severity, zh, en, hint_zh, hint_en, ...) \
	[sym] = { code, severity, { zh, en }, { hint_zh, hint_en }, { __VA_ARGS__ } },
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

static const char *
help_text(enum fault f, int i)
{
	return faults[f].help[i] != NULL ? faults[f].help[i] : "";
}

const char *
fault_cause(enum fault f, enum lang lang)
{
	return help_text(f, lang == LANG_ZH ? 0 : 1);
}

const char *
fault_wrong(enum fault f)
{
	return help_text(f, 2);
}

const char *
fault_right(enum fault f)
{
	return help_text(f, 3);
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
diags_order(const struct diags *d, const struct diag *order[DIAGS_MAX])
{
	for (uint32_t i = 0; i < d->count; i++)
		order[i] = &d->items[i];
	qsort(order, d->count, sizeof(*order), by_place);
}
