#include "api/uri.h"

#include <string.h>

enum uri_fault {
	FINE,
	RAW_BYTE,
	BAD_ESCAPE,
	CONTROL,
	NOT_CANONICAL,
	NOT_UTF8,
	NOT_ABSOLUTE,
	LONG_PATH,
	EMPTY_SEGMENT,
	DOT_SEGMENT,
	MANY_SEGMENTS,
	EMPTY_PIECE,
	NO_EQUALS,
	NO_NAME,
	MANY_ITEMS,
	LONG_QUERY,
};

/* clang-format off */
static const char *const said[][2] = {
	[RAW_BYTE] = { "含有须写成 %XX 的字节", "a byte that must be written as %XX" },
	[BAD_ESCAPE] = { "% 后缺少两位十六进制数字", "a % without two hex digits" },
	[CONTROL] = { "含有转义的控制字符", "an escaped control character" },
	[NOT_CANONICAL] = { "转义了不应转义的字符", "an escape of a character that must not be escaped" },
	[NOT_UTF8] = { "转义后不是合格的 UTF-8", "escapes that are not clean UTF-8" },
	[NOT_ABSOLUTE] = { "未以 / 开头", "it does not start with /" },
	[LONG_PATH] = { "路径过长", "the path is too long" },
	[EMPTY_SEGMENT] = { "含有空段（//）", "an empty segment (//)" },
	[DOT_SEGMENT] = { "含有点段", "a dot segment" },
	[MANY_SEGMENTS] = { "路径段过多", "too many segments" },
	[EMPTY_PIECE] = { "含有空项（&&）", "an empty piece (&&)" },
	[NO_EQUALS] = { "名称后缺少 =", "a name without =" },
	[NO_NAME] = { "缺少名称", "a value without a name" },
	[MANY_ITEMS] = { "参数过多", "too many parameters" },
	[LONG_QUERY] = { "查询串过长", "it is too long" },
};
/* clang-format on */

static enum err_code
refuse(struct err *reterr, enum err_code code, enum uri_fault fault)
{
	return err_set(reterr, code, "", said[fault][LANG_ZH], said[fault][LANG_EN], NULL);
}

