/*
 * Invariants
 *  Y1  libyaml sees clean UTF-8 only, and its events are counted: no work grows faster than the
 * text. Y2  a fault that leaves the tree whole (anchor, tag, duplicate key) does not end the
 * reading; the caller still gets NULL.
 */
#include "rules/yaml_tree.h"

#include <string.h>
#include <yaml.h>

#include "base/map.h"

struct loader {
	yaml_parser_t parser;
	const char *file;
	struct text source; /* our copy, without byte order mark */
	const char **lines; /* start of each line */
	uint32_t n_lines;
	const char *at; /* where the last mark was */
	size_t at_line, at_column;
	uint32_t nodes;
	struct arena *arena;
	struct diags *diags;
};

struct list {
	struct ynode **items, **keys;
	uint32_t count, cap;
};

static uint32_t
chars(const char *p, const char *end)
{
	uint32_t n = 0;

	for (; p < end; p++)
		n += ((unsigned char)*p & 0xc0) != 0x80;
	return n;
}

static const char *
next_char(const char *p, const char *end)
{
	for (p++; p < end && ((unsigned char)*p & 0xc0) == 0x80;)
		p++;
	return p;
}

/* text_clean(), and no line break but LF and CR LF: everybody must count the same lines. */
static bool
char_clean(const char *p, const char *next, const char *end)
{
	struct text one = { p, (size_t)(next - p) };

	if (*p == '\r')
		return next < end && *next == '\n';
	return text_clean(one) && !(one.len == 3 && memcmp(p, "\xe2\x80", 2) == 0 &&
				      (p[2] == '\xa8' || p[2] == '\xa9'));
}

bool
source_clean(const char *file, struct text source, struct diags *diags)
{
	const char *end = source.ptr + source.len;
	const char *start = source.ptr;
	uint32_t line = 1;

	for (const char *p = source.ptr; p < end;) {
		const char *next = next_char(p, end);

		if (!char_clean(p, next, end)) {
			diag_add(diags, F_FILE_TEXT, file, line, chars(start, p) + 1, 1, NULL);
			return false;
		}
		if (*p == '\n') {
			line++;
			start = next;
		}
		p = next;
	}
	return true;
}

static void
find_lines(struct loader *l)
{
	const char *end = l->source.ptr + l->source.len;
	uint32_t n = 1;

	for (const char *p = l->source.ptr; p < end; p++)
		n += *p == '\n';
	l->lines = arena_array(l->arena, n, sizeof(*l->lines));
	l->lines[l->n_lines++] = l->source.ptr;
	for (const char *p = l->source.ptr; p < end; p++)
		if (*p == '\n')
			l->lines[l->n_lines++] = p + 1;
}

/* libyaml counts characters, not bytes. Marks come in rising order, so each search goes on where
 * the last one ended: a line may be as long as the file. */
static const char *
at_mark(struct loader *l, yaml_mark_t m)
{
	const char *end = l->source.ptr + l->source.len;

	if (m.line >= l->n_lines)
		return end;
	if (l->at == NULL || m.line != l->at_line || m.column < l->at_column) {
		l->at = l->lines[m.line];
		l->at_line = m.line;
		l->at_column = 0;
	}
	for (; l->at_column < m.column && l->at < end; l->at_column++)
		l->at = next_char(l->at, end);
	return l->at;
}

static void
fault_at(struct loader *l, enum fault f, yaml_mark_t m, const char *arg)
{
	diag_add(l->diags, f, l->file, (uint32_t)m.line + 1, (uint32_t)m.column + 1, 0, arg, NULL);
}

static bool
next_event(struct loader *l, yaml_event_t *e)
{
	if (yaml_parser_parse(&l->parser, e))
		return true;
	fault_at(l, F_YAML_SYNTAX, l->parser.problem_mark,
	    l->parser.problem != NULL ? l->parser.problem : "?");
	return false;
}

static void
refuse(struct loader *l, const yaml_event_t *e, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor != NULL)
		fault_at(l, F_YAML_ALIAS, e->start_mark, NULL);
	if (tag != NULL)
		fault_at(l, F_YAML_TAG, e->start_mark, NULL);
}

static struct ynode *
node_new(struct loader *l, enum ynode_kind kind, const yaml_event_t *e)
{
	struct ynode *n = arena_alloc(l->arena, sizeof(*n));

	n->kind = kind;
	n->line = (uint32_t)e->start_mark.line + 1;
	n->column = (uint32_t)e->start_mark.column + 1;
	return n;
}

