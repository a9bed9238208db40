/*
 * Routing, tokens and the grouping of waiting jobs, against handlers and a token table of the
 * test's own. The rows of route_table.c are checked against what openapi.yaml says by the API
 * tests.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "api/auth.h"
#include "api/handlers.h"
#include "base/hash.h"
#include "store/contracts.h"

#define JOBS 8

static struct job jobs[JOBS];
static struct worker_ctx ctx;
static int64_t clock_ms;

/* What the fakes saw. */
static struct {
	uint32_t calls, sizes[JOBS], token_asks;
	const struct job *order[JOBS];
	uint32_t n_order;
	enum err_code token_fault;
	uint8_t known_token[32];
} seen;

int64_t
pg_now_ms(void)
{
	return clock_ms;
}

enum err_code
token_find(struct pg *pg, const uint8_t hash[32], int64_t deadline_ms, struct arena *arena,
    struct token_row *ret, struct err *reterr)
{
	(void)pg;
	(void)deadline_ms;
	(void)arena;
	seen.token_asks++;
	if (seen.token_fault != ERR_OK)
		return err_set(reterr, seen.token_fault, "", "test", NULL);
	if (memcmp(hash, seen.known_token, 32) == 0)
		*ret = (struct token_row){
			.found = true, .id = 7, .principal = TEXT("bureau"), .role = TEXT("admin")
		};
	return ERR_OK;
}

static enum err_code
run_one(struct job *job, struct worker_ctx *c)
{
	(void)c;
	seen.order[seen.n_order++] = job;
	job->reply.status = 200;
	return ERR_OK;
}

#define RUNS(handler)                                                \
	enum err_code handler(struct job *job, struct worker_ctx *c) \
	{                                                            \
		return run_one(job, c);                              \
	}

/* clang-format off */
RUNS(handle_contracts)
RUNS(handle_evidence)
RUNS(handle_deadlines)
RUNS(handle_penalties)
RUNS(handle_payments)
RUNS(handle_renewal)
RUNS(handle_conditions)
RUNS(handle_schemes)
RUNS(handle_scheme)
RUNS(handle_check)
RUNS(handle_simulation)
RUNS(handle_deadline_list)
RUNS(handle_penalty_list)
RUNS(handle_payment_list)
RUNS(handle_renewal_list)
/* clang-format on */

enum err_code
handle_contract(struct job *job, struct worker_ctx *c)
{
	(void)c;
	return err_set(&job->err, E_CONTRACT_UNKNOWN, "id", "5", NULL);
}

void
handle_scores(struct job **batch, uint32_t n, struct worker_ctx *c)
{
	seen.sizes[seen.calls++] = n;
	for (uint32_t i = 0; i < n; i++)
		assert_int_equal(run_one(batch[i], c), ERR_OK);
}

static enum err_code
run_loop(struct job *job, const struct process_view *view)
{
	(void)view;
	job->reply.status = 200;
	return ERR_OK;
}

enum err_code
handle_healthz(struct job *job, const struct process_view *view)
{
	return run_loop(job, view);
}

enum err_code
handle_readyz(struct job *job, const struct process_view *view)
{
	return run_loop(job, view);
}

enum err_code
handle_metrics(struct job *job, const struct process_view *view)
{
	return run_loop(job, view);
}

enum err_code
handle_openapi(struct job *job, const struct process_view *view)
{
	return run_loop(job, view);
}

enum err_code
handle_schemes_now(struct job *job, const struct process_view *view)
{
	return run_loop(job, view);
}

enum err_code
handle_scheme_now(struct job *job, const struct process_view *view)
{
	return run_loop(job, view);
}

#define TOKEN "asy_0123456789abcdefghijklmnopqrstuvwxyzABCDEF-"

