/*
 * Counters of the process and their Prometheus text (prefix assay_). One row in one table (stats.c)
 * a series. Requests are counted per loop without sharing a cache line between writers; reading
 * sums them. Any thread.
 */
#ifndef APP_STATS_H
#define APP_STATS_H

#include <stdint.h>

#include "api/route.h"
#include "base/text.h"

#define STATS_SHARDS 64 /* as many as loops may be */
#define STATS_ROUTES 64

enum stat {
	STAT_CONNECTIONS,
	STAT_ACCEPTED,
	STAT_ACCEPT_ERRORS,
	STAT_DEADLINE_CLOSED,
	STAT_INPUT_FULL,
	STAT_GUARD_REFUSED,
	STAT_QUEUE_DEPTH,
	STAT_QUEUE_FULL,
	STAT_OUTPUT_FULL,
	STAT_BATCHES,
	STAT_READY,
	STAT_DB_UP,
	STAT_DB_RECONNECTS,
	STAT_GENERATION,
	STAT_RELOADS,
	STAT_RELOAD_FAILURES,
	STAT_RELOAD_FAILED,
	STAT_RESCORED,
	STAT_RESCORE_FAILURES,
	STAT_RESCORE_OVERFLOWS,
	STAT_RESCORE_LAST_MS,
	STAT_START_TIME,
	STAT_COUNT
};

void stat_add(enum stat stat, int64_t n);
void stat_set(enum stat stat, int64_t value);
int64_t stat_get(enum stat stat);
/* `route` NULL: no route matched. Only the thread that owns the shard calls it. */
void stat_request(uint32_t shard, const struct route *route, int status, int64_t micros);
void stats_print(struct buf *out);

#endif
