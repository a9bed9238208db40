/*
 * Conditions of a decision table:  *   value   >= 3   2..5   [2, 5)   a|b   (any of the others)
 * A bound that is left out of its range is the next millionth, so that every range has both ends
 * inside; how it was written is kept for the print.
 */
#include <stdlib.h>
#include <string.h>

#include "rules/print.h"
#include "rules/table_internal.h"

struct cell_reading {
	struct scheme_builder *b;
	const struct table_column *c;
	const struct ynode *n;
};

static struct text
trim(struct text t)
{
	while (t.len > 0 && (t.ptr[0] == ' ' || t.ptr[0] == '\t'))
		t = (struct text){ t.ptr + 1, t.len - 1 };
	while (t.len > 0 && (t.ptr[t.len - 1] == ' ' || t.ptr[t.len - 1] == '\t'))
		t.len--;
	return t;
}

static struct text
from(struct text t, size_t n)
{
	return trim((struct text){ t.ptr + n, t.len - n });
}

static bool
wrong(const struct cell_reading *r, enum fault fault, struct text what)
{
	FAULT_AT(r->b, fault, r->n, text_dup(r->b->arena, what).ptr,
	    types_text(r->b->arena, &r->c->type, 1));
	return false;
}

/* 'it''s', or a bare word that no sign begins. */
static bool
text_value(const struct cell_reading *r, struct text t, int64_t *ret)
{
	char *out = arena_alloc(r->b->arena, t.len + 1);
	size_t n = 0;

	if (t.len == 0 || (t.ptr[0] != '\'' && strchr("*<>=![(|", t.ptr[0]) != NULL))
		return wrong(r, F_TABLE_CELL, t);
	if (t.ptr[0] != '\'') {
		*ret = (int64_t)build_text(r->b, t) * DEC_ONE;
		return true;
	}
	for (size_t i = 1; i < t.len; i++) {
		if (t.ptr[i] == '\'') {
			if (i + 1 == t.len) {
				*ret = (int64_t)build_text(r->b, (struct text){ out, n }) * DEC_ONE;
				return true;
			}
			if (t.ptr[i + 1] != '\'')
				break;
			i++;
		}
		out[n++] = t.ptr[i];
	}
	return wrong(r, F_TABLE_CELL, t);
}

static bool
value(const struct cell_reading *r, struct text t, int64_t *ret)
{
	enum vtype want = r->c->type.kind, have;

	if (want == VT_TEXT)
		return text_value(r, t, ret);
	have = value_like(t, ret);
	if (have == want || (have == VT_NUMBER && (want == VT_DAYS || want == VT_MONEY)))
		return true;
	return wrong(r, F_TABLE_CELL, t);
}

/* False: nothing lies past the end of the numbers. */
static bool
open_low(struct table_range *g)
{
	g->low_open = true;
	return !__builtin_add_overflow(g->low, 1, &g->low);
}

static bool
open_high(struct table_range *g)
{
	g->high_open = true;
	return !__builtin_sub_overflow(g->high, 1, &g->high);
}

/* >= 3 */
static bool
compared(const struct cell_reading *r, struct text t, struct table_range *g)
{
	bool equal = t.len > 1 && t.ptr[1] == '=';
	struct text rest = from(t, equal ? 2 : 1);
	int64_t v;

	if (!value(r, rest, &v))
		return false;
	if (t.ptr[0] == '>') {
		g->low = v;
		return equal || open_low(g) || wrong(r, F_TABLE_NOTHING, t);
	}
	g->high = v;
	return equal || open_high(g) || wrong(r, F_TABLE_NOTHING, t);
}

static bool
ends(const struct cell_reading *r, struct text low, struct text high, struct table_range *g)
{
	return value(r, trim(low), &g->low) && value(r, trim(high), &g->high);
}

/* [2, 5) */
static bool
bracketed(const struct cell_reading *r, struct text t, struct table_range *g)
{
	const char *comma = memchr(t.ptr, ',', t.len);
	char last = t.ptr[t.len - 1];
	struct text low, high;

	if (comma == NULL || (last != ']' && last != ')'))
		return wrong(r, F_TABLE_CELL, t);
	low = (struct text){ t.ptr + 1, (size_t)(comma - t.ptr) - 1 };
	high = (struct text){ comma + 1, t.len - low.len - 3 };
	if (!ends(r, low, high, g))
		return false;
	if ((t.ptr[0] == '(' && !open_low(g)) || (last == ')' && !open_high(g)))
		return wrong(r, F_TABLE_NOTHING, t);
	return true;
}

static const char *
dots_in(struct text t)
{
	for (size_t i = 0; i + 1 < t.len; i++)
		if (t.ptr[i] == '.' && t.ptr[i + 1] == '.')
			return t.ptr + i;
	return NULL;
}

static bool
single(const struct cell_reading *r, struct text t, struct table_range *g)
{
	bool ok = value(r, t, &g->low);

	g->high = g->low;
	return ok;
}

