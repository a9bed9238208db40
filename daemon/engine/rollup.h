/*
 * Inside the engine: what a node gives to its parent, and what a group has been given so far, for
 * one block of contracts. Used by leaf.c, which fills the share of a leaf, and rollup.c.
 */
#ifndef ENGINE_ROLLUP_H
#define ENGINE_ROLLUP_H

#include "engine/engine.h"

struct run;

/* Rows of a block that are not plainly ok, in any order: few, so all that concerns states walks
 * this list and the loops over whole columns stay free of it. */
struct odd_rows {
	uint32_t n;
	uint16_t *row;
};

/* What one node gives to its parent for one block: points of every row; low, high, active and
 * in_interval of the odd rows only. Elsewhere low = high = points and the node is active. */
struct share {
	dec_t weight;
	struct odd_rows odd;
	int64_t *points, *low, *high;
	uint8_t *active, *in_interval; /* its weight counts in the score; in the interval */
};

/* Sums of a group's children for one block. Of odd rows: how far low and high lie from points, and
 * how much weight does not count. */
struct sums {
	dec_t weight_all;
	struct odd_rows odd;
	uint8_t *is_odd;
	int64_t *points, *low, *high;
	int64_t *idle, *interval_idle;
	uint8_t *active, *in_interval;
};

/* half_up(weight * points / sum); points <= sum, so the result is at most weight. */
static inline dec_t
rollup_scale(dec_t weight, dec_t points, dec_t sum)
{
	dec_t ret = 0;

	if (sum == weight || sum == 0)
		return sum == 0 ? 0 : points;
	if (points <= INT64_MAX / SCHEME_WEIGHT_MAX / 2)
		return (dec_t)(((uint64_t)weight * (uint64_t)points + (uint64_t)sum / 2) /
			       (uint64_t)sum);
	return dec_mul_div(weight, points, sum, &ret) ? ret : 0;
}

void rollup_init(struct run *run);
void rollup_open(struct run *run, uint32_t node, uint32_t n); /* n contracts of the block */
/* Adds run->share, given by `node`, to its parent and finishes every group that ends there. */
void rollup_add(struct run *run, uint32_t node, uint32_t first, uint32_t n);

/* rollup_rare.c: groups that take their best child, with all rows odd and low and high as they are;
 * rounding and caps of one node. */
void best_open(const struct run *run, struct sums *s, uint32_t n);
void best_add(struct run *run, struct sums *s, dec_t weight, const struct share *c, uint32_t n);
void limit_share(struct run *run, uint32_t node, struct share *share, uint32_t first, uint32_t n);

void rollup_down(const struct result *r, uint32_t contract);
/* 0.01 for 2 places. */
static inline dec_t
decimal_unit(int places)
{
	dec_t unit = DEC_ONE;

	for (int k = 0; k < places; k++)
		unit /= 10;
	return unit;
}

/* v is not negative, and far from the end of the range. */
static inline dec_t
half_up_to(dec_t v, dec_t unit)
{
	return (v + unit / 2) / unit * unit;
}

/* half_up(weight * frac / FRAC_ONE); weight <= SCHEME_WEIGHT_MAX. */
static inline dec_t
points_of(dec_t weight, int64_t frac)
{
	return (dec_t)(((uint64_t)weight * (uint64_t)frac + FRAC_ONE / 2) / FRAC_ONE);
}

#endif
