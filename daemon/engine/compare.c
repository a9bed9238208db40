#include "engine/compare.h"

#include <stdlib.h>
#include <string.h>

#define APPLIED_ROWS 256 /* of one contract */

struct comparing {
	const struct result *const *r;
	const uint32_t *of;
	struct arena *arena;
	struct comparison *ret;
	bool overflow;
};

static const char *const kind_names[DECISION_KINDS] = {
	[DECISION_DEADLINE] = "deadline",
	[DECISION_PENALTY] = "penalty",
	[DECISION_TRANCHE] = "tranche",
	[DECISION_RENEWAL] = "renewal",
	[DECISION_CONDITION] = "condition",
};

const char *
decision_kind_name(enum decision_kind k)
{
	return k < DECISION_KINDS ? kind_names[k] : NULL;
}

struct text
compare_grade(const struct result *r, uint32_t contract)
{
	uint8_t grade = r->grade[contract];

	return grade < r->scheme->n_grades ? r->scheme->grades[grade].id : TEXT("");
}

static dec_t
difference(struct comparing *c, const dec_t of[SIDES])
{
	dec_t d = 0;

	c->overflow |= !dec_sub(of[AFTER], of[BEFORE], &d);
	return d;
}

static dec_t
magnitude(const dec_t of[SIDES])
{
	return of[AFTER] > of[BEFORE] ? of[AFTER] - of[BEFORE] : of[BEFORE] - of[AFTER];
}

/* ---- indicators --------------------------------------------------------------------- */

static const struct cell *
cell_of(const struct comparing *c, int side, int32_t node)
{
	const struct result *r = c->r[side];

	return node < 0 ? NULL : &r->cells[(size_t)node * r->n + c->of[side]];
}

static bool
same_cell(const struct cell *a, const struct cell *b)
{
	return a != NULL && b != NULL && a->points == b->points &&
	       a->effective_weight == b->effective_weight && a->state == b->state &&
	       a->passed == b->passed;
}

static void
add_node(struct comparing *c, int32_t before, int32_t after)
{
	struct node_change change = { .node = { before, after } };

	for (int side = 0; side < SIDES; side++) {
		change.cell[side] = cell_of(c, side, change.node[side]);
		change.points[side] = change.cell[side] != NULL ? change.cell[side]->points : 0;
	}
	(void)difference(c, change.points);
	if (!same_cell(change.cell[BEFORE], change.cell[AFTER]))
		c->ret->nodes[c->ret->n_nodes++] = change;
}

/* The leaf of that id, or -1. Two schemes mostly have it in the same place. */
static int32_t
leaf_named(const struct scheme *s, struct text id, uint32_t hint)
{
	int32_t node = hint < s->n_nodes && text_eq(s->nodes[hint].id, id) ? (int32_t)hint
									   : scheme_node(s, id);

	return node >= 0 && s->nodes[node].leaf != NULL ? node : -1;
}

/* By size; then as the trees have them, those that are only in the second behind the others. */
static int
by_change(const void *a, const void *b)
{
	const struct node_change *x = a;
	const struct node_change *y = b;
	dec_t dx = magnitude(x->points), dy = magnitude(y->points);

	if (dx != dy)
		return dx > dy ? -1 : 1;
	if ((x->node[BEFORE] < 0) != (y->node[BEFORE] < 0))
		return x->node[BEFORE] < 0 ? 1 : -1;
	return x->node[BEFORE] >= 0 ? x->node[BEFORE] - y->node[BEFORE]
				    : x->node[AFTER] - y->node[AFTER];
}

static void
compare_nodes(struct comparing *c)
{
	const struct scheme *a = c->r[BEFORE]->scheme, *b = c->r[AFTER]->scheme;
	struct comparison *ret = c->ret;

	ret->nodes = arena_array(c->arena, a->n_nodes + b->n_nodes, sizeof(*ret->nodes));
	for (uint32_t i = 0; i < a->n_nodes; i++)
		if (a->nodes[i].leaf != NULL)
			add_node(c, (int32_t)i, leaf_named(b, a->nodes[i].id, i));
	for (uint32_t i = 0; i < b->n_nodes; i++)
		if (b->nodes[i].leaf != NULL && leaf_named(a, b->nodes[i].id, i) < 0)
			add_node(c, -1, (int32_t)i);
	if (ret->n_nodes > 1)
		qsort(ret->nodes, ret->n_nodes, sizeof(*ret->nodes), by_change);
}

/* ---- beside the tree ---------------------------------------------------------------- */

