/*
 * Values of the rule language. At run time every value is one int64 in millionths
 * plus a presence bit: a number, percent (0.5 = 50 %) or money (yuan) is its dec_t; a date
 * is its day number (base/date.h) in millionths; days are a count in millionths; a boolean is 0 or
 * 1,000,000; a text is its index in the scheme's text pool in millionths. So one set of kernels
 * serves all types; the checker keeps them apart.
 *
 * A column is up to BLOCK values side by side: rules run over columns, never row by row.
 */
#ifndef RULES_VALUE_H
#define RULES_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define BLOCK 512

enum vtype {
	VT_NUMBER,
	VT_PERCENT,
	VT_MONEY,
	VT_DATE,
	VT_DAYS,
	VT_BOOL,
	VT_TEXT,
	VT_MISSING,
	VT_COUNT
};

/* A static type: what kind, and for numbers which unit ("units", "heads", "m2"; empty = plain).
 * A share is a percent that still knows its numerator and denominator (a metric with two columns),
 * so that legal thresholds compare exactly (I1). */
struct rtype {
	enum vtype kind;
	bool share;
	struct text unit;
};

struct column {
	int64_t *v;     /* BLOCK values */
	uint8_t *known; /* 1 known, 0 missing */
	bool same; /* every row is like row 0 (constants, parameters): a kernel may use it, false is
		      always right */
};

/* Row faults while computing: an overflow must stop that contract's answer (I1). */
struct kernel_ctx {
	uint32_t n;                      /* rows in this block, <= BLOCK */
	uint8_t *overflow;               /* per row: set to 1, never cleared by a kernel */
	const struct calendar *calendar; /* may be NULL: no working-day functions in this scheme */
	const struct text *texts;        /* the scheme's pool: what VT_TEXT values are places in */
};

/* What a value looks like. VT_MISSING: nothing that we know. */
enum vtype value_like(struct text t, int64_t *value);
const char *vtype_name(enum vtype t, enum lang lang);

#endif
