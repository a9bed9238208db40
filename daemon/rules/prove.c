#include "rules/prove.h"

#include <stdio.h>
#include <string.h>

#include "rules/bounds.h"
#include "rules/calendar.h"
#include "rules/decisions.h"
#include "rules/fields.h"

static const char *
dec_words(struct scheme_builder *b, dec_t v)
{
	char text[DEC_TEXT_MAX];

	return arena_strndup(b->arena, text, dec_print(v, 0, text));
}

static const char *
number_words(struct scheme_builder *b, int64_t n)
{
	char text[24];

	return arena_strndup(
	    b->arena, text, (size_t)snprintf(text, sizeof(text), "%lld", (long long)n));
}

/* ---- the score and its grades ------------------------------------------------------ */

/* Adjustments keep the score within the weight of the tree, caps that always hold lower it. */
static int64_t
most_points(const struct scheme *s)
{
	int64_t most = s->nodes[0].weight;

	for (uint32_t i = 0; i < s->decisions->n_caps; i++) {
		const struct cap *cap = &s->decisions->caps[i];
		struct bounds at_most = code_bounds(s, &cap->at_most, NULL);

		if (cap->node == 0 && code_bounds(s, &cap->when, NULL).low == DEC_ONE &&
		    at_most.high < most)
			most = at_most.high;
	}
	return most;
}

static const struct ynode *
grade_place(const struct ynode *grades, uint32_t i)
{
	const struct ynode *item = grades->items[i];
	const struct ynode *at_least = ynode_get(item, "at_least");

	return at_least != NULL ? at_least : item;
}

/* A grade takes the scores, rounded as the scheme says, from its line up to the next better one. */
static void
grades(struct scheme_builder *b, const struct ynode *root)
{
	const struct scheme *s = b->s;
	const struct ynode *list = ynode_get(root, "grades");
	int64_t most = most_points(s), better = INT64_MAX;
	dec_t first;

	for (uint32_t i = 0; i < s->n_grades; i++) {
		const struct grade *g = &s->grades[i];

		if (g->at_least < 0 || !dec_round(g->at_least, s->round_places, DEC_CEIL, &first))
			continue;
		if (first > most)
			FAULT_AT(b, F_GRADE_ABOVE, grade_place(list, i), g->id.ptr,
			    dec_words(b, g->at_least), dec_words(b, most));
		else if (g->at_least < better && first >= better)
			FAULT_AT(b, F_GRADE_BETWEEN, grade_place(list, i), g->id.ptr,
			    number_words(b, s->round_places));
		better = g->at_least;
	}
}

/* ---- clauses ----------------------------------------------------------------------- */

static bool
listed(const struct scheme *s, struct text clause)
{
	for (uint32_t i = 0; i < s->n_clauses; i++)
		if (text_eq(s->clauses[i].id, clause))
			return true;
	return false;
}

static void
cited(struct scheme_builder *b, const struct ynode *place, struct text clause)
{
	struct nearest near = nearest_to(b, clause);

	if (clause.len == 0 || listed(b->s, clause))
		return;
	if (clause.len / 3 < near.distance) /* 一 is not nearly 二 */
		near.distance = clause.len / 3;
	for (uint32_t i = 0; i < b->s->n_clauses; i++)
		nearest_try(&near, b->s->clauses[i].id);
	FAULT_AT(b, F_CLAUSE_UNKNOWN, place, text_dup(b->arena, clause).ptr,
	    nearest_text(&near, b->arena));
}

/* Every `clause:` below, wherever the language takes one. */
static void
cited_below(struct scheme_builder *b, const struct ynode *n)
{
	for (uint32_t i = 0; i < n->count; i++) {
		const struct ynode *item = n->items[i];

		if (item->kind != Y_SCALAR)
			cited_below(b, item);
		else if (n->kind == Y_MAP && text_is(n->keys[i]->text, "clause"))
			cited(b, item, item->text);
	}
}

/* Facts too are asked for by clause: community.exempt(clause: "三(三)"). */
static void
cited_by_needs(struct scheme_builder *b, const struct ynode *place)
{
	const struct scheme *s = b->s;

	for (uint32_t i = 0; i < s->n_needs; i++)
		for (uint16_t k = 0; k < s->needs[i].n_args; k++) {
			const struct need_arg *a = &s->needs[i].args[k];

			if (text_is(a->param->name, "clause") && a->n_values > 0)
				cited(b, place, a->values[0].text);
		}
}

