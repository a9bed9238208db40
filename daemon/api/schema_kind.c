/*
 * An indicator is a group, or a leaf with the keys that its scoring kind takes: which these are is
 * read from kind_table and leaf_table, as the reader does.
 */
#include "api/schema_internal.h"

#include <string.h>

/* The keys of a kind that stand below its name. */
static bool
is_own(const struct leaf_slot *s, enum kind_id kind)
{
	return s->kind == (int)kind;
}

/* The key of any leaf for this argument; NULL: there is none. */
static const struct leaf_slot *
shared_slot(unsigned bit)
{
	for (size_t i = 0; i < leaf_slot_count; i++)
		if (leaf_slots[i].kind < 0 && leaf_slots[i].bit == bit)
			return &leaf_slots[i];
	return NULL;
}

static bool
takes(const struct leaf_slot *s, enum kind_id kind)
{
	return s->bit == 0 || (kind_table[kind].takes & s->bit) != 0;
}

/* A share that is the value brings its denominator, so `of` may be absent where it is needed. */
static bool
needs(const struct leaf_slot *s, enum kind_id kind)
{
	return s->bit != KA_OF && (kind_table[kind].needs & s->bit) != 0;
}

/* Either its own key or that of any leaf. */
static bool
has_both(const struct leaf_slot *own, enum kind_id kind)
{
	return is_own(own, kind) && shared_slot(own->bit) != NULL;
}

static bool
must_have(const struct leaf_slot *own, enum kind_id kind)
{
	return is_own(own, kind) && needs(own, kind) && !has_both(own, kind);
}

static bool
needs_list(enum kind_id kind)
{
	const struct leaf_list *list = leaf_list(kind);

	return list != NULL && !list->alternative && (kind_table[kind].needs & KA_STEPS) != 0;
}

static bool
needs_arguments(enum kind_id kind)
{
	for (size_t i = 0; i < leaf_slot_count; i++)
		if (must_have(&leaf_slots[i], kind))
			return true;
	return needs_list(kind);
}

static void
bound_and_share(struct json *j, const struct leaf_list *list)
{
	json_object(j);
	schema_str(j, "type", "object");
	schema_refuse(j, "additionalProperties");
	schema_begin(j, "properties");
	schema_begin(j, list->bound);
	schema_scalar(j);
	json_end(j);
	schema_begin(j, "share");
	schema_scalar(j);
	json_end(j);
	json_end(j);
	schema_begin_list(j, "required");
	if (!list->last_open)
		json_str(j, list->bound);
	json_str(j, "share");
	json_end(j);
	json_end(j);
}

static void
own_list(struct json *j, enum kind_id kind)
{
	const struct leaf_list *list = leaf_list(kind);

	if (list == NULL)
		return;
	schema_begin(j, list->key);
	schema_describe(j, list->zh, list->en);
	schema_str(j, "type", "array");
	schema_num(j, "minItems", list->least);
	schema_num(j, "maxItems", KIND_STEPS_MAX);
	json_key(j, "items");
	bound_and_share(j, list);
	json_end(j);
}

static void
own_properties(struct json *j, enum kind_id kind)
{
	for (size_t i = 0; i < leaf_slot_count; i++) {
		if (!is_own(&leaf_slots[i], kind))
			continue;
		schema_begin(j, leaf_slots[i].key);
		schema_describe(j, leaf_slots[i].zh, leaf_slots[i].en);
		schema_scalar(j);
		json_end(j);
	}
	for (size_t i = 0; i < leaf_switch_count; i++) {
		const struct leaf_switch *s = &leaf_switches[i];

		if (s->kind != (int)kind)
			continue;
		schema_begin(j, s->key);
		schema_describe(j, s->zh, s->en);
		if (s->word != NULL)
			schema_choice(j, s->word, 0, s->words);
		else
			schema_truth(j, false);
		json_end(j);
	}
	own_list(j, kind);
}

static void
own_required(struct json *j, enum kind_id kind)
{
	schema_begin_list(j, "required");
	for (size_t i = 0; i < leaf_slot_count; i++)
		if (must_have(&leaf_slots[i], kind))
			json_str(j, leaf_slots[i].key);
	if (needs_list(kind))
		json_str(j, leaf_list(kind)->key);
	json_end(j);
}

