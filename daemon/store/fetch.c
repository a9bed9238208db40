/*
 * One pipeline: the contract grain (for a score document with the heads), then each grain the
 * scheme reads. All of a round see one snapshot. Rows may come in any order; they are put in their
 * places by contract and entity (I2).
 */
#include "store/fetch.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/changes.h"
#include "store/contracts_internal.h"

enum { QUERIES_MAX = GRAIN_COUNT + 1 };

/* How a column of a grid is read. */
struct column_rule {
	const struct metric *metric;
	bool empty_zero;    /* NULL is a known 0; of an earlier window the statement says which */
	bool times_million; /* a whole number, date or boolean on the wire */
};

struct fetch {
	const struct plan *plan;
	struct arena *arena;
	struct facts *facts;
	enum plan_form form;
	struct fetch_detail *detail; /* with the forms that have it */
	struct pg_query query[QUERIES_MAX];
	struct pg_result *result[QUERIES_MAX];
	enum grain grain[QUERIES_MAX];
	uint32_t n_queries;
	struct err *err;
};

/* ---- values */

static struct column_rule *
column_rules(const struct fetch *f, enum grain g)
{
	const struct scheme *s = f->plan->scheme;
	struct column_rule *rules = arena_array(f->arena, s->n_columns[g], sizeof(*rules));

	for (uint32_t i = 0; i < s->n_needs; i++) {
		const struct need *need = &s->needs[i];
		const struct metric *m = catalogue_metric(f->plan->catalogue, need->metric);
		bool million =
		    m->whole || m->decl.type.kind == VT_DATE || m->decl.type.kind == VT_BOOL;

		if (need->grain != g)
			continue;
		rules[need->column] =
		    (struct column_rule){ m, m->empty_zero && need->back == 0, million };
		if (m->decl.type.share)
			rules[need->column + 1] = rules[need->column];
	}
	return rules;
}

static enum err_code
overflow(const struct fetch *f, const struct metric *m)
{
	char name[ERR_ARG_MAX];

	(void)snprintf(name, sizeof(name), "%.*s", TEXT_ARG(m->decl.name));
	return err_set(f->err, E_OVERFLOW, "", name, NULL);
}

/* One row of the answer into one row of the grid. */
static enum err_code
read_row(const struct fetch *f, const struct pg_result *r, uint32_t row, uint32_t first_col,
    const struct column_rule *rules, struct fact_grid *grid, uint32_t to)
{
	for (uint16_t c = 0; c < grid->columns; c++) {
		int64_t v;

		if (pg_null(r, row, first_col + c)) {
			grid->known[c][to] = rules[c].empty_zero;
			continue;
		}
		v = pg_int(r, row, first_col + c);
		if (rules[c].times_million && __builtin_mul_overflow(v, DEC_ONE, &v))
			return overflow(f, rules[c].metric);
		grid->value[c][to] = v;
		grid->known[c][to] = 1;
	}
	return ERR_OK;
}

/* ---- the contract grain */

