/* Two results compared: schemes without metrics, where parameters decide. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "engine/compare.h"
#include "no_metrics.h"
#include "rules/read.h"

#define AS_OF ((day_t)17347)
#define HEAD                                                                  \
	"scheme: s\ntitle: {zh: 例, en: S}\neffective: {from: 2017-01-01}\n" \
	"grades: {good: 60, bad: 0}\nparameters:\n"
#define LEAF(id, weight, when)                                     \
	"  - {id: " id ", title: {zh: 甲, en: A}, weight: " weight \
	", clause: 一, score: pass, when: "                       \
	"'" when "'}\n"
#define DUTY                                                                                     \
	"enabling:\n  - {id: duty, title: {zh: 责, en: Duty}, clause: 一, debtor: purchaser, " \
	"when: 'x > 10'}\n"

static const struct vocabulary none = { NULL, no_metric, no_metric_at, NULL, NULL };
static struct arena *arena;

struct side {
	struct facts facts;
	struct result result;
	struct decision_set set;
};

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(16u << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void
compute(const char *rules, struct side *ret)
{
	struct diags diags;
	const struct scheme *s;
	struct buf out;
	struct err err;

	diags_init(&diags, arena);
	s = scheme_read("s.yaml", text_of(rules), &none, arena, &diags);
	if (s == NULL) {
		buf_init(&out, 1u << 16);
		diags_print_text(&diags, LANG_EN, &out);
		fail_msg("%s", out.data);
		return;
	}
	facts_init(&ret->facts, s, 2, arena);
	for (uint32_t i = 0; i < 2; i++) {
		ret->facts.contract[i] = i + 1;
		ret->facts.found[i] = true;
		ret->facts.since[i] = AS_OF - 10;
		ret->facts.until[i] = AS_OF;
	}
	assert_int_equal(
	    engine_score(s, &ret->facts, AS_OF, ENGINE_CELLS, arena, &ret->result, &err), ERR_OK);
	assert_int_equal(engine_decide(&ret->result, 1, arena, &ret->set, &err), ERR_OK);
}

static struct comparison
compare(const char *before, const char *after, bool decisions)
{
	static struct side a, b;
	const struct result *const r[SIDES] = { &a.result, &b.result };
	const struct decision_set *const sets[SIDES] = { &a.set, &b.set };
	struct comparison c;
	struct err err;

	compute(before, &a);
	compute(after, &b);
	assert_int_equal(engine_compare(r, (const uint32_t[SIDES]){ 1, 1 }, decisions ? sets : NULL,
			     arena, &c, &err),
	    ERR_OK);
	return c;
}

#define RULES(x)                                                           \
	HEAD "  x: {value: " x "}\nindicators:\n" LEAF("a", "10", "x > 3") \
	    LEAF("b", "50", "x > 10") LEAF("c", "40", "x < 20") DUTY

static void
test_same(void **state)
{
	struct comparison c = compare(RULES("5"), RULES("5"), true);

	(void)state;
	assert_int_equal(c.n_nodes + c.n_applied + c.n_decisions, 0);
	assert_int_equal(c.change, 0);
	assert_false(c.grade_moved);
	/* the same points with another number: nothing moved */
	assert_int_equal(compare(RULES("5"), RULES("6"), true).n_nodes, 0);
}

/* 5: a and c pass, 50 of 100; 30: a and b pass, 60. */
static void
test_moved(void **state)
{
	struct comparison c = compare(RULES("5"), RULES("30"), true);

	(void)state;
	assert_int_equal(c.score[BEFORE], 50 * DEC_ONE);
	assert_int_equal(c.score[AFTER], 60 * DEC_ONE);
	assert_int_equal(c.change, 10 * DEC_ONE);
	assert_true(c.grade_moved);
	assert_int_equal(c.n_nodes, 2); /* the largest first */
	assert_int_equal(c.nodes[0].points[AFTER] - c.nodes[0].points[BEFORE], 50 * DEC_ONE);
	assert_int_equal(c.nodes[1].points[AFTER] - c.nodes[1].points[BEFORE], -40 * DEC_ONE);
	assert_int_equal(c.nodes[0].node[BEFORE], c.nodes[0].node[AFTER]);
	assert_int_equal(c.n_decisions, 1);
	assert_int_equal(c.decisions[0].kind, DECISION_CONDITION);
	assert_true(text_is(c.decisions[0].id, "duty"));
	assert_string_equal(c.decisions[0].state[BEFORE].state, "not_met");
	assert_string_equal(c.decisions[0].state[AFTER].state, "met");
	assert_int_equal(compare(RULES("5"), RULES("30"), false).n_decisions, 0);
}

/* d is new and first, b is gone, c stands elsewhere and is the same. */
static void
test_other_tree(void **state)
{
	struct comparison c = compare(RULES("15"),
	    HEAD "  x: {value: 15}\nindicators:\n" LEAF("d", "50", "x > 20")
		LEAF("c", "40", "x < 20") LEAF("a", "10", "x > 3"),
	    true);

	(void)state;
	assert_int_equal(c.change, -50 * DEC_ONE);
	assert_int_equal(c.n_nodes, 2);
	assert_int_equal(c.nodes[0].node[AFTER], -1);
	assert_null(c.nodes[0].cell[AFTER]);
	assert_int_equal(c.nodes[0].points[BEFORE], 50 * DEC_ONE);
	assert_int_equal(c.nodes[1].node[BEFORE], -1); /* there, with nothing earned */
	assert_int_equal(c.nodes[1].points[AFTER], 0);
	assert_int_equal(c.n_decisions, 1);
	assert_true(c.decisions[0].state[BEFORE].there);
	assert_false(c.decisions[0].state[AFTER].there);
}

/* 5 points are taken away for each that x is above 14, then 10; a cap holds what is left. */
static void
test_beside_the_tree(void **state)
{
#define BESIDE(x, points, cap)                                                                      \
	HEAD "  x: {value: " x "}\nindicators:\n" LEAF("a", "100",                                  \
	    "x > 3") "adjustments:\n  - {id: off, title: {zh: 扣, en: Off}, clause: 一, kind: "   \
		     "deduction, cap: "                                                             \
		     "20, items: [{id: late, title: {zh: 迟, en: Late}, clause: 一, value: 'x - " \
		     "14', each: " points "}]}\ncaps:\n  - {id: veto, title: {zh: 顶, en: Cap}, "  \
		     "clause: 一, when: 'x > " cap "', at_most: 70}\n"
	struct comparison c = compare(BESIDE("15", "5", "100"), BESIDE("15", "10", "12"), true);

	(void)state;
	assert_int_equal(c.score[BEFORE], 95 * DEC_ONE);
	assert_int_equal(c.score[AFTER], 70 * DEC_ONE);
	assert_int_equal(c.n_nodes, 0);
	assert_int_equal(c.n_applied, 3);
	for (uint32_t i = 0; i < c.n_applied; i++) {
		const struct applied_change *a = &c.applied[i];

		if (a->kind == APPLIED_CAP) {
			assert_null(a->applied[BEFORE]);
			assert_int_equal(a->points[AFTER], 70 * DEC_ONE);
		} else {
			assert_int_equal(a->points[BEFORE], -5 * DEC_ONE);
			assert_int_equal(a->points[AFTER], -10 * DEC_ONE);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_same, setup, teardown),
		cmocka_unit_test_setup_teardown(test_moved, setup, teardown),
		cmocka_unit_test_setup_teardown(test_other_tree, setup, teardown),
		cmocka_unit_test_setup_teardown(test_beside_the_tree, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