static struct ynode *
scalar(struct loader *l, const yaml_event_t *e)
{
	struct ynode *n = node_new(l, Y_SCALAR, e);
	struct text t = { (const char *)e->data.scalar.value, e->data.scalar.length };
	const char *from = at_mark(l, e->start_mark);
	const char *to = at_mark(l, e->end_mark);

	refuse(l, e, e->data.scalar.anchor, e->data.scalar.tag);
	n->plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	n->text = text_dup(l->arena, t);
	n->raw = (struct text){ from, to > from ? (size_t)(to - from) : 0 };
	/* an escape may spell what the file itself must not hold */
	if (!text_clean(t))
		fault_at(l, F_FILE_TEXT, e->start_mark, NULL);
	return n;
}

static void
grow(struct loader *l, struct list *t)
{
	uint32_t cap = t->cap == 0 ? 4 : t->cap * 2;
	struct ynode **items = arena_array(l->arena, cap, sizeof(struct ynode *));
	struct ynode **keys = arena_array(l->arena, cap, sizeof(struct ynode *));

	if (t->count > 0) {
		memcpy(items, t->items, t->count * sizeof(struct ynode *));
		memcpy(keys, t->keys, t->count * sizeof(struct ynode *));
	}
	*t = (struct list){ items, keys, t->count, cap };
}

static struct ynode *node(struct loader *l, const yaml_event_t *e, int depth);

/* Items up to the closing event. False: stop reading. */
static bool
children(struct loader *l, struct ynode *n, int depth)
{
	bool map = n->kind == Y_MAP;
	struct list t = { 0 };
	yaml_event_t e;
	bool ok = true;

	for (;;) {
		struct ynode *child;

		if (!next_event(l, &e))
			return false;
		if (e.type == YAML_SEQUENCE_END_EVENT || e.type == YAML_MAPPING_END_EVENT)
			break;
		child = node(l, &e, depth + 1);
		yaml_event_delete(&e);
		if (child == NULL)
			return false;
		if (t.count == t.cap)
			grow(l, &t);
		if (map) {
			if (!next_event(l, &e))
				return false;
			t.keys[t.count] = child;
			child = node(l, &e, depth + 1);
			yaml_event_delete(&e);
			ok = child != NULL;
		}
		t.items[t.count++] = child;
		if (!ok)
			return false;
	}
	yaml_event_delete(&e);
	n->count = t.count;
	n->items = t.items;
	n->keys = map ? t.keys : NULL;
	return true;
}

static void
check_keys(struct loader *l, const struct ynode *n)
{
	struct map *seen = map_new(l->arena, n->count);
	char line[16];
	uint32_t first;

	for (uint32_t i = 0; i < n->count; i++) {
		const struct ynode *k = n->keys[i];

		if (k->kind != Y_SCALAR) {
			diag_add(l->diags, F_YAML_KEY, l->file, k->line, k->column, 0, NULL);
		} else if (!map_put(seen, k->text, k->line)) {
			if (!map_get(seen, k->text, &first))
				first = 0;
			snprintf(line, sizeof(line), "%u", first);
			diag_add(l->diags, F_YAML_DUPLICATE_KEY, l->file, k->line, k->column,
			    ynode_width(k), k->text.ptr, line, NULL);
		}
	}
}

static struct ynode *
collection(struct loader *l, const yaml_event_t *e, int depth)
{
	bool map = e->type == YAML_MAPPING_START_EVENT;
	struct ynode *n = node_new(l, map ? Y_MAP : Y_SEQ, e);

	if (map)
		refuse(l, e, e->data.mapping_start.anchor, e->data.mapping_start.tag);
	else
		refuse(l, e, e->data.sequence_start.anchor, e->data.sequence_start.tag);
	if (depth >= YAML_DEPTH_MAX) {
		fault_at(l, F_YAML_DEPTH, e->start_mark, "64");
		return NULL;
	}
	if (!children(l, n, depth))
		return NULL;
	if (map)
		check_keys(l, n);
	return n;
}

/* NULL: stop reading, the fault is reported. */
static struct ynode *
node(struct loader *l, const yaml_event_t *e, int depth)
{
	struct ynode *n;

	if (++l->nodes > YAML_NODES_MAX) {
		fault_at(l, F_YAML_NODES, e->start_mark, "200000");
		return NULL;
	}
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return scalar(l, e);
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return collection(l, e, depth);
	default: /* an alias: nothing else can stand here */
		fault_at(l, F_YAML_ALIAS, e->start_mark, NULL);
		n = node_new(l, Y_SCALAR, e);
		n->plain = true;
		n->text = n->raw = TEXT("");
		return n;
	}
}

