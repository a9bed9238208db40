#include "rules/read_keys.h"

#include <assert.h>
#include <string.h>

#define MAP_WORDS DIAG_BOTH("键值映射", "a map of keys")
#define LIST_WORDS DIAG_BOTH("列表", "a list")
#define TEXT_WORDS DIAG_BOTH("一个值", "a single value")

const struct ynode *
key_node(const struct ynode *map, const char *key)
{
	for (uint32_t i = 0; i < map->count; i++)
		if (text_is(map->keys[i]->text, key))
			return map->keys[i];
	return NULL;
}

/* The row of a key; n: there is none. */
static size_t
row_of(const struct key_row *rows, size_t n, struct text key)
{
	size_t i = 0;

	while (
	    i < n && (key.len == 0 || rows[i].name[0] != key.ptr[0] || !text_is(key, rows[i].name)))
		i++;
	return i;
}

static void
unknown_key(struct scheme_builder *b, const struct ynode *key, const char *what,
    const struct key_row *rows, size_t n)
{
	struct nearest near = nearest_to(b, key->text);
	struct word_list list = { .len = 0 };

	/* past the findings that are kept only their number counts */
	for (size_t i = 0; i < n && b->diags->count < DIAGS_MAX; i++) {
		nearest_try(&near, text_of(rows[i].name));
		word_list_add(&list, text_of(rows[i].name));
	}
	FAULT_AT(
	    b, F_KEY_UNKNOWN, key, key->text.ptr, what, nearest_text(&near, b->arena), list.text);
}

bool
keys_read(struct scheme_builder *b, const struct ynode *map, const char *what,
    const struct key_row *rows, size_t n, void *into)
{
	const struct ynode *given[TABLE_KEYS_MAX] = { NULL };

	assert(n <= COUNT_OF(given));
	if (map->kind != Y_MAP) {
		FAULT_AT(b, F_NODE_KIND, map, what, MAP_WORDS);
		return false;
	}
	for (uint32_t i = 0; i < map->count; i++) {
		size_t row = row_of(rows, n, map->keys[i]->text);

		if (row == n)
			unknown_key(b, map->keys[i], what, rows, n);
		else if (given[row] == NULL)
			given[row] = map->items[i];
	}
	for (size_t i = 0; i < n; i++) {
		const struct ynode *v = given[i];

		if (v != NULL && rows[i].read != NULL)
			rows[i].read(b, v, into);
		else if (v == NULL && rows[i].required)
			FAULT_AT(b, F_KEY_MISSING, map, rows[i].name, what);
	}
	return true;
}

static bool
all_given(const struct ynode *map, const char *const keys[2], const char *flag)
{
	const struct ynode *n = ynode_get(map, keys[0]);

	if (n == NULL || (keys[1] != NULL && ynode_get(map, keys[1]) == NULL))
		return false;
	return flag == NULL || strcmp(flag, keys[0]) != 0 || text_is(n->text, "true");
}

void
choices_read(struct scheme_builder *b, const struct ynode *map, const char *what,
    const struct key_choice *choices, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct key_choice *c = &choices[i];
		const char *given = NULL;

		for (size_t k = 0; k < COUNT_OF(c->keys) && c->keys[k][0] != NULL; k++) {
			if (!all_given(map, c->keys[k], c->flag))
				continue;
			if (given != NULL && c->exclusive)
				FAULT_AT(b, F_SLOT_TWICE, key_node(map, c->keys[k][0]), given,
				    c->keys[k][0]);
			given = c->keys[k][0];
		}
		if (given == NULL)
			FAULT_AT(b, F_KEY_MISSING, map, c->keys[0][0], what);
	}
}

void
pairs_read(struct scheme_builder *b, const struct ynode *map, const struct key_table *t)
{
	for (size_t i = 0; i < t->n_pairs; i++)
		for (int k = 0; k < 2; k++) {
			const char *have = t->pairs[i][k];
			const char *lack = t->pairs[i][1 - k];

			if (ynode_get(map, have) != NULL && ynode_get(map, lack) == NULL)
				FAULT_AT(b, F_COMBINE_ALONE, key_node(map, have), have, lack);
		}
}

size_t
table_rows(const struct key_table *t, struct key_row rows[TABLE_KEYS_MAX], size_t n)
{
	assert(n + t->n <= TABLE_KEYS_MAX);
	for (size_t i = 0; i < t->n; i++) {
		const struct key *k = &t->keys[i];

		rows[n++] = (struct key_row){ k->name, k->required, k->read };
	}
	return n;
}

