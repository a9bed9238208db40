/* The set of functions holds all of hesabu's and DHIS2's: each of their names is answered with one
 * of ours or with a reason. The lists are those of hesabu's registry.go and of the expression
 * language of DHIS2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "rules/fn.h"
#include "rules_test.h"

static const char *const hesabu[] = { "IF", "SCORE_TABLE", "SAFE_DIV", "ROUND", "FLOOR", "CEILING",
	"TRUNC", "ABS", "SQRT", "MIN", "MAX", "SUM", "AVG", "STDEVP", "RANDBETWEEN", "ARRAY",
	"ACCESS", "EVAL_ARRAY", "STRLEN", "CAL_DAYS_IN_MONTH", "BETWEEN" };
static const char *const dhis2[] = { "if", "isNull", "isNotNull", "firstNonNull", "greatest",
	"least", "log", "log10", "contains", "subExpression", "removeZeros", "periodOffset",
	"yearToDate", "periodInYear", "minDate", "maxDate", "aggregationType", "avg", "sum",
	"count", "min", "max", "median", "stddev", "stddevPop", "stddevSamp", "percentileCont",
	"normDistCum", "normDistDen" };

static bool
is_form(const char *name)
{
	bool found = false;

	for (uint32_t i = 0; i < form_count; i++)
		found = found || strcmp(form_table[i].name, name) == 0;
	return found;
}

static void
answered(const char *language, const char *name)
{
	const struct fn_foreign *f = NULL;

	for (uint32_t i = 0; i < fn_foreign_count; i++)
		if (strcmp(fn_foreign_table[i].language, language) == 0 &&
		    strcmp(fn_foreign_table[i].name, name) == 0)
			f = &fn_foreign_table[i];
	if (f == NULL)
		fail_msg("%s of %s has no answer", name, language);
	if (f->ours == NULL)
		assert_true(strlen(f->zh) > 0 && strlen(f->en) > 0);
	else
		assert_true(fn_find(text_of(f->ours), false) != NULL || is_form(f->ours));
}

static void
test_all_are_answered(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(hesabu); i++)
		answered("hesabu", hesabu[i]);
	for (size_t i = 0; i < COUNT_OF(dhis2); i++)
		answered("DHIS2", dhis2[i]);
	assert_int_equal(fn_foreign_count, COUNT_OF(hesabu) + COUNT_OF(dhis2));
}

/* What someone who writes `expression` is told. */
static void
told(const char *expression, const char *code, const char *what)
{
	char yaml[400];
	struct job j;
	struct buf out;

	snprintf(yaml, sizeof(yaml),
	    HEAD "indicators:\n  - {id: a, weight: 100, clause: 一, score: pass, when: '%s'}\n",
	    expression);
	job_read(&j, text_of(yaml));
	buf_init(&out, 1u << 16);
	diags_print_text(&j.diags, LANG_EN, &out);
	if (j.scheme != NULL || strstr(out.data, code) == NULL || strstr(out.data, what) == NULL)
		fail_msg("%s: %s", expression, out.data);
	buf_free(&out);
	job_free(&j);
}

static void
test_hints(void **state)
{
	(void)state;
	told("SCORE_TABLE(1, 0, 1, 2) > 1", "ASY-R209", "\"band\"");
	told("isNull(1)", "ASY-R209", "\"is_missing\"");
	told("If(true, true, false)", "ASY-R209", "\"if\"");
	told("RANDBETWEEN(1, 2) > 1", "ASY-R241", "cannot be checked again");
	told("1 == 1", "ASY-R201", "\"=\"");
	told("true && false", "ASY-R201", "\"and\"");
	told("2 ** 3 > 1", "ASY-R201", "power(a, n)");
	told("band(1, 0, 1) = 1", "ASY-R210", "4..32");
	told("band(1, 0, 1, 2, 3, 4) = 1", "ASY-R240", "low, high, value");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_are_answered),
		cmocka_unit_test(test_hints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
