/* The canonical print is the version: reading it back changes nothing, key order and remarks
 * neither (I2). */
#include "rules_test.h"

#include <glob.h>

#include "api/unit_word.h"
#include "metrics/catalogue.h"
#include "rules/fields.h"

static char room[2u << 20];

static void
same_again(const struct job *j, const char *what)
{
	struct job again;
	char version[SHA256_HEX];

	assert_non_null(j->scheme);
	job_read(&again, j->scheme->canonical);
	if (again.scheme == NULL)
		fail_msg("%s: its print is refused:\n%s%.*s", what, job_found(&again),
		    TEXT_ARG(j->scheme->canonical));
	if (!text_eq(again.scheme->canonical, j->scheme->canonical))
		fail_msg("%s: printed again it is\n%.*s", what, TEXT_ARG(again.scheme->canonical));
	assert_string_equal(again.scheme->version, j->scheme->version);
	sha256_hex(j->scheme->canonical.ptr, j->scheme->canonical.len, version);
	assert_string_equal(j->scheme->version, version);
	job_free(&again);
}

/* Turns every map round, but that of the grades, whose order is their meaning. */
static bool
stays_plain(const struct ynode *n)
{
	static const char fine[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _.%-~";

	return n->plain && strspn(n->text.ptr, fine) == n->text.len;
}

static void
turned(const struct ynode *n, bool keep, struct buf *out)
{
	if (n->kind == Y_SCALAR && stays_plain(n)) {
		buf_addt(out, n->text);
		return;
	}
	if (n->kind == Y_SCALAR) {
		yaml_quoted(n->text, out);
		return;
	}
	buf_addc(out, n->kind == Y_MAP ? '{' : '[');
	for (uint32_t k = 0; k < n->count; k++) {
		uint32_t i = n->kind == Y_MAP && !keep ? n->count - 1 - k : k;

		buf_adds(out, k > 0 ? ", " : "");
		if (n->kind == Y_MAP) {
			yaml_quoted(n->keys[i]->text, out);
			buf_adds(out, ": ");
		}
		turned(n->items[i], n->kind == Y_MAP && text_is(n->keys[i]->text, "grades"), out);
	}
	buf_addc(out, n->kind == Y_MAP ? '}' : ']');
}

static void
same_when_turned(const char *path, struct text source, const struct scheme *s,
    const struct vocabulary *v, struct arena *arena)
{
	const struct ynode *root;
	const struct scheme *other;
	struct diags d;
	struct buf out;

	diags_init(&d, arena);
	root = yaml_read(path, source, arena, &d);
	assert_non_null(root);
	buf_init(&out, 1 << 20);
	turned(root, false, &out);
	assert_false(out.over);
	other = scheme_read(path, (struct text){ out.data, out.len }, v, arena, &d);
	if (other == NULL || !text_eq(s->canonical, other->canonical))
		fail_msg("%s: another order of keys is another scheme", path);
	assert_string_equal(s->version, other->version);
	buf_free(&out);
}

static void
one_good_file(const char *path)
{
	struct job j;

	job_read(&j, slurp(path, room, sizeof(room)));
	if (j.scheme == NULL)
		fail_msg("%s:\n%s", path, job_found(&j));
	assert_string_equal(job_found(&j), "");
	same_again(&j, path);
	same_when_turned(
	    path, slurp(path, room, sizeof(room)), j.scheme, &fake_vocabulary, j.arena);
	job_free(&j);
}

static void
test_good_files(void **state)
{
	(void)state;
	one_good_file("tests/rules/good/small.yaml");
	one_good_file("tests/rules/good/kinds.yaml");
}

/* All schemes that are shipped, with the metrics that are shipped. */
static struct vocabulary
shipped_metrics(struct arena *arena, struct diags *diags)
{
	struct catalogue_file files[256];
	const struct catalogue *c;
	glob_t g;

	assert_int_equal(glob("sql/metrics/*.yaml", 0, NULL, &g), 0);
	assert_true(g.gl_pathc <= COUNT_OF(files));
	for (size_t i = 0; i < g.gl_pathc; i++) {
		files[i].name = arena_strndup(arena, g.gl_pathv[i], strlen(g.gl_pathv[i]));
		files[i].text = text_dup(arena, slurp(g.gl_pathv[i], room, sizeof(room)));
	}
	c = catalogue_read(files, (uint32_t)g.gl_pathc, arena, diags);
	globfree(&g);
	assert_non_null(c);
	for (uint32_t i = 0; i < c->n_metrics; i++) {
		struct text unit = c->metrics[i].decl.type.unit;

		if (unit.len > 0 && !unit_known(unit))
			fail_msg("unit_word.c has no word for %.*s", TEXT_ARG(unit));
	}
	return catalogue_vocabulary(c);
}

static void
one_shipped(const char *path, const struct vocabulary *v, struct arena *arena)
{
	const struct scheme *s, *again;
	struct diags d, d2;

	diags_init(&d, arena);
	diags_init(&d2, arena);
	s = scheme_read(path, slurp(path, room, sizeof(room)), v, arena, &d);
	if (s == NULL)
		fail_msg("%s: refused", path);
	again = scheme_read(path, s->canonical, v, arena, &d2);
	if (again == NULL || !text_eq(s->canonical, again->canonical))
		fail_msg("%s: its print reads as something else", path);
	assert_string_equal(s->version, again->version);
	same_when_turned(path, slurp(path, room, sizeof(room)), s, v, arena);
}

static void
test_shipped(void **state)
{
	struct arena *arena = arena_new(256u << 20);
	struct diags diags;
	struct vocabulary v;
	glob_t g;

	(void)state;
	diags_init(&diags, arena);
	v = shipped_metrics(arena, &diags);
	assert_int_equal(glob("rules/*.yaml", 0, NULL, &g), 0);
	for (size_t i = 0; i < g.gl_pathc; i++)
		one_shipped(g.gl_pathv[i], &v, arena);
	globfree(&g);
	arena_free(arena);
}

/* Every default written out, in the order of the contract. */
static void
test_exact(void **state)
{
	static const char source[] = "# a remark\n"
				     "indicators:\n"
				     "- {score: {ratio: {cap: 100.0%}}, id: a, weight: 60.0, of: "
				     "2, value: 1+1, target: p, missing: {no_data: full}}\n"
				     "- id: b\n"
				     "  weight: 40\n"
				     "  clause: '三(二) \"x\" \\'\n"
				     "  indicators:\n"
				     "  - {id: b.1, weight: 40, clause: '1', when: \"'a\\\\' = "
				     "'b'\", score: pass, title: {en: B}}\n"
				     "parameters: {p: {value: 50.0%}}\n"
				     "grades: {good: 60, bad: 0.00}\n"
				     "effective: {from: 2020-01-01}\n"
				     "title: 题\n"
				     "scheme: t\n";
	static const char want[] = "scheme: t\n"
				   "title: {zh: \"题\", en: \"题\"}\n"
				   "effective: {from: 2020-01-01}\n"
				   "window: contract_year\n"
				   "round: 2\n"
				   "total: 100\n"
				   "parameters:\n"
				   "  p:\n"
				   "    type: percent\n"
				   "    value: 50%\n"
				   "grades:\n"
				   "  - {id: good, at_least: 60}\n"
				   "  - {id: bad, at_least: 0}\n"
				   "missing: {no_data: zero, no_events: redistribute, "
				   "not_applicable: redistribute, not_configured: "
				   "redistribute, low_sample: keep}\n"
				   "indicators:\n"
				   "  - id: a\n"
				   "    weight: 60\n"
				   "    missing: {no_data: full}\n"
				   "    value: \"1 + 1\"\n"
				   "    of: \"2\"\n"
				   "    target: \"p\"\n"
				   "    score: {ratio: {cap: \"100%\"}}\n"
				   "  - id: b\n"
				   "    weight: 40\n"
				   "    clause: \"三(二) \\\"x\\\" \\\\\"\n"
				   "    indicators:\n"
				   "      - id: b.1\n"
				   "        title: {zh: \"B\", en: \"B\"}\n"
				   "        weight: 40\n"
				   "        clause: \"1\"\n"
				   "        when: \"'a\\\\' = 'b'\"\n"
				   "        score: pass\n";
	struct job j;

	(void)state;
	job_read(&j, TEXT(source));
	assert_non_null(j.scheme);
	assert_string_equal(j.scheme->canonical.ptr, want);
	same_again(&j, "exact");
	job_free(&j);
}

/* Everything that may be said of a leaf, both orders; and what must change the version. */
#define BODY_A "{value: team.late, clause: '1', id: a, weight: 50, "
#define BODY_B "{id: a, weight: 50, clause: '1', value: team.late, "
#define LATE "score: {late_steps: {compare: ge, steps: [{after: 15 days, share: 50%}]}}}\n"
#define LATE_B "score: {late_steps: {steps: [{share: 50%, after: 15 days}], compare: ge}}}\n"
#define LATE_GT "score: {late_steps: {compare: gt, steps: [{after: 15 days, share: 50%}]}}}\n"
#define REST "  - {id: b, weight: 50, clause: '1', when: x > y, score: pass}\n"

static void
version(const char *text, char out[SHA256_HEX])
{
	struct job j;

	job_read(&j, text_of(text));
	if (j.scheme == NULL)
		fail_msg("refused:\n%s", job_found(&j));
	memcpy(out, j.scheme->version, SHA256_HEX);
	same_again(&j, text);
	job_free(&j);
}

static void
test_version(void **state)
{
	static const char *const same[] = {
		HEAD
		"parameters: {x: {value: 1}, y: {value: 2}}\nindicators:\n  - " BODY_A LATE REST,
		HEAD
		"parameters: {y: {value: 2}, x: {value: 1}}\nindicators:\n  - " BODY_B LATE_B REST,
		"# remark\nindicators:\n  - " BODY_B LATE REST
		"parameters:\n  y:\n    value: 2.0 # two\n  x: {value: 1, type: number}\n"
		"window: contract_year\ntotal: 100\nround: 2\n" HEAD,
	};
	static const char *const other[] = {
		HEAD
		"parameters: {x: {value: 1}, y: {value: 3}}\nindicators:\n  - " BODY_A LATE REST,
		HEAD
		"parameters: {x: {value: 1}, y: {value: 2}}\nindicators:\n  - " BODY_A LATE_GT REST,
		HEAD
		"parameters: {x: {value: 1}, y: {value: 2}}\nround: 3\nindicators:\n  - " BODY_A
		    LATE REST,
		HEAD "parameters: {x: {value: 1}, y: {value: 2}}\nwindow: "
		     "contract_term\nindicators:\n  - " BODY_A LATE REST,
		HEAD "parameters: {x: {value: 1}, y: {value: 2}}\nmissing: {no_data: "
		     "full}\nindicators:\n  - " BODY_A LATE REST,
		HEAD
		"parameters: {x: {value: 1}, y: {value: 2}}\ncalendar: cn\nindicators:\n  - " BODY_A
		    LATE REST,
		HEAD "parameters: {x: {value: 1}, y: {value: 2}}\ngrades: {a: 0}\nindicators:\n  "
		     "- " BODY_A LATE REST,
		HEAD
		"parameters: {x: {value: 1, unit: heads}, y: {value: 2}}\nindicators:\n  - " BODY_A
		    LATE REST,
		HEAD "parameters: {x: {values: [{from: 2020-01-01, value: 1}]}, y: {value: "
		     "2}}\nindicators:\n  - " BODY_A LATE REST,
		HEAD "parameters: {x: {value: 1}, y: {value: 2}}\nindicators:\n" REST
		     "  - " BODY_A LATE,
	};
	char first[SHA256_HEX], next[SHA256_HEX];

	(void)state;
	version(same[0], first);
	for (size_t i = 1; i < COUNT_OF(same); i++) {
		version(same[i], next);
		assert_string_equal(first, next);
	}
	for (size_t i = 0; i < COUNT_OF(other); i++) {
		version(other[i], next);
		if (strcmp(first, next) == 0)
			fail_msg("the version does not know:\n%s", other[i]);
	}
}

/* Each argument of a kind is printed, under the key that is its own. */
static void
test_kind_arguments(void **state)
{
	static const char *const leaves[][2] = {
		{ "value: 1, of: 2, score: checklist", "score: {checklist: {}}" },
		{ "value: 1, of: 2, score: {checklist: {cap: 60%, critical: 1 < 2}}",
		    "score: {checklist: {critical: \"1 < 2\", cap: \"60%\"}}" },
		{ "value: 1, score: {per_occurrence: {cap: 50, each: 2}}",
		    "score: {per_occurrence: {each: \"2\", cap: \"50\"}}" },
		{ "value: 1, score: {ceiling: {max: 3}}", "score: {ceiling: {max: \"3\"}}" },
		{ "value: 1, target: 3, score: ceiling", "score: {ceiling: {max: \"3\"}}" },
		{ "value: 1, target: 3, score: {tolerance: {within: 1}}",
		    "target: \"3\"\n    score: {tolerance: {within: \"1\"}}" },
		{ "value: 50%, score: formula", "score: formula" },
		{ "value: 5, score: {linear: {points: [{share: 0%, at: 1}, {at: 2, share: 100%}]}}",
		    "score: {linear: {points: [{at: \"1\", share: \"0%\"}, {at: \"2\", share: "
		    "\"100%\"}]}}" },
	};
	char text[600];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(leaves); i++) {
		struct job j;

		snprintf(text, sizeof(text),
		    HEAD "indicators:\n  - {id: a, weight: 100, clause: '1', %s}\n", leaves[i][0]);
		job_read(&j, text_of(text));
		if (j.scheme == NULL)
			fail_msg("%s:\n%s", leaves[i][0], job_found(&j));
		if (strstr(j.scheme->canonical.ptr, leaves[i][1]) == NULL)
			fail_msg("no %s in:\n%s", leaves[i][1], j.scheme->canonical.ptr);
		same_again(&j, leaves[i][0]);
		job_free(&j);
	}
}

