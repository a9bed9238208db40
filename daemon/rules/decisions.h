/*
 * What follows from a score or a date: deadlines with stages, penalties, payments, renewal, caps,
 * adjustments, enabling conditions and eligibility. Compiled parts of a scheme; the engine computes
 * them, a person decides where the text says 视情 (decision: required).
 *
 * Every amount, share, number of days and date is an expression (struct code): constants,
 * parameters and facts alike. Names that only hold in some places (score, days_late, due, met_on)
 * are refused elsewhere by the checker.
 */
#ifndef RULES_DECISIONS_H
#define RULES_DECISIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/period.h"
#include "rules/scheme.h"

#define DEADLINES_MAX 100
#define STAGES_MAX 8
#define WARNINGS_MAX 8
#define TRANCHES_MAX 24
#define DECISIONS_MAX 200 /* of each other kind */

/* Who owes the duty; only the provider's duties score the provider. */
enum debtor {
	DEBTOR_PROVIDER,
	DEBTOR_PURCHASER,
	DEBTOR_STREET,
	DEBTOR_ACADEMY,
	DEBTOR_EVALUATOR,
	DEBTOR_DISTRICT,
	DEBTOR_COUNTY,
	DEBTOR_CITY,
	DEBTOR_PROVINCE,
	DEBTOR_COUNT
};

/* What is proposed. An absent expression (count == 0) means: not this effect. One row in one table
 * (decisions_table.c) per effect gives its YAML word, its documentation and how it is shown. */
struct effects {
	uint32_t deduct_node; /* 0, or the indicator whose score already shows the loss (I5: never
				 taken twice) */
	struct code deduct_share;      /* share of that indicator that is lost */
	struct text record;            /* adverse record to propose, empty for none */
	struct code record_when;       /* boolean: only then */
	struct code cut;               /* percent of the amount */
	struct code cut_low, cut_high; /* range where the text leaves the size open */
	bool suspend, stop_renewal;
	struct code terminate; /* boolean: end of the contract is proposed when it holds */
	bool decision_required;
};

enum stage_compare { COMPARE_GT, COMPARE_GE, COMPARE_COUNT };

struct stage {
	struct text id, clause;
	struct title title;
	struct code after; /* days */
	unsigned compare;  /* enum stage_compare: 超过 leaves the number itself out */
	struct effects effects;
};

/* A due date that is counted from an event, instead of written as a date. */
struct counting {
	struct code from, length; /* date; number of days, working days or months */
	unsigned unit;            /* enum period_unit */
	unsigned start;           /* enum count_start */
	unsigned month;           /* enum count_month */
	unsigned roll;            /* enum roll */
};
enum count_start { START_NEXT_DAY, START_SAME_DAY, START_COUNT };
enum count_month { MONTH_CORRESPONDING_DAY, MONTH_30_DAYS, MONTH_COUNT };

enum ladder { LADDER_CUMULATIVE, LADDER_REPLACE, LADDER_COUNT };

struct deadline {
	struct text id, clause;
	struct title title, note;
	bool ours;
	unsigned debtor; /* enum debtor */
	enum grain grain;
	struct code due; /* the date itself, or count.from is given */
	struct counting count;
	unsigned basis;  /* enum day_basis: how days late are counted */
	unsigned ladder; /* enum ladder: do the stages reached add up */
	struct code met_on, waived, applies;
	int32_t warn[WARNINGS_MAX]; /* days before the due date */
	uint32_t n_warn, n_stages;
	struct stage *stages; /* rising */
};

struct penalty {
	struct text id, clause;
	struct title title, note;
	bool ours;
	unsigned debtor;
	struct code when;
	struct effects effects;
};

struct cap {
	struct text id, clause;
	struct title title;
	bool ours;
	struct code when;
	uint32_t node;       /* the indicator it holds for; 0: the whole score */
	struct code at_most; /* points of the whole score, or of the indicator's own weight */
	int32_t drop_grades; /* how many grades down, at the least one above the last */
};

enum adjustment_kind { ADJUST_BONUS, ADJUST_DEDUCTION, ADJUST_COUNT };

struct adjustment {
	struct text id, clause;
	struct title title;
	bool ours;
	unsigned kind;   /* enum adjustment_kind */
	struct code cap; /* points, of the group */
	uint32_t n_items;
	struct adjustment_item {
		struct text id, clause;
		struct title title;
		bool ours;
		struct code value; /* how often, or how much */
		struct code each;  /* points */
		struct code cap;   /* points, of the item */
	} * items;
};

enum on_fail { FAIL_WITHHOLD, FAIL_FORFEIT, FAIL_AFTER_RECTIFICATION, FAIL_COUNT };

struct tranche {
	struct text id, clause;
	struct title title;
	struct code share;      /* percent; the last tranche is the remainder */
	struct code when;       /* date of the event that makes it due; missing: not yet */
	struct code requires;   /* condition of payment, absent: none */
	unsigned on_fail;       /* enum on_fail */
	struct code pay_within; /* days */
};

enum renewal_else { ELSE_RETENDER, ELSE_NOT_RENEWED, ELSE_COUNT };

struct renewal {
	bool no_rule; /* the text has none and says so */
	struct text clause;
	bool ours;
	struct code cycle_years, cycle_year;
	struct code ends_on;   /* when the contract ends: the warning stands before it */
	struct code evaluated; /* has the evaluation that decides happened */
	struct code renew_when;
	unsigned otherwise, after_cycle; /* enum renewal_else */
	int32_t warn_days;
};

/* A duty or condition that is listed with its debtor and never scores the provider. */
struct enabling {
	struct text id, clause;
	struct title title, note;
	unsigned debtor;
	bool ours;
	struct code value, target;
	unsigned compare; /* enum enabling_compare of value with target */
	struct code when; /* or a condition of its own */
};
enum enabling_compare { ENABLE_GE, ENABLE_GT, ENABLE_LE, ENABLE_LT, ENABLE_EQ, ENABLE_COUNT };

struct payments {
	struct code basis; /* money, if not the amount; the last tranche is the remainder */
	struct text clause;
	struct tranche *tranches;
	uint32_t n_tranches;
};

struct decisions {
	struct code amount; /* money that cuts and tranches are shares of */
	struct deadline *deadlines;
	struct penalty *penalties;
	struct cap *caps;
	struct adjustment *adjustments;
	struct enabling *enabling;    /* duties of others than the provider: weight 0 */
	struct enabling *eligibility; /* of bidders and evaluators */
	uint32_t n_deadlines, n_penalties, n_caps, n_adjustments, n_enabling, n_eligibility;
	struct payments payments;
	struct renewal renewal;
};

const char *debtor_name(unsigned debtor); /* enum debtor */
/* The words of a counting: "workdays", "next_day", "corresponding_day", "next_workday". */
const char *count_unit_name(unsigned unit);
const char *count_start_name(unsigned start);
const char *count_month_name(unsigned month);
const char *count_roll_name(unsigned roll);

#endif
