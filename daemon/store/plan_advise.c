/*
 * Which index would let each scan of a plan be answered from the index alone: (contract, the date
 * that the window cuts) include (every other column of the table that the plan reads). Columns are
 * found by their alias in the fragments; a table that is only joined to is left to its own keys.
 */
#include "store/plan.h"

#include <string.h>

#include "store/plan_sql.h"

enum {
	COLUMNS_MAX = 32, /* PostgreSQL's limit for an index */
};

struct scan {
	struct text table, alias;
	struct text column[COLUMNS_MAX];
	uint32_t n;
	bool over;
};

static bool
in_word(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static struct text
word_at(struct text t, size_t i)
{
	size_t end = i;

	while (end < t.len && in_word(t.ptr[end]))
		end++;
	return (struct text){ t.ptr + i, end - i };
}

static size_t
skip_spaces(struct text t, size_t i)
{
	while (i < t.len && (t.ptr[i] == ' ' || t.ptr[i] == '\n'))
		i++;
	return i;
}

/* "service_record s join …" */
static void
first_table(struct text from, struct scan *s)
{
	size_t i = skip_spaces(from, 0);

	s->table = word_at(from, i);
	i = skip_spaces(from, i + s->table.len);
	s->alias = word_at(from, i);
	if (text_is(s->alias, "as")) {
		i = skip_spaces(from, i + 2);
		s->alias = word_at(from, i);
	}
	if (s->alias.len == 0)
		s->alias = s->table;
}

static void
add_column(struct scan *s, struct text name)
{
	for (uint32_t i = 0; i < s->n; i++)
		if (text_eq(s->column[i], name))
			return;
	if (s->n == COLUMNS_MAX) {
		s->over = true;
		return;
	}
	s->column[s->n++] = name;
}

/* The next `alias.column` from *i on; *i goes behind it. Quoted texts are passed over. */
static bool
next_column(const struct scan *s, struct text t, size_t *i, struct text *ret)
{
	while (*i < t.len) {
		struct text word;

		if (t.ptr[*i] == '\'') {
			const char *end = memchr(t.ptr + *i + 1, '\'', t.len - *i - 1);

			*i = end == NULL ? t.len : (size_t)(end - t.ptr) + 1;
			continue;
		}
		if (!in_word(t.ptr[*i])) {
			++*i;
			continue;
		}
		word = word_at(t, *i);
		*i += word.len;
		if (!text_eq(word, s->alias) || *i >= t.len || t.ptr[*i] != '.')
			continue;
		*ret = word_at(t, *i + 1);
		*i += 1 + ret->len;
		return ret->len > 0;
	}
	return false;
}

static void
add_columns(struct scan *s, struct text t)
{
	struct text name;
	size_t i = 0;

	while (next_column(s, t, &i, &name))
		add_column(s, name);
}

/* The column that is compared with the window, as `between {…}`, `<= {…}` or `>= {…}`. */
static void
add_range(struct scan *s, struct text where)
{
	static const char *const signs[] = { "between {", "<= {", ">= {", "< {", "> {" };
	struct text name;
	size_t i = 0;

	while (next_column(s, where, &i, &name)) {
		size_t at = skip_spaces(where, i);

		for (size_t k = 0; k < COUNT_OF(signs); k++) {
			size_t len = strlen(signs[k]);

			if (where.len - at >= len && memcmp(where.ptr + at, signs[k], len) == 0) {
				add_column(s, name);
				return;
			}
		}
	}
}

static void
add_part(struct scan *s, const struct need *need, const struct metric_sql *m)
{
	add_columns(s, m->sql);
	for (uint32_t i = 0; i < m->n_filter; i++)
		if (sql_holds(need, m->filter[i]))
			add_columns(s, m->filter[i]);
}

static void
put_index(const struct scan *s, struct text source, uint32_t n_key, struct buf *out)
{
	buf_addf(out, "CREATE INDEX CONCURRENTLY IF NOT EXISTS assayd_%.*s ON %.*s (",
	    TEXT_ARG(source), TEXT_ARG(s->table));
	for (uint32_t i = 0; i < s->n; i++) {
		if (i == n_key)
			buf_adds(out, ") INCLUDE (");
		buf_addf(out, "%s%.*s", i == 0 || i == n_key ? "" : ", ", TEXT_ARG(s->column[i]));
	}
	buf_adds(out, ");\n");
}

static void
advise_source(const struct plan *p, const struct source *source, struct buf *out)
{
	struct scan s = { .over = false };
	uint32_t n_key;

	first_table(source->from, &s);
	add_columns(&s, source->key[GRAIN_CONTRACT]);
	if (s.n != 1 || text_is(s.column[0], "id"))
		return; /* the contract itself, or found by a join: a primary key serves */
	add_range(&s, source->where);
	n_key = s.n;
	add_columns(&s, source->where);
	for (uint32_t i = 0; i < p->scheme->n_needs; i++) {
		const struct need *need = &p->scheme->needs[i];
		const struct metric *m = catalogue_metric(p->catalogue, need->metric);

		if (m->source != source)
			continue;
		add_columns(&s, source->key[need->grain]);
		add_part(&s, need, &m->value);
		if (m->decl.type.share)
			add_part(&s, need, &m->denominator);
	}
	add_columns(&s, source->recorded); /* a score document's data_time */
	if (!s.over)
		put_index(&s, source->name, n_key, out);
}

static bool
in_use(const struct plan *p, const struct source *source)
{
	for (uint32_t i = 0; i < p->scheme->n_needs; i++)
		if (catalogue_metric(p->catalogue, p->scheme->needs[i].metric)->source == source)
			return true;
	return false;
}

void
plan_advise(const struct plan *p, struct buf *out)
{
	for (uint32_t i = 0; i < p->catalogue->n_sources; i++)
		if (in_use(p, &p->catalogue->sources[i]))
			advise_source(p, &p->catalogue->sources[i], out);
}
