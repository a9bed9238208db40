#include "rules/coverage.h"

#include <stdio.h>
#include <string.h>

#include "rules/decisions.h"
#include "rules/read_keys.h"

struct reader {
	struct scheme_builder b; /* for keys_read(): only file, arena and diags are used */
	const struct scheme_list *schemes;
	struct clause_document *document;
	struct map *ids;
	dec_t rows;
};

/* ---- elements ---------------------------------------------------------------------- */

/* One row a way: its word, its names, and whether a scheme has an element of that name. `nearest`
 * collects the names there are. NULL: no scheme is needed. */
struct finder {
	const struct scheme *s;
	struct text name;
	struct nearest *near;
};

static bool
found(struct finder *f, struct text id)
{
	nearest_try(f->near, id);
	return text_eq(f->name, id);
}

static bool
find_indicator(struct finder *f)
{
	for (uint32_t i = 1; i < f->s->n_nodes; i++)
		if (found(f, f->s->nodes[i].id))
			return true;
	return false;
}

static bool
find_parameter(struct finder *f)
{
	for (uint32_t i = 0; i < f->s->n_params; i++)
		if (found(f, f->s->params[i].name))
			return true;
	return false;
}

#define FIND_IN(word, list, count)                                    \
	static bool find_##word(struct finder *f)                     \
	{                                                             \
		for (uint32_t i = 0; i < f->s->decisions->count; i++) \
			if (found(f, f->s->decisions->list[i].id))    \
				return true;                          \
		return false;                                         \
	}
FIND_IN(deadline, deadlines, n_deadlines)
FIND_IN(penalty, penalties, n_penalties)
FIND_IN(cap, caps, n_caps)
FIND_IN(enabling, enabling, n_enabling)
FIND_IN(eligibility, eligibility, n_eligibility)
FIND_IN(payment, payments.tranches, payments.n_tranches)

/* A group, or one of its items. */
static bool
find_adjustment(struct finder *f)
{
	for (uint32_t i = 0; i < f->s->decisions->n_adjustments; i++) {
		const struct adjustment *a = &f->s->decisions->adjustments[i];

		if (found(f, a->id))
			return true;
		for (uint32_t k = 0; k < a->n_items; k++)
			if (found(f, a->items[k].id))
				return true;
	}
	return false;
}

/* A scheme has one rule of renewal, or says that its text has none. */
static bool
find_renewal(struct finder *f)
{
	const struct renewal *r = &f->s->decisions->renewal;

	return found(f, TEXT("rule")) && (r->no_rule || r->renew_when.count > 0);
}

/* A category of the service catalogue that a metric of the scheme asks for. */
static bool
find_catalogue(struct finder *f)
{
	for (uint32_t i = 0; i < f->s->n_needs; i++)
		for (uint16_t k = 0; k < f->s->needs[i].n_args; k++) {
			const struct need_arg *a = &f->s->needs[i].args[k];

			for (uint16_t v = 0; a->param->type == VT_TEXT && v < a->n_values; v++)
				if (found(f, a->values[v].text))
					return true;
		}
	return false;
}

static bool
find_field(struct finder *f)
{
	static const char *const fields[] = { "source", "effective", "calendar", "window", "round",
		"grades", "missing" };

	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (found(f, text_of(fields[i])))
			return true;
	return false;
}

static bool
find_fault(struct finder *f)
{
	for (int i = FAULT_NONE + 1; i < FAULT_COUNT; i++)
		if (found(f, text_of(fault_code((enum fault)i))))
			return true;
	return false;
}

const struct coverage_way coverage_ways[WAY_COUNT] = {
	[WAY_INDICATOR] = { "indicator", "指标", "indicator" },
	[WAY_DEADLINE] = { "deadline", "期限", "deadline" },
	[WAY_PENALTY] = { "penalty", "处罚", "penalty" },
	[WAY_PAYMENT] = { "payment", "分期款", "payment" },
	[WAY_RENEWAL] = { "renewal", "续签", "renewal" },
	[WAY_CAP] = { "cap", "封顶", "cap" },
	[WAY_ADJUSTMENT] = { "adjustment", "加减分", "adjustment" },
	[WAY_ENABLING] = { "enabling", "他方条件", "enabling condition" },
	[WAY_ELIGIBILITY] = { "eligibility", "资格", "eligibility" },
	[WAY_CATALOGUE] = { "catalogue", "目录", "catalogue" },
	[WAY_PARAMETER] = { "parameter", "参数", "parameter" },
	[WAY_FIELD] = { "field", "方案字段", "field of the scheme" },
	[WAY_CHECKER] = { "checker", "检查规则", "checker" },
	[WAY_DATABASE] = { "db", "数据库", "database" },
};

