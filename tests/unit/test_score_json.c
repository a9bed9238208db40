/*
 * The score document of a small scheme against hand-worked facts: 61 of 60 visits (50 of 50
 * points), 30 of 61 at home where half is asked for (0 of 30), no costs known (0 of 10, still
 * open), two communities with 1 and 2 of 2 visits (mean 75% of 10). 50 + 0 + 0 + 7.5 = 57.5,
 * and 67.5 at best.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "api/scheme_json.h"
#include "api/score_json.h"
#include "metrics/catalogue.h"
#include "rules/read.h"

#define AS_OF ((day_t)17347) /* 2017-06-30 */

static const char metrics_yaml[] = "source: visit\n"
				   "title: {zh: 走访, en: Visits}\n"
				   "from: visit v\n"
				   "contract: v.contract_id\n"
				   "community: v.community_id\n"
				   "order: v.id\n"
				   "evidence: {id: v.id}\n"
				   "metrics:\n"
				   "  visit.made:\n"
				   "    title: {zh: 走访次数, en: Visits made}\n"
				   "    type: number\n"
				   "    unit: visits\n"
				   "    sql: count(*)\n"
				   "  visit.cost:\n"
				   "    title: {zh: 费用, en: Cost}\n"
				   "    type: money\n"
				   "    sql: sum(v.cost)\n"
				   "  visit.home_share:\n"
				   "    title: {zh: 上门占比, en: Share at home}\n"
				   "    type: share\n"
				   "    numerator: {sql: count(*), filter: v.kind = 'home'}\n"
				   "    denominator: {sql: count(*)}\n";

static const char scheme_yaml[] =
    "scheme: small\n"
    "title: {zh: 小方案, en: Small}\n"
    "source: {document: {zh: 文件, en: Paper}, issued_by: {zh: 局, en: Bureau},\n"
    "  clauses: [{id: 一, title: {zh: 甲, en: A}}, {id: 二, title: 乙}, {id: 三, title: 丙}, {id: "
    "四, title: 丁}, {id: 五, title: 戊}]}\n"
    "effective: {from: 2017-01-01}\n"
    "parameters:\n"
    "  visits_min: {value: 60, unit: visits, clause: 二, title: {zh: 下限, en: Least}}\n"
    "  home_min: {value: 50%, clause: 三}\n"
    "grades:\n"
    "  - {id: qualified, at_least: 60, title: {zh: 合格, en: Qualified}}\n"
    "  - {id: unqualified, at_least: 0, title: {zh: 不合格, en: Unqualified}}\n"
    "missing: {no_data: zero, not_applicable: redistribute}\n"
    "indicators:\n"
    "  - id: work\n"
    "    title: {zh: 工作, en: Work}\n"
    "    weight: 80\n"
    "    indicators:\n"
    "      - id: work.visits\n"
    "        title: {zh: 走访, en: Visits}\n"
    "        weight: 50\n"
    "        value: visit.made\n"
    "        target: visits_min\n"
    "        score: {ratio: {cap: 100%}}\n"
    "        clause: 二\n"
    "      - id: work.home\n"
    "        title: {zh: 上门, en: At home}\n"
    "        weight: 30\n"
    "        value: visit.home_share\n"
    "        target: home_min\n"
    "        score: pass\n"
    "        clause: 三\n"
    "  - id: cost\n"
    "    title: {zh: 费用, en: Cost}\n"
    "    weight: 10\n"
    "    when: visit.cost <= 100 yuan\n"
    "    score: pass\n"
    "    clause: 四\n"
    "  - id: each\n"
    "    title: {zh: 各社区, en: Each community}\n"
    "    weight: 10\n"
    "    per: community\n"
    "    combine: mean\n"
    "    value: visit.made\n"
    "    target: 2\n"
    "    score: {ratio: {cap: 100%}}\n"
    "    clause: 五\n";

static struct {
	struct arena *arena;
	const struct scheme *scheme;
	struct facts facts;
	struct result result;
	struct contract_row head;
	struct score_doc doc;
	struct buf out;
	struct json json;
} t;

