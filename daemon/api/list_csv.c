#include "api/list_csv.h"

#include "api/decision_text.h"
#include "engine/effect.h"

#define SAID_MAX 16384

/* ---- cells that tell something ---------------------------------------------------- */

typedef void teller(const struct say *s, const struct csv_item *item);

static void
told(struct csv *c, const struct csv_item *item, teller *tell)
{
	struct buf text;
	struct say s = { item->lang, &text };

	buf_init(&text, SAID_MAX);
	tell(&s, item);
	csv_text(c, (struct text){ text.data, text.len });
	buf_free(&text);
}

static void
word(struct csv *c, const struct csv_item *item, const char *zh, const char *en)
{
	csv_text(c, text_of(item->lang == LANG_ZH ? zh : en));
}

static void
title(struct csv *c, const struct csv_item *item, struct title t)
{
	struct text own = item->lang == LANG_ZH ? t.zh : t.en;

	csv_text(c, own.len > 0 ? own : item->lang == LANG_ZH ? t.en : t.zh);
}

static void
yes(struct csv *c, const struct csv_item *item, bool is)
{
	word(c, item, is ? "是" : "", is ? "yes" : "");
}

/* ---- the contract ----------------------------------------------------------------- */

#define CELL(name) static void cell_##name(struct csv *c, const struct csv_item *item)

CELL(id)
{
	csv_int(c, item->contract->id);
}
CELL(no)
{
	csv_text(c, item->contract->no);
}
CELL(title)
{
	csv_text(c, item->contract->title);
}
CELL(programme)
{
	csv_text(c, item->contract->programme);
}
CELL(status)
{
	csv_text(c, item->contract->status);
}
CELL(lot)
{
	csv_text(c, item->contract->lot);
}
CELL(provider)
{
	csv_text(c, item->contract->provider);
}
CELL(purchaser)
{
	csv_text(c, item->contract->purchaser);
}
CELL(region)
{
	csv_text(c, item->contract->region_name);
}
CELL(signed_on)
{
	csv_day(c, item->contract->signed_on);
}
CELL(start)
{
	csv_day(c, item->contract->start_on);
}
CELL(end)
{
	csv_day(c, item->contract->end_on);
}
CELL(amount)
{
	csv_dec(c, true, item->contract->amount);
}
CELL(score)
{
	csv_dec(c, item->contract->scored, item->contract->score);
}
CELL(grade)
{
	csv_text(c, item->contract->grade);
}
CELL(scored_as_of)
{
	csv_day(c, item->contract->scored_as_of);
}

/* ---- deadlines -------------------------------------------------------------------- */

static const struct deadline_result *
deadline_of(const struct csv_item *item)
{
	return &item->set->deadlines[item->i];
}

static bool
is_dated(const struct deadline_result *r)
{
	return r->state != DL_NO_DATE && r->state != DL_NOT_APPLICABLE;
}

static void
tell_deadline_debtor(const struct say *s, const struct csv_item *item)
{
	say_debtor(s, deadline_of(item)->deadline->debtor);
}

static void
tell_deadline(const struct say *s, const struct csv_item *item)
{
	deadline_say(s, item->set, deadline_of(item));
}

CELL(deadline_id)
{
	csv_text(c, deadline_of(item)->deadline->id);
}
CELL(deadline_title)
{
	title(c, item, deadline_of(item)->deadline->title);
}
CELL(deadline_clause)
{
	csv_text(c, deadline_of(item)->deadline->clause);
}
CELL(deadline_debtor)
{
	told(c, item, tell_deadline_debtor);
}
CELL(deadline_entity)
{
	csv_text(c, deadline_of(item)->entity_name);
}
CELL(deadline_due)
{
	csv_day(c, deadline_of(item)->due);
}
CELL(deadline_met)
{
	csv_day(c, deadline_of(item)->met_on);
}
CELL(deadline_text)
{
	told(c, item, tell_deadline);
}

