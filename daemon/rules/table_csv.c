/*
 * A strict reader of CSV (RFC 4180): commas, LF or CR LF, cells may stand between double quotes
 * with doubled quotes inside, no line break inside a cell, as many cells in every line as in the
 * head. Blanks around an unquoted cell do not count. Lines that begin with # are remarks.
 */
#include <stdio.h>
#include <string.h>

#include "rules/table_internal.h"

#define COLUMNS_MAX (TABLE_INS_MAX + TABLE_OUTS_MAX + 2)

struct csv {
	const char *file;
	struct arena *arena;
	struct diags *diags;
	const char *p, *end, *line_start;
	uint32_t line;
};

static uint32_t
column_of(const struct csv *c, const char *p)
{
	uint32_t n = 1;

	for (const char *q = c->line_start; q < p; q++)
		n += ((unsigned char)*q & 0xc0) != 0x80;
	return n;
}

static bool
refuse(const struct csv *c, enum fault fault, const char *at, const char *a0, const char *a1)
{
	diag_add(c->diags, fault, c->file, c->line, column_of(c, at), 0, a0, a1, NULL);
	return false;
}

static bool
at_line_end(const struct csv *c)
{
	return c->p == c->end || *c->p == '\n' ||
	       (*c->p == '\r' && c->p + 1 < c->end && c->p[1] == '\n');
}

static void
pass_line_end(struct csv *c)
{
	c->p += c->p < c->end && *c->p == '\r';
	c->p += c->p < c->end;
	c->line++;
	c->line_start = c->p;
}

static struct text
trimmed(const char *from, const char *to)
{
	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	while (to > from && (to[-1] == ' ' || to[-1] == '\t'))
		to--;
	return (struct text){ from, (size_t)(to - from) };
}

static bool
quoted(struct csv *c, struct ynode *n)
{
	const char *start = c->p++;
	char *out = arena_alloc(c->arena, TABLE_CELL_MAX + 1);
	size_t len = 0;

	for (;;) {
		if (at_line_end(c))
			return refuse(c, F_TABLE_CSV, start,
			    DIAG_BOTH("引号没有结束", "a quote is not closed"), NULL);
		if (*c->p == '"') {
			if (c->p + 1 == c->end || c->p[1] != '"')
				break;
			c->p++;
		}
		if (len == TABLE_CELL_MAX)
			return refuse(c, F_LIMIT, start,
			    DIAG_BOTH("单元格的字节数", "Bytes of a cell"), "400");
		out[len++] = *c->p++;
	}
	c->p++;
	n->plain = false;
	n->text = (struct text){ out, len };
	n->raw = (struct text){ start, (size_t)(c->p - start) };
	if (!at_line_end(c) && *c->p != ',')
		return refuse(c, F_TABLE_CSV, c->p,
		    DIAG_BOTH("引号之后应为逗号或行末", "after a quoted cell comes a comma"), NULL);
	return true;
}

static bool
unquoted(struct csv *c, struct ynode *n)
{
	const char *start = c->p;

	for (; !at_line_end(c) && *c->p != ','; c->p++)
		if (*c->p == '"')
			return refuse(c, F_TABLE_CSV, c->p,
			    DIAG_BOTH("引号应包住整个单元格", "quotes stand around a whole cell"),
			    NULL);
	n->plain = true;
	n->raw = trimmed(start, c->p);
	if (n->raw.len > TABLE_CELL_MAX)
		return refuse(
		    c, F_LIMIT, start, DIAG_BOTH("单元格的字节数", "Bytes of a cell"), "400");
	n->text = text_dup(c->arena, n->raw);
	n->column = column_of(c, n->raw.ptr);
	return true;
}

