/*
 * One leaf. What a scoring kind takes stands in kind_table; here stands under which key each
 * argument is written and what type it has.
 */
#include "rules/read_leaf.h"

#include <assert.h>
#include <stdio.h>

#include "rules/fn.h"

#define ARGS_MAX 8 /* keys below a kind's name */

static struct code *
code_of(struct leaf *leaf, const struct leaf_slot *s)
{
	return (struct code *)(void *)((char *)leaf + s->offset);
}

static bool
join(const struct rtype *a, const struct rtype *b)
{
	struct rtype pair[2] = { *a, *b }, ret;
	int why;

	return fn_find(TEXT(">="), true)->typing(pair, 2, &ret, &why);
}

static bool
is_amount(const struct rtype *t)
{
	return t->kind == VT_NUMBER || t->kind == VT_PERCENT || t->kind == VT_MONEY ||
	       t->kind == VT_DAYS;
}

/* A percent of the leaf's points, or so many points. */
static bool
is_loss(const struct rtype *t)
{
	return t->kind == VT_PERCENT || t->kind == VT_NUMBER;
}

static bool
wrong_type(struct scheme_builder *b, const struct ynode *n, const char *key, const char *want,
    const struct rtype *have)
{
	FAULT_AT(b, F_SLOT_TYPE, n, key, want, types_text(b->arena, have, 1));
	return false;
}

bool
leaf_like_basis(struct scheme_builder *b, const struct reading *r, const struct ynode *n,
    const char *key, const struct rtype *t)
{
	if (!r->basis_known || (is_amount(t) && join(&r->basis, t)))
		return true;
	return wrong_type(b, n, key, types_text(b->arena, &r->basis, 1), t);
}

static bool
type_ok(struct scheme_builder *b, const struct reading *r, const struct ynode *n,
    const struct leaf_slot *s, const struct rtype *t)
{
	const struct rtype *value = &r->leaf->value.type;
	struct rtype bool_type = { .kind = VT_BOOL }, percent = { .kind = VT_PERCENT };
	struct rtype number = { .kind = VT_NUMBER };
	const struct rtype losses[2] = { percent, number };

	switch (s->type) {
	case SLOT_AMOUNT:
		if (r->leaf->kind == KIND_FORMULA)
			return t->kind == VT_PERCENT ||
			       wrong_type(b, n, s->key, types_text(b->arena, &percent, 1), t);
		return is_amount(t) ||
		       wrong_type(b, n, s->key, types_text(b->arena, &number, 1), t);
	case SLOT_OF: /* counts of different things divide, money and days only by their like */
		if (r->leaf->value.count == 0 ||
		    (t->kind == VT_NUMBER && value->kind == VT_NUMBER) ||
		    (is_amount(t) && join(value, t)))
			return true;
		return wrong_type(b, n, s->key, types_text(b->arena, value, 1), t);
	case SLOT_BASIS:
		return leaf_like_basis(b, r, n, s->key, t);
	case SLOT_BOOL:
		return t->kind == VT_BOOL ||
		       wrong_type(b, n, s->key, types_text(b->arena, &bool_type, 1), t);
	case SLOT_PERCENT:
		return t->kind == VT_PERCENT ||
		       wrong_type(b, n, s->key, types_text(b->arena, &percent, 1), t);
	case SLOT_NUMBER:
		return t->kind == VT_NUMBER ||
		       wrong_type(b, n, s->key, types_text(b->arena, &number, 1), t);
	case SLOT_WEIGHT:
		return (is_amount(t) && t->kind != VT_PERCENT) ||
		       wrong_type(b, n, s->key, types_text(b->arena, &number, 1), t);
	case SLOT_LOSS:
		return is_loss(t) || wrong_type(b, n, s->key, types_text(b->arena, losses, 2), t);
	}
	return false;
}

/* A known share must lie within 0 and 100 %. */
static void
share_range(struct scheme_builder *b, const struct ynode *n, const char *key, const struct code *c)
{
	int64_t v;

	if (code_constant(b->s, c, &v) && (v < 0 || v > DEC_ONE))
		FAULT_AT(b, F_RANGE, n, n->text.ptr, key,
		    DIAG_BOTH("在 0% 至 100% 之间", "from 0% to 100%"));
}

