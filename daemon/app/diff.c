#include "app/diff.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUND 500u
#define ROUND_BYTES ((size_t)256 << 20)
#define ONE_BYTES ((size_t)16 << 20) /* decisions and changes of one contract */
#define ROUND_MS 60000

static struct diff_row *
new_row(struct diff *d)
{
	d->rows = arena_room(d->arena, d->rows, d->n_rows, &d->cap_rows, sizeof(*d->rows));
	return &d->rows[d->n_rows++];
}

static void
keep_failure(struct diff *d, int64_t id)
{
	if (d->failed < DIFF_FAILED_MAX)
		d->failures[d->failed] = id;
	d->failed++;
}

static void *
copied(struct diff *d, const void *items, uint32_t n, size_t size)
{
	void *own = arena_array(d->arena, n, size);

	if (n > 0)
		memcpy(own, items, n * size);
	return own;
}

/* What is kept outlives the round: cells are given up, the rest is copied. */
static struct comparison
kept(struct diff *d, const struct comparison *c)
{
	struct comparison own = *c;

	own.nodes = copied(d, c->nodes, c->n_nodes, sizeof(*own.nodes));
	own.applied = copied(d, c->applied, c->n_applied, sizeof(*own.applied));
	own.decisions = copied(d, c->decisions, c->n_decisions, sizeof(*own.decisions));
	for (uint32_t i = 0; i < own.n_nodes; i++)
		own.nodes[i].cell[BEFORE] = own.nodes[i].cell[AFTER] = NULL;
	for (uint32_t i = 0; i < own.n_applied; i++)
		for (int side = 0; side < SIDES; side++)
			if (own.applied[i].applied[side] != NULL)
				own.applied[i].applied[side] = copied(
				    d, own.applied[i].applied[side], 1, sizeof(struct applied));
	for (uint32_t i = 0; i < own.n_decisions; i++)
		own.decisions[i].entity_name = text_dup(d->arena, own.decisions[i].entity_name);
	return own;
}

static enum err_code
compare(struct diff *d, const struct result r[SIDES], uint32_t i)
{
	const struct result *const of[SIDES] = { &r[BEFORE], &r[AFTER] };
	struct decision_set sets[SIDES];
	const struct decision_set *const told[SIDES] = { &sets[BEFORE], &sets[AFTER] };
	struct comparison c;
	enum err_code rc = ERR_OK;

	arena_reset(d->one);
	for (int side = 0; side < SIDES && rc == ERR_OK; side++)
		rc = engine_decide(&r[side], i, d->one, &sets[side], &d->err);
	if (rc == ERR_OK)
		rc = engine_compare(of, (const uint32_t[SIDES]){ i, i }, told, d->one, &c, &d->err);
	if (rc != ERR_OK)
		return rc;
	d->compared++;
	d->up += c.change > 0;
	d->down += c.change < 0;
	d->grades += c.grade_moved;
	if (c.n_nodes + c.n_applied + c.n_decisions > 0 || c.change != 0 || c.grade_moved)
		*new_row(d) = (struct diff_row){ .id = r[BEFORE].facts->contract[i],
			.lowest = { r[BEFORE].lowest[i], r[AFTER].lowest[i] },
			.highest = { r[BEFORE].highest[i], r[AFTER].highest[i] },
			.grade = { compare_grade(&r[BEFORE], i), compare_grade(&r[AFTER], i) },
			.changes = kept(d, &c) };
	return ERR_OK;
}

static enum err_code
keep_results(struct diff *d, const struct result r[SIDES])
{
	enum err_code rc = ERR_OK;

	for (uint32_t i = 0; i < r[BEFORE].n && rc == ERR_OK; i++) {
		if (!r[BEFORE].facts->found[i])
			continue;
		if (!decide_has_score(&r[BEFORE], i))
			d->not_started++;
		else if (r[BEFORE].failed[i] || r[AFTER].failed[i])
			keep_failure(d, r[BEFORE].facts->contract[i]);
		else
			rc = compare(d, r, i);
	}
	if (rc == ERR_OK && arena_over(d->arena))
		rc = err_set(&d->err, E_LIMIT, "", "diff", "1 GiB", NULL);
	return rc;
}

static enum err_code
compute(struct diff *d, const int64_t *ids, uint32_t n, struct arena *round)
{
	struct fetch_ask asks[FETCH_PLANS_MAX] = { { .plan = &d->plan[BEFORE] },
		{ .plan = &d->plan[AFTER] } };
	struct result r[SIDES];
	enum err_code rc = fetch_together(d->pg, asks, FETCH_PLANS_MAX, PLAN_BATCH, ids, n,
	    d->as_of, pg_now_ms() + ROUND_MS, round, &d->err);

	for (int side = 0; side < SIDES && rc == ERR_OK; side++)
		rc = engine_score(d->scheme[side], &asks[side].facts, d->as_of, ENGINE_CELLS, round,
		    &r[side], &d->err);
	return rc == ERR_OK ? keep_results(d, r) : rc;
}

