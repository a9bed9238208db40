#include "api/scheme_json.h"

#include "api/doc_json.h"
#include "api/uri.h"
#include "rules/table.h"

#define CELL_TEXT_MAX (64u << 10)

static void
write_head(struct json *j, const struct scheme *s)
{
	json_key(j, "id");
	json_text(j, s->id);
	json_key(j, "version");
	json_str(j, s->version);
	json_title(j, "title", s->title);
}

static void
write_effective(struct json *j, const struct scheme *s)
{
	json_key(j, "effective");
	json_object(j);
	json_key(j, "from");
	json_day(j, s->from);
	json_key(j, "to");
	json_day(j, s->to);
	json_end(j);
}

static void
write_grades(struct json *j, const struct scheme *s)
{
	json_key(j, "grades");
	json_array(j);
	for (uint32_t i = 0; i < s->n_grades; i++) {
		json_object(j);
		json_key(j, "id");
		json_text(j, s->grades[i].id);
		json_title(j, "title", s->grades[i].title);
		json_key(j, "at_least");
		json_dec(j, s->grades[i].at_least);
		json_end(j);
	}
	json_end(j);
}

static bool
is_written(struct title t)
{
	return t.zh.len > 0 || t.en.len > 0;
}

static void
write_param_values(struct json *j, const struct scheme *s, const struct param *p)
{
	json_key(j, "values");
	json_array(j);
	for (uint32_t i = 0; i < p->n_values; i++) {
		json_object(j);
		json_key(j, "from");
		json_day(j, p->values[i].from);
		json_value(j, "value", s, &p->type, p->values[i].set, p->values[i].value);
		json_end(j);
	}
	json_end(j);
}

static void
write_param(struct json *j, const struct scheme *s, const struct param *p)
{
	const char *type = type_word(p->type.kind);

	json_object(j);
	json_key(j, "name");
	json_text(j, p->name);
	json_title(
	    j, "title", is_written(p->title) ? p->title : (struct title){ p->name, p->name });
	json_key(j, "clause");
	json_text_or_null(j, p->clause);
	if (is_written(p->note)) {
		json_title(j, "note", p->note);
	} else {
		json_key(j, "note");
		json_null(j);
	}
	json_key(j, "ours");
	json_bool(j, p->ours);
	json_key(j, "type");
	json_text_or_null(j, text_of(type));
	json_key(j, "unit");
	json_text_or_null(j, p->type.unit);
	write_param_values(j, s, p);
	json_end(j);
}

static void
write_policies(struct json *j, const struct node *n)
{
	json_key(j, "policies");
	json_object(j);
	for (int state = ST_OK + 1; state < ST_COUNT; state++) {
		json_key(j, state_name((enum state)state));
		json_str(j, policy_name(n->policy[state]));
	}
	json_end(j);
}

static void
write_leaf(struct json *j, const struct scheme *s, const struct node *n)
{
	const struct leaf *leaf = n->leaf;

	json_key(j, "kind");
	json_str(j, kind_table[leaf->kind].name);
	json_key(j, "per");
	json_str(j, grain_name(leaf->grain));
	json_key(j, "combine");
	if (leaf->combine == COMBINE_NONE)
		json_null(j);
	else
		json_str(j, combine_name(leaf->combine));
	json_formulas(j, "formula", s, leaf);
	write_policies(j, n);
	json_key(j, "needs");
	json_array(j);
	for (uint16_t i = 0; i < leaf->n_needs; i++)
		json_text(j, s->needs[leaf->needs[i]].source);
	json_end(j);
}

static void write_children(struct json *j, const struct scheme *s, uint32_t parent);

static void
write_node(struct json *j, const struct scheme *s, uint32_t node)
{
	const struct node *n = &s->nodes[node];

	json_object(j);
	json_key(j, "id");
	json_text(j, n->id);
	json_title(j, "title", n->title);
	json_key(j, "clause");
	json_text_or_null(j, n->clause);
	if (is_written(n->note))
		json_title(j, "note", n->note);
	json_key(j, "weight");
	json_dec(j, n->weight);
	json_key(j, "weight_ours");
	json_bool(j, n->weight_ours);
	if (n->rounded) {
		json_key(j, "round_places");
		json_int(j, n->round_places);
	}
	if (n->leaf != NULL) {
		write_leaf(j, s, n);
	} else {
		if (n->combine != COMBINE_NONE) {
			json_key(j, "combine");
			json_str(j, combine_name(n->combine));
		}
		write_children(j, s, node);
	}
	json_end(j);
}

static void
write_children(struct json *j, const struct scheme *s, uint32_t parent)
{
	json_key(j, "indicators");
	json_array(j);
	for (uint32_t i = parent + 1; i < parent + s->nodes[parent].size; i += s->nodes[i].size)
		write_node(j, s, i);
	json_end(j);
}

