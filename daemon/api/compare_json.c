#include "api/compare_json.h"

#include "api/doc_json.h"

const char *const side_names[SIDES] = { "before", "after" };

void
json_dec_or_null(struct json *j, const char *key, bool there, dec_t v)
{
	json_key(j, key);
	if (there)
		json_dec(j, v);
	else
		json_null(j);
}

static void
write_state(struct json *j, const char *key, const struct decision_state *s)
{
	json_key(j, key);
	if (!s->there) {
		json_null(j);
		return;
	}
	json_object(j);
	json_key(j, "state");
	json_str(j, s->state);
	json_dec_or_null(j, "amount", s->has_amount, s->amount);
	json_key(j, "on");
	json_day(j, s->day);
	json_key(j, "days_late");
	json_int(j, s->days_late);
	json_end(j);
}

static void
write_entity(struct json *j, const struct decision_change *c)
{
	json_key(j, "entity");
	if (c->entity == 0) {
		json_null(j);
		return;
	}
	json_object(j);
	json_key(j, "id");
	json_int(j, c->entity);
	json_key(j, "name");
	json_text(j, c->entity_name);
	json_end(j);
}

static void
write_decision(struct json *j, const struct decision_change *c)
{
	json_object(j);
	json_key(j, "kind");
	json_str(j, decision_kind_name(c->kind));
	json_key(j, "id");
	json_text(j, c->id);
	json_title(j, "title", *c->title);
	json_key(j, "clause");
	json_text_or_null(j, c->clause);
	write_entity(j, c);
	for (int side = 0; side < SIDES; side++)
		write_state(j, side_names[side], &c->state[side]);
	json_end(j);
}

void
compared_decisions_json(struct json *j, const struct comparison *c)
{
	json_key(j, "decisions");
	json_array(j);
	for (uint32_t i = 0; i < c->n_decisions; i++)
		write_decision(j, &c->decisions[i]);
	json_end(j);
}
