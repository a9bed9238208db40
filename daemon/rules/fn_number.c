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

static wide_t
row_sum(const struct column *args, uint32_t argc, uint32_t i)
{
	wide_t sum = 0;

	for (uint32_t a = 0; a < argc; a++)
		sum += args[a].v[i];
	return sum;
}

static wide_t
wide_half_up(wide_t n, int64_t d)
{
	wide_t q = n / d;
	wide_t r = n % d;

	if (2 * r >= d)
		return q + 1;
	return 2 * r <= -(wide_t)d ? q - 1 : q;
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

static uint64_t
root_floor(uwide_t n)
{
	uwide_t root = 0;

	for (uwide_t bit = (uwide_t)1 << 63; bit != 0; bit >>= 1) {
		if ((root + bit) * (root + bit) <= n)
			root += bit;
	}
	return (uint64_t)root;
}

/* sqrt(n * sum(d^2) - sum(d)^2) / n, with d the distance from the least value; exact until the last
 * rounding. A spread of 2^57 millionths or more would not fit and counts as overflow. */
static bool
row_stdevp(const struct column *args, uint32_t argc, uint32_t i, int64_t *ret)
{
	int64_t s[FN_ARGS_MAX];
	uwide_t sum = 0;
	uwide_t squares = 0;

	row_sorted(args, argc, i, s);
	if ((wide_t)s[argc - 1] - s[0] >= (wide_t)1 << 57)
		return false;
	for (uint32_t a = 0; a < argc; a++) {
		uwide_t d = (uwide_t)(s[a] - s[0]);

		sum += d;
		squares += d * d;
	}
	/* floor((2 sqrt(D) + n) / 2n) needs the root of 4 D only to the whole number. */
	*ret = (int64_t)((root_floor(4 * (argc * squares - sum * sum)) + argc) / (2 * argc));
	return true;
}

void
fn_stdevp(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (out->known[i] && !row_stdevp(args, argc, i, &out->v[i]))
			row_overflow(ctx, out, i);
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

static void
round_rows(const struct kernel_ctx *ctx, const struct column *args, struct column *out,
    enum dec_round mode)
{
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (out->known[i] && !dec_round(args[0].v[i], 0, mode, &out->v[i]))
			row_overflow(ctx, out, i);
	}
}

/* Places that are not a whole number from 0 to 6 make a missing result. */
void
fn_round(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t places = argc > 1 ? args[1].v[i] : 0;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (places < 0 || places > DEC_PLACES * DEC_ONE || places % DEC_ONE != 0)
			row_missing(out, i);
		else if (!dec_round(args[0].v[i], (int)(places / DEC_ONE), DEC_HALF_UP, &out->v[i]))
			row_overflow(ctx, out, i);
	}
}

void
fn_floor(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	round_rows(ctx, args, out, DEC_FLOOR);
}

void
fn_ceil(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	round_rows(ctx, args, out, DEC_CEIL);
}

void
fn_trunc(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	round_rows(ctx, args, out, DEC_TRUNC);
}
