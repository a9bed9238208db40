/*
 * Statement shapes. k is the contract with its window; q0, q1, … are the sources, one scan each.
 *
 * contract grain:  k left join lateral (select <aggregates> from <source> where <key> = k.id and …
 * having count(*) > 0) q0 on true … other grains:    k cross join lateral (entities of k.id left
 * join (… group by <entity key>) q0 … offset 0) e
 *
 * What previous() reads is a source of its own, with the window k.since1 to k.until1; its columns
 * are NULL where there was no such window, whatever the metric is when it has no row.
 *
 * `offset 0` fences a sub-select: in k so that the window is computed once per contract, in e so
 * that a source is read once per contract and not once per entity.
 */
#include "store/plan.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "store/contracts_internal.h"
#include "store/plan_internal.h"

const struct metric *
plan_metric(const struct plan *p, const struct need *need)
{
	return catalogue_metric(p->catalogue, need->metric);
}

/* ---- the contracts and their windows */

/* The contract year that holds the last day: start_on + y years, where y is the difference of the
 * calendar years, less one when that day has not come yet, and not below 0. */
static const char window_year[] =
    "(c.start_on + make_interval(years => greatest(0, y.y\n"
    "      - ((c.start_on + make_interval(years => y.y))::date > l.until)::int)))::date";
static const char *const windows[WINDOW_COUNT] = {
	[WINDOW_CONTRACT_YEAR] = window_year,
	[WINDOW_CONTRACT_TERM] = "c.start_on::date",
	[WINDOW_CALENDAR_YEAR] =
	    "greatest(c.start_on::date, make_date(date_part('year', l.until)::int, 1, 1))",
};

/* The windows before it, by the number of the year that holds the last day; in the gaps, how many
 * years less. NULL where the contract had not begun. */
struct earlier {
	const char *number, *exists[2], *since[2], *until[2];
};
static const struct earlier earlier[WINDOW_COUNT] = {
	[WINDOW_CONTRACT_YEAR] = {
	    "greatest(0, y.y - ((c.start_on + make_interval(years => y.y))::date > l.until)::int)",
	    { "n.n >= ", "" },
	    { "(c.start_on + make_interval(years => n.n - ", "))::date" },
	    { "(c.start_on + make_interval(years => n.n + 1 - ", "))::date - 1" },
	},
	[WINDOW_CALENDAR_YEAR] = {
	    "date_part('year', l.until)::int",
	    { "c.start_on <= make_date(greatest(1, n.n - ", "), 12, 31)" },
	    { "greatest(c.start_on::date, make_date(greatest(1, n.n - ", "), 1, 1))" },
	    { "make_date(greatest(1, n.n - ", "), 12, 31)" },
	},
};

static void
put_earlier(struct builder *b)
{
	const struct earlier *e = &earlier[b->plan->scheme->window];

	for (int n = 1; n <= WINDOWS_BACK_MAX; n++)
		if (b->backs & 1u << n)
			buf_addf(&b->out,
			    ",\n    case when %s%d%s then %s%d%s end as since%d, "
			    "case when %s%d%s then %s%d%s end as until%d",
			    e->exists[0], n, e->exists[1], e->since[0], n, e->since[1], n,
			    e->exists[0], n, e->exists[1], e->until[0], n, e->until[1], n);
}

void
plan_put_contracts(
    struct builder *b, const char *ord, const char *as_of, const char *from, const char *where)
{
	struct buf *o = &b->out;
	bool head = b->detail && b->grain == GRAIN_CONTRACT;

