#include "api/programme_cache.h"

#include <pthread.h>
#include <string.h>

struct slot {
	int64_t contract; /* 0: empty */
	char code[PROGRAMME_CODE_MAX];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct slot slots[PROGRAMME_SLOTS];

static struct slot *
slot_of(int64_t contract)
{
	return &slots[(uint64_t)contract % PROGRAMME_SLOTS];
}

bool
programme_cached(int64_t contract, char ret[PROGRAMME_CODE_MAX])
{
	const struct slot *s = slot_of(contract);
	bool hit;

	(void)pthread_mutex_lock(&lock);
	hit = contract > 0 && s->contract == contract;
	if (hit)
		memcpy(ret, s->code, PROGRAMME_CODE_MAX);
	(void)pthread_mutex_unlock(&lock);
	return hit;
}

void
programme_remember(int64_t contract, struct text code)
{
	struct slot *s = slot_of(contract);

	if (contract <= 0 || code.len >= PROGRAMME_CODE_MAX)
		return;
	(void)pthread_mutex_lock(&lock);
	s->contract = contract;
	memset(s->code, 0, sizeof(s->code));
	if (code.len > 0)
		memcpy(s->code, code.ptr, code.len);
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
