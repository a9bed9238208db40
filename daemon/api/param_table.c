#include "api/param.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/effect.h"

/* ---- words ------------------------------------------------------------------------ */

static const char *
sort_word(unsigned i)
{
	static const char *const words[] = { "id", "-id", "no", "-no", "score", "-score", "amount",
		"-amount", "start", "-start" };

	return i < COUNT_OF(words) ? words[i] : NULL;
}

static const char *
format_word(unsigned i)
{
	static const char *const words[] = { "json", "csv" };

	return i < COUNT_OF(words) ? words[i] : NULL;
}

static const char *
deadline_word(unsigned i)
{
	return i < DL_STATE_COUNT ? deadline_state_name((enum deadline_state)i) : NULL;
}

static const char *
tranche_word(unsigned i)
{
	return i < TR_STATE_COUNT ? tranche_state_name((enum tranche_state)i) : NULL;
}

static const char *
advice_word(unsigned i)
{
	return i < RN_ADVICE_COUNT ? renewal_advice_name((enum renewal_advice)i) : NULL;
}

static const char *
effect_word(unsigned i)
{
	return i < EFFECT_COUNT ? effect_name((enum effect)i) : NULL;
}

/* ---- types ------------------------------------------------------------------------ */

static void *
field(const struct param_def *def, struct params *params)
{
	return (char *)params + def->offset;
}

