/*
 * What the fuzz targets share: a text is read, its findings are printed, and what was accepted is
 * printed and read again: both must have one version. A refusal says why.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/print.h"
#include "rules/read.h"
#include "../unit/no_metrics.h"

static const struct vocabulary none = { NULL, no_metric, no_metric_at, NULL, NULL };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The last of the files. */
static const struct scheme *
read_last(const struct scheme_source *files, uint32_t n, const struct vocabulary *vocabulary,
    struct arena *arena)
{
	const struct scheme *all[2], *s;
	struct diags diags;
	struct buf out;

	diags_init(&diags, arena);
	scheme_read_all(files, n, vocabulary, arena, &diags, all);
	s = all[n - 1];
	buf_init(&out, 1u << 20);
	diags_print_text(&diags, LANG_ZH, &out);
	buf_free(&out);
	if (s == NULL && diags.errors == 0)
		abort(); /* refused without a word */
	return s;
}

static void
read_and_read_again(const struct scheme_source *files, uint32_t n)
{
	struct arena *arena = arena_new(64u << 20);
	const struct scheme *s = read_last(files, n, &none, arena), *again;

	if (s != NULL) {
		again = read_last(
		    &(struct scheme_source){ "print.yaml", s->canonical }, 1, &none, arena);
		if (again == NULL || strcmp(s->version, again->version) != 0)
			abort();
	}
	arena_free(arena);
}

#endif
