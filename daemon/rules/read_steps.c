/* Steps of bands and late_steps, points of a line: which keys they have stands in leaf_table.c. */
#include "rules/read_leaf.h"

#include <stdio.h>

struct step_reading {
	struct reading *r;
	const struct leaf_list *list;
	struct leaf_step *step;
	const struct ynode *bound, *share;
};

static void
step_bound(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct step_reading *t = into;

	t->bound = n;
	if (expr_compile(b, n, t->r->leaf->grain, &t->step->bound))
		leaf_like_basis(b, t->r, n, t->list->bound, &t->step->bound.type);
}

static void
step_share(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct step_reading *t = into;

	t->share = n;
	leaf_share_code(b, t->r, n, "share", &t->step->share);
}

static void
check_open(
    struct scheme_builder *b, const struct step_reading *t, const struct ynode *item, bool last)
{
	if (!t->list->last_open)
		return;
	if (last && t->bound != NULL)
		FAULT_AT(b, F_STEPS_OPEN, t->bound,
		    DIAG_BOTH("最后一档不能有界限", "The last step has no bound"));
	if (!last && t->bound == NULL)
		FAULT_AT(b, F_STEPS_OPEN, item,
		    DIAG_BOTH("只有最后一档可以没有界限", "Only the last step is open"));
}

static void
read_steps(struct scheme_builder *b, struct reading *r, const struct leaf_list *kind,
    const struct ynode *list)
{
	const struct key_row rows[] = { { kind->bound, !kind->last_open, step_bound },
		{ "share", true, step_share } };
	bool have_before = false;
	int64_t before = 0;

	r->leaf->steps = arena_array(b->arena, list->count, sizeof(*r->leaf->steps));
	for (uint32_t i = 0; i < list->count; i++) {
		struct step_reading t = {
			.r = r, .list = kind, .step = &r->leaf->steps[r->leaf->n_steps++]
		};
		char what[24];
		int64_t bound;

		snprintf(what, sizeof(what), "%s[]", kind->key);
		if (!keys_read(b, list->items[i], what, rows, COUNT_OF(rows), &t))
			continue;
		check_open(b, &t, list->items[i], i + 1 == list->count);
		if (t.bound == NULL || !code_constant(b->s, &t.step->bound, &bound))
			continue;
		if (have_before && bound <= before)
			FAULT_AT(b, F_STEPS_ORDER, t.bound);
		have_before = true;
		before = bound;
	}
}

static void
read_switches(struct scheme_builder *b, struct reading *r)
{
	r->leaf->inclusive = r->leaf->kind == KIND_BANDS;
	for (size_t i = 0; i < leaf_switch_count; i++) {
		const struct leaf_switch *s = &leaf_switches[i];
		const struct ynode *n = r->args != NULL ? ynode_get(r->args, s->key) : NULL;
		unsigned word;

		if (n == NULL || s->kind != (int)r->leaf->kind)
			continue;
		if (s->word == NULL)
			read_bool(b, n, s->key, &r->leaf->inclusive);
		else if (read_choice(
			     b, n, s->key, s->word, 0, s->words, &word, &r->leaf->inclusive))
			r->leaf->inclusive = word == 1;
	}
}

/* A line has its points, or its two ends. */
static void
refuse_ends(struct scheme_builder *b, const struct reading *r, const char *list)
{
	static const unsigned ends[] = { KA_FLOOR, KA_TARGET };

	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		const struct leaf_slot *s = leaf_slot_of(r->leaf->kind, ends[i]);

		if (leaf_code(r->leaf, s)->line != 0)
			FAULT_AT(b, F_SLOT_TWICE, key_node(r->args, list), list, s->key);
	}
}

void
leaf_read_list(struct scheme_builder *b, struct reading *r)
{
	const struct kind *kind = &kind_table[r->leaf->kind];
	const struct leaf_list *list = leaf_list(r->leaf->kind);
	const struct ynode *n =
	    list != NULL && r->args != NULL ? ynode_get(r->args, list->key) : NULL;
	char most[8];

	if (list == NULL || (n == NULL && list->alternative))
		return;
	if (!list->alternative)
		read_switches(b, r);
	else
		refuse_ends(b, r, list->key);
	snprintf(most, sizeof(most), "%d", KIND_STEPS_MAX);
	if (n == NULL || (n->kind == Y_SEQ && n->count < list->least))
		FAULT_AT(b, F_KIND_NEEDS, r->score, list->key, kind->name);
	else if (n->kind == Y_SEQ && n->count > KIND_STEPS_MAX)
		FAULT_AT(b, F_LIMIT, n, list->key, most);
	else if (read_list(b, n, list->key))
		read_steps(b, r, list, n);
}
