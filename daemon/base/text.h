/*
 * Text: a slice (not terminated, not owned) and a bounded builder.
 * UTF-8 throughout. Pure; no locking.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct text {
	const char *ptr;
	size_t len;
};

#define TEXT(lit) ((struct text){ (lit), sizeof(lit) - 1 })
#define TEXT_ARG(t) (int)(t).len, (t).ptr /* for "%.*s" */

struct text text_of(const char *s); /* NULL gives an empty text */
bool text_eq(struct text a, struct text b);
bool text_is(struct text a, const char *s);
int text_cmp(struct text a, struct text b);           /* bytes, then length: a total order */
struct text text_dup(struct arena *a, struct text t); /* NUL behind it */
/* Well-formed UTF-8 without NUL, C0 controls other than TAB/LF/CR, DEL, C1 or bidi controls. */
bool text_clean(struct text t);
/* Columns on a terminal: East Asian wide characters take two. */
size_t text_width(struct text t);
/* Longest prefix of at most `max` bytes that ends on a character. */
size_t text_cut(struct text t, size_t max);
/* Edit distance in characters, for "did you mean"; `limit` stands for "that or more", and for
 * any text longer than TEXT_DISTANCE_MAX. */
#define TEXT_DISTANCE_MAX 128
size_t text_distance(struct text a, struct text b, size_t limit);

/* A growing buffer (malloc) with a hard limit. Past it `over` is set and appends do
 * nothing; the caller checks once at the end. data is always NUL-terminated. */
struct buf {
	char *data;
	size_t len, cap, limit;
	bool over;
};

void buf_init(struct buf *b, size_t limit);
void buf_free(struct buf *b);
void buf_clear(struct buf *b);
void buf_add(struct buf *b, const char *s, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addt(struct buf *b, struct text t);
static inline void
buf_addc(struct buf *b, char c)
{
	if (b->over || b->len + 1 >= b->cap || b->len >= b->limit) {
		buf_add(b, &c, 1);
		return;
	}
	b->data[b->len++] = c;
	b->data[b->len] = '\0';
}
void buf_addf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
/* Appends `len` bytes that the caller fills in; NULL when that passes the limit. */
char *buf_grow(struct buf *b, size_t len);

#endif
