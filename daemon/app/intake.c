#include "app/intake.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

#include "api/negotiate.h"
#include "app/log.h"
#include "app/stats.h"

static void
split_target(struct text target, struct request *req)
{
	const char *query = memchr(target.ptr, '?', target.len);

	req->path = target;
	req->query = (struct text){ "", 0 };
	if (query == NULL)
		return;
	req->path.len = (size_t)(query - target.ptr);
	req->query = (struct text){ query + 1, target.len - req->path.len - 1 };
}

static void
fill_headers(struct request *req, const struct guard_request *r)
{
	static const struct {
		const char *name;
		size_t offset;
	} wanted[] = {
		{ "Authorization", offsetof(struct request, authorization) },
		{ "If-None-Match", offsetof(struct request, if_none_match) },
		{ "If-Match", offsetof(struct request, if_match) },
		{ "Accept", offsetof(struct request, accept) },
		{ "Accept-Language", offsetof(struct request, accept_language) },
		{ "Idempotency-Key", offsetof(struct request, idempotency_key) },
		{ "Content-Type", offsetof(struct request, content_type) },
		{ "Content-Encoding", offsetof(struct request, content_encoding) },
	};

	for (size_t i = 0; i < COUNT_OF(wanted); i++) {
		struct text value = guard_header_find(r, wanted[i].name);

		memcpy((char *)req + wanted[i].offset, &value, sizeof(value));
	}
}

void
intake(struct job *job, const struct guard_request *r, struct id_source *ids)
{
	struct text id = guard_header_find(r, "X-Request-Id");
	size_t length;

	job->req.method = r->method;
	split_target(r->target, &job->req);
	fill_headers(&job->req, r);
	job->req.content_length = guard_length(r, &length) ? (int64_t)length : -1;
	job->lang = negotiate_lang(job->req.accept_language);
	if (request_id_ok(id))
		memcpy(job->req.id, id.ptr, id.len);
	else
		id_next(ids, job->req.id);
}

int64_t
intake_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

void
intake_record(const struct job *job, uint32_t shard)
{
	int64_t micros = intake_now_us() - job->received_us;
	int status = job->reply.status;

	stat_request(shard, job->route, status, micros);
	if (status >= 500 && job->err.code != ERR_OK && job->err.code != E_BUSY &&
	    job->err.code != E_HTTP_VERSION)
		LOG(LOG_WARN, "request_failed", LOG_STR("id", job->req.id),
		    LOG_TEXT("path", job->req.path), LOG_NUM("status", status),
		    LOG_STR("code", err_word(job->err.code)), LOG_STR("arg0", job->err.arg[0]),
		    LOG_STR("arg1", job->err.arg[1]));
	if (log_wants(LOG_INFO))
		LOG(LOG_INFO, "request", LOG_STR("id", job->req.id),
		    LOG_TEXT("method", job->req.method), LOG_TEXT("path", job->req.path),
		    LOG_NUM("status", status), LOG_NUM("micros", micros),
		    LOG_STR("principal", job->principal.name));
}
