/*
 * Leaves: expressions -> kernel -> states -> what the policy makes of them (I3).
 *
 * State of a row, first that holds:
 *   applies is false                                     not_applicable
 *   no outcome, and a parameter it reads is not set      not_configured
 *   no outcome, and a denominator (`of`, share) is 0     no_events
 *   no outcome                                           no_data
 *   sample below sample_min                              low_sample (the outcome stands under
 * `keep`) otherwise                                            ok A missing `applies`, sample or
 * sample_min leaves no outcome. So a rule that provides for a blank parameter (office_share ?? 50%)
 * is ok: only what is needed for the outcome counts.
 *
 * A `per:` leaf applies these to each row, then combines: rows that do not apply drop out; each
 * other row's state has its policy's effect on that row (redistribute: it drops out). Its own state
 * is the highest of its remaining rows; no rows at all: no_data; none that applies: not_applicable.
 */
#include <string.h>

#include "engine/engine_internal.h"

/* The rows of one contract put together, thrice: as scored, unknown at nothing, unknown at full. */
struct tally {
	struct tally_part {
		int64_t sum, least;
		uint32_t count, passing;
	} scored, low, high;
	uint8_t worst;
	bool any, applicable;
};

static bool
state_unknown(uint8_t state)
{
	return state == ST_NO_DATA || state == ST_NOT_CONFIGURED || state == ST_LOW_SAMPLE;
}

static bool
code_unset(const struct run *run, const struct code *code)
{
	int64_t v;

	for (uint16_t k = 0; k < code->count; k++) {
		if (code->ins[k].op == OP_PARAM &&
		    !param_at(&run->s->params[code->ins[k].index], run->as_of, &v))
			return true;
	}
	return false;
}

static bool
leaf_unset(const struct run *run, const struct leaf *l)
{
	const struct code *codes[] = { &l->value, &l->of, &l->target, &l->when, &l->applies,
		&l->floor, &l->cap, &l->sample, &l->sample_min };

	for (size_t k = 0; k < COUNT_OF(codes); k++) {
		if (code_unset(run, codes[k]))
			return true;
	}
	for (uint16_t k = 0; k < l->n_steps; k++) {
		if (code_unset(run, &l->steps[k].bound) || code_unset(run, &l->steps[k].share))
			return true;
	}
	return false;
}

static void
read_inputs(struct run *run, const struct lane *lane, const struct leaf *l, struct kind_in *in)
{
	in->value = eval_code(run, lane, &l->value, REG_VALUE);
	in->of = eval_code(run, lane, &l->of, REG_OF);
	in->target = eval_code(run, lane, &l->target, REG_TARGET);
	in->when = eval_code(run, lane, &l->when, REG_WHEN);
	in->floor = eval_code(run, lane, &l->floor, REG_FLOOR);
	in->cap = eval_code(run, lane, &l->cap, REG_CAP);
	in->inclusive = l->inclusive;
	in->n_steps = l->n_steps;
	for (uint16_t k = 0; k < l->n_steps; k++) {
		enum reg bound = (enum reg)(REG_STEPS + 2 * k);

		in->steps[k].bound = eval_code(run, lane, &l->steps[k].bound, bound);
		in->steps[k].share =
		    eval_code(run, lane, &l->steps[k].share, (enum reg)(bound + 1));
	}
}

static void
states_without_outcome(const struct run *run, const struct lane *lane, struct leaf_rows *rows)
{
	bool unset = leaf_unset(run, rows->leaf);

	for (uint32_t i = 0; i < lane->n; i++) {
		bool no_events = lane->no_events[i] ||
				 (rows->of.v != NULL && rows->of.known[i] && rows->of.v[i] == 0);

		rows->state[i] = rows->known[i] ? ST_OK
				 : unset        ? ST_NOT_CONFIGURED
				 : no_events    ? ST_NO_EVENTS
						: ST_NO_DATA;
	}
}

