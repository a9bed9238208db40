/* What a simulation changes in one contract: total, grade, indicators, what stands beside the tree,
 * and decisions. */
#include "api/compare_json.h"
#include "api/doc_json.h"
#include "api/sim.h"

static void
write_total(struct json *j, const struct comparison *c, bool there)
{
	json_key(j, "score");
	json_object(j);
	json_dec_or_null(j, "before", there, c->score[BEFORE]);
	json_dec_or_null(j, "after", there, c->score[AFTER]);
	json_dec_or_null(j, "change", there, c->change);
	json_end(j);
}

static void
write_grade(struct json *j, const struct sim_pair *p, bool there)
{
	const struct result *r[SIDES] = { &p->before.result, &p->after.result };

	json_key(j, "grade");
	json_object(j);
	for (int side = 0; side < SIDES; side++) {
		json_key(j, side_names[side]);
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
		json_dec_or_null(j, side_names[side], c->applied[side] != NULL, c->points[side]);
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
	compared_decisions_json(j, c);
	json_end(j);
}
