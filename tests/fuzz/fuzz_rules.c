/*
 * A rules file made of any bytes: read, and if it is accepted, print it and read the print again;
 * both must have one version. The first byte chooses whether the rest is a whole file or one
 * expression.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/print.h"
#include "rules/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct metric_decl *
no_metric(const void *ctx, struct text name)
{
	(void)ctx;
	(void)name;
	return NULL;
}

static const struct metric_decl *
no_metric_at(const void *ctx, uint32_t i)
{
	(void)ctx;
	(void)i;
	return NULL;
}

static const struct vocabulary none = { NULL, no_metric, no_metric_at, NULL };

static const struct scheme *
read_text_of(struct text source, struct arena *arena)
{
	const struct scheme *s;
	struct diags diags;
	struct buf out;

	diags_init(&diags, arena);
	s = scheme_read("fuzz.yaml", source, &none, arena, &diags);
	buf_init(&out, 1u << 20);
	diags_print_text(&diags, LANG_ZH, &out);
	buf_free(&out);
	if (s == NULL && diags.errors == 0)
		abort(); /* refused without a word */
	return s;
}

/* As a double-quoted YAML scalar, so that any expression text gets through. */
static void
add_expression(struct buf *out, const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (data[i] == '"' || data[i] == '\\')
			buf_addc(out, '\\');
		buf_addc(out, data[i] < 0x20 ? ' ' : (char)data[i]);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(64u << 20);
	const struct scheme *s, *again;
	struct buf yaml;

	if (size == 0) {
		arena_free(arena);
		return 0;
	}
	buf_init(&yaml, 2u << 20);
	if (data[0] % 2 == 0) {
		buf_add(&yaml, (const char *)data + 1, size - 1);
	} else {
		buf_adds(&yaml,
		    "scheme: f\ntitle: {zh: 例, en: F}\neffective: {from: 2017-07-01}\ngrades: "
		    "{all: 0}\n"
		    "parameters:\n  p: {value: 3}\n  d: {value: 2017-06-30}\n  m: {value: 5 yuan}\n"
		    "indicators:\n  - {id: a, weight: 100, clause: 一, score: pass, when: \"");
		add_expression(&yaml, data + 1, size - 1);
		buf_adds(&yaml, "\"}\n");
	}
	s = read_text_of((struct text){ yaml.data, yaml.len }, arena);
	if (s != NULL) {
		again = read_text_of(s->canonical, arena);
		if (again == NULL || strcmp(s->version, again->version) != 0)
			abort();
	}
	buf_free(&yaml);
	arena_free(arena);
	return 0;
}
