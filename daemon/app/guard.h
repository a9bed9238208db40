/*
 * The guard before the router: what evhttp lets through and we do not (I12). Three parts, all pure:
 *
 * guard_scan sees the raw bytes of each header section as they arrive, because the parser behind it
 * hides NUL, bare LF, bare CR and folded lines. guard_head reads the head of a request that will
 * have a body, so that it is judged before a byte of the body is taken in. guard_check sees the
 * request before any of it is believed.
 *
 * Every refusal closes the connection: once the parser and we disagree about a message, the bytes
 * after it cannot be trusted.
 */
#ifndef APP_GUARD_H
#define APP_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

#define GUARD_HEADERS_MAX 64
#define GUARD_TARGET_MAX 4096

enum scan_state { SCAN_START, SCAN_LINE, SCAN_CR, SCAN_LINE_START, SCAN_END_CR, SCAN_BODY };
enum scan_fault { SCAN_OK, SCAN_NUL, SCAN_BARE_LF, SCAN_BARE_CR, SCAN_FOLD };

/* All zero: at the start of a request. The first fault stays until guard_scan_reset. */
struct guard_scan {
	enum scan_state state;
	enum scan_fault fault;
};

void guard_scan(struct guard_scan *s, const char *bytes, size_t len);
void guard_scan_reset(struct guard_scan *s);

struct guard_header {
	struct text name, value;
};

struct guard_request {
	struct text method, target;
	int major, minor;
	const struct guard_header *headers;
	uint32_t
	    n_headers;   /* may be over GUARD_HEADERS_MAX: then only that many are in `headers` */
	size_t body_len; /* bytes of body received */
	size_t body_max;
	enum scan_fault scan;
	bool head_only; /* the body is still to come: its length is not compared */
};

/* Splits a whole head, its empty line included: method, target, version and headers of `ret`, whose
 * texts point into `raw`. What is no request line gives version 0.0, what is no header line a
 * header without a name: both are refused by guard_check. */
void guard_head(
    struct text raw, struct guard_header headers[GUARD_HEADERS_MAX], struct guard_request *ret);
/* ERR_OK, or why the request is refused. */
enum err_code guard_check(const struct guard_request *r, struct err *reterr) MUST_USE;
/* The request's header of that name (any case), or empty. */
struct text guard_header_find(const struct guard_request *r, const char *name);
/* False: there is none, or guard_check refuses it. */
bool guard_length(const struct guard_request *r, size_t *ret);
/* POST, PUT, PATCH. */
bool guard_method_has_body(struct text method);

#endif
