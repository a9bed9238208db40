/*
 * The fact table: what the engine reads and the store fills. Columns by contracts, with presence
 * bytes. One grid per grain; rows of a grid are sorted by contract (same order as `contract`), then
 * entity id, so the same facts give the same bytes in whatever order they came (I2). Values are in
 * the run-time form of rules/value.h.
 */
#ifndef METRICS_FACTS_H
#define METRICS_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "rules/scheme.h"

struct fact_grid {
	uint32_t rows;
	uint16_t columns;
	uint32_t *first; /* n_contracts + 1: rows first[i] .. first[i+1]-1 belong to contract i */
	int64_t *
	    entity; /* id of station, community, person; the contract itself in the contract grid */
	struct text *name; /* display name, may be empty */
	int64_t **value;   /* [column][row] */
	uint8_t **known;   /* [column][row]: 1 known, 0 missing */
};

struct facts {
	uint32_t n;           /* contracts */
	int64_t *contract;    /* ids */
	bool *found;          /* false: no such contract (all else is empty for it) */
	day_t *since, *until; /* the window of each contract at as_of */
	struct fact_grid grid[GRAIN_COUNT];
	int64_t data_time; /* microseconds since 1970-01-01Z of the newest fact snapshot used */
};

/* Room for n contracts and the scheme's columns; grids beyond the contract grain get rows later by
 * facts_grid(). */
void facts_init(struct facts *f, const struct scheme *s, uint32_t n, struct arena *arena);
void facts_grid(
    struct facts *f, enum grain g, uint16_t columns, uint32_t rows, struct arena *arena);
/* The same facts with values of their own, to be changed; ids and names are shared. */
struct facts facts_copy(const struct facts *f, struct arena *arena);

#endif
