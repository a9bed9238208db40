#include "api/json_write.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NANO INT64_C(1000000000)
#define MICRO INT64_C(1000000)
#define DAY_SECONDS INT64_C(86400)

void
json_init(struct json *j, struct buf *out)
{
	memset(j, 0, sizeof(*j));
	j->out = out;
}

bool
json_done(const struct json *j)
{
	return !j->bad && j->depth == 0 && !j->keyed && !j->out->over && j->out->len > 0;
}

/* Comma or nothing before a value; false when no value may stand here. */
static bool
before_value(struct json *j)
{
	if (j->depth == 0) {
		if (j->out->len > 0)
			j->bad = true;
	} else if (j->object[j->depth - 1]) {
		if (!j->keyed)
			j->bad = true;
	} else {
		if (j->filled[j->depth - 1])
			buf_addc(j->out, ',');
		j->filled[j->depth - 1] = true;
	}
	j->keyed = false;
	return !j->bad;
}

static void
open_level(struct json *j, bool object)
{
	if (!before_value(j))
		return;
	if (j->depth == JSON_DEPTH_MAX) {
		j->bad = true;
		return;
	}
	j->object[j->depth] = object;
	j->filled[j->depth] = false;
	j->depth++;
	buf_addc(j->out, object ? '{' : '[');
}

void
json_object(struct json *j)
{
	open_level(j, true);
}

void
json_array(struct json *j)
{
	open_level(j, false);
}

void
json_end(struct json *j)
{
	if (j->bad || j->depth == 0 || j->keyed) {
		j->bad = true;
		return;
	}
	j->depth--;
	buf_addc(j->out, j->object[j->depth] ? '}' : ']');
}

