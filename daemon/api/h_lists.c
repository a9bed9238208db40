/*
 * GET /v1/deadlines, penalties, payments, renewals: what follows for every contract of a filter, in
 * order of contract and, within one, of its scheme. Contracts are taken in rounds: their heads in
 * one statement, the facts of each scheme's contracts in one pipeline, then the pure engine.
 * Invariants:
 * L1 one request looks at LOOK_MAX contracts at most and begins no round once half of its time is
 *    gone: then the page has a next one although it may hold fewer items than asked for, or none;
 * L2 an item's place is its contract and its number among all of the contract, wanted or not: while
 *    the data stays, pages neither skip nor repeat one;
 * L3 a contract that cannot be computed is named in `failed` and keeps no other from the list.
 */
#include <inttypes.h>
#include <stdio.h>

#include "api/cursor.h"
#include "api/decision_json.h"
#include "api/doc_json.h"
#include "api/filter.h"
#include "api/handlers.h"
#include "api/list_csv.h"
#include "api/param.h"
#include "api/reply.h"
#include "engine/effect.h"
#include "store/fetch.h"

#define ROUND_MIN 32u
#define ROUND_MAX 256u
#define LOOK_MAX 1024u
#define ROUND_BYTES ((size_t)256 << 20)
#define ONE_BYTES ((size_t)16 << 20) /* heads of a round; decisions of one contract */

/* ---- what a list holds ------------------------------------------------------------ */

struct list_kind {
	const char *key;
	const struct csv_table *csv;
	uint32_t (*count)(const struct decision_set *set);
	bool (*wanted)(const struct decision_set *set, uint32_t i, const struct params *p);
	void (*write)(struct json *j, const struct decision_set *set, uint32_t i);
};

/* Both ends are left out; what has no date is not within any. */
static bool
within(const struct params *p, day_t day)
{
	bool bounded = p->due_after != DAY_NONE || p->due_before != DAY_NONE;

	if (!bounded || day == DAY_NONE)
		return !bounded;
	return (p->due_after == DAY_NONE || day > p->due_after) &&
	       (p->due_before == DAY_NONE || day < p->due_before);
}

static bool
among(uint32_t set, unsigned word)
{
	return set == 0 || (set & 1u << word) != 0;
}

static uint32_t
count_deadlines(const struct decision_set *set)
{
	return set->n_deadlines;
}

static bool
want_deadline(const struct decision_set *set, uint32_t i, const struct params *p)
{
	return among(p->states, set->deadlines[i].state) && within(p, set->deadlines[i].due);
}

static uint32_t
count_penalties(const struct decision_set *set)
{
	return set->n_proposed;
}

static bool
want_penalty(const struct decision_set *set, uint32_t i, const struct params *p)
{
	return p->effects == 0 || (proposal_effects(set->proposed[i].proposal) & p->effects) != 0;
}

static uint32_t
count_tranches(const struct decision_set *set)
{
	return set->n_tranches;
}

static bool
want_tranche(const struct decision_set *set, uint32_t i, const struct params *p)
{
	return among(p->states, set->tranches[i].state) && within(p, set->tranches[i].pay_by);
}

static uint32_t
count_renewals(const struct decision_set *set)
{
	(void)set;
	return 1;
}

static bool
want_renewal(const struct decision_set *set, uint32_t i, const struct params *p)
{
	(void)i;
	return among(p->advices, set->renewal.advice);
}

/* ---- one round of contracts ------------------------------------------------------- */

struct group { /* contracts of one scheme */
	uint32_t n;
	int64_t *ids;
	struct facts facts;
	struct result result;
};

struct round {
	struct contract_row *rows; /* rising ids */
	uint32_t n;
	struct group *groups; /* by place of the scheme in the generation */
	struct place {
		uint32_t group, index;
	} * places; /* of each row */
};

struct listing {
	struct job *job;
	struct worker_ctx *ctx;
	const struct list_kind *kind;
	/* Heads of a round; its facts and scores; one contract's decisions: a try that went over
	 * its budget must not spoil the next. */
	struct arena *heads, *arena, *one;
	struct json j;
	struct csv csv;
	struct contract_filter filter;
	uint32_t given, looked;
	int64_t stop_ms;
	int64_t resume_id; /* the first `resume_at` of this contract were given before */
	uint32_t resume_at;
	bool more;
	struct cursor next;
	struct failure {
		const struct contract_row *row;
		enum err_code code;
	} * failed;
	uint32_t n_failed;
};

