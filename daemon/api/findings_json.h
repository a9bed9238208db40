/*
 * Findings on rules files for programs: JSON of our own, and SARIF 2.1.0 for code scanning and
 * editors. Columns count from 1, an end is the one behind what is marked; in JSON they are
 * characters, as in the text output, in SARIF units of UTF-16. Pure.
 */
#ifndef API_FINDINGS_JSON_H
#define API_FINDINGS_JSON_H

#include "api/json_write.h"
#include "base/err.h"
#include "rules/diag.h"
#include "rules/scheme.h"

/* One file that was to be checked; scheme: NULL when it, or another file, has an error. */
struct checked_file {
	const char *name;
	const struct scheme *scheme;
};

struct findings {
	const struct diags *diags;
	const struct err *err; /* what no finding says, or ERR_OK */
	const struct checked_file *files;
	uint32_t n_files;
};

void findings_json(struct json *j, const struct findings *f);
/* Messages in one language, as SARIF has it. */
void findings_sarif(struct json *j, const struct findings *f, enum lang lang);
/* What a code means, why, an example and how to mend it; arguments stand as {0} to {3}. */
void fault_json(struct json *j, enum fault fault);
/* The members of one finding, into the innermost object. */
void finding_members(struct json *j, const struct diags *diags, const struct diag *g);
/* "findings": […] in order of place, and "not_shown": into the innermost object. */
void findings_members(struct json *j, const struct diags *diags);

#endif
