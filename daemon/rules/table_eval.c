#include "rules/table.h"

#include "rules/fn_internal.h"

static const char *const policies[HIT_POLICIES] = {
	[HIT_UNIQUE] = "unique",
	[HIT_FIRST] = "first",
	[HIT_SUM] = "collect_sum",
	[HIT_MIN] = "collect_min",
	[HIT_MAX] = "collect_max",
	[HIT_COUNT] = "collect_count",
};

const char *
hit_policy_name(enum hit_policy h)
{
	return policies[h];
}

struct rtype
table_type(const struct table *t, uint32_t out)
{
	return t->hit == HIT_COUNT ? (struct rtype){ .kind = VT_NUMBER, .unit = TEXT("") }
				   : t->out[out].type;
}

bool
cell_holds(const struct table_cell *c, int64_t v)
{
	if (c->n == 0)
		return true;
	for (uint16_t k = 0; k < c->n; k++)
		if (v >= c->ranges[k].low && v <= c->ranges[k].high)
			return true;
	return false;
}

static bool
row_active(const struct table_row *r, day_t as_of)
{
	return (r->from == DAY_NONE || (as_of != DAY_NONE && as_of >= r->from)) &&
	       (r->to == DAY_NONE || (as_of != DAY_NONE && as_of <= r->to));
}

/* One condition that fails decides, whatever is missing. */
enum row_match
table_row_match(const struct table *t, const struct table_row *r, day_t as_of,
    const struct column *args, uint32_t i)
{
	enum row_match found = ROW_YES;

	if (!row_active(r, as_of))
		return ROW_NO;
	for (uint8_t k = 0; k < t->n_in; k++) {
		if (r->when[k].n == 0)
			continue;
		if (!args[k].known[i])
			found = ROW_UNKNOWN;
		else if (!cell_holds(&r->when[k], args[k].v[i]))
			return ROW_NO;
	}
	return found;
}

/* `first` stops at the first row that may hold; under `unique` a row that does hold is the one, and
 * no row that may hold is. */
uint32_t
table_rows_of(const struct table *t, day_t as_of, const struct column *args, uint32_t i,
    uint32_t *rows, uint32_t max, bool *unknown)
{
	bool collects = t->hit >= HIT_SUM;
	uint32_t n = 0;

	*unknown = false;
	for (uint32_t k = 0; k < t->n_rows; k++) {
		enum row_match m = table_row_match(t, &t->rows[k], as_of, args, i);

		if (m == ROW_NO)
			continue;
		if (m == ROW_UNKNOWN) {
			*unknown = true;
			if (t->hit == HIT_FIRST)
				return 0;
			continue;
		}
		if (n < max)
			rows[n] = k;
		n++;
		if (!collects) {
			*unknown = false;
			break;
		}
	}
	return n;
}

/* What the rows that hold give together. */
struct sum {
	wide_t sum;
	int64_t least, most;
	bool blank;
};

static bool
put_together(const struct table *t, uint32_t out, const uint32_t *rows, uint32_t n, struct sum *ret)
{
	*ret = (struct sum){ 0, RANGE_HIGH, RANGE_LOW, false };
	for (uint32_t k = 0; k < n; k++) {
		const struct table_value *v = &t->rows[rows[k]].then[out];

		if (!v->set) {
			ret->blank = true;
			return false;
		}
		ret->sum += v->value;
		ret->least = v->value < ret->least ? v->value : ret->least;
		ret->most = v->value > ret->most ? v->value : ret->most;
	}
	return true;
}

static void
give(const struct kernel_ctx *ctx, struct column *ret, uint32_t i, wide_t v)
{
	ret->known[i] = 1;
	row_wide(ctx, ret, i, v);
}

static void
give_value(const struct kernel_ctx *ctx, struct column *ret, uint32_t i,
    const struct table_value *v, uint8_t *blank)
{
	if (v->set)
		give(ctx, ret, i, v->value);
	else if (blank != NULL)
		blank[i] = 1;
}

static void
give_sum(const struct kernel_ctx *ctx, const struct table *t, struct column *ret, uint32_t i,
    const struct sum *s)
{
	if (t->hit == HIT_SUM)
		give(ctx, ret, i, s->sum);
	else
		give(ctx, ret, i, t->hit == HIT_MIN ? s->least : s->most);
}

static void
eval_row(const struct table *t, uint32_t out, day_t as_of, const struct kernel_ctx *ctx,
    const struct column *args, struct column *ret, uint32_t i, uint8_t *blank)
{
	uint32_t rows[TABLE_ROWS_MAX];
	bool unknown;
	uint32_t n = table_rows_of(t, as_of, args, i, rows, TABLE_ROWS_MAX, &unknown);
	struct sum sum;

	if (unknown)
		return;
	if (t->hit == HIT_COUNT)
		give(ctx, ret, i, (wide_t)n * DEC_ONE);
	else if (n == 0 && t->otherwise == ELSE_VALUES)
		give_value(ctx, ret, i, &t->other[out], blank);
	else if (n > 0 && t->hit < HIT_SUM)
		give_value(ctx, ret, i, &t->rows[rows[0]].then[out], blank);
	else if (n > 0 && put_together(t, out, rows, n, &sum))
		give_sum(ctx, t, ret, i, &sum);
	else if (n > 0 && blank != NULL)
		blank[i] = 1;
}

void
table_eval(const struct table *t, uint32_t out, day_t as_of, const struct kernel_ctx *ctx,
    const struct column *args, struct column *ret, uint8_t *blank)
{
	for (uint32_t i = 0; i < ctx->n; i++) {
		ret->v[i] = 0;
		ret->known[i] = 0;
		eval_row(t, out, as_of, ctx, args, ret, i, blank);
	}
}
