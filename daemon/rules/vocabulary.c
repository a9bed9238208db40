#include "rules/vocabulary.h"

static const char *const names[GRAIN_COUNT] = {
	[GRAIN_CONTRACT] = "contract",
	[GRAIN_STATION] = "station",
	[GRAIN_COMMUNITY] = "community",
	[GRAIN_PERSON] = "person",
};

const char *
grain_name(enum grain g)
{
	return names[g];
}

bool
grain_find(struct text name, enum grain *ret)
{
	for (int g = 0; g < GRAIN_COUNT; g++) {
		if (!text_is(name, names[g]))
			continue;
		*ret = (enum grain)g;
		return true;
	}
	return false;
}
