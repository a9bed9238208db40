/* Helpers of the rule compiler's tests: read a text with the fake vocabulary, list what was found.
 */
#ifndef TESTS_RULES_TEST_H
#define TESTS_RULES_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_vocabulary.h"
#include "rules/print.h"
#include "rules/read.h"

struct job {
	struct arena *arena;
	struct diags diags;
	const struct scheme *scheme;
	struct buf found; /* "ASY-R101 3:5\n" a line, by place */
};

static inline int
job_line_order(const void *a, const void *b)
{
	const struct diag *x = a;
	const struct diag *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return strcmp(fault_code(x->fault), fault_code(y->fault));
}

static inline void
job_list(struct job *j)
{
	qsort(j->diags.items, j->diags.count, sizeof(*j->diags.items), job_line_order);
	buf_clear(&j->found);
	for (uint32_t i = 0; i < j->diags.count; i++)
		buf_addf(&j->found, "%s %u:%u\n", fault_code(j->diags.items[i].fault),
		    j->diags.items[i].line, j->diags.items[i].column);
}

static inline void
job_init(struct job *j)
{
	memset(j, 0, sizeof(*j));
	j->arena = arena_new(256u << 20);
	diags_init(&j->diags, j->arena);
	buf_init(&j->found, 1 << 20);
	buf_adds(&j->found, "");
}

static inline void
job_read(struct job *j, struct text source)
{
	job_init(j);
	j->scheme = scheme_read("x.yaml", source, &fake_vocabulary, j->arena, &j->diags);
	job_list(j);
}

static inline void
job_free(struct job *j)
{
	buf_free(&j->found);
	arena_free(j->arena);
}

static inline const char *
job_found(const struct job *j)
{
	return j->found.len > 0 ? j->found.data : "";
}

static inline struct text
slurp(const char *path, char *room, size_t size)
{
	FILE *f = fopen(path, "rb");
	size_t n;

	if (f == NULL)
		fail_msg("%s: cannot open", path);
	n = fread(room, 1, size, f);
	assert_true(n < size);
	assert_int_equal(fclose(f), 0);
	return (struct text){ room, n };
}

/* Head of a scheme whose only leaf is written by the test; the first leaf line is line 4. */
#define HEAD "scheme: t\ntitle: t\neffective: {from: 2020-01-01}\n"

#endif
