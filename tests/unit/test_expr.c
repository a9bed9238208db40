/*
 * Expressions: how they group (canonical text), what type they have, how they are flattened. Each
 * table row was worked out from the grammar in rules/expr.h.
 */
#include "rules_test.h"

#include "rules/build.h"

struct bench {
	struct job job;
	struct scheme_builder b;
	struct scheme s;
	struct param params[3];
	struct param_value values[3];
};

static void
setup(struct bench *t)
{
	static const char *const names[] = { "blank_share", "limit", "share_min" };

	job_init(&t->job);
	memset(&t->b, 0, sizeof(t->b));
	memset(&t->s, 0, sizeof(t->s));
	t->b = (struct scheme_builder){ .file = "x.yaml",
		.vocabulary = &fake_vocabulary,
		.arena = t->job.arena,
		.diags = &t->job.diags,
		.s = &t->s };
	t->b.params = map_new(t->job.arena, 8);
	t->b.constants = map_new(t->job.arena, 8);
	t->b.texts = map_new(t->job.arena, 8);
	t->b.needs = map_new(t->job.arena, 8);
	t->s.needs = arena_array(t->job.arena, SCHEME_NEEDS_MAX, sizeof(struct need));
	t->s.params = t->params;
	t->s.n_params = 3;
	for (uint32_t i = 0; i < 3; i++) {
		t->values[i] =
		    (struct param_value){ DAY_NONE, i > 0, i == 1 ? 60 * DEC_ONE : DEC_ONE / 2 };
		t->params[i] = (struct param){
			.name = text_of(names[i]), .n_values = 1, .values = &t->values[i]
		};
		t->params[i].type =
		    (struct rtype){ .kind = i == 1 ? VT_NUMBER : VT_PERCENT, .unit = TEXT("") };
		assert_true(map_put(t->b.params, t->params[i].name, i));
	}
	t->params[1].type.unit = TEXT("units");
}

static bool
compile(struct bench *t, const char *text, struct code *ret)
{
	struct ynode n = { .kind = Y_SCALAR, .plain = true, .line = 1, .column = 1 };

	n.text = n.raw = text_dup(t->job.arena, text_of(text));
	return expr_compile(&t->b, &n, GRAIN_CONTRACT, ret);
}

/* Text as written -> canonical text: fewest parentheses that keep the grouping. */
static const char *const canonical[][2] = {
	{ "1+2*3", "1 + 2 * 3" },
	{ "(1+2)*3", "(1 + 2) * 3" },
	{ "1-(2-3)", "1 - (2 - 3)" },
	{ "(1-2)-3", "1 - 2 - 3" },
	{ "1-(2+3)", "1 - (2 + 3)" },
	{ "6/(3*2)", "6 / (3 * 2)" },
	{ "6/3*2", "6 / 3 * 2" },
	{ "((((7))))", "7" },
	{ "- 5", "-5" },
	{ "-(5)*2", "-5 * 2" },
	{ "-(limit*2)", "-(limit * 2)" },
	{ "-limit*2", "-limit * 2" },
	{ "2 - -5", "2 - -5" },
	{ "1.50", "1.5" },
	{ "50.00%", "50%" },
	{ "0.5%", "0.5%" },
	{ "15   days", "15 days" },
	{ "1000000yuan", "1000000 yuan" },
	{ "date( 2017,6,30 )", "date(2017, 6, 30)" },
	{ "true or false and true", "true or false and true" },
	{ "(true or false) and true", "(true or false) and true" },
	{ "not (true and false)", "not (true and false)" },
	{ "not true and false", "not true and false" },
	{ "not (1 < 2)", "not 1 < 2" },
	{ "(not true) = false", "(not true) = false" },
	{ "(1 < 2) = (2 < 3)", "(1 < 2) = (2 < 3)" },
	{ "missing ?? 1 ?? 2", "missing ?? 1 ?? 2" },
	{ "missing ?? (1 ?? 2)", "missing ?? (1 ?? 2)" },
	{ "(missing ?? 1) + 2", "(missing ?? 1) + 2" },
	{ "min( 1 , 2+3 )", "min(1, 2 + 3)" },
	{ "if(true,(1),((2)))", "if(true, 1, 2)" },
	{ "\"it's\" = 'it''s'", "'it''s' = 'it''s'" },
	{ "as_of>=window.since and as_of<=window.until",
	    "as_of >= window.since and as_of <= window.until" },
	{ "service.units(by: it, category: basic)>=limit",
	    "service.units(by: 'it', category: 'basic') >= limit" },
	{ "numerator(service.case_share) >= share_min * denominator( service.case_share )",
	    "numerator(service.case_share) >= share_min * denominator(service.case_share)" },
	{ "survey.answers(min: 0.50)", "survey.answers(min: 0.5)" },
	{ "previous( service.units(by: it, category: basic) ) > 1",
	    "previous(service.units(by: 'it', category: 'basic')) > 1" },
	{ "previous(survey.answers, 1) + survey.answers",
	    "previous(survey.answers) + survey.answers" },
	{ "previous(survey.answers(min: 2),10)", "previous(survey.answers(min: 2), 10)" },
	{ "numerator(previous(service.case_share, 2)) > denominator(service.case_share)",
	    "numerator(previous(service.case_share, 2)) > denominator(service.case_share)" },
};

