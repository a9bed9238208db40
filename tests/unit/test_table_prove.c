/* What is proved about decision tables, against trying every input. */
#include "table_test.h"

/* ---- what is proved */

/* One finding, and how it begins. */
static void
proved(const char *tables, const char *want)
{
	struct job j;

	read_tables(&j, tables, "table(t, 1) >= 0");
	if (want == NULL ? j.diags.count != 0
			 : j.diags.count != 1 || strstr(said(&j), want) == NULL)
		fail_msg("%s%s\nwanted %s", tables, said(&j), want == NULL ? "nothing" : want);
	job_free(&j);
}

#define T1(hit, column, rows)                                                        \
	"  - id: t\n    hit: " hit "\n    in: [{name: a, type: number" column "}]\n" \
	"    out: [{name: o, type: number}]\n    rows: [" rows "]\n"

static void
test_proofs(void **state)
{
	(void)state;
	proved(T1("unique", "", "{a: \"< 3\", o: 1}, {a: \">= 3\", o: 2}"), NULL);
	proved(T1("unique", "", "{a: \"< 3\", o: 1}, {a: \"> 3\", o: 2}"),
	    "x.yaml:5:9: warning[ASY-R505]: No row holds for a = 3\n");
	proved(T1("unique", "", "{a: \"<= 3\", o: 1}, {a: \">= 3\", o: 2}"),
	    "error[ASY-R504]: Rows 1 and 2 both hold, for example for a = 3\n");
	proved(T1("unique", "", "{a: \"< 3\", o: 1}, {a: \">= 4\", o: 2}"),
	    "No row holds for a = 3\n");
	proved(T1("unique", "", "{a: \"<= 3\", o: 1}, {a: \">= 4\", o: 2}"),
	    "No row holds for a = 3.000001\n");
	proved(T1("unique", ", whole: true", "{a: \"<= 3\", o: 1}, {a: \">= 4\", o: 2}"), NULL);
	proved(T1("unique", "", "{a: \">= -3\", o: 1}"), "No row holds for a = -4\n");
	proved(T1("unique", ", min: -3", "{a: \">= -3\", o: 1}"), NULL);
	proved(T1("unique", ", min: -3, max: 5", "{a: \"[-3, 5)\", o: 1}"),
	    "No row holds for a = 5\n");
	proved(T1("unique", ", values: 1|3|5..6", "{a: \"1|3\", o: 1}, {a: 5, o: 2}"),
	    "No row holds for a = 6\n");
	proved(T1("first", "", "{a: \">= 3\", o: 1}, {a: \"*\", o: 2}, {a: \"> 7\", o: 3}"),
	    "warning[ASY-R506]: Row 3 is never reached");
	proved(T1("first", "", "{a: \">= 3\", o: 1}, {a: \"< 4\", o: 2}, {a: \"[1, 5]\", o: 3}"),
	    "Row 3 is never reached");
	proved(T1("first", "", "{a: \">= 3\", o: 1}, {a: \"<= 2\", o: 2}, {a: \"[1, 5]\", o: 3}"),
	    NULL);
	proved(T1("collect_sum", "", "{a: \"> 3\", o: 1}, {a: \"> 4\", o: 1}"),
	    "No row holds for a = 0\n");
	/* the greatest whole number that can be written is 9223372036854, the least its opposite */
	proved(T1("unique", ", whole: true",
		   "{a: \"<= 9223372036854\", o: 1}, {a: \">= 9223372036854.5\", o: 2}"),
	    NULL);
	proved(T1("unique", ", whole: true",
		   "{a: \">= -9223372036854\", o: 1}, {a: \"<= -9223372036854.5\", o: 2}"),
	    NULL);
	proved(T1("unique", "",
		   "{a: \"<= -9223372036854.6\", o: 1}, {a: \"<= -9223372036854.5\", o: 2}, {a: "
		   "\"> -9223372036854.5\", o: 3}"),
	    "Rows 1 and 2 both hold, for example for a = -9223372036854.6\n");
	proved("  - id: t\n    in: [{name: a, type: number}]\n    out: [{name: o, type: number}]\n "
	       "   else: {o: 0}\n"
	       "    rows: [{a: \"> 3\", o: 1}]\n",
	    NULL);
}

