/* Facts from a live database with the schema and the demonstration (ASSAYD_TEST_DB). Expected
 * numbers are those the demonstration intends (head of sql/demo/suzhou.sql) or come from SQL
 * written by hand in another shape. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/read.h"
#include "engine/engine.h"
#include "store/fetch.h"

enum { DEMO = 9, FILES = 200 };

static const char *conninfo;
static struct arena *arena; /* of the whole run */
static struct catalogue_file files[FILES];
static uint32_t n_files;
static struct pg *reader, *owner;

/* ---- setting up */

static struct text
slurp(const char *path)
{
	static char data[1u << 20];
	FILE *f = fopen(path, "r");
	struct text t = { data, 0 };

	assert_non_null(f);
	t.len = fread(data, 1, sizeof(data), f);
	assert_int_equal(fclose(f), 0);
	return text_dup(arena, t);
}

static int
load_files(void **state)
{
	DIR *dir = opendir("sql/metrics");
	struct dirent *e;

	(void)state;
	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		char path[300];

		if (strstr(e->d_name, ".yaml") == NULL)
			continue;
		assert_true(n_files < FILES - 1);
		(void)snprintf(path, sizeof(path), "sql/metrics/%s", e->d_name);
		files[n_files++] =
		    (struct catalogue_file){ arena_strndup(arena, e->d_name, strlen(e->d_name)),
			    slurp(path) };
	}
	(void)closedir(dir);
	assert_true(n_files > 5);
	return 0;
}

static const struct catalogue *
catalogue_with(const char *extra, struct diags *diags)
{
	const struct catalogue *c;

	diags_init(diags, arena);
	if (extra != NULL)
		files[n_files] = (struct catalogue_file){ "extra.yaml", text_of(extra) };
	c = catalogue_read(files, n_files + (extra != NULL), arena, diags);
	assert_non_null(c);
	return c;
}

static struct plan
plan_of(const struct catalogue *c, struct text rules, struct diags *diags)
{
	struct vocabulary v = catalogue_vocabulary(c);
	const struct scheme *s = scheme_read("probe.yaml", rules, &v, arena, diags);
	struct plan p;
	struct err e;

	if (s == NULL) {
		struct buf out;

		buf_init(&out, 1u << 20);
		diags_print_text(diags, LANG_EN, &out);
		fail_msg("%s", out.data);
	}
	assert_int_equal(plan_build(s, c, arena, &p, &e), ERR_OK);
	return p;
}

/* The programme's own rules. */
static struct plan
real_plan(void)
{
	struct diags diags;

	return plan_of(catalogue_with(NULL, &diags), slurp("rules/suzhou-2017.yaml"), &diags);
}

/* Rules that read these facts: ten leaves at most. */
static struct plan
probe_plan(const char *extra, const char *scheme, const char *window, const char *const *when,
    const char *per, struct diags *diags)
{
	const struct catalogue *c = catalogue_with(extra, diags);
	struct buf b;

	struct plan p;

	buf_init(&b, 100000);
	buf_addf(&b,
	    "scheme: %s\ntitle: {zh: 试, en: Probe}\n"
	    "source: {document: {zh: 文, en: D}, issued_by: {zh: 局, en: B}}\n"
	    "effective: {from: 2015-01-01, to: 2020-12-31}\nwindow: %s\ngrades: {pass: 60, fail: "
	    "0}\nindicators:\n",
	    scheme, window);
	for (int i = 0; when[i] != NULL; i++)
		buf_addf(&b,
		    "  - {id: l%d, title: {zh: 题, en: T}, weight: %d, clause: '1', %swhen: "
		    "\"%s\", score: pass}\n",
		    i, when[i + 1] == NULL ? 100 - i * 10 : 10, per, when[i]);
	p = plan_of(c, (struct text){ b.data, b.len }, diags);
	buf_free(&b);
	return p;
}

static day_t
day(const char *s)
{
	day_t d;

	assert_true(date_parse(s, strlen(s), &d));
	return d;
}

static int64_t
soon(void)
{
	return pg_now_ms() + 20000;
}

static struct pg_result *
ask(struct pg *pg, const char *sql)
{
	struct pg_query q = { .sql = sql };
	struct pg_result *r = NULL;
	struct err e;

	if (pg_run(pg, &q, 1, soon(), &r, &e) != ERR_OK)
		fail_msg("%s: %s", e.arg[1], sql);
	return r;
}

static const int64_t demo_ids[DEMO] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

static struct facts
batch(const struct plan *p, const int64_t *ids, uint32_t n, const char *as_of)
{
	struct facts f;
	struct err e;

	if (fetch_batch(reader, p, ids, n, day(as_of), soon(), arena, &f, &e) != ERR_OK)
		fail_msg("%s %s", e.arg[0], e.arg[1]);
	return f;
}

