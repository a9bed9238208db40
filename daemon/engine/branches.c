/*
 * One walk over the scheme both lists its branches and counts the hits, so that the two cannot
 * differ.
 */
#include "engine/branches.h"

#include "engine/engine_internal.h"
#include "rules/print.h"

enum { APPLIED_MAX = 1024 };

struct walk {
	struct branches *b;
	const struct result *r;
	const struct decision_set *set;
	struct arena *arena;
	bool listed;
	uint32_t at;
	struct applied *applied;
	uint32_t n_applied;
};

static const struct way_row {
	const char *name[2];
	bool tells;
} ways[WAY_COUNT] = {
	[WAY_PASSED] = { { "达标", "passed" }, true },
	[WAY_FAILED] = { { "未达标", "not passed" }, true },
	[WAY_SHOWN] = { { "显示", "shown" }, true },
	[WAY_STEP] = { { "分档", "step" }, true },
	[WAY_KEPT] = { { "按期", "kept" }, true },
	[WAY_LATE] = { { "逾期", "late" }, true },
	[WAY_REACHED] = { { "达到", "reached" }, true },
	[WAY_NOT_REACHED] = { { "未达到", "not reached" }, false },
	[WAY_HOLDS] = { { "成立", "holds" }, true },
	[WAY_HOLDS_NOT] = { { "不成立", "does not hold" }, false },
	[WAY_DUE] = { { "应付", "due" }, true },
	[WAY_NOT_YET] = { { "未到", "not yet" }, false },
	[WAY_BLOCKED] = { { "暂不付", "blocked" }, true },
	[WAY_RENEWED] = { { "续签", "renewed" }, true },
	[WAY_REFUSED] = { { "不续签", "not renewed" }, true },
	[WAY_PENDING] = { { "待定", "pending" }, false },
	[WAY_CYCLE_OVER] = { { "周期届满", "after the cycle" }, true },
	[WAY_NO_RULE] = { { "原文无规定", "no rule in the text" }, true },
	[WAY_MET] = { { "符合", "met" }, true },
	[WAY_NOT_MET] = { { "不符合", "not met" }, true },
};

static const char *const parts[PART_COUNT][2] = {
	[PART_INDICATOR] = { "指标", "indicator" },
	[PART_DEADLINE] = { "期限", "deadline" },
	[PART_PENALTY] = { "处罚", "penalty" },
	[PART_ADJUSTMENT] = { "加减分", "adjustment" },
	[PART_CAP] = { "封顶", "cap" },
	[PART_TRANCHE] = { "分期款", "tranche" },
	[PART_RENEWAL] = { "续签", "renewal" },
	[PART_CONDITION] = { "条件", "condition" },
};

bool
branch_tells(const struct branch *b)
{
	return ways[b->way].tells;
}

const char *
branch_part_name(enum branch_part p, enum lang lang)
{
	return parts[p][lang];
}

const char *
branch_way_name(enum branch_way w, enum lang lang)
{
	return ways[w].name[lang];
}

static void
list(struct walk *w, const struct branch *branch)
{
	struct branches *b = w->b;

	b->items = arena_room(w->arena, b->items, b->n, &b->cap, sizeof(*b->items));
	b->items[b->n++] = *branch;
}

static void
way(struct walk *w, enum branch_part part, struct text id, struct text clause,
    enum branch_way which, uint32_t step, bool hit)
{
	if (!w->listed)
		list(w, &(struct branch){ part, which, step, id, clause, 0 });
	if (w->at < w->b->n)
		w->b->items[w->at].hits += hit;
	w->at++;
}

/* ---- indicators ---------------------------------------------------------------------- */

static bool
has_outcome(uint8_t state)
{
	return state == ST_OK || state == ST_LOW_SAMPLE;
}

static uint32_t
rows_of(const struct walk *w, uint32_t node)
{
	const struct leaf *l = w->r->scheme->nodes[node].leaf;

	return l->grain == GRAIN_CONTRACT ? 0 : w->r->facts->grid[l->grain].rows;
}

static bool
any_outcome(const struct walk *w, uint32_t node)
{
	if (w->r->scheme->nodes[node].leaf->grain == GRAIN_CONTRACT)
		return has_outcome(w->r->cells[node].state);
	for (uint32_t i = 0; i < rows_of(w, node); i++)
		if (has_outcome(w->r->rows[node][i].state))
			return true;
	return false;
}

