/*
 * A whole programme before and after: its contracts in rounds of ROUND, each round from one
 * snapshot; of each contract only the two totals are kept, and of those that changed most the heads
 * are named at the end. Invariants:
 * P1 a contract that cannot be computed is counted and named, and keeps no other out;
 * P2 memory grows with 32 bytes a contract, of which there are CONTRACTS_MAX at most; a round has
 * an arena and a deadline of its own; P3 between two rounds it looks whether the process is
 * stopping.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/compare_json.h"
#include "api/doc_json.h"
#include "api/reply.h"
#include "api/sim.h"
#include "api/sim_tally.h"

#define ROUND 500u
#define ROUND_BYTES ((size_t)256 << 20)
#define ONE_BYTES ((size_t)16 << 20) /* decisions and changes of one contract */
#define ROUND_MS 10000
#define CONTRACTS_MAX 200000u
#define FAILED_MAX 20u
#define BANDS 10
#define NO_GRADE UINT8_MAX

struct row {
	int64_t id;
	dec_t score[2];
	uint8_t grade[2];
};

struct refusal {
	int64_t id;
	enum err_code code;
};

struct survey {
	struct sim *sim;
	struct arena *round, *one;
	const struct scheme *scheme[2];
	struct row *rows;
	uint32_t n, cap, not_started, failed;
	struct refusal refusals[FAILED_MAX];
	struct sim_tally *tally;
};

/* ---- computing ---------------------------------------------------------------------- */

static int64_t
round_deadline(const struct survey *v)
{
	int64_t most = pg_now_ms() + ROUND_MS;

	return v->sim->job->deadline_ms < most ? v->sim->job->deadline_ms : most;
}

static void
keep_row(struct survey *v, const struct result r[2], uint32_t i)
{
	struct row row = { .id = r[0].facts->contract[i] };

	v->rows = arena_room(v->sim->arena, v->rows, v->n, &v->cap, sizeof(*v->rows));
	for (int side = 0; side < 2; side++) {
		row.score[side] = r[side].score[i];
		row.grade[side] = r[side].grade[i];
	}
	v->rows[v->n++] = row;
}

static void
keep_refusal(struct survey *v, int64_t id, enum err_code code)
{
	if (v->failed < FAILED_MAX)
		v->refusals[v->failed] = (struct refusal){ id, code };
	v->failed++;
}

/* Through what the contract changes. */
static enum err_code
compare(struct survey *v, const struct result r[2], uint32_t i)
{
	const struct result *const sides_of[SIDES] = { &r[0], &r[1] };
	struct decision_set sets[SIDES];
	const struct decision_set *const told[SIDES] = { &sets[0], &sets[1] };
	struct err *err = &v->sim->job->err;
	bool decides = sim_decides(&v->sim->ask);
	struct comparison c;
	enum err_code code = ERR_OK;

	arena_reset(v->one);
	for (int side = 0; side < SIDES && decides && code == ERR_OK; side++)
		code = engine_decide(&r[side], i, v->one, &sets[side], err);
	if (code == ERR_OK)
		code = engine_compare(sides_of, (const uint32_t[SIDES]){ i, i },
		    decides ? told : NULL, v->one, &c, err);
	if (code == ERR_OK)
		sim_tally_add(v->tally, &c);
	return code;
}

static void
keep_results(struct survey *v, const struct result r[2])
{
	enum err_code code;

	for (uint32_t i = 0; i < r[0].n; i++) {
		if (!r[0].facts->found[i])
			continue; /* gone between two statements */
		if (!decide_has_score(&r[0], i))
			v->not_started++;
		else if (r[0].failed[i] || r[1].failed[i])
			keep_refusal(v, r[0].facts->contract[i], E_OVERFLOW);
		else if ((code = compare(v, r, i)) != ERR_OK)
			keep_refusal(v, r[0].facts->contract[i], code);
		else
			keep_row(v, r, i);
	}
}