static const struct applied *
applied_like(const struct applied *list, uint32_t n, const struct applied *like)
{
	for (uint32_t i = 0; i < n; i++)
		if (list[i].kind == like->kind && text_eq(*list[i].id, *like->id))
			return &list[i];
	return NULL;
}

static void
add_applied(struct comparing *c, const struct applied *before, const struct applied *after)
{
	struct applied_change change = { .kind = before != NULL ? before->kind : after->kind,
		.applied = { before, after },
		.points = {
		    before != NULL ? before->points : 0, after != NULL ? after->points : 0 } };

	(void)difference(c, change.points);
	if (before == NULL || after == NULL || before->points != after->points)
		c->ret->applied[c->ret->n_applied++] = change;
}

static const struct applied *
applied_of(const struct comparing *c, int side, uint32_t *ret_n)
{
	struct applied all[APPLIED_ROWS], *own;

	*ret_n = explain_applied(c->r[side], c->of[side], all, APPLIED_ROWS);
	own = arena_array(c->arena, *ret_n, sizeof(*own));
	if (*ret_n > 0)
		memcpy(own, all, *ret_n * sizeof(*own));
	return own;
}

static void
compare_applied(struct comparing *c)
{
	const struct applied *list[SIDES];
	uint32_t n[SIDES];

	for (int side = 0; side < SIDES; side++)
		list[side] = applied_of(c, side, &n[side]);
	c->ret->applied =
	    arena_array(c->arena, n[BEFORE] + n[AFTER], sizeof(struct applied_change));
	for (uint32_t i = 0; i < n[BEFORE]; i++)
		add_applied(
		    c, &list[BEFORE][i], applied_like(list[AFTER], n[AFTER], &list[BEFORE][i]));
	for (uint32_t i = 0; i < n[AFTER]; i++)
		if (applied_like(list[BEFORE], n[BEFORE], &list[AFTER][i]) == NULL)
			add_applied(c, NULL, &list[AFTER][i]);
}

/* ---- decisions ---------------------------------------------------------------------- */

/* What one side says, one entry a thing; `state[BEFORE]` is used whatever the side. */
struct entries {
	struct decision_change *items;
	uint32_t n;
};

static void
name_entity(struct decision_change *e, const struct deadline_result *d)
{
	if (d == NULL || d->deadline->grain == GRAIN_CONTRACT)
		return;
	e->entity = d->entity;
	e->entity_name = d->entity_name;
}

static void
add_deadlines(struct entries *out, const struct decision_set *set)
{
	for (uint32_t i = 0; i < set->n_deadlines; i++) {
		const struct deadline_result *d = &set->deadlines[i];
		struct decision_change *e = &out->items[out->n++];

		*e = (struct decision_change){ .kind = DECISION_DEADLINE,
			.id = d->deadline->id,
			.title = &d->deadline->title,
			.clause = d->deadline->clause,
			.state = { { .there = true,
			    .state = deadline_state_name(d->state),
			    .day = d->due,
			    .days_late = d->days_late } } };
		name_entity(e, d);
	}
}

static void
add_penalties(struct entries *out, const struct decision_set *set)
{
	for (uint32_t i = 0; i < set->n_proposed; i++) {
		const struct proposal *p = set->proposed[i].proposal;
		struct decision_change *e = &out->items[out->n++];

		*e = (struct decision_change){ .kind = DECISION_PENALTY,
			.id = p->id,
			.title = p->title,
			.clause = p->clause,
			.state = { { .there = true,
			    .state = "proposed",
			    .has_amount = p->has_cut,
			    .amount = p->has_cut ? p->cut_amount : 0,
			    .day = p->reached_on } } };
		name_entity(e, set->proposed[i].deadline);
	}
}

static void
add_tranches(struct entries *out, const struct decision_set *set)
{
	for (uint32_t i = 0; i < set->n_tranches; i++) {
		const struct tranche_result *t = &set->tranches[i];

		out->items[out->n++] = (struct decision_change){ .kind = DECISION_TRANCHE,
			.id = t->tranche->id,
			.title = &t->tranche->title,
			.clause = t->tranche->clause,
			.state = { { .there = true,
			    .state = tranche_state_name(t->state),
			    .has_amount = t->amount_known,
			    .amount = t->amount_known ? t->amount : 0,
			    .day = t->pay_by } } };
	}
}

