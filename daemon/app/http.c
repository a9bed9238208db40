/*
 * evhttp behind a guard of our own.
 *
 * - H1 A connection is tracked from bevcb on by a reference of ours to its bufferevent: found again
 * by descriptor, dropped in evhttp's close callback, or by the sweep when evhttp let go of it
 * before any request (then all its callbacks are NULL).
 * - H2 While a request is with us reading is off: input per connection is at most one request, or
 * the watermark.
 * - H3 What follows a request in the input is never read as another one: the connection closes
 * after the answer.
 * - H4 A request has a deadline from its first byte, an answer from its first, and an idle
 * connection has one too.
 * - H5 An exchange (job, evhttp request) is freed on its loop, once its bytes have left or its
 * connection has.
 * - H6 The head of a request that will have a body is kept from evhttp until it is whole, and
 * judged: a body is taken in only for a route that takes one, of the size and type it takes, with a
 * token that is not known to be wrong. For a refused one evhttp gets a stand-in without a body, so
 * that the answer goes its usual way and what the client still sends is never read as a request.
 */
#include "app/http.h"

#include <dlfcn.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <time.h>

#include "api/route.h"
#include "app/conn_clock.h"
#include "app/guard.h"
#include "app/inbox.h"
#include "app/intake.h"
#include "app/listen.h"
#include "app/log.h"
#include "app/pool.h"
#include "app/stats.h"
#include "app/wire.h"
#include "store/pg.h"

enum {
	SWEEP_MS = 200,
	ACCEPT_PAUSE_MS = 100,
	LINGER_MS = 500,       /* after the last byte of a client that was refused */
	LINGER_MOST_MS = 5000, /* in all */
	LINGER_BYTES = 64 * 1024,
	WATERMARK_SLACK = 64 * 1024,
	JOB_ARENA = 32 * 1024 * 1024,
	FREE_EXCHANGES = 256,
	BACKLOG = 1024,
	HEADER_VALUE_MAX = 1024,
};

enum pause { PAUSE_CAP = 1, PAUSE_ERROR = 2 };

struct conn {
	struct loop *loop;
	struct bufferevent *bev;
	struct evbuffer_cb_entry *watch;
	evutil_socket_t fd; /* -1 until the first byte */
	struct conn_clock clock;
	int64_t linger_ms, linger_end_ms; /* 0, or when a refused connection is let go */
	struct guard_scan scan;
	size_t pending; /* bytes of the request so far */
	bool known, killed, refused;
	/* H6 */
	struct evbuffer *held;   /* the head so far */
	struct exchange *judged; /* made from the head; evhttp's side of it follows */
	bool passed;             /* the head went on to evhttp: no more to hold */
	bool returning;          /* held bytes are being put back */
	LIST_ENTRY(conn) link;
};

/* A request on its way: the job, and evhttp's side of it. */
struct exchange {
	struct job job;
	struct loop *loop;
	struct evhttp_request *request;
	size_t own_bytes;
	bool head, close;
	bool judged, refused; /* by its head; refused: the reply is ready */
	bool broken;          /* what follows on the connection is not to be read */
	struct exchange *next_free;
};

struct loop {
	struct http *http;
	uint32_t index;
	pthread_t thread;
	struct event_base *base;
	struct evhttp *evhttp;
	struct evconnlistener *listener; /* NULL once draining */
	struct evhttp_bound_socket *bound;
	struct event *sweep, *accept_again, *wake;
	/* of the loop's thread alone */
	LIST_HEAD(, conn) conns;
	struct conn **by_fd;
	size_t n_by_fd;
	uint32_t n_conns, cap;
	unsigned paused;               /* enum pause */
	bool draining, swept_draining; /* what waits to be accepted still gets its answer */
	struct generation *gen;
	struct exchange *free;
	uint32_t n_free;
	size_t input_bytes, output_bytes; /* sums of what is pending and of answers on their way */
	int64_t now_ms, accept_logged_ms;
	day_t today;
	char date[HTTP_DATE_MAX];
	struct id_source ids;
	/* shared */
	_Atomic uint32_t in_flight;
	struct inbox inbox;
};

struct http {
	struct http_options o;
	struct conn_limits limits;
	uint16_t port;
	struct loop *loops;
};

/* ---- connections ---------------------------------------------------------------- */

