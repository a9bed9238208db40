/* Every example of the kind table earns what it says: a leaf of 40 points beside one that earns
 * nothing. */
#include "rules_test.h"

#include "engine/engine.h"

static dec_t
scored(const struct kind *kind, const char *example)
{
	char yaml[1000];
	struct job j;
	struct facts f;
	struct result r;
	struct err err;
	dec_t score;

	snprintf(yaml, sizeof(yaml),
	    HEAD "indicators:\n"
		 "  - {id: one, %s clause: 一, %s}\n"
		 "  - {id: rest, weight: %s, clause: 一, when: false, score: pass}\n",
	    kind->weightless ? "" : "weight: 40,", example, kind->weightless ? "100" : "60");
	job_read(&j, text_of(yaml));
	if (j.scheme == NULL)
		fail_msg("%s: %s", example, job_found(&j));
	facts_init(&f, j.scheme, 1, j.arena);
	f.found[0] = true;
	assert_int_equal(
	    engine_score(j.scheme, &f, 17400, ENGINE_SCORES, j.arena, &r, &err), ERR_OK);
	score = r.failed[0] ? -1 : r.score[0];
	job_free(&j);
	return score;
}

/* "75%" of 40 points: 30; "+5": 5 beside them. */
static dec_t
points_of_text(const char *result)
{
	size_t n = strlen(result);
	dec_t share, points;

	if (result[0] == '+') {
		assert_true(dec_parse(result + 1, n - 1, &points));
		return points;
	}
	assert_int_equal(result[n - 1], '%');
	assert_true(dec_parse(result, n - 1, &share));
	assert_true(dec_mul_div(share, 40, 100, &points));
	return points;
}

static void
test_examples(void **state)
{
	(void)state;
	for (int k = 0; k < KIND_ID_COUNT; k++) {
		const struct kind *kind = &kind_table[k];

		if (scored(kind, kind->example) != points_of_text(kind->result))
			fail_msg("%s does not earn %s", kind->example, kind->result);
	}
}

/* The test can fail. */
static void
test_wrong_result_is_seen(void **state)
{
	(void)state;
	assert_int_not_equal(
	    scored(&kind_table[KIND_RATIO], "value: 44, target: 60, score: {ratio: {}}"),
	    points_of_text("75%"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_wrong_result_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