/* The step that a value takes: past `step` bounds. -1: not known. */
static int32_t
step_of(const struct walk *w, const struct leaf *l, int64_t row, int64_t value, int64_t of)
{
	struct filling f = { w->r, 0, row, NULL };
	struct code_values values = { &f, filling_value };
	uint32_t bounds = l->kind == KIND_BANDS ? l->n_steps - 1u : l->n_steps;
	int32_t step = 0;

	for (uint32_t i = 0; i < bounds; i++) {
		int64_t bound;
		int past;

		if (code_eval(w->r->scheme, &l->steps[i].bound, &values, &bound) != EVAL_KNOWN)
			return -1;
		past = dec_cmp_products(value, DEC_ONE, bound, of);
		if (past > 0 || (past == 0 && l->inclusive == (l->kind == KIND_LATE_STEPS)))
			step = (int32_t)i + 1;
	}
	return step;
}

static bool
step_taken(const struct walk *w, uint32_t node, uint32_t step)
{
	const struct leaf *l = w->r->scheme->nodes[node].leaf;
	const struct cell *c = &w->r->cells[node];

	if (l->grain == GRAIN_CONTRACT)
		return has_outcome(c->state) &&
		       step_of(w, l, -1, c->value, c->of_known ? c->of : DEC_ONE) == (int32_t)step;
	for (uint32_t i = 0; i < rows_of(w, node); i++) {
		const struct row_cell *row = &w->r->rows[node][i];

		if (has_outcome(row->state) &&
		    step_of(w, l, i, row->value, row->of_known ? row->of : DEC_ONE) ==
			(int32_t)step)
			return true;
	}
	return false;
}

static void
walk_indicator(struct walk *w, uint32_t node)
{
	const struct node *n = &w->r->scheme->nodes[node];
	bool known = any_outcome(w, node), passed = w->r->cells[node].passed != 0;
	uint32_t steps = n->leaf->kind == KIND_BANDS        ? n->leaf->n_steps
			 : n->leaf->kind == KIND_LATE_STEPS ? n->leaf->n_steps + 1u
							    : 0;

	if (n->leaf->kind == KIND_INFO) { /* shown, never judged */
		way(w, PART_INDICATOR, n->id, n->clause, WAY_PASSED, 0, known);
		return;
	}
	if (n->leaf->kind == KIND_INFO && n->leaf->target.count == 0) {
		way(w, PART_INDICATOR, n->id, n->clause, WAY_SHOWN, 0, known);
		return;
	}
	way(w, PART_INDICATOR, n->id, n->clause, WAY_PASSED, 0, known && passed);
	way(w, PART_INDICATOR, n->id, n->clause, WAY_FAILED, 0, known && !passed);
	for (uint32_t k = 0; k < steps; k++)
		way(w, PART_INDICATOR, n->id, n->clause, WAY_STEP, k, step_taken(w, node, k));
}

/* ---- deadlines ----------------------------------------------------------------------- */

static bool
decided(const struct deadline_result *r)
{
	return r->state != DL_NOT_APPLICABLE && r->state != DL_NO_DATE;
}

static bool
deadline_went(const struct walk *w, const struct deadline *d, bool late)
{
	for (uint32_t i = 0; i < w->set->n_deadlines; i++) {
		const struct deadline_result *r = &w->set->deadlines[i];

		if (r->deadline == d && decided(r) && (r->days_late > 0) == late)
			return true;
	}
	return false;
}

static bool
stage_went(const struct walk *w, const struct deadline *d, int32_t stage, bool reached)
{
	for (uint32_t i = 0; i < w->set->n_deadlines; i++) {
		const struct deadline_result *r = &w->set->deadlines[i];

		if (r->deadline == d && decided(r) && (r->stage >= stage) == reached)
			return true;
	}
	return false;
}

static void
walk_deadline(struct walk *w, const struct deadline *d)
{
	way(w, PART_DEADLINE, d->id, d->clause, WAY_KEPT, 0, deadline_went(w, d, false));
	way(w, PART_DEADLINE, d->id, d->clause, WAY_LATE, 0, deadline_went(w, d, true));
	for (uint32_t k = 0; k < d->n_stages; k++) {
		const struct stage *s = &d->stages[k];

		way(w, PART_DEADLINE, s->id, s->clause, WAY_REACHED, 0,
		    stage_went(w, d, (int32_t)k, true));
		way(w, PART_DEADLINE, s->id, s->clause, WAY_NOT_REACHED, 0,
		    stage_went(w, d, (int32_t)k, false));
	}
}

/* ---- what holds or not --------------------------------------------------------------- */

static void
holds(struct walk *w, enum branch_part part, struct text id, struct text clause, bool hit)
{
	way(w, part, id, clause, WAY_HOLDS, 0, hit);
	way(w, part, id, clause, WAY_HOLDS_NOT, 0, !hit);
}

