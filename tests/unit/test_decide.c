/*
 * What follows from a score, on schemes whose facts are parameters. Expected values are worked by
 * hand from the clauses: Lanzhou's 60/30/10 (LZ-03-3), Hunan's month and 15 working days (HN-07),
 * Suzhou's ladder (SZ-04).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "api/decision_text.h"
#include "engine/decide.h"
#include "rules/calendar.h"
#include "rules/read.h"
#include "no_metrics.h"

struct fixture {
	struct arena *arena;
	struct facts facts;
	struct result result;
	struct decision_set set;
};

static day_t
day(const char *s)
{
	day_t d;

	assert_true(date_parse(s, 10, &d));
	return d;
}

static const struct calendar_set *
china(struct arena *arena)
{
	struct calendar_set *set = arena_alloc(arena, sizeof(*set));
	FILE *f = fopen("rules/calendars/cn.csv", "rb");
	char *bytes = arena_alloc(arena, 1u << 16);
	struct diags diags;

	assert_non_null(f);
	diags_init(&diags, arena);
	calendar_set_add(
	    set, "cn.csv", (struct text){ bytes, fread(bytes, 1, 1u << 16, f) }, arena, &diags);
	fclose(f);
	assert_int_equal(set->n, 1);
	return set;
}

/* A scheme of two leaves worth 60 and 40, one full and one by the parameter `second`. */
static const struct scheme *
compile(struct fixture *t, const char *more)
{
	struct vocabulary v = { NULL, no_metric, no_metric_at, china(t->arena), NULL };
	const struct scheme *s;
	struct diags diags;
	char yaml[6000];

	snprintf(yaml, sizeof(yaml),
	    "scheme: test\ntitle: {zh: 例, en: Test}\neffective: {from: 2017-01-01}\ncalendar: cn\n"
	    "grades: {excellent: 90, good: 80, qualified: 60, unqualified: 0}\n"
	    "parameters:\n  second: {value: 50%%, clause: 一}\n  blank: {value: null, type: "
	    "number, clause: 一}\n"
	    "indicators:\n"
	    "  - {id: one, weight: 60, clause: 一, when: 1 = 1, score: pass}\n"
	    "  - {id: two, weight: 40, clause: 一, value: second, target: 100%%, score: {ratio: "
	    "{cap: 100%%}}}\n%s",
	    more);
	diags_init(&diags, t->arena);
	s = scheme_read("test.yaml", text_of(yaml), &v, t->arena, &diags);
	if (diags.errors > 0) {
		struct buf out;

		buf_init(&out, 1u << 16);
		diags_print_text(&diags, LANG_EN, &out);
		print_error("%s\n", out.data);
		buf_free(&out);
	}
	assert_non_null(s);
	return s;
}

static void
decide(struct fixture *t, const char *more, const char *as_of)
{
	struct err err;

	t->arena = arena_new(16u << 20);
	facts_init(&t->facts, compile(t, more), 1, t->arena);
	t->facts.found[0] = true;
	t->facts.since[0] = day("2017-01-01");
	t->facts.until[0] = day(as_of);
	assert_int_equal(engine_score(compile(t, more), &t->facts, day(as_of), ENGINE_SCORES,
			     t->arena, &t->result, &err),
	    ERR_OK);
	assert_int_equal(engine_decide(&t->result, 0, t->arena, &t->set, &err), ERR_OK);
}

#define TRANCHES                                                                           \
	"payments:\n  tranches:\n"                                                         \
	"    - {id: signing, share: 60%, when: 'date(2024, 1, 5)', pay_within: 30 days}\n" \
	"    - {id: mid, share: 30%, when: 'date(2024, 7, 1)'}\n"                          \
	"    - {id: final, share: 10%, when: 'date(2025, 1, 9)', requires: score >= 90}\n"

