#include "metrics/catalogue_internal.h"

enum { NAME_MAX_BYTES = 62 }; /* an SQL identifier */

const char *
node_cstr(const struct reader *r, struct text t)
{
	return arena_strndup(r->arena, t.len > 0 ? t.ptr : "", t.len);
}

static const char *
key_list(const struct reader *r, const struct key *keys)
{
	const char *out;
	struct buf b;

	buf_init(&b, 1024);
	for (const struct key *k = keys; k->name != NULL; k++)
		buf_addf(&b, "%s%s", k > keys ? ", " : "", k->name);
	out = arena_strndup(r->arena, b.data, b.len);
	buf_free(&b);
	return out;
}

static const char *
nearest_key(struct text word, const struct key *keys)
{
	size_t limit = 3;
	const char *best = "";

	for (const struct key *k = keys; k->name != NULL; k++) {
		size_t d = text_distance(word, text_of(k->name), limit);

		if (d < limit) {
			limit = d;
			best = k->name;
		}
	}
	return best;
}

static bool
known_key(struct text word, const struct key *keys)
{
	for (const struct key *k = keys; k->name != NULL; k++)
		if (text_is(word, k->name))
			return true;
	return false;
}

/* True when the node is a map; unknown and missing keys are reported. */
bool
node_map(const struct reader *r, const struct ynode *n, const char *what, const struct key *keys)
{
	if (n->kind != Y_MAP) {
		FAULT(r, F_NODE_KIND, n, what, "map {…}");
		return false;
	}
	for (uint32_t i = 0; i < n->count; i++)
		if (!known_key(n->keys[i]->text, keys))
			FAULT(r, F_KEY_UNKNOWN, n->keys[i], node_cstr(r, n->keys[i]->text), what,
			    nearest_key(n->keys[i]->text, keys), key_list(r, keys));
	for (const struct key *k = keys; k->name != NULL; k++)
		if (k->required && ynode_get(n, k->name) == NULL)
			FAULT(r, F_KEY_MISSING, n, k->name, what);
	return true;
}

/* A scalar's text; empty when the node is NULL or no text (then reported). */
struct text
node_text(const struct reader *r, const struct ynode *n, const char *what)
{
	if (n == NULL)
		return TEXT("");
	if (n->kind == Y_SCALAR && !ynode_is_null(n))
		return text_dup(r->arena, n->text);
	FAULT(r, F_NODE_KIND, n, what, "text");
	return TEXT("");
}

bool
node_flag(const struct reader *r, const struct ynode *n, const char *what, bool otherwise)
{
	if (n == NULL)
		return otherwise;
	if (n->kind == Y_SCALAR && text_is(n->text, "true"))
		return true;
	if (n->kind == Y_SCALAR && text_is(n->text, "false"))
		return false;
	FAULT(r, F_WORD_UNKNOWN, n, n->kind == Y_SCALAR ? node_cstr(r, n->text) : "…", what, "",
	    "true, false");
	return otherwise;
}

/* [a-z][a-z0-9_]*, with `dots` also joined by dots (one at least). */
bool
is_identifier(struct text t, bool dots)
{
	bool start = true, dotted = false;

	for (size_t i = 0; i < t.len; i++) {
		char c = t.ptr[i];

		if (c == '.' && dots && !start) {
			start = dotted = true;
			continue;
		}
		if (!((c >= 'a' && c <= 'z') || (!start && (c == '_' || (c >= '0' && c <= '9')))))
			return false;
		start = false;
	}
	return t.len > 0 && t.len <= NAME_MAX_BYTES && !start && dotted == dots;
}

void
node_title(const struct reader *r, const struct ynode *n, struct text *zh, struct text *en)
{
	static const struct key keys[] = { { "zh", true }, { "en", true }, { NULL, false } };

	if (n == NULL || !node_map(r, n, "title", keys))
		return;
	*zh = node_text(r, ynode_get(n, "zh"), "zh");
	*en = node_text(r, ynode_get(n, "en"), "en");
}