void
leaf_share_code(struct scheme_builder *b, const struct reading *r, const struct ynode *n,
    const char *key, struct code *ret)
{
	const struct leaf_slot share = { .key = key, .kind = -1, .type = SLOT_PERCENT };

	if (expr_compile(b, n, r->leaf->grain, ret) && type_ok(b, r, n, &share, &ret->type))
		share_range(b, n, key, ret);
}

static const char *
grain_word(unsigned g)
{
	return grain_name((enum grain)g);
}

static const char *
combine_word(unsigned c)
{
	return combine_name((enum combine)c);
}

static const char *
kind_word(unsigned k)
{
	return kind_table[k].name;
}

static void
read_grain(struct scheme_builder *b, struct reading *r)
{
	const struct ynode *per = ynode_get(r->node, "per");
	const struct ynode *combine = ynode_get(r->node, "combine");
	unsigned word;

	r->leaf->grain = GRAIN_CONTRACT;
	if (per != NULL && read_word(b, per, "per", grain_word, GRAIN_STATION, GRAIN_PERSON, &word))
		r->leaf->grain = (enum grain)word;
	if (combine != NULL && read_choice(b, combine, "combine", combine_word, COMBINE_MEAN,
				   COMBINE_COUNT, &word, &r->leaf->combine))
		r->leaf->combine = (enum combine)word;
}

/* `pass`, or {ratio: {…}}. */
static bool
read_kind(struct scheme_builder *b, struct reading *r)
{
	const struct ynode *n = ynode_get(r->node, "score");
	const struct ynode *word;
	unsigned kind;

	r->score = n;
	if (n == NULL) {
		FAULT_AT(b, F_KEY_MISSING, r->node, "score", "indicators[]");
		return false;
	}
	if (n->kind == Y_SEQ || (n->kind == Y_MAP && n->count != 1)) {
		FAULT_AT(b, F_SCORE_FORM, n);
		return false;
	}
	word = n->kind == Y_MAP ? n->keys[0] : n;
	if (!read_word(b, word, "score", kind_word, 0, KIND_ID_COUNT, &kind))
		return false;
	r->leaf->kind = (enum kind_id)kind;
	if (n->kind == Y_MAP && !ynode_is_null(n->items[0]))
		r->args = n->items[0];
	return true;
}

/* Keys below the kind's name, as rows for the driver. */
static void
check_args(struct scheme_builder *b, struct reading *r)
{
	const struct leaf_list *list = leaf_list(r->leaf->kind);
	struct key_row rows[ARGS_MAX];
	char what[40];
	size_t n = 0;

	for (size_t i = 0; i < leaf_slot_count; i++)
		if (leaf_slots[i].kind == (int)r->leaf->kind)
			rows[n++] = (struct key_row){ leaf_slots[i].key, false, NULL };
	for (size_t i = 0; i < leaf_switch_count; i++)
		if (leaf_switches[i].kind == (int)r->leaf->kind)
			rows[n++] = (struct key_row){ leaf_switches[i].key, false, NULL };
	assert(n < ARGS_MAX);
	if (list != NULL)
		rows[n++] = (struct key_row){ list->key, false, NULL };
	snprintf(what, sizeof(what), "score.%s", kind_table[r->leaf->kind].name);
	if (r->args != NULL && !keys_read(b, r->args, what, rows, n, NULL))
		r->args = NULL;
}

static void
set_basis(struct reading *r)
{
	const struct leaf *leaf = r->leaf;

	/* a value or denominator with a fault of its own says nothing about the rest */
	r->basis_known = leaf->value.count > 0 && is_amount(&leaf->value.type) &&
			 (leaf->of.line == 0 || leaf->of.count > 0);
	r->basis = leaf->value.type;
	r->basis.share = false;
	if (leaf->of.count > 0)
		r->basis = (struct rtype){ .kind = VT_PERCENT, .unit = TEXT("") };
}