/* LZ: 166,666.67 in 60/30/10 is 100,000.00 + 50,000.00 + the remainder 16,666.67. */
static void
tranches_to_the_fen(void **state)
{
	struct fixture t;

	(void)state;
	decide(&t, "amount: 166666.67 yuan\n" TRANCHES, "2024-08-01");
	assert_int_equal(t.set.n_tranches, 3);
	assert_int_equal(t.set.tranches[0].amount, INT64_C(100000000000));
	assert_int_equal(t.set.tranches[1].amount, INT64_C(50000000000));
	assert_int_equal(t.set.tranches[2].amount, INT64_C(16666670000));
	assert_int_equal(t.set.tranches[0].state, TR_DUE);
	assert_int_equal(t.set.tranches[0].pay_by, day("2024-02-04"));
	assert_int_equal(t.set.tranches[1].state, TR_DUE);
	assert_int_equal(t.set.tranches[2].state, TR_NOT_YET);
	arena_free(t.arena);
	/* score 80: the last tranche wants 90, so it is blocked once its day has come */
	decide(&t, "amount: 150000 yuan\n" TRANCHES, "2025-01-09");
	assert_int_equal(t.result.score[0], 80 * DEC_ONE);
	assert_int_equal(t.set.tranches[2].amount, INT64_C(15000000000));
	assert_int_equal(t.set.tranches[2].state, TR_BLOCKED);
	arena_free(t.arena);
}

static void
counted_deadlines(void **state)
{
	struct fixture t;

	(void)state;
	decide(&t,
	    "deadlines:\n"
	    "  - id: resident\n    count: {from: 'date(2019, 1, 5)', length: 1, unit: months, "
	    "roll: next_workday}\n"
	    "    met_on: date(2019, 2, 12)\n"
	    "  - id: copy\n    count: {from: 'date(2019, 1, 25)', length: 15, unit: workdays}\n    "
	    "basis: working\n"
	    "    met_on: date(2019, 2, 22)\n"
	    "  - id: later\n    due: date(2019, 12, 31)\n    stages: [{id: later.first, after: 15 "
	    "days}]\n"
	    "  - id: beyond\n    count: {from: 'date(2026, 12, 25)', length: 15, unit: workdays}\n"
	    "  - {id: never, due: 'date(2019, 1, 1)', applies: 1 > 2}\n",
	    "2019-03-01");
	assert_int_equal(t.set.n_deadlines, 5);
	/* Spring Festival: 5 February rolls to the 11th; the 12th is one day late */
	assert_int_equal(t.set.deadlines[0].due, day("2019-02-11"));
	assert_int_equal(t.set.deadlines[0].days_late, 1);
	assert_int_equal(t.set.deadlines[0].state, DL_MET_LATE);
	/* 20 February is the 15th working day; Friday 22 is two working days late */
	assert_int_equal(t.set.deadlines[1].due, day("2019-02-20"));
	assert_int_equal(t.set.deadlines[1].days_late, 2);
	assert_int_equal(t.set.deadlines[2].state, DL_OPEN);
	assert_int_equal(t.set.deadlines[2].next_stage, 0);
	assert_int_equal(t.set.deadlines[2].next_stage_on, day("2020-01-16"));
	assert_int_equal(t.set.deadlines[3].trust, PERIOD_PROVISIONAL);
	assert_int_equal(t.set.deadlines[4].state, DL_NOT_APPLICABLE);
	arena_free(t.arena);
}

#define LADDER(mode)                                                                            \
	"amount: 1000000 yuan\ndeadlines:\n  - id: team\n    ladder: " mode                     \
	"\n    due: date(2017, 6, 30)\n"                                                        \
	"    stages:\n"                                                                         \
	"      - {id: team.first, after: 15 days, record: listing, deduct: two, deduct_share: " \
	"50%}\n"                                                                                \
	"      - id: team.second\n        after: 30 days\n"                                     \
	"        cut: min(20%, 5% + 1% * ceil((days_late - 31 days) / 5 days))\n"               \
	"        terminate: days_late >= 60 days\n"

