/*
 * Confidence limits of a share (Wilson score interval): of n answers s agree,
 *
 *     (2s + z^2 -+ z * root(z^2 + 4s(n - s)/n)) / (2(n + z^2))
 *
 * in whole numbers only. With s, n, z in millionths the radicand is kept in 10^-12, its root in
 * 10^-12, the numerator in 10^-18 and the denominator in 10^-12; so the quotient is in millionths,
 * rounded once (I1).
 */
#include "rules/fn_internal.h"

#define COUNT_MOST ((int64_t)1000000000 * DEC_ONE) /* so that no product leaves 128 bits */
#define Z_MOST (10 * DEC_ONE)
#define Z_USUAL 1960000 /* 95 % */

enum side { LOW = -1, HIGH = 1 };

/* 0 <= s <= n, 0 < n <= COUNT_MOST, 0 <= z <= Z_MOST. */
static int64_t
limit_of(int64_t s, int64_t n, int64_t z, enum side side)
{
	uwide_t spread =
	    (4 * (uwide_t)s * (uwide_t)(n - s) * DEC_ONE + (uwide_t)n / 2) / (uwide_t)n;
	uint64_t root = wide_root(((uwide_t)z * (uwide_t)z + spread) * DEC_ONE * DEC_ONE);
	wide_t middle = 2 * (wide_t)s * DEC_ONE * DEC_ONE + (wide_t)z * z * DEC_ONE;
	wide_t half = (wide_t)z * (wide_t)root;
	wide_t den = 2 * ((wide_t)n * DEC_ONE + (wide_t)z * z);
	wide_t num = side == LOW ? middle - half : middle + half;

	return (int64_t)((num + den / 2) / den);
}

static void
limits(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out,
    enum side side)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t s = args[0].v[i], n = args[1].v[i];
		int64_t z = argc > 2 ? args[2].v[i] : Z_USUAL;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (n <= 0 || s < 0 || s > n || z < 0 || z > Z_MOST)
			row_missing(out, i);
		else if (n > COUNT_MOST)
			row_overflow(ctx, out, i);
		else
			out->v[i] = limit_of(s, n, z, side);
	}
}

void
fn_wilson_low(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	limits(ctx, args, argc, out, LOW);
}

void
fn_wilson_high(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	limits(ctx, args, argc, out, HIGH);
}
