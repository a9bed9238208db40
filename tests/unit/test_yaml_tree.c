/* The tree with its places, and findings as they are shown. */
#include "rules_test.h"

#include "rules/yaml_tree.h"

struct doc {
	struct arena *arena;
	struct diags diags;
	const struct ynode *root;
};

static void
doc_read(struct doc *d, const char *text)
{
	d->arena = arena_new(16u << 20);
	diags_init(&d->diags, d->arena);
	d->root = yaml_read("x.yaml", text_of(text), d->arena, &d->diags);
}

static void
at(const struct ynode *n, size_t offset, uint32_t line, uint32_t column)
{
	uint32_t l, c;

	ynode_place(n, offset, &l, &c);
	assert_int_equal(l, line);
	assert_int_equal(c, column);
}

static void
test_shapes(void **state)
{
	struct doc d;
	const struct ynode *n;

	(void)state;
	doc_read(&d, "甲: 乙\nlist: [1, '2', {a: no}]\nnothing:\ntilde: ~\nword: 'null'\n");
	assert_non_null(d.root);
	assert_int_equal(d.root->kind, Y_MAP);
	assert_int_equal(d.root->count, 5);
	n = ynode_get(d.root, "甲");
	assert_true(text_is(n->text, "乙"));
	assert_int_equal(n->line, 1);
	assert_int_equal(n->column, 4); /* in characters */
	n = ynode_get(d.root, "list");
	assert_int_equal(n->kind, Y_SEQ);
	assert_int_equal(n->column, 7);
	assert_true(n->items[0]->plain);
	assert_false(n->items[1]->plain);
	assert_int_equal(ynode_width(n->items[1]), 3);
	assert_true(text_is(ynode_get(n->items[2], "a")->text, "no"));
	assert_true(ynode_is_null(ynode_get(d.root, "nothing")));
	assert_true(ynode_is_null(ynode_get(d.root, "tilde")));
	assert_false(ynode_is_null(ynode_get(d.root, "word")));
	assert_null(ynode_get(d.root, "other"));
	assert_null(ynode_get(n, "a"));
	arena_free(d.arena);
}

/* A byte of the text, back to its line and column in the file. */
static void
test_places(void **state)
{
	struct doc d;

	(void)state;
	doc_read(&d, "a: x + y\n"
		     "b: 'it''s 甲 y'\n"
		     "c: \"say \\\"hi\\\" y\"\n"
		     "d: >-\n"
		     "  x +\n"
		     "    y\n"
		     "e: |\n"
		     "  x\n"
		     "  y\n"
		     "f: x\n"
		     "  y\n");
	assert_non_null(d.root);
	at(ynode_get(d.root, "a"), 4, 1, 8);
	at(ynode_get(d.root, "b"), 0, 2, 5);
	at(ynode_get(d.root, "b"), 9, 2, 13); /* it's 甲 y: 甲 has three bytes */
	at(ynode_get(d.root, "c"), 9, 3, 16);
	at(ynode_get(d.root, "d"), 0, 5, 3);
	at(ynode_get(d.root, "d"), 2, 5, 5);
	at(ynode_get(d.root, "d"), ynode_get(d.root, "d")->text.len - 1, 6, 5);
	at(ynode_get(d.root, "e"), 2, 9, 3);
	at(ynode_get(d.root, "f"), 2, 11, 3);
	arena_free(d.arena);
}

static void
test_line_ends(void **state)
{
	struct doc d;

	(void)state;
	doc_read(&d, "\xef\xbb\xbf"
		     "a: 1\r\nb: 2\r\n"); /* as Windows saves it */
	assert_non_null(d.root);
	assert_true(text_is(ynode_get(d.root, "b")->text, "2"));
	assert_int_equal(ynode_get(d.root, "b")->line, 2);
	arena_free(d.arena);
	doc_read(&d, "a: 1\rb: 2\n");
	assert_null(d.root);
	assert_int_equal(d.diags.items[0].fault, F_FILE_TEXT);
	assert_int_equal(d.diags.items[0].column, 5);
	arena_free(d.arena);
	doc_read(&d, "a: '1\xe2\x80\xa8'\n"); /* U+2028, a line break to some and not to others */
	assert_null(d.root);
	assert_int_equal(d.diags.items[0].fault, F_FILE_TEXT);
	assert_int_equal(d.diags.items[0].column, 6);
	arena_free(d.arena);
}

/* One long line is as quick as many short ones: 150,000 items in well under the patience of a test.
 */
static void
test_long_line(void **state)
{
	static char text[320000];
	char *p = stpcpy(text, "a: [");
	struct doc d;

	(void)state;
	for (int i = 0; i < 150000; i++)
		p = stpcpy(p, "1,");
	stpcpy(p, "2]\n");
	doc_read(&d, text);
	assert_non_null(d.root);
	assert_int_equal(ynode_get(d.root, "a")->count, 150001);
	assert_int_equal(ynode_get(d.root, "a")->items[150000]->column, 300005);
	arena_free(d.arena);
}

static void
shown(const char *text, enum lang lang, const char *want)
{
	struct job j;
	struct buf out;

	job_read(&j, text_of(text));
	buf_init(&out, 1 << 16);
	diags_print_text(&j.diags, lang, &out);
	assert_string_equal(out.data, want);
	buf_free(&out);
	job_free(&j);
}

