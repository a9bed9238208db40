#include "rules/print.h"

#include "rules/fields.h"
#include "rules/leaf_table.h"

#include <string.h>

static void
indent(struct buf *out, int depth)
{
	for (int i = 0; i < depth; i++)
		buf_adds(out, "  ");
}

void
yaml_quoted(struct text t, struct buf *out)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < t.len; i++) {
		char c = t.ptr[i];

		switch (c) {
		case '"':
		case '\\':
			buf_addc(out, '\\');
			buf_addc(out, c);
			break;
		case '\n':
			buf_adds(out, "\\n");
			break;
		case '\r':
			buf_adds(out, "\\r");
			break;
		case '\t':
			buf_adds(out, "\\t");
			break;
		default:
			buf_addc(out, c);
		}
	}
	buf_addc(out, '"');
}

static void
dec_value(dec_t v, struct buf *out)
{
	char text[DEC_TEXT_MAX];

	buf_add(out, text, dec_print(v, 0, text));
}

static void
day_value(day_t day, struct buf *out)
{
	char text[DAY_TEXT_MAX];

	date_print(day, text);
	buf_adds(out, text);
}

static void
title_value(const struct title *t, struct buf *out)
{
	buf_adds(out, "{zh: ");
	yaml_quoted(t->zh, out);
	buf_adds(out, ", en: ");
	yaml_quoted(t->en, out);
	buf_adds(out, "}");
}

static void
title_line(const char *key, const struct title *t, int depth, struct buf *out)
{
	if (t->zh.len == 0)
		return;
	indent(out, depth);
	buf_addf(out, "%s: ", key);
	title_value(t, out);
	buf_addc(out, '\n');
}

void
word_value(const struct scheme *s, const void *at, const char *word, struct buf *out)
{
	const struct param *p = scheme_chosen(s, at);

	if (p != NULL)
		buf_addf(out, "{parameter: %.*s}", TEXT_ARG(p->name));
	else
		buf_adds(out, word);
}

static void
quoted_line(const char *key, struct text t, int depth, struct buf *out)
{
	if (t.len == 0)
		return;
	indent(out, depth);
	buf_addf(out, "%s: ", key);
	yaml_quoted(t, out);
	buf_addc(out, '\n');
}

static void
code_line(const char *key, const struct code *c, int depth, struct buf *out)
{
	if (c->count > 0)
		quoted_line(key, c->source, depth, out);
}

static void
print_source(const struct scheme *s, struct buf *out)
{
	if (s->document.zh.len == 0 && s->issued_by.zh.len == 0 && s->n_clauses == 0)
		return;
	buf_adds(out, "source:\n");
	title_line("document", &s->document, 1, out);
	title_line("issued_by", &s->issued_by, 1, out);
	if (s->n_clauses > 0)
		buf_adds(out, "  clauses:\n");
	for (uint32_t i = 0; i < s->n_clauses; i++) {
		buf_adds(out, "    - {id: ");
		yaml_quoted(s->clauses[i].id, out);
		buf_adds(out, ", title: ");
		title_value(&s->clauses[i].title, out);
		buf_adds(out, "}\n");
	}
}

static void
print_head(const struct scheme *s, struct buf *out)
{
	buf_addf(out, "scheme: %.*s\n", TEXT_ARG(s->id));
	title_line("title", &s->title, 0, out);
	print_source(s, out);
	buf_adds(out, "effective: {from: ");
	day_value(s->from, out);
	if (s->to != DAY_NONE) {
		buf_adds(out, ", to: ");
		day_value(s->to, out);
	}
	buf_adds(out, "}\n");
	if (s->calendar.len > 0)
		buf_addf(out, "calendar: %.*s\n", TEXT_ARG(s->calendar));
	buf_adds(out, "window: ");
	word_value(s, &s->window, window_name(s->window), out);
	buf_addf(out, "\nround: %d\ntotal: ", s->round_places);
	dec_value(s->nodes[0].weight, out);
	buf_addc(out, '\n');
}

static void
param_value(
    const struct scheme *s, const struct param *p, const struct param_value *v, struct buf *out)
{
	if (!v->set)
		buf_adds(out, "null");
	else if (p->type.kind == VT_TEXT)
		yaml_quoted(s->texts[v->value / DEC_ONE], out);
	else if (p->type.kind == VT_DATE)
		value_print(s, &p->type, v->value, out);
	else
		literal_print(s, &p->type, v->value, out);
}