/* SZ-04-9 and -10: day 31 costs 5 %, day 32 6 %, day 60 11 % and the end of the contract is
 * proposed. */
static void
ladder_of_stages(void **state)
{
	static const struct {
		const char *as_of;
		uint32_t proposals;
		int64_t fen;
		bool end;
	} rows[] = {
		{ "2017-06-30", 0, 0, false },
		{ "2017-07-15", 0, 0, false },
		{ "2017-07-16", 1, 0, false },
		{ "2017-07-30", 1, 0, false },
		{ "2017-07-31", 2, 5000000, false },
		{ "2017-08-01", 2, 6000000, false },
		{ "2017-08-05", 2, 6000000, false },
		{ "2017-08-06", 2, 7000000, false },
		{ "2017-08-29", 2, 11000000, true },
		{ "2018-06-30", 2, 20000000, true },
	};
	struct fixture t;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct deadline_result *d;

		decide(&t, LADDER("cumulative"), rows[i].as_of);
		d = &t.set.deadlines[0];
		assert_int_equal(d->n_proposals, rows[i].proposals);
		if (rows[i].proposals == 2) {
			assert_int_equal(d->proposals[1].cut_amount, rows[i].fen * (DEC_ONE / 100));
			assert_int_equal(d->proposals[1].terminate, rows[i].end);
			assert_int_equal(d->proposals[1].reached_on, day("2017-07-31"));
		}
		arena_free(t.arena);
	}
	/* row 8 of the readings, the other way: steps replace each other */
	decide(&t, LADDER("replace"), "2017-08-01");
	assert_int_equal(t.set.deadlines[0].n_proposals, 1);
	assert_true(text_is(t.set.deadlines[0].proposals[0].id, "team.second"));
	arena_free(t.arena);
	/* what the next stage would cost on its first day */
	decide(&t, LADDER("cumulative"), "2017-07-20");
	assert_int_equal(t.set.deadlines[0].next_stage_on, day("2017-07-31"));
	assert_true(t.set.deadlines[0].next_has_cut);
	assert_int_equal(t.set.deadlines[0].next_cut_amount, INT64_C(50000000000));
	arena_free(t.arena);
}

#define RENEWAL(year)                                                                    \
	"renewal: {cycle_years: 3, cycle_year: " year                                    \
	", evaluated: 1 = 1, renew_when: score >= 60, "                                  \
	"otherwise: not_renewed, after_cycle: retender, ends_on: 'date(2019, 12, 31)', " \
	"warn_days: 60}\n"

/* HN-06: renewed in years 1 and 2 when qualified, procured again after year 3. */
static void
renewal_by_year(void **state)
{
	struct fixture t;

	(void)state;
	decide(&t, RENEWAL("1"), "2019-11-30");
	assert_int_equal(t.set.renewal.advice, RN_RENEW);
	assert_int_equal(t.set.renewal.warn_on, day("2019-11-01"));
	arena_free(t.arena);
	decide(&t, RENEWAL("3"), "2019-11-30");
	assert_int_equal(t.set.renewal.advice, RN_RETENDER);
	arena_free(t.arena);
	decide(&t, "renewal: {evaluated: 1 = 1, renew_when: score >= 90, otherwise: not_renewed}\n",
	    "2019-11-30");
	assert_int_equal(t.set.renewal.advice, RN_NOT_RENEWED);
	arena_free(t.arena);
	decide(&t, "renewal: {evaluated: 1 = 2, renew_when: score >= 60}\n", "2019-11-30");
	assert_int_equal(t.set.renewal.advice, RN_PENDING);
	arena_free(t.arena);
	decide(&t, "renewal: {no_rule: true}\n", "2019-11-30");
	assert_int_equal(t.set.renewal.advice, RN_NO_RULE);
	arena_free(t.arena);
}