/* One that cannot be computed keeps no other out: halves are tried apart. */
static enum err_code
run_ids(struct diff *d, const int64_t *ids, uint32_t n, struct arena *round)
{
	enum err_code rc;

	arena_reset(round);
	rc = compute(d, ids, n, round);
	if (rc == ERR_OK || !fetch_fault_of_data(rc) || (rc == E_LIMIT && arena_over(d->arena)))
		return rc;
	if (n == 1) {
		keep_failure(d, ids[0]);
		return ERR_OK;
	}
	rc = run_ids(d, ids, n / 2, round);
	return rc == ERR_OK ? run_ids(d, ids + n / 2, n - n / 2, round) : rc;
}

static void
progress(const struct diff *d)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%u …", d->compared + d->not_started + d->failed);
}

/* The next of the programme behind `last`, or of those asked for. */
static enum err_code
next_ids(struct diff *d, int64_t last, uint32_t done, struct arena *round, int64_t ids[ROUND],
    uint32_t *ret_n)
{
	struct contract_filter f = { .programme = d->scheme[BEFORE]->id,
		.sort = SORT_ID,
		.limit = ROUND,
		.has_cursor = last > 0,
		.cursor_id = last };
	struct contract_row *rows;
	enum err_code rc;

	if (d->asked != NULL) {
		*ret_n = d->n_asked - done < ROUND ? d->n_asked - done : ROUND;
		if (*ret_n > 0)
			memcpy(ids, d->asked + done, *ret_n * sizeof(*ids));
		return ERR_OK;
	}
	arena_reset(round);
	rc = contracts_list(d->pg, &f, pg_now_ms() + ROUND_MS, round, &rows, ret_n, &d->err);
	for (uint32_t i = 0; rc == ERR_OK && i < *ret_n; i++)
		ids[i] = rows[i].id;
	return rc;
}

static enum err_code
run_rounds(struct diff *d, struct arena *round)
{
	int64_t ids[ROUND], last = 0;
	uint32_t n = ROUND, done = 0;
	enum err_code rc = ERR_OK;

	while (n == ROUND && rc == ERR_OK) {
		rc = next_ids(d, last, done, round, ids, &n);
		if (rc != ERR_OK || n == 0)
			break;
		last = ids[n - 1];
		done += n;
		rc = run_ids(d, ids, n, round);
		progress(d);
		if (rc == ERR_OK && done > DIFF_CONTRACTS_MAX)
			rc = err_set(&d->err, E_LIMIT, "", "contracts", "200000", NULL);
	}
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
	return rc;
}

static dec_t
size_of_change(const struct diff_row *r)
{
	return r->changes.change < 0 ? -r->changes.change : r->changes.change;
}

static int
by_change(const void *a, const void *b)
{
	const struct diff_row *x = a;
	const struct diff_row *y = b;
	dec_t dx = size_of_change(x), dy = size_of_change(y);

	if (dx != dy)
		return dx > dy ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* Numbers and titles of those that change, in lots of what one question may ask for. */
static enum err_code
read_heads(struct diff *d)
{
	int64_t ids[ROUND];
	struct contract_row heads[ROUND];
	enum err_code rc = ERR_OK;

	for (uint32_t at = 0; at < d->n_rows && rc == ERR_OK; at += ROUND) {
		uint32_t n = d->n_rows - at < ROUND ? d->n_rows - at : ROUND;

		for (uint32_t i = 0; i < n; i++)
			ids[i] = d->rows[at + i].id;
		rc = contracts_get(d->pg, ids, n, pg_now_ms() + ROUND_MS, d->arena, heads, &d->err);
		for (uint32_t i = 0; i < n && rc == ERR_OK; i++)
			d->rows[at + i].head = heads[i];
	}
	return rc;
}

enum err_code
diff_contracts(struct diff *d)
{
	struct arena *round = arena_new(ROUND_BYTES);
	enum err_code rc;

	d->one = arena_new(ONE_BYTES);
	rc = run_rounds(d, round);
	arena_free(d->one);
	arena_free(round);
	if (rc != ERR_OK)
		return rc;
	if (d->n_rows > 0)
		qsort(d->rows, d->n_rows, sizeof(*d->rows), by_change);
	return read_heads(d);
}
