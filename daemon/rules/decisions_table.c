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

const char *
count_unit_name(unsigned unit)
{
	return units[unit];
}

const char *
count_start_name(unsigned start)
{
	return starts[start];
}

const char *
count_month_name(unsigned month)
{
	return months[month];
}

const char *
count_roll_name(unsigned roll)
{
	return rolls[roll];
}

/* clang-format off */
#define AT(type, member) offsetof(struct type, member)
#define F_HEAD(t) \
	{ .key = "id", .type = FIELD_ID, .offset = AT(t, id), .required = true, .zh = "标识，全方案唯一", .en = "Identifier, once in the scheme" }, \
	{ .key = "title", .type = FIELD_TITLE, .offset = AT(t, title), .zh = "名称", .en = "Name" }, \
	{ .key = "clause", .type = FIELD_TEXT, .offset = AT(t, clause), .zh = "原文条款号", .en = "Clause of the source document" }
#define F_NOTE(t) { .key = "note", .type = FIELD_TITLE, .offset = AT(t, note), .zh = "说明", .en = "Remark" }
#define F_OURS(t) { .key = "ours", .type = FIELD_BOOL, .offset = AT(t, ours), .zh = "原文没有，是我们的约定", .en = "Not in the text: ours" }
#define F_DEBTOR(t) { .key = "debtor", .type = FIELD_WORD, .offset = AT(t, debtor), .word = debtor_word, .words = DEBTOR_COUNT, .zh = "义务人", .en = "Who owes the duty" }
#define CODE(name, t, member, vt, doc_zh, doc_en) \
	{ .key = name, .type = FIELD_CODE, .offset = AT(t, member), .want = vt, .zh = doc_zh, .en = doc_en }
#define CODE_IN(name, t, member, vt, names, doc_zh, doc_en) \
	{ .key = name, .type = FIELD_CODE, .offset = AT(t, member), .want = vt, .scope = names, .zh = doc_zh, .en = doc_en }
#define LIST(name, t, member, n, limit, of, doc_zh, doc_en) \
	{ .key = name, .type = FIELD_LIST, .offset = AT(t, member), .count = AT(t, n), .most = limit, .record = &of, .zh = doc_zh, .en = doc_en }
/* One row per effect (a stage knows how late it is, a penalty only the score). */
#define F_EFFECTS(t, names) \
	{ .key = "deduct", .type = FIELD_NODE, .offset = AT(t, effects.deduct_node), .zh = "扣分所及的指标：其得分已体现该损失，此处只列明，不再扣一次", .en = "Indicator whose score shows the loss; listed here, never taken twice" }, \
	CODE_IN("deduct_share", t, effects.deduct_share, VT_PERCENT, names, "该指标被扣的比例", "Share of that indicator that is lost"), \
	{ .key = "record", .type = FIELD_TEXT, .offset = AT(t, effects.record), .zh = "提请列入的不良记录", .en = "Adverse record that is proposed" }, \
	CODE_IN("record_when", t, effects.record_when, VT_BOOL, names, "成立时才提请列入（默认总是提请）", "The record is proposed only when it holds; always when absent"), \
	CODE_IN("cut", t, effects.cut, VT_PERCENT, names, "提请扣减的合同金额比例", "Share of the amount proposed to be cut"), \
	CODE_IN("cut_low", t, effects.cut_low, VT_PERCENT, names, "扣减比例的下限，原文写“视情”时用", "Least that may be cut, where the text leaves it open"), \
	CODE_IN("cut_high", t, effects.cut_high, VT_PERCENT, names, "扣减比例的上限，原文写“视情”时用", "Most that may be cut, where the text leaves it open"), \
	{ .key = "suspend", .type = FIELD_BOOL, .offset = AT(t, effects.suspend), .zh = "提请暂停", .en = "Suspension is proposed" }, \
	CODE_IN("terminate", t, effects.terminate, VT_BOOL, names, "成立时提请解除合同", "End of the contract is proposed when it holds"), \
	{ .key = "stop_renewal", .type = FIELD_BOOL, .offset = AT(t, effects.stop_renewal), .zh = "不再续签", .en = "No renewal" }, \
	{ .key = "decision_required", .type = FIELD_BOOL, .offset = AT(t, effects.decision_required), .zh = "须由人决定（视情）", .en = "A person decides" }
