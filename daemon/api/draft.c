#include "api/draft.h"

#include <stdio.h>

#include "rules/overlay.h"

#define DETAIL_MAX 1024
#define CHAIN_MAX 3 /* a scheme, an overlay of it, and the values of a request */

/* The loaded scheme that a text extends; NULL when it extends none, or one that is not loaded. */
static const struct generation_scheme *
base_of(const struct generation *g, struct text text, struct arena *arena)
{
	const struct ynode *root, *name;
	struct diags unheard;

	diags_init(&unheard, arena);
	root = yaml_read(DRAFT_FILE, text, arena, &unheard);
	name = root != NULL ? overlay_base(root) : NULL;
	return name != NULL ? generation_scheme(g, name->text) : NULL;
}

const struct scheme *
draft_scheme(const struct generation *g, const char *name, struct text text, struct arena *arena,
    struct diags *diags)
{
	struct vocabulary vocabulary = generation_vocabulary(g);
	const struct generation_scheme *base = base_of(g, text, arena);
	struct scheme_source files[2] = { { name, text } };
	const struct scheme *ret[2];
	uint32_t n = 1;

	if (base != NULL)
		files[n++] = base->source;
	scheme_read_all(files, n, &vocabulary, arena, diags, ret);
	return ret[0];
}

const struct scheme *
draft_overlay(const struct generation *g, const struct generation_scheme *of, struct text overlay,
    struct arena *arena, struct diags *diags)
{
	struct vocabulary vocabulary = generation_vocabulary(g);
	const struct generation_scheme *base = base_of(g, of->source.text, arena);
	struct scheme_source files[CHAIN_MAX];
	uint32_t n = 0;

	if (base != NULL)
		files[n++] = base->source;
	files[n++] = of->source;
	files[n++] = (struct scheme_source){ DRAFT_FILE, overlay };
	return scheme_read_chain(files, n, &vocabulary, arena, diags);
}

static void
refused(const struct err *err, struct diags *diags)
{
	char zh[DETAIL_MAX], en[DETAIL_MAX], both[2 * DETAIL_MAX];

	err_detail(err, LANG_ZH, zh, sizeof(zh));
	err_detail(err, LANG_EN, en, sizeof(en));
	(void)snprintf(both, sizeof(both), "%s\x1f%s", zh, en);
	diag_add(diags, F_METRIC_SQL, DRAFT_FILE, 1, 1, 0, err->arg[0], both, NULL);
}

bool
draft_plan(const struct generation *g, const struct scheme *s, struct text programme,
    struct arena *arena, struct diags *diags, struct plan *ret)
{
	struct scheme *own = arena_alloc(arena, sizeof(*own));
	struct err err;

	*own = *s;
	own->id = programme; /* whose contracts it is tried on, whatever it calls itself */
	if (plan_build(own, g->catalogue, arena, ret, &err) == ERR_OK) {
		ret->unnamed = true;
		return true;
	}
	refused(&err, diags);
	return false;
}