static int64_t *
fact(const char *source, enum grain grain, uint16_t part, uint32_t row)
{
	for (uint32_t i = 0; i < t.scheme->n_needs; i++) {
		const struct need *need = &t.scheme->needs[i];
		uint16_t column = (uint16_t)(need->column + part);

		if (need->grain != grain || !text_is(need->source, source))
			continue;
		t.facts.grid[grain].known[column][row] = 1;
		return &t.facts.grid[grain].value[column][row];
	}
	fail_msg("no need %s", source);
	return NULL;
}

static void
read_scheme(void)
{
	const struct catalogue_file file = { "visit.yaml", TEXT(metrics_yaml) };
	const struct catalogue *catalogue;
	struct vocabulary vocabulary;
	struct diags diags;
	struct buf said;

	diags_init(&diags, t.arena);
	catalogue = catalogue_read(&file, 1, t.arena, &diags);
	if (catalogue != NULL) {
		vocabulary = catalogue_vocabulary(catalogue);
		t.scheme =
		    scheme_read("small.yaml", TEXT(scheme_yaml), &vocabulary, t.arena, &diags);
	}
	if (t.scheme != NULL)
		return;
	buf_init(&said, 10000);
	diags_print_text(&diags, LANG_EN, &said);
	fail_msg("%s", said.data);
}

static void
fill_facts(void)
{
	struct fact_grid *grid = &t.facts.grid[GRAIN_COMMUNITY];

	facts_init(&t.facts, t.scheme, 1, t.arena);
	facts_grid(&t.facts, GRAIN_COMMUNITY, t.scheme->n_columns[GRAIN_COMMUNITY], 2, t.arena);
	t.facts.contract[0] = 7;
	t.facts.found[0] = true;
	t.facts.since[0] = AS_OF - 29;
	t.facts.until[0] = AS_OF;
	grid->first[1] = 2;
	grid->entity[0] = 31;
	grid->entity[1] = 32;
	grid->name[0] = TEXT("东社区");
	grid->name[1] = TEXT("West \"A\"");
	*fact("visit.made", GRAIN_CONTRACT, 0, 0) = 61 * DEC_ONE;
	*fact("visit.home_share", GRAIN_CONTRACT, 0, 0) = 30 * DEC_ONE;
	*fact("visit.home_share", GRAIN_CONTRACT, 1, 0) = 61 * DEC_ONE;
	*fact("visit.made", GRAIN_COMMUNITY, 0, 0) = 1 * DEC_ONE;
	*fact("visit.made", GRAIN_COMMUNITY, 0, 1) = 2 * DEC_ONE;
}

static int
setup(void **state)
{
	int64_t *counts;
	struct err err;

	(void)state;
	memset(&t, 0, sizeof(t));
	t.arena = arena_new(16u << 20);
	read_scheme();
	fill_facts();
	assert_int_equal(
	    engine_score(t.scheme, &t.facts, AS_OF, ENGINE_CELLS, t.arena, &t.result, &err),
	    ERR_OK);
	counts = arena_array(t.arena, t.scheme->n_needs, sizeof(*counts));
	for (uint32_t i = 0; i < t.scheme->n_needs; i++)
		counts[i] = 100 + (int64_t)t.scheme->needs[i].grain * 10;
	t.head = (struct contract_row){ .id = 7,
		.no = TEXT("S-7"),
		.programme = TEXT("small"),
		.provider_id = 10,
		.provider = TEXT("甲"),
		.purchaser_id = 30,
		.purchaser = TEXT("乙"),
		.region = TEXT("320508"),
		.region_name = TEXT("姑苏区"),
		.start_on = AS_OF - 29,
		.end_on = AS_OF,
		.amount = 166666670000 };
	t.doc = (struct score_doc){ &t.result, 0, &t.head, counts, INT64_C(1530410584000005),
		t.arena, score_frames(t.result.scheme, t.arena), NULL };
	buf_init(&t.out, 1u << 20);
	json_init(&t.json, &t.out);
	score_json(&t.json, &t.doc);
	assert_true(json_done(&t.json));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	buf_free(&t.out);
	arena_free(t.arena);
	return 0;
}

static void
has(const char *part)
{
	if (strstr(t.out.data, part) != NULL)
		return;
	(void)fprintf(stderr, "%s\n", t.out.data); /* too long for fail_msg */
	fail_msg("missing: %s", part);
}