static int
by_id(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int64_t *
sorted_ids(const int64_t *ids, uint32_t n, struct arena *arena, uint32_t *ret_n)
{
	int64_t *own = arena_array(arena, n, sizeof(*own));
	uint32_t kept = 0;

	if (n > 0)
		memcpy(own, ids, n * sizeof(*own));
	qsort(own, n, sizeof(*own), by_id);
	for (uint32_t i = 0; i < n; i++)
		if (kept == 0 || own[kept - 1] != own[i])
			own[kept++] = own[i];
	*ret_n = kept;
	return own;
}

#define NO_PLACE UINT32_MAX

/* Place of a row's contract among the facts. The batch form says it; the full form has it looked
 * up. */
static uint32_t
contract_place(const struct facts *facts, const struct pg_result *r, uint32_t row)
{
	int64_t ord = pg_int(r, row, PLAN_ORD), id = pg_int(r, row, PLAN_CONTRACT);
	const int64_t *at;

	if (ord > 0) {
		assert(ord <= facts->n && facts->contract[ord - 1] == id);
		return (uint32_t)(ord - 1);
	}
	at = bsearch(&id, facts->contract, facts->n, sizeof(id), by_id);
	return at == NULL ? NO_PLACE : (uint32_t)(at - facts->contract);
}

static void
init_facts(const struct fetch *f, const int64_t *ids, uint32_t n)
{
	facts_init(f->facts, f->plan->scheme, n, f->arena);
	for (uint32_t i = 0; i < n; i++) {
		f->facts->contract[i] = ids[i];
		f->facts->since[i] = f->facts->until[i] = DAY_NONE;
	}
}

/* Adds what one row says about the rows behind the needs of its grain. */
static void
read_counts(const struct fetch *f, enum grain g, const struct pg_result *r, uint32_t row,
    uint32_t first_col, uint32_t to, uint32_t place)
{
	const struct scheme *s = f->plan->scheme;
	const struct fact_grid *grid = &f->facts->grid[g];
	uint32_t counts = first_col + s->n_columns[g];

	for (uint32_t i = 0; i < s->n_needs; i++) {
		const struct plan_count *c = &f->plan->count[i];
		int64_t *sum = &f->detail->counts[(size_t)i * f->facts->n + place];

		if (s->needs[i].grain != g)
			continue;
		if (c->fact)
			*sum +=
			    grid->known[c->column][to] ? grid->value[c->column][to] / DEC_ONE : 0;
		else if (!pg_null(r, row, counts + c->column))
			*sum += pg_int(r, row, counts + c->column);
	}
}

static void
read_recorded(
    const struct fetch *f, const struct pg_result *r, uint32_t row, uint32_t col, uint32_t place)
{
	int64_t *newest = &f->detail->data_time[place];
	int64_t at = pg_null(r, row, col) ? INT64_MIN : pg_int(r, row, col);

	if (at > *newest)
		*newest = at;
}

static void
init_detail(const struct fetch *f)
{
	struct fetch_detail *d = f->detail;
	uint32_t n = f->facts->n;

	d->counts = arena_array(f->arena, (size_t)f->plan->scheme->n_needs * n, sizeof(int64_t));
	d->data_time = arena_array(f->arena, n, sizeof(int64_t));
	for (uint32_t i = 0; i < n; i++) {
		d->data_time[i] = INT64_MIN;
		d->heads[i] = (struct contract_row){ .id = 0 };
	}
}

static void
read_detail(const struct fetch *f, const struct pg_result *r, uint32_t row, uint32_t place)
{
	uint32_t head = PLAN_CONTRACT_FACTS + (uint32_t)f->plan->scheme->n_columns[GRAIN_CONTRACT] +
			f->plan->grain[GRAIN_CONTRACT].n_counts;

	read_recorded(f, r, row, PLAN_NOW, place);
	read_counts(f, GRAIN_CONTRACT, r, row, PLAN_CONTRACT_FACTS, place, place);
	contract_brief_read(r, row, head, f->plan->scheme->id, f->arena, &f->detail->heads[place]);
}

static enum err_code
read_contracts(const struct fetch *f, const struct pg_result *r)
{
	struct column_rule *rules = column_rules(f, GRAIN_CONTRACT);
	struct facts *facts = f->facts;

	if (f->detail != NULL)
		init_detail(f);
	for (uint32_t row = 0; row < pg_rows(r); row++) {
		uint32_t place = contract_place(facts, r, row);
		enum err_code rc = read_row(
		    f, r, row, PLAN_CONTRACT_FACTS, rules, &facts->grid[GRAIN_CONTRACT], place);

		if (rc != ERR_OK)
			return rc;
		facts->found[place] = true;
		facts->since[place] = (day_t)pg_int(r, row, PLAN_SINCE);
		facts->until[place] = (day_t)pg_int(r, row, PLAN_UNTIL);
		facts->data_time = pg_int(r, row, PLAN_NOW);
		if (f->detail != NULL)
			read_detail(f, r, row, place);
	}
	return ERR_OK;
}

/* ---- the other grains */

struct entity_row {
	uint32_t place, row;
	int64_t entity;
};

static int
by_place(const void *a, const void *b)
{
	const struct entity_row *x = a;
	const struct entity_row *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->entity > y->entity) - (x->entity < y->entity);
}

