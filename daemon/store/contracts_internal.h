/* What plans share with contracts.c: the head of a contract rides in the statement of its facts. */
#ifndef STORE_CONTRACTS_INTERNAL_H
#define STORE_CONTRACTS_INTERNAL_H

#include "store/contracts.h"

/* The head of a score document: what the contract `c` gives to a sub-select `k`, and the select
 * list and joins of it. Aliases a, b and r are theirs. */
extern const char contract_brief_inner[], contract_brief_columns[], contract_brief_joins[];

/* `first` is the place of the brief columns. Texts are copied into the arena. Status, lot, day of
 * signing and stored score are not read; the programme is the scheme's. */
void contract_brief_read(const struct pg_result *r, uint32_t row, uint32_t first,
    struct text programme, struct arena *arena, struct contract_row *ret);

#endif
