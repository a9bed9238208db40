#include "store/plan_sql.h"

#include <stdio.h>
#include <string.h>

#include "base/dec.h"
#include "metrics/fragment.h"

const struct sql_window sql_window_lateral = { "k.since", "k.until", "k.as_of" };
const struct sql_window sql_window_scalar = { "(select k.since from k)", "(select k.until from k)",
	"(select k.as_of from k)" };

bool
sql_quote(struct buf *out, struct text t)
{
	if (t.len > SQL_TEXT_MAX || !text_clean(t))
		return false;
	for (size_t i = 0; i < t.len; i++)
		if (t.ptr[i] == '\\' || (unsigned char)t.ptr[i] < ' ')
			return false;
	buf_addc(out, '\'');
	for (size_t i = 0; i < t.len; i++) {
		if (t.ptr[i] == '\'')
			buf_addc(out, '\'');
		buf_addc(out, t.ptr[i]);
	}
	buf_addc(out, '\'');
	return true;
}

static void
fail(struct sql_writer *w, struct text param, const char *why)
{
	char name[ERR_ARG_MAX], arg[ERR_ARG_MAX];

	if (w->code != ERR_OK)
		return;
	(void)snprintf(name, sizeof(name), "%.*s", TEXT_ARG(w->need->metric->name));
	(void)snprintf(arg, sizeof(arg), "%.*s", TEXT_ARG(param));
	w->code = err_set(w->err, E_METRIC_ARGUMENT, "", name, arg, why, NULL);
}

static bool
literal_decimal(struct buf *out, int64_t value)
{
	char text[DEC_TEXT_MAX];

	(void)dec_print(value, 0, text);
	buf_addf(out, value < 0 ? "(%s)" : "%s", text);
	return true;
}

static bool
literal_date(struct buf *out, int64_t value)
{
	int64_t day = value / DEC_ONE;
	char text[DAY_TEXT_MAX];

	if (day < DAY_MIN || day > DAY_MAX)
		return false;
	date_print((day_t)day, text);
	buf_addf(out, "date '%s'", text);
	return true;
}

static bool
literal(struct buf *out, enum vtype type, const struct need_value *v)
{
	switch (type) {
	case VT_TEXT:
		return sql_quote(out, v->text);
	case VT_DATE:
		return literal_date(out, v->value);
	case VT_BOOL:
		buf_adds(out, v->value != 0 ? "true" : "false");
		return true;
	case VT_NUMBER:
	case VT_PERCENT:
	case VT_MONEY:
	case VT_DAYS:
		return literal_decimal(out, v->value);
	case VT_MISSING:
	case VT_COUNT:
		break;
	}
	return false;
}

static const char *const array_types[VT_COUNT] = {
	[VT_TEXT] = "text",
	[VT_DATE] = "date",
	[VT_BOOL] = "boolean",
	[VT_DAYS] = "integer",
	[VT_NUMBER] = "numeric",
	[VT_PERCENT] = "numeric",
	[VT_MONEY] = "numeric",
};

static void
argument(struct sql_writer *w, const struct need_arg *a)
{
	enum vtype type = a->param->type;
	bool ok = type < VT_MISSING && a->n_values > 0;

	if (a->param->list)
		buf_adds(w->out, "array[");
	for (uint16_t i = 0; ok && i < a->n_values; i++) {
		buf_adds(w->out, i > 0 ? ", " : "");
		ok = literal(w->out, type, &a->values[i]);
	}
	if (!ok)
		fail(w, a->param->name, "\\, U+0000-001F, > 200 B");
	else if (a->param->list)
		buf_addf(w->out, "]::%s[]", array_types[type]);
}

static const struct need_arg *
find_argument(const struct need *need, struct text name)
{
	for (uint16_t i = 0; need != NULL && i < need->n_args; i++)
		if (text_eq(need->args[i].param->name, name))
			return &need->args[i];
	return NULL;
}

static const char *
window_column(const struct sql_window *window, struct text name)
{
	if (text_is(name, "since"))
		return window->since;
	if (text_is(name, "until"))
		return window->until;
	return text_is(name, "as_of") ? window->as_of : NULL;
}

