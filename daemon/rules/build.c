#include "rules/build.h"

#include <stdio.h>
#include <stdlib.h>

#include "rules/decisions.h"
#include "rules/print.h"

bool
build_constant(struct scheme_builder *b, const struct rtype *type, int64_t value, uint16_t *ret)
{
	struct scheme *s = b->s;
	uint32_t cap = b->cap_constants;
	uint32_t found;
	char key[40];
	struct text k;

	snprintf(key, sizeof(key), "%d:%lld", (int)type->kind, (long long)value);
	if (map_get(b->constants, text_of(key), &found)) {
		*ret = (uint16_t)found;
		return true;
	}
	if (s->n_constants == CONSTANTS_MAX)
		return false;
	k = text_dup(b->arena, text_of(key));
	if (!map_put(b->constants, k, s->n_constants))
		return false;
	s->constants =
	    arena_room(b->arena, s->constants, s->n_constants, &cap, sizeof(*s->constants));
	s->constant_types = arena_room(b->arena, s->constant_types, s->n_constants,
	    &b->cap_constants, sizeof(*s->constant_types));
	s->constants[s->n_constants] = value;
	s->constant_types[s->n_constants] = *type;
	*ret = (uint16_t)s->n_constants++;
	return true;
}

uint32_t
build_text(struct scheme_builder *b, struct text t)
{
	struct scheme *s = b->s;
	uint32_t found;

	if (map_get(b->texts, t, &found))
		return found;
	s->texts = arena_room(b->arena, s->texts, s->n_texts, &b->cap_texts, sizeof(*s->texts));
	s->texts[s->n_texts] = text_dup(b->arena, t);
	(void)map_put(b->texts, s->texts[s->n_texts], s->n_texts);
	return s->n_texts++;
}

static void
print_arg(const struct need_arg *a, const struct scheme *s, struct buf *out)
{
	struct rtype type = { .kind = a->param->type, .unit = TEXT("") };

	buf_addf(out, "%.*s: %s", TEXT_ARG(a->param->name), a->param->list ? "[" : "");
	for (uint16_t i = 0; i < a->n_values; i++) {
		buf_adds(out, i > 0 ? ", " : "");
		if (type.kind == VT_TEXT)
			text_print(a->values[i].text, out);
		else
			literal_print(s, &type, a->values[i].value, out);
	}
	buf_adds(out, a->param->list ? "]" : "");
}

/* False: too long. */
static bool
need_text(struct scheme_builder *b, const struct need *n, struct text *ret)
{
	struct buf out;
	bool fits;

	buf_init(&out, CODE_TEXT_MAX);
	buf_adds(&out, n->back > 0 ? "previous(" : "");
	buf_addt(&out, n->metric->name);
	for (uint16_t i = 0; i < n->n_args; i++) {
		buf_adds(&out, i > 0 ? ", " : "(");
		print_arg(&n->args[i], b->s, &out);
	}
	buf_adds(&out, n->n_args > 0 ? ")" : "");
	if (n->back > 1)
		buf_addf(&out, ", %u", n->back);
	buf_adds(&out, n->back > 0 ? ")" : "");
	fits = !out.over;
	if (fits)
		*ret = text_dup(b->arena, (struct text){ out.data, out.len });
	buf_free(&out);
	return fits;
}

bool
build_need(struct scheme_builder *b, struct need *need, uint16_t *ret)
{
	struct scheme *s = b->s;
	uint32_t found;
	struct buf key;
	struct text k;

	if (!need_text(b, need, &need->source))
		return false;
	buf_init(&key, CODE_TEXT_MAX + 16);
	buf_addf(&key, "%d:%.*s", (int)need->grain, TEXT_ARG(need->source));
	k = text_dup(b->arena, (struct text){ key.data, key.len });
	buf_free(&key);
	if (map_get(b->needs, k, &found)) {
		*ret = (uint16_t)found;
		return true;
	}
	if (s->n_needs == SCHEME_NEEDS_MAX)
		return false;
	(void)map_put(b->needs, k, s->n_needs);
	s->needs[s->n_needs] = *need;
	*ret = (uint16_t)s->n_needs++;
	return true;
}

struct place {
	struct need need;
	uint16_t was;
};

static int
need_order(const void *a, const void *b)
{
	const struct place *x = a;
	const struct place *y = b;
	int c = text_cmp(x->need.source, y->need.source);

	return c != 0 ? c : (int)x->need.grain - (int)y->need.grain;
}

