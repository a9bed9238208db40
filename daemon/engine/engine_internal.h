/*
 * Parts of the engine: eval.c runs code over columns, leaf.c gives fractions and states, rollup.c
 * adds up the tree and hands out effective weights, engine.c drives the blocks. One `struct run` is
 * one engine_score call.
 */
#ifndef ENGINE_ENGINE_INTERNAL_H
#define ENGINE_ENGINE_INTERNAL_H

#include "engine/engine.h"
#include "engine/rollup.h"
#include "rules/fn.h"

/* Where the results of a leaf's expressions stay while its kernel runs. */
enum reg {
	REG_VALUE,
	REG_OF,
	REG_TARGET,
	REG_WHEN,
	REG_APPLIES,
	REG_FLOOR,
	REG_CAP,
	REG_EACH,
	REG_CRITICAL,
	REG_WITHIN,
	REG_WEIGH_BY,
	REG_SAMPLE,
	REG_SAMPLE_MIN,
	REG_NUM, /* of a share read by another grain */
	REG_DEN,
	REG_STEPS, /* bound and share of each step */
	REG_COUNT = REG_STEPS + 2 * KIND_STEPS_MAX
};

/* Rows computed together: contracts first_contract.. of the contract grid, or rows of another grid
 * that belong to contracts of the block. */
struct lane {
	enum grain grain;
	uint32_t first_row, n;
	const uint32_t *owner; /* contract of each row; NULL in the contract grid */
	struct kernel_ctx ctx;
	uint8_t *no_events, *blank; /* per row: a share of 0; a table gave what the text lacks */
};

struct leaf_rows {
	const struct leaf *leaf;
	struct column value, of, target, each, cap; /* as evaluated; v NULL: the leaf has none */
	int64_t *frac;
	uint8_t *passed, *known, *state;
	struct odd_rows odd; /* state is not ST_OK */
};

struct tally; /* leaf.c: combination of the rows of one contract */

struct run {
	const struct scheme *s;
	const struct facts *f;
	day_t as_of;
	struct arena *arena;
	struct result *result;
	uint32_t width; /* room of every column below */
	struct column *params, *constants;
	struct column as_of_column, missing_column;
	uint8_t *ones, *zeros;
	fn_kernel divide;
	struct column
	    slots[2 * EXPR_SLOTS_MAX]; /* two per slot: a kernel never writes what it reads */
	struct column regs[REG_COUNT];
	struct leaf_rows rows;
	struct share share;
	struct sums sums[SCHEME_DEPTH_MAX + 1];
	uint32_t open[SCHEME_DEPTH_MAX + 1]; /* groups not yet finished, outermost first */
	uint32_t n_open;
	uint32_t *owner;
	uint8_t *overflow, *no_events, *blank, *marks; /* marks: all zero between uses */
	struct tally *tallies;
};

/* eval.c */
struct column column_new(struct run *run);
struct column eval_code(
    struct run *run, const struct lane *lane, const struct code *code, enum reg reg);
/* One fact of one row; part: OP_FACT, OP_NUM or OP_DEN. False: missing. */
bool fact_at(const struct facts *f, const struct need *need, enum opcode part, uint32_t contract,
    int64_t row, int64_t *ret);

/* explain.c: the values of names for one row of one contract (row < 0: the contract's own) */
struct env {
	bool has_score;
	dec_t score;
	int32_t days_late;
	day_t due, met_on; /* DAY_NONE: missing */
};
struct filling {
	const struct result *r;
	uint32_t contract;
	int64_t row;
	const struct env *env; /* NULL where nothing follows from a score */
};
bool filling_value(const void *ctx, const struct instr *ins, int64_t *ret);

/* leaf.c */
void leaf_share(struct run *run, uint32_t node, uint32_t first, uint32_t n);
void leaf_init(struct run *run);
struct lane contract_lane(struct run *run, uint32_t first, uint32_t n);

/* bonus.c: what run->rows, of a bonus leaf, adds to the totals of the block */
void bonus_rows(struct run *run, const struct node *node, uint32_t first, uint32_t n);

/* adjust.c: bonus, deductions and vetoes on the total of one contract */
bool adjusts(const struct result *r);
void adjust_total(struct result *r, uint32_t contract);

/* engine.c */
dec_t engine_round(
    const struct scheme *s, dec_t v); /* to the total's places, half up, either sign */
void engine_grade(struct result *r, uint32_t contract); /* grade and certainty from the totals */
void engine_total(struct run *run, const struct share *root, uint32_t first, uint32_t n);

#endif
