#include "api/scheme_of.h"

#include <inttypes.h>
#include <stdio.h>

#include "api/programme_cache.h"
#include "store/contracts.h"

enum err_code
contract_unknown(struct job *job)
{
	char id[24];

	programme_forget(job->params.contract_id);
	(void)snprintf(id, sizeof(id), "%" PRId64, job->params.contract_id);
	return err_set(&job->err, E_CONTRACT_UNKNOWN, "id", id, NULL);
}

enum err_code
contract_started(struct job *job, day_t start_on)
{
	char as_of[DAY_TEXT_MAX];
	char from[DAY_TEXT_MAX];

	if (!date_ok(start_on) || job->params.as_of >= start_on)
		return ERR_OK;
	date_print(job->params.as_of, as_of);
	date_print(start_on, from);
	return err_set(&job->err, E_AS_OF_EARLY, "as_of", as_of, from, NULL);
}

static const struct generation_scheme *
scheme_named(struct job *job, struct text code)
{
	const struct generation_scheme *gs = generation_scheme(job->gen, code);
	char id[24];

	if (gs != NULL)
		return gs;
	(void)snprintf(id, sizeof(id), "%" PRId64, job->params.contract_id);
	(void)err_set(
	    &job->err, E_NO_SCHEME, "", id, arena_strndup(job->arena, code.ptr, code.len), NULL);
	return NULL;
}

/* Jobs whose contract is not in the cache; their places in jobs[]. */
static uint32_t
use_cache(struct job **jobs, uint32_t n, const struct generation_scheme **ret, uint32_t *missing)
{
	char code[PROGRAMME_CODE_MAX];
	uint32_t n_missing = 0;

	for (uint32_t i = 0; i < n; i++) {
		ret[i] = NULL;
		if (programme_cached(jobs[i]->params.contract_id, code))
			ret[i] = scheme_named(jobs[i], text_of(code));
		else
			missing[n_missing++] = i;
	}
	return n_missing;
}

int64_t
jobs_deadline(struct job **jobs, uint32_t n)
{
	int64_t latest = jobs[0]->deadline_ms;

	for (uint32_t i = 1; i < n; i++) {
		if (jobs[i]->deadline_ms > latest)
			latest = jobs[i]->deadline_ms;
	}
	return latest;
}

static void
look_up(struct job **jobs, uint32_t n, struct worker_ctx *ctx, const uint32_t *missing,
    uint32_t n_missing, const struct generation_scheme **ret)
{
	int64_t *ids = arena_array(ctx->scratch, n_missing, sizeof(*ids));
	struct contract_row *rows = arena_array(ctx->scratch, n_missing, sizeof(*rows));
	struct err err;
	enum err_code code;

	for (uint32_t i = 0; i < n_missing; i++)
		ids[i] = jobs[missing[i]]->params.contract_id;
	code = contracts_get(
	    ctx->db, ids, n_missing, jobs_deadline(jobs, n), ctx->scratch, rows, &err);
	for (uint32_t i = 0; i < n_missing; i++) {
		struct job *job = jobs[missing[i]];

		if (code != ERR_OK) {
			job->err = err;
		} else if (rows[i].id == 0) {
			(void)contract_unknown(job);
		} else {
			programme_remember(rows[i].id, rows[i].programme);
			ret[missing[i]] = scheme_named(job, rows[i].programme);
		}
	}
}

void
schemes_of(
    struct job **jobs, uint32_t n, struct worker_ctx *ctx, const struct generation_scheme **ret)
{
	uint32_t *missing = arena_array(ctx->scratch, n, sizeof(*missing));
	uint32_t n_missing = use_cache(jobs, n, ret, missing);

	if (n_missing > 0)
		look_up(jobs, n, ctx, missing, n_missing, ret);
}