	buf_addf(o, "(select %s as ord, c.id, c.recorded_at, %s as as_of, %s as since, l.until%s%s",
	    ord, as_of, windows[b->plan->scheme->window], head ? ", " : "",
	    head ? contract_brief_inner : "");
	put_earlier(b);
	buf_addf(o, "\n    from %s\n", from);
	buf_addf(o, "    cross join lateral (select least(%s, c.end_on) as until) l\n", as_of);
	if (b->plan->scheme->window == WINDOW_CONTRACT_YEAR)
		buf_adds(o, "    cross join lateral (select (date_part('year', l.until) - "
			    "date_part('year', c.start_on))::int as y) y\n");
	if (b->backs != 0)
		buf_addf(o, "    cross join lateral (select %s as n) n\n",
		    earlier[b->plan->scheme->window].number);
	buf_adds(o, "    where c.programme_id = (select p.id from programme p where p.code = ");
	if (!sql_quote(o, b->plan->scheme->id) && b->w.code == ERR_OK)
		b->w.code = err_set(b->w.err, E_METRIC_ARGUMENT, "", "scheme", "id", "", NULL);
	buf_addf(o, ")%s offset 0) k", where);
}

static void
put_k(struct builder *b, bool full)
{
	if (full)
		plan_put_contracts(b, "0::bigint", "$3::date", "contract c",
		    " and c.id between $1::bigint and $2::bigint");
	else
		plan_put_contracts(b, "u.ord", "u.as_of",
		    "unnest($1::bigint[], $2::date[]) with ordinality u(id, as_of, ord) join "
		    "contract c on c.id = u.id",
		    "");
}

void
plan_use_window(struct builder *b, unsigned back)
{
	const char *before = b->scalar ? "(select " : "", *after = b->scalar ? " from k)" : "";

	if (back == 0) {
		b->w.window = b->scalar ? &sql_window_scalar : &sql_window_lateral;
		return;
	}
	(void)snprintf(b->since, sizeof(b->since), "%sk.since%u%s", before, back, after);
	(void)snprintf(b->until, sizeof(b->until), "%sk.until%u%s", before, back, after);
	b->earlier = (struct sql_window){ b->since, b->until, b->until };
	b->w.window = &b->earlier;
}

/* ---- sources */

/* Is this need of the statement's grain to be fetched? */
static bool
wanted(const struct builder *b, uint32_t need)
{
	const struct need *n = &b->plan->scheme->needs[need];

	return n->grain == b->grain && (!b->scores || n->scores);
}

static bool
reads_source(const struct builder *b, const struct need *need, const struct scan *scan)
{
	return plan_metric(b->plan, need)->source == scan->source && need->back == scan->back;
}

static void
collect_sources(struct builder *b)
{
	const struct scheme *s = b->plan->scheme;

	b->n_sources = 0;
	b->backs = 0;
	for (uint32_t i = 0; i < s->n_needs; i++) {
		const struct need *need = &s->needs[i];
		uint32_t at = 0;

		if (!wanted(b, i))
			continue;
		while (at < b->n_sources && !reads_source(b, need, &b->source[at]))
			at++;
		if (at == b->n_sources)
			b->source[b->n_sources++] =
			    (struct scan){ plan_metric(b->plan, need)->source, need->back };
		if (need->back > 0)
			b->backs = (uint16_t)(b->backs | 1u << need->back);
	}
}

static uint32_t
source_index(const struct builder *b, const struct need *need)
{
	uint32_t i = 0;

	while (!reads_source(b, need, &b->source[i]))
		i++;
	assert(i < b->n_sources);
	return i;
}

/* The need that gives a column of counts its number: the first of those wanted that have it. */
static bool
count_bringer(const struct builder *b, uint16_t column, uint32_t *ret)
{
	const struct plan_count *count = b->plan->count;

	for (uint32_t i = 0; b->detail && i < b->plan->scheme->n_needs; i++) {
		if (!wanted(b, i) || count[i].fact || count[i].column != column)
			continue;
		*ret = i;
		return true;
	}
	return false;
}

static bool
brings_count(const struct builder *b, uint32_t need)
{
	const struct plan_count *count = &b->plan->count[need];
	uint32_t first;

	return !count->fact && count_bringer(b, count->column, &first) && first == need;
}

static void
put_count(struct builder *b, const struct metric *m, uint16_t column)
{
	buf_adds(&b->out, "count(*) filter (where ");
	sql_counted(&b->w, m);
	buf_addf(&b->out, ") as n%u", column);
}

