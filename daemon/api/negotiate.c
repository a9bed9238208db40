#include "api/negotiate.h"

#include <string.h>
#include <strings.h>

/* q-value in thousandths; what is not one counts as 0, so that a broken range never wins. */
static int
quality(struct text t)
{
	int q = 0;
	int digit = 1000;

	if (t.len == 0 || t.len > 5 || (t.ptr[0] != '0' && t.ptr[0] != '1'))
		return 0;
	for (size_t i = 0; i < t.len; i++) {
		if (i == 1) {
			if (t.ptr[i] != '.')
				return 0;
			continue;
		}
		if (t.ptr[i] < '0' || t.ptr[i] > '9')
			return 0;
		q += (t.ptr[i] - '0') * digit;
		digit /= 10;
	}
	return q <= 1000 ? q : 0;
}

static struct text
strip(struct text t)
{
	while (t.len > 0 && (t.ptr[0] == ' ' || t.ptr[0] == '\t'))
		t = (struct text){ t.ptr + 1, t.len - 1 };
	while (t.len > 0 && (t.ptr[t.len - 1] == ' ' || t.ptr[t.len - 1] == '\t'))
		t.len--;
	return t;
}

static bool
is_range(struct text t, const char *primary)
{
	size_t n = strlen(primary);

	return t.len >= n && strncasecmp(t.ptr, primary, n) == 0 && (t.len == n || t.ptr[n] == '-');
}

static void
take_range(struct text piece, int best[2])
{
	const char *semi = memchr(piece.ptr, ';', piece.len);
	struct text tag = strip(
	    (struct text){ piece.ptr, semi != NULL ? (size_t)(semi - piece.ptr) : piece.len });
	int q = 1000;

	if (semi != NULL) {
		struct text rest =
		    strip((struct text){ semi + 1, piece.len - (size_t)(semi - piece.ptr) - 1 });

		if (rest.len < 2 || strncasecmp(rest.ptr, "q=", 2) != 0)
			return;
		q = quality((struct text){ rest.ptr + 2, rest.len - 2 });
	}
	if (is_range(tag, "zh") && q > best[LANG_ZH])
		best[LANG_ZH] = q;
	if (is_range(tag, "en") && q > best[LANG_EN])
		best[LANG_EN] = q;
}

enum lang
negotiate_lang(struct text accept_language)
{
	int best[2] = { 0, 0 };
	struct text rest = accept_language;

	for (int i = 0; i < ACCEPT_RANGES_MAX && rest.len > 0; i++) {
		const char *comma = memchr(rest.ptr, ',', rest.len);
		size_t n = comma != NULL ? (size_t)(comma - rest.ptr) : rest.len;

		if (n > 0)
			take_range((struct text){ rest.ptr, n }, best);
		n += comma != NULL;
		rest = (struct text){ rest.ptr + n, rest.len - n };
	}
	return best[LANG_EN] > best[LANG_ZH] ? LANG_EN : LANG_ZH;
}

static bool
is_utf8(struct text value)
{
	if (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
		value = (struct text){ value.ptr + 1, value.len - 2 };
	return value.len == 5 && strncasecmp(value.ptr, "utf-8", 5) == 0;
}

/* `charset` must be UTF-8; other parameters say nothing to us. */
static bool
parameter_ok(struct text t)
{
	t = strip(t);
	if (t.len < 8 || strncasecmp(t.ptr, "charset=", 8) != 0)
		return true;
	return is_utf8((struct text){ t.ptr + 8, t.len - 8 });
}

bool
negotiate_media(struct text content_type, const char *type)
{
	struct text rest = content_type;
	bool first = true;

	while (first || rest.len > 0) {
		const char *semi = rest.len > 0 ? memchr(rest.ptr, ';', rest.len) : NULL;
		size_t n = semi != NULL ? (size_t)(semi - rest.ptr) : rest.len;
		struct text piece = strip((struct text){ rest.ptr, n });

		if (first
			? piece.len != strlen(type) || strncasecmp(piece.ptr, type, piece.len) != 0
			: !parameter_ok(piece))
			return false;
		first = false;
		n += semi != NULL;
		rest = (struct text){ rest.ptr + n, rest.len - n };
	}
	return true;
}
