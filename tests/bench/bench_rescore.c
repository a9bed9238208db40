/*
 * The daemon's own full re-score, without the process around it: pages of contracts through
 * fetch_full and engine_score, over one or more connections by id ranges, with or without storing.
 *
 *   bench_rescore CONNECTIONS store|dry AS_OF LO HI [SCHEME]
 *
 * Prints "ms fetch_ms score_ms store_ms contracts sum_of_scores"; the parts are sums over the
 * connections. Reads rules, metrics and database as the daemon does (ASSAYD_RULES, ASSAYD_SQL,
 * PG*). SCHEME is suzhou-2017 unless told; its programme is the one in the data.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/load.h"
#include "engine/engine.h"
#include "store/contracts.h"
#include "store/fetch.h"

#define CONNECTIONS_MAX 16
#define PAGE 2000
#define DEADLINE_MS 120000

struct range {
	const struct generation_scheme *gs;
	struct pg *reader, *writer;
	struct arena *arena;
	day_t as_of;
	bool store;
	int64_t lo, hi;
	double fetch_us, score_us, store_us;
	uint64_t contracts;
	dec_t sum;
	struct err err;
};

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
die(const char *what, const struct err *err)
{
	char why[1024] = "";

	if (err != NULL)
		err_detail(err, LANG_EN, why, sizeof(why));
	fprintf(stderr, "bench_rescore: %s %s\n", what, why);
	exit(1);
}

static const char *
environment(const char *name)
{
	return getenv(name);
}

static enum err_code
store(struct range *r, const struct result *res)
{
	struct score_row *rows = arena_array(r->arena, res->n, sizeof(*rows));

	for (uint32_t i = 0; i < res->n; i++)
		rows[i] = (struct score_row){ .contract_id = res->facts->contract[i],
			.as_of = res->as_of,
			.score = res->score[i],
			.lowest = res->lowest[i],
			.highest = res->highest[i],
			.grade = res->grade[i] == UINT8_MAX ? (struct text){ "", 0 }
							    : res->scheme->grades[res->grade[i]].id,
			.grade_certain = res->grade_certain[i] };
	return scores_store(
	    r->writer, res->scheme->version, rows, res->n, pg_now_ms() + DEADLINE_MS, &r->err);
}

static enum err_code
page(struct range *r, int64_t lo, int64_t hi)
{
	struct facts facts;
	struct result res;
	double start = now_us();
	enum err_code rc;

	arena_reset(r->arena);
	rc = fetch_full(r->reader, &r->gs->plan, lo, hi, r->as_of, pg_now_ms() + DEADLINE_MS,
	    r->arena, &facts, &r->err);
	r->fetch_us += now_us() - start;
	if (rc != ERR_OK)
		return rc;
	start = now_us();
	rc = engine_score(r->gs->scheme, &facts, r->as_of, ENGINE_SCORES, r->arena, &res, &r->err);
	r->score_us += now_us() - start;
	if (rc != ERR_OK)
		return rc;
	start = now_us();
	if (r->store)
		rc = store(r, &res);
	r->store_us += now_us() - start;
	for (uint32_t i = 0; i < res.n; i++)
		r->sum += res.score[i];
	r->contracts += res.n;
	return rc;
}

static void *
run_range(void *arg)
{
	struct range *r = arg;

	for (int64_t lo = r->lo; lo <= r->hi; lo += PAGE) {
		int64_t hi = lo + PAGE - 1 < r->hi ? lo + PAGE - 1 : r->hi;

		if (page(r, lo, hi) != ERR_OK)
			break;
	}
	return NULL;
}

/* Connects and prepares outside the time measured, on one contract. */
static void
warm_up(struct range *r)
{
	if (page(r, r->lo, r->lo) != ERR_OK)
		die("warm-up", &r->err);
	r->fetch_us = r->score_us = r->store_us = 0;
	r->contracts = 0;
	r->sum = 0;
}

static void
report(const struct range *range, int n, double us)
{
	struct range all = { 0 };

	for (int k = 0; k < n; k++) {
		if (range[k].err.code != ERR_OK)
			die("range", &range[k].err);
		all.fetch_us += range[k].fetch_us;
		all.score_us += range[k].score_us;
		all.store_us += range[k].store_us;
		all.contracts += range[k].contracts;
		all.sum += range[k].sum;
	}
	printf("%.0f %.0f %.1f %.0f %" PRIu64 " %.2f\n", us / 1000, all.fetch_us / 1000,
	    all.score_us / 1000, all.store_us / 1000, all.contracts, (double)all.sum / DEC_ONE);
}

int
main(int argc, char **argv)
{
	struct range range[CONNECTIONS_MAX] = { 0 };
	pthread_t thread[CONNECTIONS_MAX];
	struct arena *arena = arena_new((size_t)64 << 20);
	struct settings settings;
	struct generation *g;
	struct err err = { 0 };
	struct load load;
	const char *conninfo;
	int64_t lo;
	int64_t hi;
	double start;
	day_t as_of;
	int n;

	if (argc < 6 || argc > 7 || (n = atoi(argv[1])) < 1 || n > CONNECTIONS_MAX ||
	    !date_parse(argv[3], strlen(argv[3]), &as_of)) {
		fprintf(stderr, "bench_rescore CONNECTIONS store|dry AS_OF LO HI [SCHEME]\n");
		return 2;
	}
	if (settings_read(environment, &settings, &err) != ERR_OK)
		die("settings:", &err);
	load_init(&load);
	if (load_files(&load, &settings, true) != ERR_OK ||
	    (g = load_build(&load, NULL, 0, 1)) == NULL)
		die("rules:", &load.err);
	conninfo = load_conninfo(&settings, arena);
	lo = atoll(argv[4]);
	hi = atoll(argv[5]);
	for (int k = 0; k < n; k++) {
		range[k] = (struct range){ .gs = generation_scheme(
					       g, text_of(argc > 6 ? argv[6] : "suzhou-2017")),
			.reader = pg_new(conninfo, PG_READER, 5000),
			.writer = pg_new(conninfo, PG_WRITER, 5000),
			.arena = arena_new((size_t)512 << 20),
			.as_of = as_of,
			.store = strcmp(argv[2], "store") == 0,
			.lo = lo + (hi - lo + 1) * k / n,
			.hi = lo + (hi - lo + 1) * (k + 1) / n - 1 };
		if (range[k].gs == NULL)
			die("there is no such scheme", NULL);
		warm_up(&range[k]);
	}
	start = now_us();
	for (int k = 0; k < n; k++) {
		if (pthread_create(&thread[k], NULL, run_range, &range[k]) != 0)
			die("thread", NULL);
	}
	for (int k = 0; k < n; k++)
		pthread_join(thread[k], NULL);
	report(range, n, now_us() - start);
	for (int k = 0; k < n; k++) {
		pg_free(range[k].reader);
		pg_free(range[k].writer);
		arena_free(range[k].arena);
	}
	generation_unref(g);
	load_free(&load);
	arena_free(arena);
	return 0;
}