/* The caret stands under the mark on a terminal where a Chinese character takes two columns. */
static void
test_caret(void **state)
{
	static const char text[] =
	    HEAD "indicators:\n"
		 "  - {id: a, weight: 100, clause: 三, when: 甲 > 1, score: pass}\n";

	(void)state;
	shown(text, LANG_EN,
	    "x.yaml:5:43: error[ASY-R201]: The character \"甲\" cannot stand in an expression\n"
	    "5 |   - {id: a, weight: 100, clause: 三, when: 甲 > 1, score: pass}\n"
	    "  |                                            ^^\n"
	    "  = help: Use ASCII signs; put texts between quotes\n");
	shown(text, LANG_ZH,
	    "x.yaml:5:43: 错误[ASY-R201]: 表达式中不能有字符“甲”\n"
	    "5 |   - {id: a, weight: 100, clause: 三, when: 甲 > 1, score: pass}\n"
	    "  |                                            ^^\n"
	    "  = 提示: 请使用半角符号；文本请加引号\n");
}

/* By place, whatever the order in which they were found. */
static void
test_order(void **state)
{
	(void)state;
	shown(HEAD "indicators:\n"
		   "  - {id: a, weight: 90, clause: 1, when: true, scor: x, score: pass}\n"
		   "wimdow: x\n",
	    LANG_EN,
	    "x.yaml:5:3: error[ASY-R301]: The weights below add up to 90, they must add up to 100\n"
	    "5 |   - {id: a, weight: 90, clause: 1, when: true, scor: x, score: pass}\n"
	    "  |   ^\n"
	    "  = help: The difference is 10: check each weight\n"
	    "x.yaml:5:48: error[ASY-R101]: indicators[] has no key \"scor\"\n"
	    "5 |   - {id: a, weight: 90, clause: 1, when: true, scor: x, score: pass}\n"
	    "  |                                                ^^^^\n"
	    "  = help: Did you mean \"score\"?\n"
	    "x.yaml:6:1: error[ASY-R101]: A scheme has no key \"wimdow\"\n"
	    "6 | wimdow: x\n"
	    "  | ^^^^^^\n"
	    "  = help: Did you mean \"window\"?\n");
}

/* The metric files come before the rules files and are many: the last file still shows its line. */
static void
test_many_files(void **state)
{
	struct arena *arena = arena_new(16u << 20);
	struct diags diags;
	struct buf shown_text;

	(void)state;
	diags_init(&diags, arena);
	for (int i = 0; i < 200; i++) {
		char name[32];

		snprintf(name, sizeof(name), "%d.yaml", i);
		assert_non_null(yaml_read(name, TEXT("a: 1\n"), arena, &diags));
	}
	(void)yaml_read("x.yaml", TEXT("last: &here 1\n"), arena, &diags);
	assert_int_equal(diags.errors, 1);
	buf_init(&shown_text, 4096);
	diags_print_text(&diags, LANG_EN, &shown_text);
	assert_non_null(strstr(shown_text.data, "\n1 | last: &here 1\n"));
	buf_free(&shown_text);
	arena_free(arena);
}

static void
test_types_in_both(void **state)
{
	static const char text[] = HEAD
	    "indicators:\n"
	    "  - {id: a, weight: 100, clause: 1, value: team.late, target: 5 yuan, score: pass}\n";

	(void)state;
	shown(text, LANG_EN,
	    "x.yaml:5:63: error[ASY-R222]: \"target\" must be days, not money\n"
	    "5 |   - {id: a, weight: 100, clause: 1, value: team.late, target: 5 yuan, score: "
	    "pass}\n"
	    "  |                                                               ^^^^^^\n"
	    "  = help: Check type and unit\n");
	shown(text, LANG_ZH,
	    "x.yaml:5:63: 错误[ASY-R222]: “target”应为 天数，不能是 金额\n"
	    "5 |   - {id: a, weight: 100, clause: 1, value: team.late, target: 5 yuan, score: "
	    "pass}\n"
	    "  |                                                               ^^^^^^\n"
	    "  = 提示: 请核对类型与单位\n");
}

/* faults.def itself: codes once each, both languages use the same arguments. */
static unsigned
slots(const char *s)
{
	unsigned bits = 0;

	for (; *s != '\0'; s++)
		if (s[0] == '{' && s[1] >= '0' && s[1] <= '3' && s[2] == '}')
			bits |= 1u << (s[1] - '0');
	return bits;
}

static void
test_fault_table(void **state)
{
	static const struct {
		const char *code, *text[4];
	} rows[] = {
#define FAULT(sym, code, severity, zh, en, hint_zh, hint_en, ...) \
	{ code, { zh, en, hint_zh, hint_en } },
#include "rules/faults.def"
#undef FAULT
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (slots(rows[i].text[0]) != slots(rows[i].text[1]))
			fail_msg("%s: sentences differ in arguments", rows[i].code);
		if (slots(rows[i].text[2]) != slots(rows[i].text[3]))
			fail_msg("%s: hints differ in arguments", rows[i].code);
		assert_int_equal(fault_find(rows[i].code), i + 1);
	}
	assert_int_equal(fault_find("ASY-R999"), FAULT_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_caret),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_many_files),
		cmocka_unit_test(test_types_in_both),
		cmocka_unit_test(test_fault_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
