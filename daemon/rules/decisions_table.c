/*
 * What follows a score, as tables: one row a key. A new effect, a new kind of obligation: a row
 * here, a member in decisions.h, and its computation in engine/decide.c.
 */
#include "rules/decisions.h"

#include <stddef.h>

#include "rules/bounds.h"
#include "rules/fields.h"

static const char *const debtors[DEBTOR_COUNT] = { "provider", "purchaser", "street", "academy",
	"evaluator", "district", "county", "city", "province" };
static const char *const units[PERIOD_UNIT_COUNT] = { "days", "workdays", "months" };
static const char *const starts[START_COUNT] = { "next_day", "same_day" };
static const char *const months[MONTH_COUNT] = { "corresponding_day", "30_days" };
static const char *const rolls[] = { "none", "next_day_after_holiday", "next_workday" };
static const char *const bases[BASIS_COUNT] = { "calendar", "working" };
static const char *const ladders[LADDER_COUNT] = { "cumulative", "replace" };
static const char *const stage_compares[COMPARE_COUNT] = { "gt", "ge" };
static const char *const compares[ENABLE_COUNT] = { "ge", "gt", "le", "lt", "eq" };
static const char *const adjustments[ADJUST_COUNT] = { "bonus", "deduction" };
static const char *const fails[FAIL_COUNT] = { "withhold", "forfeit", "after_rectification" };
static const char *const elses[ELSE_COUNT] = { "retender", "not_renewed" };

#define WORDS(name, list)                          \
	static const char *name##_word(unsigned i) \
	{                                          \
		return list[i];                    \
	}
WORDS(debtor, debtors)
WORDS(unit, units)
WORDS(start, starts)
WORDS(month, months)
WORDS(roll, rolls)
WORDS(basis, bases)
WORDS(ladder, ladders)
WORDS(stage_compare, stage_compares)
WORDS(compare, compares)
WORDS(adjustment, adjustments)
WORDS(fail, fails)
WORDS(else, elses)

static const char *
grain_word(unsigned g)
{
	return grain_name((enum grain)g);
}

const char *
debtor_name(unsigned d)
{
	return debtors[d];
}

/* clang-format off */
#define AT(type, member) offsetof(struct type, member)
#define F_HEAD(t) \
	{ .key = "id", .type = FIELD_ID, .offset = AT(t, id), .required = true }, \
	{ .key = "title", .type = FIELD_TITLE, .offset = AT(t, title) }, \
	{ .key = "clause", .type = FIELD_TEXT, .offset = AT(t, clause) }
#define F_NOTE(t) { .key = "note", .type = FIELD_TITLE, .offset = AT(t, note) }
#define F_OURS(t) { .key = "ours", .type = FIELD_BOOL, .offset = AT(t, ours) }
#define F_DEBTOR(t) { .key = "debtor", .type = FIELD_WORD, .offset = AT(t, debtor), .word = debtor_word, .words = DEBTOR_COUNT }
#define CODE(name, t, member, vt) { .key = name, .type = FIELD_CODE, .offset = AT(t, member), .want = vt }
#define CODE_IN(name, t, member, vt, names) { .key = name, .type = FIELD_CODE, .offset = AT(t, member), .want = vt, .scope = names }
#define LIST(name, t, member, n, limit, of) \
	{ .key = name, .type = FIELD_LIST, .offset = AT(t, member), .count = AT(t, n), .most = limit, .record = &of }
/* One row per effect (a stage knows how late it is, a penalty only the score). */
#define F_EFFECTS(t, names) \
	{ .key = "deduct", .type = FIELD_NODE, .offset = AT(t, effects.deduct_node) }, \
	CODE_IN("deduct_share", t, effects.deduct_share, VT_PERCENT, names), \
	{ .key = "record", .type = FIELD_TEXT, .offset = AT(t, effects.record) }, \
	CODE_IN("cut", t, effects.cut, VT_PERCENT, names), \
	CODE_IN("cut_low", t, effects.cut_low, VT_PERCENT, names), \
	CODE_IN("cut_high", t, effects.cut_high, VT_PERCENT, names), \
	{ .key = "suspend", .type = FIELD_BOOL, .offset = AT(t, effects.suspend) }, \
	CODE_IN("terminate", t, effects.terminate, VT_BOOL, names), \
	{ .key = "stop_renewal", .type = FIELD_BOOL, .offset = AT(t, effects.stop_renewal) }, \
	{ .key = "decision_required", .type = FIELD_BOOL, .offset = AT(t, effects.decision_required) }
