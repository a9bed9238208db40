#include "api/generation.h"

#include <stdio.h>
#include <stdlib.h>
#include <assert.h>
#include <string.h>

#include "api/reply.h"
#include "api/scheme_json.h"
#include "api/score_json.h"
#include "api/yaml_json.h"
#include "rules/calendar.h"
#include "rules/yaml_tree.h"

#define GENERATION_BYTES_MAX ((size_t)256 << 20)
#define SENTENCE_MAX 1024

/* Takes over what was written; the buffer is free after. */
static enum err_code
finish_document(struct generation *g, struct document *d, struct json *j, struct err *reterr)
{
	bool done = json_done(j);
	bool over = j->out->over;

	d->content_type = TYPE_JSON;
	if (done) {
		d->body = text_dup(g->arena, (struct text){ j->out->data, j->out->len });
		etag_of(d->body, d->etag);
	}
	buf_free(j->out);
	if (done)
		return ERR_OK;
	return over ? err_set(reterr, E_LIMIT, "", "document", "16 MiB", NULL)
		    : err_set(reterr, E_INTERNAL, "", "JSON", NULL);
}

static enum err_code
build_scheme_documents(struct generation *g, struct err *reterr)
{
	enum err_code code = ERR_OK;
	struct buf b;
	struct json j;

	for (uint32_t i = 0; i < g->n_schemes && code == ERR_OK; i++) {
		g->schemes[i].frames = score_frames(g->schemes[i].scheme, g->arena);
		buf_init(&b, BODY_BYTES_MAX);
		json_init(&j, &b);
		scheme_json(&j, g->schemes[i].scheme);
		code = finish_document(g, &g->schemes[i].document, &j, reterr);
	}
	if (code != ERR_OK)
		return code;
	buf_init(&b, BODY_BYTES_MAX);
	json_init(&j, &b);
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (uint32_t i = 0; i < g->n_schemes; i++)
		scheme_item_json(&j, g->schemes[i].scheme);
	json_end(&j);
	json_key(&j, "next");
	json_null(&j);
	json_end(&j);
	return finish_document(g, &g->scheme_list, &j, reterr);
}

static enum err_code
build_openapi(struct generation *g, struct text source, struct diags *diags, struct err *reterr)
{
	struct arena *tree_arena;
	const struct ynode *tree;
	enum err_code code = ERR_OK;
	struct buf b;
	struct json j;

	if (source.len == 0) /* assayd check has none */
		return ERR_OK;
	tree_arena = arena_new(GENERATION_BYTES_MAX);
	tree = yaml_read("openapi.yaml", source, tree_arena, diags);
	if (tree != NULL) {
		buf_init(&b, BODY_BYTES_MAX);
		json_init(&j, &b);
		yaml_json(&j, tree);
		code = finish_document(g, &g->openapi, &j, reterr);
	}
	arena_free(tree_arena);
	return code;
}

static int
by_id(const void *a, const void *b)
{
	const struct generation_scheme *x = a;
	const struct generation_scheme *y = b;

	return text_cmp(x->scheme->id, y->scheme->id);
}

/* A scheme's place is where the id is looked up, so that an id can only be there once. */
static void
find_twins(const struct generation *g, struct diags *diags)
{
	for (uint32_t i = 1; i < g->n_schemes; i++) {
		const struct scheme *a = g->schemes[i - 1].scheme;
		const struct scheme *b = g->schemes[i].scheme;

		if (!text_eq(a->id, b->id))
			continue;
		diag_add(diags, F_SCHEME_TWICE, arena_strndup(g->arena, b->file.ptr, b->file.len),
		    1, 1, 0, arena_strndup(g->arena, b->id.ptr, b->id.len),
		    arena_strndup(g->arena, a->file.ptr, a->file.len), NULL);
	}
}

struct vocabulary
generation_vocabulary(const struct generation *g)
{
	struct vocabulary v = catalogue_vocabulary(g->catalogue);

	v.calendars = g->calendars;
	v.files = &g->files;
	return v;
}

static void
add_scheme(struct generation *g, const struct scheme *s, const struct scheme_source *source)
{
	struct generation_scheme *gs = &g->schemes[g->n_schemes++];

	gs->scheme = s;
	gs->source.file = text_dup(g->arena, text_of(source->file)).ptr;
	gs->source.text = text_dup(g->arena, source->text);
}

