/*
 * Between pg.c (the protocol, by libpq) and the two halves that need no libpq: binary parameters
 * (pg_encode.c) and result sets (pg_result.c).
 */
#ifndef STORE_PG_INTERNAL_H
#define STORE_PG_INTERNAL_H

#include "store/pg.h"

/* The binary form of a parameter, in the arena or pointing into it; *ret == NULL is SQL NULL. */
void pg_encode(const struct pg_param *p, struct arena *arena, const char **ret, int *ret_len);

struct pg_result *pg_result_new(uint32_t columns);
void pg_result_column(struct pg_result *r, uint32_t col, const char *name, uint32_t type_oid);
/* The next cell, row by row; value NULL is SQL NULL. False: over PG_CELLS_MAX or PG_BYTES_MAX. */
bool pg_result_cell(struct pg_result *r, const char *value, uint32_t len) MUST_USE;

#endif
