/* Invariant I1: exact decimals. Products and quotients are checked against long-hand
 * arithmetic on digit strings, which shares nothing with the code under test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/dec.h"

__extension__ typedef unsigned __int128 big_t;

#define UNTOUCHED ((dec_t)424242)
#define DIGITS 64

static dec_t
D(const char *s)
{
	dec_t v = UNTOUCHED;

	if (!dec_parse(s, strlen(s), &v))
		fail_msg("cannot parse %s", s);
	return v;
}

static void
check(bool ok, dec_t got, const char *want, const char *what)
{
	if (want == NULL) {
		if (ok || got != UNTOUCHED)
			fail_msg("%s: should fail and leave its output", what);
	} else if (!ok || got != D(want)) {
		fail_msg(
		    "%s: got %s %lld, want %s", what, ok ? "" : "failure", (long long)got, want);
	}
}

static void
test_parse_and_print(void **state)
{
	static const struct {
		const char *in;
		int64_t raw;
		const char *shortest, *two;
	} rows[] = {
		{ "0", 0, "0", "0.00" },
		{ "-0", 0, "0", "0.00" },
		{ "-0.000000", 0, "0", "0.00" },
		{ "1", 1000000, "1", "1.00" },
		{ "-12.5", -12500000, "-12.5", "-12.50" },
		{ "12.50", 12500000, "12.5", "12.50" },
		{ "0.000001", 1, "0.000001", "0.000001" },
		{ "-0.000001", -1, "-0.000001", "-0.000001" },
		{ "0.05", 50000, "0.05", "0.05" },
		{ "100", 100000000, "100", "100.00" },
		{ "007", 7000000, "7", "7.00" },
		{ "9223372036854.775807", INT64_MAX, "9223372036854.775807",
		    "9223372036854.775807" },
		{ "-9223372036854.775807", -INT64_MAX, "-9223372036854.775807",
		    "-9223372036854.775807" },
		{ "00000000000000000000000000000000000000009.1", 9100000, "9.1", "9.10" },
	};
	char out[DEC_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		dec_t v = UNTOUCHED;

		assert_true(dec_parse(rows[i].in, strlen(rows[i].in), &v));
		assert_int_equal(v, rows[i].raw);
		assert_int_equal(dec_print(v, 0, out), strlen(rows[i].shortest));
		assert_string_equal(out, rows[i].shortest);
		assert_int_equal(dec_print(v, 2, out), strlen(rows[i].two));
		assert_string_equal(out, rows[i].two);
	}
	dec_print(3 * DEC_ONE, 6, out);
	assert_string_equal(out, "3.000000");
	assert_int_equal(dec_print(INT64_MIN, 6, out), 21);
	assert_string_equal(out, "-9223372036854.775808");
}

static void
test_parse_refuses(void **state)
{
	static const char *const bad[] = { "", "-", "+1", ".", ".5", "5.", "-.5", "1e3", "1E3",
		"1,000", " 1", "1 ", "1\n", "--1", "1.2.3", "1.-2", "0x10", "1.0000000",
		"0.0000001", "NaN", "inf", "１", "1_000", "9223372036854.775808",
		"-9223372036854.775808", "9223372036855",
		"99999999999999999999999999999999999999999999999999" };
	dec_t v = UNTOUCHED;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		if (dec_parse(bad[i], strlen(bad[i]), &v) || v != UNTOUCHED)
			fail_msg("\"%s\" should be refused", bad[i]);
	}
	assert_false(dec_parse("1\0", 2, &v));
	assert_false(dec_parse(NULL, 0, &v));
	assert_true(dec_parse("12.5kg", 4, &v)); /* the length rules, not a NUL */
	assert_int_equal(v, 12500000);
}