static void
conditions_and_penalties(void **state)
{
	struct fixture t;

	(void)state;
	decide(&t,
	    "amount: 66666.67 yuan\n"
	    "penalties:\n"
	    "  - {id: low, when: score < 81, cut: 3.3333%, stop_renewal: true}\n"
	    "  - {id: lower, when: score < 80, suspend: true}\n"
	    "enabling:\n"
	    "  - {id: met, debtor: city, value: 3, target: 3}\n"
	    "  - {id: over, value: 3, target: 2, compare: le}\n"
	    "  - {id: unset, value: 3, target: blank}\n",
	    "2019-11-30");
	assert_int_equal(t.set.n_penalties, 1);
	/* 66,666.67 * 0.033333 = 2,222.2001... -> 2,222.20 */
	assert_int_equal(t.set.penalties[0].proposal.cut_amount, INT64_C(2222200000));
	assert_int_equal(t.set.enabling[0].state, CN_MET);
	assert_int_equal(t.set.enabling[1].state, CN_NOT_MET);
	assert_int_equal(t.set.enabling[2].state, CN_NOT_CONFIGURED);
	arena_free(t.arena);
}

/* D3: what is not known forfeits nothing, is not "not evaluated", and leaves its share to nobody.
 */
static void
missing_is_not_no(void **state)
{
	struct fixture t;

	(void)state;
	decide(&t,
	    "amount: 1000 yuan\npayments:\n  tranches:\n"
	    "    - {id: a, share: 60%, when: 'date(2019, 1, 5)', requires: blank > 0, on_fail: "
	    "forfeit}\n"
	    "    - {id: b, share: 'if(blank > 0, 30%, 30%)', when: 'date(2019, 1, 5)'}\n"
	    "    - {id: c, share: 10%, when: 'date(2019, 1, 5)', requires: 1 > 2, on_fail: "
	    "forfeit}\n"
	    "renewal: {evaluated: blank > 0, renew_when: score >= 60}\n",
	    "2019-11-30");
	assert_int_equal(t.set.tranches[0].state, TR_BLOCKED);
	assert_int_equal(t.set.tranches[0].amount, 600 * DEC_ONE);
	assert_int_equal(t.set.tranches[1].state, TR_NOT_CONFIGURED);
	assert_false(t.set.tranches[1].amount_known);
	assert_int_equal(t.set.tranches[2].state, TR_FORFEITED);
	assert_int_equal(t.set.tranches[2].amount, 100 * DEC_ONE); /* 10 %, not the 40 % left */
	assert_int_equal(t.set.renewal.advice, RN_PENDING);
	assert_int_equal(t.set.renewal.evaluated, RN_UNKNOWN);
	arena_free(t.arena);
}

/* A range without a size: 0 % to 20 % of 66,666.67 is 0.00 to 13,333.33. */
static void
range_without_size(void **state)
{
	const struct proposal *p;
	struct fixture t;

	(void)state;
	decide(&t,
	    "amount: 66666.67 yuan\n"
	    "penalties: [{id: some, when: score < 81, cut_low: 0%, cut_high: 20%, "
	    "decision_required: true}]\n",
	    "2019-11-30");
	p = &t.set.penalties[0].proposal;
	assert_false(p->has_cut);
	assert_true(p->has_range);
	assert_int_equal(p->low_amount, 0);
	assert_int_equal(p->high_amount, INT64_C(13333330000));
	arena_free(t.arena);
}

/* I1: a bonus near the end of the range fills the score and wraps nothing; a count of days longer
 * than the calendar is no count. */
