/*
 * Texts of 1 MiB that are no rules, in many shapes: what a careless or hostile client may send. The
 * unit test asserts that each is refused in bounded memory, the bench says in what time.
 */
#ifndef TESTS_NONSENSE_H
#define TESTS_NONSENSE_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "metrics/catalogue.h"
#include "rules/read.h"

#define NONSENSE_BYTES (1u << 20)
#define NONSENSE_HEAD                                                                               \
	"scheme: x\ntitle: {zh: 无, en: Nothing}\neffective: {from: 2020-01-01, to: 2020-12-31}\n" \
	"grades: {good: 60, bad: 0}\n"

/* The text being made: fills up, the rest is left off. */
struct nonsense {
	char *data;
	size_t len, max;
	uint64_t seed;
};

static inline unsigned
nonsense_dice(struct nonsense *n, unsigned below)
{
	n->seed = n->seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(n->seed >> 33) % below;
}

static inline bool
nonsense_full(const struct nonsense *n)
{
	return n->len + 200 > n->max;
}

static inline void
nonsense_add(struct nonsense *n, const char *s)
{
	size_t len = strlen(s);

	len = len < n->max - n->len ? len : n->max - n->len;
	memcpy(n->data + n->len, s, len);
	n->len += len;
}

/* `part` with %u for its number, over and over. */
static inline void
nonsense_repeat(struct nonsense *n, const char *before, const char *part, const char *after)
{
	char text[300];

	nonsense_add(n, before);
	for (unsigned i = 0; !nonsense_full(n); i++) {
		const char *at = strstr(part, "%u");

		if (at == NULL)
			nonsense_add(n, part);
		else if (snprintf(
			     text, sizeof(text), "%.*s%u%s", (int)(at - part), part, i, at + 2) > 0)
			nonsense_add(n, text);
	}
	nonsense_add(n, after);
}

static inline void
nonsense_bytes(struct nonsense *n)
{
	while (n->len < n->max)
		n->data[n->len++] = (char)nonsense_dice(n, 256);
}

/* Printable ASCII: what a base64 or a JSON of something else looks like. */
static inline void
nonsense_signs(struct nonsense *n)
{
	while (n->len < n->max)
		n->data[n->len++] = (char)(' ' + nonsense_dice(n, 95));
}

static inline void
nonsense_words(struct nonsense *n)
{
	nonsense_add(n, "a: ");
	while (n->len < n->max)
		n->data[n->len++] = "abcdefghij \n"[nonsense_dice(n, 11)];
}

/* Each level one blank deeper: about 1,400 levels. */
static inline void
nonsense_stairs(struct nonsense *n)
{
	for (unsigned depth = 0; n->len + depth + 10 < n->max; depth++) {
		memset(n->data + n->len, ' ', depth);
		n->len += depth;
		nonsense_add(n, "a:\n");
	}
}

static inline void
nonsense_expressions(struct nonsense *n, const char *term)
{
	char head[100];

	nonsense_add(n, NONSENSE_HEAD "indicators:\n");
	for (unsigned i = 0; n->len + 4300 < n->max; i++) {
		size_t end = n->len + 4100;

		(void)snprintf(head, sizeof(head),
		    "  - {id: a%u, weight: 1, clause: 一, score: pass, when: '", i);
		nonsense_add(n, head);
		while (n->len + strlen(term) + 8 < end)
			nonsense_add(n, term);
		nonsense_add(n, "1'}\n");
	}
}

/* Eight inputs with ranges here and there: as hard to prove as a table may be. */
static inline void
nonsense_boxes(struct nonsense *n)
{
	char cell[60];

	nonsense_add(n, "a,b,c,d,e,f,g,h,o\n");
	for (unsigned row = 0; row < 1000 && !nonsense_full(n); row++) {
		for (unsigned i = 0; i < 8; i++) {
			unsigned low = nonsense_dice(n, 1000);

			(void)snprintf(
			    cell, sizeof(cell), "%u..%u,", low, low + 1 + nonsense_dice(n, 200));
			nonsense_add(n, cell);
		}
		nonsense_add(n, "1\n");
	}
}

