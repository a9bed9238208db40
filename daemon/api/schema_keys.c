/* What a key holds, as JSON Schema. */
#include "api/schema_internal.h"

#include <string.h>

#define PATTERN_NUMBER "^-?[0-9]+(\\.[0-9]{1,6})?$"
#define PATTERN_WHOLE "^[0-9]+$"
#define PATTERN_DATE "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
#define COUNT_MOST 3660

static void
number(struct json *j, int32_t low, int32_t high, bool above, bool whole)
{
	schema_types(j, whole ? "integer" : "number", "string", NULL, NULL);
	schema_num(j, above ? "exclusiveMinimum" : "minimum", low);
	if (high > 0)
		schema_num(j, "maximum", high);
	schema_str(j, "pattern", whole ? PATTERN_WHOLE : PATTERN_NUMBER);
}

static void
list_of(struct json *j, const char *what, uint32_t least, uint32_t most)
{
	schema_str(j, "type", "array");
	if (least > 0)
		schema_num(j, "minItems", least);
	if (most > 0)
		schema_num(j, "maxItems", most);
	schema_begin(j, "items");
	schema_ref(j, what);
	json_end(j);
}

static void
texts(struct json *j, uint32_t most)
{
	schema_str(j, "type", "array");
	schema_num(j, "minItems", 1);
	schema_num(j, "maxItems", most);
	schema_begin(j, "items");
	schema_scalar(j);
	json_end(j);
}

static void
parameters(struct json *j, const struct shape *s)
{
	schema_str(j, "type", "object");
	schema_num(j, "maxProperties", s->most);
	schema_begin(j, "propertyNames");
	schema_str(j, "pattern", PATTERN_NAME);
	json_end(j);
	schema_begin(j, "additionalProperties");
	schema_ref(j, s->keys->what);
	json_end(j);
}

/* {id: number, …}, or a list of them. */
static void
grades(struct json *j, const struct shape *s)
{
	schema_begin_list(j, "anyOf");
	json_object(j);
	schema_str(j, "type", "object");
	schema_num(j, "minProperties", 1);
	schema_num(j, "maxProperties", s->most);
	schema_begin(j, "propertyNames");
	schema_str(j, "pattern", PATTERN_ID);
	json_end(j);
	schema_begin(j, "additionalProperties");
	number(j, 0, 0, false, false);
	json_end(j);
	json_end(j);
	json_object(j);
	list_of(j, s->keys->what, 1, s->most);
	json_end(j);
	json_end(j);
}

static const char *
policy_word(unsigned p)
{
	return policy_name((enum policy)p);
}

static void
missing(struct json *j)
{
	schema_str(j, "type", "object");
	schema_refuse(j, "additionalProperties");
	schema_begin(j, "properties");
	for (int s = ST_OK + 1; s < ST_COUNT; s++) {
		schema_begin(j, state_name((enum state)s));
		schema_words(j, policy_word, 0, s == ST_LOW_SAMPLE ? POL_COUNT : POL_KEEP);
		json_end(j);
	}
	json_end(j);
}

/* A reference has no room for a description beside it: it stands in a list of one. */
static void
ref_in_list(struct json *j, const char *what)
{
	schema_begin_list(j, "allOf");
	json_object(j);
	schema_ref(j, what);
	json_end(j);
	json_end(j);
}

/* {column: cell, …}; which columns there are is the table's own word. */
static void
cells(struct json *j)
{
	schema_str(j, "type", "object");
	schema_begin(j, "propertyNames");
	schema_str(j, "pattern", PATTERN_NAME);
	json_end(j);
	schema_begin(j, "additionalProperties");
	schema_types(j, "string", "number", "boolean", "null");
	json_end(j);
}

static void
otherwise(struct json *j)
{
	schema_begin_list(j, "anyOf");
	json_object(j);
	schema_str(j, "const", "missing");
	json_end(j);
	json_object(j);
	cells(j);
	json_end(j);
	json_end(j);
}