/* The rows in the order of the grid. One whose contract is not among the facts (it came between two
 * statements, on a connection without a common snapshot) is left out. */
static struct entity_row *
entity_order(const struct fetch *f, const struct pg_result *r, uint32_t *ret_n)
{
	uint32_t rows = pg_rows(r), n = 0;
	struct entity_row *order = arena_array(f->arena, rows, sizeof(*order));
	bool sorted = true;

	for (uint32_t i = 0; i < rows; i++) {
		uint32_t place = contract_place(f->facts, r, i);

		if (place == NO_PLACE)
			continue;
		order[n] = (struct entity_row){ place, i, pg_int(r, i, PLAN_ENTITY) };
		sorted = sorted && (n == 0 || by_place(&order[n - 1], &order[n]) < 0);
		n++;
	}
	if (!sorted)
		qsort(order, n, sizeof(*order), by_place);
	*ret_n = n;
	return order;
}

static enum err_code
read_entities(const struct fetch *f, enum grain g, const struct pg_result *r)
{
	struct column_rule *rules = column_rules(f, g);
	struct fact_grid *grid = &f->facts->grid[g];
	uint32_t recorded = PLAN_ENTITY_FACTS + (uint32_t)f->plan->scheme->n_columns[g] +
			    f->plan->grain[g].n_counts;
	uint32_t n;
	const struct entity_row *rows = entity_order(f, r, &n);

	facts_grid(f->facts, g, f->plan->scheme->n_columns[g], n, f->arena);
	for (uint32_t i = 0; i < n; i++) {
		enum err_code rc = read_row(f, r, rows[i].row, PLAN_ENTITY_FACTS, rules, grid, i);

		if (rc != ERR_OK)
			return rc;
		grid->entity[i] = rows[i].entity;
		grid->name[i] = text_dup(f->arena, pg_text(r, rows[i].row, PLAN_NAME));
		grid->first[rows[i].place + 1]++;
		if (f->detail == NULL)
			continue;
		read_counts(f, g, r, rows[i].row, PLAN_ENTITY_FACTS, i, rows[i].place);
		read_recorded(f, r, rows[i].row, recorded, rows[i].place);
	}
	for (uint32_t i = 0; i < f->facts->n; i++)
		grid->first[i + 1] += grid->first[i];
	return ERR_OK;
}

/* ---- the round */

/* What changes_since is asked with later. */
static void
add_snapshot(struct fetch *f)
{
	f->query[f->n_queries++] = (struct pg_query){ .name = "snapshot_now", .sql = SNAPSHOT_NOW };
}

static void
add_grains(struct fetch *f, const struct pg_param *params, uint32_t n_params)
{
	for (int g = 0; g < GRAIN_COUNT; g++) {
		const struct plan_statement *s = f->plan->grain[g].form[f->form];

		if (s == NULL)
			continue;
		f->grain[f->n_queries] = (enum grain)g;
		f->query[f->n_queries++] = (struct pg_query){
			.name = f->plan->unnamed ? NULL : s->name,
			.sql = s->sql,
			.params = params,
			.n_params = n_params,
		};
	}
	if (f->form == PLAN_DOCUMENT)
		add_snapshot(f);
}

static void
read_snapshot(struct fetch *f)
{
	f->detail->snapshot = text_dup(f->arena, pg_text(f->result[--f->n_queries], 0, 0));
}

static enum err_code
read_all(struct fetch *f)
{
	enum err_code rc = read_contracts(f, f->result[0]);

	if (f->form == PLAN_DOCUMENT)
		read_snapshot(f);
	for (uint32_t i = 1; i < f->n_queries && rc == ERR_OK; i++)
		rc = read_entities(f, f->grain[i], f->result[i]);
	if (rc == ERR_OK && arena_over(f->arena))
		rc = err_set(f->err, E_LIMIT, "", "facts", "arena", NULL);
	return rc;
}

static void
free_results(struct fetch *f)
{
	for (uint32_t i = 0; i < QUERIES_MAX; i++)
		pg_result_free(f->result[i]);
}

