/*
 * Which branches of a scheme a result took: what rule tests have reached and what they never did.
 *
 * A branch is a way that one element can go: an indicator meets its requirement or does not, takes
 * one of its steps; a deadline is kept or not, a stage is reached or not; a penalty, cap, bonus or
 * deduction holds or not; a tranche is due, waits or is blocked; the renewal's answers; a condition
 * is met or not. What is not known takes no branch (I3). Pure.
 */
#ifndef ENGINE_BRANCHES_H
#define ENGINE_BRANCHES_H

#include "engine/decide.h"

enum branch_part {
	PART_INDICATOR,
	PART_DEADLINE,
	PART_PENALTY,
	PART_ADJUSTMENT,
	PART_CAP,
	PART_TRANCHE,
	PART_RENEWAL,
	PART_CONDITION,
	PART_COUNT
};

enum branch_way {
	WAY_PASSED,
	WAY_FAILED,
	WAY_SHOWN, /* a value that asks for nothing */
	WAY_STEP,  /* `step` says which; 0 of late_steps: not late */
	WAY_KEPT,
	WAY_LATE,
	WAY_REACHED,
	WAY_NOT_REACHED,
	WAY_HOLDS,
	WAY_HOLDS_NOT,
	WAY_DUE,
	WAY_NOT_YET,
	WAY_BLOCKED,
	WAY_RENEWED,
	WAY_REFUSED,
	WAY_PENDING,
	WAY_CYCLE_OVER,
	WAY_NO_RULE,
	WAY_MET,
	WAY_NOT_MET,
	WAY_COUNT
};

struct branch {
	enum branch_part part;
	enum branch_way way;
	uint32_t step;
	struct text id, clause;
	uint32_t hits;
};

struct branches {
	struct branch *items;
	uint32_t n, cap;
};

/* Adds what the only contract of a result did; the first call lists the branches of its scheme.
 * All results must be of readings of one scheme file. */
void branches_take(struct branches *b, const struct result *r, const struct decision_set *set,
    struct arena *arena);
/* Does a hit here mean that the clause was exercised? A stage that was not reached says nothing. */
bool branch_tells(const struct branch *b);
const char *branch_part_name(enum branch_part p, enum lang lang);
const char *branch_way_name(enum branch_way w, enum lang lang);

#endif