/* The same with a dozen ranges a cell: 1 MiB in a thousand rows. */
static inline void
nonsense_wide_boxes(struct nonsense *n)
{
	char cell[60];

	nonsense_add(n, "a,b,c,d,e,f,g,h,o\n");
	for (unsigned row = 0; row < 1000 && n->len + 1200 < n->max; row++) {
		for (unsigned i = 0; i < 8 * 12; i++) {
			unsigned low = nonsense_dice(n, 1000);

			(void)snprintf(
			    cell, sizeof(cell), "%u..%u%s", low, low + 1, i % 12 == 11 ? "," : "|");
			nonsense_add(n, cell);
		}
		nonsense_add(n, "1\n");
	}
}

struct nonsense_shape {
	const char *name;
	/* either of the two; with csv it is the CSV of a table */
	void (*make)(struct nonsense *n);
	const char *before, *part, *after, *expression;
	const char *table; /* the keys of the table that reads it */
};

#define NONSENSE_LEAF "  - {id: a%u, weight: 1, clause: 一, "
#define NONSENSE_IN8                                                                              \
	"in: [{name: a, type: number}, {name: b, type: number}, {name: c, type: number}, {name: " \
	"d, "                                                                                     \
	"type: number}, {name: e, type: number}, {name: f, type: number}, {name: g, type: "       \
	"number}, "                                                                               \
	"{name: h, type: number}], out: [{name: o, type: number}]"
#define NONSENSE_IN1 "in: [{name: n, type: number}], out: [{name: o, type: number}]"
#define NONSENSE_IN1_TEXT "in: [{name: n, type: text}], out: [{name: o, type: number}]"