static struct facts
scores(const struct plan *p, const int64_t *ids, uint32_t n, const char *as_of)
{
	struct facts f;
	struct err e;

	if (fetch_scores(reader, p, ids, n, day(as_of), soon(), arena, &f, &e) != ERR_OK)
		fail_msg("%s %s", e.arg[0], e.arg[1]);
	return f;
}

static uint32_t
need_index(const struct plan *p, const char *source)
{
	for (uint32_t i = 0; i < p->scheme->n_needs; i++)
		if (text_is(p->scheme->needs[i].source, source))
			return i;
	fail_msg("no need %s", source);
	return 0;
}

/* ---- tests */

static void
test_demo_values(void **state)
{
	static const char *const when[] = { "service.units(category: basic) > 1",
		"service.case_units(category: basic) > 1",
		"2 * numerator(staffing.pretrained_share) > denominator(staffing.pretrained_share)",
		"staffing.entered > 1", "change.count > 1", "change.in_order > 1",
		"contract.team_due_on > date(2017, 1, 1)", NULL };
	static const struct {
		const char *need;
		int64_t value[DEMO], of[DEMO];
	} rows[] = {
		{ "service.units(category: 'basic')", { 61, 61, 60, 48, 45, 62, 80, 20, 0 },
		    { 0 } },
		{ "service.case_units(category: 'basic')", { 31, 30, 30, 30, 18, 20, 45, 5, 0 },
		    { 0 } },
		{ "staffing.pretrained_share", { 8, 8, 8, 7, 8, 6, 8, 0, 0 },
		    { 8, 8, 8, 8, 8, 8, 8, 0, 0 } },
		{ "staffing.entered", { 8, 8, 8, 8, 8, 8, 8, 0, 0 }, { 0 } },
		{ "change.count", { 1, 2, 0, 1, 1, 1, 2, 0, 0 }, { 0 } },
		{ "change.in_order", { 1, 1, 0, 0, 0, 0, 2, 0, 0 }, { 0 } },
	};
	struct diags diags;
	struct plan p = probe_plan(NULL, "suzhou-2017", "contract_year", when, "", &diags);
	struct facts f = batch(&p, demo_ids, DEMO, "2018-06-30");
	const struct fact_grid *g = &f.grid[GRAIN_CONTRACT];
	uint16_t due = p.scheme->needs[need_index(&p, "contract.team_due_on")].column;

	(void)state;
	for (size_t r = 0; r < COUNT_OF(rows); r++) {
		const struct need *need = &p.scheme->needs[need_index(&p, rows[r].need)];

		for (uint32_t i = 0; i < DEMO; i++) {
			if (g->value[need->column][i] != rows[r].value[i] * DEC_ONE ||
			    !g->known[need->column][i])
				fail_msg("%s of %u: %ld", rows[r].need, i + 1,
				    (long)g->value[need->column][i]);
			if (need->metric->type.share)
				assert_true(
				    g->value[need->column + 1][i] == rows[r].of[i] * DEC_ONE);
		}
	}
	for (uint32_t i = 0; i < DEMO; i++) {
		assert_true(f.found[i]);
		assert_int_equal(f.since[i], day("2017-07-01"));
		assert_int_equal(f.until[i], day("2018-06-30"));
	}
	/* a date is known or missing; the ninth contract has none */
	assert_int_equal(g->known[due][0], 1);
	assert_int_equal(g->known[due][8], 0);
	assert_true(f.data_time > INT64_C(1500000000) * 1000000);
}

static void
assert_same_grid(const struct fact_grid *a, const struct fact_grid *b, uint32_t n)
{
	assert_int_equal(a->rows, b->rows);
	assert_int_equal(a->columns, b->columns);
	assert_memory_equal(a->first, b->first, (n + 1) * sizeof(*a->first));
	assert_memory_equal(a->entity, b->entity, a->rows * sizeof(*a->entity));
	for (uint32_t i = 0; i < a->rows; i++)
		assert_true(text_eq(a->name[i], b->name[i]));
	for (uint16_t c = 0; c < a->columns; c++) {
		assert_memory_equal(a->value[c], b->value[c], a->rows * sizeof(**a->value));
		assert_memory_equal(a->known[c], b->known[c], a->rows);
	}
}