static int
setup(void **state)
{
	(void)state;
	memset(&seen, 0, sizeof(seen));
	memset(jobs, 0, sizeof(jobs));
	for (int i = 0; i < JOBS; i++) {
		jobs[i].arena = arena_new(1 << 16);
		jobs[i].deadline_ms = 2000;
		jobs[i].today = 17345;
		jobs[i].req.content_length = -1;
	}
	ctx.scratch = arena_new(1 << 20);
	clock_ms = 1000;
	sha256(TOKEN, sizeof(TOKEN) - 1, seen.known_token);
	auth_forget();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	for (int i = 0; i < JOBS; i++) {
		buf_free(&jobs[i].reply.body);
		arena_free(jobs[i].arena);
	}
	arena_free(ctx.scratch);
	return 0;
}

static enum err_code
request(struct job *job, const char *method, const char *path, const char *query)
{
	job->req.method = text_of(method);
	job->req.path = text_of(path);
	job->req.query = text_of(query);
	return route_request(job);
}

static struct text
header(const struct job *job, const char *name)
{
	for (uint32_t i = 0; i < job->reply.n_headers; i++) {
		if (strcmp(job->reply.headers[i].name, name) == 0)
			return job->reply.headers[i].value;
	}
	return (struct text){ NULL, 0 };
}

static void
test_routes(void **state)
{
	static const struct {
		const char *path, *operation;
	} rows[] = {
		{ "/v1/contracts", "listContracts" },
		{ "/v1/contracts/5", "getContract" },
		{ "/v1/contracts/5/score", "getContractScore" },
		{ "/v1/contracts/5/evidence/basic.reach", "getEvidence" },
		{ "/v1/contracts/5/deadlines", "getDeadlines" },
		{ "/v1/contracts/5/penalties", "getPenalties" },
		{ "/v1/contracts/5/payments", "getPayments" },
		{ "/v1/contracts/5/renewal", "getRenewal" },
		{ "/v1/contracts/5/conditions", "getConditions" },
		{ "/v1/deadlines", "listDeadlines" },
		{ "/v1/penalties", "listPenalties" },
		{ "/v1/payments", "listPayments" },
		{ "/v1/renewals", "listRenewals" },
		{ "/v1/schemes", "listSchemes" },
		{ "/v1/schemes/suzhou-2017", "getScheme" },
		{ "/healthz", "healthz" },
		{ "/readyz", "readyz" },
		{ "/metrics", "metrics" },
		{ "/openapi.json", "openapi" },
	};

	static const struct {
		const char *path, *operation, *type;
	} posts[] = {
		{ "/v1/schemes/check", "checkScheme", "application/yaml" },
		{ "/v1/simulations", "simulate", "application/json" },
	};

	(void)state;
	assert_int_equal(route_count, COUNT_OF(rows) + COUNT_OF(posts));
	for (size_t i = 0; i < COUNT_OF(posts); i++) {
		jobs[1].req.content_length = 1;
		jobs[1].req.content_type = text_of(posts[i].type);
		assert_int_equal(request(&jobs[1], "POST", posts[i].path, ""), ERR_OK);
		assert_string_equal(jobs[1].route->operation, posts[i].operation);
		assert_false(jobs[1].route->open);
		assert_non_null(jobs[1].route->run);
		assert_true(jobs[1].route->body != BODY_NONE && jobs[1].route->body_max > 0);
	}
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(request(&jobs[0], "GET", rows[i].path, ""), ERR_OK);
		assert_string_equal(jobs[0].route->operation, rows[i].operation);
		assert_int_equal(request(&jobs[0], "HEAD", rows[i].path, ""), ERR_OK);
		assert_string_equal(jobs[0].route->operation, rows[i].operation);
		/* nothing under /v1 is open; a token that is not cached needs a worker */
		assert_int_equal(jobs[0].route->open, strncmp(rows[i].path, "/v1/", 4) != 0);
		assert_int_equal(jobs[0].route->where == ON_LOOP, jobs[0].route->run_loop != NULL);
		assert_int_equal(!jobs[0].route->open,
		    jobs[0].route->run != NULL || jobs[0].route->run_batch != NULL);
	}
}

