#include "app/thread.h"

#include <time.h>

#include "store/pg.h"

/* The wait itself is on the wall clock: the thread sanitizer knows pthread_timedjoin_np only. */
bool
thread_join(pthread_t thread, int64_t deadline_ms)
{
	int64_t left = deadline_ms - pg_now_ms();
	struct timespec until;

	if (left < 0)
		left = 0;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += left / 1000;
	until.tv_nsec += left % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	return pthread_timedjoin_np(thread, NULL, &until) == 0;
}
