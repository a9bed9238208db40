/* What a case may expect of penalties, payments, renewal and conditions. */
#include "app/case_expect.h"

static const struct decisions *
rules_of(const struct expect_item *item)
{
	return item->k->r->scheme->decisions;
}

static const char *
state_shorthand(struct text t)
{
	(void)t;
	return "state";
}

/* ---- penalties ----------------------------------------------------------------------- */

static bool
penalty_at(
    const struct expect_item *parent, uint32_t i, struct text *ret_id, struct expect_item *ret)
{
	const struct decision_set *set = parent->k->set;

	if (i >= set->n_penalties)
		return false;
	*ret = expect_item_of(parent, &set->penalties[i].proposal, i);
	*ret_id = set->penalties[i].penalty->id;
	return true;
}

static struct text
penalty_name(const struct expect_item *parent, uint32_t i)
{
	const struct decisions *d = rules_of(parent);

	return i < d->n_penalties ? d->penalties[i].id : TEXT("");
}

/* ---- payments ------------------------------------------------------------------------ */

static const struct tranche_result *
tranche(const struct expect_item *item)
{
	return item->it;
}

static struct text
tranche_word(const struct expect_item *item, uint32_t i)
{
	(void)item;
	return i < TR_STATE_COUNT ? text_of(tranche_state_name((enum tranche_state)i)) : TEXT("");
}

static void
get_tranche_state(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, tranche_word(item, tranche(item)->state));
}

static void
get_amount(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, tranche(item)->amount_known, tranche(item)->amount);
}

static void
get_event_on(const struct expect_item *item, struct expect_value *ret)
{
	expect_day(ret, tranche(item)->event_on);
}

static void
get_pay_by(const struct expect_item *item, struct expect_value *ret)
{
	expect_day(ret, tranche(item)->pay_by);
}

static bool
tranche_at(
    const struct expect_item *parent, uint32_t i, struct text *ret_id, struct expect_item *ret)
{
	const struct decision_set *set = parent->k->set;

	if (i >= set->n_tranches)
		return false;
	*ret = expect_item_of(parent, &set->tranches[i], i);
	*ret_id = set->tranches[i].tranche->id;
	return true;
}

/* clang-format off */
static const struct expect_field tranche_fields[] = {
	{ "state", EX_WORD, get_tranche_state, tranche_word, "状态", "State" },
	{ "amount", EX_DEC, get_amount, NULL, "金额", "Amount" },
	{ "event_on", EX_DAY, get_event_on, NULL, "触发日", "Day of its event" },
	{ "pay_by", EX_DAY, get_pay_by, NULL, "最迟拨付日", "Day it must be paid by" },
};
/* clang-format on */

static const struct expect_shape expect_tranche = { DIAG_BOTH("分期款", "a tranche"),
	tranche_fields, NULL, COUNT_OF(tranche_fields), 0, state_shorthand };

/* ---- renewal ------------------------------------------------------------------------- */

static const struct renewal_result *
renewal(const struct expect_item *item)
{
	return &item->k->set->renewal;
}

static struct text
advice_word(const struct expect_item *item, uint32_t i)
{
	(void)item;
	return i < RN_ADVICE_COUNT ? text_of(renewal_advice_name((enum renewal_advice)i))
				   : TEXT("");
}

static void
get_advice(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, advice_word(item, renewal(item)->advice));
}

static struct text
answer_word(const struct expect_item *item, uint32_t i)
{
	(void)item;
	return i == 0 ? TEXT("no") : i == 1 ? TEXT("yes") : TEXT("");
}

static struct text
answer(int said)
{
	return said == RN_YES ? TEXT("yes") : said == RN_NO ? TEXT("no") : TEXT("");
}

static void
get_evaluated(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, answer((int)renewal(item)->evaluated));
}

static void
get_condition(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, answer((int)renewal(item)->condition));
}

static void
get_cycle_year(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, renewal(item)->cycle_year > 0, renewal(item)->cycle_year);
}

static void
get_cycle_years(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, renewal(item)->cycle_years > 0, renewal(item)->cycle_years);
}

static void
get_warn_on(const struct expect_item *item, struct expect_value *ret)
{
	expect_day(ret, renewal(item)->warn_on);
}

