/* Decision tables: what they give, worked by hand from their rows; missing inputs; CSV beside the
 * scheme; places of faults. */
#include "table_test.h"

/* 100: it holds; 0: it does not; -1: there is no outcome. */
static int
outcome(const char *tables, const char *when, day_t as_of)
{
	struct facts f;
	struct result r;
	struct err err;
	struct job j;
	int ret;

	read_tables(&j, tables, when);
	if (j.scheme == NULL)
		fail_msg("%s\n%s", when, said(&j));
	facts_init(&f, j.scheme, 1, j.arena);
	f.found[0] = true;
	assert_int_equal(
	    engine_score(j.scheme, &f, as_of, ENGINE_CELLS, j.arena, &r, &err), ERR_OK);
	ret = r.cells[1].state == ST_NOT_CONFIGURED ? -2
	      : r.cells[1].state != ST_OK           ? -1
						    : (int)(r.score[0] / DEC_ONE);
	job_free(&j);
	return ret;
}

#define DAY_2020 18262 /* 2020-01-01 */

/* ---- values */

static const char ladder[] =
    "  - id: ladder\n    hit: unique\n    in: [{name: days, type: days}, {name: level, type: "
    "text}]\n"
    "    out: [{name: cut, type: percent}, {name: word, type: text}]\n"
    "    else: {cut: 99%, word: other}\n"
    "    rows:\n"
    "      - {days: \"<= 15\", level: \"*\", cut: 0%, word: none}\n"
    "      - {days: 16..30, level: A|B, cut: 5%, word: some}\n"
    "      - {days: \"(15, 31)\", level: \"'C,|'''\", cut: null, word: blank}\n"
    "      - {days: \"> 30\", level: A, cut: 20%, word: lots}\n";

