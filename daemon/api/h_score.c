/*
 * GET /v1/contracts/{id}/score. All waiting jobs of one scheme and one as_of are one statement per
 * grain and one run of the engine, so load makes batches. With the programme cached a score costs
 * one round trip. One of a contract that has not changed since its document was made is answered
 * with those bytes: what the facts would give again (I2).
 */
#include <string.h>

#include "api/handlers.h"
#include "api/reply.h"
#include "api/scheme_of.h"
#include "api/score_json.h"
#include "engine/engine.h"
#include "store/changes.h"
#include "store/fetch.h"

/* Jobs of one scheme and as_of, and what was computed for them. */
struct batch {
	struct job **jobs;
	uint32_t n;
	const struct generation_scheme *scheme;
	struct worker_ctx *ctx;
	struct facts facts;
	struct fetch_detail detail;
	struct result result;
	int64_t asked_ms; /* before the facts were read */
};

static void
fail_all(const struct batch *b, const struct err *err)
{
	for (uint32_t i = 0; i < b->n; i++) {
		b->jobs[i]->err = *err;
		reply_problem(b->jobs[i]);
	}
}

static enum err_code
compute(struct batch *b, struct err *reterr)
{
	int64_t *ids = arena_array(b->ctx->scratch, b->n, sizeof(*ids));
	enum err_code code;

	b->asked_ms = pg_now_ms();
	b->detail.heads = arena_array(b->ctx->scratch, b->n, sizeof(*b->detail.heads));
	for (uint32_t i = 0; i < b->n; i++)
		ids[i] = b->jobs[i]->params.contract_id;
	code = fetch_documents(b->ctx->db, &b->scheme->plan, ids, b->n, b->jobs[0]->params.as_of,
	    jobs_deadline(b->jobs, b->n), b->ctx->scratch, &b->facts, &b->detail, reterr);
	if (code != ERR_OK)
		return code;
	return engine_score(b->scheme->scheme, &b->facts, b->jobs[0]->params.as_of, ENGINE_CELLS,
	    b->ctx->scratch, &b->result, reterr);
}

