#include "api/handlers.h"
#include "api/reply.h"

enum err_code
handle_healthz(struct job *job, const struct process_view *view)
{
	struct json j;

	reply_start(job, &j);
	json_object(&j);
	json_key(&j, "status");
	json_str(&j, "ok");
	json_key(&j, "version");
	json_str(&j, view->version);
	json_key(&j, "uptime_s");
	json_int(&j, view->uptime_s);
	json_end(&j);
	return reply_finish_fresh(job, &j, 200);
}

/* A failed reload leaves the former rules serving: it is told, and does not make us unready. */
enum err_code
handle_readyz(struct job *job, const struct process_view *view)
{
	bool ready = view->db_ok && view->migrated && view->rules_ok && view->scores_ok;
	enum err_code code;
	struct json j;

	reply_start(job, &j);
	json_object(&j);
	json_key(&j, "status");
	json_str(&j, ready ? "ready" : "not_ready");
	json_key(&j, "checks");
	json_object(&j);
	json_key(&j, "database");
	json_bool(&j, view->db_ok);
	json_key(&j, "migrations");
	json_bool(&j, view->migrated);
	json_key(&j, "rules");
	json_bool(&j, view->rules_ok);
	json_key(&j, "scores");
	json_bool(&j, view->scores_ok);
	json_end(&j);
	json_key(&j, "reload_fault");
	json_text_or_null(&j, text_of(view->rules_fault));
	json_end(&j);
	code = reply_finish_fresh(job, &j, ready ? 200 : 503);
	if (code == ERR_OK && !ready)
		reply_header(job, "Retry-After", TEXT("1"));
	return code;
}

enum err_code
handle_metrics(struct job *job, const struct process_view *view)
{
	reply_clear(job);
	buf_init(&job->reply.body, BODY_BYTES_MAX);
	if (view->metrics_text.len > 0)
		buf_addt(&job->reply.body, view->metrics_text);
	if (job->reply.body.over)
		return err_set(&job->err, E_LIMIT, "", "metrics", "16 MiB", NULL);
	reply_header(job, "Cache-Control", TEXT("no-store"));
	job->reply.status = 200;
	job->reply.content_type = TYPE_PROMETHEUS;
	return ERR_OK;
}

enum err_code
handle_openapi(struct job *job, const struct process_view *view)
{
	(void)view;
	if (job->gen == NULL || job->gen->openapi.body.len == 0)
		return err_set(&job->err, E_BUSY, "", NULL); /* before the first generation */
	reply_document(job, &job->gen->openapi);
	return ERR_OK;
}
