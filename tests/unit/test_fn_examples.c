/* Every example of the function table means what it says: compiled as `(example) = (result)` and
 * scored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "engine/engine.h"
#include "rules/fn.h"
#include "rules/calendar.h"
#include "rules/read.h"
#include "no_metrics.h"

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

static const struct scheme *
compile(const char *example, const char *result, struct arena *arena)
{
	const struct vocabulary none = { NULL, no_metric, no_metric_at, china(arena), NULL };
	const struct scheme *s;
	struct diags diags;
	char yaml[1000];

	snprintf(yaml, sizeof(yaml),
	    "scheme: examples\n"
	    "title: {zh: 例, en: Examples}\n"
	    "effective: {from: 2017-07-01}\n"
	    "calendar: cn\n"
	    "grades: {all: 0}\n"
	    "indicators:\n"
	    "  - id: one\n"
	    "    title: {zh: 例, en: Example}\n"
	    "    weight: 100\n"
	    "    when: \"(%s) = (%s)\"\n"
	    "    score: pass\n"
	    "    clause: 一\n",
	    example, result);
	diags_init(&diags, arena);
	s = scheme_read("examples.yaml", text_of(yaml), &none, arena, &diags);
	if (s == NULL) {
		struct buf out;

		buf_init(&out, 1u << 16);
		diags_print_text(&diags, LANG_EN, &out);
		print_error("%s\n", out.data);
		buf_free(&out);
		fail_msg("%s does not compile", example);
	}
	return s;
}

static dec_t
scored(const char *example, const char *result)
{
	struct arena *arena = arena_new(8u << 20);
	const struct scheme *s = compile(example, result, arena);
	struct facts f;
	struct result r;
	struct err err;
	dec_t score;

	facts_init(&f, s, 1, arena);
	f.found[0] = true;
	assert_int_equal(engine_score(s, &f, 17400, ENGINE_SCORES, arena, &r, &err), ERR_OK);
	score = r.failed[0] ? -1 : r.score[0];
	arena_free(arena);
	return score;
}

static void
test_examples(void **state)
{
	(void)state;
	for (uint32_t k = 0; k < fn_count; k++) {
		const struct fn *fn = &fn_table[k];

		if (scored(fn->example, fn->result) != 100 * DEC_ONE)
			fail_msg("%s is not %s", fn->example, fn->result);
		/* the example is about this function */
		if (strcmp(fn->name, "neg") != 0)
			assert_non_null(strstr(fn->example, fn->name));
	}
}

/* The test can fail: a wrong result scores nothing. */
static void
test_wrong_result_is_seen(void **state)
{
	(void)state;
	assert_int_equal(scored("min(3, 2)", "3"), 0);
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