#define RECORD(name, t, rows, check_fn) { .what = name, .size = sizeof(struct t), .fields = rows, .n = COUNT_OF(rows), .check = check_fn }
#define RECORD_OF(name, t, rows, check_fn, choice) \
	{ .what = name, .size = sizeof(struct t), .fields = rows, .n = COUNT_OF(rows), .check = check_fn, .choices = choice, .n_choices = COUNT_OF(choice) }
#define LATE (SCOPE_LATE | SCOPE_SCORE)

static const struct field stage_fields[] = {
	F_HEAD(stage),
	CODE("after", stage, after, VT_DAYS, "逾期天数：超过此数（compare: ge 时达到此数）即进入本阶段", "Days late past which the stage is reached (from which on with compare: ge)"),
	{ .key = "compare", .type = FIELD_WORD, .offset = AT(stage, compare), .word = stage_compare_word, .words = COMPARE_COUNT, .zh = "gt 超过（默认），ge 达到", .en = "gt: past the number (default); ge: from the number on" },
	F_EFFECTS(stage, LATE),
};
static const struct record stage_record = RECORD("stages[]", stage, stage_fields, NULL);

static const struct field count_fields[] = {
	CODE("from", counting, from, VT_DATE, "起算的事件日", "Day of the event that it is counted from"),
	CODE("length", counting, length, VT_NUMBER, "天数、工作日数或月数", "How many days, working days or months"),
	{ .key = "unit", .type = FIELD_WORD, .offset = AT(counting, unit), .word = unit_word, .words = PERIOD_UNIT_COUNT, .zh = "days 天（默认）、workdays 工作日、months 月", .en = "days (default), workdays or months" },
	{ .key = "start", .type = FIELD_WORD, .offset = AT(counting, start), .word = start_word, .words = START_COUNT, .zh = "next_day 次日起算（默认），same_day 当日计入", .en = "next_day: the event's day is not counted (default); same_day: it is" },
	{ .key = "month", .type = FIELD_WORD, .offset = AT(counting, month), .word = month_word, .words = MONTH_COUNT, .zh = "corresponding_day 对应日（默认），30_days 每月按 30 日", .en = "corresponding_day (default), or 30_days for each month" },
	{ .key = "roll", .type = FIELD_WORD, .offset = AT(counting, roll), .word = roll_word, .words = COUNT_OF(rolls), .zh = "末日为休息日时：none 不顺延（默认）、next_day_after_holiday 节假日次日、next_workday 下一工作日", .en = "When the last day is no working day: none (default), next_day_after_holiday, next_workday" },
};
static const struct record count_record = RECORD("count", counting, count_fields, NULL);

static const struct field deadline_fields[] = {
	F_HEAD(deadline), F_NOTE(deadline), F_OURS(deadline), F_DEBTOR(deadline),
	{ .key = "per", .type = FIELD_GRAIN, .offset = AT(deadline, grain), .word = grain_word, .words = GRAIN_PERSON, .zh = "按站点或社区分别计算", .en = "One deadline for each station or community" },
	CODE("due", deadline, due, VT_DATE, "期限日；或写 count 由事件推算", "The due day; or count: from an event"),
	{ .key = "count", .type = FIELD_MAP, .offset = AT(deadline, count), .record = &count_record, .zh = "由事件推算的期限", .en = "A due day counted from an event" },
	{ .key = "basis", .type = FIELD_WORD, .offset = AT(deadline, basis), .word = basis_word, .words = BASIS_COUNT, .zh = "逾期天数按 calendar 自然日（默认）或 working 工作日", .en = "Days late in calendar days (default) or working days" },
	{ .key = "ladder", .type = FIELD_WORD, .offset = AT(deadline, ladder), .word = ladder_word, .words = LADDER_COUNT, .zh = "cumulative 各阶段后果并列（默认），replace 只取已达到的最后一级", .en = "cumulative: the stages reached add up (default); replace: the last one alone" },
	CODE("met_on", deadline, met_on, VT_DATE, "履行之日；缺失为尚未履行", "Day on which the duty was met; missing: not yet"),
	CODE("waived", deadline, waived, VT_DAYS, "不计入逾期的天数", "Days that do not count as late"),
	CODE("applies", deadline, applies, VT_BOOL, "不成立则此期限不适用", "The deadline holds only when this does"),
	{ .key = "warn", .type = FIELD_DAYS, .offset = AT(deadline, warn), .count = AT(deadline, n_warn), .most = WARNINGS_MAX, .zh = "提前多少天提醒", .en = "Days before the due day on which to warn" },
	LIST("stages", deadline, stages, n_stages, STAGES_MAX, stage_record, "逾期后的阶段，从轻到重", "Stages of lateness, from the first on"),
};

