/*
 * Contract id -> programme code (= scheme id), so that a score costs one round trip. A contract's
 * programme never changes, so that entries have no time limit; a contract that turns out to be gone
 * is forgotten. Direct-mapped, fixed in size (4 MiB): a colliding id replaces the former. Filled by
 * look-ups and by re-scoring. Any thread.
 */
#ifndef API_PROGRAMME_CACHE_H
#define API_PROGRAMME_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define PROGRAMME_SLOTS 262144u
#define PROGRAMME_CODES_MAX 1024u /* contracts of further programmes are not remembered */
#define PROGRAMME_CODE_MAX 64     /* with NUL; the database holds at most 63 */

bool programme_cached(int64_t contract, char ret[PROGRAMME_CODE_MAX]);
void programme_remember(int64_t contract, struct text code);
void programme_forget(int64_t contract);

#endif
