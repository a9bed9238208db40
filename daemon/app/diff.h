/*
 * assayd diff: what another rules file changes. The contracts are read in rounds, facts of both
 * files from one snapshot; of those that change, the totals and what moved them are kept.
 */
#ifndef APP_DIFF_H
#define APP_DIFF_H

#include "app/cli.h"
#include "engine/compare.h"
#include "rules/print_diff.h"
#include "store/fetch.h"

#define DIFF_CONTRACTS_MAX 200000u
#define DIFF_FAILED_MAX 100u

/* One contract that changes. */
struct diff_row {
	struct contract_row head; /* set at the end */
	int64_t id;
	dec_t lowest[SIDES], highest[SIDES];
	struct text grade[SIDES];
	struct comparison changes;
};

struct diff {
	struct cli *c;
	struct arena *arena, *one; /* of the run; of one contract */
	struct pg *pg;
	const char *file[SIDES];
	const struct scheme *scheme[SIDES];
	struct plan plan[SIDES];
	struct scheme_change *rules;
	uint32_t n_rules;
	day_t as_of;
	const int64_t *asked; /* NULL: all of the programme */
	uint32_t n_asked;
	struct diff_row *rows;
	uint32_t n_rows, cap_rows;
	uint32_t compared, up, down, grades, not_started, failed;
	int64_t failures[DIFF_FAILED_MAX];
	struct err err;
};

/* Reads and compares the contracts; progress goes to stderr when it is a terminal. */
enum err_code diff_contracts(struct diff *d) MUST_USE;
/* The whole of it. */
void diff_text(const struct diff *d, struct buf *out);
void diff_json(const struct diff *d, struct buf *out);

#endif