static void
test_canonical(void **state)
{
	struct bench t;
	struct code c, again;

	(void)state;
	setup(&t);
	for (size_t i = 0; i < COUNT_OF(canonical); i++) {
		if (!compile(&t, canonical[i][0], &c))
			fail_msg("%s: refused", canonical[i][0]);
		if (!text_is(c.source, canonical[i][1]))
			fail_msg("%s: %.*s, not %s", canonical[i][0], TEXT_ARG(c.source),
			    canonical[i][1]);
		/* what was printed reads as the same code */
		assert_true(compile(&t, c.source.ptr, &again));
		assert_true(text_eq(c.source, again.source));
		assert_int_equal(c.count, again.count);
		assert_memory_equal(c.ins, again.ins, c.count * sizeof(*c.ins));
	}
	assert_int_equal(t.job.diags.errors, 0);
	job_free(&t.job);
}

struct typed {
	const char *text;
	enum vtype kind;
	const char *unit;
};

static const struct typed types[] = {
	{ "5", VT_NUMBER, "" },
	{ "limit", VT_NUMBER, "units" },
	{ "limit * 2", VT_NUMBER, "units" },
	{ "limit / service.units(category: basic)", VT_NUMBER, "" },
	{ "limit + 5", VT_NUMBER, "units" },
	{ "service.cost * 50%", VT_MONEY, "" },
	{ "service.cost / 2 yuan", VT_NUMBER, "" },
	{ "service.cost + 1 yuan", VT_MONEY, "" },
	{ "as_of - window.since", VT_DAYS, "" },
	{ "as_of + 5 days", VT_DATE, "" },
	{ "service.case_share", VT_PERCENT, "units" },
	{ "denominator(service.case_share)", VT_NUMBER, "units" },
	{ "previous(service.case_share)", VT_PERCENT, "units" },
	{ "limit - previous(service.units(category: basic))", VT_NUMBER, "units" },
	{ "blank_share ?? 50%", VT_PERCENT, "" },
	{ "limit > 5", VT_BOOL, "" },
	{ "is_missing(team.late)", VT_BOOL, "" },
	{ "'x'", VT_TEXT, "" },
	{ "missing", VT_MISSING, "" },
};

static void
test_types(void **state)
{
	struct bench t;
	struct code c;

	(void)state;
	setup(&t);
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		if (!compile(&t, types[i].text, &c))
			fail_msg("%s: refused", types[i].text);
		if (c.type.kind != types[i].kind || !text_is(c.type.unit, types[i].unit))
			fail_msg("%s: %s (%.*s)", types[i].text, vtype_name(c.type.kind, LANG_EN),
			    TEXT_ARG(c.type.unit));
	}
	job_free(&t.job);
}