static void
listener_update(struct loop *l, unsigned set, unsigned clear)
{
	l->paused = (l->paused | set) & ~clear;
	if (l->listener == NULL)
		return;
	if (l->paused)
		evconnlistener_disable(l->listener);
	else
		evconnlistener_enable(l->listener);
}

/* The bytes of a request are no longer waiting: it is whole, or will never be. */
static void
conn_settle(struct conn *c)
{
	c->loop->input_bytes -= c->pending;
	c->pending = 0;
}

static void
conn_kill(struct conn *c, enum stat reason)
{
	if (c->killed)
		return;
	c->killed = true;
	stat_add(reason, 1);
	(void)shutdown(bufferevent_getfd(c->bev), SHUT_RDWR);
}

static void exchange_free(struct exchange *x);

static void
conn_free(struct conn *c)
{
	struct loop *l = c->loop;

	conn_settle(c);
	if (c->held != NULL)
		evbuffer_free(c->held);
	if (c->judged != NULL)
		exchange_free(c->judged);
	if (c->fd >= 0 && (size_t)c->fd < l->n_by_fd && l->by_fd[c->fd] == c)
		l->by_fd[c->fd] = NULL;
	evbuffer_remove_cb_entry(bufferevent_get_input(c->bev), c->watch);
	LIST_REMOVE(c, link);
	bufferevent_decref(c->bev);
	free(c);
	l->n_conns--;
	stat_add(STAT_CONNECTIONS, -1);
	if ((l->paused & PAUSE_CAP) && l->n_conns < l->cap)
		listener_update(l, 0, PAUSE_CAP);
}

