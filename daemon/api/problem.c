#include <stdio.h>
#include <string.h>

#include "api/findings_json.h"
#include "api/json_write.h"
#include "api/reply.h"
#include "api/route.h"
#include "base/hash.h"

#define SENTENCE_MAX 1200
#define UUID_TEXT 36

static bool
is_uuid(const char *s)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

	for (size_t i = 0; i < UUID_TEXT; i++) {
		bool hex = (s[i] >= '0' && s[i] <= '9') || (s[i] >= 'a' && s[i] <= 'f');

		if (shape[i] == '-' ? s[i] != '-' : !hex)
			return false;
	}
	return s[UUID_TEXT] == '\0';
}

/* A client's request id need not be a UUID; then a UUID of version 8 is made from its hash, so
 * that the instance of a problem can still be found again from the id in the log. */
static void
instance_of(const char id[40], char out[UUID_TEXT + 10])
{
	uint8_t d[SHA256_BYTES];

	if (is_uuid(id)) {
		(void)snprintf(out, UUID_TEXT + 10, "urn:uuid:%.*s", UUID_TEXT, id);
		return;
	}
	sha256(id, strlen(id), d);
	d[6] = (uint8_t)((d[6] & 0x0f) | 0x80);
	d[8] = (uint8_t)((d[8] & 0x3f) | 0x80);
	(void)snprintf(out, UUID_TEXT + 10,
	    "urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", d[0],
	    d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10], d[11], d[12], d[13], d[14],
	    d[15]);
}

/* The one place that knows which status needs which header. */
static void
problem_headers(struct job *job, enum err_code code, int status)
{
	reply_header(job, "Content-Language", job->lang == LANG_ZH ? TEXT("zh-CN") : TEXT("en"));
	reply_header(job, "Cache-Control", TEXT("no-store"));
	reply_header(job, "Vary", TEXT("Accept-Language, Authorization"));
	if (status == 401) /* RFC 6750: no error word when no token was sent */
		reply_header(job, "WWW-Authenticate",
		    code == E_TOKEN_INVALID
			? TEXT("Bearer realm=\"assayd\", error=\"invalid_token\"")
			: TEXT("Bearer realm=\"assayd\""));
	if (status == 503)
		reply_header(job, "Retry-After", TEXT("1"));
}

/* What is our own fault is named by its word only: messages of the database, the path of its socket
 * and the name of its user are for the log, which has them under the request id. */
static struct err
public_fault(const struct err *e)
{
	struct err shown = *e;

	if (err_http(e->code) == 500 && e->code != E_INTERNAL)
		(void)err_set(&shown, E_INTERNAL, "", err_word(e->code), NULL);
	if (e->code == E_DB_DOWN || e->code == E_DB_ROLES)
		(void)err_set(&shown, E_DB_DOWN, "", "原因见日志", "the log has the reason", NULL);
	return shown;
}

static void
problem_body(struct json *j, const struct job *job, const struct err *e, int status)
{
	char detail[SENTENCE_MAX];
	char hint[SENTENCE_MAX];
	char instance[UUID_TEXT + 10];
	char type[80];

	err_detail(e, job->lang, detail, sizeof(detail));
	err_hint(e, job->lang, hint, sizeof(hint));
	instance_of(job->req.id, instance);
	(void)snprintf(type, sizeof(type), "/problems/%s", err_word(e->code));
	json_object(j);
	json_key(j, "type");
	json_str(j, type);
	json_key(j, "title");
	json_str(j, err_title(e->code, job->lang));
	json_key(j, "status");
	json_int(j, status);
	json_key(j, "detail");
	json_str(j, detail);
	json_key(j, "hint");
	json_str(j, hint);
	json_key(j, "instance");
	json_str(j, instance);
	json_key(j, "code");
	json_str(j, err_word(e->code));
	json_key(j, "errors");
	json_array(j);
	if (e->pointer[0] != '\0') {
		json_object(j);
		json_key(j, "pointer");
		json_str(j, e->pointer);
		json_key(j, "detail");
		json_str(j, detail);
		json_end(j);
	}
	json_end(j);
	if (job->findings != NULL)
		findings_members(j, job->findings);
	json_end(j);
}

void
reply_problem(struct job *job)
{
	bool close = job->reply.close;
	struct err shown;
	struct json j;
	int status;

	if (job->err.code == ERR_OK) /* a handler failed and did not say why */
		(void)err_set(&job->err, E_INTERNAL, "", "no fault was named", NULL);
	shown = public_fault(&job->err);
	status = err_http(shown.code);
	reply_start(job, &j);
	problem_body(&j, job, &shown, status);
	job->reply.status = status;
	job->reply.content_type = TYPE_PROBLEM;
	job->reply.close = close;
	problem_headers(job, shown.code, status);
}