static const struct {
	const char *text;
	enum fault fault;
	uint32_t column, width;
} refused[] = {
	{ "service.cost + 15 days", F_TYPE_MIXED, 14, 1 },
	{ "limit + survey.answers", F_UNIT, 7, 1 },
	{ "'a' < 'b'", F_TYPE, 5, 1 },
	{ "as_of * 2", F_TYPE, 7, 1 },
	{ "true + 1", F_TYPE, 6, 1 },
	{ "limit > 5 yuan", F_TYPE_MIXED, 7, 1 },
	{ "limits > 5", F_NAME_UNKNOWN, 1, 6 },
	{ "1 < 2 < 3", F_EXPR_CHAIN, 7, 1 },
	{ "1 == 2", F_EXPR_CHAR, 3, 2 },
	{ "(1", F_EXPR_END, 3, 1 },
	{ "1)", F_EXPR_TOKEN, 2, 1 },
	{ "min(1 2)", F_EXPR_TOKEN, 7, 1 },
	{ "min(1,, 2)", F_EXPR_TOKEN, 7, 1 },
	{ "if(1, 2, 3)", F_TYPE_BOOL, 1, 2 },
	{ "and", F_EXPR_TOKEN, 1, 3 },
	{ "5 yuan yuan", F_EXPR_TOKEN, 8, 4 },
	{ "9223372036855", F_EXPR_NUMBER, 1, 13 },
	{ "community.is_pilot", F_GRAIN, 1, 18 },
	{ "[1, 2]", F_LIST_PLACE, 1, 1 },
	{ "previous()", F_PREVIOUS_FORM, 1, 8 },
	{ "previous(limit)", F_PREVIOUS_FORM, 1, 8 },
	{ "previous(survey.answers + 1)", F_PREVIOUS_FORM, 1, 8 },
	{ "previous(numerator(service.case_share))", F_PREVIOUS_FORM, 1, 8 },
	{ "previous(previous(survey.answers))", F_PREVIOUS_FORM, 1, 8 },
	{ "previous(survey.answers, 1, 2)", F_PREVIOUS_FORM, 1, 8 },
	{ "previous(survey.mean)", F_PREVIOUS_PLAIN, 10, 11 },
	{ "previous(survey.answers, 0)", F_PREVIOUS_COUNT, 26, 1 },
	{ "previous(survey.answers, 11)", F_PREVIOUS_COUNT, 26, 2 },
	{ "previous(survey.answers, 1.5)", F_PREVIOUS_COUNT, 26, 3 },
	{ "previous(survey.answers, limit)", F_PREVIOUS_COUNT, 26, 5 },
};

static void
test_refused(void **state)
{
	struct bench t;
	struct code c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		const struct diag *d;

		setup(&t);
		assert_false(compile(&t, refused[i].text, &c));
		d = &t.job.diags.items[0];
		if (t.job.diags.count != 1 || d->fault != refused[i].fault ||
		    d->column != refused[i].column ||
		    (d->width > 0 ? d->width : 1) != refused[i].width)
			fail_msg("%s: %u findings, %s in column %u, width %u", refused[i].text,
			    t.job.diags.count, fault_code(d->fault), d->column, d->width);
		job_free(&t.job);
	}
}

/* limit + 2 * 3 in postfix on slots: limit->0, 2->1, 3->2, *->1, +->0. */
static void
test_flat(void **state)
{
	static const struct {
		uint8_t op, argc;
		uint16_t slot;
	} want[] = { { OP_PARAM, 0, 0 }, { OP_CONST, 0, 1 }, { OP_CONST, 0, 2 }, { OP_CALL, 2, 1 },
		{ OP_CALL, 2, 0 } };
	struct bench t;
	struct code c;

	(void)state;
	setup(&t);
	assert_true(compile(&t, "limit + 2 * 3", &c));
	assert_int_equal(c.count, 5);
	assert_int_equal(c.slots, 3);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(c.ins[i].op, want[i].op);
		assert_int_equal(c.ins[i].argc, want[i].argc);
		assert_int_equal(c.ins[i].slot, want[i].slot);
	}
	assert_int_equal(c.ins[0].index, 1);
	assert_int_equal(t.s.constants[c.ins[1].index], 2 * DEC_ONE);
	assert_true(t.params[1].used);
	assert_false(t.params[0].used);
	job_free(&t.job);
}

static void
test_constants(void **state)
{
	struct bench t;
	struct code c;
	int64_t v = 0;

	(void)state;
	setup(&t);
	assert_true(compile(&t, "-5 days", &c));
	assert_true(code_constant(&t.s, &c, &v));
	assert_int_equal(v, -5 * DEC_ONE);
	assert_true(compile(&t, "limit", &c));
	assert_true(code_constant(&t.s, &c, &v));
	assert_int_equal(v, 60 * DEC_ONE);
	assert_true(compile(&t, "blank_share", &c)); /* blank in the text */
	assert_false(code_constant(&t.s, &c, &v));
	assert_true(compile(&t, "1 + 1", &c));
	assert_false(code_constant(&t.s, &c, &v));
	job_free(&t.job);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canonical),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_flat),
		cmocka_unit_test(test_constants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
