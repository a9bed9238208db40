/* One contract before and after, from one snapshot: by the loaded rules, and by those of the
 * request. */
#include <stdio.h>
#include <string.h>

#include "api/decision_json.h"
#include "api/doc_json.h"
#include "api/reply.h"
#include "api/scheme_of.h"
#include "api/score_json.h"
#include "api/sim.h"

/* ---- computing ---------------------------------------------------------------------- */

/* Faults about a parameter of a GET are about a member of the body here. */
static enum err_code
in_body(struct job *job, const char *pointer, enum err_code code)
{
	if (code != ERR_OK && job->err.pointer[0] != '#' && job->err.pointer[0] != '\0')
		(void)snprintf(job->err.pointer, sizeof(job->err.pointer), "%s", pointer);
	return code;
}

static enum err_code
fetch(struct sim_pair *p)
{
	struct sim *s = p->sim;
	struct job *job = s->job;
	struct fetch_ask asks[FETCH_PLANS_MAX] = {
		{ .plan = &s->gs->plan, .detail = &p->detail[0] },
		{ .plan = s->rules.plan, .detail = &p->detail[1] },
	};
	enum err_code code;

	for (uint32_t i = 0; i < FETCH_PLANS_MAX; i++)
		p->detail[i].heads = arena_alloc(s->arena, sizeof(*p->detail[i].heads));
	code = fetch_together(s->ctx->db, asks, FETCH_PLANS_MAX,
	    sim_decides(&p->sim->ask) ? PLAN_DETAIL : PLAN_DOCUMENT, &s->ask.contract_id, 1,
	    s->ask.as_of, job->deadline_ms, s->arena, &job->err);
	if (code != ERR_OK)
		return sim_fetch_refused(s, code);
	p->before.facts = asks[0].facts;
	p->as_fetched = asks[1].facts;
	p->after.facts = facts_copy(&asks[1].facts, s->arena);
	if (!p->as_fetched.found[0] || p->detail[0].heads[0].id == 0)
		return contract_unknown(job);
	/* What follows from dates is told on earlier days too, as by GET. */
	return (s->ask.include & 1u << SIM_SCORE) != 0
		   ? contract_started(job, p->detail[0].heads[0].start_on)
		   : ERR_OK;
}

static enum err_code
compute(struct sim_pair *p, struct sim_side *side)
{
	struct sim *s = p->sim;
	struct err *err = &s->job->err;
	enum err_code code = engine_score(
	    side->scheme, &side->facts, s->ask.as_of, ENGINE_CELLS, s->arena, &side->result, err);

	if (code == ERR_OK && side->result.failed[0])
		code = err_set(err, E_OVERFLOW, "", "score", NULL);
	if (code == ERR_OK && sim_decides(&p->sim->ask))
		code = engine_decide(&side->result, 0, s->arena, &side->set, err);
	return code;
}

static enum err_code
compare(struct sim_pair *p)
{
	const struct result *const r[SIDES] = { &p->before.result, &p->after.result };
	const struct decision_set *const sets[SIDES] = { &p->before.set, &p->after.set };

	return engine_compare(r, (const uint32_t[SIDES]){ 0, 0 },
	    sim_decides(&p->sim->ask) ? sets : NULL, p->sim->arena, &p->changes, &p->sim->job->err);
}

enum err_code
sim_compute(struct sim *s, struct sim_pair *p)
{
	enum err_code code;

	*p = (struct sim_pair){ .sim = s };
	p->before = (struct sim_side){
		.scheme = s->gs->scheme, .frames = s->gs->frames, .detail = &p->detail[0]
	};
	p->after = (struct sim_side){
		.scheme = s->rules.scheme, .frames = s->rules.frames, .detail = &p->detail[1]
	};
	code = fetch(p);
	if (code != ERR_OK)
		return in_body(s->job, code == E_AS_OF_EARLY ? "#/as_of" : "#/contract", code);
	code = sim_facts_put(&s->assumed, &p->after.facts, &s->job->err);
	if (code == ERR_OK)
		code = compute(p, &p->before);
	if (code == ERR_OK)
		code = compute(p, &p->after);
	return code == ERR_OK ? compare(p) : code;
}

/* ---- the answer --------------------------------------------------------------------- */

static void
write_payments(struct json *j, const struct decision_set *set)
{
	json_key(j, "payments");
	json_object(j);
	payments_json(j, set);
	json_end(j);
}

static void
write_conditions(struct json *j, const struct decision_set *set)
{
	json_key(j, "conditions");
	json_object(j);
	conditions_json(j, set);
	json_end(j);
}

static void
write_side(struct json *j, const char *key, const struct sim_pair *p, const struct sim_side *side)
{
	static void (*const parts[SIM_PARTS])(
	    struct json *, const struct decision_set *) = { [SIM_DEADLINES] = deadlines_json,
		[SIM_PENALTIES] = penalties_json,
		[SIM_PAYMENTS] = write_payments,
		[SIM_RENEWAL] = renewal_json,
		[SIM_CONDITIONS] = write_conditions };
	struct score_doc doc = { .result = &side->result,
		.head = &side->detail->heads[0],
		.counts = side->detail->counts,
		.data_time = side->detail->data_time[0],
		.scratch = p->sim->arena,
		.frames = side->frames };

	json_key(j, key);
	json_object(j);
	for (unsigned part = 0; part < SIM_PARTS; part++) {
		if ((p->sim->ask.include & 1u << part) == 0)
			continue;
		if (part != SIM_SCORE) {
			parts[part](j, &side->set);
			continue;
		}
		json_key(j, "score");
		score_json(j, &doc);
	}
	json_end(j);
}

static enum err_code
answer(const struct sim_pair *p)
{
	struct sim *s = p->sim;
	struct json j;

	reply_start(s->job, &j);
	json_object(&j);
	json_key(&j, "contract");
	json_contract(&j, &p->detail[0].heads[0], false);
	json_key(&j, "as_of");
	json_day(&j, s->ask.as_of);
	sim_assumed_json(&j, s, &p->as_fetched);
	sim_changes_json(&j, p);
	write_side(&j, "before", p, &p->before);
	write_side(&j, "after", p, &p->after);
	json_end(&j);
	return reply_finish_fresh(s->job, &j, 200);
}

enum err_code
sim_contract(struct sim *s)
{
	struct sim_pair p;
	enum err_code code = sim_compute(s, &p);

	if (code == ERR_OK && arena_over(s->arena))
		code = err_set(&s->job->err, E_LIMIT, "#", "simulation", "256 MiB", NULL);
	return code == ERR_OK ? answer(&p) : code;
}