static const void *
const_field(const struct param_def *def, const struct params *params)
{
	return (const char *)params + def->offset;
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

/* 0 asks for nothing: no number that may be given is 0 where it matters. */
static void
print_int(const struct param_def *def, const struct params *params, struct buf *out)
{
	int64_t v;

	memcpy(&v, const_field(def, params), sizeof(v));
	if (v != 0)
		buf_addf(out, "%" PRId64, v);
}

static bool
read_day(const struct param_def *def, struct text value, struct params *params)
{
	day_t day;

	if (!date_parse(value.ptr, value.len, &day))
		return false;
	memcpy(field(def, params), &day, sizeof(day));
	return true;
}

static void
print_day(const struct param_def *def, const struct params *params, struct buf *out)
{
	char text[DAY_TEXT_MAX];
	day_t day;

	memcpy(&day, const_field(def, params), sizeof(day));
	if (day == DAY_NONE)
		return;
	date_print(day, text);
	buf_adds(out, text);
}

/* The place of the word, or -1. */
static int
word_at(const struct param_def *def, struct text value)
{
	const char *word;

	for (unsigned i = 0; (word = def->word(i)) != NULL; i++) {
		if (text_is(value, word))
			return (int)i;
	}
	return -1;
}

static bool
read_text(const struct param_def *def, struct text value, struct params *params)
{
	if ((int64_t)value.len < def->min || (int64_t)value.len > def->max)
		return false;
	if (def->word != NULL && word_at(def, value) < 0)
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

static void
print_text(const struct param_def *def, const struct params *params, struct buf *out)
{
	struct text t;

	memcpy(&t, const_field(def, params), sizeof(t));
	if (t.len > 0)
		buf_addt(out, t);
}

/* "open,overdue": each word once. */
static bool
read_set(const struct param_def *def, struct text value, struct params *params)
{
	uint32_t set = 0;

	if ((int64_t)value.len > def->max)
		return false;
	for (bool more = true; more;) {
		const char *comma = value.len > 0 ? memchr(value.ptr, ',', value.len) : NULL;
		size_t n = comma != NULL ? (size_t)(comma - value.ptr) : value.len;
		int at = word_at(def, (struct text){ value.ptr, n });

		if (at < 0 || (set & 1u << at) != 0)
			return false;
		set |= 1u << at;
		more = comma != NULL;
		value = (struct text){ value.ptr + n + more, value.len - n - more };
	}
	memcpy(field(def, params), &set, sizeof(set));
	return true;
}

static void
print_set(const struct param_def *def, const struct params *params, struct buf *out)
{
	const char *word, *between = "";
	uint32_t set;

	memcpy(&set, const_field(def, params), sizeof(set));
	for (unsigned i = 0; (word = def->word(i)) != NULL; i++) {
		if ((set & 1u << i) == 0)
			continue;
		buf_addf(out, "%s%s", between, word);
		between = ",";
	}
}

static const struct param_type as_int = { read_int, print_int };
static const struct param_type as_day = { read_day, print_day };
static const struct param_type as_text = { read_text, print_text };
static const struct param_type as_digits = { read_digits, print_text };
static const struct param_type as_set = { read_set, print_set };

/* ---- the table -------------------------------------------------------------------- */

#define SET_TEXT_MAX 128

/* clang-format off */
#define ID .type = &as_int, .min = 1, .max = INT64_MAX, .code = E_PARAM, .takes_zh = "正整数", .takes_en = "a whole number from 1"
#define FIELD(name) .offset = offsetof(struct params, name)

const struct param_def param_table[] = {
	{ P_CONTRACT, "id", true, FIELD(contract_id), ID },
	{ P_SCHEME, "id", true, FIELD(scheme_id), &as_text, 1, 64, NULL, E_PARAM, "1 至 64 字节的方案标识", "a scheme id of 1 to 64 bytes" },
	{ P_INDICATOR, "indicator", true, FIELD(indicator_id), &as_text, 1, 128, NULL, E_PARAM, "1 至 128 字节的指标标识", "an indicator id of 1 to 128 bytes" },
	{ P_AS_OF, "as_of", false, FIELD(as_of), &as_day, 0, 0, NULL, E_DATE, "日期 YYYY-MM-DD", "a date, YYYY-MM-DD" },
	{ P_PROGRAMME, "programme", false, FIELD(programme), &as_text, 1, 64, NULL, E_PARAM, "1 至 64 字节的项目代码", "a programme of 1 to 64 bytes" },
	{ P_REGION, "region", false, FIELD(region), &as_digits, 2, 12, NULL, E_PARAM, "2 至 12 位行政区划代码", "a region code of 2 to 12 digits" },
	{ P_PROVIDER, "provider", false, FIELD(provider), ID },
	{ P_GRADE, "grade", false, FIELD(grade), &as_text, 1, 64, NULL, E_PARAM, "1 至 64 字节的等级标识", "a grade id of 1 to 64 bytes" },
	{ P_SORT, "sort", false, FIELD(sort), &as_text, 1, 16, sort_word, E_PARAM, "id、no、score、amount、start 之一，前加 - 为降序", "id, no, score, amount or start, with a leading - for descending" },
	{ P_LIMIT, "limit", false, FIELD(limit), &as_int, 1, LIST_LIMIT_MAX, NULL, E_PARAM, "1 至 200 的整数", "a whole number from 1 to 200" },
	{ P_CURSOR, "cursor", false, FIELD(cursor), &as_text, 1, CURSOR_TEXT_MAX, NULL, E_CURSOR, "上一页 next 中的游标", "the cursor of the former page's next" },
	{ P_ENTITY, "entity", false, FIELD(entity), ID },
	{ P_DUE_AFTER, "due_after", false, FIELD(due_after), &as_day, 0, 0, NULL, E_DATE, "日期 YYYY-MM-DD", "a date, YYYY-MM-DD" },
	{ P_DUE_BEFORE, "due_before", false, FIELD(due_before), &as_day, 0, 0, NULL, E_DATE, "日期 YYYY-MM-DD", "a date, YYYY-MM-DD" },
	{ P_DEADLINE_STATE, "state", false, FIELD(states), &as_set, 1, SET_TEXT_MAX, deadline_word, E_PARAM, "not_applicable、no_date、open、met、met_late、overdue 中的一个或几个，以逗号分隔", "one or several of not_applicable, no_date, open, met, met_late, overdue, with commas between" },
	{ P_TRANCHE_STATE, "state", false, FIELD(states), &as_set, 1, SET_TEXT_MAX, tranche_word, E_PARAM, "due、blocked、not_yet、forfeited、not_configured 中的一个或几个，以逗号分隔", "one or several of due, blocked, not_yet, forfeited, not_configured, with commas between" },
	{ P_ADVICE, "advice", false, FIELD(advices), &as_set, 1, SET_TEXT_MAX, advice_word, E_PARAM, "no_rule、renew、not_renewed、retender、pending 中的一个或几个，以逗号分隔", "one or several of no_rule, renew, not_renewed, retender, pending, with commas between" },
	{ P_EFFECT, "effect", false, FIELD(effects), &as_set, 1, SET_TEXT_MAX, effect_word, E_PARAM, "deduction、record、cut、suspend、terminate、stop_renewal 中的一个或几个，以逗号分隔", "one or several of deduction, record, cut, suspend, terminate, stop_renewal, with commas between" },
	{ P_FORMAT, "format", false, FIELD(format), &as_text, 1, 16, format_word, E_PARAM, "json 或 csv", "json or csv" },
	{ P_OFFSET, "offset", false, FIELD(offset), &as_int, 0, OFFSET_MAX, NULL, E_PARAM, "0 至 100000 的整数", "a whole number from 0 to 100000" },
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
	params->due_after = params->due_before = DAY_NONE;
	params->limit = LIST_LIMIT_DEFAULT;
	params->sort = TEXT("id");
	params->format = TEXT("json");
}

void
param_print(const struct param_def *def, const struct params *params, struct buf *out)
{
	def->type->print(def, params, out);
}

enum err_code
param_read(
    const struct param_def *def, struct text value, struct params *params, struct err *reterr)
{
	char shown[ERR_ARG_MAX];

	if (value.ptr == NULL)
		value = TEXT("");
	if (def->type->read(def, value, params)) {
		params->given |= def->bit;
		return ERR_OK;
	}
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
