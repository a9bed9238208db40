/*
 * The document of a score whose parts are not plainly summed: the best of a group, a rounded group,
 * a capped branch, a bonus. By hand: the best of 20 and 32 of 40; 3.333333 twice, rounded to 7; 40
 * capped to 5; 3 x 2 points, at most 5, beside them: 32 + 7 + 5 + 5 = 49.
 */
#include "rules_test.h"

#include "api/score_json.h"
#include "api/score_text.h"

static const char yaml[] =
    HEAD "indicators:\n"
	 "  - id: g\n"
	 "    weight: 40\n"
	 "    combine: best_of\n"
	 "    indicators:\n"
	 "      - {id: g.a, weight: 40, clause: 一, value: 5, target: 10, score: {ratio: {}}}\n"
	 "      - {id: g.b, weight: 40, clause: 一, value: 8, target: 10, score: {ratio: {}}}\n"
	 "  - id: r\n"
	 "    weight: 20\n"
	 "    round: 0\n"
	 "    indicators:\n"
	 "      - {id: r.a, weight: 10, clause: 一, value: 1, target: 3, score: {ratio: {}}}\n"
	 "      - {id: r.b, weight: 10, clause: 一, value: 1, target: 3, score: {ratio: {}}}\n"
	 "  - id: c\n"
	 "    weight: 40\n"
	 "    clause: 二\n"
	 "    indicators:\n"
	 "      - {id: c.a, weight: 40, clause: 一, value: 10, target: 10, score: {ratio: {}}}\n"
	 "  - {id: extra, clause: 三, value: 3, score: {bonus: {each: 2, cap: 5}}}\n"
	 "caps:\n"
	 "  - {id: stop, title: {zh: 停用, en: Stopped}, clause: 二, when: 2 > 1, indicator: c, "
	 "at_most: 5}\n";

static struct {
	struct job job;
	struct facts f;
	struct result r;
} t;

static int
setup(void **state)
{
	struct err err;

	(void)state;
	job_read(&t.job, text_of(yaml));
	if (t.job.scheme == NULL)
		fail_msg("%s", job_found(&t.job));
	facts_init(&t.f, t.job.scheme, 1, t.job.arena);
	t.f.found[0] = true;
	t.f.since[0] = t.f.until[0] = 17347;
	return engine_score(t.job.scheme, &t.f, 17347, ENGINE_CELLS, t.job.arena, &t.r, &err) !=
	       ERR_OK;
}

static int
teardown(void **state)
{
	(void)state;
	job_free(&t.job);
	return 0;
}

static void
says(const char *id, const char *zh, const char *en)
{
	int32_t node = scheme_node(t.job.scheme, text_of(id));
	const char *const want[] = { [LANG_ZH] = zh, [LANG_EN] = en };

	assert_true(node > 0);
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
		struct buf out;

		buf_init(&out, 4096);
		score_sentence(&t.r, 0, (uint32_t)node, (enum lang)lang, &out);
		assert_string_equal(out.data, want[lang]);
		buf_free(&out);
	}
}

static void
test_sentences(void **state)
{
	(void)state;
	assert_int_equal(t.r.score[0], 49 * DEC_ONE);
	says("g.a", "要求 10，实际 5；同组另有更好的一项，此项不计。",
	    "Required 10, found 5; another one of its group is better and counts instead.");
	says("g.b", "要求 10，实际 8，失 8 分（满分 40 分）。",
	    "Required 10, found 8; 8 of 40 points lost.");
	says("r", "各项合计 6.666666 分，四舍五入到 0 位小数，失 13 分（满分 20 分）。",
	    "Its parts make 6.666666, rounded to 0 decimals; 13 of 20 points lost.");
	says("c", "各项合计 40 分，因“停用”至多 5 分，失 35 分（满分 40 分）。",
	    "Its parts make 40, by \"Stopped\" at most 5; 35 of 40 points lost.");
	says("c.a", "要求 10，实际 10，得 40 分（满分 40 分）。",
	    "Required 10, found 10; 40 of 40 points.");
	says("extra", "实际 3，每次加 2，至多加 5，加 5 分。",
	    "Found 3, each adds 2, at most 5; 5 points are added to the total.");
}

static const char *const members[] = {
	"\"score\":49,",
	"\"lost\":[{\"indicator\":\"c\",\"title\":{\"zh\":\"\",\"en\":\"\"},\"points\":35,"
	"\"clause\":\"二\"},{\"indicator\":\"g.b\"",
	"\"applied\":[{\"kind\":\"bonus\",\"id\":\"extra\",\"title\":{\"zh\":\"\",\"en\":\"\"},"
	"\"clause\":\"三\",\"points\":5},{\"kind\":\"cap\",\"id\":\"stop\",\"title\":{\"zh\":"
	"\"停用\","
	"\"en\":\"Stopped\"},\"clause\":\"二\",\"points\":5,\"indicator\":\"c\"}]",
	/* the alternative that was not taken, and the one that was */
	"\"weight\":40,\"effective_weight\":0,\"weight_ours\":false,\"state\":\"ok\",\"points\":0,"
	"\"lost\":0,\"share\":0.5,\"taken\":false,",
	"\"points\":32,\"lost\":8,\"share\":0.8,\"policy\":",
	/* groups: what went up, and what their parts make */
	"\"points\":7,\"lost\":13,\"share\":0.35,\"parts\":6.666666,\"explanation\":{\"zh\":\"各",
	"\"points\":5,\"lost\":35,\"share\":0.125,\"parts\":40,\"explanation\":{\"zh\":\"各",
	"\"weight\":0,\"effective_weight\":0,\"weight_ours\":false,\"state\":\"ok\",\"points\":0,"
	"\"lost\":0,\"share\":1,\"policy\":\"keep\",\"passed\":null,\"kind\":\"bonus\",\"type\":"
	"\"number\",\"unit\":null,\"bonus\":5,",
};

static void
test_document(void **state)
{
	struct contract_row head = { .id = 7, .start_on = 17347, .end_on = 17347 };
	int64_t counts[SCHEME_NEEDS_MAX] = { 0 };
	struct score_doc doc = { &t.r, 0, &head, counts, 0, t.job.arena,
		score_frames(t.job.scheme, t.job.arena), NULL };
	struct json json;
	struct buf out;

	(void)state;
	buf_init(&out, 1u << 20);
	json_init(&json, &out);
	score_json(&json, &doc);
	for (size_t i = 0; i < COUNT_OF(members); i++)
		if (strstr(out.data, members[i]) == NULL)
			fail_msg("no %s in\n%s", members[i], out.data);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sentences, setup, teardown),
		cmocka_unit_test_setup_teardown(test_document, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
