/* Between kind_table.c and kind_rare.c: the arithmetic of fractions, and the kernels of the kinds
 * that are rare. Private to rules/. */
#ifndef RULES_KIND_INTERNAL_H
#define RULES_KIND_INTERNAL_H

#include "base/dec.h"
#include "rules/kind.h"

__extension__ typedef __int128 wide_t;
__extension__ typedef unsigned __int128 uwide_t;

#define SHARE_TO_FRAC (FRAC_ONE / DEC_ONE)

/* half_up(part / whole) in billionths, held within 0..FRAC_ONE; whole > 0. */
int64_t kind_fraction(wide_t part, wide_t whole);
/* half_up(most * part / whole); 0 <= part <= whole < 2^127, 0 <= most <= FRAC_ONE. */
int64_t kind_scaled(uint64_t most, uwide_t part, uwide_t whole);
/* A percent as a fraction of the weight, held within 0..FRAC_ONE. */
int64_t kind_share(int64_t share);

/* What a column lacks, the outcome lacks; a denominator counts when it is above zero. */
void kind_known_of(const struct kernel_ctx *ctx, struct kind_out *out, const struct column *col);
void kind_known_positive(
    const struct kernel_ctx *ctx, struct kind_out *out, const struct column *col);
void kind_blank_unknown(const struct kernel_ctx *ctx, struct kind_out *out);

typedef void kind_kernel(
    const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out);
kind_kernel kind_points, kind_checklist, kind_per_occurrence, kind_ceiling, kind_tolerance,
    kind_formula, kind_info, kind_bonus;

#endif