/* clang-format off */
static const struct nonsense_shape nonsense_shapes[] = {
	{ .name = "random bytes", .make = nonsense_bytes },
	{ .name = "random printable signs", .make = nonsense_signs },
	{ .name = "random words and lines", .make = nonsense_words },
	{ .name = "one line of letters", .part = "aaaaaaaaaaaaaaaa" },
	{ .name = "one quoted text", .before = "scheme: \"", .part = "aaaaaaaaaaaaaaaa", .after = "\"\n" },
	{ .name = "one quoted text of escapes", .before = "scheme: \"", .part = "\\u4e00\\x41\\n", .after = "\"\n" },
	{ .name = "one block text", .before = NONSENSE_HEAD "note: |\n", .part = "  line %u\n" },
	{ .name = "empty lines", .part = "\n\n\n\n\n\n\n\n" },
	{ .name = "comments", .part = "# %u\n" },
	{ .name = "tabs and blanks", .part = "\t \t \t " },
	{ .name = "anchors and aliases", .part = "- &a%u [*a%u]\n" },
	{ .name = "documents", .part = "--- 1\n" },
	{ .name = "brackets", .part = "[[[[[[[[[[[[[[[[" },
	{ .name = "braces", .part = "{a: {a: {a: {a: " },
	{ .name = "dashes", .part = "- - - - - - - - " },
	{ .name = "stairs", .make = nonsense_stairs },
	{ .name = "short keys at the top", .before = NONSENSE_HEAD, .part = "k%u: 1\n" },
	{ .name = "short keys in a flow map", .before = "{", .part = "k%u: 1, ", .after = "z: 1}\n" },
	{ .name = "keys without a value", .before = "{", .part = "a%u,", .after = "z}\n" },
	{ .name = "the same key again", .part = "scheme: x\n" },
	{ .name = "parameters without a value", .before = NONSENSE_HEAD "parameters:\n", .part = "  p%u: {}\n" },
	{ .name = "parameters of nothing", .before = NONSENSE_HEAD "parameters:\n", .part = "  p%u: \n" },
	{ .name = "items of one sign", .before = NONSENSE_HEAD "indicators: [", .part = "1,1,1,1,1,1,1,1,", .after = "1]\n" },
	{ .name = "items, a line each", .before = NONSENSE_HEAD "indicators:\n", .part = "- 1\n" },
	{ .name = "items at the top", .part = "- a\n" },
	{ .name = "empty maps", .before = NONSENSE_HEAD "indicators: [", .part = "{},{},{},{},", .after = "{}]\n" },
	{ .name = "caps of nothing", .before = NONSENSE_HEAD "caps: [", .part = "{id: c%u},", .after = "{}]\n" },
	{ .name = "deadlines of nothing", .before = NONSENSE_HEAD "deadlines: [", .part = "{id: c%u, due: x},", .after = "{}]\n" },
	{ .name = "grades without a bound", .before = NONSENSE_HEAD "x: {", .part = "g%u: a,", .after = "z: 0}\n" },
	{ .name = "indicators with wrong keys", .before = NONSENSE_HEAD "indicators:\n", .part = NONSENSE_LEAF "weigt: 1, scor: pass, titel: x}\n" },
	{ .name = "indicators with wrong words", .before = NONSENSE_HEAD "indicators:\n", .part = NONSENSE_LEAF "score: passs, when: true}\n" },
	{ .name = "indicators with unknown metrics", .before = NONSENSE_HEAD "indicators:\n", .part = NONSENSE_LEAF "score: pass, when: service.recrods > 1}\n" },
	{ .name = "indicators with wrong arguments", .before = NONSENSE_HEAD "indicators:\n", .part = NONSENSE_LEAF "score: pass, when: 'service.records(mod: x) > 1'}\n" },
	{ .name = "indicators of one id", .before = NONSENSE_HEAD "indicators:\n", .part = "  - {id: a, weight: 1, clause: 一, score: pass, when: true}\n" },
	{ .name = "indicators, right but too many", .before = NONSENSE_HEAD "indicators:\n", .part = NONSENSE_LEAF "score: pass, when: true}\n" },
	{ .name = "one long expression", .before = NONSENSE_HEAD "indicators:\n  - {id: a, weight: 100, clause: 一, score: pass, when: '", .part = "1+1+1+1+1+1+1+1+", .after = "1 > 0'}\n" },
	{ .name = "expressions of unknown names", .expression = "qqqq+" },
	{ .name = "expressions of long unknown names", .expression = "service.recordings_of_the_kind_that_no_one_has_ever_seen+" },
	{ .name = "expressions of unknown calls", .expression = "mxa(1)+" },
	{ .name = "expressions, deep", .expression = "(" },
	{ .name = "expressions of not", .expression = "not " },
	{ .name = "expressions of metrics", .expression = "service.records+" },
	{ .name = "expressions of calls that fit", .expression = "max(1,2)+" },
	{ .name = "expressions of wrong types", .expression = "(1 yuan+1)+" },
	{ .name = "tables without rows", .before = NONSENSE_HEAD "tables: [", .part = "{id: t%u, in: [{name: a}]},", .after = "{}]\n" },
	{ .name = "a CSV of random bytes", .make = nonsense_bytes, .table = NONSENSE_IN1 },
	{ .name = "a CSV of random signs", .make = nonsense_signs, .table = NONSENSE_IN1 },
	{ .name = "a CSV of one line", .part = "aaaaaaaaaaaaaaaa", .table = NONSENSE_IN1 },
	{ .name = "a CSV of commas", .part = ",,,,,,,,,,,,,,,,", .table = NONSENSE_IN1 },
	{ .name = "a CSV of quotes", .part = "\"\"\"\"\"\"\"\"", .table = NONSENSE_IN1 },
	{ .name = "a CSV of remarks", .part = "# %u\n", .table = NONSENSE_IN1 },
	{ .name = "a CSV of short rows", .before = "n,o\n", .part = "%u,1\n", .table = NONSENSE_IN1 },
	{ .name = "a CSV of rows of one cell", .before = "n,o\n", .part = "%u\n", .table = NONSENSE_IN1 },
	{ .name = "a CSV of wrong cells", .before = "n,o\n", .part = "x%u,x\n", .table = NONSENSE_IN1 },
	{ .name = "a CSV of long cells", .before = "n,o\n", .part = "1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16..%u,1\n", .table = NONSENSE_IN1 },
	{ .name = "a CSV of texts", .before = "n,o\n", .part = "a%u|b%u|c|d|e|f|g|h|i|j|k|l,1\n", .table = NONSENSE_IN1_TEXT },
	{ .name = "a CSV of boxes, unique", .make = nonsense_boxes, .table = NONSENSE_IN8 },
	{ .name = "a CSV of boxes, first", .make = nonsense_boxes, .table = "hit: first, " NONSENSE_IN8 },
	{ .name = "a CSV of boxes, all", .make = nonsense_boxes, .table = "hit: collect_sum, " NONSENSE_IN8 },
	{ .name = "a CSV of wide boxes, unique", .make = nonsense_wide_boxes, .table = NONSENSE_IN8 },
	{ .name = "a CSV of wide boxes, first", .make = nonsense_wide_boxes, .table = "hit: first, " NONSENSE_IN8 },
};
/* clang-format on */

