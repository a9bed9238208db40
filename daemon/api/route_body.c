/* What the head of a request says of its body, against the row of its route: one row in one table
 * gives the media types of each kind of body. */
#include <stdio.h>
#include <string.h>

#include "api/negotiate.h"
#include "api/route.h"

/* The first is the one to use. */
static const struct body_row {
	const char *types[3]; /* ended by NULL */
	const char *shown;
} bodies[BODY_COUNT] = {
	[BODY_YAML] = { { "application/yaml", "text/yaml", NULL }, "application/yaml, text/yaml" },
	[BODY_JSON] = { { "application/json", NULL }, "application/json" },
};

static enum err_code
length_missing(struct job *job)
{
	return err_set(&job->err, E_LENGTH_MISSING, "Content-Length", NULL);
}

static enum err_code
too_long(struct job *job)
{
	char bytes[24];

	(void)snprintf(bytes, sizeof(bytes), "%zu", job->route->body_max);
	return err_set(&job->err, E_LIMIT, "", "body", bytes, NULL);
}

static enum err_code
media_refused(struct job *job, const char *header, struct text value, const char *takes)
{
	return err_set(&job->err, E_MEDIA_TYPE, header, header,
	    arena_strndup(job->arena, value.ptr, value.len), takes, NULL);
}

static enum err_code
check_media(struct job *job)
{
	const struct body_row *row = &bodies[job->route->body];
	struct text coding = job->req.content_encoding;

	if (coding.len > 0 && !text_is(coding, "identity"))
		return media_refused(job, "Content-Encoding", coding, "identity");
	for (size_t i = 0; row->types[i] != NULL; i++)
		if (negotiate_media(job->req.content_type, row->types[i]))
			return ERR_OK;
	return media_refused(job, "Content-Type", job->req.content_type, row->shown);
}

static enum err_code
unexpected(struct job *job)
{
	const char *method = arena_strndup(job->arena, job->req.method.ptr, job->req.method.len);

	return err_set(&job->err, E_BODY_UNEXPECTED, "", method, NULL);
}

enum err_code
route_body(struct job *job)
{
	int64_t length = job->req.content_length;

	if (job->route->body == BODY_NONE)
		return length > 0 ? unexpected(job) : ERR_OK;
	if (length < 0)
		return length_missing(job);
	if ((uint64_t)length > job->route->body_max)
		return too_long(job);
	if (length == 0)
		return err_set(&job->err, E_BODY_MISSING, "#", NULL);
	return check_media(job);
}
