/* Between decide.c and its parts: one contract's decisions on their way. */
#ifndef ENGINE_DECIDE_INTERNAL_H
#define ENGINE_DECIDE_INTERNAL_H

#include "engine/decide.h"
#include "engine/engine_internal.h"
#include "rules/print.h"

struct deciding {
	const struct result *r;
	const struct decisions *d;
	struct arena *arena;
	struct decision_set *set;
	uint32_t contract;
	int64_t row;    /* of a deadline's grain; -1: the contract itself */
	struct env env; /* what score, days_late, due and met_on mean here */
	bool overflow;  /* sticky: no decision may stand on a wrapped number */
};

/* The value of an expression; false: missing, not configured or absent. */
bool decide_value(struct deciding *d, const struct code *c, int64_t *ret);
/* A boolean that is absent takes `absent`; one that is missing is false. */
bool decide_holds(struct deciding *d, const struct code *c, bool absent);
bool decide_date(struct deciding *d, const struct code *c, day_t *ret);
/* Whole days (or another count) of a value; false when missing or longer than the calendar. */
bool decide_count(struct deciding *d, const struct code *c, int32_t *ret);
/* half_up(amount * share) to the fen. */
dec_t decide_part(struct deciding *d, dec_t amount, int64_t share);
bool decide_amount(struct deciding *d, dec_t *ret);
void decide_proposal(struct deciding *d, const struct effects *e, struct proposal *ret);

void decide_deadlines(struct deciding *d);
void decide_payments(struct deciding *d);
void decide_renewal(struct deciding *d);

#endif
