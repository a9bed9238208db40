#include "base/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

struct err_row {
	const char *symbol;
	const char *word;
	int http;
	const char *title[2];
	const char *detail[2];
	const char *hint[2];
};

static const struct err_row rows[ERR_COUNT] = {
	[ERR_OK] = { "ERR_OK", "ok", 200, { "", "" }, { "", "" }, { "", "" } },
#define ERR(sym, word, http, title_zh, title_en, detail_zh, detail_en, hint_zh, hint_en) \
	[sym] = { #sym, word, http, { title_zh, title_en }, { detail_zh, detail_en },    \
		{ hint_zh, hint_en } },
#include "base/errors.def"
#undef ERR
};

static const struct err_row *
row_of(enum err_code code)
{
	assert((unsigned)code < ERR_COUNT);
	return &rows[code];
}

static void
copy_cut(char *dst, size_t cap, const char *src)
{
	size_t n = text_cut(text_of(src), cap - 1);

	memcpy(dst, src, n);
	dst[n] = '\0';
}

/* Built aside and copied last, because a caller that rewraps a fault may pass
 * strings that live inside `e` itself. */
enum err_code
err_set(struct err *e, enum err_code code, const char *pointer, ...)
{
	struct err fresh = { .code = code };
	const char *arg;
	size_t n = 0;
	va_list ap;

	assert(code != ERR_OK && (unsigned)code < ERR_COUNT);
	if (e == NULL)
		return code;
	copy_cut(fresh.pointer, sizeof(fresh.pointer), pointer ? pointer : "");
	va_start(ap, pointer);
	while ((arg = va_arg(ap, const char *)) != NULL) {
		assert(n < ERR_ARGS);
		copy_cut(fresh.arg[n++], ERR_ARG_MAX, arg);
	}
	va_end(ap);
	*e = fresh;
	return code;
}

const char *
err_symbol(enum err_code code)
{
	return row_of(code)->symbol;
}

const char *
err_word(enum err_code code)
{
	return row_of(code)->word;
}

int
err_http(enum err_code code)
{
	return row_of(code)->http;
}

const char *
err_title(enum err_code code, enum lang lang)
{
	return row_of(code)->title[lang];
}

/* Appends what fits, whole characters only; false once something was cut. */
static bool
append(char *out, size_t cap, size_t *len, struct text t)
{
	size_t n = text_cut(t, cap - 1 - *len);

	memcpy(out + *len, t.ptr, n);
	*len += n;
	out[*len] = '\0';
	return n == t.len;
}

/* Arguments are copied, not expanded: a "{1}" inside one stays as it is. */
static void
render(const struct err *e, const char *format, char *out, size_t cap)
{
	size_t len = 0;
	const char *p = format;

	if (cap == 0)
		return;
	out[0] = '\0';
	while (*p != '\0') {
		struct text piece = { p, strcspn(p, "{") };

		if (piece.len == 0 && p[1] >= '0' && p[1] < '0' + ERR_ARGS && p[2] == '}') {
			piece = text_of(e->arg[p[1] - '0']);
			p += 3;
		} else {
			if (piece.len == 0)
				piece.len = 1; /* a brace that is no placeholder */
			p += piece.len;
		}
		if (!append(out, cap, &len, piece))
			return;
	}
}

void
err_detail(const struct err *e, enum lang lang, char *out, size_t cap)
{
	render(e, row_of(e->code)->detail[lang], out, cap);
}

void
err_hint(const struct err *e, enum lang lang, char *out, size_t cap)
{
	render(e, row_of(e->code)->hint[lang], out, cap);
}
