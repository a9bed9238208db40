/*
 * One leaf. What a scoring kind takes stands in kind_table; here stands under which key each
 * argument is written and what type it has.
 */
#include "rules/read_keys.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "rules/fn.h"

struct reading {
	const struct ynode *node, *score, *args; /* args: map below the kind's name, or NULL */
	struct leaf *leaf;
	struct rtype basis; /* what targets and bounds are compared with */
	bool basis_known;
};

enum slot_type { SLOT_AMOUNT, SLOT_OF, SLOT_BASIS, SLOT_BOOL, SLOT_PERCENT, SLOT_NUMBER };

/* Rows in the order of reading: value and of give the type of the rest. */
struct slot {
	const char *key;
	int kind;      /* enum kind_id when the key stands below the kind's name, else -1 */
	unsigned bit;  /* KA_*, 0: any leaf may have it */
	size_t offset; /* of its code in struct leaf */
	enum slot_type type;
};

#define SLOT(key, kind, bit, field, type)                          \
	{                                                          \
		key, kind, bit, offsetof(struct leaf, field), type \
	}

static const struct slot slots[] = {
	SLOT("value", -1, KA_VALUE, value, SLOT_AMOUNT),
	SLOT("of", -1, KA_OF, of, SLOT_OF),
	SLOT("target", -1, KA_TARGET, target, SLOT_BASIS),
	SLOT("when", -1, KA_WHEN, when, SLOT_BOOL),
	SLOT("applies", -1, 0, applies, SLOT_BOOL),
	SLOT("sample", -1, 0, sample, SLOT_NUMBER),
	SLOT("sample_min", -1, 0, sample_min, SLOT_NUMBER),
	SLOT("cap", KIND_RATIO, KA_CAP, cap, SLOT_PERCENT),
	SLOT("from", KIND_LINEAR, KA_FLOOR, floor, SLOT_BASIS),
	SLOT("to", KIND_LINEAR, KA_TARGET, target, SLOT_BASIS),
	SLOT("max", KIND_RUBRIC, KA_TARGET, target, SLOT_BASIS),
};

/* Keys below the kind's name that are no slots. */
static const struct {
	const char *key;
	int kind;
} others[] = {
	{ "inclusive", KIND_BANDS },
	{ "steps", KIND_BANDS },
	{ "compare", KIND_LATE_STEPS },
	{ "steps", KIND_LATE_STEPS },
};

const char *const leaf_keys[] = { "per", "combine", "value", "of", "target", "when", "applies",
	"sample", "sample_min", "score" };
const size_t leaf_key_count = COUNT_OF(leaf_keys);

static struct code *
code_of(struct leaf *leaf, const struct slot *s)
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

static bool
wrong_type(struct scheme_builder *b, const struct ynode *n, const char *key, const char *want,
    const struct rtype *have)
{
	FAULT_AT(b, F_SLOT_TYPE, n, key, want, types_text(b->arena, have, 1));
	return false;
}

static bool
like_basis(struct scheme_builder *b, const struct reading *r, const struct ynode *n,
    const char *key, const struct rtype *t)
{
	if (!r->basis_known || (is_amount(t) && join(&r->basis, t)))
		return true;
	return wrong_type(b, n, key, types_text(b->arena, &r->basis, 1), t);
}