static void
group_rows(struct listing *l, struct round *r)
{
	const struct generation *gen = l->job->gen;

	r->groups = arena_array(l->arena, gen->n_schemes, sizeof(*r->groups));
	r->places = arena_array(l->arena, r->n, sizeof(*r->places));
	for (uint32_t i = 0; i < gen->n_schemes; i++)
		r->groups[i].ids = arena_array(l->arena, r->n, sizeof(*r->groups[i].ids));
	for (uint32_t i = 0; i < r->n; i++) {
		const struct generation_scheme *gs = generation_scheme(gen, r->rows[i].programme);
		uint32_t g = (uint32_t)(gs - gen->schemes); /* the filter: it is loaded */

		r->places[i] = (struct place){ g, r->groups[g].n };
		r->groups[g].ids[r->groups[g].n++] = r->rows[i].id;
	}
}

static enum err_code
compute_round(struct listing *l, struct round *r, struct err *reterr)
{
	const struct generation *gen = l->job->gen;
	day_t as_of = l->job->params.as_of;
	enum err_code code = ERR_OK;

	group_rows(l, r);
	for (uint32_t i = 0; i < gen->n_schemes && code == ERR_OK; i++) {
		const struct generation_scheme *gs = &gen->schemes[i];
		struct group *g = &r->groups[i];

		if (g->n == 0)
			continue;
		code = fetch_batch(l->ctx->db, &gs->plan, g->ids, g->n, as_of, l->job->deadline_ms,
		    l->arena, &g->facts, reterr);
		if (code == ERR_OK)
			code = engine_score(gs->scheme, &g->facts, as_of, ENGINE_SCORES, l->arena,
			    &g->result, reterr);
	}
	return code;
}

static void
add_failure(struct listing *l, const struct contract_row *row, enum err_code code)
{
	struct contract_row *kept = arena_alloc(l->job->arena, sizeof(*kept));

	*kept = (struct contract_row){ .id = row->id, .no = text_dup(l->job->arena, row->no) };
	l->failed[l->n_failed++] = (struct failure){ kept, code };
}

static void
give_item(
    struct listing *l, const struct contract_row *row, const struct decision_set *set, uint32_t i)
{
	struct csv_item item = { row, set, i, l->job->lang };

	if (page_csv(&l->job->params)) {
		csv_row(&l->csv, l->kind->csv, &item);
		return;
	}
	json_object(&l->j);
	json_key(&l->j, "contract");
	json_contract(&l->j, row, false);
	json_key(&l->j, l->kind->key);
	l->kind->write(&l->j, set, i);
	json_end(&l->j);
}

/* False once the page is full and one more item was found: the next page begins with it. */
static bool
give_items(struct listing *l, const struct contract_row *row, const struct decision_set *set)
{
	const struct params *p = &l->job->params;
	char key[16];

	for (uint32_t i = row->id == l->resume_id ? l->resume_at : 0; i < l->kind->count(set);
	     i++) {
		if (!l->kind->wanted(set, i, p))
			continue;
		if (l->given == page_limit(p)) {
			(void)snprintf(key, sizeof(key), "%" PRIu32, i);
			l->more = true;
			l->next.id = row->id;
			l->next.key = text_dup(l->job->arena, text_of(key));
			return false;
		}
		give_item(l, row, set, i);
		l->given++;
	}
	return true;
}

static bool
give_contract(struct listing *l, const struct round *r, uint32_t i)
{
	const struct place *at = &r->places[i];
	const struct group *g = &r->groups[at->group];
	enum err_code code = ERR_OK;
	struct decision_set set;

	if (!g->facts.found[at->index]) /* gone since its head was read */
		return true;
	arena_reset(l->one);
	if (g->result.failed[at->index])
		code = E_OVERFLOW;
	else
		code = engine_decide(&g->result, at->index, l->one, &set, &l->job->err);
	if (code == ERR_OK && arena_over(l->one))
		code = E_LIMIT;
	if (code == ERR_OK)
		return give_items(l, &r->rows[i], &set);
	add_failure(l, &r->rows[i], code);
	return true;
}