bool
table_read(struct scheme_builder *b, const struct ynode *map, const char *what,
    const struct key_table *t, void *into)
{
	struct key_row rows[TABLE_KEYS_MAX];

	what = what != NULL ? what : t->what;
	if (!keys_read(b, map, what, rows, table_rows(t, rows, 0), into))
		return false;
	choices_read(b, map, what, t->choices, t->n_choices);
	return true;
}

bool
read_word(struct scheme_builder *b, const struct ynode *n, const char *what,
    const char *(*name)(unsigned), unsigned first, unsigned count, unsigned *ret)
{
	struct nearest near = nearest_to(b, n->text);
	struct word_list list = { .len = 0 };

	if (n->kind != Y_SCALAR) {
		FAULT_AT(b, F_NODE_KIND, n, what, TEXT_WORDS);
		return false;
	}
	for (unsigned i = first; i < count; i++) {
		if (text_is(n->text, name(i))) {
			*ret = i;
			return true;
		}
		nearest_try(&near, text_of(name(i)));
		word_list_add(&list, text_of(name(i)));
	}
	FAULT_AT(b, F_WORD_UNKNOWN, n, n->text.ptr, what, nearest_text(&near, b->arena), list.text);
	return false;
}

/* The text of a parameter that holds one text for all days. */
static bool
parameter_text(
    struct scheme_builder *b, const struct ynode *n, uint32_t *ret_index, struct text *ret)
{
	struct nearest near = nearest_to(b, n->text);
	const struct param *p;

	if (!map_get(b->params, n->text, ret_index)) {
		for (uint32_t i = 0; i < b->s->n_params; i++)
			nearest_try(&near, b->s->params[i].name);
		FAULT_AT(b, F_WORD_PARAMETER, n, n->text.ptr, nearest_text(&near, b->arena));
		return false;
	}
	b->s->params[*ret_index].used = true;
	p = &b->s->params[*ret_index];
	if (p->type.kind == VT_COUNT)
		return false; /* its own fault is reported */
	if (p->type.kind != VT_TEXT || p->n_values != 1 || !p->values[0].set) {
		FAULT_AT(b, F_WORD_PARAMETER, n, n->text.ptr, "");
		return false;
	}
	*ret = b->s->texts[p->values[0].value / DEC_ONE];
	return true;
}

static bool
add_chosen(struct scheme_builder *b, const struct ynode *n, const void *at, uint32_t param)
{
	struct scheme *s = b->s;

	if (s->chosen == NULL)
		s->chosen = arena_array(b->arena, SCHEME_CHOSEN_MAX, sizeof(*s->chosen));
	if (s->n_chosen == SCHEME_CHOSEN_MAX) {
		FAULT_AT(b, F_LIMIT, n, DIAG_BOTH("由参数给出的词", "Words by parameter"), "256");
		return false;
	}
	s->chosen[s->n_chosen++] = (struct chosen_word){ at, param };
	return true;
}

/* Nor may an overlay make it another word than those. */
static bool
other_word(const struct param *p, const char *(*name)(unsigned), unsigned first, unsigned count,
    struct text *ret)
{
	for (uint32_t i = 0; i < p->n_one_of; i++) {
		unsigned k = first;

		while (k < count && !text_is(p->one_of[i], name(k)))
			k++;
		if (k < count)
			continue;
		*ret = p->one_of[i];
		return true;
	}
	return false;
}

bool
read_choice(struct scheme_builder *b, const struct ynode *n, const char *what,
    const char *(*name)(unsigned), unsigned first, unsigned count, unsigned *ret, const void *at)
{
	static const struct key_row rows[] = { { "parameter", true, NULL } };
	struct word_list list = { .len = 0 };
	const struct ynode *from;
	struct text word;
	uint32_t index;

	if (n->kind != Y_MAP)
		return read_word(b, n, what, name, first, count, ret);
	from = keys_read(b, n, what, rows, 1, NULL) ? ynode_get(n, "parameter") : NULL;
	if (from == NULL || !read_text(b, from, "parameter", &word) ||
	    !parameter_text(b, from, &index, &word))
		return false;
	(void)other_word(&b->s->params[index], name, first, count, &word);
	for (unsigned i = first; i < count; i++) {
		if (text_is(word, name(i))) {
			*ret = i;
			return add_chosen(b, n, at, index);
		}
		word_list_add(&list, text_of(name(i)));
	}
	FAULT_AT(b, F_WORD_CHOSEN, from, from->text.ptr, word.ptr, what, list.text);
	return false;
}

