/*
 * Combiners: how the rows of a `per:` leaf (stations, communities, persons) become one fraction of
 * its weight. One row in one table (combine.c): YAML word, kernel, documentation, sentence.
 */
#ifndef RULES_COMBINE_H
#define RULES_COMBINE_H

#include <stdbool.h>
#include <stdint.h>

enum combine {
	COMBINE_NONE,
	COMBINE_MEAN,
	COMBINE_MIN,
	COMBINE_ALL,
	COMBINE_SHARE_PASSING,
	COMBINE_WEIGHTED_MEAN,
	COMBINE_BEST_OF,
	COMBINE_COUNT
};

__extension__ typedef __int128 wide_sum;

/* The rows of one contract that count. Sums of weight * fraction stay below 2^94 * rows. */
struct combine_rows {
	int64_t sum, least, most;
	wide_sum weighted, weight;
	uint32_t count, passing;
};

/* One more row; weight 0 where the combiner does not weigh. */
void combine_take(struct combine_rows *t, int64_t frac, bool passed, int64_t weight);

struct combine_row {
	const char *name;
	/* In billionths, half up; rows that count (and weigh something) there are. */
	int64_t (*frac)(const struct combine_rows *t);
	bool weighs; /* needs weigh_by */
	bool any;    /* one row that passes is enough: else all must */
	const char *doc_zh, *doc_en;
	/* Shares of rows (share*weight where it weighs), and what they make:
	 * tests/unit/test_combine.c. */
	const char *example, *result;
	/* Said of rows that do not all pass; {share}: what came out. */
	const char *said_zh, *said_en;
};
extern const struct combine_row combine_table[COMBINE_COUNT];

/* Is there anything to combine? */
bool combine_any(enum combine c, const struct combine_rows *t);
bool combine_passed(enum combine c, const struct combine_rows *t);
const char *combine_name(enum combine c); /* "mean"; "none" */

#endif
