/* Bytes: version 1, 8 of the list's hash, 8 of the id (big-endian), 1 when the key is null, the
 * key. */
#include "api/cursor.h"

#include <inttypes.h>
#include <string.h>

#include "api/doc_json.h"
#include "api/list_csv.h"
#include "api/param.h"
#include "api/uri.h"
#include "base/hash.h"

#define VERSION 1
#define HASH_AT 1
#define HASH_BYTES 8
#define ID_AT (HASH_AT + HASH_BYTES)
#define NULL_AT (ID_AT + 8)
#define KEY_AT (NULL_AT + 1)
#define CURSOR_BYTES_MAX (CURSOR_TEXT_MAX * 3 / 4)
#define KEY_BYTES_MAX (CURSOR_BYTES_MAX - KEY_AT)
#define FILTER_TEXT_MAX 1024
#define NOT_FILTERS (P_LIMIT | P_CURSOR | P_FORMAT)

/* Each part with its length, so that no two sets of filters hash alike by shifting. A day that was
 * not given is hashed as it was taken: the next page is of the same day. */
static void
hash_filters(const struct route *route, const struct params *p, uint8_t out[HASH_BYTES])
{
	uint8_t digest[SHA256_BYTES];
	struct buf b, value;

	buf_init(&b, FILTER_TEXT_MAX);
	buf_init(&value, FILTER_TEXT_MAX);
	buf_addf(&b, "%s;", route->path);
	for (size_t i = 0; i < param_count; i++) {
		if ((param_table[i].bit & route->params & ~(unsigned)NOT_FILTERS) == 0)
			continue;
		buf_clear(&value);
		param_print(&param_table[i], p, &value);
		buf_addf(&b, "%s=%zu:", param_table[i].name, value.len);
		buf_add(&b, value.data, value.len);
	}
	sha256(b.data, b.len, digest);
	memcpy(out, digest, HASH_BYTES);
	buf_free(&value);
	buf_free(&b);
}

/* The row's sort key as text; false when it is null. */
static bool
key_of(const struct contract_filter *f, const struct contract_row *row, struct arena *arena,
    struct text *ret)
{
	char *text = arena_alloc(arena, DEC_TEXT_MAX + DAY_TEXT_MAX);

	*ret = (struct text){ text, 0 };
	switch (f->sort) {
	case SORT_ID:
		return true;
	case SORT_NO:
		*ret = row->no;
		return true;
	case SORT_SCORE:
		ret->len = row->scored ? dec_print(row->score, 0, text) : 0;
		return row->scored;
	case SORT_AMOUNT:
		ret->len = dec_print(row->amount, 0, text);
		return true;
	case SORT_START:
		if (!date_ok(row->start_on))
			return false;
		date_print(row->start_on, text);
		ret->len = DAY_TEXT_MAX - 1;
		return true;
	}
	return false;
}

struct cursor
cursor_after(const struct contract_filter *f, const struct contract_row *last, struct arena *arena)
{
	struct cursor c = { .id = last->id };

	c.null = !key_of(f, last, arena, &c.key);
	return c;
}

enum err_code
cursor_write(const struct route *route, const struct params *params, const struct cursor *cursor,
    struct buf *out, struct err *reterr)
{
	uint8_t bytes[CURSOR_BYTES_MAX];
	char text[CURSOR_TEXT_MAX + 1];

	if (cursor->key.len > KEY_BYTES_MAX)
		return err_set(reterr, E_LIMIT, "sort", "cursor", "512", NULL);
	bytes[0] = VERSION;
	hash_filters(route, params, bytes + HASH_AT);
	for (int i = 0; i < 8; i++)
		bytes[ID_AT + i] = (uint8_t)((uint64_t)cursor->id >> (56 - 8 * i));
	bytes[NULL_AT] = cursor->null;
	if (cursor->key.len > 0)
		memcpy(bytes + KEY_AT, cursor->key.ptr, cursor->key.len);
	buf_add(out, text, base64url(bytes, KEY_AT + cursor->key.len, text));
	return ERR_OK;
}

static int
digit_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '-' ? 62 : c == '_' ? 63 : -1;
}

