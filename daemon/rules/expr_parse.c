/*
 * Precedence climbing. One fault ends an expression; the file is read on.
 * Only brackets and signs in front nest, so they alone count towards EXPR_DEPTH_MAX.
 */
#include "rules/expr_ast.h"

#include "base/date.h"
#include "rules/precedence.h"

struct parser {
	const struct expr *x;
	struct token tok;
	size_t at;  /* behind tok */
	size_t end; /* of the token before */
	int depth;
};

static bool
next(struct parser *p)
{
	p->end = p->tok.at + p->tok.len;
	p->tok = expr_token(p->x, &p->at);
	return p->tok.kind != T_BAD;
}

static bool
is_sign(const struct parser *p, const char *sign)
{
	return p->tok.kind == T_SIGN && text_is(p->tok.text, sign);
}

static bool
is_word(const struct parser *p, const char *word)
{
	return p->tok.kind == T_NAME && text_is(p->tok.text, word);
}

/* NULL, for the caller to return. */
static struct ast *
expected(struct parser *p, const char *what)
{
	struct text s = { p->x->source.ptr + p->tok.at, p->tok.len };

	if (p->tok.kind == T_BAD)
		return NULL;
	if (p->tok.kind == T_END)
		expr_fault(p->x, F_EXPR_END, p->tok.at, 1, what, NULL, NULL, NULL);
	else
		expr_fault(p->x, F_EXPR_TOKEN, p->tok.at, p->tok.len, what, expr_text(p->x, s),
		    NULL, NULL);
	return NULL;
}

static bool
pass(struct parser *p, const char *sign)
{
	if (is_sign(p, sign))
		return next(p);
	expected(p, sign);
	return false;
}

static struct ast *
new_ast(struct parser *p, enum ast_kind kind)
{
	struct ast *a = arena_alloc(p->x->b->arena, sizeof(*a));

	a->kind = kind;
	a->at = p->tok.at;
	a->len = p->tok.len;
	a->name = p->tok.text;
	a->label = TEXT("");
	return a;
}

static void
add_arg(struct parser *p, struct ast *a, struct ast *arg)
{
	a->args =
	    arena_room(p->x->b->arena, a->args, a->n_args, &a->cap_args, sizeof(struct ast *));
	a->args[a->n_args++] = arg;
}

static struct ast *
operation(
    struct parser *p, const struct fn *fn, struct token sign, struct ast *left, struct ast *right)
{
	struct ast *a = new_ast(p, A_OP);

	a->fn = fn;
	a->at = sign.at;
	a->len = sign.len;
	a->name = sign.text;
	add_arg(p, a, left);
	if (right != NULL)
		add_arg(p, a, right);
	return a;
}

static struct ast *expression(struct parser *p, int level);

static bool
deeper(struct parser *p)
{
	if (++p->depth <= EXPR_DEPTH_MAX)
		return true;
	expr_fault(p->x, F_EXPR_LIMIT, p->tok.at, p->tok.len, DIAG_BOTH("嵌套层数", "depth"), "64",
	    NULL, NULL);
	return false;
}

static struct ast *
number(struct parser *p)
{
	struct ast *a = new_ast(p, A_CONST);
	struct token t = p->tok;

	a->value = t.number;
	a->type = (struct rtype){ .kind = VT_NUMBER, .unit = TEXT("") };
	if (!next(p))
		return NULL;
	if (is_sign(p, "%")) {
		a->type.kind = VT_PERCENT;
		a->value = t.number / 100;
		if (t.number % 100 != 0) {
			expr_fault(p->x, F_EXPR_NUMBER, t.at, t.len, expr_text(p->x, t.text), NULL,
			    NULL, NULL);
			return NULL;
		}
	} else if (is_word(p, "days")) {
		a->type.kind = VT_DAYS;
	} else if (is_word(p, "yuan")) {
		a->type.kind = VT_MONEY;
	} else {
		return a;
	}
	a->len = p->tok.at + p->tok.len - a->at;
	return next(p) ? a : NULL;
}

/* `label: value`, or a value. */
static struct ast *
argument(struct parser *p)
{
	struct token label = p->tok;
	size_t at = p->at;
	struct ast *a;

	if (p->tok.kind == T_NAME && !next(p))
		return NULL;
	if (label.kind == T_NAME && is_sign(p, ":")) {
		if (!next(p))
			return NULL;
	} else {
		p->tok = label;
		p->at = at;
		label.text = TEXT("");
	}
	a = expression(p, LEVEL_LOWEST);
	if (a != NULL) {
		a->label = label.text;
		a->label_at = label.at;
	}
	return a;
}

static bool
arguments(struct parser *p, struct ast *a, const char *close)
{
	if (!deeper(p) || !next(p))
		return false;
	while (!is_sign(p, close)) {
		struct ast *arg = argument(p);

		if (arg == NULL)
			return false;
		add_arg(p, a, arg);
		if (is_sign(p, ",") ? !next(p) : !is_sign(p, close))
			return expected(p, close) != NULL;
	}
	p->depth--;
	return next(p);
}