/* One line into at most COLUMNS_MAX cells. */
static bool
record(struct csv *c, struct ynode **cells, uint32_t *ret_n)
{
	*ret_n = 0;
	for (;;) {
		struct ynode *n = arena_alloc(c->arena, sizeof(*n));

		n->kind = Y_SCALAR;
		n->line = c->line;
		n->column = column_of(c, c->p);
		if (*ret_n == COLUMNS_MAX)
			return refuse(
			    c, F_LIMIT, c->p, DIAG_BOTH("列数", "Columns of a table"), "18");
		if (c->p < c->end && *c->p == '"' ? !quoted(c, n) : !unquoted(c, n))
			return false;
		cells[(*ret_n)++] = n;
		if (at_line_end(c))
			break;
		c->p++;
	}
	pass_line_end(c);
	return true;
}

static void
pass_remarks(struct csv *c)
{
	while (c->p < c->end && (*c->p == '#' || at_line_end(c))) {
		while (!at_line_end(c))
			c->p++;
		pass_line_end(c);
	}
}

static struct ynode *
row(struct csv *c, struct ynode **head, uint32_t n_head, struct ynode **cells, uint32_t n)
{
	struct ynode *r = arena_alloc(c->arena, sizeof(*r));
	char have[16], want[16];

	if (n != n_head) {
		snprintf(have, sizeof(have), "%u", n);
		snprintf(want, sizeof(want), "%u", n_head);
		diag_add(c->diags, F_TABLE_CELLS, c->file, cells[0]->line, 1, 0, have, want, NULL);
		return NULL;
	}
	*r = (struct ynode){ .kind = Y_MAP,
		.line = cells[0]->line,
		.column = 1,
		.count = n,
		.keys = head,
		.items = arena_array(c->arena, n, sizeof(*cells)) };
	memcpy(r->items, cells, n * sizeof(*cells));
	return r;
}

static bool
head_ok(struct csv *c, struct ynode **head, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < i; k++)
			if (text_eq(head[i]->text, head[k]->text)) {
				diag_add(c->diags, F_YAML_DUPLICATE_KEY, c->file, head[i]->line,
				    head[i]->column, ynode_width(head[i]), head[i]->text.ptr, "1",
				    NULL);
				return false;
			}
	return true;
}

static bool
rows(struct csv *c, struct ynode *list, struct ynode **head, uint32_t n_head)
{
	struct ynode *cells[COLUMNS_MAX];
	uint32_t n, cap = 0;

	for (pass_remarks(c); c->p < c->end; pass_remarks(c)) {
		if (list->count == TABLE_ROWS_MAX)
			return refuse(
			    c, F_LIMIT, c->p, DIAG_BOTH("决策表行数", "Rows of a table"), "1000");
		if (!record(c, cells, &n))
			return false;
		list->items =
		    arena_room(c->arena, list->items, list->count, &cap, sizeof(*list->items));
		list->items[list->count] = row(c, head, n_head, cells, n);
		if (list->items[list->count] == NULL)
			return false;
		list->count++;
	}
	return true;
}

const struct ynode *
csv_read(const char *file, struct text source, struct arena *arena, struct diags *diags)
{
	struct csv c = { .file = file, .arena = arena, .diags = diags, .line = 1 };
	struct ynode **head = arena_array(arena, COLUMNS_MAX, sizeof(*head));
	struct ynode *list = arena_alloc(arena, sizeof(*list));
	char size[24];
	uint32_t n;

	*list = (struct ynode){ .kind = Y_SEQ, .line = 1, .column = 1 };
	if (source.len > TABLE_CSV_MAX) {
		snprintf(size, sizeof(size), "%zu", source.len);
		diag_add(diags, F_FILE_SIZE, file, 1, 1, 0, size, "1048576", NULL);
		return NULL;
	}
	source = text_dup(arena, source_without_mark(source));
	diags_source(diags, file, source);
	if (!source_clean(file, source, diags))
		return NULL;
	c.p = c.line_start = source.ptr;
	c.end = source.ptr + source.len;
	pass_remarks(&c);
	if (c.p == c.end) {
		refuse(&c, F_YAML_EMPTY, c.p, NULL, NULL);
		return NULL;
	}
	if (!record(&c, head, &n) || !head_ok(&c, head, n) || !rows(&c, list, head, n))
		return NULL;
	return list;
}
