/*
 * Query plans from a scheme's needs: ONE statement per grain with one scan per source, all of the
 * source's metrics as FILTER aggregates; two forms from one generator:
 *   batch: unnest($1::bigint[], $2::date[]) with ordinality k(id, as_of, ord), LATERAL …     1 .. a few thousand contracts
 *   full:  GROUP BY in index order over a contract id range ($1 lo, $2 hi, $3 as_of, $4 programme id)
 * All metric columns come back as int8 (dates as days since 1970, decimals as millionths).
 * Arguments of metrics become SQL literals here, quoted by us; they come from the scheme, never from a request.
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

struct plan {
	const struct scheme *scheme;
	const struct catalogue *catalogue;
	struct {
		const char *batch, *full;           /* NULL: the scheme reads nothing at this grain */
		char batch_name[48], full_name[48]; /* prepared names, unique per SQL text */
	} grain[GRAIN_COUNT];
};

enum err_code plan_build(const struct scheme *s, const struct catalogue *c, struct arena *arena, struct plan *ret, struct err *reterr) MUST_USE;
/* PREPAREs every statement; a bad metric becomes a finding at the metric's place (F_METRIC_SQL). */
enum err_code plan_check(const struct plan *p, struct pg *pg, int64_t deadline_ms, struct diags *diags, struct err *reterr) MUST_USE;
/* Statement that lists the rows behind one need of one contract: columns entity id, name, then the source's
 * evidence columns as text; $1 contract, $2 as_of, $3 entity or NULL, $4 limit, $5 offset. And its count. */
enum err_code plan_evidence(const struct plan *p, uint32_t need, struct arena *arena, const char **ret_rows, const char **ret_count,
    struct err *reterr) MUST_USE;
/* CREATE INDEX statements that make the plan's scans index-only. */
void plan_advise(const struct plan *p, struct buf *out);

#endif
