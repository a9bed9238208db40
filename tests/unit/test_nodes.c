/* points() and share() of indicators in what follows a score, worked by hand on a tree of 60 (40 +
 * 20) and 40; and the interval where they read an indicator that is still open (I3). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "engine/decide.h"
#include "rules_test.h"

struct nodes {
	struct job job;
	struct facts facts;
	struct result r;
	struct decision_set set;
};

/* service.a has 20 of 40, service.b what `b` says of 20, team-setup 32 of 40. */
static void
decide(struct nodes *t, const char *b, const char *more)
{
	char yaml[4000];
	struct err err;

	snprintf(yaml, sizeof(yaml),
	    "scheme: t\ntitle: t\neffective: {from: 2020-01-01}\n"
	    "grades: {good: 80, qualified: 60, unqualified: 0}\n"
	    "parameters:\n  b: {value: %s, type: percent, clause: 一}\n"
	    "indicators:\n"
	    "  - id: service\n    weight: 60\n    indicators:\n"
	    "      - {id: service.a, weight: 40, clause: 一, value: 50%%, target: 100%%, score: "
	    "{ratio: {}}}\n"
	    "      - {id: service.b, weight: 20, clause: 一, value: b, target: 100%%, score: "
	    "{ratio: {}}}\n"
	    "  - {id: team-setup, weight: 40, clause: 一, value: 80%%, target: 100%%, score: "
	    "{ratio: {}}}\n"
	    "amount: 1000 yuan\n%s",
	    b, more);
	job_read(&t->job, text_of(yaml));
	if (t->job.scheme == NULL)
		fail_msg("%s", job_found(&t->job));
	facts_init(&t->facts, t->job.scheme, 1, t->job.arena);
	t->facts.found[0] = true;
	t->facts.since[0] = t->facts.until[0] = 18262;
	assert_int_equal(
	    engine_score(t->job.scheme, &t->facts, 18262, ENGINE_SCORES, t->job.arena, &t->r, &err),
	    ERR_OK);
	assert_int_equal(engine_decide(&t->r, 0, t->job.arena, &t->set, &err), ERR_OK);
}

#define POINTS(x) ((dec_t)((x)*DEC_ONE))

static void
interval(struct nodes *t, dec_t score, dec_t lowest, dec_t highest)
{
	if (t->r.score[0] != score || t->r.lowest[0] != lowest || t->r.highest[0] != highest)
		fail_msg("%lld in %lld .. %lld", (long long)t->r.score[0],
		    (long long)t->r.lowest[0], (long long)t->r.highest[0]);
	job_free(&t->job);
}

/* b full: 20 + 20 + 32 = 72; service has 40 of 60. */
static void
test_values(void **state)
{
	struct nodes t;

	(void)state;
	decide(&t, "100%",
	    "caps: [{id: veto, when: share(service) < 70%, at_most: points(service) + 19}]\n");
	interval(&t, POINTS(59), POINTS(59), POINTS(59));
	decide(&t, "100%", "caps: [{id: veto, when: share(service) < 66.6667%, at_most: 1}]\n");
	interval(&t, POINTS(72), POINTS(72), POINTS(72)); /* 0.666667 is not below */
	/* 2 over 18, 1.5 each */
	decide(&t, "100%",
	    "adjustments: [{id: extra, kind: bonus, cap: 5, items: [{id: over, value: "
	    "points(service.b) "
	    "- 18, each: 1.5}]}]\n");
	interval(&t, POINTS(75), POINTS(75), POINTS(75));
	/* 8 points short: 8 % of 1000 yuan */
	decide(&t, "100%",
	    "penalties: [{id: short, when: points('team-setup') < 33, cut: \"1% * (40 - "
	    "points('team-setup'))\"}]\n"
	    "renewal: {renew_when: score >= 60 and share('team-setup') >= 80%}\n");
	assert_int_equal(t.set.n_penalties, 1);
	assert_int_equal(t.set.penalties[0].proposal.cut_amount, POINTS(80));
	assert_true(text_is(t.set.penalties[0].proposal.arithmetic, "1% * (40 - 32)"));
	assert_int_equal(t.set.renewal.advice, RN_RENEW);
	interval(&t, POINTS(72), POINTS(72), POINTS(72));
}

