/* Bytes of the generation: answered on the loop, or by the worker that had to ask for the token. */
#include "api/handlers.h"
#include "api/reply.h"

enum err_code
handle_schemes(struct job *job, struct worker_ctx *ctx)
{
	(void)ctx;
	reply_document(job, &job->gen->scheme_list);
	return ERR_OK;
}

enum err_code
handle_scheme(struct job *job, struct worker_ctx *ctx)
{
	const struct generation_scheme *gs = generation_scheme(job->gen, job->params.scheme_id);

	(void)ctx;
	if (gs == NULL)
		return err_set(&job->err, E_SCHEME_UNKNOWN, "id",
		    arena_strndup(job->arena, job->params.scheme_id.ptr, job->params.scheme_id.len),
		    NULL);
	reply_document(job, &gs->document);
	return ERR_OK;
}

enum err_code
handle_schemes_now(struct job *job, const struct process_view *view)
{
	(void)view;
	return handle_schemes(job, NULL);
}

enum err_code
handle_scheme_now(struct job *job, const struct process_view *view)
{
	(void)view;
	return handle_scheme(job, NULL);
}
