/*
 * Contract rows. The list statement is put together from fixed fragments, one for each filter that
 * is present, so that the planner sees only conditions that can use an index; every value is a
 * parameter.
 */
#include "store/contracts_internal.h"

#include <string.h>

#define HEAD_COLUMNS                                                                              \
	"c.id, c.contract_no, p.code, c.status, c.title, c.provider_id, c.purchaser_id, a.name, " \
	"b.name,"                                                                                 \
	" c.region_code, r.name, l.code, c.signed_on, c.start_on, c.end_on,"                      \
	" (c.amount * 1000000)::bigint, (s.score * 1000000)::bigint, s.grade, s.as_of"
#define HEAD_JOINS                                                                         \
	" join programme p on p.id = c.programme_id"                                       \
	" join organisation a on a.id = c.provider_id join organisation b on b.id = "      \
	"c.purchaser_id"                                                                   \
	" left join region r on r.code = c.region_code left join lot l on l.id = c.lot_id" \
	" left join contract_score s on s.contract_id = c.id"

const char contract_brief_inner[] =
    "c.contract_no, c.title, c.provider_id, c.purchaser_id, c.region_code, c.start_on, c.end_on,"
    " c.amount";
const char contract_brief_columns[] =
    "k.id, k.contract_no, k.title, k.provider_id, k.purchaser_id, a.name, b.name,"
    " k.region_code, r.name, k.start_on, k.end_on, (k.amount * 1000000)::bigint";
const char contract_brief_joins[] =
    "join organisation a on a.id = k.provider_id join organisation b on b.id = k.purchaser_id"
    " left join region r on r.code = k.region_code";

static const char get_sql[] =
    "select " HEAD_COLUMNS " from unnest($1::bigint[]) with ordinality k (id, ord)"
    " join contract c on c.id = k.id" HEAD_JOINS " order by k.ord";

static struct text
copied(const struct pg_result *r, uint32_t row, uint32_t col, struct arena *arena)
{
	return pg_null(r, row, col) ? TEXT("") : text_dup(arena, pg_text(r, row, col));
}

static day_t
day_of(const struct pg_result *r, uint32_t row, uint32_t col)
{
	return pg_null(r, row, col) ? DAY_NONE : (day_t)pg_int(r, row, col);
}

static void
read_row(const struct pg_result *r, uint32_t row, struct arena *arena, struct contract_row *ret)
{
	*ret = (struct contract_row){
		.id = pg_int(r, row, 0),
		.no = copied(r, row, 1, arena),
		.programme = copied(r, row, 2, arena),
		.status = copied(r, row, 3, arena),
		.title = copied(r, row, 4, arena),
		.provider_id = pg_int(r, row, 5),
		.purchaser_id = pg_int(r, row, 6),
		.provider = copied(r, row, 7, arena),
		.purchaser = copied(r, row, 8, arena),
		.region = copied(r, row, 9, arena),
		.region_name = copied(r, row, 10, arena),
		.lot = copied(r, row, 11, arena),
		.signed_on = day_of(r, row, 12),
		.start_on = day_of(r, row, 13),
		.end_on = day_of(r, row, 14),
		.amount = pg_int(r, row, 15),
		.scored = !pg_null(r, row, 16),
		.score = pg_null(r, row, 16) ? 0 : pg_int(r, row, 16),
		.grade = copied(r, row, 17, arena),
		.scored_as_of = day_of(r, row, 18),
	};
}

void
contract_brief_read(const struct pg_result *r, uint32_t row, uint32_t first, struct text programme,
    struct arena *arena, struct contract_row *ret)
{
	*ret = (struct contract_row){
		.id = pg_int(r, row, first),
		.no = copied(r, row, first + 1, arena),
		.programme = programme,
		.title = copied(r, row, first + 2, arena),
		.provider_id = pg_int(r, row, first + 3),
		.purchaser_id = pg_int(r, row, first + 4),
		.provider = copied(r, row, first + 5, arena),
		.purchaser = copied(r, row, first + 6, arena),
		.region = copied(r, row, first + 7, arena),
		.region_name = copied(r, row, first + 8, arena),
		.signed_on = DAY_NONE,
		.start_on = day_of(r, row, first + 9),
		.end_on = day_of(r, row, first + 10),
		.amount = pg_int(r, row, first + 11),
		.scored_as_of = DAY_NONE,
	};
}

/* ---- the list --------------------------------------------------------------------- */

/* What a list can be sorted by; the id breaks ties, in the same direction. */
static const struct sort {
	const char *key, *cast;
} sorts[] = {
	[SORT_ID] = { "c.id", "bigint" },
	[SORT_NO] = { "c.contract_no", "text" },
	[SORT_SCORE] = { "s.score", "numeric" },
	[SORT_AMOUNT] = { "c.amount", "numeric" },
	[SORT_START] = { "c.start_on", "date" },
};

