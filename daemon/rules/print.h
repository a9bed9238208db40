/*
 * The canonical print: the scheme as we understood it, as YAML in one fixed form (fixed key order,
 * two-space indent, explicit defaults, canonical expressions and numbers). Reading it again gives
 * the same print; its SHA-256 is the version.
 */
#ifndef RULES_PRINT_H
#define RULES_PRINT_H

#include "base/text.h"
#include "rules/scheme.h"

void tables_print(const struct scheme *s, struct buf *out); /* part of it */
void scheme_print(const struct scheme *s, struct buf *out);
/* A value for people or JSON: "12.5", "50%", "2017-06-30", "true", text. */
void value_print(const struct scheme *s, const struct rtype *type, int64_t value, struct buf *out);
/* A value as the language writes it: "15 days", "1000000 yuan", "date(2017, 6, 30)", "'text'". */
void text_print(struct text t, struct buf *out); /* between quotes */
void literal_print(
    const struct scheme *s, const struct rtype *type, int64_t value, struct buf *out);
/* A word, or {parameter: NAME} when the word at this place was taken from one. */
void word_value(const struct scheme *s, const void *at, const char *word, struct buf *out);
/* An expression as infix text. With `values`, each name is replaced by its value for one row
 * (missing prints as "—") and only what decided is told: the branch that if() took, the side of ??
 * that was known. */
struct code_values {
	const void *ctx;
	/* false: missing */
	bool (*value_of)(const void *ctx, const struct instr *ins, int64_t *ret);
};
void code_print(const struct scheme *s, const struct code *c, const struct code_values *values,
    struct buf *out);

/* For people: metrics and parameters by their titles, or with `filled` by their values for the row;
 * only what decided is told. */
void code_say(const struct scheme *s, const struct code *c, const struct code_values *values,
    bool filled, enum lang lang, struct buf *out);
/* "15 天", "1000000 元", "是", "50%" */
void value_say(const struct scheme *s, const struct rtype *type, int64_t value, enum lang lang,
    struct buf *out);

/* The value of an expression for one row (expr_eval.c); code that is absent is missing. */
enum eval_outcome { EVAL_KNOWN, EVAL_MISSING, EVAL_OVERFLOW };
enum eval_outcome code_eval(
    const struct scheme *s, const struct code *c, const struct code_values *values, int64_t *ret);

#endif
