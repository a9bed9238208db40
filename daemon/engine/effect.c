#include "engine/effect.h"

uint32_t
proposal_effects(const struct proposal *p)
{
	return (uint32_t)(p->effects->deduct_node != 0) << EFFECT_DEDUCTION |
	       (uint32_t)(p->record.len > 0) << EFFECT_RECORD |
	       (uint32_t)(p->has_cut || p->has_range) << EFFECT_CUT |
	       (uint32_t)p->effects->suspend << EFFECT_SUSPEND |
	       (uint32_t)p->terminate << EFFECT_TERMINATE |
	       (uint32_t)p->effects->stop_renewal << EFFECT_STOP_RENEWAL;
}

const char *
effect_name(enum effect e)
{
	static const char *const names[EFFECT_COUNT] = { "deduction", "record", "cut", "suspend",
		"terminate", "stop_renewal" };

	return names[e];
}
