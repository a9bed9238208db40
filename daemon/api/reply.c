#include "api/reply.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "store/changes.h"

#define ETAG_BYTES 16

void
etag_of(struct text body, char out[ETAG_MAX])
{
	uint8_t digest[SHA256_BYTES];
	size_t len;

	sha256(body.ptr, body.len, digest);
	out[0] = '"';
	len = base64url(digest, ETAG_BYTES, out + 1);
	memcpy(out + 1 + len, "\"", 2);
}

static struct text
trim(struct text t)
{
	while (t.len > 0 && (t.ptr[0] == ' ' || t.ptr[0] == '\t')) {
		t.ptr++;
		t.len--;
	}
	while (t.len > 0 && (t.ptr[t.len - 1] == ' ' || t.ptr[t.len - 1] == '\t'))
		t.len--;
	return t;
}

/* Our ETags hold no comma, so that splitting at commas cannot make a false match. */
bool
etag_matches(struct text if_none_match, const char *etag)
{
	struct text rest = if_none_match;

	while (rest.len > 0) {
		const char *comma = memchr(rest.ptr, ',', rest.len);
		size_t n = comma != NULL ? (size_t)(comma - rest.ptr) : rest.len;
		struct text one = trim((struct text){ rest.ptr, n });

		if (one.len > 2 && one.ptr[0] == 'W' && one.ptr[1] == '/')
			one = (struct text){ one.ptr + 2, one.len - 2 };
		if (text_is(one, "*") || text_is(one, etag))
			return true;
		n += comma != NULL;
		rest = (struct text){ rest.ptr + n, rest.len - n };
	}
	return false;
}

void
reply_clear(struct job *job)
{
	struct reply *r = &job->reply;

	buf_free(&r->body);
	memset(r, 0, sizeof(*r));
}

void
reply_header(struct job *job, const char *name, struct text value)
{
	struct reply *r = &job->reply;

	assert(r->n_headers < REPLY_HEADERS_MAX);
	r->headers[r->n_headers].name = name;
	r->headers[r->n_headers].value = value;
	r->n_headers++;
}

void
reply_link_next(struct job *job, struct text href)
{
	static const char tail[] = ">; rel=\"next\"";
	char *value = arena_alloc(job->arena, href.len + sizeof(tail) + 1);

	value[0] = '<';
	memcpy(value + 1, href.ptr, href.len);
	memcpy(value + 1 + href.len, tail, sizeof(tail));
	reply_header(job, "Link", (struct text){ value, href.len + sizeof(tail) });
}

void
reply_start_text(struct job *job)
{
	reply_clear(job);
	buf_init(&job->reply.body, BODY_BYTES_MAX);
}

void
reply_start(struct job *job, struct json *j)
{
	reply_start_text(job);
	json_init(j, &job->reply.body);
}

static enum err_code
check_body(struct job *job, const struct json *j)
{
	if (json_done(j))
		return ERR_OK;
	if (job->reply.body.over)
		return err_set(&job->err, E_LIMIT, "", "answer", "16 MiB", NULL);
	return err_set(&job->err, E_INTERNAL, "", "JSON", NULL);
}

static void
cache_headers(struct job *job, struct text etag)
{
	reply_header(job, "ETag", etag);
	reply_header(job, "Cache-Control", TEXT("private, no-cache"));
	reply_header(job, "Vary", TEXT("Accept-Language, Authorization"));
}

/* Headers, and 304 when the client has this body already. */
static void
finish_tagged(struct job *job, int status, const char *type, const char *etag)
{
	struct reply *r = &job->reply;

	cache_headers(job, text_dup(job->arena, text_of(etag)));
	if (etag_matches(job->req.if_none_match, etag)) {
		buf_free(&r->body);
		r->status = 304;
		return;
	}
	r->status = status;
	r->content_type = type;
}

static void
finish_cached(struct job *job, int status, const char *type)
{
	char etag[ETAG_MAX];

	etag_of((struct text){ job->reply.body.data, job->reply.body.len }, etag);
	finish_tagged(job, status, type, etag);
}

enum err_code
reply_finish(struct job *job, const struct json *j, int status)
{
	enum err_code code = check_body(job, j);

	if (code == ERR_OK)
		finish_cached(job, status, TYPE_JSON);
	return code;
}

enum err_code
reply_finish_ready(struct job *job, const struct json *j, struct ready_document *keep)
{
	enum err_code code = check_body(job, j);

	if (code != ERR_OK)
		return code;
	keep->body = (struct text){ job->reply.body.data, job->reply.body.len };
	etag_of(keep->body, keep->etag);
	if (job->gen->ready != NULL && keep->snapshot.len > 0 && keep->snapshot.len <= SNAPSHOT_MAX)
		ready_keep(job->gen->ready, keep);
	finish_tagged(job, 200, TYPE_JSON, keep->etag);
	return ERR_OK;
}

enum err_code
reply_finish_csv(struct job *job, const char *name)
{
	struct buf value;

	if (job->reply.body.over)
		return err_set(&job->err, E_LIMIT, "", "answer", "16 MiB", NULL);
	finish_cached(job, 200, TYPE_CSV);
	buf_init(&value, 128);
	buf_addf(&value, "attachment; filename=\"%s.csv\"", name);
	reply_header(job, "Content-Disposition",
	    text_dup(job->arena, (struct text){ value.data, value.len }));
	buf_free(&value);
	return ERR_OK;
}

enum err_code
reply_finish_fresh(struct job *job, const struct json *j, int status)
{
	enum err_code code = check_body(job, j);

	if (code != ERR_OK)
		return code;
	reply_header(job, "Cache-Control", TEXT("no-store"));
	job->reply.status = status;
	job->reply.content_type = TYPE_JSON;
	return ERR_OK;
}

void
reply_ready(struct job *job, const struct ready_document *document)
{
	reply_start_text(job);
	buf_addt(&job->reply.body, document->body);
	finish_tagged(job, 200, TYPE_JSON, document->etag);
}

void
reply_document(struct job *job, const struct document *document)
{
	reply_clear(job);
	cache_headers(job, text_of(document->etag));
	if (etag_matches(job->req.if_none_match, document->etag)) {
		job->reply.status = 304;
		return;
	}
	job->reply.status = 200;
	job->reply.content_type = document->content_type;
	job->reply.document = document;
}
