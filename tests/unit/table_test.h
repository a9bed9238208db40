/* A scheme with decision tables and one leaf, read with one CSV beside it. */
#ifndef TESTS_TABLE_TEST_H
#define TESTS_TABLE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "rules/table.h"
#include "rules_test.h"

static const char *beside; /* the one CSV there is, called rows.csv */

static inline const char *
read_beside(
    void *ctx, const char *scheme_file, struct text name, const char **path, struct text *ret)
{
	(void)ctx;
	assert_string_equal(scheme_file, "x.yaml");
	*path = "rows.csv";
	if (beside == NULL || !text_is(name, "rows.csv"))
		return "没有这个文件\x1fno such file";
	*ret = text_of(beside);
	return NULL;
}

static inline void
read_yaml(struct job *j, struct text yaml)
{
	const struct rule_files files = { NULL, read_beside };
	struct vocabulary v = fake_vocabulary;

	v.files = &files;
	job_init(j);
	j->scheme = scheme_read("x.yaml", yaml, &v, j->arena, &j->diags);
	job_list(j);
}

#define BODY "indicators:\n  - {id: a, weight: 100, clause: 一, score: pass, when: \"%s\"}\n"

/* `tables` and a leaf that holds when `when` does. */
static inline void
read_tables(struct job *j, const char *tables, const char *when)
{
	static char yaml[200000];
	int n = snprintf(yaml, sizeof(yaml), HEAD "tables:\n%s" BODY, tables, when);

	assert_true(n > 0 && (size_t)n < sizeof(yaml));
	read_yaml(j, text_of(yaml));
}

static inline const char *
said(struct job *j)
{
	static char text[65536];
	struct buf out;

	buf_init(&out, sizeof(text));
	diags_print_text(&j->diags, LANG_EN, &out);
	snprintf(text, sizeof(text), "%s", out.data);
	buf_free(&out);
	return text;
}

#endif
