/* Facts that a simulation assumes: names, values, and into the table of facts. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/sim.h"
#include "metrics/fact_key.h"
#include "rules/probe.h"

struct resolving {
	struct job *job;
	const struct scheme *s;
	struct arena *arena;
	struct sim_facts *into;
	bool of_entity;
	int64_t entity;
	enum grain grain;
};

/* ---- names -------------------------------------------------------------------------- */

static enum err_code
ambiguous(
    const struct resolving *r, const struct jvalue *at, const struct need *a, const struct need *b)
{
	char pointer[JSON_POINTER_MAX];

	json_pointer(at, pointer);
	return err_set(&r->job->err, E_SIM_FACT_MANY, pointer, at->key.ptr,
	    arena_strndup(r->arena, a->source.ptr, a->source.len),
	    arena_strndup(r->arena, b->source.ptr, b->source.len), NULL);
}

/* The nearest name, and where it stands when that is another grain. */
static enum err_code
unknown_fact(const struct resolving *r, const struct jvalue *at)
{
	char pointer[JSON_POINTER_MAX], near[ERR_ARG_MAX];
	struct text name = fact_nearest(r->s, r->grain, at->key);
	enum grain grain = r->grain;
	const struct need *other;

	for (int g = 0; g < GRAIN_COUNT; g++) {
		const struct need *n = fact_need(r->s, (enum grain)g, at->key, &other);

		if (n == NULL)
			continue;
		name = n->source;
		grain = (enum grain)g;
	}
	(void)snprintf(near, sizeof(near), "%.*s", TEXT_ARG(name));
	if (name.len == 0)
		(void)snprintf(near, sizeof(near), "—");
	json_pointer(at, pointer);
	return err_set(&r->job->err, E_SIM_FACT, pointer, at->key.ptr, grain_name(r->grain), near,
	    grain_name(grain), NULL);
}

/* As the scheme writes it: with names of parameters in the arguments, say. */
static const struct need *
need_as_written(const struct resolving *r, struct text key)
{
	struct vocabulary vocabulary = generation_vocabulary(r->job->gen);
	const char *expression = key.ptr;
	const struct scheme *probe;
	const struct need *other;
	struct diags unheard;

	if (key.len > FACT_KEY_MAX)
		return NULL;
	diags_init(&unheard, r->arena);
	probe = scheme_probe(r->s, &expression, 1, r->grain, &vocabulary, r->arena, &unheard);
	if (probe == NULL || probe->n_needs != 1 ||
	    !text_eq(probe->nodes[1].leaf->value.source, probe->needs[0].source))
		return NULL;
	return fact_need(r->s, r->grain, probe->needs[0].source, &other);
}

static enum err_code
find_need(const struct resolving *r, const struct jvalue *at, const struct need **ret)
{
	const struct need *other, *n = fact_need(r->s, r->grain, at->key, &other);
	char pointer[JSON_POINTER_MAX];

	if (n != NULL && other != NULL)
		return ambiguous(r, at, n, other);
	if (n == NULL)
		n = need_as_written(r, at->key);
	if (n == NULL)
		return unknown_fact(r, at);
	for (uint32_t i = 0; i < r->into->n; i++) {
		const struct sim_fact *f = &r->into->items[i];

		if (f->need != n || f->entity != r->entity)
			continue;
		json_pointer(at, pointer);
		return err_set(&r->job->err, E_JSON_TWICE, pointer, at->key.ptr, NULL);
	}
	*ret = n;
	return ERR_OK;
}

/* ---- values ------------------------------------------------------------------------- */

static bool
read_number(const struct jvalue *v, enum vtype kind, int64_t *ret)
{
	switch (v->type) {
	case J_NUMBER:
		return kind != VT_DATE && kind != VT_BOOL && fact_value(kind, v->text, ret);
	case J_BOOL:
		return kind == VT_BOOL && fact_value(kind, v->text, ret);
	case J_STRING:
		return kind != VT_BOOL && fact_value(kind, v->text, ret);
	case J_NULL:
	case J_ARRAY:
	case J_OBJECT:
	case J_TYPES:
		break;
	}
	return false;
}

/* "7/8" or {"numerator": 7, "denominator": 8} */
static bool
read_share(const struct jvalue *v, struct fact *ret)
{
	static const struct json_key keys[] = { { "numerator", J_BIT(J_NUMBER), true },
		{ "denominator", J_BIT(J_NUMBER), true } };
	const struct jvalue *m[2];
	struct err unheard;

	if (v->type == J_STRING)
		return fact_pair(v->text, &ret->value, &ret->of);
	return v->type == J_OBJECT && json_members_of(v, keys, 2, m, &unheard) == ERR_OK &&
	       read_number(m[0], VT_NUMBER, &ret->value) && read_number(m[1], VT_NUMBER, &ret->of);
}

static bool
countable(int64_t v)
{
	return v >= 0 && v % DEC_ONE == 0;
}

/* What the metric's SQL could give: a count is whole and not below nothing, a denominator neither
 * below it. */
static bool
possible(const struct metric *m, const struct fact *f)
{
	if (m->decl.type.share)
		return f->value >= 0 && f->of >= 0 &&
		       (!m->whole || (countable(f->value) && countable(f->of)));
	return !m->whole || m->decl.type.kind != VT_NUMBER || countable(f->value);
}

