/*
 * Statistics over the arguments of one row. All but greatest, least and count need every argument:
 * one that is missing makes the result missing (I3); whoever wants 0 instead writes `a ?? 0`.
 * Exact until the one rounding at the end (I1).
 */
#include "rules/fn_internal.h"

void
fn_min(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	memcpy(out->v, args[0].v, ctx->n * sizeof(*out->v));
	for (uint32_t a = 1; a < argc; a++) {
		const int64_t *v = args[a].v;

		for (uint32_t i = 0; i < ctx->n; i++)
			out->v[i] = v[i] < out->v[i] ? v[i] : out->v[i];
	}
}

void
fn_max(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	memcpy(out->v, args[0].v, ctx->n * sizeof(*out->v));
	for (uint32_t a = 1; a < argc; a++) {
		const int64_t *v = args[a].v;

		for (uint32_t i = 0; i < ctx->n; i++)
			out->v[i] = v[i] > out->v[i] ? v[i] : out->v[i];
	}
}

/* The greatest (sign 1) or least (sign -1) of those that are known. */
static void
known_extreme(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc,
    struct column *out, int sign)
{
	memset(out->known, 0, ctx->n);
	memset(out->v, 0, ctx->n * sizeof(*out->v));
	for (uint32_t a = 0; a < argc; a++) {
		for (uint32_t i = 0; i < ctx->n; i++) {
			int64_t v = args[a].v[i];

			if (!args[a].known[i])
				continue;
			if (!out->known[i] || (sign > 0 ? v > out->v[i] : v < out->v[i]))
				out->v[i] = v;
			out->known[i] = 1;
		}
	}
}

void
fn_greatest(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_extreme(ctx, args, argc, out, 1);
}

void
fn_least(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_extreme(ctx, args, argc, out, -1);
}

static wide_t
row_sum(const struct column *args, uint32_t argc, uint32_t i)
{
	wide_t sum = 0;

	for (uint32_t a = 0; a < argc; a++)
		sum += args[a].v[i];
	return sum;
}

void
fn_sum(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (out->known[i])
			row_wide(ctx, out, i, row_sum(args, argc, i));
	}
}

void
fn_avg(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (out->known[i])
			row_wide(ctx, out, i, wide_half_up(row_sum(args, argc, i), (int64_t)argc));
	}
}

static void
row_sorted(const struct column *args, uint32_t argc, uint32_t i, int64_t sorted[FN_ARGS_MAX])
{
	for (uint32_t a = 0; a < argc; a++) {
		uint32_t k = a;

		for (; k > 0 && sorted[k - 1] > args[a].v[i]; k--)
			sorted[k] = sorted[k - 1];
		sorted[k] = args[a].v[i];
	}
}

void
fn_median(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	int64_t s[FN_ARGS_MAX];

	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (!out->known[i])
			continue;
		row_sorted(args, argc, i, s);
		row_wide(ctx, out, i, wide_half_up((wide_t)s[(argc - 1) / 2] + s[argc / 2], 2));
	}
}

/* args[0] is the share p of the way from the least to the greatest of the others; between two of
 * them in proportion (as PERCENTILE_CONT). A p outside 0..100% is missing. */
void
fn_percentile(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	int64_t s[FN_ARGS_MAX];

	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t p = args[0].v[i], at, part;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (p < 0 || p > DEC_ONE) {
			row_missing(out, i);
			continue;
		}
		row_sorted(args + 1, argc - 1, i, s);
		at = (argc - 2) * p / DEC_ONE;
		part = (argc - 2) * p % DEC_ONE;
		s[argc - 1] = s[argc - 2]; /* the step behind the last has no length */
		row_wide(ctx, out, i,
		    wide_half_up(
			(wide_t)s[at] * DEC_ONE + ((wide_t)s[at + 1] - s[at]) * part, DEC_ONE));
	}
}

/* n * sum(d^2) - sum(d)^2, with d the distance from the least value: n^2 times the variance of a
 * population. A spread of 2^57 millionths or more would not fit and counts as overflow (n <= 32:
 * the four-fold stays below 2^128). */
static bool
row_spread(const struct column *args, uint32_t argc, uint32_t i, uwide_t *ret)
{
	int64_t s[FN_ARGS_MAX];
	uwide_t sum = 0;
	uwide_t squares = 0;

	row_sorted(args, argc, i, s);
	if ((wide_t)s[argc - 1] - s[0] >= (wide_t)1 << 57)
		return false;
	for (uint32_t a = 0; a < argc; a++) {
		uwide_t d = (uwide_t)((wide_t)s[a] - s[0]);

		sum += d;
		squares += d * d;
	}
	*ret = argc * squares - sum * sum;
	return true;
}

/* half_up(sqrt(spread / m)) = floor((floor(sqrt(4 spread / m)) + 1) / 2). */
static wide_t
root_of(uwide_t spread, uint32_t m)
{
	return (wide_t)(((uwide_t)wide_root(4 * spread / m) + 1) / 2);
}

/* half_up(spread / m) in millionths: spread is in millionths squared. */
static wide_t
square_of(uwide_t spread, uint32_t m)
{
	uwide_t d = (uwide_t)m * (uwide_t)DEC_ONE;

	return (wide_t)((spread + d / 2) / d);
}

/* spread / m for each row, by `finish`; m = 0 (a sample of one) is missing. */
static void
spread_rows(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc,
    struct column *out, uint32_t m, wide_t (*finish)(uwide_t spread, uint32_t m))
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		uwide_t spread = 0;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (m == 0)
			row_missing(out, i);
		else if (!row_spread(args, argc, i, &spread))
			row_overflow(ctx, out, i);
		else
			row_wide(ctx, out, i, finish(spread, m));
	}
}

void
fn_stdevp(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	spread_rows(ctx, args, argc, out, argc * argc, root_of);
}

void
fn_stdev(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	spread_rows(ctx, args, argc, out, argc * (argc - 1), root_of);
}

void
fn_variancep(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	spread_rows(ctx, args, argc, out, argc * argc, square_of);
}

void
fn_variance(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	spread_rows(ctx, args, argc, out, argc * (argc - 1), square_of);
}
