/*
 * Why a score is what it is (I4): formulas with the contract's numbers, points lost.
 */
#include <stddef.h>

#include "engine/engine_internal.h"
#include "rules/leaf_table.h"
#include "rules/print.h"

static bool
day_value(day_t day, int64_t *ret)
{
	if (!date_ok(day))
		return false;
	*ret = day * DEC_ONE;
	return true;
}

static bool
env_value(const struct filling *f, uint16_t name, int64_t *ret)
{
	const struct facts *facts = f->r->facts;

	switch ((enum env_name)name) {
	case ENV_AS_OF:
		return day_value(f->r->as_of, ret);
	case ENV_SINCE:
		return facts->found[f->contract] && day_value(facts->since[f->contract], ret);
	case ENV_UNTIL:
		return facts->found[f->contract] && day_value(facts->until[f->contract], ret);
	case ENV_SCORE:
		*ret = f->env != NULL ? f->env->score : 0;
		return f->env != NULL && f->env->has_score;
	case ENV_DAYS_LATE:
		*ret = f->env != NULL ? f->env->days_late * DEC_ONE : 0;
		return f->env != NULL;
	case ENV_DUE:
		return f->env != NULL && day_value(f->env->due, ret);
	case ENV_MET_ON:
		return f->env != NULL && day_value(f->env->met_on, ret);
	case ENV_COUNT:
		break;
	}
	return false;
}

/* Points are out of the total; a share is the fraction of the indicator's own weight. */
static bool
node_value(const struct filling *f, enum opcode op, uint16_t node, int64_t *ret)
{
	const struct result *r = f->r;
	const struct cell *c = &r->cells[(size_t)node * r->n + f->contract];

	if (!c->active || (c->effective_weight == 0 && r->scheme->nodes[node].weight > 0))
		return false;
	*ret =
	    op == OP_POINTS ? c->points : (c->frac + FRAC_ONE / DEC_ONE / 2) / (FRAC_ONE / DEC_ONE);
	return true;
}

bool
filling_value(const void *ctx, const struct instr *ins, int64_t *ret)
{
	const struct filling *f = ctx;
	const struct scheme *s = f->r->scheme;

	switch ((enum opcode)ins->op) {
	case OP_CONST:
		*ret = s->constants[ins->index];
		return true;
	case OP_PARAM:
		return param_at(&s->params[ins->index], f->r->as_of, ret);
	case OP_ENV:
		return env_value(f, ins->index, ret);
	case OP_POINTS:
	case OP_NODE_SHARE:
		return node_value(f, (enum opcode)ins->op, ins->index, ret);
	case OP_FACT:
	case OP_NUM:
	case OP_DEN:
		return fact_at(f->r->facts, &s->needs[ins->index], (enum opcode)ins->op,
		    f->contract, f->row, ret);
	case OP_MISSING:
	case OP_CALL:
	case OP_TABLE:
		break;
	}
	return false;
}

static const struct {
	const char *name;
	size_t offset;
} told[EXPLAIN_COUNT] = {
	[EXPLAIN_VALUE] = { "value", offsetof(struct leaf, value) },
	[EXPLAIN_OF] = { "of", offsetof(struct leaf, of) },
	[EXPLAIN_TARGET] = { "target", offsetof(struct leaf, target) },
	[EXPLAIN_WHEN] = { "when", offsetof(struct leaf, when) },
	[EXPLAIN_EACH] = { "each", offsetof(struct leaf, each) },
	[EXPLAIN_CAP] = { "cap", offsetof(struct leaf, cap) },
	[EXPLAIN_CRITICAL] = { "critical", offsetof(struct leaf, critical) },
	[EXPLAIN_WITHIN] = { "within", offsetof(struct leaf, within) },
	[EXPLAIN_WEIGH_BY] = { "weigh_by", offsetof(struct leaf, weigh_by) },
};

const char *
explain_name(enum explain_what what)
{
	return told[what].name;
}

/* The most there is anyway: says nothing. */
static bool
is_whole(const struct scheme *s, const struct code *c)
{
	return c->count == 1 && c->ins[0].op == OP_CONST && c->type.kind == VT_PERCENT &&
	       s->constants[c->ins[0].index] >= DEC_ONE;
}

