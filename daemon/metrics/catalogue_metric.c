/* One metric: its type, parameters and SQL, each checked against the others. */
#include "metrics/catalogue_internal.h"

enum {
	PARAMS_MAX = 16,
	WORDS_MAX = 200,
	CONDITIONS_MAX = 32,
};

static const char *const window_names[] = { "since", "until", "as_of" };

static bool
is_window(struct text name)
{
	for (size_t i = 0; i < COUNT_OF(window_names); i++)
		if (text_is(name, window_names[i]))
			return true;
	return false;
}

static bool
names_window(struct text sql)
{
	struct piece p;

	while (fragment_next(&sql, &p))
		if (p.placeholder && is_window(p.text))
			return true;
	return false;
}

static bool
part_windowed(const struct metric_sql *m)
{
	bool windowed = names_window(m->sql);

	for (uint32_t i = 0; i < m->n_filter; i++)
		windowed = windowed || names_window(m->filter[i]);
	return windowed;
}

static const struct metric_param *
find_param(const struct metric *m, struct text name)
{
	for (uint32_t i = 0; m != NULL && i < m->decl.n_params; i++)
		if (text_eq(m->decl.params[i].name, name))
			return &m->decl.params[i];
	return NULL;
}

static void
check_placeholders(const struct reader *r, const struct ynode *n, struct text sql, const char *what,
    const struct sql_place *w)
{
	struct piece p;

	while (fragment_next(&sql, &p)) {
		const struct metric_param *param;

		if (!p.placeholder || is_window(p.text))
			continue;
		param = find_param(w->metric, p.text);
		if (param == NULL)
			FAULT(r, F_METRIC_PLACEHOLDER, n, node_cstr(r, p.text), what);
		else if (!param->required && !w->filter)
			FAULT(r, F_METRIC_OPTIONAL, n, node_cstr(r, p.text));
		if (param != NULL)
			w->used[param - w->metric->decl.params] = true;
	}
}

struct text
read_sql(const struct reader *r, const struct ynode *n, const char *what, enum fragment_form form,
    const struct sql_place *w)
{
	struct text sql = node_text(r, n, what);
	const char *fault;

	if (sql.len > FRAGMENT_MAX) {
		FAULT(r, F_LIMIT, n, what, "4000");
		return TEXT("");
	}
	fault = fragment_fault(sql, form);
	if (fault != NULL) {
		FAULT(r, F_METRIC_FRAGMENT, n, what, fault);
		return TEXT("");
	}
	if (sql.len > 0)
		check_placeholders(r, n, sql, what, w);
	return sql;
}

static void
read_filter(const struct reader *r, const struct ynode *n, const struct sql_place *in,
    struct metric_sql *ret)
{
	struct sql_place w = *in;
	uint32_t count;

	if (n == NULL)
		return;
	w.filter = true;
	count = n->kind == Y_SEQ ? n->count : 1;
	if (count > CONDITIONS_MAX) {
		FAULT(r, F_LIMIT, n, "filter", "32");
		return;
	}
	ret->filter = arena_array(r->arena, count, sizeof(*ret->filter));
	for (uint32_t i = 0; i < count; i++)
		ret->filter[i] =
		    read_sql(r, n->kind == Y_SEQ ? n->items[i] : n, "filter", FRAGMENT_ONE, &w);
	ret->n_filter = count;
}

/* `n` holds sql and filter: the metric itself, or its numerator or denominator. */
static void
read_expression(const struct reader *r, const struct ynode *n, const char *what,
    const struct sql_place *w, struct metric_sql *ret)
{
	const struct ynode *sql = ynode_get(n, "sql");

	if (sql == NULL)
		return; /* reported as missing */
	ret->sql = read_sql(r, sql, what, FRAGMENT_ONE, w);
	read_filter(r, ynode_get(n, "filter"), w, ret);
	if (ret->n_filter > 0 && ret->sql.len > 0 && !fragment_is_call(ret->sql))
		FAULT(r, F_METRIC_FILTER, sql, what);
}

/* ---- parameters of a metric */