static bool
penalty_holds(const struct walk *w, const struct penalty *p)
{
	for (uint32_t i = 0; i < w->set->n_penalties; i++)
		if (w->set->penalties[i].penalty == p)
			return true;
	return false;
}

static bool
is_applied(const struct walk *w, enum applied_kind kind, struct text id)
{
	for (uint32_t i = 0; i < w->n_applied; i++)
		if (w->applied[i].kind == kind && text_eq(*w->applied[i].id, id))
			return true;
	return false;
}

static void
walk_adjustments(struct walk *w, const struct decisions *d)
{
	for (uint32_t i = 0; i < d->n_adjustments; i++)
		for (uint32_t k = 0; k < d->adjustments[i].n_items; k++) {
			const struct adjustment_item *item = &d->adjustments[i].items[k];

			holds(w, PART_ADJUSTMENT, item->id, item->clause,
			    is_applied(w, APPLIED_ITEM, item->id));
		}
	for (uint32_t i = 0; i < d->n_caps; i++)
		holds(w, PART_CAP, d->caps[i].id, d->caps[i].clause,
		    is_applied(w, APPLIED_CAP, d->caps[i].id));
}

/* ---- money, renewal, conditions ------------------------------------------------------ */

static void
walk_tranche(struct walk *w, const struct tranche_result *r)
{
	const struct tranche *t = r->tranche;
	bool blocked = r->state == TR_BLOCKED || r->state == TR_FORFEITED;

	way(w, PART_TRANCHE, t->id, t->clause, WAY_DUE, 0, r->state == TR_DUE);
	way(w, PART_TRANCHE, t->id, t->clause, WAY_NOT_YET, 0, r->state == TR_NOT_YET);
	if (t->requires.count > 0)
		way(w, PART_TRANCHE, t->id, t->clause, WAY_BLOCKED, 0, blocked);
}

static void
walk_renewal(struct walk *w, const struct renewal *rule)
{
	const struct renewal_result *r = &w->set->renewal;
	bool over = r->cycle_years > 0 && r->cycle_year >= r->cycle_years;
	struct text id = TEXT("renewal");

	if (rule->no_rule || rule->renew_when.count == 0) {
		way(w, PART_RENEWAL, id, rule->clause, WAY_NO_RULE, 0, true);
		return;
	}
	way(w, PART_RENEWAL, id, rule->clause, WAY_RENEWED, 0, r->advice == RN_RENEW);
	way(w, PART_RENEWAL, id, rule->clause, WAY_REFUSED, 0, r->condition == RN_NO);
	way(w, PART_RENEWAL, id, rule->clause, WAY_PENDING, 0, r->advice == RN_PENDING);
	if (rule->cycle_years.count > 0)
		way(w, PART_RENEWAL, id, rule->clause, WAY_CYCLE_OVER, 0, over);
}

static void
walk_conditions(struct walk *w, const struct condition_result *list, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct enabling *c = list[i].condition;

		way(w, PART_CONDITION, c->id, c->clause, WAY_MET, 0, list[i].state == CN_MET);
		way(w, PART_CONDITION, c->id, c->clause, WAY_NOT_MET, 0,
		    list[i].state == CN_NOT_MET);
	}
}

void
branches_take(
    struct branches *b, const struct result *r, const struct decision_set *set, struct arena *arena)
{
	struct walk w = { .b = b, .r = r, .set = set, .arena = arena, .listed = b->n > 0 };
	const struct decisions *d = r->scheme->decisions;

	w.applied = arena_array(arena, APPLIED_MAX, sizeof(*w.applied));
	w.n_applied = explain_applied(r, 0, w.applied, APPLIED_MAX);
	for (uint32_t i = 0; i < r->scheme->n_nodes; i++)
		if (r->scheme->nodes[i].leaf != NULL)
			walk_indicator(&w, i);
	for (uint32_t i = 0; i < d->n_deadlines; i++)
		walk_deadline(&w, &d->deadlines[i]);
	for (uint32_t i = 0; i < d->n_penalties; i++)
		holds(&w, PART_PENALTY, d->penalties[i].id, d->penalties[i].clause,
		    penalty_holds(&w, &d->penalties[i]));
	walk_adjustments(&w, d);
	for (uint32_t i = 0; i < set->n_tranches; i++)
		walk_tranche(&w, &set->tranches[i]);
	walk_renewal(&w, &d->renewal);
	walk_conditions(&w, set->enabling, set->n_enabling);
	walk_conditions(&w, set->eligibility, set->n_eligibility);
}