/* b blank: its weight goes to service.a, 30 of 60. The score is 62; with b known 52 .. 72. */
static void
test_open(void **state)
{
	struct nodes t;

	(void)state;
	decide(&t, "null",
	    "penalties:\n"
	    "  - {id: one, when: points(service.a) = 30 and points(service) = 30 and "
	    "share(service) = 50%}\n"
	    "  - {id: two, when: is_missing(points(service.b)) and is_missing(share(service.b))}\n"
	    "  - {id: three, when: points(service.b) < 99}\n");
	assert_int_equal(t.set.n_penalties, 2);
	assert_true(text_is(t.set.penalties[0].penalty->id, "one"));
	assert_true(text_is(t.set.penalties[1].penalty->id, "two"));
	interval(&t, POINTS(62), POINTS(52), POINTS(72));
	/* holds now; with b full service has 66.67 % and it would not */
	decide(&t, "null", "caps: [{id: veto, when: share(service) < 60%, at_most: 55}]\n");
	assert_int_equal(t.r.grade_certain[0], 0);
	interval(&t, POINTS(55), POINTS(52), POINTS(72));
	/* does not hold now; with b at nothing service has 33.33 % and it would */
	decide(&t, "null", "caps: [{id: veto, when: share(service) < 40%, at_most: 45}]\n");
	interval(&t, POINTS(62), POINTS(45), POINTS(72));
	/* of an indicator that is not open: as ever */
	decide(&t, "null", "caps: [{id: veto, when: share('team-setup') < 90%, at_most: 59}]\n");
	interval(&t, POINTS(59), POINTS(52), POINTS(59));
	decide(&t, "null", "caps: [{id: veto, when: 1 = 1, at_most: points(service)}]\n");
	interval(&t, POINTS(30), 0, POINTS(72));
	/* missing now, so nothing is taken; up to the cap may be */
	decide(&t, "null",
	    "adjustments: [{id: loss, kind: deduction, cap: 10, items: [{id: l, value: "
	    "points(service.b), each: "
	    "1}]}]\n");
	interval(&t, POINTS(62), POINTS(42), POINTS(72));
	decide(&t, "null",
	    "adjustments: [{id: gain, kind: bonus, cap: 10, items: [{id: g, value: "
	    "points(service.b) ?? 4, each: "
	    "1}]}]\n");
	interval(&t, POINTS(66), POINTS(52), POINTS(82));
	/* 62 and 52 .. 72; a grade down or not */
	decide(&t, "null", "caps: [{id: down, when: share(service) < 40%, drop_grades: 1}]\n");
	assert_int_equal(t.r.grade[0], 1);
	assert_int_equal(t.r.grade_certain[0], 0);
	interval(&t, POINTS(62), POINTS(52), POINTS(72));
}