static void
proved_two(const char *tables, const char *want)
{
	struct job j;

	read_tables(&j, tables, "table(t, 1, 'x') >= 0");
	if (want == NULL ? j.diags.count != 0 : strstr(said(&j), want) == NULL)
		fail_msg("%s%s\nwanted %s", tables, said(&j), want == NULL ? "nothing" : want);
	job_free(&j);
}

static void
test_proofs_of_two(void **state)
{
	(void)state;
	proved_two("  - id: t\n    in: [{name: a, type: days}, {name: b, type: text}]\n    out: "
		   "[{name: o, type: number}]\n"
		   "    rows: [{a: \"<= 5\", o: 1}, {a: \">= 6\", b: x|y, o: 2}]\n",
	    "No row holds for a = 6 days, b = any other text\n");
	proved_two("  - id: t\n    in: [{name: a, type: days}, {name: b, type: text, values: "
		   "x|y}]\n    out: [{name: o, type: number}]\n"
		   "    rows: [{a: \"<= 5\", o: 1}, {a: \">= 6\", b: x|y, o: 2}]\n",
	    NULL);
	proved_two("  - id: t\n    in: [{name: a, type: days}, {name: b, type: text, values: "
		   "x|y}]\n    out: [{name: o, type: number}]\n"
		   "    rows: [{a: \"<= 6\", o: 1}, {a: \">= 6\", b: y, o: 2}, {a: \">= 7\", b: x, "
		   "o: 2}]\n",
	    "Rows 1 and 2 both hold, for example for a = 6 days, b = 'y'\n");
	/* days of the rows, within those of the scheme, which has begun on 2020-01-01 */
	proved_two("  - id: t\n    in: [{name: a, type: days}, {name: b, type: text}]\n    out: "
		   "[{name: o, type: number}]\n"
		   "    rows: [{o: 1, to: 2020-06-29}, {o: 2, from: 2020-07-01}]\n",
	    "No row holds for a = 0 days, b = any other text, as_of = 2020-06-30\n");
	proved_two("  - id: t\n    in: [{name: a, type: days}, {name: b, type: text}]\n    out: "
		   "[{name: o, type: number}]\n"
		   "    rows: [{o: 1, to: 2020-06-30}, {o: 2, from: 2020-06-30}]\n",
	    "as_of = 2020-06-30\n");
	proved_two(
	    "  - id: t\n    in: [{name: a, type: days}, {name: b, type: text}]\n    out: [{name: "
	    "o, type: number}]\n"
	    "    rows: [{o: 1, from: 2020-01-01, to: 2020-06-30}, {o: 2, from: 2020-07-01}]\n",
	    NULL);
}

/* --- against trying every input: three inputs of 0 .. 3, whole ------------------------- */

enum { SIDE = 4, DIMS = 3, ROWS = 5 };

static uint64_t seed = 7;

static unsigned
dice(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

struct box {
	int low[DIMS], high[DIMS];
};

static bool
in_box(const struct box *b, const int *p)
{
	for (int d = 0; d < DIMS; d++)
		if (p[d] < b->low[d] || p[d] > b->high[d])
			return false;
	return true;
}

static void
write_table(char *yaml, size_t size, const char *hit, const struct box *boxes, unsigned n)
{
	size_t at = (size_t)snprintf(yaml, size,
	    "  - id: t\n    hit: %s\n    in: [{name: a, type: number, whole: true, min: 0, max: "
	    "3}, {name: b, type: "
	    "number, whole: true, min: 0, max: 3}, {name: c, type: days, min: 0, max: 3}]\n"
	    "    out: [{name: o, type: number}]\n    rows:\n",
	    hit);

	for (unsigned r = 0; r < n; r++) {
		at += (size_t)snprintf(yaml + at, size - at, "      - {o: %u", r);
		for (int d = 0; d < DIMS; d++) {
			const struct box *b = &boxes[r];

			if (b->low[d] == 0 && b->high[d] == SIDE - 1)
				continue;
			at += (size_t)snprintf(yaml + at, size - at, ", %c: \"%s%d, %d%s\"",
			    'a' + d, b->low[d] > 0 && r % 2 ? "(" : "[",
			    b->low[d] > 0 && r % 2 ? b->low[d] - 1 : b->low[d],
			    r % 3 == 0 ? b->high[d] + 1 : b->high[d], r % 3 == 0 ? ")" : "]");
		}
		at += (size_t)snprintf(yaml + at, size - at, "}\n");
	}
}

static unsigned
count_of(const struct job *j, enum fault f)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < j->diags.count; i++)
		n += j->diags.items[i].fault == f;
	return n;
}