/* The rows of the round that could be computed together: all, or, where one contract's data is at
 * fault, the first half of them, and so on down to it alone. */
static enum err_code
compute_some(struct listing *l, struct round *r)
{
	enum err_code code;

	for (;;) {
		arena_reset(l->arena);
		code = compute_round(l, r, &l->job->err);
		if (!fetch_fault_of_data(code) || r->n == 1)
			return code;
		r->n /= 2;
	}
}

static enum err_code
run_round(struct listing *l, uint32_t size, bool *ret_last)
{
	struct round r = { .rows = NULL };
	enum err_code code;
	uint32_t found;

	arena_reset(l->heads);
	l->filter.limit = size;
	code = contracts_list(
	    l->ctx->db, &l->filter, l->job->deadline_ms, l->heads, &r.rows, &r.n, &l->job->err);
	found = r.n;
	*ret_last = found < size;
	if (code != ERR_OK || found == 0)
		return code;
	code = compute_some(l, &r);
	if (fetch_fault_of_data(code))
		add_failure(l, &r.rows[0], code);
	else if (code != ERR_OK)
		return code;
	*ret_last = *ret_last && r.n == found;
	for (uint32_t i = 0; code == ERR_OK && i < r.n; i++) {
		if (!give_contract(l, &r, i))
			break;
	}
	l->looked += r.n;
	l->filter.has_cursor = true;
	l->filter.cursor_id = r.rows[r.n - 1].id;
	return ERR_OK;
}

static enum err_code
run_rounds(struct listing *l)
{
	uint32_t limit = page_limit(&l->job->params);
	uint32_t size = limit < ROUND_MIN ? ROUND_MIN : limit + 1;
	enum err_code code = ERR_OK;
	bool last = false;

	while (code == ERR_OK && !last && !l->more) {
		/* an answer looks at one round at the least, or says 504: paging always gets on */
		if (l->given == limit || l->looked >= LOOK_MAX ||
		    (l->looked > 0 && pg_now_ms() > l->stop_ms)) {
			l->more = true;
			l->next = (struct cursor){ .id = l->filter.cursor_id, .key = TEXT("") };
			break;
		}
		size = size < ROUND_MAX ? size : ROUND_MAX;
		size = size < LOOK_MAX - l->looked ? size : LOOK_MAX - l->looked;
		code = run_round(l, size, &last);
		size *= 2;
	}
	return code;
}

/* ---- the page --------------------------------------------------------------------- */

static enum err_code
resume(struct listing *l)
{
	struct job *job = l->job;
	struct cursor c;
	dec_t at = 0;
	enum err_code code;

	if (job->params.cursor.len == 0)
		return ERR_OK;
	code = cursor_read(job->route, &job->params, job->arena, &c, &job->err);
	if (code != ERR_OK)
		return code;
	if (c.null || (c.key.len > 0 && (!dec_parse(c.key.ptr, c.key.len, &at) || at < 0 ||
					    at % DEC_ONE != 0 || at / DEC_ONE > UINT32_MAX)))
		return err_set(&job->err, E_CURSOR, "cursor", NULL);
	l->filter.has_cursor = true;
	l->filter.cursor_id = c.key.len > 0 ? c.id - 1 : c.id;
	l->resume_id = c.id;
	l->resume_at = (uint32_t)(at / DEC_ONE);
	return ERR_OK;
}

static void
write_failed(struct listing *l)
{
	struct json *j = &l->j;

	json_key(j, "failed");
	json_array(j);
	for (uint32_t i = 0; i < l->n_failed; i++) {
		enum err_code code = l->failed[i].code;

		json_object(j);
		json_key(j, "contract");
		json_int(j, l->failed[i].row->id);
		json_key(j, "contract_no");
		json_text(j, l->failed[i].row->no);
		json_key(j, "code");
		json_str(j, err_word(code));
		json_title(j, "title",
		    (struct title){
			text_of(err_title(code, LANG_ZH)), text_of(err_title(code, LANG_EN)) });
		json_end(j);
	}
	json_end(j);
}

