/*
 * Up the tree: a group's points are weight * sum(children's points) / sum(active children's
 * weights), half-up to six decimals; nothing is rounded while no weight moves. Down the tree:
 * effective weights and points.
 */
#include <string.h>

#include "engine/engine_internal.h"

static struct odd_rows
odd_new(struct run *run)
{
	return (struct odd_rows){ 0, arena_array(run->arena, run->width, sizeof(uint16_t)) };
}

void
rollup_init(struct run *run)
{
	size_t w = run->width;

	run->share.odd = odd_new(run);
	run->share.points = arena_array(run->arena, w, sizeof(int64_t));
	run->share.low = arena_array(run->arena, w, sizeof(int64_t));
	run->share.high = arena_array(run->arena, w, sizeof(int64_t));
	run->share.active = arena_array(run->arena, w, 1);
	run->share.in_interval = arena_array(run->arena, w, 1);
	run->rows.odd = odd_new(run);
	for (size_t d = 0; d < COUNT_OF(run->sums); d++) {
		struct sums *s = &run->sums[d];

		s->odd = odd_new(run);
		s->is_odd = arena_array(run->arena, w, 1);
		s->points = arena_array(run->arena, w, sizeof(int64_t));
		s->low = arena_array(run->arena, w, sizeof(int64_t));
		s->high = arena_array(run->arena, w, sizeof(int64_t));
		s->idle = arena_array(run->arena, w, sizeof(int64_t));
		s->interval_idle = arena_array(run->arena, w, sizeof(int64_t));
		s->active = arena_array(run->arena, w, 1);
		s->in_interval = arena_array(run->arena, w, 1);
	}
}

void
rollup_open(struct run *run, uint32_t node, uint32_t n)
{
	struct sums *s = &run->sums[run->n_open];

	run->open[run->n_open++] = node;
	s->weight_all = 0;
	s->odd.n = 0;
	memset(s->is_odd, 0, run->width);
	memset(s->points, 0, run->width * sizeof(*s->points));
	if (run->s->nodes[node].combine == COMBINE_BEST_OF)
		best_open(run, s, n);
}

static void
touch(struct sums *s, uint16_t row)
{
	if (s->is_odd[row])
		return;
	s->is_odd[row] = 1;
	s->odd.row[s->odd.n++] = row;
	s->low[row] = s->high[row] = 0;
	s->idle[row] = s->interval_idle[row] = 0;
}

static void
add_columns(int64_t *restrict to, const int64_t *restrict from, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		to[i] += from[i];
}

static void
sums_add(struct sums *s, const struct share *c, uint32_t n)
{
	s->weight_all += c->weight;
	add_columns(s->points, c->points, n);
	for (uint32_t k = 0; k < c->odd.n; k++) {
		uint16_t row = c->odd.row[k];

		touch(s, row);
		s->low[row] += c->low[row] - c->points[row];
		s->high[row] += c->high[row] - c->points[row];
		s->idle[row] += c->active[row] ? 0 : c->weight;
		s->interval_idle[row] += c->in_interval[row] ? 0 : c->weight;
	}
}

static void
finish_odd(struct sums *s, dec_t weight, uint16_t row)
{
	dec_t sum = s->weight_all - s->idle[row];
	dec_t interval_sum = s->weight_all - s->interval_idle[row];
	dec_t points = s->points[row];

	s->low[row] = rollup_scale(weight, points + s->low[row], interval_sum);
	s->high[row] = rollup_scale(weight, points + s->high[row], interval_sum);
	s->points[row] = rollup_scale(weight, points, sum);
	s->active[row] = sum > 0;
	s->in_interval[row] = interval_sum > 0;
}

static struct share
sums_share(struct sums *s, dec_t weight)
{
	return (struct share){ .weight = weight,
		.odd = s->odd,
		.points = s->points,
		.low = s->low,
		.high = s->high,
		.active = s->active,
		.in_interval = s->in_interval };
}

