/*
 * Inside the reader of the catalogue: checks of nodes (catalogue_node.c), one metric
 * (catalogue_metric.c), sources and files (catalogue.c). Whatever is wrong is reported and reading
 * goes on.
 */
#ifndef METRICS_CATALOGUE_INTERNAL_H
#define METRICS_CATALOGUE_INTERNAL_H

#include "base/map.h"
#include "metrics/catalogue.h"
#include "metrics/fragment.h"
#include "rules/yaml_tree.h"

struct reader {
	struct arena *arena;
	struct diags *diags;
	struct catalogue *c;
	struct map *names; /* metric name -> line */
	const char *file;
	struct source *source;
};

#define FAULT(r, fault, node, ...)                                                              \
	diag_add((r)->diags, fault, (r)->file, (node)->line, (node)->column, ynode_width(node), \
	    ##__VA_ARGS__, NULL)

/* A map's keys: name and whether it must be there. Ends with NULL. */
struct key {
	const char *name;
	bool required;
};

const char *node_cstr(const struct reader *r, struct text t);
/* True when the node is a map; unknown and missing keys are reported. */
bool node_map(
    const struct reader *r, const struct ynode *n, const char *what, const struct key *keys);
/* A scalar's text; empty when the node is NULL or no text (then reported). */
struct text node_text(const struct reader *r, const struct ynode *n, const char *what);
bool node_flag(const struct reader *r, const struct ynode *n, const char *what, bool otherwise);
/* {zh, en}; untouched when the node is NULL. */
void node_title(const struct reader *r, const struct ynode *n, struct text *zh, struct text *en);
/* [a-z][a-z0-9_]*, with `dots` also joined by dots (one at least). */
bool is_identifier(struct text t, bool dots);

/* Where a fragment stands: decides which placeholders it may hold. */
struct sql_place {
	const struct metric *metric; /* NULL: of the source, where only the window is known */
	bool filter;
	bool *used; /* per parameter */
};

struct text read_sql(const struct reader *r, const struct ynode *n, const char *what,
    enum fragment_form form, const struct sql_place *w);
void read_metric(
    const struct reader *r, const struct ynode *name, const struct ynode *n, struct metric *m);

#endif
