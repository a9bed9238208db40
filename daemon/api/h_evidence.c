/*
 * GET /v1/contracts/{id}/evidence/{indicator}: per fact that the indicator reads, its value and the
 * rows behind it (I4). Two round trips: the facts, then rows and counts of all needs in one
 * pipeline.
 */
#include <inttypes.h>

#include "api/doc_json.h"
#include "api/handlers.h"
#include "api/param.h"
#include "api/reply.h"
#include "api/scheme_of.h"
#include "api/score_json.h"
#include "rules/window.h"
#include "store/fetch.h"

#define EVIDENCE_NEEDS_MAX 64
#define EVIDENCE_PARAMS 5
#define EVIDENCE_COUNT_PARAMS 3 /* a count needs no page */
#define EVIDENCE_HEAD 2         /* entity id and name come before the evidence columns */

struct evidence {
	const struct generation_scheme *gs;
	const struct node *node;
	struct facts facts;
	struct fetch_detail detail;
	uint32_t n;                /* needs of the leaf */
	struct pg_result **rows;   /* [n] */
	struct pg_result **counts; /* [n] */
};

static enum err_code
find_indicator(struct job *job, struct evidence *e)
{
	const struct scheme *s = e->gs->scheme;
	struct text id = job->params.indicator_id;
	int32_t i = scheme_node(s, id);

	if (i < 0 || s->nodes[i].leaf == NULL || s->nodes[i].leaf->n_needs == 0)
		return err_set(&job->err, E_INDICATOR_UNKNOWN, "indicator",
		    arena_strndup(job->arena, id.ptr, id.len),
		    arena_strndup(job->arena, s->id.ptr, s->id.len), NULL);
	e->node = &s->nodes[i];
	e->n = e->node->leaf->n_needs;
	if (e->n > EVIDENCE_NEEDS_MAX)
		return err_set(&job->err, E_LIMIT, "", "evidence", "64", NULL);
	return ERR_OK;
}

static enum err_code
fetch_values(struct job *job, struct worker_ctx *ctx, struct evidence *e)
{
	enum err_code code;

	e->detail.heads = arena_alloc(ctx->scratch, sizeof(*e->detail.heads));
	code = fetch_batch_detail(ctx->db, &e->gs->plan, &job->params.contract_id, 1,
	    job->params.as_of, job->deadline_ms, ctx->scratch, &e->facts, &e->detail, &job->err);
	if (code != ERR_OK)
		return code;
	if (e->facts.n == 0 || !e->facts.found[0] || e->detail.heads[0].id == 0)
		return contract_unknown(job);
	return contract_started(job, e->detail.heads[0].start_on);
}

static enum err_code
fetch_rows(struct job *job, struct worker_ctx *ctx, struct evidence *e)
{
	const struct pg_param params[EVIDENCE_PARAMS] = {
		{ .type = PG_INT8, .i = job->params.contract_id },
		{ .type = PG_DATE, .i = job->params.as_of },
		{ .type = job->params.entity != 0 ? PG_INT8 : PG_NULL, .i = job->params.entity },
		{ .type = PG_INT8, .i = job->params.limit },
		{ .type = PG_INT8, .i = job->params.offset },
	};
	struct pg_query *queries = arena_array(ctx->scratch, 2 * (size_t)e->n, sizeof(*queries));

	e->rows = arena_array(ctx->scratch, 2 * (size_t)e->n, sizeof(struct pg_result *));
	e->counts = e->rows + e->n;
	for (uint32_t i = 0; i < e->n; i++) {
		struct pg_query *rows = &queries[i];
		struct pg_query *count = &queries[e->n + i];
		enum err_code code = plan_evidence(&e->gs->plan, e->node->leaf->needs[i],
		    ctx->scratch, &rows->sql, &count->sql, &job->err);

		if (code != ERR_OK)
			return code;
		rows->params = count->params = params;
		rows->n_params = EVIDENCE_PARAMS;
		count->n_params = EVIDENCE_COUNT_PARAMS;
	}
	return pg_run(ctx->db, queries, 2 * e->n, job->deadline_ms, e->rows, &job->err);
}

/* Row of the grid whose value is asked for: the contract's own, or that of the entity. */
static bool
value_row(const struct job *job, const struct fact_grid *grid, enum grain grain, uint32_t *ret)
{
	for (uint32_t r = grid->first[0]; r < grid->first[1]; r++) {
		if (grain == GRAIN_CONTRACT || grid->entity[r] == job->params.entity) {
			*ret = r;
			return true;
		}
	}
	return false;
}

static void
write_value(
    struct json *j, const struct job *job, const struct evidence *e, const struct need *need)
{
	static const struct rtype number = { .kind = VT_NUMBER };
	const struct fact_grid *grid = &e->facts.grid[need->grain];
	const struct rtype *type = &need->metric->type;
	uint32_t r = 0;
	bool found = value_row(job, grid, need->grain, &r);
	uint16_t c = need->column;

	json_value(j, "value", e->gs->scheme, type, found && grid->known[c][r],
	    found ? grid->value[c][r] : 0);
	if (!type->share) {
		json_key(j, "of");
		json_null(j);
		return;
	}
	json_value(j, "of", e->gs->scheme, &number, found && grid->known[c + 1][r],
	    found ? grid->value[c + 1][r] : 0);
}

static void
write_cell(struct json *j, const struct pg_result *r, uint32_t row, uint32_t col)
{
	if (pg_null(r, row, col))
		json_null(j);
	else
		json_text(j, pg_text(r, row, col));
}

