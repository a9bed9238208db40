#include "app/case_place.h"

#include <string.h>

static struct text
id_of(const struct ynode *item)
{
	const struct ynode *id = ynode_get(item, "id");

	return id != NULL && id->kind == Y_SCALAR ? id->text : TEXT("");
}

static const struct ynode *
below(const struct ynode *n, struct text name)
{
	for (uint32_t i = 0; n->kind != Y_SCALAR && i < n->count; i++)
		if (text_eq(n->kind == Y_MAP ? n->keys[i]->text : id_of(n->items[i]), name))
			return n->items[i];
	return NULL;
}

struct case_place
case_place_of(const struct ynode *root, struct text path)
{
	struct case_place p = { .node = root, .above = root };

	while (p.node != NULL && path.len > 0) {
		const char *slash = memchr(path.ptr, '/', path.len);
		size_t n = slash != NULL ? (size_t)(slash - path.ptr) : path.len;
		size_t used = slash != NULL ? n + 1 : n;

		p.name = (struct text){ path.ptr, n };
		p.above = p.node;
		p.node = below(p.node, p.name);
		path = (struct text){ path.ptr + used, path.len - used };
	}
	return p;
}

void
case_place_try(const struct case_place *p, struct case_words *w)
{
	const struct ynode *n = p->above;

	for (uint32_t i = 0; n->kind != Y_SCALAR && i < n->count; i++) {
		struct text name = n->kind == Y_MAP ? n->keys[i]->text : id_of(n->items[i]);

		if (name.len > 0)
			case_words_try(w, name);
	}
}
