/*
 * Stored scores, so that lists can sort and filter by grade: a thread that scores every contract at
 * start, after a reload and when the day in Shanghai changes, and the dirty ones (the log that
 * triggers write) at each poll. It also probes the database for the process view. Serving never
 * waits for it.
 */
#ifndef APP_RESCORE_H
#define APP_RESCORE_H

#include <stdbool.h>
#include <stdint.h>

#include "app/process.h"
#include "app/reload.h"
#include "app/settings.h"

struct rescore;

/* `migration`: the number that the database must have. */
struct rescore *rescore_start(const struct settings *s, const char *conninfo,
    struct process *process, struct reload *reload, int migration);
void rescore_stop(struct rescore *r); /* asks the thread to end */
bool rescore_join(struct rescore *r, int64_t deadline_ms);
void rescore_free(struct rescore *r);

#endif