static void
conn_remember(struct conn *c)
{
	struct loop *l = c->loop;
	int one = 1;

	c->fd = bufferevent_getfd(c->bev);
	if (c->fd < 0)
		return;
	(void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if ((size_t)c->fd >= l->n_by_fd) {
		size_t n = (size_t)c->fd * 2 + 64;

		l->by_fd = reallocarray(l->by_fd, n, sizeof(struct conn *));
		if (l->by_fd == NULL)
			abort();
		memset(l->by_fd + l->n_by_fd, 0, (n - l->n_by_fd) * sizeof(struct conn *));
		l->n_by_fd = n;
	}
	l->by_fd[c->fd] = c;
}

static struct conn *
conn_find(struct loop *l, struct evhttp_connection *evcon)
{
	evutil_socket_t fd = bufferevent_getfd(evhttp_connection_get_bufferevent(evcon));

	return fd >= 0 && (size_t)fd < l->n_by_fd ? l->by_fd[fd] : NULL;
}

static void
conn_scan(struct conn *c, struct evbuffer *input, size_t from)
{
	struct evbuffer_iovec part[8];
	struct evbuffer_ptr at;
	int n;

	if (c->scan.state == SCAN_BODY || evbuffer_ptr_set(input, &at, from, EVBUFFER_PTR_SET) < 0)
		return;
	n = evbuffer_peek(input, -1, &at, part, COUNT_OF(part));
	for (int i = 0; i < n && i < (int)COUNT_OF(part); i++)
		guard_scan(&c->scan, part[i].iov_base, part[i].iov_len);
}

static void hold(struct conn *c, struct evbuffer *input);

/* Sees each byte before evhttp does (H4, and what its parser would hide). */
static void
on_input(struct evbuffer *input, const struct evbuffer_cb_info *info, void *arg)
{
	struct conn *c = arg;

	if (info->n_added == 0 || c->linger_ms != 0 || c->returning)
		return;
	if (c->fd < 0)
		conn_remember(c);
	conn_bytes(&c->clock, c->loop->now_ms);
	c->pending += info->n_added;
	c->loop->input_bytes += info->n_added;
	if (c->loop->input_bytes > c->loop->http->o.input_max)
		conn_kill(c, STAT_INPUT_FULL);
	conn_scan(c, input, info->orig_size);
	if (!c->passed)
		hold(c, input);
}

static struct bufferevent *
on_accept(struct event_base *base, void *arg)
{
	struct loop *l = arg;
	struct bufferevent *bev = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	struct conn *c = calloc(1, sizeof(*c));

	if (bev == NULL || c == NULL)
		abort();
	bufferevent_setwatermark(bev, EV_READ, 0, l->http->o.body_max + WATERMARK_SLACK);
	bufferevent_incref(bev);
	c->loop = l;
	c->bev = bev;
	c->fd = -1;
	conn_opened(&c->clock, l->now_ms);
	c->watch = evbuffer_add_cb(bufferevent_get_input(bev), on_input, c);
	LIST_INSERT_HEAD(&l->conns, c, link);
	stat_add(STAT_CONNECTIONS, 1);
	stat_add(STAT_ACCEPTED, 1);
	if (++l->n_conns >= l->cap)
		listener_update(l, PAUSE_CAP, 0);
	return bev;
}

/* evhttp is about to free the connection. One that was refused stays a moment without a reader, so
 * that the client sees our answer and not a reset. */
static void
on_close(struct evhttp_connection *evcon, void *arg)
{
	struct conn *c = arg;

	(void)evcon;
	if (!c->refused) {
		conn_free(c);
		return;
	}
	c->linger_ms = c->loop->now_ms + LINGER_MS;
	c->linger_end_ms = c->loop->now_ms + LINGER_MOST_MS;
}

/* What the client still sends is thrown away: bytes left unread would make a reset of our close,
 * and that may overtake the answer. */
static void
conn_linger(struct conn *c)
{
	char bytes[LINGER_BYTES];
	int64_t now = c->loop->now_ms;
	ssize_t n = 0;

	for (int i = 0; i < 64; i++) {
		n = recv(bufferevent_getfd(c->bev), bytes, sizeof(bytes), MSG_DONTWAIT);
		if (n <= 0)
			break;
		c->linger_ms = now + LINGER_MS;
	}
	if (n == 0 || now >= c->linger_ms || now >= c->linger_end_ms)
		conn_free(c);
}

static bool
conn_gone(struct conn *c)
{
	bufferevent_data_cb readcb, writecb;
	bufferevent_event_cb eventcb;
	void *arg;

	bufferevent_getcb(c->bev, &readcb, &writecb, &eventcb, &arg);
	return readcb == NULL && writecb == NULL && eventcb == NULL;
}

static void
conn_sweep(struct conn *c)
{
	if (c->linger_ms != 0) {
		conn_linger(c);
		return;
	}
	if (conn_gone(c)) {
		conn_free(c);
		return;
	}
	if (conn_late(&c->clock, &c->loop->http->limits, c->loop->now_ms, c->loop->draining))
		conn_kill(c, STAT_DEADLINE_CLOSED);
}

static void
on_sweep(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;
	int64_t unix_now = (int64_t)time(NULL);
	struct conn *next;

	(void)fd;
	(void)what;
	l->now_ms = pg_now_ms();
	l->today = date_shanghai(unix_now);
	http_date(unix_now, l->date);
	if (l->draining && l->listener != NULL && l->swept_draining) {
		l->listener = NULL;
		evhttp_del_accept_socket(l->evhttp, l->bound);
	}
	l->swept_draining = l->draining;
	for (struct conn *c = LIST_FIRST(&l->conns); c != NULL; c = next) {
		next = LIST_NEXT(c, link);
		conn_sweep(c);
	}
}

static void
on_accept_again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	listener_update(arg, 0, PAUSE_ERROR);
}

/* The loop of this thread: evhttp keeps the listener's argument for itself. */
static _Thread_local struct loop *this_loop;

/* Out of files: without the pause the loop would spin on the listener. */
static void
on_accept_error(struct evconnlistener *listener, void *evhttp)
{
	static const struct timeval pause = { 0, ACCEPT_PAUSE_MS * 1000 };
	struct loop *l = this_loop;
	int error = EVUTIL_SOCKET_ERROR();

	(void)listener;
	(void)evhttp;
	stat_add(STAT_ACCEPT_ERRORS, 1);
	listener_update(l, PAUSE_ERROR, 0);
	evtimer_add(l->accept_again, &pause);
	if (l->now_ms - l->accept_logged_ms < 1000)
		return;
	l->accept_logged_ms = l->now_ms;
	LOG(LOG_WARN, "accept_failed", LOG_STR("error", strerror(error)),
	    LOG_NUM("connections", l->n_conns));
}

/* ---- exchanges ------------------------------------------------------------------ */

