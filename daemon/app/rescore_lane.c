#include "app/rescore_lane.h"

#include <stdlib.h>
#include <string.h>

#include "api/programme_cache.h"
#include "app/log.h"
#include "app/stats.h"
#include "engine/engine.h"
#include "store/contracts.h"
#include "store/fetch.h"

#define ARENA_BUDGET ((size_t)512 << 20)
#define SKIPPED_MAX 32 /* contracts of a pass; when more fail, it is not for their data */

/* A full pass over one scheme: which page is next, and the first failure. */
struct pass {
	pthread_mutex_t lock;
	const struct generation_scheme *gs;
	day_t as_of;
	bool more, done;
	int64_t cursor;
	uint32_t total;
	atomic_uint skipped;
	struct err err;
};

struct lane_thread {
	struct lane *lane;
	struct pass *pass;
	pthread_t thread;
};

void
lane_init(struct lane *l, const struct settings *s, const char *conninfo, const atomic_bool *stop)
{
	l->settings = s;
	l->stop = stop;
	l->reader = pg_new(conninfo, PG_READER, (int)s->connect_ms);
	l->writer = pg_new(conninfo, PG_WRITER, (int)s->connect_ms);
	l->arena = arena_new(ARENA_BUDGET);
}

void
lane_free(struct lane *l)
{
	pg_free(l->reader);
	pg_free(l->writer);
	arena_free(l->arena);
}

int64_t
lane_deadline(const struct lane *l)
{
	return pg_now_ms() + l->settings->rescore_ms;
}

/* ---- scores of one batch of facts ------------------------------------------------- */

static bool
storable(const struct result *res, uint32_t i)
{
	const struct facts *f = res->facts;

	return f->found[i] && f->since[i] <= res->as_of;
}

static struct score_row
row_of(const struct result *res, uint32_t i)
{
	struct text grade = { "", 0 };

	if (res->grade[i] != UINT8_MAX)
		grade = res->scheme->grades[res->grade[i]].id;
	return (struct score_row){ .contract_id = res->facts->contract[i],
		.as_of = res->as_of,
		.score = res->score[i],
		.lowest = res->lowest[i],
		.highest = res->highest[i],
		.grade = grade,
		.grade_certain = res->grade_certain[i] };
}

static enum err_code
store_result(struct lane *l, const struct result *res, struct err *reterr)
{
	struct score_row *rows = arena_array(l->arena, res->n, sizeof(*rows));
	enum err_code rc;
	uint32_t n = 0;

	for (uint32_t i = 0; i < res->n; i++) {
		if (!storable(res, i))
			continue;
		if (res->failed[i])
			stat_add(STAT_RESCORE_OVERFLOWS, 1);
		else
			rows[n++] = row_of(res, i);
	}
	if (n == 0)
		return ERR_OK;
	rc = scores_store(l->writer, res->scheme->version, rows, n, lane_deadline(l), reterr);
	if (rc == ERR_OK)
		stat_add(STAT_RESCORED, n);
	return rc;
}

static enum err_code
score_facts(struct lane *l, const struct generation_scheme *gs, const struct facts *f, day_t as_of,
    struct err *reterr)
{
	struct result res;
	enum err_code rc;

	for (uint32_t i = 0; i < f->n; i++)
		if (f->found[i])
			programme_remember(f->contract[i], gs->scheme->id);
	rc = engine_score(gs->scheme, f, as_of, ENGINE_SCORES, l->arena, &res, reterr);
	return rc == ERR_OK ? store_result(l, &res, reterr) : rc;
}

/* A contract whose own data cannot be scored must not keep the others from their scores. */
static bool
skip(int64_t contract, atomic_uint *skipped, const struct err *err)
{
	if (atomic_fetch_add(skipped, 1) >= SKIPPED_MAX)
		return false;
	stat_add(STAT_RESCORE_OVERFLOWS, 1);
	LOG(LOG_WARN, "contract_not_scored", LOG_NUM("contract", contract),
	    LOG_STR("code", err_word(err->code)), LOG_STR("arg0", err->arg[0]),
	    LOG_STR("arg1", err->arg[1]));
	return true;
}

/* ---- the full pass ---------------------------------------------------------------- */

/* The ids after the cursor: first, last, and how many. */
static enum err_code
list_page(struct lane *l, const struct pass *p, int64_t *lo, int64_t *hi, uint32_t *ret_n,
    struct err *reterr)
{
	struct contract_filter f = { .programme = p->gs->scheme->id,
		.sort = SORT_ID,
		.limit = (uint32_t)l->settings->rescore_batch,
		.has_cursor = p->more,
		.cursor_id = p->cursor };
	struct contract_row *rows;
	struct buf key;
	enum err_code rc;

	buf_init(&key, 32);
	buf_addf(&key, "%lld", (long long)p->cursor);
	f.cursor_key = (struct text){ key.data, key.len };
	rc = contracts_list(l->reader, &f, lane_deadline(l), l->arena, &rows, ret_n, reterr);
	if (rc == ERR_OK && *ret_n > 0) {
		*lo = rows[0].id;
		*hi = rows[*ret_n - 1].id;
	}
	buf_free(&key);
	return rc;
}

/* Takes the next page, one lane at a time; false when there is none, or the pass has failed. */
static bool
take_page(struct lane *l, struct pass *p, int64_t *lo, int64_t *hi)
{
	uint32_t n = 0;

	pthread_mutex_lock(&p->lock);
	if (!p->done && !atomic_load(l->stop) && list_page(l, p, lo, hi, &n, &p->err) == ERR_OK &&
	    n > 0) {
		p->more = true;
		p->cursor = *hi;
		p->total += n;
	} else {
		p->done = true;
	}
	pthread_mutex_unlock(&p->lock);
	return n > 0;
}