/* Keys that go together; beside a list that stands in their place the ends are refused. */
static void
partners(struct json *j, enum kind_id kind)
{
	const struct leaf_list *list = leaf_list(kind);

	schema_begin(j, "dependencies");
	if (list != NULL && list->alternative) {
		schema_begin(j, list->key);
		schema_begin(j, "properties");
		for (size_t i = 0; i < leaf_slot_count; i++)
			if (is_own(&leaf_slots[i], kind))
				schema_refuse(j, leaf_slots[i].key);
		json_end(j);
		json_end(j);
	}
	for (size_t i = 0; i < leaf_slot_count; i++) {
		if (!is_own(&leaf_slots[i], kind) || leaf_slots[i].with == NULL)
			continue;
		schema_begin_list(j, leaf_slots[i].key);
		json_str(j, leaf_slots[i].with);
		json_end(j);
	}
	json_end(j);
}

static void
arguments(struct json *j, enum kind_id kind)
{
	schema_begin(j, kind_table[kind].name);
	schema_describe(j, kind_table[kind].doc_zh, kind_table[kind].doc_en);
	schema_types(j, "object", needs_arguments(kind) ? NULL : "null", NULL, NULL);
	schema_refuse(j, "additionalProperties");
	schema_begin(j, "properties");
	own_properties(j, kind);
	json_end(j);
	partners(j, kind);
	own_required(j, kind);
	json_end(j);
}

/* `pass`, or {ratio: {…}}. */
void
schema_score(struct json *j)
{
	schema_begin_list(j, "anyOf");
	json_object(j);
	schema_begin_list(j, "enum");
	for (int k = 0; k < KIND_ID_COUNT; k++)
		if (!needs_arguments((enum kind_id)k))
			json_str(j, kind_table[k].name);
	json_end(j);
	json_end(j);
	json_object(j);
	schema_str(j, "type", "object");
	schema_num(j, "minProperties", 1);
	schema_num(j, "maxProperties", 1);
	schema_refuse(j, "additionalProperties");
	schema_begin(j, "properties");
	for (int k = 0; k < KIND_ID_COUNT; k++)
		arguments(j, (enum kind_id)k);
	json_end(j);
	json_end(j);
	json_end(j);
}

static void
one_of_these(struct json *j, const char *a, const char *b)
{
	json_object(j);
	schema_begin_list(j, "required");
	json_str(j, a);
	if (b != NULL)
		json_str(j, b);
	json_end(j);
	json_end(j);
}

static void
if_scored_by(struct json *j, enum kind_id kind)
{
	schema_begin(j, "if");
	schema_begin(j, "properties");
	schema_begin(j, "score");
	schema_begin_list(j, "anyOf");
	json_object(j);
	schema_str(j, "const", kind_table[kind].name);
	json_end(j);
	json_object(j);
	schema_str(j, "type", "object");
	schema_begin_list(j, "required");
	json_str(j, kind_table[kind].name);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
}

/* score: {kind: {key: …}} */
static void
has_own(struct json *j, enum kind_id kind, const char *key)
{
	json_object(j);
	schema_begin(j, "properties");
	schema_begin(j, "score");
	schema_str(j, "type", "object");
	schema_begin(j, "properties");
	schema_begin(j, kind_table[kind].name);
	schema_str(j, "type", "object");
	schema_begin_list(j, "required");
	json_str(j, key);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
}

/* The argument under the leaf's key, under the kind's own, or as a list: once. */
static void
once(struct json *j, enum kind_id kind, const struct leaf_slot *own)
{
	const struct leaf_list *list = leaf_list(kind);

	json_object(j);
	schema_begin_list(j, "oneOf");
	one_of_these(j, shared_slot(own->bit)->key, NULL);
	has_own(j, kind, own->key);
	if (list != NULL && list->alternative)
		has_own(j, kind, list->key);
	json_end(j);
	json_end(j);
}

/* A condition, or a value and what it must be. */
static void
condition_or_value(struct json *j)
{
	json_object(j);
	schema_begin_list(j, "anyOf");
	one_of_these(j, "when", NULL);
	one_of_these(j, "value", "target");
	json_end(j);
	json_end(j);
}

