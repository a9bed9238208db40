/*
 * Reads the catalogue. A file is checked whole: what is wrong with one metric does not hide what is
 * wrong with the next. Names are unique over all files; metrics end up sorted by name, whatever
 * file they stand in.
 */
#include "metrics/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "metrics/catalogue_internal.h"

enum {
	METRICS_MAX = 2000,
	EVIDENCE_MAX = 32,
};

static void
metric_name(const struct reader *r, const struct ynode *name)
{
	char line[16];
	uint32_t first;

	if (!is_identifier(name->text, true))
		FAULT(r, F_ID_FORM, name, node_cstr(r, name->text),
		    "[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
	if (map_put(r->names, text_dup(r->arena, name->text), name->line))
		return;
	(void)map_get(r->names, name->text, &first);
	(void)snprintf(line, sizeof(line), "%u", first);
	FAULT(r, F_ID_DUPLICATE, name, node_cstr(r, name->text), line);
}

static void
read_metrics(const struct reader *r, const struct ynode *n)
{
	if (n->kind != Y_MAP) {
		FAULT(r, F_NODE_KIND, n, "metrics", "map {…}");
		return;
	}
	for (uint32_t i = 0; i < n->count; i++) {
		if (r->c->n_metrics == METRICS_MAX) {
			FAULT(r, F_LIMIT, n->keys[i], "metrics", "2000");
			return;
		}
		metric_name(r, n->keys[i]);
		read_metric(r, n->keys[i], n->items[i], &r->c->metrics[r->c->n_metrics++]);
	}
}

/* ---- one source */

static void
read_evidence(const struct reader *r, const struct ynode *n)
{
	static const struct sql_place w = { NULL, false, NULL };
	struct source *s = r->source;

	if (n == NULL)
		return;
	if (n->kind != Y_MAP) {
		FAULT(r, F_NODE_KIND, n, "evidence", "map {…}");
		return;
	}
	if (n->count > EVIDENCE_MAX) {
		FAULT(r, F_LIMIT, n, "evidence", "32");
		return;
	}
	s->evidence = arena_array(r->arena, n->count, sizeof(*s->evidence));
	for (uint32_t i = 0; i < n->count; i++) {
		if (!is_identifier(n->keys[i]->text, false))
			FAULT(r, F_ID_FORM, n->keys[i], node_cstr(r, n->keys[i]->text),
			    "[a-z][a-z0-9_]*");
		s->evidence[i].name = text_dup(r->arena, n->keys[i]->text);
		s->evidence[i].sql = read_sql(r, n->items[i], "evidence", FRAGMENT_ONE, &w);
	}
	s->n_evidence = n->count;
}

static const struct key source_keys[] = { { "source", true }, { "title", true }, { "from", true },
	{ "contract", true }, { "station", false }, { "community", false }, { "where", false },
	{ "recorded", false }, { "others", false }, { "order", true }, { "evidence", true },
	{ "metrics", true }, { NULL, false } };

/* `recorded`, or "s.recorded_at" from the contract key "s.contract_id". */
static struct text
read_recorded(const struct reader *r, const struct ynode *n, struct text key)
{
	static const struct sql_place w = { NULL, false, NULL };
	static const char column[] = ".recorded_at";
	const char *dot = key.len > 0 ? memchr(key.ptr, '.', key.len) : NULL;
	size_t len = dot != NULL ? (size_t)(dot - key.ptr) : 0;
	char *text;

	if (n != NULL)
		return read_sql(r, n, "recorded", FRAGMENT_ONE, &w);
	if (len == 0 || !is_identifier((struct text){ key.ptr, len }, false))
		return TEXT("");
	text = arena_alloc(r->arena, len + sizeof(column));
	memcpy(text, key.ptr, len);
	memcpy(text + len, column, sizeof(column));
	return (struct text){ text, len + sizeof(column) - 1 };
}

static void
read_source(const struct reader *r, const struct ynode *n)
{
	static const struct sql_place w = { NULL, false, NULL };
	struct source *s = r->source;

	if (!node_map(r, n, "source", source_keys))
		return;
	s->file = text_dup(r->arena, text_of(r->file));
	s->name = node_text(r, ynode_get(n, "source"), "source");
	node_title(r, ynode_get(n, "title"), &s->title_zh, &s->title_en);
	s->from = read_sql(r, ynode_get(n, "from"), "from", FRAGMENT_LIST, &w);
	s->where = read_sql(r, ynode_get(n, "where"), "where", FRAGMENT_ONE, &w);
	s->order = read_sql(r, ynode_get(n, "order"), "order", FRAGMENT_LIST, &w);
	for (int g = 0; g < GRAIN_PERSON; g++)
		s->key[g] = read_sql(r, ynode_get(n, grain_name((enum grain)g)),
		    grain_name((enum grain)g), FRAGMENT_ONE, &w);
	s->recorded = read_recorded(r, ynode_get(n, "recorded"), s->key[GRAIN_CONTRACT]);
	s->others = node_flag(r, ynode_get(n, "others"), "others", false);
	read_evidence(r, ynode_get(n, "evidence"));
	if (ynode_get(n, "metrics") != NULL)
		read_metrics(r, ynode_get(n, "metrics"));
}

/* ---- all files */

static int
by_file(const void *a, const void *b)
{
	const struct catalogue_file *x = a;
	const struct catalogue_file *y = b;

	return strcmp(x->name, y->name);
}

static int
by_name(const void *a, const void *b)
{
	const struct metric *x = a;
	const struct metric *y = b;

	return text_cmp(x->decl.name, y->decl.name);
}

/* Of a list "name hash" in name order, so that no two sets of files share it. */
static void
hash_files(const struct catalogue_file *files, uint32_t n, char out[65])
{
	char one[SHA256_HEX];
	struct buf b;

	buf_init(&b, 1u << 20);
	for (uint32_t i = 0; i < n; i++) {
		sha256_hex(files[i].text.ptr, files[i].text.len, one);
		buf_addf(&b, "%s %s\n", files[i].name, one);
	}
	sha256_hex(b.data, b.len, out);
	buf_free(&b);
}

const struct catalogue *
catalogue_read(
    const struct catalogue_file *files, uint32_t n, struct arena *arena, struct diags *diags)
{
	struct catalogue *c = arena_alloc(arena, sizeof(*c));
	struct catalogue_file *sorted = arena_array(arena, n, sizeof(*sorted));
	struct reader r = { .arena = arena, .diags = diags, .c = c, .names = map_new(arena, 256) };
	uint32_t errors = diags->errors;

	if (n > 0)
		memcpy(sorted, files, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), by_file);
	c->sources = arena_array(arena, n, sizeof(*c->sources));
	c->metrics = arena_array(arena, METRICS_MAX, sizeof(*c->metrics));
	for (uint32_t i = 0; i < n; i++) {
		const struct ynode *root = yaml_read(sorted[i].name, sorted[i].text, arena, diags);

		if (root == NULL)
			continue;
		r.file = sorted[i].name;
		r.source = &c->sources[c->n_sources++];
		read_source(&r, root);
	}
	qsort(c->metrics, c->n_metrics, sizeof(*c->metrics), by_name);
	for (uint32_t i = 0; i < c->n_metrics; i++)
		c->metrics[i].decl.index = i;
	hash_files(sorted, n, c->hash);
	return diags->errors > errors ? NULL : c;
}

/* ---- vocabulary */

static const struct metric_decl *
find(const void *ctx, struct text name)
{
	const struct catalogue *c = ctx;
	uint32_t lo = 0, hi = c->n_metrics;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		int order = text_cmp(c->metrics[mid].decl.name, name);

		if (order == 0)
			return &c->metrics[mid].decl;
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static const struct metric_decl *
at(const void *ctx, uint32_t i)
{
	const struct catalogue *c = ctx;

	return i < c->n_metrics ? &c->metrics[i].decl : NULL;
}

struct vocabulary
catalogue_vocabulary(const struct catalogue *c)
{
	return (struct vocabulary){ .ctx = c, .find = find, .at = at };
}

const struct metric *
catalogue_metric(const struct catalogue *c, const struct metric_decl *decl)
{
	return &c->metrics[decl->index];
}