static void
write_source(struct json *j, const struct scheme *s)
{
	json_key(j, "source");
	json_object(j);
	json_title(j, "document", s->document);
	json_title(j, "issued_by", s->issued_by);
	json_key(j, "clauses");
	json_array(j);
	for (uint32_t i = 0; i < s->n_clauses; i++) {
		json_object(j);
		json_key(j, "id");
		json_text(j, s->clauses[i].id);
		json_title(j, "title", s->clauses[i].title);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

/* ---- decision tables ----------------------------------------------------------- */

static void
write_cell(struct json *j, const struct scheme *s, const struct table_column *c,
    const struct table_cell *cell)
{
	struct buf text;

	buf_init(&text, CELL_TEXT_MAX);
	cell_print(s, c, cell, &text);
	json_text(j, (struct text){ text.data, text.len });
	buf_free(&text);
}

static void
write_columns(struct json *j, const struct scheme *s, const char *key, const struct table_column *c,
    uint8_t n)
{
	json_key(j, key);
	json_array(j);
	for (uint8_t i = 0; i < n; i++) {
		json_object(j);
		json_key(j, "name");
		json_text(j, c[i].name);
		json_key(j, "type");
		json_text_or_null(j, text_of(type_word(c[i].type.kind)));
		json_key(j, "unit");
		json_text_or_null(j, c[i].type.unit);
		if (c[i].domain.n > 0) {
			json_key(j, "values");
			write_cell(j, s, &c[i], &c[i].domain);
		}
		json_end(j);
	}
	json_end(j);
}

static void
write_outputs(
    struct json *j, const struct scheme *s, const struct table *t, const struct table_value *v)
{
	json_object(j);
	for (uint8_t i = 0; i < t->n_out; i++)
		json_value(j, t->out[i].name.ptr, s, &t->out[i].type, v[i].set, v[i].value);
	json_end(j);
}

static void
write_table_row(
    struct json *j, const struct scheme *s, const struct table *t, const struct table_row *r)
{
	json_object(j);
	json_key(j, "row");
	json_int(j, r->number);
	json_key(j, "when");
	json_object(j);
	for (uint8_t i = 0; i < t->n_in; i++) {
		json_key(j, t->in[i].name.ptr);
		write_cell(j, s, &t->in[i], &r->when[i]);
	}
	json_end(j);
	json_key(j, "then");
	write_outputs(j, s, t, r->then);
	json_key(j, "from");
	json_day(j, r->from);
	json_key(j, "to");
	json_day(j, r->to);
	json_end(j);
}

static void
write_table(struct json *j, const struct scheme *s, const struct table *t)
{
	json_object(j);
	json_key(j, "id");
	json_text(j, t->id);
	json_title(j, "title", is_written(t->title) ? t->title : (struct title){ t->id, t->id });
	json_key(j, "clause");
	json_text_or_null(j, t->clause);
	json_key(j, "ours");
	json_bool(j, t->ours);
	json_key(j, "hit");
	json_str(j, hit_policy_name(t->hit));
	write_columns(j, s, "in", t->in, t->n_in);
	write_columns(j, s, "out", t->out, t->n_out);
	json_key(j, "else");
	if (t->otherwise == ELSE_VALUES)
		write_outputs(j, s, t, t->other);
	else
		json_null(j);
	json_key(j, "rows");
	json_array(j);
	for (uint32_t i = 0; i < t->n_rows; i++)
		write_table_row(j, s, t, &t->rows[i]);
	json_end(j);
	json_end(j);
}

void
scheme_json(struct json *j, const struct scheme *s)
{
	json_object(j);
	write_head(j, s);
	write_source(j, s);
	write_effective(j, s);
	json_key(j, "calendar");
	json_text_or_null(j, s->calendar);
	json_key(j, "window");
	json_str(j, window_name(s->window));
	json_key(j, "round_places");
	json_int(j, s->round_places);
	write_grades(j, s);
	json_key(j, "parameters");
	json_array(j);
	for (uint32_t i = 0; i < s->n_params; i++)
		write_param(j, s, &s->params[i]);
	json_end(j);
	json_key(j, "tables");
	json_array(j);
	for (uint32_t i = 0; i < s->n_tables; i++)
		write_table(j, s, &s->tables[i]);
	json_end(j);
	write_children(j, s, 0);
	json_key(j, "canonical");
	json_text(j, s->canonical);
	json_end(j);
}

void
scheme_item_json(struct json *j, const struct scheme *s)
{
	struct buf href;

	buf_init(&href, HREF_MAX);
	buf_adds(&href, "/v1/schemes/");
	uri_escape(&href, s->id);
	json_object(j);
	write_head(j, s);
	write_effective(j, s);
	json_key(j, "indicators");
	json_int(j, scheme_leaves(s));
	json_key(j, "href");
	json_text(j, (struct text){ href.data, href.len });
	json_end(j);
	buf_free(&href);
}
