/* Connection deadlines: a trickle gains nothing, an idle connection ends, a request being served is
 * left alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/conn_clock.h"

static const struct conn_limits limits = { .read_ms = 10000, .idle_ms = 60000, .write_ms = 30000 };

static void
test_trickle(void **state)
{
	struct conn_clock c;

	(void)state;
	conn_opened(&c, 1000);
	for (int64_t t = 2000; t <= 12000; t += 1000) {
		conn_bytes(&c, t);
		assert_false(conn_late(&c, &limits, t, false));
	}
	conn_bytes(&c, 12001);
	assert_true(conn_late(&c, &limits, 12001, false)); /* 10 s after the first byte at 2000 */
}

static void
test_silent(void **state)
{
	struct conn_clock c;

	(void)state;
	conn_opened(&c, 1000);
	assert_false(conn_late(&c, &limits, 11000, false));
	assert_true(conn_late(&c, &limits, 11001, false));
}

static void
test_keep_alive(void **state)
{
	struct conn_clock c;

	(void)state;
	conn_opened(&c, 0);
	conn_bytes(&c, 10);
	conn_serving(&c);
	assert_false(conn_late(&c, &limits, 10000000, false)); /* the job has its own deadline */
	conn_writing(&c, 20000);
	assert_false(conn_late(&c, &limits, 50000, false));
	assert_true(conn_late(&c, &limits, 50001, false)); /* a client that does not read */
	conn_done(&c, 40000, false);
	assert_false(conn_late(&c, &limits, 100000, false));
	assert_true(conn_late(&c, &limits, 100001, false));
	conn_bytes(&c, 90000); /* the next request counts from its own first byte */
	assert_false(conn_late(&c, &limits, 100000, false));
	assert_true(conn_late(&c, &limits, 100001, false));
}

static void
test_next_request_already_there(void **state)
{
	struct conn_clock c;

	(void)state;
	conn_opened(&c, 0);
	conn_serving(&c);
	conn_writing(&c, 5);
	conn_done(&c, 1000, true);
	assert_true(conn_late(&c, &limits, 11001, false));
}

static void
test_drain(void **state)
{
	struct conn_clock c;

	(void)state;
	conn_opened(&c, 1000);
	assert_false(conn_late(&c, &limits, 1000 + CONN_DRAIN_MS, true));
	assert_true(conn_late(&c, &limits, 1001 + CONN_DRAIN_MS, true));
	conn_bytes(&c, 1100); /* a request under way may finish */
	assert_false(conn_late(&c, &limits, 9000, true));
	conn_serving(&c);
	assert_false(conn_late(&c, &limits, 10000000, true));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trickle),
		cmocka_unit_test(test_silent),
		cmocka_unit_test(test_keep_alive),
		cmocka_unit_test(test_next_request_already_there),
		cmocka_unit_test(test_drain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
