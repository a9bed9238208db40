/*
 * Inside `assayd test`: reading a file of rule cases node by node. Every fault goes to the diags
 * of the file with its place, as for a rules file; what could not be read stays as it was.
 */
#ifndef APP_CASE_NODE_H
#define APP_CASE_NODE_H

#include "base/date.h"
#include "base/dec.h"
#include "rules/diag.h"
#include "rules/yaml_tree.h"

struct case_file {
	const char *name;
	struct arena *arena;
	struct diags *diags;
};

/* Up to four strings after the node, ended by NULL. Reported once: cases that are alike share their
 * nodes. */
void case_fault(const struct case_file *f, enum fault fault, const struct ynode *n, ...)
    __attribute__((sentinel));
#define CASE_FAULT(f, fault, node, ...) case_fault(f, fault, node, ##__VA_ARGS__, NULL)

struct case_key {
	const char *name;
	bool required;
	const char *zh, *en;
};

/* A map with these keys only; unknown and missing ones are reported. False: it is no map. */
bool case_map(const struct case_file *f, const struct ynode *n, const char *what,
    const struct case_key *keys, size_t n_keys);
bool case_is_map(const struct case_file *f, const struct ynode *n, const char *what);
bool case_is_list(const struct case_file *f, const struct ynode *n, const char *what);
/* A scalar that is not null. */
bool case_text(
    const struct case_file *f, const struct ynode *n, const char *what, struct text *ret);
bool case_date(const struct case_file *f, const struct ynode *n, day_t *ret);
/* The key node of a map, or NULL. */
const struct ynode *case_key_node(const struct ynode *map, const char *key);

/* "Did you mean": the closest of the words tried, and all of them for a hint. */
struct case_words {
	struct text word, best;
	size_t distance, len;
	char list[600];
};
struct case_words case_words_for(struct text word);
void case_words_try(struct case_words *w, struct text candidate);
const char *case_words_list(const struct case_words *w); /* "a, b"; a dash when there is none */
const char *case_words_best(const struct case_words *w, struct arena *arena);

#endif
