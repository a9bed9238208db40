/* What the tests of scoring kinds share: a block of columns, one kernel run, every row looked at.
 */
#ifndef TESTS_KIND_TEST_H
#define TESTS_KIND_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/dec.h"
#include "rules/kind.h"

#define NONE INT64_MIN
#define P(percent) ((percent)*DEC_ONE / 100)
#define U(x) ((x)*DEC_ONE)
#define NO_VALUE (INT64_MIN + 77) /* the column is absent */
#define OFF NO_VALUE
#define COLUMNS (9 + 2 * KIND_STEPS_MAX)
#define STEP_COLUMN 9

/* Storage of a block: every input column of n rows. */
struct block {
	uint32_t n;
	int64_t v[COLUMNS][BLOCK];
	uint8_t known[COLUMNS][BLOCK];
	int64_t frac[BLOCK];
	uint8_t passed[BLOCK], out_known[BLOCK], overflow[BLOCK];
	struct kind_in in;
};

static inline struct column
fill(struct block *b, int column, int64_t value, bool same)
{
	if (value == NO_VALUE)
		return (struct column){ 0 };
	for (uint32_t i = 0; i < b->n; i++) {
		b->v[column][i] = value == NONE ? 0 : value;
		b->known[column][i] = value != NONE;
	}
	return (struct column){ b->v[column], b->known[column], same };
}

static inline void
run(struct block *b, enum kind_id kind)
{
	struct kernel_ctx ctx = { b->n, b->overflow, NULL, NULL };
	struct kind_out out = { b->frac, b->passed, b->out_known };

	memset(b->frac, 0x5a, sizeof(b->frac));
	memset(b->passed, 0x5a, sizeof(b->passed));
	kind_table[kind].kernel(&ctx, &b->in, &out);
}

/* frac NONE: not known. */
static inline void
expect(const struct block *b, const char *what, int row, int64_t frac, int passed)
{
	for (uint32_t i = 0; i < b->n; i++) {
		bool known = frac != NONE;

		if (b->out_known[i] == known && b->frac[i] == (known ? frac : 0) &&
		    b->passed[i] == (known ? passed : 0))
			continue;
		fail_msg("%s row %d: known %d frac %lld passed %d", what, row, b->out_known[i],
		    (long long)b->frac[i], b->passed[i]);
	}
}

#endif