void
sql_fragment(struct sql_writer *w, struct text fragment)
{
	struct piece p;

	while (w->code == ERR_OK && fragment_next(&fragment, &p)) {
		const struct need_arg *a;
		const char *column;

		if (!p.placeholder) {
			buf_addt(w->out, p.text);
			continue;
		}
		column = window_column(w->window, p.text);
		a = find_argument(w->need, p.text);
		if (column != NULL)
			buf_adds(w->out, column);
		else if (a != NULL)
			argument(w, a);
		else
			fail(w, p.text, "missing");
	}
}

bool
sql_holds(const struct need *need, struct text condition)
{
	static const struct sql_window any = { "", "", "" };
	struct piece p;

	while (fragment_next(&condition, &p))
		if (p.placeholder && window_column(&any, p.text) == NULL &&
		    find_argument(need, p.text) == NULL)
			return false;
	return true;
}

bool
sql_has_conditions(const struct need *need, const struct metric_sql *m)
{
	for (uint32_t i = 0; i < m->n_filter; i++)
		if (sql_holds(need, m->filter[i]))
			return true;
	return false;
}

void
sql_conditions(struct sql_writer *w, const struct metric_sql *m)
{
	bool first = true;

	for (uint32_t i = 0; i < m->n_filter; i++) {
		if (!sql_holds(w->need, m->filter[i]))
			continue;
		buf_adds(w->out, first ? "(" : " and (");
		sql_fragment(w, m->filter[i]);
		buf_addc(w->out, ')');
		first = false;
	}
	if (first)
		buf_adds(w->out, "true");
}

/* Every condition of `all` that holds is one of `part` too: the rows of `part` are among those of
 * `all`. */
static bool
narrows(const struct need *need, const struct metric_sql *part, const struct metric_sql *all)
{
	for (uint32_t i = 0; i < all->n_filter; i++) {
		bool found = !sql_holds(need, all->filter[i]);

		for (uint32_t k = 0; k < part->n_filter && !found; k++)
			found = text_eq(part->filter[k], all->filter[i]);
		if (!found)
			return false;
	}
	return true;
}

const struct metric_sql *
sql_counts_alone(const struct need *need, const struct metric *m)
{
	if (!m->decl.type.share || narrows(need, &m->denominator, &m->value))
		return &m->value;
	return narrows(need, &m->value, &m->denominator) ? &m->denominator : NULL;
}

void
sql_counted(struct sql_writer *w, const struct metric *m)
{
	const struct metric_sql *alone = sql_counts_alone(w->need, m);

	if (alone != NULL) {
		sql_conditions(w, alone);
		return;
	}
	sql_conditions(w, &m->value);
	buf_adds(w->out, " or ");
	sql_conditions(w, &m->denominator);
}

/* How an expression of this type becomes a whole number. `* 1` and `and true` change nothing but
 * take numbers and booleans only: a cast alone would take a text too and fail at its first row,
 * long after the check. */
static void
shape_of(const struct metric *m, const char **before, const char **after)
{
	switch (m->decl.type.kind) {
	case VT_DATE:
		*before = "((";
		*after = ") - date '1970-01-01')::bigint";
		return;
	case VT_BOOL:
		*before = "((";
		*after = ") and true)::int::bigint";
		return;
	default:
		*before = m->whole ? "((" : "round((";
		*after = m->whole ? ") * 1)::bigint" : ") * 1000000)::bigint";
	}
}

static void
one_column(
    struct sql_writer *w, const struct metric *m, const struct metric_sql *part, uint16_t column)
{
	const char *before, *after;

	shape_of(m, &before, &after);
	buf_adds(w->out, before);
	sql_fragment(w, part->sql);
	if (sql_has_conditions(w->need, part)) {
		buf_adds(w->out, " filter (where ");
		sql_conditions(w, part);
		buf_addc(w->out, ')');
	}
	buf_addf(w->out, "%s as f%u", after, column);
}

void
sql_columns(struct sql_writer *w, const struct metric *m)
{
	one_column(w, m, &m->value, w->need->column);
	if (!m->decl.type.share)
		return;
	buf_adds(w->out, ",\n    ");
	one_column(w, m, &m->denominator, (uint16_t)(w->need->column + 1));
}