static void
test_parameters_of_the_path(void **state)
{
	(void)state;
	assert_int_equal(
	    request(&jobs[0], "GET", "/v1/contracts/42/evidence/a%3Ab", "entity=3"), ERR_OK);
	assert_int_equal(jobs[0].params.contract_id, 42);
	assert_true(text_is(jobs[0].params.indicator_id, "a:b"));
	assert_int_equal(jobs[0].params.entity, 3);
	assert_int_equal(jobs[0].params.as_of, 17345);
	assert_int_equal(request(&jobs[1], "GET", "/v1/contracts/x/score", ""), E_PARAM);
	assert_int_equal(jobs[1].reply.status, 400);
	assert_string_equal(jobs[1].err.pointer, "id");
}

static void
test_no_such_address(void **state)
{
	static const char *const paths[] = { "/", "/v1", "/v1/", "/v1/contracts/",
		"/v1/contracts/1/", "/v1/contracts/1/scores", "/v1/contracts/1/score/x",
		"/V1/contracts", "/v1/contracts/1/evidence", "/v1/contracts/1/evidence/", "/v1/id",
		"/healthz/x" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		if (request(&jobs[0], "GET", paths[i], "") != E_PATH || jobs[0].reply.status != 404)
			fail_msg("%s", paths[i]);
		if (request(&jobs[0], "POST", paths[i], "") != E_PATH)
			fail_msg("POST %s", paths[i]);
	}
	assert_int_equal(request(&jobs[0], "GET", "/v1//contracts", ""), E_URI);
	assert_int_equal(request(&jobs[0], "GET", "/v1/contracts", "flag"), E_QUERY);
}

static void
test_method_not_allowed(void **state)
{
	static const char *const methods[] = { "POST", "PUT", "DELETE", "OPTIONS", "get", "TRACE",
		"" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		assert_int_equal(request(&jobs[0], methods[i], "/v1/contracts/5", "bad"), E_METHOD);
		assert_int_equal(jobs[0].reply.status, 405);
		assert_true(text_is(header(&jobs[0], "Allow"), "GET, HEAD"));
	}
}

/* What the head says of the body is judged before the body is there. */
static void
test_heads_of_bodies(void **state)
{
	static const char utf8[] = "text/yaml; charset=UTF-8";
	/* clang-format off */
	static const struct {
		const char *path; int64_t length; const char *type, *coding; enum err_code want; int status;
	} rows[] = {
		{ "/v1/schemes/check", 1 << 20, "application/yaml", "", ERR_OK, 0 },
		{ "/v1/schemes/check", 5, "Application/YAML", "identity", ERR_OK, 0 },
		{ "/v1/schemes/check", 5, utf8, "", ERR_OK, 0 },
		{ "/v1/schemes/check", 5, "text/yaml;charset=\"utf-8\" ; a=b", "", ERR_OK, 0 },
		{ "/v1/schemes/check", -1, "application/yaml", "", E_LENGTH_MISSING, 411 },
		{ "/v1/schemes/check", 0, "application/yaml", "", E_BODY_MISSING, 400 },
		{ "/v1/schemes/check", (1 << 20) + 1, "application/yaml", "", E_LIMIT, 413 },
		{ "/v1/schemes/check", INT64_MAX, "application/yaml", "", E_LIMIT, 413 },
		{ "/v1/schemes/check", 5, "", "", E_MEDIA_TYPE, 415 },
		{ "/v1/schemes/check", 5, "application/json", "", E_MEDIA_TYPE, 415 },
		{ "/v1/schemes/check", 5, "application/yamlx", "", E_MEDIA_TYPE, 415 },
		{ "/v1/schemes/check", 5, "application/yam", "", E_MEDIA_TYPE, 415 },
		{ "/v1/schemes/check", 5, "application/yaml; charset=gbk", "", E_MEDIA_TYPE, 415 },
		{ "/v1/schemes/check", 5, "application/yaml; charset=", "", E_MEDIA_TYPE, 415 },
		{ "/v1/schemes/check", 5, "application/yaml, text/yaml", "", E_MEDIA_TYPE, 415 },
		{ "/v1/schemes/check", 5, "application/yaml", "gzip", E_MEDIA_TYPE, 415 },
		{ "/v1/schemes/check?x=1", 5, "application/yaml", "", E_PARAM_NONE, 400 },
		{ "/v1/contracts/5", 5, "application/yaml", "", E_METHOD, 405 },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct job *job = &jobs[0];
		const char *query = strchr(rows[i].path, '?');
		size_t n = query != NULL ? (size_t)(query - rows[i].path) : strlen(rows[i].path);

		job->req.content_length = rows[i].length;
		job->req.content_type = text_of(rows[i].type);
		job->req.content_encoding = text_of(rows[i].coding);
		job->reply.status = 0;
		if (request(job, "POST", arena_strndup(job->arena, rows[i].path, n),
			query != NULL ? query + 1 : "") != rows[i].want ||
		    job->reply.status != rows[i].status)
			fail_msg("row %zu: %s %d", i, err_symbol(job->err.code), job->reply.status);
	}
	jobs[0].req.content_length = 5; /* no route of a GET takes one */
	assert_int_equal(request(&jobs[0], "GET", "/v1/contracts/5", ""), E_BODY_UNEXPECTED);
}

