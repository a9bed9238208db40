#include "rules/print_diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_MAX_BYTES 65536
#define DEPTH_MAX 128

/* One line of a print: its place, and the rest of it. */
struct entry {
	struct text path, value;
	uint32_t line; /* keeps equal paths in their order */
};

/* Where the walk is: the columns and the path up to each open key. */
struct walk {
	struct arena *arena;
	struct buf path;
	struct {
		size_t column, path_len;
		uint32_t items;
	} open[DEPTH_MAX];
	uint32_t depth;
};

/* Up to the keys that stand left of this column. */
static void
close_to(struct walk *w, size_t column)
{
	while (w->depth > 0 && w->open[w->depth - 1].column >= column)
		w->depth--;
	w->path.len = w->depth > 0 ? w->open[w->depth - 1].path_len : 0;
}

static void
open_key(struct walk *w, size_t column, struct text name)
{
	if (w->path.len > 0)
		buf_addc(&w->path, '/');
	buf_addt(&w->path, name);
	if (w->depth == DEPTH_MAX)
		return;
	w->open[w->depth].column = column;
	w->open[w->depth].path_len = w->path.len;
	w->open[w->depth].items = 0;
	w->depth++;
}

/* "id: x" or "{id: x, …" gives x. */
static struct text
id_of(struct text item)
{
	const char *end;

	if (item.len > 0 && item.ptr[0] == '{')
		item = (struct text){ item.ptr + 1, item.len - 1 };
	if (item.len < 5 || memcmp(item.ptr, "id: ", 4) != 0)
		return TEXT("");
	item = (struct text){ item.ptr + 4, item.len - 4 };
	for (end = item.ptr; end < item.ptr + item.len && *end != ',' && *end != '}'; end++)
		;
	return (struct text){ item.ptr, (size_t)(end - item.ptr) };
}

static void
open_item(struct walk *w, size_t column, struct text item)
{
	char number[16];
	struct text name = id_of(item);

	if (name.len == 0) {
		uint32_t nth = w->depth > 0 ? ++w->open[w->depth - 1].items : 1;

		(void)snprintf(number, sizeof(number), "%u", nth);
		name = text_of(number);
	}
	open_key(w, column, name);
}

/* "key: rest", "key:" or neither. */
static bool
split_key(struct text line, struct text *key, struct text *rest)
{
	size_t i = 0;

	while (i < line.len && line.ptr[i] != ':' && line.ptr[i] != '"' && line.ptr[i] != '{')
		i++;
	if (i == 0 || i == line.len || line.ptr[i] != ':' ||
	    (i + 1 < line.len && line.ptr[i + 1] != ' '))
		return false;
	*key = (struct text){ line.ptr, i };
	i += i + 1 < line.len ? 2 : 1;
	*rest = (struct text){ line.ptr + i, line.len - i };
	return true;
}

static struct entry
read_line(struct walk *w, struct text line, uint32_t number)
{
	struct entry e = { .line = number };
	size_t column = 0;
	struct text key;

	while (column < line.len && line.ptr[column] == ' ')
		column++;
	line = (struct text){ line.ptr + column, line.len - column };
	close_to(w, column);
	while (line.len > 2 && line.ptr[0] == '-' && line.ptr[1] == ' ') {
		line = (struct text){ line.ptr + 2, line.len - 2 };
		open_item(w, column, line);
		column += 2;
	}
	e.value = line;
	if (split_key(line, &key, &e.value))
		open_key(w, column, key);
	e.path = text_dup(w->arena, (struct text){ w->path.data, w->path.len });
	return e;
}

static int
by_path(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;
	int order = text_cmp(x->path, y->path);

	return order != 0 ? order : (x->line > y->line) - (x->line < y->line);
}

static struct entry *
entries_of(const struct scheme *s, struct arena *arena, uint32_t *ret_n)
{
	struct walk w = { .arena = arena };
	struct text rest = s->canonical;
	struct entry *entries;
	uint32_t n = 0;

	for (size_t i = 0; i < rest.len; i++)
		n += rest.ptr[i] == '\n';
	entries = arena_array(arena, n + 1, sizeof(*entries));
	buf_init(&w.path, PATH_MAX_BYTES);
	for (n = 0; rest.len > 0;) {
		const char *end = memchr(rest.ptr, '\n', rest.len);
		size_t len = end != NULL ? (size_t)(end - rest.ptr) : rest.len;

		if (len > 0) {
			entries[n] = read_line(&w, (struct text){ rest.ptr, len }, n);
			n++;
		}
		len += end != NULL;
		rest = (struct text){ rest.ptr + len, rest.len - len };
	}
	buf_free(&w.path);
	qsort(entries, n, sizeof(*entries), by_path);
	*ret_n = n;
	return entries;
}

void
scheme_changes(const struct scheme *before, const struct scheme *after, struct arena *arena,
    struct scheme_change **ret, uint32_t *ret_n)
{
	uint32_t n[2], i = 0, k = 0, found = 0;
	const struct entry *a = entries_of(before, arena, &n[0]);
	const struct entry *b = entries_of(after, arena, &n[1]);
	struct scheme_change *changes = arena_array(arena, n[0] + n[1] + 1, sizeof(*changes));

	while (i < n[0] || k < n[1]) {
		int order = i == n[0] ? 1 : k == n[1] ? -1 : text_cmp(a[i].path, b[k].path);
		struct scheme_change c = { .path = order <= 0 ? a[i].path : b[k].path };

		if (order <= 0)
			c.before = a[i++].value;
		if (order >= 0)
			c.after = b[k++].value;
		/* a key that only holds others says nothing by itself */
		if (order == 0 ? !text_eq(c.before, c.after) : c.before.len + c.after.len > 0)
			changes[found++] = c;
	}
	*ret = changes;
	*ret_n = found;
}