/* The statements of all in one pipeline; each then has its own results. */
static enum err_code
run_round(struct fetch *all, uint32_t n_all, struct pg *pg, int64_t deadline_ms)
{
	struct pg_query queries[FETCH_PLANS_MAX * QUERIES_MAX];
	struct pg_result *results[FETCH_PLANS_MAX * QUERIES_MAX] = { NULL };
	uint32_t n = 0;
	enum err_code rc;

	for (uint32_t i = 0; i < n_all; i++)
		for (uint32_t q = 0; q < all[i].n_queries; q++)
			queries[n++] = all[i].query[q];
	rc = pg_run(pg, queries, n, deadline_ms, results, all->err);
	n = 0;
	for (uint32_t i = 0; i < n_all && rc == ERR_OK; i++)
		for (uint32_t q = 0; q < all[i].n_queries; q++)
			all[i].result[q] = results[n++];
	return rc;
}

static enum err_code
run_batch(struct fetch *all, uint32_t n_all, struct pg *pg, const int64_t *ids, uint32_t n,
    day_t as_of, int64_t deadline_ms)
{
	struct arena *arena = all->arena;
	uint32_t unique;
	int64_t *own = sorted_ids(ids, n, arena, &unique);
	day_t *days = arena_array(arena, unique, sizeof(*days));
	const struct pg_param params[] = { { .type = PG_INT8_ARRAY, .ints = own, .n = unique },
		{ .type = PG_DATE_ARRAY, .days = days, .n = unique } };
	enum err_code rc;

	for (uint32_t i = 0; i < unique; i++)
		days[i] = as_of;
	for (uint32_t i = 0; i < n_all; i++)
		add_grains(&all[i], params, COUNT_OF(params));
	rc = run_round(all, n_all, pg, deadline_ms);
	for (uint32_t i = 0; i < n_all && rc == ERR_OK; i++) {
		init_facts(&all[i], own, unique);
		rc = read_all(&all[i]);
	}
	for (uint32_t i = 0; i < n_all; i++)
		free_results(&all[i]);
	return rc;
}

static enum err_code
too_many(struct err *reterr)
{
	return err_set(reterr, E_LIMIT, "", "contracts", "1024", NULL);
}

static enum err_code
batch(struct fetch *f, struct pg *pg, const int64_t *ids, uint32_t n, day_t as_of,
    int64_t deadline_ms, struct facts *ret)
{
	struct facts facts;
	enum err_code rc;

	if (n > FETCH_BATCH_MAX)
		return too_many(f->err);
	f->facts = &facts;
	rc = run_batch(f, 1, pg, ids, n, as_of, deadline_ms);
	if (rc == ERR_OK)
		*ret = facts;
	return rc;
}

static bool
same_needs(const struct scheme *a, const struct scheme *b)
{
	if (a->n_needs != b->n_needs)
		return false;
	for (uint32_t i = 0; i < a->n_needs; i++)
		if (a->needs[i].grain != b->needs[i].grain ||
		    a->needs[i].column != b->needs[i].column ||
		    !text_eq(a->needs[i].source, b->needs[i].source))
			return false;
	return true;
}

/* One's facts are the other's: the same statements (so the same window too), and every need in the
 * same column. */
static bool
same_questions(const struct plan *a, const struct plan *b, enum plan_form form)
{
	for (int g = 0; g < GRAIN_COUNT; g++) {
		const struct plan_statement *x = a->grain[g].form[form],
					    *y = b->grain[g].form[form];

		if ((x == NULL) != (y == NULL) || (x != NULL && strcmp(x->sql, y->sql) != 0))
			return false;
	}
	return same_needs(a->scheme, b->scheme);
}

static void
copy_answer(struct fetch_ask *to, const struct fetch_ask *from, struct arena *arena)
{
	to->facts = facts_copy(&from->facts, arena);
	if (to->detail != NULL)
		*to->detail = *from->detail;
}

enum err_code
fetch_together(struct pg *pg, struct fetch_ask *asks, uint32_t n_asks, enum plan_form form,
    const int64_t *ids, uint32_t n, day_t as_of, int64_t deadline_ms, struct arena *arena,
    struct err *reterr)
{
	struct fetch all[FETCH_PLANS_MAX];
	bool same;
	enum err_code rc;