/* I2: whatever way the facts came. */
static void
test_batch_is_full(void **state)
{
	static const char *const days[] = { "2017-07-01", "2017-10-15", "2018-06-30",
		"2019-01-01" };
	static const int64_t mixed[] = { 9, 3, 3, 1, 8, 2, 7, 9, 6, 5, 4 };
	struct plan p = real_plan();
	struct err e;

	(void)state;
	for (size_t d = 0; d < COUNT_OF(days); d++) {
		struct facts a = scores(&p, mixed, COUNT_OF(mixed), days[d]), b;

		assert_int_equal(
		    fetch_full(reader, &p, 1, DEMO, day(days[d]), soon(), arena, &b, &e), ERR_OK);
		assert_int_equal(a.n, DEMO);
		assert_int_equal(b.n, DEMO);
		assert_memory_equal(a.contract, b.contract, DEMO * sizeof(*a.contract));
		assert_memory_equal(a.since, b.since, DEMO * sizeof(*a.since));
		assert_memory_equal(a.until, b.until, DEMO * sizeof(*a.until));
		for (int g = 0; g < GRAIN_COUNT; g++)
			assert_same_grid(&a.grid[g], &b.grid[g], DEMO);
	}
}

/* What the score does not read changes no score, and is not fetched for it. */
static void
assert_same_score(const struct plan *p, const struct facts *some)
{
	struct facts all = batch(p, some->contract, some->n, "2018-06-30");
	struct result a, b;
	struct err e;

	assert_int_equal(
	    engine_score(p->scheme, &all, day("2018-06-30"), ENGINE_CELLS, arena, &a, &e), ERR_OK);
	assert_int_equal(
	    engine_score(p->scheme, some, day("2018-06-30"), ENGINE_CELLS, arena, &b, &e), ERR_OK);
	assert_memory_equal(a.score, b.score, a.n * sizeof(*a.score));
	assert_memory_equal(a.lowest, b.lowest, a.n * sizeof(*a.lowest));
	assert_memory_equal(a.highest, b.highest, a.n * sizeof(*a.highest));
	for (size_t c = 0; c < (size_t)p->scheme->n_nodes * a.n; c++)
		assert_true(
		    a.cells[c].points == b.cells[c].points && a.cells[c].state == b.cells[c].state);
	for (uint32_t i = 0; i < p->scheme->n_needs; i++) {
		const struct need *need = &p->scheme->needs[i];
		const struct fact_grid *grid = &some->grid[need->grain];

		for (uint32_t r = 0; !need->scores && r < grid->rows; r++)
			assert_true(grid->value[need->column][r] == 0);
	}
}

/* Each scheme we ship is taken by the database, and both forms agree on all its contracts, whatever
 * they are. */
static void
test_every_scheme(void **state)
{
	DIR *dir = opendir("rules");
	struct dirent *d;
	unsigned schemes = 0;
	struct diags diags;
	struct err e;

	(void)state;
	assert_non_null(dir);
	while ((d = readdir(dir)) != NULL) {
		const struct catalogue *c = catalogue_with(NULL, &diags);
		struct facts full, some;
		struct plan p;
		char path[300];

		if (strstr(d->d_name, ".yaml") == NULL)
			continue;
		(void)snprintf(path, sizeof(path), "rules/%s", d->d_name);
		p = plan_of(c, slurp(path), &diags);
		diags_init(&diags, arena);
		assert_int_equal(plan_check(&p, reader, soon(), &diags, &e), ERR_OK);
		if (diags.count > 0)
			fail_msg("%s: %s %s", path, diags.items[0].arg[0].ptr,
			    diags.items[0].arg[1].ptr);
		if (fetch_full(reader, &p, 1, 1000, day("2018-06-30"), soon(), arena, &full, &e) !=
		    ERR_OK)
			fail_msg("%s: %s", path, e.arg[1]);
		some = scores(&p, full.contract, full.n, "2018-06-30");
		assert_int_equal(some.n, full.n);
		for (int g = 0; g < GRAIN_COUNT; g++)
			assert_same_grid(&full.grid[g], &some.grid[g], full.n);
		assert_same_score(&p, &some);
		schemes++;
	}
	(void)closedir(dir);
	assert_true(schemes > 0);
}