static void
read_schemes(struct generation *g, const struct generation_files *files, struct diags *diags)
{
	struct calendar_set *calendars = arena_alloc(g->arena, sizeof(*calendars));
	struct scheme_source *sources = arena_array(g->arena, files->n_rules, sizeof(*sources));
	const struct scheme **schemes =
	    arena_array(g->arena, files->n_rules, sizeof(const struct scheme *));
	struct vocabulary vocabulary;

	for (uint32_t i = 0; i < files->n_calendars; i++)
		calendar_set_add(
		    calendars, files->calendars[i].name, files->calendars[i].text, g->arena, diags);
	g->calendars = calendars;
	beside_init(&g->beside, g->arena, files->beside);
	g->files = beside_files(&g->beside);
	vocabulary = generation_vocabulary(g);
	for (uint32_t i = 0; i < files->n_rules; i++)
		sources[i] = (struct scheme_source){ files->rules[i].name, files->rules[i].text };
	scheme_read_all(sources, files->n_rules, &vocabulary, g->arena, diags, schemes);
	g->beside.reader = NULL;
	for (uint32_t i = 0; i < files->n_rules; i++)
		if (schemes[i] != NULL)
			add_scheme(g, schemes[i], &sources[i]);
	qsort(g->schemes, g->n_schemes, sizeof(g->schemes[0]), by_id);
	find_twins(g, diags);
}

static enum err_code
build_plans(struct generation *g, struct pg *pg, int64_t deadline_ms, struct diags *diags,
    struct err *reterr)
{
	for (uint32_t i = 0; i < g->n_schemes; i++) {
		struct generation_scheme *gs = &g->schemes[i];
		enum err_code code =
		    plan_build(gs->scheme, g->catalogue, g->arena, &gs->plan, reterr);

		if (code == ERR_OK && pg != NULL)
			code = plan_check(&gs->plan, pg, deadline_ms, diags, reterr);
		if (code != ERR_OK)
			return code;
	}
	return ERR_OK;
}

static enum err_code
refuse(const struct diags *diags, struct err *reterr)
{
	const struct diag *first = NULL;
	char count[16];
	struct buf said;
	enum err_code code;

	for (uint32_t i = 0; i < diags->count && first == NULL; i++) {
		if (fault_severity(diags->items[i].fault) == SEV_ERROR)
			first = &diags->items[i];
	}
	(void)snprintf(count, sizeof(count), "%u", diags->errors);
	buf_init(&said, SENTENCE_MAX);
	if (first != NULL) {
		buf_addf(&said, "%.*s:%u:%u: ", TEXT_ARG(first->file), first->line, first->column);
		diag_sentence(first, LANG_EN, &said);
	}
	code = err_set(reterr, E_RULES, "", count, said.data, NULL);
	buf_free(&said);
	return code;
}

static enum err_code
fill(struct generation *g, const struct generation_files *files, struct pg *pg, int64_t deadline_ms,
    struct diags *diags, struct err *reterr)
{
	enum err_code code;

	if (files->n_rules == 0)
		return err_set(reterr, E_RULES_NONE, "", NULL);
	if (files->n_rules > GENERATION_SCHEMES_MAX)
		return err_set(reterr, E_LIMIT, "", "rules", "64", NULL);
	g->catalogue = catalogue_read(files->metrics, files->n_metrics, g->arena, diags);
	if (g->catalogue == NULL)
		return refuse(diags, reterr);
	read_schemes(g, files, diags);
	if (diags->errors > 0)
		return refuse(diags, reterr);
	code = build_plans(g, pg, deadline_ms, diags, reterr);
	if (code == ERR_OK)
		code = build_scheme_documents(g, reterr);
	if (code == ERR_OK)
		code = build_openapi(g, files->openapi_yaml, diags, reterr);
	if (code != ERR_OK)
		return code;
	if (diags->errors > 0)
		return refuse(diags, reterr);
	if (arena_over(g->arena))
		return err_set(reterr, E_LIMIT, "", "rules", "256 MiB", NULL);
	return ERR_OK;
}

struct generation *
generation_build(const struct generation_files *files, struct pg *pg, int64_t deadline_ms,
    uint64_t number, struct diags *diags, struct err *reterr)
{
	struct arena *arena = arena_new(GENERATION_BYTES_MAX);
	struct generation *g = arena_alloc(arena, sizeof(*g));

	atomic_init(&g->refs, 1);
	g->arena = arena;
	g->number = number;
	if (fill(g, files, pg, deadline_ms, diags, reterr) == ERR_OK)
		return g;
	arena_free(arena);
	return NULL;
}

void
generation_serve(struct generation *g, size_t ready_bytes)
{
	assert(g->ready == NULL);
	g->ready = ready_new(ready_bytes);
}

struct generation *
generation_ref(struct generation *g)
{
	atomic_fetch_add_explicit(&g->refs, 1, memory_order_relaxed);
	return g;
}

void
generation_unref(struct generation *g)
{
	if (g == NULL)
		return;
	if (atomic_fetch_sub_explicit(&g->refs, 1, memory_order_acq_rel) != 1)
		return;
	ready_free(g->ready);
	arena_free(g->arena);
}

const struct generation_scheme *
generation_scheme(const struct generation *g, struct text id)
{
	uint32_t lo = 0;
	uint32_t hi = g->n_schemes;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		int order = text_cmp(g->schemes[mid].scheme->id, id);

		if (order == 0)
			return &g->schemes[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}
