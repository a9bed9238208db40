#include "rules/leaf_table.h"

/* clang-format off */
#define SLOT(key, bit, field, type) { key, -1, bit, offsetof(struct leaf, field), type, NULL, NULL, NULL, false }
#define SHOWN(key, field, type) { key, -1, 0, offsetof(struct leaf, field), type, NULL, NULL, NULL, true }
#define OWN(key, kind, bit, field, type, zh, en, with) { key, kind, bit, offsetof(struct leaf, field), type, zh, en, with, false }

const struct leaf_slot leaf_slots[] = {
	SLOT("value", KA_VALUE, value, SLOT_AMOUNT),
	SLOT("of", KA_OF, of, SLOT_OF),
	SLOT("target", KA_TARGET, target, SLOT_BASIS),
	SLOT("when", KA_WHEN, when, SLOT_BOOL),
	SLOT("applies", 0, applies, SLOT_BOOL),
	SLOT("sample", 0, sample, SLOT_NUMBER),
	SLOT("sample_min", 0, sample_min, SLOT_NUMBER),
	SHOWN("sample_received", sample_received, SLOT_NUMBER),
	SHOWN("sample_low", sample_low, SLOT_BASIS),
	SHOWN("sample_high", sample_high, SLOT_BASIS),
	SLOT("weigh_by", 0, weigh_by, SLOT_WEIGHT),
	OWN("from", KIND_LINEAR, KA_FLOOR, floor, SLOT_BASIS, "得 0 分之处，默认 0", "Where there are no points, 0 unless told", NULL),
	OWN("to", KIND_LINEAR, KA_TARGET, target, SLOT_BASIS, "得满分之处", "Where there are full points", NULL),
	OWN("max", KIND_RUBRIC, KA_TARGET, target, SLOT_BASIS, "满分", "The highest mark", NULL),
	OWN("max", KIND_CEILING, KA_TARGET, target, SLOT_BASIS, "上限", "The ceiling", NULL),
	OWN("within", KIND_TOLERANCE, KA_WITHIN, within, SLOT_BASIS, "允许的相差，默认 0", "How far it may be off, 0 unless told", NULL),
	OWN("critical", KIND_CHECKLIST, KA_CRITICAL, critical, SLOT_BOOL, "关键项的条件", "The items that must be met, as a condition", "cap"),
	OWN("each", KIND_PER_OCCURRENCE, KA_EACH, each, SLOT_LOSS, "每次扣的比例或分数", "What each costs: a percent, or points", NULL),
	OWN("each", KIND_BONUS, KA_EACH, each, SLOT_NUMBER, "每次加的分数", "Points that each adds", NULL),
	OWN("cap", KIND_BONUS, KA_CAP, cap, SLOT_NUMBER, "至多加的分数", "Points added at most", NULL),
	OWN("cap", KIND_RATIO, KA_CAP, cap, SLOT_PERCENT, "得分比例的上限，默认 100%", "Most that is earned, 100% unless told", NULL),
	OWN("cap", KIND_CHECKLIST, KA_CAP, cap, SLOT_PERCENT, "关键项不成立时至多的得分比例", "Most that is left when the critical items are not met", "critical"),
	OWN("cap", KIND_PER_OCCURRENCE, KA_CAP, cap, SLOT_LOSS, "至多扣的比例或分数", "Most that is lost: a percent, or points", NULL),
};
/* clang-format on */
const size_t leaf_slot_count = COUNT_OF(leaf_slots);

static const char *
compare_word(unsigned c)
{
	return c == 0 ? "gt" : "ge";
}

const struct leaf_switch leaf_switches[] = {
	{ "inclusive", KIND_BANDS, NULL, 0, "等于界限的值属于本档（默认 true）",
	    "A value on the bound is inside (true unless told)" },
	{ "compare", KIND_LATE_STEPS, compare_word, 2, "gt 超过（默认），ge 达到",
	    "gt: past the bound (default); ge: from the bound on" },
};
const size_t leaf_switch_count = COUNT_OF(leaf_switches);

static const struct leaf_list lists[KIND_ID_COUNT] = {
	[KIND_LINEAR] = { "points", "at", 2, false, true, "折线各点，at 从小到大",
	    "Points of the line, `at` rises" },
	[KIND_BANDS] = { "steps", "up_to", 1, true, false, "各档，up_to 从小到大，末档不写 up_to",
	    "The bands, up_to rises, the last one is open" },
	[KIND_LATE_STEPS] = { "steps", "after", 1, false, false, "各档，after 从小到大",
	    "The steps, `after` rises" },
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