#define NONSENSE_SHAPES (sizeof(nonsense_shapes) / sizeof(nonsense_shapes[0]))

/* data: NONSENSE_BYTES of room, filled to the last byte where the shape goes that far. */
static inline size_t
nonsense_make(const struct nonsense_shape *s, char *data)
{
	struct nonsense n = { .data = data, .max = NONSENSE_BYTES, .seed = 7 };

	if (s->make != NULL)
		s->make(&n);
	else if (s->expression != NULL)
		nonsense_expressions(&n, s->expression);
	else
		nonsense_repeat(&n, s->before != NULL ? s->before : "", s->part,
		    s->after != NULL ? s->after : "");
	return n.len;
}

static inline const char *
nonsense_csv(
    void *ctx, const char *scheme_file, struct text name, const char **path, struct text *ret)
{
	(void)scheme_file;
	(void)name;
	*path = "nonsense.csv";
	*ret = *(const struct text *)ctx;
	return NULL;
}

/* As `assayd check` does: read, and the findings told. */
static inline const struct scheme *
nonsense_read(const struct nonsense_shape *s, struct text made, const struct catalogue *c,
    struct arena *arena, struct diags *diags, struct buf *said)
{
	const struct rule_files files = { &made, nonsense_csv };
	struct vocabulary v = catalogue_vocabulary(c);
	const struct scheme *scheme;
	char yaml[2000];

	v.files = &files;
	diags_init(diags, arena);
	if (s->table != NULL)
		(void)snprintf(yaml, sizeof(yaml),
		    NONSENSE_HEAD
		    "tables:\n  - {id: t, clause: 一, file: x.csv, %s}\nindicators:\n  - {id: a, "
		    "weight: 100, clause: 一, score: pass, when: true, wrong: true}\n",
		    s->table);
	scheme =
	    scheme_read("nonsense.yaml", s->table != NULL ? text_of(yaml) : made, &v, arena, diags);
	diags_print_text(diags, LANG_EN, said);
	return scheme;
}

/* The catalogue as shipped: findings look for the nearest of its names. */
static inline const struct catalogue *
nonsense_catalogue(struct arena *arena)
{
	static struct catalogue_file files[200];
	static char data[NONSENSE_BYTES];
	struct diags diags;
	DIR *dir = opendir("sql/metrics");
	uint32_t n = 0;

	for (struct dirent *e = dir == NULL ? NULL : readdir(dir); e != NULL; e = readdir(dir)) {
		char path[300];
		FILE *f;
		size_t len;

		(void)snprintf(path, sizeof(path), "sql/metrics/%s", e->d_name);
		f = strstr(path, ".yaml") == NULL || n == 200 ? NULL : fopen(path, "r");
		if (f == NULL)
			continue;
		len = fread(data, 1, sizeof(data), f);
		(void)fclose(f);
		files[n++] =
		    (struct catalogue_file){ arena_strndup(arena, e->d_name, strlen(e->d_name)),
			    text_dup(arena, (struct text){ data, len }) };
	}
	if (dir != NULL)
		(void)closedir(dir);
	diags_init(&diags, arena);
	return catalogue_read(files, n, arena, &diags);
}

#endif