static void
ends_of_the_range(void **state)
{
	struct fixture t;

	(void)state;
	decide(&t,
	    "adjustments: [{id: huge, kind: bonus, cap: 9223372036854, items: [{id: one_item, "
	    "value: 9223372036854, each: 1}]}]\n"
	    "deadlines:\n"
	    "  - {id: far, due: 'date(2019, 1, 1)', waived: 0 days - 2147483648 days, stages: "
	    "[{id: far.first, after: 2147483647 days}]}\n",
	    "2019-01-31");
	assert_int_equal(t.result.score[0], 100 * DEC_ONE);
	assert_int_equal(t.set.deadlines[0].days_late, 30);
	assert_int_equal(t.set.deadlines[0].n_proposals, 0);
	assert_int_equal(t.set.deadlines[0].next_stage, -1);
	arena_free(t.arena);
}

/* 60 + 20 = 80; bonus 2 x 1.5 with the group's cap 2 -> 82; deduction 2 each, 3 times, cap 5 -> 77.
 */
static void
adjustments_and_caps(void **state)
{
	static const char both[] = "adjustments:\n"
				   "  - {id: bonus, kind: bonus, cap: 2, items: [{id: new, value: "
				   "2, each: 1.5}, {id: none, value: blank, each: 9}]}\n"
				   "  - {id: breach, kind: deduction, cap: 10, items: [{id: scope, "
				   "value: 3, each: 2, cap: 5}]}\n";
	struct applied applied[8];
	struct fixture t;
	char yaml[2000];

	(void)state;
	decide(&t, both, "2019-11-30");
	assert_int_equal(t.result.score[0], 77 * DEC_ONE);
	assert_int_equal(t.result.grade[0], 2);
	assert_int_equal(explain_applied(&t.result, 0, applied, 8), 4);
	assert_int_equal(applied[0].points, 3 * DEC_ONE);
	assert_int_equal(applied[1].points, 2 * DEC_ONE);
	assert_int_equal(applied[3].points, -5 * DEC_ONE);
	arena_free(t.arena);
	/* HF-09-7: a serious violation caps the total at 59, whatever the bonus */
	snprintf(yaml, sizeof(yaml),
	    "%scaps: [{id: veto, when: as_of > window.since, at_most: 59}, {id: idle, when: 1 > 2, "
	    "at_most: 0}]\n",
	    both);
	decide(&t, yaml, "2019-11-30");
	assert_int_equal(t.result.score[0], 59 * DEC_ONE);
	assert_int_equal(t.result.grade[0], 3);
	arena_free(t.arena);
	/* a grade lower, the points as they are */
	decide(&t, "caps: [{id: drop, when: 2 > 1, drop_grades: 1}]\n", "2019-11-30");
	assert_int_equal(t.result.score[0], 80 * DEC_ONE);
	assert_int_equal(t.result.grade[0], 2);
	arena_free(t.arena);
	decide(&t,
	    "adjustments: [{id: big, kind: deduction, cap: 500, items: [{id: x, value: 99, each: "
	    "9}]}]\n",
	    "2019-11-30");
	assert_int_equal(t.result.score[0], 0);
	arena_free(t.arena);
}

/* What api/deadline_text.c says of a deadline and of the conditions around it. */
static void
says(const struct fixture *t, uint32_t deadline, const char *zh, const char *en)
{
	struct buf out;

	buf_init(&out, 4096);
	deadline_say(&(struct say){ LANG_ZH, &out }, &t->set, &t->set.deadlines[deadline]);
	assert_string_equal(out.data, zh);
	buf_clear(&out);
	deadline_say(&(struct say){ LANG_EN, &out }, &t->set, &t->set.deadlines[deadline]);
	assert_string_equal(out.data, en);
	buf_free(&out);
}

