#include "rules/bounds.h"

#include <stdlib.h>
#include <string.h>

#include "rules/fn.h"
#include "rules/print.h"
#include "rules/table.h"

#define VALUES_MAX 16 /* of a parameter: past it the checker does not look */

__extension__ typedef __int128 wide_t;

static const struct bounds either = { 0, DEC_ONE };

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static struct bounds
hull(struct bounds a, struct bounds b)
{
	return (struct bounds){ least(a.low, b.low), most(a.high, b.high) };
}

static struct bounds
truth(bool can_be_false, bool can_be_true)
{
	return (struct bounds){ can_be_false ? 0 : DEC_ONE, can_be_true ? DEC_ONE : 0 };
}

/* What lies past the numbers is without bound. */
static int64_t
low_end(wide_t v)
{
	return v <= BOUND_LOW ? BOUND_LOW : v > BOUND_HIGH ? BOUND_HIGH : (int64_t)v;
}

static int64_t
high_end(wide_t v)
{
	return v >= BOUND_HIGH ? BOUND_HIGH : v < BOUND_LOW ? BOUND_LOW : (int64_t)v;
}

static struct bounds
b_add(const struct bounds *a, uint32_t n)
{
	wide_t low = 0, high = 0;
	bool no_low = false, no_high = false;

	for (uint32_t i = 0; i < n; i++) {
		no_low |= a[i].low == BOUND_LOW;
		no_high |= a[i].high == BOUND_HIGH;
		low += a[i].low;
		high += a[i].high;
	}
	return (struct bounds){ no_low ? BOUND_LOW : low_end(low),
		no_high ? BOUND_HIGH : high_end(high) };
}

static struct bounds
b_neg(const struct bounds *a, uint32_t n)
{
	(void)n;
	return (struct bounds){ a->high == BOUND_HIGH ? BOUND_LOW : -a->high,
		a->low == BOUND_LOW ? BOUND_HIGH : -a->low };
}

static struct bounds
b_sub(const struct bounds *a, uint32_t n)
{
	struct bounds pair[2] = { a[0], b_neg(&a[1], 1) };

	return b_add(pair, n);
}

static bool
both_ends(struct bounds b)
{
	return b.low != BOUND_LOW && b.high != BOUND_HIGH;
}

/* Both ends are known, or both factors are not negative; else anything. Half-up changes an end by
 * less than one unit of the last place. */
static struct bounds
b_mul(const struct bounds *a, uint32_t n)
{
	struct bounds ret = { 0, BOUND_HIGH };
	wide_t low = 0, high = 0;

	(void)n;
	if (!both_ends(a[0]) || !both_ends(a[1]))
		return a[0].low >= 0 && a[1].low >= 0 ? ret : BOUNDS_ANY;
	for (int i = 0; i < 4; i++) {
		wide_t v = (wide_t)(i & 1 ? a[0].high : a[0].low) * (i & 2 ? a[1].high : a[1].low);

		low = i == 0 || v < low ? v : low;
		high = i == 0 || v > high ? v : high;
	}
	ret.low = low_end(low / DEC_ONE - (low % DEC_ONE < 0));
	ret.high = high_end(high / DEC_ONE + (high % DEC_ONE > 0));
	return ret;
}

static struct bounds
b_div(const struct bounds *a, uint32_t n)
{
	(void)n;
	return a[0].low >= 0 && a[1].low >= 0 ? (struct bounds){ 0, BOUND_HIGH } : BOUNDS_ANY;
}

static struct bounds
b_min(const struct bounds *a, uint32_t n)
{
	struct bounds ret = a[0];

	for (uint32_t i = 1; i < n; i++)
		ret = (struct bounds){ least(ret.low, a[i].low), least(ret.high, a[i].high) };
	return ret;
}

static struct bounds
b_max(const struct bounds *a, uint32_t n)
{
	struct bounds ret = a[0];

	for (uint32_t i = 1; i < n; i++)
		ret = (struct bounds){ most(ret.low, a[i].low), most(ret.high, a[i].high) };
	return ret;
}

static struct bounds
b_any_of(const struct bounds *a, uint32_t n)
{
	struct bounds ret = a[0];

	for (uint32_t i = 1; i < n; i++)
		ret = hull(ret, a[i]);
	return ret;
}

static struct bounds
b_abs(const struct bounds *a, uint32_t n)
{
	struct bounds minus = b_neg(a, n);

	if (a->low >= 0)
		return *a;
	return (struct bounds){ a->high <= 0 ? minus.low : 0, most(a->high, minus.high) };
}

static struct bounds
b_clamp(const struct bounds *a, uint32_t n)
{
	struct bounds raised[2] = { a[0], a[1] };
	struct bounds held[2] = { b_max(raised, 2), a[2] };

	(void)n;
	return b_min(held, 2);
}

