#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

struct text
text_of(const char *s)
{
	return s != NULL ? (struct text){ s, strlen(s) } : (struct text){ "", 0 };
}

bool
text_eq(struct text a, struct text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool
text_is(struct text a, const char *s)
{
	return text_eq(a, text_of(s));
}

int
text_cmp(struct text a, struct text b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;

	if (c != 0)
		return c < 0 ? -1 : 1;
	return (a.len > b.len) - (a.len < b.len);
}

struct text
text_dup(struct arena *a, struct text t)
{
	return (struct text){ arena_strndup(a, t.ptr, t.len), t.len };
}

/* Length of the character at p[0..n), n > 0; 0 when malformed (overlong forms,
 * surrogates and values past U+10FFFF included). */
static size_t
decode(const unsigned char *p, size_t n, uint32_t *cp)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xc0 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	uint32_t v;

	if (len == 0 || len > n || p[0] >= 0xf8)
		return 0;
	v = len == 1 ? p[0] : p[0] & (0xffu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (p[i] & 0x3fu);
	}
	if (v < smallest[len] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
		return 0;
	*cp = v;
	return len;
}

static bool
in_ranges(const struct range *r, size_t count, uint32_t cp)
{
	size_t lo = 0;
	size_t hi = count;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (cp > r[mid].last)
			lo = mid + 1;
		else if (cp < r[mid].first)
			hi = mid;
		else
			return true;
	}
	return false;
}

/* C0 but TAB, LF, CR; DEL and C1; Unicode's Bidi_Control: text that shows in another
 * order than it reads could pass one name off as another. */
static const struct range unclean[] = {
	{ 0x00, 0x08 },
	{ 0x0b, 0x0c },
	{ 0x0e, 0x1f },
	{ 0x7f, 0x9f },
	{ 0x61c, 0x61c },
	{ 0x200e, 0x200f },
	{ 0x202a, 0x202e },
	{ 0x2066, 0x2069 },
};

bool
text_clean(struct text t)
{
	const unsigned char *p = (const unsigned char *)t.ptr;
	uint32_t cp;

	for (size_t i = 0; i < t.len;) {
		size_t n = decode(p + i, t.len - i, &cp);

		if (n == 0 || in_ranges(unclean, COUNT_OF(unclean), cp))
			return false;
		i += n;
	}
	return true;
}

/* Nonspacing and enclosing marks, format characters and Hangul medial vowels of the
 * scripts met here; enough for columns of a terminal, not a copy of Unicode. */
/* clang-format off */
static const struct range narrowest[] = {
	{ 0x00, 0x08 }, { 0x0a, 0x1f }, { 0x7f, 0x9f },
	{ 0x300, 0x36f }, { 0x483, 0x489 }, { 0x591, 0x5bd }, { 0x610, 0x61a }, { 0x64b, 0x65f },
	{ 0x6d6, 0x6dc }, { 0x6df, 0x6e4 }, { 0x93c, 0x93c }, { 0x941, 0x948 }, { 0x94d, 0x94d },
	{ 0xe31, 0xe31 }, { 0xe34, 0xe3a }, { 0xe47, 0xe4e }, { 0x1160, 0x11ff },
	{ 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x200b, 0x200f }, { 0x202a, 0x202e },
	{ 0x2060, 0x2064 }, { 0x2066, 0x206f }, { 0x20d0, 0x20f0 }, { 0x302a, 0x302d },
	{ 0x3099, 0x309a }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f }, { 0xfeff, 0xfeff },
	{ 0xe0100, 0xe01ef },
};

