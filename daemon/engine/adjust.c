/*
 * Bonus and deduction groups, and vetoes, on a contract's total (clauses.md sections 1 and 3:
 * HN-04-6, HN-08-2-1, HF-09-7). Adjustments come first, then the caps, so that a bonus never lifts
 * a score over a veto. A value that is missing adjusts nothing (I3). The total stays between 0 and
 * the weight of the tree.
 */
#include "engine/decide_internal.h"

static struct deciding
deciding_of(const struct result *r, uint32_t contract)
{
	return (struct deciding){ .r = r,
		.d = r->scheme->decisions,
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

static void
apply_caps(struct deciding *d, struct result *r, uint32_t c, int32_t *ret_drop)
{
	const struct scheme *s = r->scheme;

	for (uint32_t i = 0; i < s->decisions->n_caps; i++) {
		const struct cap *cap = &s->decisions->caps[i];

		if (!decide_holds(d, &cap->when, false))
			continue;
		*ret_drop += cap->drop_grades;
		r->score[c] = at_most(d, r->score[c], &cap->at_most);
		r->lowest[c] = at_most(d, r->lowest[c], &cap->at_most);
		r->highest[c] = at_most(d, r->highest[c], &cap->at_most);
	}
}

static uint8_t
dropped(const struct scheme *s, uint8_t grade, int32_t by)
{
	uint32_t last = s->n_grades - 1;

	return (uint32_t)grade + (uint32_t)by > last ? (uint8_t)last : (uint8_t)(grade + by);
}

bool
adjusts(const struct scheme *s)
{
	return s->decisions != NULL && s->decisions->n_adjustments + s->decisions->n_caps > 0;
}

void
adjust_total(struct result *r, uint32_t c)
{
	const struct scheme *s = r->scheme;
	struct deciding d = deciding_of(r, c);
	dec_t change = 0, most = s->nodes[0].weight;
	int32_t drop = 0;

	for (uint32_t i = 0; i < s->decisions->n_adjustments; i++) {
		const struct adjustment *a = &s->decisions->adjustments[i];
		dec_t points = group_points(&d, a);

		if (!dec_add(change, a->kind == ADJUST_BONUS ? points : -points, &change))
			d.overflow = true;
	}
	/* past the whole weight nothing more changes, and the sums below cannot wrap */
	change = engine_round(s, within(change, -most, most));
	r->score[c] = within(r->score[c] + change, 0, most);
	r->lowest[c] = within(r->lowest[c] + change, 0, most);
	r->highest[c] = within(r->highest[c] + change, 0, most);
	apply_caps(&d, r, c, &drop);
	r->failed[c] |= d.overflow;
	if (r->grade[c] == UINT8_MAX)
		return;
	engine_grade(r, c);
	if (drop > 0)
		r->grade[c] = dropped(s, r->grade[c], drop);
}

/* ---- for the explanation ----------------------------------------------------------- */

static void
put(struct applied *out, uint32_t max, uint32_t *n, struct applied a)
{
	if (*n < max)
		out[*n] = a;
	++*n;
}

uint32_t
explain_applied(const struct result *r, uint32_t contract, struct applied *out, uint32_t max)
{
	struct deciding d = deciding_of(r, contract);
	const struct decisions *all = r->scheme->decisions;
	uint32_t n = 0;

	for (uint32_t i = 0; i < all->n_adjustments; i++) {
		const struct adjustment *a = &all->adjustments[i];
		dec_t sign = a->kind == ADJUST_BONUS ? 1 : -1;

		for (uint32_t k = 0; k < a->n_items; k++) {
			dec_t points = item_points(&d, &a->items[k]);

			if (points != 0)
				put(out, max, &n,
				    (struct applied){ APPLIED_ITEM, &a->items[k].id,
					&a->items[k].title, &a->items[k].clause, sign * points });
		}
		if (group_points(&d, a) != 0)
			put(out, max, &n,
			    (struct applied){ APPLIED_GROUP, &a->id, &a->title, &a->clause,
				sign * group_points(&d, a) });
	}
	for (uint32_t i = 0; i < all->n_caps; i++) {
		const struct cap *cap = &all->caps[i];
		int64_t most = r->scheme->nodes[0].weight;

		if (!decide_holds(&d, &cap->when, false))
			continue;
		(void)decide_value(&d, &cap->at_most, &most);
		put(out, max, &n,
		    (struct applied){ APPLIED_CAP, &cap->id, &cap->title, &cap->clause, most });
	}
	return n < max ? n : max;
}
