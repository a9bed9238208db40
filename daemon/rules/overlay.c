#include "rules/overlay.h"

#include <string.h>

#include "rules/read_keys.h"

/* clang-format off */
/* What may change of a parameter: its type, unit and words stay the base's. */
static const struct key parameter_rows[] = {
	KEY("title", false, NULL, "名称", "Name", .type = SHAPE_TITLE),
	KEY("note", false, NULL, "说明", "Remark", .type = SHAPE_TITLE),
	KEY("clause", false, NULL, "条款号", "Clause", .type = SHAPE_TEXT),
	KEY("ours", false, NULL, "文件没有，是我们的约定", "Not in the text: ours", .type = SHAPE_BOOL),
	KEY("value", false, NULL, "值，与原参数同类", "The value, of the kind that the parameter has", .type = SHAPE_LITERAL),
	KEY("values", false, NULL, "随日期变化的值", "Values by date", .type = SHAPE_LIST, .keys = &dated_keys),
};
static const struct key_choice parameter_choices[] = { { { { "value" }, { "values" } }, true, NULL } };
static const struct key_table parameter_keys = { .what = "changes[]", parameter_rows, COUNT_OF(parameter_rows), parameter_choices, COUNT_OF(parameter_choices) };

/* All that an overlay may say. */
static const struct key overlay_rows[] = {
	KEY("extends", true, NULL, "所继承的方案", "The scheme that is extended", .type = SHAPE_ID),
	KEY("scheme", true, NULL, "方案标识", "Identifier of this scheme", .type = SHAPE_ID),
	KEY("title", false, NULL, "方案名称", "Its name", .type = SHAPE_TITLE),
	KEY("source", false, NULL, "依据的文件", "The document it follows", .type = SHAPE_MAP, .keys = &source_keys),
	KEY("effective", false, NULL, "执行期", "When it is in force", .type = SHAPE_MAP, .keys = &effective_keys),
	KEY("calendar", false, NULL, "工作日历", "Working-day calendar", .type = SHAPE_ID),
	KEY("parameters", false, NULL, "改动的参数", "The parameters that change", .type = SHAPE_PARAMETERS, .keys = &parameter_keys, .most = SCHEME_PARAMS_MAX),
};
const struct key_table overlay_keys = { .what = "overlay", overlay_rows, COUNT_OF(overlay_rows) };
/* clang-format on */

/* What of a parameter stays the base's: its type, and the words it may be. */
static const char *const type_keys[] = { "type", "unit", "one_of" };

const struct ynode *
overlay_base(const struct ynode *root)
{
	return root->kind == Y_MAP ? ynode_get(root, "extends") : NULL;
}

static bool
among(struct text key, const char *const *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text_is(key, keys[i]))
			return true;
	return false;
}

static bool
is_key(const struct key_table *t, struct text key)
{
	for (size_t i = 0; i < t->n; i++)
		if (text_is(key, t->keys[i].name))
			return true;
	return false;
}

static bool
has(const struct ynode *map, struct text key, uint32_t *ret)
{
	for (uint32_t i = 0; i < map->count; i++) {
		if (!text_eq(map->keys[i]->text, key))
			continue;
		*ret = i;
		return true;
	}
	return false;
}

/* A map with room for the pairs of both. */
static struct ynode *
new_map(struct arena *arena, const struct ynode *place, uint32_t room)
{
	struct ynode *m = arena_alloc(arena, sizeof(*m));

	*m = (struct ynode){ .kind = Y_MAP, .line = place->line, .column = place->column };
	m->items = arena_array(arena, room, sizeof(struct ynode *));
	m->keys = arena_array(arena, room, sizeof(struct ynode *));
	return m;
}

static void
put(struct ynode *map, struct ynode *key, struct ynode *item)
{
	map->keys[map->count] = key;
	map->items[map->count++] = item;
}

