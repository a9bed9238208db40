/*
 * Routes: one row in one table (route_table.c) gives method, path, parameters, where it runs and
 * the handler. 404, 405 with Allow, parameter checks, metrics labels and the OpenAPI test all
 * follow from the rows.
 */
#ifndef API_ROUTE_H
#define API_ROUTE_H

#include <stdatomic.h>

#include "api/job.h"

/* ON_LOOP: answered by run_loop on the loop once the token is known; when it is not, by `run` on
 * the worker that asks for it. ON_SIDE: by a worker of its own, because it computes for so long
 * (rules are compiled) that it would hold up what waits behind it. */
enum route_where { ON_LOOP, ON_WORKER, ON_SIDE };

/* What a route takes as its body; the media types of each are in route_body.c. */
enum body_kind { BODY_NONE, BODY_YAML, BODY_JSON, BODY_COUNT };

/* What a worker lends to a handler. `patient`: it may take minutes, up to the job's deadline, and
 * looks at `stop` meanwhile; a handler that needs that and has another worker sets
 * job->needs_patience, gives no answer and is run again by the patient one. */
struct worker_ctx {
	struct pg *db; /* reader */
	struct arena *scratch;
	uint32_t ready; /* documents answered from those kept ready: the handler adds */
	bool patient;
	const atomic_bool *stop;
};

/* State that app shows through /readyz, /healthz and /metrics; filled by app before the handler
 * runs. */
struct process_view {
	bool db_ok, migrated, rules_ok,
	    scores_ok;            /* scores_ok: every contract has had its first stored score */
	const char *rules_fault;  /* summary of the last failed reload, or NULL */
	struct text metrics_text; /* Prometheus text */
	const char *version;
	int64_t uptime_s;
};

struct route {
	const char *method, *path; /* "/v1/contracts/{id}/score" */
	const char *operation;     /* operationId of openapi.yaml */
	unsigned params;           /* P_* bits of param.h */
	enum route_where where;
	bool open; /* no token needed */
	enum body_kind body;
	size_t body_max; /* bytes; ASSAYD_BODY_MAX holds as well */
	/* Fills job->reply, or returns a code with job->err set: then the caller writes the problem
	 * document. */
	enum err_code (*run)(struct job *job, struct worker_ctx *ctx);
	/* All waiting jobs of this route at once (they share a generation); each gets its own reply
	 * or error. NULL: run one by one. */
	void (*run_batch)(struct job **jobs, uint32_t n, struct worker_ctx *ctx);
	enum err_code (*run_loop)(struct job *job, const struct process_view *view);
};

extern const struct route route_table[];
extern const uint32_t route_count;

/* Routes, reads parameters, language and what the head says of the body: 400, 404, 405, 411, 413,
 * 415. Before the body is there. On failure the problem document is already in job->reply. */
enum err_code route_request(struct job *job);
/* Runs jobs that a worker took: groups by route and generation, drops the expired (503/504),
 * authenticates the unknown. */
void route_run(struct job **jobs, uint32_t n, struct worker_ctx *ctx);
/* Token from the Authorization header against the cache; on the loop. E_UNAUTHORIZED or
 * E_TOKEN_INVALID with reply filled when it cannot be valid; ret_known = false when a worker must
 * ask the database (route_run does). The only place where a token is checked. */
enum err_code auth_cached(struct job *job, bool *ret_known);

/* E_LENGTH_MISSING, E_LIMIT, E_MEDIA_TYPE, E_BODY_MISSING, or E_BODY_UNEXPECTED: whether the head
 * of the job's request announces the body that its route takes. */
enum err_code route_body(struct job *job) MUST_USE;

/* Problem document (RFC 9457) from job->err into job->reply. */
void reply_problem(struct job *job);

#endif
