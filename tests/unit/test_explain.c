/* Explanations (I4): a scheme read from YAML, facts by hand, formulas with the contract's numbers,
 * points lost. */
#include "rules_test.h"

#include "engine/engine.h"

#define AS_OF ((day_t)17347) /* 2017-06-30 */
#define U(x) ((x)*DEC_ONE)

static const char source[] =
    "scheme: explained\n"
    "title: {zh: 例, en: Example}\n"
    "effective: {from: 2017-01-01}\n"
    "parameters:\n"
    "  units_min: {value: 60, unit: units, clause: 一}\n"
    "  share_min: {value: 50%, clause: 一}\n"
    "  cost_max: {value: 1000 yuan, clause: 一}\n"
    "  marks_max: {value: 5, unit: points, clause: 一}\n"
    "missing: {no_data: zero}\n"
    "indicators:\n"
    "  - id: reach\n"
    "    title: {zh: 甲, en: Reach}\n"
    "    weight: 40\n"
    "    clause: 一\n"
    "    value: 'service.units(category: basic) + service.units(category: empower)'\n"
    "    target: units_min\n"
    "    score: ratio\n"
    "  - id: cases\n"
    "    title: {zh: 乙, en: Cases}\n"
    "    weight: 30\n"
    "    clause: 一\n"
    "    value: service.case_share\n"
    "    target: share_min\n"
    "    score: pass\n"
    "  - id: cost\n"
    "    title: {zh: 丙, en: Cost}\n"
    "    weight: 20\n"
    "    clause: 一\n"
    "    when: 'service.cost <= cost_max and as_of > window.since'\n"
    "    score: pass\n"
    "  - id: survey\n"
    "    title: {zh: 丁, en: Survey}\n"
    "    weight: 10\n"
    "    clause: 一\n"
    "    per: station\n"
    "    combine: mean\n"
    "    value: survey.mean\n"
    "    score: {rubric: {max: marks_max}}\n";

struct example {
	struct job job;
	const struct scheme *s;
	struct facts f;
	struct result r;
};

static void
put(struct example *e, const char *need, uint32_t part, uint32_t row, int64_t value)
{
	for (uint32_t i = 0; i < e->s->n_needs; i++) {
		const struct need *n = &e->s->needs[i];

		if (!text_is(n->source, need))
			continue;
		e->f.grid[n->grain].value[n->column + part][row] = value;
		e->f.grid[n->grain].known[n->column + part][row] = 1;
		return;
	}
	fail_msg("no need %s", need);
}

/* Contract 0: 18 + 12 of 60 units; 30 of 61 cases; 1,050 yuan; stations 4 and 3 of 5 marks.
 * Contract 1: nothing known but the cost, 900 yuan. */
static void
example_open(struct example *e)
{
	struct err err;

	job_read(&e->job, text_of(source));
	assert_string_equal(job_found(&e->job), "");
	e->s = e->job.scheme;
	facts_init(&e->f, e->s, 2, e->job.arena);
	facts_grid(&e->f, GRAIN_STATION, e->s->n_columns[GRAIN_STATION], 2, e->job.arena);
	e->f.grid[GRAIN_STATION].first[1] = 2;
	e->f.grid[GRAIN_STATION].first[2] = 2;
	for (int i = 0; i < 2; i++) {
		e->f.found[i] = true;
		e->f.since[i] = AS_OF - 29; /* 2017-06-01 */
		e->f.until[i] = AS_OF;
	}
	put(e, "service.units(category: 'basic')", 0, 0, U(18));
	put(e, "service.units(category: 'empower')", 0, 0, U(12));
	put(e, "service.case_share", 0, 0, U(30));
	put(e, "service.case_share", 1, 0, U(61));
	put(e, "service.cost", 0, 0, U(1050));
	put(e, "service.cost", 0, 1, U(900));
	put(e, "survey.mean", 0, 0, U(4));
	put(e, "survey.mean", 0, 1, U(3));
	assert_int_equal(
	    engine_score(e->s, &e->f, AS_OF, ENGINE_CELLS, e->job.arena, &e->r, &err), ERR_OK);
}

