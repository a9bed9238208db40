#include "rules/fields.h"

#include <stdio.h>
#include <string.h>

#include "rules/bounds.h"
#include "rules/print.h"

#define FIELDS_MAX 32
#define COUNT_MAX 3660

struct place {
	enum grain grain; /* of the codes that follow a `per` */
	char *into;
};

static void *
at(char *into, size_t offset)
{
	return into + offset;
}

/* A share that is surely not one. */
static void
known_range(
    struct scheme_builder *b, const struct field *f, const struct ynode *n, const struct code *c)
{
	struct bounds v = f->want == VT_PERCENT ? code_bounds(b->s, c, NULL) : BOUNDS_ANY;

	if (v.high < 0 || v.low > DEC_ONE)
		FAULT_AT(b, F_RANGE, n, c->source.ptr, f->key,
		    DIAG_BOTH("在 0% 至 100% 之间", "from 0% to 100%"));
}

static void
read_code(struct scheme_builder *b, const struct field *f, const struct ynode *n, enum grain grain,
    struct code *ret)
{
	struct rtype want = { .kind = f->want, .unit = TEXT("") };
	struct code code = { .count = 0 };

	b->scope = f->scope;
	if (expr_compile(b, n, grain, &code)) {
		known_range(b, f, n, &code);
		if (code.type.kind == f->want)
			*ret = code;
		else
			FAULT_AT(b, F_SLOT_TYPE, n, f->key, types_text(b->arena, &want, 1),
			    types_text(b->arena, &code.type, 1));
	}
	b->scope = 0;
}

static void
read_count(struct scheme_builder *b, const struct field *f, const struct ynode *n, int32_t *ret)
{
	dec_t v;

	if (!read_dec(b, n, f->key, &v))
		return;
	if (v < 0 || v > COUNT_MAX * DEC_ONE || v % DEC_ONE != 0)
		FAULT_AT(b, F_RANGE, n, n->text.ptr, f->key,
		    DIAG_BOTH("为 0 至 3660 的整数", "a whole number from 0 to 3660"));
	else
		*ret = (int32_t)(v / DEC_ONE);
}

static void
read_days(struct scheme_builder *b, const struct field *f, const struct ynode *n, char *into)
{
	int32_t *days = at(into, f->offset);
	uint32_t *count = at(into, f->count);

	if (!read_list(b, n, f->key))
		return;
	if (n->count > f->most) {
		FAULT_AT(b, F_LIMIT, n, f->key, "8");
		return;
	}
	for (uint32_t i = 0; i < n->count; i++)
		read_count(b, f, n->items[i], &days[(*count)++]);
}

static void
read_node_id(struct scheme_builder *b, const struct field *f, const struct ynode *n, uint32_t *ret)
{
	struct nearest near;
	struct text id = TEXT("");
	int32_t found;

	if (!read_text(b, n, f->key, &id))
		return;
	found = scheme_node(b->s, id);
	if (found > 0) {
		*ret = (uint32_t)found;
		return;
	}
	near = nearest_to(b, id);
	for (uint32_t i = 1; i < b->s->n_nodes; i++)
		nearest_try(&near, b->s->nodes[i].id);
	FAULT_AT(b, F_NODE_UNKNOWN, n, n->text.ptr, nearest_text(&near, b->arena));
}

static void
read_unique_id(struct scheme_builder *b, const struct ynode *n, struct text *ret)
{
	char line[16];
	uint32_t first = 0;

	if (!read_id(b, n, ID_INDICATOR, ret) || map_put(b->ids, *ret, n->line))
		return;
	(void)map_get(b->ids, n->text, &first);
	snprintf(line, sizeof(line), "%u", first);
	FAULT_AT(b, F_ID_DUPLICATE, n, n->text.ptr, line);
}

static void
read_records(struct scheme_builder *b, const struct field *f, const struct ynode *n,
    enum grain grain, char *into)
{
	uint32_t *count = at(into, f->count);
	char most[16], *items;

