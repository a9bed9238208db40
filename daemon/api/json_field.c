/* What a body may say: keys, types, numbers, days, words; each refusal with its JSON pointer. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/json_in.h"

#define NAMES_MAX ERR_ARG_MAX

/* ---- places ------------------------------------------------------------------------- */

/* May stand in a fragment as it is (RFC 3986, 3.5); "~" and "/" have a meaning in a pointer. */
static bool
plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("-._!$&'()*+,;=:@?", c) != NULL);
}

static void
add_step(struct buf *out, struct text key)
{
	for (size_t i = 0; i < key.len; i++) {
		char c = key.ptr[i];

		if (c == '~' || c == '/')
			buf_adds(out, c == '~' ? "~0" : "~1");
		else if (plain(c))
			buf_addc(out, c);
		else
			buf_addf(out, "%%%02X", (unsigned char)c);
	}
}

/* The steps from the body down; one that no longer fits is left out with all below it, so that what
 * remains is the pointer of something that holds the value. */
void
json_pointer(const struct jvalue *v, char out[JSON_POINTER_MAX])
{
	struct buf step;
	size_t len;

	if (v->parent == NULL) {
		(void)snprintf(out, JSON_POINTER_MAX, "#");
		return;
	}
	json_pointer(v->parent, out);
	buf_init(&step, JSON_POINTER_MAX);
	if (v->parent->type == J_OBJECT)
		add_step(&step, v->key);
	else
		buf_addf(&step, "%" PRIu32, v->index);
	len = strlen(out);
	if (!step.over && len + 1 + step.len < JSON_POINTER_MAX)
		(void)snprintf(
		    out + len, JSON_POINTER_MAX - len, "/%s", step.len > 0 ? step.data : "");
	buf_free(&step);
}

/* ---- types -------------------------------------------------------------------------- */

static const char *const type_words[J_TYPES][2] = {
	[J_NULL] = { "null", "null" },
	[J_BOOL] = { "true/false", "true or false" },
	[J_NUMBER] = { "数", "a number" },
	[J_STRING] = { "字符串", "a string" },
	[J_ARRAY] = { "数组", "an array" },
	[J_OBJECT] = { "对象", "an object" },
};

static void
name_types(unsigned types, enum lang lang, char out[NAMES_MAX])
{
	size_t len = 0;

	out[0] = '\0';
	for (int t = J_TYPES - 1; t >= 0; t--)
		if ((types & J_BIT((unsigned)t)) != 0)
			len += (size_t)snprintf(out + len, NAMES_MAX - len, "%s%s",
			    len == 0          ? ""
			    : lang == LANG_ZH ? "、"
					      : ", ",
			    type_words[t][lang]);
}

enum err_code
json_type_refused(const struct jvalue *v, unsigned types, struct err *reterr)
{
	char pointer[JSON_POINTER_MAX], zh[NAMES_MAX], en[NAMES_MAX];

	json_pointer(v, pointer);
	name_types(types, LANG_ZH, zh);
	name_types(types, LANG_EN, en);
	return err_set(reterr, E_JSON_TYPE, pointer, type_words[v->type][LANG_ZH], zh,
	    type_words[v->type][LANG_EN], en, NULL);
}

/* ---- keys --------------------------------------------------------------------------- */

static enum err_code
unknown_key(const struct jvalue *v, const struct json_key *keys, size_t n, struct err *reterr)
{
	char pointer[JSON_POINTER_MAX], all[NAMES_MAX] = "";
	size_t least = TEXT_DISTANCE_MAX, len = 0;
	const char *near = "";

	for (size_t i = 0; i < n; i++) {
		size_t d = text_distance(v->key, text_of(keys[i].name), TEXT_DISTANCE_MAX);

		if (d < least) {
			least = d;
			near = keys[i].name;
		}
		if (len < sizeof(all))
			len += (size_t)snprintf(all + len, sizeof(all) - len, "%s%s",
			    len == 0 ? "" : ", ", keys[i].name);
	}
	json_pointer(v, pointer);
	return err_set(reterr, E_JSON_KEY, pointer, v->key.ptr, near, all, NULL);
}

static enum err_code
missing_key(const struct jvalue *v, const struct json_key *key, struct err *reterr)
{
	char pointer[JSON_POINTER_MAX];

	json_pointer(v, pointer);
	return err_set(reterr, E_JSON_MISSING, pointer, key->name, NULL);
}

