/*
 * What few trees have, apart from the loops that all have: groups that take their best child,
 * rounding of one node's points, caps on one node.
 */
#include <string.h>

#include "engine/engine_internal.h"
#include "rules/decisions.h"

/* ---- the best of a group ----------------------------------------------------------- */

void
best_open(const struct run *run, struct sums *s, uint32_t n)
{
	s->odd.n = n;
	for (uint32_t i = 0; i < n; i++)
		s->odd.row[i] = (uint16_t)i;
	memset(s->low, 0, run->width * sizeof(*s->low));
	memset(s->high, 0, run->width * sizeof(*s->high));
	memset(s->active, 0, run->width);
	memset(s->in_interval, 0, run->width);
}

static void
raise(dec_t *to, dec_t v)
{
	*to = v > *to ? v : *to;
}

/* Row i of a child, out of the child's weight. */
struct best_row {
	dec_t points, low, high;
	bool active, in_interval;
};

static void
best_row(struct sums *s, uint16_t i, dec_t weight, dec_t of, struct best_row row)
{
	if (row.active) {
		s->active[i] = 1;
		raise(&s->points[i], rollup_scale(weight, row.points, of));
	}
	if (row.in_interval) {
		s->in_interval[i] = 1;
		raise(&s->low[i], rollup_scale(weight, row.low, of));
		raise(&s->high[i], rollup_scale(weight, row.high, of));
	}
}

void
best_add(struct run *run, struct sums *s, dec_t weight, const struct share *c, uint32_t n)
{
	if (c->weight == 0)
		return;
	for (uint32_t k = 0; k < c->odd.n; k++) {
		uint16_t i = c->odd.row[k];

		run->marks[i] = 1;
		best_row(s, i, weight, c->weight,
		    (struct best_row){
			c->points[i], c->low[i], c->high[i], c->active[i], c->in_interval[i] });
	}
	for (uint32_t i = 0; i < n; i++)
		if (!run->marks[i])
			best_row(s, (uint16_t)i, weight, c->weight,
			    (struct best_row){
				c->points[i], c->points[i], c->points[i], true, true });
	memset(run->marks, 0, run->width);
}

/* ---- rounding and caps of one node ------------------------------------------------- */

/* Half up, and never above the weight. */
static void
round_share(const struct node *node, struct share *share, uint32_t n)
{
	const dec_t unit = decimal_unit(node->round_places);

	for (uint32_t i = 0; i < n; i++)
		share->points[i] = dec_least(half_up_to(share->points[i], unit), node->weight);
	for (uint32_t k = 0; k < share->odd.n; k++) {
		uint16_t i = share->odd.row[k];

		share->low[i] = dec_least(half_up_to(share->low[i], unit), node->weight);
		share->high[i] = dec_least(half_up_to(share->high[i], unit), node->weight);
	}
}

/* From here on the row has an interval of its own. */
static void
make_odd(struct run *run, struct share *share, uint16_t i)
{
	if (run->marks[i])
		return;
	run->marks[i] = 1;
	share->odd.row[share->odd.n++] = i;
	share->low[i] = share->high[i] = share->points[i];
	share->active[i] = share->in_interval[i] = 1;
}

/* Where it is not known whether the cap holds, or where it lies, only the lowest takes it. */
static void
cap_row(struct run *run, struct share *share, uint16_t i, const struct column *when,
    const struct column *most)
{
	bool open = !when->known[i], holds = !open && when->v[i] != 0;
	dec_t cap = most->known[i] && most->v[i] > 0 ? most->v[i] : 0;

	if (!open && !holds)
		return;
	if (open || !most->known[i])
		make_odd(run, share, i);
	if (holds && most->known[i]) {
		share->points[i] = dec_least(share->points[i], cap);
		if (run->marks[i])
			share->high[i] = dec_least(share->high[i], cap);
	}
	if (run->marks[i])
		share->low[i] = dec_least(share->low[i], cap);
}

static void
cap_share(struct run *run, const struct cap *cap, struct share *share, uint32_t first, uint32_t n)
{
	struct lane lane = contract_lane(run, first, n);
	struct column when = eval_code(run, &lane, &cap->when, REG_WHEN);
	struct column most = eval_code(run, &lane, &cap->at_most, REG_CAP);

	for (uint32_t k = 0; k < share->odd.n; k++)
		run->marks[share->odd.row[k]] = 1;
	for (uint32_t i = 0; i < n; i++)
		cap_row(run, share, (uint16_t)i, &when, &most);
	memset(run->marks, 0, run->width);
}

void
limit_share(struct run *run, uint32_t node, struct share *share, uint32_t first, uint32_t n)
{
	const struct node *nd = &run->s->nodes[node];
	const struct decisions *d = run->s->decisions;

	if (nd->rounded)
		round_share(nd, share, n);
	for (uint32_t i = 0; d != NULL && i < d->n_caps; i++)
		if (d->caps[i].node == node)
			cap_share(run, &d->caps[i], share, first, n);
}