static struct exchange *
exchange_new(struct loop *l)
{
	struct exchange *x = l->free;
	struct arena *arena;

	if (x != NULL) {
		l->free = x->next_free;
		l->n_free--;
		arena = x->job.arena;
	} else {
		x = malloc(sizeof(*x));
		if (x == NULL)
			abort();
		arena = arena_new(JOB_ARENA);
	}
	memset(x, 0, sizeof(*x));
	x->loop = l;
	x->job.arena = arena;
	x->job.owner = x;
	return x;
}

static void
exchange_free(struct exchange *x)
{
	struct loop *l = x->loop;

	l->output_bytes -= x->own_bytes;
	generation_unref(x->job.gen);
	buf_free(&x->job.reply.body);
	if (x->request != NULL)
		atomic_fetch_sub_explicit(&l->in_flight, 1, memory_order_relaxed);
	if (l->n_free >= FREE_EXCHANGES) {
		arena_free(x->job.arena);
		free(x);
		return;
	}
	arena_reset(x->job.arena);
	x->next_free = l->free;
	l->free = x;
	l->n_free++;
}

static void
on_body_sent(const void *data, size_t len, void *arg)
{
	(void)data;
	(void)len;
	exchange_free(arg);
}

/* ---- the answer ----------------------------------------------------------------- */

static void
add_header(struct exchange *x, const char *name, struct text value)
{
	struct evkeyvalq *out = evhttp_request_get_output_headers(x->request);
	char text[HEADER_VALUE_MAX];

	if (value.len >= sizeof(text)) {
		LOG(LOG_WARN, "header_dropped", LOG_STR("id", x->job.req.id),
		    LOG_STR("header", name));
		return;
	}
	memcpy(text, value.ptr, value.len);
	text[value.len] = '\0';
	if (evhttp_add_header(out, name, text) != 0)
		LOG(LOG_WARN, "header_dropped", LOG_STR("id", x->job.req.id),
		    LOG_STR("header", name));
}

static struct text
reply_body(const struct reply *r)
{
	if (r->status == 204 || r->status == 304)
		return (struct text){ "", 0 };
	if (r->document != NULL)
		return r->document->body;
	return (struct text){ r->body.data, r->body.len };
}

static void
add_headers(struct exchange *x, size_t length)
{
	const struct reply *r = &x->job.reply;
	char number[24];

	add_header(x, "Date", text_of(x->loop->date));
	if (r->status != 204 && r->status != 304) {
		if (r->content_type != NULL)
			add_header(x, "Content-Type", text_of(r->content_type));
		(void)snprintf(number, sizeof(number), "%zu", length);
		add_header(x, "Content-Length", text_of(number));
	}
	for (uint32_t i = 0; i < r->n_headers; i++)
		add_header(x, r->headers[i].name, r->headers[i].value);
	add_header(x, "X-Content-Type-Options", TEXT("nosniff"));
	add_header(x, "X-Request-Id", text_of(x->job.req.id));
	if (x->close)
		add_header(x, "Connection", TEXT("close"));
}

/* The answer has left: the connection waits for its next request. */
static void
on_complete(struct evhttp_request *request, void *arg)
{
	struct loop *l = arg;
	struct evhttp_connection *evcon = evhttp_request_get_connection(request);
	struct conn *c = evcon != NULL ? conn_find(l, evcon) : NULL;

	if (c == NULL)
		return;
	conn_done(&c->clock, l->now_ms, evbuffer_get_length(bufferevent_get_input(c->bev)) > 0);
	guard_scan_reset(&c->scan);
	c->passed = false;
}

static void
begin_writing(struct exchange *x, struct evhttp_connection *evcon)
{
	struct conn *c = conn_find(x->loop, evcon);

	if (c == NULL)
		return;
	conn_writing(&c->clock, x->loop->now_ms);
	evhttp_request_set_on_complete_cb(x->request, on_complete, x->loop);
}

