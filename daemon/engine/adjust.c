/*
 * Bonus and deduction groups, and vetoes, on a contract's total (clauses.md sections 1 and 3:
 * HN-04-6, HN-08-2-1, HF-09-7). Adjustments come first, then the caps, so that a bonus never lifts
 * a score over a veto. A value that is missing adjusts nothing (I3). The total stays between 0 and
 * the weight of the tree.
 *
 * The interval: where points() or share() reads an indicator that is still open, or a value is
 * missing, an item may come to anything between nothing and its cap, and a veto may hold or not:
 * the lowest total takes it, the highest does not.
 */
#include "engine/decide_internal.h"

static struct deciding
deciding_of(const struct result *r, uint32_t contract)
{
	static const struct decisions none;

	return (struct deciding){ .r = r,
		.d = r->scheme->decisions != NULL ? r->scheme->decisions : &none,
		.contract = contract,
		.row = -1,
		.env = { .due = DAY_NONE, .met_on = DAY_NONE } };
}

static dec_t
at_most(struct deciding *d, dec_t points, const struct code *cap)
{
	int64_t most;

	return cap->count > 0 && decide_value(d, cap, &most) && points > most ? most : points;
}

static dec_t
item_points(struct deciding *d, const struct adjustment_item *item)
{
	int64_t value, each;
	dec_t points;

	if (!decide_value(d, &item->value, &value) || !decide_value(d, &item->each, &each) ||
	    value <= 0)
		return 0;
	if (!dec_mul(value, each, &points)) {
		d->overflow = true;
		return 0;
	}
	return at_most(d, points, &item->cap);
}

static dec_t
group_points(struct deciding *d, const struct adjustment *a)
{
	dec_t sum = 0;

	for (uint32_t i = 0; i < a->n_items; i++)
		if (!dec_add(sum, item_points(d, &a->items[i]), &sum))
			d->overflow = true;
	return at_most(d, sum, &a->cap);
}

static dec_t
within(dec_t v, dec_t least, dec_t most)
{
	return v < least ? least : v > most ? most : v;
}

/* A leaf that is open changes the points of others too where its weight is theirs meanwhile. */
static bool
leaf_opens(const struct deciding *d, uint32_t leaf, const struct instr *in)
{
	const struct node *node = &d->r->scheme->nodes[leaf];
	uint8_t state = d->r->cells[(size_t)leaf * d->r->n + d->contract].state;
	bool inside = leaf >= in->index && leaf < in->index + d->r->scheme->nodes[in->index].size;

	if (node->leaf == NULL || !state_unknown(state))
		return false;
	return inside || (in->op == OP_POINTS && node->policy[state] == POL_REDISTRIBUTE);
}

static bool
open_code(const struct deciding *d, const struct code *c)
{
	for (uint16_t i = 0; i < c->count; i++) {
		const struct instr *in = &c->ins[i];

		if (in->op != OP_POINTS && in->op != OP_NODE_SHARE)
			continue;
		for (uint32_t n = 1; n < d->r->scheme->n_nodes; n++)
			if (leaf_opens(d, n, in))
				return true;
	}
	return false;
}

/* A change of the total as it stands, and its ends. */
struct change {
	dec_t points, low, high;
};

static void
add_change(struct deciding *d, dec_t *sum, dec_t v)
{
	if (!dec_add(*sum, v, sum))
		d->overflow = true;
}

/* Perhaps other than it is now: missing, or about an indicator that is open. */
static bool
may_change(struct deciding *d, const struct code *c)
{
	int64_t v;

	return c->count > 0 && (!decide_value(d, c, &v) || open_code(d, c));
}

static struct change
item_change(struct deciding *d, const struct adjustment_item *item)
{
	dec_t points = item_points(d, item), most = d->r->scheme->nodes[0].weight;
	bool open_cap = may_change(d, &item->cap);
	int64_t value;

	if (!open_cap && !may_change(d, &item->value) && !may_change(d, &item->each))
		return (struct change){ points, points, points };
	if (!open_code(d, &item->value) && decide_value(d, &item->value, &value) && value <= 0)
		return (struct change){ 0, 0, 0 };
	return (struct change){ points, 0, open_cap ? most : at_most(d, most, &item->cap) };
}

