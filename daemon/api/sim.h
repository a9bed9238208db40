/*
 * POST /v1/simulations: what a request says, and what follows from it. A body is read into a
 * sim_ask; its rules become a scheme and a plan beside the loaded ones; its facts become overlays
 * on what was fetched. Nothing here writes to the database, and nothing outlives the request.
 *
 * What cannot be read is 400; what does not fit the rules that are loaded, or refuses to compile,
 * is 422. Each refusal has the JSON pointer of the member it is about.
 */
#ifndef API_SIM_H
#define API_SIM_H

#include "api/json_in.h"
#include "api/json_write.h"
#include "api/route.h"
#include "engine/compare.h"
#include "metrics/fact_set.h"
#include "store/fetch.h"

#define SIM_LIMIT_DEFAULT 20
#define SIM_LIMIT_MAX 200
#define SIM_FACTS_MAX 1000u

enum sim_part {
	SIM_SCORE,
	SIM_DEADLINES,
	SIM_PENALTIES,
	SIM_PAYMENTS,
	SIM_RENEWAL,
	SIM_CONDITIONS,
	SIM_PARTS
};
const char *sim_part_word(unsigned part); /* "score"; NULL past the last */

struct sim_ask {
	const struct jvalue *contract, *programme; /* one of them */
	int64_t contract_id;
	day_t as_of;
	int64_t limit;                              /* contracts of a programme that are named */
	unsigned include;                           /* 1u << SIM_x */
	const struct jvalue *facts;                 /* of the contract, or of each of a programme */
	const struct jvalue *entities[GRAIN_COUNT]; /* lists of {id, facts}; of one contract only */
	const struct jvalue *parameters, *scheme;   /* at most one of them */
};
/* Does it ask for anything that follows from a score? */
bool sim_decides(const struct sim_ask *ask);
/* The job's body. */
enum err_code sim_ask_read(struct job *job, struct sim_ask *ret) MUST_USE;

/* The rules of afterwards: the loaded ones, those with other values of parameters, or a draft. */
struct sim_rules {
	const struct scheme *scheme;
	const struct plan *plan;
	const struct score_frame *frames;
	bool own; /* not the loaded ones */
	struct diags diags;
};
/* E_SIM_PARAMETER, E_SIM_PARAMETER_VALUE, E_SIM_DRAFT with job->findings. */
enum err_code sim_rules_read(struct job *job, const struct sim_ask *ask,
    const struct generation_scheme *gs, struct arena *arena, struct sim_rules *ret) MUST_USE;

/* Facts of the request, resolved against the rules of afterwards. */
struct sim_fact {
	const struct need *need;
	bool of_entity;
	int64_t entity;
	struct fact fact;
	const struct jvalue *at;
};
struct sim_facts {
	uint32_t n;
	struct sim_fact *items;
};
/* E_SIM_FACT with the nearest name, E_SIM_FACT_MANY, E_SIM_VALUE, E_JSON_TWICE. */
enum err_code sim_facts_read(struct job *job, const struct sim_ask *ask, const struct scheme *s,
    struct arena *arena, struct sim_facts *ret) MUST_USE;
/* Row of contract i's grid that a fact is of; E_SIM_ENTITY when it has none. */
enum err_code sim_fact_row(const struct sim_fact *f, const struct facts *facts, uint32_t i,
    uint32_t *ret, struct err *reterr) MUST_USE;
/* Over the facts of every contract. */
enum err_code sim_facts_put(
    const struct sim_facts *f, struct facts *facts, struct err *reterr) MUST_USE;

/* A request, resolved. */
struct sim {
	struct job *job;
	struct worker_ctx *ctx;
	struct arena *arena; /* of the request */
	struct sim_ask ask;
	const struct generation_scheme *gs; /* of before */
	struct sim_rules rules;             /* of afterwards */
	struct sim_facts assumed;
};
/* Reads the job's body, compiles and resolves; s->job, ctx and arena are given. */
enum err_code sim_prepare(struct sim *s) MUST_USE;

/* One contract before and after. */
struct sim_side {
	const struct scheme *scheme;
	const struct score_frame *frames;
	struct facts facts;
	const struct fetch_detail *detail;
	struct result result;
	struct decision_set set; /* when decisions are asked for */
};
struct sim_pair {
	struct sim *sim;
	struct fetch_detail detail[2];
	struct facts as_fetched; /* of the rules of afterwards */
	struct sim_side before, after;
	struct comparison changes;
};
enum err_code sim_compute(struct sim *s, struct sim_pair *ret) MUST_USE;
/* What the database refuses of rules of the request is their fault: E_SIM_QUERY. */
enum err_code sim_fetch_refused(const struct sim *s, enum err_code code);
/* The answers. sim_programme takes its time: for a patient worker only. */
enum err_code sim_contract(struct sim *s) MUST_USE;
enum err_code sim_programme(struct sim *s) MUST_USE;

/* "changes": of a contract that has a score on that day, or not. */
void sim_changes_json(struct json *j, const struct sim_pair *p);
/* "assumed": what was assumed, beside what it was. `as_fetched`: facts before the overlay; NULL: a
 * programme, whose contracts differ. */
void sim_assumed_json(struct json *j, const struct sim *s, const struct facts *as_fetched);

#endif
