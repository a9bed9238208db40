/*
 * Filters whose values are known: a programme, a grade. A word that is none of them is told with
 * the nearest, since an empty list looks like an answer.
 */
#ifndef API_FILTER_H
#define API_FILTER_H

#include "api/handlers.h"

/* ERR_OK, E_FILTER_UNKNOWN, or the fault of the database: a programme of which no scheme is loaded
 * is asked for there. */
enum err_code filter_check(struct job *job, struct worker_ctx *ctx) MUST_USE;

#endif
