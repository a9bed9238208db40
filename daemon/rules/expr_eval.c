/* One expression for one row: what follows from a score is computed contract by contract. */
#include <string.h>

#include "rules/fn.h"
#include "rules/print.h"
#include "rules/table.h"

/* False: overflow. */
static bool
call(const struct scheme *s, const struct instr *in, int64_t *value, uint8_t *known)
{
	struct column args[FN_ARGS_MAX], out;
	uint8_t overflow = 0, is_known = 0;
	int64_t v = 0;
	struct kernel_ctx ctx = {
		.n = 1, .overflow = &overflow, .calendar = s->cal, .texts = s->texts
	};

	for (uint8_t k = 0; k < in->argc; k++)
		args[k] = (struct column){ &value[in->slot + k], &known[in->slot + k], true };
	out = (struct column){ &v, &is_known, true };
	fn_table[in->index].kernel(&ctx, args, in->argc, &out);
	value[in->slot] = v;
	known[in->slot] = is_known;
	return !overflow;
}

/* Dated rows need the day: it is asked for as the name as_of. */
static bool
look_up(const struct scheme *s, const struct instr *in, const struct code_values *values,
    int64_t *value, uint8_t *known)
{
	const struct instr as_of = { .op = OP_ENV, .index = ENV_AS_OF };
	struct column args[TABLE_INS_MAX], out;
	uint8_t overflow = 0, is_known = 0;
	int64_t v = 0, day;
	struct kernel_ctx ctx = { .n = 1, .overflow = &overflow };

	for (uint8_t k = 0; k < in->argc; k++)
		args[k] = (struct column){ &value[in->slot + k], &known[in->slot + k], true };
	out = (struct column){ &v, &is_known, true };
	table_eval(&s->tables[in->index / TABLE_OUTS_MAX], in->index % TABLE_OUTS_MAX,
	    values->value_of(values->ctx, &as_of, &day) ? (day_t)(day / DEC_ONE) : DAY_NONE, &ctx,
	    args, &out, NULL);
	value[in->slot] = v;
	known[in->slot] = is_known;
	return !overflow;
}

enum eval_outcome
code_eval(
    const struct scheme *s, const struct code *c, const struct code_values *values, int64_t *ret)
{
	int64_t value[EXPR_SLOTS_MAX] = { 0 };
	uint8_t known[EXPR_SLOTS_MAX] = { 0 };

	if (c->count == 0)
		return EVAL_MISSING;
	for (uint16_t i = 0; i < c->count; i++) {
		const struct instr *in = &c->ins[i];

		if (in->op == OP_CALL || in->op == OP_TABLE) {
			if (in->op == OP_CALL ? !call(s, in, value, known)
					      : !look_up(s, in, values, value, known))
				return EVAL_OVERFLOW;
			continue;
		}
		known[in->slot] =
		    in->op != OP_MISSING && values->value_of(values->ctx, in, &value[in->slot]);
	}
	if (!known[0])
		return EVAL_MISSING;
	*ret = value[0];
	return EVAL_KNOWN;
}