/* East_Asian_Width W and F, neighbouring blocks joined. */
static const struct range widest[] = {
	{ 0x1100, 0x115f }, { 0x231a, 0x231b }, { 0x2329, 0x232a }, { 0x23e9, 0x23ec },
	{ 0x23f0, 0x23f0 }, { 0x23f3, 0x23f3 }, { 0x25fd, 0x25fe }, { 0x2614, 0x2615 },
	{ 0x2648, 0x2653 }, { 0x267f, 0x267f }, { 0x2693, 0x2693 }, { 0x26a1, 0x26a1 },
	{ 0x26aa, 0x26ab }, { 0x26bd, 0x26be }, { 0x26c4, 0x26c5 }, { 0x26ce, 0x26ce },
	{ 0x26d4, 0x26d4 }, { 0x26ea, 0x26ea }, { 0x26f2, 0x26f3 }, { 0x26f5, 0x26f5 },
	{ 0x26fa, 0x26fa }, { 0x26fd, 0x26fd }, { 0x2705, 0x2705 }, { 0x270a, 0x270b },
	{ 0x2728, 0x2728 }, { 0x274c, 0x274c }, { 0x274e, 0x274e }, { 0x2753, 0x2755 },
	{ 0x2757, 0x2757 }, { 0x2795, 0x2797 }, { 0x27b0, 0x27b0 }, { 0x27bf, 0x27bf },
	{ 0x2b1b, 0x2b1c }, { 0x2b50, 0x2b50 }, { 0x2b55, 0x2b55 }, { 0x2e80, 0x303e },
	{ 0x3041, 0x3247 }, { 0x3250, 0x4dbf }, { 0x4e00, 0xa4cf }, { 0xa960, 0xa97c },
	{ 0xac00, 0xd7a3 }, { 0xf900, 0xfaff }, { 0xfe10, 0xfe19 }, { 0xfe30, 0xfe6b },
	{ 0xff01, 0xff60 }, { 0xffe0, 0xffe6 }, { 0x16fe0, 0x16fe3 }, { 0x16ff0, 0x18d08 },
	{ 0x1aff0, 0x1b2ff },
	{ 0x1f004, 0x1f004 }, { 0x1f0cf, 0x1f0cf }, { 0x1f18e, 0x1f18e }, { 0x1f191, 0x1f19a },
	{ 0x1f200, 0x1f320 }, { 0x1f32d, 0x1f335 }, { 0x1f337, 0x1f37c }, { 0x1f37e, 0x1f393 },
	{ 0x1f3a0, 0x1f3ca }, { 0x1f3cf, 0x1f3d3 }, { 0x1f3e0, 0x1f3f0 }, { 0x1f3f4, 0x1f3f4 },
	{ 0x1f3f8, 0x1f43e }, { 0x1f440, 0x1f440 }, { 0x1f442, 0x1f4fc }, { 0x1f4ff, 0x1f53d },
	{ 0x1f54b, 0x1f54e }, { 0x1f550, 0x1f567 }, { 0x1f57a, 0x1f57a }, { 0x1f595, 0x1f596 },
	{ 0x1f5a4, 0x1f5a4 }, { 0x1f5fb, 0x1f64f }, { 0x1f680, 0x1f6c5 }, { 0x1f6cc, 0x1f6cc },
	{ 0x1f6d0, 0x1f6d2 }, { 0x1f6d5, 0x1f6d7 }, { 0x1f6dc, 0x1f6df }, { 0x1f6eb, 0x1f6ec },
	{ 0x1f6f4, 0x1f6fc }, { 0x1f7e0, 0x1f7eb }, { 0x1f7f0, 0x1f7f0 }, { 0x1f90c, 0x1f93a },
	{ 0x1f93c, 0x1f945 }, { 0x1f947, 0x1f9ff }, { 0x1fa70, 0x1faff }, { 0x20000, 0x3fffd },
};

/* clang-format on */

static size_t
char_width(uint32_t cp)
{
	if (cp >= 0x20 && cp < 0x7f)
		return 1;
	if (in_ranges(narrowest, COUNT_OF(narrowest), cp))
		return 0;
	return in_ranges(widest, COUNT_OF(widest), cp) ? 2 : 1;
}

size_t
text_width(struct text t)
{
	const unsigned char *p = (const unsigned char *)t.ptr;
	size_t width = 0;
	uint32_t cp;

	for (size_t i = 0; i < t.len;) {
		size_t n = decode(p + i, t.len - i, &cp);

		width += n > 0 ? char_width(cp) : 1;
		i += n > 0 ? n : 1;
	}
	return width;
}

