/*
 * One contract explained for a person at a terminal: total and how certain it is, what cost most,
 * what is missing, what was added or capped, deadlines, proposals, payments, renewal, duties of
 * others that are not met. Each point with its clause and, where rows stand behind it, the address
 * that lists them. Pure.
 */
#ifndef APP_EXPLAIN_PAGE_H
#define APP_EXPLAIN_PAGE_H

#include "engine/decide.h"
#include "store/contracts.h"
#include "store/fetch.h"

struct explain_page {
	const struct decision_set *set; /* of a result in full detail */
	const struct contract_row *head;
	const struct fetch_detail *detail;
	struct arena *scratch;
};

void explain_page(const struct explain_page *p, enum lang lang, struct buf *out);

#endif