static bool
is_unreserved(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

/* Visible ASCII but those that RFC 3986 gives no place in a path or query. */
static bool
is_uri_byte(unsigned char c)
{
	return c > 0x20 && c < 0x7f && strchr("\"<>\\^`{|}#", c) == NULL;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static enum uri_fault
check_bytes(struct text raw)
{
	for (size_t i = 0; i < raw.len; i++) {
		if (!is_uri_byte((unsigned char)raw.ptr[i]))
			return RAW_BYTE;
	}
	return FINE;
}

struct decoding {
	bool plus_is_space;
	bool canonical; /* an escape of an unreserved character, / or \ is refused */
};

static enum uri_fault
decode_escape(struct text raw, size_t at, struct decoding how, unsigned char *ret)
{
	int hi = at + 2 < raw.len ? hex_digit(raw.ptr[at + 1]) : -1;
	int lo = at + 2 < raw.len ? hex_digit(raw.ptr[at + 2]) : -1;
	unsigned char c;

	if (hi < 0 || lo < 0)
		return BAD_ESCAPE;
	c = (unsigned char)(hi * 16 + lo);
	if (c < 0x20 || c == 0x7f)
		return CONTROL;
	if (how.canonical && (is_unreserved(c) || c == '/' || c == '\\'))
		return NOT_CANONICAL;
	*ret = c;
	return FINE;
}

static enum uri_fault
decode(struct text raw, struct decoding how, struct arena *arena, struct text *ret)
{
	char *out;
	size_t len = 0;

	if (memchr(raw.ptr, '%', raw.len) == NULL &&
	    (!how.plus_is_space || memchr(raw.ptr, '+', raw.len) == NULL)) {
		*ret = raw;
		return FINE;
	}
	out = arena_alloc(arena, raw.len + 1);
	for (size_t i = 0; i < raw.len; i++) {
		unsigned char c = (unsigned char)raw.ptr[i];

		if (c == '%') {
			enum uri_fault fault = decode_escape(raw, i, how, &c);

			if (fault != FINE)
				return fault;
			i += 2;
		} else if (c == '+' && how.plus_is_space) {
			c = ' ';
		}
		out[len++] = (char)c;
	}
	*ret = (struct text){ out, len };
	return text_clean(*ret) ? FINE : NOT_UTF8;
}

static enum uri_fault
path_fault(struct text raw)
{
	if (raw.len == 0 || raw.ptr[0] != '/')
		return NOT_ABSOLUTE;
	if (raw.len > URI_PATH_MAX)
		return LONG_PATH;
	return check_bytes(raw);
}

static enum uri_fault
add_segment(struct uri_path *p, struct text raw, bool last, struct arena *arena)
{
	struct decoding how = { .plus_is_space = false, .canonical = true };

	if (raw.len == 0 && !last)
		return EMPTY_SEGMENT;
	if (text_is(raw, ".") || text_is(raw, ".."))
		return DOT_SEGMENT;
	if (p->n == URI_SEGMENTS_MAX)
		return MANY_SEGMENTS;
	p->raw[p->n] = raw;
	return decode(raw, how, arena, &p->segment[p->n++]);
}

enum err_code
uri_path(struct text raw, struct arena *arena, struct uri_path *ret, struct err *reterr)
{
	enum uri_fault fault = path_fault(raw);
	struct uri_path p = { 0 };
	size_t at = 1;

	while (fault == FINE && at <= raw.len) {
		const char *slash = memchr(raw.ptr + at, '/', raw.len - at);
		size_t end = slash != NULL ? (size_t)(slash - raw.ptr) : raw.len;
		bool last = slash == NULL;

		/* "/a//" must not pass as "/a/" */
		fault = add_segment(&p, (struct text){ raw.ptr + at, end - at }, last, arena);
		at = end + 1;
	}
	if (fault != FINE)
		return refuse(reterr, E_URI, fault);
	*ret = p;
	return ERR_OK;
}

static enum uri_fault
split_item(struct text piece, struct arena *arena, struct query_item *ret)
{
	struct decoding how = { .plus_is_space = true, .canonical = false };
	const char *eq = piece.len > 0 ? memchr(piece.ptr, '=', piece.len) : NULL;
	size_t key_len = eq != NULL ? (size_t)(eq - piece.ptr) : 0;
	enum uri_fault fault;

	if (eq == NULL)
		return piece.len == 0 ? EMPTY_PIECE : NO_EQUALS;
	if (key_len == 0)
		return NO_NAME;
	fault = decode((struct text){ piece.ptr, key_len }, how, arena, &ret->key);
	if (fault != FINE)
		return fault;
	return decode((struct text){ eq + 1, piece.len - key_len - 1 }, how, arena, &ret->value);
}

static enum err_code
add_item(struct query *q, struct text piece, struct arena *arena, struct err *reterr)
{
	struct query_item item;
	enum uri_fault fault;
	char name[64];

	if (q->n == QUERY_ITEMS_MAX)
		return refuse(reterr, E_QUERY, MANY_ITEMS);
	fault = split_item(piece, arena, &item);
	if (fault != FINE)
		return refuse(reterr, E_QUERY, fault);
	for (uint32_t i = 0; i < q->n; i++) {
		if (!text_eq(q->items[i].key, item.key))
			continue;
		memcpy(name, item.key.ptr, text_cut(item.key, sizeof(name) - 1));
		name[text_cut(item.key, sizeof(name) - 1)] = '\0';
		return err_set(reterr, E_PARAM_TWICE, name, name, NULL);
	}
	q->items[q->n++] = item;
	return ERR_OK;
}

enum err_code
uri_query(struct text raw, struct arena *arena, struct query *ret, struct err *reterr)
{
	enum uri_fault fault = raw.len > URI_QUERY_MAX ? LONG_QUERY : check_bytes(raw);
	struct query q = { 0 };
	size_t at = 0;

	if (fault != FINE)
		return refuse(reterr, E_QUERY, fault);
	while (raw.len > 0 && at <= raw.len) {
		const char *amp = at < raw.len ? memchr(raw.ptr + at, '&', raw.len - at) : NULL;
		size_t end = amp != NULL ? (size_t)(amp - raw.ptr) : raw.len;
		enum err_code code =
		    add_item(&q, (struct text){ raw.ptr + at, end - at }, arena, reterr);

		if (code != ERR_OK)
			return code;
		at = end + 1;
	}
	*ret = q;
	return ERR_OK;
}

void
uri_escape(struct buf *out, struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = (unsigned char)t.ptr[i];

		if (is_unreserved(c))
			buf_addc(out, (char)c);
		else
			buf_addf(out, "%%%02X", c);
	}
}
