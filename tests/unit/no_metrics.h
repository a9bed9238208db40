/* Look-ups of a vocabulary without a metric. */
#ifndef TESTS_NO_METRICS_H
#define TESTS_NO_METRICS_H

#include "rules/vocabulary.h"

static const struct metric_decl *
no_metric(const void *ctx, struct text name)
{
	(void)ctx;
	(void)name;
	return NULL;
}

static const struct metric_decl *
no_metric_at(const void *ctx, uint32_t i)
{
	(void)ctx;
	(void)i;
	return NULL;
}

#endif