#define LATE (SCOPE_LATE | SCOPE_SCORE)

static const struct field stage_fields[] = {
	F_HEAD(stage),
	CODE("after", stage, after, VT_DAYS),
	{ .key = "compare", .type = FIELD_WORD, .offset = AT(stage, compare), .word = stage_compare_word, .words = COMPARE_COUNT },
	F_EFFECTS(stage, LATE),
};
static const struct record stage_record = { "stages[]", sizeof(struct stage), stage_fields, COUNT_OF(stage_fields), NULL };

static const struct field count_fields[] = {
	CODE("from", counting, from, VT_DATE),
	CODE("length", counting, length, VT_NUMBER),
	{ .key = "unit", .type = FIELD_WORD, .offset = AT(counting, unit), .word = unit_word, .words = PERIOD_UNIT_COUNT },
	{ .key = "start", .type = FIELD_WORD, .offset = AT(counting, start), .word = start_word, .words = START_COUNT },
	{ .key = "month", .type = FIELD_WORD, .offset = AT(counting, month), .word = month_word, .words = MONTH_COUNT },
	{ .key = "roll", .type = FIELD_WORD, .offset = AT(counting, roll), .word = roll_word, .words = COUNT_OF(rolls) },
};
static const struct record count_record = { "count", sizeof(struct counting), count_fields, COUNT_OF(count_fields), NULL };

static const struct field deadline_fields[] = {
	F_HEAD(deadline), F_NOTE(deadline), F_OURS(deadline), F_DEBTOR(deadline),
	{ .key = "per", .type = FIELD_GRAIN, .offset = AT(deadline, grain), .word = grain_word, .words = GRAIN_PERSON },
	CODE("due", deadline, due, VT_DATE),
	{ .key = "count", .type = FIELD_MAP, .offset = AT(deadline, count), .record = &count_record },
	{ .key = "basis", .type = FIELD_WORD, .offset = AT(deadline, basis), .word = basis_word, .words = BASIS_COUNT },
	{ .key = "ladder", .type = FIELD_WORD, .offset = AT(deadline, ladder), .word = ladder_word, .words = LADDER_COUNT },
	CODE("met_on", deadline, met_on, VT_DATE),
	CODE("waived", deadline, waived, VT_DAYS),
	CODE("applies", deadline, applies, VT_BOOL),
	{ .key = "warn", .type = FIELD_DAYS, .offset = AT(deadline, warn), .count = AT(deadline, n_warn), .most = WARNINGS_MAX },
	LIST("stages", deadline, stages, n_stages, STAGES_MAX, stage_record),
};

static const struct field penalty_fields[] = {
	F_HEAD(penalty), F_NOTE(penalty), F_OURS(penalty), F_DEBTOR(penalty),
	{ .key = "when", .type = FIELD_CODE, .offset = AT(penalty, when), .required = true, .want = VT_BOOL, .scope = SCOPE_SCORE },
	F_EFFECTS(penalty, SCOPE_SCORE),
};
static const struct record penalty_record = { "penalties[]", sizeof(struct penalty), penalty_fields, COUNT_OF(penalty_fields), NULL };

static const struct field cap_fields[] = {
	F_HEAD(cap), F_OURS(cap),
	{ .key = "when", .type = FIELD_CODE, .offset = AT(cap, when), .required = true, .want = VT_BOOL, .scope = SCOPE_NODES },
	CODE_IN("at_most", cap, at_most, VT_NUMBER, SCOPE_NODES),
	{ .key = "drop_grades", .type = FIELD_COUNT, .offset = AT(cap, drop_grades) },
};