static const struct field penalty_fields[] = {
	F_HEAD(penalty), F_NOTE(penalty), F_OURS(penalty), F_DEBTOR(penalty),
	{ .key = "when", .type = FIELD_CODE, .offset = AT(penalty, when), .required = true, .want = VT_BOOL, .scope = SCOPE_SCORE, .zh = "违规的条件", .en = "The breach" },
	F_EFFECTS(penalty, SCOPE_SCORE),
};
static const struct record penalty_record = RECORD("penalties[]", penalty, penalty_fields, NULL);

static const struct field cap_fields[] = {
	F_HEAD(cap), F_OURS(cap),
	{ .key = "when", .type = FIELD_CODE, .offset = AT(cap, when), .required = true, .want = VT_BOOL, .scope = SCOPE_NODES, .zh = "封顶的条件，例如一票否决", .en = "When the score is capped: a veto" },
	{ .key = "indicator", .type = FIELD_NODE, .offset = AT(cap, node), .zh = "只对这个指标封顶，不写则对总分", .en = "Of this indicator alone; of the whole score unless told" },
	CODE_IN("at_most", cap, at_most, VT_NUMBER, SCOPE_NODES, "总分（或该指标按本身分值）不超过，0 即不得分", "The whole score, or the indicator out of its own weight, is at most this; 0: nothing"),
	{ .key = "drop_grades", .type = FIELD_COUNT, .offset = AT(cap, drop_grades), .zh = "降低几个等级", .en = "So many grades lower" },
};

static const struct field item_fields[] = {
	F_HEAD(adjustment_item), F_OURS(adjustment_item),
	{ .key = "value", .type = FIELD_CODE, .offset = AT(adjustment_item, value), .required = true, .want = VT_NUMBER, .scope = SCOPE_NODES, .zh = "次数或数量", .en = "How often, or how much" },
	{ .key = "each", .type = FIELD_CODE, .offset = AT(adjustment_item, each), .required = true, .want = VT_NUMBER, .scope = SCOPE_NODES, .zh = "每次（每单位）的分数，大于 0", .en = "Points for each, above 0" },
	CODE_IN("cap", adjustment_item, cap, VT_NUMBER, SCOPE_NODES, "本项至多的分数", "Points of this item at most"),
};
static void
check_item(struct scheme_builder *b, const struct ynode *n, const void *record)
{
	const struct adjustment_item *item = record;

	if (code_bounds(b->s, &item->each, NULL).high <= 0)
		FAULT_AT(b, F_RANGE, ynode_get(n, "each"), item->each.source.ptr, "each", DIAG_BOTH("大于 0", "above 0"));
}
static const struct record item_record = RECORD("items[]", adjustment_item, item_fields, check_item);

static const struct field adjustment_fields[] = {
	F_HEAD(adjustment), F_OURS(adjustment),
	{ .key = "kind", .type = FIELD_WORD, .offset = AT(adjustment, kind), .required = true, .word = adjustment_word, .words = ADJUST_COUNT, .zh = "bonus 加分，deduction 扣分", .en = "bonus or deduction" },
	{ .key = "cap", .type = FIELD_CODE, .offset = AT(adjustment, cap), .required = true, .want = VT_NUMBER, .scope = SCOPE_NODES, .zh = "本组至多的分数", .en = "Points of the group at most" },
	LIST("items", adjustment, items, n_items, DECISIONS_MAX, item_record, "各加分项或扣分项", "The items of the group"),
};
static const struct record adjustment_record = RECORD("adjustments[]", adjustment, adjustment_fields, NULL);

static const struct field enabling_fields[] = {
	F_HEAD(enabling), F_NOTE(enabling), F_OURS(enabling), F_DEBTOR(enabling),
	CODE("value", enabling, value, VT_NUMBER, "实际数", "What there is"),
	CODE("target", enabling, target, VT_NUMBER, "要求数", "What there must be"),
	{ .key = "compare", .type = FIELD_WORD, .offset = AT(enabling, compare), .word = compare_word, .words = ENABLE_COUNT, .zh = "value 与 target 的比较：ge 不少于（默认）、gt、le、lt、eq", .en = "How value is compared with target: ge (default), gt, le, lt, eq" },
	CODE("when", enabling, when, VT_BOOL, "或直接写条件", "Or a condition of its own"),
};