static bool (*const finders[WAY_COUNT])(struct finder *f) = {
	[WAY_INDICATOR] = find_indicator,
	[WAY_DEADLINE] = find_deadline,
	[WAY_PENALTY] = find_penalty,
	[WAY_PAYMENT] = find_payment,
	[WAY_RENEWAL] = find_renewal,
	[WAY_CAP] = find_cap,
	[WAY_ADJUSTMENT] = find_adjustment,
	[WAY_ENABLING] = find_enabling,
	[WAY_ELIGIBILITY] = find_eligibility,
	[WAY_CATALOGUE] = find_catalogue,
	[WAY_PARAMETER] = find_parameter,
	[WAY_FIELD] = find_field,
	[WAY_CHECKER] = find_fault,
	[WAY_DATABASE] = NULL, /* asked of a database that has the schema: tests/score */
};

static const char *
way_word(unsigned i)
{
	return coverage_ways[i].word;
}

/* ---- one clause -------------------------------------------------------------------- */

static const struct scheme *
scheme_named(struct reader *r, const struct ynode *n, struct text id)
{
	struct nearest near = nearest_to(&r->b, id);

	for (uint32_t i = 0; i < r->schemes->n; i++) {
		if (text_eq(r->schemes->items[i]->id, id))
			return r->schemes->items[i];
		nearest_try(&near, r->schemes->items[i]->id);
	}
	FAULT_AT(&r->b, F_CLAUSE_SCHEME, n, text_dup(r->b.arena, id).ptr,
	    nearest_text(&near, r->b.arena));
	return NULL;
}

static void
check_element(struct reader *r, const struct ynode *n, const struct clause_by *by)
{
	struct nearest near = nearest_to(&r->b, by->name);
	struct finder f = { by->scheme, by->name, &near };

	if (finders[by->way] == NULL || finders[by->way](&f))
		return;
	FAULT_AT(&r->b, F_CLAUSE_ELEMENT, n, text_dup(r->b.arena, by->name).ptr,
	    coverage_ways[by->way].word,
	    by->scheme != NULL ? text_dup(r->b.arena, by->scheme->id).ptr : "assayd",
	    nearest_text(&near, r->b.arena));
}

/* What stands before the separator; *rest is what follows it. Without one: empty. */
static struct text
before(struct text *rest, char separator)
{
	const char *at = rest->len > 0 ? memchr(rest->ptr, separator, rest->len) : NULL;
	struct text head = { rest->ptr, at != NULL ? (size_t)(at - rest->ptr) : 0 };

	if (at != NULL)
		*rest = (struct text){ at + 1, rest->len - head.len - 1 };
	return head;
}

/* [scheme/]way:name */
static bool
read_element(struct reader *r, const struct ynode *n, struct clause_by *ret)
{
	struct text rest = n->text, way, name;
	struct ynode word = *n;
	unsigned found;

	if (n->kind != Y_SCALAR) {
		FAULT_AT(&r->b, F_NODE_KIND, n, "by", DIAG_BOTH("一个值", "a single value"));
		return false;
	}
	name = rest;
	way = before(&name, ':');
	rest = way;
	word.text = way;
	ret->scheme = r->document->scheme;
	if (way.len > 0 && memchr(way.ptr, '/', way.len) != NULL) {
		ret->scheme = scheme_named(r, n, before(&rest, '/'));
		word.text = rest;
	}
	word.text = text_dup(r->b.arena, word.text);
	if (ret->scheme == NULL || !read_word(&r->b, &word, "by", way_word, 0, WAY_COUNT, &found))
		return false;
	ret->way = (enum way)found;
	ret->name = text_dup(r->b.arena, name);
	if (ret->way == WAY_CHECKER || ret->way == WAY_DATABASE)
		ret->scheme = NULL;
	check_element(r, n, ret);
	return true;
}

static void
clause_by(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct reader *r = (struct reader *)(void *)b; /* b is its first member */
	struct clause *c = into;

	if (!read_list(b, n, "by"))
		return;
	c->by = arena_array(b->arena, n->count, sizeof(*c->by));
	for (uint32_t i = 0; i < n->count; i++)
		c->n_by += read_element(r, n->items[i], &c->by[c->n_by]);
}