/* The next event, if it is of that type. */
static bool
pass(struct loader *l, yaml_event_type_t type, enum fault f)
{
	yaml_event_t e;
	bool ok;

	if (!next_event(l, &e))
		return false;
	ok = e.type == type;
	if (!ok)
		fault_at(l, f, e.start_mark, NULL);
	yaml_event_delete(&e);
	return ok;
}

static struct ynode *
document(struct loader *l)
{
	struct ynode *root;
	yaml_event_t e;

	if (!pass(l, YAML_STREAM_START_EVENT, F_YAML_EMPTY) ||
	    !pass(l, YAML_DOCUMENT_START_EVENT, F_YAML_EMPTY) || !next_event(l, &e))
		return NULL;
	root = node(l, &e, 0);
	yaml_event_delete(&e);
	if (root == NULL || !pass(l, YAML_DOCUMENT_END_EVENT, F_YAML_DOCUMENTS) ||
	    !pass(l, YAML_STREAM_END_EVENT, F_YAML_DOCUMENTS))
		return NULL;
	return root;
}

struct text
source_without_mark(struct text t)
{
	bool bom = t.len >= 3 && memcmp(t.ptr, "\xef\xbb\xbf", 3) == 0;

	return bom ? (struct text){ t.ptr + 3, t.len - 3 } : t;
}

const struct ynode *
yaml_read(const char *file, struct text source, struct arena *arena, struct diags *diags)
{
	struct loader l = { .file = file, .arena = arena, .diags = diags };
	uint32_t errors = diags->errors;
	const struct ynode *root;
	char size[24];

	if (source.len > YAML_BYTES_MAX) {
		snprintf(size, sizeof(size), "%zu", source.len);
		diag_add(diags, F_FILE_SIZE, file, 1, 1, 0, size, "1048576", NULL);
		return NULL;
	}
	l.source = text_dup(arena, source_without_mark(source));
	diags_source(diags, file, l.source);
	if (!source_clean(file, l.source, diags))
		return NULL;
	find_lines(&l);
	if (!yaml_parser_initialize(&l.parser))
		abort();
	yaml_parser_set_encoding(&l.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&l.parser, (const unsigned char *)l.source.ptr, l.source.len);
	root = document(&l);
	yaml_parser_delete(&l.parser);
	return diags->errors == errors ? root : NULL;
}

const struct ynode *
ynode_get(const struct ynode *map, const char *key)
{
	const struct text name = text_of(key);

	if (map == NULL || map->kind != Y_MAP)
		return NULL;
	for (uint32_t i = 0; i < map->count; i++)
		if (map->keys[i]->kind == Y_SCALAR && text_eq(map->keys[i]->text, name))
			return map->items[i];
	return NULL;
}

bool
ynode_is_null(const struct ynode *n)
{
	return n->kind == Y_SCALAR && n->plain &&
	       (n->text.len == 0 || text_is(n->text, "null") || text_is(n->text, "~"));
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Characters other than blanks come in the same order in text and source; quotes, escapes,
 * and indentation stand between them. */
static const char *
raw_at(const struct ynode *n, size_t offset)
{
	const char *p = n->raw.ptr;
	const char *end = p + n->raw.len;
	const char *eol = n->raw.len > 0 && !n->plain && (*p == '|' || *p == '>')
			      ? memchr(p, '\n', n->raw.len)
			      : NULL;

	if (eol != NULL)
		p = eol + 1; /* header of a block scalar */
	else if (!n->plain && p < end)
		p++; /* quote */
	for (size_t i = 0; i < n->text.len && i <= offset; i++) {
		char c = n->text.ptr[i];
		const char *q = p;

		if (is_space(c)) {
			p += i < offset && p < end && is_space(*p);
			continue;
		}
		while (q < end && *q != c)
			q++;
		if (i == offset || q == end)
			return q;
		p = q + 1;
	}
	return p;
}

void
ynode_place(const struct ynode *n, size_t offset, uint32_t *line, uint32_t *column)
{
	const char *p = raw_at(n, offset);
	const char *start = NULL;

	*line = n->line;
	for (const char *q = n->raw.ptr; q < p; q++) {
		if (*q != '\n')
			continue;
		(*line)++;
		start = q + 1;
	}
	*column = start != NULL ? chars(start, p) + 1 : n->column + chars(n->raw.ptr, p);
}

uint32_t
ynode_width(const struct ynode *n)
{
	if (n->kind != Y_SCALAR || memchr(n->raw.ptr, '\n', n->raw.len) != NULL)
		return 0;
	return chars(n->raw.ptr, n->raw.ptr + n->raw.len);
}
