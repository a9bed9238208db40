/* The kinds of effect that a proposal can have, for filters: which of them it has, a bit each.
 * Pure. */
#ifndef ENGINE_EFFECT_H
#define ENGINE_EFFECT_H

#include "engine/decide.h"

enum effect {
	EFFECT_DEDUCTION,
	EFFECT_RECORD,
	EFFECT_CUT,
	EFFECT_SUSPEND,
	EFFECT_TERMINATE,
	EFFECT_STOP_RENEWAL,
	EFFECT_COUNT
};

uint32_t proposal_effects(const struct proposal *p);
const char *effect_name(enum effect e); /* "stop_renewal" */

#endif