static void
print_words(const struct param *p, struct buf *out)
{
	if (p->n_one_of == 0)
		return;
	buf_adds(out, "    one_of: [");
	for (uint32_t i = 0; i < p->n_one_of; i++) {
		buf_adds(out, i > 0 ? ", " : "");
		yaml_quoted(p->one_of[i], out);
	}
	buf_adds(out, "]\n");
}

static void
print_param(const struct scheme *s, const struct param *p, struct buf *out)
{
	buf_addf(out, "  %.*s:\n", TEXT_ARG(p->name));
	title_line("title", &p->title, 2, out);
	title_line("note", &p->note, 2, out);
	quoted_line("clause", p->clause, 2, out);
	if (p->ours)
		buf_adds(out, "    ours: true\n");
	if (p->type.kind != VT_MISSING)
		buf_addf(out, "    type: %s\n", vtype_name(p->type.kind, LANG_EN));
	if (p->type.unit.len > 0)
		buf_addf(out, "    unit: %.*s\n", TEXT_ARG(p->type.unit));
	print_words(p, out);
	if (p->n_values == 1 && p->values[0].from == DAY_NONE) {
		buf_adds(out, "    value: ");
		param_value(s, p, &p->values[0], out);
		buf_addc(out, '\n');
		return;
	}
	buf_adds(out, "    values:\n");
	for (uint32_t i = 0; i < p->n_values; i++) {
		buf_adds(out, "      - {from: ");
		day_value(p->values[i].from, out);
		buf_adds(out, ", value: ");
		param_value(s, p, &p->values[i], out);
		buf_adds(out, "}\n");
	}
}

static void
print_grades(const struct scheme *s, struct buf *out)
{
	buf_adds(out, s->n_grades > 0 ? "grades:\n" : "");
	for (uint32_t i = 0; i < s->n_grades; i++) {
		const struct grade *g = &s->grades[i];

		buf_addf(out, "  - {id: %.*s, ", TEXT_ARG(g->id));
		if (g->title.zh.len > 0) {
			buf_adds(out, "title: ");
			title_value(&g->title, out);
			buf_adds(out, ", ");
		}
		buf_adds(out, "at_least: ");
		dec_value(g->at_least, out);
		buf_adds(out, "}\n");
	}
}

/* What differs from `usual`; NULL: all. */
static void
print_policies(const enum policy *p, const enum policy *usual, int depth, struct buf *out)
{
	bool any = false;

	for (int s = ST_OK + 1; s < ST_COUNT; s++) {
		if (usual != NULL && p[s] == usual[s])
			continue;
		if (!any)
			indent(out, depth);
		buf_addf(out, "%s%s: %s", any ? ", " : "missing: {", state_name((enum state)s),
		    policy_name(p[s]));
		any = true;
	}
	buf_adds(out, any ? "}\n" : "");
}

static void
code_value(const char *before, const struct code *c, struct buf *out)
{
	if (c->count == 0)
		return;
	buf_adds(out, before);
	yaml_quoted(c->source, out);
}

static void
print_compare(const struct scheme *s, const struct leaf *leaf, struct buf *out)
{
	buf_adds(out, "compare: ");
	word_value(s, &leaf->inclusive, leaf->inclusive ? "ge" : "gt", out);
	buf_adds(out, ", ");
}

/* The list of a kind, with the switches that belong to it. */
static void
print_list(const struct scheme *s, const struct leaf *leaf, struct buf *out)
{
	const struct leaf_list *list = leaf_list(leaf->kind);

	if (list == NULL || leaf->n_steps == 0)
		return;
	if (leaf->kind == KIND_BANDS)
		buf_addf(out, "inclusive: %s, ", leaf->inclusive ? "true" : "false");
	else if (leaf->kind == KIND_LATE_STEPS)
		print_compare(s, leaf, out);
	buf_addf(out, "%s: [", list->key);
	for (uint16_t i = 0; i < leaf->n_steps; i++) {
		const struct leaf_step *t = &leaf->steps[i];

		buf_adds(out, i > 0 ? ", {" : "{");
		if (t->bound.count > 0) {
			buf_addf(out, "%s: ", list->bound);
			code_value("", &t->bound, out);
		}
		code_value(t->bound.count > 0 ? ", share: " : "share: ", &t->share, out);
		buf_adds(out, "}");
	}
	buf_adds(out, "]");
}