CELL(deadline_state)
{
	static const char *const zh[DL_STATE_COUNT] = { "不适用", "无到期日", "未到期", "按期完成",
		"逾期完成", "逾期" };
	enum deadline_state state = deadline_of(item)->state;

	word(c, item, zh[state], deadline_state_name(state));
}

CELL(deadline_late)
{
	const struct deadline_result *r = deadline_of(item);

	csv_dec(c, is_dated(r), r->days_late * DEC_ONE);
}

CELL(deadline_stage)
{
	const struct deadline_result *r = deadline_of(item);
	static const struct title none;

	title(c, item, r->stage >= 0 ? r->deadline->stages[r->stage].title : none);
}

CELL(deadline_next)
{
	const struct deadline_result *r = deadline_of(item);

	csv_day(c, r->next_stage >= 0 ? r->next_stage_on : DAY_NONE);
}

CELL(deadline_next_cut)
{
	const struct deadline_result *r = deadline_of(item);

	csv_dec(c, r->next_stage >= 0 && r->next_has_cut, r->next_cut_amount);
}

/* ---- penalties -------------------------------------------------------------------- */

static const struct proposed *
proposed_of(const struct csv_item *item)
{
	return &item->set->proposed[item->i];
}

static void
tell_penalty_debtor(const struct say *s, const struct csv_item *item)
{
	say_debtor(s, proposed_of(item)->debtor);
}

static void
tell_penalty(const struct say *s, const struct csv_item *item)
{
	proposed_say(s, item->set, proposed_of(item));
}

CELL(penalty_id)
{
	csv_text(c, proposed_of(item)->proposal->id);
}
CELL(penalty_title)
{
	title(c, item, *proposed_of(item)->proposal->title);
}
CELL(penalty_clause)
{
	csv_text(c, proposed_of(item)->proposal->clause);
}
CELL(penalty_debtor)
{
	told(c, item, tell_penalty_debtor);
}
CELL(penalty_reached)
{
	csv_day(c, proposed_of(item)->proposal->reached_on);
}
CELL(penalty_record)
{
	csv_text(c, proposed_of(item)->proposal->record);
}
CELL(penalty_suspend)
{
	yes(c, item, proposed_of(item)->proposal->effects->suspend);
}
CELL(penalty_terminate)
{
	yes(c, item, proposed_of(item)->proposal->terminate);
}
CELL(penalty_stop)
{
	yes(c, item, proposed_of(item)->proposal->effects->stop_renewal);
}
CELL(penalty_decide)
{
	yes(c, item, proposed_of(item)->proposal->effects->decision_required);
}
CELL(penalty_text)
{
	told(c, item, tell_penalty);
}

CELL(penalty_entity)
{
	const struct deadline_result *r = proposed_of(item)->deadline;

	csv_text(c, r != NULL ? r->entity_name : TEXT(""));
}

CELL(penalty_cut)
{
	const struct proposal *p = proposed_of(item)->proposal;

	csv_dec(c, p->has_cut, p->cut_amount);
}

CELL(penalty_low)
{
	const struct proposal *p = proposed_of(item)->proposal;

	csv_dec(c, p->has_range, p->low_amount);
}

CELL(penalty_high)
{
	const struct proposal *p = proposed_of(item)->proposal;

	csv_dec(c, p->has_range, p->high_amount);
}

/* ---- payments and renewal --------------------------------------------------------- */

static const struct tranche_result *
tranche_of(const struct csv_item *item)
{
	return &item->set->tranches[item->i];
}

static void
tell_tranche(const struct say *s, const struct csv_item *item)
{
	tranche_say(s, item->set, tranche_of(item));
}