const struct code *
explain_code(const struct scheme *s, const struct leaf *l, enum explain_what what)
{
	static const struct code none;
	const struct code *c = (const void *)((const char *)l + told[what].offset);

	return what == EXPLAIN_CAP && is_whole(s, c) ? &none : c;
}

void
explain_formula(const struct result *r, uint32_t node, uint32_t contract, int64_t row,
    enum explain_what what, bool filled, struct buf *out)
{
	const struct leaf *l = r->scheme->nodes[node].leaf;
	struct filling filling = { r, contract, row, NULL };
	struct code_values values = { &filling, filling_value };
	const struct code *code = l == NULL ? NULL : explain_code(r->scheme, l, what);

	if (code != NULL && code->count > 0)
		code_print(r->scheme, code, filled ? &values : NULL, out);
}

void
explain_say(const struct result *r, uint32_t contract, int64_t row, const struct code *c,
    bool filled, enum lang lang, struct buf *out)
{
	struct filling filling = { r, contract, row, NULL };
	struct code_values values = { &filling, filling_value };

	code_say(r->scheme, c, &values, filled, lang, out);
}

static uint32_t
add_unset(const struct result *r, const struct code *c, uint32_t *params, uint32_t n, uint32_t max)
{
	int64_t v;

	for (uint16_t i = 0; i < c->count && n < max; i++) {
		uint32_t param = c->ins[i].index, k = 0;

		if (c->ins[i].op != OP_PARAM || param_at(&r->scheme->params[param], r->as_of, &v))
			continue;
		while (k < n && params[k] != param)
			k++;
		params[n] = param;
		n += k == n;
	}
	return n;
}

uint32_t
explain_unset(const struct result *r, uint32_t node, uint32_t *params, uint32_t max)
{
	const struct leaf *l = r->scheme->nodes[node].leaf;
	uint32_t n = 0;

	for (size_t k = 0; k < leaf_slot_count; k++)
		if (!leaf_slots[k].shown)
			n = add_unset(r, leaf_code(l, &leaf_slots[k]), params, n, max);
	for (uint16_t k = 0; k < l->n_steps; k++) {
		n = add_unset(r, &l->steps[k].bound, params, n, max);
		n = add_unset(r, &l->steps[k].share, params, n, max);
	}
	return n;
}

enum eval_outcome
engine_value(
    const struct result *r, const struct code *c, uint32_t contract, int64_t row, int64_t *ret)
{
	struct filling filling = { r, contract, row, NULL };
	struct code_values values = { &filling, filling_value };

	return code_eval(r->scheme, c, &values, ret);
}

dec_t
explain_parts(const struct result *r, uint32_t group, uint32_t contract)
{
	const struct node *nodes = r->scheme->nodes;
	dec_t sum = 0;

	for (uint32_t c = group + 1; c < group + nodes[group].size; c += nodes[c].size)
		sum += r->cells[(size_t)c * r->n + contract].points;
	return sum;
}

/* A leaf's own loss; of a group what its own rounding or cap takes from its parts. */
static dec_t
lost_at(const struct result *r, uint32_t node, uint32_t contract)
{
	const struct cell *c = &r->cells[(size_t)node * r->n + contract];

	if (r->scheme->nodes[node].leaf != NULL)
		return c->effective_weight - c->points;
	return r->scheme->nodes[node].limited ? explain_parts(r, node, contract) - c->points : 0;
}

uint32_t
explain_lost(const struct result *r, uint32_t contract, struct lost *out, uint32_t max)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->scheme->n_nodes && max > 0; i++) {
		dec_t points = lost_at(r, i, contract);
		uint32_t k;

		if (points <= 0)
			continue;
		if (n == max && out[n - 1].points >= points)
			continue;
		for (k = n < max ? n++ : n - 1; k > 0 && out[k - 1].points < points; k--)
			out[k] = out[k - 1];
		out[k] = (struct lost){ i, points };
	}
	return n;
}

const char *
applied_kind_name(enum applied_kind k)
{
	static const char *const names[] = { [APPLIED_ITEM] = "item",
		[APPLIED_GROUP] = "group",
		[APPLIED_CAP] = "cap",
		[APPLIED_BONUS] = "bonus" };

	return names[k];
}