bool
read_list(struct scheme_builder *b, const struct ynode *n, const char *what)
{
	if (n->kind == Y_SEQ)
		return true;
	FAULT_AT(b, F_NODE_KIND, n, what, LIST_WORDS);
	return false;
}

static bool
scalar(struct scheme_builder *b, const struct ynode *n, const char *what)
{
	if (n->kind != Y_SCALAR)
		FAULT_AT(b, F_NODE_KIND, n, what, TEXT_WORDS);
	else if (ynode_is_null(n))
		FAULT_AT(b, F_EMPTY, n, what);
	else
		return true;
	return false;
}

bool
read_text(struct scheme_builder *b, const struct ynode *n, const char *what, struct text *ret)
{
	if (!scalar(b, n, what))
		return false;
	if (n->text.len == 0) {
		FAULT_AT(b, F_EMPTY, n, what);
		return false;
	}
	*ret = n->text;
	return true;
}

static const char *
bool_word(unsigned i)
{
	return i == 0 ? "false" : "true";
}

bool
read_bool(struct scheme_builder *b, const struct ynode *n, const char *what, bool *ret)
{
	unsigned word;

	if (!read_word(b, n, what, bool_word, 0, 2, &word))
		return false;
	*ret = word == 1;
	return true;
}

bool
read_dec(struct scheme_builder *b, const struct ynode *n, const char *what, dec_t *ret)
{
	if (!scalar(b, n, what))
		return false;
	if (dec_parse(n->text.ptr, n->text.len, ret))
		return true;
	FAULT_AT(b, F_NUMBER, n, n->text.ptr, what);
	return false;
}

bool
read_places(struct scheme_builder *b, const struct ynode *n, const char *what, uint8_t *ret)
{
	dec_t places;

	if (!read_dec(b, n, what, &places))
		return false;
	if (places < 0 || places > DEC_PLACES * DEC_ONE || places % DEC_ONE != 0) {
		FAULT_AT(b, F_RANGE, n, n->text.ptr, what,
		    DIAG_BOTH("为 0 至 6 的整数", "a whole number from 0 to 6"));
		return false;
	}
	*ret = (uint8_t)(places / DEC_ONE);
	return true;
}

bool
read_date(struct scheme_builder *b, const struct ynode *n, day_t *ret)
{
	if (!scalar(b, n, DIAG_BOTH("日期", "date")))
		return false;
	if (date_parse(n->text.ptr, n->text.len, ret))
		return true;
	FAULT_AT(b, F_DATE, n, n->text.ptr);
	return false;
}

struct title_into {
	struct title title;
	const char *what;
};

static void
title_zh(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct title_into *t = into;

	read_text(b, n, t->what, &t->title.zh);
}

static void
title_en(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct title_into *t = into;

	read_text(b, n, t->what, &t->title.en);
}

bool
read_title(struct scheme_builder *b, const struct ynode *n, const char *what, struct title *ret)
{
	static const struct key_row rows[] = { { "zh", false, title_zh },
		{ "en", false, title_en } };
	struct title_into t = { { TEXT(""), TEXT("") }, what };

	if (n->kind == Y_SCALAR) {
		if (!read_text(b, n, what, &t.title.zh))
			return false;
	} else if (!keys_read(b, n, what, rows, COUNT_OF(rows), &t)) {
		return false;
	} else if (n->count == 0) {
		FAULT_AT(b, F_EMPTY, n, what);
		return false;
	}
	if (t.title.zh.len == 0 && t.title.en.len == 0)
		return false;
	ret->zh = t.title.zh.len > 0 ? t.title.zh : t.title.en;
	ret->en = t.title.en.len > 0 ? t.title.en : t.title.zh;
	return true;
}

static bool
id_char(char c, enum id_form form)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
	       (form == ID_INDICATOR && (c == '.' || c == '-'));
}

bool
read_id(struct scheme_builder *b, const struct ynode *n, enum id_form form, struct text *ret)
{
	struct text t = n->text;
	bool ok = n->kind == Y_SCALAR && !ynode_is_null(n) && t.len > 0 && t.len <= 64 &&
		  t.ptr[0] >= 'a' && t.ptr[0] <= 'z';

	for (size_t i = 0; ok && i < t.len; i++)
		ok = id_char(t.ptr[i], form);
	if (ok)
		*ret = t;
	else
		FAULT_AT(b, F_ID_FORM, n, n->kind == Y_SCALAR ? t.ptr : "…",
		    form == ID_INDICATOR ? "[a-z][a-z0-9_.-]{0,63}" : "[a-z][a-z0-9_]{0,63}");
	return ok;
}
