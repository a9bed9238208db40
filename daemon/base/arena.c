#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define HIDE(p, n) __asan_poison_memory_region(p, n)
#define SHOW(p, n) __asan_unpoison_memory_region(p, n)
#define RED_ZONE 16 /* so that running past an object is seen */
#else
#define HIDE(p, n) ((void)(p), (void)(n))
#define SHOW(p, n) ((void)(p), (void)(n))
#define RED_ZONE 0
#endif

enum {
	ALIGN = 16,
	BLOCK_FIRST = 16 * 1024,
	BLOCK_MAX = 1024 * 1024,
};

struct block {
	struct block *prev;
	size_t cap, len; /* of data, in bytes */
	_Alignas(ALIGN) unsigned char data[];
};

struct arena {
	struct block *first; /* survives a reset */
	struct block *head;  /* allocations come from here */
	size_t next_cap;
	size_t budget;
	size_t used;
};

static struct block *
block_new(size_t cap)
{
	struct block *b = calloc(1, sizeof(*b) + cap);

	if (b == NULL)
		abort();
	b->prev = NULL;
	b->cap = cap;
	b->len = 0;
	HIDE(b->data, cap);
	return b;
}

static void
block_free(struct block *b)
{
	SHOW(b->data, b->cap);
	free(b);
}

struct arena *
arena_new(size_t budget_bytes)
{
	struct arena *a = calloc(1, sizeof(*a));

	if (a == NULL)
		abort();
	a->first = a->head = block_new(BLOCK_FIRST);
	a->next_cap = (size_t)BLOCK_FIRST * 2;
	a->budget = budget_bytes;
	return a;
}

static void
free_blocks(struct arena *a, const struct block *keep)
{
	struct block *b = a->head;

	while (b != NULL) {
		struct block *prev = b->prev;

		if (b != keep)
			block_free(b);
		b = prev;
	}
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	free_blocks(a, NULL);
	free(a);
}

void
arena_reset(struct arena *a)
{
	free_blocks(a, a->first);
	a->head = a->first;
	a->first->prev = NULL;
	a->first->len = 0;
	HIDE(a->first->data, a->first->cap);
	a->next_cap = (size_t)BLOCK_FIRST * 2;
	a->used = 0;
}

bool
arena_over(const struct arena *a)
{
	return a->used > a->budget;
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}

/* A block with room for `need`. One that a single object would fill goes behind
 * the head, so that the rest of the head is not lost. */
static struct block *
block_for(struct arena *a, size_t need)
{
	struct block *b = a->head;

	if (b->cap - b->len >= need)
		return b;
	if (need > a->next_cap / 2) {
		b = block_new(need);
		b->prev = a->head->prev;
		a->head->prev = b;
		return b;
	}
	b = block_new(a->next_cap);
	b->prev = a->head;
	a->head = b;
	if (a->next_cap < BLOCK_MAX)
		a->next_cap *= 2;
	return b;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct block *b;
	size_t need;
	void *p;

	if (size > SIZE_MAX / 4)
		abort();
	need = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (need == 0)
		need = ALIGN;
	b = block_for(a, need + RED_ZONE);
	p = b->data + b->len;
	b->len += need + RED_ZONE;
	a->used += need;
	SHOW(p, size);
	return memset(p, 0, size);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		abort();
	return arena_alloc(a, total);
}

void *
arena_room(struct arena *a, void *items, uint32_t count, uint32_t *cap, size_t size)
{
	void *more;

	if (count < *cap)
		return items;
	*cap = *cap == 0 ? 4 : *cap * 2;
	more = arena_array(a, *cap, size);
	if (count > 0)
		memcpy(more, items, count * size);
	return more;
}

char *
arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *p;

	if (len == SIZE_MAX)
		abort();
	p = arena_alloc(a, len + 1);
	if (len > 0)
		memcpy(p, s, len);
	return p;
}