static void
test_hand_vectors(void **state)
{
	static const struct {
		const char *a, *op, *b, *want; /* want NULL: refused */
	} rows[] = {
		{ "0.1", "+", "0.2", "0.3" },
		{ "9223372036854.775807", "+", "0.000001", NULL },
		{ "9223372036854.775806", "+", "0.000001", "9223372036854.775807" },
		{ "-9223372036854.775807", "+", "-0.000001", NULL },
		{ "-9223372036854.775807", "-", "0.000001", NULL },
		{ "1", "-", "1.000001", "-0.000001" },
		{ "0.000001", "*", "0.5", "0.000001" }, /* ties go away from zero */
		{ "-0.000001", "*", "0.5", "-0.000001" },
		{ "0.000001", "*", "-0.5", "-0.000001" },
		{ "0.000001", "*", "0.499999", "0" },
		{ "0.000003", "*", "0.5", "0.000002" },
		{ "1.5", "*", "-2", "-3" },
		{ "3037000", "*", "3037000", "9223369000000" },
		{ "3037001", "*", "3037001", NULL }, /* 9223375074001 */
		{ "-3037001", "*", "3037001", NULL },
		{ "1", "/", "3", "0.333333" },
		{ "2", "/", "3", "0.666667" },
		{ "-2", "/", "3", "-0.666667" },
		{ "2", "/", "-3", "-0.666667" },
		{ "-2", "/", "-3", "0.666667" },
		{ "0.000001", "/", "2", "0.000001" },
		{ "0.000001", "/", "-2", "-0.000001" },
		{ "0.000001", "/", "2.000001", "0" },
		{ "45", "/", "60", "0.75" },
		{ "1", "/", "0", NULL },
		{ "0", "/", "0", NULL },
		{ "9223372036854.775807", "/", "0.000001", NULL },
		{ "9223372036854.775807", "/", "1", "9223372036854.775807" },
		{ "9223372036854.775807", "/", "-1", "-9223372036854.775807" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		dec_t a = D(rows[i].a), b = D(rows[i].b), got = UNTOUCHED;
		bool ok = false;
		char what[80];

		switch (rows[i].op[0]) {
		case '+':
			ok = dec_add(a, b, &got);
			break;
		case '-':
			ok = dec_sub(a, b, &got);
			break;
		case '*':
			ok = dec_mul(a, b, &got);
			break;
		case '/':
			ok = dec_div(a, b, &got);
			break;
		}
		snprintf(what, sizeof(what), "%s %s %s", rows[i].a, rows[i].op, rows[i].b);
		check(ok, got, rows[i].want, what);
	}
}

static void
test_int64_min_is_an_operand_only(void **state)
{
	dec_t v = UNTOUCHED;

	(void)state;
	assert_false(dec_add(INT64_MIN, 0, &v));
	assert_false(dec_sub(INT64_MIN, 0, &v));
	assert_false(dec_mul(INT64_MIN, DEC_ONE, &v));
	assert_false(dec_div(INT64_MIN, -DEC_ONE, &v));
	assert_false(dec_mul_div(INT64_MIN, INT64_MIN, 1, &v));
	assert_false(dec_mul_div(INT64_MIN, INT64_MIN, INT64_MIN, &v));
	assert_false(dec_round(INT64_MIN, 6, DEC_TRUNC, &v));
	assert_false(dec_round(INT64_MIN, 0, DEC_FLOOR, &v));
	assert_false(dec_sqrt(INT64_MIN, &v));
	assert_int_equal(v, UNTOUCHED);
	assert_true(dec_mul_div(INT64_MIN, -1, 2, &v));
	assert_int_equal(v, (int64_t)1 << 62);
	assert_true(dec_mul_div(INT64_MIN, 1, INT64_MIN, &v));
	assert_int_equal(v, 1);
	assert_true(dec_add(INT64_MIN, 1, &v));
	assert_int_equal(v, -INT64_MAX);
	assert_true(dec_round(INT64_MIN, 0, DEC_TRUNC, &v));
	assert_int_equal(v, -INT64_C(9223372036854000000));
	assert_int_equal(dec_cmp_products(INT64_MIN, INT64_MIN, INT64_MAX, INT64_MAX), 1);
	assert_int_equal(dec_cmp_products(INT64_MIN, INT64_MAX, INT64_MAX, INT64_MIN), 0);
	assert_int_equal(dec_cmp_products(INT64_MIN, INT64_MAX, INT64_MIN, INT64_MIN), -1);
}

static void
test_round(void **state)
{
	static const struct {
		const char *a;
		int places;
		const char *half_up, *floor, *ceil, *trunc;
	} rows[] = {
		{ "2.5", 0, "3", "2", "3", "2" },
		{ "-2.5", 0, "-3", "-3", "-2", "-2" },
		{ "2.499999", 0, "2", "2", "3", "2" },
		{ "-2.499999", 0, "-2", "-3", "-2", "-2" },
		{ "0.5", 0, "1", "0", "1", "0" },
		{ "-0.000001", 0, "0", "-1", "0", "0" },
		{ "59.995", 2, "60", "59.99", "60", "59.99" },
		{ "59.994999", 2, "59.99", "59.99", "60", "59.99" },
		{ "-1.005", 2, "-1.01", "-1.01", "-1", "-1" },
		{ "7", 0, "7", "7", "7", "7" },
		{ "1.234565", 5, "1.23457", "1.23456", "1.23457", "1.23456" },
		{ "1.234567", 6, "1.234567", "1.234567", "1.234567", "1.234567" },
		{ "9223372036854.775807", 0, NULL, "9223372036854", NULL, "9223372036854" },
		{ "-9223372036854.775807", 0, NULL, NULL, "-9223372036854", "-9223372036854" },
	};
	dec_t v = UNTOUCHED;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *want[] = { rows[i].half_up, rows[i].floor, rows[i].ceil,
			rows[i].trunc };

		for (unsigned mode = DEC_HALF_UP; mode <= DEC_TRUNC; mode++) {
			dec_t got = UNTOUCHED;
			bool ok =
			    dec_round(D(rows[i].a), rows[i].places, (enum dec_round)mode, &got);

			check(ok, got, want[mode], rows[i].a);
		}
	}
	assert_false(dec_round(DEC_ONE, -1, DEC_HALF_UP, &v));
	assert_false(dec_round(DEC_ONE, 7, DEC_HALF_UP, &v));
	assert_int_equal(v, UNTOUCHED);
}

