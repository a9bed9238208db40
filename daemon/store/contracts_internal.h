/* What fetch.c shares with contracts.c: the head rows ride in the pipeline of a score's facts. */
#ifndef STORE_CONTRACTS_INTERNAL_H
#define STORE_CONTRACTS_INTERNAL_H

#include "store/contracts.h"

extern const char contracts_get_name[], contracts_get_sql[]; /* $1 ids; rows in their order */

/* Texts are copied into the arena. */
void contract_row_read(
    const struct pg_result *r, uint32_t row, struct arena *arena, struct contract_row *ret);

#endif
