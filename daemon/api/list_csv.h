/* The lists as tables for a spreadsheet: one row an item, one row in one table a column. Pure. */
#ifndef API_LIST_CSV_H
#define API_LIST_CSV_H

#include "api/csv_write.h"
#include "api/say.h"
#include "engine/decide.h"
#include "store/contracts.h"

/* Rows of an answer that names no limit. */
#define CSV_ROWS_MAX 5000

struct csv_item {
	const struct contract_row *contract;
	const struct decision_set *set; /* NULL in a list of contracts */
	uint32_t i;
	enum lang lang;
};

struct csv_column {
	const char *zh, *en;
	void (*cell)(struct csv *c, const struct csv_item *item);
};

struct csv_table {
	const char *name; /* of the file */
	const struct csv_column *columns;
	uint32_t n_columns;
};

extern const struct csv_table csv_contracts, csv_deadlines, csv_penalties, csv_payments,
    csv_renewals;

void csv_head(struct csv *c, const struct csv_table *t, enum lang lang);
void csv_row(struct csv *c, const struct csv_table *t, const struct csv_item *item);
/* A row of one cell behind the items: that there is a next page, and where. */
void csv_continued(struct csv *c, enum lang lang, struct text next);
/* That a contract cannot be computed. */
void csv_failed(struct csv *c, enum lang lang, struct text contract_no, enum err_code code);

#endif