/* The group's own share, in the sums' columns. */
static struct share
sums_finish(struct sums *s, dec_t weight, uint32_t n)
{
	for (uint32_t i = 0; s->weight_all == 0 && i < n; i++) /* nothing below counts */
		touch(s, (uint16_t)i);
	for (uint32_t k = 0; k < s->odd.n; k++)
		finish_odd(s, weight, s->odd.row[k]);
	for (uint32_t i = 0; s->weight_all != weight && i < n; i++) {
		if (!s->is_odd[i])
			s->points[i] = rollup_scale(weight, s->points[i], s->weight_all);
	}
	return sums_share(s, weight);
}

static void
group_cells(const struct run *run, uint32_t node, const struct share *c, uint32_t first, uint32_t n)
{
	struct cell *cells = &run->result->cells[(size_t)node * run->result->n + first];

	for (uint32_t i = 0; i < n; i++) {
		cells[i].active = 1;
		cells[i].points = c->points[i];
	}
	for (uint32_t k = 0; k < c->odd.n; k++) {
		cells[c->odd.row[k]].active = c->active[c->odd.row[k]];
		if (!c->active[c->odd.row[k]])
			cells[c->odd.row[k]].state = ST_NOT_APPLICABLE;
	}
}

static void
give(struct run *run, const struct share *c, uint32_t first, uint32_t n)
{
	const struct node *to =
	    run->n_open == 0 ? NULL : &run->s->nodes[run->open[run->n_open - 1]];

	if (to == NULL)
		engine_total(run, c, first, n);
	else if (to->combine == COMBINE_BEST_OF)
		best_add(run, &run->sums[run->n_open - 1], to->weight, c, n);
	else
		sums_add(&run->sums[run->n_open - 1], c, n);
}

/* A leaf's points, where they are not its share of its weight. */
static void
limited_leaf(struct run *run, uint32_t node, uint32_t first, uint32_t n)
{
	struct cell *cells = run->result->cells;

	limit_share(run, node, &run->share, first, n);
	for (uint32_t i = 0; cells != NULL && i < n; i++)
		cells[(size_t)node * run->result->n + first + i].points = run->share.points[i];
}

void
rollup_add(struct run *run, uint32_t node, uint32_t first, uint32_t n)
{
	const struct node *nodes = run->s->nodes;

	if (nodes[node].leaf != NULL) {
		if (nodes[node].limited)
			limited_leaf(run, node, first, n);
		give(run, &run->share, first, n);
	}
	while (run->n_open > 0) {
		uint32_t group = run->open[run->n_open - 1];
		struct share c;

		if (node + 1 < group + nodes[group].size)
			return;
		run->n_open--;
		c = nodes[group].combine == COMBINE_BEST_OF
			? sums_share(&run->sums[run->n_open], nodes[group].weight)
			: sums_finish(&run->sums[run->n_open], nodes[group].weight, n);
		if (nodes[group].limited)
			limit_share(run, group, &c, first, n);
		if (run->result->cells != NULL)
			group_cells(run, group, &c, first, n);
		give(run, &c, first, n);
	}
}

static struct cell *
cell_at(const struct result *r, uint32_t node, uint32_t contract)
{
	return &r->cells[(size_t)node * r->n + contract];
}

static dec_t
active_weight(const struct result *r, uint32_t group, uint32_t contract)
{
	const struct node *nodes = r->scheme->nodes;
	dec_t sum = 0;

	for (uint32_t c = group + 1; c < group + nodes[group].size; c += nodes[c].size)
		sum += cell_at(r, c, contract)->active ? nodes[c].weight : 0;
	return sum;
}

/* Out of the node's own weight, before weights are handed out. */
static dec_t
own_points(const struct result *r, uint32_t node, uint32_t contract)
{
	const struct node *n = &r->scheme->nodes[node];
	const struct cell *c = cell_at(r, node, contract);

	return n->leaf != NULL && !n->limited ? points_of(n->weight, c->frac) : c->points;
}

