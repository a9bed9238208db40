/*
 * Text -> uint32, open addressing, in an arena. Keys are not copied: they must
 * live as long as the map. Safe for concurrent readers once filled.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

struct map;

struct map *map_new(struct arena *a, size_t expected);
/* False when the key is already there (its value stays). */
bool map_put(struct map *m, struct text key, uint32_t value);
bool map_get(const struct map *m, struct text key, uint32_t *ret);
size_t map_size(const struct map *m);
uint64_t text_hash(struct text t); /* seedless: the same on any machine */

#endif