static struct code
share_part(struct scheme_builder *b, const struct code *value, enum opcode op)
{
	const struct need *need = &b->s->needs[value->ins[0].index];
	struct instr *ins = arena_alloc(b->arena, sizeof(*ins));
	struct code c = *value;
	struct buf out;

	*ins = value->ins[0];
	ins->op = (uint8_t)op;
	b->codes = arena_room(b->arena, b->codes, b->n_codes, &b->cap_codes, sizeof(*b->codes));
	b->codes[b->n_codes++] = (struct emitted){ ins, 1 };
	c.ins = ins;
	c.type = (struct rtype){ .kind = VT_NUMBER, .unit = need->metric->type.unit };
	buf_init(&out, CODE_TEXT_MAX + 64);
	buf_addf(
	    &out, "%s(%.*s)", op == OP_NUM ? "numerator" : "denominator", TEXT_ARG(need->source));
	c.source = text_dup(b->arena, (struct text){ out.data, out.len });
	buf_free(&out);
	return c;
}

/* I1: a share alone is compared by its two counts, never as a rounded quotient. */
static void
split_share(struct scheme_builder *b, struct reading *r)
{
	struct leaf *leaf = r->leaf;
	const struct code whole = leaf->value;

	if (whole.count != 1 || whole.ins[0].op != OP_FACT || !whole.type.share ||
	    ynode_get(r->node, "of") != NULL || !(kind_table[leaf->kind].takes & KA_OF))
		return;
	leaf->of = share_part(b, &whole, OP_DEN);
	leaf->value = share_part(b, &whole, OP_NUM);
}

static void
read_slot(struct scheme_builder *b, struct reading *r, const struct leaf_slot *s)
{
	const struct kind *kind = &kind_table[r->leaf->kind];
	const struct ynode *map = s->kind >= 0 ? r->args : r->node;
	const struct ynode *n = map != NULL ? ynode_get(map, s->key) : NULL;
	struct code *c = code_of(r->leaf, s);

	if (n == NULL || (s->kind >= 0 && s->kind != (int)r->leaf->kind))
		return;
	if (s->bit != 0 && !(kind->takes & s->bit)) {
		FAULT_AT(b, F_KIND_KEY, key_node(map, s->key), s->key, kind->name);
		return;
	}
	if (c->line != 0) {
		FAULT_AT(b, F_SLOT_TWICE, key_node(map, s->key), s->key, "target");
		return;
	}
	if (!expr_compile(b, n, r->leaf->grain, c))
		return;
	if (!type_ok(b, r, n, s, &c->type))
		return;
	if (c->type.kind == VT_PERCENT && (s->type == SLOT_PERCENT || s->type == SLOT_LOSS))
		share_range(b, n, s->key, c);
}

/* What the kind needs and neither the leaf nor its arguments say. */
static void
needed(struct scheme_builder *b, const struct reading *r)
{
	const struct kind *kind = &kind_table[r->leaf->kind];
	const struct leaf *leaf = r->leaf;
	const struct leaf_list *list = leaf_list(leaf->kind);
	bool listed = list != NULL && r->args != NULL && ynode_get(r->args, list->key) != NULL;

	for (unsigned bit = 1; bit <= kind->needs; bit <<= 1) {
		const struct leaf_slot *s = leaf_slot_of(leaf->kind, bit);

		if (!(kind->needs & bit) || s == NULL || leaf_code(leaf, s)->line != 0)
			continue;
		if (bit != KA_TARGET || !listed) /* points need no other end */
			FAULT_AT(b, F_KIND_NEEDS, r->score, s->key, kind->name);
	}
	if (leaf->kind != KIND_PASS || leaf->when.line != 0)
		return;
	if (leaf->value.line == 0)
		FAULT_AT(b, F_KIND_NEEDS, r->score, "when", kind->name);
	else if (leaf->target.line == 0)
		FAULT_AT(b, F_KIND_NEEDS, r->score, "target", kind->name);
}

/* Keys below the kind's name that only make sense together. */
static void
check_partners(struct scheme_builder *b, const struct reading *r)
{
	for (size_t i = 0; i < leaf_slot_count; i++) {
		const struct leaf_slot *s = &leaf_slots[i];

		if (s->with == NULL || s->kind != (int)r->leaf->kind || r->args == NULL)
			continue;
		if (ynode_get(r->args, s->key) != NULL && ynode_get(r->args, s->with) == NULL)
			FAULT_AT(b, F_COMBINE_ALONE, key_node(r->args, s->key), s->key, s->with);
	}
}