/* False for a stray character, an impossible length, or bits that no encoder leaves set. */
static bool
decode(struct text t, uint8_t out[CURSOR_BYTES_MAX], size_t *ret_len)
{
	uint32_t bits = 0;
	uint32_t held = 0;
	size_t len = 0;

	if (t.len > CURSOR_TEXT_MAX || t.len % 4 == 1)
		return false;
	for (size_t i = 0; i < t.len; i++) {
		int d = digit_of(t.ptr[i]);

		if (d < 0)
			return false;
		held = held << 6 | (uint32_t)d;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[len++] = (uint8_t)(held >> bits);
			held &= (1u << bits) - 1;
		}
	}
	*ret_len = len;
	return held == 0;
}

/* The store compares the key as a value of the column's type: it must be one. */
static bool
key_fits(const struct cursor *c, enum contract_sort sort)
{
	day_t day;
	dec_t dec;

	if (c->null)
		return c->key.len == 0 && (sort == SORT_SCORE || sort == SORT_START);
	switch (sort) {
	case SORT_ID:
		return c->key.len == 0;
	case SORT_NO:
		return text_clean(c->key);
	case SORT_SCORE:
	case SORT_AMOUNT:
		return dec_parse(c->key.ptr, c->key.len, &dec);
	case SORT_START:
		return date_parse(c->key.ptr, c->key.len, &day);
	}
	return false;
}

bool
cursor_apply(const struct cursor *cursor, struct contract_filter *f)
{
	if (!key_fits(cursor, f->sort))
		return false;
	f->has_cursor = true;
	f->cursor_id = cursor->id;
	f->cursor_null = cursor->null;
	f->cursor_key = cursor->key;
	return true;
}

enum err_code
cursor_read(const struct route *route, const struct params *params, struct arena *arena,
    struct cursor *ret, struct err *reterr)
{
	uint8_t bytes[CURSOR_BYTES_MAX];
	uint8_t hash[HASH_BYTES];
	uint64_t id = 0;
	size_t len;

	if (!decode(params->cursor, bytes, &len) || len < KEY_AT || bytes[0] != VERSION ||
	    bytes[NULL_AT] > 1)
		return err_set(reterr, E_CURSOR, "cursor", NULL);
	hash_filters(route, params, hash);
	if (memcmp(hash, bytes + HASH_AT, HASH_BYTES) != 0)
		return err_set(reterr, E_CURSOR_MISMATCH, "cursor", NULL);
	for (int i = 0; i < 8; i++)
		id = id << 8 | bytes[ID_AT + i];
	if (id == 0 || id > INT64_MAX)
		return err_set(reterr, E_CURSOR, "cursor", NULL);
	ret->id = (int64_t)id;
	ret->null = bytes[NULL_AT] == 1;
	ret->key.len = len - KEY_AT;
	ret->key.ptr = arena_strndup(arena, (const char *)bytes + KEY_AT, len - KEY_AT);
	return ERR_OK;
}

bool
page_csv(const struct params *params)
{
	return text_is(params->format, "csv");
}

uint32_t
page_limit(const struct params *params)
{
	if (page_csv(params) && (params->given & P_LIMIT) == 0)
		return CSV_ROWS_MAX;
	return (uint32_t)params->limit;
}

/* The day stands in the address even when the request left it out: the next page is of it too. */
static void
add_params(const struct job *job, struct buf *out)
{
	unsigned always = P_AS_OF | (page_csv(&job->params) ? 0u : P_LIMIT);
	unsigned shown = (job->params.given | always) & job->route->params & ~(unsigned)P_CURSOR;
	struct buf value;

	buf_init(&value, FILTER_TEXT_MAX);
	for (size_t i = 0; i < param_count; i++) {
		const struct param_def *def = &param_table[i];

		if ((def->bit & shown) == 0 || def->in_path)
			continue;
		buf_clear(&value);
		param_print(def, &job->params, &value);
		buf_addf(out, "%s=", def->name);
		uri_escape(out, (struct text){ value.data, value.len });
		buf_addc(out, '&');
	}
	buf_free(&value);
}

enum err_code
page_href(struct job *job, const struct cursor *cursor, struct text *ret)
{
	enum err_code code;
	struct buf out;

	buf_init(&out, HREF_MAX * 2);
	buf_addf(&out, "%s?", job->route->path);
	add_params(job, &out);
	buf_adds(&out, "cursor=");
	code = cursor_write(job->route, &job->params, cursor, &out, &job->err);
	if (code == ERR_OK && out.over)
		code = err_set(&job->err, E_LIMIT, "", "next", "2048", NULL);
	if (code == ERR_OK)
		*ret = text_dup(job->arena, (struct text){ out.data, out.len });
	buf_free(&out);
	return code;
}
