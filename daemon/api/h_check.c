/*
 * POST /v1/schemes/check: what the checker finds in a rules file, against the metrics and calendars
 * that are loaded now. Nothing is stored and the database is not asked.
 */
#include "api/doc_json.h"
#include "api/draft.h"
#include "api/findings_json.h"
#include "api/handlers.h"
#include "api/reply.h"

#define CHECK_BUDGET ((size_t)256 << 20)

static enum err_code
answer(struct job *job, const struct scheme *s, const struct diags *diags)
{
	struct json j;

	reply_start(job, &j);
	json_object(&j);
	json_key(&j, "ok");
	json_bool(&j, s != NULL);
	if (s != NULL) {
		json_scheme_ref(&j, "scheme", s);
	} else {
		json_key(&j, "scheme");
		json_null(&j);
	}
	findings_members(&j, diags);
	json_end(&j);
	return reply_finish_fresh(job, &j, 200);
}

enum err_code
handle_check(struct job *job, struct worker_ctx *ctx)
{
	struct arena *arena = arena_new(CHECK_BUDGET);
	const struct scheme *s;
	struct plan plan;
	struct diags diags;
	enum err_code code;

	(void)ctx;
	diags_init(&diags, arena);
	s = draft_scheme(job->gen, DRAFT_FILE, job->req.body, arena, &diags);
	if (s != NULL && !draft_plan(job->gen, s, s->id, arena, &diags, &plan))
		s = NULL;
	if (arena_over(arena))
		code = err_set(&job->err, E_LIMIT, "#", "rules", "256 MiB", NULL);
	else
		code = answer(job, s, &diags);
	arena_free(arena);
	return code;
}
