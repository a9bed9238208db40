/* The body of a simulation: its keys, in one table. */
#include <string.h>

#include "api/sim.h"

enum {
	K_CONTRACT,
	K_PROGRAMME,
	K_LIMIT,
	K_AS_OF,
	K_INCLUDE,
	K_FACTS,
	K_STATIONS,
	K_COMMUNITIES,
	K_PERSONS,
	K_PARAMETERS,
	K_SCHEME,
	K_COUNT
};

static const struct json_key keys[K_COUNT] = {
	[K_CONTRACT] = { "contract", J_BIT(J_NUMBER), false },
	[K_PROGRAMME] = { "programme", J_BIT(J_STRING), false },
	[K_LIMIT] = { "limit", J_BIT(J_NUMBER), false },
	[K_AS_OF] = { "as_of", J_BIT(J_STRING), false },
	[K_INCLUDE] = { "include", J_BIT(J_ARRAY), false },
	[K_FACTS] = { "facts", J_BIT(J_OBJECT), false },
	[K_STATIONS] = { "stations", J_BIT(J_ARRAY), false },
	[K_COMMUNITIES] = { "communities", J_BIT(J_ARRAY), false },
	[K_PERSONS] = { "persons", J_BIT(J_ARRAY), false },
	[K_PARAMETERS] = { "parameters", J_BIT(J_OBJECT), false },
	[K_SCHEME] = { "scheme", J_BIT(J_STRING), false },
};

const char *
sim_part_word(unsigned part)
{
	static const char *const words[SIM_PARTS] = { [SIM_SCORE] = "score",
		[SIM_DEADLINES] = "deadlines",
		[SIM_PENALTIES] = "penalties",
		[SIM_PAYMENTS] = "payments",
		[SIM_RENEWAL] = "renewal",
		[SIM_CONDITIONS] = "conditions" };

	return part < SIM_PARTS ? words[part] : NULL;
}

bool
sim_decides(const struct sim_ask *ask)
{
	return (ask->include & ~(1u << SIM_SCORE)) != 0;
}

/* The second of two keys that exclude each other. */
static enum err_code
only_one(const struct jvalue *a, const struct jvalue *b, struct err *reterr)
{
	char pointer[JSON_POINTER_MAX];

	if (a == NULL || b == NULL)
		return ERR_OK;
	json_pointer(b, pointer);
	return err_set(reterr, E_JSON_CHOICE, pointer, a->key.ptr, b->key.ptr, NULL);
}

static enum err_code
read_include(const struct jvalue *list, unsigned *ret, struct err *reterr)
{
	enum err_code code = ERR_OK;

	*ret = 0;
	for (uint32_t i = 0; i < list->count && code == ERR_OK; i++) {
		unsigned part;

		code = json_word_of(&list->items[i], sim_part_word, &part, reterr);
		if (code == ERR_OK)
			*ret |= 1u << part;
	}
	return code;
}

static enum err_code
read_subject(struct sim_ask *a, const struct jvalue *const m[K_COUNT], struct err *reterr)
{
	a->contract = m[K_CONTRACT];
	a->programme = m[K_PROGRAMME];
	if (a->contract == NULL && a->programme == NULL)
		return err_set(reterr, E_JSON_MISSING, "#", "contract", NULL);
	if (a->contract != NULL)
		return json_int_of(a->contract, 1, INT64_MAX, &a->contract_id, reterr);
	return ERR_OK;
}

enum err_code
sim_ask_read(struct job *job, struct sim_ask *ret)
{
	static const enum grain grains[] = { GRAIN_STATION, GRAIN_COMMUNITY, GRAIN_PERSON };
	const struct jvalue *body, *m[K_COUNT];
	struct sim_ask a = {
		.as_of = job->today, .limit = SIM_LIMIT_DEFAULT, .include = (1u << SIM_PARTS) - 1
	};
	enum err_code code = json_read(job->req.body, job->arena, &body, &job->err);

	if (code == ERR_OK)
		code = json_members_of(body, keys, K_COUNT, m, &job->err);
	if (code == ERR_OK)
		code = read_subject(&a, m, &job->err);
	if (code == ERR_OK)
		code = only_one(m[K_CONTRACT], m[K_PROGRAMME], &job->err);
	if (code == ERR_OK)
		code = only_one(m[K_PARAMETERS], m[K_SCHEME], &job->err);
	if (code == ERR_OK)
		code = only_one(m[K_CONTRACT], m[K_LIMIT], &job->err);
	if (code == ERR_OK && m[K_LIMIT] != NULL)
		code = json_int_of(m[K_LIMIT], 1, SIM_LIMIT_MAX, &a.limit, &job->err);
	for (size_t i = 0; i < COUNT_OF(grains) && code == ERR_OK; i++) {
		a.entities[grains[i]] = m[K_STATIONS + i];
		code = only_one(m[K_PROGRAMME], m[K_STATIONS + i], &job->err);
	}
	if (code == ERR_OK && m[K_AS_OF] != NULL)
		code = json_day_of(m[K_AS_OF], &a.as_of, &job->err);
	if (a.programme != NULL)
		a.include = 1u << SIM_SCORE; /* the rest costs more for each contract */
	if (code == ERR_OK && m[K_INCLUDE] != NULL)
		code = read_include(m[K_INCLUDE], &a.include, &job->err);
	a.facts = m[K_FACTS];
	a.parameters = m[K_PARAMETERS];
	a.scheme = m[K_SCHEME];
	if (code == ERR_OK)
		*ret = a;
	return code;
}