static void
prepare(struct job *job, const char *path, const char *authorization)
{
	assert_int_equal(request(job, "GET", path, ""), ERR_OK);
	job->req.authorization = text_of(authorization);
}

static void
test_tokens_that_cannot_be_ours(void **state)
{
	/* the first n_none carry no bearer token at all */
	const size_t n_none = 7;
	static const char *const bad[] = { NULL, "", "Bearer", "Bearer ", TOKEN, "Basic " TOKEN,
		"Bearer" TOKEN, "Bearer  " TOKEN, "Bearer " TOKEN "x", "Bearer " TOKEN " ",
		"Bearer asy_0123456789abcdefghijklmnopqrstuvwxyzABCDE",
		"Bearer asy_0123456789abcdefghijklmnopqrstuvwxyzABCDEF+",
		"Bearer ASY_0123456789abcdefghijklmnopqrstuvwxyzABCDEF-" };
	bool known = true;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		prepare(&jobs[0], "/v1/contracts", bad[i]);
		assert_int_equal(
		    auth_cached(&jobs[0], &known), i < n_none ? E_UNAUTHORIZED : E_TOKEN_INVALID);
		assert_false(known);
		assert_int_equal(jobs[0].reply.status, 401);
		assert_true(header(&jobs[0], "WWW-Authenticate").len > 0);
		assert_int_equal(jobs[0].principal.token_id, 0);
	}
	assert_int_equal(seen.token_asks, 0); /* none of them costs a query */
	prepare(&jobs[0], "/healthz", "rubbish");
	assert_int_equal(auth_cached(&jobs[0], &known), ERR_OK);
	assert_true(known);
}

static void
run(uint32_t n)
{
	struct job *list[JOBS];

	for (uint32_t i = 0; i < n; i++)
		list[i] = &jobs[i];
	route_run(list, n, &ctx);
}

static void
test_token_is_asked_once_and_forgotten_in_time(void **state)
{
	bool known = true;

	(void)state;
	for (int i = 0; i < 3; i++) {
		prepare(&jobs[i], "/v1/contracts", i == 1 ? "bearer " TOKEN : "Bearer " TOKEN);
		assert_int_equal(auth_cached(&jobs[i], &known), ERR_OK);
		assert_false(known);
	}
	run(3);
	assert_int_equal(seen.token_asks, 1);
	assert_int_equal(jobs[2].principal.token_id, 7);
	assert_string_equal(jobs[2].principal.name, "bureau");
	assert_string_equal(jobs[2].principal.role, "admin");
	clock_ms += 29999;
	prepare(&jobs[3], "/v1/contracts", "Bearer " TOKEN);
	assert_int_equal(auth_cached(&jobs[3], &known), ERR_OK);
	assert_true(known);
	clock_ms += 1;
	jobs[3].principal.token_id = 0;
	assert_int_equal(auth_cached(&jobs[3], &known), ERR_OK);
	assert_false(known);
	assert_int_equal(jobs[3].principal.token_id, 0);
}