static void
clauses(struct scheme_builder *b, const struct ynode *root)
{
	const struct ynode *source = ynode_get(root, "source");

	if (b->s->n_clauses == 0 || source == NULL)
		return;
	cited_by_needs(b, key_node(source, "clauses"));
	for (uint32_t i = 0; i < root->count; i++)
		if (root->items[i] != source && root->items[i]->kind != Y_SCALAR)
			cited_below(b, root->items[i]);
}

/* ---- leaves ------------------------------------------------------------------------ */

/* Counts and shares divide by their target; a line needs two ends. */
static void
never_scored(struct scheme_builder *b, const struct leaf *leaf)
{
	const struct scheme *s = b->s;
	struct bounds target = code_bounds(s, &leaf->target, NULL);
	struct bounds floor =
	    leaf->floor.count > 0 ? code_bounds(s, &leaf->floor, NULL) : (struct bounds){ 0, 0 };
	bool divides = leaf->kind == KIND_RATIO || leaf->kind == KIND_RUBRIC;

	if (divides && target.high <= 0)
		FAULT_CODE(b, F_TARGET_ZERO, &leaf->target, leaf->target.source.ptr);
	if (leaf->kind == KIND_LINEAR && leaf->target.count > 0 && target.low == target.high &&
	    floor.low == floor.high && floor.low == target.low)
		FAULT_CODE(b, F_LINE_ENDS, &leaf->target, dec_words(b, target.low));
	if (leaf->of.count > 0 && code_bounds(s, &leaf->of, NULL).high <= 0)
		FAULT_CODE(b, F_TARGET_ZERO, &leaf->of, leaf->of.source.ptr);
}

/* The reader compares bounds that never change; here those that do, on each day of a change. */
static void
steps_rise(struct scheme_builder *b, const struct leaf *leaf)
{
	const struct code *codes[KIND_STEPS_MAX];
	day_t days[BOUNDS_DAYS_MAX];
	uint32_t n_days;

	for (uint16_t i = 0; i < leaf->n_steps; i++)
		codes[i] = &leaf->steps[i].bound;
	n_days = code_days(b->s, codes, leaf->n_steps, days);
	for (uint16_t i = 1; i < leaf->n_steps; i++)
		for (uint32_t k = 0; k < n_days; k++) {
			int64_t before, bound;

			if (code_constant(b->s, codes[i - 1], &before) &&
			    code_constant(b->s, codes[i], &bound))
				break;
			if (!code_at(b->s, codes[i - 1], days[k], &before) ||
			    !code_at(b->s, codes[i], days[k], &bound) || bound > before)
				continue;
			FAULT_CODE(b, F_STEPS_ORDER, codes[i]);
			break;
		}
}

/* Step i holds from past `from` on, up to `to`; `at`: the bound itself lies past it. */
static bool
step_met(struct bounds value, struct bounds from, struct bounds to, bool at)
{
	if (at)
		return value.high >= from.low && value.low < to.high;
	return value.high > from.low && value.low <= to.high;
}

/* Bound i of a leaf; before the first and behind the last there is none. */
static struct bounds
bound_of(const struct scheme *s, const struct leaf *leaf, int i)
{
	if (i < 0)
		return (struct bounds){ BOUND_LOW, BOUND_LOW };
	if (i >= leaf->n_steps || leaf->steps[i].bound.count == 0)
		return (struct bounds){ BOUND_HIGH, BOUND_HIGH };
	return code_bounds(s, &leaf->steps[i].bound, NULL);
}

static void
steps_met(struct scheme_builder *b, const struct leaf *leaf)
{
	struct bounds value = code_bounds(b->s, &leaf->value, NULL);
	bool bands = leaf->kind == KIND_BANDS;
	bool at = bands != leaf->inclusive; /* bands: inclusive keeps the bound below */

	if ((!bands && leaf->kind != KIND_LATE_STEPS) || leaf->of.count > 0)
		return;
	for (int i = 0; i < leaf->n_steps; i++) {
		const struct leaf_step *t = &leaf->steps[i];

		if (!step_met(value, bound_of(b->s, leaf, bands ? i - 1 : i),
			bound_of(b->s, leaf, bands ? i : i + 1), at))
			FAULT_CODE(b, F_STEP_UNREACHED, t->bound.count > 0 ? &t->bound : &t->share,
			    leaf->value.source.ptr);
	}
}

