/*
 * Two results of one contract compared, by one scheme or by two: the total and the grade; through
 * which indicators the total moved, and through what stands beside the tree; which deadlines,
 * proposals, tranches, advice and conditions are no longer what they were. Things of two schemes
 * are the same when their ids are (and, of a deadline, the entity). Both results need cells. Pure.
 *
 * The changes of indicators and of what is applied, added up, are the change of the total before
 * its caps and its rounding.
 */
#ifndef ENGINE_COMPARE_H
#define ENGINE_COMPARE_H

#include "engine/decide.h"

enum { BEFORE, AFTER, SIDES };

/* A leaf whose points, weight, state or answer (passed) changed. */
struct node_change {
	int32_t node[SIDES];            /* in each scheme; -1: not there */
	const struct cell *cell[SIDES]; /* NULL: not there */
	dec_t points[SIDES];            /* 0 where it is not there */
};

/* Bonus, deduction or cap that changed: engine.h struct applied. */
struct applied_change {
	enum applied_kind kind;
	const struct applied *applied[SIDES]; /* NULL: not there */
	dec_t points[SIDES];
};

enum decision_kind {
	DECISION_DEADLINE,
	DECISION_PENALTY,
	DECISION_TRANCHE,
	DECISION_RENEWAL,
	DECISION_CONDITION,
	DECISION_KINDS
};
const char *decision_kind_name(enum decision_kind k); /* "deadline"; NULL past the last */

/* What a decision says in short. */
struct decision_state {
	bool there;
	const char *state; /* its word: deadline_state_name() and so on; "proposed" of a penalty */
	bool has_amount;
	dec_t amount;      /* of a cut or a tranche */
	day_t day;         /* due, reached on, to be paid by; DAY_NONE */
	int32_t days_late; /* of a deadline */
};
struct decision_change {
	enum decision_kind kind;
	struct text id;
	const struct title *title;
	struct text clause;
	int64_t entity; /* 0: the contract's own */
	struct text entity_name;
	struct decision_state state[SIDES];
};

struct comparison {
	dec_t score[SIDES], change;
	bool grade_moved; /* by id */
	uint32_t n_nodes, n_applied, n_decisions;
	struct node_change
	    *nodes; /* largest change of points first, then in the order of the trees */
	struct applied_change *applied;
	struct decision_change *decisions; /* by kind, in the order of the schemes */
};

/* of[]: the contract's place in each result; sets: NULL, or its decisions in each. E_OVERFLOW when
 * a difference leaves its range. */
enum err_code engine_compare(const struct result *const r[SIDES], const uint32_t of[SIDES],
    const struct decision_set *const sets[SIDES], struct arena *arena, struct comparison *ret,
    struct err *reterr) MUST_USE;
/* Id of a contract's grade; empty when it has none. */
struct text compare_grade(const struct result *r, uint32_t contract);

#endif
