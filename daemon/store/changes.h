/*
 * Has a contract changed since a snapshot that one remembers? The dirty log keeps a mark, with the
 * transaction that made it, for an hour after the contract was scored anew (migration 011): a
 * contract has changed when one of its marks is not visible in the snapshot. What is older than
 * CHANGES_KNOWN_MS must therefore be taken as changed without asking.
 */
#ifndef STORE_CHANGES_H
#define STORE_CHANGES_H

#include "base/arena.h"
#include "base/err.h"
#include "store/pg.h"

#define CHANGES_KNOWN_MS 300000
/* What to ask for when facts are read: the snapshot, and which start of the server it is of (after
 * a failover or a restore numbers of transactions may come again). Empty on a standby, where not
 * all that is in progress shows: then nothing can be said later. */
#define SNAPSHOT_NOW                                                                           \
	"select case when pg_is_in_recovery() then '' else pg_current_snapshot()::text || ' '" \
	" || extract(epoch from pg_postmaster_start_time())::text end"
#define SNAPSHOT_MAX 4096 /* bytes; one with more transactions in progress is not remembered */

/* ret_changed[i]: contract ids[i] since snapshots[i] (what SNAPSHOT_NOW gave). Marks that
 * are not yet scored count as well. */
enum err_code changes_since(struct pg *pg, const int64_t *ids, const struct text *snapshots,
    uint32_t n, int64_t deadline_ms, bool *ret_changed, struct err *reterr) MUST_USE;

#endif
