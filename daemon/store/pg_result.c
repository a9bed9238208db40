/*
 * A result set: integers decoded on arrival into one array, texts side by side in another, so that
 * a large set costs nine bytes a cell and is bounded while it comes in (libpq's own result is not).
 */
#include "store/pg_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Whole numbers on the wire; everything else is kept as the bytes that came. */
enum oid {
	OID_BOOL = 16,
	OID_INT8 = 20,
	OID_INT2 = 21,
	OID_INT4 = 23,
	OID_DATE = 1082,
	OID_TIMESTAMPTZ = 1184,
};

#define EPOCH_DAYS 10957 /* 1970-01-01 to 2000-01-01 */
#define EPOCH_US (EPOCH_DAYS * INT64_C(86400000000))
#define NAME_MAX_BYTES 64

struct result_column {
	char name[NAME_MAX_BYTES];
	bool text;      /* v holds offset << 32 | length into bytes */
	int64_t offset; /* added to what the wire says */
};

struct pg_result {
	uint32_t columns;
	size_t cells, cells_cap;
	int64_t *v;
	uint8_t *null;
	char *bytes;
	size_t n_bytes, bytes_cap;
	struct result_column column[];
};

static void *
grow(void *old, size_t size)
{
	void *p = realloc(old, size);

	if (p == NULL)
		abort();
	return p;
}

struct pg_result *
pg_result_new(uint32_t columns)
{
	struct pg_result *r = calloc(1, sizeof(*r) + columns * sizeof(r->column[0]));

	if (r == NULL)
		abort();
	r->columns = columns;
	return r;
}

void
pg_result_column(struct pg_result *r, uint32_t col, const char *name, uint32_t type_oid)
{
	struct result_column *c = &r->column[col];
	size_t len = strnlen(name, NAME_MAX_BYTES - 1);

	memcpy(c->name, name, len);
	switch (type_oid) {
	case OID_DATE:
		c->offset = EPOCH_DAYS;
		break;
	case OID_TIMESTAMPTZ:
		c->offset = EPOCH_US;
		break;
	case OID_BOOL:
	case OID_INT2:
	case OID_INT4:
	case OID_INT8:
		break;
	default:
		c->text = true;
	}
}

static int64_t
decode(const char *value, uint32_t len)
{
	uint64_t v = 0;

	assert(len >= 1 && len <= 8);
	for (uint32_t i = 0; i < len; i++)
		v = v << 8 | (unsigned char)value[i];
	if (len == 8)
		return (int64_t)v;
	/* sign of the shorter types */
	return (int64_t)(v << (64 - 8 * len)) >> (64 - 8 * len);
}

static bool
keep_bytes(struct pg_result *r, const char *value, uint32_t len, int64_t *ret)
{
	if (len > PG_BYTES_MAX - r->n_bytes)
		return false;
	if (r->n_bytes + len > r->bytes_cap) {
		r->bytes_cap = r->bytes_cap * 2 + len + 256;
		r->bytes = grow(r->bytes, r->bytes_cap);
	}
	if (len > 0)
		memcpy(r->bytes + r->n_bytes, value, len);
	*ret = (int64_t)(r->n_bytes << 32 | len);
	r->n_bytes += len;
	return true;
}

bool
pg_result_cell(struct pg_result *r, const char *value, uint32_t len)
{
	const struct result_column *c = &r->column[r->cells % r->columns];
	size_t i = r->cells;

	if (i >= PG_CELLS_MAX)
		return false;
	if (i == r->cells_cap) {
		r->cells_cap = r->cells_cap * 2 + 64;
		r->v = grow(r->v, r->cells_cap * sizeof(*r->v));
		r->null = grow(r->null, r->cells_cap);
	}
	r->null[i] = value == NULL;
	r->v[i] = 0;
	if (value != NULL && c->text) {
		if (!keep_bytes(r, value, len, &r->v[i]))
			return false;
	} else if (value != NULL) {
		int64_t v = decode(value, len);

		/* 'infinity' stays at the end of the range */
		if (__builtin_add_overflow(v, c->offset, &r->v[i]))
			r->v[i] = INT64_MAX;
	}
	r->cells++;
	return true;
}

uint32_t
pg_rows(const struct pg_result *r)
{
	return r->columns == 0 ? 0 : (uint32_t)(r->cells / r->columns);
}

uint32_t
pg_columns(const struct pg_result *r)
{
	return r->columns;
}

static size_t
cell(const struct pg_result *r, uint32_t row, uint32_t col)
{
	size_t i = (size_t)row * r->columns + col;

	assert(col < r->columns && i < r->cells);
	return i;
}

bool
pg_null(const struct pg_result *r, uint32_t row, uint32_t col)
{
	return r->null[cell(r, row, col)] != 0;
}

int64_t
pg_int(const struct pg_result *r, uint32_t row, uint32_t col)
{
	assert(!r->column[col].text);
	return r->v[cell(r, row, col)];
}

struct text
pg_text(const struct pg_result *r, uint32_t row, uint32_t col)
{
	size_t i = cell(r, row, col);

	assert(r->column[col].text);
	if (r->null[i] || r->bytes == NULL)
		return TEXT("");
	return (struct text){ r->bytes + (r->v[i] >> 32), (size_t)(r->v[i] & UINT32_MAX) };
}

const char *
pg_column_name(const struct pg_result *r, uint32_t col)
{
	assert(col < r->columns);
	return r->column[col].name;
}

void
pg_result_free(struct pg_result *r)
{
	if (r == NULL)
		return;
	free(r->v);
	free(r->null);
	free(r->bytes);
	free(r);
}
