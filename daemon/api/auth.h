/* Asking the database for a token that the cache does not know; auth_cached is in route.h. Any
 * worker thread. */
#ifndef API_AUTH_H
#define API_AUTH_H

#include "api/route.h"

#define AUTH_TTL_MS 30000
#define AUTH_SLOTS 1024u /* a power of two */
#define AUTH_WAYS 4u
#define TOKEN_PREFIX "asy_"
#define TOKEN_SECRET_CHARS 43 /* base64url of 32 bytes */

/* Fills job->principal. E_UNAUTHORIZED, E_TOKEN_INVALID, or the database's own fault: without it
 * nobody new gets in.
 */
enum err_code auth_ask(struct job *job, struct worker_ctx *ctx) MUST_USE;
/* Forgets every cached token (tests, revocation). */
void auth_forget(void);

#endif