static void
write_row(struct json *j, const struct pg_result *r, uint32_t row)
{
	json_object(j);
	json_key(j, "entity");
	if (pg_null(r, row, 0))
		json_null(j);
	else
		json_int(j, pg_int(r, row, 0));
	json_key(j, "name");
	write_cell(j, r, row, 1);
	json_key(j, "cells");
	json_array(j);
	for (uint32_t c = EVIDENCE_HEAD; c < pg_columns(r); c++)
		write_cell(j, r, row, c);
	json_end(j);
	json_end(j);
}

static int64_t
count_of(const struct evidence *e, uint32_t i)
{
	return pg_rows(e->counts[i]) > 0 ? pg_int(e->counts[i], 0, 0) : 0;
}

/* The days that the fact was counted in; null when there was no such window. */
static void
write_window(struct json *j, const struct evidence *e, const struct need *need)
{
	const struct scheme *s = e->gs->scheme;
	day_t since, until;

	json_key(j, "window");
	if (!window_of(s->window, e->detail.heads[0].start_on, e->facts.until[0], need->back,
		&since, &until)) {
		json_null(j);
		return;
	}
	json_object(j);
	json_key(j, "since");
	json_day(j, since);
	json_key(j, "until");
	json_day(j, until);
	json_end(j);
}

static void
write_need(struct json *j, const struct job *job, const struct evidence *e, uint32_t i)
{
	const struct need *need = &e->gs->scheme->needs[e->node->leaf->needs[i]];
	const struct pg_result *rows = e->rows[i];
	struct title title = { need->metric->title_zh, need->metric->title_en };

	json_object(j);
	json_key(j, "metric");
	json_text(j, need->metric->name);
	json_title(j, "title", title);
	json_key(j, "expression");
	json_text(j, need->source);
	json_key(j, "grain");
	json_str(j, grain_name(need->grain));
	json_key(j, "type");
	json_str(j, type_word(need->metric->type.kind));
	json_key(j, "unit");
	json_text_or_null(j, need->metric->type.unit);
	write_window(j, e, need);
	write_value(j, job, e, need);
	json_key(j, "count");
	json_int(j, count_of(e, i));
	json_key(j, "columns");
	json_array(j);
	for (uint32_t c = EVIDENCE_HEAD; c < pg_columns(rows); c++)
		json_str(j, pg_column_name(rows, c));
	json_end(j);
	json_key(j, "rows");
	json_array(j);
	for (uint32_t r = 0; r < pg_rows(rows); r++)
		write_row(j, rows, r);
	json_end(j);
	json_end(j);
}

/* Empty on the last page. */
static struct text
next_page(struct job *job, const struct evidence *e)
{
	const struct params *p = &job->params;
	int64_t end = p->offset + p->limit;
	bool more = false;
	struct buf href;
	struct text ret;

	for (uint32_t i = 0; i < e->n; i++)
		more = more || count_of(e, i) > end;
	if (!more || end > OFFSET_MAX)
		return (struct text){ NULL, 0 };
	buf_init(&href, HREF_MAX);
	evidence_href(&href, p->contract_id, e->node->id, p->as_of, p->entity);
	buf_addf(&href, "&limit=%" PRId64 "&offset=%" PRId64, p->limit, end);
	ret = text_dup(job->arena, (struct text){ href.data, href.len });
	buf_free(&href);
	return ret;
}

static void
write_head(struct json *j, const struct job *job, const struct evidence *e)
{
	json_key(j, "contract");
	json_int(j, job->params.contract_id);
	json_key(j, "indicator");
	json_object(j);
	json_key(j, "id");
	json_text(j, e->node->id);
	json_title(j, "title", e->node->title);
	json_key(j, "clause");
	json_text_or_null(j, e->node->clause);
	json_end(j);
	json_key(j, "as_of");
	json_day(j, job->params.as_of);
	json_key(j, "window");
	json_object(j);
	json_key(j, "since");
	json_day(j, e->facts.since[0]);
	json_key(j, "until");
	json_day(j, e->facts.until[0]);
	json_end(j);
}

static enum err_code
write_evidence(struct job *job, const struct evidence *e)
{
	struct text next = next_page(job, e);
	enum err_code code;
	struct json j;

	reply_start(job, &j);
	json_object(&j);
	write_head(&j, job, e);
	json_key(&j, "needs");
	json_array(&j);
	for (uint32_t i = 0; i < e->n; i++)
		write_need(&j, job, e, i);
	json_end(&j);
	json_key(&j, "next");
	json_text_or_null(&j, next);
	json_end(&j);
	code = reply_finish(job, &j, 200);
	if (code == ERR_OK && next.len > 0)
		reply_link_next(job, next);
	return code;
}

enum err_code
handle_evidence(struct job *job, struct worker_ctx *ctx)
{
	struct evidence e = { 0 };
	enum err_code code;

	schemes_of(&job, 1, ctx, &e.gs);
	if (e.gs == NULL)
		return job->err.code;
	code = find_indicator(job, &e);
	if (code == ERR_OK)
		code = fetch_values(job, ctx, &e);
	if (code == ERR_OK)
		code = fetch_rows(job, ctx, &e);
	if (code != ERR_OK)
		return code;
	code = write_evidence(job, &e);
	for (uint32_t i = 0; i < 2 * e.n; i++)
		pg_result_free(e.rows[i]);
	return code;
}
