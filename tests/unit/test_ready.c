/* Score documents kept ready: found by contract and day, replaced, dropped when they do not fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "api/ready.h"

static void
keep(struct ready *r, int64_t contract, day_t as_of, int64_t made_ms, const char *body)
{
	struct ready_document d = { .contract = contract,
		.as_of = as_of,
		.made_ms = made_ms,
		.body = text_of(body),
		.snapshot = TEXT("10:20:11") };

	(void)snprintf(d.etag, sizeof(d.etag), "\"%lld\"", (long long)contract);
	ready_keep(r, &d);
}

static void
assert_body(struct ready *r, int64_t contract, day_t as_of, const char *body)
{
	struct ready_document *d = ready_take(r, contract, as_of, 0);

	assert_non_null(d);
	assert_true(text_is(d->body, body));
	assert_true(text_is(d->snapshot, "10:20:11"));
	ready_release(d);
}

static void
test_by_contract_and_day(void **state)
{
	struct ready *r = ready_new(1 << 20);

	(void)state;
	assert_null(ready_take(r, 7, 100, 0));
	keep(r, 7, 100, 1, "seven");
	keep(r, 7, 101, 1, "seven, a day later");
	keep(r, 8, 100, 1, "eight");
	assert_body(r, 7, 100, "seven");
	assert_body(r, 7, 101, "seven, a day later");
	assert_body(r, 8, 100, "eight");
	assert_null(ready_take(r, 9, 100, 0));
	ready_free(r);
}

/* One that a request holds stays whole when it is replaced, and when all is freed. */
static void
test_replaced_while_held(void **state)
{
	struct ready *r = ready_new(1 << 20);
	struct ready_document *held;

	(void)state;
	keep(r, 7, 100, 1, "before");
	held = ready_take(r, 7, 100, 0);
	keep(r, 7, 100, 2, "after");
	assert_body(r, 7, 100, "after");
	ready_free(r);
	assert_true(text_is(held->body, "before"));
	ready_release(held);
}

static void
test_too_old(void **state)
{
	struct ready *r = ready_new(1 << 20);
	struct ready_document *d;

	(void)state;
	keep(r, 7, 100, 5000, "x");
	d = ready_take(r, 7, 100, 5000);
	assert_non_null(d);
	ready_release(d);
	assert_null(ready_take(r, 7, 100, 5001));
	ready_free(r);
}

/* 1 MiB has room for less than 1,024 bodies of 1 KiB; the newest are there, and one that is larger
 * than a sixteenth is never kept. */
static void
test_bounded(void **state)
{
	static char body[1025], large[70000];
	struct ready *r = ready_new(1 << 20);
	int found = 0;

	(void)state;
	memset(body, 'x', sizeof(body) - 1);
	memset(large, 'y', sizeof(large) - 1);
	for (int64_t i = 1; i <= 5000; i++)
		keep(r, i, 100, 1, body);
	for (int64_t i = 1; i <= 5000; i++) {
		struct ready_document *d = ready_take(r, i, 100, 0);

		found += d != NULL;
		ready_release(d);
	}
	assert_in_range(found, 50, 1023);
	assert_body(r, 5000, 100, body);
	keep(r, 6000, 100, 1, large);
	assert_null(ready_take(r, 6000, 100, 0));
	ready_free(r);
}

static void
test_none_kept(void **state)
{
	(void)state;
	assert_null(ready_new(0));
	keep(NULL, 7, 100, 1, "x");
	assert_null(ready_take(NULL, 7, 100, 0));
	ready_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_contract_and_day),
		cmocka_unit_test(test_replaced_while_held),
		cmocka_unit_test(test_too_old),
		cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_none_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
