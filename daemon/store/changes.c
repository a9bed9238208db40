#include "store/changes.h"

enum err_code
changes_since(struct pg *pg, const int64_t *ids, const struct text *snapshots, uint32_t n,
    int64_t deadline_ms, bool *ret_changed, struct err *reterr)
{
	const struct pg_param params[] = { { .type = PG_INT8_ARRAY, .ints = ids, .n = n },
		{ .type = PG_TEXT_ARRAY, .texts = snapshots, .n = n } };
	const struct pg_query q = { "changes_since",
		"select u.start <> extract(epoch from pg_postmaster_start_time())::text"
		" or exists (select from dirty_log d where d.contract_id = u.id"
		" and d.xid >= pg_snapshot_xmin(u.snapshot)"
		" and not pg_visible_in_snapshot(d.xid, u.snapshot))"
		" from (select r.id, r.ord, split_part(r.snapshot, ' ', 1)::pg_snapshot as "
		"snapshot,"
		" split_part(r.snapshot, ' ', 2) as start from unnest($1::bigint[], $2::text[])"
		" with ordinality r (id, snapshot, ord) offset 0) u order by u.ord",
		params, COUNT_OF(params) };
	struct pg_result *r = NULL;
	enum err_code rc = pg_run(pg, &q, 1, deadline_ms, &r, reterr);

	if (rc != ERR_OK)
		return rc;
	if (pg_rows(r) != n)
		rc = err_set(reterr, E_INTERNAL, "", "changes_since", NULL);
	for (uint32_t i = 0; i < n && rc == ERR_OK; i++)
		ret_changed[i] = pg_int(r, i, 0) != 0;
	pg_result_free(r);
	return rc;
}
