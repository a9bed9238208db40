/*
 * Shared by the function files: typing rules (fn_typing.c) and column kernels (fn_number.c,
 * fn_stat.c, fn_power.c, fn_logic.c, fn_date.c, fn_text.c), named by the rows of fn_table.c.
 * Contracts: rules/fn.h.
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

/* half_up(n / d), d > 0. */
static inline wide_t
wide_half_up(wide_t n, int64_t d)
{
	wide_t q = n / d;
	wide_t r = n % d;

	if (2 * r >= d)
		return q + 1;
	return 2 * r <= -(wide_t)d ? q - 1 : q;
}

/* The whole root of n. */
static inline uint64_t
wide_root(uwide_t n)
{
	uwide_t root = 0;

	for (uwide_t bit = (uwide_t)1 << 63; bit != 0; bit >>= 1) {
		if ((root + bit) * (root + bit) <= n)
			root += bit;
	}
	return (uint64_t)root;
}

/* A whole number of at most `limit` either way. */
static inline bool
whole(int64_t v, int64_t limit, int64_t *ret)
{
	*ret = v / DEC_ONE;
	return v % DEC_ONE == 0 && *ret >= -limit && *ret <= limit;
}

/* clang-format off */
#define TYPING(name) bool name(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
#define KERNEL(name) void name(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)

TYPING(type_add); TYPING(type_sub); TYPING(type_mul); TYPING(type_div); TYPING(type_safe_div);
TYPING(type_equal); TYPING(type_order); TYPING(type_bools); TYPING(type_same); TYPING(type_ordered);
TYPING(type_amounts); TYPING(type_if); TYPING(type_band); TYPING(type_pick); TYPING(type_count);
TYPING(type_places); TYPING(type_power); TYPING(type_variance); TYPING(type_percentile); TYPING(type_root);
TYPING(type_is_missing); TYPING(type_date); TYPING(type_days_between); TYPING(type_add_days);
TYPING(type_add_months); TYPING(type_date_part); TYPING(type_days_in_month); TYPING(type_length);
TYPING(type_contains); TYPING(type_wilson);

/* fn_number.c */
KERNEL(fn_add); KERNEL(fn_sub); KERNEL(fn_mul); KERNEL(fn_div); KERNEL(fn_safe_div); KERNEL(fn_mod);
KERNEL(fn_neg); KERNEL(fn_abs); KERNEL(fn_clamp); KERNEL(fn_round); KERNEL(fn_trunc); KERNEL(fn_floor);
KERNEL(fn_ceil); KERNEL(fn_sqrt);
/* fn_stat.c */
KERNEL(fn_min); KERNEL(fn_max); KERNEL(fn_greatest); KERNEL(fn_least); KERNEL(fn_sum); KERNEL(fn_avg);
KERNEL(fn_median); KERNEL(fn_percentile); KERNEL(fn_stdevp); KERNEL(fn_stdev); KERNEL(fn_variancep);
KERNEL(fn_variance);
/* fn_power.c */
KERNEL(fn_power); KERNEL(fn_ln); KERNEL(fn_log10);
/* fn_logic.c */
KERNEL(fn_eq); KERNEL(fn_ne); KERNEL(fn_lt); KERNEL(fn_le); KERNEL(fn_gt); KERNEL(fn_ge); KERNEL(fn_between);
KERNEL(fn_and); KERNEL(fn_or); KERNEL(fn_not); KERNEL(fn_if); KERNEL(fn_band); KERNEL(fn_pick);
KERNEL(fn_count_known); KERNEL(fn_is_missing); KERNEL(fn_is_known); KERNEL(fn_first_known); KERNEL(fn_remove_zeros);
/* fn_date.c */
KERNEL(fn_date); KERNEL(fn_days_between); KERNEL(fn_days_in_period); KERNEL(fn_add_days); KERNEL(fn_add_months);
KERNEL(fn_add_workdays); KERNEL(fn_workdays_between); KERNEL(fn_year); KERNEL(fn_quarter); KERNEL(fn_month);
KERNEL(fn_day); KERNEL(fn_weekday); KERNEL(fn_days_in_month);
/* fn_interval.c */
KERNEL(fn_wilson_low); KERNEL(fn_wilson_high);
/* fn_text.c */
KERNEL(fn_length); KERNEL(fn_contains);
/* clang-format on */

#endif
