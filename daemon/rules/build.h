/*
 * Inside the rule compiler: the scheme while it is being read. Private to rules/.
 * Expression code refers to needs in order of discovery until build_finish() sorts them.
 */
#ifndef RULES_BUILD_H
#define RULES_BUILD_H

#include "base/map.h"
#include "rules/scheme.h"
#include "rules/yaml_tree.h"

#define PARAM_TEXT_MAX 200  /* bytes of a text parameter */
#define CONSTANTS_MAX 60000 /* instr.index is 16 bits */
#define CANONICAL_MAX (4u << 20)
#define CODE_TEXT_MAX (64u << 10)
#define PROVE_STEPS 20000000 /* looks at a range for gaps and overlaps: some 50 ms */

struct scheme_builder {
	const char *file;
	const struct vocabulary *vocabulary;
	struct arena *arena;
	struct diags *diags;
	struct scheme *s;
	struct map *params, *constants, *texts, *needs, *ids, *clauses;
	const struct ynode *param_keys; /* map of parameters, or NULL */
	uint32_t cap_constants, cap_texts, cap_nodes;
	struct emitted {
		struct instr *ins;
		uint32_t count;
	} * codes; /* all that was compiled; their needs are renumbered at the end */
	uint32_t n_codes, cap_codes;
	struct leaf **leaves; /* while they may still change */
	uint32_t n_leaves, cap_leaves;
	bool nodes_over;   /* reported once */
	size_t expr_bytes; /* of all expressions read */
	bool expr_over;
	unsigned scope; /* SCOPE_*: names that hold in the expression being read */
	struct map *tables;
	const struct ynode *table_keys; /* list of tables, or NULL */
	uint64_t prove_steps;           /* left for what is proved about tables */
};

/* Up to four strings after the node. */
#define FAULT_AT(b, fault, node, ...)                                                           \
	diag_add((b)->diags, fault, (b)->file, (node)->line, (node)->column, ynode_width(node), \
	    ##__VA_ARGS__, NULL)

/* The same for a whole expression that was compiled. */
#define FAULT_CODE(b, fault, code, ...)                                                     \
	diag_add((b)->diags, fault, (b)->file, (code)->line, (code)->column, (code)->width, \
	    ##__VA_ARGS__, NULL)

/* Pools, without duplicates. False: over the limit. */
bool build_constant(
    struct scheme_builder *b, const struct rtype *type, int64_t value, uint16_t *ret);
uint32_t build_text(struct scheme_builder *b, struct text t);
/* The column(s) of a metric with these arguments (sorted by name). False: over the limit, reported.
 */
bool build_need(struct scheme_builder *b, struct need *need, uint16_t *ret);
/* Sorts needs by canonical text and grain, renumbers all code, gives out columns. */
void build_finish(struct scheme_builder *b);
/* Marks the needs that the score reads; after leaf_needs(). */
void build_scoring_needs(struct scheme *s);

/* "Did you mean": the closest candidate, or "" when none is close; none is looked for past
 * DIAGS_MAX findings, where only their number counts. */
struct nearest {
	struct text word, best;
	size_t distance;
};
struct nearest nearest_to(const struct scheme_builder *b, struct text word);
void nearest_try(struct nearest *n, struct text candidate);
const char *nearest_text(const struct nearest *n, struct arena *arena);
/* A list "a, b, c" for a hint. */
struct word_list {
	char text[600];
	size_t len;
};
void word_list_add(struct word_list *l, struct text word);

/* The expression of a scalar node at this grain; faults are reported. False: nothing was compiled.
 */
bool expr_compile(
    struct scheme_builder *b, const struct ynode *n, enum grain grain, struct code *ret);
/* "number (units), days" for a finding, in both languages. */
const char *types_text(struct arena *arena, const struct rtype *types, uint32_t n);
/* The value of code that is one constant or one undated, known parameter. */
bool code_constant(const struct scheme *s, const struct code *c, int64_t *ret);

#endif
