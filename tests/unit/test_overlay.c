/* Overlays and chains of them: what of a parameter stays the base's, and what null is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "no_metrics.h"
#include "rules/read.h"

#define HEAD                                                                             \
	"scheme: city\ntitle: {zh: 市, en: City}\neffective: {from: 2017-01-01}\n"      \
	"grades: {all: 0}\n"                                                             \
	"parameters:\n"                                                                  \
	"  least: {value: 50%, clause: 一, title: {zh: 下限, en: Least}}\n"           \
	"  most: {value: 60, unit: heads, clause: 一, title: {zh: 上限, en: Most}}\n" \
	"  by: {value: 2017-06-30, clause: 一}\n"
#define TREE                                                                                         \
	"indicators:\n"                                                                              \
	"  - {id: a, title: {zh: 甲, en: A}, weight: 60, clause: 一, score: pass, when: 'least < " \
	"100%'}\n"                                                                                   \
	"  - {id: b, title: {zh: 乙, en: B}, weight: 30, clause: 一, score: pass, when: 'most > "  \
	"0'}\n"                                                                                      \
	"  - {id: c, title: {zh: 丙, en: C}, weight: 10, clause: 一, score: pass, when: 'by < "    \
	"as_of'}\n"

static const struct vocabulary none = { NULL, no_metric, no_metric_at, NULL, NULL };
static struct arena *arena;

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

static const struct scheme *
chain(const char *const *texts, uint32_t n, struct diags *diags)
{
	static const char *const names[] = { "city.yaml", "district.yaml", "street.yaml" };
	struct scheme_source files[3];

	for (uint32_t i = 0; i < n; i++)
		files[i] = (struct scheme_source){ names[i], text_of(texts[i]) };
	diags_init(diags, arena);
	return scheme_read_chain(files, n, &none, arena, diags);
}

static const struct param *
param_of(const struct scheme *s, const char *name)
{
	for (uint32_t i = 0; i < s->n_params; i++)
		if (text_is(s->params[i].name, name))
			return &s->params[i];
	fail_msg("no parameter %s", name);
	return NULL;
}

static void
test_null_has_the_type_of_the_base(void **state)
{
	static const char *const names[] = { "least", "most", "by" };
	static const enum vtype kinds[] = { VT_PERCENT, VT_NUMBER, VT_DATE };
	struct diags diags;
	const struct scheme *s =
	    chain((const char *const[]){ HEAD TREE,
		      "scheme: x\nextends: city\nparameters:\n  least: {value: null}\n"
		      "  most: {value: null}\n  by: {value: null}\n" },
		2, &diags);
	int64_t value;

	(void)state;
	assert_non_null(s);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const struct param *p = param_of(s, names[i]);

		assert_int_equal(p->type.kind, kinds[i]);
		assert_false(param_at(p, 17400, &value));
	}
	assert_true(text_is(param_of(s, "most")->type.unit, "heads"));
}

static void
test_title_is_kept(void **state)
{
	struct diags diags;
	const struct scheme *s =
	    chain((const char *const[]){ HEAD TREE,
		      "scheme: x\nextends: city\nparameters:\n  least: {value: 40%}\n"
		      "  most: {value: 70, title: {zh: 最多, en: At most}}\n" },
		2, &diags);

	(void)state;
	assert_non_null(s);
	assert_true(text_is(param_of(s, "least")->title.zh, "下限"));
	assert_true(text_is(param_of(s, "most")->title.zh, "最多"));
	assert_int_equal(param_of(s, "least")->clause.len, 0); /* its number is not the clause's */
}

static void
test_chain(void **state)
{
	static const char *const texts[] = { HEAD TREE,
		"scheme: district\nextends: city\nparameters:\n  least: {value: 40%}\n  most: "
		"{value: 70}\n",
		"scheme: district\nextends: district\nparameters:\n  most: {value: 80}\n" };
	struct diags diags;
	const struct scheme *s = chain(texts, 3, &diags);
	int64_t value;

	(void)state;
	assert_non_null(s);
	assert_true(param_at(param_of(s, "least"), 17400, &value));
	assert_int_equal(value, 400000);
	assert_true(param_at(param_of(s, "most"), 17400, &value));
	assert_int_equal(value, 80 * DEC_ONE);
	assert_true(text_is(s->title.zh, "市"));
	assert_null(
	    chain((const char *const[]){ texts[0], texts[1],
		      "scheme: district\nextends: district\nparameters:\n  mots: {value: 80}\n" },
		3, &diags));
	assert_int_equal(diags.errors, 1);
	assert_int_equal(diags.items[0].fault, F_OVERLAY_PARAMETER);
	assert_int_equal(diags.items[0].line, 4);
	assert_true(text_is(diags.items[0].file, "street.yaml"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_null_has_the_type_of_the_base, setup, teardown),
		cmocka_unit_test_setup_teardown(test_title_is_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(test_chain, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
