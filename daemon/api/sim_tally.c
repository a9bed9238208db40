#include "api/sim_tally.h"

#include <stdlib.h>

#include "api/doc_json.h"

struct node_tally {
	const struct node *node;
	uint32_t place; /* in the trees, the second behind the first */
	uint32_t contracts;
	dec_t gained, lost;
};

struct decision_tally {
	struct decision_change about; /* of the first */
	uint64_t last;                /* contract that changed it last, from 1 */
	uint32_t contracts, changes, new, gone;
	dec_t amount; /* after less before */
};

struct sim_tally {
	struct arena *arena;
	uint32_t n_before, n_nodes, n_decisions, cap_decisions;
	struct node_tally *nodes;
	struct decision_tally *decisions;
	uint64_t contracts;
	bool overflow;
};

struct sim_tally *
sim_tally_new(struct arena *arena, const struct scheme *before, const struct scheme *after)
{
	struct sim_tally *t = arena_alloc(arena, sizeof(*t));

	t->arena = arena;
	t->n_before = before->n_nodes;
	t->n_nodes = before->n_nodes + after->n_nodes;
	t->nodes = arena_array(arena, t->n_nodes, sizeof(*t->nodes));
	for (uint32_t i = 0; i < t->n_nodes; i++)
		t->nodes[i] = (struct node_tally){ .place = i,
			.node =
			    i < t->n_before ? &before->nodes[i] : &after->nodes[i - t->n_before] };
	return t;
}

static void
add_to(struct sim_tally *t, dec_t *sum, dec_t v)
{
	t->overflow |= !dec_add(*sum, v, sum);
}

static void
add_node(struct sim_tally *t, const struct node_change *c)
{
	uint32_t at = c->node[BEFORE] >= 0 ? (uint32_t)c->node[BEFORE]
					   : t->n_before + (uint32_t)c->node[AFTER];
	dec_t change = c->points[AFTER] - c->points[BEFORE];

	if (change == 0)
		return;
	t->nodes[at].contracts++;
	add_to(t, change > 0 ? &t->nodes[at].gained : &t->nodes[at].lost,
	    change > 0 ? change : -change);
}

static struct decision_tally *
tally_of(struct sim_tally *t, const struct decision_change *c)
{
	for (uint32_t i = 0; i < t->n_decisions; i++)
		if (t->decisions[i].about.kind == c->kind &&
		    text_eq(t->decisions[i].about.id, c->id))
			return &t->decisions[i];
	t->decisions = arena_room(
	    t->arena, t->decisions, t->n_decisions, &t->cap_decisions, sizeof(*t->decisions));
	t->decisions[t->n_decisions] = (struct decision_tally){ .about = *c };
	return &t->decisions[t->n_decisions++];
}

static void
add_decision(struct sim_tally *t, const struct decision_change *c)
{
	struct decision_tally *d = tally_of(t, c);

	d->changes++;
	d->contracts += d->last != t->contracts;
	d->last = t->contracts;
	d->new += !c->state[BEFORE].there;
	d->gone += !c->state[AFTER].there;
	add_to(t, &d->amount, c->state[AFTER].has_amount ? c->state[AFTER].amount : 0);
	add_to(t, &d->amount, c->state[BEFORE].has_amount ? -c->state[BEFORE].amount : 0);
}

void
sim_tally_add(struct sim_tally *t, const struct comparison *c)
{
	t->contracts++;
	for (uint32_t i = 0; i < c->n_nodes; i++)
		add_node(t, &c->nodes[i]);
	for (uint32_t i = 0; i < c->n_decisions; i++)
		add_decision(t, &c->decisions[i]);
}

static int
by_moved(const void *a, const void *b)
{
	const struct node_tally *x = a;
	const struct node_tally *y = b;
	dec_t dx = x->gained + x->lost, dy = y->gained + y->lost;

	if (dx != dy)
		return dx > dy ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

static int
by_kind(const void *a, const void *b)
{
	const struct decision_change *x = &((const struct decision_tally *)a)->about;
	const struct decision_change *y = &((const struct decision_tally *)b)->about;

	return x->kind != y->kind ? (x->kind > y->kind ? 1 : -1) : text_cmp(x->id, y->id);
}

static void
write_head(struct json *j, const char *key, struct text id, struct title title, struct text clause)
{
	json_object(j);
	json_key(j, key);
	json_text(j, id);
	json_title(j, "title", title);
	json_key(j, "clause");
	json_text_or_null(j, clause);
}

static void
write_count(struct json *j, const char *key, uint32_t n)
{
	json_key(j, key);
	json_int(j, n);
}

static void
write_sum(struct json *j, const char *key, dec_t v)
{
	json_key(j, key);
	json_dec(j, v);
}

static void
write_nodes(struct json *j, const struct sim_tally *t)
{
	qsort(t->nodes, t->n_nodes, sizeof(*t->nodes), by_moved);
	json_key(j, "indicators");
	json_array(j);
	for (uint32_t i = 0; i < t->n_nodes && t->nodes[i].contracts > 0; i++) {
		const struct node_tally *n = &t->nodes[i];

		write_head(j, "indicator", n->node->id, n->node->title, n->node->clause);
		write_count(j, "contracts", n->contracts);
		write_sum(j, "gained", n->gained);
		write_sum(j, "lost", n->lost);
		json_end(j);
	}
	json_end(j);
}

static void
write_decisions(struct json *j, const struct sim_tally *t)
{
	json_key(j, "decisions");
	json_array(j);
	if (t->n_decisions > 1)
		qsort(t->decisions, t->n_decisions, sizeof(*t->decisions), by_kind);
	for (uint32_t i = 0; i < t->n_decisions; i++) {
		const struct decision_tally *d = &t->decisions[i];

		write_head(j, "id", d->about.id, *d->about.title, d->about.clause);
		json_key(j, "kind");
		json_str(j, decision_kind_name(d->about.kind));
		write_count(j, "contracts", d->contracts);
		write_count(j, "changes", d->changes);
		write_count(j, "new", d->new);
		write_count(j, "gone", d->gone);
		write_sum(j, "amount_change", d->amount);
		json_end(j);
	}
	json_end(j);
}

enum err_code
sim_tally_json(struct json *j, const struct sim_tally *t, bool decisions, struct err *reterr)
{
	write_nodes(j, t);
	if (decisions) {
		write_decisions(j, t);
	} else {
		json_key(j, "decisions");
		json_null(j);
	}
	return t->overflow ? err_set(reterr, E_OVERFLOW, "", "sum", NULL) : ERR_OK;
}