/* Facts are in ascending order of contract. */
static bool
find_contract(const struct facts *f, int64_t id, uint32_t *ret)
{
	uint32_t lo = 0;
	uint32_t hi = f->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (f->contract[mid] < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	*ret = lo;
	return lo < f->n && f->contract[lo] == id && f->found[lo];
}

static enum err_code
answer(const struct batch *b, struct job *job)
{
	struct score_doc doc = { .result = &b->result,
		.counts = b->detail.counts,
		.scratch = b->ctx->scratch,
		.frames = b->scheme->frames };
	struct json j;

	if (!find_contract(&b->facts, job->params.contract_id, &doc.contract))
		return contract_unknown(job);
	doc.head = &b->detail.heads[doc.contract];
	doc.data_time = b->detail.data_time[doc.contract];
	if (doc.head->id == 0) /* gone between two statements */
		return contract_unknown(job);
	if (contract_started(job, doc.head->start_on) != ERR_OK)
		return E_AS_OF_EARLY;
	if (b->result.failed[doc.contract])
		return err_set(&job->err, E_OVERFLOW, "", "score", NULL);
	reply_start(job, &j);
	score_json(&j, &doc);
	if (!b->scheme->plan.marked)
		return reply_finish(job, &j, 200);
	return reply_finish_ready(job, &j,
	    &(struct ready_document){ .contract = job->params.contract_id,
		.as_of = job->params.as_of,
		.made_ms = b->asked_ms,
		.snapshot = b->detail.snapshot });
}

/* Such a contract must not fail the others of its batch: halves are tried apart, down to single
 * contracts. */
static void
run_batch(
    struct job **jobs, uint32_t n, const struct generation_scheme *scheme, struct worker_ctx *ctx)
{
	struct batch b = { .jobs = jobs, .n = n, .scheme = scheme, .ctx = ctx };
	struct err err = { 0 };
	enum err_code code = compute(&b, &err);

	if (fetch_fault_of_data(code) && n > 1) {
		run_batch(jobs, n / 2, scheme, ctx);
		run_batch(jobs + n / 2, n - n / 2, scheme, ctx);
		return;
	}
	if (code != ERR_OK) {
		fail_all(&b, &err);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (answer(&b, jobs[i]) != ERR_OK)
			reply_problem(jobs[i]);
	}
}

/* Those of the jobs whose documents are kept ready, in front; the others behind. */
static uint32_t
take_ready(struct job **jobs, uint32_t n, struct ready_document **documents)
{
	int64_t since_ms = pg_now_ms() - CHANGES_KNOWN_MS;
	uint32_t taken = 0;

	for (uint32_t i = 0; i < n; i++) {
		struct job *job = jobs[i];
		struct ready_document *d = ready_take(
		    job->gen->ready, job->params.contract_id, job->params.as_of, since_ms);

		if (d == NULL)
			continue;
		jobs[i] = jobs[taken];
		jobs[taken] = job;
		documents[taken++] = d;
	}
	return taken;
}

/* Answers jobs whose contracts have not changed since their documents were made; returns how many
 * are left, in front. */
static uint32_t
answer_ready(struct job **jobs, uint32_t n, struct worker_ctx *ctx)
{
	struct ready_document **documents =
	    arena_array(ctx->scratch, n, sizeof(struct ready_document *));
	uint32_t taken = take_ready(jobs, n, documents), left = 0;
	struct text *snapshots = arena_array(ctx->scratch, taken, sizeof(*snapshots));
	int64_t *ids = arena_array(ctx->scratch, taken, sizeof(*ids));
	bool *changed = arena_array(ctx->scratch, taken, sizeof(*changed));
	struct err err;
	enum err_code code;

	if (taken == 0)
		return n;
	for (uint32_t i = 0; i < taken; i++) {
		ids[i] = documents[i]->contract;
		snapshots[i] = documents[i]->snapshot;
	}
	code = changes_since(
	    ctx->db, ids, snapshots, taken, jobs_deadline(jobs, taken), changed, &err);
	for (uint32_t i = 0; i < n; i++) {
		if (i < taken && code != ERR_OK) {
			jobs[i]->err = err;
			reply_problem(jobs[i]);
		} else if (i < taken && !changed[i]) {
			reply_ready(jobs[i], documents[i]);
			ctx->ready++;
		} else {
			jobs[left++] = jobs[i];
		}
	}
	for (uint32_t i = 0; i < taken; i++)
		ready_release(documents[i]);
	return left;
}

/* Jobs from `at` on with the scheme and as_of of the first, at most a batch; they and their
 * schemes are moved together. */
static uint32_t
gather(struct job **jobs, const struct generation_scheme **schemes, uint32_t n)
{
	uint32_t size = 1;

	for (uint32_t i = 1; i < n && size < FETCH_BATCH_MAX; i++) {
		struct job *job = jobs[i];
		const struct generation_scheme *scheme = schemes[i];

		if (scheme != schemes[0] || job->params.as_of != jobs[0]->params.as_of)
			continue;
		jobs[i] = jobs[size];
		schemes[i] = schemes[size];
		jobs[size] = job;
		schemes[size++] = scheme;
	}
	return size;
}

/* Answers those that have no scheme; returns how many are left, in front. */
static uint32_t
drop_failed(struct job **jobs, const struct generation_scheme **schemes, uint32_t n)
{
	uint32_t left = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (schemes[i] == NULL) {
			reply_problem(jobs[i]);
			continue;
		}
		jobs[left] = jobs[i];
		schemes[left++] = schemes[i];
	}
	return left;
}

void
handle_scores(struct job **jobs, uint32_t n, struct worker_ctx *ctx)
{
	const struct generation_scheme **schemes =
	    arena_array(ctx->scratch, n, sizeof(const struct generation_scheme *));
	struct job **own = arena_array(ctx->scratch, n, sizeof(*own));
	uint32_t left;

	memcpy(own, jobs, n * sizeof(*own));
	schemes_of(own, n, ctx, schemes);
	left = drop_failed(own, schemes, n);
	for (uint32_t at = 0; at < left;) {
		uint32_t size = gather(own + at, schemes + at, left - at);

		uint32_t unready = answer_ready(own + at, size, ctx);

		if (unready > 0)
			run_batch(own + at, unready, schemes[at], ctx);
		at += size;
	}
}