/* When the newest of the source's rows was recorded. */
static void
put_recorded(struct builder *b, const struct source *source)
{
	buf_adds(&b->out, "max(");
	if (source->recorded.len > 0)
		sql_fragment(&b->w, source->recorded);
	else
		buf_adds(&b->out, "null::timestamptz");
	buf_adds(&b->out, ") as recorded");
}

/* All that is asked of one source, as select list. */
static void
put_aggregates(struct builder *b, const struct scan *scan, bool comma)
{
	const struct scheme *s = b->plan->scheme;

	for (uint32_t i = 0; i < s->n_needs; i++) {
		const struct metric *m = plan_metric(b->plan, &s->needs[i]);

		if (!reads_source(b, &s->needs[i], scan) || !wanted(b, i))
			continue;
		b->w.need = &s->needs[i];
		buf_adds(&b->out, comma ? ",\n    " : "");
		sql_columns(&b->w, m);
		comma = true;
		if (brings_count(b, i)) {
			buf_adds(&b->out, ",\n    ");
			put_count(b, m, b->plan->count[i].column);
		}
	}
	b->w.need = NULL;
	if (b->detail) {
		buf_adds(&b->out, ",\n    ");
		put_recorded(b, scan->source);
	}
}

static void
put_rows_of(struct builder *b, const struct scan *scan)
{
	const struct source *source = scan->source;

	buf_adds(&b->out, "\n    from ");
	sql_fragment(&b->w, source->from);
	buf_adds(&b->out, "\n    where ");
	sql_fragment(&b->w, source->key[GRAIN_CONTRACT]);
	buf_adds(&b->out, " = k.id");
	if (source->where.len > 0) {
		buf_adds(&b->out, " and (");
		sql_fragment(&b->w, source->where);
		buf_addc(&b->out, ')');
	}
	if (scan->back > 0)
		buf_addf(&b->out, " and k.since%u is not null", scan->back);
}

static void
put_contract_source(struct builder *b, uint32_t i)
{
	plan_use_window(b, b->source[i].back);
	buf_adds(&b->out, "\n  left join lateral (select ");
	put_aggregates(b, &b->source[i], false);
	put_rows_of(b, &b->source[i]);
	buf_addf(&b->out, "\n    having count(*) > 0) q%u on true", i);
}

static void
put_entity_source(struct builder *b, uint32_t i)
{
	plan_use_window(b, b->source[i].back);
	buf_adds(&b->out, "\n    left join (select ");
	sql_fragment(&b->w, b->source[i].source->key[b->grain]);
	buf_adds(&b->out, " as entity");
	put_aggregates(b, &b->source[i], true);
	put_rows_of(b, &b->source[i]);
	buf_addf(&b->out, "\n    group by 1) q%u on q%u.entity = t.id", i, i);
}

/* ---- statements */

static void
put_column(struct builder *b, const char *prefix, uint32_t need, char kind, uint32_t column)
{
	const struct need *n = &b->plan->scheme->needs[need];

	if (prefix != NULL)
		buf_addf(&b->out, ", %s.%c%u", prefix, kind, column);
	else if (n->back == 0 || kind == 'n')
		buf_addf(&b->out, ", q%u.%c%u", source_index(b, n), kind, column);
	else
		buf_addf(&b->out,
		    ", case when k.since%u is not null then coalesce(q%u.f%u, %s) end as f%u",
		    n->back, source_index(b, n), column,
		    plan_metric(b->plan, n)->empty_zero ? "0" : "null", column);
}

/* Places: a need that is not wanted keeps its own, since results are read by position. */
static void
put_need_columns(struct builder *b, const char *prefix, bool places)
{
	const struct scheme *s = b->plan->scheme;

	for (uint32_t i = 0; i < s->n_needs; i++) {
		const struct need *need = &s->needs[i];

		for (unsigned c = 0; c < (need->metric->type.share ? 2u : 1u); c++) {
			if (wanted(b, i))
				put_column(b, prefix, i, 'f', need->column + c);
			else if (places && need->grain == b->grain)
				buf_adds(&b->out, ", null::bigint");
		}
	}
}