static void
test_unknown_and_foreign(void **state)
{
	static const int64_t ids[] = { 7001, 5, 999999, 5, -1 };
	struct plan p = real_plan();
	struct facts f, none;
	struct err e;

	(void)state;
	pg_result_free(ask(owner,
	    "insert into programme (code, title) values ('other', 'x') on conflict do nothing"));
	pg_result_free(
	    ask(owner, "insert into contract (id, contract_no, programme_id, region_code, "
		       "provider_id, purchaser_id, start_on, end_on, amount)"
		       " select 7001, 'OTHER', (select id from programme where code = 'other'), "
		       "region_code, provider_id, purchaser_id,"
		       " start_on, end_on, 1 from contract where id = 1 on conflict do nothing"));
	f = batch(&p, ids, COUNT_OF(ids), "2018-06-30");
	assert_int_equal(f.n, 4);
	assert_int_equal(f.contract[0], -1);
	assert_int_equal(f.contract[1], 5);
	assert_int_equal(f.contract[2], 7001);
	assert_false(f.found[0]);
	assert_true(f.found[1]);
	assert_false(f.found[2]); /* it is there, but another programme's */
	assert_false(f.found[3]);
	assert_int_equal(f.grid[GRAIN_COMMUNITY].first[1], 0);
	assert_true(f.grid[GRAIN_COMMUNITY].first[2] > 0);
	assert_int_equal(f.grid[GRAIN_COMMUNITY].first[2], f.grid[GRAIN_COMMUNITY].rows);
	none = batch(&p, NULL, 0, "2018-06-30");
	assert_int_equal(none.n, 0);
	assert_int_equal(
	    fetch_full(reader, &p, 7001, 7001, day("2018-06-30"), soon(), arena, &none, &e),
	    ERR_OK);
	assert_int_equal(none.n, 0);
}

static void
test_batch_limit(void **state)
{
	int64_t ids[FETCH_BATCH_MAX + 1] = { 0 };
	struct plan p = real_plan();
	struct facts f;
	struct err e;

	(void)state;
	assert_int_equal(
	    fetch_batch(reader, &p, ids, FETCH_BATCH_MAX + 1, 0, soon(), arena, &f, &e), E_LIMIT);
	assert_int_equal(
	    fetch_batch(reader, &p, ids, FETCH_BATCH_MAX, day("2018-06-30"), soon(), arena, &f, &e),
	    ERR_OK);
	assert_int_equal(f.n, 1);
}

/* Windows of a contract of three years that began on a leap day. */
static void
test_windows(void **state)
{
	static const struct {
		const char *as_of, *since, *until;
	} year[] = {
		{ "2016-02-28", "2016-02-29", "2016-02-28" }, /* not begun: since is after until */
		{ "2010-01-01", "2016-02-29", "2010-01-01" },
		{ "2016-02-29", "2016-02-29", "2016-02-29" },
		{ "2017-02-27", "2016-02-29", "2017-02-27" },
		{ "2017-02-28", "2017-02-28", "2017-02-28" },
		{ "2018-02-27", "2017-02-28", "2018-02-27" },
		{ "2018-02-28", "2018-02-28", "2018-02-28" },
		{ "2019-02-27", "2018-02-28", "2019-02-27" },
		{ "2025-01-01", "2018-02-28", "2019-02-27" }, /* long over: the last year stands */
	};
	static const char *const when[] = { "service.records > 1", NULL };
	static const int64_t id = 7002;
	struct diags diags;
	struct plan p = probe_plan(NULL, "suzhou-2017", "contract_year", when, "", &diags);
	struct plan term = probe_plan(NULL, "suzhou-2017", "contract_term", when, "", &diags);
	struct plan calendar = probe_plan(NULL, "suzhou-2017", "calendar_year", when, "", &diags);
	/* from 1 January, but not before the first day; in the year of the last day when long over
	 */
	static const struct {
		const char *as_of, *since, *until;
	} january[] = {
		{ "2016-12-31", "2016-02-29", "2016-12-31" },
		{ "2017-01-01", "2017-01-01", "2017-01-01" },
		{ "2018-06-30", "2018-01-01", "2018-06-30" },
		{ "2025-01-01", "2019-01-01", "2019-02-27" },
	};

	(void)state;
	pg_result_free(
	    ask(owner, "insert into contract (id, contract_no, programme_id, region_code, "
		       "provider_id, purchaser_id, start_on, end_on, amount)"
		       " select 7002, 'LEAP', programme_id, region_code, provider_id, "
		       "purchaser_id, '2016-02-29', '2019-02-27', 1"
		       " from contract where id = 1 on conflict do nothing"));
	for (size_t i = 0; i < COUNT_OF(year); i++) {
		struct facts f = batch(&p, &id, 1, year[i].as_of),
			     t = batch(&term, &id, 1, year[i].as_of);

		assert_true(f.found[0]);
		if (f.since[0] != day(year[i].since) || f.until[0] != day(year[i].until))
			fail_msg("%s: %d %d", year[i].as_of, f.since[0], f.until[0]);
		assert_int_equal(t.since[0], day("2016-02-29"));
		assert_int_equal(t.until[0], day(year[i].until));
	}
	for (size_t i = 0; i < COUNT_OF(january); i++) {
		struct facts f = batch(&calendar, &id, 1, january[i].as_of);

		assert_int_equal(f.since[0], day(january[i].since));
		assert_int_equal(f.until[0], day(january[i].until));
	}
	pg_result_free(ask(owner, "delete from contract where id = 7002"));
}