static void
test_ladder(void **state)
{
	static const struct {
		const char *when;
		int want;
	} rows[] = {
		{ "table(ladder.cut, 15 days, 'A') = 0%", 100 },
		{ "table(ladder.cut, 15 days, 'Z') = 0%", 100 },
		{ "table(ladder.cut, 15 days, missing) = 0%", 100 }, /* any level */
		{ "table(ladder.cut, 16 days, 'A') = 5%", 100 },
		{ "table(ladder.cut, 16 days, 'B') = 5%", 100 },
		{ "table(ladder.cut, 30 days, 'B') = 5%", 100 },
		{ "table(ladder.cut, 30.5 days, 'A') = 20%", 100 },
		{ "table(ladder.cut, 31 days, 'A') = 20%", 100 },
		{ "table(ladder.cut, 31 days, 'B') = 99%", 100 }, /* else */
		{ "table(ladder.word, 31 days, 'B') = 'other'", 100 },
		{ "table(ladder.word, 16 days, 'A') = 'some'", 100 },
		{ "table(ladder.word, 16 days, 'C,|''') = 'blank'", 100 },
		{ "table(ladder.cut, 15.5 days, 'C,|''') = 5%", -2 }, /* blank in the text */
		{ "table(ladder.cut, 15.5 days, 'A') = 99%", 100 },   /* between 15 and 16 */
		{ "table(ladder.cut, missing, 'A') = 5%", -1 },       /* any of three rows */
		{ "table(ladder.cut, 40 days, missing) = 20%", -1 },  /* may be A */
		{ "table(ladder.cut, missing, missing) = 5%", -1 },
		{ "is_missing(table(ladder.cut, 16 days, missing))", 100 },
		{ "(table(ladder.cut, 40 days, missing) ?? 1%) = 1%", 100 },
		{ "sum(table(ladder.cut, 16 days, 'A'), table(ladder.cut, 31 days, 'A')) = 25%",
		    100 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (outcome(ladder, rows[i].when, DAY_2020) != rows[i].want)
			fail_msg("%s: %d", rows[i].when, outcome(ladder, rows[i].when, DAY_2020));
}

static const char many[] = "  - id: many\n    hit: %s\n    in: [{name: n, type: number}]\n%s"
			   "    rows:\n"
			   "      - {n: \">= 10\"%s}\n"
			   "      - {n: \">= 20\"%s}\n"
			   "      - {n: \"[20, 30)|40\"%s}\n";

static void
many_is(const char *hit, const char *arg, const char *equals, int want)
{
	bool count = strcmp(hit, "collect_count") == 0;
	char yaml[1000], when[100];
	int got;

	snprintf(yaml, sizeof(yaml), many, hit,
	    count ? "" : "    out: [{name: p, type: number}]\n    else: missing\n",
	    count ? "" : ", p: 1.5", count ? "" : ", p: 4", count ? "" : ", p: -2");
	snprintf(when, sizeof(when), "table(many, %s) = %s", arg, equals);
	got = outcome(yaml, when, DAY_2020);
	if (got != want)
		fail_msg("%s %s: %d", hit, when, got);
}

static void
test_policies(void **state)
{
	(void)state;
	many_is("first", "9", "1", -1);
	many_is("first", "10", "1.5", 100);
	many_is("first", "25", "1.5", 100); /* all three hold */
	many_is("collect_sum", "9", "0", -1);
	many_is("collect_sum", "15", "1.5", 100);
	many_is("collect_sum", "20", "3.5", 100);
	many_is("collect_sum", "30", "5.5", 100);
	many_is("collect_sum", "40", "3.5", 100);
	many_is("collect_min", "25", "-2", 100);
	many_is("collect_max", "25", "4", 100);
	many_is("collect_min", "35", "1.5", 100);
	many_is("collect_count", "9", "0", 100);
	many_is("collect_count", "25", "3", 100);
	many_is("collect_count", "35", "2", 100);
	many_is("collect_count", "missing", "0", -1);
	many_is("collect_sum", "missing", "1", -1);
	many_is("first", "missing", "1.5", -1);
}

/* The first row decides for itself, whatever the others would need. */
static void
test_first_and_missing(void **state)
{
	static const char t[] = "  - id: t\n    hit: first\n    in: [{name: a, type: number}, "
				"{name: b, type: boolean}]\n"
				"    out: [{name: o, type: number}]\n    rows:\n"
				"      - {a: \">= 5\", o: 1}\n"
				"      - {b: true, o: 2}\n"
				"      - {o: 3}\n";

	(void)state;
	assert_int_equal(outcome(t, "table(t, 5, missing) = 1", DAY_2020), 100);
	assert_int_equal(outcome(t, "table(t, 4, missing) = 2", DAY_2020), -1);
	assert_int_equal(outcome(t, "table(t, missing, true) = 1", DAY_2020), -1);
	assert_int_equal(outcome(t, "table(t, 4, true) = 2", DAY_2020), 100);
	assert_int_equal(outcome(t, "table(t, 4, 1 > 2) = 3", DAY_2020), 100);
}

/* 2019-12-31 is the day before DAY_2020; both ends belong to a row. */
static void
test_dated(void **state)
{
	static const char t[] =
	    "  - id: t\n    in: [{name: a, type: number, min: 0}]\n    out: [{name: o, type: "
	    "money}]\n"
	    "    else: missing\n    rows:\n"
	    "      - {a: \"*\", o: 100 yuan, to: 2020-01-31}\n"
	    "      - {a: \"< 3\", o: 200 yuan, from: 2020-02-01, to: 2020-02-29}\n"
	    "      - {a: \">= 3\", o: 300, from: 2020-02-01}\n";

	(void)state;
	assert_int_equal(outcome(t, "table(t, 1) = 100 yuan", DAY_2020), 100);
	assert_int_equal(outcome(t, "table(t, 1) = 100 yuan", DAY_2020 + 30), 100);
	assert_int_equal(outcome(t, "table(t, 1) = 200 yuan", DAY_2020 + 31), 100);
	assert_int_equal(outcome(t, "table(t, 3) = 300 yuan", DAY_2020 + 31), 100);
	assert_int_equal(outcome(t, "table(t, 1) = 200 yuan", DAY_2020 + 59), 100); /* 29 Feb */
	assert_int_equal(outcome(t, "table(t, 1) = 200 yuan", DAY_2020 + 60), -1);
}

static void
test_dates_and_overflow(void **state)
{
	static const char t[] =
	    "  - id: t\n    hit: first\n    in: [{name: d, type: date}]\n    out: [{name: o, type: "
	    "boolean}]\n"
	    "    rows: [{d: 2020-01-01..2020-01-31|> 2020-12-31, o: true}, {o: 'false'}]\n"
	    "  - id: big\n    hit: collect_sum\n    in: [{name: n, type: number}]\n    out: "
	    "[{name: o, type: number}]\n"
	    "    rows: [{o: 9000000000000}, {n: \"> 1\", o: 9000000000000}]\n";
	struct facts f;
	struct result r;
	struct err err;
	struct job j;

	(void)state;
	assert_int_equal(outcome(t, "table(t, as_of)", DAY_2020), 100);
	assert_int_equal(outcome(t, "table(t, as_of)", DAY_2020 - 1), 0);
	assert_int_equal(outcome(t, "table(t, as_of)", DAY_2020 + 31), 0);
	assert_int_equal(outcome(t, "table(t, date(2021, 1, 1))", DAY_2020), 100);
	assert_int_equal(outcome(t, "table(big, 1) = 9000000000000", DAY_2020), 100);
	/* I1: past the numbers no score is given */
	read_tables(&j, t, "table(big, 2) > 1 and table(t, as_of)");
	facts_init(&f, j.scheme, 1, j.arena);
	f.found[0] = true;
	assert_int_equal(
	    engine_score(j.scheme, &f, DAY_2020, ENGINE_SCORES, j.arena, &r, &err), ERR_OK);
	assert_int_equal(r.failed[0], 1);
	job_free(&j);
}

/* I4: the filled formula names the row. */
static void
filled(const char *tables, const char *when, const char *want)
{
	struct facts f;
	struct result r;
	struct err err;
	struct buf out;
	struct job j;

	read_tables(&j, tables, when);
	assert_non_null(j.scheme);
	facts_init(&f, j.scheme, 1, j.arena);
	f.found[0] = true;
	assert_int_equal(
	    engine_score(j.scheme, &f, DAY_2020, ENGINE_CELLS, j.arena, &r, &err), ERR_OK);
	buf_init(&out, 4096);
	explain_formula(&r, 1, 0, -1, EXPLAIN_WHEN, true, &out);
	assert_string_equal(out.data, want);
	buf_free(&out);
	job_free(&j);
}

static void
test_row_is_named(void **state)
{
	char yaml[1000];

	(void)state;
	filled(ladder, "table(ladder.cut, 10 days + 7 days, 'A') > 1%",
	    "table(ladder.cut, 10 days + 7 days, 'A')#2 > 1%");
	filled(ladder, "table(ladder.cut, 99 days, 'Q') > 1%",
	    "table(ladder.cut, 99 days, 'Q')#else > 1%");
	filled(
	    ladder, "table(ladder.cut, missing, 'Q') > 1%", "table(ladder.cut, missing, 'Q') > 1%");
	snprintf(yaml, sizeof(yaml), many, "collect_sum",
	    "    out: [{name: p, type: number}]\n    else: missing\n", ", p: 1", ", p: 2",
	    ", p: 3");
	filled(yaml, "table(many, 25) > 1", "table(many, 25)#1+2+3 > 1");
	filled(yaml, "table(many, 5) > 1", "table(many, 5)#— > 1");
}

/* ---- the print */

static void
same_again(const char *tables, const char *when)
{
	struct job j, again;

	read_tables(&j, tables, when);
	if (j.scheme == NULL)
		fail_msg("%s", said(&j));
	beside = NULL; /* the print needs no file */
	read_yaml(&again, j.scheme->canonical);
	if (again.scheme == NULL)
		fail_msg("%s\n%s", j.scheme->canonical.ptr, said(&again));
	assert_string_equal(again.scheme->canonical.ptr, j.scheme->canonical.ptr);
	assert_string_equal(again.scheme->version, j.scheme->version);
	job_free(&again);
	job_free(&j);
}

static const char with_file[] =
    "  - id: t\n    hit: first\n    in: [{name: m2, type: number, unit: m2}]\n"
    "    out: [{name: p, type: number}]\n    file: rows.csv\n";

static void
test_print(void **state)
{
	char version[2][SHA256_HEX];
	struct job j;

	(void)state;
	same_again(ladder, "table(ladder.cut, 1 days, 'A') > 1%");
	same_again(
	    "  - id: t\n    title: {zh: 表, en: T}\n    note: n\n    clause: 一\n    ours: true\n  "
	    "  hit: first\n"
	    "    in: [{name: a, unit: heads, whole: true, min: -5, max: 9223372036854.775807}, "
	    "{name: b, type: boolean, values: true}, "
	    "{name: c, type: money}, {name: d, type: date, min: 2020-01-01}, {name: e, type: "
	    "percent}]\n"
	    "    out: [{name: o, type: text}, {name: q, type: date}]\n    else: {o: \"it's\\\\\", "
	    "q: null}\n    rows:\n"
	    "      - {a: \"<3|> 7|5\", b: 'true', c: \">=5 yuan\", d: 2020-02-01..2020-03-01, e: "
	    "\"(1.5%,2%]\", o: 'null', q: 2020-01-01, from: 2020-01-01}\n"
	    "      - {a: \"<= 9223372036854.775807\", o: x, q: 2020-01-01, to: 2022-01-01}\n",
	    "table(t.o, 1, true, 5 yuan, as_of, 2%) = 'x' and table(t.q, 1, true, 5 yuan, as_of, "
	    "2%) = as_of");
	/* the version covers what stands in the CSV */
	for (int i = 0; i < 2; i++) {
		beside = i == 0 ? "m2,p\n>= 200,4\n*,1\n"
				: "# remark\r\np,m2\r\n4,>= 201\r\n 1 ,\"*\"\r\n";
		read_tables(&j, with_file, "table(t, 5) > 1");
		if (j.scheme == NULL || j.diags.count > 0)
			fail_msg("%s", said(&j));
		memcpy(version[i], j.scheme->version, SHA256_HEX);
		job_free(&j);
	}
	assert_string_not_equal(version[0], version[1]);
	beside = "# other remark\nm2,p\n>= 200,4\n*,1\n";
	read_tables(&j, with_file, "table(t, 5) > 1");
	assert_string_equal(j.scheme->version, version[0]);
	job_free(&j);
	beside = "m2,p\n>= 200,4\n*,1\n";
	same_again(with_file, "table(t, 5) > 1");
}

/* ---- faults in a CSV */

static void
csv_fault(const char *csv, const char *want)
{
	struct job j;

	beside = csv;
	read_tables(&j, with_file, "table(t, 5) > 1");
	assert_null(j.scheme);
	if (strncmp(said(&j), want, strlen(want)) != 0)
		fail_msg("%s\nwanted %s", said(&j), want);
	assert_int_equal(j.diags.errors, 1);
	job_free(&j);
}

static void
test_csv_faults(void **state)
{
	(void)state;
	csv_fault(NULL, "x.yaml:9:11: error[ASY-R508]: \"rows.csv\" cannot be read: no such file");
	csv_fault("", "rows.csv:1:1: error[ASY-R009]");
	csv_fault("# only a remark\n", "rows.csv:2:1: error[ASY-R009]");
	csv_fault("m2,p\n", "rows.csv:1:1: error[ASY-R119]");
	csv_fault("m2,p\n1,2,3\n",
	    "rows.csv:2:1: error[ASY-R510]: This line has 3 cells, the head has 2");
	csv_fault("m2,p\n\"1,2\n",
	    "rows.csv:2:1: error[ASY-R509]: This is no CSV: a quote is not closed");
	csv_fault("m2,p\n面1\"2\",3\n",
	    "rows.csv:2:3: error[ASY-R509]: This is no CSV: quotes stand around a whole cell");
	csv_fault("m2,p\n\"1\"x,3\n",
	    "rows.csv:2:4: error[ASY-R509]: This is no CSV: after a quoted cell comes a comma");
	csv_fault("m2,p,m2\n1,2,3\n", "rows.csv:1:6: error[ASY-R010]");
	csv_fault("m2,points\n1,2\n",
	    "rows.csv:1:4: error[ASY-R511]: The table has no column \"points\"");
	csv_fault(
	    "m2\n1\n2\n", "rows.csv:1:1: error[ASY-R512]: The column \"p\" has no value here");
	csv_fault("m2,p\n面积,3\n",
	    "rows.csv:2:1: error[ASY-R501]: \"面积\" is no condition on a column of number (m2)");
	csv_fault("m2,p\n*,三\n", "rows.csv:2:3: error[ASY-R111]");
	csv_fault("m2,p\n*,\n", "rows.csv:2:3: error[ASY-R512]");
	csv_fault("m2,p\n,3\n", "rows.csv:2:1: error[ASY-R512]");
	csv_fault("m2,p,from\n*,3,2020-02-30\n", "rows.csv:2:5: error[ASY-R109]");
	csv_fault("m2,p,from,to\n*,3,2020-02-03,2020-02-02\n", "rows.csv:2:16: error[ASY-R308]");
	csv_fault("m2,p\n\"[5, 3]\",3\n", "rows.csv:2:1: error[ASY-R502]");
	csv_fault("m2,p\n*,\x01\n", "rows.csv:2:3: error[ASY-R003]");
}

static void
test_csv_limits(void **state)
{
	static char csv[TABLE_CSV_MAX + 10];
	size_t n = 0;

	(void)state;
	n = (size_t)sprintf(csv, "m2,p\n");
	for (int i = 0; i < TABLE_ROWS_MAX; i++)
		n += (size_t)sprintf(csv + n, "%d,1\n", i);
	n += (size_t)sprintf(csv + n, "*,1\n");
	csv_fault(csv, "rows.csv:1002:1: error[ASY-R107]: Rows of a table: over the limit of 1000");
	memset(csv, 'x', sizeof(csv) - 1);
	csv_fault(csv, "rows.csv:1:1: error[ASY-R002]");
	csv[TABLE_CSV_MAX] = '\0';
	csv_fault(csv, "rows.csv:1:1: error[ASY-R107]: Bytes of a cell: over the limit of 400");
	memset(csv, ',', TABLE_CSV_MAX);
	csv_fault(csv, "rows.csv:1:19: error[ASY-R107]: Columns of a table: over the limit of 18");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ladder),
		cmocka_unit_test(test_policies),
		cmocka_unit_test(test_first_and_missing),
		cmocka_unit_test(test_dated),
		cmocka_unit_test(test_dates_and_overflow),
		cmocka_unit_test(test_row_is_named),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_csv_faults),
		cmocka_unit_test(test_csv_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
