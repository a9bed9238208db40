/*
 * Scoring kinds: how a leaf's value becomes a fraction of its weight. One row in one table
 * (kind_table.c): YAML word, the arguments it takes, the column kernel, documentation.
 *
 * Fractions carry nine decimals (FRAC_ONE = 10^9), half-up, so that three leaves of one
 * third of 9 points still add up; points are rounded to six decimals, totals as the scheme says.
 */
#ifndef RULES_KIND_H
#define RULES_KIND_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/value.h"

#define FRAC_ONE INT64_C(1000000000)
#define KIND_STEPS_MAX 32

enum kind_id {
	KIND_PASS,
	KIND_RATIO,
	KIND_LINEAR,
	KIND_BANDS,
	KIND_LATE_STEPS,
	KIND_RUBRIC,
	KIND_CHECKLIST,
	KIND_PER_OCCURRENCE,
	KIND_CEILING,
	KIND_TOLERANCE,
	KIND_FORMULA,
	KIND_INFO,
	KIND_BONUS,
	KIND_ID_COUNT
};

/* One step of bands or late_steps, one point of a line, in order. `bound` is a column so that it
 * may be a parameter. */
struct kind_step {
	struct column bound; /* unused in the last, open step of bands */
	struct column share; /* percent of the weight, millionths */
};

/* What a kernel sees for one block. Columns that a leaf does not have are {NULL, NULL}.
 * of: denominator; the value is then value/of, compared exactly by cross products. */
struct kind_in {
	struct column value, of, target, when;
	struct column floor, cap; /* linear: floor..target; ratio: cap (percent) */
	struct column each, critical, within;
	int64_t
	    whole; /* per_occurrence: what each and cap are out of: 100 % or the leaf's points */
	struct kind_step steps[KIND_STEPS_MAX];
	uint32_t n_steps;
	bool inclusive; /* bands: a value equal to the bound is inside; late_steps: `ge` */
};

/* frac 0..FRAC_ONE per row; passed 1/0: the requirement as the text words it is met (exact
 * compare); known 0 where the value is missing or the denominator 0 (then frac, passed are 0). */
struct kind_out {
	int64_t *frac;
	uint8_t *passed, *known;
};

/* Bits for what a kind takes or needs. */
enum {
	KA_VALUE = 1,
	KA_OF = 2,
	KA_TARGET = 4,
	KA_WHEN = 8,
	KA_FLOOR = 16,
	KA_CAP = 32,
	KA_STEPS = 64,
	KA_EACH = 128,
	KA_CRITICAL = 256,
	KA_WITHIN = 512
};

struct kind {
	const char *name;
	unsigned needs, takes;
	void (*kernel)(
	    const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out);
	const char *doc_zh, *doc_en;
	/* A leaf, and what share of its points it earns: run by tests/unit/test_kind_examples.c. */
	const char *example, *result;
	/* What is said of it, "": the value alone (api/score_text.c). {target}: an expression with
	 * its numbers, {when}: as it is written for when, {when=}: with numbers, {found}: what was
	 * found. […] stands when all in it is there. */
	const char *said_zh, *said_en;
	bool weightless; /* no part of the sum: has no `weight` */
	bool single;     /* of the contract alone: no `per` */
};

extern const struct kind kind_table[KIND_ID_COUNT];
const struct kind *kind_find(struct text name);

#endif
