/* How expectations are walked and compared; what there is to expect stands in the tables. */
#include "app/case_expect.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "api/score_text.h"
#include "app/case_facts.h"
#include "metrics/fact_set.h"
#include "rules/kind.h"

#define TEXT_MAX 65536
#define LISTS_MAX 16
#define LOST_SHOWN 5
#define PATH_MAX_BYTES 4096

struct place {
	const struct checking *k;
	struct text path;
};

void
expect_number(struct expect_value *ret, bool known, int64_t v)
{
	ret->known = known;
	ret->v = v;
}

void
expect_day(struct expect_value *ret, day_t day)
{
	ret->known = day != DAY_NONE;
	ret->v = day;
}

void
expect_word(struct expect_value *ret, struct text word)
{
	ret->known = word.len > 0;
	ret->word = word;
}

void
expect_bool(struct expect_value *ret, bool v)
{
	ret->known = true;
	ret->v = v;
}

struct expect_item
expect_item_of(const struct expect_item *parent, const void *it, uint32_t at)
{
	return (struct expect_item){ .k = parent->k, .it = it, .at = at, .node = -1 };
}

/* ---- values ------------------------------------------------------------------------- */

static bool
read_share(struct text t, int64_t *ret)
{
	if (t.len > 1 && t.ptr[t.len - 1] == '%')
		return dec_parse(t.ptr, t.len - 1, ret) &&
		       dec_mul_div(*ret, FRAC_ONE / DEC_ONE, 100, ret);
	return fact_decimal(t, FRAC_ONE, ret);
}

static bool
read_day(struct text t, int64_t *ret)
{
	day_t day;

	if (!date_parse(t.ptr, t.len, &day))
		return false;
	*ret = day;
	return true;
}

static bool
read_count(struct text t, int64_t *ret)
{
	if (!dec_parse(t.ptr, t.len, ret) || *ret % DEC_ONE != 0)
		return false;
	*ret /= DEC_ONE;
	return true;
}

static bool
read_expected(enum expect_kind kind, struct text t, int64_t *ret)
{
	switch (kind) {
	case EX_DEC:
		return fact_decimal(t, DEC_ONE, ret);
	case EX_SHARE:
		return read_share(t, ret);
	case EX_PERCENT:
		return fact_value(VT_PERCENT, t, ret);
	case EX_DAY:
		return read_day(t, ret);
	case EX_COUNT:
		return read_count(t, ret);
	case EX_BOOL:
		*ret = text_is(t, "true");
		return text_is(t, "true") || text_is(t, "false");
	case EX_WORD:
		break;
	}
	return true;
}

static const char *
kind_words(enum expect_kind kind)
{
	static const char *const words[] = { [EX_DEC] = DIAG_BOTH("数字", "a number"),
		[EX_SHARE] = DIAG_BOTH("比例，如 7/8 或 50%", "a share such as 7/8 or 50%"),
		[EX_PERCENT] = DIAG_BOTH("百分比", "a percentage"),
		[EX_DAY] = DIAG_BOTH("日期", "a date"),
		[EX_WORD] = DIAG_BOTH("词", "a word"),
		[EX_BOOL] = DIAG_BOTH("true 或 false", "true or false"),
		[EX_COUNT] = DIAG_BOTH("整数", "a whole number") };

	return words[kind];
}

static void
print_scaled(int64_t v, int64_t one, const char *unit, struct buf *out)
{
	char text[DEC_TEXT_MAX + 4];
	int64_t whole = v / one, part = v % one;
	int n;

	if (one == DEC_ONE) {
		buf_add(out, text, dec_print(v, 0, text));
		buf_adds(out, unit);
		return;
	}
	if (part < 0)
		part = -part;
	n = snprintf(text, sizeof(text), "%s%lld.%07lld", v < 0 && whole == 0 ? "-" : "",
	    (long long)whole, (long long)part);
	while (text[n - 1] == '0')
		n--;
	buf_add(out, text, (size_t)(text[n - 1] == '.' ? n - 1 : n));
	buf_adds(out, unit);
}