static void
states_of_samples(struct run *run, const struct lane *lane, struct leaf_rows *rows)
{
	struct column sample = eval_code(run, lane, &rows->leaf->sample, REG_SAMPLE);
	struct column least = eval_code(run, lane, &rows->leaf->sample_min, REG_SAMPLE_MIN);
	uint8_t blank = leaf_unset(run, rows->leaf) ? ST_NOT_CONFIGURED : ST_NO_DATA;

	for (uint32_t i = 0; i < lane->n; i++) {
		if (rows->state[i] != ST_OK)
			continue;
		if (!sample.known[i] || !least.known[i])
			rows->state[i] = blank;
		else if (sample.v[i] < least.v[i])
			rows->state[i] = ST_LOW_SAMPLE;
	}
}

static void
states_of_applies(struct run *run, const struct lane *lane, struct leaf_rows *rows)
{
	struct column applies = eval_code(run, lane, &rows->leaf->applies, REG_APPLIES);
	uint8_t blank = code_unset(run, &rows->leaf->applies) ? ST_NOT_CONFIGURED : ST_NO_DATA;

	for (uint32_t i = 0; i < lane->n; i++) {
		if (!applies.known[i])
			rows->state[i] = blank;
		else if (applies.v[i] == 0)
			rows->state[i] = ST_NOT_APPLICABLE;
	}
}

/* A row without an outcome has nothing to show for it. */
static void
blank_stateless(const struct lane *lane, struct leaf_rows *rows)
{
	for (uint32_t i = 0; i < lane->n; i++) {
		if (rows->state[i] != ST_OK && rows->state[i] != ST_LOW_SAMPLE) {
			rows->frac[i] = 0;
			rows->passed[i] = 0;
		}
	}
}

static void
leaf_rows(struct run *run, const struct lane *lane, const struct leaf *l)
{
	struct leaf_rows *rows = &run->rows;
	struct kind_out out = { rows->frac, rows->passed, rows->known };
	struct kind_in in;

	memset(lane->no_events, 0, lane->n);
	read_inputs(run, lane, l, &in);
	kind_table[l->kind].kernel(&lane->ctx, &in, &out);
	rows->leaf = l;
	rows->value = in.value;
	rows->of = in.of;
	rows->target = in.target;
	rows->all_ok = l->applies.count == 0 && l->sample.count == 0 &&
		       memchr(rows->known, 0, lane->n) == NULL;
	if (rows->all_ok)
		return;
	states_without_outcome(run, lane, rows);
	if (l->sample.count > 0)
		states_of_samples(run, lane, rows);
	if (l->applies.count > 0)
		states_of_applies(run, lane, rows);
	blank_stateless(lane, rows);
	rows->all_ok = false;
}

static uint8_t
row_state(const struct leaf_rows *rows, uint32_t i)
{
	return rows->all_ok ? ST_OK : rows->state[i];
}

/* Fraction under the policy of the state; false: its weight goes elsewhere. */
static bool
under_policy(enum policy policy, int64_t *frac, uint8_t *passed)
{
	if (policy == POL_ZERO || policy == POL_FULL) {
		*frac = policy == POL_FULL ? FRAC_ONE : 0;
		*passed = policy == POL_FULL;
	}
	return policy != POL_REDISTRIBUTE;
}

/* --- one row per contract ------------------------------------------------------------------------
 */

static void
points_column(dec_t weight, const int64_t *restrict frac, int64_t *restrict points, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		points[i] = points_of(weight, frac[i]);
}

static void
share_row(struct share *share, uint32_t i, bool active, bool unknown, int64_t frac)
{
	share->active[i] = active;
	share->in_interval[i] = active || unknown;
	share->points[i] = active ? points_of(share->weight, frac) : 0;
	share->low[i] = unknown ? 0 : share->points[i];
	share->high[i] = unknown ? share->weight : share->points[i];
}

static void
share_mixed(struct run *run, const struct node *node, uint32_t n)
{
	struct leaf_rows *rows = &run->rows;

	for (uint32_t i = 0; i < n; i++) {
		uint8_t state = rows->state[i];
		bool active = under_policy(node->policy[state], &rows->frac[i], &rows->passed[i]);

		share_row(&run->share, i, active, state_unknown(state), rows->frac[i]);
	}
}

