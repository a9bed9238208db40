/*
 * The expressions of a leaf: one row says under which key each is written, for which kind, and what
 * type it has. The reader, the canonical print, the reference page and the search for blank
 * parameters all follow from the row. Then the lists (steps, points) of the kinds that have one.
 */
#ifndef RULES_LEAF_TABLE_H
#define RULES_LEAF_TABLE_H

#include <stddef.h>

#include "rules/scheme.h"

enum slot_type {
	SLOT_AMOUNT, /* number, percent, money, days */
	SLOT_OF,     /* divides the value */
	SLOT_BASIS,  /* compared with the value */
	SLOT_BOOL,
	SLOT_PERCENT,
	SLOT_NUMBER,
	SLOT_WEIGHT, /* number, money, days */
	SLOT_LOSS    /* percent of the leaf's points, or a number of points */
};

/* In the order of reading and printing: value and of give the type of the rest. */
struct leaf_slot {
	const char *key;
	int kind;      /* enum kind_id when the key stands below the kind's name, else -1 */
	unsigned bit;  /* KA_*, 0: any leaf may have it */
	size_t offset; /* of its code in struct leaf */
	enum slot_type type;
	const char *zh, *en; /* of a key below the kind's name */
	const char *with;    /* another such key that it only goes with, or NULL */
	bool shown;          /* only shown: a blank parameter in it leaves no score out */
};
extern const struct leaf_slot leaf_slots[];
extern const size_t leaf_slot_count;

static inline const struct code *
leaf_code(const struct leaf *leaf, const struct leaf_slot *s)
{
	return (const struct code *)(const void *)((const char *)leaf + s->offset);
}

/* The list below a kind's name: items of a bound and a share. */
struct leaf_list {
	const char *key, *bound;
	uint32_t least;   /* items */
	bool last_open;   /* the last item has no bound */
	bool alternative; /* may be left out: the kind can do without */
	const char *zh, *en;
};
/* Keys below the kind's name that are neither expressions nor lists. */
struct leaf_switch {
	const char *key;
	int kind;
	const char *(*word)(unsigned); /* NULL: true or false */
	unsigned words;
	const char *zh, *en;
};
extern const struct leaf_switch leaf_switches[];
extern const size_t leaf_switch_count;

/* NULL: the kind has none. */
const struct leaf_list *leaf_list(enum kind_id kind);
/* The row of this argument for a kind: its own key before the one any leaf has; NULL: none. */
const struct leaf_slot *leaf_slot_of(enum kind_id kind, unsigned bit);

#endif
