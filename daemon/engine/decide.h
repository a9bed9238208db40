/*
 * From scores and facts to what follows: deadlines, penalties, payments, renewal, conditions. Pure,
 * like engine.h; plain data that the API prints and that alerts and stored decisions build on.
 *
 * Money is in millionths of a yuan, rounded half-up to the fen at each proposal. Every sanction is
 * a proposal: where the text says 视情 it carries decision_required, and a range where the text has
 * no size (I5, I6).
 */
#ifndef ENGINE_DECIDE_H
#define ENGINE_DECIDE_H

#include "engine/engine.h"
#include "rules/decisions.h"

enum deadline_state {
	DL_NOT_APPLICABLE,
	DL_NO_DATE,
	DL_OPEN,
	DL_MET,
	DL_MET_LATE,
	DL_OVERDUE,
	DL_STATE_COUNT
};

/* What a stage or penalty asks for, in numbers. */
struct proposal {
	const struct effects *effects;
	struct text id, clause;
	const struct title *title;
	struct text record; /* empty: none */
	bool has_cut, has_range, has_deduct, terminate;
	int64_t cut_share, cut_low, cut_high; /* percent in millionths */
	dec_t cut_amount, low_amount, high_amount;
	int64_t deduct_share;
	day_t reached_on;       /* first day of the stage; DAY_NONE of a penalty */
	struct text arithmetic; /* of the cut, with the numbers filled in; empty without one */
};

struct deadline_result {
	const struct deadline *deadline;
	int64_t entity; /* of the grain; the contract itself at contract grain */
	struct text entity_name;
	int64_t row; /* of the grain's grid, -1: the contract's own */
	enum deadline_state state;
	enum period_trust trust;
	day_t due, met_on;
	/* How `due` was counted (deadline->count): from which day, how many, and the last day
	 * before it rolled. DAY_NONE where the text gives the date itself. */
	day_t counted_from, counted_to;
	int32_t counted;
	int32_t waived;
	int32_t days_late;
	int32_t stage;      /* highest reached, -1 none */
	int32_t next_stage; /* -1 none */
	day_t next_stage_on;
	bool next_has_cut;
	dec_t next_cut_amount; /* what the next stage would cost on its first day */
	uint32_t n_proposals;
	struct proposal *proposals; /* of every stage reached, in order (cumulative) */
};

struct penalty_result {
	const struct penalty *penalty;
	struct proposal proposal;
};

/* One thing that is proposed now: by a stage that was reached, or by a condition that holds. */
struct proposed {
	const struct proposal *proposal;
	const struct deadline_result *deadline; /* of a stage, else */
	const struct penalty *penalty;
	unsigned debtor;
};

enum tranche_state {
	TR_DUE,
	TR_BLOCKED,
	TR_NOT_YET,
	TR_FORFEITED,
	TR_NOT_CONFIGURED,
	TR_STATE_COUNT
};

struct tranche_result {
	const struct tranche *tranche;
	enum tranche_state state;
	bool amount_known;
	dec_t amount;
	day_t event_on, pay_by; /* DAY_NONE when not known */
};

enum renewal_advice {
	RN_NO_RULE,
	RN_RENEW,
	RN_NOT_RENEWED,
	RN_RETENDER,
	RN_PENDING,
	RN_ADVICE_COUNT
};

struct renewal_result {
	enum renewal_advice advice;
	int32_t cycle_year, cycle_years; /* 0 when unknown */
	enum { RN_UNKNOWN, RN_NO, RN_YES } evaluated, condition;
	day_t warn_on;
};

enum condition_state { CN_MET, CN_NOT_MET, CN_NO_DATA, CN_NOT_CONFIGURED, CN_STATE_COUNT };

struct condition_result {
	const struct enabling *condition;
	enum condition_state state;
	bool value_known, target_known;
	int64_t value, target;
};

struct decision_set {
	const struct result *result;
	uint32_t contract;
	uint32_t n_deadlines, n_penalties, n_tranches, n_enabling, n_eligibility;
	struct deadline_result *deadlines;
	struct penalty_result *penalties; /* only those whose condition holds */
	struct tranche_result *tranches;
	struct condition_result *enabling, *eligibility;
	struct renewal_result renewal;
	uint32_t n_proposed;
	struct proposed *proposed; /* all of them: of the deadlines in order, then of penalties */
};

/* For one contract of a result, also on a day before its window begins: a team is due before the
 * term starts, a contract is signed before it. E_OVERFLOW when a number leaves its range. */
enum err_code engine_decide(const struct result *r, uint32_t contract, struct arena *arena,
    struct decision_set *ret, struct err *reterr) MUST_USE;

/* False before the contract starts too: what follows from dates is told then, a score is not. */
bool decide_has_score(const struct result *r, uint32_t contract);
/* An expression of the decisions for people (explain_say), where the names of its place mean what
 * they mean there: days_late, due and met_on of a deadline, when there is one. */
void decide_say(const struct decision_set *set, const struct deadline_result *of,
    const struct code *c, bool filled, enum lang lang, struct buf *out);

const char *deadline_state_name(enum deadline_state s);   /* "overdue" */
const char *tranche_state_name(enum tranche_state s);     /* "blocked" */
const char *renewal_advice_name(enum renewal_advice a);   /* "retender" */
const char *condition_state_name(enum condition_state s); /* "not_met" */

#endif
