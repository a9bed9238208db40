/*
 * The generation in service, and the thread that replaces it: asked (SIGHUP, or the database coming
 * up for the first time), it reads, compiles, PREPAREs and publishes; a failure changes nothing, is
 * logged with every finding, and shows in /readyz and /metrics (I7). Requests to reload that come
 * while one runs are one request.
 */
#ifndef APP_RELOAD_H
#define APP_RELOAD_H

#include <stdbool.h>

#include "api/generation.h"
#include "app/http.h"
#include "app/process.h"
#include "app/settings.h"

struct reload;

/* Takes over the caller's reference to `first`; `checked`: it was PREPAREd. conninfo lives as long.
 */
struct reload *reload_new(const struct settings *s, const char *conninfo, struct process *process,
    struct generation *first, bool checked);
/* Starts the thread; from now on generations are published to `http`. */
void reload_start(struct reload *r, struct http *http);
void reload_request(struct reload *r); /* any thread */
/* The generation in service; the caller's reference. Any thread. */
struct generation *reload_current(struct reload *r);
bool reload_checked(struct reload *r);
void reload_stop(struct reload *r);                      /* asks the thread to end */
bool reload_join(struct reload *r, int64_t deadline_ms); /* false: it did not end in time */
void reload_free(struct reload *r);

#endif
