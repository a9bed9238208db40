#include "rules/expr_ast.h"

#include <stdlib.h>
#include <string.h>

#include "rules/print.h"

struct emitter {
	const struct expr *x;
	struct instr *ins;
	uint32_t count, slots;
};

static bool
emit(struct emitter *e, const struct ast *a, uint32_t slot)
{
	struct instr *i;

	for (uint32_t k = 0; k < a->n_args; k++)
		if (!emit(e, a->args[k], slot + k))
			return false;
	if (e->count == EXPR_CODE_MAX || slot >= EXPR_SLOTS_MAX) {
		expr_fault(e->x, F_EXPR_LIMIT, a->at, a->len,
		    e->count == EXPR_CODE_MAX ? DIAG_BOTH("指令数", "instructions")
					      : DIAG_BOTH("操作数", "operands"),
		    e->count == EXPR_CODE_MAX ? "512" : "64", NULL, NULL);
		return false;
	}
	i = &e->ins[e->count++];
	*i = (struct instr){ (uint8_t)a->op, (uint8_t)a->n_args, (uint16_t)slot, a->index };
	if (slot + 1 > e->slots)
		e->slots = slot + 1;
	return true;
}

bool
expr_emit(const struct expr *x, const struct ast *a, struct code *ret)
{
	struct instr room[EXPR_CODE_MAX];
	struct emitter e = { x, room, 0, 0 };
	struct instr *kept;

	if (!emit(&e, a, 0))
		return false;
	kept = arena_array(x->b->arena, e.count, sizeof(*kept));
	memcpy(kept, room, e.count * sizeof(*kept));
	x->b->codes = arena_room(
	    x->b->arena, x->b->codes, x->b->n_codes, &x->b->cap_codes, sizeof(*x->b->codes));
	x->b->codes[x->b->n_codes++] = (struct emitted){ kept, e.count };
	ret->ins = kept;
	ret->count = (uint16_t)e.count;
	ret->slots = (uint16_t)e.slots;
	ret->type = a->type;
	return true;
}

static bool
source_of(struct scheme_builder *b, const struct ynode *n, struct text *ret)
{
	if (n->kind != Y_SCALAR) {
		FAULT_AT(b, F_NODE_KIND, n, DIAG_BOTH("此处", "This"),
		    DIAG_BOTH("表达式", "an expression"));
		return false;
	}
	if (n->text.len > EXPR_BYTES_MAX) {
		FAULT_AT(b, F_EXPR_LIMIT, n, DIAG_BOTH("字节数", "bytes"), "4096");
		return false;
	}
	*ret = n->text;
	b->expr_bytes += n->text.len;
	if (b->expr_bytes > EXPR_TOTAL_MAX && !b->expr_over) {
		b->expr_over = true;
		FAULT_AT(b, F_EXPR_LIMIT, n,
		    DIAG_BOTH("方案全部表达式的字节数", "bytes of all expressions together"),
		    "524288");
	}
	return !b->expr_over;
}

/* Written out while needs still have the numbers that the code uses. */
static bool
canonical(const struct expr *x, struct code *c)
{
	struct buf out;
	bool fits;

	buf_init(&out, CODE_TEXT_MAX);
	code_print(x->b->s, c, NULL, &out);
	fits = !out.over;
	if (fits)
		c->source = text_dup(x->b->arena, (struct text){ out.data, out.len });
	else
		expr_fault(
		    x, F_EXPR_LIMIT, 0, 0, DIAG_BOTH("字节数", "bytes"), "65536", NULL, NULL);
	buf_free(&out);
	return fits;
}

bool
expr_compile(struct scheme_builder *b, const struct ynode *n, enum grain grain, struct code *ret)
{
	struct expr x = { .b = b, .node = n, .grain = grain };
	struct ast *a;

	*ret = (struct code){
		.line = n->line, .column = n->column, .width = ynode_width(n), .source = TEXT("")
	};
	if (!source_of(b, n, &x.source))
		return false;
	a = expr_parse(&x);
	return a != NULL && expr_check(&x, a) && expr_emit(&x, a, ret) && canonical(&x, ret);
}

bool
code_constant(const struct scheme *s, const struct code *c, int64_t *ret)
{
	const struct param *p;

	if (c->count != 1)
		return false;
	if (c->ins[0].op == OP_CONST) {
		*ret = s->constants[c->ins[0].index];
		return true;
	}
	if (c->ins[0].op != OP_PARAM)
		return false;
	p = &s->params[c->ins[0].index];
	if (p->n_values != 1 || p->values[0].from != DAY_NONE || !p->values[0].set)
		return false;
	*ret = p->values[0].value;
	return true;
}