static void
send_reply(struct exchange *x)
{
	struct evhttp_request *request = x->request;
	struct evhttp_connection *evcon = evhttp_request_get_connection(request);
	struct reply *r = &x->job.reply;
	struct text body = reply_body(r);
	int status = r->status;

	x->close |= r->close || x->loop->draining;
	intake_record(&x->job, x->loop->index);
	add_headers(x, body.len);
	if (evcon != NULL)
		begin_writing(x, evcon);
	if (x->head || body.len == 0) {
		exchange_free(x);
	} else {
		x->own_bytes = r->document == NULL ? body.len : 0;
		x->loop->output_bytes += x->own_bytes;
		if (evbuffer_add_reference(evhttp_request_get_output_buffer(request), body.ptr,
			body.len, on_body_sent, x) != 0)
			abort();
	}
	evhttp_send_reply(request, status, http_reason(status), NULL);
	/* The answer goes out even to a client that has closed its side; evhttp reads again after
	 * it (H2). */
	if (evcon != NULL)
		bufferevent_disable(evhttp_connection_get_bufferevent(evcon), EV_READ);
}

/* ---- the request ---------------------------------------------------------------- */

static const char *
method_name(enum evhttp_cmd_type type)
{
	static const struct {
		enum evhttp_cmd_type type;
		const char *name;
	} rows[] = { { EVHTTP_REQ_GET, "GET" }, { EVHTTP_REQ_HEAD, "HEAD" },
		{ EVHTTP_REQ_POST, "POST" }, { EVHTTP_REQ_PUT, "PUT" },
		{ EVHTTP_REQ_DELETE, "DELETE" }, { EVHTTP_REQ_OPTIONS, "OPTIONS" },
		{ EVHTTP_REQ_TRACE, "TRACE" }, { EVHTTP_REQ_CONNECT, "CONNECT" },
		{ EVHTTP_REQ_PATCH, "PATCH" } };

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].type == type)
			return rows[i].name;
	return "";
}

static uint32_t
collect_headers(struct evhttp_request *request, struct guard_header headers[GUARD_HEADERS_MAX])
{
	struct evkeyval *kv;
	uint32_t n = 0;

	TAILQ_FOREACH(kv, evhttp_request_get_input_headers(request), next)
	{
		if (n < GUARD_HEADERS_MAX)
			headers[n] = (struct guard_header){ text_of(kv->key), text_of(kv->value) };
		n++;
	}
	return n;
}

/* The guard's word on a request; true when it may go on. */
static bool
guarded(struct exchange *x, const struct guard_request *r)
{
	if (guard_check(r, &x->job.err) == ERR_OK)
		return true;
	stat_add(STAT_GUARD_REFUSED, 1);
	x->broken = true;
	reply_problem(&x->job);
	return false;
}

/* What can be said of a request by its head. */
static bool
judge(struct exchange *x, const struct guard_request *r)
{
	struct loop *l = x->loop;

	x->job.today = l->today;
	intake(&x->job, r, &l->ids);
	x->judged = true;
	return guarded(x, r) && l->http->o.judge(&x->job, l->http->o.ctx);
}

/* Room for the answer, and the job from where the head left it. */
static bool
admit(struct exchange *x, struct evbuffer *body)
{
	struct loop *l = x->loop;
	struct job *job = &x->job;

	job->req.body = (struct text){ "", evbuffer_get_length(body) };
	if (job->req.body.len > 0)
		job->req.body.ptr = (const char *)evbuffer_pullup(body, -1);
	if (l->output_bytes <= l->http->o.output_max)
		return true;
	stat_add(STAT_OUTPUT_FULL, 1);
	(void)err_set(&job->err, E_BUSY, "", NULL);
	reply_problem(job);
	return false;
}

/* True when bytes follow the request (H3). */
static bool
begin_serving(struct evhttp_connection *evcon, struct conn *c)
{
	struct bufferevent *bev = evhttp_connection_get_bufferevent(evcon);
	bool more = evbuffer_get_length(bufferevent_get_input(bev)) > 0;

	if (c == NULL)
		return more;
	if (!c->known)
		evhttp_connection_set_closecb(evcon, on_close, c);
	c->known = true;
	c->refused |= more;
	conn_settle(c);
	conn_serving(&c->clock);
	return more;
}

static struct exchange *
exchange_of(struct loop *l, struct conn *c, struct evhttp_request *request)
{
	struct exchange *x = c != NULL ? c->judged : NULL;

	if (x != NULL)
		c->judged = NULL;
	else
		x = exchange_new(l);
	x->request = request;
	x->head = evhttp_request_get_command(request) == EVHTTP_REQ_HEAD;
	x->job.received_us = intake_now_us();
	x->job.deadline_ms = x->job.received_us / 1000 + l->http->o.timeout_ms;
	x->job.gen = generation_ref(l->gen);
	atomic_fetch_add_explicit(&l->in_flight, 1, memory_order_relaxed);
	return x;
}

