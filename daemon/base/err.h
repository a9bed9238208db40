/*
 * Errors as values. One list of codes (errors.def) gives each its wire word,
 * HTTP status and its sentences in zh and en.
 *
 * A function that can fail returns enum err_code (ERR_OK == 0), marked
 * MUST_USE, and fills `reterr` on failure only; its `ret` outputs are then
 * untouched. Programming errors are assert(). Only app and api print or log.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stddef.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

enum err_code {
	ERR_OK = 0,
#define ERR(sym, word, http, title_zh, title_en, detail_zh, detail_en, hint_zh, hint_en) sym,
#include "base/errors.def"
#undef ERR
	ERR_COUNT
};

enum lang { LANG_ZH, LANG_EN };

#define ERR_ARGS 4
#define ERR_ARG_MAX 200
#define ERR_POINTER_MAX 400

/* One fault. `pointer` says where (a parameter name, JSON pointer, file:line:col or "");
 * arg[] fill {0} {1} ... of the detail sentence. Plain data: copy freely. */
struct err {
	enum err_code code;
	char pointer[ERR_POINTER_MAX];
	char arg[ERR_ARGS][ERR_ARG_MAX];
};

/* Fills `e` (may be NULL) and returns `code`, so a caller writes
 * `return err_set(reterr, E_X, "as_of", "2017-13-01", NULL);`. Variable part: up to
 * ERR_ARGS strings, ended by NULL; long ones are cut on a UTF-8 boundary. */
enum err_code err_set(struct err *e, enum err_code code, const char *pointer, ...)
    __attribute__((sentinel));

const char *err_symbol(enum err_code code); /* "E_NOT_FOUND" */
const char *err_word(enum err_code code);   /* "not-found": problem type and stable code */
int err_http(enum err_code code);
const char *err_title(enum err_code code, enum lang lang);
/* Renders detail or hint with the args in place into out[cap]; always terminated. */
void err_detail(const struct err *e, enum lang lang, char *out, size_t cap);
void err_hint(const struct err *e, enum lang lang, char *out, size_t cap);

#endif
