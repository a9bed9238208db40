/*
 * CSV files beside the schemes of a generation: read through the app's reader while the generation
 * is built, and kept, so that a draft made of a loaded scheme (api/draft.h) finds them without a
 * file being opened. Building is one thread's; afterwards nothing changes.
 */
#ifndef API_BESIDE_H
#define API_BESIDE_H

#include "base/arena.h"
#include "rules/vocabulary.h"

struct beside {
	struct arena *arena;
	const struct rule_files *reader; /* NULL: built, only what is kept can be had */
	struct kept_file {
		struct text name, text;
		const char *path;
	} * kept;
	uint32_t n, cap;
};

void beside_init(struct beside *b, struct arena *arena, const struct rule_files *reader);
/* What a vocabulary takes; lives as long as `b`. */
struct rule_files beside_files(struct beside *b);

#endif
