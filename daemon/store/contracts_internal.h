/* What plans share with contracts.c: the head of a contract rides in the statement of its facts. */
#ifndef STORE_CONTRACTS_INTERNAL_H
#define STORE_CONTRACTS_INTERNAL_H

#include "store/contracts.h"

/* Select list and joins of a contract `c`; the aliases are theirs. */
extern const char contract_head_columns[], contract_head_joins[];

/* `first` is the place of the head's columns. Texts are copied into the arena. */
void contract_row_read(const struct pg_result *r, uint32_t row, uint32_t first, struct arena *arena,
    struct contract_row *ret);

#endif