static void
print_got(const struct expect_value *v, struct buf *out)
{
	char day[DAY_TEXT_MAX];

	if (!v->known) {
		buf_adds(out, "null");
		return;
	}
	switch (v->kind) {
	case EX_DEC:
		print_scaled(v->v, DEC_ONE, "", out);
		break;
	case EX_SHARE: /* seven decimals of a hundred times it are nine of it */
		print_scaled(v->v, FRAC_ONE / 100, "%", out);
		break;
	case EX_PERCENT:
		print_scaled(v->v, DEC_ONE, "", out);
		break;
	case EX_DAY:
		date_print((day_t)v->v, day);
		buf_adds(out, day);
		break;
	case EX_COUNT:
		buf_addf(out, "%lld", (long long)v->v);
		break;
	case EX_BOOL:
		buf_adds(out, v->v != 0 ? "true" : "false");
		break;
	case EX_WORD:
		buf_addt(out, v->word);
	}
}

/* ---- what differs ------------------------------------------------------------------- */

static struct text
taken(struct arena *arena, struct buf *b)
{
	struct text t = text_dup(arena, (struct text){ b->len > 0 ? b->data : "", b->len });

	buf_free(b);
	return t;
}

/* Of the total: the indicators that cost most. */
static void
say_lost(const struct checking *k, struct buf *out)
{
	struct lost lost[LOST_SHOWN];
	uint32_t n = explain_lost(k->r, 0, lost, LOST_SHOWN);
	char text[DEC_TEXT_MAX];

	for (uint32_t i = 0; i < n; i++) {
		const struct node *node = &k->r->scheme->nodes[lost[i].node];

		(void)dec_print(lost[i].points, 0, text);
		buf_adds(out, i > 0                ? ", "
			      : k->lang == LANG_ZH ? "失分最多："
						   : "What cost most: ");
		buf_addf(out, "%.*s %s", TEXT_ARG(node->id), text);
	}
}

static struct text
why_of(const struct expect_item *item)
{
	const struct checking *k = item->k;
	struct buf b;

	if (item->node == 0) {
		buf_init(&b, TEXT_MAX);
		say_lost(k, &b);
		return taken(k->f->arena, &b);
	}
	if (item->node < 0 || (k->r->scheme->nodes[item->node].leaf == NULL &&
				  !k->r->scheme->nodes[item->node].limited))
		return TEXT("");
	buf_init(&b, TEXT_MAX);
	score_sentence(k->r, 0, (uint32_t)item->node, k->lang, &b);
	return taken(k->f->arena, &b);
}

static struct case_mismatch *
new_mismatch(struct case_outcome *out, struct arena *arena)
{
	out->mismatches =
	    arena_room(arena, out->mismatches, out->n, &out->cap, sizeof(*out->mismatches));
	return &out->mismatches[out->n++];
}

static void
mismatch(const struct place *p, const struct expect_item *item, const struct ynode *at,
    struct text expected, struct text got)
{
	struct arena *arena = p->k->f->arena;
	struct case_mismatch *m = new_mismatch(p->k->out, arena);

	*m = (struct case_mismatch){ .path = p->path,
		.expected = text_dup(arena, expected),
		.got = text_dup(arena, got),
		.why = why_of(item),
		.line = at->line,
		.column = at->column };
}

static struct place
below(const struct place *p, struct text key)
{
	struct place ret = { .k = p->k };
	struct buf b;

	buf_init(&b, PATH_MAX_BYTES);
	buf_addt(&b, p->path);
	buf_adds(&b, p->path.len > 0 ? "." : "");
	buf_addt(&b, key);
	ret.path = taken(p->k->f->arena, &b);
	return ret;
}

static void
unknown_name(
    const struct place *p, const struct ynode *at, const char *what, const struct case_words *w)
{
	CASE_FAULT(p->k->f, F_CASE_NAME, at, at->text.ptr, what, case_words_best(w, p->k->f->arena),
	    w->list);
}

/* ---- one value ---------------------------------------------------------------------- */

