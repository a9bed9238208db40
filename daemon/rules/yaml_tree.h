/*
 * YAML text -> tree of nodes that know line and column. Read at event level under
 * caps: 1 MiB, depth 64, 200,000 nodes; UTF-8 only; one document; alias, anchor, tag,
 * duplicate key, NUL and bidi controls are refused (I12). Lines end with LF or CR LF. Scalars are
 * untyped text: the reader types them by field, never by look.
 *
 * All faults go to diags; NULL is returned when the text cannot be used.
 * The tree lives in the arena and points into it, not into the caller's text.
 */
#ifndef RULES_YAML_TREE_H
#define RULES_YAML_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "rules/diag.h"

#define YAML_BYTES_MAX (1u << 20)
#define YAML_DEPTH_MAX 64
#define YAML_NODES_MAX 200000u

enum ynode_kind { Y_SCALAR, Y_SEQ, Y_MAP };

struct ynode {
	enum ynode_kind kind;
	bool plain; /* scalar without quotes: `null`, `~` and numbers only count when plain */
	uint32_t line, column; /* 1-based; column in characters */
	struct text text;      /* scalar */
	struct text raw;       /* scalar as written, with quotes and line breaks */
	uint32_t count;        /* items of a sequence, pairs of a map */
	struct ynode **items;  /* sequence items, or map values */
	struct ynode **keys;   /* map keys (scalars) */
};

const struct ynode *yaml_read(
    const char *file, struct text source, struct arena *arena, struct diags *diags);
/* For other texts too: UTF-8 without control characters (else reported), without a byte order mark.
 */
bool source_clean(const char *file, struct text source, struct diags *diags);
struct text source_without_mark(struct text t);
/* Value of a key, or NULL. Map nodes only (others: NULL). */
const struct ynode *ynode_get(const struct ynode *map, const char *key);
bool ynode_is_null(const struct ynode *n); /* plain `null`, `~` or empty */
/* Line and column (1-based) of byte `offset` of a scalar's text, through quotes, escapes and folded
 * lines; exact but for characters written as \x, \u or \n. */
void ynode_place(const struct ynode *n, size_t offset, uint32_t *line, uint32_t *column);
uint32_t ynode_width(const struct ynode *n); /* characters to mark; 0 when it is no single line */

#endif