static int64_t
known_value(const struct column *col, uint32_t i, uint8_t *known)
{
	*known = col->v != NULL && col->known[i];
	return *known ? col->v[i] : 0;
}

static void
leaf_cells(const struct run *run, uint32_t node, uint32_t first, uint32_t n)
{
	const struct leaf_rows *rows = &run->rows;

	for (uint32_t i = 0; i < n; i++) {
		struct cell *c = &run->result->cells[(size_t)node * run->result->n + first + i];

		c->state = row_state(rows, i);
		c->active = run->share.mixed ? run->share.active[i] : 1;
		c->frac = c->active ? rows->frac[i] : 0;
		c->passed = rows->passed[i];
		c->value = known_value(&rows->value, i, &c->value_known);
		c->of = known_value(&rows->of, i, &c->of_known);
		c->target = known_value(&rows->target, i, &c->target_known);
	}
}

static void
own_leaf(struct run *run, uint32_t node, uint32_t first, uint32_t n)
{
	const struct node *nd = &run->s->nodes[node];
	struct lane lane = { .grain = GRAIN_CONTRACT,
		.first_row = first,
		.n = n,
		.ctx = { n, run->result->failed + first, run->s->cal },
		.no_events = run->no_events };

	leaf_rows(run, &lane, nd->leaf);
	run->share.weight = nd->weight;
	run->share.mixed = !run->rows.all_ok;
	if (run->share.mixed)
		share_mixed(run, nd, n);
	else
		points_column(nd->weight, run->rows.frac, run->share.points, n);
	if (run->result->cells != NULL)
		leaf_cells(run, node, first, n);
}

/* --- many rows per contract
 * ----------------------------------------------------------------------- */

static void
tally_take(struct tally_part *t, int64_t frac, bool passed)
{
	t->sum += frac;
	t->least = t->count == 0 || frac < t->least ? frac : t->least;
	t->count++;
	t->passing += passed;
}

static void
tally_row(struct tally *t, const struct node *node, uint8_t state, int64_t frac, uint8_t passed)
{
	bool unknown = state_unknown(state);
	bool counts;

	t->any = true;
	if (state == ST_NOT_APPLICABLE)
		return;
	t->applicable = true;
	t->worst = state > t->worst ? state : t->worst;
	counts = state == ST_OK || under_policy(node->policy[state], &frac, &passed);
	if (counts)
		tally_take(&t->scored, frac, passed);
	if (counts || unknown) {
		tally_take(&t->low, unknown ? 0 : frac, !unknown && passed);
		tally_take(&t->high, unknown ? FRAC_ONE : frac, unknown || passed);
	}
}

static int64_t
tally_frac(const struct tally_part *t, enum combine combine)
{
	int64_t count = t->count == 0 ? 1 : (int64_t)t->count;

	switch (combine) {
	case COMBINE_MIN:
		return t->least;
	case COMBINE_ALL:
		return t->passing == t->count ? FRAC_ONE : 0;
	case COMBINE_SHARE_PASSING:
		return (FRAC_ONE * t->passing + count / 2) / count;
	case COMBINE_NONE:
	case COMBINE_MEAN:
	case COMBINE_COUNT:
		break;
	}
	return (t->sum + count / 2) / count;
}

static void
row_cells(const struct run *run, uint32_t node, const struct lane *lane)
{
	const struct leaf_rows *rows = &run->rows;

	for (uint32_t i = 0; i < lane->n; i++) {
		struct row_cell *c = &run->result->rows[node][lane->first_row + i];

		c->state = row_state(rows, i);
		c->frac = rows->frac[i];
		c->passed = rows->passed[i];
		c->value = known_value(&rows->value, i, &c->value_known);
		c->of = known_value(&rows->of, i, &c->of_known);
		c->target = known_value(&rows->target, i, &c->target_known);
	}
}

static void
tally_lane(struct run *run, uint32_t node, const struct lane *lane, uint32_t first)
{
	const struct leaf_rows *rows = &run->rows;

	leaf_rows(run, lane, run->s->nodes[node].leaf);
	if (run->result->rows != NULL)
		row_cells(run, node, lane);
	for (uint32_t i = 0; i < lane->n; i++) {
		tally_row(&run->tallies[lane->owner[i] - first], &run->s->nodes[node],
		    row_state(rows, i), rows->frac[i], rows->passed[i]);
		run->result->failed[lane->owner[i]] |= lane->ctx.overflow[i];
	}
}