static int64_t evidence_count(const struct plan *p, uint32_t need, int64_t contract,
    const char *as_of, int64_t entity, uint32_t *ret_rows);

/* Facts of earlier years. Contract 7003 runs from 2016-03-01 to 2019-02-28; verified services: two
 * in its first year (on its first and its last day), none in the second, one in the third; one of
 * the first year is not verified. */
static const char earlier_facts[] =
    "insert into contract (id, contract_no, programme_id, region_code, provider_id, purchaser_id, "
    "start_on, end_on, amount) select 7003, 'EARLIER', programme_id, region_code, provider_id, "
    "purchaser_id, '2016-03-01', '2019-02-28', 1 from contract where id = 1;"
    "insert into service_record (contract_id, served_on, verified, mode, hours) values"
    " (7003, '2016-03-01', true, 'visit', 1.5), (7003, '2017-02-28', true, 'visit', 2.25),"
    " (7003, '2016-07-01', false, 'visit', 9), (7003, '2018-03-01', true, 'visit', 4)";

static const char *const earlier_when[] = { "service.records > 1", "previous(service.records) > 1",
	"previous(service.records, 2) > 1", "previous(service.hours) > 1",
	"previous(service.last_on) > date(2016, 1, 1)", NULL };

static const struct {
	const char *window, *as_of;
	const char *facts[5]; /* in the order above */
	int behind;           /* rows of the year before */
} earlier_rows[] = {
	/* the first year has none before it: missing, not 0 */
	{ "contract_year", "2017-02-28", { "2", "-", "-", "-", "-" }, 0 },
	{ "contract_year", "2017-03-01", { "0", "2", "-", "3.75", "2017-02-28" }, 2 },
	{ "contract_year", "2018-02-28", { "0", "2", "-", "3.75", "2017-02-28" }, 2 },
	/* the second year had no service: a known 0; the last date is of no row */
	{ "contract_year", "2018-03-01", { "1", "0", "2", "0", "-" }, 0 },
	{ "contract_year", "2030-01-01", { "1", "0", "2", "0", "-" }, 0 },
	/* 2016 from 1 March on has one, 2017 one, 2018 one */
	{ "calendar_year", "2016-12-31", { "1", "-", "-", "-", "-" }, 0 },
	{ "calendar_year", "2017-01-01", { "0", "1", "-", "1.5", "2016-03-01" }, 1 },
	{ "calendar_year", "2018-06-30", { "1", "1", "1", "2.25", "2017-02-28" }, 1 },
	{ "calendar_year", "2019-06-30", { "0", "1", "1", "4", "2018-03-01" }, 1 },
};

static void
assert_fact(const struct plan *p, const struct facts *f, const char *source, const char *want)
{
	const struct need *need = &p->scheme->needs[need_index(p, source)];
	const struct fact_grid *g = &f->grid[GRAIN_CONTRACT];
	int64_t value = 0;

	if (strlen(want) == 10)
		value = day(want) * DEC_ONE;
	else if (*want != '-')
		assert_true(dec_parse(want, strlen(want), &value));
	if (g->known[need->column][0] != (*want != '-') || g->value[need->column][0] != value)
		fail_msg("%s is %ld, not %s", source, (long)g->value[need->column][0], want);
}

static void
test_previous(void **state)
{
	static const char *const sources[] = { "service.records", "previous(service.records)",
		"previous(service.records, 2)", "previous(service.hours)",
		"previous(service.last_on)" };
	static const int64_t id = 7003;
	struct err e;

	(void)state;
	if (pg_script(owner, earlier_facts, soon(), &e) != ERR_OK)
		fail_msg("%s", e.arg[1]);
	for (size_t i = 0; i < COUNT_OF(earlier_rows); i++) {
		struct diags diags;
		struct plan p = probe_plan(
		    NULL, "suzhou-2017", earlier_rows[i].window, earlier_when, "", &diags);
		struct facts f = batch(&p, &id, 1, earlier_rows[i].as_of);
		uint32_t listed;

		for (size_t k = 0; k < COUNT_OF(sources); k++)
			assert_fact(&p, &f, sources[k], earlier_rows[i].facts[k]);
		/* I4: the rows listed are those counted; of no year none */
		assert_int_equal(evidence_count(&p, need_index(&p, sources[1]), id,
				     earlier_rows[i].as_of, 0, &listed),
		    earlier_rows[i].behind);
		assert_int_equal(listed, earlier_rows[i].behind);
		assert_int_equal(plan_check(&p, reader, soon(), &diags, &e), ERR_OK);
		assert_int_equal(diags.errors, 0);
	}
	pg_result_free(ask(owner, "delete from service_record where contract_id = 7003"));
	pg_result_free(ask(owner, "delete from contract where id = 7003"));
}

