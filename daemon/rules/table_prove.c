/*
 * What is proved about a decision table: no two rows hold together (unique), every row is reached
 * (first), every input meets a row unless `else` says otherwise; each with inputs that show it.
 *
 * A table is a set of boxes: one dimension an input, and the day when rows are dated. Whether a row
 * holds changes only where one of its ranges begins or has just ended, so one point behind each
 * such place stands for all up to the next. The search goes dimension by dimension and leaves off
 * where a row covers all that is left, or where the same rows hold as at the point before. It is
 * counted in steps, PROVE_STEPS a scheme: a table that takes more is refused rather than passed
 * unseen (I12).
 */
#include <stdlib.h>
#include <string.h>

#include "rules/table_internal.h"

#define DIMS_MAX (TABLE_INS_MAX + 1)
#define OTHER_TEXT (-DEC_ONE) /* stands for a text that no row names */
#define SCRATCH ((size_t)64 << 20)
#define WHOLE_MOST \
	(RANGE_HIGH - RANGE_HIGH % DEC_ONE) /* the greatest whole number, and its opposite */

struct proof {
	struct scheme_builder *b;
	const struct table *t;
	const struct table_places *places;
	struct arena *arena;
	uint32_t dims;
	struct table_cell *cells[DIMS_MAX]; /* of every row */
	struct table_cell domain[DIMS_MAX];
	int64_t step[DIMS_MAX]; /* to the next value */
	int64_t *points[DIMS_MAX];
	uint32_t *rows[DIMS_MAX + 1], *before[DIMS_MAX + 1];
	int64_t found[DIMS_MAX]; /* the point that shows it */
	bool over;
};

static bool
spend(struct proof *p, uint64_t steps)
{
	if (p->b->prove_steps >= steps) {
		p->b->prove_steps -= steps;
		return true;
	}
	p->over = true;
	return false;
}

/* ---- dimensions -------------------------------------------------------------------- */

/* The whole number at or above v, RANGE_HIGH where there is none. */
static int64_t
up_to_whole(int64_t v)
{
	int64_t rest = v % DEC_ONE;

	if (v <= -WHOLE_MOST)
		return -WHOLE_MOST;
	if (v > WHOLE_MOST)
		return RANGE_HIGH;
	return v - rest + (rest > 0 ? DEC_ONE : 0);
}

static int64_t
down_to_whole(int64_t v)
{
	int64_t rest = v % DEC_ONE;

	if (v >= WHOLE_MOST)
		return WHOLE_MOST;
	if (v < -WHOLE_MOST)
		return RANGE_LOW;
	return v - rest - (rest < 0 ? DEC_ONE : 0);
}

/* The whole numbers of a condition. One that holds none stays a condition that nothing meets: its
 * end is before its beginning. */
static struct table_cell
whole_cell(struct proof *p, const struct table_cell *c)
{
	struct table_cell ret = { c->n, arena_array(p->arena, c->n, sizeof(*c->ranges)) };

	for (uint16_t k = 0; k < c->n; k++) {
		ret.ranges[k].low = up_to_whole(c->ranges[k].low);
		ret.ranges[k].high = down_to_whole(c->ranges[k].high);
	}
	return ret;
}

static struct table_cell
one_range(struct proof *p, int64_t low, int64_t high)
{
	struct table_range *g = arena_alloc(p->arena, sizeof(*g));

	*g = (struct table_range){ .low = low, .high = high };
	return (struct table_cell){ 1, g };
}

static struct table_cell
two_values(struct proof *p, int64_t a, int64_t b)
{
	struct table_range *g = arena_array(p->arena, 2, sizeof(*g));

	g[0] = (struct table_range){ .low = a, .high = a };
	g[1] = (struct table_range){ .low = b, .high = b };
	return (struct table_cell){ 2, g };
}

/* Texts that some row names, and one that none does. */
static struct table_cell
all_texts(struct proof *p, uint32_t dim)
{
	const struct table *t = p->t;
	struct table_range *g;
	uint32_t n = 1, at = 1;

	for (uint32_t r = 0; r < t->n_rows; r++)
		n += t->rows[r].when[dim].n;
	g = arena_array(p->arena, n, sizeof(*g));
	g[0] = (struct table_range){ .low = OTHER_TEXT, .high = OTHER_TEXT };
	for (uint32_t r = 0; r < t->n_rows; r++)
		for (uint16_t k = 0; k < t->rows[r].when[dim].n; k++)
			g[at++] = t->rows[r].when[dim].ranges[k];
	return (struct table_cell){ (uint16_t)n, g };
}