static struct ynode *
scalar(struct arena *arena, const struct ynode *place, const char *text)
{
	struct ynode *n = arena_alloc(arena, sizeof(*n));

	*n = (struct ynode){
		.kind = Y_SCALAR, .plain = true, .line = place->line, .column = place->column
	};
	n->text = n->raw = text_of(text);
	return n;
}

/* A value tells its type; null does not, so the base's compiled type is said for it. */
static void
put_type(struct arena *arena, struct ynode *m, const struct ynode *own, const struct param *of)
{
	const struct ynode *value = ynode_get(own, "value");

	if (value != NULL && ynode_is_null(value) && ynode_get(m, "type") == NULL &&
	    ynode_get(m, "unit") == NULL && of->type.kind < VT_MISSING)
		put(m, scalar(arena, own, "type"),
		    scalar(arena, own, vtype_name(of->type.kind, LANG_EN)));
}

/* The overlay's parameter, with the type and words that the base declares for it, and its title
 * unless the overlay gives one: another value has the same name. */
static struct ynode *
typed(
    struct arena *arena, const struct ynode *own, const struct ynode *base, const struct param *of)
{
	struct ynode *m = new_map(arena, own, own->count + base->count + 1);
	uint32_t at;

	for (uint32_t i = 0; i < base->count; i++) {
		struct text key = base->keys[i]->text;

		if (among(key, type_keys, COUNT_OF(type_keys)) ||
		    (text_is(key, "title") && !has(own, key, &at)))
			put(m, base->keys[i], base->items[i]);
	}
	put_type(arena, m, own, of);
	for (uint32_t i = 0; i < own->count; i++)
		put(m, own->keys[i], own->items[i]);
	return m;
}

static const struct param *
base_param(const struct scheme *base, struct text name)
{
	for (uint32_t i = 0; i < base->n_params; i++)
		if (text_eq(base->params[i].name, name))
			return &base->params[i];
	return NULL;
}

static void
unknown_parameter(struct scheme_builder *b, const struct ynode *key, const struct scheme *base)
{
	struct nearest near = nearest_to(b, key->text);

	for (uint32_t i = 0; i < base->n_params; i++)
		nearest_try(&near, base->params[i].name);
	FAULT_AT(b, F_OVERLAY_PARAMETER, key, key->text.ptr,
	    arena_strndup(b->arena, base->id.ptr, base->id.len), nearest_text(&near, b->arena));
}

/* The overlay's parameters alone, as a map that read_params() takes. */
static const struct ynode *
own_parameters(struct scheme_builder *b, const struct ynode *own, const struct ynode *base_map,
    const struct scheme *base)
{
	struct ynode *m = new_map(b->arena, own, own->count);
	uint32_t at;

	for (uint32_t i = 0; i < own->count; i++) {
		const struct ynode *p = own->items[i];
		const struct param *of;

		if (base_map == NULL || !has(base_map, own->keys[i]->text, &at)) {
			unknown_parameter(b, own->keys[i], base);
			continue;
		}
		for (uint32_t k = 0; p->kind == Y_MAP && k < p->count; k++)
			if (among(p->keys[k]->text, type_keys, COUNT_OF(type_keys)))
				FAULT_AT(b, F_OVERLAY_KEY, p->keys[k], p->keys[k]->text.ptr);
		of = base_param(base, own->keys[i]->text);
		put(m, own->keys[i],
		    p->kind == Y_MAP && base_map->items[at]->kind == Y_MAP && of != NULL
			? typed(b->arena, p, base_map->items[at], of)
			: own->items[i]);
	}
	return m;
}

static bool
same_type(const struct rtype *a, const struct rtype *b)
{
	return a->kind == b->kind && text_eq(a->unit, b->unit);
}

/* A value of another type would be a fault of the base's expressions, in lines that are not wrong.
 */