/* ---- facts that are scored twice (I5) ---------------------------------------------- */

/* The column behind an expression that is one fact; -1: it is more than that. */
static int32_t
single_fact(const struct code *c)
{
	if (c->count != 1 || (c->ins[0].op != OP_FACT && c->ins[0].op != OP_NUM))
		return -1;
	return c->ins[0].index;
}

struct scored {
	const struct code *value, *applies;
	struct text id;
};

/* Two that apply in different cases may be meant for either. */
static bool
alternatives(const struct scored *a, const struct scored *b)
{
	return a->applies != NULL && b->applies != NULL && a->applies->count > 0 &&
	       b->applies->count > 0 && !text_eq(a->applies->source, b->applies->source);
}

static void
score_fact(struct scheme_builder *b, struct scored *first, struct scored now)
{
	int32_t need = single_fact(now.value);

	if (need < 0)
		return;
	if (first[need].value == NULL)
		first[need] = now;
	else if (!alternatives(&first[need], &now))
		FAULT_CODE(b, F_FACT_TWICE, now.value, b->s->needs[need].source.ptr,
		    first[need].id.ptr, number_words(b, first[need].value->line));
}

static void
facts_once(struct scheme_builder *b)
{
	const struct scheme *s = b->s;
	const struct decisions *d = s->decisions;
	struct scored *first = arena_array(b->arena, SCHEME_NEEDS_MAX, sizeof(*first));

	for (uint32_t i = 1; i < s->n_nodes; i++) {
		const struct node *n = &s->nodes[i];

		if (n->leaf != NULL && n->leaf->kind != KIND_INFO)
			score_fact(
			    b, first, (struct scored){ &n->leaf->value, &n->leaf->applies, n->id });
	}
	for (uint32_t i = 0; i < d->n_adjustments; i++)
		for (uint32_t k = 0; k < d->adjustments[i].n_items; k++) {
			const struct adjustment_item *item = &d->adjustments[i].items[k];

			score_fact(b, first, (struct scored){ &item->value, NULL, item->id });
		}
}

/* ---- bonus and deduction groups ---------------------------------------------------- */

/* The most an item can be worth, BOUND_HIGH when nothing limits it. */
static int64_t
item_most(const struct scheme *s, const struct adjustment_item *item)
{
	struct bounds value = code_bounds(s, &item->value, NULL);
	struct bounds each = code_bounds(s, &item->each, NULL);
	int64_t cap = code_bounds(s, &item->cap, NULL).high, points;

	if (value.high == BOUND_HIGH || each.high == BOUND_HIGH)
		return cap;
	if (value.high < 0 || each.high < 0)
		return 0;
	return dec_mul(value.high, each.high, &points) && points < cap ? points : cap;
}

static void
unreached(struct scheme_builder *b, const struct code *cap, struct text id, int64_t most)
{
	struct bounds at = code_bounds(b->s, cap, NULL);

	if (cap->count > 0 && most < at.low)
		FAULT_CODE(b, F_CAP_UNREACHED, cap, id.ptr, dec_words(b, most));
}

static void
adjustments(struct scheme_builder *b)
{
	const struct scheme *s = b->s;

	for (uint32_t i = 0; i < s->decisions->n_adjustments; i++) {
		const struct adjustment *a = &s->decisions->adjustments[i];
		int64_t group = code_bounds(s, &a->cap, NULL).high, most = 0;

		for (uint32_t k = 0; k < a->n_items; k++) {
			int64_t points = item_most(s, &a->items[k]);

			unreached(b, &a->items[k].cap, a->items[k].id, group);
			if (points == BOUND_HIGH || !dec_add(most, points, &most))
				most = BOUND_HIGH;
			if (most == BOUND_HIGH)
				break;
		}
		unreached(b, &a->cap, a->id, most < s->nodes[0].weight ? most : s->nodes[0].weight);
	}
}