size_t
text_cut(struct text t, size_t max)
{
	size_t at = max;

	if (t.len <= max)
		return t.len;
	/* A character has at most three bytes that continue it; more is no UTF-8. */
	while (at > 0 && max - at < 3 && ((unsigned char)t.ptr[at] & 0xc0) == 0x80)
		at--;
	return ((unsigned char)t.ptr[at] & 0xc0) == 0x80 ? max : at;
}

/* Characters of t into out[TEXT_DISTANCE_MAX]; false when there are more. */
static bool
explode(struct text t, uint32_t *out, size_t *count)
{
	const unsigned char *p = (const unsigned char *)t.ptr;
	size_t k = 0;

	for (size_t i = 0; i < t.len;) {
		size_t n;

		if (k == TEXT_DISTANCE_MAX)
			return false;
		n = decode(p + i, t.len - i, &out[k]);
		if (n == 0) {
			out[k] = 0x110000u + p[i]; /* a stray byte equals itself only */
			n = 1;
		}
		k++;
		i += n;
	}
	*count = k;
	return true;
}

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* Levenshtein with one row. */
size_t
text_distance(struct text a, struct text b, size_t limit)
{
	uint32_t x[TEXT_DISTANCE_MAX], y[TEXT_DISTANCE_MAX];
	size_t row[TEXT_DISTANCE_MAX + 1];
	size_t nx, ny;

	if (text_eq(a, b))
		return 0;
	if (!explode(a, x, &nx) || !explode(b, y, &ny))
		return limit;
	for (size_t j = 0; j <= ny; j++)
		row[j] = j;
	for (size_t i = 1; i <= nx; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= ny; j++) {
			size_t above = row[j];

			row[j] =
			    least(above + 1, row[j - 1] + 1, diagonal + (x[i - 1] != y[j - 1]));
			diagonal = above;
		}
	}
	return row[ny] < limit ? row[ny] : limit;
}

static void
buf_room(struct buf *b, size_t cap)
{
	char *data = realloc(b->data, cap);

	if (data == NULL)
		abort();
	b->data = data;
	b->cap = cap;
}

void
buf_init(struct buf *b, size_t limit)
{
	assert(limit < SIZE_MAX / 4);
	*b = (struct buf){ .limit = limit };
	buf_room(b, 64);
	b->data[0] = '\0';
}

void
buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){ 0 };
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	b->over = false;
	b->data[0] = '\0';
}

/* Room for `more` bytes and a NUL; false, and over, when that passes the limit. */
static bool
buf_reserve(struct buf *b, size_t more)
{
	size_t cap = b->cap;

	if (b->over || more > b->limit - b->len) {
		b->over = true;
		return false;
	}
	while (cap < b->len + more + 1)
		cap *= 2;
	if (cap != b->cap)
		buf_room(b, cap);
	return true;
}

char *
buf_grow(struct buf *b, size_t len)
{
	if (!buf_reserve(b, len))
		return NULL;
	b->len += len;
	b->data[b->len] = '\0';
	return b->data + b->len - len;
}

void
buf_add(struct buf *b, const char *s, size_t len)
{
	char *to = buf_grow(b, len);

	if (to != NULL && len > 0)
		memcpy(to, s, len);
}

void
buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_addt(struct buf *b, struct text t)
{
	buf_add(b, t.ptr, t.len);
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	size_t room = b->cap - b->len;
	int n;

	if (b->over)
		return;
	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(b->data + b->len, room, fmt, ap);
	assert(n >= 0);
	if ((size_t)n < room && (size_t)n <= b->limit - b->len) {
		b->len += (size_t)n;
	} else {
		b->data[b->len] = '\0'; /* until it is known to fit */
		if (buf_reserve(b, (size_t)n)) {
			(void)vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
			b->len += (size_t)n;
		}
	}
	va_end(again);
	va_end(ap);
}