static void
test_head_and_total(void **state)
{
	(void)state;
	has("{\"contract\":{\"id\":7,\"contract_no\":\"S-7\",\"title\":\"\",\"programme\":"
	    "\"small\","
	    "\"provider\":{\"id\":10,\"name\":\"甲\"},\"purchaser\":{\"id\":30,\"name\":\"乙\"},"
	    "\"region\":{\"code\":\"320508\",\"name\":\"姑苏区\"},\"start_on\":\"2017-06-01\","
	    "\"end_on\":\"2017-06-30\",\"amount\":166666.67},\"scheme\":{\"id\":\"small\"");
	has("\"as_of\":\"2017-06-30\",\"window\":{\"since\":\"2017-06-01\",\"until\":\"2017-06-"
	    "30\"}");
	has("\"data_time\":\"2018-07-01T02:03:04.000005Z\"");
	has("\"score\":57.5,\"grade\":{\"id\":\"unqualified\",\"title\":{\"zh\":\"不合格\",\"en\":"
	    "\"Unqualified\"}},\"interval\":{\"lowest\":57.5,\"highest\":67.5},\"grade_certain\":"
	    "false");
}

static void
test_lost_points_most_first(void **state)
{
	(void)state;
	has("\"lost\":[{\"indicator\":\"work.home\",\"title\":{\"zh\":\"上门\",\"en\":\"At home\"},"
	    "\"points\":30,\"clause\":\"三\"},{\"indicator\":\"cost\",\"title\":{\"zh\":\"费用\","
	    "\"en\":"
	    "\"Cost\"},\"points\":10,\"clause\":\"四\"},{\"indicator\":\"each\",\"title\":{\"zh\":"
	    "\"各社区\",\"en\":\"Each community\"},\"points\":2.5,\"clause\":\"五\"}]");
}

static void
test_a_group_and_a_leaf_that_is_met(void **state)
{
	(void)state;
	has("\"indicators\":[{\"id\":\"work\",\"title\":{\"zh\":\"工作\",\"en\":\"Work\"},"
	    "\"clause\":null,"
	    "\"weight\":80,\"effective_weight\":80,\"weight_ours\":false,\"state\":\"ok\","
	    "\"points\":50,\"lost\":30,\"share\":0.625,\"indicators\":[{\"id\":\"work.visits\"");
	has("\"points\":50,\"lost\":0,\"share\":1,\"policy\":\"keep\",\"passed\":true,\"kind\":"
	    "\"ratio\",\"type\":\"number\",\"unit\":\"visits\",\"value\":61,\"of\":null,\"target\":"
	    "60,"
	    "\"target_type\":\"number\",\"formula\":{\"value\":\"visit.made\",\"target\":"
	    "\"visits_min\"},\"numbers\":{\"value\":\"61\",\"target\":\"60\"},\"explanation\":{"
	    "\"zh\":"
	    "\"要求 60，实际 61 visits，得 50 分（满分 50 分）。\",\"en\":\"Required 60, found 61 "
	    "visits; 50 of "
	    "50 "
	    "points.\"},\"evidence\":{\"count\":100,\"href\":"
	    "\"/v1/contracts/7/evidence/work.visits?as_of=2017-06-30\"}}");
}

/* 2 x 30 < 61: compared by its counts, and shown with both; 30 / 61 = 49.180…%. */
static void
test_a_share_that_is_not_met(void **state)
{
	(void)state;
	has("\"points\":0,\"lost\":30,\"share\":0,\"policy\":\"keep\",\"passed\":false,\"kind\":"
	    "\"pass\"");
	has("\"value\":30,\"of\":61,\"target\":0.5,\"target_type\":\"percent\"");
	has("\"numbers\":{\"value\":\"30\",\"of\":\"61\",\"target\":\"50%\"},\"explanation\":{"
	    "\"zh\":"
	    "\"要求 50%，实际 49.18%（30 / 61），失 30 分（满分 30 分）。\",\"en\":\"Required 50%, "
	    "found 49.18% (30 / 61); 30 of 30 points lost.\"}");
}

