/* What a case may expect of deadlines and of what is proposed. */
#include "app/case_expect.h"

static const struct decisions *
rules_of(const struct expect_item *item)
{
	return item->k->r->scheme->decisions;
}

/* ---- a proposal ---------------------------------------------------------------------- */

static const struct proposal *
proposal(const struct expect_item *item)
{
	return item->it;
}

static void
get_cut(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, proposal(item)->has_cut, proposal(item)->cut_amount);
}

static void
get_cut_share(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, proposal(item)->has_cut, proposal(item)->cut_share);
}

static void
get_lowest_cut(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, proposal(item)->has_range, proposal(item)->low_amount);
}

static void
get_highest_cut(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, proposal(item)->has_range, proposal(item)->high_amount);
}

static void
get_deduct(const struct expect_item *item, struct expect_value *ret)
{
	const struct effects *e = proposal(item)->effects;

	expect_word(
	    ret, e->deduct_node != 0 ? item->k->r->scheme->nodes[e->deduct_node].id : TEXT(""));
}

static struct text
indicator_word(const struct expect_item *item, uint32_t i)
{
	const struct scheme *s = item->k->r->scheme;

	return i + 1 < s->n_nodes ? s->nodes[i + 1].id : TEXT("");
}

static void
get_deduct_share(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, proposal(item)->has_deduct, proposal(item)->deduct_share);
}

static void
get_record(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, proposal(item)->record);
}

/* The adverse records that the scheme names: of stages, then of penalties. */
static struct text
record_word(const struct expect_item *item, uint32_t i)
{
	const struct decisions *d = rules_of(item);

	for (uint32_t k = 0; k < d->n_deadlines; k++)
		for (uint32_t n = 0; n < d->deadlines[k].n_stages; n++)
			if (d->deadlines[k].stages[n].effects.record.len > 0 && i-- == 0)
				return d->deadlines[k].stages[n].effects.record;
	for (uint32_t k = 0; k < d->n_penalties; k++)
		if (d->penalties[k].effects.record.len > 0 && i-- == 0)
			return d->penalties[k].effects.record;
	return TEXT("");
}

static void
get_suspend(const struct expect_item *item, struct expect_value *ret)
{
	expect_bool(ret, proposal(item)->effects->suspend);
}

static void
get_terminate(const struct expect_item *item, struct expect_value *ret)
{
	expect_bool(ret, proposal(item)->terminate);
}

static void
get_stop_renewal(const struct expect_item *item, struct expect_value *ret)
{
	expect_bool(ret, proposal(item)->effects->stop_renewal);
}

static void
get_decision(const struct expect_item *item, struct expect_value *ret)
{
	expect_bool(ret, proposal(item)->effects->decision_required);
}

static void
get_reached(const struct expect_item *item, struct expect_value *ret)
{
	expect_day(ret, proposal(item)->reached_on);
}

/* clang-format off */
static const struct expect_field proposal_fields[] = {
	{ "cut", EX_DEC, get_cut, NULL, "建议扣减金额", "Amount proposed to be cut" },
	{ "cut_share", EX_PERCENT, get_cut_share, NULL, "建议扣减比例", "Share of the amount proposed to be cut" },
	{ "lowest_cut", EX_DEC, get_lowest_cut, NULL, "扣减金额下限", "Least amount a person may cut" },
	{ "highest_cut", EX_DEC, get_highest_cut, NULL, "扣减金额上限", "Most a person may cut" },
	{ "deduct", EX_WORD, get_deduct, indicator_word, "体现扣分的指标", "Indicator that shows the loss" },
	{ "deduct_share", EX_PERCENT, get_deduct_share, NULL, "该指标失去的比例", "Share of it that is lost" },
	{ "record", EX_WORD, get_record, record_word, "建议列入的不良记录", "Adverse record proposed" },
	{ "suspend", EX_BOOL, get_suspend, NULL, "建议暂缓", "Suspension proposed" },
	{ "terminate", EX_BOOL, get_terminate, NULL, "建议解除合同", "End of the contract proposed" },
	{ "stop_renewal", EX_BOOL, get_stop_renewal, NULL, "建议不再续签", "No renewal proposed" },
	{ "decision_required", EX_BOOL, get_decision, NULL, "须由人决定", "Whether a person decides" },
	{ "reached_on", EX_DAY, get_reached, NULL, "达到该档的日期", "First day of the stage" },
};
/* clang-format on */

const struct expect_shape expect_proposal = { DIAG_BOTH("处理建议", "a proposal"), proposal_fields,
	NULL, COUNT_OF(proposal_fields), 0, NULL };

/* ---- deadlines ----------------------------------------------------------------------- */

static const struct deadline_result *
deadline(const struct expect_item *item)
{
	return item->it;
}

static struct text
deadline_word(const struct expect_item *item, uint32_t i)
{
	(void)item;
	return i < DL_STATE_COUNT ? text_of(deadline_state_name((enum deadline_state)i)) : TEXT("");
}

static void
get_deadline_state(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, deadline_word(item, deadline(item)->state));
}

static void
get_due(const struct expect_item *item, struct expect_value *ret)
{
	expect_day(ret, deadline(item)->due);
}

static void
get_met_on(const struct expect_item *item, struct expect_value *ret)
{
	expect_day(ret, deadline(item)->met_on);
}

