/* The bounded queue: order, batches, refusal when full, close, and no job lost or doubled between
 * threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "app/queue.h"

enum { PUSHERS = 3, TAKERS = 2, EACH = 20000, CAPACITY = 64 };

static void
test_order_and_batches(void **state)
{
	struct queue *q = queue_new(5);
	struct job jobs[6] = { 0 }, *got[8];

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_true(queue_push(q, &jobs[i]));
	assert_false(queue_push(q, &jobs[5])); /* full: at once, no wait */
	assert_int_equal(queue_depth(q), 5);
	assert_int_equal(queue_take(q, got, 3), 3);
	for (int i = 0; i < 3; i++)
		assert_ptr_equal(got[i], &jobs[i]);
	assert_true(queue_push(q, &jobs[5]));
	assert_int_equal(queue_take(q, got, 8), 3);
	assert_ptr_equal(got[0], &jobs[3]);
	assert_ptr_equal(got[2], &jobs[5]);
	assert_int_equal(queue_depth(q), 0);
	queue_close(q);
	queue_free(q);
}

static void
test_close(void **state)
{
	struct queue *q = queue_new(2);
	struct job jobs[2] = { 0 }, *got[2];

	(void)state;
	assert_true(queue_push(q, &jobs[0]));
	queue_close(q);
	assert_false(queue_push(q, &jobs[1]));
	assert_int_equal(queue_take(q, got, 2), 1); /* what waited is still handed out */
	assert_int_equal(queue_take(q, got, 2), 0);
	queue_free(q);
}

struct shared {
	struct queue *q;
	struct job *jobs;
	atomic_uint refused;
	atomic_uint *taken; /* per job */
};

struct pusher {
	struct shared *shared;
	unsigned first;
};

static void *
push_all(void *arg)
{
	const struct pusher *p = arg;

	for (unsigned i = p->first; i < p->first + EACH; i++)
		while (!queue_push(p->shared->q, &p->shared->jobs[i]))
			atomic_fetch_add(&p->shared->refused, 1);
	return NULL;
}

static void *
take_all(void *arg)
{
	struct shared *s = arg;
	struct job *got[16];
	uint32_t n;

	while ((n = queue_take(s->q, got, 16)) > 0)
		for (uint32_t i = 0; i < n; i++)
			atomic_fetch_add(&s->taken[got[i] - s->jobs], 1);
	return NULL;
}

static void
test_threads(void **state)
{
	static struct job jobs[PUSHERS * EACH];
	static atomic_uint taken[PUSHERS * EACH];
	struct shared shared = { queue_new(CAPACITY), jobs, 0, taken };
	pthread_t pushers[PUSHERS], takers[TAKERS];
	struct pusher args[PUSHERS];

	(void)state;
	for (int i = 0; i < TAKERS; i++)
		assert_int_equal(pthread_create(&takers[i], NULL, take_all, &shared), 0);
	for (unsigned i = 0; i < PUSHERS; i++) {
		args[i] = (struct pusher){ &shared, i * EACH };
		assert_int_equal(pthread_create(&pushers[i], NULL, push_all, &args[i]), 0);
	}
	for (int i = 0; i < PUSHERS; i++)
		pthread_join(pushers[i], NULL);
	queue_close(shared.q);
	for (int i = 0; i < TAKERS; i++)
		pthread_join(takers[i], NULL);
	for (int i = 0; i < PUSHERS * EACH; i++)
		if (atomic_load(&taken[i]) != 1)
			fail_msg("job %d was taken %u times", i, atomic_load(&taken[i]));
	queue_free(shared.q);
}

struct counting {
	struct queue *q;
	atomic_uint took;
	pthread_t thread;
};

static void *
count_jobs(void *arg)
{
	struct counting *c = arg;
	struct job *got[1];

	while (queue_take(c->q, got, 1) > 0)
		atomic_fetch_add(&c->took, 1);
	return NULL;
}

/* One job at a time goes to the taker that was busy last; in turns each would have had a third. */
static void
test_warm_taker(void **state)
{
	enum { ROUNDS = 200, IDLE = 3 };
	static struct job jobs[ROUNDS];
	struct counting c[IDLE];
	struct queue *q = queue_new(4);
	unsigned most = 0, sum;

	(void)state;
	for (int i = 0; i < IDLE; i++) {
		c[i].q = q;
		atomic_init(&c[i].took, 0);
		assert_int_equal(pthread_create(&c[i].thread, NULL, count_jobs, &c[i]), 0);
	}
	for (unsigned r = 0; r < ROUNDS; r++) {
		assert_true(queue_push(q, &jobs[r]));
		do {
			usleep(200); /* taken, and time to lie down again */
			sum = 0;
			for (int i = 0; i < IDLE; i++)
				sum += atomic_load(&c[i].took);
		} while (sum <= r);
	}
	queue_close(q);
	for (int i = 0; i < IDLE; i++) {
		pthread_join(c[i].thread, NULL);
		most = atomic_load(&c[i].took) > most ? atomic_load(&c[i].took) : most;
	}
	assert_in_range(most, ROUNDS * 2 / 3, ROUNDS);
	queue_free(q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_and_batches),
		cmocka_unit_test(test_close),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_warm_taker),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