/* By community, a year on: last year's rows of each community, against SQL of another shape. */
static void
test_previous_communities(void **state)
{
	static const char *const when[] = { "previous(service.records) > 1", NULL };
	static const int64_t id = 1;
	struct diags diags;
	struct plan p = probe_plan(
	    NULL, "suzhou-2017", "calendar_year", when, "per: community, combine: mean, ", &diags);
	struct facts f = batch(&p, &id, 1, "2018-06-30");
	const struct fact_grid *g = &f.grid[GRAIN_COMMUNITY];
	struct pg_result *r = ask(owner,
	    "select cc.community_id, count(s.id)::bigint from contract_community cc left join "
	    "service_record s on s.contract_id = 1 and s.community_id = cc.community_id and "
	    "s.verified and s.served_on >= '2017-07-01' and s.served_on < '2018-01-01' where "
	    "cc.contract_id = 1 group by 1 order by 1");
	int64_t sum = 0;

	(void)state;
	assert_int_equal(g->rows, pg_rows(r));
	for (uint32_t i = 0; i < g->rows; i++) {
		assert_int_equal(g->entity[i], pg_int(r, i, 0));
		assert_true(g->value[0][i] == pg_int(r, i, 1) * DEC_ONE);
		assert_int_equal(g->known[0][i], 1);
		sum += pg_int(r, i, 1);
	}
	assert_true(sum > 0);
	pg_result_free(r);
	f = batch(&p, &id, 1, "2017-12-31"); /* the contract began that year */
	for (uint32_t i = 0; i < f.grid[GRAIN_COMMUNITY].rows; i++)
		assert_int_equal(f.grid[GRAIN_COMMUNITY].known[0][i], 0);
}

/* By community, against a statement that goes the other way round. */
static void
test_communities(void **state)
{
	static const char *const when[] = {
		"service.activities(size: large, min_participants: 50) > 1",
		"service.items(category: governance) > 1", NULL
	};
	struct diags diags;
	struct plan p = probe_plan(
	    NULL, "suzhou-2017", "contract_year", when, "per: community, combine: mean, ", &diags);
	struct facts f = batch(&p, demo_ids, DEMO, "2018-03-31");
	const struct fact_grid *g = &f.grid[GRAIN_COMMUNITY];
	uint16_t large =
	    p.scheme
		->needs[need_index(&p, "service.activities(min_participants: 50, size: 'large')")]
		.column;
	uint16_t items =
	    p.scheme->needs[need_index(&p, "service.items(category: 'governance')")].column;
	struct pg_result *r = ask(owner,
	    "select cc.contract_id, cc.community_id, c.name,"
	    " (select count(*) from service_record s where s.contract_id = cc.contract_id and "
	    "s.community_id = cc.community_id"
	    "   and s.verified and s.served_on >= '2017-07-01' and s.served_on <= '2018-03-31'"
	    "   and s.mode = 'activity' and s.activity_size = 'large' and s.participants >= 50),"
	    " (select count(distinct s.item_id) from service_record s where s.contract_id = "
	    "cc.contract_id"
	    "   and s.community_id = cc.community_id and s.verified and s.served_on between "
	    "'2017-07-01' and '2018-03-31'"
	    "   and s.category = 'governance')"
	    " from contract_community cc join community c on c.id = cc.community_id where "
	    "cc.contract_id <= 9"
	    " order by cc.contract_id, cc.community_id");
	int64_t sum = 0;

	(void)state;
	assert_int_equal(g->rows, pg_rows(r));
	for (uint32_t i = 0, at = 0; i < DEMO; i++) {
		for (uint32_t row = g->first[i]; row < g->first[i + 1]; row++, at++) {
			assert_int_equal(f.contract[i], pg_int(r, at, 0));
			assert_int_equal(g->entity[row], pg_int(r, at, 1));
			assert_true(text_eq(g->name[row], pg_text(r, at, 2)));
			assert_true(g->value[large][row] == pg_int(r, at, 3) * DEC_ONE);
			assert_true(g->value[items][row] == pg_int(r, at, 4) * DEC_ONE);
			assert_int_equal(g->known[items][row], 1);
			sum += g->value[items][row];
		}
	}
	assert_true(sum > 0); /* or nothing was compared */
	pg_result_free(r);
}