#define LIST_PARAMS 8
#define LIST_SQL_MAX 4096

struct list {
	struct buf sql;
	struct pg_param params[LIST_PARAMS];
	uint32_t n_params;
};

static uint32_t
list_param(struct list *q, struct pg_param p)
{
	q->params[q->n_params] = p;
	return ++q->n_params;
}

static uint32_t
list_text(struct list *q, struct text t)
{
	return list_param(q, (struct pg_param){ .type = PG_TEXT, .t = t });
}

/* A region code is a prefix of the codes below it; ':' follows the digits. */
static void
list_filters(struct list *q, const struct contract_filter *f)
{
	if (f->programme.len > 0) {
		buf_addf(&q->sql, " and p.code = $%u::text", list_text(q, f->programme));
	}
	if (f->region.len > 0) {
		uint32_t n = list_text(q, f->region);

		buf_addf(&q->sql,
		    " and c.region_code ~>=~ $%u::text and c.region_code ~<~ ($%u::text || ':')", n,
		    n);
	}
	if (f->grade.len > 0) {
		buf_addf(&q->sql, " and s.grade = $%u::text", list_text(q, f->grade));
	}
	if (f->programmes != NULL) {
		buf_addf(&q->sql, " and p.code = any ($%u::text[])",
		    list_param(q,
			(struct pg_param){
			    .type = PG_TEXT_ARRAY, .texts = f->programmes, .n = f->n_programmes }));
	}
	if (f->provider != 0) {
		buf_addf(&q->sql, " and c.provider_id = $%u::bigint",
		    list_param(q, (struct pg_param){ .type = PG_INT8, .i = f->provider }));
	}
}

/* Rows after the cursor; a missing key sorts last in both directions. */
static void
list_cursor(struct list *q, const struct contract_filter *f)
{
	const struct sort *s = &sorts[f->sort];
	char sign = f->descending ? '<' : '>';
	uint32_t id, key;

	if (!f->has_cursor)
		return;
	id = list_param(q, (struct pg_param){ .type = PG_INT8, .i = f->cursor_id });
	if (f->sort == SORT_ID) {
		buf_addf(&q->sql, " and c.id %c $%u::bigint", sign, id);
		return;
	}
	if (f->cursor_null) {
		buf_addf(&q->sql, " and %s is null and c.id %c $%u::bigint", s->key, sign, id);
		return;
	}
	key = list_text(q, f->cursor_key);
	buf_addf(&q->sql, " and ((%s, c.id) %c ($%u::text::%s, $%u::bigint) or %s is null)", s->key,
	    sign, key, s->cast, id, s->key);
}

static void
list_order(struct list *q, const struct contract_filter *f)
{
	const char *way = f->descending ? "desc" : "asc";

	if (f->sort != SORT_ID)
		buf_addf(
		    &q->sql, " order by %s %s nulls last, c.id %s", sorts[f->sort].key, way, way);
	else
		buf_addf(&q->sql, " order by c.id %s", way);
	buf_addf(&q->sql, " limit %u", f->limit);
}

static void
rows_read(
    const struct pg_result *r, struct arena *arena, struct contract_row **ret, uint32_t *ret_n)
{
	*ret_n = pg_rows(r);
	*ret = arena_array(arena, *ret_n, sizeof(**ret));
	for (uint32_t i = 0; i < *ret_n; i++)
		read_row(r, i, arena, &(*ret)[i]);
}

enum err_code
contracts_list(struct pg *pg, const struct contract_filter *f, int64_t deadline_ms,
    struct arena *arena, struct contract_row **ret, uint32_t *ret_n, struct err *reterr)
{
	struct list q = { .n_params = 0 };
	struct pg_query query = { .params = q.params };
	struct pg_result *r = NULL;
	enum err_code rc;

	buf_init(&q.sql, LIST_SQL_MAX);
	buf_adds(&q.sql, "select " HEAD_COLUMNS " from contract c" HEAD_JOINS " where true");
	list_filters(&q, f);
	list_cursor(&q, f);
	list_order(&q, f);
	query.sql = q.sql.data;
	query.n_params = q.n_params;
	rc = pg_run(pg, &query, 1, deadline_ms, &r, reterr);
	buf_free(&q.sql);
	if (rc != ERR_OK)
		return rc;
	rows_read(r, arena, ret, ret_n);
	pg_result_free(r);
	return ERR_OK;
}

enum err_code
contracts_get(struct pg *pg, const int64_t *ids, uint32_t n, int64_t deadline_ms,
    struct arena *arena, struct contract_row *ret, struct err *reterr)
{
	const struct pg_param param = { .type = PG_INT8_ARRAY, .ints = ids, .n = n };
	const struct pg_query q = { "contracts_get", get_sql, &param, 1 };
	struct pg_result *r = NULL;
	enum err_code rc = pg_run(pg, &q, 1, deadline_ms, &r, reterr);