static void
alternatives(struct json *j, enum kind_id kind)
{
	bool pass = kind_table[kind].needs == 0 && (kind_table[kind].takes & KA_WHEN) != 0;
	bool any = pass;

	for (size_t i = 0; i < leaf_slot_count; i++) {
		if (!has_both(&leaf_slots[i], kind) || !needs(&leaf_slots[i], kind))
			continue;
		if (!any)
			schema_begin_list(j, "allOf");
		any = true;
		once(j, kind, &leaf_slots[i]);
	}
	if (pass) {
		schema_begin_list(j, "allOf");
		condition_or_value(j);
	}
	if (any)
		json_end(j);
}

/* What a leaf of this kind has, and what it has not. */
static void
keys_of_kind(struct json *j, enum kind_id kind)
{
	json_object(j);
	if_scored_by(j, kind);
	schema_begin(j, "then");
	schema_begin_list(j, "required");
	if (!kind_table[kind].weightless)
		json_str(j, "weight");
	for (size_t i = 0; i < leaf_slot_count; i++) {
		const struct leaf_slot *s = &leaf_slots[i];

		if (s->kind < 0 && needs(s, kind) && leaf_slot_of(kind, s->bit) == s)
			json_str(j, s->key);
	}
	json_end(j);
	schema_begin(j, "properties");
	if (kind_table[kind].weightless) {
		schema_refuse(j, "weight");
		schema_refuse(j, "round");
	}
	if (kind_table[kind].single)
		schema_refuse(j, "per");
	for (size_t i = 0; i < leaf_slot_count; i++)
		if (leaf_slots[i].kind < 0 && !takes(&leaf_slots[i], kind))
			schema_refuse(j, leaf_slots[i].key);
	json_end(j);
	alternatives(j, kind);
	json_end(j);
	json_end(j);
}

static void
as_group(struct json *j)
{
	schema_begin_list(j, "required");
	json_str(j, "weight");
	json_end(j);
	schema_begin(j, "properties");
	for (size_t i = 0; i < leaf_keys.n; i++)
		if (strcmp(leaf_keys.keys[i].name, "combine") != 0)
			schema_refuse(j, leaf_keys.keys[i].name);
	schema_begin(j, "combine");
	schema_str(j, "const", combine_name(COMBINE_BEST_OF));
	json_end(j);
	json_end(j);
}

/* Combiners that weigh the rows need weigh_by, the others have no use for it. */
static void
weighing(struct json *j)
{
	json_object(j);
	schema_begin(j, "if");
	schema_begin_list(j, "required");
	json_str(j, "combine");
	json_end(j);
	schema_begin(j, "properties");
	schema_begin(j, "combine");
	schema_begin_list(j, "enum");
	for (int c = 0; c < COMBINE_COUNT; c++)
		if (combine_table[c].weighs)
			json_str(j, combine_table[c].name);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
	schema_begin(j, "then");
	schema_begin_list(j, "required");
	json_str(j, "weigh_by");
	json_end(j);
	json_end(j);
	schema_begin(j, "else");
	schema_begin(j, "properties");
	schema_refuse(j, "weigh_by");
	json_end(j);
	json_end(j);
	json_end(j);
}

static void
as_leaf(struct json *j)
{
	schema_begin_list(j, "required");
	json_str(j, "score");
	json_end(j);
	schema_begin(j, "dependencies");
	for (size_t i = 0; i < leaf_keys.n_pairs; i++)
		for (int k = 0; k < 2; k++) {
			schema_begin_list(j, leaf_keys.pairs[i][k]);
			json_str(j, leaf_keys.pairs[i][1 - k]);
			json_end(j);
		}
	json_end(j);
	schema_begin_list(j, "allOf");
	for (int k = 0; k < KIND_ID_COUNT; k++)
		keys_of_kind(j, (enum kind_id)k);
	weighing(j);
	json_end(j);
}

void
schema_indicator(struct json *j)
{
	schema_str(j, "type", "object");
	schema_refuse(j, "additionalProperties");
	schema_begin(j, "properties");
	schema_key_properties(j, &node_keys);
	schema_key_properties(j, &leaf_keys);
	json_end(j);
	schema_required_keys(j, &node_keys);
	schema_begin(j, "if");
	schema_begin_list(j, "required");
	json_str(j, "indicators");
	json_end(j);
	json_end(j);
	schema_begin(j, "then");
	as_group(j);
	json_end(j);
	schema_begin(j, "else");
	as_leaf(j);
	json_end(j);
}
