/*
 * Contracts, their parties, stored scores, tokens, migrations: every other statement the daemon
 * runs.
 */
#ifndef STORE_CONTRACTS_H
#define STORE_CONTRACTS_H

#include "base/date.h"
#include "base/dec.h"
#include "store/pg.h"

struct contract_row {
	int64_t id;
	struct text no, programme, status; /* programme: code = scheme id */
	struct text title;
	int64_t provider_id, purchaser_id;
	struct text provider, purchaser;
	struct text region, region_name; /* GB/T 2260 code */
	struct text lot;
	day_t signed_on, start_on, end_on; /* DAY_NONE when not set */
	dec_t amount;
	bool scored; /* a stored score exists */
	dec_t score;
	struct text grade;
	day_t scored_as_of;
};

enum contract_sort { SORT_ID, SORT_NO, SORT_SCORE, SORT_AMOUNT, SORT_START };

struct contract_filter {
	struct text programme, region,
	    grade;                     /* empty: any; region matches the code and all below it */
	int64_t provider;              /* 0: any */
	const struct text *programmes; /* of which the programme is one; NULL: any */
	uint32_t n_programmes;
	enum contract_sort sort;
	bool descending;
	uint32_t limit;
	bool has_cursor; /* keyset: last row of the page before */
	int64_t cursor_id;
	struct text cursor_key; /* sort key as text; empty with cursor_null */
	bool cursor_null;
};

enum err_code contracts_list(struct pg *pg, const struct contract_filter *f, int64_t deadline_ms,
    struct arena *arena, struct contract_row **ret, uint32_t *ret_n, struct err *reterr) MUST_USE;
/* Is there a programme of this code? */
enum err_code programme_known(
    struct pg *pg, struct text code, int64_t deadline_ms, bool *ret, struct err *reterr) MUST_USE;
/* Rows in the order of ids; id == 0 in ret[i] when there is no such contract. */
enum err_code contracts_get(struct pg *pg, const int64_t *ids, uint32_t n, int64_t deadline_ms,
    struct arena *arena, struct contract_row *ret, struct err *reterr) MUST_USE;

struct token_row {
	bool found; /* known, not expired, not revoked */
	int64_t id;
	struct text principal, role;
	day_t expires_on; /* its last day in Shanghai; DAY_NONE: none. Not set by token_find */
	bool revoked;
};
enum err_code token_find(struct pg *pg, const uint8_t sha256[32], int64_t deadline_ms,
    struct arena *arena, struct token_row *ret, struct err *reterr) MUST_USE;
/* Name, role and last day are token's. */
enum err_code token_create(struct pg *pg, const struct token_row *token, const uint8_t sha256[32],
    int64_t deadline_ms, struct err *reterr) MUST_USE;
/* All there ever were, by id. */
enum err_code token_list(struct pg *pg, int64_t deadline_ms, struct arena *arena,
    struct token_row **ret, uint32_t *ret_n, struct err *reterr) MUST_USE;
/* Every valid token of this name; *ret_n: how many. A daemon may take one for AUTH_TTL_MS more. */
enum err_code token_revoke(struct pg *pg, const char *principal, int64_t deadline_ms,
    uint32_t *ret_n, struct err *reterr) MUST_USE;

/* Stored scores: what lists sort and filter by. Upserted in one statement. */
struct score_row {
	int64_t contract_id;
	day_t as_of;
	dec_t score, lowest, highest;
	struct text grade;
	bool grade_certain;
};
enum err_code scores_store(struct pg *pg, const char *scheme_version, const struct score_row *rows,
    uint32_t n, int64_t deadline_ms, struct err *reterr) MUST_USE;
/* Takes up to `max` contract ids from the dirty log: call scores_store after, and dirty_done once
 * stored; ids not done come back after a crash. */
enum err_code dirty_take(struct pg *pg, uint32_t max, int64_t deadline_ms, struct arena *arena,
    int64_t **ret, uint32_t *ret_n, int64_t *ret_upto, struct err *reterr) MUST_USE;
enum err_code dirty_done(
    struct pg *pg, int64_t upto, int64_t deadline_ms, struct err *reterr) MUST_USE;

#endif
