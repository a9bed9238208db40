#include "api/param.h"

#include <stdio.h>
#include <string.h>

static const char *const sort_words[] = { "id", "-id", "no", "-no", "score", "-score", "amount",
	"-amount", "start", "-start", NULL };

static void *
field(const struct param_def *def, struct params *params)
{
	return (char *)params + def->offset;
}

static bool
read_int(const struct param_def *def, struct text value, struct params *params)
{
	int64_t v = 0;

	if (value.len == 0 || (value.len > 1 && value.ptr[0] == '0'))
		return false;
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] < '0' || value.ptr[i] > '9' || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, value.ptr[i] - '0', &v))
			return false;
	}
	if (v < def->min || v > def->max)
		return false;
	memcpy(field(def, params), &v, sizeof(v));
	return true;
}

static bool
read_day(const struct param_def *def, struct text value, struct params *params)
{
	day_t day;

	if (!date_parse(value.ptr, value.len, &day))
		return false;
	memcpy(field(def, params), &day, sizeof(day));
	params->has_as_of = true;
	return true;
}

static bool
in_words(const char *const *words, struct text value)
{
	for (; *words != NULL; words++) {
		if (text_is(value, *words))
			return true;
	}
	return false;
}

static bool
read_text(const struct param_def *def, struct text value, struct params *params)
{
	if ((int64_t)value.len < def->min || (int64_t)value.len > def->max)
		return false;
	if (def->words != NULL && !in_words(def->words, value))
		return false;
	memcpy(field(def, params), &value, sizeof(value));
	return true;
}

static bool
read_digits(const struct param_def *def, struct text value, struct params *params)
{
	for (size_t i = 0; i < value.len; i++) {
		if (value.ptr[i] < '0' || value.ptr[i] > '9')
			return false;
	}
	return read_text(def, value, params);
}

/* clang-format off */
#define ID .read = read_int, .min = 1, .max = INT64_MAX, .code = E_PARAM, .takes_zh = "正整数", .takes_en = "a whole number from 1"
#define FIELD(name) .offset = offsetof(struct params, name)

const struct param_def param_table[] = {
	{ P_CONTRACT, "id", true, FIELD(contract_id), ID },
	{ P_SCHEME, "id", true, FIELD(scheme_id), read_text, 1, 64, NULL, E_PARAM, "1 至 64 字节的方案标识", "a scheme id of 1 to 64 bytes" },
	{ P_INDICATOR, "indicator", true, FIELD(indicator_id), read_text, 1, 128, NULL, E_PARAM, "1 至 128 字节的指标标识", "an indicator id of 1 to 128 bytes" },
	{ P_AS_OF, "as_of", false, FIELD(as_of), read_day, 0, 0, NULL, E_DATE, "日期 YYYY-MM-DD", "a date, YYYY-MM-DD" },
	{ P_PROGRAMME, "programme", false, FIELD(programme), read_text, 1, 64, NULL, E_PARAM, "1 至 64 字节的项目代码", "a programme of 1 to 64 bytes" },
	{ P_REGION, "region", false, FIELD(region), read_digits, 2, 12, NULL, E_PARAM, "2 至 12 位行政区划代码", "a region code of 2 to 12 digits" },
	{ P_PROVIDER, "provider", false, FIELD(provider), ID },
	{ P_GRADE, "grade", false, FIELD(grade), read_text, 1, 64, NULL, E_PARAM, "1 至 64 字节的等级标识", "a grade id of 1 to 64 bytes" },
	{ P_SORT, "sort", false, FIELD(sort), read_text, 1, 16, sort_words, E_PARAM, "id、no、score、amount、start 之一，前加 - 为降序", "id, no, score, amount or start, with a leading - for descending" },
	{ P_LIMIT, "limit", false, FIELD(limit), read_int, 1, LIST_LIMIT_MAX, NULL, E_PARAM, "1 至 200 的整数", "a whole number from 1 to 200" },
	{ P_CURSOR, "cursor", false, FIELD(cursor), read_text, 1, CURSOR_TEXT_MAX, NULL, E_CURSOR, "上一页 next 中的游标", "the cursor of the former page's next" },
	{ P_ENTITY, "entity", false, FIELD(entity), ID },
	{ P_OFFSET, "offset", false, FIELD(offset), read_int, 0, OFFSET_MAX, NULL, E_PARAM, "0 至 100000 的整数", "a whole number from 0 to 100000" },
};
/* clang-format on */
const size_t param_count = COUNT_OF(param_table);

static void
copy_name(char out[ERR_ARG_MAX], struct text t)
{
	size_t n = text_cut(t, ERR_ARG_MAX - 1);

	memcpy(out, t.ptr, n);
	out[n] = '\0';
}

const struct param_def *
param_find(unsigned mask, struct text name, bool in_path)
{
	for (size_t i = 0; i < param_count; i++) {
		const struct param_def *def = &param_table[i];

		if ((def->bit & mask) != 0 && def->in_path == in_path && text_is(name, def->name))
			return def;
	}
	return NULL;
}

void
param_defaults(struct params *params, day_t today)
{
	memset(params, 0, sizeof(*params));
	params->as_of = today;
	params->limit = LIST_LIMIT_DEFAULT;
	params->sort = TEXT("id");
}

enum err_code
param_read(
    const struct param_def *def, struct text value, struct params *params, struct err *reterr)
{
	char shown[ERR_ARG_MAX];

	if (value.ptr == NULL)
		value = TEXT("");
	if (def->read(def, value, params))
		return ERR_OK;
	copy_name(shown, value);
	if (def->code == E_DATE)
		return err_set(reterr, E_DATE, def->name, shown, NULL);
	return err_set(
	    reterr, def->code, def->name, def->name, shown, def->takes_zh, def->takes_en, NULL);
}

/* The names a route takes, for the hint; and the nearest of them. */
static const char *
nearest(unsigned mask, struct text name, char *all, size_t cap)
{
	const char *best = NULL;
	size_t best_distance = SIZE_MAX;
	size_t len = 0;

	for (size_t i = 0; i < param_count; i++) {
		const struct param_def *def = &param_table[i];
		size_t d;

		if ((def->bit & mask) == 0 || def->in_path)
			continue;
		len +=
		    (size_t)snprintf(all + len, cap - len, "%s%s", len > 0 ? ", " : "", def->name);
		d = text_distance(name, text_of(def->name), 64);
		if (d < best_distance) {
			best_distance = d;
			best = def->name;
		}
	}
	return best;
}

static enum err_code
unknown(unsigned mask, struct text name, struct err *reterr)
{
	char shown[ERR_ARG_MAX];
	char all[ERR_ARG_MAX] = "";
	const char *best = nearest(mask, name, all, sizeof(all));

	copy_name(shown, name);
	if (best == NULL)
		return err_set(reterr, E_PARAM_NONE, shown, shown, NULL);
	return err_set(reterr, E_PARAM_UNKNOWN, shown, shown, best, all, NULL);
}

enum err_code
param_read_query(
    unsigned mask, const struct query *query, struct params *params, struct err *reterr)
{
	for (uint32_t i = 0; i < query->n; i++) {
		const struct query_item *item = &query->items[i];
		const struct param_def *def = param_find(mask, item->key, false);
		enum err_code code;

		if (def == NULL)
			return unknown(mask, item->key, reterr);
		code = param_read(def, item->value, params, reterr);
		if (code != ERR_OK)
			return code;
	}
	return ERR_OK;
}