static bool
reads_need(const struct instr *i)
{
	return i->op == OP_FACT || i->op == OP_NUM || i->op == OP_DEN;
}

void
build_finish(struct scheme_builder *b)
{
	struct scheme *s = b->s;
	struct place *order = arena_array(b->arena, s->n_needs, sizeof(*order));
	uint16_t now[SCHEME_NEEDS_MAX] = { 0 };

	for (uint32_t i = 0; i < s->n_needs; i++)
		order[i] = (struct place){ s->needs[i], (uint16_t)i };
	qsort(order, s->n_needs, sizeof(*order), need_order);
	for (uint32_t i = 0; i < s->n_needs; i++) {
		struct need *n = &s->needs[i];

		*n = order[i].need;
		n->column = s->n_columns[n->grain];
		s->n_columns[n->grain] = (uint16_t)(n->column + (n->metric->type.share ? 2 : 1));
		now[order[i].was] = (uint16_t)i;
	}
	for (uint32_t c = 0; c < b->n_codes; c++)
		for (uint32_t i = 0; i < b->codes[c].count; i++)
			if (reads_need(&b->codes[c].ins[i]))
				b->codes[c].ins[i].index = now[b->codes[c].ins[i].index];
}

static void
mark_scoring(struct scheme *s, const struct code *c)
{
	for (uint16_t i = 0; i < c->count; i++)
		if (reads_need(&c->ins[i]))
			s->needs[c->ins[i].index].scores = true;
}

static void
mark_adjustment(struct scheme *s, const struct adjustment *a)
{
	mark_scoring(s, &a->cap);
	for (uint32_t i = 0; i < a->n_items; i++) {
		mark_scoring(s, &a->items[i].value);
		mark_scoring(s, &a->items[i].each);
		mark_scoring(s, &a->items[i].cap);
	}
}

/* The rows of a `per:` leaf are there even when it reads nothing of its own grain. */
static void
mark_rows(struct scheme *s, enum grain g)
{
	bool any = false;

	for (uint32_t i = 0; i < s->n_needs; i++)
		any |= s->needs[i].grain == g && s->needs[i].scores;
	for (uint32_t i = 0; i < s->n_needs && !any; i++)
		s->needs[i].scores |= s->needs[i].grain == g;
}

void
build_scoring_needs(struct scheme *s)
{
	const struct decisions *d = s->decisions;

	for (uint32_t i = 0; i < s->n_nodes; i++)
		for (uint16_t k = 0; s->nodes[i].leaf != NULL && k < s->nodes[i].leaf->n_needs; k++)
			s->needs[s->nodes[i].leaf->needs[k]].scores = true;
	for (uint32_t i = 0; d != NULL && i < d->n_adjustments; i++)
		mark_adjustment(s, &d->adjustments[i]);
	for (uint32_t i = 0; d != NULL && i < d->n_caps; i++) {
		mark_scoring(s, &d->caps[i].when);
		mark_scoring(s, &d->caps[i].at_most);
	}
	for (uint32_t i = 0; i < s->n_nodes; i++)
		if (s->nodes[i].leaf != NULL)
			mark_rows(s, s->nodes[i].leaf->grain);
}

struct nearest
nearest_to(const struct scheme_builder *b, struct text word)
{
	size_t limit = word.len / 3 + 1;

	limit = limit < 4 ? limit + 1 : 4;
	return (struct nearest){ word, TEXT(""), b->diags->count < DIAGS_MAX ? limit : 0 };
}

void
nearest_try(struct nearest *n, struct text candidate)
{
	size_t d;

	if (n->distance == 0)
		return;
	d = text_distance(n->word, candidate, n->distance);
	if (d >= n->distance)
		return;
	n->distance = d;
	n->best = candidate;
}

const char *
nearest_text(const struct nearest *n, struct arena *arena)
{
	return text_dup(arena, n->best).ptr;
}

void
word_list_add(struct word_list *l, struct text word)
{
	int n = snprintf(l->text + l->len, sizeof(l->text) - l->len, "%s%.*s",
	    l->len > 0 ? ", " : "", TEXT_ARG(word));

	if (n > 0 && (size_t)n < sizeof(l->text) - l->len)
		l->len += (size_t)n;
	else
		l->text[l->len] = '\0';
}