static int64_t
evidence_count(const struct plan *p, uint32_t need, int64_t contract, const char *as_of,
    int64_t entity, uint32_t *ret_rows)
{
	const struct pg_param params[] = { { .type = PG_INT8, .i = contract },
		{ .type = PG_DATE, .i = day(as_of) },
		{ .type = entity != 0 ? PG_INT8 : PG_NULL, .i = entity },
		{ .type = PG_INT8, .i = 5 }, { .type = PG_INT8, .i = 0 } };
	struct pg_query q[] = { { .params = params, .n_params = 5 },
		{ .params = params, .n_params = 3 } };
	struct pg_result *r[2];
	struct err e;
	int64_t n;

	assert_int_equal(plan_evidence(p, need, arena, &q[0].sql, &q[1].sql, &e), ERR_OK);
	if (pg_run(reader, q, 2, soon(), r, &e) != ERR_OK)
		fail_msg("%s", e.arg[1]);
	n = pg_int(r[1], 0, 0);
	*ret_rows = pg_rows(r[0]);
	for (uint32_t i = 0; i < pg_rows(r[0]) && entity != 0; i++)
		assert_int_equal(pg_int(r[0], i, 0), entity);
	pg_result_free(r[0]);
	pg_result_free(r[1]);
	return n;
}

static bool
counts_rows(const struct metric *m)
{
	return text_is(m->value.sql, "count(*)") && !m->decl.type.share;
}

/* I4: what is listed is what was counted. */
static void
test_evidence_is_the_value(void **state)
{
	struct plan p = real_plan();
	struct facts f = batch(&p, demo_ids, DEMO, "2018-06-30");
	unsigned compared = 0;

	(void)state;
	for (uint32_t n = 0; n < p.scheme->n_needs; n++) {
		const struct need *need = &p.scheme->needs[n];
		const struct fact_grid *g = &f.grid[need->grain];
		uint32_t rows;

		if (!counts_rows(catalogue_metric(p.catalogue, need->metric)))
			continue;
		for (uint32_t i = 0; i < DEMO; i++) {
			for (uint32_t row = g->first[i]; row < g->first[i + 1]; row++) {
				int64_t count = evidence_count(&p, n, f.contract[i], "2018-06-30",
				    need->grain == GRAIN_CONTRACT ? 0 : g->entity[row], &rows);

				assert_true(count * DEC_ONE == g->value[need->column][row]);
				assert_int_equal(rows, count < 5 ? count : 5);
				compared += count > 0;
			}
		}
	}
	assert_true(compared > 50);
}

static void
test_detail(void **state)
{
	static const int64_t ids[] = { 1, 5, 9, 424242, 7001 };
	struct contract_row heads[COUNT_OF(ids)];
	struct fetch_detail detail = { .heads = heads };
	struct plan p = real_plan();
	struct facts f, plain = batch(&p, ids, COUNT_OF(ids), "2018-06-30");
	struct err e;
	uint32_t rows;

	(void)state;
	assert_int_equal(fetch_batch_detail(reader, &p, ids, COUNT_OF(ids), day("2018-06-30"),
			     soon(), arena, &f, &detail, &e),
	    ERR_OK);
	assert_int_equal(f.n, COUNT_OF(ids));
	for (int g = 0; g < GRAIN_COUNT; g++)
		assert_same_grid(&f.grid[g], &plain.grid[g], f.n);
	for (uint32_t n = 0; n < p.scheme->n_needs; n++)
		for (uint32_t i = 0; i < f.n; i++)
			assert_int_equal(detail.counts[n * f.n + i],
			    evidence_count(&p, n, f.contract[i], "2018-06-30", 0, &rows));
	assert_int_equal(heads[0].id, 1);
	assert_true(text_is(heads[0].programme, "suzhou-2017"));
	assert_int_equal(heads[0].start_on, day("2017-07-01"));
	assert_int_equal(heads[2].id, 9);
	assert_int_equal(heads[3].id,
	    0); /* 7001: another programme's (made by a test before), or not there at all */
	assert_int_equal(heads[4].id, 0);
}

#define EXTRA(table, column, sql)                                                              \
	"source: extra\ntitle: {zh: 甲, en: A}\nfrom: " table " x\ncontract: x." column        \
	"\norder: x." column "\nevidence: {a: x." column                                       \
	"}\nmetrics:\n  extra.m:\n    title: {zh: 甲, en: A}\n    type: number\n    sql: " sql \
	"\n"

static void
test_overflow(void **state)
{
	static const char *const when[] = { "extra.m > 1", NULL };
	static const char fits[] = EXTRA("contract", "id", "max(9223372036854)");
	static const char over[] = EXTRA("contract", "id", "max(-9223372036855)");
	struct diags diags;
	struct plan p = probe_plan(fits, "suzhou-2017", "contract_year", when, "", &diags), q;
	struct facts f = batch(&p, demo_ids, 1, "2018-06-30");
	struct err e;

	(void)state;
	assert_true(f.grid[GRAIN_CONTRACT].value[0][0] == INT64_C(9223372036854) * DEC_ONE);
	q = probe_plan(over, "suzhou-2017", "contract_year", when, "", &diags);
	assert_int_equal(
	    fetch_batch(reader, &q, demo_ids, 1, day("2018-06-30"), soon(), arena, &f, &e),
	    E_OVERFLOW);
	assert_string_equal(e.arg[0], "extra.m");
}

