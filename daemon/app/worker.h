/*
 * Worker threads: each takes everything that waits (up to `batch`), runs it through route_run with
 * its own connection and scratch arena, and hands every job back to its loop, or on to the patient
 * worker.
 */
#ifndef APP_WORKER_H
#define APP_WORKER_H

#include <stdint.h>

#include "app/patient.h"
#include "app/queue.h"

struct workers;

/* conninfo must live as long as the workers. */
struct workers *workers_start(uint32_t count, uint32_t batch, const char *conninfo,
    int connect_timeout_ms, struct queue *queue, struct patient *patient);
/* After queue_close: waits for the last jobs, frees. */
void workers_join(struct workers *w);

#endif
