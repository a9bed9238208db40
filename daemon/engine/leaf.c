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
#include "rules/leaf_table.h"

/* The rows of one contract put together, thrice: as scored, unknown at nothing, unknown at full. */
struct tally {
	struct combine_rows scored, low, high;
	uint8_t worst;
	bool any, applicable, lacking; /* lacking: a row that counts has no weight */
};

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
	for (size_t k = 0; k < leaf_slot_count; k++) {
		if (!leaf_slots[k].shown && code_unset(run, leaf_code(l, &leaf_slots[k])))
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
	in->each = eval_code(run, lane, &l->each, REG_EACH);
	in->critical = eval_code(run, lane, &l->critical, REG_CRITICAL);
	in->within = eval_code(run, lane, &l->within, REG_WITHIN);
	in->whole = l->whole;
	in->inclusive = l->inclusive;
	in->n_steps = l->n_steps;
	for (uint16_t k = 0; k < l->n_steps; k++) {
		enum reg bound = (enum reg)(REG_STEPS + 2 * k);

		in->steps[k].bound = eval_code(run, lane, &l->steps[k].bound, bound);
		in->steps[k].share =
		    eval_code(run, lane, &l->steps[k].share, (enum reg)(bound + 1));
	}
}

/* The odd rows so far are those without an outcome; a denominator of 0 says that nothing has
 * happened yet. */
static void
states_without_outcome(const struct run *run, const struct lane *lane, struct leaf_rows *rows)
{
	bool unset = leaf_unset(run, rows->leaf);

	for (uint32_t k = 0; k < rows->odd.n; k++) {
		uint16_t i = rows->odd.row[k];
		bool no_events = lane->no_events[i] ||
				 (rows->of.v != NULL && rows->of.known[i] && rows->of.v[i] == 0);

		rows->state[i] = unset || lane->blank[i] ? ST_NOT_CONFIGURED
				 : no_events             ? ST_NO_EVENTS
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
			rows->state[i] = lane->blank[i] ? ST_NOT_CONFIGURED : blank;
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
			rows->state[i] = lane->blank[i] ? ST_NOT_CONFIGURED : blank;
		else if (applies.v[i] == 0)
			rows->state[i] = ST_NOT_APPLICABLE;
	}
}

/* A row without an outcome has nothing to show for it. */
static void
blank_odd(struct leaf_rows *rows)
{
	for (uint32_t k = 0; k < rows->odd.n; k++) {
		uint16_t i = rows->odd.row[k];

		if (rows->state[i] != ST_LOW_SAMPLE) {
			rows->frac[i] = 0;
			rows->passed[i] = 0;
		}
	}
}

/* Lists the rows whose byte differs from `plain`, eight at a look. */
static void
list_odd(struct odd_rows *odd, const uint8_t *bytes, uint8_t plain, uint32_t n)
{
	uint8_t all_plain[8];

	memset(all_plain, plain, sizeof(all_plain));
	odd->n = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (i + 8 <= n && memcmp(bytes + i, all_plain, 8) == 0)
			i += 7;
		else if (bytes[i] != plain)
			odd->row[odd->n++] = (uint16_t)i;
	}
}

static void
leaf_states(struct run *run, const struct lane *lane, struct leaf_rows *rows)
{
	const struct leaf *l = rows->leaf;

	memset(rows->state, ST_OK, lane->n);
	list_odd(&rows->odd, rows->known, 1, lane->n);
	if (rows->odd.n > 0)
		states_without_outcome(run, lane, rows);
	if (l->sample.count > 0)
		states_of_samples(run, lane, rows);
	if (l->applies.count > 0)
		states_of_applies(run, lane, rows);
	if (l->sample.count > 0 || l->applies.count > 0)
		list_odd(&rows->odd, rows->state, ST_OK, lane->n);
	blank_odd(rows);
}

