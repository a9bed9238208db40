#include "app/case_node.h"

#include <stdarg.h>
#include <stdio.h>

#define MAP_WORDS DIAG_BOTH("键值映射", "a map of keys")
#define LIST_WORDS DIAG_BOTH("列表", "a list")
#define VALUE_WORDS DIAG_BOTH("一个值", "a single value")

static bool
reported(const struct case_file *f, enum fault fault, const struct ynode *n, const char *arg)
{
	for (uint32_t i = 0; i < f->diags->count; i++) {
		const struct diag *d = &f->diags->items[i];

		if (d->fault == fault && d->line == n->line && d->column == n->column &&
		    text_is(d->file, f->name) && text_is(d->arg[0], arg != NULL ? arg : ""))
			return true;
	}
	return false;
}

void
case_fault(const struct case_file *f, enum fault fault, const struct ynode *n, ...)
{
	const char *arg[4] = { NULL };
	va_list ap;

	va_start(ap, n);
	for (size_t i = 0; i < COUNT_OF(arg); i++) {
		arg[i] = va_arg(ap, const char *);
		if (arg[i] == NULL)
			break;
	}
	va_end(ap);
	if (!reported(f, fault, n, arg[0]))
		diag_add(f->diags, fault, f->name, n->line, n->column, ynode_width(n), arg[0],
		    arg[1], arg[2], arg[3], NULL);
}

struct case_words
case_words_for(struct text word)
{
	size_t limit = word.len / 3 + 2;

	return (struct case_words){ .word = word, .distance = limit < 12 ? limit : 12 };
}

void
case_words_try(struct case_words *w, struct text candidate)
{
	size_t room = sizeof(w->list) - w->len;
	size_t d = text_distance(w->word, candidate, w->distance);
	int n;

	if (d < w->distance) {
		w->distance = d;
		w->best = candidate;
	}
	n = snprintf(w->list + w->len, room, "%s%.*s", w->len > 0 ? ", " : "", TEXT_ARG(candidate));
	if (n > 0 && (size_t)n < room)
		w->len += (size_t)n;
	else
		w->list[w->len] = '\0';
}

const char *
case_words_list(const struct case_words *w)
{
	return w->len > 0 ? w->list : "—";
}

const char *
case_words_best(const struct case_words *w, struct arena *arena)
{
	return arena_strndup(arena, w->best.len > 0 ? w->best.ptr : "", w->best.len);
}

static bool
known(const struct case_key *keys, size_t n, struct text word)
{
	for (size_t i = 0; i < n; i++)
		if (text_is(word, keys[i].name))
			return true;
	return false;
}

static void
unknown_key(const struct case_file *f, const struct ynode *key, const char *what,
    const struct case_key *keys, size_t n)
{
	struct case_words w = case_words_for(key->text);

	for (size_t i = 0; i < n; i++)
		case_words_try(&w, text_of(keys[i].name));
	CASE_FAULT(
	    f, F_KEY_UNKNOWN, key, key->text.ptr, what, case_words_best(&w, f->arena), w.list);
}

bool
case_is_map(const struct case_file *f, const struct ynode *n, const char *what)
{
	if (n->kind == Y_MAP)
		return true;
	CASE_FAULT(f, F_NODE_KIND, n, what, MAP_WORDS);
	return false;
}

bool
case_is_list(const struct case_file *f, const struct ynode *n, const char *what)
{
	if (n->kind == Y_SEQ)
		return true;
	CASE_FAULT(f, F_NODE_KIND, n, what, LIST_WORDS);
	return false;
}

bool
case_map(const struct case_file *f, const struct ynode *n, const char *what,
    const struct case_key *keys, size_t n_keys)
{
	if (!case_is_map(f, n, what))
		return false;
	for (uint32_t i = 0; i < n->count; i++)
		if (!known(keys, n_keys, n->keys[i]->text))
			unknown_key(f, n->keys[i], what, keys, n_keys);
	for (size_t i = 0; i < n_keys; i++)
		if (keys[i].required && ynode_get(n, keys[i].name) == NULL)
			CASE_FAULT(f, F_KEY_MISSING, n, keys[i].name, what);
	return true;
}

bool
case_text(const struct case_file *f, const struct ynode *n, const char *what, struct text *ret)
{
	if (n->kind != Y_SCALAR) {
		CASE_FAULT(f, F_NODE_KIND, n, what, VALUE_WORDS);
		return false;
	}
	if (ynode_is_null(n) || n->text.len == 0) {
		CASE_FAULT(f, F_EMPTY, n, what);
		return false;
	}
	*ret = n->text;
	return true;
}

bool
case_date(const struct case_file *f, const struct ynode *n, day_t *ret)
{
	struct text t;

	if (!case_text(f, n, DIAG_BOTH("日期", "date"), &t))
		return false;
	if (date_parse(t.ptr, t.len, ret))
		return true;
	CASE_FAULT(f, F_DATE, n, t.ptr);
	return false;
}

const struct ynode *
case_key_node(const struct ynode *map, const char *key)
{
	for (uint32_t i = 0; map->kind == Y_MAP && i < map->count; i++)
		if (text_is(map->keys[i]->text, key))
			return map->keys[i];
	return NULL;
}