	assert(n_asks >= 1 && n_asks <= FETCH_PLANS_MAX);
	if (n > FETCH_BATCH_MAX)
		return too_many(reterr);
	same = n_asks == 2 && same_questions(asks[0].plan, asks[1].plan, form);
	for (uint32_t i = 0; i < n_asks; i++)
		all[i] = (struct fetch){ asks[i].plan, arena, &asks[i].facts, form,
			.detail = asks[i].detail, .err = reterr };
	rc = run_batch(all, same ? 1 : n_asks, pg, ids, n, as_of, deadline_ms);
	if (rc == ERR_OK && same)
		copy_answer(&asks[1], &asks[0], arena);
	return rc;
}

enum err_code
fetch_batch_detail(struct pg *pg, const struct plan *p, const int64_t *ids, uint32_t n, day_t as_of,
    int64_t deadline_ms, struct arena *arena, struct facts *ret, struct fetch_detail *detail,
    struct err *reterr)
{
	struct fetch f = { p, arena, .form = PLAN_DETAIL, .detail = detail, .err = reterr };

	return batch(&f, pg, ids, n, as_of, deadline_ms, ret);
}

enum err_code
fetch_documents(struct pg *pg, const struct plan *p, const int64_t *ids, uint32_t n, day_t as_of,
    int64_t deadline_ms, struct arena *arena, struct facts *ret, struct fetch_detail *detail,
    struct err *reterr)
{
	struct fetch f = { p, arena, .form = PLAN_DOCUMENT, .detail = detail, .err = reterr };

	return batch(&f, pg, ids, n, as_of, deadline_ms, ret);
}

enum err_code
fetch_batch(struct pg *pg, const struct plan *p, const int64_t *ids, uint32_t n, day_t as_of,
    int64_t deadline_ms, struct arena *arena, struct facts *ret, struct err *reterr)
{
	struct fetch f = { p, arena, .form = PLAN_BATCH, .err = reterr };

	return batch(&f, pg, ids, n, as_of, deadline_ms, ret);
}

enum err_code
fetch_scores(struct pg *pg, const struct plan *p, const int64_t *ids, uint32_t n, day_t as_of,
    int64_t deadline_ms, struct arena *arena, struct facts *ret, struct err *reterr)
{
	struct fetch f = { p, arena, .form = PLAN_SCORES, .err = reterr };

	return batch(&f, pg, ids, n, as_of, deadline_ms, ret);
}

bool
fetch_fault_of_data(enum err_code code)
{
	return code == E_LIMIT || code == E_OVERFLOW || code == E_DB_QUERY;
}

static int64_t *
ids_of(const struct pg_result *r, struct arena *arena)
{
	uint32_t n = pg_rows(r);
	int64_t *ids = arena_array(arena, n, sizeof(*ids));

	for (uint32_t i = 0; i < n; i++)
		ids[i] = pg_int(r, i, PLAN_CONTRACT);
	qsort(ids, n, sizeof(*ids), by_id);
	return ids;
}

enum err_code
fetch_full(struct pg *pg, const struct plan *p, int64_t lo, int64_t hi, day_t as_of,
    int64_t deadline_ms, struct arena *arena, struct facts *ret, struct err *reterr)
{
	const struct pg_param params[] = { { .type = PG_INT8, .i = lo },
		{ .type = PG_INT8, .i = hi }, { .type = PG_DATE, .i = as_of } };
	struct facts facts;
	struct fetch f = { p, arena, &facts, .form = PLAN_FULL_SCORES, .err = reterr };
	enum err_code rc;

	add_grains(&f, params, COUNT_OF(params));
	rc = pg_run(pg, f.query, f.n_queries, deadline_ms, f.result, reterr);
	if (rc != ERR_OK)
		return rc;
	init_facts(&f, ids_of(f.result[0], arena), pg_rows(f.result[0]));
	rc = read_all(&f);
	free_results(&f);
	if (rc == ERR_OK)
		*ret = facts;
	return rc;
}