static void
shape(struct json *j, const struct shape *s)
{
	switch (s->type) {
	case SHAPE_TEXT:
	case SHAPE_EXPR:
		schema_scalar(j);
		break;
	case SHAPE_TEXTS:
		texts(j, s->most);
		break;
	case SHAPE_TITLE:
		ref_in_list(j, "title");
		break;
	case SHAPE_ID:
		schema_pattern(j, PATTERN_ID);
		break;
	case SHAPE_BOOL:
		schema_truth(j, false);
		break;
	case SHAPE_NUMBER:
		number(j, s->low, s->high, s->above, s->whole);
		break;
	case SHAPE_DATE:
		schema_types(j, "string", s->blank ? "null" : NULL, NULL, NULL);
		schema_str(j, "pattern", PATTERN_DATE);
		schema_str(j, "format", "date");
		break;
	case SHAPE_LITERAL:
		schema_types(j, "string", "number", "boolean", "null");
		break;
	case SHAPE_WORD:
		(s->chosen ? schema_choice : schema_words)(j, s->word, s->first, s->words);
		break;
	case SHAPE_MAP:
		ref_in_list(j, s->keys->what);
		break;
	case SHAPE_LIST:
	case SHAPE_INDICATORS:
		list_of(j, s->keys->what, 1, s->most);
		break;
	case SHAPE_PARAMETERS:
		parameters(j, s);
		break;
	case SHAPE_GRADES:
		grades(j, s);
		break;
	case SHAPE_MISSING:
		missing(j);
		break;
	case SHAPE_SCORE:
		ref_in_list(j, "score");
		break;
	case SHAPE_CELLS:
		schema_str(j, "type", "array");
		schema_num(j, "minItems", 1);
		schema_num(j, "maxItems", s->most);
		schema_begin(j, "items");
		cells(j);
		json_end(j);
		break;
	case SHAPE_ELSE:
		otherwise(j);
		break;
	}
}

static void
field_shape(struct json *j, const struct field *f)
{
	switch (f->type) {
	case FIELD_ID:
	case FIELD_NODE:
		schema_pattern(j, PATTERN_ID);
		break;
	case FIELD_TEXT:
	case FIELD_CODE:
		schema_scalar(j);
		break;
	case FIELD_TITLE:
		ref_in_list(j, "title");
		break;
	case FIELD_BOOL:
		schema_truth(j, false);
		break;
	case FIELD_WORD:
		schema_choice(j, f->word, 0, f->words);
		break;
	case FIELD_GRAIN:
		schema_words(j, f->word, 0, f->words);
		break;
	case FIELD_COUNT:
		number(j, 0, COUNT_MOST, false, true);
		break;
	case FIELD_DAYS:
		schema_str(j, "type", "array");
		schema_num(j, "maxItems", f->most);
		schema_begin(j, "items");
		number(j, 0, COUNT_MOST, false, true);
		json_end(j);
		break;
	case FIELD_LIST:
		list_of(j, f->record->what, 0, f->most);
		break;
	case FIELD_MAP:
		ref_in_list(j, f->record->what);
		break;
	}
}

void
schema_key_properties(struct json *j, const struct key_table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		schema_begin(j, t->keys[i].name);
		schema_describe(j, t->keys[i].zh, t->keys[i].en);
		shape(j, &t->keys[i].shape);
		json_end(j);
	}
}

void
schema_field_properties(struct json *j, const struct record *r)
{
	for (size_t i = 0; i < r->n; i++) {
		schema_begin(j, r->fields[i].key);
		schema_describe(j, r->fields[i].zh, r->fields[i].en);
		field_shape(j, &r->fields[i]);
		json_end(j);
	}
}

static void
alternative(struct json *j, const char *const keys[2], const char *flag)
{
	json_object(j);
	schema_begin_list(j, "required");
	for (int i = 0; i < 2 && keys[i] != NULL; i++)
		json_str(j, keys[i]);
	json_end(j);
	if (flag != NULL && strcmp(flag, keys[0]) == 0) {
		schema_begin(j, "properties");
		schema_begin(j, flag);
		schema_truth(j, true);
		json_end(j);
		json_end(j);
	}
	json_end(j);
}

static void
choices(struct json *j, const struct key_choice *c, size_t n)
{
	if (n == 0)
		return;
	schema_begin_list(j, "allOf");
	for (size_t i = 0; i < n; i++) {
		json_object(j);
		schema_begin_list(j, c[i].exclusive ? "oneOf" : "anyOf");
		for (size_t k = 0; k < COUNT_OF(c[i].keys) && c[i].keys[k][0] != NULL; k++)
			alternative(j, c[i].keys[k], c[i].flag);
		json_end(j);
		json_end(j);
	}
	json_end(j);
}

void
schema_required_keys(struct json *j, const struct key_table *t)
{
	schema_begin_list(j, "required");
	for (size_t i = 0; i < t->n; i++)
		if (t->keys[i].required)
			json_str(j, t->keys[i].name);
	json_end(j);
}

void
schema_key_definition(struct json *j, const struct key_table *t)
{
	schema_str(j, "type", "object");
	schema_refuse(j, "additionalProperties");
	schema_begin(j, "properties");
	schema_key_properties(j, t);
	json_end(j);
	schema_required_keys(j, t);
	choices(j, t->choices, t->n_choices);
}

void
schema_record_definition(struct json *j, const struct record *r)
{
	schema_str(j, "type", "object");
	schema_refuse(j, "additionalProperties");
	schema_begin(j, "properties");
	schema_field_properties(j, r);
	json_end(j);
	schema_begin_list(j, "required");
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].required)
			json_str(j, r->fields[i].key);
	json_end(j);
	choices(j, r->choices, r->n_choices);
}
