/*
 * Shared by the function files: typing rules (fn_typing.c) and column kernels (fn_number.c,
 * fn_logic.c, fn_date.c), named by the rows of fn_table.c. Contracts: rules/fn.h.
 */
#ifndef RULES_FN_INTERNAL_H
#define RULES_FN_INTERNAL_H

#include <string.h>

#include "base/dec.h"
#include "rules/fn.h"

__extension__ typedef __int128 wide_t;
__extension__ typedef unsigned __int128 uwide_t;

/* out->known = all arguments known. */
static inline void
known_all(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	memcpy(out->known, args[0].known, ctx->n);
	for (uint32_t a = 1; a < argc; a++) {
		for (uint32_t i = 0; i < ctx->n; i++)
			out->known[i] &= args[a].known[i];
	}
}

/* Bits that |v| of any row may need: the OR of the magnitudes is an upper bound of each. */
static inline int
column_bits(const int64_t *v, uint32_t n)
{
	uint64_t all = 0;

	for (uint32_t i = 0; i < n; i++)
		all |= (uint64_t)(v[i] ^ (v[i] >> 63));
	/* ~v is |v| - 1 for negative v: one bit more covers a power of two. */
	return all == 0 ? 1 : 65 - __builtin_clzll(all);
}

/* A row that left the number range: no value, and the contract's answer is stopped (I1). */
static inline void
row_overflow(const struct kernel_ctx *ctx, struct column *out, uint32_t i)
{
	ctx->overflow[i] = 1;
	out->v[i] = 0;
	out->known[i] = 0;
}

/* A known row gets v when it fits. */
static inline void
row_wide(const struct kernel_ctx *ctx, struct column *out, uint32_t i, wide_t v)
{
	if (v > INT64_MAX || v < -(wide_t)INT64_MAX)
		row_overflow(ctx, out, i);
	else
		out->v[i] = (int64_t)v;
}

static inline void
row_missing(struct column *out, uint32_t i)
{
	out->v[i] = 0;
	out->known[i] = 0;
}

/* clang-format off */
bool type_add(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_sub(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_mul(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_div(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_safe_div(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_equal(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_order(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_bools(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_same(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_ordered(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_amounts(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_if(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_count(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_round(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_sqrt(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_is_missing(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_date(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_days_between(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_add_days(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);
bool type_add_months(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);

void fn_add(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_sub(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_mul(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_div(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_neg(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_min(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_max(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_sum(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_avg(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_median(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_stdevp(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_abs(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_round(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_floor(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_ceil(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_trunc(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_clamp(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_safe_div(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_sqrt(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);

void fn_eq(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_ne(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_lt(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_le(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_gt(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_ge(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_between(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_and(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_or(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_not(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_if(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_count_known(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_is_missing(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_first_known(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);

void fn_date(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_add_workdays(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_workdays_between(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_days_between(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_add_days(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
void fn_add_months(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);
/* clang-format on */

#endif