static enum err_code
compute(struct survey *v, const int64_t *ids, uint32_t n)
{
	struct sim *s = v->sim;
	struct err *err = &s->job->err;
	struct fetch_ask asks[FETCH_PLANS_MAX] = { { .plan = &s->gs->plan },
		{ .plan = s->rules.plan } };
	struct result r[2];
	enum err_code code;

	arena_reset(v->round);
	code = fetch_together(s->ctx->db, asks, FETCH_PLANS_MAX,
	    sim_decides(&s->ask) ? PLAN_BATCH : PLAN_SCORES, ids, n, s->ask.as_of,
	    round_deadline(v), v->round, err);
	if (code == ERR_OK)
		code = sim_facts_put(&s->assumed, &asks[1].facts, err);
	for (int side = 0; side < 2 && code == ERR_OK; side++)
		code = engine_score(v->scheme[side], &asks[side].facts, s->ask.as_of, ENGINE_CELLS,
		    v->round, &r[side], err);
	if (code == ERR_OK && arena_over(v->round))
		code = err_set(err, E_LIMIT, "#", "simulation", "256 MiB", NULL);
	if (code == ERR_OK)
		keep_results(v, r);
	return code;
}

/* Halves are tried apart, down to the contract that it fails for (P1). */
static enum err_code
run_ids(struct survey *v, const int64_t *ids, uint32_t n)
{
	enum err_code code = sim_fetch_refused(v->sim, compute(v, ids, n));

	if (code == ERR_OK || !fetch_fault_of_data(code))
		return code;
	if (n == 1) {
		keep_refusal(v, ids[0], code);
		return ERR_OK;
	}
	code = run_ids(v, ids, n / 2);
	return code == ERR_OK ? run_ids(v, ids + n / 2, n - n / 2) : code;
}

static enum err_code
list_round(struct survey *v, int64_t after, int64_t ids[ROUND], uint32_t *ret_n)
{
	struct contract_filter f = { .programme = v->scheme[0]->id,
		.sort = SORT_ID,
		.limit = ROUND,
		.has_cursor = after > 0,
		.cursor_id = after };
	struct contract_row *rows;
	enum err_code code;

	arena_reset(v->round);
	code = contracts_list(
	    v->sim->ctx->db, &f, round_deadline(v), v->round, &rows, ret_n, &v->sim->job->err);
	for (uint32_t i = 0; code == ERR_OK && i < *ret_n; i++)
		ids[i] = rows[i].id;
	return code;
}

static enum err_code
go_on(const struct survey *v)
{
	struct job *job = v->sim->job;
	char most[16];

	if (atomic_load(v->sim->ctx->stop))
		return err_set(&job->err, E_BUSY, "", NULL);
	if (job->deadline_ms <= pg_now_ms())
		return err_set(&job->err, E_TIMEOUT, "", NULL);
	if (v->n + v->not_started + v->failed <= CONTRACTS_MAX)
		return ERR_OK;
	(void)snprintf(most, sizeof(most), "%u", CONTRACTS_MAX);
	return err_set(&job->err, E_LIMIT, "#/programme", "contracts", most, NULL);
}

static enum err_code
survey(struct survey *v)
{
	int64_t ids[ROUND], last = 0;
	uint32_t n = ROUND;
	enum err_code code = ERR_OK;

	while (n == ROUND && code == ERR_OK) {
		code = go_on(v);
		if (code == ERR_OK)
			code = list_round(v, last, ids, &n);
		if (code != ERR_OK || n == 0)
			break;
		last = ids[n - 1];
		code = run_ids(v, ids, n);
	}
	return code;
}

/* ---- the answer --------------------------------------------------------------------- */

static struct text
grade_id(const struct survey *v, int side, uint8_t grade)
{
	return grade < v->scheme[side]->n_grades ? v->scheme[side]->grades[grade].id : TEXT("");
}

static bool
moved(const struct survey *v, const struct row *r)
{
	return !text_eq(grade_id(v, 0, r->grade[0]), grade_id(v, 1, r->grade[1]));
}

static void
write_counts(struct json *j, const struct survey *v, uint32_t *ret_changed)
{
	uint32_t better = 0, worse = 0, grades = 0;

	for (uint32_t i = 0; i < v->n; i++) {
		better += v->rows[i].score[1] > v->rows[i].score[0];
		worse += v->rows[i].score[1] < v->rows[i].score[0];
		grades += moved(v, &v->rows[i]);
	}
	*ret_changed = better + worse;
	json_key(j, "contracts");
	json_object(j);
	json_key(j, "compared");
	json_int(j, v->n);
	json_key(j, "improved");
	json_int(j, better);
	json_key(j, "worse");
	json_int(j, worse);
	json_key(j, "same");
	json_int(j, v->n - better - worse);
	json_key(j, "grade_moved");
	json_int(j, grades);
	json_key(j, "not_started");
	json_int(j, v->not_started);
	json_key(j, "failed");
	json_int(j, v->failed);
	json_end(j);
}