/* To a whole number, or to some decimals: less than one away. */
static struct bounds
b_whole(const struct bounds *a, uint32_t n)
{
	struct bounds ret = { a->low == BOUND_LOW ? BOUND_LOW : low_end((wide_t)a->low - DEC_ONE),
		a->high == BOUND_HIGH ? BOUND_HIGH : high_end((wide_t)a->high + DEC_ONE) };

	if (n > 1)
		return a->low >= 0 ? (struct bounds){ 0, BOUND_HIGH } : BOUNDS_ANY;
	if (a->low >= 0)
		ret.low = most(ret.low, 0);
	return ret;
}

static struct bounds
b_lt(const struct bounds *a, uint32_t n)
{
	(void)n;
	return truth(a[0].high >= a[1].low, a[0].low < a[1].high);
}

static struct bounds
b_le(const struct bounds *a, uint32_t n)
{
	(void)n;
	return truth(a[0].high > a[1].low, a[0].low <= a[1].high);
}

static struct bounds
b_gt(const struct bounds *a, uint32_t n)
{
	struct bounds turned[2] = { a[1], a[0] };

	return b_lt(turned, n);
}

static struct bounds
b_ge(const struct bounds *a, uint32_t n)
{
	struct bounds turned[2] = { a[1], a[0] };

	return b_le(turned, n);
}

static struct bounds
b_eq(const struct bounds *a, uint32_t n)
{
	bool one = a[0].low == a[0].high && a[1].low == a[1].high && a[0].low == a[1].low;

	(void)n;
	return truth(!one, a[0].low <= a[1].high && a[1].low <= a[0].high);
}

static struct bounds
b_not(const struct bounds *a, uint32_t n)
{
	(void)n;
	return truth(a->high > 0, a->low < DEC_ONE);
}

static struct bounds
b_ne(const struct bounds *a, uint32_t n)
{
	struct bounds same = b_eq(a, n);

	return b_not(&same, 1);
}

static struct bounds
b_between(const struct bounds *a, uint32_t n)
{
	struct bounds low[2] = { a[0], a[1] }, high[2] = { a[0], a[2] };
	struct bounds both[2] = { b_ge(low, 2), b_le(high, 2) };

	(void)n;
	return b_min(both, 2);
}

static struct bounds
b_if(const struct bounds *a, uint32_t n)
{
	(void)n;
	if (a[0].low == DEC_ONE)
		return a[1];
	return a[0].high == 0 ? a[2] : hull(a[1], a[2]);
}

static struct bounds
b_either(const struct bounds *a, uint32_t n)
{
	(void)a;
	(void)n;
	return either;
}

/* Functions whose value the checker can say something about; of any other it may be anything. */
static const struct {
	const char *name;
	struct bounds (*bounds)(const struct bounds *a, uint32_t n);
} known[] = {
	{ "+", b_add },
	{ "-", b_sub },
	{ "*", b_mul },
	{ "/", b_div },
	{ "neg", b_neg },
	{ "=", b_eq },
	{ "!=", b_ne },
	{ "<", b_lt },
	{ "<=", b_le },
	{ ">", b_gt },
	{ ">=", b_ge },
	{ "and", b_min },
	{ "or", b_max },
	{ "not", b_not },
	{ "??", b_any_of },
	{ "if", b_if },
	{ "min", b_min },
	{ "max", b_max },
	{ "sum", b_add },
	{ "avg", b_any_of },
	{ "median", b_any_of },
	{ "abs", b_abs },
	{ "round", b_whole },
	{ "floor", b_whole },
	{ "ceil", b_whole },
	{ "trunc", b_whole },
	{ "clamp", b_clamp },
	{ "between", b_between },
	{ "greatest", b_any_of },
	{ "least", b_any_of },
	{ "is_missing", b_either },
	{ "is_known", b_either },
	{ "contains", b_either },
	{ "first_known", b_any_of },
};

static struct bounds
call(const struct instr *in, const struct bounds *args)
{
	const char *name = fn_table[in->index].name;

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (strcmp(known[i].name, name) == 0)
			return known[i].bounds(args, in->argc);
	return BOUNDS_ANY;
}

static struct bounds
parameter(const struct param *p)
{
	struct bounds ret = { BOUND_HIGH, BOUND_LOW };

	if (p->type.kind == VT_BOOL)
		return either;
	if (p->type.kind == VT_TEXT || p->n_values > VALUES_MAX)
		return BOUNDS_ANY;
	for (uint32_t i = 0; i < p->n_values; i++)
		if (p->values[i].set)
			ret = hull(ret, (struct bounds){ p->values[i].value, p->values[i].value });
	return ret.low <= ret.high ? ret : BOUNDS_ANY; /* blank */
}

