/*
 * HTTP: L event-loop threads, each with its own event base, SO_REUSEPORT listener and evhttp behind
 * the guard. The one file that includes event2 headers is http.c. A request becomes a job; the
 * answer comes from `serve` at once, or through http_reply from any other thread. Each job gets
 * exactly one answer, on its own loop; a client that has gone meanwhile costs nothing but the work.
 */
#ifndef APP_HTTP_H
#define APP_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "api/job.h"
#include "base/err.h"

struct http;

enum http_next { HTTP_REPLY, HTTP_LATER };

struct http_options {
	const char *host; /* numeric address */
	uint16_t port;    /* 0: any free one */
	uint32_t loops, connections;
	size_t headers_max, body_max, input_max, output_max;
	int64_t timeout_ms, read_ms, idle_ms, write_ms;
	/* Both are called on a loop's thread, once a request. `judge` sees its head, before its
	 * body has come: request (without body), id and today are filled in. False: job->reply
	 * holds the refusal. `serve` has all of it, with a deadline and a generation. HTTP_REPLY:
	 * job->reply holds the answer. HTTP_LATER: the job was given away. */
	bool (*judge)(struct job *job, void *ctx);
	enum http_next (*serve)(struct job *job, void *ctx);
	void *ctx;
};

/* E_LIBEVENT when the shared library lacks the fixes of September 2026. */
enum err_code http_check_library(struct err *reterr) MUST_USE;
/* Binds all listeners, then starts the threads. `first` gets a reference per loop. E_LISTEN. */
enum err_code http_start(const struct http_options *options, struct generation *first,
    struct http **ret, struct err *reterr) MUST_USE;
uint16_t http_port(const struct http *h);
/* Jobs made from now on are answered from `g`; each loop takes a reference. Any thread but a loop.
 */
void http_publish(struct http *h, struct generation *g);
/* Hands a job back to its loop. Any thread. */
void http_reply(struct job *job);
/* Stops accepting, closes idle connections, closes the others after their answer. Any thread. */
void http_drain(struct http *h);
/* Requests whose answer is not yet on the wire. Any thread. */
uint32_t http_in_flight(struct http *h);
/* Ends the loops, sends what workers handed back, closes and frees all. No job may be with a
 * worker. */
void http_stop(struct http *h);

#endif