static const struct field item_fields[] = {
	F_HEAD(adjustment_item), F_OURS(adjustment_item),
	{ .key = "value", .type = FIELD_CODE, .offset = AT(adjustment_item, value), .required = true, .want = VT_NUMBER, .scope = SCOPE_NODES },
	{ .key = "each", .type = FIELD_CODE, .offset = AT(adjustment_item, each), .required = true, .want = VT_NUMBER, .scope = SCOPE_NODES },
	CODE_IN("cap", adjustment_item, cap, VT_NUMBER, SCOPE_NODES),
};
static void
check_item(struct scheme_builder *b, const struct ynode *n, const void *record)
{
	const struct adjustment_item *item = record;

	if (code_bounds(b->s, &item->each, NULL).high <= 0)
		FAULT_AT(b, F_RANGE, ynode_get(n, "each"), item->each.source.ptr, "each", DIAG_BOTH("大于 0", "above 0"));
}
static const struct record item_record = { "items[]", sizeof(struct adjustment_item), item_fields, COUNT_OF(item_fields), check_item };

static const struct field adjustment_fields[] = {
	F_HEAD(adjustment), F_OURS(adjustment),
	{ .key = "kind", .type = FIELD_WORD, .offset = AT(adjustment, kind), .required = true, .word = adjustment_word, .words = ADJUST_COUNT },
	{ .key = "cap", .type = FIELD_CODE, .offset = AT(adjustment, cap), .required = true, .want = VT_NUMBER, .scope = SCOPE_NODES },
	LIST("items", adjustment, items, n_items, DECISIONS_MAX, item_record),
};
static const struct record adjustment_record = { "adjustments[]", sizeof(struct adjustment), adjustment_fields, COUNT_OF(adjustment_fields), NULL };

static const struct field enabling_fields[] = {
	F_HEAD(enabling), F_NOTE(enabling), F_OURS(enabling), F_DEBTOR(enabling),
	CODE("value", enabling, value, VT_NUMBER),
	CODE("target", enabling, target, VT_NUMBER),
	{ .key = "compare", .type = FIELD_WORD, .offset = AT(enabling, compare), .word = compare_word, .words = ENABLE_COUNT },
	CODE("when", enabling, when, VT_BOOL),
};

static const struct field tranche_fields[] = {
	F_HEAD(tranche),
	{ .key = "share", .type = FIELD_CODE, .offset = AT(tranche, share), .required = true, .want = VT_PERCENT },
	{ .key = "when", .type = FIELD_CODE, .offset = AT(tranche, when), .required = true, .want = VT_DATE },
	CODE_IN("requires", tranche, requires, VT_BOOL, SCOPE_SCORE),
	{ .key = "on_fail", .type = FIELD_WORD, .offset = AT(tranche, on_fail), .word = fail_word, .words = FAIL_COUNT },
	CODE("pay_within", tranche, pay_within, VT_DAYS),
};
static const struct record tranche_record = { "tranches[]", sizeof(struct tranche), tranche_fields, COUNT_OF(tranche_fields), NULL };

static const struct field payments_fields[] = {
	{ .key = "clause", .type = FIELD_TEXT, .offset = AT(payments, clause) },
	{ .key = "basis", .type = FIELD_CODE, .offset = AT(payments, basis), .want = VT_MONEY },
	{ .key = "tranches", .type = FIELD_LIST, .offset = AT(payments, tranches), .required = true, .count = AT(payments, n_tranches), .most = TRANCHES_MAX,
	  .record = &tranche_record },
};

static const struct field renewal_fields[] = {
	{ .key = "clause", .type = FIELD_TEXT, .offset = AT(renewal, clause) },
	F_OURS(renewal),
	{ .key = "no_rule", .type = FIELD_BOOL, .offset = AT(renewal, no_rule) },
	CODE("cycle_years", renewal, cycle_years, VT_NUMBER),
	CODE("cycle_year", renewal, cycle_year, VT_NUMBER),
	CODE("ends_on", renewal, ends_on, VT_DATE),
	CODE_IN("evaluated", renewal, evaluated, VT_BOOL, SCOPE_SCORE),
	CODE_IN("renew_when", renewal, renew_when, VT_BOOL, SCOPE_SCORE),
	{ .key = "otherwise", .type = FIELD_WORD, .offset = AT(renewal, otherwise), .word = else_word, .words = ELSE_COUNT },
	{ .key = "after_cycle", .type = FIELD_WORD, .offset = AT(renewal, after_cycle), .word = else_word, .words = ELSE_COUNT },
	{ .key = "warn_days", .type = FIELD_COUNT, .offset = AT(renewal, warn_days) },
};

