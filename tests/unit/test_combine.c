/* Every example of the combiner table makes what it says; rounding and the widest sums (I1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/dec.h"
#include "rules/combine.h"
#include "rules/kind.h"

/* "87.5%*3" from s: a share in billionths and a weight. Returns what follows the blank. */
static const char *
one_row(const char *s, int64_t *frac, int64_t *weight)
{
	const char *percent = strchr(s, '%');
	dec_t share;

	assert_non_null(percent);
	assert_true(dec_parse(s, (size_t)(percent - s), &share));
	*frac = share * (FRAC_ONE / DEC_ONE / 100);
	*weight = percent[1] == '*' ? atoi(percent + 2) * DEC_ONE : 0;
	s = strchr(percent, ' ');
	return s == NULL ? "" : s + 1;
}

static void
test_examples(void **state)
{
	(void)state;
	for (int c = COMBINE_MEAN; c < COMBINE_COUNT; c++) {
		const struct combine_row *row = &combine_table[c];
		struct combine_rows rows = { 0 };
		int64_t frac, weight, want;

		for (const char *s = row->example; *s != '\0';) {
			s = one_row(s, &frac, &weight);
			combine_take(&rows, frac, frac == FRAC_ONE, weight);
			assert_int_equal(weight > 0, row->weighs);
		}
		(void)one_row(row->result, &want, &weight);
		if (!combine_any((enum combine)c, &rows) || row->frac(&rows) != want)
			fail_msg("%s of %s is not %s", row->name, row->example, row->result);
		assert_true(strlen(row->doc_zh) > 0 && strlen(row->doc_en) > 0);
		assert_string_equal(combine_name((enum combine)c), row->name);
	}
}

static void
test_edges(void **state)
{
	struct combine_rows none = { 0 }, thirds = { 0 }, wide = { 0 };

	(void)state;
	for (int c = COMBINE_MEAN; c < COMBINE_COUNT; c++)
		assert_false(combine_any((enum combine)c, &none));
	combine_take(&thirds, FRAC_ONE, true, 1);
	combine_take(&thirds, FRAC_ONE, true, 1);
	combine_take(&thirds, 0, false, 1);
	/* 2/3 = 0.6666666666..., half up */
	assert_int_equal(combine_table[COMBINE_MEAN].frac(&thirds), 666666667);
	assert_int_equal(combine_table[COMBINE_WEIGHTED_MEAN].frac(&thirds), 666666667);
	assert_int_equal(combine_table[COMBINE_SHARE_PASSING].frac(&thirds), 666666667);
	assert_true(combine_passed(COMBINE_BEST_OF, &thirds));
	assert_false(combine_passed(COMBINE_MEAN, &thirds));
	/* a million rows of the greatest weight */
	for (int i = 0; i < 1000000; i++)
		combine_take(&wide, i % 4 == 0 ? FRAC_ONE : 0, i % 4 == 0, INT64_MAX);
	assert_int_equal(combine_table[COMBINE_WEIGHTED_MEAN].frac(&wide), 250000000);
	/* rows that weigh nothing say nothing */
	combine_take(&none, FRAC_ONE, true, 0);
	assert_false(combine_any(COMBINE_WEIGHTED_MEAN, &none));
	assert_true(combine_any(COMBINE_MEAN, &none));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