	if (!read_list(b, n, f->key))
		return;
	if (n->count > f->most) {
		snprintf(most, sizeof(most), "%u", f->most);
		FAULT_AT(b, F_LIMIT, n, f->key, most);
		return;
	}
	items = arena_array(b->arena, n->count, f->record->size);
	memcpy(at(into, f->offset), &items, sizeof(items));
	for (uint32_t i = 0; i < n->count; i++)
		record_read(b, f->record, n->items[i], grain, items + (*count)++ * f->record->size);
}

static void
read_field(struct scheme_builder *b, const struct field *f, const struct ynode *n, struct place *p)
{
	void *to = at(p->into, f->offset);
	unsigned word;

	switch (f->type) {
	case FIELD_ID:
		read_unique_id(b, n, to);
		break;
	case FIELD_TEXT:
		read_text(b, n, f->key, to);
		break;
	case FIELD_TITLE:
		read_title(b, n, f->key, to);
		break;
	case FIELD_BOOL:
		read_bool(b, n, f->key, to);
		break;
	case FIELD_WORD:
		if (read_choice(b, n, f->key, f->word, 0, f->words, &word, to))
			*(unsigned *)to = word;
		break;
	case FIELD_GRAIN:
		if (read_word(b, n, f->key, f->word, 0, f->words, &word))
			*(enum grain *)to = p->grain = (enum grain)word;
		break;
	case FIELD_COUNT:
		read_count(b, f, n, to);
		break;
	case FIELD_CODE:
		read_code(b, f, n, p->grain, to);
		break;
	case FIELD_NODE:
		read_node_id(b, f, n, to);
		break;
	case FIELD_DAYS:
		read_days(b, f, n, p->into);
		break;
	case FIELD_LIST:
		read_records(b, f, n, p->grain, p->into);
		break;
	case FIELD_MAP:
		record_read(b, f->record, n, p->grain, to);
		break;
	}
}

void
record_read(struct scheme_builder *b, const struct record *r, const struct ynode *n,
    enum grain grain, void *into)
{
	struct key_row rows[FIELDS_MAX];

	for (size_t i = 0; i < r->n; i++)
		rows[i] = (struct key_row){ r->fields[i].key, r->fields[i].required, NULL };
	if (!keys_read(b, n, r->what, rows, r->n, NULL))
		return;
	choices_read(b, n, r->what, r->choices, r->n_choices);
	fields_read(b, r, n, grain, into);
}

void
fields_read(struct scheme_builder *b, const struct record *r, const struct ynode *n,
    enum grain grain, void *into)
{
	struct place p = { grain, into };

	for (size_t i = 0; i < r->n; i++) {
		const struct ynode *value = ynode_get(n, r->fields[i].key);

		if (value != NULL)
			read_field(b, &r->fields[i], value, &p);
	}
	if (r->check != NULL)
		r->check(b, n, into);
}

void
record_codes(const struct record *r, const void *from,
    void (*visit)(void *ctx, const struct field *f, const struct code *c), void *ctx)
{
	const char *base = from, *items;

	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		const void *v = base + f->offset;

		if (f->type == FIELD_CODE) {
			visit(ctx, f, v);
		} else if (f->type == FIELD_MAP) {
			record_codes(f->record, v, visit, ctx);
		} else if (f->type == FIELD_LIST) {
			memcpy(&items, v, sizeof(items));
			for (uint32_t k = 0; k < *(const uint32_t *)(const void *)(base + f->count);
			     k++)
				record_codes(f->record, items + k * f->record->size, visit, ctx);
		}
	}
}

/* ---- print ------------------------------------------------------------------------ */

static void
key(const struct field *f, int depth, struct buf *out)
{
	for (int i = 0; i < depth; i++)
		buf_adds(out, "  ");
	buf_addf(out, "%s:", f->key);
}

static void
print_text(const struct field *f, struct text t, int depth, struct buf *out)
{
	if (t.len == 0)
		return;
	key(f, depth, out);
	buf_addc(out, ' ');
	yaml_quoted(t, out);
	buf_addc(out, '\n');
}