/* 20 + 10 + 32 = 62, all known; what follows reads facts that are missing (I3). */
static void
test_missing_condition(void **state)
{
	struct applied open[4];
	struct nodes t;

	(void)state;
	/* qualified from 60 on: with the veto it would not be */
	decide(&t, "50%", "caps: [{id: veto, when: team.late > 5 days, at_most: 50}]\n");
	assert_int_equal(t.r.grade[0], 1);
	assert_int_equal(t.r.grade_certain[0], 0);
	interval(&t, POINTS(62), POINTS(50), POINTS(62));
	decide(&t, "50%", "caps: [{id: veto, when: team.late > 5 days, at_most: 61}]\n");
	assert_int_equal(t.r.grade_certain[0], 1);
	interval(&t, POINTS(62), POINTS(61), POINTS(62));
	/* it cannot hold, whatever the fact is; it holds, whatever it is */
	decide(&t, "50%", "caps: [{id: veto, when: team.late > 5 days and 1 = 2, at_most: 50}]\n");
	interval(&t, POINTS(62), POINTS(62), POINTS(62));
	decide(&t, "50%",
	    "caps: [{id: veto, when: team.late > 5 days or is_missing(team.late), at_most: 50}]\n");
	interval(&t, POINTS(50), POINTS(50), POINTS(50));
	/* a bound that is missing may be 0 */
	decide(
	    &t, "50%", "caps: [{id: veto, when: is_missing(team.late), at_most: survey.mean}]\n");
	interval(&t, POINTS(62), 0, POINTS(62));
	/* two of them: the lower one counts in the lowest, the one that holds in the highest too */
	decide(&t, "50%",
	    "caps: [{id: one, when: team.late > 5 days, at_most: 40}, {id: two, when: "
	    "is_missing(team.late), "
	    "at_most: 55}]\n");
	assert_int_equal(explain_open(&t.r, 0, open, 4), 1);
	assert_true(text_is(*open[0].id, "one"));
	assert_int_equal(open[0].points, POINTS(40));
	interval(&t, POINTS(55), POINTS(40), POINTS(55));
	decide(&t, "50%", "caps: [{id: down, when: team.late > 5 days, drop_grades: 1}]\n");
	assert_int_equal(t.r.grade[0], 1);
	assert_int_equal(t.r.grade_certain[0], 0);
	interval(&t, POINTS(62), POINTS(62), POINTS(62));
}

static void
test_missing_adjustment(void **state)
{
	struct applied open[4];
	struct nodes t;

	(void)state;
	/* nothing is taken for what is not known; up to the cap may be: 62 - 10 */
	decide(&t, "50%",
	    "adjustments: [{id: loss, kind: deduction, cap: 10, items: [{id: l, value: "
	    "survey.answers, each: 1}]}]\n");
	assert_int_equal(t.r.grade_certain[0], 0);
	interval(&t, POINTS(62), POINTS(52), POINTS(62));
	/* 2 for the one that is known; the other gives 3 at most, both together 4 */
	decide(&t, "50%",
	    "adjustments: [{id: gain, kind: bonus, cap: 4, items: [{id: g, value: survey.answers, "
	    "each: 2, cap: 3}, {id: h, value: 1, each: 2}]}]\n");
	assert_int_equal(explain_open(&t.r, 0, open, 4), 1);
	assert_true(text_is(*open[0].id, "g"));
	assert_int_equal(open[0].points, POINTS(3));
	interval(&t, POINTS(64), POINTS(64), POINTS(66));
	/* nothing times what is not known is nothing */
	decide(&t, "50%",
	    "adjustments: [{id: gain, kind: bonus, cap: 4, items: [{id: g, value: 0, each: "
	    "survey.mean}]}]\n");
	interval(&t, POINTS(62), POINTS(62), POINTS(62));
	/* without the group's cap known the 3 of the item still bound it */
	decide(&t, "50%",
	    "adjustments: [{id: gain, kind: bonus, cap: survey.mean, items: [{id: g, value: 9, "
	    "each: 2, cap: 3}]}]\n");
	interval(&t, POINTS(65), POINTS(62), POINTS(65));
}

/* The print reads to itself, ids between quotes. */
static void
test_print(void **state)
{
	struct nodes t;
	struct job again;

	(void)state;
	decide(&t, "100%",
	    "caps: [{id: veto, when: share(service.a) < 40% and points('team-setup') < 1, at_most: "
	    "59}]\n");
	assert_non_null(strstr(t.job.scheme->canonical.ptr,
	    "when: \"share('service.a') < 40% and points('team-setup') < 1\""));
	job_read(&again, t.job.scheme->canonical);
	assert_non_null(again.scheme);
	assert_string_equal(again.scheme->version, t.job.scheme->version);
	job_free(&again);
	job_free(&t.job);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_missing_condition),
		cmocka_unit_test(test_missing_adjustment),
		cmocka_unit_test(test_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