/* True when it is with a worker now. */
static bool
serve_request(struct exchange *x, const struct guard_request *r, struct evbuffer *body)
{
	const struct http_options *o = &x->loop->http->o;

	if (x->refused)
		return false;
	/* Now the body is there, and must be as long as the head said. */
	if (!(x->judged ? guarded(x, r) : judge(x, r)) || !admit(x, body))
		return false;
	return o->serve(&x->job, o->ctx) == HTTP_LATER;
}

static void
on_request(struct evhttp_request *request, void *arg)
{
	struct loop *l = arg;
	struct evhttp_connection *evcon = evhttp_request_get_connection(request);
	struct conn *c = conn_find(l, evcon);
	struct evbuffer *body = evhttp_request_get_input_buffer(request);
	struct exchange *x = exchange_of(l, c, request);
	struct guard_header headers[GUARD_HEADERS_MAX];
	struct guard_request r = { .method =
				       text_of(method_name(evhttp_request_get_command(request))),
		.target = text_of(evhttp_request_get_uri(request)),
		.major = request->major,
		.minor = request->minor,
		.headers = headers,
		.n_headers = collect_headers(request, headers),
		.body_len = evbuffer_get_length(body),
		.body_max = l->http->o.body_max,
		.scan = c != NULL ? c->scan.fault : SCAN_OK };

	/* What evhttp would do for a proxy: keep a CONNECT open, look at Proxy-Connection. */
	if (request->type == EVHTTP_REQ_CONNECT)
		request->type = EVHTTP_REQ_GET;
	request->flags &= ~EVHTTP_PROXY_REQUEST;
	x->close |= begin_serving(evcon, c);
	if (serve_request(x, &r, body))
		return;
	if (x->broken) {
		request->major = request->minor = 1; /* evhttp would echo what was sent */
		x->close = true;
		if (c != NULL)
			c->refused = true;
	}
	send_reply(x);
}

/* ---- heads of requests with a body (H6) ------------------------------------------- */

static void
give_back(struct conn *c, struct evbuffer *input, struct evbuffer *bytes)
{
	c->passed = true;
	c->returning = true;
	if (evbuffer_prepend_buffer(input, bytes) != 0)
		abort();
	c->returning = false;
}

/* The whole head is in `held`, perhaps with some of the body behind it. */
static void
judge_head(struct conn *c, size_t head_len)
{
	struct guard_header headers[GUARD_HEADERS_MAX];
	struct guard_request r = {
		.body_max = c->loop->http->o.body_max, .head_only = true, .scan = c->scan.fault
	};
	struct exchange *x = exchange_new(c->loop);
	char *head = arena_alloc(x->job.arena, head_len + 1);

	if (evbuffer_copyout(c->held, head, head_len) != (ev_ssize_t)head_len)
		abort();
	guard_head((struct text){ head, head_len }, headers, &r);
	c->judged = x;
	x->refused = !judge(x, &r);
	x->broken |= x->refused && x->job.req.content_length > 0;
}

/* Where the empty line behind the headers ends; 0 when it has not come. */
static size_t
head_end(struct evbuffer *held)
{
	struct evbuffer_ptr at = evbuffer_search(held, "\r\n\r\n", 4, NULL);

	return at.pos < 0 ? 0 : (size_t)at.pos + 4;
}

/* Takes the bytes of a head away from evhttp until it is whole. Methods with a body begin with P;
 * a head that is faulty in itself, or longer than evhttp takes, is evhttp's to refuse. */