static void
print_title(const struct field *f, const struct title *t, int depth, struct buf *out)
{
	if (t->zh.len == 0 && t->en.len == 0)
		return;
	key(f, depth, out);
	buf_adds(out, " {zh: ");
	yaml_quoted(t->zh, out);
	buf_adds(out, ", en: ");
	yaml_quoted(t->en, out);
	buf_adds(out, "}\n");
}

static void
print_days(const struct field *f, const char *from, int depth, struct buf *out)
{
	const int32_t *days = (const void *)(from + f->offset);
	uint32_t n = *(const uint32_t *)(const void *)(from + f->count);

	if (n == 0)
		return;
	key(f, depth, out);
	for (uint32_t i = 0; i < n; i++)
		buf_addf(out, "%s%d", i == 0 ? " [" : ", ", days[i]);
	buf_adds(out, "]\n");
}

/* A list's first line carries the dash: printed in place of its indentation's end. */
static void
print_list(
    const struct scheme *s, const struct field *f, const char *from, int depth, struct buf *out)
{
	uint32_t n = *(const uint32_t *)(const void *)(from + f->count);
	const char *items;

	if (n == 0)
		return;
	memcpy(&items, from + f->offset, sizeof(items));
	key(f, depth, out);
	buf_addc(out, '\n');
	for (uint32_t i = 0; i < n; i++) {
		size_t start = out->len;

		record_print(s, f->record, items + i * f->record->size, depth + 2, out);
		if (!out->over && out->len > start)
			out->data[start + 2 * (size_t)(depth + 1)] = '-';
	}
}

static void
print_map(
    const struct scheme *s, const struct field *f, const char *from, int depth, struct buf *out)
{
	size_t start = out->len, body;

	key(f, depth, out);
	buf_addc(out, '\n');
	body = out->len;
	record_print(s, f->record, from + f->offset, depth + 1, out);
	if (out->len == body && !out->over) {
		out->len = start;
		out->data[start] = '\0';
	}
}

static void
print_word(const struct field *f, const char *word, int depth, struct buf *out)
{
	key(f, depth, out);
	buf_addf(out, " %s\n", word);
}

static void
print_choice(
    const struct scheme *s, const struct field *f, const unsigned *v, int depth, struct buf *out)
{
	if (*v == 0 && !f->required && scheme_chosen(s, v) == NULL)
		return;
	key(f, depth, out);
	buf_addc(out, ' ');
	word_value(s, v, f->word(*v), out);
	buf_addc(out, '\n');
}

static void
print_field(
    const struct scheme *s, const struct field *f, const char *from, int depth, struct buf *out)
{
	const void *v = from + f->offset;

	switch (f->type) {
	case FIELD_ID:
	case FIELD_TEXT:
		print_text(f, *(const struct text *)v, depth, out);
		break;
	case FIELD_TITLE:
		print_title(f, v, depth, out);
		break;
	case FIELD_BOOL:
		if (*(const bool *)v)
			print_word(f, "true", depth, out);
		break;
	case FIELD_WORD:
		print_choice(s, f, v, depth, out);
		break;
	case FIELD_GRAIN:
		if (*(const unsigned *)v != 0 || f->required)
			print_word(f, f->word(*(const unsigned *)v), depth, out);
		break;
	case FIELD_COUNT:
		if (*(const int32_t *)v != 0 || f->required) {
			key(f, depth, out);
			buf_addf(out, " %d\n", *(const int32_t *)v);
		}
		break;
	case FIELD_CODE:
		print_text(f, ((const struct code *)v)->source, depth, out);
		break;
	case FIELD_NODE:
		if (*(const uint32_t *)v != 0)
			print_text(f, s->nodes[*(const uint32_t *)v].id, depth, out);
		break;
	case FIELD_DAYS:
		print_days(f, from, depth, out);
		break;
	case FIELD_LIST:
		print_list(s, f, from, depth, out);
		break;
	case FIELD_MAP:
		print_map(s, f, from, depth, out);
		break;
	}
}

void
record_print(
    const struct scheme *s, const struct record *r, const void *from, int depth, struct buf *out)
{
	for (size_t i = 0; i < r->n; i++)
		print_field(s, &r->fields[i], from, depth, out);
}
