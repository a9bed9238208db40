/*
 * Rules file -> scheme. Every fault of the file is reported, then NULL if there was an error;
 * warnings alone do not refuse. The scheme lives in `arena`; `source` may be freed after.
 * Pure: no clock, no file, no database.
 */
#ifndef RULES_READ_H
#define RULES_READ_H

#include "base/arena.h"
#include "base/text.h"
#include "rules/diag.h"
#include "rules/scheme.h"
#include "rules/vocabulary.h"

const struct scheme *scheme_read(const char *file, struct text source,
    const struct vocabulary *vocabulary, struct arena *arena, struct diags *diags);

/* Several files at once, so that one may extend another (rules/overlay.h). ret[i] belongs to
 * files[i], NULL where that has an error. */
struct scheme_source {
	const char *file;
	struct text text;
};
void scheme_read_all(const struct scheme_source *files, uint32_t n,
    const struct vocabulary *vocabulary, struct arena *arena, struct diags *diags,
    const struct scheme **ret);
/* files[0] is a scheme, each further file an overlay of the one before. The last one's scheme, or
 * NULL. */
const struct scheme *scheme_read_chain(const struct scheme_source *files, uint32_t n,
    const struct vocabulary *vocabulary, struct arena *arena, struct diags *diags);

#endif