static void
check_types(struct scheme_builder *b, const struct ynode *map, const struct scheme *base)
{
	for (uint32_t i = 0; i < b->s->n_params; i++) {
		const struct param *p = &b->s->params[i];
		uint32_t at;

		for (uint32_t k = 0; k < base->n_params; k++) {
			const struct param *of = &base->params[k];

			if (p->type.kind == VT_COUNT || !text_eq(p->name, of->name) ||
			    same_type(&p->type, &of->type) || !has(map, p->name, &at))
				continue;
			FAULT_AT(b, F_OVERLAY_TYPE, map->keys[at], map->keys[at]->text.ptr,
			    types_text(b->arena, &of->type, 1), types_text(b->arena, &p->type, 1),
			    text_dup(b->arena, base->id).ptr);
		}
	}
}

static const struct ynode *
checked_parameters(struct scheme_builder *b, const struct ynode *own, const struct ynode *base_map,
    const struct scheme *base)
{
	struct scheme only = { .file = base->file };
	const struct ynode *map;

	if (own->kind != Y_MAP) {
		FAULT_AT(b, F_NODE_KIND, own, "parameters", DIAG_BOTH("键值映射", "a map of keys"));
		return NULL;
	}
	map = own_parameters(b, own, base_map, base);
	b->s = &only;
	b->params = map_new(b->arena, 64);
	b->texts = map_new(b->arena, 16);
	b->clauses = map_new(b->arena, 64);
	read_params(b, map, NULL);
	check_types(b, map, base);
	return map;
}

static struct ynode *
merged_parameters(struct arena *arena, const struct ynode *base_map, const struct ynode *own)
{
	struct ynode *m = new_map(arena, base_map, base_map->count);
	uint32_t at;

	for (uint32_t i = 0; i < base_map->count; i++)
		put(m, base_map->keys[i],
		    has(own, base_map->keys[i]->text, &at) ? own->items[at] : base_map->items[i]);
	return m;
}

static void
check_keys(struct scheme_builder *b, const struct ynode *root)
{
	for (uint32_t i = 0; i < root->count; i++)
		if (!is_key(&overlay_keys, root->keys[i]->text))
			FAULT_AT(b, F_OVERLAY_KEY, root->keys[i], root->keys[i]->text.ptr);
	if (ynode_get(root, "scheme") == NULL)
		FAULT_AT(b, F_KEY_MISSING, root, "scheme", "extends");
}

static const struct ynode *
merge(struct arena *arena, const struct ynode *root, const struct ynode *base_root,
    const struct ynode *parameters)
{
	struct ynode *m = new_map(arena, root, root->count + base_root->count);
	uint32_t at;

	for (uint32_t i = 0; i < base_root->count; i++) {
		struct ynode *key = base_root->keys[i], *item = base_root->items[i];

		if (text_is(key->text, "parameters") && parameters != NULL)
			put(m, key, merged_parameters(arena, item, parameters));
		else if (has(root, key->text, &at))
			put(m, root->keys[at], root->items[at]);
		else
			put(m, key, item);
	}
	for (uint32_t i = 0; i < root->count; i++)
		if (!text_is(root->keys[i]->text, "extends") && !has(m, root->keys[i]->text, &at))
			put(m, root->keys[i], root->items[i]);
	return m;
}

const struct ynode *
overlay_merge(const char *file, const struct ynode *root, const struct ynode *base_root,
    const struct scheme *base, const struct vocabulary *vocabulary, struct arena *arena,
    struct diags *diags)
{
	struct scheme_builder b = {
		.file = file, .vocabulary = vocabulary, .arena = arena, .diags = diags
	};
	const struct ynode *own = ynode_get(root, "parameters"), *parameters = NULL;
	uint32_t errors = diags->errors;

	check_keys(&b, root);
	if (own != NULL)
		parameters = checked_parameters(&b, own, ynode_get(base_root, "parameters"), base);
	return diags->errors > errors ? NULL : merge(arena, root, base_root, parameters);
}