static void
get_days_late(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, deadline(item)->due != DAY_NONE, deadline(item)->days_late);
}

static void
get_binding(const struct expect_item *item, struct expect_value *ret)
{
	expect_bool(ret, deadline(item)->trust == PERIOD_BINDING);
}

static struct text
stage_word(const struct expect_item *item, uint32_t i)
{
	const struct deadline *d = deadline(item)->deadline;

	return i < d->n_stages ? d->stages[i].id : TEXT("");
}

static struct text
stage_id(const struct expect_item *item, int32_t stage)
{
	return stage < 0 ? TEXT("") : stage_word(item, (uint32_t)stage);
}

static void
get_stage(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, stage_id(item, deadline(item)->stage));
}

static void
get_next(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, stage_id(item, deadline(item)->next_stage));
}

static void
get_next_on(const struct expect_item *item, struct expect_value *ret)
{
	expect_day(ret, deadline(item)->next_stage_on);
}

static void
get_next_cut(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, deadline(item)->next_has_cut, deadline(item)->next_cut_amount);
}

static bool
proposal_at(
    const struct expect_item *parent, uint32_t i, struct text *ret_id, struct expect_item *ret)
{
	const struct deadline_result *d = deadline(parent);

	if (i >= d->n_proposals)
		return false;
	*ret = expect_item_of(parent, &d->proposals[i], i);
	*ret_id = d->proposals[i].id;
	return true;
}

/* clang-format off */
static const struct expect_list deadline_lists[] = {
	{ "proposals", &expect_proposal, true, false, proposal_at, stage_word, NULL,
	    "已达各档的处理建议（列出的即全部）", "What the stages reached propose: these and no others" },
};

static const struct expect_field deadline_fields[] = {
	{ "state", EX_WORD, get_deadline_state, deadline_word, "状态", "State" },
	{ "due", EX_DAY, get_due, NULL, "期限", "Due date" },
	{ "met_on", EX_DAY, get_met_on, NULL, "完成日", "Day it was met" },
	{ "days_late", EX_COUNT, get_days_late, NULL, "逾期天数", "Days late" },
	{ "binding", EX_BOOL, get_binding, NULL, "日历是否覆盖", "Whether the calendar covers it" },
	{ "stage", EX_WORD, get_stage, stage_word, "已达最高一档", "Highest stage reached" },
	{ "next_stage", EX_WORD, get_next, stage_word, "下一档", "Next stage" },
	{ "next_on", EX_DAY, get_next_on, NULL, "下一档的日期", "Day of the next stage" },
	{ "next_cut", EX_DEC, get_next_cut, NULL, "下一档首日的扣减金额", "Amount the next stage would cut on its first day" },
};
/* clang-format on */

static const char *
state_shorthand(struct text t)
{
	(void)t;
	return "state";
}

static const struct expect_shape expect_deadline = { DIAG_BOTH("期限", "a deadline"),
	deadline_fields, deadline_lists, COUNT_OF(deadline_fields), COUNT_OF(deadline_lists),
	state_shorthand };

/* Results of one deadline stand side by side, one a station or community. */
static bool
deadline_row_at(
    const struct expect_item *parent, uint32_t i, struct text *ret_id, struct expect_item *ret)
{
	const struct deadline_result *first = deadline(parent);
	const struct deadline_result *end = parent->k->set->deadlines + parent->k->set->n_deadlines;

	if (first->deadline->grain == GRAIN_CONTRACT || i >= (uint32_t)(end - first) ||
	    first[i].deadline != first->deadline)
		return false;
	*ret = expect_item_of(parent, &first[i], i);
	*ret_id = first[i].entity_name;
	return true;
}

/* clang-format off */
static const struct expect_list deadline_rows[] = {
	{ "rows", &expect_deadline, false, false, deadline_row_at, NULL, NULL,
	    "按名称列出各站、各社区", "Its stations or communities by name" },
};
/* clang-format on */

static const struct expect_shape expect_deadline_rows = { DIAG_BOTH("分行的期限",
							      "a deadline of several rows"),
	NULL, deadline_rows, 0, COUNT_OF(deadline_rows), NULL };

static const struct expect_shape *
deadline_shape(const struct expect_item *item)
{
	return deadline(item)->deadline->grain == GRAIN_CONTRACT ? &expect_deadline
								 : &expect_deadline_rows;
}

static bool
deadline_at(
    const struct expect_item *parent, uint32_t i, struct text *ret_id, struct expect_item *ret)
{
	const struct decision_set *set = parent->k->set;

	if (i >= set->n_deadlines)
		return false;
	*ret = expect_item_of(parent, &set->deadlines[i], i);
	*ret_id = set->deadlines[i].deadline->id;
	return true;
}

static struct text
deadline_name(const struct expect_item *parent, uint32_t i)
{
	const struct decisions *d = rules_of(parent);

	return i < d->n_deadlines ? d->deadlines[i].id : TEXT("");
}

/* clang-format off */
const struct expect_list expect_deadline_lists[] = {
	{ "deadlines", &expect_deadline, false, false, deadline_at, deadline_name, deadline_shape, "期限", "Deadlines" },
};
/* clang-format on */
const size_t expect_n_deadline_lists = COUNT_OF(expect_deadline_lists);
