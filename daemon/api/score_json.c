#include "api/score_json.h"

#include <inttypes.h>

#include "api/doc_json.h"
#include "api/sample.h"
#include "api/score_text.h"
#include "api/uri.h"

#define APPLIED_MAX 256      /* adjustments and caps told of one contract */
#define TEXT_BYTES_MAX 16384 /* of one formula or sentence */

void
evidence_href(struct buf *out, int64_t contract, struct text indicator, day_t as_of, int64_t entity)
{
	char day[DAY_TEXT_MAX];

	date_print(as_of, day);
	buf_addf(out, "/v1/contracts/%" PRId64 "/evidence/", contract);
	uri_escape(out, indicator);
	buf_addf(out, "?as_of=%s", day);
	if (entity != 0)
		buf_addf(out, "&entity=%" PRId64, entity);
}

/* What was put into d->text, as a value. */
static void
json_said(struct json *j, const struct score_doc *d)
{
	json_text(j, (struct text){ d->text->data, d->text->len });
	buf_clear(d->text);
}

static void
write_href(struct json *j, const struct score_doc *d, struct text indicator, int64_t entity)
{
	evidence_href(d->text, d->head->id, indicator, d->result->as_of, entity);
	json_key(j, "href");
	json_said(j, d);
}

static void
write_numbers(struct json *j, const struct score_doc *d, uint32_t node, int64_t row)
{
	const struct leaf *leaf = d->result->scheme->nodes[node].leaf;

	json_key(j, "numbers");
	json_object(j);
	for (int i = 0; i < EXPLAIN_COUNT; i++) {
		enum explain_what what = (enum explain_what)i;

		if (explain_code(d->result->scheme, leaf, what)->count == 0)
			continue;
		explain_formula(d->result, node, d->contract, row, what, true, d->text);
		json_key(j, explain_name(what));
		json_said(j, d);
	}
	json_end(j);
}

/* What was found and asked for; the same for a leaf and for one of its rows. */
struct measure {
	int64_t frac, value, of, target;
	bool value_known, of_known, target_known;
	enum state state;
	bool passed;
};

static void
write_passed(struct json *j, const struct leaf *leaf, const struct measure *m)
{
	json_key(j, "passed");
	if (leaf->kind == KIND_BONUS || (leaf->kind == KIND_INFO && leaf->target.count == 0))
		json_null(j); /* nothing is required */
	else if (m->state == ST_OK || m->state == ST_LOW_SAMPLE)
		json_bool(j, m->passed);
	else
		json_null(j);
}

static void
write_measure(
    struct json *j, const struct scheme *s, const struct leaf *leaf, const struct measure *m)
{
	static const struct rtype number = { .kind = VT_NUMBER };

	json_value(
	    j, "value", s, &leaf->value.type, leaf->value.count > 0 && m->value_known, m->value);
	json_value(j, "of", s, &number, m->of_known, m->of);
	json_value(j, "target", s, &leaf->target.type, leaf->target.count > 0 && m->target_known,
	    m->target);
}

static struct measure
measure_of_cell(const struct cell *c)
{
	return (struct measure){ c->frac, c->value, c->of, c->target, c->value_known, c->of_known,
		c->target_known, (enum state)c->state, c->passed };
}

static struct measure
measure_of_row(const struct row_cell *c)
{
	return (struct measure){ c->frac, c->value, c->of, c->target, c->value_known, c->of_known,
		c->target_known, (enum state)c->state, c->passed };
}

static void
write_row(struct json *j, const struct score_doc *d, uint32_t node, uint32_t row)
{
	const struct node *n = &d->result->scheme->nodes[node];
	const struct fact_grid *grid = &d->result->facts->grid[n->leaf->grain];
	struct measure m = measure_of_row(&d->result->rows[node][row]);

	json_object(j);
	json_key(j, "entity");
	json_int(j, grid->entity[row]);
	json_key(j, "name");
	json_text(j, grid->name[row]);
	write_measure(j, d->result->scheme, n->leaf, &m);
	json_key(j, "share");
	json_nano(j, m.frac);
	json_key(j, "state");
	json_str(j, state_name(m.state));
	write_passed(j, n->leaf, &m);
	write_numbers(j, d, node, row);
	sample_json(j, d->result, node, d->contract, row);
	write_href(j, d, n->id, grid->entity[row]);
	json_end(j);
}

