/*
 * How long a connection may stay in each state: one total deadline for a request from its first
 * byte (a client that trickles gains nothing), one for taking an answer, one for being idle. Times
 * on CLOCK_MONOTONIC, milliseconds. Pure; one owner.
 */
#ifndef APP_CONN_CLOCK_H
#define APP_CONN_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CONN_DRAIN_MS 250 /* an idle connection has that long when the process stops */

enum conn_state { CONN_READING, CONN_SERVING, CONN_WRITING };

struct conn_clock {
	enum conn_state state;
	int64_t since_ms; /* first byte of the request, or start of the answer; 0: none yet */
	int64_t idle_ms;  /* since when nothing is under way */
	bool served;      /* had a request before */
};

struct conn_limits {
	int64_t read_ms, idle_ms, write_ms;
};

void conn_opened(struct conn_clock *c, int64_t now_ms);
void conn_bytes(struct conn_clock *c, int64_t now_ms);
void conn_serving(struct conn_clock *c);
void conn_writing(struct conn_clock *c, int64_t now_ms);
/* The answer has left; `more`: bytes of the next request are there already. */
void conn_done(struct conn_clock *c, int64_t now_ms, bool more);
/* True when the connection has had its time. A request being served is
 * never late here: the job has a deadline of its own. */
bool conn_late(
    const struct conn_clock *c, const struct conn_limits *limits, int64_t now_ms, bool draining);

#endif