struct printed {
	enum vtype kind;
	int64_t value;
	const char *plain, *literal;
};

static const struct printed values[] = {
	{ VT_NUMBER, 12500000, "12.5", "12.5" },
	{ VT_NUMBER, -1, "-0.000001", "-0.000001" },
	{ VT_PERCENT, 500000, "50%", "50%" },
	{ VT_PERCENT, 1, "0.0001%", "0.0001%" },
	{ VT_PERCENT, -333333, "-33.3333%", "-33.3333%" },
	{ VT_PERCENT, INT64_MAX, "922337203685477.5807%", "922337203685477.5807%" },
	{ VT_MONEY, 1000000 * INT64_C(1000000), "1000000", "1000000 yuan" },
	{ VT_DAYS, 15 * DEC_ONE, "15", "15 days" },
	{ VT_DATE, 17347 * DEC_ONE, "2017-06-30", "date(2017, 6, 30)" },
	{ VT_BOOL, DEC_ONE, "true", "true" },
	{ VT_BOOL, 0, "false", "false" },
	{ VT_TEXT, DEC_ONE, "it's", "'it''s'" },
};

static void
test_values(void **state)
{
	struct text pool[] = { { "a", 1 }, { "it's", 4 } };
	struct scheme s = { .n_texts = 2, .texts = pool };
	struct buf out;

	(void)state;
	buf_init(&out, 200);
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		struct rtype type = { .kind = values[i].kind, .unit = TEXT("") };

		buf_clear(&out);
		value_print(&s, &type, values[i].value, &out);
		assert_string_equal(out.data, values[i].plain);
		buf_clear(&out);
		literal_print(&s, &type, values[i].value, &out);
		assert_string_equal(out.data, values[i].literal);
	}
	buf_free(&out);
}

