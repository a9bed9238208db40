/* From the guard's view of a request to a job's, and from a finished job to log and counters.
 * Loop's thread. */
#ifndef APP_INTAKE_H
#define APP_INTAKE_H

#include "api/job.h"
#include "app/guard.h"
#include "app/wire.h"

/* Method, path, query, headers, request id (the client's when well-formed) and language of our
 * prose. The texts point into the request. */
void intake(struct job *job, const struct guard_request *r, struct id_source *ids);
/* Counts the answer and logs it: failures of ours always, every request from level info on. */
void intake_record(const struct job *job, uint32_t shard);
int64_t intake_now_us(void); /* CLOCK_MONOTONIC */

#endif
