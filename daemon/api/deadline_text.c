/* Deadlines as sentences: the day, how it was counted, and where it stands. */
#include <inttypes.h>

#include "api/decision_text.h"
#include "rules/calendar_rest.h"

static void
say_rest(const struct say *s, const struct calendar *cal, const struct rest *r)
{
	calendar_rest_name(cal, r, s->out);
	buf_addc(s->out, ' ');
	say_day(s, r->from);
	if (r->to == r->from)
		return;
	say(s, " 至 ", " to ");
	say_day(s, r->to);
}

/* The rest days of a span: those around holidays by name and date, weekends by their number. */
static void
say_skipped(const struct say *s, const struct calendar *cal, day_t from, day_t to)
{
	struct rest rest;
	int32_t weekend = 0;
	bool some = false;

	for (day_t at = from; calendar_rest(cal, at, to, &rest); at = rest.to + 1) {
		if (!rest.named) {
			weekend += rest.to - rest.from + 1;
			continue;
		}
		say(s, some ? "、" : "，不计 ", some ? ", " : ", leaving out ");
		say_rest(s, cal, &rest);
		some = true;
	}
	if (weekend == 0)
		return;
	say(s, some ? "、周末 " : "，不计周末 ", some ? " and " : ", leaving out ");
	say_days(s, weekend, false);
	say(s, "", " of weekends");
}

static void
say_worked(const struct say *s, const struct calendar *cal, day_t from, day_t to)
{
	bool some = false;
	day_t day;

	for (day_t at = from; calendar_worked(cal, at, to, &day); at = day + 1) {
		say(s, some ? "、" : "，调休上班 ",
		    some ? ", " : ", with the weekend days worked ");
		say_day(s, day);
		some = true;
	}
	say(s, some ? " 计入" : "", "");
}

static void
say_length(const struct say *s, const struct counting *c, int32_t n)
{
	if (c->unit != PERIOD_MONTHS) {
		say_days(s, n, c->unit == PERIOD_WORKDAYS);
		return;
	}
	buf_addf(s->out, "%" PRId32, n);
	say(s, " 个月", n == 1 ? " month" : " months");
	if (c->month == MONTH_30_DAYS)
		say(s, "（每月按 30 天）", " (of 30 days each)");
}

static void
say_rolled(const struct say *s, const struct calendar *cal, const struct deadline_result *r)
{
	struct rest rest;

	if (r->counted_to == r->due || !calendar_rest(cal, r->counted_to, r->due - 1, &rest))
		return;
	say(s, "；末日", "; its last day is a rest day");
	if (rest.named) {
		say(s, "逢 ", " (");
		say_rest(s, cal, &rest);
		say(s, "", ")");
	} else {
		say(s, "为休息日", "");
	}
	say(s, "，顺延至 ", " and it moves to ");
	say_day(s, r->due);
}

static void
say_counted(const struct say *s, const struct calendar *cal, const struct deadline_result *r)
{
	const struct counting *c = &r->deadline->count;
	bool same = c->start == START_SAME_DAY;
	day_t first = r->counted_from + !same;

	say(s, "自 ", "Counted from ");
	say_day(s, r->counted_from);
	say(s, same ? " 当日起 " : " 次日起 ",
	    same ? ", that day included, " : ", the day after it first, ");
	say_length(s, c, r->counted);
	say(s, "，至 ", ", to ");
	say_day(s, r->counted_to);
	if (c->unit == PERIOD_WORKDAYS) {
		say_skipped(s, cal, first, r->counted_to);
		say_worked(s, cal, first, r->counted_to);
	}
	say_rolled(s, cal, r);
	say(s, "。", ". ");
}

/* A day that the text gives, or that is worked out from facts: its formula tells how. */
static void
say_due(const struct say *s, const struct decision_set *set, const struct deadline_result *r)
{
	const struct code *due = &r->deadline->due;

	if (r->counted_from != DAY_NONE)
		say_counted(s, set->result->scheme->cal, r);
	say(s, "到期日 ", "Due on ");
	say_day(s, r->due);
	if (r->counted_from == DAY_NONE && (due->count > 1 || due->ins[0].op != OP_CONST)) {
		say(s, "（", " (");
		decide_say(set, r, due, false, s->lang, s->out);
		say(s, "）", ")");
	}
	if (r->waived > 0) {
		say(s, "，另免计 ", ", with waived ");
		say_days(s, r->waived, r->deadline->basis == BASIS_WORKING);
	}
}

static void
say_standing(const struct say *s, const struct decision_set *set, const struct deadline_result *r)
{
	bool working = r->deadline->basis == BASIS_WORKING;
	bool met = r->met_on != DAY_NONE;

	say(s, "；", "; ");
	if (met)
		say_day(s, r->met_on);
	if (met)
		say(s, " 完成，", " is the day it was done, ");
	else
		say(s, "至截至日未完成，", "not done by the day asked for, ");
	if (r->days_late > 0) {
		say(s, "逾期 ", "");
		say_days(s, r->days_late, working);
		say(s, "", " late");
	} else if (met) {
		say(s, "未逾期", "in time");
	} else if (r->due == set->result->as_of) {
		say(s, "当日到期", "due that very day");
	} else if (r->due > set->result->as_of) {
		say(s, "距到期 ", "");
		say_days(s, r->due - set->result->as_of, false);
		say(s, "", " left");
	} else {
		say(s, "尚未计逾期", "not late yet");
	}
	say(s, "。", ".");
}

static void
say_stage_title(const struct say *s, const struct stage *t)
{
	say(s, "“", "\"");
	say_title(s, t->title, t->id);
	say(s, "”", "\"");
}

static void
say_stages(const struct say *s, const struct deadline_result *r)
{
	const struct deadline *d = r->deadline;

	if (r->stage >= 0 && r->n_proposals > 0) {
		say(s, "已达", " Stage reached: ");
		say_stage_title(s, &d->stages[r->stage]);
		say(s, "（自 ", " (since ");
		say_day(s, r->proposals[r->n_proposals - 1].reached_on);
		say(s, " 起）。", ").");
	}
	if (r->next_stage < 0)
		return;
	say(s, "若仍不完成，", " If it stays undone, on ");
	say_day(s, r->next_stage_on);
	say(s, " 起达", ": ");
	say_stage_title(s, &d->stages[r->next_stage]);
	if (r->next_has_cut) {
		say(s, "，当日建议扣减 ", ", with a cut proposed that day of ");
		say_yuan(s, r->next_cut_amount);
	}
	say(s, "。", ".");
}

void
deadline_say(const struct say *s, const struct decision_set *set, const struct deadline_result *r)
{
	const struct deadline *d = r->deadline;

	if (r->state == DL_NOT_APPLICABLE) {
		say(s, "不适用，适用条件不成立：", "Does not apply, its condition does not hold: ");
		decide_say(set, r, &d->applies, false, s->lang, s->out);
		say(s, "。", ".");
		return;
	}
	if (r->state == DL_NO_DATE) {
		say(s, "尚无到期日，缺少：", "There is no due day yet; what is missing: ");
		decide_say(set, r, d->count.from.count > 0 ? &d->count.from : &d->due, false,
		    s->lang, s->out);
		say(s, "。", ".");
		return;
	}
	say_due(s, set, r);
	say_standing(s, set, r);
	say_stages(s, r);
	if (r->trust == PERIOD_PROVISIONAL)
		say(s, "工作日历缺少有关年份，以上日期为暂定。",
		    " The calendar lacks a year of this span: the days are provisional.");
}