static void
hold(struct conn *c, struct evbuffer *input)
{
	static const char stand_in[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
	size_t end;
	char first;

	if (c->held == NULL) {
		if (evbuffer_copyout(input, &first, 1) != 1 || first != 'P') {
			c->passed = true;
			return;
		}
		c->held = evbuffer_new();
		if (c->held == NULL)
			abort();
	}
	if (evbuffer_add_buffer(c->held, input) != 0)
		abort();
	if (c->scan.state != SCAN_BODY &&
	    evbuffer_get_length(c->held) <= c->loop->http->o.headers_max)
		return;
	end = head_end(c->held);
	if (end > 0 && end <= c->loop->http->o.headers_max && c->scan.fault == SCAN_OK)
		judge_head(c, end);
	if (c->judged != NULL && c->judged->broken) {
		(void)evbuffer_drain(c->held, evbuffer_get_length(c->held));
		if (evbuffer_add(c->held, stand_in, sizeof(stand_in) - 1) != 0)
			abort();
	}
	give_back(c, input, c->held);
}

/* ---- other threads -------------------------------------------------------------- */

void
http_reply(struct job *job)
{
	const struct exchange *x = job->owner;

	inbox_job(&x->loop->inbox, job);
}

void
http_publish(struct http *h, struct generation *g)
{
	for (uint32_t i = 0; i < h->o.loops; i++)
		inbox_generation(&h->loops[i].inbox, g);
}

void
http_drain(struct http *h)
{
	for (uint32_t i = 0; i < h->o.loops; i++)
		inbox_order(&h->loops[i].inbox, true, false);
}

uint32_t
http_in_flight(struct http *h)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < h->o.loops; i++)
		n += atomic_load_explicit(&h->loops[i].in_flight, memory_order_relaxed);
	return n;
}

static void
on_wake(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;
	struct inbox_taken taken;

	(void)fd;
	(void)what;
	inbox_take(&l->inbox, &taken);
	if (taken.generation != NULL) {
		generation_unref(l->gen);
		l->gen = taken.generation;
	}
	l->draining |= taken.drain;
	while (taken.jobs != NULL) {
		struct job *job = taken.jobs;

		taken.jobs = job->next;
		send_reply(job->owner);
	}
	if (taken.stop)
		event_base_loopbreak(l->base);
}

/* ---- start and stop ------------------------------------------------------------- */

/* Only the patched build exports it; event_get_version() cannot tell. */
enum err_code
http_check_library(struct err *reterr)
{
	if (dlsym(RTLD_DEFAULT, "evhttp_check_transfer_encoding_") != NULL)
		return ERR_OK;
	return err_set(reterr, E_LIBEVENT, "", event_get_version(), NULL);
}

static enum err_code
loop_listen(struct loop *l, struct listen_address *at, struct err *reterr)
{
	const unsigned flags = LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE |
			       LEV_OPT_REUSEABLE_PORT;

	l->listener = evconnlistener_new_bind(
	    l->base, NULL, NULL, flags, BACKLOG, (struct sockaddr *)&at->storage, (int)at->len);
	if (l->listener == NULL)
		return err_set(
		    reterr, E_LISTEN, "ASSAYD_LISTEN", l->http->o.host, strerror(errno), NULL);
	l->bound = evhttp_bind_listener(l->evhttp, l->listener);
	if (l->bound == NULL)
		abort();
	evconnlistener_set_error_cb(l->listener, on_accept_error);
	return ERR_OK;
}

static void
loop_events(struct loop *l)
{
	static const struct timeval tick = { 0, SWEEP_MS * 1000 };

	l->sweep = event_new(l->base, -1, EV_PERSIST, on_sweep, l);
	l->accept_again = evtimer_new(l->base, on_accept_again, l);
	l->wake = event_new(l->base, l->inbox.fd, EV_READ | EV_PERSIST, on_wake, l);
	if (l->sweep == NULL || l->accept_again == NULL || l->wake == NULL ||
	    event_add(l->sweep, &tick) != 0 || event_add(l->wake, NULL) != 0)
		abort();
	on_sweep(-1, 0, l);
}

/* evhttp's own timeouts are set past ours: they count from the last byte, ours from the first. */
static void
loop_http(struct loop *l)
{
	const struct http_options *o = &l->http->o;
	int64_t longest = o->idle_ms > o->write_ms ? o->idle_ms : o->write_ms;

	l->evhttp = evhttp_new(l->base);
	if (l->evhttp == NULL)
		abort();
	evhttp_set_gencb(l->evhttp, on_request, l);
	evhttp_set_bevcb(l->evhttp, on_accept, l);
	evhttp_set_max_headers_size(l->evhttp, (ev_ssize_t)o->headers_max);
	evhttp_set_max_body_size(l->evhttp, (ev_ssize_t)o->body_max);
	evhttp_set_timeout(
	    l->evhttp, (int)((longest > o->read_ms ? longest : o->read_ms) / 1000 + 10));
	evhttp_set_allowed_methods(l->evhttp, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST |
						  EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE |
						  EVHTTP_REQ_OPTIONS | EVHTTP_REQ_TRACE |
						  EVHTTP_REQ_CONNECT | EVHTTP_REQ_PATCH);
}

