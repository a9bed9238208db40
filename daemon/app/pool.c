#include "app/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)

void *
pool_alloc(size_t size)
{
	return malloc(size);
}

void *
pool_realloc(void *p, size_t size)
{
	return realloc(p, size);
}

void
pool_free(void *p)
{
	free(p);
}

void
pool_drain(void)
{
}

#else

enum {
	SMALLEST = 6, /* 2^6 bytes, header included */
	CLASSES = 8,  /* up to 2^13 */
	KEPT = 4096,  /* free blocks of a class that a thread keeps */
	LARGE = 255,
};

/* Before each block; 16 bytes keep the alignment of malloc. */
struct head {
	_Alignas(16) struct head *next; /* while free */
	uint32_t class;
};

static _Thread_local struct {
	struct head *free[CLASSES];
	uint32_t count[CLASSES];
} mine;

static uint32_t
class_of(size_t size)
{
	size_t need = size + sizeof(struct head);

	for (uint32_t c = 0; c < CLASSES; c++)
		if (need <= (size_t)1 << (SMALLEST + c))
			return c;
	return LARGE;
}

static size_t
room(const struct head *h)
{
	return ((size_t)1 << (SMALLEST + h->class)) - sizeof(struct head);
}

void *
pool_alloc(size_t size)
{
	uint32_t c = class_of(size);
	struct head *h;

	if (c == LARGE) {
		h = size < SIZE_MAX / 2 ? malloc(size + sizeof(*h)) : NULL;
	} else if (mine.free[c] != NULL) {
		h = mine.free[c];
		mine.free[c] = h->next;
		mine.count[c]--;
	} else {
		h = malloc((size_t)1 << (SMALLEST + c));
	}
	if (h == NULL)
		abort();
	h->class = c;
	return h + 1;
}

void
pool_free(void *p)
{
	struct head *h = p;

	if (p == NULL)
		return;
	h--;
	if (h->class == LARGE || mine.count[h->class] >= KEPT) {
		free(h);
		return;
	}
	h->next = mine.free[h->class];
	mine.free[h->class] = h;
	mine.count[h->class]++;
}

void *
pool_realloc(void *p, size_t size)
{
	struct head *h = p;
	void *moved;

	if (p == NULL)
		return pool_alloc(size);
	h--;
	if (h->class == LARGE && class_of(size) == LARGE) {
		h = size < SIZE_MAX / 2 ? realloc(h, size + sizeof(*h)) : NULL;
		if (h == NULL)
			abort();
		return h + 1;
	}
	if (h->class != LARGE && size <= room(h))
		return p;
	moved = pool_alloc(size);
	memcpy(moved, p, h->class != LARGE && room(h) < size ? room(h) : size);
	pool_free(p);
	return moved;
}

void
pool_drain(void)
{
	for (uint32_t c = 0; c < CLASSES; c++) {
		while (mine.free[c] != NULL) {
			struct head *h = mine.free[c];

			mine.free[c] = h->next;
			free(h);
		}
		mine.count[c] = 0;
	}
}

#endif
