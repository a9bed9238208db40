/* What is said of each scoring kind, zh and en: a leaf of 40 points beside one that earns nothing
 * (I4). */
#include "rules_test.h"

#include "api/score_text.h"

static const struct {
	const char *leaf, *zh, *en;
} rows[] = {
	{ "weight: 40, value: 45, target: 60, score: {ratio: {cap: 100%}}",
	    "要求 60，实际 45，失 10 分（满分 40 分）。",
	    "Required 60, found 45; 10 of 40 points lost." },
	{ "weight: 40, value: 70, target: 60, score: {ratio: {cap: 80%}}",
	    "要求 60，实际 70，至多得 80%，失 8 分（满分 40 分）。",
	    "Required 60, found 70, at most 80% is earned; 8 of 40 points lost." },
	{ "weight: 40, value: 30, of: 61, target: 50%, score: pass",
	    "要求 50%，实际 49.18%（30 / 61），失 40 分（满分 40 分）。",
	    "Required 50%, found 49.18% (30 / 61); 40 of 40 points lost." },
	{ "weight: 40, when: 2 * 31 >= 61, score: pass",
	    "要求 2 × 31 ≥ 61，实际 2 × 31 ≥ 61，得 40 分（满分 40 分）。",
	    "Required 2 × 31 ≥ 61, found 2 × 31 ≥ 61; 40 of 40 points." },
	{ "weight: 40, value: 3, score: {bands: {steps: [{up_to: 4, share: 60%}, {share: 100%}]}}",
	    "实际 3（不超过 4 得 60%、其余 得 100%），失 16 分（满分 40 分）。",
	    "Found 3 (up to 4: 60%, else: 100%); 16 of 40 points lost." },
	{ "weight: 40, value: 17, score: {rubric: {max: 20}}",
	    "要求 20，实际 17，失 6 分（满分 40 分）。",
	    "Required 20, found 17; 6 of 40 points lost." },
	{ "weight: 40, value: 75, score: {linear: {from: 60, to: 90}}",
	    "要求 90，实际 75，失 20 分（满分 40 分）。",
	    "Required 90, found 75; 20 of 40 points lost." },
	{ "weight: 40, value: 75, score: {linear: {points: [{at: 60, share: 0%}, {at: 90, share: "
	  "100%}]}}",
	    "实际 75（在 60 得 0%、在 90 得 100%），失 20 分（满分 40 分）。",
	    "Found 75 (at 60: 0%, at 90: 100%); 20 of 40 points lost." },
	{ "weight: 40, value: 7, of: 10, score: checklist",
	    "应落实 10 项，已落实 7 项，失 12 分（满分 40 分）。",
	    "7 of 10 items met; 12 of 40 points lost." },
	{ "weight: 40, value: 9, of: 10, score: {checklist: {critical: 0 > 1, cap: 60%}}",
	    "应落实 10 项，已落实 9 项；关键项 0 > 1，不成立时至多得 60%，失 16 分（满分 40 分）。",
	    "9 of 10 items met; critical: 0 > 1, else at most 60% is left; 16 of 40 points lost." },
	{ "weight: 40, value: 3, score: {per_occurrence: {each: 5}}",
	    "发生 3 次，每次扣 5，失 15 分（满分 40 分）。",
	    "3 occurrences, each costs 5; 15 of 40 points lost." },
	{ "weight: 40, value: 3, score: {per_occurrence: {each: 20%, cap: 50%}}",
	    "发生 3 次，每次扣 20%，至多扣 50%，失 20 分（满分 40 分）。",
	    "3 occurrences, each costs 20%, at most 50%; 20 of 40 points lost." },
	{ "weight: 40, value: 20000.01 yuan, of: 1000000 yuan, score: {ceiling: {max: 2%}}",
	    "不得超过 2%，实际 2%（20000.01 元 / 1000000 元），失 40 分（满分 40 分）。",
	    "At most 2%, found 2% (20000.01 yuan / 1000000 yuan); 40 of 40 points lost." },
	{ "weight: 40, value: 12, target: 10, score: {tolerance: {within: 2}}",
	    "要求 10，实际 12，允许相差 2，得 40 分（满分 40 分）。",
	    "Required 10, found 12, may be off by 2; 40 of 40 points." },
	{ "weight: 40, value: '100% - 30%', score: formula",
	    "得分比例 70%（100% - 30%），失 12 分（满分 40 分）。",
	    "Share 70% (100% - 30%); 12 of 40 points lost." },
	{ "weight: 40, value: 30, of: 40, target: 90%, sample: 40, sample_min: 40, "
	  "sample_received: 43, "
	  "sample_low: 'wilson_low(30, 40)', sample_high: 'wilson_high(30, 40)', score: pass",
	    "要求 90%，实际 75%（30 / 40）（样本 40，应有 40，收到 43，剔除 3，置信区间 59.81% 至 "
	    "85.81%），失 40 分（满分 40 分）。",
	    "Required 90%, found 75% (30 / 40) (sample 40, wanted 40, received 43, rejected 3, "
	    "confidence interval 59.81% to 85.81%); 40 of 40 points lost." },
	{ "weight: 40, value: 45, target: 60, sample: 9, sample_min: 10, sample_received: 11, "
	  "score: {ratio: {cap: 100%}}",
	    "样本不足（9，至少须 10），按实际数计算：要求 60，实际 45（收到 11，剔除 2），失 10 "
	    "分（满分 40 分）。",
	    "The sample is too small (9, it takes 10), it counts as found: Required 60, found 45 "
	    "(received 11, rejected 2); 10 of 40 points lost." },
	{ "value: 12, score: info", "实际 12（仅供参考，不计分）。",
	    "Found 12 (for information; no points)." },
	{ "value: service.cost, score: info", "没有数据（x）（仅供参考，不计分）。",
	    "There is no data (x) (for information; no points)." },
};

