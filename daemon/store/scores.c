/*
 * Stored scores and the dirty log. A mark that is taken stays in the log, with its time, until it
 * is done: a daemon that dies in between leaves it to be taken again. Only taken marks are done,
 * because a writer that commits late may bring in a lower number than one already taken. A mark is
 * kept for an hour more, for those who ask what has changed (store/changes.h).
 */
#include "store/contracts.h"

#define STORE_PARAMS 8

enum err_code
scores_store(struct pg *pg, const char *scheme_version, const struct score_row *rows, uint32_t n,
    int64_t deadline_ms, struct err *reterr)
{
	struct arena *arena = arena_new((size_t)n * 128 + 4096);
	int64_t *ints[5];
	int32_t *days = arena_array(arena, n, sizeof(*days));
	struct text *grades = arena_array(arena, n, sizeof(*grades));
	struct pg_param params[STORE_PARAMS];
	struct pg_query q = { "scores_store",
		"insert into contract_score (contract_id, scheme_version, as_of, score, lowest, "
		"highest, grade, grade_certain)"
		" select k.id, $1::text, k.as_of, k.score / 1000000.0, k.lowest / 1000000.0, "
		"k.highest / 1000000.0,"
		" nullif(k.grade, ''), k.certain <> 0"
		" from unnest($2::bigint[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[], "
		"$7::text[], $8::bigint[])"
		" k (id, as_of, score, lowest, highest, grade, certain) join contract c on c.id = "
		"k.id"
		" on conflict (contract_id) do update set scheme_version = "
		"excluded.scheme_version, as_of = excluded.as_of,"
		" score = excluded.score, lowest = excluded.lowest, highest = excluded.highest, "
		"grade = excluded.grade,"
		" grade_certain = excluded.grade_certain, stored_at = now()"
		" where (contract_score.scheme_version, contract_score.as_of, "
		"contract_score.score, contract_score.lowest,"
		" contract_score.highest, contract_score.grade, contract_score.grade_certain) is "
		"distinct from"
		" (excluded.scheme_version, excluded.as_of, excluded.score, excluded.lowest, "
		"excluded.highest,"
		" excluded.grade, excluded.grade_certain)",
		params, COUNT_OF(params) };
	enum err_code rc;

	for (size_t i = 0; i < COUNT_OF(ints); i++)
		ints[i] = arena_array(arena, n, sizeof(**ints));
	for (uint32_t i = 0; i < n; i++) {
		ints[0][i] = rows[i].contract_id;
		ints[1][i] = rows[i].score;
		ints[2][i] = rows[i].lowest;
		ints[3][i] = rows[i].highest;
		ints[4][i] = rows[i].grade_certain;
		days[i] = rows[i].as_of;
		grades[i] = rows[i].grade;
	}
	params[0] = (struct pg_param){ .type = PG_TEXT, .t = text_of(scheme_version) };
	params[1] = (struct pg_param){ .type = PG_INT8_ARRAY, .ints = ints[0], .n = n };
	params[2] = (struct pg_param){ .type = PG_DATE_ARRAY, .days = days, .n = n };
	for (uint32_t i = 0; i < 3; i++)
		params[3 + i] =
		    (struct pg_param){ .type = PG_INT8_ARRAY, .ints = ints[1 + i], .n = n };
	params[6] = (struct pg_param){ .type = PG_TEXT_ARRAY, .texts = grades, .n = n };
	params[7] = (struct pg_param){ .type = PG_INT8_ARRAY, .ints = ints[4], .n = n };
	rc = pg_run(pg, &q, 1, deadline_ms, NULL, reterr);
	arena_free(arena);
	return rc;
}

enum err_code
dirty_take(struct pg *pg, uint32_t max, int64_t deadline_ms, struct arena *arena, int64_t **ret,
    uint32_t *ret_n, int64_t *ret_upto, struct err *reterr)
{
	const struct pg_param param = { .type = PG_INT8, .i = max };
	const struct pg_query q = { "dirty_take",
		"with mark as (update dirty_log set taken_at = now()"
		" where id in (select id from dirty_log where done_at is null order by id limit "
		"$1::bigint) returning "
		"id, contract_id)"
		" select contract_id, max(id) from mark group by contract_id order by contract_id",
		&param, 1 };
	struct pg_result *r = NULL;
	enum err_code rc = pg_run(pg, &q, 1, deadline_ms, &r, reterr);

	if (rc != ERR_OK)
		return rc;
	*ret_n = pg_rows(r);
	*ret = arena_array(arena, *ret_n, sizeof(**ret));
	*ret_upto = 0;
	for (uint32_t i = 0; i < *ret_n; i++) {
		(*ret)[i] = pg_int(r, i, 0);
		if (pg_int(r, i, 1) > *ret_upto)
			*ret_upto = pg_int(r, i, 1);
	}
	pg_result_free(r);
	return ERR_OK;
}

enum err_code
dirty_done(struct pg *pg, int64_t upto, int64_t deadline_ms, struct err *reterr)
{
	const struct pg_param param = { .type = PG_INT8, .i = upto };
	const struct pg_query q[] = {
		{ "dirty_done",
		    "update dirty_log set done_at = now() where done_at is null"
		    " and taken_at is not null and id <= $1::bigint",
		    &param, 1 },
		{ "dirty_forget", "delete from dirty_log where done_at < now() - interval '1 hour'",
		    NULL, 0 },
	};

	return pg_run(pg, q, COUNT_OF(q), deadline_ms, NULL, reterr);
}