static struct table_cell
domain_of(struct proof *p, uint32_t dim)
{
	const struct table_column *c = &p->t->in[dim];

	if (c->type.kind == VT_BOOL)
		return two_values(p, 0, DEC_ONE);
	if (c->domain.n > 0)
		return c->whole ? whole_cell(p, &c->domain) : c->domain;
	if (c->type.kind == VT_TEXT)
		return all_texts(p, dim);
	return c->whole ? one_range(p, -WHOLE_MOST, WHOLE_MOST)
			: one_range(p, RANGE_LOW, RANGE_HIGH);
}

static void
add_input(struct proof *p, uint32_t dim)
{
	const struct table *t = p->t;
	bool whole = t->in[dim].whole;

	p->cells[dim] = arena_array(p->arena, t->n_rows, sizeof(struct table_cell));
	for (uint32_t r = 0; r < t->n_rows; r++)
		p->cells[dim][r] =
		    whole ? whole_cell(p, &t->rows[r].when[dim]) : t->rows[r].when[dim];
	p->domain[dim] = domain_of(p, dim);
	p->step[dim] = whole ? DEC_ONE : 1;
}

/* The days of the scheme, in days. */
static void
add_days(struct proof *p, uint32_t dim)
{
	const struct scheme *s = p->b->s;
	const struct table *t = p->t;

	p->cells[dim] = arena_array(p->arena, t->n_rows, sizeof(struct table_cell));
	for (uint32_t r = 0; r < t->n_rows; r++) {
		const struct table_row *row = &t->rows[r];

		if (row->from != DAY_NONE || row->to != DAY_NONE)
			p->cells[dim][r] =
			    one_range(p, row->from == DAY_NONE ? RANGE_LOW : row->from,
				row->to == DAY_NONE ? RANGE_HIGH : row->to);
	}
	p->domain[dim] = one_range(p, s->from == DAY_NONE ? DAY_MIN : s->from,
	    s->to == DAY_NONE || s->to < s->from ? DAY_MAX : s->to);
	p->step[dim] = 1;
}

static void
add_room(struct proof *p)
{
	for (uint32_t d = 0; d < p->dims; d++) {
		size_t n = p->domain[d].n;

		for (uint32_t r = 0; r < p->t->n_rows; r++)
			n += 2u * p->cells[d][r].n;
		p->points[d] = arena_array(p->arena, n, sizeof(int64_t));
	}
	for (uint32_t d = 0; d <= p->dims; d++) {
		p->rows[d] = arena_array(p->arena, p->t->n_rows, sizeof(uint32_t));
		p->before[d] = arena_array(p->arena, p->t->n_rows, sizeof(uint32_t));
	}
}

/* ---- a point that no row holds ----------------------------------------------------- */

static int
by_value(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
add_place(struct proof *p, uint32_t d, int64_t at, uint32_t *n)
{
	if (cell_holds(&p->domain[d], at))
		p->points[d][(*n)++] = at;
}

/* Where the rows that hold may change: sorted, inside the domain. */
static uint32_t
points_of(struct proof *p, uint32_t d, const uint32_t *rows, uint32_t n)
{
	int64_t *points = p->points[d];
	uint32_t all = 0, kept = 0;

	for (uint16_t k = 0; k < p->domain[d].n; k++)
		add_place(p, d, p->domain[d].ranges[k].low, &all);
	for (uint32_t i = 0; i < n; i++) {
		const struct table_cell *c = &p->cells[d][rows[i]];

		if (!spend(p, 2u * (1u + (uint64_t)c->n * p->domain[d].n)))
			return 0;
		for (uint16_t k = 0; k < c->n; k++) {
			if (c->ranges[k].low > c->ranges[k].high)
				continue; /* no whole number */
			add_place(p, d, c->ranges[k].low, &all);
			if (c->ranges[k].high <= RANGE_HIGH - p->step[d])
				add_place(p, d, c->ranges[k].high + p->step[d], &all);
		}
	}
	qsort(points, all, sizeof(*points), by_value);
	for (uint32_t i = 0; i < all; i++)
		if (kept == 0 || points[kept - 1] != points[i])
			points[kept++] = points[i];
	return kept;
}

/* A round number between low and high. */
static int64_t
round_value(const struct proof *p, uint32_t d, int64_t low, int64_t high)
{
	bool day = d >= p->t->n_in;
	int64_t unit = day ? 1 : p->t->in[d].type.kind == VT_PERCENT ? DEC_ONE / 100 : DEC_ONE;
	int64_t v;

	if (!day && !(p->t->in[d].type.kind != VT_TEXT && p->t->in[d].type.kind != VT_BOOL))
		return low;
	if (low <= 0 && high >= 0)
		return 0;
	if (low < 0) { /* and high too: the nearest to zero */
		if (high % unit == 0 || high < RANGE_LOW + unit)
			return high;
		v = high - high % unit - unit;
		return v >= low && v <= high ? v : high;
	}
	if (low % unit == 0 || low > RANGE_HIGH - unit)
		return low;
	v = low - low % unit + unit;
	return v <= high ? v : low;
}

static void
any_point(struct proof *p, uint32_t from)
{
	for (uint32_t d = from; d < p->dims; d++)
		p->found[d] =
		    round_value(p, d, p->domain[d].ranges[0].low, p->domain[d].ranges[0].high);
}

/* The end of the stretch that begins at the k-th point. */
static int64_t
stretch_end(const struct proof *p, uint32_t d, uint32_t k, uint32_t n)
{
	int64_t low = p->points[d][k];

	if (k + 1 < n)
		return p->points[d][k + 1] - p->step[d];
	for (uint16_t i = 0; i < p->domain[d].n; i++)
		if (low >= p->domain[d].ranges[i].low && low <= p->domain[d].ranges[i].high)
			return p->domain[d].ranges[i].high;
	return low;
}

static bool
covers_rest(const struct proof *p, uint32_t d, const uint32_t *rows, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t k = d;

		while (k < p->dims && p->cells[k][rows[i]].n == 0)
			k++;
		if (k == p->dims)
			return true;
	}
	return false;
}