static const struct {
	const char *word;
	enum vtype type;
} type_words[] = {
	{ "number", VT_NUMBER },
	{ "percent", VT_PERCENT },
	{ "money", VT_MONEY },
	{ "date", VT_DATE },
	{ "days", VT_DAYS },
	{ "boolean", VT_BOOL },
	{ "text", VT_TEXT },
};

/* VT_MISSING: no such type; reported. */
static enum vtype
read_type(const struct reader *r, const struct ynode *n, bool text)
{
	for (size_t i = 0; i < COUNT_OF(type_words); i++)
		if (n->kind == Y_SCALAR && text_is(n->text, type_words[i].word) &&
		    (text || type_words[i].type != VT_TEXT))
			return type_words[i].type;
	FAULT(r, F_WORD_UNKNOWN, n, n->kind == Y_SCALAR ? node_cstr(r, n->text) : "…", "type", "",
	    text ? "number, percent, money, date, days, boolean, text"
		 : "number, percent, money, date, days, boolean, share");
	return VT_MISSING;
}

static void
read_words(const struct reader *r, const struct ynode *n, struct metric_param *ret)
{
	struct text *words;

	if (n == NULL)
		return;
	if (n->kind != Y_SEQ || ret->type != VT_TEXT) {
		FAULT(r, F_NODE_KIND, n, "one_of", "list […], type: text");
		return;
	}
	if (n->count > WORDS_MAX) {
		FAULT(r, F_LIMIT, n, "one_of", "200");
		return;
	}
	words = arena_array(r->arena, n->count, sizeof(*words));
	for (uint32_t i = 0; i < n->count; i++)
		words[i] = node_text(r, n->items[i], "one_of");
	ret->one_of = words;
	ret->n_one_of = n->count;
}

static void
read_param(const struct reader *r, const struct ynode *name, const struct ynode *n,
    struct metric_param *ret)
{
	static const struct key keys[] = { { "type", true }, { "required", false },
		{ "list", false }, { "one_of", false }, { NULL, false } };
	const struct ynode *type;

	ret->name = text_dup(r->arena, name->text);
	ret->type = VT_MISSING;
	if (!is_identifier(name->text, false) || is_window(name->text))
		FAULT(r, F_ID_FORM, name, node_cstr(r, name->text), "[a-z][a-z0-9_]*");
	if (!node_map(r, n, "params", keys))
		return;
	type = ynode_get(n, "type");
	if (type != NULL)
		ret->type = read_type(r, type, true);
	ret->required = node_flag(r, ynode_get(n, "required"), "required", false);
	ret->list = node_flag(r, ynode_get(n, "list"), "list", false);
	read_words(r, ynode_get(n, "one_of"), ret);
}

static void
read_params(const struct reader *r, const struct ynode *n, struct metric *m)
{
	struct metric_param *params;

	if (n == NULL)
		return;
	if (n->kind != Y_MAP) {
		FAULT(r, F_NODE_KIND, n, "params", "map {…}");
		return;
	}
	if (n->count > PARAMS_MAX) {
		FAULT(r, F_LIMIT, n, "params", "16");
		return;
	}
	params = arena_array(r->arena, n->count, sizeof(*params));
	for (uint32_t i = 0; i < n->count; i++)
		read_param(r, n->keys[i], n->items[i], &params[i]);
	m->decl.params = params;
	m->decl.n_params = n->count;
}

static void
check_params_used(
    const struct reader *r, const struct ynode *n, const struct metric *m, const bool *used)
{
	for (uint32_t i = 0; i < m->decl.n_params; i++)
		if (!used[i])
			FAULT(r, F_METRIC_PARAM_UNUSED, n->keys[i], node_cstr(r, n->keys[i]->text),
			    node_cstr(r, m->decl.name));
}

/* ---- one metric */

static unsigned
source_grains(const struct source *s)
{
	unsigned grains = 0;

	for (int g = 0; g < GRAIN_COUNT; g++)
		if (s->key[g].len > 0)
			grains |= 1u << g;
	return grains;
}

