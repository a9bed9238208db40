/*
 * The one worker of what takes long (a programme simulated): one job at a time, and nobody waits
 * for it: a second is refused at once. Its jobs have a deadline of their own.
 */
#ifndef APP_PATIENT_H
#define APP_PATIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "api/job.h"

struct patient;

/* conninfo must live as long as it; patience_ms: what each job has. */
struct patient *patient_start(const char *conninfo, int connect_timeout_ms, int64_t patience_ms);
/* False: it is busy or stopping, and the job has that for its answer. Any thread. */
bool patient_take(struct patient *p, struct job *job);
/* Tells a job that runs to end, waits for it, frees. Nobody may call patient_take any more. */
void patient_join(struct patient *p);

#endif
