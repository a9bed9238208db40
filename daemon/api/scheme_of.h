/* Which loaded scheme a contract is scored by: from the cache, else by one look-up for all that are
 * asked. */
#ifndef API_SCHEME_OF_H
#define API_SCHEME_OF_H

#include "api/route.h"

/* For jobs of one generation: ret[i] is the scheme of jobs[i]->params.contract_id, or NULL with
 * jobs[i]->err set (E_CONTRACT_UNKNOWN, E_NO_SCHEME, or the database's fault). */
void schemes_of(
    struct job **jobs, uint32_t n, struct worker_ctx *ctx, const struct generation_scheme **ret);
/* The latest deadline of jobs that are answered by one statement; n > 0. */
int64_t jobs_deadline(struct job **jobs, uint32_t n);
/* E_CONTRACT_UNKNOWN naming the job's contract, which is forgotten in the cache. */
enum err_code contract_unknown(struct job *job);
/* E_AS_OF_EARLY when the job's as_of is before the contract's start. */
enum err_code contract_started(struct job *job, day_t start_on);

#endif
