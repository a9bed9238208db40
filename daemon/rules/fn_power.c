/*
 * Powers and logarithms, exact to the last place. A power is worked out in whole numbers as long as
 * they get and rounded once. A logarithm is worked out to 120 binary places with a proven bound of
 * its error; the rounding to six decimals is given only when it is the same at both ends of that
 * bound, else the row counts as an overflow: a wrong last digit is never given (I1).
 */
#include "rules/fn_internal.h"

#define POWER_MAX 100
#define LIMBS POWER_MAX /* of 64 bits: POWER_MAX factors below 2^64 */
#define MILLION ((uint64_t)DEC_ONE)

/* limbs * by; *len grows by the carry. */
static void
long_multiply(uint64_t *limb, uint32_t *len, uint64_t by)
{
	uwide_t carry = 0;

	for (uint32_t k = 0; k < *len; k++) {
		carry += (uwide_t)limb[k] * by;
		limb[k] = (uint64_t)carry;
		carry >>= 64;
	}
	if (carry != 0)
		limb[(*len)++] = (uint64_t)carry;
}

/* limbs / 10^6, and what is left. */
static uint64_t
long_divide(uint64_t *limb, uint32_t *len)
{
	uwide_t rest = 0;

	for (uint32_t k = *len; k-- > 0;) {
		rest = rest << 64 | limb[k];
		limb[k] = (uint64_t)(rest / MILLION);
		rest %= MILLION;
	}
	while (*len > 1 && limb[*len - 1] == 0)
		--*len;
	return (uint64_t)rest;
}

/* v^n in millionths: v^n / 10^(6 (n - 1)). The last remainder alone decides the rounding. */
static bool
row_power(int64_t v, uint32_t n, int64_t *ret)
{
	uint64_t limb[LIMBS] = { 1 }, rest = 0;
	uint32_t len = 1;

	if (n == 0) {
		*ret = DEC_ONE;
		return true;
	}
	for (uint32_t k = 0; k < n; k++)
		long_multiply(limb, &len, v < 0 ? -(uint64_t)v : (uint64_t)v);
	for (uint32_t k = 1; k < n; k++)
		rest = long_divide(limb, &len);
	if (len > 1 || limb[0] > INT64_MAX - (uint64_t)(rest >= MILLION / 2))
		return false;
	limb[0] += rest >= MILLION / 2;
	*ret = v < 0 && n % 2 == 1 ? -(int64_t)limb[0] : (int64_t)limb[0];
	return true;
}

void
fn_power(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t n;

		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (!whole(args[1].v[i], POWER_MAX, &n) || n < 0)
			row_missing(out, i);
		else if (!row_power(args[0].v[i], (uint32_t)n, &out->v[i]))
			row_overflow(ctx, out, i);
	}
}

/* ---- logarithms: fixed point with PLACES binary places, one unit = 2^-PLACES ---------- */

#define PLACES 120
#define FIXED(hi, lo) ((uwide_t)(hi) << 64 | (uwide_t)(lo))
/* ln 2, ln 10^6 and 1 / ln 10, each to half a unit */
#define LN_2 FIXED(0xb17217f7d1cf79, 0xabc9e3b39803f2f7)
#define LN_MILLION FIXED(0xdd0c54cc7ffd022, 0x25f824141443c8f4)
#define LOG10_E FIXED(0x6f2dec549b9438, 0xca9aadd557d699ee)
/* Units by which a logarithm may be off: see ln_of; times 10^6 it stays below MARGIN. */
#define MARGIN ((uwide_t)1 << 30)

/* a * b, less than three units below; a < 2^126, b < 2^121. */
static uwide_t
fixed_mul(uwide_t a, uwide_t b)
{
	uwide_t ah = a >> 64, al = (uint64_t)a;
	uwide_t bh = b >> 64, bl = (uint64_t)b;
	uwide_t middle = ah * bl + (al * bl >> 64);

	/* ah * bh counts 2^128, the middle 2^64 units squared */
	return (ah * bh << (128 - PLACES)) + (middle >> (PLACES - 64)) + (al * bh >> (PLACES - 64));
}

/* a / b for a < b < 2^122, at most one unit below. */
static uwide_t
fixed_div(uwide_t a, uwide_t b)
{
	uwide_t q = 0;

	for (int k = 0; k < PLACES; k++) {
		a <<= 1;
		q <<= 1;
		if (a >= b) {
			a -= b;
			q |= 1;
		}
	}
	return q;
}

/* ln n of a whole number n >= 1. n = m 2^e with 1 <= m < 2, and ln m = 2 (z + z^3/3 + z^5/5 + ...)
 * with z = (m - 1) / (m + 1) < 1/3. A power of z is off by less than five units, so that each of at
 * most 40 terms is off by 5 / k + 1: 60 in all, twice; e ln 2 is off by 31. Below 200 units. */
static uwide_t
ln_of(uint64_t n)
{
	int e = 63 - __builtin_clzll(n);
	uwide_t one = (uwide_t)1 << PLACES;
	uwide_t m = (uwide_t)n << (PLACES - e);
	uwide_t z = fixed_div(m - one, m + one);
	uwide_t z2 = fixed_mul(z, z);
	uwide_t sum = 0;

	for (uint64_t k = 1; z != 0; k += 2) {
		sum += z / k;
		z = fixed_mul(z, z2);
	}
	return 2 * sum + (uwide_t)e * LN_2;
}

/* A magnitude to millionths, half up. False: the error decides. */
static bool
fixed_round(uwide_t v, int64_t *ret)
{
	uwide_t mask = ((uwide_t)1 << 60) - 1, half = (uwide_t)1 << (PLACES - 1);
	uwide_t whole_part = v >> PLACES;
	/* the fraction times 10^6, in two halves of 60 places */
	uwide_t high = (v >> 60 & mask) * MILLION;
	uwide_t low = ((high & mask) << 60) + (v & mask) * MILLION;
	uwide_t fraction = low & (((uwide_t)1 << PLACES) - 1);

	if (fraction + MARGIN > half && fraction < half + MARGIN)
		return false;
	*ret = (int64_t)(whole_part * MILLION + (high >> 60) + (low >> PLACES) + (fraction > half));
	return true;
}

/* v > 0 in millionths. */
static bool
row_log(int64_t v, bool base_10, int64_t *ret)
{
	uwide_t ln = ln_of((uint64_t)v);
	bool below = ln < LN_MILLION;
	uwide_t size = below ? LN_MILLION - ln : ln - LN_MILLION;

	if (!fixed_round(base_10 ? fixed_mul(size, LOG10_E) : size, ret))
		return false;
	*ret = below ? -*ret : *ret;
	return true;
}

static void
log_rows(const struct kernel_ctx *ctx, const struct column *args, struct column *out, bool base_10)
{
	known_all(ctx, args, 1, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->v[i] = 0;
		if (!out->known[i])
			continue;
		if (args[0].v[i] <= 0)
			row_missing(out, i);
		else if (!row_log(args[0].v[i], base_10, &out->v[i]))
			row_overflow(ctx, out, i);
	}
}

void
fn_ln(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	(void)argc;
	log_rows(ctx, args, out, false);
}

void
fn_log10(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	(void)argc;
	log_rows(ctx, args, out, true);
}
