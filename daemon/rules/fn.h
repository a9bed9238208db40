/*
 * Functions and operators of the rule language: one row in one table (fn_table.c)
 * gives name, arity, types, column kernel, documentation and an example that a test runs.
 * Kernels are pure: no clock, no allocation, no global.
 */
#ifndef RULES_FN_H
#define RULES_FN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "rules/value.h"

#define FN_ARGS_MAX 32

/* args[i] is read only and may be shared; out is written for rows 0..n-1.
 * A missing argument makes a missing result unless the row's text says otherwise. */
typedef void (*fn_kernel)(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out);

/* Result type from argument types, or false with `why` set to a fault code's index
 * (enum fault) for the caller to report. */
typedef bool (*fn_typing)(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why);

struct fn {
	const char
	    *name; /* "min"; operators have their sign: "+", ">=", "and", "not", "neg", "??" */
	uint8_t min_args, max_args;
	bool is_operator;
	fn_typing typing;
	fn_kernel kernel;
	const char *signature; /* "min(a, b, …) → same type" */
	const char *doc_zh, *doc_en;
	const char *example, *result; /* "min(3, 2)" -> "2": run by a test */
};

extern const struct fn fn_table[];
extern const uint32_t fn_count;

/* Calls that name a metric, an indicator or a table instead of taking values (expr_forms.c). */
struct expr;
struct ast;
struct form {
	const char *name;
	/* types the call and finds its opcode; false: reported */
	bool (*check)(const struct expr *x, struct ast *a);
	const char *signature, *doc_zh, *doc_en, *example;
};

extern const struct form form_table[];
extern const uint32_t form_count;

/* Names of other rule languages, so that who comes from there is told ours: a function, or why
 * there is none (ours == NULL). */
struct fn_foreign {
	const char *language, *name, *ours, *zh, *en;
};

extern const struct fn_foreign fn_foreign_table[];
extern const uint32_t fn_foreign_count;

/* In any case of letters; NULL: not one we know. */
const struct fn_foreign *fn_foreign_find(struct text name);
const struct fn *fn_find(struct text name, bool is_operator);
uint16_t fn_index(const struct fn *fn);

#endif
