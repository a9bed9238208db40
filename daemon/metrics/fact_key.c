#include "metrics/fact_key.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS_MAX = 64 };

static bool
skipped(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\'' || c == '"';
}

static size_t
squeeze(struct text key, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < key.len; i++)
		if (!skipped(key.ptr[i]))
			out[n++] = key.ptr[i];
	return n;
}

static int
by_text(const void *a, const void *b)
{
	return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

/* The parts of s[0..n) that commas divide, leaving alone what stands in brackets. */
static bool
split(const char *s, size_t n, struct text parts[PARTS_MAX], size_t *ret_count)
{
	size_t count = 0, start = 0;
	int depth = 0;

	for (size_t i = 0; i <= n; i++) {
		depth += i < n && s[i] == '[' ? 1 : i < n && s[i] == ']' ? -1 : 0;
		if (depth < 0 || count == PARTS_MAX)
			return false;
		if (i < n && (s[i] != ',' || depth > 0))
			continue;
		parts[count++] = (struct text){ s + start, i - start };
		start = i + 1;
	}
	*ret_count = count;
	return depth == 0;
}

static bool
sort_parts(char *s, size_t n)
{
	struct text parts[PARTS_MAX];
	char copy[FACT_KEY_MAX];
	size_t count, at = 0;

	memcpy(copy, s, n);
	if (!split(copy, n, parts, &count))
		return false;
	qsort(parts, count, sizeof(parts[0]), by_text);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			s[at++] = ',';
		memcpy(s + at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	return true;
}

static bool
sort_lists(char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *end = s[i] == '[' ? memchr(s + i, ']', n - i) : NULL;

		if (s[i] == '[' &&
		    (end == NULL || !sort_parts(s + i + 1, (size_t)(end - s) - i - 1)))
			return false;
	}
	return true;
}

static struct text
trimmed(struct text t)
{
	while (t.len > 0 && skipped(t.ptr[0]))
		t.ptr++, t.len--;
	while (t.len > 0 && skipped(t.ptr[t.len - 1]))
		t.len--;
	return t;
}

/* ", 2" at the end of what stands in previous(…): takes it off. 1 when there is none, 0 when it is
 * no number of windows. */
static unsigned
take_count(struct text *t)
{
	size_t digits = 0, n = t->len;
	unsigned back = 0;
	struct text rest;

	while (digits < 3 && n > digits && t->ptr[n - digits - 1] >= '0' &&
	       t->ptr[n - digits - 1] <= '9')
		digits++;
	rest = trimmed((struct text){ t->ptr, n - digits });
	if (digits == 0 || rest.len == 0 || rest.ptr[rest.len - 1] != ',')
		return 1;
	for (size_t i = n - digits; i < n; i++)
		back = back * 10 + (unsigned)(t->ptr[i] - '0');
	*t = trimmed((struct text){ rest.ptr, rest.len - 1 });
	return back;
}

/* previous(key, 2): the key inside and how many windows back; 0 for a key as it is. */
static unsigned
unwrap(struct text key, struct text *ret)
{
	static const char word[] = "previous";
	struct text t = trimmed(key);

	*ret = key;
	if (t.len < sizeof(word) || memcmp(t.ptr, word, sizeof(word) - 1) != 0 ||
	    t.ptr[t.len - 1] != ')')
		return 0;
	t = trimmed((struct text){ t.ptr + sizeof(word) - 1, t.len - sizeof(word) });
	if (t.len == 0 || t.ptr[0] != '(')
		return 0;
	*ret = trimmed((struct text){ t.ptr + 1, t.len - 1 });
	return take_count(ret);
}

bool
fact_key_plain(struct text key, char out[FACT_KEY_MAX], struct text *ret)
{
	size_t n, open = 0;

	if (key.len > FACT_KEY_MAX)
		return false;
	n = squeeze(key, out);
	while (open < n && out[open] != '(')
		open++;
	*ret = (struct text){ out, n };
	if (open == n)
		return true;
	return out[n - 1] == ')' && sort_lists(out + open, n - open) &&
	       sort_parts(out + open + 1, n - open - 2);
}

struct text
fact_key_metric(struct text key)
{
	const char *open;
	size_t n;

	(void)unwrap(key, &key);
	open = memchr(key.ptr, '(', key.len);
	n = open != NULL ? (size_t)(open - key.ptr) : key.len;

	while (n > 0 && skipped(key.ptr[n - 1]))
		n--;
	return (struct text){ key.ptr, n };
}

bool
fact_key_eq(struct text a, struct text b)
{
	char x[FACT_KEY_MAX], y[FACT_KEY_MAX];
	struct text p, q;

	if (text_eq(a, b))
		return true;
	return unwrap(a, &a) == unwrap(b, &b) && text_eq(fact_key_metric(a), fact_key_metric(b)) &&
	       fact_key_plain(a, x, &p) && fact_key_plain(b, y, &q) && text_eq(p, q);
}

/* What stands between the outer parentheses of a plain key. */
static bool
arguments(struct text plain, struct text parts[PARTS_MAX], size_t *ret_count)
{
	size_t open = fact_key_metric(plain).len;

	*ret_count = 0;
	if (open == plain.len)
		return true;
	return split(plain.ptr + open + 1, plain.len - open - 2, parts, ret_count);
}

bool
fact_key_within(struct text part, struct text full)
{
	struct text a[PARTS_MAX], b[PARTS_MAX], p, q;
	char x[FACT_KEY_MAX], y[FACT_KEY_MAX];
	size_t n, m, k;

	if (unwrap(part, &part) != unwrap(full, &full) ||
	    !text_eq(fact_key_metric(part), fact_key_metric(full)) ||
	    !fact_key_plain(part, x, &p) || !fact_key_plain(full, y, &q) || !arguments(p, a, &n) ||
	    !arguments(q, b, &m))
		return false;
	for (size_t i = 0; i < n; i++) {
		for (k = 0; k < m && !text_eq(a[i], b[k]); k++)
			;
		if (k == m)
			return false;
	}
	return true;
}