/* A metric that the database refuses is found among good ones, with its place. */
static void
test_check(void **state)
{
	static const char *const when[] = { "service.records > 1", "extra.m > 1",
		"change.count > 1", NULL };
	static const struct {
		const char *yaml, *says;
	} bad[] = {
		{ EXTRA("contract", "id", "count(x.nosuch)"), "nosuch" },
		{ EXTRA("contract", "id", "count(nosuch(x.id))"), "nosuch" },
		{ EXTRA("contract", "id", "x.id"), "x.id" },                     /* no aggregate */
		{ EXTRA("contract", "id", "string_agg(x.title, 'a')"), "text" }, /* no number */
		{ EXTRA("private_table", "contract_id", "count(*)"), "permission denied" },
		{ EXTRA("contract", "id", "count(set_config('role', 'postgres', true))"),
		    "permission denied" },
	};
	struct plan good = real_plan();
	struct diags diags;
	struct err e;

	(void)state;
	pg_result_free(ask(owner, "create table if not exists private_table (contract_id bigint)"));
	pg_result_free(ask(owner, "revoke all on private_table from assayd_reader"));
	diags_init(&diags, arena);
	assert_int_equal(plan_check(&good, reader, soon(), &diags, &e), ERR_OK);
	assert_int_equal(diags.count, 0);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct plan p =
		    probe_plan(bad[i].yaml, "suzhou-2017", "contract_year", when, "", &diags);

		diags_init(&diags, arena);
		assert_int_equal(plan_check(&p, reader, soon(), &diags, &e), ERR_OK);
		if (diags.count != 1)
			fail_msg("%s: %u findings", bad[i].says, diags.count);
		assert_int_equal(diags.items[0].fault, F_METRIC_SQL);
		assert_true(text_is(diags.items[0].file, "extra.yaml"));
		assert_int_equal(diags.items[0].line, 8);
		assert_true(text_is(diags.items[0].arg[0], "extra.m"));
		if (strstr(diags.items[0].arg[1].ptr, bad[i].says) == NULL)
			fail_msg("%s: %s", bad[i].says, diags.items[0].arg[1].ptr);
	}
	pg_result_free(ask(owner, "drop table private_table"));
}

static void
test_check_without_database(void **state)
{
	struct pg *down = pg_new("host=/nonexistent-socket-folder", PG_READER, 200);
	struct plan p = real_plan();
	struct diags diags;
	struct err e;

	(void)state;
	diags_init(&diags, arena);
	assert_int_equal(plan_check(&p, down, soon(), &diags, &e), E_DB_DOWN);
	assert_int_equal(diags.count, 0);
	pg_free(down);
}

/* The advice can be carried out as it is. */
static void
test_advice_runs(void **state)
{
	struct plan p = real_plan();
	struct buf out;
	struct err e;
	unsigned n = 0;

	(void)state;
	buf_init(&out, 1u << 20);
	plan_advise(&p, &out);
	for (char *line = strtok(out.data, "\n"); line != NULL; line = strtok(NULL, "\n"), n++)
		if (pg_script(owner, line, soon(), &e) != ERR_OK)
			fail_msg("%s: %s", e.arg[1], line);
	assert_true(n >= 5);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_demo_values),
		cmocka_unit_test(test_batch_is_full),
		cmocka_unit_test(test_every_scheme),
		cmocka_unit_test(test_unknown_and_foreign),
		cmocka_unit_test(test_batch_limit),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_previous),
		cmocka_unit_test(test_previous_communities),
		cmocka_unit_test(test_communities),
		cmocka_unit_test(test_evidence_is_the_value),
		cmocka_unit_test(test_detail),
		cmocka_unit_test(test_overflow),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_check_without_database),
		cmocka_unit_test(test_advice_runs),
	};
	int failed;

	conninfo = getenv("ASSAYD_TEST_DB");
	if (conninfo == NULL) {
		(void)fputs("ASSAYD_TEST_DB is not set\n", stderr);
		return 2;
	}
	arena = arena_new((size_t)1 << 30);
	reader = pg_new(conninfo, PG_READER, 2000);
	owner = pg_new(conninfo, PG_OWNER, 2000);
	failed = cmocka_run_group_tests(tests, load_files, NULL);
	pg_free(reader);
	pg_free(owner);
	arena_free(arena);
	return failed;
}