static void
leaf_rows(struct run *run, const struct lane *lane, const struct leaf *l)
{
	struct leaf_rows *rows = &run->rows;
	struct kind_out out = { rows->frac, rows->passed, rows->known };
	struct kind_in in;

	memset(lane->no_events, 0, lane->n);
	memset(lane->blank, 0, lane->n);
	read_inputs(run, lane, l, &in);
	kind_table[l->kind].kernel(&lane->ctx, &in, &out);
	rows->leaf = l;
	rows->value = in.value;
	rows->of = in.of;
	rows->target = in.target;
	rows->each = in.each;
	rows->cap = in.cap;
	leaf_states(run, lane, rows);
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
odd_share(struct share *share, const struct node *node, struct leaf_rows *rows, uint16_t i)
{
	uint8_t state = rows->state[i];
	bool unknown = state_unknown(state);
	bool active = under_policy(node->policy[state], &rows->frac[i], &rows->passed[i]);

	share->points[i] = active ? points_of(node->weight, rows->frac[i]) : 0;
	share->low[i] = unknown ? 0 : share->points[i];
	share->high[i] = unknown ? node->weight : share->points[i];
	share->active[i] = active;
	share->in_interval[i] = active || unknown;
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
	struct cell *cells = &run->result->cells[(size_t)node * run->result->n + first];

	for (uint32_t i = 0; i < n; i++) {
		struct cell *c = &cells[i];

		c->state = rows->state[i];
		c->active = rows->state[i] == ST_OK || run->share.active[i];
		c->frac = c->active ? rows->frac[i] : 0;
		c->passed = rows->passed[i];
		c->value = known_value(&rows->value, i, &c->value_known);
		c->of = known_value(&rows->of, i, &c->of_known);
		c->target = known_value(&rows->target, i, &c->target_known);
	}
}

struct lane
contract_lane(struct run *run, uint32_t first, uint32_t n)
{
	return (struct lane){ .grain = GRAIN_CONTRACT,
		.first_row = first,
		.n = n,
		.ctx = { n, run->result->failed + first, run->s->cal, run->s->texts },
		.no_events = run->no_events,
		.blank = run->blank };
}

static void
own_leaf(struct run *run, uint32_t node, uint32_t first, uint32_t n)
{
	const struct node *nd = &run->s->nodes[node];
	struct leaf_rows *rows = &run->rows;
	struct lane lane = contract_lane(run, first, n);

	leaf_rows(run, &lane, nd->leaf);
	if (nd->leaf->kind == KIND_BONUS)
		bonus_rows(run, nd, first, n);
	run->share.weight = nd->weight;
	run->share.odd.n = rows->odd.n;
	points_column(nd->weight, rows->frac, run->share.points, n);
	for (uint32_t k = 0; k < rows->odd.n; k++) {
		run->share.odd.row[k] = rows->odd.row[k];
		odd_share(&run->share, nd, rows, rows->odd.row[k]);
	}
	if (run->result->cells != NULL)
		leaf_cells(run, node, first, n);
}

/* --- many rows per contract
 * ----------------------------------------------------------------------- */

/* True: the row counts, or would once it is known. */
static bool
tally_row(struct tally *t, const struct node *node, uint8_t state, int64_t frac, uint8_t passed,
    int64_t weight)
{
	bool unknown = state_unknown(state);
	bool counts = state == ST_OK || under_policy(node->policy[state], &frac, &passed);

	if (counts)
		combine_take(&t->scored, frac, passed, weight);
	if (counts || unknown) {
		combine_take(&t->low, unknown ? 0 : frac, !unknown && passed, weight);
		combine_take(&t->high, unknown ? FRAC_ONE : frac, unknown || passed, weight);
	}
	return counts || unknown;
}

static void
row_cells(const struct run *run, uint32_t node, const struct lane *lane)
{
	const struct leaf_rows *rows = &run->rows;

	for (uint32_t i = 0; i < lane->n; i++) {
		struct row_cell *c = &run->result->rows[node][lane->first_row + i];

		c->state = rows->state[i];
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
	struct column weights;

	leaf_rows(run, lane, run->s->nodes[node].leaf);
	weights = eval_code(run, lane, &run->s->nodes[node].leaf->weigh_by, REG_WEIGH_BY);
	if (run->result->rows != NULL)
		row_cells(run, node, lane);
	for (uint32_t i = 0; i < lane->n; i++) {
		struct tally *t = &run->tallies[lane->owner[i] - first];
		uint8_t state = rows->state[i];

		run->result->failed[lane->owner[i]] |= lane->ctx.overflow[i];
		t->any = true;
		if (state == ST_NOT_APPLICABLE)
			continue;
		t->applicable = true;
		t->worst = state > t->worst ? state : t->worst;
		if (tally_row(t, &run->s->nodes[node], state, rows->frac[i], rows->passed[i],
			weights.v != NULL ? weights.v[i] : 0))
			t->lacking |= weights.v != NULL && (!weights.known[i] || weights.v[i] < 0);
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
			.no_events = run->no_events,
			.blank = run->blank };

		lane.ctx = (struct kernel_ctx){ lane.n, run->overflow, run->s->cal, run->s->texts };
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

/* The state of the whole; *alone: no rows give an outcome, the leaf stands under its own policy. */
static uint8_t
tally_state(const struct run *run, const struct leaf *l, const struct tally *t, bool *alone)
{
	*alone = true;
	if (!t->applicable)
		return t->any ? ST_NOT_APPLICABLE : ST_NO_DATA;
	if (t->lacking)
		return code_unset(run, &l->weigh_by) ? ST_NOT_CONFIGURED : ST_NO_DATA;
	if (t->low.count > 0 && !combine_any(l->combine, &t->low))
		return ST_NO_EVENTS; /* nothing weighs anything */
	*alone = false;
	return t->worst;
}

static dec_t
tally_points(const struct combine_rows *t, const struct node *node)
{
	enum combine combine = node->leaf->combine;

	return combine_any(combine, t) ? points_of(node->weight, combine_table[combine].frac(t))
				       : 0;
}

static void
tally_share(struct run *run, const struct node *node, uint32_t i, struct cell *cell)
{
	enum combine combine = node->leaf->combine;
	struct tally *t = &run->tallies[i];
	struct share *share = &run->share;
	bool alone;
	uint8_t state = tally_state(run, node->leaf, t, &alone);

	if (alone) {
		*t = (struct tally){ 0 };
		(void)tally_row(t, node, state, 0, 0, 1);
	}
	share->active[i] = combine_any(combine, &t->scored);
	share->in_interval[i] = combine_any(combine, &t->low);
	share->points[i] = tally_points(&t->scored, node);
	share->low[i] = tally_points(&t->low, node);
	share->high[i] = tally_points(&t->high, node);
	if (cell == NULL)
		return;
	*cell = (struct cell){ .state = state, .active = share->active[i] };
	cell->passed = cell->active && combine_passed(combine, &t->scored);
	cell->frac = cell->active ? combine_table[combine].frac(&t->scored) : 0;
}

static void
per_leaf(struct run *run, uint32_t node, uint32_t first, uint32_t n)
{
	const struct node *nd = &run->s->nodes[node];
	struct cell *cells = run->result->cells;

	tally_block(run, node, first, n);
	run->share.weight = nd->weight;
	run->share.odd.n = n; /* any row may have an interval of its own */
	for (uint32_t i = 0; i < n; i++)
		run->share.odd.row[i] = (uint16_t)i;
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
	run->blank = arena_array(run->arena, run->width, 1);
	run->marks = arena_array(run->arena, run->width, 1);
	run->tallies = arena_array(run->arena, run->width, sizeof(*run->tallies));
}
