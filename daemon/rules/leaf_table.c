#include "rules/leaf_table.h"

#define SLOT(key, kind, bit, field, type)                          \
	{                                                          \
		key, kind, bit, offsetof(struct leaf, field), type \
	}

const struct leaf_slot leaf_slots[] = {
	SLOT("value", -1, KA_VALUE, value, SLOT_AMOUNT),
	SLOT("of", -1, KA_OF, of, SLOT_OF),
	SLOT("target", -1, KA_TARGET, target, SLOT_BASIS),
	SLOT("when", -1, KA_WHEN, when, SLOT_BOOL),
	SLOT("applies", -1, 0, applies, SLOT_BOOL),
	SLOT("sample", -1, 0, sample, SLOT_NUMBER),
	SLOT("sample_min", -1, 0, sample_min, SLOT_NUMBER),
	SLOT("from", KIND_LINEAR, KA_FLOOR, floor, SLOT_BASIS),
	SLOT("to", KIND_LINEAR, KA_TARGET, target, SLOT_BASIS),
	SLOT("max", KIND_RUBRIC, KA_TARGET, target, SLOT_BASIS),
	SLOT("max", KIND_CEILING, KA_TARGET, target, SLOT_BASIS),
	SLOT("within", KIND_TOLERANCE, KA_WITHIN, within, SLOT_BASIS),
	SLOT("critical", KIND_CHECKLIST, KA_CRITICAL, critical, SLOT_BOOL),
	SLOT("each", KIND_PER_OCCURRENCE, KA_EACH, each, SLOT_LOSS),
	SLOT("cap", KIND_RATIO, KA_CAP, cap, SLOT_PERCENT),
	SLOT("cap", KIND_CHECKLIST, KA_CAP, cap, SLOT_PERCENT),
	SLOT("cap", KIND_PER_OCCURRENCE, KA_CAP, cap, SLOT_LOSS),
};
const size_t leaf_slot_count = COUNT_OF(leaf_slots);

static const struct leaf_list lists[KIND_ID_COUNT] = {
	[KIND_LINEAR] = { "points", "at", 2, false, true },
	[KIND_BANDS] = { "steps", "up_to", 1, true, false },
	[KIND_LATE_STEPS] = { "steps", "after", 1, false, false },
};

const struct leaf_list *
leaf_list(enum kind_id kind)
{
	return lists[kind].key != NULL ? &lists[kind] : NULL;
}

const struct leaf_slot *
leaf_slot_of(enum kind_id kind, unsigned bit)
{
	const struct leaf_slot *found = NULL;

	for (size_t i = 0; i < leaf_slot_count; i++) {
		const struct leaf_slot *s = &leaf_slots[i];

		if (s->bit == bit && (s->kind == (int)kind || (s->kind < 0 && found == NULL)))
			found = s;
	}
	return found;
}