/* Facts filled in: by the operation and the need's name. */
static bool
filled(const void *ctx, const struct instr *ins, int64_t *ret)
{
	const struct scheme *s = ctx;

	switch (ins->op) {
	case OP_CONST:
		*ret = s->constants[ins->index];
		return true;
	case OP_PARAM:
		return param_at(&s->params[ins->index], 0, ret);
	case OP_NUM:
		*ret = 30 * DEC_ONE;
		return true;
	case OP_DEN:
		*ret = 61 * DEC_ONE;
		return true;
	case OP_FACT:
		*ret = (text_is(s->needs[ins->index].source, "team.late") ? 16 : 7) * DEC_ONE;
		return !text_is(s->needs[ins->index].source, "service.cost");
	default:
		*ret = 18262 * DEC_ONE; /* 2020-01-01 */
		return true;
	}
}

static const char *const formulas[][2] = {
	{ "numerator(service.case_share) >= half * denominator(service.case_share)",
	    "30 >= 50% * 61" },
	{ "(survey.answers + 2) * 3 > 5", "(7 + 2) * 3 > 5" },
	{ "team.late > 15 days", "16 days > 15 days" },
	{ "deployment.operational_on <= as_of", "1970-01-08 <= 2020-01-01" },
	{ "service.cost > 5 yuan", "— > 5 yuan" },
};