static void
add_renewal(struct entries *out, const struct decision_set *set)
{
	static const struct title title = { TEXT("续签建议"), TEXT("Renewal advice") };

	out->items[out->n++] = (struct decision_change){ .kind = DECISION_RENEWAL,
		.id = TEXT("renewal"),
		.title = &title,
		.clause = set->result->scheme->decisions->renewal.clause,
		.state = { { .there = true,
		    .state = renewal_advice_name(set->renewal.advice),
		    .day = set->renewal.warn_on } } };
}

static void
add_conditions(struct entries *out, const struct condition_result *list, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		out->items[out->n++] = (struct decision_change){ .kind = DECISION_CONDITION,
			.id = list[i].condition->id,
			.title = &list[i].condition->title,
			.clause = list[i].condition->clause,
			.state = { { .there = true,
			    .state = condition_state_name(list[i].state),
			    .day = DAY_NONE } } };
}

static struct entries
entries_of(const struct decision_set *set, struct arena *arena)
{
	size_t most = (size_t)set->n_deadlines + set->n_proposed + set->n_tranches + 1 +
		      set->n_enabling + set->n_eligibility;
	struct entries out = { arena_array(arena, most, sizeof(*out.items)), 0 };

	add_deadlines(&out, set);
	add_penalties(&out, set);
	add_tranches(&out, set);
	add_renewal(&out, set);
	add_conditions(&out, set->enabling, set->n_enabling);
	add_conditions(&out, set->eligibility, set->n_eligibility);
	return out;
}

static bool
same_thing(const struct decision_change *a, const struct decision_change *b)
{
	return a->kind == b->kind && a->entity == b->entity && text_eq(a->id, b->id);
}

/* Both sides mostly have the same things in the same order, so the search begins at `hint`. */
static const struct decision_change *
find(const struct entries *in, const struct decision_change *like, uint32_t hint)
{
	for (uint32_t i = 0; i < in->n; i++) {
		const struct decision_change *e = &in->items[(hint + i) % in->n];

		if (same_thing(e, like))
			return e;
	}
	return NULL;
}

static bool
same_state(const struct decision_state *a, const struct decision_state *b)
{
	return a->there == b->there && a->state == b->state && a->has_amount == b->has_amount &&
	       a->amount == b->amount && a->day == b->day && a->days_late == b->days_late;
}

static void
add_decision(struct comparison *ret, const struct decision_change *named,
    const struct decision_change *before, const struct decision_change *after)
{
	struct decision_change change = *named;

	change.state[BEFORE] =
	    before != NULL ? before->state[0] : (struct decision_state){ .day = DAY_NONE };
	change.state[AFTER] =
	    after != NULL ? after->state[0] : (struct decision_state){ .day = DAY_NONE };
	if (!same_state(&change.state[BEFORE], &change.state[AFTER]))
		ret->decisions[ret->n_decisions++] = change;
}

static void
compare_decisions(struct comparing *c, const struct decision_set *const sets[SIDES])
{
	struct entries a = entries_of(sets[BEFORE], c->arena),
		       b = entries_of(sets[AFTER], c->arena);
	struct comparison *ret = c->ret;

	ret->decisions = arena_array(c->arena, (size_t)a.n + b.n, sizeof(*ret->decisions));
	for (int kind = 0; kind < DECISION_KINDS; kind++) {
		for (uint32_t i = 0; i < a.n; i++)
			if ((int)a.items[i].kind == kind)
				add_decision(
				    ret, &a.items[i], &a.items[i], find(&b, &a.items[i], i));
		for (uint32_t i = 0; i < b.n; i++)
			if ((int)b.items[i].kind == kind && find(&a, &b.items[i], i) == NULL)
				add_decision(ret, &b.items[i], NULL, &b.items[i]);
	}
}

/* ---- both --------------------------------------------------------------------------- */

enum err_code
engine_compare(const struct result *const r[SIDES], const uint32_t of[SIDES],
    const struct decision_set *const sets[SIDES], struct arena *arena, struct comparison *ret,
    struct err *reterr)
{
	struct comparison out = { .n_nodes = 0 };
	struct comparing c = { r, of, arena, &out, false };

	for (int side = 0; side < SIDES; side++)
		out.score[side] = r[side]->score[of[side]];
	out.change = difference(&c, out.score);
	out.grade_moved =
	    !text_eq(compare_grade(r[BEFORE], of[BEFORE]), compare_grade(r[AFTER], of[AFTER]));
	compare_nodes(&c);
	compare_applied(&c);
	if (sets != NULL)
		compare_decisions(&c, sets);
	if (c.overflow)
		return err_set(reterr, E_OVERFLOW, "", "difference", NULL);
	*ret = out;
	return ERR_OK;
}