/* Rows of the grid that belong to the contracts of the block, as many at a time as a column holds.
 */
static void
tally_block(struct run *run, uint32_t node, uint32_t first, uint32_t n)
{
	const struct leaf *l = run->s->nodes[node].leaf;
	const uint32_t *start = run->f->grid[l->grain].first;
	uint32_t contract = first;

	memset(run->tallies, 0, n * sizeof(*run->tallies));
	for (uint32_t row = start[first]; row < start[first + n];) {
		uint32_t left = start[first + n] - row;
		struct lane lane = { .grain = l->grain,
			.first_row = row,
			.owner = run->owner,
			.n = left < run->width ? left : run->width,
			.no_events = run->no_events };

		lane.ctx = (struct kernel_ctx){ lane.n, run->overflow, run->s->cal };
		memset(run->overflow, 0, lane.n);
		for (uint32_t i = 0; i < lane.n; i++) {
			while (start[contract + 1] <= row + i)
				contract++;
			run->owner[i] = contract;
		}
		tally_lane(run, node, &lane, first);
		row += lane.n;
	}
}

static uint8_t
tally_state(const struct tally *t)
{
	return t->applicable ? t->worst : t->any ? ST_NOT_APPLICABLE : ST_NO_DATA;
}

/* Without a row that applies the leaf stands under its own state's policy. */
static void
tally_share(struct run *run, const struct node *node, uint32_t i, struct cell *cell)
{
	const struct tally *t = &run->tallies[i];
	uint8_t state = tally_state(t);
	int64_t frac = tally_frac(&t->scored, node->leaf->combine);
	uint8_t passed = t->scored.count > 0 && t->scored.passing == t->scored.count;
	bool active = t->scored.count > 0;

	if (t->applicable) {
		share_row(&run->share, i, active, false, frac);
		run->share.in_interval[i] = t->low.count > 0;
		run->share.low[i] =
		    t->low.count == 0
			? 0
			: points_of(node->weight, tally_frac(&t->low, node->leaf->combine));
		run->share.high[i] =
		    t->low.count == 0
			? 0
			: points_of(node->weight, tally_frac(&t->high, node->leaf->combine));
	} else {
		frac = 0;
		active = under_policy(node->policy[state], &frac, &passed);
		share_row(&run->share, i, active, state_unknown(state), frac);
	}
	if (cell != NULL)
		*cell = (struct cell){ .state = state,
			.active = active,
			.passed = passed,
			.frac = active ? frac : 0 };
}

static void
per_leaf(struct run *run, uint32_t node, uint32_t first, uint32_t n)
{
	const struct node *nd = &run->s->nodes[node];
	struct cell *cells = run->result->cells;

	tally_block(run, node, first, n);
	run->share.weight = nd->weight;
	run->share.mixed = true;
	for (uint32_t i = 0; i < n; i++)
		tally_share(run, nd, i,
		    cells == NULL ? NULL : &cells[(size_t)node * run->result->n + first + i]);
}

void
leaf_share(struct run *run, uint32_t node, uint32_t first, uint32_t n)
{
	if (run->s->nodes[node].leaf->grain == GRAIN_CONTRACT)
		own_leaf(run, node, first, n);
	else
		per_leaf(run, node, first, n);
}

void
leaf_init(struct run *run)
{
	run->rows.frac = arena_array(run->arena, run->width, sizeof(int64_t));
	run->rows.passed = arena_array(run->arena, run->width, 1);
	run->rows.known = arena_array(run->arena, run->width, 1);
	run->rows.state = arena_array(run->arena, run->width, 1);
	run->owner = arena_array(run->arena, run->width, sizeof(*run->owner));
	run->overflow = arena_array(run->arena, run->width, 1);
	run->no_events = arena_array(run->arena, run->width, 1);
	run->tallies = arena_array(run->arena, run->width, sizeof(*run->tallies));
}