/* What its rows give; of a count, their number; a sum may be anything. */
static struct bounds
table_bounds(const struct table *t, uint32_t out)
{
	struct bounds ret = { BOUND_HIGH, BOUND_LOW };

	if (t->hit == HIT_COUNT)
		return (struct bounds){ 0, (int64_t)t->n_rows * DEC_ONE };
	if (t->hit == HIT_SUM || t->out[out].type.kind == VT_TEXT)
		return BOUNDS_ANY;
	for (uint32_t i = 0; i < t->n_rows; i++)
		if (t->rows[i].then[out].set)
			ret = hull(ret, (struct bounds){ t->rows[i].then[out].value,
					    t->rows[i].then[out].value });
	if (t->otherwise == ELSE_VALUES && t->other[out].set)
		ret = hull(ret, (struct bounds){ t->other[out].value, t->other[out].value });
	return ret.low <= ret.high ? ret : BOUNDS_ANY;
}

static struct bounds
leaf_of(const struct scheme *s, const struct instr *in, const struct bounds *env)
{
	switch ((enum opcode)in->op) {
	case OP_CONST:
		if (s->constant_types[in->index].kind == VT_TEXT)
			return BOUNDS_ANY;
		return (struct bounds){ s->constants[in->index], s->constants[in->index] };
	case OP_PARAM:
		return parameter(&s->params[in->index]);
	case OP_FACT:
		return s->needs[in->index].metric->type.kind == VT_BOOL ? either : BOUNDS_ANY;
	case OP_ENV:
		return env != NULL ? env[in->index] : BOUNDS_ANY;
	case OP_TABLE:
		return table_bounds(
		    &s->tables[in->index / TABLE_OUTS_MAX], in->index % TABLE_OUTS_MAX);
	case OP_POINTS: /* what is redistributed adds to an indicator, never to the total */
		return (struct bounds){ 0, s->nodes[0].weight };
	case OP_NODE_SHARE:
		return either;
	case OP_NUM:
	case OP_DEN:
	case OP_CALL:
	case OP_MISSING:
		break;
	}
	return BOUNDS_ANY;
}

struct bounds
code_bounds(const struct scheme *s, const struct code *c, const struct bounds env[ENV_COUNT])
{
	struct bounds slot[EXPR_SLOTS_MAX];

	if (c->count == 0)
		return BOUNDS_ANY;
	for (uint16_t i = 0; i < c->count; i++) {
		const struct instr *in = &c->ins[i];

		slot[in->slot] =
		    in->op == OP_CALL ? call(in, &slot[in->slot]) : leaf_of(s, in, env);
	}
	return slot[0];
}

/* ---- constants over time ----------------------------------------------------------- */

static bool
add_day(day_t day, day_t *days, uint32_t *n)
{
	for (uint32_t i = 0; i < *n; i++)
		if (days[i] == day)
			return true;
	if (*n == BOUNDS_DAYS_MAX)
		return false;
	days[(*n)++] = day;
	return true;
}

static bool
add_days_of(const struct scheme *s, const struct code *c, day_t *days, uint32_t *n)
{
	for (uint16_t i = 0; i < c->count; i++) {
		const struct param *p;

		if (c->ins[i].op != OP_PARAM)
			continue;
		p = &s->params[c->ins[i].index];
		for (uint32_t k = 0; k < p->n_values; k++)
			if (!add_day(p->values[k].from, days, n))
				return false;
	}
	return true;
}

uint32_t
code_days(const struct scheme *s, const struct code *const *codes, uint32_t n,
    day_t days[BOUNDS_DAYS_MAX])
{
	uint32_t count = 0;

	(void)add_day(DAY_NONE, days, &count);
	for (uint32_t i = 0; i < n; i++)
		if (!add_days_of(s, codes[i], days, &count))
			return 0;
	return count;
}

struct on_day {
	const struct scheme *s;
	day_t day;
};

static bool
value_on(const void *ctx, const struct instr *in, int64_t *ret)
{
	const struct on_day *on = ctx;

	if (in->op == OP_CONST) {
		*ret = on->s->constants[in->index];
		return true;
	}
	return in->op == OP_PARAM && param_at(&on->s->params[in->index], on->day, ret);
}

bool
code_at(const struct scheme *s, const struct code *c, day_t day, int64_t *ret)
{
	struct on_day on = { s, day };
	const struct code_values values = { &on, value_on };

	for (uint16_t i = 0; i < c->count; i++) {
		const struct instr *in = &c->ins[i];

		if (in->op != OP_CONST && in->op != OP_PARAM && in->op != OP_CALL)
			return false;
		if (in->op == OP_PARAM && s->params[in->index].n_values > VALUES_MAX)
			return false;
	}
	return code_eval(s, c, &values, ret) == EVAL_KNOWN;
}