static void
clause_id(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct reader *r = (struct reader *)(void *)b;
	struct clause *c = into;
	struct text prefix = r->document->id;
	char line[16];
	uint32_t first;

	if (!read_text(b, n, "id", &c->id))
		return;
	if (c->id.len <= prefix.len + 1 || memcmp(c->id.ptr, prefix.ptr, prefix.len) != 0 ||
	    c->id.ptr[prefix.len] != '-') {
		FAULT_AT(b, F_ID_FORM, n, c->id.ptr, text_dup(b->arena, prefix).ptr);
	} else if (!map_put(r->ids, c->id, n->line)) {
		(void)map_get(r->ids, c->id, &first);
		(void)snprintf(line, sizeof(line), "%u", first);
		FAULT_AT(b, F_ID_DUPLICATE, n, c->id.ptr, line);
	}
}

static void
clause_clause(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)read_text(b, n, "clause", &((struct clause *)into)->clause);
}

static void
clause_kind(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)read_text(b, n, "kind", &((struct clause *)into)->kind);
}

static void
clause_title(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)read_title(b, n, "title", &((struct clause *)into)->title);
}

static void
clause_none(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)read_title(b, n, "none", &((struct clause *)into)->none);
}

static void
read_clause(struct reader *r, const struct ynode *n, struct clause *c)
{
	static const struct key_row rows[] = { { "id", true, clause_id },
		{ "clause", true, clause_clause }, { "kind", true, clause_kind },
		{ "title", true, clause_title }, { "by", false, clause_by },
		{ "none", false, clause_none } };

	if (!keys_read(&r->b, n, "clauses[]", rows, COUNT_OF(rows), c))
		return;
	if (ynode_get(n, "by") == NULL && ynode_get(n, "none") == NULL)
		FAULT_AT(&r->b, F_KEY_MISSING, n, "by", "clauses[]");
	if (ynode_get(n, "by") != NULL && ynode_get(n, "none") != NULL)
		FAULT_AT(&r->b, F_SLOT_TWICE, key_node(n, "none"), "none", "by");
}

/* ---- a document -------------------------------------------------------------------- */

static void
document_id(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)read_text(b, n, "document", &((struct clause_document *)into)->id);
}

static void
document_title(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)read_title(b, n, "title", &((struct clause_document *)into)->title);
}

static void
document_scheme(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct text id;

	if (read_text(b, n, "scheme", &id))
		((struct clause_document *)into)->scheme =
		    scheme_named((struct reader *)(void *)b, n, id);
}

static void
document_rows(struct scheme_builder *b, const struct ynode *n, void *into)
{
	(void)into;
	(void)read_dec(b, n, "rows", &((struct reader *)(void *)b)->rows);
}

static void
document_clauses(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct clause_document *d = into;
	struct reader *r = (struct reader *)(void *)b;
	char have[24], want[DEC_TEXT_MAX];

	if (!read_list(b, n, "clauses") || d->scheme == NULL)
		return;
	d->clauses = arena_array(b->arena, n->count, sizeof(*d->clauses));
	r->ids = map_new(b->arena, n->count);
	for (uint32_t i = 0; i < n->count; i++)
		read_clause(r, n->items[i], &d->clauses[d->n_clauses++]);
	if (r->rows == (dec_t)n->count * DEC_ONE)
		return;
	(void)snprintf(have, sizeof(have), "%u", n->count);
	dec_print(r->rows, 0, want);
	FAULT_AT(b, F_CLAUSE_ROWS, n, have, want);
}

bool
coverage_read(const char *file, struct text source, const struct scheme_list *schemes,
    struct arena *arena, struct diags *diags, struct clause_document *ret)
{
	static const struct key_row rows[] = { { "document", true, document_id },
		{ "title", true, document_title }, { "scheme", true, document_scheme },
		{ "rows", true, document_rows }, { "clauses", true, document_clauses } };
	struct reader r = { .b = { .file = file, .arena = arena, .diags = diags },
		.schemes = schemes,
		.document = ret };
	const struct ynode *tree = yaml_read(file, source, arena, diags);

	*ret = (struct clause_document){ 0 };
	return tree != NULL && keys_read(&r.b, tree, "clauses", rows, COUNT_OF(rows), ret);
}

void
coverage_count(const struct clause_document *d, uint32_t ret[WAY_COUNT + 1])
{
	memset(ret, 0, (WAY_COUNT + 1) * sizeof(*ret));
	for (uint32_t i = 0; i < d->n_clauses; i++)
		ret[d->clauses[i].n_by > 0 ? d->clauses[i].by[0].way : WAY_COUNT]++;
}
