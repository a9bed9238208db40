#include "rules/probe.h"

#include <string.h>

#include "rules/build.h"
#include "rules/read_keys.h" /* leaf_needs */
#include "rules/table.h"

#define PROBE_FILE "expression"
#define PROBE_SOURCE_MAX (2u << 20)

/* The names that `like` gives; its values stay where they are. */
static void
take_names(struct scheme_builder *b, const struct scheme *like)
{
	struct scheme *s = b->s;

	s->params = arena_array(b->arena, like->n_params, sizeof(*s->params));
	if (like->n_params > 0)
		memcpy(s->params, like->params, like->n_params * sizeof(*s->params));
	s->n_params = like->n_params;
	for (uint32_t i = 0; i < s->n_params; i++)
		(void)map_put(b->params, s->params[i].name, i);
	s->tables = arena_array(b->arena, like->n_tables, sizeof(*s->tables));
	if (like->n_tables > 0)
		memcpy(s->tables, like->tables, like->n_tables * sizeof(*s->tables));
	s->n_tables = like->n_tables;
	for (uint32_t i = 0; i < s->n_tables; i++)
		(void)map_put(b->tables, s->tables[i].id, i);
	s->texts = like->texts;
	s->n_texts = b->cap_texts = like->n_texts;
	for (uint32_t i = 0; i < s->n_texts; i++)
		(void)map_put(b->texts, s->texts[i], i);
}

static void
start(struct scheme_builder *b, const struct scheme *like, uint32_t n)
{
	struct scheme *s = arena_alloc(b->arena, sizeof(*s));

	b->s = s;
	b->params = map_new(b->arena, 64);
	b->constants = map_new(b->arena, 64);
	b->texts = map_new(b->arena, 16);
	b->needs = map_new(b->arena, 64);
	b->tables = map_new(b->arena, 16);
	s->id = like->id;
	s->window = like->window;
	s->cal = like->cal;
	s->needs = arena_array(b->arena, SCHEME_NEEDS_MAX, sizeof(*s->needs));
	s->nodes = arena_array(b->arena, n + 1, sizeof(*s->nodes));
	s->nodes[0] = (struct node){ .id = TEXT("score"), .parent = -1, .size = n + 1 };
	s->n_nodes = n + 1;
	take_names(b, like);
}

static void
read_expression(struct scheme_builder *b, const char *expression, uint32_t place, enum grain grain)
{
	struct leaf *leaf = arena_alloc(b->arena, sizeof(*leaf));
	struct ynode *node = arena_alloc(b->arena, sizeof(*node));

	*node = (struct ynode){ .kind = Y_SCALAR, .plain = true, .line = place, .column = 1 };
	node->text = node->raw = text_dup(b->arena, text_of(expression));
	leaf->grain = grain;
	b->s->nodes[place] = (struct node){ .parent = 0, .size = 1, .depth = 1, .leaf = leaf };
	(void)expr_compile(b, node, grain, &leaf->value);
	b->leaves =
	    arena_room(b->arena, b->leaves, b->n_leaves, &b->cap_leaves, sizeof(*b->leaves));
	b->leaves[b->n_leaves++] = leaf;
}

/* For the excerpts of findings. */
static void
keep_source(struct diags *diags, const char *const *expressions, uint32_t n)
{
	struct buf b;

	buf_init(&b, PROBE_SOURCE_MAX);
	for (uint32_t i = 0; i < n; i++)
		buf_addf(&b, "%s\n", expressions[i]);
	diags_source(diags, PROBE_FILE, text_dup(diags->arena, (struct text){ b.data, b.len }));
	buf_free(&b);
}

const struct scheme *
scheme_probe(const struct scheme *like, const char *const *expressions, uint32_t n,
    enum grain grain, const struct vocabulary *vocabulary, struct arena *arena, struct diags *diags)
{
	struct scheme_builder b = {
		.file = PROBE_FILE, .vocabulary = vocabulary, .arena = arena, .diags = diags
	};
	uint32_t errors = diags->errors;

	keep_source(diags, expressions, n);
	start(&b, like, n);
	for (uint32_t i = 0; i < n; i++)
		read_expression(&b, expressions[i], i + 1, grain);
	if (diags->errors > errors)
		return NULL;
	build_finish(&b);
	for (uint32_t i = 0; i < b.n_leaves; i++)
		leaf_needs(&b, b.leaves[i]);
	return b.s;
}