static const struct field tranche_fields[] = {
	F_HEAD(tranche),
	{ .key = "share", .type = FIELD_CODE, .offset = AT(tranche, share), .required = true, .want = VT_PERCENT, .zh = "占总额的比例，各期合计 100%；末期为余额", .en = "Share of the whole, 100% in all; the last is the remainder" },
	{ .key = "when", .type = FIELD_CODE, .offset = AT(tranche, when), .required = true, .want = VT_DATE, .zh = "应付的事件日；缺失为尚未发生", .en = "Day of the event that makes it due; missing: not yet" },
	CODE_IN("requires", tranche, requires, VT_BOOL, SCOPE_SCORE, "支付条件", "Condition of payment"),
	{ .key = "on_fail", .type = FIELD_WORD, .offset = AT(tranche, on_fail), .word = fail_word, .words = FAIL_COUNT, .zh = "条件不成立时：withhold 暂扣（默认）、forfeit 不再支付、after_rectification 整改后支付", .en = "When the condition fails: withhold (default), forfeit, after_rectification" },
	CODE("pay_within", tranche, pay_within, VT_DAYS, "应付后多少天内支付", "Days within which it must be paid"),
};
static const struct record tranche_record = RECORD("tranches[]", tranche, tranche_fields, NULL);

static const struct field payments_fields[] = {
	{ .key = "clause", .type = FIELD_TEXT, .offset = AT(payments, clause), .zh = "原文条款号", .en = "Clause of the source document" },
	{ .key = "basis", .type = FIELD_CODE, .offset = AT(payments, basis), .want = VT_MONEY, .zh = "分期款的基数，默认为 amount", .en = "What the shares are of; amount unless told" },
	{ .key = "tranches", .type = FIELD_LIST, .offset = AT(payments, tranches), .required = true, .count = AT(payments, n_tranches), .most = TRANCHES_MAX,
	  .record = &tranche_record, .zh = "各期，合计 100%", .en = "The tranches, 100% in all" },
};