static void
put_count_columns(struct builder *b, const char *prefix, bool places)
{
	uint32_t need;

	for (uint16_t c = 0; b->detail && c < b->plan->grain[b->grain].n_counts; c++) {
		if (count_bringer(b, c, &need))
			put_column(b, prefix, need, 'n', c);
		else if (places)
			buf_adds(&b->out, ", null::bigint");
	}
}

/* Of a score document: when the newest of the rows behind it was recorded, so that the same facts
 * have the same bytes (I2). */
static void
put_newest(struct builder *b, const char *first)
{
	buf_addf(&b->out, "greatest(%s", first);
	for (uint32_t i = 0; i < b->n_sources; i++)
		buf_addf(&b->out, "%sq%u.recorded", i > 0 || first[0] != '\0' ? ", " : "", i);
	buf_addc(&b->out, ')');
}

static void
put_contract_grain(struct builder *b, bool full)
{
	buf_adds(&b->out, "select k.ord, k.id, k.since, k.until, ");
	if (b->detail)
		put_newest(b, "k.recorded_at");
	else
		buf_adds(&b->out, "now()");
	put_need_columns(b, NULL, true);
	put_count_columns(b, NULL, true);
	if (b->detail)
		buf_addf(&b->out, ",\n    %s", contract_brief_columns);
	buf_adds(&b->out, "\n  from ");
	put_k(b, full);
	if (b->detail)
		buf_addf(&b->out, "\n  %s", contract_brief_joins);
	for (uint32_t i = 0; i < b->n_sources; i++)
		put_contract_source(b, i);
}

/* The rows of a grid: whose they are comes from the contract, not from what was done there. */
static const char *const entities[GRAIN_COUNT] = {
	[GRAIN_STATION] = "(select n.id, n.name from station n where n.contract_id = k.id) t",
	[GRAIN_COMMUNITY] = "(select n.id, n.name from contract_community m join community n on "
			    "n.id = m.community_id "
			    "where m.contract_id = k.id) t",
};

static void
put_entity_grain(struct builder *b, bool full)
{
	assert(entities[b->grain] != NULL);
	buf_adds(&b->out, "select k.ord, k.id, e.id, e.name");
	put_need_columns(b, "e", true);
	put_count_columns(b, "e", true);
	buf_adds(&b->out, b->detail ? ", e.recorded" : "");
	buf_adds(&b->out, "\n  from ");
	put_k(b, full);
	buf_adds(&b->out, "\n  cross join lateral (select t.id, t.name");
	put_need_columns(b, NULL, false);
	put_count_columns(b, NULL, false);
	if (b->detail) {
		buf_adds(&b->out, ", ");
		put_newest(b, "");
		buf_adds(&b->out, " as recorded");
	}
	buf_addf(&b->out, "\n    from %s", entities[b->grain]);
	for (uint32_t i = 0; i < b->n_sources; i++)
		put_entity_source(b, i);
	buf_adds(&b->out, "\n    offset 0) e");
}

static void
name_of(const char *sql, char out[48])
{
	char hash[SHA256_HEX];

	sha256_hex(sql, strlen(sql), hash);
	(void)snprintf(out, 48, "assayd_%.32s", hash);
}

static const struct form {
	bool full, detail, scores;
} forms[PLAN_FORMS] = {
	[PLAN_BATCH] = { false, false, false },
	[PLAN_DETAIL] = { false, true, false },
	[PLAN_SCORES] = { false, false, true },
	[PLAN_DOCUMENT] = { false, true, true },
	[PLAN_FULL_SCORES] = { true, false, true },
};

/* One statement into the arena; NULL when it would read nothing. */
static enum err_code
statement(struct builder *b, enum grain g, const struct form *form, struct arena *arena,
    const struct plan_statement **ret)
{
	struct plan_statement *made = arena_alloc(arena, sizeof(*made));

	buf_clear(&b->out);
	b->grain = g;
	b->detail = form->detail;
	b->scores = form->scores;
	collect_sources(b);
	if (g != GRAIN_CONTRACT && b->n_sources == 0)
		return ERR_OK;
	if (g == GRAIN_CONTRACT)
		put_contract_grain(b, form->full);
	else
		put_entity_grain(b, form->full);
	if (b->w.code != ERR_OK)
		return b->w.code;
	if (b->out.over)
		return err_set(b->w.err, E_LIMIT, "", "SQL", "4194304", NULL);
	made->sql = arena_strndup(arena, b->out.data, b->out.len);
	name_of(made->sql, made->name);
	*ret = made;
	return ERR_OK;
}