CELL(tranche_id)
{
	csv_text(c, tranche_of(item)->tranche->id);
}
CELL(tranche_title)
{
	title(c, item, tranche_of(item)->tranche->title);
}
CELL(tranche_clause)
{
	csv_text(c, tranche_of(item)->tranche->clause);
}
CELL(tranche_amount)
{
	csv_dec(c, tranche_of(item)->amount_known, tranche_of(item)->amount);
}
CELL(tranche_event)
{
	csv_day(c, tranche_of(item)->event_on);
}
CELL(tranche_by)
{
	csv_day(c, tranche_of(item)->pay_by);
}
CELL(tranche_text)
{
	told(c, item, tell_tranche);
}

CELL(tranche_state)
{
	static const char *const zh[TR_STATE_COUNT] = { "应付", "暂缓", "未到", "不再支付",
		"金额未定" };
	enum tranche_state state = tranche_of(item)->state;

	word(c, item, zh[state], tranche_state_name(state));
}

/* All reasons in one cell. */
static void
tell_reasons(const struct say *s, const struct csv_item *item)
{
	size_t before;
	bool is = true;

	for (uint32_t i = 0; is; i++) {
		before = s->out->len;
		is = renewal_reason_say(s, item->set, i);
		if (is && s->out->len > before && s->lang == LANG_EN)
			buf_addc(s->out, ' ');
	}
}

CELL(renewal_advice)
{
	static const char *const zh[RN_ADVICE_COUNT] = { "原文无规定", "续签", "不予续签",
		"重新招标", "待定" };
	enum renewal_advice advice = item->set->renewal.advice;

	word(c, item, zh[advice], renewal_advice_name(advice));
}
CELL(renewal_clause)
{
	csv_text(c, item->set->result->scheme->decisions->renewal.clause);
}
CELL(renewal_year)
{
	csv_dec(c, item->set->renewal.cycle_year > 0, item->set->renewal.cycle_year * DEC_ONE);
}
CELL(renewal_years)
{
	csv_dec(c, item->set->renewal.cycle_years > 0, item->set->renewal.cycle_years * DEC_ONE);
}
CELL(renewal_warn)
{
	csv_day(c, item->set->renewal.warn_on);
}
CELL(renewal_text)
{
	told(c, item, tell_reasons);
}

/* ---- the tables ------------------------------------------------------------------- */

#define HEAD                                                                                    \
	{ "编号", "id", cell_id }, { "合同号", "contract_no", cell_no },                        \
	    { "合同", "title", cell_title }, { "项目", "programme", cell_programme },           \
	    { "承接方", "provider", cell_provider }, { "购买方", "purchaser", cell_purchaser }, \
	    { "地区", "region", cell_region }, { "开始日", "start_on", cell_start },            \
	    { "结束日", "end_on", cell_end },                                                   \
	{                                                                                       \
		"金额（元）", "amount", cell_amount                                             \
	}

static const struct csv_column contract_columns[] = { HEAD,
	{ "签订日", "signed_on", cell_signed_on }, { "状态", "status", cell_status },
	{ "标包", "lot", cell_lot }, { "最近得分", "score", cell_score },
	{ "最近等级", "grade", cell_grade }, { "得分截至日", "scored_as_of", cell_scored_as_of } };

static const struct csv_column deadline_columns[] = { HEAD,
	{ "期限标识", "deadline", cell_deadline_id },
	{ "期限", "deadline_title", cell_deadline_title },
	{ "条款", "clause", cell_deadline_clause }, { "义务人", "debtor", cell_deadline_debtor },
	{ "对象", "entity", cell_deadline_entity }, { "期限状态", "state", cell_deadline_state },
	{ "到期日", "due", cell_deadline_due }, { "完成日", "met_on", cell_deadline_met },
	{ "逾期天数", "days_late", cell_deadline_late },
	{ "已达阶段", "stage", cell_deadline_stage },
	{ "下一阶段起", "next_stage_on", cell_deadline_next },
	{ "届时扣减（元）", "next_cut_amount", cell_deadline_next_cut },
	{ "说明", "explanation", cell_deadline_text } };