static void
says(const struct result *r, const char *leaf, enum lang lang, const char *want)
{
	struct buf out;

	buf_init(&out, 4096);
	score_sentence(r, 0, 1, lang, &out);
	if (strcmp(out.data, want) != 0)
		fail_msg("%s says\n%s\nnot\n%s", leaf, out.data, want);
	buf_free(&out);
}

static void
test_sentences(void **state)
{
	char yaml[1000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct job j;
		struct facts f;
		struct result r;
		struct err err;

		snprintf(yaml, sizeof(yaml),
		    HEAD "total: %s\nindicators:\n  - {id: one, clause: 一, %s}\n"
			 "  - {id: rest, weight: 60, clause: 一, when: false, score: pass}\n",
		    strstr(rows[i].leaf, "weight: 40") != NULL ? "100" : "60", rows[i].leaf);
		job_read(&j, text_of(yaml));
		if (j.scheme == NULL)
			fail_msg("%s: %s", rows[i].leaf, job_found(&j));
		facts_init(&f, j.scheme, 1, j.arena);
		f.found[0] = true;
		assert_int_equal(
		    engine_score(j.scheme, &f, 17400, ENGINE_CELLS, j.arena, &r, &err), ERR_OK);
		says(&r, rows[i].leaf, LANG_ZH, rows[i].zh);
		says(&r, rows[i].leaf, LANG_EN, rows[i].en);
		job_free(&j);
	}
}

/* Communities 东 with 1 of 2, 西 with 2 of 2, weights 3 and 1: (0.5 x 3 + 1 x 1) / 4. */
static const struct {
	const char *leaf, *zh, *en;
} combined[] = {
	{ "combine: weighted_mean, weigh_by: 'service.units(category: empower)'",
	    "2 个社区中 1 个达到要求，加权平均得分率 62.5%；未达到：东（实际 1，要求 2），失 37.5 "
	    "分（满分 100 分）。",
	    "1 of 2 communities meet the requirement, weighed 62.5% of the points; not: 东 (found "
	    "1, required 2); 37.5 of 100 points lost." },
	{ "combine: best_of", "2 个社区中 1 个达到要求，取其最高 100%，得 100 分（满分 100 分）。",
	    "1 of 2 communities meet the requirement, the best counts: 100% of the points; 100 of "
	    "100 points." },
};

static void
put(struct facts *f, const struct scheme *s, const char *need, int64_t first, int64_t second)
{
	for (uint32_t i = 0; i < s->n_needs; i++) {
		uint16_t column = s->needs[i].column;

		if (!text_is(s->needs[i].source, need))
			continue;
		f->grid[GRAIN_COMMUNITY].value[column][0] = first * DEC_ONE;
		f->grid[GRAIN_COMMUNITY].value[column][1] = second * DEC_ONE;
		memset(f->grid[GRAIN_COMMUNITY].known[column], 1, 2);
	}
}

static void
test_combined_rows(void **state)
{
	char yaml[1000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(combined); i++) {
		struct job j;
		struct facts f;
		struct result r;
		struct err err;

		snprintf(yaml, sizeof(yaml),
		    HEAD
		    "indicators:\n  - {id: one, weight: 100, clause: 一, per: community, %s, "
		    "value: 'service.units(category: basic)', target: 2, score: {ratio: {}}}\n",
		    combined[i].leaf);
		job_read(&j, text_of(yaml));
		if (j.scheme == NULL)
			fail_msg("%s: %s", combined[i].leaf, job_found(&j));
		facts_init(&f, j.scheme, 1, j.arena);
		facts_grid(&f, GRAIN_COMMUNITY, j.scheme->n_columns[GRAIN_COMMUNITY], 2, j.arena);
		f.found[0] = true;
		f.grid[GRAIN_COMMUNITY].first[1] = 2;
		f.grid[GRAIN_COMMUNITY].name[0] = TEXT("东");
		f.grid[GRAIN_COMMUNITY].name[1] = TEXT("西");
		put(&f, j.scheme, "service.units(category: 'basic')", 1, 2);
		put(&f, j.scheme, "service.units(category: 'empower')", 3, 1);
		assert_int_equal(
		    engine_score(j.scheme, &f, 17400, ENGINE_CELLS, j.arena, &r, &err), ERR_OK);
		says(&r, combined[i].leaf, LANG_ZH, combined[i].zh);
		says(&r, combined[i].leaf, LANG_EN, combined[i].en);
		job_free(&j);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_combined_rows) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
