/*
 * Memory for the event library: about fifty small objects a request, so size classes with a free
 * list per thread instead of malloc. A block freed on another thread joins that thread's list.
 * Under the address sanitizer every call goes to malloc, so that it sees each object.
 */
#ifndef APP_POOL_H
#define APP_POOL_H

#include <stddef.h>

void *pool_alloc(size_t size);
void *pool_realloc(void *p, size_t size);
void pool_free(void *p);
/* Gives the calling thread's free blocks back: before it ends. */
void pool_drain(void);

#endif
