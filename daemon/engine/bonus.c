/*
 * Leaves that add to the total beside the tree (kind bonus): min(cap, value * each), half-up to six
 * decimals, never negative. A state without an outcome adds what its policy says: `full` the cap,
 * the others nothing. Unknown leaves add nothing to the lowest total and their cap to the highest.
 */
#include "engine/engine_internal.h"

__extension__ typedef __int128 wide_t;

static dec_t
bonus_points(int64_t value, int64_t each, int64_t cap)
{
	wide_t points = value > 0 && each > 0 ? (wide_t)value * each : 0;
	wide_t most = cap > 0 ? (wide_t)cap * DEC_ONE : 0;

	points = points < most ? points : most;
	return (dec_t)((points + DEC_ONE / 2) / DEC_ONE);
}

struct bonus {
	dec_t points, low, high;
};

/* `computed`: the outcome, of a row that has one; `cap`: NULL when it is not known. */
static struct bonus
bonus_of(const struct result *r, const struct node *node, uint8_t state, dec_t computed,
    const int64_t *cap)
{
	enum policy policy = node->policy[state];
	dec_t most = cap == NULL ? r->scheme->nodes[0].weight : *cap > 0 ? *cap : 0;
	struct bonus b = { computed, computed, computed };

	if (state == ST_OK)
		return b;
	if (policy != POL_KEEP)
		b.points = policy == POL_FULL && cap != NULL ? most : 0;
	b.low = state_unknown(state) ? 0 : b.points;
	b.high = state_unknown(state) ? most : b.points;
	return b;
}

/* Past the whole weight nothing more changes, and sums of bonuses cannot wrap. */
static void
add(dec_t *sum, dec_t v, dec_t most)
{
	*sum += v < most ? v : most;
	*sum = *sum < most ? *sum : most;
}

void
bonus_rows(struct run *run, const struct node *node, uint32_t first, uint32_t n)
{
	const struct leaf_rows *rows = &run->rows;
	struct result *r = run->result;
	dec_t most = run->s->nodes[0].weight;

	for (uint32_t i = 0; i < n; i++) {
		const int64_t *cap = rows->cap.known[i] ? &rows->cap.v[i] : NULL;
		bool outcome = rows->known[i] && cap != NULL;
		struct bonus b = bonus_of(r, node, rows->state[i],
		    outcome ? bonus_points(rows->value.v[i], rows->each.v[i], *cap) : 0, cap);

		add(&r->bonus[first + i], b.points, most);
		add(&r->bonus_low[first + i], b.low, most);
		add(&r->bonus_high[first + i], b.high, most);
	}
}

dec_t
explain_bonus(const struct result *r, uint32_t node, uint32_t contract)
{
	const struct node *n = &r->scheme->nodes[node];
	const struct leaf *l = n->leaf;
	uint8_t state = r->cells[(size_t)node * r->n + contract].state;
	int64_t value, each, cap;
	dec_t computed = 0;
	bool known = engine_value(r, &l->cap, contract, -1, &cap) == EVAL_KNOWN;

	if (known && engine_value(r, &l->value, contract, -1, &value) == EVAL_KNOWN &&
	    engine_value(r, &l->each, contract, -1, &each) == EVAL_KNOWN)
		computed = bonus_points(value, each, cap);
	return bonus_of(r, n, state, computed, known ? &cap : NULL).points;
}