static const struct csv_column penalty_columns[] = { HEAD,
	{ "处理标识", "penalty", cell_penalty_id }, { "处理", "penalty_title", cell_penalty_title },
	{ "条款", "clause", cell_penalty_clause }, { "义务人", "debtor", cell_penalty_debtor },
	{ "对象", "entity", cell_penalty_entity }, { "达到日", "reached_on", cell_penalty_reached },
	{ "不良记录", "record", cell_penalty_record },
	{ "扣减金额（元）", "cut_amount", cell_penalty_cut },
	{ "扣减下限（元）", "lowest_amount", cell_penalty_low },
	{ "扣减上限（元）", "highest_amount", cell_penalty_high },
	{ "暂停", "suspend", cell_penalty_suspend },
	{ "解除合同", "terminate", cell_penalty_terminate },
	{ "不予续签", "stop_renewal", cell_penalty_stop },
	{ "须作决定", "decision_required", cell_penalty_decide },
	{ "说明", "explanation", cell_penalty_text } };

static const struct csv_column payment_columns[] = { HEAD,
	{ "期次标识", "tranche", cell_tranche_id }, { "期次", "tranche_title", cell_tranche_title },
	{ "条款", "clause", cell_tranche_clause }, { "付款状态", "state", cell_tranche_state },
	{ "应付金额（元）", "tranche_amount", cell_tranche_amount },
	{ "事项发生日", "event_on", cell_tranche_event },
	{ "最迟支付日", "pay_by", cell_tranche_by }, { "说明", "explanation", cell_tranche_text } };

static const struct csv_column renewal_columns[] = { HEAD,
	{ "建议", "advice", cell_renewal_advice }, { "条款", "clause", cell_renewal_clause },
	{ "周期第几年", "cycle_year", cell_renewal_year },
	{ "周期年数", "cycle_years", cell_renewal_years },
	{ "提醒日", "warn_on", cell_renewal_warn }, { "理由", "reasons", cell_renewal_text } };

#define TABLE(name, columns)                     \
	{                                        \
		name, columns, COUNT_OF(columns) \
	}
const struct csv_table csv_contracts = TABLE("contracts", contract_columns);
const struct csv_table csv_deadlines = TABLE("deadlines", deadline_columns);
const struct csv_table csv_penalties = TABLE("penalties", penalty_columns);
const struct csv_table csv_payments = TABLE("payments", payment_columns);
const struct csv_table csv_renewals = TABLE("renewals", renewal_columns);

void
csv_head(struct csv *c, const struct csv_table *t, enum lang lang)
{
	for (uint32_t i = 0; i < t->n_columns; i++)
		csv_text(c, text_of(lang == LANG_ZH ? t->columns[i].zh : t->columns[i].en));
	csv_end_row(c);
}

void
csv_row(struct csv *c, const struct csv_table *t, const struct csv_item *item)
{
	for (uint32_t i = 0; i < t->n_columns; i++)
		t->columns[i].cell(c, item);
	csv_end_row(c);
}

static void
remark(struct csv *c, struct buf *text)
{
	csv_text(c, (struct text){ text->data, text->len });
	csv_end_row(c);
	buf_free(text);
}

void
csv_continued(struct csv *c, enum lang lang, struct text next)
{
	struct buf text;

	buf_init(&text, SAID_MAX);
	buf_addf(&text, "%s%.*s",
	    lang == LANG_ZH ? "未完，下一页：" : "To be continued: ", TEXT_ARG(next));
	remark(c, &text);
}

void
csv_failed(struct csv *c, enum lang lang, struct text contract_no, enum err_code code)
{
	struct buf text;

	buf_init(&text, SAID_MAX);
	buf_addf(&text,
	    lang == LANG_ZH ? "合同 %.*s 无法计算：%s" : "Contract %.*s cannot be computed: %s",
	    TEXT_ARG(contract_no), err_title(code, lang));
	remark(c, &text);
}