static uint32_t
node(const struct example *e, const char *id)
{
	int32_t i = scheme_node(e->s, text_of(id));

	assert_true(i >= 0);
	return (uint32_t)i;
}

static void
says(const struct example *e, const char *id, uint32_t contract, int64_t row,
    enum explain_what what, bool filled, const char *want)
{
	struct buf out;

	buf_init(&out, 4096);
	explain_formula(&e->r, node(e, id), contract, row, what, filled, &out);
	assert_string_equal(out.len == 0 ? "" : out.data, want);
	buf_free(&out);
}

static void
test_scores(void **state)
{
	struct example e;

	(void)state;
	example_open(&e);
	/* 40 x 30/60 = 20; 2 x 30 < 61: 0; 1,050 > 1,000: 0; 10 x (0.8 + 0.6)/2 = 7 */
	assert_int_equal(e.r.score[0], U(27));
	assert_int_equal(e.r.score[1], U(20));
	job_free(&e.job);
}

static void
test_formulas(void **state)
{
	struct example e;

	(void)state;
	example_open(&e);
	says(&e, "reach", 0, -1, EXPLAIN_VALUE, true, "18 + 12");
	says(&e, "reach", 0, -1, EXPLAIN_VALUE, false,
	    "service.units(category: 'basic') + service.units(category: 'empower')");
	says(&e, "reach", 1, -1, EXPLAIN_VALUE, true, "— + —");
	says(&e, "reach", 0, -1, EXPLAIN_TARGET, true, "60");
	says(&e, "reach", 0, -1, EXPLAIN_OF, true, "");
	says(&e, "reach", 0, -1, EXPLAIN_WHEN, true, "");
	says(&e, "cases", 0, -1, EXPLAIN_VALUE, true, "30");
	says(&e, "cases", 0, -1, EXPLAIN_OF, true, "61");
	says(&e, "cases", 0, -1, EXPLAIN_TARGET, true, "50%");
	says(&e, "cost", 0, -1, EXPLAIN_WHEN, true,
	    "1050 yuan <= 1000 yuan and 2017-06-30 > 2017-06-01");
	says(&e, "survey", 0, 0, EXPLAIN_VALUE, true, "4");
	says(&e, "survey", 0, 1, EXPLAIN_VALUE, true, "3");
	says(&e, "survey", 0, -1, EXPLAIN_VALUE, true, "—");
	says(&e, "survey", 0, 1, EXPLAIN_TARGET, true, "5");
	job_free(&e.job);
}

/* Contract 0 loses 30 (cases), 20 (reach), 20 (cost), 3 (survey): equals in tree order. */
static void
test_lost(void **state)
{
	static const struct {
		const char *id;
		dec_t points;
	} want[] = { { "cases", U(30) }, { "reach", U(20) }, { "cost", U(20) },
		{ "survey", U(3) } };
	struct example e;
	struct lost lost[10];

	(void)state;
	example_open(&e);
	assert_int_equal(explain_lost(&e.r, 0, lost, 10), 4);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(lost[i].node, node(&e, want[i].id));
		assert_int_equal(lost[i].points, want[i].points);
	}
	assert_int_equal(explain_lost(&e.r, 0, lost, 2), 2);
	assert_int_equal(lost[0].node, node(&e, "cases"));
	assert_int_equal(lost[1].node, node(&e, "reach"));
	assert_int_equal(explain_lost(&e.r, 0, lost, 0), 0);
	/* contract 1: all but the cost */
	assert_int_equal(explain_lost(&e.r, 1, lost, 10), 3);
	assert_int_equal(lost[0].points, U(40));
	assert_int_equal(lost[2].node, node(&e, "survey"));
	job_free(&e.job);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scores),
		cmocka_unit_test(test_formulas),
		cmocka_unit_test(test_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
