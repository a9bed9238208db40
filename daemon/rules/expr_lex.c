#include "rules/expr_ast.h"

#include <string.h>

void
expr_fault(const struct expr *x, enum fault fault, uint32_t at, uint32_t len, const char *a0,
    const char *a1, const char *a2, const char *a3)
{
	uint32_t line = 0, column = 0, end_line = 0, end_column = 0;

	/* places are looked for in the whole text: not for findings that are only counted */
	if (x->b->diags->count < DIAGS_MAX) {
		ynode_place(x->node, at, &line, &column);
		ynode_place(x->node, at + (len > 0 ? len - 1 : 0), &end_line, &end_column);
	}
	diag_add(x->b->diags, fault, x->b->file, line, column,
	    end_line == line && end_column >= column ? end_column - column + 1 : 0, a0, a1, a2, a3,
	    NULL);
}

const char *
expr_text(const struct expr *x, struct text t)
{
	return text_dup(x->b->arena, t).ptr;
}

bool
expr_keyword(struct text name)
{
	static const char *const words[] = { "and", "or", "not", "true", "false", "missing", "days",
		"yuan", "as_of" };

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (text_is(name, words[i]))
			return true;
	return false;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t
digits(struct text s, size_t at)
{
	size_t n = 0;

	while (at + n < s.len && is_digit(s.ptr[at + n]))
		n++;
	return n;
}

/* 2017-06-30 would read as a subtraction. */
static size_t
bare_date(struct text s, size_t at)
{
	if (digits(s, at) != 4 || at + 10 > s.len || s.ptr[at + 4] != '-' ||
	    digits(s, at + 5) != 2 || s.ptr[at + 7] != '-' || digits(s, at + 8) != 2)
		return 0;
	return 10;
}

static struct token
bad(const struct expr *x, struct token t, enum fault f, size_t len, const char *a0, const char *a1)
{
	t.kind = T_BAD;
	expr_fault(x, f, t.at, (uint32_t)len, a0, a1, NULL, NULL);
	return t;
}

static struct token
number(const struct expr *x, struct token t)
{
	struct text s = x->source;
	size_t n = digits(s, t.at);
	bool zeros = n > 1 && s.ptr[t.at] == '0';

	if (bare_date(s, t.at) > 0)
		return bad(
		    x, t, F_EXPR_DATE, 10, expr_text(x, (struct text){ s.ptr + t.at, 10 }), NULL);
	if (t.at + n + 1 < s.len && s.ptr[t.at + n] == '.' && is_digit(s.ptr[t.at + n + 1]))
		n += 1 + digits(s, t.at + n + 1);
	t.kind = T_NUMBER;
	t.len = (uint32_t)n;
	t.text = (struct text){ s.ptr + t.at, n };
	if (zeros || !dec_parse(t.text.ptr, n, &t.number))
		return bad(x, t, F_EXPR_NUMBER, n, expr_text(x, t.text), NULL);
	return t;
}

/* A doubled quote stands for itself. */
static struct token
quoted(const struct expr *x, struct token t)
{
	struct text s = x->source;
	char quote = s.ptr[t.at];
	char *out = arena_alloc(x->b->arena, s.len - t.at);
	size_t i = t.at + 1;
	size_t n = 0;

	for (; i < s.len; i++) {
		if (s.ptr[i] == quote) {
			if (i + 1 >= s.len || s.ptr[i + 1] != quote)
				break;
			i++;
		}
		out[n++] = s.ptr[i];
	}
	if (i == s.len)
		return bad(x, t, F_EXPR_END, 1, quote == '\'' ? "'" : "\"", NULL);
	t.kind = T_TEXT;
	t.len = (uint32_t)(i + 1 - t.at);
	t.text = (struct text){ out, n };
	return t;
}

static struct token
name(const struct expr *x, struct token t)
{
	struct text s = x->source;
	size_t i = t.at;

	for (;;) {
		while (i < s.len && (is_letter(s.ptr[i]) || is_digit(s.ptr[i])))
			i++;
		if (i + 1 >= s.len || s.ptr[i] != '.' || !is_letter(s.ptr[i + 1]))
			break;
		i++;
	}
	t.kind = T_NAME;
	t.len = (uint32_t)(i - t.at);
	t.text = (struct text){ s.ptr + t.at, t.len };
	return t;
}

/* What people type instead, on a Chinese keyboard or from other languages. */
static const char *
instead(struct text c)
{
	static const char *const pairs[][2] = { { "（", "(" }, { "）", ")" }, { "，", "," },
		{ "：", ":" }, { "≥", ">=" }, { "≤", "<=" }, { "≠", "!=" }, { "×", "*" },
		{ "÷", "/" }, { "％", "%" }, { "‘", "'" }, { "’", "'" }, { "“", "\"" },
		{ "”", "\"" }, { "＞", ">" }, { "＜", "<" }, { "＝", "=" }, { "＋", "+" },
		{ "－", "-" }, { "、", "," }, { "&", "and" }, { "|", "or" }, { "!", "not" },
		{ "?", "??" } };

	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		if (text_is(c, pairs[i][0]))
			return pairs[i][1];
	return "";
}

static struct token
stray(const struct expr *x, struct token t)
{
	struct text s = x->source;
	size_t n = 1;
	struct text c;

	while (t.at + n < s.len && ((unsigned char)s.ptr[t.at + n] & 0xc0) == 0x80)
		n++;
	c = (struct text){ s.ptr + t.at, n };
	expr_fault(x, F_EXPR_CHAR, t.at, 1, expr_text(x, c), instead(c), NULL, NULL);
	t.kind = T_BAD;
	return t;
}

static struct token
sign(const struct expr *x, struct token t)
{
	static const char *const signs[] = { "??", "<=", ">=", "!=", "<", ">", "=", "+", "-", "*",
		"/", "%", "(", ")", "[", "]", ",", ":" };
	static const char *const others[][2] = { { "==", "=" }, { "<>", "!=" }, { "&&", "and" },
		{ "||", "or" }, { "**", "power(a, n)" } };
	struct text s = x->source;

	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (s.len - t.at >= 2 && memcmp(s.ptr + t.at, others[i][0], 2) == 0)
			return bad(x, t, F_EXPR_CHAR, 2, others[i][0], others[i][1]);

	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		size_t n = strlen(signs[i]);

		if (s.len - t.at < n || memcmp(s.ptr + t.at, signs[i], n) != 0)
			continue;
		t.kind = T_SIGN;
		t.len = (uint32_t)n;
		t.text = (struct text){ s.ptr + t.at, n };
		return t;
	}
	return stray(x, t);
}

struct token
expr_token(const struct expr *x, size_t *at)
{
	struct text s = x->source;
	struct token t = { .kind = T_END, .text = TEXT("") };
	char c;

	while (*at < s.len && strchr(" \t\r\n", s.ptr[*at]) != NULL)
		(*at)++;
	t.at = (uint32_t)*at;
	if (*at >= s.len)
		return t;
	c = s.ptr[*at];
	if (is_digit(c))
		t = number(x, t);
	else if (c == '\'' || c == '"')
		t = quoted(x, t);
	else if (is_letter(c))
		t = name(x, t);
	else
		t = sign(x, t);
	*at += t.len;
	return t;
}