static void
loop_init(struct loop *l, struct http *h, uint32_t index, struct generation *first)
{
	struct event_config *config = event_config_new();

	if (config == NULL)
		abort();
	event_config_set_flag(
	    config, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	l->http = h;
	l->index = index;
	l->cap = (h->o.connections + h->o.loops - 1) / h->o.loops;
	l->base = event_base_new_with_config(config);
	event_config_free(config);
	if (l->base == NULL)
		abort();
	LIST_INIT(&l->conns);
	l->gen = generation_ref(first);
	inbox_init(&l->inbox);
	id_seed(&l->ids);
	loop_http(l);
	loop_events(l);
}

static void
loop_free(struct loop *l)
{
	struct conn *c;

	on_wake(-1, 0, l); /* answers that came after the loop ended */
	evhttp_free(l->evhttp);
	while ((c = LIST_FIRST(&l->conns)) != NULL)
		conn_free(c);
	event_free(l->sweep);
	event_free(l->accept_again);
	event_free(l->wake);
	event_base_free(l->base);
	while (l->free != NULL) {
		struct exchange *x = l->free;

		l->free = x->next_free;
		arena_free(x->job.arena);
		free(x);
	}
	generation_unref(l->gen);
	inbox_free(&l->inbox);
	free(l->by_fd);
}

static void *
loop_run(void *arg)
{
	struct loop *l = arg;

	this_loop = l;
	if (event_base_dispatch(l->base) < 0)
		LOG(LOG_ERROR, "loop_failed", LOG_NUM("loop", l->index));
	pool_drain();
	return NULL;
}

static void
on_library_log(int severity, const char *message)
{
	LOG(severity >= EVENT_LOG_WARN ? LOG_WARN : LOG_DEBUG, "libevent",
	    LOG_STR("message", message));
}

static void
on_library_fatal(int code)
{
	LOG(LOG_ERROR, "libevent_fatal", LOG_NUM("code", code));
	abort();
}

static enum err_code
listen_all(struct http *h, struct err *reterr)
{
	struct listen_address at;
	enum err_code rc = listen_probe(h->o.host, h->o.port, &at, reterr);

	for (uint32_t i = 0; i < h->o.loops && rc == ERR_OK; i++)
		rc = loop_listen(&h->loops[i], &at, reterr);
	if (rc == ERR_OK)
		h->port = at.port;
	return rc;
}

enum err_code
http_start(const struct http_options *options, struct generation *first, struct http **ret,
    struct err *reterr)
{
	struct http *h = calloc(1, sizeof(*h));
	enum err_code rc;

	if (h == NULL || (h->loops = calloc(options->loops, sizeof(*h->loops))) == NULL)
		abort();
	event_set_mem_functions(pool_alloc, pool_realloc, pool_free);
	event_set_log_callback(on_library_log);
	event_set_fatal_callback(on_library_fatal);
	h->o = *options;
	h->limits = (struct conn_limits){ options->read_ms, options->idle_ms, options->write_ms };
	for (uint32_t i = 0; i < h->o.loops; i++)
		loop_init(&h->loops[i], h, i, first);
	rc = listen_all(h, reterr);
	for (uint32_t i = 0; i < h->o.loops && rc == ERR_OK; i++)
		if (pthread_create(&h->loops[i].thread, NULL, loop_run, &h->loops[i]) != 0)
			abort();
	if (rc == ERR_OK) {
		*ret = h;
		return ERR_OK;
	}
	for (uint32_t i = 0; i < h->o.loops; i++)
		loop_free(&h->loops[i]);
	free(h->loops);
	free(h);
	return rc;
}

uint16_t
http_port(const struct http *h)
{
	return h->port;
}

void
http_stop(struct http *h)
{
	for (uint32_t i = 0; i < h->o.loops; i++)
		inbox_order(&h->loops[i].inbox, true, true);
	for (uint32_t i = 0; i < h->o.loops; i++)
		pthread_join(h->loops[i].thread, NULL);
	for (uint32_t i = 0; i < h->o.loops; i++)
		loop_free(&h->loops[i]);
	free(h->loops);
	free(h);
}
