/*
 * Does the database take the plan? Each statement is prepared under its own name and run over no
 * contract at all: that also checks permissions, which preparing alone does not. When one is
 * refused, each need is tried on its own to find the metrics at fault.
 */
#include "store/plan.h"

#include <string.h>

static enum err_code
run_empty(struct pg *pg, const char *name, const char *sql, bool full, int64_t deadline_ms,
    struct err *reterr)
{
	static const struct pg_param none[] = { { .type = PG_INT8_ARRAY },
		{ .type = PG_DATE_ARRAY } };
	static const struct pg_param range[] = { { .type = PG_INT8, .i = 1 },
		{ .type = PG_INT8, .i = 0 }, { .type = PG_DATE, .i = 0 } };
	const struct pg_query q = { .name = name,
		.sql = sql,
		.params = full ? range : none,
		.n_params = full ? COUNT_OF(range) : COUNT_OF(none) };

	return pg_run(pg, &q, 1, deadline_ms, NULL, reterr);
}

static enum err_code
run_all(const struct plan *p, struct pg *pg, int64_t deadline_ms, struct err *reterr)
{
	enum err_code rc = ERR_OK;

	for (int g = 0; g < GRAIN_COUNT; g++) {
		for (int f = 0; f < PLAN_FORMS && rc == ERR_OK; f++) {
			const struct plan_statement *s = p->grain[g].form[f];

			if (s != NULL)
				rc = run_empty(pg, s->name, s->sql, f == PLAN_FULL_SCORES,
				    deadline_ms, reterr);
		}
	}
	return rc;
}

/* Evidence of a need, over a contract that does not exist. */
static enum err_code
run_evidence(const struct plan *p, struct pg *pg, uint32_t need, struct arena *scratch,
    int64_t deadline_ms, struct err *reterr)
{
	static const struct pg_param params[] = { { .type = PG_INT8, .i = -1 },
		{ .type = PG_DATE, .i = 0 }, { .type = PG_NULL }, { .type = PG_INT8, .i = 0 },
		{ .type = PG_INT8, .i = 0 } };
	struct pg_query q = { .params = params, .n_params = COUNT_OF(params) };
	const char *count;
	enum err_code rc = plan_evidence(p, need, scratch, &q.sql, &count, reterr);

	return rc != ERR_OK ? rc : pg_run(pg, &q, 1, deadline_ms, NULL, reterr);
}

/* The plan of one need alone. Its statements run unnamed, so that nothing of them stays prepared.
 */
static enum err_code
run_one(const struct plan *p, struct pg *pg, uint32_t need, struct arena *scratch,
    int64_t deadline_ms, struct err *reterr)
{
	struct need only = p->scheme->needs[need];
	struct scheme s = *p->scheme;
	struct plan single;
	enum err_code rc;

	s.needs = &only;
	s.n_needs = 1;
	rc = plan_build(&s, p->catalogue, scratch, &single, reterr);
	if (rc == ERR_OK)
		rc = run_empty(pg, NULL, single.grain[only.grain].form[PLAN_BATCH]->sql, false,
		    deadline_ms, reterr);
	if (rc == ERR_OK)
		rc = run_empty(pg, NULL, single.grain[only.grain].form[PLAN_DETAIL]->sql, false,
		    deadline_ms, reterr);
	if (rc == ERR_OK)
		rc = run_evidence(&single, pg, 0, scratch, deadline_ms, reterr);
	return rc;
}

static void
report(const struct metric *m, const struct err *e, struct diags *diags)
{
	struct arena *a = diags->arena;

	diag_add(diags, F_METRIC_SQL, m->source->file.ptr, m->line, m->column,
	    (uint32_t)m->decl.name.len, arena_strndup(a, m->decl.name.ptr, m->decl.name.len),
	    e->arg[1], NULL);
}

/* *ret_found counts the metrics reported. */
static enum err_code
find_culprits(const struct plan *p, struct pg *pg, int64_t deadline_ms, struct diags *diags,
    uint32_t *ret_found, struct err *reterr)
{
	struct arena *scratch = arena_new(64u << 20);
	const struct metric *last = NULL; /* needs of one metric stand together */
	enum err_code rc = ERR_OK;

	for (uint32_t i = 0; i < p->scheme->n_needs && rc == ERR_OK; i++) {
		const struct metric *m = catalogue_metric(p->catalogue, p->scheme->needs[i].metric);
		struct err e;

		arena_reset(scratch);
		rc = run_one(p, pg, i, scratch, deadline_ms, &e);
		if (rc == E_DB_QUERY) {
			rc = ERR_OK;
			if (m != last)
				report(m, &e, diags);
			last = m;
			++*ret_found;
		} else if (rc != ERR_OK && reterr != NULL) {
			*reterr = e;
		}
	}
	arena_free(scratch);
	return rc;
}

enum err_code
plan_check(const struct plan *p, struct pg *pg, int64_t deadline_ms, struct diags *diags,
    struct err *reterr)
{
	struct arena *scratch = arena_new(64u << 20);
	struct err first;
	uint32_t found = 0;
	enum err_code rc = run_all(p, pg, deadline_ms, &first), again;

	for (uint32_t i = 0; i < p->scheme->n_needs && rc == ERR_OK; i++) {
		arena_reset(scratch);
		rc = run_evidence(p, pg, i, scratch, deadline_ms, &first);
	}
	arena_free(scratch);
	if (rc == ERR_OK)
		return ERR_OK;
	if (rc == E_DB_QUERY) {
		again = find_culprits(p, pg, deadline_ms, diags, &found, reterr);
		if (again != ERR_OK)
			return again;
	}
	if (found > 0)
		return ERR_OK; /* told in diags */
	if (reterr != NULL)
		*reterr = first;
	return rc;
}