static void
test_filled(void **state)
{
	char text[600];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(formulas); i++) {
		struct code_values v = { .value_of = filled };
		struct job j;
		struct buf out;

		snprintf(text, sizeof(text),
		    HEAD "parameters: {half: {value: 50%%}}\nindicators:\n"
			 "  - {id: a, weight: 100, clause: '1', score: pass, when: \"%s\"}\n",
		    formulas[i][0]);
		job_read(&j, text_of(text));
		assert_non_null(j.scheme);
		v.ctx = j.scheme;
		buf_init(&out, 1000);
		code_print(j.scheme, &j.scheme->nodes[1].leaf->when, &v, &out);
		assert_string_equal(out.data, formulas[i][1]);
		buf_clear(&out);
		code_print(j.scheme, &j.scheme->nodes[1].leaf->when, NULL, &out);
		assert_string_equal(out.data, formulas[i][0]);
		buf_free(&out);
		job_free(&j);
	}
}

/* For people: titles for names, ≥ and × for >= and *, only the branch that decided. */
static void
test_said(void **state)
{
	static const struct {
		const char *formula, *names_zh, *names_en, *numbers_zh;
	} rows[] = {
		{ "numerator(service.case_share) >= half * denominator(service.case_share)",
		    "x之分子 ≥ 一半 × x之分母", "numerator of x ≥ half × denominator of x",
		    "30 ≥ 50% × 61" },
		{ "if(half > 40%, service.units(category: 'basic') > 5, false) and not false",
		    "x〔category: 'basic'〕 > 5 且 非 否", "x [category: 'basic'] > 5 and not no",
		    "7 > 5 且 非 否" },
		{ "service.cost > 5 yuan", "x > 5 元", "x > 5 yuan", "— > 5 元" },
		{ "team.late > 15 days", "x > 15 天", "x > 15 days", "16 天 > 15 天" },
		{ "previous(service.units(category: 'basic')) > 5",
		    "上一年度x〔category: 'basic'〕 > 5",
		    "x in the year before [category: 'basic'] > 5", "7 > 5" },
		{ "previous(survey.answers, 10) > 5", "往前第 10 年度x > 5",
		    "x 10 years before > 5", "7 > 5" },
	};
	char text[600];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct code_values v = { .value_of = filled };
		const struct code *c;
		struct job j;
		struct buf out;

		snprintf(text, sizeof(text),
		    HEAD "parameters: {half: {value: 50%%, title: {zh: 一半, en: half}}}\n"
			 "indicators:\n"
			 "  - {id: a, weight: 100, clause: '1', score: pass, when: \"%s\"}\n",
		    rows[i].formula);
		job_read(&j, text_of(text));
		assert_non_null(j.scheme);
		v.ctx = j.scheme;
		c = &j.scheme->nodes[1].leaf->when;
		buf_init(&out, 1000);
		code_say(j.scheme, c, &v, false, LANG_ZH, &out);
		assert_string_equal(out.data, rows[i].names_zh);
		buf_clear(&out);
		code_say(j.scheme, c, &v, false, LANG_EN, &out);
		assert_string_equal(out.data, rows[i].names_en);
		buf_clear(&out);
		code_say(j.scheme, c, &v, true, LANG_ZH, &out);
		assert_string_equal(out.data, rows[i].numbers_zh);
		buf_free(&out);
		job_free(&j);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_files),
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_exact),
		cmocka_unit_test(test_version),
		cmocka_unit_test(test_kind_arguments),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_filled),
		cmocka_unit_test(test_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
