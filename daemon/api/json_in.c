/*
 * Two passes. The first looks at the bytes, token by token, for what the library lets through
 * (control characters, 01, 1., 1-2, NUL, any byte below a blank as a blank) and keeps the place of
 * every value and key; the second lets cJSON build the values, decode the strings and check how
 * tokens follow each other, and copies its tree, in the order in which the tokens stand, so that a
 * number's text comes from the body.
 */
#include "api/json_in.h"

#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"

#define BODY "#"

struct token {
	size_t at, len;
};

struct reading {
	struct text body;
	struct arena *arena;
	struct token *tokens; /* values and keys in order */
	uint32_t n, next, cap;
	uint32_t depth;
	struct err *err;
};

/* ---- refusals ----------------------------------------------------------------------- */

static enum err_code
malformed(const struct reading *r, size_t at, const char *zh, const char *en)
{
	char line[24], column[24];
	size_t lines = 1, start = 0;

	for (size_t i = 0; i < at && i < r->body.len; i++) {
		if (r->body.ptr[i] != '\n')
			continue;
		lines++;
		start = i + 1;
	}
	(void)snprintf(line, sizeof(line), "%zu", lines);
	(void)snprintf(column, sizeof(column), "%zu", at - start + 1);
	return err_set(r->err, E_JSON, BODY, line, column, zh, en, NULL);
}

static enum err_code
over(const struct reading *r, const char *what, unsigned long limit)
{
	char most[24];

	(void)snprintf(most, sizeof(most), "%lu", limit);
	return err_set(r->err, E_LIMIT, BODY, what, most, NULL);
}

/* ---- the first pass: tokens --------------------------------------------------------- */

static enum err_code
keep(struct reading *r, size_t at, size_t len)
{
	if (r->n == JSON_IN_VALUES_MAX)
		return over(r, "JSON values", JSON_IN_VALUES_MAX);
	r->tokens = arena_room(r->arena, r->tokens, r->n, &r->cap, sizeof(*r->tokens));
	r->tokens[r->n++] = (struct token){ at, len };
	return ERR_OK;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What may stand behind a number or a literal. */
static bool
ends_here(struct text t, size_t at)
{
	return at >= t.len || blank(t.ptr[at]) || memchr(",]}", t.ptr[at], 3) != NULL;
}

static size_t
digits(struct text t, size_t at)
{
	size_t n = 0;

	while (at + n < t.len && t.ptr[at + n] >= '0' && t.ptr[at + n] <= '9')
		n++;
	return n;
}

/* Length of the number at `at`, 0 when it is none. An exponent is refused: 1e2 is written 100. */
static size_t
number_length(struct text t, size_t at)
{
	size_t i = at + (t.ptr[at] == '-'), n = digits(t, i);

	if (n == 0 || (n > 1 && t.ptr[i] == '0'))
		return 0;
	i += n;
	if (i < t.len && t.ptr[i] == '.') {
		n = digits(t, i + 1);
		if (n == 0)
			return 0;
		i += 1 + n;
	}
	return ends_here(t, i) ? i - at : 0;
}

static enum err_code
scan_number(struct reading *r, size_t *at)
{
	size_t len = number_length(r->body, *at), from = *at;

	if (len == 0)
		return malformed(r, from, "不是按 JSON 写的数（不写指数，如 12.5）",
		    "this is no number as JSON has it (without an exponent, like 12.5)");
	if (len > JSON_IN_NUMBER_MAX)
		return over(r, "bytes of a number", JSON_IN_NUMBER_MAX);
	*at += len;
	return keep(r, from, len);
}

static enum err_code
scan_literal(struct reading *r, size_t *at)
{
	static const struct text words[] = { { "true", 4 }, { "false", 5 }, { "null", 4 } };

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		size_t from = *at, len = words[i].len;

		if (r->body.len - from < len ||
		    memcmp(r->body.ptr + from, words[i].ptr, len) != 0 ||
		    !ends_here(r->body, from + len))
			continue;
		*at += len;
		return keep(r, from, len);
	}
	return malformed(r, *at, "此处的字符不属于 JSON", "what stands here is not JSON");
}

