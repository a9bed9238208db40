#include "api/route.h"

#include <stdio.h>
#include <string.h>

#include "api/auth.h"
#include "api/negotiate.h"
#include "api/param.h"
#include "api/reply.h"
#include "api/uri.h"
#include "store/pg.h"

#define ALLOW_MAX 64

static struct text
template_segment(const char **at)
{
	const char *start = *at + 1; /* past the slash */
	size_t n = strcspn(start, "/");

	*at = start + n;
	return (struct text){ start, n };
}

static bool
is_placeholder(struct text t)
{
	return t.len > 2 && t.ptr[0] == '{';
}

static bool
path_matches(const char *template, const struct uri_path *path)
{
	const char *at = template;

	for (uint32_t i = 0; i < path->n; i++) {
		struct text want;

		if (*at == '\0')
			return false;
		want = template_segment(&at);
		if (is_placeholder(want) ? path->raw[i].len == 0 : !text_eq(want, path->raw[i]))
			return false;
	}
	return *at == '\0';
}

/* HEAD is GET whose body app leaves out. */
static bool
method_matches(const struct route *r, struct text method)
{
	return text_is(method, r->method) || (text_is(method, "HEAD") && !strcmp(r->method, "GET"));
}

static void
add_allowed(char allow[ALLOW_MAX], const char *method)
{
	size_t len = strlen(allow);

	(void)snprintf(allow + len, ALLOW_MAX - len, "%s%s%s", len > 0 ? ", " : "", method,
	    !strcmp(method, "GET") ? ", HEAD" : "");
}

static const struct route *
find_route(const struct uri_path *path, struct text method, char allow[ALLOW_MAX])
{
	for (uint32_t i = 0; i < route_count; i++) {
		const struct route *r = &route_table[i];

		if (!path_matches(r->path, path))
			continue;
		if (method_matches(r, method))
			return r;
		add_allowed(allow, r->method);
	}
	return NULL;
}

static enum err_code
no_route(struct job *job, const char *allow)
{
	const char *path = arena_strndup(job->arena, job->req.path.ptr, job->req.path.len);
	const char *method = arena_strndup(job->arena, job->req.method.ptr, job->req.method.len);

	if (allow[0] == '\0')
		return err_set(&job->err, E_PATH, "", path, NULL);
	return err_set(&job->err, E_METHOD, "", method, path, NULL);
}

static enum err_code
read_path_params(struct job *job, const struct uri_path *path)
{
	const char *at = job->route->path;

	for (uint32_t i = 0; i < path->n; i++) {
		struct text want = template_segment(&at);
		const struct param_def *def;
		enum err_code code;

		if (!is_placeholder(want))
			continue;
		want = (struct text){ want.ptr + 1, want.len - 2 };
		def = param_find(job->route->params, want, true);
		if (def == NULL) /* the table names a parameter that its mask leaves out */
			return err_set(&job->err, E_INTERNAL, "", job->route->path, NULL);
		code = param_read(def, path->segment[i], &job->params, &job->err);
		if (code != ERR_OK)
			return code;
	}
	return ERR_OK;
}

static enum err_code
route_and_read(struct job *job, char allow[ALLOW_MAX])
{
	struct uri_path path;
	struct query query;
	enum err_code code = uri_path(job->req.path, job->arena, &path, &job->err);

	if (code != ERR_OK)
		return code;
	job->route = find_route(&path, job->req.method, allow);
	if (job->route == NULL)
		return no_route(job, allow);
	code = uri_query(job->req.query, job->arena, &query, &job->err);
	if (code == ERR_OK)
		code = read_path_params(job, &path);
	if (code == ERR_OK)
		code = param_read_query(job->route->params, &query, &job->params, &job->err);
	if (code == ERR_OK)
		code = route_body(job);
	return code;
}

enum err_code
route_request(struct job *job)
{
	char allow[ALLOW_MAX] = "";
	enum err_code code;

	job->route = NULL;
	job->lang = negotiate_lang(job->req.accept_language);
	param_defaults(&job->params, job->today);
	code = route_and_read(job, allow);
	if (code == ERR_OK)
		return ERR_OK;
	reply_problem(job);
	if (code == E_METHOD)
		reply_header(job, "Allow", text_dup(job->arena, text_of(allow)));
	return code;
}

/* An expired job costs nothing more: nobody waits for its answer. */
static bool
may_run(struct job *job, struct worker_ctx *ctx, int64_t now_ms)
{
	if (job->deadline_ms <= now_ms)
		return err_set(&job->err, E_TIMEOUT, "", NULL), false;
	if (job->route->open || job->principal.token_id != 0)
		return true;
	return auth_ask(job, ctx) == ERR_OK;
}

static void
run_one(struct job *job, struct worker_ctx *ctx)
{
	if (job->route->run(job, ctx) != ERR_OK)
		reply_problem(job);
}

static void
run_group(struct job **jobs, uint32_t n, struct worker_ctx *ctx)
{
	const struct route *route = jobs[0]->route;

	if (route->run_batch != NULL) {
		route->run_batch(jobs, n, ctx);
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		run_one(jobs[i], ctx);
}

/* Moves the jobs of jobs[0]'s route and generation to the front; their order stays. */
static uint32_t
gather_group(struct job **jobs, uint32_t n)
{
	uint32_t size = 1;

	for (uint32_t i = 1; i < n; i++) {
		struct job *job = jobs[i];

		if (job->route != jobs[0]->route || job->gen != jobs[0]->gen)
			continue;
		memmove(jobs + size + 1, jobs + size, (i - size) * sizeof(struct job *));
		jobs[size++] = job;
	}
	return size;
}

void
route_run(struct job **jobs, uint32_t n, struct worker_ctx *ctx)
{
	struct job **ready = arena_array(ctx->scratch, n, sizeof(*ready));
	int64_t now_ms = pg_now_ms();
	uint32_t n_ready = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (may_run(jobs[i], ctx, now_ms))
			ready[n_ready++] = jobs[i];
		else
			reply_problem(jobs[i]);
	}
	for (uint32_t at = 0; at < n_ready;) {
		uint32_t size = gather_group(ready + at, n_ready - at);

		run_group(ready + at, size, ctx);
		at += size;
	}
}
