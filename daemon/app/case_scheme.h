/*
 * The schemes that rule cases run on: by name from the rules folder, or by path beside the case
 * file; compiled once for each reading (`parameters:` and `fields:` put other values into the
 * file's text).
 */
#ifndef APP_CASE_SCHEME_H
#define APP_CASE_SCHEME_H

#include "app/case_read.h"
#include "app/load.h"

struct case_scheme {
	struct case_scheme *next;
	const char *path;
	struct text reading; /* "name=value;" of what was changed */
	struct load load;
	struct generation *g;        /* NULL: it has faults */
	const struct scheme *scheme; /* the one of the file */
};

struct case_schemes {
	struct arena *arena;
	const struct settings *settings;
	struct case_scheme *first;
};

/* NULL: there is no such file or parameter (reported in the case file), or the scheme has faults
 * (kept in the list, for case_schemes_print). */
const struct case_scheme *case_scheme_of(
    struct case_schemes *all, const struct case_file *f, const struct rule_case *c);
/* The same without a case: `name` as it may stand in one, paths from the folder we are in. */
const struct case_scheme *case_scheme_named(
    struct case_schemes *all, const char *name, struct err *reterr);
/* Findings of the schemes that did not compile; how many there are. */
uint32_t case_schemes_print(const struct case_schemes *all, enum lang lang, struct buf *out);
void case_schemes_free(struct case_schemes *all);

#endif