static enum err_code
take_member(const struct jvalue *v, const struct json_key *keys, size_t n,
    const struct jvalue **ret, struct err *reterr)
{
	for (size_t k = 0; k < n; k++) {
		if (!text_is(v->key, keys[k].name))
			continue;
		if ((keys[k].types & J_BIT(v->type)) == 0)
			return json_type_refused(v, keys[k].types, reterr);
		ret[k] = v;
		return ERR_OK;
	}
	return unknown_key(v, keys, n, reterr);
}

enum err_code
json_members_of(const struct jvalue *v, const struct json_key *keys, size_t n,
    const struct jvalue **ret, struct err *reterr)
{
	enum err_code code = ERR_OK;

	if (v->type != J_OBJECT)
		return json_type_refused(v, J_BIT(J_OBJECT), reterr);
	for (size_t k = 0; k < n; k++)
		ret[k] = NULL;
	for (uint32_t i = 0; i < v->count && code == ERR_OK; i++)
		code = take_member(&v->items[i], keys, n, ret, reterr);
	for (size_t k = 0; k < n && code == ERR_OK; k++)
		if (keys[k].required && ret[k] == NULL)
			code = missing_key(v, &keys[k], reterr);
	return code;
}

/* ---- values ------------------------------------------------------------------------- */

enum err_code
json_dec_of(const struct jvalue *v, dec_t *ret, struct err *reterr)
{
	char pointer[JSON_POINTER_MAX];

	if (v->type != J_NUMBER)
		return json_type_refused(v, J_BIT(J_NUMBER), reterr);
	if (dec_parse(v->text.ptr, v->text.len, ret))
		return ERR_OK;
	json_pointer(v, pointer);
	return err_set(reterr, E_NUMBER, pointer, v->text.ptr, NULL);
}

enum err_code
json_int_of(const struct jvalue *v, int64_t min, int64_t max, int64_t *ret, struct err *reterr)
{
	char pointer[JSON_POINTER_MAX], lo[24], hi[24];
	bool minus = v->text.len > 0 && v->text.ptr[0] == '-', fits = v->text.len > (size_t)minus;
	int64_t n = 0;

	if (v->type != J_NUMBER)
		return json_type_refused(v, J_BIT(J_NUMBER), reterr);
	for (size_t i = minus; i < v->text.len && fits; i++) {
		int digit = v->text.ptr[i] - '0';

		fits = digit >= 0 && digit <= 9 && !__builtin_mul_overflow(n, 10, &n) &&
		       !__builtin_add_overflow(n, digit, &n);
	}
	if (minus)
		n = -n;
	if (fits && n >= min && n <= max) {
		*ret = n;
		return ERR_OK;
	}
	json_pointer(v, pointer);
	(void)snprintf(lo, sizeof(lo), "%" PRId64, min);
	(void)snprintf(hi, sizeof(hi), "%" PRId64, max);
	return err_set(reterr, E_JSON_RANGE, pointer, v->text.ptr, lo, hi, NULL);
}

enum err_code
json_day_of(const struct jvalue *v, day_t *ret, struct err *reterr)
{
	char pointer[JSON_POINTER_MAX];

	if (v->type != J_STRING)
		return json_type_refused(v, J_BIT(J_STRING), reterr);
	if (date_parse(v->text.ptr, v->text.len, ret))
		return ERR_OK;
	json_pointer(v, pointer);
	return err_set(reterr, E_DATE, pointer, v->text.ptr, NULL);
}

enum err_code
json_word_of(
    const struct jvalue *v, const char *(*word)(unsigned i), unsigned *ret, struct err *reterr)
{
	char pointer[JSON_POINTER_MAX], all[NAMES_MAX] = "";
	size_t len = 0;

	if (v->type != J_STRING)
		return json_type_refused(v, J_BIT(J_STRING), reterr);
	for (unsigned i = 0; word(i) != NULL; i++) {
		if (text_is(v->text, word(i))) {
			*ret = i;
			return ERR_OK;
		}
		if (len < sizeof(all))
			len += (size_t)snprintf(
			    all + len, sizeof(all) - len, "%s%s", i == 0 ? "" : ", ", word(i));
	}
	json_pointer(v, pointer);
	return err_set(reterr, E_JSON_WORD, pointer, v->text.ptr, all, NULL);
}
