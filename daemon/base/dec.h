/*
 * Exact decimals: int64 in millionths (six decimals), products in __int128,
 * half-up (a tie goes away from zero, as 四舍五入 and PostgreSQL's numeric do).
 * Overflow is an error, never a wrap (I1). Range: +-9,223,372,036,854.775807;
 * INT64_MIN is taken as an operand and never given as a result.
 *
 * Pure; any thread. All functions that can overflow return false and leave *ret.
 */
#ifndef BASE_DEC_H
#define BASE_DEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

typedef int64_t dec_t; /* millionths */

#define DEC_ONE ((dec_t)1000000)
#define DEC_PLACES 6
#define DEC_TEXT_MAX 24

bool dec_add(dec_t a, dec_t b, dec_t *ret) MUST_USE;
bool dec_sub(dec_t a, dec_t b, dec_t *ret) MUST_USE;
bool dec_mul(dec_t a, dec_t b, dec_t *ret) MUST_USE;
bool dec_div(dec_t a, dec_t b, dec_t *ret) MUST_USE; /* false when b == 0 too */
/* half_up(a * b / c) on raw int64, whatever their scale; c != 0 else false. */
bool dec_mul_div(int64_t a, int64_t b, int64_t c, int64_t *ret) MUST_USE;
static inline dec_t
dec_least(dec_t a, dec_t b)
{
	return a < b ? a : b;
}
/* Sign of a*b - c*d, exact: how thresholds set by law are compared (I1). */
int dec_cmp_products(int64_t a, int64_t b, int64_t c, int64_t d);

enum dec_round { DEC_HALF_UP, DEC_FLOOR, DEC_CEIL, DEC_TRUNC };
/* To `places` decimals, 0..6. False on overflow or places out of range. */
bool dec_round(dec_t a, int places, enum dec_round mode, dec_t *ret) MUST_USE;
bool dec_sqrt(dec_t a, dec_t *ret) MUST_USE; /* false when a < 0; half-up */

/* "-12.5", "0.000001"; no exponent, no sign '+', no group marks; more than six
 * decimals, an empty text or a stray byte is refused. */
bool dec_parse(const char *s, size_t len, dec_t *ret) MUST_USE;
/* Shortest exact text, at least `min_places` decimals. out holds DEC_TEXT_MAX. Returns its length.
 */
size_t dec_print(dec_t a, int min_places, char *out);

#endif
