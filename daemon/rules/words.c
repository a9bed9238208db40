#include "rules/words.h"

#include <stdlib.h>
#include <string.h>

#include "rules/read_keys.h"

/* What an input method or a copied page leaves around a word. */
static const char *const edges[] = { "‘", "’", "“", "”", " ", "\t", "\n", "\u00a0", "\u3000" };

static size_t
edge_at(struct text t, bool end)
{
	for (size_t i = 0; i < COUNT_OF(edges); i++) {
		size_t n = strlen(edges[i]);

		if (t.len >= n && memcmp(end ? t.ptr + t.len - n : t.ptr, edges[i], n) == 0)
			return n;
	}
	return 0;
}

static struct text
without_edges(struct text t)
{
	size_t n;

	while ((n = edge_at(t, false)) > 0)
		t = (struct text){ t.ptr + n, t.len - n };
	while ((n = edge_at(t, true)) > 0)
		t.len -= n;
	return t;
}

bool
words_have(const struct param *p, struct text word)
{
	for (uint32_t i = 0; i < p->n_one_of; i++)
		if (text_eq(p->one_of[i], word))
			return true;
	return false;
}

struct word_refusal
words_refusal(struct scheme_builder *b, const struct param *p, struct text word)
{
	struct nearest near = nearest_to(b, without_edges(word));
	struct word_list list = { .len = 0 };

	for (uint32_t i = 0; i < p->n_one_of; i++) {
		nearest_try(&near, p->one_of[i]);
		word_list_add(&list, p->one_of[i]);
	}
	return (struct word_refusal){ text_dup(b->arena, p->name).ptr, text_dup(b->arena, word).ptr,
		nearest_text(&near, b->arena), arena_strndup(b->arena, list.text, list.len) };
}

static bool
edges_clean(struct scheme_builder *b, const struct ynode *n, const struct param *p)
{
	struct text bare = without_edges(n->text);

	if (bare.len == n->text.len)
		return true;
	FAULT_AT(b, F_TEXT_EDGES, n, text_dup(b->arena, p->name).ptr, n->text.ptr,
	    text_dup(b->arena, bare).ptr);
	return false;
}

bool
words_take(struct scheme_builder *b, const struct ynode *n, const struct param *p)
{
	struct word_refusal r;

	if (p->n_one_of == 0)
		return edges_clean(b, n, p);
	if (words_have(p, n->text))
		return true;
	r = words_refusal(b, p, n->text);
	FAULT_AT(b, F_PARAM_WORD, n, r.name, r.word, r.near, r.list);
	return false;
}

static int
by_word(const void *a, const void *b)
{
	return text_cmp(*(const struct text *)a, *(const struct text *)b);
}

static bool
one_word(struct scheme_builder *b, const struct ynode *n, struct param *p)
{
	struct text word;

	if (n->kind == Y_SCALAR && n->text.len > PARAM_TEXT_MAX) {
		FAULT_AT(b, F_LIMIT, n, DIAG_BOTH("文本参数的字节数", "Bytes of a text parameter"),
		    "200");
		return false;
	}
	if (!read_text(b, n, "one_of", &word) || !edges_clean(b, n, p))
		return false;
	if (words_have(p, word)) {
		FAULT_AT(b, F_PARAM_WORD_TWICE, n, n->text.ptr);
		return false;
	}
	p->one_of[p->n_one_of++] = word;
	return true;
}

void
words_read(struct scheme_builder *b, const struct ynode *n, struct param *p)
{
	if (!read_list(b, n, "one_of"))
		return;
	if (n->count == 0)
		FAULT_AT(b, F_EMPTY, n, "one_of");
	if (n->count > PARAM_WORDS_MAX) {
		FAULT_AT(
		    b, F_LIMIT, n, DIAG_BOTH("一个参数可用的词", "Words of a parameter"), "50");
		return;
	}
	p->one_of = arena_array(b->arena, n->count, sizeof(*p->one_of));
	for (uint32_t i = 0; i < n->count; i++)
		(void)one_word(b, n->items[i], p);
	if (p->n_one_of > 0)
		qsort(p->one_of, p->n_one_of, sizeof(*p->one_of), by_word);
}
