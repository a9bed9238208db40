#include "api/doc_json.h"

#include "engine/engine.h"

#define DAY_MICRO INT64_C(1000000)

static const char *const type_words[VT_COUNT] = {
	[VT_NUMBER] = "number",
	[VT_PERCENT] = "percent",
	[VT_MONEY] = "money",
	[VT_DATE] = "date",
	[VT_DAYS] = "days",
	[VT_BOOL] = "boolean",
	[VT_TEXT] = "text",
	[VT_MISSING] = NULL,
};

const char *
type_word(enum vtype t)
{
	return type_words[t];
}

void
json_title(struct json *j, const char *key, struct title t)
{
	json_key(j, key);
	json_object(j);
	json_key(j, "zh");
	json_text(j, t.zh.len > 0 ? t.zh : t.en);
	json_key(j, "en");
	json_text(j, t.en.len > 0 ? t.en : t.zh);
	json_end(j);
}

static void
text_value(struct json *j, const struct scheme *s, int64_t value)
{
	int64_t index = value / DEC_ONE;

	if (index >= 0 && index < (int64_t)s->n_texts)
		json_text(j, s->texts[index]);
	else
		json_null(j);
}

void
json_value(struct json *j, const char *key, const struct scheme *s, const struct rtype *type,
    bool known, int64_t value)
{
	json_key(j, key);
	if (!known || type->kind == VT_MISSING)
		json_null(j);
	else if (type->kind == VT_DATE)
		json_day(j, (day_t)(value / DAY_MICRO));
	else if (type->kind == VT_BOOL)
		json_bool(j, value != 0);
	else if (type->kind == VT_TEXT)
		text_value(j, s, value);
	else
		json_dec(j, value);
}

void
json_type(struct json *j, const char *key, const struct code *c)
{
	const char *word = c->count > 0 ? type_word(c->type.kind) : NULL;

	json_key(j, key);
	if (word != NULL)
		json_str(j, word);
	else
		json_null(j);
}

void
json_party(struct json *j, const char *key, int64_t id, struct text name)
{
	json_key(j, key);
	json_object(j);
	json_key(j, "id");
	json_int(j, id);
	json_key(j, "name");
	json_text(j, name);
	json_end(j);
}

static void
json_region(struct json *j, struct text code, struct text name)
{
	json_key(j, "region");
	json_object(j);
	json_key(j, "code");
	json_text(j, code);
	json_key(j, "name");
	json_text(j, name);
	json_end(j);
}

static void
latest_score(struct json *j, const struct contract_row *c)
{
	json_key(j, "latest_score");
	if (!c->scored) {
		json_null(j);
		return;
	}
	json_object(j);
	json_key(j, "score");
	json_dec(j, c->score);
	json_key(j, "grade");
	json_text_or_null(j, c->grade);
	json_key(j, "as_of");
	json_day(j, c->scored_as_of);
	json_end(j);
}

void
json_contract(struct json *j, const struct contract_row *c, bool whole)
{
	json_object(j);
	json_key(j, "id");
	json_int(j, c->id);
	json_key(j, "contract_no");
	json_text(j, c->no);
	json_key(j, "title");
	json_text(j, c->title);
	json_key(j, "programme");
	json_text(j, c->programme);
	if (whole) {
		json_key(j, "status");
		json_text(j, c->status);
		json_key(j, "lot");
		json_text_or_null(j, c->lot);
	}
	json_party(j, "provider", c->provider_id, c->provider);
	json_party(j, "purchaser", c->purchaser_id, c->purchaser);
	json_region(j, c->region, c->region_name);
	if (whole) {
		json_key(j, "signed_on");
		json_day(j, c->signed_on);
	}
	json_key(j, "start_on");
	json_day(j, c->start_on);
	json_key(j, "end_on");
	json_day(j, c->end_on);
	json_key(j, "amount");
	json_dec(j, c->amount);
	if (whole)
		latest_score(j, c);
	json_end(j);
}

void
json_formulas(struct json *j, const char *key, const struct scheme *s, const struct leaf *leaf)
{
	json_key(j, key);
	json_object(j);
	for (int what = 0; what < EXPLAIN_COUNT; what++) {
		const struct code *c = explain_code(s, leaf, (enum explain_what)what);

		if (c->count == 0)
			continue;
		json_key(j, explain_name((enum explain_what)what));
		json_text(j, c->source);
	}
	json_end(j);
}

void
json_scheme_ref(struct json *j, const char *key, const struct scheme *s)
{
	json_key(j, key);
	json_object(j);
	json_key(j, "id");
	json_text(j, s->id);
	json_key(j, "version");
	json_str(j, s->version);
	json_title(j, "title", s->title);
	json_end(j);
}
