/*
 * GET /v1/contracts/{id}/deadlines, penalties, payments, renewal, conditions: one fetch, one score,
 * what follows from it. Read only: every sanction is a proposal, and the advice is not a decision.
 */
#include "api/decision_json.h"
#include "api/doc_json.h"
#include "api/handlers.h"
#include "api/reply.h"
#include "api/scheme_of.h"
#include "store/fetch.h"

typedef void part_writer(struct json *j, const struct decision_set *set);

struct decided {
	const struct scheme *scheme;
	struct facts facts;
	struct fetch_detail detail;
	struct result result;
	struct decision_set set;
};

static enum err_code
decide(struct job *job, struct worker_ctx *ctx, struct decided *d)
{
	const struct generation_scheme *gs;
	enum err_code code;

	schemes_of(&job, 1, ctx, &gs);
	if (gs == NULL)
		return job->err.code;
	d->scheme = gs->scheme;
	d->detail.heads = arena_alloc(ctx->scratch, sizeof(*d->detail.heads));
	code = fetch_batch_detail(ctx->db, &gs->plan, &job->params.contract_id, 1,
	    job->params.as_of, job->deadline_ms, ctx->scratch, &d->facts, &d->detail, &job->err);
	if (code != ERR_OK)
		return code;
	if (d->facts.n == 0 || !d->facts.found[0] || d->detail.heads[0].id == 0)
		return contract_unknown(job);
	code = engine_score(d->scheme, &d->facts, job->params.as_of, ENGINE_SCORES, ctx->scratch,
	    &d->result, &job->err);
	if (code == ERR_OK && d->result.failed[0])
		code = err_set(&job->err, E_OVERFLOW, "", "score", NULL);
	if (code == ERR_OK)
		code = engine_decide(&d->result, 0, ctx->scratch, &d->set, &job->err);
	return code;
}

static enum err_code
answer(struct job *job, struct worker_ctx *ctx, part_writer *part)
{
	struct decided d = { .scheme = NULL };
	enum err_code code = decide(job, ctx, &d);
	struct json j;

	if (code != ERR_OK)
		return code;
	reply_start(job, &j);
	json_object(&j);
	json_key(&j, "contract");
	json_contract(&j, &d.detail.heads[0], false);
	json_scheme_ref(&j, "scheme", d.scheme);
	json_key(&j, "as_of");
	json_day(&j, job->params.as_of);
	json_key(&j, "score");
	if (decide_has_score(&d.result, 0))
		json_dec(&j, d.result.score[0]);
	else
		json_null(&j);
	part(&j, &d.set);
	json_end(&j);
	return reply_finish(job, &j, 200);
}

enum err_code
handle_deadlines(struct job *job, struct worker_ctx *ctx)
{
	return answer(job, ctx, deadlines_json);
}

enum err_code
handle_penalties(struct job *job, struct worker_ctx *ctx)
{
	return answer(job, ctx, penalties_json);
}

enum err_code
handle_payments(struct job *job, struct worker_ctx *ctx)
{
	return answer(job, ctx, payments_json);
}

enum err_code
handle_renewal(struct job *job, struct worker_ctx *ctx)
{
	return answer(job, ctx, renewal_json);
}

enum err_code
handle_conditions(struct job *job, struct worker_ctx *ctx)
{
	return answer(job, ctx, conditions_json);
}
