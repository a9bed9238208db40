/*
 * Invariant I1. Every result passes narrow(), the one place that decides what
 * fits; INT64_MIN is taken as an operand and never given as a result, so that
 * the range is symmetric and a result can always be negated.
 */
#include "base/dec.h"

#include <assert.h>
#include <string.h>

__extension__ typedef __int128 wide_t;

static const int64_t pow10_of[DEC_PLACES + 1] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };

static bool
narrow(wide_t v, int64_t *ret)
{
	if (v > INT64_MAX || v < -(wide_t)INT64_MAX)
		return false;
	*ret = (int64_t)v;
	return true;
}

/* n / d; |n| <= 2^126 and |d| <= 2^63, so nothing below can overflow. */
static wide_t
divide(wide_t n, wide_t d, enum dec_round mode)
{
	wide_t q = n / d;
	wide_t r = n % d;
	wide_t away = (n < 0) == (d < 0) ? 1 : -1;

	if (r == 0)
		return q;
	switch (mode) {
	case DEC_HALF_UP:
		if (r < 0)
			r = -r;
		if (d < 0)
			d = -d;
		return 2 * r >= d ? q + away : q;
	case DEC_FLOOR:
		return away < 0 ? q - 1 : q;
	case DEC_CEIL:
		return away > 0 ? q + 1 : q;
	case DEC_TRUNC:
		break;
	}
	return q;
}

bool
dec_add(dec_t a, dec_t b, dec_t *ret)
{
	return narrow((wide_t)a + b, ret);
}

bool
dec_sub(dec_t a, dec_t b, dec_t *ret)
{
	return narrow((wide_t)a - b, ret);
}

bool
dec_mul(dec_t a, dec_t b, dec_t *ret)
{
	return dec_mul_div(a, b, DEC_ONE, ret);
}

bool
dec_div(dec_t a, dec_t b, dec_t *ret)
{
	return dec_mul_div(a, DEC_ONE, b, ret);
}

bool
dec_mul_div(int64_t a, int64_t b, int64_t c, int64_t *ret)
{
	return c != 0 && narrow(divide((wide_t)a * b, c, DEC_HALF_UP), ret);
}

int
dec_cmp_products(int64_t a, int64_t b, int64_t c, int64_t d)
{
	wide_t left = (wide_t)a * b;
	wide_t right = (wide_t)c * d;

	return (left > right) - (left < right);
}

bool
dec_round(dec_t a, int places, enum dec_round mode, dec_t *ret)
{
	int64_t unit;

	if (places < 0 || places > DEC_PLACES)
		return false;
	unit = pow10_of[DEC_PLACES - places];
	return narrow(divide(a, unit, mode) * unit, ret);
}

/* The root of a millionths is the integer root of a * 10^6, below 2^42. */
bool
dec_sqrt(dec_t a, dec_t *ret)
{
	wide_t n = (wide_t)a * DEC_ONE;
	wide_t root = 0;

	if (a < 0)
		return false;
	for (wide_t bit = (wide_t)1 << 42; bit != 0; bit >>= 1) {
		if ((root + bit) * (root + bit) <= n)
			root += bit;
	}
	if (n > root * root + root) /* n >= (root + 1/2)^2 */
		root++;
	return narrow(root, ret);
}

/* Adds the digits at s to *v; false when there are none or they pass the range. */
static bool
take_digits(const char *s, size_t len, wide_t *v)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*v = *v * 10 + (s[i] - '0');
		if (*v > INT64_MAX)
			return false;
	}
	return len > 0;
}

bool
dec_parse(const char *s, size_t len, dec_t *ret)
{
	bool minus = len > 0 && s[0] == '-';
	const char *dot;
	size_t whole;
	size_t places = 0;
	wide_t v = 0;

	if (len == 0)
		return false;
	s += minus;
	len -= minus;
	dot = len > 0 ? memchr(s, '.', len) : NULL;
	whole = dot != NULL ? (size_t)(dot - s) : len;
	if (!take_digits(s, whole, &v))
		return false;
	if (dot != NULL) {
		places = len - whole - 1;
		if (places > DEC_PLACES || !take_digits(dot + 1, places, &v))
			return false;
	}
	v *= pow10_of[DEC_PLACES - places];
	return narrow(minus ? -v : v, ret);
}

/* Unsigned, because the magnitude of INT64_MIN has no int64. */
static size_t
print_digits(uint64_t v, char *out)
{
	char rev[20];
	size_t n = 0;

	do {
		rev[n++] = (char)('0' + v % 10);
		v /= 10;
	} while (v != 0);
	for (size_t i = 0; i < n; i++)
		out[i] = rev[n - 1 - i];
	return n;
}

size_t
dec_print(dec_t a, int min_places, char *out)
{
	uint64_t mag = a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
	uint64_t frac = mag % (uint64_t)DEC_ONE;
	int places = DEC_PLACES;
	size_t n = 0;

	assert(min_places >= 0 && min_places <= DEC_PLACES);
	if (a < 0)
		out[n++] = '-';
	n += print_digits(mag / (uint64_t)DEC_ONE, out + n);
	while (places > min_places && frac % 10 == 0) {
		frac /= 10;
		places--;
	}
	if (places > 0) {
		out[n] = '.';
		for (int i = places; i > 0; i--) {
			out[n + (size_t)i] = (char)('0' + frac % 10);
			frac /= 10;
		}
		n += (size_t)places + 1;
	}
	out[n] = '\0';
	return n;
}
