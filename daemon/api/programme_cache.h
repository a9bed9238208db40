/*
 * Contract id -> programme code (= scheme id). A contract's programme never changes, so that
 * entries have no time limit; a contract that turns out to be gone is forgotten. Direct-mapped,
 * fixed in size: a colliding id replaces the former. Any thread.
 */
#ifndef API_PROGRAMME_CACHE_H
#define API_PROGRAMME_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define PROGRAMME_SLOTS 16384u
#define PROGRAMME_CODE_MAX 64 /* with NUL; the database holds at most 63 */

bool programme_cached(int64_t contract, char ret[PROGRAMME_CODE_MAX]);
void programme_remember(int64_t contract, struct text code);
void programme_forget(int64_t contract);

#endif