static void
caps(struct scheme_builder *b)
{
	const struct decisions *d = b->s->decisions;

	for (uint32_t i = 0; i < d->n_caps; i++) {
		const struct cap *cap = &d->caps[i];
		dec_t weight = b->s->nodes[cap->node].weight;

		if (cap->at_most.count > 0 && code_bounds(b->s, &cap->at_most, NULL).low >= weight)
			FAULT_CODE(
			    b, F_CAP_UNREACHED, &cap->at_most, cap->id.ptr, dec_words(b, weight));
	}
}

/* ---- conditions -------------------------------------------------------------------- */

struct names {
	struct scheme_builder *b;
	struct bounds env[ENV_COUNT];
};

static void
may_hold(struct names *n, const struct code *c)
{
	bool of_score = false;

	if (c->count == 0 || code_bounds(n->b->s, c, n->env).high > 0)
		return;
	for (uint16_t i = 0; i < c->count; i++)
		of_score |= c->ins[i].op == OP_ENV && c->ins[i].index == ENV_SCORE;
	FAULT_CODE(n->b, F_NEVER_HOLDS, c, c->source.ptr,
	    of_score ? dec_words(n->b, n->env[ENV_SCORE].high) : "");
}

static void
field_may_hold(void *ctx, const struct field *f, const struct code *c)
{
	if (f->want == VT_BOOL)
		may_hold(ctx, c);
}

static void
conditions(struct scheme_builder *b)
{
	struct names n = { .b = b };

	for (size_t i = 0; i < ENV_COUNT; i++)
		n.env[i] = BOUNDS_ANY;
	n.env[ENV_SCORE] = (struct bounds){ 0, most_points(b->s) };
	n.env[ENV_DAYS_LATE] = (struct bounds){ DEC_ONE, BOUND_HIGH }; /* a stage was reached */
	for (uint32_t i = 0; i < b->n_leaves; i++) {
		may_hold(&n, &b->leaves[i]->when);
		may_hold(&n, &b->leaves[i]->applies);
		may_hold(&n, &b->leaves[i]->critical);
	}
	record_codes(&decisions_record, b->s->decisions, field_may_hold, &n);
}

/* ---- parameters and the calendar --------------------------------------------------- */

static void
refers(struct scheme_builder *b, const struct ynode *value)
{
	uint32_t found;

	if (value != NULL && value->kind == Y_SCALAR && value->plain &&
	    map_get(b->params, value->text, &found))
		FAULT_AT(b, F_PARAM_REFERS, value, value->text.ptr);
}

/* A word without quotes is a text; that of another parameter is more likely meant as its value. */
static void
parameters(struct scheme_builder *b)
{
	for (uint32_t i = 0; b->param_keys != NULL && i < b->param_keys->count; i++) {
		const struct ynode *values = ynode_get(b->param_keys->items[i], "values");

		refers(b, ynode_get(b->param_keys->items[i], "value"));
		for (uint32_t k = 0; values != NULL && k < values->count; k++)
			refers(b, ynode_get(values->items[k], "value"));
	}
}

static int
year_of(day_t day)
{
	int year, month, mday;

	date_split(day, &year, &month, &mday);
	return year;
}

static void
calendar(struct scheme_builder *b, const struct ynode *root)
{
	const struct scheme *s = b->s;
	int first, last, from = year_of(s->from), to = s->to != DAY_NONE ? year_of(s->to) : from;
	char has[32], wants[32];

	if (s->cal == NULL)
		return;
	calendar_years(s->cal, &first, &last);
	if (first <= from && to <= last)
		return;
	(void)snprintf(has, sizeof(has), "%d-%d", first, last);
	(void)snprintf(wants, sizeof(wants), "%d-%d", from, to);
	FAULT_AT(b, F_CALENDAR_SHORT, ynode_get(root, "calendar"), s->calendar.ptr, has, wants);
}

void
prove_errors(struct scheme_builder *b, const struct ynode *root)
{
	grades(b, root);
	clauses(b, root);
	for (uint32_t i = 0; i < b->n_leaves; i++) {
		never_scored(b, b->leaves[i]);
		steps_rise(b, b->leaves[i]);
	}
}

void
prove_warnings(struct scheme_builder *b, const struct ynode *root)
{
	for (uint32_t i = 0; i < b->n_leaves; i++)
		steps_met(b, b->leaves[i]);
	facts_once(b);
	adjustments(b);
	caps(b);
	conditions(b);
	parameters(b);
	calendar(b, root);
}
