#include "metrics/fragment.h"

#include <string.h>
#include <strings.h>

bool
fragment_next(struct text *rest, struct piece *ret)
{
	const char *open, *close;

	if (rest->len == 0)
		return false;
	open = memchr(rest->ptr, '{', rest->len);
	if (open == rest->ptr) {
		close = memchr(rest->ptr, '}', rest->len);
		if (close == NULL)
			close = rest->ptr + rest->len - 1; /* refused by fragment_fault() */
		*ret =
		    (struct piece){ { open + 1, (size_t)(close - open - (close > open)) }, true };
		rest->len -= (size_t)(close + 1 - rest->ptr);
		rest->ptr = close + 1;
		return true;
	}
	*ret = (struct piece){ *rest, false };
	if (open != NULL)
		ret->text.len = (size_t)(open - rest->ptr);
	rest->ptr += ret->text.len;
	rest->len -= ret->text.len;
	return true;
}

static bool
is_name(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (!(t.ptr[i] == '_' || (t.ptr[i] >= 'a' && t.ptr[i] <= 'z') ||
			(i > 0 && t.ptr[i] >= '0' && t.ptr[i] <= '9')))
			return false;
	return t.len > 0;
}

/* Index behind the quoted text that begins at i, or 0 when it does not end. A doubled quote is read
 * as the end of one text and the beginning of the next, which comes to the same. */
static size_t
skip_quoted(struct text t, size_t i)
{
	const char *end = memchr(t.ptr + i + 1, t.ptr[i], t.len - i - 1);

	return end == NULL ? 0 : (size_t)(end - t.ptr) + 1;
}

struct scan {
	int parens, brackets;
	enum fragment_form form;
};

/* One sign outside of quotes. */
static const char *
sign_fault(struct scan *s, char c, char next)
{
	switch (c) {
	case ';':
		return ";";
	case '$':
		return "$"; /* $1 would take a parameter of the plan, $$ opens a text */
	case '-':
		return next == '-' ? "--" : NULL;
	case '/':
		return next == '*' ? "/*" : NULL;
	case '(':
		s->parens++;
		return NULL;
	case ')':
		return --s->parens < 0 ? "( )" : NULL;
	case '[':
		s->brackets++;
		return NULL;
	case ']':
		return --s->brackets < 0 ? "[ ]" : NULL;
	case ',':
		return s->parens + s->brackets == 0 && s->form == FRAGMENT_ONE ? "," : NULL;
	default:
		return NULL;
	}
}

static const char *
placeholder_fault(struct text t, size_t *i)
{
	const char *close = memchr(t.ptr + *i, '}', t.len - *i);
	struct text name = { t.ptr + *i + 1, 0 };

	if (close == NULL)
		return "{ }";
	name.len = (size_t)(close - name.ptr);
	*i = (size_t)(close - t.ptr) + 1;
	return is_name(name) ? NULL : "{ }";
}

static const char *
quoted_fault(struct text t, size_t *i)
{
	size_t end = skip_quoted(t, *i);

	if (end == 0)
		return t.ptr[*i] == '"' ? "\" \"" : "' '";
	/* a value put between quotes would end them */
	if (memchr(t.ptr + *i, '{', end - *i) != NULL || memchr(t.ptr + *i, '}', end - *i) != NULL)
		return "'{ }'";
	*i = end;
	return NULL;
}

const char *
fragment_fault(struct text t, enum fragment_form form)
{
	struct scan s = { 0, 0, form };
	const char *fault = NULL;
	size_t i = 0;

	if (t.len > 0 && memchr(t.ptr, '\\', t.len) != NULL)
		return "\\";
	if (!text_clean(t))
		return "U+0000";
	while (i < t.len && fault == NULL) {
		char c = t.ptr[i];

		if (c == '\'' || c == '"')
			fault = quoted_fault(t, &i);
		else if (c == '{')
			fault = placeholder_fault(t, &i);
		else if (c == '}')
			fault = "{ }";
		else
			fault = sign_fault(&s, c, i + 1 < t.len ? t.ptr[i + 1] : ' '), i++;
	}
	if (fault == NULL && s.parens != 0)
		fault = "( )";
	if (fault == NULL && s.brackets != 0)
		fault = "[ ]";
	return fault;
}

/* Index of the parenthesis that closes the one at i; t.len when there is none. */
static size_t
closing(struct text t, size_t i)
{
	int depth = 0;

	while (i < t.len) {
		if (t.ptr[i] == '\'' || t.ptr[i] == '"') {
			size_t end = skip_quoted(t, i);

			if (end == 0)
				return t.len;
			i = end;
			continue;
		}
		depth += (t.ptr[i] == '(') - (t.ptr[i] == ')');
		if (depth == 0)
			return i;
		i++;
	}
	return t.len;
}

bool
fragment_is_call(struct text t)
{
	size_t i = 0;

	while (i < t.len && (is_name((struct text){ t.ptr + i, 1 }) ||
				(i > 0 && t.ptr[i] >= '0' && t.ptr[i] <= '9')))
		i++;
	return i > 0 && i < t.len && t.ptr[i] == '(' && closing(t, i) + 1 == t.len;
}

bool
fragment_is_count(struct text t)
{
	return t.len > 6 && strncasecmp(t.ptr, "count(", 6) == 0;
}