static bool
type_ok(struct scheme_builder *b, const struct reading *r, const struct ynode *n,
    const struct slot *s, const struct rtype *t)
{
	const struct rtype *value = &r->leaf->value.type;
	struct rtype bool_type = { .kind = VT_BOOL }, percent = { .kind = VT_PERCENT };
	struct rtype number = { .kind = VT_NUMBER };

	switch (s->type) {
	case SLOT_AMOUNT:
		return is_amount(t) ||
		       wrong_type(b, n, s->key, types_text(b->arena, &number, 1), t);
	case SLOT_OF: /* counts of different things divide, money and days only by their like */
		if (r->leaf->value.count == 0 ||
		    (t->kind == VT_NUMBER && value->kind == VT_NUMBER) ||
		    (is_amount(t) && join(value, t)))
			return true;
		return wrong_type(b, n, s->key, types_text(b->arena, value, 1), t);
	case SLOT_BASIS:
		return like_basis(b, r, n, s->key, t);
	case SLOT_BOOL:
		return t->kind == VT_BOOL ||
		       wrong_type(b, n, s->key, types_text(b->arena, &bool_type, 1), t);
	case SLOT_PERCENT:
		return t->kind == VT_PERCENT ||
		       wrong_type(b, n, s->key, types_text(b->arena, &percent, 1), t);
	case SLOT_NUMBER:
		return t->kind == VT_NUMBER ||
		       wrong_type(b, n, s->key, types_text(b->arena, &number, 1), t);
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

static const char *
compare_word(unsigned c)
{
	return c == 0 ? "gt" : "ge";
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
	if (combine != NULL &&
	    read_word(b, combine, "combine", combine_word, COMBINE_MEAN, COMBINE_COUNT, &word))
		r->leaf->combine = (enum combine)word;
	if (per == NULL && combine != NULL)
		FAULT_AT(b, F_COMBINE_ALONE, key_node(r->node, "combine"), "combine", "per");
	if (per != NULL && combine == NULL)
		FAULT_AT(b, F_COMBINE_ALONE, key_node(r->node, "per"), "per", "combine");
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
	struct key_row rows[COUNT_OF(slots) + COUNT_OF(others)];
	char what[40];
	size_t n = 0;

	for (size_t i = 0; i < COUNT_OF(slots); i++)
		if (slots[i].kind == (int)r->leaf->kind)
			rows[n++] = (struct key_row){ slots[i].key, false, NULL };
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (others[i].kind == (int)r->leaf->kind)
			rows[n++] = (struct key_row){ others[i].key, false, NULL };
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
	b->codes = build_room(b->arena, b->codes, b->n_codes, &b->cap_codes, sizeof(*b->codes));
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
read_slot(struct scheme_builder *b, struct reading *r, const struct slot *s)
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
	if (s->type == SLOT_PERCENT)
		share_range(b, n, s->key, c);
}

static void
needed(struct scheme_builder *b, const struct reading *r)
{
	const struct kind *kind = &kind_table[r->leaf->kind];
	const struct leaf *leaf = r->leaf;

	for (size_t i = 0; i < COUNT_OF(slots); i++) {
		const struct slot *s = &slots[i];
		const char *key = s->key;

		if (!(kind->needs & s->bit) || code_of(r->leaf, s)->line != 0)
			continue;
		if (s->kind >= 0 && s->kind != (int)leaf->kind)
			continue;
		if (s->kind < 0 && s->bit == KA_TARGET && leaf->kind == KIND_LINEAR)
			continue; /* said under its own word `to` */
		if (s->kind < 0 && s->bit == KA_TARGET && leaf->kind == KIND_RUBRIC)
			continue; /* `max` */
		FAULT_AT(b, F_KIND_NEEDS, r->score, key, kind->name);
	}
	if (leaf->kind != KIND_PASS || leaf->when.line != 0)
		return;
	if (leaf->value.line == 0)
		FAULT_AT(b, F_KIND_NEEDS, r->score, "when", kind->name);
	else if (leaf->target.line == 0)
		FAULT_AT(b, F_KIND_NEEDS, r->score, "target", kind->name);
}

struct step_reading {
	struct reading *r;
	struct leaf_step *step;
	const struct ynode *bound, *share;
};

static void
step_bound(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct step_reading *t = into;
	const char *key = t->r->leaf->kind == KIND_BANDS ? "up_to" : "after";

	t->bound = n;
	if (expr_compile(b, n, t->r->leaf->grain, &t->step->bound))
		like_basis(b, t->r, n, key, &t->step->bound.type);
}

static void
step_share(struct scheme_builder *b, const struct ynode *n, void *into)
{
	static const struct slot share = { "share", -1, 0, 0, SLOT_PERCENT };
	struct step_reading *t = into;

	t->share = n;
	if (expr_compile(b, n, t->r->leaf->grain, &t->step->share) &&
	    type_ok(b, t->r, n, &share, &t->step->share.type))
		share_range(b, n, "share", &t->step->share);
}

static void
read_steps(struct scheme_builder *b, struct reading *r, const struct ynode *list)
{
	bool bands = r->leaf->kind == KIND_BANDS;
	const struct key_row rows[] = { { bands ? "up_to" : "after", !bands, step_bound },
		{ "share", true, step_share } };
	bool have_before = false;
	int64_t before = 0;

	r->leaf->steps = arena_array(b->arena, list->count, sizeof(*r->leaf->steps));
	for (uint32_t i = 0; i < list->count; i++) {
		struct step_reading t = { .r = r, .step = &r->leaf->steps[r->leaf->n_steps++] };
		bool last = i + 1 == list->count;
		int64_t bound;

		if (!keys_read(b, list->items[i], "steps[]", rows, COUNT_OF(rows), &t))
			continue;
		if (bands && last && t.bound != NULL)
			FAULT_AT(b, F_STEPS_OPEN, t.bound,
			    DIAG_BOTH("最后一档不能有界限", "The last step has no bound"));
		if (bands && !last && t.bound == NULL)
			FAULT_AT(b, F_STEPS_OPEN, list->items[i],
			    DIAG_BOTH("只有最后一档可以没有界限", "Only the last step is open"));
		if (t.bound == NULL || !code_constant(b->s, &t.step->bound, &bound))
			continue;
		if (have_before && bound <= before)
			FAULT_AT(b, F_STEPS_ORDER, t.bound);
		have_before = true;
		before = bound;
	}
}

static void
read_step_args(struct scheme_builder *b, struct reading *r)
{
	const struct kind *kind = &kind_table[r->leaf->kind];
	const struct ynode *steps = r->args != NULL ? ynode_get(r->args, "steps") : NULL;
	const struct ynode *n;
	unsigned word;

	if (!(kind->takes & KA_STEPS))
		return;
	r->leaf->inclusive = r->leaf->kind == KIND_BANDS;
	n = r->args != NULL ? ynode_get(r->args, "inclusive") : NULL;
	if (n != NULL)
		read_bool(b, n, "inclusive", &r->leaf->inclusive);
	n = r->args != NULL ? ynode_get(r->args, "compare") : NULL;
	if (n != NULL && read_word(b, n, "compare", compare_word, 0, 2, &word))
		r->leaf->inclusive = word == 1;
	if (steps == NULL || (steps->kind == Y_SEQ && steps->count == 0))
		FAULT_AT(b, F_KIND_NEEDS, r->score, "steps", kind->name);
	else if (steps->kind == Y_SEQ && steps->count > KIND_STEPS_MAX)
		FAULT_AT(b, F_LIMIT, steps, "steps", "32");
	else if (read_list(b, steps, "steps"))
		read_steps(b, r, steps);
}

static void
check_sample(struct scheme_builder *b, const struct reading *r)
{
	const struct leaf *leaf = r->leaf;
	bool sample = leaf->sample.line != 0, least = leaf->sample_min.line != 0;
	const char *have = sample ? "sample" : "sample_min";
	const char *lack = sample ? "sample_min" : "sample";

	if (sample != least)
		FAULT_AT(b, F_COMBINE_ALONE, key_node(r->node, have), have, lack);
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
read_leaf(struct scheme_builder *b, const struct ynode *n)
{
	struct leaf *leaf = arena_alloc(b->arena, sizeof(*leaf));
	struct reading r = { .node = n, .leaf = leaf };

	read_grain(b, &r);
	if (!read_kind(b, &r))
		return leaf;
	check_args(b, &r);
	for (size_t i = 0; i < COUNT_OF(slots); i++) {
		read_slot(b, &r, &slots[i]);
		if (slots[i].bit == KA_VALUE)
			split_share(b, &r);
		set_basis(&r);
	}
	read_step_args(b, &r);
	needed(b, &r);
	check_sample(b, &r);
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

	for (size_t i = 0; i < COUNT_OF(slots); i++)
		mark_needs(code_of(leaf, &slots[i]), used);
	for (uint16_t i = 0; i < leaf->n_steps; i++) {
		mark_needs(&leaf->steps[i].bound, used);
		mark_needs(&leaf->steps[i].share, used);
	}
	leaf->needs = arena_array(b->arena, b->s->n_needs, sizeof(*leaf->needs));
	for (uint32_t i = 0; i < b->s->n_needs; i++)
		if (used[i])
			leaf->needs[leaf->n_needs++] = (uint16_t)i;
}