static const struct field renewal_fields[] = {
	{ .key = "clause", .type = FIELD_TEXT, .offset = AT(renewal, clause), .zh = "原文条款号", .en = "Clause of the source document" },
	F_OURS(renewal),
	{ .key = "no_rule", .type = FIELD_BOOL, .offset = AT(renewal, no_rule), .zh = "原文没有续签规定", .en = "The text has no rule of renewal" },
	CODE("cycle_years", renewal, cycle_years, VT_NUMBER, "周期年数", "Years of the cycle"),
	CODE("cycle_year", renewal, cycle_year, VT_NUMBER, "周期的第几年", "Which year of the cycle it is"),
	CODE("ends_on", renewal, ends_on, VT_DATE, "合同终止日，提醒以此为准", "Day on which the contract ends; the warning stands before it"),
	CODE_IN("evaluated", renewal, evaluated, VT_BOOL, SCOPE_SCORE, "决定续签的评估是否已有结果", "Whether the evaluation that decides has happened"),
	CODE_IN("renew_when", renewal, renew_when, VT_BOOL, SCOPE_SCORE, "续签的条件", "Condition of renewal"),
	{ .key = "otherwise", .type = FIELD_WORD, .offset = AT(renewal, otherwise), .word = else_word, .words = ELSE_COUNT, .zh = "不成立时：retender 重新招标（默认），not_renewed 不再续签", .en = "When it fails: retender (default) or not_renewed" },
	{ .key = "after_cycle", .type = FIELD_WORD, .offset = AT(renewal, after_cycle), .word = else_word, .words = ELSE_COUNT, .zh = "周期届满后：retender（默认）或 not_renewed", .en = "After the cycle: retender (default) or not_renewed" },
	{ .key = "warn_days", .type = FIELD_COUNT, .offset = AT(renewal, warn_days), .zh = "终止前多少天提醒", .en = "Days before the end on which to warn" },
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

static void
check_deadline(struct scheme_builder *b, const struct ynode *n, const void *record)
{
	const struct deadline *d = record;

	if (b->s->calendar.len == 0 && by_calendar(d))
		FAULT_AT(b, F_CALENDAR_NEEDED, n, d->id.ptr);
	check_stages(b, n, d);
}
static const struct key_choice deadline_choices[] = { { { { "due" }, { "count" } }, true, NULL } };
static const struct record deadline_record = RECORD_OF("deadlines[]", deadline, deadline_fields, check_deadline, deadline_choices);

static bool
reads_nodes(const struct code *c)
{
	for (uint16_t i = 0; i < c->count; i++)
		if (c->ins[i].op == OP_POINTS || c->ins[i].op == OP_NODE_SHARE)
			return true;
	return false;
}

/* It holds before the points go up, so it can know none yet, and no grade. */
static void
check_branch_cap(struct scheme_builder *b, const struct ynode *n, const struct cap *cap)
{
	struct node *node = &b->s->nodes[cap->node];

	node->limited = true;
	if (node->leaf != NULL && kind_table[node->leaf->kind].weightless)
		FAULT_AT(b, F_CAP_BRANCH, ynode_get(n, "indicator"), DIAG_BOTH("不能针对不计入合计的指标", "is of no use where there is no weight"));
	if (ynode_get(n, "drop_grades") != NULL)
		FAULT_AT(b, F_CAP_BRANCH, key_node(n, "drop_grades"), DIAG_BOTH("不能降等", "cannot drop grades"));
	if (ynode_get(n, "at_most") == NULL)
		FAULT_AT(b, F_CAP_BRANCH, n, DIAG_BOTH("需要 at_most", "needs at_most"));
	if (reads_nodes(&cap->when) || reads_nodes(&cap->at_most))
		FAULT_AT(b, F_CAP_BRANCH, n, DIAG_BOTH("不能引用指标的得分", "cannot read what indicators got"));
}

static void
check_cap(struct scheme_builder *b, const struct ynode *n, const void *record)
{
	const struct cap *cap = record;

	if (cap->node != 0) {
		check_branch_cap(b, n, cap);
		return;
	}
	if (cap->drop_grades > 0 && (uint32_t)cap->drop_grades >= b->s->n_grades)
		FAULT_AT(b, F_RANGE, ynode_get(n, "drop_grades"), ynode_get(n, "drop_grades")->text.ptr, "drop_grades",
		    DIAG_BOTH("小于等级个数", "less than the number of grades"));
}
static const struct key_choice cap_choices[] = { { { { "at_most" }, { "drop_grades" } }, false, NULL } };
static const struct record cap_record = RECORD_OF("caps[]", cap, cap_fields, check_cap, cap_choices);

static const struct key_choice enabling_choices[] = { { { { "when" }, { "value", "target" } }, false, NULL } };
static const struct record enabling_record = RECORD_OF("enabling[]", enabling, enabling_fields, NULL, enabling_choices);

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
static const struct record payments_record = RECORD("payments", payments, payments_fields, check_payments);

static const struct key_choice renewal_choices[] = { { { { "renew_when" }, { "no_rule" } }, false, "no_rule" } };
static const struct record renewal_record = RECORD_OF("renewal", renewal, renewal_fields, NULL, renewal_choices);

static const struct field decisions_fields[] = {
	CODE("amount", decisions, amount, VT_MONEY, "合同金额：扣减与分期款以此为基数", "Money that cuts and tranches are shares of"),
	LIST("caps", decisions, caps, n_caps, DECISIONS_MAX, cap_record, "总分或单个指标的封顶与降等，即一票否决", "Caps on the score or on one indicator, and grades dropped: vetoes"),
	LIST("adjustments", decisions, adjustments, n_adjustments, DECISIONS_MAX, adjustment_record, "总分之外的加分组与扣分组", "Bonus and deduction groups on the whole score"),
	LIST("deadlines", decisions, deadlines, n_deadlines, DEADLINES_MAX, deadline_record, "期限与逾期后果", "Deadlines and what follows from lateness"),
	LIST("penalties", decisions, penalties, n_penalties, DECISIONS_MAX, penalty_record, "违规后果", "What follows from a breach"),
	{ .key = "payments", .type = FIELD_MAP, .offset = AT(decisions, payments), .record = &payments_record, .zh = "分期付款", .en = "Payment in tranches" },
	{ .key = "renewal", .type = FIELD_MAP, .offset = AT(decisions, renewal), .record = &renewal_record, .zh = "续签", .en = "Renewal" },
	LIST("enabling", decisions, enabling, n_enabling, DECISIONS_MAX, enabling_record, "购买方、街道等的义务：列出而不计分", "Duties of others than the provider: listed, never scored"),
	LIST("eligibility", decisions, eligibility, n_eligibility, DECISIONS_MAX, enabling_record, "投标、评估机构的资格条件", "Conditions that bidders and evaluators meet"),
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

const struct record decisions_record =
    RECORD("scheme", decisions, decisions_fields, check_decisions);