static void
deadlines_in_words(void **state)
{
	struct fixture t;

	(void)state;
	decide(&t,
	    "deadlines:\n"
	    "  - id: resident\n    count: {from: 'date(2019, 1, 5)', length: 1, unit: months, "
	    "roll: next_workday}\n"
	    "  - id: weekend\n    count: {from: 'date(2019, 3, 1)', length: 1, unit: days, "
	    "roll: next_workday}\n    waived: 3 days\n"
	    "  - id: beyond\n    count: {from: 'date(2026, 12, 25)', length: 2, unit: workdays, "
	    "start: same_day}\n"
	    "  - id: blank\n    due: date(2019, 1, 1) + blank * 1 days\n"
	    "  - id: never\n    due: date(2019, 1, 1)\n    applies: second > 90%\n"
	    "  - id: office\n    count: {from: 'date(2019, 2, 1)', length: 3, unit: workdays}\n    "
	    "basis: working\n    met_on: date(2019, 2, 12)\n",
	    "2019-03-06");
	/* a month after 5 January is 5 February, in the Spring Festival of 4 to 10 February */
	says(&t, 0,
	    "自 2019-01-05 次日起 1 个月，至 2019-02-05；末日逢 春节 2019-02-05 至 "
	    "2019-02-10，顺延至 "
	    "2019-02-11。到期日 2019-02-11；至截至日未完成，逾期 23 天。",
	    "Counted from 2019-01-05, the day after it first, 1 month, to 2019-02-05; its last "
	    "day "
	    "is a rest day (春节 2019-02-05 to 2019-02-10) and it moves to 2019-02-11. Due on "
	    "2019-02-11; not done by the day asked for, 23 days late.");
	/* Saturday 2 March; two days late, of which three are waived */
	says(&t, 1,
	    "自 2019-03-01 次日起 1 天，至 2019-03-02；末日为休息日，顺延至 2019-03-04。到期日 "
	    "2019-03-04，另免计 3 天；至截至日未完成，尚未计逾期。",
	    "Counted from 2019-03-01, the day after it first, 1 day, to 2019-03-02; its last "
	    "day is "
	    "a rest day and it moves to 2019-03-04. Due on 2019-03-04, with waived 3 days; not "
	    "done "
	    "by the day asked for, not late yet.");
	/* Friday the 25th counts, Monday the 28th is the second; 2026 is the calendar's last year
	 */
	says(&t, 2,
	    "自 2026-12-25 当日起 2 个工作日，至 2026-12-28，不计周末 2 天。到期日 "
	    "2026-12-28；至截至日未完成，距到期 2854 天。",
	    "Counted from 2026-12-25, that day included, 2 working days, to 2026-12-28, leaving "
	    "out 2 days of weekends. Due on 2026-12-28; not done by the day asked for, 2854 days "
	    "left.");
	says(&t, 3, "尚无到期日，缺少：2019-01-01 + blank × 1 天。",
	    "There is no due day yet; what is missing: 2019-01-01 + blank × 1 days.");
	says(&t, 4, "不适用，适用条件不成立：second > 90%。",
	    "Does not apply, its condition does not hold: second > 90%.");
	/* 2 and 3 February are worked: the third working day is the 11th, the 12th is one late */
	says(&t, 5,
	    "自 2019-02-01 次日起 3 个工作日，至 2019-02-11，不计 春节 2019-02-04 至 "
	    "2019-02-10，调休上班 2019-02-02、2019-02-03 计入。到期日 2019-02-11；2019-02-12 "
	    "完成，逾期 1 个工作日。",
	    "Counted from 2019-02-01, the day after it first, 3 working days, to 2019-02-11, "
	    "leaving "
	    "out 春节 2019-02-04 to 2019-02-10, with the weekend days worked 2019-02-02, "
	    "2019-02-03. "
	    "Due on 2019-02-11; 2019-02-12 is the day it was done, 1 working day late.");
	arena_free(t.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tranches_to_the_fen),
		cmocka_unit_test(counted_deadlines),
		cmocka_unit_test(ladder_of_stages),
		cmocka_unit_test(renewal_by_year),
		cmocka_unit_test(conditions_and_penalties),
		cmocka_unit_test(missing_is_not_no),
		cmocka_unit_test(range_without_size),
		cmocka_unit_test(ends_of_the_range),
		cmocka_unit_test(adjustments_and_caps),
		cmocka_unit_test(deadlines_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