static bool
word_known(const struct place *p, const struct expect_field *field, const struct expect_item *item,
    const struct ynode *v)
{
	struct case_words w = case_words_for(v->text);

	for (uint32_t i = 0; field->word != NULL; i++) {
		struct text word = field->word(item, i);

		if (word.len == 0)
			break;
		if (text_eq(word, v->text))
			return true;
		case_words_try(&w, word);
	}
	CASE_FAULT(p->k->f, F_WORD_UNKNOWN, v, v->text.ptr, field->key,
	    case_words_best(&w, p->k->f->arena), w.list);
	return false;
}

/* An expectation of the case it is `like` that does not hold here. */
static bool
is_any(const struct ynode *v)
{
	return v->kind == Y_SCALAR && v->plain && text_is(v->text, "any");
}

static void
check_field(const struct place *above, const struct expect_field *field,
    const struct expect_item *item, const struct ynode *v)
{
	struct place p = below(above, text_of(field->key));
	struct expect_value got = { .kind = field->kind };
	bool null = ynode_is_null(v), same;
	int64_t want = 0;
	struct buf b;

	if (is_any(v))
		return;
	field->get(item, &got);
	if (v->kind != Y_SCALAR || (!null && !read_expected(got.kind, v->text, &want))) {
		CASE_FAULT(p.k->f, F_CASE_VALUE, v, v->kind == Y_SCALAR ? v->text.ptr : "…",
		    field->key, kind_words(got.kind));
		return;
	}
	if (!null && got.kind == EX_WORD && !word_known(&p, field, item, v))
		return;
	p.k->out->checked++;
	same =
	    null ? !got.known
		 : got.known && (got.kind == EX_WORD ? text_eq(v->text, got.word) : want == got.v);
	if (same)
		return;
	buf_init(&b, TEXT_MAX);
	print_got(&got, &b);
	mismatch(&p, item, v, null ? TEXT("null") : v->text, (struct text){ b.data, b.len });
	buf_free(&b);
}

/* ---- shapes and lists --------------------------------------------------------------- */

static void check_shape(const struct place *p, const struct expect_shape *shape,
    const struct expect_item *item, const struct ynode *v);

static bool
find_given(const struct expect_list *list, const struct expect_item *parent, struct text id,
    struct expect_item *ret)
{
	struct text found;

	for (uint32_t i = 0; list->at(parent, i, &found, ret); i++)
		if (text_eq(found, id))
			return true;
	return false;
}

/* A name that is not among what was given: one that the scheme does not have is a fault. */
static void
check_absent(const struct place *p, const struct expect_list *list,
    const struct expect_item *parent, const struct ynode *key, bool any)
{
	struct case_words w = case_words_for(key->text);
	struct expect_item none = { .k = p->k, .node = -1 };
	struct expect_item item;
	struct text name;

	for (uint32_t i = 0; list->name != NULL; i++) {
		name = list->name(parent, i);
		if (name.len == 0)
			break;
		case_words_try(&w, name);
		if (!text_eq(name, key->text))
			continue;
		p->k->out->checked += !any;
		if (!any)
			mismatch(p, &none, key, TEXT("there"), TEXT("not there"));
		return;
	}
	for (uint32_t i = 0; list->name == NULL && list->at(parent, i, &name, &item); i++)
		case_words_try(&w, name);
	unknown_name(p, key, list->key, &w);
}

static void
check_one(const struct place *above, const struct expect_list *list,
    const struct expect_item *parent, const struct ynode *key, const struct ynode *v)
{
	struct place p = below(above, key->text);
	struct expect_item item;

	if (!find_given(list, parent, key->text, &item)) {
		check_absent(&p, list, parent, key, v != NULL && is_any(v));
		return;
	}
	if (v != NULL)
		check_shape(
		    &p, list->shape_of != NULL ? list->shape_of(&item) : list->shape, &item, v);
}

static bool
listed(const struct ynode *v, struct text id)
{
	for (uint32_t i = 0; i < v->count; i++)
		if (text_eq(v->kind == Y_MAP ? v->keys[i]->text : v->items[i]->text, id))
			return true;
	return false;
}

static void
check_no_others(const struct place *above, const struct expect_list *list,
    const struct expect_item *parent, const struct ynode *v)
{
	struct expect_item item;
	struct text id;

	above->k->out->checked++;
	for (uint32_t i = 0; list->at(parent, i, &id, &item); i++) {
		struct place p = below(above, id);

		if (!listed(v, id))
			mismatch(&p, &item, v, TEXT("not there"), TEXT("there"));
	}
}