/* ---- faults that no field shows by itself ------------------------------------------ */

/* The first day late of a stage: past 15 is 16, from 15 on is 15. False: not known. */
static bool
first_day(const struct scheme *s, const struct stage *t, day_t day, dec_t *ret)
{
	dec_t after = 0;

	if (t->after.line != 0 && !code_at(s, &t->after, day, &after))
		return false;
	if (t->compare == COMPARE_GE ? !dec_round(after, 0, DEC_CEIL, ret) : !dec_round(after, 0, DEC_FLOOR, ret) || !dec_add(*ret, DEC_ONE, ret))
		return false;
	if (*ret < DEC_ONE)
		*ret = DEC_ONE;
	return true;
}

/* Each stage begins later than the one before, whatever the day. */
static void
check_stages(struct scheme_builder *b, const struct ynode *n, const struct deadline *d)
{
	const struct code *after[STAGES_MAX];
	day_t days[BOUNDS_DAYS_MAX];
	uint32_t n_days;

	for (uint32_t i = 0; i < d->n_stages; i++)
		after[i] = &d->stages[i].after;
	n_days = code_days(b->s, after, d->n_stages, days);
	for (uint32_t i = 1; i < d->n_stages; i++)
		for (uint32_t k = 0; k < n_days; k++) {
			dec_t before, own;

			if (!first_day(b->s, &d->stages[i - 1], days[k], &before) ||
			    !first_day(b->s, &d->stages[i], days[k], &own) || own > before)
				continue;
			FAULT_AT(b, F_STEPS_ORDER, ynode_get(n, "stages")->items[i]);
			break;
		}
}

static bool
by_calendar(const struct deadline *d)
{
	return d->basis == BASIS_WORKING || d->count.unit == PERIOD_WORKDAYS || d->count.roll != ROLL_NONE;
}

/* Either a date, or an event and a length. */
static void
check_deadline(struct scheme_builder *b, const struct ynode *n, const void *record)
{
	const struct deadline *d = record;

	if (ynode_get(n, "due") == NULL && ynode_get(n, "count") == NULL)
		FAULT_AT(b, F_KEY_MISSING, n, "due", "deadlines[]");
	if (ynode_get(n, "due") != NULL && ynode_get(n, "count") != NULL)
		FAULT_AT(b, F_SLOT_TWICE, key_node(n, "count"), "count", "due");
	if (b->s->calendar.len == 0 && by_calendar(d))
		FAULT_AT(b, F_CALENDAR_NEEDED, n, d->id.ptr);
	check_stages(b, n, d);
}
static const struct record deadline_record = { "deadlines[]", sizeof(struct deadline), deadline_fields, COUNT_OF(deadline_fields), check_deadline };

static void
check_cap(struct scheme_builder *b, const struct ynode *n, const void *record)
{
	const struct cap *cap = record;

	if (cap->drop_grades > 0 && (uint32_t)cap->drop_grades >= b->s->n_grades)
		FAULT_AT(b, F_RANGE, ynode_get(n, "drop_grades"), ynode_get(n, "drop_grades")->text.ptr, "drop_grades",
		    DIAG_BOTH("小于等级个数", "less than the number of grades"));
	if (ynode_get(n, "at_most") == NULL && ynode_get(n, "drop_grades") == NULL)
		FAULT_AT(b, F_KEY_MISSING, n, "at_most", "caps[]");
}
static const struct record cap_record = { "caps[]", sizeof(struct cap), cap_fields, COUNT_OF(cap_fields), check_cap };

static void
check_enabling(struct scheme_builder *b, const struct ynode *n, const void *record)
{
	(void)record;
	if (ynode_get(n, "when") == NULL && (ynode_get(n, "value") == NULL || ynode_get(n, "target") == NULL))
		FAULT_AT(b, F_KEY_MISSING, n, "when", "enabling[]");
}
static const struct record enabling_record = { "enabling[]", sizeof(struct enabling), enabling_fields, COUNT_OF(enabling_fields), check_enabling };