/* The items together, before their sign. */
static struct change
group_change(struct deciding *d, const struct adjustment *a)
{
	struct change sum = { 0, 0, 0 };

	for (uint32_t i = 0; i < a->n_items; i++) {
		struct change item = item_change(d, &a->items[i]);

		add_change(d, &sum.points, item.points);
		add_change(d, &sum.low, item.low);
		add_change(d, &sum.high, item.high);
	}
	sum.points = at_most(d, sum.points, &a->cap);
	if (may_change(d, &a->cap))
		return (struct change){ sum.points, 0, sum.high };
	sum.low = at_most(d, sum.low, &a->cap);
	sum.high = at_most(d, sum.high, &a->cap);
	return sum;
}

static void
change_by(struct deciding *d, const struct adjustment *a, struct change *sum)
{
	bool bonus = a->kind == ADJUST_BONUS;
	struct change by = group_change(d, a);

	add_change(d, &sum->points, bonus ? by.points : -by.points);
	add_change(d, &sum->low, bonus ? by.low : -by.high);
	add_change(d, &sum->high, bonus ? by.high : -by.low);
}

/* How many grades down; *open: perhaps more or fewer. */
struct drop {
	int32_t grades;
	bool open;
};

/* A bound that is missing bounds nothing, and might be 0. */
static void
apply_cap(
    struct deciding *d, struct result *r, uint32_t c, const struct cap *cap, struct drop *drop)
{
	int64_t when, most = r->scheme->nodes[0].weight;
	bool known = decide_value(d, &cap->when, &when);
	bool holds = known && when != 0, open = !known || open_code(d, &cap->when);
	bool bounded = cap->at_most.count > 0 && decide_value(d, &cap->at_most, &most);
	bool open_most = cap->at_most.count > 0 && (!bounded || open_code(d, &cap->at_most));

	if (most < 0)
		most = 0; /* the total stays above nothing */
	drop->open |= open && cap->drop_grades > 0;
	if (!holds && !open)
		return;
	r->lowest[c] = open_most ? 0 : dec_least(r->lowest[c], most);
	if (!holds)
		return;
	drop->grades += cap->drop_grades;
	r->score[c] = dec_least(r->score[c], most);
	if (!open && !open_most)
		r->highest[c] = dec_least(r->highest[c], most);
}

/* Past the whole weight nothing more changes, and the sum cannot wrap. */
static dec_t
changed(const struct scheme *s, dec_t total, dec_t by)
{
	dec_t most = s->nodes[0].weight;

	return within(total + engine_round(s, within(by, -most, most)), 0, most);
}

static uint8_t
dropped(const struct scheme *s, uint8_t grade, int32_t by)
{
	uint32_t last = s->n_grades - 1;

	return (uint32_t)grade + (uint32_t)by > last ? (uint8_t)last : (uint8_t)(grade + by);
}

bool
adjusts(const struct result *r)
{
	const struct decisions *d = r->scheme->decisions;

	return r->bonus != NULL || (d != NULL && d->n_adjustments + d->n_caps > 0);
}

/* Leaves that are no part of the sum. */
static void
add_bonus(struct deciding *d, struct change *sum)
{
	const struct result *r = d->r;

	if (r->bonus == NULL)
		return;
	add_change(d, &sum->points, r->bonus[d->contract]);
	add_change(d, &sum->low, r->bonus_low[d->contract]);
	add_change(d, &sum->high, r->bonus_high[d->contract]);
}

void
adjust_total(struct result *r, uint32_t c)
{
	const struct scheme *s = r->scheme;
	struct deciding d = deciding_of(r, c);
	struct change change = { 0, 0, 0 };
	struct drop drop = { 0, false };

	for (uint32_t i = 0; i < d.d->n_adjustments; i++)
		change_by(&d, &d.d->adjustments[i], &change);
	add_bonus(&d, &change);
	r->score[c] = changed(s, r->score[c], change.points);
	r->lowest[c] = changed(s, r->lowest[c], change.low);
	r->highest[c] = changed(s, r->highest[c], change.high);
	for (uint32_t i = 0; i < d.d->n_caps; i++)
		if (d.d->caps[i].node == 0)
			apply_cap(&d, r, c, &d.d->caps[i], &drop);
	r->failed[c] |= d.overflow;
	if (r->grade[c] == UINT8_MAX)
		return;
	engine_grade(r, c);
	if (drop.grades > 0)
		r->grade[c] = dropped(s, r->grade[c], drop.grades);
	if (drop.open)
		r->grade_certain[c] = 0;
}

/* ---- for the explanation ----------------------------------------------------------- */

static void
put(struct applied *out, uint32_t max, uint32_t *n, struct applied a)
{
	if (*n < max)
		out[*n] = a;
	++*n;
}