/* date(2017, 6, 30) of plain numbers is a literal. False: not a day, reported. */
static bool
fold_date(struct parser *p, struct ast *a)
{
	int part[3];
	day_t day;

	if (!text_is(a->name, "date") || a->n_args != 3)
		return true;
	for (int i = 0; i < 3; i++) {
		const struct ast *n = a->args[i];

		if (n->kind != A_CONST || n->type.kind != VT_NUMBER || n->label.len > 0)
			return true;
		if (n->value % DEC_ONE != 0 || n->value < 0 || n->value > 9999 * DEC_ONE)
			part[i] = -1;
		else
			part[i] = (int)(n->value / DEC_ONE);
	}
	if (!date_make(part[0], part[1], part[2], &day)) {
		struct text t = { p->x->source.ptr + a->at, p->end - a->at };

		expr_fault(p->x, F_EXPR_DATE, a->at, (uint32_t)t.len, expr_text(p->x, t), NULL,
		    NULL, NULL);
		return false;
	}
	a->kind = A_CONST;
	a->type = (struct rtype){ .kind = VT_DATE, .unit = TEXT("") };
	a->value = (int64_t)day * DEC_ONE;
	a->len = (uint32_t)(p->end - a->at);
	return true;
}

static struct ast *
named(struct parser *p)
{
	struct ast *a = new_ast(p, A_NAME);

	if (!next(p))
		return NULL;
	if (!is_sign(p, "("))
		return a;
	a->kind = A_CALL;
	return arguments(p, a, ")") && fold_date(p, a) ? a : NULL;
}

static struct ast *
word(struct parser *p)
{
	struct ast *a;

	if (is_word(p, "true") || is_word(p, "false")) {
		a = new_ast(p, A_CONST);
		a->type = (struct rtype){ .kind = VT_BOOL, .unit = TEXT("") };
		a->value = is_word(p, "true") ? DEC_ONE : 0;
		return next(p) ? a : NULL;
	}
	if (is_word(p, "missing")) {
		a = new_ast(p, A_MISSING);
		return next(p) ? a : NULL;
	}
	if (expr_keyword(p->tok.text) && !is_word(p, "as_of"))
		return expected(p, DIAG_BOTH("一个值", "a value"));
	return named(p);
}

static struct ast *
parenthesis(struct parser *p)
{
	struct ast *a;

	if (!deeper(p) || !next(p))
		return NULL;
	a = expression(p, LEVEL_LOWEST);
	if (a == NULL || !pass(p, ")"))
		return NULL;
	p->depth--;
	return a;
}

static struct ast *
primary(struct parser *p)
{
	struct ast *a;

	if (p->tok.kind == T_NUMBER)
		return number(p);
	if (p->tok.kind == T_NAME)
		return word(p);
	if (is_sign(p, "("))
		return parenthesis(p);
	if (p->tok.kind == T_TEXT) {
		a = new_ast(p, A_CONST);
		a->type = (struct rtype){ .kind = VT_TEXT, .unit = TEXT("") };
		a->text = p->tok.text;
		return next(p) ? a : NULL;
	}
	if (is_sign(p, "[")) {
		a = new_ast(p, A_LIST);
		return arguments(p, a, "]") ? a : NULL;
	}
	return expected(p, DIAG_BOTH("一个值", "a value"));
}

static struct ast *
negated(struct parser *p, struct token sign, struct ast *a)
{
	if (a->kind != A_CONST || a->type.kind == VT_TEXT || a->type.kind == VT_BOOL ||
	    a->type.kind == VT_DATE)
		return operation(p, fn_find(TEXT("neg"), true), sign, a, NULL);
	a->value = -a->value;
	a->len += a->at - sign.at;
	a->at = sign.at;
	return a;
}

static struct ast *
prefixed(struct parser *p, int level)
{
	struct token sign = p->tok;
	bool minus = is_sign(p, "-");
	struct ast *a;

	if (!minus && !(is_word(p, "not") && level <= LEVEL_NOT))
		return primary(p);
	if (!deeper(p) || !next(p))
		return NULL;
	a = expression(p, minus ? LEVEL_NEG : LEVEL_NOT);
	p->depth--;
	if (a == NULL)
		return NULL;
	return minus ? negated(p, sign, a)
		     : operation(p, fn_find(TEXT("not"), true), sign, a, NULL);
}

static int
binary_level(const struct parser *p)
{
	return p->tok.kind == T_SIGN || p->tok.kind == T_NAME ? operator_level(p->tok.text) : 0;
}

/* Operators that bind at least as tightly as `level`. */
static struct ast *
expression(struct parser *p, int level)
{
	struct ast *left = prefixed(p, level);

	while (left != NULL) {
		struct token sign = p->tok;
		int own = binary_level(p);
		struct ast *right;

		if (own == 0 || own < level)
			return left;
		if (!next(p))
			return NULL;
		right = expression(p, own + 1);
		if (right == NULL)
			return NULL;
		left = operation(p, fn_find(sign.text, true), sign, left, right);
		if (own == LEVEL_COMPARE && binary_level(p) == LEVEL_COMPARE) {
			expr_fault(
			    p->x, F_EXPR_CHAIN, p->tok.at, p->tok.len, NULL, NULL, NULL, NULL);
			return NULL;
		}
	}
	return NULL;
}

struct ast *
expr_parse(const struct expr *x)
{
	struct parser p = { .x = x };
	struct ast *a;

	if (!next(&p))
		return NULL;
	a = expression(&p, LEVEL_LOWEST);
	if (a != NULL && p.tok.kind != T_END)
		return expected(&p, DIAG_BOTH("运算符", "an operator"));
	return a;
}