static void
write_rows(struct json *j, const struct score_doc *d, uint32_t node)
{
	const struct leaf *leaf = d->result->scheme->nodes[node].leaf;
	const struct fact_grid *grid = &d->result->facts->grid[leaf->grain];

	json_key(j, "per");
	json_str(j, grain_name(leaf->grain));
	json_key(j, "combine");
	json_str(j, combine_name(leaf->combine));
	json_key(j, "rows");
	json_array(j);
	for (uint32_t r = grid->first[d->contract]; r < grid->first[d->contract + 1]; r++)
		write_row(j, d, node, r);
	json_end(j);
}

static void
write_evidence(struct json *j, const struct score_doc *d, const struct node *n)
{
	int64_t count = 0;

	if (n->leaf->n_needs == 0)
		return;
	for (uint16_t i = 0; i < n->leaf->n_needs; i++)
		count += d->counts[(size_t)n->leaf->needs[i] * d->result->n + d->contract];
	json_key(j, "evidence");
	json_object(j);
	json_key(j, "count");
	json_int(j, count);
	write_href(j, d, n->id, 0);
	json_end(j);
}

static void
write_explanation(struct json *j, const struct score_doc *d, uint32_t node)
{
	static const char *const names[] = { [LANG_ZH] = "zh", [LANG_EN] = "en" };

	json_key(j, "explanation");
	json_object(j);
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
		score_sentence(d->result, d->contract, node, (enum lang)lang, d->text);
		json_key(j, names[lang]);
		json_said(j, d);
	}
	json_end(j);
}

static void
write_leaf(struct json *j, const struct score_doc *d, uint32_t node, const struct cell *c)
{
	const struct node *n = &d->result->scheme->nodes[node];
	const struct leaf *leaf = n->leaf;
	struct measure m = measure_of_cell(c);

	json_key(j, "policy");
	json_str(j, policy_name(n->policy[c->state]));
	write_passed(j, leaf, &m);
	json_members(j, d->frames[node].kind);
	if (leaf->kind == KIND_BONUS) {
		json_key(j, "bonus");
		json_dec(j, explain_bonus(d->result, node, d->contract));
	}
	write_measure(j, d->result->scheme, leaf, &m);
	json_members(j, d->frames[node].formula);
	write_numbers(j, d, node, -1);
	if (leaf->grain == GRAIN_CONTRACT)
		sample_json(j, d->result, node, d->contract, -1);
	write_explanation(j, d, node);
	write_evidence(j, d, n);
	if (leaf->grain != GRAIN_CONTRACT)
		write_rows(j, d, node);
}

/* What a group's parts make, where its points are not just that. */
static void
write_limited(struct json *j, const struct score_doc *d, uint32_t node)
{
	json_key(j, "parts");
	json_dec(j, explain_parts(d->result, node, d->contract));
	write_explanation(j, d, node);
}

static void write_children(struct json *j, const struct score_doc *d, uint32_t parent);

static void
write_node(struct json *j, const struct score_doc *d, uint32_t node)
{
	const struct node *n = &d->result->scheme->nodes[node];
	const struct cell *c = &d->result->cells[(size_t)node * d->result->n + d->contract];

	json_object(j);
	json_members(j, d->frames[node].head);
	json_key(j, "effective_weight");
	json_dec(j, c->effective_weight);
	json_key(j, "weight_ours");
	json_bool(j, n->weight_ours);
	json_key(j, "state");
	json_str(j, state_name((enum state)c->state));
	json_key(j, "points");
	json_dec(j, c->points);
	json_key(j, "lost");
	json_dec(j, c->effective_weight - c->points);
	json_key(j, "share");
	json_nano(j, c->frac);
	if (c->aside) {
		json_key(j, "taken");
		json_bool(j, false);
	}
	if (n->leaf != NULL) {
		write_leaf(j, d, node, c);
	} else {
		if (n->limited)
			write_limited(j, d, node);
		write_children(j, d, node);
	}
	json_end(j);
}