static void
put_bonus(const struct result *r, uint32_t node, uint32_t contract, struct applied *out,
    uint32_t max, uint32_t *n)
{
	const struct node *nd = &r->scheme->nodes[node];
	dec_t points;

	if (nd->leaf == NULL || nd->leaf->kind != KIND_BONUS)
		return;
	points = explain_bonus(r, node, contract);
	if (points != 0)
		put(out, max, n,
		    (struct applied){ APPLIED_BONUS, &nd->id, &nd->title, &nd->clause, points, 0 });
}

uint32_t
explain_applied(const struct result *r, uint32_t contract, struct applied *out, uint32_t max)
{
	struct deciding d = deciding_of(r, contract);
	const struct decisions *all = d.d;
	uint32_t n = 0;

	for (uint32_t i = 0; i < all->n_adjustments; i++) {
		const struct adjustment *a = &all->adjustments[i];
		dec_t sign = a->kind == ADJUST_BONUS ? 1 : -1;

		for (uint32_t k = 0; k < a->n_items; k++) {
			dec_t points = item_points(&d, &a->items[k]);

			if (points != 0)
				put(out, max, &n,
				    (struct applied){ APPLIED_ITEM, &a->items[k].id,
					&a->items[k].title, &a->items[k].clause, sign * points,
					0 });
		}
		if (group_points(&d, a) != 0)
			put(out, max, &n,
			    (struct applied){ APPLIED_GROUP, &a->id, &a->title, &a->clause,
				sign * group_points(&d, a), 0 });
	}
	for (uint32_t i = 1; i < r->scheme->n_nodes; i++)
		put_bonus(r, i, contract, out, max, &n);
	for (uint32_t i = 0; i < all->n_caps; i++) {
		const struct cap *cap = &all->caps[i];
		int64_t most = r->scheme->nodes[cap->node].weight;

		if (!decide_holds(&d, &cap->when, false))
			continue;
		(void)decide_value(&d, &cap->at_most, &most);
		most = most < 0 ? 0 : most;
		put(out, max, &n,
		    (struct applied){
			APPLIED_CAP, &cap->id, &cap->title, &cap->clause, most, cap->node });
	}
	return n < max ? n : max;
}

static void
put_open_items(
    struct deciding *d, const struct adjustment *a, struct applied *out, uint32_t max, uint32_t *n)
{
	dec_t sign = a->kind == ADJUST_BONUS ? 1 : -1, whole = d->r->scheme->nodes[0].weight;

	for (uint32_t k = 0; k < a->n_items; k++) {
		const struct adjustment_item *item = &a->items[k];
		struct change by = item_change(d, item);
		dec_t most = at_most(d, dec_least(by.high, whole), &a->cap);

		if (by.low < by.high)
			put(out, max, n,
			    (struct applied){ APPLIED_ITEM, &item->id, &item->title, &item->clause,
				sign * most, 0 });
	}
}

uint32_t
explain_open(const struct result *r, uint32_t contract, struct applied *out, uint32_t max)
{
	struct deciding d = deciding_of(r, contract);
	uint32_t n = 0;

	for (uint32_t i = 0; i < d.d->n_adjustments; i++)
		put_open_items(&d, &d.d->adjustments[i], out, max, &n);
	for (uint32_t i = 0; i < d.d->n_caps; i++) {
		const struct cap *cap = &d.d->caps[i];
		int64_t most;

		if (!may_change(&d, &cap->when))
			continue;
		if (!decide_value(&d, &cap->at_most, &most))
			most = -1; /* not known */
		else if (most < 0)
			most = 0;
		put(out, max, &n,
		    (struct applied){
			APPLIED_CAP, &cap->id, &cap->title, &cap->clause, most, cap->node });
	}
	return n < max ? n : max;
}

const struct cap *
explain_node_cap(const struct result *r, uint32_t node, uint32_t contract, dec_t *ret)
{
	struct deciding d = deciding_of(r, contract);
	const struct cap *found = NULL;
	int64_t most;

	for (uint32_t i = 0; i < d.d->n_caps; i++) {
		const struct cap *cap = &d.d->caps[i];

		if (cap->node != node || !decide_holds(&d, &cap->when, false) ||
		    !decide_value(&d, &cap->at_most, &most) || (found != NULL && most >= *ret))
			continue;
		found = cap;
		*ret = most > 0 ? most : 0;
	}
	return found;
}