/* Arguments below the kind's name: each expression under the key that is the kind's own. */
static void
print_args(const struct scheme *s, const struct leaf *leaf, struct buf *out)
{
	size_t start = out->len;

	print_list(s, leaf, out);
	for (size_t i = 0; i < leaf_slot_count; i++) {
		const struct leaf_slot *slot = &leaf_slots[i];

		if (slot->kind != (int)leaf->kind || leaf_code(leaf, slot)->count == 0)
			continue;
		buf_addf(out, "%s%s: ", out->len > start ? ", " : "", slot->key);
		code_value("", leaf_code(leaf, slot), out);
	}
}

static void
print_score(const struct scheme *s, const struct leaf *leaf, int depth, struct buf *out)
{
	const struct kind *kind = &kind_table[leaf->kind];
	bool has_args = leaf_list(leaf->kind) != NULL;

	for (size_t i = 0; i < leaf_slot_count; i++)
		has_args |= leaf_slots[i].kind == (int)leaf->kind;
	indent(out, depth);
	buf_addf(out, has_args ? "score: {%s: {" : "score: %s", kind->name);
	if (has_args)
		print_args(s, leaf, out);
	buf_adds(out, has_args ? "}}\n" : "\n");
}

static void
print_leaf(const struct scheme *s, const struct leaf *leaf, int depth, struct buf *out)
{
	if (leaf->grain != GRAIN_CONTRACT) {
		indent(out, depth);
		buf_addf(out, "per: %s\n", grain_name(leaf->grain));
		indent(out, depth);
		buf_adds(out, "combine: ");
		word_value(s, &leaf->combine, combine_name(leaf->combine), out);
		buf_addc(out, '\n');
	}
	for (size_t i = 0; i < leaf_slot_count; i++) {
		const struct leaf_slot *slot = &leaf_slots[i];

		if (slot->kind < 0 &&
		    (slot->bit == 0 || leaf_slot_of(leaf->kind, slot->bit) == slot))
			code_line(slot->key, leaf_code(leaf, slot), depth, out);
	}
	print_score(s, leaf, depth, out);
}

static void
print_node(const struct scheme *s, const struct node *n, struct buf *out)
{
	int depth = 2 * n->depth;

	indent(out, depth - 1);
	buf_addf(out, "- id: %.*s\n", TEXT_ARG(n->id));
	title_line("title", &n->title, depth, out);
	if (n->leaf == NULL || !kind_table[n->leaf->kind].weightless) {
		indent(out, depth);
		buf_adds(out, "weight: ");
		dec_value(n->weight, out);
		buf_addc(out, '\n');
	}
	if (n->rounded) {
		indent(out, depth);
		buf_addf(out, "round: %d\n", n->round_places);
	}
	quoted_line("clause", n->clause, depth, out);
	title_line("note", &n->note, depth, out);
	if (n->weight_ours) {
		indent(out, depth);
		buf_adds(out, "ours: true\n");
	}
	print_policies(n->policy, s->nodes[n->parent].policy, depth, out);
	if (n->leaf != NULL) {
		print_leaf(s, n->leaf, depth, out);
	} else {
		if (n->combine != COMBINE_NONE) {
			indent(out, depth);
			buf_addf(out, "combine: %s\n", combine_name(n->combine));
		}
		indent(out, depth);
		buf_adds(out, "indicators:\n");
	}
}

void
scheme_print(const struct scheme *s, struct buf *out)
{
	print_head(s, out);
	buf_adds(out, s->n_params > 0 ? "parameters:\n" : "");
	for (uint32_t i = 0; i < s->n_params; i++)
		print_param(s, &s->params[i], out);
	tables_print(s, out);
	print_grades(s, out);
	print_policies(s->nodes[0].policy, NULL, 0, out);
	buf_adds(out, "indicators:\n");
	for (uint32_t i = 1; i < s->n_nodes; i++)
		print_node(s, &s->nodes[i], out);
	record_print(s, &decisions_record, s->decisions, 0, out);
}