static void
test_unknown_token_and_no_database(void **state)
{
	(void)state;
	prepare(
	    &jobs[0], "/v1/contracts", "Bearer asy_zzzz456789abcdefghijklmnopqrstuvwxyzABCDEF-");
	prepare(&jobs[1], "/v1/contracts", "Bearer " TOKEN);
	run(2);
	assert_int_equal(jobs[0].reply.status, 401);
	assert_int_equal(jobs[1].reply.status, 200);
	auth_forget();
	seen.token_fault = E_DB_DOWN;
	prepare(&jobs[2], "/v1/contracts", "Bearer " TOKEN);
	run(3);
	assert_int_equal(jobs[2].reply.status, 503); /* never let in on a guess */
	assert_int_equal(jobs[2].principal.token_id, 0);
}

/* More tokens than the cache holds: each is still answered rightly, and the last are still known.
 */
static void
test_cache_is_bounded(void **state)
{
	char authorization[80];
	bool known = false;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		(void)snprintf(authorization, sizeof(authorization),
		    "Bearer asy_%05d56789abcdefghijklmnopqrstuvwxyzABCDEF-", i);
		sha256(authorization + 7, strlen(authorization) - 7, seen.known_token);
		jobs[0].principal.token_id = 0;
		prepare(&jobs[0], "/v1/contracts", authorization);
		seen.n_order = 0;
		run(1);
		assert_int_equal(jobs[0].reply.status, 200);
		arena_reset(ctx.scratch);
		arena_reset(jobs[0].arena);
	}
	assert_int_equal(seen.token_asks, 5000);
	prepare(&jobs[0], "/v1/contracts", authorization);
	assert_int_equal(auth_cached(&jobs[0], &known), ERR_OK);
	assert_true(known);
}

static void
test_batches_by_route_and_generation(void **state)
{
	struct generation a, b;
	static const char *const paths[] = { "/v1/contracts/1/score", "/v1/contracts",
		"/v1/contracts/2/score", "/v1/contracts/3/score", "/v1/schemes",
		"/v1/contracts/4/score" };

	(void)state;
	for (int i = 0; i < 6; i++) {
		prepare(&jobs[i], paths[i], "Bearer " TOKEN);
		jobs[i].gen = i == 3 ? &b : &a;
		jobs[i].principal.token_id = 7;
	}
	run(6);
	assert_int_equal(seen.calls, 2);
	assert_int_equal(seen.sizes[0], 3);
	assert_int_equal(seen.sizes[1], 1);
	assert_ptr_equal(seen.order[0], &jobs[0]);
	assert_ptr_equal(seen.order[1], &jobs[2]);
	assert_ptr_equal(seen.order[2], &jobs[5]);
	assert_int_equal(seen.n_order, 6); /* each once */
	for (int i = 0; i < 6; i++)
		assert_int_equal(jobs[i].reply.status, 200);
	assert_int_equal(seen.token_asks, 0);
}

static void
test_expired_jobs_and_faults_of_handlers(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		prepare(&jobs[i], i == 2 ? "/v1/contracts/5" : "/v1/contracts", "Bearer " TOKEN);
		jobs[i].principal.token_id = 7;
	}
	jobs[0].deadline_ms = clock_ms;
	run(3);
	assert_int_equal(jobs[0].reply.status, 504);
	assert_int_equal(jobs[1].reply.status, 200);
	assert_int_equal(jobs[2].reply.status, 404);
	assert_non_null(strstr(jobs[2].reply.body.data, "unknown-contract"));
	assert_int_equal(seen.n_order, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_routes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_parameters_of_the_path, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_such_address, setup, teardown),
		cmocka_unit_test_setup_teardown(test_method_not_allowed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_heads_of_bodies, setup, teardown),
		cmocka_unit_test_setup_teardown(test_tokens_that_cannot_be_ours, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_token_is_asked_once_and_forgotten_in_time, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_unknown_token_and_no_database, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cache_is_bounded, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_batches_by_route_and_generation, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_expired_jobs_and_faults_of_handlers, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
