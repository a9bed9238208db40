/*
 * Inside the rule compiler: reading by key tables, and the small values that many keys hold.
 * Every function reports its own faults; what it could not read stays as it was. Private to rules/.
 */
#ifndef RULES_READ_KEYS_H
#define RULES_READ_KEYS_H

#include "rules/build.h"
#include "rules/language.h"

#define TABLE_KEYS_MAX 40

struct key_row {
	const char *name;
	bool required;
	/* NULL: the caller reads this key itself */
	void (*read)(struct scheme_builder *b, const struct ynode *value, void *into);
};

/* Reads the keys of a map in the order of the table; unknown and missing keys are faults.
 * `what` names the map in findings. False: not a map. */
bool keys_read(struct scheme_builder *b, const struct ynode *map, const char *what,
    const struct key_row *rows, size_t n, void *into);
/* The same for a table of the language, with its choices. `what`: NULL, as the table says. */
bool table_read(struct scheme_builder *b, const struct ynode *map, const char *what,
    const struct key_table *table, void *into);
/* Its rows behind the n that are there; returns how many there are then. */
size_t table_rows(const struct key_table *table, struct key_row rows[TABLE_KEYS_MAX], size_t n);
void pairs_read(struct scheme_builder *b, const struct ynode *map, const struct key_table *table);
void choices_read(struct scheme_builder *b, const struct ynode *map, const char *what,
    const struct key_choice *choices, size_t n);
const struct ynode *key_node(
    const struct ynode *map, const char *key); /* the key itself, or NULL */

/* A name out of a list; `name` of `first` .. `count` - 1. */
bool read_word(struct scheme_builder *b, const struct ynode *n, const char *what,
    const char *(*name)(unsigned), unsigned first, unsigned count, unsigned *ret);
/* The same, or {parameter: NAME} of a text parameter that says the word. `at`: where the word goes,
 * a place that stays, for the print. */
bool read_choice(struct scheme_builder *b, const struct ynode *n, const char *what,
    const char *(*name)(unsigned), unsigned first, unsigned count, unsigned *ret, const void *at);
bool read_list(struct scheme_builder *b, const struct ynode *n, const char *what);
bool read_text(struct scheme_builder *b, const struct ynode *n, const char *what, struct text *ret);
bool read_bool(struct scheme_builder *b, const struct ynode *n, const char *what, bool *ret);
bool read_dec(struct scheme_builder *b, const struct ynode *n, const char *what, dec_t *ret);
/* A number of decimals, 0 to 6. */
bool read_places(struct scheme_builder *b, const struct ynode *n, const char *what, uint8_t *ret);
bool read_date(struct scheme_builder *b, const struct ynode *n, day_t *ret);
/* A text for both languages, or {zh: …, en: …}. */
bool read_title(
    struct scheme_builder *b, const struct ynode *n, const char *what, struct title *ret);

enum id_form { ID_INDICATOR, ID_PARAMETER };
bool read_id(struct scheme_builder *b, const struct ynode *n, enum id_form form, struct text *ret);

/* read_params.c: types and values as parameters have them. `type` is where the type was said, or
 * NULL. A count of days or an amount of money may leave out its unit when the type says it. */
bool read_type(struct scheme_builder *b, const struct ynode *n, struct rtype *ret);
bool read_unit(
    struct scheme_builder *b, const struct ynode *n, const struct ynode *type, struct rtype *ret);
bool read_literal(
    struct scheme_builder *b, const struct ynode *n, struct rtype *type, int64_t *ret);
/* How a value that cannot be read is likely to be meant, in both languages, or "". */
const char *value_advice(struct arena *arena, struct text t);
void read_params(struct scheme_builder *b, const struct ynode *n, void *into);
/* table_read.c */
void read_tables(struct scheme_builder *b, const struct ynode *n, void *into);
void warn_unused_tables(struct scheme_builder *b);
/* read_tree.c: the indicators below the root; `total` is where its weight stands, or NULL */
void read_indicators(struct scheme_builder *b, const struct ynode *n, const struct ynode *total);
void read_missing(struct scheme_builder *b, const struct ynode *n, void *policies);
/* read_leaf.c */
struct leaf *read_leaf(struct scheme_builder *b, const struct ynode *n, dec_t weight);
void leaf_needs(
    struct scheme_builder *b, struct leaf *leaf); /* after build_finish(): what it reads */

#endif
