/*
 * POST /v1/simulations: the body is read, its rules are compiled and its facts resolved; then one
 * contract is computed twice here, or a whole programme by the patient worker. Nothing is stored.
 */
#include <stdio.h>

#include "api/handlers.h"
#include "api/reply.h"
#include "api/scheme_of.h"
#include "api/sim.h"

#define SIM_BYTES ((size_t)256 << 20)

static enum err_code
find_contract_scheme(struct sim *s)
{
	struct job *job = s->job;

	job->params.contract_id = s->ask.contract_id;
	job->params.as_of = s->ask.as_of;
	schemes_of(&job, 1, s->ctx, &s->gs);
	if (s->gs != NULL)
		return ERR_OK;
	(void)snprintf(job->err.pointer, sizeof(job->err.pointer), "#/contract");
	return job->err.code;
}

static enum err_code
find_scheme(struct sim *s)
{
	const struct jvalue *code = s->ask.programme;

	if (code == NULL)
		return find_contract_scheme(s);
	s->gs = generation_scheme(s->job->gen, code->text);
	if (s->gs != NULL)
		return ERR_OK;
	return err_set(&s->job->err, E_SCHEME_UNKNOWN, "#/programme", code->text.ptr, NULL);
}

enum err_code
sim_prepare(struct sim *s)
{
	struct job *job = s->job;
	enum err_code code = sim_ask_read(job, &s->ask);

	if (code == ERR_OK)
		code = find_scheme(s);
	if (code == ERR_OK)
		code = sim_rules_read(job, &s->ask, s->gs, s->arena, &s->rules);
	if (code == ERR_OK)
		code = sim_facts_read(job, &s->ask, s->rules.scheme, s->arena, &s->assumed);
	return code;
}

static enum err_code
run(struct sim *s)
{
	if (s->ask.programme == NULL)
		return sim_contract(s);
	s->job->needs_patience = !s->ctx->patient; /* what is wrong with it was told at once */
	return s->ctx->patient ? sim_programme(s) : ERR_OK;
}

enum err_code
handle_simulation(struct job *job, struct worker_ctx *ctx)
{
	struct sim s = { .job = job, .ctx = ctx, .arena = arena_new(SIM_BYTES) };
	enum err_code code = sim_prepare(&s);

	if (code == ERR_OK)
		code = run(&s);
	if (code != ERR_OK)
		reply_problem(job); /* while the findings are there */
	arena_free(s.arena);
	return ERR_OK;
}

enum err_code
sim_fetch_refused(const struct sim *s, enum err_code code)
{
	char state[ERR_ARG_MAX];

	if (!s->rules.own || code != E_DB_QUERY)
		return code;
	(void)snprintf(state, sizeof(state), "%s", s->job->err.arg[0]);
	return err_set(&s->job->err, E_SIM_QUERY,
	    s->ask.scheme != NULL ? "#/scheme" : "#/parameters", state, NULL);
}