/* How many of: points without a row, rows that overlap an earlier one, rows that none reaches. */
static void
try_all(const struct box *boxes, unsigned n, bool *gap, unsigned *overlaps, unsigned *unreached)
{
	bool reached[ROWS] = { false }, overlaps_earlier[ROWS] = { false };

	*gap = false;
	for (int i = 0; i < SIDE * SIDE * SIDE; i++) {
		int p[DIMS] = { i % SIDE, i / SIDE % SIDE, i / SIDE / SIDE };
		bool any = false;

		for (unsigned r = 0; r < n; r++) {
			if (!in_box(&boxes[r], p))
				continue;
			overlaps_earlier[r] |= any;
			reached[r] |= !any;
			any = true;
		}
		*gap |= !any;
	}
	*overlaps = *unreached = 0;
	for (unsigned r = 0; r < n; r++) {
		*overlaps += overlaps_earlier[r];
		*unreached += !reached[r];
	}
}

static void
test_dice(void **state)
{
	unsigned seen[3] = { 0 };

	(void)state;
	for (int k = 0; k < 3000; k++) {
		struct box boxes[ROWS];
		unsigned n = 1 + dice(ROWS), overlaps, unreached;
		bool gap, unique = dice(2) == 0;
		char yaml[2000];
		struct job j;

		for (unsigned r = 0; r < n; r++)
			for (int d = 0; d < DIMS; d++) {
				int a = (int)dice(SIDE), b = (int)dice(SIDE);

				boxes[r].low[d] = dice(2) == 0 ? 0 : a < b ? a : b;
				boxes[r].high[d] = boxes[r].low[d] == 0 && dice(2) == 0 ? SIDE - 1
						   : a < b                              ? b
											: a;
			}
		write_table(yaml, sizeof(yaml), unique ? "unique" : "first", boxes, n);
		read_tables(&j, yaml, "table(t, 1, 1, 1 days) >= 0");
		try_all(boxes, n, &gap, &overlaps, &unreached);
		if (count_of(&j, F_TABLE_GAP) != gap ||
		    count_of(&j, F_TABLE_OVERLAP) != (unique ? overlaps : 0) ||
		    count_of(&j, F_TABLE_UNREACHED) != (unique ? 0 : unreached))
			fail_msg("%s%s\ngap %d, overlaps %u, unreached %u", yaml, said(&j), gap,
			    overlaps, unreached);
		seen[0] += gap;
		seen[1] += unique && overlaps > 0;
		seen[2] += !unique && unreached > 0;
		job_free(&j);
	}
	assert_true(seen[0] > 100 && seen[1] > 100 && seen[2] > 100);
}

/* I12: a table that would take too long is refused, and soon. */
static void
test_too_large(void **state)
{
	static char yaml[200000];
	size_t n = (size_t)snprintf(yaml, sizeof(yaml),
	    "  - id: t\n    hit: first\n    in: [{name: a, type: number}, {name: b, type: number}, "
	    "{name: c, "
	    "type: number}, {name: d, type: number}]\n    out: [{name: o, type: number}]\n    "
	    "rows:\n");
	struct job j;

	(void)state;
	for (int i = 0; i < 1000; i++)
		n += (size_t)snprintf(yaml + n, sizeof(yaml) - n,
		    "      - {a: \"[%d, %d]\", b: \"[%d, %d]\", c: \"[%d, %d]\", d: \"[%d, %d]\", "
		    "o: 1}\n",
		    i, 2000 + i * 3, i / 2, 3000 - i, i / 3, 4000 + i, i, 5000);
	read_tables(&j, yaml, "table(t, 1, 2, 3, 4) > 1");
	assert_null(j.scheme);
	assert_int_equal(count_of(&j, F_TABLE_LARGE), 1);
	job_free(&j);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_proofs),
		cmocka_unit_test(test_proofs_of_two),
		cmocka_unit_test(test_dice),
		cmocka_unit_test(test_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
