/* Keys of facts in rule cases: one need, however it is written. */
#include "metrics/fact_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define T(s) text_of(s)

static void
test_same(void **state)
{
	(void)state;
	assert_true(fact_key_eq(T("a.b(x: 'p', y: [1, 2])"), T("a.b(y:[2,1],x:p)")));
	assert_true(fact_key_eq(T("a.b"), T("a.b")));
	assert_true(fact_key_eq(T("a.b (x: \"p q\")"), T("a.b(x:pq)"))); /* blanks do not count */
	assert_false(fact_key_eq(T("a.b(x: p)"), T("a.b(x: q)")));
	assert_false(fact_key_eq(T("a.b(x: p)"), T("a.c(x: p)")));
	assert_false(fact_key_eq(T("a.b(x: p)"), T("a.b")));
	/* of an earlier year: as many years back, then the same inside */
	assert_true(
	    fact_key_eq(T("previous(a.b(x: 'p', y: 2), 2)"), T(" previous( a.b(y:2,x:p),2 )")));
	assert_true(fact_key_eq(T("previous(a.b)"), T("previous(a.b, 1)")));
	assert_false(fact_key_eq(T("previous(a.b)"), T("a.b")));
	assert_false(fact_key_eq(T("previous(a.b)"), T("previous(a.b, 2)")));
	assert_false(fact_key_eq(T("previous(a.b, 2)"), T("previous(a.b, 12)")));
	assert_false(fact_key_eq(T("previous.b(x: 2)"), T("b(x: 2)"))); /* a metric's own name */
	assert_true(text_is(fact_key_metric(T("previous(a.b (x: 1), 2)")), "a.b"));
	/* a comma in a list parts no arguments */
	assert_false(fact_key_eq(T("a.b(x: [p, q])"), T("a.b(x: [p], q)")));
}

static void
test_within(void **state)
{
	const struct text full = T("a.b(items: ['p', 'q'], list: 'l', within: 30 days)");

	(void)state;
	assert_true(fact_key_within(T("a.b"), full));
	assert_true(fact_key_within(T("a.b(list: l)"), full));
	assert_true(fact_key_within(T("a.b(within: 30 days, items: [q, p])"), full));
	assert_false(fact_key_within(T("a.b(list: m)"), full));
	assert_false(fact_key_within(T("a.b(items: [p])"), full));
	assert_false(fact_key_within(T("a.c"), full));
	assert_true(fact_key_within(T("previous(a.b)"), T("previous(a.b(list: 'l'))")));
	assert_false(fact_key_within(T("a.b"), T("previous(a.b(list: 'l'))")));
	assert_false(fact_key_within(T("previous(a.b)"), T("previous(a.b(list: 'l'), 3)")));
}

static void
test_hostile(void **state)
{
	static const char *const odd[] = { "a(", "a)", "a()", "a(]", "a([)", "a([[x]])", "(", "",
		"a(b", "a(b))", "previous", "previous(", "previous()", "previous(,)",
		"previous(, 2)", "previous(2)", "previous(a(, 3)" };
	char out[FACT_KEY_MAX], many[600], lengthy[FACT_KEY_MAX + 10];
	struct text plain;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(odd); i++) {
		(void)fact_key_plain(T(odd[i]), out, &plain);
		for (size_t k = 0; k < COUNT_OF(odd); k++)
			assert_int_equal(fact_key_eq(T(odd[i]), T(odd[k])), i == k);
		(void)fact_key_within(T(odd[i]), T("a(b: 1)"));
	}
	memset(lengthy, 'a', sizeof(lengthy));
	assert_false(fact_key_plain((struct text){ lengthy, sizeof(lengthy) }, out, &plain));
	/* more arguments than any metric takes */
	memset(many, ',', sizeof(many));
	memcpy(many, "a(", 2);
	many[sizeof(many) - 1] = ')';
	assert_false(fact_key_plain((struct text){ many, sizeof(many) }, out, &plain));
	assert_true(text_is(fact_key_metric(T("a.b (x: 1)")), "a.b"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_same),
		cmocka_unit_test(test_within), cmocka_unit_test(test_hostile) };

	return cmocka_run_group_tests_name("case keys", tests, NULL, NULL);
}
