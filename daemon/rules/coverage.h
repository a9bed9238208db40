/*
 * Clause coverage: what a document demands, clause by clause, and which part of which scheme does
 * it. One file a document in rules/clauses/; every clause names what implements it, or says why
 * nothing does. Each name is looked up in the compiled scheme, so a page written from this cannot
 * promise an indicator that is not there.
 *
 *   document: SZ
 *   title: {zh: …, en: …}
 *   scheme: suzhou-2017       # of an element that names no other
 *   rows: 53                  # so that a clause cannot get lost
 *   clauses:
 *     - {id: SZ-04-9, clause: 四, kind: penalty+deadline, title: {zh: …, en: …},
 *        by: [deadline:team-setup, parameter:late_first_after, other-scheme/indicator:a.b]}
 *     - {id: SZ-06-1-2, clause: 六(一), kind: governance, title: {zh: …, en: …}, none: {zh: …, en:
 * …}}
 *
 * The results live in the arena and point into it. Faults go to diags.
 */
#ifndef RULES_COVERAGE_H
#define RULES_COVERAGE_H

#include "rules/diag.h"
#include "rules/scheme.h"

/* What can implement a clause. Rows of one table (coverage_ways in coverage.c). */
enum way {
	WAY_INDICATOR,
	WAY_DEADLINE,
	WAY_PENALTY,
	WAY_PAYMENT,
	WAY_RENEWAL,
	WAY_CAP,
	WAY_ADJUSTMENT,
	WAY_ENABLING,
	WAY_ELIGIBILITY,
	WAY_CATALOGUE,
	WAY_PARAMETER,
	WAY_FIELD,
	WAY_CHECKER,
	WAY_DATABASE,
	WAY_COUNT
};

struct coverage_way {
	const char *word;
	const char *zh, *en;
};
extern const struct coverage_way coverage_ways[WAY_COUNT];

struct clause {
	struct text id, clause, kind;
	struct title title, none; /* none: why nothing implements it */
	struct clause_by {
		enum way way;
		const struct scheme *scheme; /* NULL for the checker and the database */
		struct text name;
	} * by; /* the first is the main one */
	uint32_t n_by;
};

struct clause_document {
	struct text id;
	struct title title;
	const struct scheme *scheme;
	struct clause *clauses;
	uint32_t n_clauses;
};

/* The schemes that elements may stand in. */
struct scheme_list {
	const struct scheme *const *items;
	uint32_t n;
};

/* False: the file cannot be used. A document with faults is still filled as far as it goes. */
bool coverage_read(const char *file, struct text source, const struct scheme_list *schemes,
    struct arena *arena, struct diags *diags, struct clause_document *ret);
/* Rows of the document by the way of their first element; [WAY_COUNT]: left out. */
void coverage_count(const struct clause_document *d, uint32_t ret[WAY_COUNT + 1]);

#endif
