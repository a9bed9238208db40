/*
 * scheme x facts x as_of -> scores. Pure: no clock, no database, no thread, no global,
 * no allocation outside the caller's arena (I2). Runs over columns of BLOCK rows.
 *
 * Rounding points, in order: leaf fraction nine decimals; points six; total `round_places` once
 * (half-up).
 *
 * Roll-up. Each group: raw = weight * sum(child raw) / sum(active child weights), where a child
 * whose state's policy is `redistribute` is not active; a group with no active child is itself not
 * active, and its weight goes to its siblings. A second pass downwards gives every node its
 * effective weight and points. A group with `combine: best_of` has the points of its best child
 * instead, which then gets the group's weight. A node's own rounding and caps hold for its points
 * out of its own weight, rounding first, before they go up. States of a leaf and what a policy does
 * to each row of a `per:` leaf: head of leaf.c. Interval: lowest = unknown leaves (no_data,
 * not_configured, low_sample) taken with their weight at nothing, highest = at full; grade_certain
 * when both ends fall in one grade (I3).
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/dec.h"
#include "base/err.h"
#include "metrics/facts.h"
#include "rules/print.h"
#include "rules/scheme.h"

/* Per node and contract; arrays are [node][contract] as cell[node * n + contract]. */
struct cell {
	dec_t points, effective_weight; /* out of the total; 0 when the weight was redistributed */
	int64_t frac;                   /* 0..FRAC_ONE of its own weight */
	int64_t value, of, target;      /* leaf: run-time form; of == 0 when it has none */
	uint8_t value_known, of_known, target_known;
	uint8_t state; /* enum state; of a group: ST_OK, or ST_NOT_APPLICABLE when nothing below is
			  active */
	uint8_t passed, active;
	uint8_t aside; /* an alternative that was not taken, or below one: no points, no weight */
};

/* Rows of a `per:` leaf, for the explanation; row r of the grain's grid. */
struct row_cell {
	int64_t frac, value, of, target;
	uint8_t value_known, of_known, target_known, state, passed;
};

struct result {
	const struct scheme *scheme;
	const struct facts *facts;
	day_t as_of;
	uint32_t n;
	dec_t *score, *lowest, *highest; /* rounded totals */
	uint8_t *grade; /* index in scheme->grades; UINT8_MAX: the scheme has none, nothing applies,
			   or failed */
	uint8_t *grade_certain,
	    *failed; /* failed: a number left its range; no score may be given (the totals are 0) */
	dec_t *bonus, *bonus_low, *bonus_high; /* of the leaves that are no part of the sum, at most
						  the whole weight; NULL: there are none */
	struct cell *cells;     /* NULL when neither detail was asked for nor points() reads them */
	struct row_cell **rows; /* [node]: grid rows of that leaf, NULL for other nodes */
};

enum engine_detail { ENGINE_SCORES, ENGINE_CELLS };

/* E_LIMIT: a weight over SCHEME_WEIGHT_MAX, or more cells than one answer may hold. */

enum err_code engine_score(const struct scheme *s, const struct facts *f, day_t as_of,
    enum engine_detail detail, struct arena *arena, struct result *ret,
    struct err *reterr) MUST_USE;

/* Formula of a leaf with the contract's numbers filled in, e.g. "30 / 61" (I4). `row` < 0: the
 * contract's own, else that row of the leaf's grid. */
enum explain_what {
	EXPLAIN_VALUE,
	EXPLAIN_OF,
	EXPLAIN_TARGET,
	EXPLAIN_WHEN,
	EXPLAIN_EACH,
	EXPLAIN_CAP,
	EXPLAIN_CRITICAL,
	EXPLAIN_WITHIN,
	EXPLAIN_WEIGH_BY,
	EXPLAIN_COUNT
};
const char *explain_name(enum explain_what what); /* "value" */
/* The expression; count 0: the leaf has none, or it says nothing (a cap at 100 %). */
const struct code *explain_code(
    const struct scheme *s, const struct leaf *l, enum explain_what what);
void explain_formula(const struct result *r, uint32_t node, uint32_t contract, int64_t row,
    enum explain_what what, bool filled, struct buf *out);

/* An expression for people, for one row as above: titles for names, or with `filled` their numbers;
 * only what decided. */
void explain_say(const struct result *r, uint32_t contract, int64_t row, const struct code *c,
    bool filled, enum lang lang, struct buf *out);
/* Parameters that a leaf reads and the text leaves blank. Returns how many were written. */
uint32_t explain_unset(const struct result *r, uint32_t node, uint32_t *params, uint32_t max);

/* One expression over the facts of one contract, `row` as above; of the result only scheme, facts
 * and as_of are read, so it needs no score. */
enum eval_outcome engine_value(
    const struct result *r, const struct code *c, uint32_t contract, int64_t row, int64_t *ret);

/* Nodes (leaves) of a contract by points lost, most first; ties by tree order. Returns how many
 * were written. */
struct lost {
	uint32_t node;
	dec_t points;
};
/* What was added to or taken from the sum of the indicators, in the scheme's order: items, their
 * group's sum under its cap, and the caps that hold (points: the most that is left). Returns how
 * many were written. */
enum applied_kind { APPLIED_ITEM, APPLIED_GROUP, APPLIED_CAP, APPLIED_BONUS };
const char *applied_kind_name(enum applied_kind k); /* "item" */
struct applied {
	enum applied_kind kind;
	const struct text *id;
	const struct title *title;
	const struct text *clause;
	dec_t points;
	uint32_t node; /* of a cap: the indicator it holds for, 0: the whole score */
};
uint32_t explain_applied(
    const struct result *r, uint32_t contract, struct applied *out, uint32_t max);
/* The items and caps of which it is open whether they apply, as something is missing (I3); points:
 * the most that an item may add or take, the bound of a cap, -1 when it has none. */
uint32_t explain_open(const struct result *r, uint32_t contract, struct applied *out, uint32_t max);
/* What a bonus leaf adds to the total. */
dec_t explain_bonus(const struct result *r, uint32_t node, uint32_t contract);
/* The sum of what a group's parts show: its own points differ where it is limited. */
dec_t explain_parts(const struct result *r, uint32_t group, uint32_t contract);
/* The lowest cap that holds for this node; NULL: none does. */
const struct cap *explain_node_cap(
    const struct result *r, uint32_t node, uint32_t contract, dec_t *ret);
uint32_t explain_lost(const struct result *r, uint32_t contract, struct lost *out, uint32_t max);

#endif
