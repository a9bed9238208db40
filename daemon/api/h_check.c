/*
 * POST /v1/schemes/check: what the checker finds in a rules file, against the metrics and calendars
 * that are loaded now. Nothing is stored and the database is not asked.
 */
#include <stdio.h>

#include "api/doc_json.h"
#include "api/findings_json.h"
#include "api/handlers.h"
#include "api/reply.h"
#include "rules/read.h"

#define CHECK_BUDGET ((size_t)256 << 20)
#define DETAIL_MAX 1024
#define BODY_FILE "scheme.yaml"

/* A scheme whose queries cannot be written would not load either. */
static const struct scheme *
plannable(const struct job *job, const struct scheme *s, struct arena *arena, struct diags *diags)
{
	char zh[DETAIL_MAX], en[DETAIL_MAX], both[2 * DETAIL_MAX];
	struct plan plan;
	struct err err;

	if (plan_build(s, job->gen->catalogue, arena, &plan, &err) == ERR_OK)
		return s;
	err_detail(&err, LANG_ZH, zh, sizeof(zh));
	err_detail(&err, LANG_EN, en, sizeof(en));
	(void)snprintf(both, sizeof(both), "%s\x1f%s", zh, en);
	diag_add(diags, F_METRIC_SQL, BODY_FILE, 1, 1, 0, err.arg[0], both, NULL);
	return NULL;
}

static void
findings(struct json *j, const struct diags *diags)
{
	const struct diag *order[DIAGS_MAX];

	diags_order(diags, order);
	json_array(j);
	for (uint32_t i = 0; i < diags->count; i++) {
		json_object(j);
		finding_members(j, diags, order[i]);
		json_end(j);
	}
	json_end(j);
}

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
	json_key(&j, "findings");
	findings(&j, diags);
	json_key(&j, "not_shown");
	json_int(&j, diags->dropped);
	json_end(&j);
	return reply_finish_fresh(job, &j, 200);
}

enum err_code
handle_check(struct job *job, struct worker_ctx *ctx)
{
	struct vocabulary vocabulary = generation_vocabulary(job->gen);
	struct arena *arena = arena_new(CHECK_BUDGET);
	const struct scheme *s;
	struct diags diags;
	enum err_code code;

	(void)ctx;
	diags_init(&diags, arena);
	s = scheme_read(BODY_FILE, job->req.body, &vocabulary, arena, &diags);
	if (s != NULL)
		s = plannable(job, s, arena, &diags);
	if (arena_over(arena))
		code = err_set(&job->err, E_LIMIT, "#", "rules", "256 MiB", NULL);
	else
		code = answer(job, s, &diags);
	arena_free(arena);
	return code;
}
