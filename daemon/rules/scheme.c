#include "rules/scheme.h"

#include <string.h>

/* The window and the stage names are dates, days late are days, the score is a number. */
enum vtype
env_type(enum env_name e)
{
	return e == ENV_SCORE ? VT_NUMBER : e == ENV_DAYS_LATE ? VT_DAYS : VT_DATE;
}

static const char *const states[ST_COUNT] = {
	[ST_OK] = "ok",
	[ST_NO_DATA] = "no_data",
	[ST_NO_EVENTS] = "no_events",
	[ST_NOT_APPLICABLE] = "not_applicable",
	[ST_NOT_CONFIGURED] = "not_configured",
	[ST_LOW_SAMPLE] = "low_sample",
};

static const char *const policies[POL_COUNT] = {
	[POL_ZERO] = "zero",
	[POL_FULL] = "full",
	[POL_REDISTRIBUTE] = "redistribute",
	[POL_KEEP] = "keep",
};

const char *
state_name(enum state s)
{
	return states[s];
}

const char *
policy_name(enum policy p)
{
	return policies[p];
}

const char *
window_name(enum window_mode w)
{
	static const char *const names[WINDOW_COUNT] = { "contract_year", "contract_term",
		"calendar_year" };

	return names[w];
}

/* previous(m), previous(m, 2): build.c writes them. */
struct text
need_metric_text(const struct need *n)
{
	struct text t = n->source;

	if (n->back == 0)
		return t;
	t.ptr += strlen("previous(");
	t.len -= strlen("previous(") + strlen(")");
	while (n->back > 1 && t.ptr[t.len - 1] != ',')
		t.len--;
	t.len -= n->back > 1;
	return t;
}

uint32_t
scheme_leaves(const struct scheme *s)
{
	uint32_t leaves = 0;

	for (uint32_t n = 0; n < s->n_nodes; n++)
		leaves += s->nodes[n].leaf != NULL;
	return leaves;
}

int32_t
scheme_node(const struct scheme *s, struct text id)
{
	for (uint32_t i = 0; i < s->n_nodes; i++)
		if (text_eq(s->nodes[i].id, id))
			return (int32_t)i;
	return -1;
}

const struct param *
scheme_chosen(const struct scheme *s, const void *at)
{
	for (uint32_t i = 0; i < s->n_chosen; i++)
		if (s->chosen[i].at == at)
			return &s->params[s->chosen[i].param];
	return NULL;
}

bool
param_at(const struct param *p, day_t as_of, int64_t *ret)
{
	const struct param_value *found = NULL;

	for (uint32_t i = 0; i < p->n_values; i++)
		if (p->values[i].from == DAY_NONE || p->values[i].from <= as_of)
			found = &p->values[i];
	if (found == NULL || !found->set)
		return false;
	*ret = found->value;
	return true;
}