static void
test_sqrt(void **state)
{
	static const struct {
		const char *a, *want;
	} rows[] = {
		{ "0", "0" },
		{ "1", "1" },
		{ "4", "2" },
		{ "2", "1.414214" }, /* 1.41421356.. */
		{ "3", "1.732051" }, /* 1.73205080.. */
		{ "0.25", "0.5" },
		{ "0.000001", "0.001" },
		{ "0.000002", "0.001414" },
		{ "10", "3.162278" }, /* 3.16227766.. */
		{ "1000000000000", "1000000" },
		{ "-0.000001", NULL },
		{ "-4", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		dec_t got = UNTOUCHED;
		bool ok = dec_sqrt(D(rows[i].a), &got);

		check(ok, got, rows[i].want, rows[i].a);
	}
}

/* A threshold is met exactly: 2 x 30 cases against 60 units, where a rounded share
 * would do, and 2 x 333333 against 666667, where it would not. */
static void
test_thresholds(void **state)
{
	(void)state;
	assert_int_equal(dec_cmp_products(2, 30, 1, 60), 0);
	assert_int_equal(dec_cmp_products(2, 333333, 1, 666667), -1);
	assert_int_equal(dec_cmp_products(2, 333334, 1, 666667), 1);
	assert_int_equal(dec_cmp_products(-2, 3, 2, -3), 0);
	assert_int_equal(dec_cmp_products(0, INT64_MIN, -1, 1), 1);
}

/* --- long-hand arithmetic on digit strings, most significant first --- */

static uint64_t
magnitude(int64_t v)
{
	return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

static void
strip(char *s)
{
	size_t zeros = strspn(s, "0");

	if (s[zeros] == '\0' && zeros > 0)
		zeros--;
	memmove(s, s + zeros, strlen(s + zeros) + 1);
}

static void
long_multiply(uint64_t a, uint64_t b, char out[DIGITS])
{
	char x[24], y[24];
	int nx = snprintf(x, sizeof(x), "%llu", (unsigned long long)a);
	int ny = snprintf(y, sizeof(y), "%llu", (unsigned long long)b);
	int sum[DIGITS] = { 0 };
	int n = nx + ny;

	for (int i = 0; i < nx; i++)
		for (int j = 0; j < ny; j++)
			sum[i + j + 1] += (x[i] - '0') * (y[j] - '0');
	for (int k = n - 1; k > 0; k--) {
		sum[k - 1] += sum[k] / 10;
		sum[k] %= 10;
	}
	for (int k = 0; k < n; k++)
		out[k] = (char)('0' + sum[k]);
	out[n] = '\0';
	strip(out);
}

static void
long_increment(char s[DIGITS])
{
	size_t i = strlen(s);

	while (i > 0 && s[i - 1] == '9')
		s[--i] = '0';
	if (i > 0) {
		s[i - 1]++;
		return;
	}
	memmove(s + 1, s, strlen(s) + 1);
	s[0] = '1';
}

/* Half-up quotient of the digits n by d. */
static void
long_divide(const char *n, uint64_t d, char out[DIGITS])
{
	big_t rest = 0;
	size_t k;

	for (k = 0; n[k] != '\0'; k++) {
		int digit = 0;

		rest = rest * 10 + (unsigned)(n[k] - '0');
		while (rest >= d) {
			rest -= d;
			digit++;
		}
		out[k] = (char)('0' + digit);
	}
	out[k] = '\0';
	strip(out);
	if (rest + rest >= d)
		long_increment(out);
}

static uint64_t rng_state = 88172645463325252u;

static uint64_t
rng(void)
{
	rng_state ^= rng_state << 13;
	rng_state ^= rng_state >> 7;
	rng_state ^= rng_state << 17;
	return rng_state;
}

/* Every magnitude is as likely as any other, with the edges thrown in. */
static int64_t
any_int64(void)
{
	static const int64_t edge[] = { 0, 1, -1, 2, -2, 500000, -500000, 1000000, -1000000,
		INT64_MAX, INT64_MIN, -INT64_MAX, INT64_MAX - 1, 3037000499, 3037000500 };

	if (rng() % 8 == 0)
		return edge[rng() % COUNT_OF(edge)];
	return (int64_t)(rng() >> (rng() % 64)) * (rng() % 2 ? 1 : -1);
}

static void
test_mul_div_is_long_hand(void **state)
{
	size_t fits = 0, refused = 0;

	(void)state;
	for (int round = 0; round < 200000; round++) {
		int64_t a = any_int64(), b = any_int64(), c = any_int64();
		int64_t got = UNTOUCHED;
		bool ok = dec_mul_div(a, b, c, &got);
		char product[DIGITS], want[DIGITS], text[32];
		bool minus, in_range;

		if (c == 0) {
			assert_false(ok);
			continue;
		}
		long_multiply(magnitude(a), magnitude(b), product);
		long_divide(product, magnitude(c), want);
		minus = (a < 0) ^ (b < 0) ^ (c < 0) && strcmp(want, "0") != 0;
		in_range = strlen(want) < 19 ||
			   (strlen(want) == 19 && strcmp(want, "9223372036854775807") <= 0);
		if (ok != in_range)
			fail_msg(
			    "%lld * %lld / %lld: %d", (long long)a, (long long)b, (long long)c, ok);
		if (!ok) {
			assert_int_equal(got, UNTOUCHED);
			refused++;
			continue;
		}
		snprintf(text, sizeof(text), "%lld", (long long)got);
		if ((text[0] == '-') != minus || strcmp(text + minus, want) != 0)
			fail_msg("%lld * %lld / %lld = %s, want %s%s", (long long)a, (long long)b,
			    (long long)c, text, minus ? "-" : "", want);
		fits++;
	}
	assert_true(fits > 20000 && refused > 20000); /* both sides were met */
}

static void
test_cmp_products_is_long_hand(void **state)
{
	(void)state;
	for (int round = 0; round < 100000; round++) {
		int64_t a = any_int64(), b = any_int64(), c = any_int64(), d = any_int64();
		char x[DIGITS], y[DIGITS];
		int sx, sy, bigger, want;

		if (round % 4 == 0) { /* equal products */
			c = b;
			d = a;
		}
		long_multiply(magnitude(a), magnitude(b), x);
		long_multiply(magnitude(c), magnitude(d), y);
		sx = ((a > 0) - (a < 0)) * ((b > 0) - (b < 0));
		sy = ((c > 0) - (c < 0)) * ((d > 0) - (d < 0));
		bigger = strlen(x) != strlen(y) ? (strlen(x) > strlen(y) ? 1 : -1) : strcmp(x, y);
		want = sx != sy ? (sx > sy ? 1 : -1) : (bigger > 0 ? 1 : bigger < 0 ? -1 : 0) * sx;
		assert_int_equal(dec_cmp_products(a, b, c, d), want);
	}
}

/* The root r of n = a * 10^6 is half-up when (2r-1)^2 <= 4n < (2r+1)^2. */
static void
test_sqrt_brackets(void **state)
{
	(void)state;
	for (int round = 0; round < 50000; round++) {
		int64_t a = any_int64();
		dec_t r = UNTOUCHED;
		big_t n, twice;

		if (a < 0) {
			assert_false(dec_sqrt(a, &r));
			continue;
		}
		assert_true(dec_sqrt(a, &r));
		n = (big_t)(uint64_t)a * 1000000 * 4;
		twice = (big_t)(uint64_t)r * 2;
		assert_true(n < (twice + 1) * (twice + 1));
		assert_true(r == 0 || (twice - 1) * (twice - 1) <= n);
	}
}

static void
test_print_parse_round_trip(void **state)
{
	char out[DEC_TEXT_MAX];

	(void)state;
	for (int round = 0; round < 100000; round++) {
		int64_t a = any_int64();
		dec_t back = UNTOUCHED;
		size_t n = dec_print(a, (int)(rng() % 7), out);

		assert_int_equal(n, strlen(out));
		assert_true(n < DEC_TEXT_MAX);
		if (a == INT64_MIN)
			continue;
		assert_true(dec_parse(out, n, &back));
		assert_int_equal(back, a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse_and_print),
		cmocka_unit_test(test_parse_refuses),
		cmocka_unit_test(test_hand_vectors),
		cmocka_unit_test(test_int64_min_is_an_operand_only),
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_sqrt),
		cmocka_unit_test(test_thresholds),
		cmocka_unit_test(test_mul_div_is_long_hand),
		cmocka_unit_test(test_cmp_products_is_long_hand),
		cmocka_unit_test(test_sqrt_brackets),
		cmocka_unit_test(test_print_parse_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
