/*
 * Up the tree: a group's points are weight * sum(children's points) / sum(active children's
 * weights), half-up to six decimals; nothing is rounded while no weight moves. Down the tree:
 * effective weights and points.
 */
#include <string.h>

#include "engine/engine_internal.h"

/* half_up(weight * points / sum); points <= sum. */
static dec_t
scale(dec_t weight, dec_t points, dec_t sum)
{
	dec_t ret = 0;
	bool fits;

	if (sum == weight || sum == 0)
		return sum == 0 ? 0 : points;
	fits = dec_mul_div(weight, points, sum, &ret);
	return fits ? ret : 0; /* always fits: points <= sum, so the result is at most weight */
}

void
rollup_init(struct run *run)
{
	size_t w = run->width;

	run->share.points = arena_array(run->arena, w, sizeof(int64_t));
	run->share.low = arena_array(run->arena, w, sizeof(int64_t));
	run->share.high = arena_array(run->arena, w, sizeof(int64_t));
	run->share.active = arena_array(run->arena, w, 1);
	run->share.in_interval = arena_array(run->arena, w, 1);
	for (size_t d = 0; d < COUNT_OF(run->sums); d++) {
		struct sums *s = &run->sums[d];

		s->points = arena_array(run->arena, w, sizeof(int64_t));
		s->low = arena_array(run->arena, w, sizeof(int64_t));
		s->high = arena_array(run->arena, w, sizeof(int64_t));
		s->weight = arena_array(run->arena, w, sizeof(int64_t));
		s->interval_weight = arena_array(run->arena, w, sizeof(int64_t));
		s->active = arena_array(run->arena, w, 1);
		s->in_interval = arena_array(run->arena, w, 1);
	}
}

void
rollup_open(struct run *run, uint32_t node)
{
	struct sums *s = &run->sums[run->n_open];

	run->open[run->n_open++] = node;
	s->mixed = false;
	s->weight_all = 0;
	memset(s->points, 0, run->width * sizeof(*s->points));
}

/* From here on rows differ: what was common so far is written out. */
static void
sums_mix(struct sums *s, uint32_t n)
{
	s->mixed = true;
	memcpy(s->low, s->points, n * sizeof(*s->low));
	memcpy(s->high, s->points, n * sizeof(*s->high));
	for (uint32_t i = 0; i < n; i++) {
		s->weight[i] = s->weight_all;
		s->interval_weight[i] = s->weight_all;
	}
}

static void
sums_add_mixed(struct sums *s, const struct share *c, uint32_t n)
{
	const int64_t *low = c->mixed ? c->low : c->points;
	const int64_t *high = c->mixed ? c->high : c->points;

	for (uint32_t i = 0; i < n; i++) {
		s->low[i] += low[i];
		s->high[i] += high[i];
		s->weight[i] += !c->mixed || c->active[i] ? c->weight : 0;
		s->interval_weight[i] += !c->mixed || c->in_interval[i] ? c->weight : 0;
	}
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
	if (c->mixed && !s->mixed)
		sums_mix(s, n);
	if (s->mixed)
		sums_add_mixed(s, c, n);
	else
		s->weight_all += c->weight;
	add_columns(s->points, c->points, n);
}

/* The group's own share, in the sums' columns. */
static struct share
sums_finish(struct sums *s, dec_t weight, uint32_t n)
{
	struct share c = { .weight = weight,
		.points = s->points,
		.low = s->low,
		.high = s->high,
		.active = s->active,
		.in_interval = s->in_interval };

	if (!s->mixed && s->weight_all == 0)
		sums_mix(s, n); /* nothing below counts */
	c.mixed = s->mixed;
	if (!s->mixed) {
		for (uint32_t i = 0; s->weight_all != weight && i < n; i++)
			s->points[i] = scale(weight, s->points[i], s->weight_all);
		return c;
	}
	for (uint32_t i = 0; i < n; i++) {
		s->active[i] = s->weight[i] > 0;
		s->in_interval[i] = s->interval_weight[i] > 0;
		s->points[i] = scale(weight, s->points[i], s->weight[i]);
		s->low[i] = scale(weight, s->low[i], s->interval_weight[i]);
		s->high[i] = scale(weight, s->high[i], s->interval_weight[i]);
	}
	return c;
}

static void
group_cells(const struct run *run, uint32_t node, const struct share *c, uint32_t first, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		struct cell *cell = &run->result->cells[(size_t)node * run->result->n + first + i];

		cell->active = !c->mixed || c->active[i];
		cell->state = cell->active ? ST_OK : ST_NOT_APPLICABLE;
		cell->points = c->points[i];
	}
}

static void
give(struct run *run, const struct share *c, uint32_t first, uint32_t n)
{
	if (run->n_open == 0)
		engine_total(run, c, first, n);
	else
		sums_add(&run->sums[run->n_open - 1], c, n);
}

void
rollup_add(struct run *run, uint32_t node, uint32_t first, uint32_t n)
{
	if (run->s->nodes[node].leaf != NULL)
		give(run, &run->share, first, n);
	while (run->n_open > 0) {
		uint32_t group = run->open[run->n_open - 1];
		struct share c;

		if (node + 1 < group + run->s->nodes[group].size)
			return;
		run->n_open--;
		c = sums_finish(&run->sums[run->n_open], run->s->nodes[group].weight, n);
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

/* A group's points so far are out of its own weight; from here all are out of the total. */
static void
down_node(const struct result *r, uint32_t node, uint32_t contract)
{
	const struct node *nd = &r->scheme->nodes[node];
	struct cell *cell = cell_at(r, node, contract);
	dec_t sum = active_weight(r, node, contract);

	if (nd->leaf != NULL) {
		cell->points = points_of(cell->effective_weight, cell->frac);
		return;
	}
	cell->frac = nd->weight == 0 ? 0 : scale(FRAC_ONE, cell->points, nd->weight);
	cell->points = scale(cell->effective_weight, cell->points, nd->weight);
	for (uint32_t c = node + 1; c < node + nd->size; c += r->scheme->nodes[c].size) {
		struct cell *child = cell_at(r, c, contract);

		child->effective_weight =
		    child->active ? scale(cell->effective_weight, r->scheme->nodes[c].weight, sum)
				  : 0;
	}
}

void
rollup_down(const struct result *r, uint32_t contract)
{
	struct cell *root = cell_at(r, 0, contract);

	root->effective_weight = root->active ? r->scheme->nodes[0].weight : 0;
	for (uint32_t node = 0; node < r->scheme->n_nodes; node++)
		down_node(r, node, contract);
}
