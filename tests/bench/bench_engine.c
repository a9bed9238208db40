/*
 * Evaluations per second of engine_score against a C loop written by hand for the same tree over
 * the same columns: 20 leaves (8 linear, 6 banded, 6 ratio) in 4 groups, 40,000 contracts. Both
 * round alike (fractions nine decimals, points six, total two), their scores are compared one by
 * one, and rounds are interleaved. The loop is there twice: fractions in __int128, right for every
 * value that a fact may have (what the engine is held to), and in 64 bits, right only because this
 * data is small.
 *
 *   bench_engine [rounds]     exit 1 when a score differs
 *   bench_engine dump N       the tree and the first N contracts, facts and scores, as JSON: for
 *                             peer/engines.js, which gives the same to other rule engines
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../unit/builder.h"

__extension__ typedef __int128 wide_t;

#define N 40000u
#define LINEAR 8
#define BANDED 6
#define RATIO 6
#define LEAVES (LINEAR + BANDED + RATIO)
#define GROUPS 4
#define BANDS 4

/* One description of the tree, read by the builder and, as constants, by the loop. */
static const int64_t weights[LEAVES] = { 6, 5, 4, 7, 5, 4, 6, 3, 5, 4, 6, 5, 5, 4, 5, 6, 5, 5, 6,
	4 };
static const int64_t floors[LINEAR] = { 0, 10, 0, 60, 20, 0, 90, 5 };
static const int64_t targets[LINEAR] = { 60, 50, 200, 95, 80, 30, 10, 45 }; /* the seventh falls */
static const int64_t bounds[BANDED][BANDS - 1] = { { 10, 30, 60 }, { 5, 20, 40 }, { 25, 50, 75 },
	{ 2, 4, 8 }, { 15, 45, 90 }, { 20, 40, 80 } };
static const int64_t shares[BANDS] = { 0, 40, 75, 100 };
static const int64_t quotas[RATIO] = { 40, 60, 80, 120, 30, 500 };

static int64_t *facts_of[LEAVES];
static uint8_t *known_of[LEAVES];

static struct builder
tree(void)
{
	struct builder b;
	uint32_t leaf = 0;

	build_init(&b);
	build_node(&b, "root", 0, POINTS(100));
	for (int g = 0; g < GROUPS; g++) {
		struct node *group = build_node(&b, "group", 1, 0);

		for (int k = 0; k < LEAVES / GROUPS; k++, leaf++) {
			enum kind_id kind = leaf < LINEAR            ? KIND_LINEAR
					    : leaf < LINEAR + BANDED ? KIND_BANDS
								     : KIND_RATIO;
			struct leaf *l = build_leaf(&b, "leaf", 2, POINTS(weights[leaf]), kind);

			group->weight += POINTS(weights[leaf]);
			l->value = EXPR(&b, FACT(build_need(&b, GRAIN_CONTRACT, false)));
			if (kind == KIND_LINEAR) {
				l->floor = EXPR(&b, PARAM(build_param(&b, POINTS(floors[leaf]))));
				l->target = EXPR(&b, PARAM(build_param(&b, POINTS(targets[leaf]))));
			} else if (kind == KIND_RATIO) {
				l->target = EXPR(&b,
				    PARAM(build_param(&b, POINTS(quotas[leaf - LINEAR - BANDED]))));
			} else {
				l->inclusive = true;
				for (int s = 0; s < BANDS - 1; s++)
					build_step(&b, l,
					    EXPR(&b, PARAM(build_param(
							 &b, POINTS(bounds[leaf - LINEAR][s])))),
					    EXPR(&b, CONST(shares[s] * DEC_ONE / 100)));
				build_step(&b, l, (struct code){ 0 },
				    EXPR(&b, CONST(shares[BANDS - 1] * DEC_ONE / 100)));
			}
		}
	}
	build_done(&b);
	return b;
}

/* --- by hand
 * --------------------------------------------------------------------------------------- */

static inline int64_t
half_up_fraction(wide_t part, wide_t whole, bool small)
{
	if (part <= 0)
		return 0;
	if (part >= whole)
		return FRAC_ONE;
	if (small)
		return ((int64_t)part * FRAC_ONE + (int64_t)whole / 2) / (int64_t)whole;
	return (int64_t)((part * FRAC_ONE + whole / 2) / whole);
}

static inline int64_t
hand_linear(int64_t v, int64_t floor, int64_t target, bool small)
{
	return target >= floor ? half_up_fraction((wide_t)v - floor, (wide_t)target - floor, small)
			       : half_up_fraction((wide_t)floor - v, (wide_t)floor - target, small);
}

static inline int64_t
hand_band(int64_t v, const int64_t *bound)
{
	for (int s = 0; s < BANDS - 1; s++) {
		if (v <= POINTS(bound[s]))
			return shares[s] * (FRAC_ONE / 100);
	}
	return shares[BANDS - 1] * (FRAC_ONE / 100);
}

static inline dec_t
hand_points(int64_t weight, int64_t frac)
{
	return (POINTS(weight) * frac + FRAC_ONE / 2) / FRAC_ONE;
}

/* Column by column, so that the loops are as tight as a careful hand makes them. A missing fact
 * gives no points. Weights of a group add up to its own: no rounding happens above the leaves. */
