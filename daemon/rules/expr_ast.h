/*
 * Inside the expression compiler: tokens, syntax tree and the three passes
 * parse -> check (types, names, needs) -> emit. Private to rules/expr_*.c.
 */
#ifndef RULES_EXPR_AST_H
#define RULES_EXPR_AST_H

#include "rules/build.h"
#include "rules/fn.h"

enum token_kind { T_END, T_NUMBER, T_TEXT, T_NAME, T_SIGN, T_BAD };

struct token {
	enum token_kind kind;
	uint32_t at, len; /* bytes of the expression */
	struct text text; /* as written; of a text: its content */
	dec_t number;
};

enum ast_kind { A_CONST, A_MISSING, A_NAME, A_LIST, A_CALL, A_OP };

struct ast {
	enum ast_kind kind;
	uint32_t at, len;  /* what a finding marks */
	struct text name;  /* A_NAME, A_CALL */
	struct text label; /* `category:` before an argument, else empty */
	uint32_t label_at;
	const struct fn *fn; /* A_OP; A_CALL of a function */
	struct text text;    /* A_CONST of VT_TEXT */
	int64_t value;       /* other A_CONST */
	struct ast **args;
	uint32_t n_args, cap_args;
	struct rtype type; /* A_CONST, and all after check */
	enum opcode op;    /* after check */
	uint16_t index;
};

/* One expression on its way. */
struct expr {
	struct scheme_builder *b;
	const struct ynode *node; /* where it stands in the file */
	struct text source;
	enum grain grain;
};

void expr_fault(const struct expr *x, enum fault fault, uint32_t at, uint32_t len, const char *a0,
    const char *a1, const char *a2, const char *a3);
/* NUL-terminated copy for a finding. */
const char *expr_text(const struct expr *x, struct text t);

/* The token at or after *at; moves *at behind it. T_BAD: reported. */
struct token expr_token(const struct expr *x, size_t *at);
bool expr_keyword(struct text name); /* and or not true false missing days yuan as_of */
/* NULL: reported. */
struct ast *expr_parse(const struct expr *x);
/* Types every node and finds its opcode. False: reported. */
bool expr_check(const struct expr *x, struct ast *a);
/* A_NAME or A_CALL of a metric: the need behind it, of `back` windows ago. */
bool expr_metric(const struct expr *x, struct ast *a, const struct metric_decl *m, uint8_t back);
/* I1: a warning for each argument that is a rounded share. */
void expr_warn_rounded(const struct expr *x, const struct ast *a);
/* False: too long, reported. */
bool expr_emit(const struct expr *x, const struct ast *a, struct code *ret);

#endif
