#include "api/decision_text.h"

#include <inttypes.h>

#include "api/unit_word.h"

void
say_debtor(const struct say *s, unsigned debtor)
{
	static const char *const names[DEBTOR_COUNT] = { "承接方", "购买方", "街道（乡镇）",
		"基层治理学院", "评估方", "区", "县", "市", "省" };

	say(s, names[debtor], debtor_name(debtor));
}

static void
say_percent(const struct say *s, int64_t share)
{
	static const struct rtype percent = { .kind = VT_PERCENT };

	value_say(NULL, &percent, share, s->lang, s->out);
}

static void
say_code(const struct say *s, const struct decision_set *set, const struct code *c, bool filled)
{
	decide_say(set, NULL, c, filled, s->lang, s->out);
}

/* A condition in words and with its numbers. */
static void
say_condition(const struct say *s, const struct decision_set *set, const struct code *c)
{
	say_code(s, set, c, false);
	say(s, "，实际 ", ", found ");
	say_code(s, set, c, true);
}

/* ---- proposals -------------------------------------------------------------------- */

struct part { /* parts of a proposal are listed one behind another */
	const struct say *s;
	uint32_t n;
};

static void
next_part(struct part *p)
{
	if (p->n++ > 0)
		say(p->s, "；", "; ");
}

static void
say_deduction(struct part *p, const struct scheme *scheme, const struct proposal *pr)
{
	const struct node *node = &scheme->nodes[pr->effects->deduct_node];
	const struct say *s = p->s;

	next_part(p);
	say(s, "指标“", "indicator \"");
	say_title(s, node->title, node->id);
	say(s, "”", "\"");
	if (pr->has_deduct) {
		say(s, "失去分值的 ", " loses ");
		say_percent(s, pr->deduct_share);
		say(s, "", " of its points");
	} else {
		say(s, "扣分", " loses points");
	}
	say(s, "（已计入得分，不再重复扣）",
	    " (the score shows it already; it is not taken twice)");
}

static void
say_cut(struct part *p, const struct proposal *pr)
{
	const struct say *s = p->s;

	next_part(p);
	say(s, "扣减合同金额", "the amount is cut");
	if (pr->has_cut) {
		say(s, " ", " by ");
		say_percent(s, pr->cut_share);
		say(s, "，计 ", ", which is ");
		say_yuan(s, pr->cut_amount);
		say(s, "（", " (");
		buf_addt(s->out, pr->arithmetic);
		say(s, "）", ")");
	}
	if (!pr->has_range)
		return;
	say(s, pr->has_cut ? "，幅度 " : " ", pr->has_cut ? ", within " : " by ");
	say_yuan(s, pr->low_amount);
	say(s, " 至 ", " to ");
	say_yuan(s, pr->high_amount);
}

static void
say_effects(const struct say *s, const struct scheme *scheme, const struct proposal *pr)
{
	struct part p = { s, 0 };

	if (pr->effects->deduct_node != 0)
		say_deduction(&p, scheme, pr);
	if (pr->record.len > 0) {
		next_part(&p);
		say(s, "列入不良记录（", "an adverse record is made (");
		buf_addt(s->out, pr->record);
		say(s, "）", ")");
	}
	if (pr->has_cut || pr->has_range)
		say_cut(&p, pr);
	if (pr->effects->suspend) {
		next_part(&p);
		say(s, "暂停执行", "the work is suspended");
	}
	if (pr->terminate) {
		next_part(&p);
		say(s, "解除合同", "the contract is ended");
	}
	if (pr->effects->stop_renewal) {
		next_part(&p);
		say(s, "不予续签", "it is not renewed");
	}
	if (p.n == 0)
		say(s, "原文未规定后果", "the text names no consequence");
}

static void
say_reached(const struct say *s, const struct deadline_result *d, const struct proposal *pr)
{
	say(s, "“", "\"");
	say_title(s, d->deadline->title, d->deadline->id);
	say(s, "”", "\"");
	if (d->entity_name.len > 0) {
		say(s, "（", " (");
		buf_addt(s->out, d->entity_name);
		say(s, "）", ")");
	}
	say(s, "应于 ", " was due on ");
	say_day(s, d->due);
	say(s, "，逾期 ", ", it is ");
	say_days(s, d->days_late, d->deadline->basis == BASIS_WORKING);
	say(s, "，自 ", " late, and since ");
	say_day(s, pr->reached_on);
	say(s, " 起达到本阶段：", " at this stage: ");
}