/* The four digits of the \u at `at`; 0, which is refused too, when it is none. */
static unsigned
code_unit(struct text t, size_t at)
{
	unsigned unit = 0;

	if (at + 6 > t.len || t.ptr[at] != '\\' || t.ptr[at + 1] != 'u')
		return 0;
	for (size_t i = at + 2; i < at + 6; i++) {
		const char *hex = "0123456789abcdefABCDEF";
		const char *d = t.ptr[i] != '\0' ? strchr(hex, t.ptr[i]) : NULL;

		if (d == NULL)
			return 0;
		unit = 16 * unit + (unsigned)(d - hex < 16 ? d - hex : d - hex - 6);
	}
	return unit;
}

/* Length of the escape at `at`, 0 when it is not allowed: unknown, NUL, half a character. */
static size_t
escape_length(struct text t, size_t at)
{
	unsigned unit, low;

	if (at + 1 >= t.len || memchr("\"\\/bfnrtu", t.ptr[at + 1], 9) == NULL)
		return 0;
	if (t.ptr[at + 1] != 'u')
		return 2;
	unit = code_unit(t, at);
	if (unit < 0xd800 || unit > 0xdfff)
		return unit == 0 ? 0 : 6;
	low = code_unit(t, at + 6);
	return unit < 0xdc00 && low >= 0xdc00 && low <= 0xdfff ? 12 : 0;
}

static enum err_code
scan_string(struct reading *r, size_t *at)
{
	struct text t = r->body;
	size_t from = *at, i = from + 1;

	while (i < t.len && t.ptr[i] != '"') {
		size_t n = t.ptr[i] == '\\' ? escape_length(t, i) : 1;

		if ((unsigned char)t.ptr[i] < 0x20)
			return malformed(r, i, "字符串中有未转义的控制字符",
			    "a string has a control character that is not escaped");
		if (n == 0)
			return malformed(r, i, "字符串中的转义无效",
			    "a string has an escape that is not allowed");
		i += n;
	}
	if (i >= t.len)
		return malformed(r, from, "字符串没有结束", "this string does not end");
	*at = i + 1;
	return keep(r, from, i + 1 - from);
}

static enum err_code
scan_one(struct reading *r, size_t *at)
{
	char c = r->body.ptr[*at];

	if (c == '"')
		return scan_string(r, at);
	if (c == '-' || (c >= '0' && c <= '9'))
		return scan_number(r, at);
	if (c != '{' && c != '[' && c != '}' && c != ']' && c != ',' && c != ':')
		return scan_literal(r, at);
	(*at)++;
	if (c == '}' || c == ']')
		r->depth -= r->depth > 0; /* the second pass knows which are too many */
	if (c != '{' && c != '[')
		return ERR_OK;
	if (++r->depth > JSON_IN_DEPTH_MAX)
		return over(r, "JSON depth", JSON_IN_DEPTH_MAX);
	return keep(r, *at - 1, 1);
}

static enum err_code
scan(struct reading *r)
{
	size_t at = 0;
	enum err_code code = ERR_OK;

	while (at < r->body.len && code == ERR_OK) {
		if (blank(r->body.ptr[at]))
			at++;
		else
			code = scan_one(r, &at);
	}
	return code;
}

/* ---- the second pass: the tree ------------------------------------------------------ */

static void *
must_alloc(size_t size)
{
	void *p = malloc(size);

	if (p == NULL)
		abort(); /* the library would go on with half a tree */
	return p;
}

static void
set_hooks(void)
{
	cJSON_Hooks hooks = { must_alloc, free };

	cJSON_InitHooks(&hooks);
}

static enum jtype
type_of(const cJSON *c)
{
	if (cJSON_IsObject(c))
		return J_OBJECT;
	if (cJSON_IsArray(c))
		return J_ARRAY;
	if (cJSON_IsString(c))
		return J_STRING;
	if (cJSON_IsNumber(c))
		return J_NUMBER;
	return cJSON_IsBool(c) ? J_BOOL : J_NULL;
}