static inline __attribute__((always_inline)) void
by_hand(dec_t *score, bool small)
{
	for (uint32_t first = 0; first < N; first += BLOCK) {
		uint32_t n = N - first < BLOCK ? N - first : BLOCK;
		dec_t sum[BLOCK] = { 0 };

		for (int k = 0; k < LEAVES; k++) {
			const int64_t *v = facts_of[k] + first;
			const uint8_t *known = known_of[k] + first;
			int64_t weight = weights[k];
			int q = k - LINEAR - BANDED;

			for (uint32_t i = 0; k < LINEAR && i < n; i++) {
				if (known[i])
					sum[i] +=
					    hand_points(weight, hand_linear(v[i], POINTS(floors[k]),
								    POINTS(targets[k]), small));
			}
			for (uint32_t i = 0; k >= LINEAR && q < 0 && i < n; i++) {
				if (known[i])
					sum[i] += hand_points(
					    weight, hand_band(v[i], bounds[k - LINEAR]));
			}
			for (uint32_t i = 0; q >= 0 && i < n; i++) {
				if (known[i])
					sum[i] += hand_points(weight,
					    half_up_fraction(v[i], POINTS(quotas[q]), small));
			}
		}
		for (uint32_t i = 0; i < n; i++)
			score[first + i] = (sum[i] + 5000) / 10000 * 10000;
	}
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* other processes do not count */
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Whole counts over about 1.2 times the span that scores; every seventh column with six decimals.
 */
static struct facts
synthetic(struct builder *b, uint32_t missing_per_mille)
{
	struct facts f;
	uint64_t seed = 42;

	facts_init(&f, &b->s, N, b->arena);
	for (uint16_t c = 0; c < LEAVES; c++) {
		int64_t most = c < LINEAR ? targets[c] > floors[c] ? targets[c] : floors[c]
			       : c < LINEAR + BANDED ? bounds[c - LINEAR][BANDS - 2]
						     : quotas[c - LINEAR - BANDED];

		for (uint32_t i = 0; i < N; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			int64_t v = (int64_t)((seed >> 20) % (uint64_t)(most * 6 / 5 * DEC_ONE));

			if (c % 7 != 6)
				v = v / DEC_ONE * DEC_ONE;
			put(&f, GRAIN_CONTRACT, c, i,
			    (seed >> 33) % 1000 < missing_per_mille ? NONE : v);
		}
		known_of[c] = f.grid[GRAIN_CONTRACT].known[c];
		facts_of[c] = f.grid[GRAIN_CONTRACT].value[c];
	}
	for (uint32_t i = 0; i < N; i++)
		f.found[i] = true;
	return f;
}

static double
least(double best, double since)
{
	double took = now() - since;

	return took < best ? took : best;
}

static bool
same_scores(const struct result *r, const dec_t *hand)
{
	for (uint32_t i = 0; i < N; i++) {
		if (r->score[i] == hand[i] && !r->failed[i])
			continue;
		printf("contract %u: engine %" PRId64 ", by hand %" PRId64 "\n", i, r->score[i],
		    hand[i]);
		return false;
	}
	return true;
}

static void
report(const char *what, double best, double engine)
{
	printf("%-18s %6.2f M/s %7.1f ns   engine is %.2f of it\n", what, N / best * 1e-6,
	    best / N * 1e9, best / engine);
}

static bool
measure(int rounds, uint32_t missing_per_mille)
{
	struct builder b = tree();
	struct facts f = synthetic(&b, missing_per_mille);
	dec_t *wide = arena_array(b.arena, N, sizeof(*wide));
	dec_t *small = arena_array(b.arena, N, sizeof(*small));
	double best[3] = { 1e9, 1e9, 1e9 };
	bool same = true;

	for (int round = 0; round < rounds && same; round++) {
		struct arena *arena = arena_new(64u << 20);
		struct result r;
		struct err err;
		double start = now();

		by_hand(wide, false);
		best[0] = least(best[0], start);
		start = now();
		by_hand(small, true);
		best[1] = least(best[1], start);
		start = now();
		if (engine_score(&b.s, &f, 17347, ENGINE_SCORES, arena, &r, &err) != ERR_OK)
			return false;
		best[2] = least(best[2], start);
		same = same_scores(&r, wide) && same_scores(&r, small);
		arena_free(arena);
	}
	printf("%u of 1000 facts missing\n", missing_per_mille);
	report("by hand, __int128", best[0], best[2]);
	report("by hand, 64 bits", best[1], best[2]);
	report("engine", best[2], best[2]);
	arena_free(b.arena);
	return same;
}

static void
dump_numbers(const char *name, const int64_t *v, int n)
{
	printf("\"%s\":[", name);
	for (int i = 0; i < n; i++)
		printf("%s%" PRId64, i == 0 ? "" : ",", v[i]);
	printf("],\n");
}

/* Facts and scores are decimals in text. */
static int
dump(uint32_t n)
{
	struct builder b = tree();
	struct facts f = synthetic(&b, 0);
	dec_t *score = arena_array(b.arena, N, sizeof(*score));
	char text[DEC_TEXT_MAX];

	n = n < N ? n : N;
	by_hand(score, false);
	printf("{");
	dump_numbers("weights", weights, LEAVES);
	dump_numbers("floors", floors, LINEAR);
	dump_numbers("targets", targets, LINEAR);
	dump_numbers("bounds", &bounds[0][0], BANDED * (BANDS - 1));
	dump_numbers("shares", shares, BANDS);
	dump_numbers("quotas", quotas, RATIO);
	printf("\"contracts\":[\n");
	for (uint32_t i = 0; i < n; i++) {
		printf("%s[", i == 0 ? "" : ",\n");
		for (int k = 0; k < LEAVES; k++) {
			dec_print(f.grid[GRAIN_CONTRACT].value[k][i], 0, text);
			printf("%s,", text);
		}
		dec_print(score[i], 0, text);
		printf("%s]", text);
	}
	printf("]}\n");
	arena_free(b.arena);
	return 0;
}

int
main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 25;

	if (argc == 3 && strcmp(argv[1], "dump") == 0)
		return dump((uint32_t)strtoul(argv[2], NULL, 10));

	return measure(rounds, 0) && measure(rounds, 20) ? 0 : 1;
}