static void
write_range(struct json *j, const struct survey *v, int side)
{
	dec_t sum = 0, mean = 0, least = INT64_MAX, most = INT64_MIN;
	bool there = v->n > 0;

	for (uint32_t i = 0; i < v->n; i++) {
		dec_t score = v->rows[i].score[side];

		there = there && dec_add(sum, score, &sum);
		least = score < least ? score : least;
		most = score > most ? score : most;
	}
	there = there && dec_mul_div(sum, 1, v->n, &mean);
	json_key(j, "mean");
	there ? json_dec(j, mean) : json_null(j);
	json_key(j, "lowest");
	there ? json_dec(j, least) : json_null(j);
	json_key(j, "highest");
	there ? json_dec(j, most) : json_null(j);
}

static void
write_grades(struct json *j, const struct survey *v, int side)
{
	uint32_t counts[UINT8_MAX + 1] = { 0 };

	for (uint32_t i = 0; i < v->n; i++)
		counts[v->rows[i].grade[side]]++;
	json_key(j, "grades");
	json_array(j);
	for (uint32_t g = 0; g <= NO_GRADE; g++) {
		if (g >= v->scheme[side]->n_grades && counts[g] == 0)
			continue;
		json_object(j);
		json_key(j, "grade");
		json_text_or_null(j, grade_id(v, side, (uint8_t)g));
		json_key(j, "contracts");
		json_int(j, counts[g]);
		json_end(j);
	}
	json_end(j);
}

/* Tenths of the whole; the last holds what is above it too. */
static void
write_bands(struct json *j, const struct survey *v, int side)
{
	dec_t whole = v->scheme[side]->nodes[0].weight, step = whole / BANDS;
	uint32_t counts[BANDS] = { 0 };

	for (uint32_t i = 0; i < v->n && step > 0; i++) {
		int64_t band = v->rows[i].score[side] / step;

		counts[band < 0 ? 0 : band >= BANDS ? BANDS - 1 : band]++;
	}
	json_key(j, "bands");
	json_array(j);
	for (int b = 0; b < BANDS && step > 0; b++) {
		json_object(j);
		json_key(j, "from");
		json_dec(j, b * step);
		json_key(j, "contracts");
		json_int(j, counts[b]);
		json_end(j);
	}
	json_end(j);
}

static void
write_side(struct json *j, const struct survey *v, int side)
{
	json_key(j, side_names[side]);
	json_object(j);
	json_scheme_ref(j, "scheme", v->scheme[side]);
	write_range(j, v, side);
	write_grades(j, v, side);
	write_bands(j, v, side);
	json_end(j);
}

static void
write_moves(struct json *j, const struct survey *v)
{
	uint32_t counts[SCHEME_GRADES_MAX + 1][SCHEME_GRADES_MAX + 1] = { { 0 } };

	for (uint32_t i = 0; i < v->n; i++) {
		const struct row *r = &v->rows[i];
		uint8_t g[2];

		if (!moved(v, r))
			continue;
		for (int side = 0; side < 2; side++)
			g[side] =
			    r->grade[side] < SCHEME_GRADES_MAX ? r->grade[side] : SCHEME_GRADES_MAX;
		counts[g[0]][g[1]]++;
	}
	json_key(j, "moves");
	json_array(j);
	for (uint8_t a = 0; a <= SCHEME_GRADES_MAX; a++) {
		for (uint8_t b = 0; b <= SCHEME_GRADES_MAX; b++) {
			if (counts[a][b] == 0)
				continue;
			json_object(j);
			json_key(j, "from");
			json_text_or_null(j, grade_id(v, 0, a));
			json_key(j, "to");
			json_text_or_null(j, grade_id(v, 1, b));
			json_key(j, "contracts");
			json_int(j, counts[a][b]);
			json_end(j);
		}
	}
	json_end(j);
}

