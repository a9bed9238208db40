#include "api/yaml_json.h"

#include <string.h>

#define NUMBER_MAX 64

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t
digits(struct text t, size_t at)
{
	size_t n = 0;

	while (at + n < t.len && is_digit(t.ptr[at + n]))
		n++;
	return n;
}

/* [-+]? ( \.[0-9]+ | [0-9]+ (\.[0-9]*)? ) ([eE][-+]?[0-9]+)? of the core schema, written as JSON
 * wants it: no plus sign, no leading zeros, digits on both sides of the point. */
static size_t
number(struct text t, char out[NUMBER_MAX])
{
	size_t at = t.len > 0 && (t.ptr[0] == '-' || t.ptr[0] == '+');
	size_t whole = digits(t, at);
	size_t start = at;
	size_t part = 0;
	size_t len = 0;

	if (t.len + 2 > NUMBER_MAX)
		return 0;
	at += whole;
	if (at < t.len && t.ptr[at] == '.') {
		part = digits(t, at + 1);
		at += 1 + part;
	}
	if (whole + part == 0)
		return 0;
	if (t.ptr[0] == '-')
		out[len++] = '-';
	while (whole > 1 && t.ptr[start] == '0') {
		start++;
		whole--;
	}
	if (whole == 0)
		out[len++] = '0';
	memcpy(out + len, t.ptr + start, whole);
	len += whole;
	if (part > 0) {
		memcpy(out + len, t.ptr + start + whole, part + 1);
		len += part + 1;
	}
	if (at < t.len) {
		size_t sign = at + 1 < t.len && (t.ptr[at + 1] == '-' || t.ptr[at + 1] == '+');
		size_t exponent = digits(t, at + 1 + sign);

		if ((t.ptr[at] != 'e' && t.ptr[at] != 'E') || exponent == 0 ||
		    at + 1 + sign + exponent != t.len)
			return 0;
		memcpy(out + len, t.ptr + at, t.len - at);
		len += t.len - at;
	}
	return len;
}

static bool
is_one_of(struct text t, const char *const words[3])
{
	return text_is(t, words[0]) || text_is(t, words[1]) || text_is(t, words[2]);
}

static void
scalar(struct json *j, const struct ynode *n)
{
	static const char *const nulls[] = { "null", "Null", "NULL" };
	static const char *const trues[] = { "true", "True", "TRUE" };
	static const char *const falses[] = { "false", "False", "FALSE" };
	char text[NUMBER_MAX];
	size_t len;

	if (!n->plain) {
		json_text(j, n->text);
		return;
	}
	len = number(n->text, text);
	if (ynode_is_null(n) || is_one_of(n->text, nulls))
		json_null(j);
	else if (is_one_of(n->text, trues) || is_one_of(n->text, falses))
		json_bool(j, is_one_of(n->text, trues));
	else if (len > 0)
		json_raw(j, (struct text){ text, len });
	else
		json_text(j, n->text);
}

void
yaml_json(struct json *j, const struct ynode *n)
{
	if (n->kind == Y_SCALAR) {
		scalar(j, n);
		return;
	}
	if (n->kind == Y_MAP)
		json_object(j);
	else
		json_array(j);
	for (uint32_t i = 0; i < n->count; i++) {
		if (n->kind == Y_MAP)
			json_keyt(j, n->keys[i]->text);
		yaml_json(j, n->items[i]);
	}
	json_end(j);
}
