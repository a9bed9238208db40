/* Expressions outside of a scheme: they see its parameters, its calendar and its window, and all
 * their faults come at once. */
#include "rules_test.h"

#include "rules/probe.h"

static const char scheme[] =
    HEAD "window: contract_term\n"
	 "parameters: {least: {value: 60, unit: units}, unit: {value: basic}, blank: {value: null, "
	 "type: "
	 "number}}\n"
	 "indicators:\n"
	 "  - {id: a, weight: 100, value: 'service.units(category: unit)', target: least, score: "
	 "pass}\n";

static const struct scheme *
probe(struct job *j, enum grain grain, const char *const *expressions, uint32_t n)
{
	const struct scheme *ret;

	job_read(j, TEXT(scheme));
	assert_non_null(j->scheme);
	diags_init(&j->diags, j->arena);
	ret = scheme_probe(j->scheme, expressions, n, grain, &fake_vocabulary, j->arena, &j->diags);
	job_list(j);
	return ret;
}

static const struct code *
value_of(const struct scheme *s, uint32_t i)
{
	return &s->nodes[i + 1].leaf->value;
}

static void
names_of_the_scheme(void **state)
{
	static const char *const asked[] = { "service.units(category: unit) / least",
		"team.late > 3 days", "deployment.operational_on ?? as_of", "blank" };
	const struct scheme *s;
	struct job j;

	(void)state;
	s = probe(&j, GRAIN_CONTRACT, asked, 4);
	assert_non_null(s);
	assert_string_equal(job_found(&j), "");
	assert_int_equal(s->n_nodes, 5);
	assert_int_equal(s->window, WINDOW_CONTRACT_TERM);
	assert_true(text_eq(s->id, j.scheme->id));
	assert_true(text_is(value_of(s, 0)->source, "service.units(category: 'basic') / least"));
	assert_int_equal(value_of(s, 0)->type.kind, VT_NUMBER);
	assert_int_equal(value_of(s, 1)->type.kind, VT_BOOL);
	assert_int_equal(value_of(s, 2)->type.kind, VT_DATE);
	/* three facts, each its own column, and each leaf knows which it reads */
	assert_int_equal(s->n_needs, 3);
	assert_int_equal(s->n_columns[GRAIN_CONTRACT], 3);
	assert_int_equal(s->nodes[1].leaf->n_needs, 1);
	assert_true(text_is(
	    s->needs[s->nodes[1].leaf->needs[0]].source, "service.units(category: 'basic')"));
	assert_int_equal(s->nodes[4].leaf->n_needs, 0);
	/* nothing of it reached the scheme that lent its names */
	assert_int_equal(j.scheme->n_needs, 1);
	assert_false(j.scheme->params[0].used); /* blank */
	job_free(&j);
}

static void
grain_of_rows(void **state)
{
	static const char *const asked[] = { "community.is_pilot",
		"service.units(category: basic)" };
	const struct scheme *s;
	struct job j;

	(void)state;
	s = probe(&j, GRAIN_COMMUNITY, asked, 2);
	assert_non_null(s);
	assert_int_equal(s->n_columns[GRAIN_COMMUNITY], 2);
	assert_int_equal(s->n_columns[GRAIN_CONTRACT], 0);
	job_free(&j);
}

static void
all_faults_by_line(void **state)
{
	static const char *const asked[] = { "service.unit", "1 + 1", "2 +", "community.is_pilot" };
	struct job j;

	(void)state;
	assert_null(probe(&j, GRAIN_CONTRACT, asked, 4));
	/* unknown name, unfinished, wrong grain: line = place of the expression */
	assert_string_equal(job_found(&j), "ASY-R208 1:1\nASY-R203 3:4\nASY-R219 4:1\n");
	job_free(&j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_the_scheme),
		cmocka_unit_test(grain_of_rows),
		cmocka_unit_test(all_faults_by_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
