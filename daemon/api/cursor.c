/* Bytes: version 1, 8 of the filters' hash, 8 of the id (big-endian), 1 when the key is null, the
 * key. */
#include "api/cursor.h"

#include <inttypes.h>
#include <string.h>

#include "api/param.h"
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

/* Each part with its length, so that no two sets of filters hash alike by shifting. */
static void
hash_filters(const struct params *p, uint8_t out[HASH_BYTES])
{
	const struct text parts[] = { p->programme, p->region, p->grade, p->sort };
	uint8_t digest[SHA256_BYTES];
	struct buf b;

	buf_init(&b, FILTER_TEXT_MAX);
	buf_addf(&b, "%" PRId64 ";", p->provider);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		buf_addf(&b, "%zu:", parts[i].len);
		if (parts[i].len > 0)
			buf_addt(&b, parts[i]);
	}
	sha256(b.data, b.len, digest);
	memcpy(out, digest, HASH_BYTES);
	buf_free(&b);
}

/* The row's sort key as text; false when it is null. */
static bool
key_of(const struct contract_filter *f, const struct contract_row *row, char out[CURSOR_BYTES_MAX],
    size_t *ret_len)
{
	*ret_len = 0;
	switch (f->sort) {
	case SORT_ID:
		return true;
	case SORT_NO:
		*ret_len = row->no.len;
		if (row->no.len > 0 && row->no.len <= KEY_BYTES_MAX)
			memcpy(out, row->no.ptr, row->no.len);
		return true;
	case SORT_SCORE:
		*ret_len = row->scored ? dec_print(row->score, 0, out) : 0;
		return row->scored;
	case SORT_AMOUNT:
		*ret_len = dec_print(row->amount, 0, out);
		return true;
	case SORT_START:
		if (!date_ok(row->start_on))
			return false;
		date_print(row->start_on, out);
		*ret_len = DAY_TEXT_MAX - 1;
		return true;
	}
	return false;
}

enum err_code
cursor_write(const struct params *params, const struct contract_filter *f,
    const struct contract_row *last, struct buf *out, struct err *reterr)
{
	uint8_t bytes[CURSOR_BYTES_MAX];
	char key[CURSOR_BYTES_MAX];
	char text[CURSOR_TEXT_MAX + 1];
	size_t key_len;
	bool known = key_of(f, last, key, &key_len);

	if (key_len > KEY_BYTES_MAX)
		return err_set(reterr, E_LIMIT, "sort", "cursor", "512", NULL);
	bytes[0] = VERSION;
	hash_filters(params, bytes + HASH_AT);
	for (int i = 0; i < 8; i++)
		bytes[ID_AT + i] = (uint8_t)((uint64_t)last->id >> (56 - 8 * i));
	bytes[NULL_AT] = !known;
	memcpy(bytes + KEY_AT, key, key_len);
	buf_add(out, text, base64url(bytes, KEY_AT + key_len, text));
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
key_fits(const struct contract_filter *f)
{
	day_t day;
	dec_t dec;

	if (f->cursor_null)
		return f->cursor_key.len == 0 && (f->sort == SORT_SCORE || f->sort == SORT_START);
	switch (f->sort) {
	case SORT_ID:
		return f->cursor_key.len == 0;
	case SORT_NO:
		return text_clean(f->cursor_key);
	case SORT_SCORE:
	case SORT_AMOUNT:
		return dec_parse(f->cursor_key.ptr, f->cursor_key.len, &dec);
	case SORT_START:
		return date_parse(f->cursor_key.ptr, f->cursor_key.len, &day);
	}
	return false;
}

enum err_code
cursor_read(
    const struct params *params, struct contract_filter *f, struct arena *arena, struct err *reterr)
{
	uint8_t bytes[CURSOR_BYTES_MAX];
	uint8_t hash[HASH_BYTES];
	uint64_t id = 0;
	size_t len;

	if (!decode(params->cursor, bytes, &len) || len < KEY_AT || bytes[0] != VERSION ||
	    bytes[NULL_AT] > 1)
		return err_set(reterr, E_CURSOR, "cursor", NULL);
	hash_filters(params, hash);
	if (memcmp(hash, bytes + HASH_AT, HASH_BYTES) != 0)
		return err_set(reterr, E_CURSOR_MISMATCH, "cursor", NULL);
	for (int i = 0; i < 8; i++)
		id = id << 8 | bytes[ID_AT + i];
	f->has_cursor = true;
	f->cursor_id = (int64_t)id;
	f->cursor_null = bytes[NULL_AT] == 1;
	f->cursor_key.len = len - KEY_AT;
	f->cursor_key.ptr = arena_strndup(arena, (const char *)bytes + KEY_AT, len - KEY_AT);
	if (f->cursor_id <= 0 || !key_fits(f))
		return err_set(reterr, E_CURSOR, "cursor", NULL);
	return ERR_OK;
}