static void
check_weigh_by(struct scheme_builder *b, const struct reading *r)
{
	const struct combine_row *c = &combine_table[r->leaf->combine];
	bool given = ynode_get(r->node, "weigh_by") != NULL;

	if (given && !c->weighs)
		FAULT_AT(b, F_COMBINE_ALONE, key_node(r->node, "weigh_by"), "weigh_by",
		    combine_name(COMBINE_WEIGHTED_MEAN));
	if (c->weighs && !given)
		FAULT_AT(b, F_COMBINE_ALONE, ynode_get(r->node, "combine"), c->name, "weigh_by");
}

/* What an occurrence costs is above zero; its cap is in the same measure. */
static void
check_losses(struct scheme_builder *b, struct reading *r, dec_t weight)
{
	const struct leaf *leaf = r->leaf;
	int64_t each;

	if (leaf->each.count == 0)
		return;
	r->leaf->whole = leaf->each.type.kind == VT_PERCENT ? DEC_ONE : weight;
	if (code_constant(b->s, &leaf->each, &each) && each <= 0)
		FAULT_AT(b, F_RANGE, ynode_get(r->args, "each"), leaf->each.source.ptr, "each",
		    DIAG_BOTH("大于 0", "above 0"));
	if (leaf->cap.count > 0 && leaf->cap.type.kind != leaf->each.type.kind)
		wrong_type(b, ynode_get(r->args, "cap"), "cap",
		    types_text(b->arena, &leaf->each.type, 1), &leaf->cap.type);
}

static struct text
display_unit(const struct rtype *t)
{
	switch (t->kind) {
	case VT_PERCENT:
		return TEXT("%");
	case VT_MONEY:
		return TEXT("yuan");
	case VT_DAYS:
		return TEXT("days");
	default:
		return t->unit;
	}
}

struct leaf *
read_leaf(struct scheme_builder *b, const struct ynode *n, dec_t weight)
{
	struct leaf *leaf = arena_alloc(b->arena, sizeof(*leaf));
	struct reading r = { .node = n, .leaf = leaf };

	read_grain(b, &r);
	pairs_read(b, n, &leaf_keys);
	if (!read_kind(b, &r))
		return leaf;
	check_args(b, &r);
	for (size_t i = 0; i < leaf_slot_count; i++) {
		read_slot(b, &r, &leaf_slots[i]);
		if (leaf_slots[i].bit == KA_VALUE)
			split_share(b, &r);
		set_basis(&r);
	}
	if (kind_table[leaf->kind].single && ynode_get(n, "per") != NULL)
		FAULT_AT(b, F_KIND_KEY, key_node(n, "per"), "per", kind_table[leaf->kind].name);
	leaf_read_list(b, &r);
	needed(b, &r);
	check_partners(b, &r);
	check_weigh_by(b, &r);
	check_losses(b, &r, weight);
	leaf->unit = display_unit(&leaf->value.type);
	return leaf;
}

static void
mark_needs(const struct code *c, bool *used)
{
	for (uint16_t i = 0; i < c->count; i++)
		if (c->ins[i].op == OP_FACT || c->ins[i].op == OP_NUM || c->ins[i].op == OP_DEN)
			used[c->ins[i].index] = true;
}

void
leaf_needs(struct scheme_builder *b, struct leaf *leaf)
{
	bool used[SCHEME_NEEDS_MAX] = { false };

	for (size_t i = 0; i < leaf_slot_count; i++)
		mark_needs(code_of(leaf, &leaf_slots[i]), used);
	for (uint16_t i = 0; i < leaf->n_steps; i++) {
		mark_needs(&leaf->steps[i].bound, used);
		mark_needs(&leaf->steps[i].share, used);
	}
	leaf->needs = arena_array(b->arena, b->s->n_needs, sizeof(*leaf->needs));
	for (uint32_t i = 0; i < b->s->n_needs; i++)
		if (used[i])
			leaf->needs[leaf->n_needs++] = (uint16_t)i;
}