void
proposed_say(const struct say *s, const struct decision_set *set, const struct proposed *p)
{
	if (p->deadline != NULL) {
		say_reached(s, p->deadline, p->proposal);
	} else {
		say(s, "条件成立（", "The condition holds (");
		say_condition(s, set, &p->penalty->when);
		say(s, "）：", "): ");
	}
	say_effects(s, set->result->scheme, p->proposal);
	if (p->proposal->effects->decision_required)
		say(s, "。是否采取及幅度由有权机关视情决定。",
		    ". Whether and how much is for the authority to decide.");
	else
		say(s, "。", ".");
}

/* ---- payments --------------------------------------------------------------------- */

static void
say_event(const struct say *s, const struct decision_set *set, const struct tranche_result *r)
{
	if (r->event_on == DAY_NONE) {
		say(s, "付款事项尚未发生（", "What makes it due has not happened yet (");
		say_code(s, set, &r->tranche->when, false);
		say(s, "）", ")");
		return;
	}
	say(s, "付款事项发生于 ", "What makes it due happened on ");
	say_day(s, r->event_on);
}

static void
say_blank_tranche(const struct say *s, const struct decision_set *set, const struct tranche *t)
{
	const struct decisions *d = set->result->scheme->decisions;

	say(s, "金额无法计算，份额或基数未知：",
	    "The amount cannot be told, its share or basis is not known: ");
	say_code(s, set, &t->share, true);
	say(s, " × ", " × ");
	say_code(s, set, d->payments.basis.count > 0 ? &d->payments.basis : &d->amount, false);
	say(s, "。", ".");
}

void
tranche_say(const struct say *s, const struct decision_set *set, const struct tranche_result *r)
{
	const struct tranche *t = r->tranche;

	if (r->state == TR_NOT_CONFIGURED) {
		say_blank_tranche(s, set, t);
		return;
	}
	say(s, "份额 ", "Share ");
	say_code(s, set, &t->share, true);
	say(s, "，计 ", ", which is ");
	say_yuan(s, r->amount);
	say(s, "；", "; ");
	say_event(s, set, r);
	if (r->state == TR_DUE && r->pay_by != DAY_NONE) {
		say(s, "，应在 ", ", to be paid by ");
		say_day(s, r->pay_by);
		say(s, " 前（含当日）支付", "");
	}
	if (r->state == TR_BLOCKED || r->state == TR_FORFEITED) {
		say(s, "，但付款条件未成立：", ", but its condition does not hold: ");
		say_condition(s, set, &t->requires);
		if (r->state == TR_BLOCKED)
			say(s, "，暂缓支付", "; it waits");
		else
			say(s, "，不再支付", "; it is not paid any more");
	}
	say(s, "。", ".");
}

/* ---- conditions ------------------------------------------------------------------- */

static void
say_compared(const struct say *s, const struct decision_set *set, const struct condition_result *r)
{
	static const char *const signs[ENABLE_COUNT] = { "≥", ">", "≤", "<", "=" };
	const struct enabling *c = r->condition;
	const struct scheme *scheme = set->result->scheme;

	buf_addf(s->out, "%s%s ", s->lang == LANG_ZH ? "要求 " : "Required ", signs[c->compare]);
	if (r->target_known)
		value_say(scheme, &c->target.type, r->target, s->lang, s->out);
	else
		say_code(s, set, &c->target, false);
	say(s, "，实际 ", ", found ");
	if (r->value_known)
		value_say(scheme, &c->value.type, r->value, s->lang, s->out);
	else
		buf_adds(s->out, "—");
	if (r->value_known && c->value.type.unit.len > 0) {
		buf_addc(s->out, ' ');
		unit_say(c->value.type.unit, s->lang, s->out);
	}
	say(s, "（", " (");
	say_code(s, set, &c->value, false);
	say(s, "）", ")");
}

void
condition_say(const struct say *s, const struct decision_set *set, const struct condition_result *r)
{
	static const char *const ends[CN_STATE_COUNT][2] = { { "，已具备。", ": met." },
		{ "，不具备。", ": not met." },
		{ "，没有数据，无法判断。", ": no data, it cannot be told." },
		{ "，原文未给出所需数值。", ": the text leaves a needed number blank." } };

	if (r->condition->when.count > 0) {
		say(s, "要求 ", "Required ");
		say_condition(s, set, &r->condition->when);
	} else {
		say_compared(s, set, r);
	}
	buf_adds(s->out, ends[r->state][s->lang]);
}

