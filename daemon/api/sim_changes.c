/* What a simulation changes in one contract: total, grade, indicators, what stands beside the tree,
 * and decisions. */
#include "api/doc_json.h"
#include "api/sim.h"

static const char *const sides[SIDES] = { "before", "after" };

static void
dec_or_null(struct json *j, const char *key, bool there, dec_t v)
{
	json_key(j, key);
	if (there)
		json_dec(j, v);
	else
		json_null(j);
}

static void
write_total(struct json *j, const struct comparison *c, bool there)
{
	json_key(j, "score");
	json_object(j);
	dec_or_null(j, "before", there, c->score[BEFORE]);
	dec_or_null(j, "after", there, c->score[AFTER]);
	dec_or_null(j, "change", there, c->change);
	json_end(j);
}

static void
write_grade(struct json *j, const struct sim_pair *p, bool there)
{
	const struct result *r[SIDES] = { &p->before.result, &p->after.result };

	json_key(j, "grade");
	json_object(j);
	for (int side = 0; side < SIDES; side++) {
		json_key(j, sides[side]);
		json_text_or_null(j, there ? compare_grade(r[side], 0) : TEXT(""));
	}
	json_key(j, "moved");
	json_bool(j, there && p->changes.grade_moved);
	json_end(j);
}

static void
write_cell(struct json *j, const char *key, const struct cell *c)
{
	json_key(j, key);
	if (c == NULL) {
		json_null(j);
		return;
	}
	json_object(j);
	json_key(j, "points");
	json_dec(j, c->points);
	json_key(j, "effective_weight");
	json_dec(j, c->effective_weight);
	json_key(j, "state");
	json_str(j, state_name((enum state)c->state));
	json_end(j);
}

static void
write_indicator(struct json *j, const struct sim_pair *p, const struct node_change *c)
{
	int side = c->node[BEFORE] >= 0 ? BEFORE : AFTER;
	const struct sim_side *of = side == BEFORE ? &p->before : &p->after;
	const struct node *node = &of->scheme->nodes[c->node[side]];

	json_object(j);
	json_key(j, "indicator");
	json_text(j, node->id);
	json_title(j, "title", node->title);
	json_key(j, "clause");
	json_text_or_null(j, node->clause);
	write_cell(j, "before", c->cell[BEFORE]);
	write_cell(j, "after", c->cell[AFTER]);
	json_key(j, "change");
	json_dec(j, c->points[AFTER] - c->points[BEFORE]);
	json_end(j);
}

static void
write_applied(struct json *j, const struct applied_change *c)
{
	const struct applied *a =
	    c->applied[BEFORE] != NULL ? c->applied[BEFORE] : c->applied[AFTER];

	json_object(j);
	json_key(j, "kind");
	json_str(j, applied_kind_name(c->kind));
	json_key(j, "id");
	json_text(j, *a->id);
	json_title(j, "title", *a->title);
	json_key(j, "clause");
	json_text_or_null(j, *a->clause);
	for (int side = 0; side < SIDES; side++)
		dec_or_null(j, sides[side], c->applied[side] != NULL, c->points[side]);
	json_end(j);
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
	dec_or_null(j, "amount", s->has_amount, s->amount);
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
		write_state(j, sides[side], &c->state[side]);
	json_end(j);
}

void
sim_changes_json(struct json *j, const struct sim_pair *p)
{
	const struct comparison *c = &p->changes;
	bool there = decide_has_score(&p->before.result, 0);

	json_key(j, "changes");
	json_object(j);
	write_total(j, c, there);
	write_grade(j, p, there);
	json_key(j, "indicators");
	json_array(j);
	for (uint32_t i = 0; there && i < c->n_nodes; i++)
		write_indicator(j, p, &c->nodes[i]);
	json_end(j);
	json_key(j, "applied");
	json_array(j);
	for (uint32_t i = 0; there && i < c->n_applied; i++)
		write_applied(j, &c->applied[i]);
	json_end(j);
	json_key(j, "decisions");
	json_array(j);
	for (uint32_t i = 0; i < c->n_decisions; i++)
		write_decision(j, &c->decisions[i]);
	json_end(j);
	json_end(j);
}
