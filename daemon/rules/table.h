/*
 * Decision tables: rows of conditions on typed inputs, each with typed outputs; `table(name, …)` in
 * an expression gives one output. Compiled part of a scheme; the rows come from the scheme's file
 * or from a CSV beside it, and are in the canonical print either way.
 *
 * A condition is a union of ranges over run-time values (rules/value.h), both ends inside; a text
 * is a range of one. No range: anything, also a missing input. A missing input leaves every other
 * condition undecided: when that may change the result, it is missing (I3).
 */
#ifndef RULES_TABLE_H
#define RULES_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "rules/scheme.h"
#include "rules/value.h"

#define TABLES_MAX 64
#define TABLE_INS_MAX 8
#define TABLE_OUTS_MAX 8
#define TABLE_ROWS_MAX 1000
#define TABLE_RANGES_MAX 16
#define TABLE_CELL_MAX 400 /* bytes */
#define TABLE_CSV_MAX (1u << 20)

#define RANGE_LOW INT64_MIN /* no lower end */
#define RANGE_HIGH INT64_MAX

/* Which rows count: the only one, the first, or all of them put together. */
enum hit_policy { HIT_UNIQUE, HIT_FIRST, HIT_SUM, HIT_MIN, HIT_MAX, HIT_COUNT, HIT_POLICIES };

struct table_range {
	int64_t low, high;
	bool low_open, high_open; /* written without its end: the bound is low - 1, high + 1 */
};

struct table_cell {
	uint16_t n; /* 0: any */
	struct table_range *ranges;
};

struct table_column {
	struct text name;
	struct rtype type;
	bool whole;               /* of an input: only whole numbers come, so 15 and 16 touch */
	struct table_cell domain; /* of an input: values that can come; n == 0: any of the type */
};

/* `set` false: blank in the text, not configured. */
struct table_value {
	bool set;
	int64_t value;
};

struct table_row {
	struct table_cell *when;  /* one an input */
	struct table_value *then; /* one an output */
	day_t from, to;           /* DAY_NONE: ever; both days inside */
	uint32_t number;          /* as people count them: from 1 */
};

enum table_else { ELSE_NOTHING, ELSE_MISSING, ELSE_VALUES };

struct table {
	struct text id, clause;
	struct title title, note;
	bool ours, used, dated, broken; /* broken: its faults are reported */
	enum hit_policy hit;
	uint8_t n_in, n_out;
	struct table_column in[TABLE_INS_MAX], out[TABLE_OUTS_MAX];
	uint32_t n_rows;
	struct table_row *rows;
	enum table_else otherwise;
	struct table_value other[TABLE_OUTS_MAX];
};

/* The index of an OP_TABLE instruction. */
static inline uint16_t
table_port(uint32_t table, uint32_t out)
{
	return (uint16_t)(table * TABLE_OUTS_MAX + out);
}

enum row_match { ROW_NO, ROW_YES, ROW_UNKNOWN };

const char *hit_policy_name(enum hit_policy h); /* "first", "collect_sum" */
/* Type of what table(…) gives. */
struct rtype table_type(const struct table *t, uint32_t out);
bool cell_holds(const struct table_cell *c, int64_t v);
/* Does this row hold for row i of the inputs on that day? */
enum row_match table_row_match(const struct table *t, const struct table_row *r, day_t as_of,
    const struct column *args, uint32_t i);
/* The rows that decide for row i of the inputs, at most `max` numbers of rows into `rows`; their
 * number. *unknown: an input that decides is missing. None and not unknown: nothing matches. */
uint32_t table_rows_of(const struct table *t, day_t as_of, const struct column *args, uint32_t i,
    uint32_t *rows, uint32_t max, bool *unknown);
/* All rows of a block. `blank` (may be NULL) is set where the output that was hit is not set. */
void table_eval(const struct table *t, uint32_t out, day_t as_of, const struct kernel_ctx *ctx,
    const struct column *args, struct column *ret, uint8_t *blank);
/* "[15 days, 30 days)": a condition as the language writes it. */
void cell_print(const struct scheme *s, const struct table_column *c, const struct table_cell *cell,
    struct buf *out);

#endif