static void
check_list(const struct place *above, const struct expect_list *list,
    const struct expect_item *parent, const struct ynode *v)
{
	struct place p = below(above, text_of(list->key));
	struct expect_item item;
	struct text id;

	if (is_any(v))
		return;
	if (list->single) {
		if (list->at(parent, 0, &id, &item))
			check_shape(&p, list->shape, &item, v);
		return;
	}
	if (!(list->whole && v->kind == Y_SEQ) && !case_is_map(p.k->f, v, list->key))
		return;
	for (uint32_t i = 0; i < v->count; i++)
		check_one(&p, list, parent, v->kind == Y_MAP ? v->keys[i] : v->items[i],
		    v->kind == Y_MAP ? v->items[i] : NULL);
	if (list->whole)
		check_no_others(&p, list, parent, v);
}

/* False: the shape has no such key. */
static bool
check_key(const struct place *p, const struct expect_shape *shape, const struct expect_item *item,
    struct text key, const struct ynode *v)
{
	for (size_t i = 0; i < shape->n_fields; i++) {
		if (!text_is(key, shape->fields[i].key))
			continue;
		check_field(p, &shape->fields[i], item, v);
		return true;
	}
	for (size_t i = 0; i < shape->n_lists; i++) {
		if (!text_is(key, shape->lists[i].key))
			continue;
		check_list(p, &shape->lists[i], item, v);
		return true;
	}
	return false;
}

static void
unknown_key(const struct place *p, const struct expect_shape *shape, const struct ynode *key)
{
	struct case_words w = case_words_for(key->text);

	for (size_t i = 0; i < shape->n_fields; i++)
		case_words_try(&w, text_of(shape->fields[i].key));
	for (size_t i = 0; i < shape->n_lists; i++)
		case_words_try(&w, text_of(shape->lists[i].key));
	CASE_FAULT(p->k->f, F_KEY_UNKNOWN, key, key->text.ptr, shape->what,
	    case_words_best(&w, p->k->f->arena), w.list);
}

static void
check_shape(const struct place *p, const struct expect_shape *shape, const struct expect_item *item,
    const struct ynode *v)
{
	if (v->kind == Y_SCALAR && shape->shorthand != NULL) {
		(void)check_key(p, shape, item, text_of(shape->shorthand(v->text)), v);
		return;
	}
	if (!case_is_map(p->k->f, v, shape->what))
		return;
	for (uint32_t i = 0; i < v->count; i++)
		if (!check_key(p, shape, item, v->keys[i]->text, v->items[i]))
			unknown_key(p, shape, v->keys[i]);
}

/* `expect:` itself: its names stand in the tables of several files. */
static void
check_root(const struct place *p, const struct expect_item *root, const struct ynode *v)
{
	const struct expect_list *from[] = { expect_score_lists, expect_deadline_lists,
		expect_decision_lists };
	const size_t n[] = { expect_n_score_lists, expect_n_deadline_lists,
		expect_n_decision_lists };
	struct expect_list lists[LISTS_MAX];
	struct expect_shape shape = { DIAG_BOTH("期望", "expect"), expect_score_fields, lists,
		expect_n_score_fields, 0, NULL };

	for (size_t i = 0; i < COUNT_OF(from); i++) {
		assert(shape.n_lists + n[i] <= LISTS_MAX);
		memcpy(lists + shape.n_lists, from[i], n[i] * sizeof(lists[0]));
		shape.n_lists += n[i];
	}
	check_shape(p, &shape, root, v);
}

void
case_check(const struct case_got *got, enum lang lang, struct case_outcome *out)
{
	struct checking k = { out->file, got->r, got->set, out, lang };
	struct expect_item root = { .k = &k, .node = 0 }; /* the root of the tree */
	struct place p = { &k, TEXT("") };

	if (got->r->failed[0])
		mismatch(&p, &root, out->c->node, TEXT("a score"), TEXT("a number left its range"));
	if (out->c->expect != NULL)
		check_root(&p, &root, out->c->expect);
}