static uint32_t
holding(struct proof *p, uint32_t d, int64_t v, const uint32_t *rows, uint32_t n, uint32_t *ret)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++) {
		const struct table_cell *c = &p->cells[d][rows[i]];

		if (!spend(p, 1u + c->n))
			return 0;
		if (cell_holds(c, v))
			ret[kept++] = rows[i];
	}
	return kept;
}

/* Is there a point, from dimension d on, where none of these rows holds? */
static bool
uncovered(struct proof *p, uint32_t d, const uint32_t *rows, uint32_t n)
{
	uint32_t points, before = UINT32_MAX;

	if (n == 0) {
		any_point(p, d);
		return true;
	}
	if (covers_rest(p, d, rows, n))
		return false;
	points = points_of(p, d, rows, n);
	for (uint32_t k = 0; k < points; k++) {
		uint32_t *sub = p->rows[d + 1];
		uint32_t kept = holding(p, d, p->points[d][k], rows, n, sub);

		if (p->over)
			return false;
		if (kept == before && memcmp(sub, p->before[d + 1], kept * sizeof(*sub)) == 0)
			continue;
		before = kept;
		memcpy(p->before[d + 1], sub, kept * sizeof(*sub));
		if (!uncovered(p, d + 1, sub, kept))
			continue;
		p->found[d] = round_value(p, d, p->points[d][k], stretch_end(p, d, k, points));
		return true;
	}
	return false;
}

/* ---- two rows at once -------------------------------------------------------------- */

static bool
meet(const struct table_cell *a, const struct table_cell *b, int64_t *low, int64_t *high)
{
	for (uint16_t i = 0; i < a->n; i++)
		for (uint16_t k = 0; k < b->n; k++) {
			const struct table_range *x = &a->ranges[i], *y = &b->ranges[k];

			*low = x->low > y->low ? x->low : y->low;
			*high = x->high < y->high ? x->high : y->high;
			if (*low <= *high)
				return true;
		}
	return false;
}

static bool
overlap_in(struct proof *p, uint32_t d, uint32_t r, uint32_t q)
{
	const struct table_cell *a = &p->cells[d][r], *b = &p->cells[d][q];
	int64_t low = 0, high = 0;

	if (!spend(p, 1u + (uint64_t)a->n * b->n))
		return false;
	a = a->n == 0 ? &p->domain[d] : a;
	b = b->n == 0 ? &p->domain[d] : b;
	if (!meet(a, b, &low, &high))
		return false;
	p->found[d] = round_value(p, d, low, high);
	return true;
}

static bool
overlap(struct proof *p, uint32_t r, uint32_t q)
{
	for (uint32_t d = 0; d < p->dims; d++)
		if (!overlap_in(p, d, r, q))
			return false;
	return true;
}

/* ---- findings ---------------------------------------------------------------------- */

static void
add_point(const struct proof *p, enum lang lang, struct buf *out)
{
	for (uint32_t d = 0; d < p->dims; d++) {
		const struct table_column *c = &p->t->in[d];
		const struct rtype day = { .kind = VT_DATE, .unit = TEXT("") };

		buf_adds(out, d == 0 ? "" : lang == LANG_ZH ? "、" : ", ");
		if (d == p->t->n_in) {
			buf_adds(out, "as_of = ");
			cell_value_print(p->b->s, &day, p->found[d] * DEC_ONE, out);
			continue;
		}
		buf_addf(out, "%.*s = ", TEXT_ARG(c->name));
		if (c->type.kind == VT_TEXT && p->found[d] == OTHER_TEXT)
			buf_adds(out, lang == LANG_ZH ? "其他文本" : "any other text");
		else
			cell_value_print(p->b->s, &c->type, p->found[d], out);
	}
}

