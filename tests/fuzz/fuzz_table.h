/*
 * What the fuzz targets of decision tables share. A table that is accepted is asked at the ends of
 * its ranges and beside them, with every input missing in turn: its print must answer the same, and
 * where rows are unique no two may hold, as was proved.
 */
#ifndef TESTS_FUZZ_TABLE_H
#define TESTS_FUZZ_TABLE_H

#include "fuzz.h"
#include "rules/table.h"

#define FUZZ_HEAD                                                                         \
	"scheme: base\ntitle: {zh: 例, en: Base}\neffective: {from: 2017-07-01, to: "    \
	"2018-06-30}\ngrades: {good: 60, bad: 0}\nindicators:\n  - {id: a, weight: 100, " \
	"clause: 一, score: pass, when: true}\ntables:\n"
#define FUZZ_AS_OF 17400 /* 2017-08-22 */
#define FUZZ_ROWS 8

static bool
in_domain(const struct table_column *c, int64_t v)
{
	if (c->type.kind == VT_BOOL)
		return v == 0 || v == DEC_ONE;
	if (c->whole && v % DEC_ONE != 0)
		return false;
	return c->domain.n == 0 || cell_holds(&c->domain, v);
}

/* Where the k-th of the points of one input lies: an end of a range of some row, or just beside. */
static int64_t
point(const struct table *t, uint32_t in, uint32_t row, uint32_t k)
{
	const struct table_cell *c = &t->rows[row].when[in];
	int64_t at;

	if (c->n == 0)
		return 0;
	at = k & 1 ? c->ranges[0].high : c->ranges[c->n - 1].low;
	if (k & 2 && at < RANGE_HIGH)
		at++;
	if (k & 4 && at > RANGE_LOW)
		at--;
	return at;
}

static void
ask(const struct table *t, const struct table *u, int64_t *v, uint8_t *known)
{
	struct column args[TABLE_INS_MAX];
	uint32_t rows[2][FUZZ_ROWS], n[2];
	bool unknown[2], sound = t->hit == HIT_UNIQUE;

	for (uint32_t i = 0; i < t->n_in; i++) {
		args[i] = (struct column){ &v[i], &known[i], true };
		sound = sound && known[i] && in_domain(&t->in[i], v[i]);
	}
	n[0] = table_rows_of(t, FUZZ_AS_OF, args, 0, rows[0], FUZZ_ROWS, &unknown[0]);
	n[1] = table_rows_of(u, FUZZ_AS_OF, args, 0, rows[1], FUZZ_ROWS, &unknown[1]);
	if (n[0] != n[1] || unknown[0] != unknown[1])
		abort();
	for (uint32_t i = 0; i < n[0] && i < FUZZ_ROWS; i++)
		if (rows[0][i] != rows[1][i])
			abort();
	for (uint32_t i = 0, held = 0; sound && i < t->n_rows; i++) {
		held += table_row_match(t, &t->rows[i], FUZZ_AS_OF, args, 0) == ROW_YES;
		if (held > 1)
			abort();
	}
}

static void
ask_all(const struct table *t, const struct table *u)
{
	int64_t v[TABLE_INS_MAX];
	uint8_t known[TABLE_INS_MAX];

	if (t->n_rows != u->n_rows || t->n_in != u->n_in || t->n_out != u->n_out)
		abort();
	for (uint32_t row = 0; row < t->n_rows && row < FUZZ_ROWS; row++)
		for (uint32_t k = 0; k < 8u + t->n_in; k++) {
			for (uint32_t i = 0; i < t->n_in; i++) {
				v[i] = point(t, i, (row + (k & 1) * i) % t->n_rows, k);
				known[i] = k < 8 || k - 8 != i;
			}
			ask(t, u, v, known);
		}
}

/* Texts and their numbers may stand in another order in the print: those are compared by version
 * only. */
static bool
same_texts(const struct scheme *a, const struct scheme *b)
{
	if (a->n_texts != b->n_texts)
		return false;
	for (uint32_t i = 0; i < a->n_texts; i++)
		if (!text_eq(a->texts[i], b->texts[i]))
			return false;
	return true;
}

static void
tables_and_again(const char *yaml, size_t size, const struct vocabulary *vocabulary)
{
	struct arena *arena = arena_new(64u << 20);
	const struct scheme_source file = { "fuzz.yaml", { yaml, size } };
	const struct scheme *s = read_last(&file, 1, vocabulary, arena), *again;

	if (s != NULL) {
		again = read_last(
		    &(struct scheme_source){ "print.yaml", s->canonical }, 1, vocabulary, arena);
		if (again == NULL || strcmp(s->version, again->version) != 0)
			abort();
		for (uint32_t i = 0; same_texts(s, again) && i < s->n_tables; i++)
			ask_all(&s->tables[i], &again->tables[i]);
	}
	arena_free(arena);
}

#endif
