#include "api/programme_cache.h"

#include <pthread.h>
#include <string.h>

struct slot {
	int64_t contract; /* 0: empty */
	uint32_t code;    /* place in codes[] */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct slot slots[PROGRAMME_SLOTS];
static char codes[PROGRAMME_CODES_MAX][PROGRAMME_CODE_MAX]; /* each once, never taken back */
static uint32_t n_codes;

static struct slot *
slot_of(int64_t contract)
{
	return &slots[(uint64_t)contract % PROGRAMME_SLOTS];
}

/* Place of the code, put there if new; PROGRAMME_CODES_MAX when there is no room. */
static uint32_t
code_place(struct text code)
{
	uint32_t i = 0;

	while (i < n_codes && !text_is(code, codes[i]))
		i++;
	if (i == n_codes && i < PROGRAMME_CODES_MAX) {
		if (code.len > 0)
			memcpy(codes[i], code.ptr, code.len);
		n_codes++;
	}
	return i;
}

bool
programme_cached(int64_t contract, char ret[PROGRAMME_CODE_MAX])
{
	const struct slot *s = slot_of(contract);
	bool hit;

	(void)pthread_mutex_lock(&lock);
	hit = contract > 0 && s->contract == contract;
	if (hit)
		memcpy(ret, codes[s->code], PROGRAMME_CODE_MAX);
	(void)pthread_mutex_unlock(&lock);
	return hit;
}

void
programme_remember(int64_t contract, struct text code)
{
	struct slot *s = slot_of(contract);
	uint32_t place;

	if (contract <= 0 || code.len >= PROGRAMME_CODE_MAX)
		return;
	(void)pthread_mutex_lock(&lock);
	place = code_place(code);
	if (place < PROGRAMME_CODES_MAX)
		*s = (struct slot){ contract, place };
	(void)pthread_mutex_unlock(&lock);
}

void
programme_forget(int64_t contract)
{
	struct slot *s = slot_of(contract);

	(void)pthread_mutex_lock(&lock);
	if (s->contract == contract)
		s->contract = 0;
	(void)pthread_mutex_unlock(&lock);
}
