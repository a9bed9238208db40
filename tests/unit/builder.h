/*
 * Schemes built by hand, for tests of the floors below and above the compiler: expressions are
 * written in postfix, nodes in pre-order with their depth. Everything lives in one arena.
 */
#ifndef TESTS_BUILDER_H
#define TESTS_BUILDER_H

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "engine/engine.h"
#include "rules/fn.h"

#define POINTS(x) ((dec_t)((x)*DEC_ONE))
#define NONE INT64_MIN /* a missing fact */

struct op {
	enum opcode op;
	uint8_t argc;
	int64_t arg;
	const char *fn;
};

#define CONST(v)                       \
	{                              \
		OP_CONST, 0, (v), NULL \
	}
#define NUM(x)                                 \
	{                                      \
		OP_CONST, 0, (x)*DEC_ONE, NULL \
	}
#define PARAM(i)                       \
	{                              \
		OP_PARAM, 0, (i), NULL \
	}
#define FACT(i)                       \
	{                             \
		OP_FACT, 0, (i), NULL \
	}
#define NUMERATOR(i)                 \
	{                            \
		OP_NUM, 0, (i), NULL \
	}
#define DENOMINATOR(i)               \
	{                            \
		OP_DEN, 0, (i), NULL \
	}
#define ENV(i)                       \
	{                            \
		OP_ENV, 0, (i), NULL \
	}
#define OPERATOR(name)              \
	{                           \
		OP_CALL, 2, 1, name \
	}
#define CALL(name, n)                 \
	{                             \
		OP_CALL, (n), 0, name \
	}
#define EXPR(b, ...)                                  \
	build_code((b), (struct op[]){ __VA_ARGS__ }, \
	    sizeof((struct op[]){ __VA_ARGS__ }) / sizeof(struct op))

struct builder {
	struct arena *arena;
	struct scheme s;
};

static const enum policy build_policies[ST_COUNT] = {
	[ST_OK] = POL_KEEP,
	[ST_NO_DATA] = POL_ZERO,
	[ST_NO_EVENTS] = POL_REDISTRIBUTE,
	[ST_NOT_APPLICABLE] = POL_REDISTRIBUTE,
	[ST_NOT_CONFIGURED] = POL_REDISTRIBUTE,
	[ST_LOW_SAMPLE] = POL_KEEP,
};

static inline void
build_init(struct builder *b)
{
	memset(b, 0, sizeof(*b));
	b->arena = arena_new(64u << 20);
	b->s.id = TEXT("built");
	b->s.round_places = 2;
	b->s.nodes = arena_array(b->arena, 200, sizeof(struct node));
	b->s.needs = arena_array(b->arena, 200, sizeof(struct need));
	b->s.params = arena_array(b->arena, 200, sizeof(struct param));
	b->s.constants = arena_array(b->arena, 1000, sizeof(int64_t));
	b->s.constant_types = arena_array(b->arena, 1000, sizeof(struct rtype));
}

static inline int64_t
build_need(struct builder *b, enum grain grain, bool share)
{
	struct metric_decl *m = arena_alloc(b->arena, sizeof(*m));
	struct need *need = &b->s.needs[b->s.n_needs];

	m->name = TEXT("fact");
	m->type = (struct rtype){ .kind = share ? VT_PERCENT : VT_NUMBER, .share = share };
	*need = (struct need){ .metric = m, .grain = grain, .column = b->s.n_columns[grain] };
	b->s.n_columns[grain] = (uint16_t)(b->s.n_columns[grain] + (share ? 2 : 1));
	return b->s.n_needs++;
}

/* value NONE: blank in the text. */
static inline int64_t
build_param(struct builder *b, int64_t value)
{
	struct param *p = &b->s.params[b->s.n_params];

	p->name = TEXT("param");
	p->n_values = 1;
	p->values = arena_alloc(b->arena, sizeof(*p->values));
	p->values[0] = (struct param_value){ DAY_NONE, value != NONE, value == NONE ? 0 : value };
	return b->s.n_params++;
}

static inline struct code
build_code(struct builder *b, const struct op *ops, size_t n)
{
	struct instr *ins = arena_array(b->arena, n, sizeof(*ins));
	uint16_t top = 0;
	uint16_t slots = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t index = ops[i].arg;

		if (ops[i].op == OP_CONST) {
			index = b->s.n_constants;
			b->s.constants[b->s.n_constants++] = ops[i].arg;
		} else if (ops[i].op == OP_CALL) {
			index = fn_index(fn_find(text_of(ops[i].fn), ops[i].arg == 1));
			top = (uint16_t)(top - ops[i].argc);
		}
		ins[i] = (struct instr){ (uint8_t)ops[i].op, ops[i].argc, top, (uint16_t)index };
		top++;
		slots = top > slots ? top : slots;
	}
	assert(top == 1);
	return (struct code){ .ins = ins, .count = (uint16_t)n, .slots = slots };
}

static inline struct node *
build_node(struct builder *b, const char *id, uint16_t depth, dec_t weight)
{
	struct node *n = &b->s.nodes[b->s.n_nodes++];

	*n = (struct node){ .id = text_of(id), .depth = depth, .weight = weight, .parent = -1 };
	memcpy(n->policy, build_policies, sizeof(n->policy));
	return n;
}

static inline struct leaf *
build_leaf(struct builder *b, const char *id, uint16_t depth, dec_t weight, enum kind_id kind)
{
	struct leaf *l = arena_alloc(b->arena, sizeof(*l));

	l->kind = kind;
	build_node(b, id, depth, weight)->leaf = l;
	return l;
}

static inline void
build_step(struct builder *b, struct leaf *l, struct code bound, struct code share)
{
	if (l->steps == NULL)
		l->steps = arena_array(b->arena, KIND_STEPS_MAX, sizeof(*l->steps));
	l->steps[l->n_steps].bound = bound;
	l->steps[l->n_steps++].share = share;
}

/* Sizes and parents from depths. */
static inline const struct scheme *
build_done(struct builder *b)
{
	for (uint32_t i = 0; i < b->s.n_nodes; i++) {
		struct node *n = &b->s.nodes[i];

		n->size = 1;
		while (i + n->size < b->s.n_nodes && n[n->size].depth > n->depth)
			n->size++;
		for (uint32_t k = i; k-- > 0 && n->parent < 0;) {
			if (b->s.nodes[k].depth < n->depth)
				n->parent = (int32_t)k;
		}
	}
	return &b->s;
}

static inline void
build_grades(struct builder *b)
{
	static const struct {
		const char *id;
		dec_t at_least;
	} rows[] = { { "excellent", 90 }, { "good", 80 }, { "qualified", 60 },
		{ "unqualified", 0 } };

	b->s.n_grades = 4;
	b->s.grades = arena_array(b->arena, 4, sizeof(struct grade));
	for (int i = 0; i < 4; i++)
		b->s.grades[i] = (struct grade){ .id = text_of(rows[i].id),
			.at_least = POINTS(rows[i].at_least) };
}

static inline void
put(struct facts *f, enum grain g, uint16_t column, uint32_t row, int64_t value)
{
	f->grid[g].known[column][row] = value != NONE;
	f->grid[g].value[column][row] = value == NONE ? 0 : value;
}

#endif
