/*
 * Bump memory that dies with its owner: no free of single objects.
 * Budget is soft: an allocation past it still succeeds but sets `over`; loops
 * whose length a user chooses poll arena_over() and return E_LIMIT (I12).
 * malloc failure aborts. One owner at a time; no locking.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct arena *arena_new(size_t budget_bytes);
void arena_free(struct arena *a);  /* NULL is fine */
void arena_reset(struct arena *a); /* empties it, keeps the first block */
bool arena_over(const struct arena *a);
size_t arena_used(const struct arena *a);
/* Zeroed, aligned to 16. size 0 gives a unique pointer. */
void *arena_alloc(struct arena *a, size_t size);
/* count * size with overflow check (abort). */
void *arena_array(struct arena *a, size_t count, size_t size);
/* A growing array: `items`, or a copy with more room when `count` of *cap are taken. */
void *arena_room(struct arena *a, void *items, uint32_t count, uint32_t *cap, size_t size);
char *arena_strndup(struct arena *a, const char *s, size_t len); /* adds a NUL */

#endif