/* Length of the well-formed character at p[0..n), 0 when malformed. */
static size_t
char_length(const unsigned char *p, size_t n)
{
	size_t len = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	if (len == 0 || len > n || p[0] > 0xf4)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	/* overlong forms, surrogates, past U+10FFFF */
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f))
		return 0;
	if ((p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return len;
}

static void
add_escape(struct buf *out, unsigned char c)
{
	static const char plain[] = "\"\\\b\f\n\r\t";
	static const char letter[] = "\"\\bfnrt";
	const char *at = c != '\0' ? strchr(plain, c) : NULL;

	if (at != NULL) {
		buf_addc(out, '\\');
		buf_addc(out, letter[at - plain]);
	} else {
		buf_addf(out, "\\u%04x", c);
	}
}

/* ASCII that stands for itself: the most frequent bytes by far. */
static bool
harmless(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* First byte from `i` on that cannot be copied as it is; t.len when there is none. */
static size_t
harmless_end(const unsigned char *p, size_t len, size_t i)
{
	while (i < len) {
		size_t n;

		if (harmless(p[i])) {
			i++;
			continue;
		}
		n = p[i] < 0x80 ? 0 : char_length(p + i, len - i);
		if (n == 0)
			break;
		i += n;
	}
	return i;
}

/* Runs of harmless characters are copied at once. */
static void
add_string(struct buf *out, struct text t)
{
	const unsigned char *p = (const unsigned char *)t.ptr;
	size_t start = 0;

	if (t.len == 0) {
		buf_adds(out, "\"\"");
		return;
	}
	buf_addc(out, '"');
	for (;;) {
		size_t end = harmless_end(p, t.len, start);

		buf_add(out, t.ptr + start, end - start);
		if (end == t.len)
			break;
		if (p[end] < 0x80)
			add_escape(out, p[end]);
		else
			buf_adds(out, "\xef\xbf\xbd");
		start = end + 1;
	}
	buf_addc(out, '"');
}

/* False when no key may stand here; *comma: one goes before it. */
static bool
before_key(struct json *j, bool *comma)
{
	if (j->bad || j->depth == 0 || !j->object[j->depth - 1] || j->keyed) {
		j->bad = true;
		return false;
	}
	*comma = j->filled[j->depth - 1];
	j->filled[j->depth - 1] = true;
	return true;
}

void
json_keyt(struct json *j, struct text name)
{
	bool comma;

	if (!before_key(j, &comma))
		return;
	if (comma)
		buf_addc(j->out, ',');
	add_string(j->out, name);
	buf_addc(j->out, ':');
	j->keyed = true;
}

/* The names are ours: nothing in them needs an escape. */
void
json_key(struct json *j, const char *name)
{
	size_t len = strlen(name);
	bool comma;
	char *to;

	if (!before_key(j, &comma))
		return;
	j->keyed = true;
	to = buf_grow(j->out, len + 3 + comma);
	if (to == NULL)
		return;
	if (comma)
		*to++ = ',';
	*to++ = '"';
	memcpy(to, name, len);
	to[len] = '"';
	to[len + 1] = ':';
}

void
json_members(struct json *j, struct text t)
{
	bool comma;

	if (t.len == 0 || !before_key(j, &comma))
		return;
	if (comma)
		buf_addc(j->out, ',');
	buf_addt(j->out, t);
}

void
json_raw(struct json *j, struct text t)
{
	if (before_value(j))
		buf_addt(j->out, t);
}

void
json_null(struct json *j)
{
	json_raw(j, TEXT("null"));
}

void
json_bool(struct json *j, bool v)
{
	json_raw(j, v ? TEXT("true") : TEXT("false"));
}

/* Digits of v before `end`, at least `least` of them; gives where they begin. */
static char *
digits(uint64_t v, int least, char *end)
{
	while (v > 0 || least > 0) {
		*--end = (char)('0' + v % 10);
		v /= 10;
		least--;
	}
	return end;
}

static void
add_number(struct json *j, bool negative, char *begin, const char *end)
{
	if (negative)
		*--begin = '-';
	json_raw(j, (struct text){ begin, (size_t)(end - begin) });
}

void
json_int(struct json *j, int64_t v)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char text[32];
	char *end = text + sizeof(text);

	add_number(j, v < 0, digits(u, 1, end), end);
}

void
json_dec(struct json *j, dec_t v)
{
	char text[DEC_TEXT_MAX];

	json_raw(j, (struct text){ text, dec_print(v, 0, text) });
}

void
json_nano(struct json *j, int64_t v)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	uint64_t part = u % (uint64_t)NANO;
	int places = 9;
	char text[32];
	char *end = text + sizeof(text);
	char *begin = end;

	for (; part > 0 && part % 10 == 0; part /= 10)
		places--;
	if (part > 0) {
		begin = digits(part, places, begin);
		*--begin = '.';
	}
	add_number(j, v < 0, digits(u / (uint64_t)NANO, 1, begin), end);
}

void
json_text(struct json *j, struct text t)
{
	if (before_value(j))
		add_string(j->out, t);
}

void
json_str(struct json *j, const char *s)
{
	json_text(j, text_of(s));
}

void
json_text_or_null(struct json *j, struct text t)
{
	if (t.len == 0)
		json_null(j);
	else
		json_text(j, t);
}

void
json_day(struct json *j, day_t day)
{
	char text[DAY_TEXT_MAX];

	if (!date_ok(day)) {
		json_null(j);
		return;
	}
	date_print(day, text);
	json_str(j, text);
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	int64_t q = a / b;

	return a % b < 0 ? q - 1 : q;
}

void
json_instant(struct json *j, int64_t us)
{
	int64_t seconds = floor_div(us, MICRO);
	int64_t days = floor_div(seconds, DAY_SECONDS);
	int of_day = (int)(seconds - days * DAY_SECONDS);
	char date[DAY_TEXT_MAX];
	char text[48];
	int len;

	if (days < DAY_MIN || days > DAY_MAX) {
		json_null(j);
		return;
	}
	date_print((day_t)days, date);
	len = snprintf(text, sizeof(text), "%sT%02d:%02d:%02d.%06dZ", date, of_day / 3600,
	    of_day / 60 % 60, of_day % 60, (int)(us - seconds * MICRO));
	json_text(j, (struct text){ text, (size_t)len });
}
