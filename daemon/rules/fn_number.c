/*
 * Arithmetic over columns (I1): exact, half-up, overflow flagged per row.
 * The four operations have two paths with equal results: when the magnitudes of the whole block
 * leave room, plain 64-bit arithmetic without a test per row; else base/dec.h row by row.
 */
#include "rules/fn_internal.h"

#define HALF (DEC_ONE / 2)

typedef bool (*dec_op)(dec_t a, dec_t b, dec_t *ret);

static void
binary_rows(const struct kernel_ctx *ctx, const struct column *args, struct column *out, dec_op op)
{
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (out->known[i] && !op(args[0].v[i], args[1].v[i], &out->v[i]))
			row_overflow(ctx, out, i);
	}
}

void
fn_add(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	const int64_t *a = args[0].v;
	const int64_t *b = args[1].v;

	known_all(ctx, args, argc, out);
	if (column_bits(a, ctx->n) > 62 || column_bits(b, ctx->n) > 62) {
		binary_rows(ctx, args, out, dec_add);
		return;
	}
	for (uint32_t i = 0; i < ctx->n; i++)
		out->v[i] = a[i] + b[i];
}

void
fn_sub(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	const int64_t *a = args[0].v;
	const int64_t *b = args[1].v;

	known_all(ctx, args, argc, out);
	if (column_bits(a, ctx->n) > 62 || column_bits(b, ctx->n) > 62) {
		binary_rows(ctx, args, out, dec_sub);
		return;
	}
	for (uint32_t i = 0; i < ctx->n; i++)
		out->v[i] = a[i] - b[i];
}

void
fn_mul(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	const int64_t *a = args[0].v;
	const int64_t *b = args[1].v;

	known_all(ctx, args, argc, out);
	if (column_bits(a, ctx->n) + column_bits(b, ctx->n) > 62) {
		binary_rows(ctx, args, out, dec_mul);
		return;
	}
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t p = a[i] * b[i];

		out->v[i] = (p + (p < 0 ? -HALF : HALF)) / DEC_ONE;
	}
}

/* half_up(n / d), d != 0 and |n| < 2^63. */
static int64_t
div_half_up(int64_t n, int64_t d)
{
	uint64_t un = n < 0 ? -(uint64_t)n : (uint64_t)n;
	uint64_t ud = d < 0 ? -(uint64_t)d : (uint64_t)d;
	uint64_t q = un / ud;
	uint64_t r = un - q * ud;

	q += r >= ud - r;
	return (n < 0) == (d < 0) ? (int64_t)q : -(int64_t)q;
}

/* a / b; b == 0 is missing. */
static void
divide_rows(const struct kernel_ctx *ctx, const int64_t *a, const int64_t *b, struct column *out)
{
	bool small = column_bits(a, ctx->n) <= 42; /* times 10^6 stays below 2^62 */

	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (b[i] == 0)
			out->known[i] = 0;
		else if (small)
			out->v[i] = div_half_up(a[i] * DEC_ONE, b[i]);
		else if (out->known[i] && !dec_div(a[i], b[i], &out->v[i]))
			row_overflow(ctx, out, i);
	}
}

void
fn_div(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	divide_rows(ctx, args[0].v, args[1].v, out);
}

/* a, b known and b == 0: the third argument; a missing a or b stays missing. */
void
fn_safe_div(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	(void)argc;
	known_all(ctx, args, 2, out);
	divide_rows(ctx, args[0].v, args[1].v, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		if (args[0].known[i] && args[1].known[i] && args[1].v[i] == 0) {
			out->known[i] = args[2].known[i];
			out->v[i] = args[2].v[i];
		}
	}
}

void
fn_neg(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (out->known[i])
			row_wide(ctx, out, i, -(wide_t)args[0].v[i]);
	}
}

void
fn_abs(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		wide_t v = args[0].v[i];

		out->v[i] = 0;
		if (out->known[i])
			row_wide(ctx, out, i, v < 0 ? -v : v);
	}
}

/* lo > hi is a contradiction: missing. */
void
fn_clamp(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	const int64_t *lo = args[1].v;
	const int64_t *hi = args[2].v;

	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t v = args[0].v[i];

		out->known[i] &= lo[i] <= hi[i];
		out->v[i] = v < lo[i] ? lo[i] : v > hi[i] ? hi[i] : v;
	}
}

/* A root of a negative number is missing. */
void
fn_sqrt(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (out->known[i] && !dec_sqrt(args[0].v[i], &out->v[i]))
			row_missing(out, i);
	}
}

/* Places that are not a whole number from 0 to 6 make a missing result. */
static void
places_rows(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc,
    struct column *out, enum dec_round mode)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t places = argc > 1 ? args[1].v[i] : 0;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (places < 0 || places > DEC_PLACES * DEC_ONE || places % DEC_ONE != 0)
			row_missing(out, i);
		else if (!dec_round(args[0].v[i], (int)(places / DEC_ONE), mode, &out->v[i]))
			row_overflow(ctx, out, i);
	}
}

void
fn_round(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	places_rows(ctx, args, argc, out, DEC_HALF_UP);
}

void
fn_trunc(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	places_rows(ctx, args, argc, out, DEC_TRUNC);
}

/* What is left of v above the multiple below it: 0 <= rest < m. */
static int64_t
rest_of(int64_t v, int64_t m)
{
	int64_t r = v % m;

	return r < 0 ? r + m : r;
}

/* The multiple of m at or below (above) each value; m is 1 unless given. A multiple that is not
 * above 0 makes a missing result. */
static void
multiple_rows(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc,
    struct column *out, bool up)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t m = argc > 1 ? args[1].v[i] : DEC_ONE;
		int64_t rest;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (m <= 0) {
			row_missing(out, i);
			continue;
		}
		rest = rest_of(args[0].v[i], m);
		row_wide(ctx, out, i, (wide_t)args[0].v[i] - rest + (up && rest > 0 ? m : 0));
	}
}

void
fn_floor(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	multiple_rows(ctx, args, argc, out, false);
}

void
fn_ceil(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	multiple_rows(ctx, args, argc, out, true);
}

/* a - b * floor(a / b): it has the sign of b. */
void
fn_mod(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		wide_t b = args[1].v[i];
		wide_t r;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (b == 0) {
			row_missing(out, i);
			continue;
		}
		r = args[0].v[i] % b;
		row_wide(ctx, out, i, r != 0 && (r < 0) != (b < 0) ? r + b : r);
	}
}
