/*
 * What a rule case expects against what the engine gave. Every name that may stand under
 * `expect:` is one row in a table (case_expect_score.c, _deadline.c, _decide.c) with its
 * documentation.
 *
 *   expect:
 *     score: 96.44                 # exact; 60/61 is rounded half-up as the engine does
 *     grade: excellent
 *     indicators:
 *       basic.cases: 60/61         # share of its weight; 9.84: its points; no_data: its state
 *       basic.reach: {points: 10, value: 61, target: 60, passed: true}
 *       governance.small: {rows: {东: 5/6}}      # one row of a `per:` indicator
 *     deadlines:
 *       team-setup: {state: overdue, days_late: 31, stage: team-setup.second, proposals: {…}}
 *     penalties: []                # these and no others; a map says what they propose
 *     payments: {final: blocked}
 *     renewal: retender
 *     conditions: {place.activity: met}
 *     applied: {veto.serious: 59}  # bonus, deductions, caps
 *
 * null: there is none. any: what a case expects that this one is `like` does not hold here.
 */
#ifndef APP_CASE_EXPECT_H
#define APP_CASE_EXPECT_H

#include "app/case_read.h"
#include "engine/decide.h"

struct case_mismatch {
	struct text path, expected, got,
	    why; /* why: empty, or the sentence that explains the node */
	uint32_t line, column;
};

struct case_outcome {
	const struct case_file *file;
	const struct rule_case *c;
	const struct scheme *scheme;
	struct case_mismatch *mismatches;
	uint32_t n, cap, checked; /* checked: single expectations looked at */
};

/* One contract's result and what follows from it. Faults of the file go to its diags, what differs
 * to the outcome. */
struct case_got {
	const struct result *r;
	const struct decision_set *set;
};
void case_check(const struct case_got *got, enum lang lang, struct case_outcome *out);

/* ---- for the tables ------------------------------------------------------------------ */

struct checking {
	const struct case_file *f;
	const struct result *r;
	const struct decision_set *set;
	struct case_outcome *out;
	enum lang lang;
};

/* What a row of a table looks at: `at` is an index, `it` an element of a result. */
struct expect_item {
	const struct checking *k;
	const void *it;
	uint32_t at;
	int32_t node; /* whose sentence explains it; 0: the total; -1: none */
};

enum expect_kind { EX_DEC, EX_SHARE, EX_PERCENT, EX_DAY, EX_WORD, EX_BOOL, EX_COUNT };

struct expect_value {
	enum expect_kind kind; /* set to the row's; a getter may change it */
	bool known;
	int64_t v;        /* millionths, FRAC_ONE for EX_SHARE, day number, 0 or 1, plain count */
	struct text word; /* EX_WORD */
};

struct expect_field {
	const char *key;
	enum expect_kind kind;
	void (*get)(const struct expect_item *item, struct expect_value *ret);
	struct text (*word)(const struct expect_item *item, uint32_t i); /* EX_WORD: empty ends */
	const char *zh, *en;
};

struct expect_list;

struct expect_shape {
	const char *what; /* names it in findings */
	const struct expect_field *fields;
	const struct expect_list *lists;
	size_t n_fields, n_lists;
	const char *(*shorthand)(struct text scalar); /* key a bare scalar stands for; NULL: none */
};

struct expect_list {
	const char *key;
	const struct expect_shape *shape;
	bool whole;  /* what is listed is all there is */
	bool single; /* no list: one thing, the first of `at` */
	/* The i-th thing that the engine gave; false past the end. */
	bool (*at)(const struct expect_item *parent, uint32_t i, struct text *ret_id,
	    struct expect_item *ret);
	/* The i-th name that the scheme knows; empty past the end. NULL: those that are given. */
	struct text (*name)(const struct expect_item *parent, uint32_t i);
	/* When it depends on the thing; NULL: `shape` always. */
	const struct expect_shape *(*shape_of)(const struct expect_item *item);
	const char *zh, *en;
};

/* The keys of `expect:`: case_expect_score.c, case_expect_deadline.c, case_expect_decide.c. */
extern const struct expect_field expect_score_fields[];
extern const struct expect_list expect_score_lists[], expect_deadline_lists[],
    expect_decision_lists[];
extern const size_t expect_n_score_fields, expect_n_score_lists, expect_n_deadline_lists,
    expect_n_decision_lists;
extern const struct expect_shape expect_proposal; /* of a stage or a penalty */

struct expect_item expect_item_of(const struct expect_item *parent, const void *it, uint32_t at);
void expect_day(struct expect_value *ret, day_t day);
void expect_word(struct expect_value *ret, struct text word); /* empty: none */
void expect_number(struct expect_value *ret, bool known, int64_t v);
void expect_bool(struct expect_value *ret, bool v);
/* In the form of the expression's type. */
void expect_typed(struct expect_value *ret, const struct code *code, bool known, int64_t v);

#endif