/* ---- counts */

/* A fact that is itself the number of rows behind the need: count(*) under the same conditions. */
static bool
fact_counts(const struct need *need, const struct metric *m, uint16_t *ret_column)
{
	const struct metric_sql *alone = sql_counts_alone(need, m);

	if (!m->whole || alone == NULL || !text_is(alone->sql, "count(*)"))
		return false;
	*ret_column = (uint16_t)(need->column + (alone == &m->denominator ? 1 : 0));
	return true;
}

static struct text
conditions_of(struct builder *b, const struct need *need, struct arena *arena)
{
	struct text t;

	buf_clear(&b->out);
	b->w.need = need;
	plan_use_window(b, need->back);
	sql_counted(&b->w, plan_metric(b->plan, need));
	b->w.need = NULL;
	t = text_dup(arena, (struct text){ b->out.data, b->out.len });
	return t;
}

/* Needs of one source and grain that count under the same conditions share a column. */
static void
find_counts(struct builder *b, struct arena *arena, struct plan *p)
{
	const struct scheme *s = p->scheme;
	struct plan_count *count = arena_array(arena, s->n_needs, sizeof(*count));
	struct text *conditions = arena_array(arena, s->n_needs, sizeof(*conditions));

	for (uint32_t i = 0; i < s->n_needs; i++) {
		const struct need *need = &s->needs[i];
		const struct metric *m = plan_metric(p, need);
		uint32_t same = 0;

		count[i].fact = fact_counts(need, m, &count[i].column);
		if (count[i].fact)
			continue;
		conditions[i] = conditions_of(b, need, arena);
		while (same < i && (count[same].fact || s->needs[same].grain != need->grain ||
				       s->needs[same].back != need->back ||
				       plan_metric(p, &s->needs[same])->source != m->source ||
				       !text_eq(conditions[same], conditions[i])))
			same++;
		count[i].column = same < i ? count[same].column : p->grain[need->grain].n_counts++;
	}
	p->count = count;
}

static enum err_code
build_grain(struct builder *b, enum grain g, struct arena *arena, struct plan *p)
{
	enum err_code rc = ERR_OK;

	for (int f = 0; f < PLAN_FORMS && rc == ERR_OK; f++)
		rc = statement(b, g, &forms[f], arena, &p->grain[g].form[f]);
	return rc;
}

void
plan_builder_init(struct builder *b, const struct plan *p, struct err *reterr)
{
	memset(b, 0, sizeof(*b));
	b->plan = p;
	buf_init(&b->out, SQL_STATEMENT_MAX);
	b->w = (struct sql_writer){ .out = &b->out, .window = &sql_window_lateral, .err = reterr };
}

static bool
all_marked(const struct plan *p)
{
	for (uint32_t i = 0; i < p->scheme->n_needs; i++)
		if (p->scheme->needs[i].scores &&
		    plan_metric(p, &p->scheme->needs[i])->source->others)
			return false;
	return true;
}

enum err_code
plan_build(const struct scheme *s, const struct catalogue *c, struct arena *arena, struct plan *ret,
    struct err *reterr)
{
	struct plan p = { .scheme = s, .catalogue = c };
	enum err_code rc = ERR_OK;
	struct builder b;

	plan_builder_init(&b, &p, reterr);
	find_counts(&b, arena, &p);
	for (int g = 0; g < GRAIN_COUNT && rc == ERR_OK; g++)
		rc = build_grain(&b, (enum grain)g, arena, &p);
	buf_free(&b.out);
	p.marked = all_marked(&p);
	if (rc == ERR_OK)
		*ret = p;
	return rc;
}
