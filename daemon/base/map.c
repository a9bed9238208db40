/*
 * Linear probing at half load. The FNV value is kept in the slot (cheap to compare,
 * no rehash of keys when growing) and mixed before use, since its low bits alone
 * cluster for short keys.
 */
#include "base/map.h"

#include <stdlib.h>

struct slot {
	struct text key;
	uint64_t hash;
	uint32_t value;
	bool taken;
};

struct map {
	struct arena *arena;
	struct slot *slots;
	size_t cap; /* a power of two, at least twice size */
	size_t size;
};

uint64_t
text_hash(struct text t)
{
	uint64_t h = 0xcbf29ce484222325u; /* FNV-1a, 64 bits */

	for (size_t i = 0; i < t.len; i++) {
		h ^= (unsigned char)t.ptr[i];
		h *= 0x100000001b3u;
	}
	return h;
}

static size_t
start_of(uint64_t hash, size_t cap)
{
	hash ^= hash >> 32;
	hash *= 0x9e3779b97f4a7c15u;
	return (size_t)(hash >> 32) & (cap - 1);
}

/* The slot of the key, or the free one where it belongs. */
static struct slot *
find(struct slot *slots, size_t cap, struct text key, uint64_t hash)
{
	size_t i = start_of(hash, cap);

	while (slots[i].taken && !(slots[i].hash == hash && text_eq(slots[i].key, key)))
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

struct map *
map_new(struct arena *a, size_t expected)
{
	struct map *m = arena_alloc(a, sizeof(*m));

	if (expected > SIZE_MAX / 8)
		abort();
	m->arena = a;
	m->cap = 8;
	while (m->cap < expected * 2)
		m->cap *= 2;
	m->slots = arena_array(a, m->cap, sizeof(*m->slots));
	return m;
}

/* The former slots stay in the arena until it dies: at most as much again in all. */
static void
grow(struct map *m)
{
	size_t cap = m->cap * 2;
	struct slot *slots = arena_array(m->arena, cap, sizeof(*slots));

	for (size_t i = 0; i < m->cap; i++) {
		const struct slot *old = &m->slots[i];

		if (old->taken)
			*find(slots, cap, old->key, old->hash) = *old;
	}
	m->slots = slots;
	m->cap = cap;
}

bool
map_put(struct map *m, struct text key, uint32_t value)
{
	uint64_t hash = text_hash(key);
	struct slot *s = find(m->slots, m->cap, key, hash);

	if (s->taken)
		return false;
	if ((m->size + 1) * 2 > m->cap) {
		grow(m);
		s = find(m->slots, m->cap, key, hash);
	}
	*s = (struct slot){ .key = key, .hash = hash, .value = value, .taken = true };
	m->size++;
	return true;
}

bool
map_get(const struct map *m, struct text key, uint32_t *ret)
{
	const struct slot *s = find(m->slots, m->cap, key, text_hash(key));

	if (!s->taken)
		return false;
	*ret = s->value;
	return true;
}

size_t
map_size(const struct map *m)
{
	return m->size;
}
