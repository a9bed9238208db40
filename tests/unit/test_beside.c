/* Files beside schemes: asked of the app while a generation is built, kept for drafts afterwards.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "api/beside.h"

static int asked;

static const char *
from_disk(void *ctx, const char *scheme_file, struct text name, const char **path, struct text *ret)
{
	assert_string_equal(ctx, "disk");
	assert_string_equal(scheme_file, "rules/a.yaml");
	asked++;
	if (!text_is(name, "a.csv") && !text_is(name, "b.csv"))
		return "没有\x1fnone";
	*path = text_is(name, "a.csv") ? "rules/a.csv" : "rules/b.csv";
	*ret = text_is(name, "a.csv") ? TEXT("x,y\n") : TEXT("z\n");
	return NULL;
}

static void
test_kept(void **state)
{
	static char disk[] = "disk";
	const struct rule_files reader = { disk, from_disk };
	struct arena *arena = arena_new(1 << 20);
	struct rule_files files;
	struct beside b;
	struct text text;
	const char *path;

	(void)state;
	beside_init(&b, arena, &reader);
	files = beside_files(&b);
	assert_null(files.read(files.ctx, "rules/a.yaml", TEXT("a.csv"), &path, &text));
	assert_null(files.read(files.ctx, "rules/a.yaml", TEXT("b.csv"), &path, &text));
	assert_string_equal(
	    files.read(files.ctx, "rules/a.yaml", TEXT("c.csv"), &path, &text), "没有\x1fnone");
	assert_int_equal(asked, 3);
	b.reader = NULL;
	assert_null(files.read(files.ctx, "draft", TEXT("b.csv"), &path, &text));
	assert_string_equal(path, "rules/b.csv");
	assert_true(text_is(text, "z\n"));
	assert_non_null(files.read(files.ctx, "draft", TEXT("c.csv"), &path, &text));
	assert_int_equal(asked, 3);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