static void
write_children(struct json *j, const struct score_doc *d, uint32_t parent)
{
	const struct node *nodes = d->result->scheme->nodes;

	json_key(j, "indicators");
	json_array(j);
	for (uint32_t i = parent + 1; i < parent + nodes[parent].size; i += nodes[i].size)
		write_node(j, d, i);
	json_end(j);
}

static void
write_lost(struct json *j, const struct score_doc *d)
{
	const struct scheme *s = d->result->scheme;
	struct lost *lost = arena_array(d->scratch, s->n_nodes, sizeof(*lost));
	uint32_t n = explain_lost(d->result, d->contract, lost, s->n_nodes);

	json_key(j, "lost");
	json_array(j);
	for (uint32_t i = 0; i < n; i++) {
		const struct node *node = &s->nodes[lost[i].node];

		json_object(j);
		json_members(j, d->frames[lost[i].node].lost);
		json_key(j, "points");
		json_dec(j, lost[i].points);
		json_key(j, "clause");
		json_text_or_null(j, node->clause);
		json_end(j);
	}
	json_end(j);
}

static void
write_grade(struct json *j, const struct score_doc *d)
{
	const struct result *r = d->result;
	uint8_t grade = r->grade[d->contract];

	json_key(j, "grade");
	if (grade >= r->scheme->n_grades) {
		json_null(j);
	} else {
		json_object(j);
		json_key(j, "id");
		json_text(j, r->scheme->grades[grade].id);
		json_title(j, "title", r->scheme->grades[grade].title);
		json_end(j);
	}
	json_key(j, "interval");
	json_object(j);
	json_key(j, "lowest");
	json_dec(j, r->lowest[d->contract]);
	json_key(j, "highest");
	json_dec(j, r->highest[d->contract]);
	json_end(j);
	json_key(j, "grade_certain");
	json_bool(j, r->grade_certain[d->contract]);
}

/* Bonus, deductions and vetoes beside the tree: those that apply, or of which that is open. */
static void
write_applied(struct json *j, const struct score_doc *d, const char *key,
    const struct applied *list, uint32_t n)
{
	json_key(j, key);
	json_array(j);
	for (uint32_t i = 0; i < n; i++) {
		json_object(j);
		json_key(j, "kind");
		json_str(j, applied_kind_name(list[i].kind));
		json_key(j, "id");
		json_text(j, *list[i].id);
		json_title(j, "title", *list[i].title);
		json_key(j, "clause");
		json_text_or_null(j, *list[i].clause);
		json_key(j, "points");
		if (list[i].kind == APPLIED_CAP && list[i].points < 0)
			json_null(j);
		else
			json_dec(j, list[i].points);
		if (list[i].node != 0) {
			json_key(j, "indicator");
			json_text(j, d->result->scheme->nodes[list[i].node].id);
		}
		json_end(j);
	}
	json_end(j);
}

static void
write_beside(struct json *j, const struct score_doc *d)
{
	struct applied list[APPLIED_MAX];

	write_applied(
	    j, d, "applied", list, explain_applied(d->result, d->contract, list, APPLIED_MAX));
	write_applied(
	    j, d, "may_apply", list, explain_open(d->result, d->contract, list, APPLIED_MAX));
}

static void
write_document(struct json *j, const struct score_doc *d)
{
	const struct result *r = d->result;

	json_object(j);
	json_key(j, "contract");
	json_contract(j, d->head, false);
	json_scheme_ref(j, "scheme", r->scheme);
	json_key(j, "as_of");
	json_day(j, r->as_of);
	json_key(j, "window");
	json_object(j);
	json_key(j, "since");
	json_day(j, r->facts->since[d->contract]);
	json_key(j, "until");
	json_day(j, r->facts->until[d->contract]);
	json_end(j);
	json_key(j, "data_time");
	json_instant(j, d->data_time);
	json_key(j, "score");
	json_dec(j, r->score[d->contract]);
	write_grade(j, d);
	write_lost(j, d);
	write_beside(j, d);
	write_children(j, d, 0);
	json_end(j);
}

void
score_json(struct json *j, const struct score_doc *doc)
{
	struct score_doc d = *doc;
	struct buf text;

	buf_init(&text, TEXT_BYTES_MAX);
	d.text = &text;
	write_document(j, &d);
	buf_free(&text);
}