static bool
range(const struct cell_reading *r, struct text t, struct table_range *g)
{
	bool ordered = r->c->type.kind != VT_TEXT && r->c->type.kind != VT_BOOL;
	const char *dots = dots_in(t);

	*g = (struct table_range){ .low = RANGE_LOW, .high = RANGE_HIGH };
	if (t.len == 0)
		return wrong(r, F_TABLE_CELL, t);
	if (!ordered)
		return single(r, t, g);
	if (t.ptr[0] == '<' || t.ptr[0] == '>')
		return compared(r, t, g);
	if (t.len > 1 && (t.ptr[0] == '[' || t.ptr[0] == '('))
		return bracketed(r, t, g);
	if (dots != NULL)
		return ends(r, (struct text){ t.ptr, (size_t)(dots - t.ptr) },
		    (struct text){ dots + 2, t.len - (size_t)(dots - t.ptr) - 2 }, g);
	return single(r, t, g);
}

/* What stands before the next | outside of quotes; *rest is what follows it. */
static struct text
next_alternative(struct text *rest, bool *more)
{
	bool quoted = false;
	size_t i = 0;
	struct text t;

	while (i < rest->len && (quoted || rest->ptr[i] != '|'))
		quoted ^= rest->ptr[i++] == '\'';
	*more = i < rest->len;
	t = (struct text){ rest->ptr, i };
	*rest = (struct text){ rest->ptr + i + *more, rest->len - i - *more };
	return trim(t);
}

static int
by_ends(const void *a, const void *b)
{
	const struct table_range *x = a;
	const struct table_range *y = b;

	if (x->low != y->low)
		return x->low < y->low ? -1 : 1;
	return (x->high > y->high) - (x->high < y->high);
}

/* Part of the column's domain, of texts one of its words. */
static bool
inside(const struct cell_reading *r, const struct table_range *g)
{
	const struct table_cell *d = &r->c->domain;
	struct buf all;

	for (uint16_t k = 0; k < d->n; k++)
		if (g->low <= d->ranges[k].high && g->high >= d->ranges[k].low)
			return true;
	if (d->n == 0)
		return true;
	buf_init(&all, 4096);
	cell_print(r->b->s, r->c, d, &all);
	FAULT_AT(r->b, F_TABLE_OUTSIDE, r->n, r->n->text.ptr, all.data);
	buf_free(&all);
	return false;
}

bool
cell_read(struct scheme_builder *b, const struct table_column *c, const struct ynode *n,
    struct table_cell *ret)
{
	struct cell_reading r = { b, c, n };
	struct table_range ranges[TABLE_RANGES_MAX];
	struct text rest = n->text;
	bool more = true;

	*ret = (struct table_cell){ 0, NULL };
	if (n->kind != Y_SCALAR || n->text.len > TABLE_CELL_MAX) {
		FAULT_AT(b, F_NODE_KIND, n, text_dup(b->arena, c->name).ptr,
		    DIAG_BOTH("一个不超过 400 字节的条件", "one condition of at most 400 bytes"));
		return false;
	}
	if (text_is(trim(n->text), "*"))
		return true;
	while (more) {
		struct text t = next_alternative(&rest, &more);

		if (ret->n == TABLE_RANGES_MAX) {
			FAULT_AT(b, F_LIMIT, n,
			    DIAG_BOTH("条件的分支数", "Alternatives of a condition"), "16");
			return false;
		}
		if (!range(&r, t, &ranges[ret->n]))
			return false;
		if (ranges[ret->n].low > ranges[ret->n].high)
			return wrong(&r, F_TABLE_NOTHING, t);
		if (!inside(&r, &ranges[ret->n++]))
			return false;
	}
	ret->ranges = arena_array(b->arena, ret->n, sizeof(*ranges));
	memcpy(ret->ranges, ranges, ret->n * sizeof(*ranges));
	qsort(ret->ranges, ret->n, sizeof(*ranges), by_ends);
	return true;
}

/* ---- print ------------------------------------------------------------------------- */

void
cell_value_print(const struct scheme *s, const struct rtype *type, int64_t v, struct buf *out)
{
	if (type->kind == VT_DATE)
		value_print(s, type, v, out);
	else
		literal_print(s, type, v, out);
}

static void
range_print(
    const struct scheme *s, const struct rtype *type, const struct table_range *g, struct buf *out)
{
	int64_t low = g->low - g->low_open, high = g->high + g->high_open;

	if (g->low == g->high && !g->low_open && !g->high_open) {
		cell_value_print(s, type, low, out);
	} else if (g->low == RANGE_LOW && !g->low_open) {
		buf_adds(out, g->high_open ? "< " : "<= ");
		cell_value_print(s, type, high, out);
	} else if (g->high == RANGE_HIGH && !g->high_open) {
		buf_adds(out, g->low_open ? "> " : ">= ");
		cell_value_print(s, type, low, out);
	} else {
		buf_addc(out, g->low_open ? '(' : '[');
		cell_value_print(s, type, low, out);
		buf_adds(out, ", ");
		cell_value_print(s, type, high, out);
		buf_addc(out, g->high_open ? ')' : ']');
	}
}

void
cell_print(const struct scheme *s, const struct table_column *c, const struct table_cell *cell,
    struct buf *out)
{
	if (cell->n == 0)
		buf_addc(out, '*');
	for (uint16_t k = 0; k < cell->n; k++) {
		buf_adds(out, k > 0 ? "|" : "");
		range_print(s, &c->type, &cell->ranges[k], out);
	}
}
