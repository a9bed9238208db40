/* What was assumed, beside what it was. */
#include "api/doc_json.h"
#include "api/sim.h"

static void
write_fact_value(struct json *j, const char *key, const struct scheme *s, const struct need *n,
    const struct fact *f)
{
	static const struct rtype count = { .kind = VT_NUMBER };

	if (!n->metric->type.share || !f->known) {
		json_value(j, key, s, &n->metric->type, f->known, f->value);
		return;
	}
	json_key(j, key);
	json_object(j);
	json_value(j, "numerator", s, &count, true, f->value);
	json_value(j, "denominator", s, &count, true, f->of);
	json_end(j);
}

static void
write_fact(struct json *j, const struct scheme *s, const struct sim_fact *f,
    const struct facts *as_fetched)
{
	uint32_t row;

	json_object(j);
	json_key(j, "fact");
	json_text(j, f->need->source);
	json_key(j, "grain");
	json_str(j, grain_name(f->need->grain));
	json_key(j, "entity");
	if (f->of_entity)
		json_int(j, f->entity);
	else
		json_null(j);
	if (as_fetched != NULL && sim_fact_row(f, as_fetched, 0, &row, NULL) == ERR_OK) {
		struct fact was = fact_get(as_fetched, f->need, row);

		write_fact_value(j, "before", s, f->need, &was);
	}
	write_fact_value(j, "after", s, f->need, &f->fact);
	json_end(j);
}

static const struct param *
param_named(const struct scheme *s, struct text name)
{
	for (uint32_t i = 0; i < s->n_params; i++)
		if (text_eq(s->params[i].name, name))
			return &s->params[i];
	return NULL;
}

static void
write_param_value(
    struct json *j, const char *key, const struct scheme *s, struct text name, day_t as_of)
{
	const struct param *p = param_named(s, name);
	int64_t value = 0;
	bool known = p != NULL && param_at(p, as_of, &value);

	if (known) {
		json_value(j, key, s, &p->type, true, value);
	} else {
		json_key(j, key);
		json_null(j);
	}
}

void
sim_assumed_json(struct json *j, const struct sim *s, const struct facts *as_fetched)
{
	const struct jvalue *p = s->ask.parameters;
	const struct scheme *after = s->rules.scheme;

	json_key(j, "assumed");
	json_object(j);
	json_key(j, "facts");
	json_array(j);
	for (uint32_t i = 0; i < s->assumed.n; i++)
		write_fact(j, after, &s->assumed.items[i], as_fetched);
	json_end(j);
	json_key(j, "parameters");
	json_array(j);
	for (uint32_t i = 0; p != NULL && i < p->count; i++) {
		json_object(j);
		json_key(j, "name");
		json_text(j, p->items[i].key);
		write_param_value(j, "before", s->gs->scheme, p->items[i].key, s->ask.as_of);
		write_param_value(j, "after", after, p->items[i].key, s->ask.as_of);
		json_end(j);
	}
	json_end(j);
	json_key(j, "rules");
	json_str(j, !s->rules.own ? "loaded" : s->ask.scheme != NULL ? "draft" : "parameters");
	json_end(j);
}