/* ---- renewal ---------------------------------------------------------------------- */

static void
reason_cycle(const struct say *s, const struct decision_set *set)
{
	const struct renewal_result *r = &set->renewal;
	const struct renewal *rule = &set->result->scheme->decisions->renewal;

	if (r->cycle_years == 0 || r->cycle_year == 0)
		return;
	if (s->lang == LANG_ZH)
		buf_addf(s->out, "周期 %" PRId32 " 年，本合同为第 %" PRId32 " 年", r->cycle_years,
		    r->cycle_year);
	else
		buf_addf(s->out, "Year %" PRId32 " of a cycle of %" PRId32, r->cycle_year,
		    r->cycle_years);
	if (r->cycle_year < r->cycle_years)
		say(s, "，周期未满。", ": the cycle goes on.");
	else if (rule->after_cycle == ELSE_RETENDER)
		say(s, "，周期届满，须重新招标，不看评估结果。",
		    ": it ends, and there is a new tender whatever the evaluation says.");
	else
		say(s, "，周期届满，不再续签。", ": it ends, and there is no renewal.");
}

static bool
cycle_over(const struct renewal_result *r)
{
	return r->cycle_years > 0 && r->cycle_year >= r->cycle_years;
}

static void
reason_evaluated(const struct say *s, const struct decision_set *set)
{
	static const char *const said[][2] = { { "是否已评估无法判断：",
						   "Whether it was evaluated cannot be told: " },
		{ "决定续签的评估尚未完成：", "The evaluation that decides is not done yet: " },
		{ "决定续签的评估已完成：", "The evaluation that decides is done: " } };
	const struct renewal *rule = &set->result->scheme->decisions->renewal;

	if (cycle_over(&set->renewal) || rule->evaluated.count == 0)
		return;
	buf_adds(s->out, said[set->renewal.evaluated][s->lang]);
	say_condition(s, set, &rule->evaluated);
	say(s, "。", ".");
}

static void
reason_condition(const struct say *s, const struct decision_set *set)
{
	static const char *const said[][2] = { { "续签条件无法判断：",
						   "The condition cannot be told: " },
		{ "续签条件不成立：", "The condition does not hold: " },
		{ "续签条件成立：", "The condition holds: " } };

	if (cycle_over(&set->renewal) || set->renewal.evaluated != RN_YES)
		return;
	buf_adds(s->out, said[set->renewal.condition][s->lang]);
	say_condition(s, set, &set->result->scheme->decisions->renewal.renew_when);
	say(s, "。", ".");
}

static void
reason_advice(const struct say *s, const struct decision_set *set)
{
	static const char *const said[RN_ADVICE_COUNT][2] = {
		{ "原文没有续签规定，系统不作建议。",
		    "The text has no rule on renewal: there is no advice." },
		{ "因此建议续签，由购买方决定。", "So renewal is advised; the purchaser decides." },
		{ "因此建议不予续签，由购买方决定。",
		    "So no renewal is advised; the purchaser decides." },
		{ "因此建议重新招标，由购买方决定。",
		    "So a new tender is advised; the purchaser decides." },
		{ "因此暂不能建议，待上述事项明确。",
		    "So there is no advice until that is known." }
	};

	buf_adds(s->out, said[set->renewal.advice][s->lang]);
}

static void
reason_ours(const struct say *s, const struct decision_set *set)
{
	if (set->result->scheme->decisions->renewal.ours)
		say(s, "原文只定原则；以上条件的具体算法为本系统所定。",
		    "The text gives the principle; how it is worked out here is ours.");
}

bool
renewal_reason_say(const struct say *s, const struct decision_set *set, uint32_t i)
{
	static void (*const reasons[])(const struct say *s, const struct decision_set *set) = {
		reason_cycle, reason_evaluated, reason_condition, reason_advice, reason_ours
	};

	if (set->renewal.advice == RN_NO_RULE) {
		if (i == 0)
			reason_advice(s, set);
		return i == 0;
	}
	if (i < COUNT_OF(reasons))
		reasons[i](s, set);
	return i < COUNT_OF(reasons);
}
