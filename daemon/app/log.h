/*
 * Log: one JSON object a line on stderr, one write(2) each, so lines of threads do not mix.
 * Values are escaped (C0, C1, DEL, U+2028, U+2029, bidi controls, broken UTF-8), cut at
 * LOG_VALUE_MAX bytes, and access tokens in them are masked. Any thread, once log_open has run.
 */
#ifndef APP_LOG_H
#define APP_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

#define LOG_VALUE_MAX 512
#define LOG_LINE_MAX 4096

enum log_level { LOG_ERROR, LOG_WARN, LOG_NOTICE, LOG_INFO, LOG_DEBUG };

struct log_field {
	const char *key;
	struct text text; /* ptr NULL: the number counts */
	int64_t number;
};

#define LOG_TEXT(key, t) ((struct log_field){ (key), (t), 0 })
#define LOG_STR(key, s) ((struct log_field){ (key), text_of(s), 0 })
#define LOG_NUM(key, n) ((struct log_field){ (key), { NULL, 0 }, (int64_t)(n) })

void log_open(int fd, const char *level); /* a word of setting ASSAYD_LOG */
bool log_wants(enum log_level level);
void log_event(enum log_level level, const char *event, const struct log_field *fields, size_t n);
#define LOG(level, event, ...)                                             \
	log_event(level, event, (const struct log_field[]){ __VA_ARGS__ }, \
	    COUNT_OF(((const struct log_field[]){ __VA_ARGS__ })))
/* An error record as event, with its code, place and English sentence. */
void log_err(enum log_level level, const char *event, const struct err *err);
/* Appends t as it would stand inside a JSON string: what tests look at. */
void log_escape(struct buf *out, struct text t);

#endif