static enum err_code
compute_page(struct listing *l, struct text *ret_next)
{
	enum err_code code = run_rounds(l);

	if (code == ERR_OK && l->more)
		code = page_href(l->job, &l->next, ret_next);
	return code;
}

static enum err_code
write_json(struct listing *l, struct text *ret_next)
{
	struct json *j = &l->j;
	enum err_code code;

	reply_start(l->job, j);
	json_object(j);
	json_key(j, "as_of");
	json_day(j, l->job->params.as_of);
	json_key(j, "items");
	json_array(j);
	code = compute_page(l, ret_next);
	if (code != ERR_OK)
		return code;
	json_end(j);
	write_failed(l);
	json_key(j, "next");
	json_text_or_null(j, *ret_next);
	json_end(j);
	return reply_finish(l->job, j, 200);
}

static enum err_code
write_csv(struct listing *l, struct text *ret_next)
{
	enum lang lang = l->job->lang;
	enum err_code code;

	reply_start_text(l->job);
	csv_start(&l->csv, &l->job->reply.body);
	csv_head(&l->csv, l->kind->csv, lang);
	code = compute_page(l, ret_next);
	if (code != ERR_OK)
		return code;
	for (uint32_t i = 0; i < l->n_failed; i++)
		csv_failed(&l->csv, lang, l->failed[i].row->no, l->failed[i].code);
	if (l->more)
		csv_continued(&l->csv, lang, *ret_next);
	return reply_finish_csv(l->job, l->kind->csv->name);
}

static enum err_code
write_page(struct listing *l)
{
	struct text next = { NULL, 0 };
	enum err_code code = page_csv(&l->job->params) ? write_csv(l, &next) : write_json(l, &next);

	if (code == ERR_OK && l->more)
		reply_link_next(l->job, next);
	return code;
}

/* Only contracts of programmes whose scheme is loaded have anything to list. */
static void
set_filter(struct listing *l)
{
	const struct generation *gen = l->job->gen;
	const struct params *p = &l->job->params;
	struct text *codes = arena_array(l->job->arena, gen->n_schemes, sizeof(*codes));

	for (uint32_t i = 0; i < gen->n_schemes; i++)
		codes[i] = gen->schemes[i].scheme->id;
	l->filter = (struct contract_filter){ .programme = p->programme,
		.region = p->region,
		.provider = p->provider,
		.programmes = codes,
		.n_programmes = gen->n_schemes };
}

static enum err_code
answer(struct job *job, struct worker_ctx *ctx, const struct list_kind *kind)
{
	int64_t now_ms = pg_now_ms();
	struct listing l = { .job = job,
		.ctx = ctx,
		.kind = kind,
		.heads = arena_new(ONE_BYTES),
		.arena = arena_new(ROUND_BYTES),
		.one = arena_new(ONE_BYTES),
		.stop_ms = now_ms + (job->deadline_ms - now_ms) / 2,
		.failed = arena_array(job->arena, LOOK_MAX, sizeof(struct failure)) };
	enum err_code code;

	set_filter(&l);
	code = filter_check(job, ctx);
	if (code == ERR_OK)
		code = resume(&l);
	if (code == ERR_OK)
		code = write_page(&l);
	arena_free(l.one);
	arena_free(l.arena);
	arena_free(l.heads);
	return code;
}

enum err_code
handle_deadline_list(struct job *job, struct worker_ctx *ctx)
{
	static const struct list_kind kind = { "deadline", &csv_deadlines, count_deadlines,
		want_deadline, deadline_item };

	return answer(job, ctx, &kind);
}

enum err_code
handle_penalty_list(struct job *job, struct worker_ctx *ctx)
{
	static const struct list_kind kind = { "penalty", &csv_penalties, count_penalties,
		want_penalty, penalty_item };

	return answer(job, ctx, &kind);
}

enum err_code
handle_payment_list(struct job *job, struct worker_ctx *ctx)
{
	static const struct list_kind kind = { "tranche", &csv_payments, count_tranches,
		want_tranche, tranche_item };

	return answer(job, ctx, &kind);
}

enum err_code
handle_renewal_list(struct job *job, struct worker_ctx *ctx)
{
	static const struct list_kind kind = { "renewal", &csv_renewals, count_renewals,
		want_renewal, renewal_item };

	return answer(job, ctx, &kind);
}
