/*
 * Inside the rule compiler: parts of a rules file that are plain records. One table of fields says
 * for each key what it holds and where it goes; reading, the canonical print and the faults all
 * follow from the row. Reading is private to rules/; the JSON Schema is written from the rows too.
 */
#ifndef RULES_FIELDS_H
#define RULES_FIELDS_H

#include "rules/read_keys.h"

enum field_type {
	FIELD_ID,    /* struct text; unique in the scheme */
	FIELD_TEXT,  /* struct text */
	FIELD_TITLE, /* struct title */
	FIELD_BOOL,  /* bool */
	FIELD_WORD,  /* enum as unsigned: a name of `word`, `words` of them */
	FIELD_COUNT, /* int32_t: a whole number 0 .. 3660 */
	FIELD_CODE,  /* struct code whose type is `want` */
	FIELD_GRAIN, /* enum grain: where the codes that follow are computed */
	FIELD_NODE,  /* uint32_t: index of an indicator; 0 when absent */
	FIELD_DAYS,  /* int32_t days[most]; their number at `count` */
	FIELD_LIST,  /* a list of records: pointer at offset, number at `count` (uint32_t) */
	FIELD_MAP,   /* a record of its own, in place */
};

struct field {
	const char *key;
	enum field_type type;
	size_t offset;
	bool required;
	enum vtype want;
	unsigned scope; /* SCOPE_*: names that hold in this expression */
	const char *(*word)(unsigned);
	unsigned words;
	size_t count; /* offset of the number of items */
	uint32_t most;
	const struct record *record; /* of a list's items, or of a map */
	const char *zh, *en;         /* what it is */
};

struct record {
	const char *what; /* names it in findings */
	size_t size;
	const struct field *fields;
	size_t n;
	/* faults that no field shows by itself; may be NULL */
	void (*check)(struct scheme_builder *b, const struct ynode *n, const void *record);
	const struct key_choice *choices;
	size_t n_choices;
};

/* The same without looking for keys that do not belong: the caller has. */
void fields_read(struct scheme_builder *b, const struct record *r, const struct ynode *n,
    enum grain grain, void *into);
void record_read(struct scheme_builder *b, const struct record *r, const struct ynode *n,
    enum grain grain, void *into);
/* Fields that are required or not at their zero value, each on a line of its own. */
void record_print(
    const struct scheme *s, const struct record *r, const void *from, int depth, struct buf *out);
/* All expressions in a record and in those below it. */
void record_codes(const struct record *r, const void *from,
    void (*visit)(void *ctx, const struct field *f, const struct code *c), void *ctx);
void yaml_quoted(struct text t, struct buf *out); /* "…" with escapes */
/* The record of all that follows a score (decisions_table.c). */
extern const struct record decisions_record;

#endif