/* The child that counts: the first of the best; 0: none does. */
static uint32_t
best_child(const struct result *r, uint32_t group, uint32_t contract)
{
	const struct node *nodes = r->scheme->nodes;
	uint32_t best = 0;
	dec_t most = -1;

	for (uint32_t c = group + 1; c < group + nodes[group].size; c += nodes[c].size) {
		dec_t points =
		    rollup_scale(nodes[group].weight, own_points(r, c, contract), nodes[c].weight);

		if (!cell_at(r, c, contract)->active || nodes[c].weight == 0 || points <= most)
			continue;
		best = c;
		most = points;
	}
	return best;
}

static void
hand_to_best(const struct result *r, uint32_t group, uint32_t contract)
{
	const struct node *nodes = r->scheme->nodes;
	const struct cell *from = cell_at(r, group, contract);
	uint32_t best = best_child(r, group, contract);

	for (uint32_t c = group + 1; c < group + nodes[group].size; c += nodes[c].size) {
		struct cell *child = cell_at(r, c, contract);

		child->effective_weight = c == best ? from->effective_weight : 0;
		child->aside = from->aside || (c != best && nodes[c].weight > 0);
	}
}

/* The group's weight to its active children. Running totals are rounded, not parts, so that the
 * parts add up. */
static void
hand_out(const struct result *r, uint32_t group, uint32_t contract)
{
	const struct node *nodes = r->scheme->nodes;
	const dec_t whole = cell_at(r, group, contract)->effective_weight;
	const dec_t sum = active_weight(r, group, contract);
	dec_t so_far = 0;
	dec_t given = 0;

	for (uint32_t c = group + 1; c < group + nodes[group].size; c += nodes[c].size) {
		struct cell *child = cell_at(r, c, contract);
		dec_t upto;

		child->effective_weight = 0;
		child->aside = cell_at(r, group, contract)->aside;
		if (!child->active || sum == 0)
			continue;
		so_far += nodes[c].weight;
		upto = rollup_scale(whole, so_far, sum);
		child->effective_weight = upto - given;
		given = upto;
	}
}

/* A group's points so far are out of its own weight; from here all are out of the total. A group
 * then shows the sum of what its parts show, which after redistribution may be a millionth or so
 * off the exact total; a node that is limited shows what went up. */
static void
down_node(const struct result *r, uint32_t node, uint32_t contract)
{
	const struct node *nd = &r->scheme->nodes[node];
	struct cell *cell = cell_at(r, node, contract);
	dec_t own = cell->points;

	if (nd->leaf != NULL) {
		cell->points = nd->limited ? rollup_scale(cell->effective_weight, own, nd->weight)
					   : points_of(cell->effective_weight, cell->frac);
		return;
	}
	cell->frac = nd->weight == 0 ? 0 : rollup_scale(FRAC_ONE, own, nd->weight);
	/* or the sum of its parts, which come after it */
	cell->points = nd->limited ? rollup_scale(cell->effective_weight, own, nd->weight) : 0;
	if (nd->combine == COMBINE_BEST_OF)
		hand_to_best(r, node, contract);
	else
		hand_out(r, node, contract);
}

void
rollup_down(const struct result *r, uint32_t contract)
{
	const struct node *nodes = r->scheme->nodes;
	struct cell *root = cell_at(r, 0, contract);

	root->effective_weight = root->active ? nodes[0].weight : 0;
	for (uint32_t node = 0; node < r->scheme->n_nodes; node++)
		down_node(r, node, contract);
	for (uint32_t node = r->scheme->n_nodes; node-- > 1;)
		if (!nodes[nodes[node].parent].limited)
			cell_at(r, (uint32_t)nodes[node].parent, contract)->points +=
			    cell_at(r, node, contract)->points;
}
