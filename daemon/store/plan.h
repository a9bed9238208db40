/*
 * Query plans from a scheme's needs: ONE statement per grain with one scan per source, all of the
 * source's metrics as FILTER aggregates in a LATERAL sub-select per contract; two forms that differ
 * only in where their contracts come from: batch: unnest($1::bigint[], $2::date[]) with ordinality
 * u(id, as_of, ord)    1 .. a few thousand contracts full:  the programme's contracts in index
 * order, $1 <= id <= $2, as of $3 (On 40,000 contracts and 4.9 million rows the LATERAL scan by
 * contract took as long as one grouped scan in index order, within the noise: 3.0 to 3.7 s
 * against 3.0 to 4.3 s; so there is one shape, and both forms give the same facts.) A source
 * without rows gives NULL, and NULL is the metric's `empty` value. All metric columns come back as
 * int8 (dates as days since 1970, decimals as millionths). Arguments of metrics become SQL literals
 * here, quoted by us (plan_sql.h): they come from the scheme, and a scheme may come with a request.
 * Pure apart from plan_check. The plan lives in the arena.
 */
#ifndef STORE_PLAN_H
#define STORE_PLAN_H

#include "base/arena.h"
#include "metrics/catalogue.h"
#include "metrics/facts.h"
#include "rules/diag.h"
#include "rules/scheme.h"
#include "store/pg.h"

/* Which contracts, and what of them. "Scores" leave out what only deadlines, penalties and
 * conditions read (need.scores): those columns are NULL, in their places. Detail: with the counts
 * below, when the newest row was recorded and, at the contract grain, the head of the contract last
 * (contract_brief_read). */
enum plan_form {
	PLAN_BATCH,       /* all facts of the contracts in $1 */
	PLAN_DETAIL,      /* the same with detail */
	PLAN_SCORES,      /* what the score reads */
	PLAN_DOCUMENT,    /* the same with detail: a score document */
	PLAN_FULL_SCORES, /* what the score reads, of a range of ids */
	PLAN_FORMS
};

struct plan {
	const struct scheme *scheme;
	const struct catalogue *catalogue;
	bool unnamed; /* of a draft: its statements run unnamed, so that none stays prepared */
	struct {
		/* NULL: nothing is read at this grain; the contract grain is always there (windows)
		 */
		const struct plan_statement {
			const char *sql;
			char name[48]; /* prepared under, unique per SQL text */
		} * form[PLAN_FORMS];
		uint16_t n_counts; /* columns of counts in the forms with detail */
	} grain[GRAIN_COUNT];
	/* Per need: the column, of the detail statement of its grain, with the number of rows
	 * behind it. Where a fact is that number already it is not counted twice: then `fact` says
	 * that the column is one of facts. */
	const struct plan_count {
		bool fact;
		uint16_t column;
	} * count;
	/* Every row that the score reads marks the contract when it changes: no source of others'
	 * rows. */
	bool marked;
};

/* Leading columns of every statement; facts follow in the order of need.column, then, in detail,
 * the counts. The contract grain gives the window, the others the entity. `ord` is the place in $1
 * from 1 on, 0 in the full form. PLAN_NOW: time of the snapshot; in detail, when the newest row
 * behind (or the contract) was recorded. At the other grains that is the column behind the counts,
 * NULL when there is no row. */
enum { PLAN_ORD, PLAN_CONTRACT, PLAN_SINCE, PLAN_UNTIL, PLAN_NOW, PLAN_CONTRACT_FACTS };
enum { PLAN_ENTITY = 2, PLAN_NAME, PLAN_ENTITY_FACTS };

/* Fails with E_METRIC_ARGUMENT when a text cannot be quoted, E_LIMIT when a statement gets too
 * long. */
enum err_code plan_build(const struct scheme *s, const struct catalogue *c, struct arena *arena,
    struct plan *ret, struct err *reterr) MUST_USE;
/* Prepares every statement and runs it over no contract, as the reader (so that permissions count
 * too); each bad metric becomes a finding in its source's file (F_METRIC_SQL). */
enum err_code plan_check(const struct plan *p, struct pg *pg, int64_t deadline_ms,
    struct diags *diags, struct err *reterr) MUST_USE;
/* Statement that lists the rows behind one need of one contract: columns entity id, name, then the
 * source's evidence columns as text; $1 contract, $2 as_of, $3 entity or NULL (all), $4 limit, $5
 * offset. And its count ($1 to $3). A share lists the rows of its numerator and its denominator. */
enum err_code plan_evidence(const struct plan *p, uint32_t need, struct arena *arena,
    const char **ret_rows, const char **ret_count, struct err *reterr) MUST_USE;
/* CREATE INDEX statements that make the plan's scans index-only. */
void plan_advise(const struct plan *p, struct buf *out);

#endif