static void
fail_pass(struct pass *p, const struct err *err)
{
	pthread_mutex_lock(&p->lock);
	p->done = true;
	p->err = *err;
	pthread_mutex_unlock(&p->lock);
}

static enum err_code
score_page(struct lane *l, const struct pass *p, int64_t lo, int64_t hi, struct err *reterr)
{
	int64_t began = pg_now_ms(), fetched;
	struct facts facts;
	enum err_code rc;

	arena_reset(l->arena);
	rc = fetch_full(
	    l->reader, &p->gs->plan, lo, hi, p->as_of, lane_deadline(l), l->arena, &facts, reterr);
	if (rc != ERR_OK)
		return rc;
	fetched = pg_now_ms();
	rc = score_facts(l, p->gs, &facts, p->as_of, reterr);
	LOG(LOG_DEBUG, "scores_page", LOG_TEXT("scheme", p->gs->scheme->id), LOG_NUM("n", facts.n),
	    LOG_NUM("fetch_ms", fetched - began), LOG_NUM("store_ms", pg_now_ms() - fetched));
	return rc;
}

/* A page that fails for its data is tried in halves, down to the contract that it fails for. */
static enum err_code
score_range(struct lane *l, struct pass *p, int64_t lo, int64_t hi, struct err *reterr)
{
	enum err_code rc = score_page(l, p, lo, hi, reterr);
	int64_t mid = lo + (hi - lo) / 2;

	if (rc == ERR_OK || !fetch_fault_of_data(rc))
		return rc;
	if (lo == hi)
		return skip(lo, &p->skipped, reterr) ? ERR_OK : rc;
	rc = score_range(l, p, lo, mid, reterr);
	return rc == ERR_OK ? score_range(l, p, mid + 1, hi, reterr) : rc;
}

static void *
lane_run(void *arg)
{
	struct lane_thread *t = arg;
	struct err err = { 0 };
	int64_t lo = 0, hi = 0;

	for (;;) {
		arena_reset(t->lane->arena);
		if (!take_page(t->lane, t->pass, &lo, &hi))
			return NULL;
		if (score_range(t->lane, t->pass, lo, hi, &err) != ERR_OK)
			fail_pass(t->pass, &err);
	}
}

enum err_code
lanes_score_scheme(struct lane *lanes, uint32_t n_lanes, const struct generation_scheme *gs,
    day_t as_of, uint32_t *total, struct err *reterr)
{
	struct pass pass = { .lock = PTHREAD_MUTEX_INITIALIZER, .gs = gs, .as_of = as_of };
	struct lane_thread *threads = calloc(n_lanes, sizeof(*threads));

	if (threads == NULL)
		abort();
	for (uint32_t i = 0; i < n_lanes; i++) {
		threads[i] = (struct lane_thread){ .lane = &lanes[i], .pass = &pass };
		if (i > 0 && pthread_create(&threads[i].thread, NULL, lane_run, &threads[i]) != 0)
			abort();
	}
	lane_run(&threads[0]);
	for (uint32_t i = 1; i < n_lanes; i++)
		pthread_join(threads[i].thread, NULL);
	free(threads);
	*total += pass.total;
	if (pass.err.code != ERR_OK)
		*reterr = pass.err;
	return pass.err.code;
}

/* ---- single contracts ------------------------------------------------------------- */

static uint32_t
of_programme(const struct contract_row *rows, uint32_t n, struct text programme, int64_t *ids)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < n; i++)
		if (rows[i].id != 0 && text_eq(rows[i].programme, programme))
			ids[count++] = rows[i].id;
	return count;
}

static enum err_code
score_some(struct lane *l, const struct generation_scheme *gs, const int64_t *ids, uint32_t n,
    day_t as_of, atomic_uint *skipped, struct err *reterr)
{
	struct facts facts;
	enum err_code rc;

	rc = fetch_scores(
	    l->reader, &gs->plan, ids, n, as_of, lane_deadline(l), l->arena, &facts, reterr);
	if (rc == ERR_OK)
		rc = score_facts(l, gs, &facts, as_of, reterr);
	if (rc == ERR_OK || !fetch_fault_of_data(rc))
		return rc;
	if (n == 1)
		return skip(ids[0], skipped, reterr) ? ERR_OK : rc;
	rc = score_some(l, gs, ids, n / 2, as_of, skipped, reterr);
	return rc == ERR_OK ? score_some(l, gs, ids + n / 2, n - n / 2, as_of, skipped, reterr)
			    : rc;
}

enum err_code
lane_score_ids(struct lane *l, const struct generation *g, const int64_t *ids, uint32_t n,
    day_t as_of, struct err *reterr)
{
	struct contract_row *rows = arena_array(l->arena, n, sizeof(*rows));
	int64_t *mine = arena_array(l->arena, n, sizeof(*mine));
	atomic_uint skipped = 0;
	enum err_code rc;

	rc = contracts_get(l->reader, ids, n, lane_deadline(l), l->arena, rows, reterr);
	for (uint32_t i = 0; i < g->n_schemes && rc == ERR_OK; i++) {
		const struct generation_scheme *gs = &g->schemes[i];
		uint32_t count = of_programme(rows, n, gs->scheme->id, mine);

		if (count > 0)
			rc = score_some(l, gs, mine, count, as_of, &skipped, reterr);
	}
	return rc;
}