static enum err_code
take_text(struct reading *r, const char *decoded, struct text *ret)
{
	size_t at = r->tokens[r->next++].at;

	*ret = text_dup(r->arena, text_of(decoded));
	if (text_clean(*ret))
		return ERR_OK;
	return malformed(r, at, "字符串含有不允许的字符，或不是 UTF-8",
	    "this string has characters that are not allowed, or is not UTF-8");
}

static enum err_code copy(struct reading *r, const cJSON *from, struct jvalue *to);

static enum err_code
key_twice(const struct reading *r, const struct jvalue *v)
{
	char pointer[JSON_POINTER_MAX];

	json_pointer(v, pointer);
	return err_set(r->err, E_JSON_TWICE, pointer, v->key.ptr, NULL);
}

static enum err_code
copy_items(struct reading *r, const cJSON *from, struct jvalue *to)
{
	enum err_code code = ERR_OK;
	const cJSON *c;
	struct map *keys;
	uint32_t i = 0;

	cJSON_ArrayForEach(c, from) to->count++;
	to->items = arena_array(r->arena, to->count, sizeof(*to->items));
	keys = map_new(r->arena, to->type == J_OBJECT ? to->count : 0);
	cJSON_ArrayForEach(c, from)
	{
		struct jvalue *v = &to->items[i];

		v->parent = to;
		v->index = i++;
		if (to->type == J_OBJECT)
			code = take_text(r, c->string, &v->key);
		if (code == ERR_OK && to->type == J_OBJECT && !map_put(keys, v->key, i))
			code = key_twice(r, v);
		if (code == ERR_OK)
			code = copy(r, c, v);
		if (code != ERR_OK)
			return code;
	}
	return ERR_OK;
}

static enum err_code
copy(struct reading *r, const cJSON *from, struct jvalue *to)
{
	const struct token *t = &r->tokens[r->next];

	to->type = type_of(from);
	if (to->type == J_STRING)
		return take_text(r, from->valuestring, &to->text);
	r->next++;
	if (to->type == J_ARRAY || to->type == J_OBJECT)
		return copy_items(r, from, to);
	to->text = text_dup(r->arena, (struct text){ r->body.ptr + t->at, t->len });
	return ERR_OK;
}

static enum err_code
build(struct reading *r, struct jvalue *root)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const char *end = r->body.ptr;
	enum err_code code;
	cJSON *tree;

	(void)pthread_once(&once, set_hooks);
	tree = cJSON_ParseWithLengthOpts(r->body.ptr, r->body.len, &end, 0);
	if (tree == NULL)
		return malformed(r, (size_t)(end - r->body.ptr),
		    "此处缺少或多出括号、逗号、冒号或值",
		    "a bracket, comma, colon or value is missing here, or one too many");
	code = copy(r, tree, root);
	cJSON_Delete(tree);
	if (code == ERR_OK && r->next < r->n)
		return malformed(r, r->tokens[r->next].at, "此处起的内容在整个值之后",
		    "this stands behind the end of the value");
	while (code == ERR_OK && end < r->body.ptr + r->body.len) {
		if (!blank(*end))
			return malformed(r, (size_t)(end - r->body.ptr), "此处起的内容在整个值之后",
			    "this stands behind the end of the value");
		end++;
	}
	return code;
}

enum err_code
json_read(struct text body, struct arena *arena, const struct jvalue **ret, struct err *reterr)
{
	struct reading r = { .body = body, .arena = arena, .err = reterr };
	struct jvalue *root = arena_alloc(arena, sizeof(*root));
	enum err_code code = scan(&r);

	if (code == ERR_OK && r.n == 0)
		code = malformed(&r, 0, "没有值", "there is no value");
	if (code == ERR_OK)
		code = build(&r, root);
	if (code == ERR_OK)
		*ret = root;
	return code;
}