static bool
renewal_at(
    const struct expect_item *parent, uint32_t i, struct text *ret_id, struct expect_item *ret)
{
	*ret = expect_item_of(parent, NULL, i);
	*ret_id = TEXT("renewal");
	return i == 0;
}

static const char *
advice_shorthand(struct text t)
{
	(void)t;
	return "advice";
}

/* clang-format off */
static const struct expect_field renewal_fields[] = {
	{ "advice", EX_WORD, get_advice, advice_word, "续签建议", "Advice" },
	{ "evaluated", EX_WORD, get_evaluated, answer_word, "是否已评估（yes、no；null 为不知）", "Evaluated: yes, no, null when not known" },
	{ "condition_met", EX_WORD, get_condition, answer_word, "是否符合续签条件（yes、no；null 为不知）", "Condition met: yes, no, null when not known" },
	{ "cycle_year", EX_COUNT, get_cycle_year, NULL, "周期内第几年", "Year of the cycle" },
	{ "cycle_years", EX_COUNT, get_cycle_years, NULL, "周期年数", "Years of the cycle" },
	{ "warn_on", EX_DAY, get_warn_on, NULL, "提醒日", "Day of the warning" },
};
/* clang-format on */

static const struct expect_shape expect_renewal = { DIAG_BOTH("续签", "the renewal"),
	renewal_fields, NULL, COUNT_OF(renewal_fields), 0, advice_shorthand };

/* ---- conditions ---------------------------------------------------------------------- */

static const struct condition_result *
condition(const struct expect_item *item)
{
	return item->it;
}

static struct text
condition_word(const struct expect_item *item, uint32_t i)
{
	(void)item;
	return i < CN_STATE_COUNT ? text_of(condition_state_name((enum condition_state)i))
				  : TEXT("");
}

static void
get_condition_state(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, condition_word(item, condition(item)->state));
}

static void
get_condition_value(const struct expect_item *item, struct expect_value *ret)
{
	expect_typed(ret, &condition(item)->condition->value, condition(item)->value_known,
	    condition(item)->value);
}

static void
get_condition_target(const struct expect_item *item, struct expect_value *ret)
{
	expect_typed(ret, &condition(item)->condition->target, condition(item)->target_known,
	    condition(item)->target);
}

/* Enabling conditions, then eligibility. */
static bool
condition_at(
    const struct expect_item *parent, uint32_t i, struct text *ret_id, struct expect_item *ret)
{
	const struct decision_set *set = parent->k->set;
	const struct condition_result *c;

	if (i >= set->n_enabling + set->n_eligibility)
		return false;
	c = i < set->n_enabling ? &set->enabling[i] : &set->eligibility[i - set->n_enabling];
	*ret = expect_item_of(parent, c, i);
	*ret_id = c->condition->id;
	return true;
}

/* clang-format off */
static const struct expect_field condition_fields[] = {
	{ "state", EX_WORD, get_condition_state, condition_word, "状态", "State" },
	{ "value", EX_DEC, get_condition_value, NULL, "实际值", "Value found" },
	{ "target", EX_DEC, get_condition_target, NULL, "目标值", "Value asked for" },
};
/* clang-format on */

static const struct expect_shape expect_condition = { DIAG_BOTH("条件", "a condition"),
	condition_fields, NULL, COUNT_OF(condition_fields), 0, state_shorthand };

/* clang-format off */
const struct expect_list expect_decision_lists[] = {
	{ "penalties", &expect_proposal, true, false, penalty_at, penalty_name, NULL,
	    "成立的处罚（列出的即全部）", "Penalties whose condition holds: these and no others" },
	{ "payments", &expect_tranche, false, false, tranche_at, NULL, NULL, "分期款", "Tranches" },
	{ "renewal", &expect_renewal, false, true, renewal_at, NULL, NULL, "续签", "Renewal" },
	{ "conditions", &expect_condition, false, false, condition_at, NULL, NULL, "各方条件与资格", "Duties of the other parties, eligibility" },
};
/* clang-format on */
const size_t expect_n_decision_lists = COUNT_OF(expect_decision_lists);
