/*
 * Values to PostgreSQL's binary wire form: big-endian, dates in days since 2000-01-01, arrays as
 * (dimensions, has-nulls, element type, length, lower bound) and then length-prefixed elements.
 */
#include "store/pg_internal.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#include "base/date.h"

enum { OID_INT8 = 20, OID_TEXT = 25, OID_DATE = 1082 };
enum { EPOCH_DAYS = 10957 }; /* 1970-01-01 to 2000-01-01 */

static char *
put32(char *at, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		at[i] = (char)(v >> (24 - 8 * i));
	return at + 4;
}

static char *
put64(char *at, int64_t v)
{
	at = put32(at, (uint32_t)((uint64_t)v >> 32));
	return put32(at, (uint32_t)v);
}

static char *
put_array_head(char *at, uint32_t n, bool nulls, uint32_t element)
{
	at = put32(at, n > 0 ? 1 : 0);
	at = put32(at, nulls ? 1 : 0);
	at = put32(at, element);
	if (n == 0)
		return at;
	at = put32(at, n);
	return put32(at, 1);
}

enum { ARRAY_HEAD = 20 };

static char *
put_ints(const struct pg_param *p, struct arena *arena, char **ret_end)
{
	char *start = arena_alloc(arena, ARRAY_HEAD + (size_t)p->n * 12);
	char *at = put_array_head(start, p->n, false, OID_INT8);

	for (uint32_t i = 0; i < p->n; i++) {
		at = put32(at, 8);
		at = put64(at, p->ints[i]);
	}
	*ret_end = at;
	return start;
}

static char *
put_days(const struct pg_param *p, struct arena *arena, char **ret_end)
{
	char *start = arena_alloc(arena, ARRAY_HEAD + (size_t)p->n * 8);
	bool nulls = false;
	char *at;

	for (uint32_t i = 0; i < p->n; i++)
		nulls |= p->days[i] == DAY_NONE;
	at = put_array_head(start, p->n, nulls, OID_DATE);
	for (uint32_t i = 0; i < p->n; i++) {
		if (p->days[i] == DAY_NONE) {
			at = put32(at, UINT32_MAX);
			continue;
		}
		at = put32(at, 4);
		at = put32(at, (uint32_t)(p->days[i] - EPOCH_DAYS));
	}
	*ret_end = at;
	return start;
}

static char *
put_texts(const struct pg_param *p, struct arena *arena, char **ret_end)
{
	size_t size = ARRAY_HEAD;
	char *start, *at;

	for (uint32_t i = 0; i < p->n; i++)
		size += 4 + p->texts[i].len;
	start = arena_alloc(arena, size);
	at = put_array_head(start, p->n, false, OID_TEXT);
	for (uint32_t i = 0; i < p->n; i++) {
		at = put32(at, (uint32_t)p->texts[i].len);
		if (p->texts[i].len > 0)
			memcpy(at, p->texts[i].ptr, p->texts[i].len);
		at += p->texts[i].len;
	}
	*ret_end = at;
	return start;
}

void
pg_encode(const struct pg_param *p, struct arena *arena, const char **ret, int *ret_len)
{
	char *start = NULL, *end = NULL;

	switch (p->type) {
	case PG_INT8:
		start = arena_alloc(arena, 8);
		end = put64(start, p->i);
		break;
	case PG_DATE:
		if (p->i == DAY_NONE)
			break;
		start = arena_alloc(arena, 4);
		end = put32(start, (uint32_t)(p->i - EPOCH_DAYS));
		break;
	case PG_BOOL:
		start = arena_alloc(arena, 1);
		*start = (char)(p->i != 0);
		end = start + 1;
		break;
	case PG_TEXT:
	case PG_BYTEA:
		assert(p->t.len <= INT_MAX);
		*ret = p->t.len > 0 ? p->t.ptr : "";
		*ret_len = (int)p->t.len;
		return;
	case PG_INT8_ARRAY:
		start = put_ints(p, arena, &end);
		break;
	case PG_DATE_ARRAY:
		start = put_days(p, arena, &end);
		break;
	case PG_TEXT_ARRAY:
		start = put_texts(p, arena, &end);
		break;
	case PG_NULL:
		break;
	}
	assert(end - start <= INT_MAX);
	*ret = start;
	*ret_len = (int)(end - start);
}