static unsigned
read_grains(const struct reader *r, const struct ynode *n)
{
	unsigned offered = source_grains(r->source), grains = 0;

	if (n == NULL)
		return offered;
	if (n->kind != Y_SEQ || n->count == 0) {
		FAULT(r, F_NODE_KIND, n, "grain", "list […]");
		return offered;
	}
	for (uint32_t i = 0; i < n->count; i++) {
		struct text word = node_text(r, n->items[i], "grain");
		enum grain g;

		if (grain_find(word, &g) && (offered & 1u << g))
			grains |= 1u << g;
		else
			FAULT(r, F_WORD_UNKNOWN, n->items[i], node_cstr(r, word), "grain", "",
			    "contract, station, community");
	}
	return grains;
}

static bool
read_empty(const struct reader *r, const struct ynode *n, const struct metric *m)
{
	bool zero;

	if (n == NULL)
		return fragment_is_count(m->value.sql);
	zero = n->kind == Y_SCALAR && (text_is(n->text, "0") || text_is(n->text, "false"));
	if ((zero && m->decl.type.kind == VT_DATE) ||
	    (!zero && !(n->kind == Y_SCALAR && (ynode_is_null(n) || text_is(n->text, "missing")))))
		FAULT(r, F_METRIC_EMPTY, n, node_cstr(r, m->decl.name));
	return zero;
}

static const struct key metric_keys[] = { { "title", true }, { "type", true }, { "unit", false },
	{ "whole", false }, { "grain", false }, { "sql", true }, { "filter", false },
	{ "params", false }, { "empty", false }, { NULL, false } };
static const struct key share_keys[] = { { "title", true }, { "type", true }, { "unit", false },
	{ "whole", false }, { "grain", false }, { "numerator", true }, { "denominator", true },
	{ "params", false }, { "empty", false }, { NULL, false } };
static const struct key part_keys[] = { { "sql", true }, { "filter", false }, { NULL, false } };

static void
read_part(const struct reader *r, const struct ynode *n, const char *name,
    const struct sql_place *w, struct metric_sql *ret)
{
	const struct ynode *part = ynode_get(n, name);

	if (part != NULL && node_map(r, part, name, part_keys))
		read_expression(r, part, name, w, ret);
}

void
read_metric(
    const struct reader *r, const struct ynode *name, const struct ynode *n, struct metric *m)
{
	bool used[PARAMS_MAX] = { false };
	const struct sql_place w = { m, false, used };
	const struct ynode *type = ynode_get(n, "type");
	bool share = type != NULL && type->kind == Y_SCALAR && text_is(type->text, "share");

	m->source = r->source;
	m->line = name->line;
	m->column = name->column;
	m->decl.name = text_dup(r->arena, name->text);
	m->decl.type.kind = VT_PERCENT;
	m->decl.type.share = share;
	if (!node_map(r, n, node_cstr(r, name->text), share ? share_keys : metric_keys))
		return;
	if (!share && type != NULL)
		m->decl.type.kind = read_type(r, type, false);
	node_title(r, ynode_get(n, "title"), &m->decl.title_zh, &m->decl.title_en);
	m->decl.type.unit = node_text(r, ynode_get(n, "unit"), "unit");
	m->decl.grains = read_grains(r, ynode_get(n, "grain"));
	m->whole = node_flag(r, ynode_get(n, "whole"), "whole",
	    share || (m->decl.type.kind != VT_PERCENT && m->decl.type.kind != VT_MONEY));
	read_params(r, ynode_get(n, "params"), m);
	if (share) {
		read_part(r, n, "numerator", &w, &m->value);
		read_part(r, n, "denominator", &w, &m->denominator);
	} else {
		read_expression(r, n, "sql", &w, &m->value);
	}
	check_params_used(r, ynode_get(n, "params"), m, used);
	m->decl.windowed = names_window(r->source->from) || names_window(r->source->where) ||
			   part_windowed(&m->value) || part_windowed(&m->denominator);
	m->empty_zero = read_empty(r, ynode_get(n, "empty"), m);
}