	if (rc != ERR_OK)
		return rc;
	memset(ret, 0, n * sizeof(*ret));
	for (uint32_t i = 0, row = 0; i < n && row < pg_rows(r); i++)
		if (pg_int(r, row, 0) == ids[i])
			read_row(r, row++, arena, &ret[i]);
	pg_result_free(r);
	return ERR_OK;
}

enum err_code
programme_known(struct pg *pg, struct text code, int64_t deadline_ms, bool *ret, struct err *reterr)
{
	const struct pg_param param = { .type = PG_TEXT, .t = code };
	const struct pg_query q = { "programme_known",
		"select exists (select from programme where code = $1::text)", &param, 1 };
	struct pg_result *r = NULL;
	enum err_code rc = pg_run(pg, &q, 1, deadline_ms, &r, reterr);

	if (rc != ERR_OK)
		return rc;
	*ret = pg_int(r, 0, 0) != 0;
	pg_result_free(r);
	return ERR_OK;
}

/* ---- tokens ----------------------------------------------------------------------- */

enum err_code
token_find(struct pg *pg, const uint8_t sha256[32], int64_t deadline_ms, struct arena *arena,
    struct token_row *ret, struct err *reterr)
{
	const struct pg_param param = { .type = PG_BYTEA, .t = { (const char *)sha256, 32 } };
	const struct pg_query q = { "token_find",
		"select id, principal, role from api_token where sha256 = $1::bytea and revoked_at "
		"is null"
		" and (expires_at is null or expires_at > now())",
		&param, 1 };
	struct pg_result *r = NULL;
	enum err_code rc = pg_run(pg, &q, 1, deadline_ms, &r, reterr);

	if (rc != ERR_OK)
		return rc;
	*ret = (struct token_row){ .found = pg_rows(r) == 1 };
	if (ret->found) {
		ret->id = pg_int(r, 0, 0);
		ret->principal = copied(r, 0, 1, arena);
		ret->role = copied(r, 0, 2, arena);
	}
	pg_result_free(r);
	return ERR_OK;
}

enum err_code
token_create(struct pg *pg, const struct token_row *token, const uint8_t sha256[32],
    int64_t deadline_ms, struct err *reterr)
{
	const struct pg_param params[] = { { .type = PG_BYTEA, .t = { (const char *)sha256, 32 } },
		{ .type = PG_TEXT, .t = token->principal }, { .type = PG_TEXT, .t = token->role },
		{ .type = PG_DATE, .i = token->expires_on } };
	const struct pg_query q = {
		.sql = "insert into api_token (sha256, principal, role, expires_at)"
		       " values ($1::bytea, $2::text, $3::text,"
		       " ($4::date + 1)::timestamp at time zone 'Asia/Shanghai')",
		.params = params,
		.n_params = COUNT_OF(params)
	};

	return pg_run(pg, &q, 1, deadline_ms, NULL, reterr);
}

enum err_code
token_list(struct pg *pg, int64_t deadline_ms, struct arena *arena, struct token_row **ret,
    uint32_t *ret_n, struct err *reterr)
{
	const struct pg_query q = {
		.sql = "select id, principal, role, (expires_at at time zone "
		       "'Asia/Shanghai')::date - 1,"
		       " revoked_at is not null, coalesce(expires_at > now(), true)"
		       " from api_token order by id"
	};
	struct pg_result *r = NULL;
	enum err_code rc = pg_run(pg, &q, 1, deadline_ms, &r, reterr);

	if (rc != ERR_OK)
		return rc;
	*ret_n = pg_rows(r);
	*ret = arena_array(arena, *ret_n, sizeof(**ret));
	for (uint32_t i = 0; i < *ret_n; i++)
		(*ret)[i] = (struct token_row){ .found = pg_int(r, i, 5) != 0,
			.id = pg_int(r, i, 0),
			.principal = copied(r, i, 1, arena),
			.role = copied(r, i, 2, arena),
			.expires_on = pg_null(r, i, 3) ? DAY_NONE : (day_t)pg_int(r, i, 3),
			.revoked = pg_int(r, i, 4) != 0 };
	pg_result_free(r);
	return ERR_OK;
}

enum err_code
token_revoke(
    struct pg *pg, const char *principal, int64_t deadline_ms, uint32_t *ret_n, struct err *reterr)
{
	const struct pg_param param = { .type = PG_TEXT, .t = text_of(principal) };
	const struct pg_query q = {
		.sql =
		    "update api_token set revoked_at = now() where principal = $1::text"
		    " and revoked_at is null and coalesce(expires_at > now(), true) returning id",
		.params = &param,
		.n_params = 1
	};
	struct pg_result *r = NULL;
	enum err_code rc = pg_run(pg, &q, 1, deadline_ms, &r, reterr);

	if (rc == ERR_OK)
		*ret_n = pg_rows(r);
	pg_result_free(r);
	return rc;
}
