/*
 * SQL texts inside the plan compiler: literals, fragments of the catalogue with their placeholders
 * filled in, and the columns of one need. Everything that comes from a scheme goes through
 * sql_literal().
 */
#ifndef STORE_PLAN_SQL_H
#define STORE_PLAN_SQL_H

#include "metrics/catalogue.h"
#include "rules/scheme.h"

#define SQL_TEXT_MAX 200 /* bytes of a text argument */
#define SQL_STATEMENT_MAX (4u << 20)

/* What {since} {until} {as_of} become. */
struct sql_window {
	const char *since, *until, *as_of;
};
extern const struct sql_window sql_window_lateral; /* k.since … */
extern const struct sql_window sql_window_scalar;  /* (select k.since from k) … */

struct sql_writer {
	struct buf *out;
	const struct sql_window *window;
	const struct need
	    *need; /* whose arguments fill the placeholders; NULL: a source's own fragment */
	enum err_code code; /* first error; later calls do nothing */
	struct err *err;
};

/* 'it''s'. Refuses what could end a quoted text in any server setting: backslash, control
 * characters. */
bool sql_quote(struct buf *out, struct text t);
void sql_fragment(struct sql_writer *w, struct text fragment);
/* False: the condition names an optional argument that is absent. */
bool sql_holds(const struct need *need, struct text condition);
/* The conditions that hold, each in parentheses, joined with and; `true` when there is none. */
void sql_conditions(struct sql_writer *w, const struct metric_sql *m);
bool sql_has_conditions(const struct need *need, const struct metric_sql *m);
/* The rows a need counts: its conditions, of a share those of either part. `true` when it counts
 * all. */
void sql_counted(struct sql_writer *w, const struct metric *m);
/* The part whose conditions alone say so; NULL when both parts of a share are needed. */
const struct metric_sql *sql_counts_alone(const struct need *need, const struct metric *m);
/* One or, for a share, two int8 columns "f<column>". */
void sql_columns(struct sql_writer *w, const struct metric *m);

#endif
