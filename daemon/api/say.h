/*
 * Sentences in Chinese or English, written piece by piece. Of two texts the one of the language is
 * said. Pure; no allocation but the buffer's.
 */
#ifndef API_SAY_H
#define API_SAY_H

#include "base/date.h"
#include "base/dec.h"
#include "base/text.h"
#include "rules/scheme.h"

struct say {
	enum lang lang;
	struct buf *out;
};

void say(const struct say *s, const char *zh, const char *en);
/* A language that is not written takes the other's text; an empty title says `id`. */
void say_title(const struct say *s, struct title t, struct text id);
void say_day(const struct say *s, day_t day);
void say_yuan(const struct say *s, dec_t v); /* "50,000.00 元" */
void say_days(const struct say *s, int64_t n, bool working);

#endif