static enum err_code
wrong_value(const struct resolving *r, const struct need *n, const struct jvalue *v, bool whole)
{
	enum vtype kind = n->metric->type.kind;
	char pointer[JSON_POINTER_MAX], zh[ERR_ARG_MAX], en[ERR_ARG_MAX];
	const char *name = arena_strndup(r->arena, n->source.ptr, n->source.len);
	bool share = n->metric->type.share, count = whole && (share || kind == VT_NUMBER);

	(void)snprintf(zh, sizeof(zh), "%s%s",
	    share ? "分子与分母，如 \"7/8\"" : vtype_name(kind, LANG_ZH),
	    count ? "（不小于 0 的整数）" : "");
	(void)snprintf(en, sizeof(en), "%s%s",
	    share ? "numerator and denominator, such as \"7/8\"" : vtype_name(kind, LANG_EN),
	    count ? " (whole, 0 or more)" : "");
	json_pointer(v, pointer);
	return err_set(&r->job->err, E_SIM_VALUE, pointer, name,
	    v->type == J_OBJECT || v->type == J_ARRAY ? "…" : v->text.ptr, zh, en, NULL);
}

static enum err_code
read_fact(const struct resolving *r, const struct jvalue *v)
{
	struct sim_fact f = { .of_entity = r->of_entity, .entity = r->entity, .at = v };
	const struct metric *m;
	enum err_code code = find_need(r, v, &f.need);

	if (code != ERR_OK)
		return code;
	m = catalogue_metric(r->job->gen->catalogue, f.need->metric);
	f.fact.known = v->type != J_NULL;
	if (f.fact.known &&
	    (!(m->decl.type.share ? read_share(v, &f.fact)
				  : read_number(v, m->decl.type.kind, &f.fact.value)) ||
		!possible(m, &f.fact)))
		return wrong_value(r, f.need, v, m->whole);
	r->into->items[r->into->n++] = f;
	return ERR_OK;
}

static enum err_code
read_facts(const struct resolving *r, const struct jvalue *facts)
{
	enum err_code code = ERR_OK;

	for (uint32_t i = 0; i < facts->count && code == ERR_OK; i++)
		code = read_fact(r, &facts->items[i]);
	return code;
}

static enum err_code
read_entity(struct resolving *r, const struct jvalue *v)
{
	static const struct json_key keys[] = { { "id", J_BIT(J_NUMBER), true },
		{ "facts", J_BIT(J_OBJECT), true } };
	const struct jvalue *m[2];
	enum err_code code = json_members_of(v, keys, 2, m, &r->job->err);

	if (code == ERR_OK)
		code = json_int_of(m[0], 1, INT64_MAX, &r->entity, &r->job->err);
	return code == ERR_OK ? read_facts(r, m[1]) : code;
}

static enum err_code
read_grain(struct resolving *r, enum grain g, const struct jvalue *list)
{
	enum err_code code = ERR_OK;

	r->grain = g;
	r->of_entity = true;
	for (uint32_t i = 0; list != NULL && i < list->count && code == ERR_OK; i++)
		code = read_entity(r, &list->items[i]);
	return code;
}

static uint32_t
count_facts(const struct sim_ask *ask)
{
	uint32_t n = ask->facts != NULL ? ask->facts->count : 0;

	for (int g = 0; g < GRAIN_COUNT; g++) {
		const struct jvalue *list = ask->entities[g];

		for (uint32_t i = 0; list != NULL && i < list->count; i++)
			for (uint32_t k = 0; k < list->items[i].count; k++)
				n += list->items[i].items[k].count;
	}
	return n;
}

enum err_code
sim_facts_read(struct job *job, const struct sim_ask *ask, const struct scheme *s,
    struct arena *arena, struct sim_facts *ret)
{
	struct resolving r = { job, s, arena, ret, .grain = GRAIN_CONTRACT };
	uint32_t n = count_facts(ask);
	enum err_code code = ERR_OK;

	if (n > SIM_FACTS_MAX)
		return err_set(&job->err, E_LIMIT, "#", "facts", "1000", NULL);
	*ret = (struct sim_facts){ 0, arena_array(arena, n, sizeof(*ret->items)) };
	if (ask->facts != NULL)
		code = read_facts(&r, ask->facts);
	for (int g = GRAIN_CONTRACT + 1; g < GRAIN_COUNT && code == ERR_OK; g++)
		code = read_grain(&r, (enum grain)g, ask->entities[g]);
	return code;
}

/* ---- the table ---------------------------------------------------------------------- */

enum err_code
sim_fact_row(const struct sim_fact *f, const struct facts *facts, uint32_t i, uint32_t *ret,
    struct err *reterr)
{
	const struct fact_grid *g = &facts->grid[f->need->grain];
	char pointer[JSON_POINTER_MAX], id[24];

	for (uint32_t row = g->first[i]; row < g->first[i + 1]; row++) {
		if (f->of_entity && g->entity[row] != f->entity)
			continue;
		*ret = row;
		return ERR_OK;
	}
	(void)snprintf(id, sizeof(id), "%" PRId64, f->entity);
	json_pointer(f->at->parent->parent, pointer); /* the object with the id */
	return err_set(reterr, E_SIM_ENTITY, pointer, grain_name(f->need->grain), id, NULL);
}

enum err_code
sim_facts_put(const struct sim_facts *f, struct facts *facts, struct err *reterr)
{
	enum err_code code = ERR_OK;
	uint32_t row;

	for (uint32_t i = 0; i < facts->n; i++) {
		for (uint32_t k = 0; k < f->n && code == ERR_OK; k++) {
			code = sim_fact_row(&f->items[k], facts, i, &row, reterr);
			if (code == ERR_OK)
				fact_put(facts, f->items[k].need, row, &f->items[k].fact);
		}
	}
	return code;
}