/* In percent. False: a share is not known then. */
static bool
sum_on(const struct scheme *s, const struct payments *p, day_t day, dec_t *ret)
{
	dec_t sum = 0, share;
	bool fits = true;

	for (uint32_t i = 0; i < p->n_tranches; i++) {
		if (!code_at(s, &p->tranches[i].share, day, &share))
			return false;
		fits = fits && dec_add(sum, share, &sum);
	}
	if (!fits || !dec_mul(sum, 100 * DEC_ONE, ret))
		*ret = INT64_MAX;
	return true;
}

/* The shares of the tranches add up to the whole. */
static void
check_payments(struct scheme_builder *b, const struct ynode *n, const void *record)
{
	const struct payments *p = record;
	const struct ynode *list = ynode_get(n, "tranches");
	const struct code *shares[TRANCHES_MAX];
	day_t days[BOUNDS_DAYS_MAX];
	char text[DEC_TEXT_MAX];
	uint32_t n_days;
	dec_t percent;

	if (list == NULL || p->n_tranches == 0)
		return;
	for (uint32_t i = 0; i < p->n_tranches; i++)
		shares[i] = &p->tranches[i].share;
	n_days = code_days(b->s, shares, p->n_tranches, days);
	for (uint32_t k = 0; k < n_days; k++) {
		if (!sum_on(b->s, p, days[k], &percent) || percent == 100 * DEC_ONE)
			continue;
		dec_print(percent, 0, text);
		FAULT_AT(b, F_RANGE, key_node(n, "tranches"), text, "share", DIAG_BOTH("合计 100%", "100% in all"));
		return;
	}
}
static const struct record payments_record = { "payments", sizeof(struct payments), payments_fields, COUNT_OF(payments_fields), check_payments };

static void
check_renewal(struct scheme_builder *b, const struct ynode *n, const void *record)
{
	const struct renewal *r = record;

	if (!r->no_rule && ynode_get(n, "renew_when") == NULL)
		FAULT_AT(b, F_KEY_MISSING, n, "renew_when", "renewal");
}
static const struct record renewal_record = { "renewal", sizeof(struct renewal), renewal_fields, COUNT_OF(renewal_fields), check_renewal };

static const struct field decisions_fields[] = {
	CODE("amount", decisions, amount, VT_MONEY),
	LIST("caps", decisions, caps, n_caps, DECISIONS_MAX, cap_record),
	LIST("adjustments", decisions, adjustments, n_adjustments, DECISIONS_MAX, adjustment_record),
	LIST("deadlines", decisions, deadlines, n_deadlines, DEADLINES_MAX, deadline_record),
	LIST("penalties", decisions, penalties, n_penalties, DECISIONS_MAX, penalty_record),
	{ .key = "payments", .type = FIELD_MAP, .offset = AT(decisions, payments), .record = &payments_record },
	{ .key = "renewal", .type = FIELD_MAP, .offset = AT(decisions, renewal), .record = &renewal_record },
	LIST("enabling", decisions, enabling, n_enabling, DECISIONS_MAX, enabling_record),
	LIST("eligibility", decisions, eligibility, n_eligibility, DECISIONS_MAX, enabling_record),
};
/* clang-format on */

static bool
cuts(const struct effects *e)
{
	return e->cut.line != 0 || e->cut_low.line != 0 || e->cut_high.line != 0;
}

/* A cut or a tranche is a share of something. */
static void
check_decisions(struct scheme_builder *b, const struct ynode *n, const void *record)
{
	const struct decisions *d = record;
	const char *who = NULL;

	for (uint32_t i = 0; i < d->n_deadlines; i++)
		for (uint32_t k = 0; k < d->deadlines[i].n_stages; k++)
			who = cuts(&d->deadlines[i].stages[k].effects) ? "deadlines" : who;
	for (uint32_t i = 0; i < d->n_penalties; i++)
		who = cuts(&d->penalties[i].effects) ? "penalties" : who;
	if (d->payments.n_tranches > 0 && d->payments.basis.line == 0)
		who = "payments";
	if (who != NULL && ynode_get(n, "amount") == NULL)
		FAULT_AT(b, F_KEY_MISSING, key_node(n, who), "amount", who);
}

const struct record decisions_record = { "scheme", sizeof(struct decisions), decisions_fields,
	COUNT_OF(decisions_fields), check_decisions };