static dec_t
size_of_change(const struct row *r)
{
	dec_t d = r->score[1] - r->score[0]; /* both within SCHEME_WEIGHT_MAX and a bonus */

	return d < 0 ? -d : d;
}

static int
by_change(const void *a, const void *b)
{
	const struct row *x = a;
	const struct row *y = b;
	dec_t dx = size_of_change(x), dy = size_of_change(y);

	if (dx != dy)
		return dx > dy ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static void
write_total(struct json *j, const struct survey *v, const struct row *r, int side)
{
	json_key(j, side_names[side]);
	json_object(j);
	json_key(j, "score");
	json_dec(j, r->score[side]);
	json_key(j, "grade");
	json_text_or_null(j, grade_id(v, side, r->grade[side]));
	json_end(j);
}

/* The first of v->rows, which are in order of change. */
static void
write_largest(struct json *j, const struct survey *v, const struct contract_row *heads, uint32_t n)
{
	json_key(j, "largest");
	json_array(j);
	for (uint32_t i = 0; i < n; i++) {
		const struct row *r = &v->rows[i];

		if (heads[i].id == 0)
			continue; /* gone meanwhile */
		json_object(j);
		json_key(j, "contract");
		json_contract(j, &heads[i], false);
		write_total(j, v, r, 0);
		write_total(j, v, r, 1);
		json_key(j, "change");
		json_dec(j, r->score[1] - r->score[0]);
		json_end(j);
	}
	json_end(j);
}

static void
write_failed(struct json *j, const struct survey *v)
{
	json_key(j, "failed");
	json_array(j);
	for (uint32_t i = 0; i < v->failed && i < FAILED_MAX; i++) {
		json_object(j);
		json_key(j, "id");
		json_int(j, v->refusals[i].id);
		json_key(j, "code");
		json_str(j, err_word(v->refusals[i].code));
		json_end(j);
	}
	json_end(j);
}

static enum err_code
read_heads(const struct survey *v, uint32_t n, struct contract_row **ret)
{
	struct arena *arena = v->sim->arena;
	int64_t *ids = arena_array(arena, n, sizeof(*ids));

	*ret = arena_array(arena, n, sizeof(**ret));
	for (uint32_t i = 0; i < n; i++)
		ids[i] = v->rows[i].id;
	return contracts_get(
	    v->sim->ctx->db, ids, n, round_deadline(v), arena, *ret, &v->sim->job->err);
}

static enum err_code
answer(struct survey *v)
{
	struct sim *s = v->sim;
	struct contract_row *heads;
	uint32_t changed, named;
	enum err_code code;
	struct json j;

	if (v->n > 0)
		qsort(v->rows, v->n, sizeof(*v->rows), by_change);
	reply_start(s->job, &j);
	json_object(&j);
	json_key(&j, "programme");
	json_text(&j, v->scheme[0]->id);
	json_key(&j, "as_of");
	json_day(&j, s->ask.as_of);
	sim_assumed_json(&j, s, NULL);
	write_counts(&j, v, &changed);
	write_side(&j, v, 0);
	write_side(&j, v, 1);
	write_moves(&j, v);
	code = sim_tally_json(&j, v->tally, sim_decides(&s->ask), &s->job->err);
	if (code != ERR_OK)
		return code;
	named = changed < s->ask.limit ? changed : (uint32_t)s->ask.limit;
	code = read_heads(v, named, &heads);
	if (code != ERR_OK)
		return code;
	write_largest(&j, v, heads, named);
	json_key(&j, "limit");
	json_int(&j, s->ask.limit);
	json_key(&j, "not_named");
	json_int(&j, changed - named);
	write_failed(&j, v);
	json_end(&j);
	return reply_finish_fresh(s->job, &j, 200);
}

enum err_code
sim_programme(struct sim *s)
{
	struct survey v = { .sim = s,
		.round = arena_new(ROUND_BYTES),
		.one = arena_new(ONE_BYTES),
		.tally = sim_tally_new(s->arena, s->gs->scheme, s->rules.scheme) };
	enum err_code code;

	v.scheme[0] = s->gs->scheme;
	v.scheme[1] = s->rules.scheme;
	code = survey(&v);
	if (code == ERR_OK)
		code = answer(&v);
	arena_free(v.round);
	arena_free(v.one);
	return code;
}
