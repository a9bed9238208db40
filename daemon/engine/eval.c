/*
 * Runs flat code over columns. Facts, parameters and constants are read where they lie; only calls,
 * shares, window dates and contract facts read by another grain need a column of their own.
 */
#include <assert.h>
#include <string.h>

#include "engine/engine_internal.h"
#include "rules/table.h"

struct column
column_new(struct run *run)
{
	return (struct column){
		.v = arena_array(run->arena, run->width, sizeof(int64_t)),
		.known = arena_array(run->arena, run->width, sizeof(uint8_t)),
	};
}

static struct column
register_buffer(struct run *run, enum reg reg)
{
	if (run->regs[reg].v == NULL)
		run->regs[reg] = column_new(run);
	return run->regs[reg];
}

static struct column
same_in_all_rows(struct run *run, int64_t v, bool known)
{
	struct column c = { arena_array(run->arena, run->width, sizeof(int64_t)),
		known ? run->ones : run->zeros, true };

	for (uint32_t i = 0; known && i < run->width; i++)
		c.v[i] = v;
	return c;
}

static struct column
load_missing(struct run *run)
{
	if (run->missing_column.v == NULL)
		run->missing_column = same_in_all_rows(run, 0, false);
	return run->missing_column;
}

static struct column
load_constant(struct run *run, uint16_t index)
{
	struct column *c = &run->constants[index];

	if (c->v == NULL)
		*c = same_in_all_rows(run, run->s->constants[index], true);
	return *c;
}

static struct column
load_param(struct run *run, uint16_t index)
{
	struct column *c = &run->params[index];

	if (c->v == NULL) {
		int64_t v = 0;
		bool set = param_at(&run->s->params[index], run->as_of, &v);

		*c = same_in_all_rows(run, v, set);
	}
	return *c;
}

static uint32_t
contract_of(const struct lane *lane, uint32_t i)
{
	return lane->owner != NULL ? lane->owner[i] : lane->first_row + i;
}

static struct column
load_window(const struct run *run, const struct lane *lane, const day_t *days, struct column out)
{
	for (uint32_t i = 0; i < lane->n; i++) {
		uint32_t c = contract_of(lane, i);

		out.known[i] = run->f->found[c] && date_ok(days[c]);
		out.v[i] = out.known[i] ? days[c] * DEC_ONE : 0;
	}
	return out;
}

static struct column
load_env(struct run *run, const struct lane *lane, uint16_t name, struct column out)
{
	if (name == ENV_AS_OF) {
		if (run->as_of_column.v == NULL)
			run->as_of_column = same_in_all_rows(run, run->as_of * DEC_ONE, true);
		return run->as_of_column;
	}
	return load_window(run, lane, name == ENV_SINCE ? run->f->since : run->f->until, out);
}

/* A column of the lane's own grid in place, or the contract's fact beside each of its rows. */
static struct column
load_column(const struct run *run, const struct lane *lane, enum grain grain, uint16_t column,
    struct column out)
{
	const struct fact_grid *grid = &run->f->grid[grain];
	const int64_t *v = grid->value[column];
	const uint8_t *known = grid->known[column];

	if (grain == lane->grain)
		return (struct column){ grid->value[column] + lane->first_row,
			grid->known[column] + lane->first_row, false };
	assert(grain == GRAIN_CONTRACT);
	for (uint32_t i = 0; i < lane->n; i++) {
		out.v[i] = v[lane->owner[i]];
		out.known[i] = known[lane->owner[i]];
	}
	return out;
}

static struct column
load_share(struct run *run, const struct lane *lane, const struct need *need, struct column out)
{
	struct column args[2] = { register_buffer(run, REG_NUM), register_buffer(run, REG_DEN) };

	args[0] = load_column(run, lane, need->grain, need->column, args[0]);
	args[1] = load_column(run, lane, need->grain, (uint16_t)(need->column + 1), args[1]);
	run->divide(&lane->ctx, args, 2, &out);
	for (uint32_t i = 0; i < lane->n; i++)
		lane->no_events[i] |= args[1].known[i] && args[1].v[i] == 0;
	return out;
}

static struct column
load_fact(struct run *run, const struct lane *lane, const struct instr *ins, struct column out)
{
	const struct need *need = &run->s->needs[ins->index];

	if (ins->op == OP_FACT && need->metric->type.share)
		return load_share(run, lane, need, out);
	return load_column(
	    run, lane, need->grain, (uint16_t)(need->column + (ins->op == OP_DEN ? 1 : 0)), out);
}

/* The buffer of a slot that its present value does not lie in. */
static struct column
free_buffer(struct run *run, uint16_t slot, const struct column *present)
{
	struct column *pair = &run->slots[2 * slot];
	struct column *pick = &pair[pair[0].v != NULL && pair[0].v == present->v ? 1 : 0];

	if (pick->v == NULL)
		*pick = column_new(run);
	return *pick;
}

static struct column
step(struct run *run, const struct lane *lane, const struct instr *ins, const struct column *args,
    struct column out)
{
	switch ((enum opcode)ins->op) {
	case OP_MISSING:
		return load_missing(run);
	case OP_CONST:
		return load_constant(run, ins->index);
	case OP_PARAM:
		return load_param(run, ins->index);
	case OP_ENV:
		return load_env(run, lane, ins->index, out);
	case OP_FACT:
	case OP_NUM:
	case OP_DEN:
		return load_fact(run, lane, ins, out);
	case OP_POINTS:
	case OP_NODE_SHARE:
		break; /* the checker keeps them out of the tree */
	case OP_TABLE:
		table_eval(&run->s->tables[ins->index / TABLE_OUTS_MAX],
		    ins->index % TABLE_OUTS_MAX, run->as_of, &lane->ctx, args, &out, lane->blank);
		return out;
	case OP_CALL:
		fn_table[ins->index].kernel(&lane->ctx, args, ins->argc, &out);
		out.same = args[0].same;
		for (uint8_t a = 1; a < ins->argc; a++)
			out.same &= args[a].same;
		return out;
	}
	assert(0);
	return out;
}

struct column
eval_code(struct run *run, const struct lane *lane, const struct code *code, enum reg reg)
{
	struct column slot[EXPR_SLOTS_MAX];
	const struct instr *ins = code->ins;

	memset(slot, 0, code->slots * sizeof(slot[0]));
	for (uint16_t k = 0; k < code->count; k++, ins++) {
		bool last = k + 1 == code->count;
		struct column out = last ? register_buffer(run, reg)
					 : free_buffer(run, ins->slot, &slot[ins->slot]);

		slot[ins->slot] = step(run, lane, ins, &slot[ins->slot], out);
		if (last)
			return slot[ins->slot];
	}
	return (struct column){ 0 };
}

bool
fact_at(const struct facts *f, const struct need *need, enum opcode part, uint32_t contract,
    int64_t row, int64_t *ret)
{
	const struct fact_grid *grid = &f->grid[need->grain];
	size_t r = need->grain == GRAIN_CONTRACT ? contract : (size_t)row;
	uint16_t c = (uint16_t)(need->column + (part == OP_DEN ? 1 : 0));

	if ((need->grain != GRAIN_CONTRACT && row < 0) || !grid->known[c][r])
		return false;
	if (part == OP_FACT && need->metric->type.share)
		return grid->known[c + 1][r] &&
		       dec_div(grid->value[c][r], grid->value[c + 1][r], ret);
	*ret = grid->value[c][r];
	return true;
}
