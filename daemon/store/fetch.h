/*
 * Plan + contracts + as_of -> facts, in one round trip (one statement per grain, pipelined).
 * ids may repeat and come in any order; facts come back in ascending order of id, once each per
 * (id, as_of).
 */
#ifndef STORE_FETCH_H
#define STORE_FETCH_H

#include "store/contracts.h"
#include "store/plan.h"

#define FETCH_BATCH_MAX 1024

/* All facts, all with the same as_of. Unknown ids give found = false, not an error; a contract of
 * another programme too. */
enum err_code fetch_batch(struct pg *pg, const struct plan *p, const int64_t *ids, uint32_t n,
    day_t as_of, int64_t deadline_ms, struct arena *arena, struct facts *ret,
    struct err *reterr) MUST_USE;
/* Only what the score reads (need.scores); the other columns are missing. */
enum err_code fetch_scores(struct pg *pg, const struct plan *p, const int64_t *ids, uint32_t n,
    day_t as_of, int64_t deadline_ms, struct arena *arena, struct facts *ret,
    struct err *reterr) MUST_USE;
/* Faults that one contract's data can bring on: too many rows, a number out of range, SQL that
 * fails on them. */
bool fetch_fault_of_data(enum err_code code);
/* What the score reads, of the contracts of the scheme's programme with lo <= id <= hi. */
enum err_code fetch_full(struct pg *pg, const struct plan *p, int64_t lo, int64_t hi, day_t as_of,
    int64_t deadline_ms, struct arena *arena, struct facts *ret, struct err *reterr) MUST_USE;

/* fetch_batch with detail: in the same round trip (the same pipeline) come the heads
 * of the contracts and, per need of the scheme, how many rows stand behind it (count(*) under the
 * need's own filter, over all entities of the contract), so that I4 costs no second statement. Room
 * for n heads is the caller's: heads[i] goes with ret->contract[i], id 0 when not found; without
 * status, lot, day of signing and stored score, which a score document does not show.
 * counts[need * ret->n + i]. */
struct fetch_detail {
	struct contract_row *heads;
	/* set by the call, in the arena: */
	int64_t *counts;
	struct text snapshot; /* of a document: pg_current_snapshot() of all that was read */
	int64_t *data_time;   /* of ret->contract[i]: when the newest row behind its score was
				 recorded (us since 1970) */
};
enum err_code fetch_batch_detail(struct pg *pg, const struct plan *p, const int64_t *ids,
    uint32_t n, day_t as_of, int64_t deadline_ms, struct arena *arena, struct facts *ret,
    struct fetch_detail *detail, struct err *reterr) MUST_USE;
/* fetch_scores with detail: all that a score document shows. */
enum err_code fetch_documents(struct pg *pg, const struct plan *p, const int64_t *ids, uint32_t n,
    day_t as_of, int64_t deadline_ms, struct arena *arena, struct facts *ret,
    struct fetch_detail *detail, struct err *reterr) MUST_USE;

/* Several plans over the same contracts in one round trip and so one snapshot: a scheme and a draft
 * of it. form: PLAN_BATCH, PLAN_SCORES or, with detail, PLAN_DETAIL, PLAN_DOCUMENT. Plans that read
 * the same are asked once: then the facts of the later one are a copy. */
#define FETCH_PLANS_MAX 2
struct fetch_ask {
	const struct plan *plan;
	struct facts facts;          /* set by the call */
	struct fetch_detail *detail; /* NULL with the forms that have none */
};
enum err_code fetch_together(struct pg *pg, struct fetch_ask *asks, uint32_t n_asks,
    enum plan_form form, const int64_t *ids, uint32_t n, day_t as_of, int64_t deadline_ms,
    struct arena *arena, struct err *reterr) MUST_USE;

#endif
