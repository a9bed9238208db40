#include "app/conn_clock.h"

void
conn_opened(struct conn_clock *c, int64_t now_ms)
{
	*c = (struct conn_clock){ .state = CONN_READING, .idle_ms = now_ms };
}

void
conn_bytes(struct conn_clock *c, int64_t now_ms)
{
	if (c->state == CONN_READING && c->since_ms == 0)
		c->since_ms = now_ms;
}

void
conn_serving(struct conn_clock *c)
{
	c->state = CONN_SERVING;
	c->since_ms = 0;
	c->served = true;
}

void
conn_writing(struct conn_clock *c, int64_t now_ms)
{
	c->state = CONN_WRITING;
	c->since_ms = now_ms;
}

void
conn_done(struct conn_clock *c, int64_t now_ms, bool more)
{
	c->state = CONN_READING;
	c->since_ms = more ? now_ms : 0;
	c->idle_ms = now_ms;
}

bool
conn_late(
    const struct conn_clock *c, const struct conn_limits *limits, int64_t now_ms, bool draining)
{
	if (c->state == CONN_SERVING)
		return false;
	if (c->state == CONN_WRITING)
		return now_ms - c->since_ms > limits->write_ms;
	if (c->since_ms != 0)
		return now_ms - c->since_ms > limits->read_ms;
	if (draining)
		return now_ms - c->idle_ms > CONN_DRAIN_MS;
	/* A fresh connection that says nothing is a request that does not come. */
	return now_ms - c->idle_ms > (c->served ? limits->idle_ms : limits->read_ms);
}