static void
test_missing_is_not_zero(void **state)
{
	(void)state;
	has("\"state\":\"no_data\",\"points\":0,\"lost\":10,\"share\":0,\"policy\":\"zero\","
	    "\"passed\":"
	    "null,\"kind\":\"pass\",\"type\":null,\"unit\":null,\"value\":null,\"of\":null,"
	    "\"target\":"
	    "null,\"target_type\":null,\"formula\":{\"when\":\"visit.cost <= 100 yuan\"}");
	has("\"numbers\":{\"when\":\"— <= 100 yuan\"},\"explanation\":{\"zh\":"
	    "\"没有数据（费用 ≤ 100 元），按零分计，失 10 分（满分 10 分）。\",\"en\":\"There is "
	    "no data (Cost ≤ 100 yuan), it counts as nothing; 10 of 10 points lost.\"}");
}

static void
test_rows_of_communities(void **state)
{
	(void)state;
	has("\"points\":7.5,\"lost\":2.5,\"share\":0.75");
	has("\"explanation\":{\"zh\":\"2 个社区中 1 个达到要求，平均得分率 "
	    "75%；未达到：东社区（实际 "
	    "1，要求 2），失 2.5 分（满分 10 分）。\",\"en\":\"1 of 2 communities meet the "
	    "requirement, on average 75% of the points; not: 东社区 (found 1, required 2); 2.5 of "
	    "10 "
	    "points lost.\"},\"evidence\":{\"count\":120");
	has("\"per\":\"community\",\"combine\":\"mean\",\"rows\":[{\"entity\":31,\"name\":"
	    "\"东社区\","
	    "\"value\":1,\"of\":null,\"target\":2,\"share\":0.5,\"state\":\"ok\",\"passed\":false,"
	    "\"numbers\":{\"value\":\"1\",\"target\":\"2\"},\"href\":"
	    "\"/v1/contracts/7/evidence/each?as_of=2017-06-30&entity=31\"},{\"entity\":32,\"name\":"
	    "\"West \\\"A\\\"\",\"value\":2,\"of\":null,\"target\":2,\"share\":1,\"state\":\"ok\","
	    "\"passed\":true");
}

static void
test_scheme_document(void **state)
{
	(void)state;
	buf_clear(&t.out);
	json_init(&t.json, &t.out);
	scheme_json(&t.json, t.scheme);
	assert_true(json_done(&t.json));
	has("\"source\":{\"document\":{\"zh\":\"文件\",\"en\":\"Paper\"},\"issued_by\":{\"zh\":"
	    "\"局\",\"en\":"
	    "\"Bureau\"},\"clauses\":[{\"id\":\"一\",\"title\":{\"zh\":\"甲\",\"en\":\"A\"}},{"
	    "\"id\":\"二\",\"title\":{\"zh\":\"乙\",\"en\":\"乙\"}},");
	has("{\"id\":\"五\",\"title\":{\"zh\":\"戊\",\"en\":\"戊\"}}]},\"effective\":{\"from\":"
	    "\"2017-01-01\","
	    "\"to\":null}");
	has("{\"name\":\"home_min\",\"title\":{\"zh\":\"home_min\",\"en\":\"home_min\"},\"clause\":"
	    "\"三\","
	    "\"note\":null,\"ours\":false,\"type\":\"percent\",\"unit\":null,\"values\":[{\"from\":"
	    "null,"
	    "\"value\":0.5}]}");
	has("\"kind\":\"ratio\",\"per\":\"community\",\"combine\":\"mean\",\"formula\":{\"value\":"
	    "\"visit.made\",\"target\":\"2\"}");
	has("\"needs\":[\"visit.home_share\"]");
	buf_clear(&t.out);
	json_init(&t.json, &t.out);
	scheme_item_json(&t.json, t.scheme);
	assert_true(json_done(&t.json));
	has("\"indicators\":4,\"href\":\"/v1/schemes/small\"}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_head_and_total, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lost_points_most_first, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_group_and_a_leaf_that_is_met, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_share_that_is_not_met, setup, teardown),
		cmocka_unit_test_setup_teardown(test_missing_is_not_zero, setup, teardown),
		cmocka_unit_test_setup_teardown(test_rows_of_communities, setup, teardown),
		cmocka_unit_test_setup_teardown(test_scheme_document, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