static const char *
point_text(const struct proof *p)
{
	const char *ret;
	struct buf out;

	buf_init(&out, 8192);
	add_point(p, LANG_ZH, &out);
	buf_adds(&out, "\x1f");
	add_point(p, LANG_EN, &out);
	ret = arena_strndup(p->b->arena, out.data, out.len);
	buf_free(&out);
	return ret;
}

static const char *
row_number(const struct proof *p, uint32_t row)
{
	char text[DEC_TEXT_MAX];

	return arena_strndup(
	    p->b->arena, text, dec_print((dec_t)p->t->rows[row].number * DEC_ONE, 0, text));
}

/* A row's finding stands in the file of the rows. */
static void
row_fault(const struct proof *p, enum fault fault, uint32_t row, const char *a0, const char *a1,
    const char *a2)
{
	const char *own = p->b->file;

	p->b->file = p->places->file;
	FAULT_AT(p->b, fault, p->places->rows[row], a0, a1, a2);
	p->b->file = own;
}

/* One finding a row. */
static void
find_overlaps(struct proof *p)
{
	for (uint32_t r = 1; r < p->t->n_rows && !p->over; r++)
		for (uint32_t q = 0; q < r && !p->over; q++) {
			if (!overlap(p, q, r))
				continue;
			row_fault(p, F_TABLE_OVERLAP, r, row_number(p, q), row_number(p, r),
			    point_text(p));
			break;
		}
}

/* The domain of each dimension becomes what the row itself takes of it. */
static bool
within_row(struct proof *p, uint32_t row, struct table_cell *domains)
{
	for (uint32_t d = 0; d < p->dims; d++) {
		const struct table_cell *c = &p->cells[d][row], *all = &domains[d];
		struct table_range *g;
		uint16_t n = 0;

		if (c->n == 0)
			continue;
		g = arena_array(p->arena, (size_t)c->n * all->n, sizeof(*g));
		for (uint16_t i = 0; i < c->n; i++)
			for (uint16_t k = 0; k < all->n; k++) {
				const struct table_range *x = &c->ranges[i], *y = &all->ranges[k];
				int64_t low = x->low > y->low ? x->low : y->low;
				int64_t high = x->high < y->high ? x->high : y->high;

				if (low <= high)
					g[n++] = (struct table_range){ .low = low, .high = high };
			}
		if (n == 0)
			return false;
		p->domain[d] = (struct table_cell){ n, g };
	}
	return true;
}

static void
find_unreached(struct proof *p)
{
	struct table_cell domains[DIMS_MAX];

	memcpy(domains, p->domain, sizeof(domains));
	for (uint32_t r = 0; r < p->t->n_rows && !p->over; r++) {
		bool reached;

		for (uint32_t i = 0; i < r; i++)
			p->rows[0][i] = i;
		reached = within_row(p, r, domains) && uncovered(p, 0, p->rows[0], r);
		memcpy(p->domain, domains, sizeof(domains));
		if (!reached && !p->over)
			row_fault(p, F_TABLE_UNREACHED, r, row_number(p, r), NULL, NULL);
	}
}

static void
find_gap(struct proof *p)
{
	for (uint32_t r = 0; r < p->t->n_rows; r++)
		p->rows[0][r] = r;
	if (uncovered(p, 0, p->rows[0], p->t->n_rows) && !p->over)
		FAULT_AT(p->b, F_TABLE_GAP, ynode_get(p->places->table, "id"), point_text(p));
}

void
table_prove(struct scheme_builder *b, const struct table *t, const struct table_places *places)
{
	struct proof p = { .b = b, .t = t, .places = places, .arena = arena_new(SCRATCH) };

	for (p.dims = 0; p.dims < t->n_in; p.dims++)
		add_input(&p, p.dims);
	if (t->dated)
		add_days(&p, p.dims++);
	add_room(&p);
	if (t->hit == HIT_UNIQUE)
		find_overlaps(&p);
	if (t->hit == HIT_FIRST)
		find_unreached(&p);
	if (t->hit != HIT_COUNT && t->otherwise == ELSE_NOTHING && !p.over)
		find_gap(&p);
	if (p.over)
		FAULT_AT(b, F_TABLE_LARGE, ynode_get(places->table, "id"), t->id.ptr);
	arena_free(p.arena);
}
