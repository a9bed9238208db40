/*
 * Between the parts of the table compiler: conditions (table_cell.c), CSV (table_csv.c), the keys
 * of `tables:` (table_read.c), what is proved (table_prove.c), the print (table_print.c). Private
 * to rules/.
 */
#ifndef RULES_TABLE_INTERNAL_H
#define RULES_TABLE_INTERNAL_H

#include "rules/read_keys.h"
#include "rules/table.h"

/* table_columns.c: the columns of in: or out:. False: reported. */
extern const struct key_table in_keys, out_keys;
bool columns_read(struct scheme_builder *b, const struct ynode *n, struct table *t, bool input);
/* A condition on a column. False: reported. */
bool cell_read(struct scheme_builder *b, const struct table_column *c, const struct ynode *n,
    struct table_cell *ret);
/* A run-time value as a cell writes it: 15 days, 2017-06-30, 'text'. */
void cell_value_print(const struct scheme *s, const struct rtype *type, int64_t v, struct buf *out);

/* The rows of a CSV as a list of maps, one key a column of the head line; NULL: reported. The nodes
 * have their places in the CSV. */
const struct ynode *csv_read(
    const char *file, struct text source, struct arena *arena, struct diags *diags);

/* Where a table stands, for what is proved about it: the file of its rows and a place a row. */
struct table_places {
	const char *file;
	const struct ynode *table;
	const struct ynode *const *rows;
};
/* Gaps, overlaps, rows that nothing reaches. Only for a table without errors. */
void table_prove(
    struct scheme_builder *b, const struct table *t, const struct table_places *places);

#endif
