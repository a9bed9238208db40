/* Joining with a deadline: a thread that waits on the database must not hold up the end of the
 * process. */
#ifndef APP_THREAD_H
#define APP_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* deadline_ms on CLOCK_MONOTONIC. False: the thread still runs. */
bool thread_join(pthread_t thread, int64_t deadline_ms);

#endif
