/*
 * Filling a job's reply: JSON bodies with a strong ETag (hash of the body) and 304, shared
 * documents, headers. One owner of the job at a time; no locking.
 */
#ifndef API_REPLY_H
#define API_REPLY_H

#include "api/job.h"
#include "api/json_write.h"

#define BODY_BYTES_MAX (16u << 20) /* of one answer built by us */
#define ETAG_MAX 80

#define TYPE_JSON "application/json"
#define TYPE_CSV "text/csv; charset=utf-8; header=present"
#define TYPE_PROBLEM "application/problem+json"
#define TYPE_PROMETHEUS "text/plain; version=0.0.4; charset=utf-8"

/* Empties the reply and starts a JSON body. */
void reply_start(struct job *job, struct json *j);
/* Ends it: E_LIMIT when it grew too large, E_INTERNAL when it is not one JSON value. With
 * If-None-Match of the same body: 304 without one. */
enum err_code reply_finish(struct job *job, const struct json *j, int status) MUST_USE;
/* The same with 200; the body is kept ready for later too, with what `keep` says of it. */
enum err_code reply_finish_ready(
    struct job *job, const struct json *j, struct ready_document *keep) MUST_USE;
/* A body of text that the caller writes into job->reply.body; then it is served as a CSV file of
 * that name, or 304. */
void reply_start_text(struct job *job);
enum err_code reply_finish_csv(struct job *job, const char *name) MUST_USE;
/* The same for what must never be cached: no ETag, Cache-Control: no-store. */
enum err_code reply_finish_fresh(struct job *job, const struct json *j, int status) MUST_USE;
/* Shared bytes of the generation, or 304. */
void reply_document(struct job *job, const struct document *document);
/* A copy of a document that was kept ready, or 304. */
void reply_ready(struct job *job, const struct ready_document *document);
/* `value` must live as long as the job (its arena, or a constant). */
void reply_header(struct job *job, const char *name, struct text value);
/* Link: <href>; rel="next" (RFC 8288). */
void reply_link_next(struct job *job, struct text href);
/* Forgets body, headers and status. */
void reply_clear(struct job *job);

/* Quoted ETag of a body. */
void etag_of(struct text body, char out[ETAG_MAX]);
/* True when the If-None-Match header names the ETag (weak comparison; * matches). */
bool etag_matches(struct text if_none_match, const char *etag);

#endif
