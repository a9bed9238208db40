/*
 * - G1 A message has one length: no Transfer-Encoding, at most one Content-Length, digits only,
 * equal to what was read once the body is there.
 * - G2 A body comes only with POST, PUT, PATCH.
 * - G3 Header names are tokens, values hold no control characters, lines end with CRLF and are not
 *   folded.
 * - G4 The version is 1.0 or 1.1; 1.1 has exactly one Host, 1.0 at most one.
 * - G5 The target is origin-form: '/', then characters of RFC 3986 only, every % followed by two
 * hex digits. What path and query say is for api/uri.h.
 * - G6 Expect is refused.
 */
#include "app/guard.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TOKEN_PUNCTUATION "!#$%&'*+-.^_`|~"
#define TARGET_PUNCTUATION "-._~:/?@!$&'()*+,;=%[]"

static bool
is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool
is_hex(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static bool
one_of(unsigned char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static void
scan_fault(struct guard_scan *s, enum scan_fault fault)
{
	if (s->fault == SCAN_OK)
		s->fault = fault;
}

/* What follows one byte of the header section. */
static enum scan_state
scan_next(struct guard_scan *s, char c)
{
	if (c == '\0')
		scan_fault(s, SCAN_NUL);
	if (s->state == SCAN_CR || s->state == SCAN_END_CR) {
		if (c == '\n')
			return s->state == SCAN_CR ? SCAN_LINE_START : SCAN_BODY;
		scan_fault(s, SCAN_BARE_CR);
		return c == '\r' ? SCAN_CR : SCAN_LINE;
	}
	if (c == '\r')
		return s->state == SCAN_LINE_START ? SCAN_END_CR : SCAN_CR;
	if (c == '\n') {
		scan_fault(s, SCAN_BARE_LF);
		return s->state == SCAN_LINE_START ? SCAN_BODY : SCAN_LINE_START;
	}
	if (s->state == SCAN_LINE_START && (c == ' ' || c == '\t'))
		scan_fault(s, SCAN_FOLD);
	return SCAN_LINE;
}

void
guard_scan(struct guard_scan *s, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len && s->state != SCAN_BODY; i++)
		s->state = scan_next(s, bytes[i]);
}

void
guard_scan_reset(struct guard_scan *s)
{
	*s = (struct guard_scan){ SCAN_START, SCAN_OK };
}

static bool
name_is(struct text name, const char *want)
{
	return name.len == strlen(want) && strncasecmp(name.ptr, want, name.len) == 0;
}

static uint32_t
seen(const struct guard_request *r)
{
	return r->n_headers < GUARD_HEADERS_MAX ? r->n_headers : GUARD_HEADERS_MAX;
}

static uint32_t
header_count(const struct guard_request *r, const char *name)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < seen(r); i++)
		count += name_is(r->headers[i].name, name);
	return count;
}

struct text
guard_header_find(const struct guard_request *r, const char *name)
{
	for (uint32_t i = 0; i < seen(r); i++)
		if (name_is(r->headers[i].name, name))
			return r->headers[i].value;
	return (struct text){ "", 0 };
}

bool
guard_method_has_body(struct text method)
{
	return text_is(method, "POST") || text_is(method, "PUT") || text_is(method, "PATCH");
}

static bool
is_token(struct text t)
{
	for (size_t i = 0; i < t.len; i++)
		if (!is_alnum((unsigned char)t.ptr[i]) &&
		    !one_of((unsigned char)t.ptr[i], TOKEN_PUNCTUATION))
			return false;
	return t.len > 0;
}

/* Visible ASCII, space, TAB, and bytes above 0x7F (opaque, as RFC 9110 has them). */
static bool
is_field_value(struct text t)
{
	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = (unsigned char)t.ptr[i];

		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return false;
	}
	return true;
}

/* Bytes of the client as an argument of a sentence: printable ASCII, the rest as \xNN. */
static void
show(struct text t, char *out, size_t cap)
{
	size_t n = 0;

	for (size_t i = 0; i < t.len && n + 5 < cap; i++) {
		unsigned char c = (unsigned char)t.ptr[i];

		if (c >= 0x20 && c < 0x7F)
			out[n++] = (char)c;
		else
			n += (size_t)snprintf(out + n, cap - n, "\\x%02X", c);
	}
	out[n] = '\0';
}

static enum err_code
check_scan(const struct guard_request *r, struct err *reterr)
{
	static const char *const what[] = { [SCAN_OK] = "",
		[SCAN_NUL] = "NUL",
		[SCAN_BARE_LF] = "LF",
		[SCAN_BARE_CR] = "CR",
		[SCAN_FOLD] = "obs-fold" };

	if (r->scan == SCAN_OK)
		return ERR_OK;
	return err_set(reterr, E_HEADER, "", "", what[r->scan], NULL);
}

static enum err_code
check_version(const struct guard_request *r, struct err *reterr)
{
	char version[32];

	if (r->major == 1 && (r->minor == 0 || r->minor == 1))
		return ERR_OK;
	snprintf(version, sizeof(version), "%d.%d", r->major, r->minor);
	return err_set(reterr, E_HTTP_VERSION, "", version, NULL);
}

static enum err_code
check_fields(const struct guard_request *r, struct err *reterr)
{
	char name[80], limit[16];

	if (r->n_headers > GUARD_HEADERS_MAX) {
		snprintf(name, sizeof(name), "%u", r->n_headers);
		snprintf(limit, sizeof(limit), "%d", GUARD_HEADERS_MAX);
		return err_set(reterr, E_HEADERS_MANY, "", name, limit, NULL);
	}
	for (uint32_t i = 0; i < r->n_headers; i++) {
		const struct guard_header *h = &r->headers[i];

		show(h->name, name, sizeof(name));
		if (!is_token(h->name))
			return err_set(reterr, E_HEADER, "", name, "name", NULL);
		if (!is_field_value(h->value))
			return err_set(reterr, E_HEADER, "", name, "CTL", NULL);
	}
	return ERR_OK;
}

/* reg-name, IPv4 or [IPv6], optional port: enough to refuse a list, a path, user info and empty. */
static bool
host_ok(struct text host)
{
	for (size_t i = 0; i < host.len; i++)
		if (!is_alnum((unsigned char)host.ptr[i]) &&
		    !one_of((unsigned char)host.ptr[i], "-._~:[]%"))
			return false;
	return host.len > 0 && host.len <= 255;
}

static enum err_code
check_host(const struct guard_request *r, struct err *reterr)
{
	uint32_t count = header_count(r, "Host");
	char text[16];

	if (count == 1 && host_ok(guard_header_find(r, "Host")))
		return ERR_OK;
	if (count == 0 && r->minor == 0)
		return ERR_OK;
	snprintf(text, sizeof(text), "%u", count);
	return err_set(reterr, E_HOST, "Host", text, NULL);
}

/* Which of two would count is a guess that a proxy may make otherwise. */
static enum err_code
check_authorization(const struct guard_request *r, struct err *reterr)
{
	uint32_t count = header_count(r, "Authorization");
	char text[16];

	if (count <= 1)
		return ERR_OK;
	snprintf(text, sizeof(text), "%u", count);
	return err_set(reterr, E_AUTHORIZATION_TWICE, "Authorization", text, NULL);
}

static bool
escape_ok(struct text t, size_t i)
{
	return i + 2 < t.len && is_hex((unsigned char)t.ptr[i + 1]) &&
	       is_hex((unsigned char)t.ptr[i + 2]);
}

/* The first part of the target that is refused, or an empty text. */
static struct text
target_fault(struct text t)
{
	if (t.ptr[0] != '/')
		return (struct text){ t.ptr, 1 };
	for (size_t i = 0; i < t.len; i++) {
		unsigned char c = (unsigned char)t.ptr[i];

		if (!is_alnum(c) && !one_of(c, TARGET_PUNCTUATION))
			return (struct text){ t.ptr + i, 1 };
		if (c == '%' && !escape_ok(t, i))
			return (struct text){ t.ptr + i, t.len - i < 3 ? t.len - i : 3 };
	}
	return (struct text){ t.ptr, 0 };
}

static enum err_code
check_target(const struct guard_request *r, struct err *reterr)
{
	char place[24], arg[80];
	struct text fault;

	if (r->target.len > GUARD_TARGET_MAX) {
		snprintf(place, sizeof(place), "%zu", r->target.len);
		snprintf(arg, sizeof(arg), "%d", GUARD_TARGET_MAX);
		return err_set(reterr, E_TARGET_LONG, "", place, arg, NULL);
	}
	if (r->target.len == 0)
		return err_set(reterr, E_TARGET, "", "1", "", NULL);
	fault = target_fault(r->target);
	if (fault.len == 0)
		return ERR_OK;
	snprintf(place, sizeof(place), "%td", fault.ptr - r->target.ptr + 1);
	show(fault, arg, sizeof(arg));
	return err_set(reterr, E_TARGET, "", place, arg, NULL);
}

/* Decimal digits only, at most 18 of them. */
static bool
length_ok(struct text t, size_t *ret)
{
	size_t n = 0;

	if (t.len == 0 || t.len > 18)
		return false;
	for (size_t i = 0; i < t.len; i++) {
		if (t.ptr[i] < '0' || t.ptr[i] > '9')
			return false;
		n = n * 10 + (size_t)(t.ptr[i] - '0');
	}
	*ret = n;
	return true;
}

static enum err_code
body_refused(const struct guard_request *r, struct err *reterr)
{
	char method[32];

	show(r->method, method, sizeof(method));
	return err_set(reterr, E_BODY_UNEXPECTED, "", method, NULL);
}

static enum err_code
framing_refused(const struct guard_request *r, struct err *reterr)
{
	char times[16], shown[80], bytes[24];

	(void)snprintf(times, sizeof(times), "%u", header_count(r, "Content-Length"));
	(void)snprintf(bytes, sizeof(bytes), "%zu", r->body_len);
	show(guard_header_find(r, "Content-Length"), shown, sizeof(shown));
	return err_set(reterr, E_FRAMING, "", times, shown, bytes, NULL);
}

bool
guard_length(const struct guard_request *r, size_t *ret)
{
	return header_count(r, "Content-Length") == 1 &&
	       length_ok(guard_header_find(r, "Content-Length"), ret);
}

static enum err_code
check_length(const struct guard_request *r, struct err *reterr)
{
	char bytes[24];
	size_t length = 0;

	if (!guard_length(r, &length) && header_count(r, "Content-Length") > 0)
		return framing_refused(r, reterr);
	if (!guard_method_has_body(r->method) && (length > 0 || r->body_len > 0))
		return body_refused(r, reterr);
	if (length > r->body_max) {
		(void)snprintf(bytes, sizeof(bytes), "%zu", r->body_max);
		return err_set(reterr, E_LIMIT, "", "body", bytes, NULL);
	}
	if (!r->head_only && length != r->body_len)
		return framing_refused(r, reterr);
	return ERR_OK;
}

static enum err_code
check_framing(const struct guard_request *r, struct err *reterr)
{
	char value[80];

	if (header_count(r, "Transfer-Encoding") > 0) {
		show(guard_header_find(r, "Transfer-Encoding"), value, sizeof(value));
		return err_set(reterr, E_LENGTH_REQUIRED, "", value, NULL);
	}
	if (header_count(r, "Expect") > 0) {
		show(guard_header_find(r, "Expect"), value, sizeof(value));
		return err_set(reterr, E_EXPECT, "", value, NULL);
	}
	return check_length(r, reterr);
}

enum err_code
guard_check(const struct guard_request *r, struct err *reterr)
{
	static enum err_code (*const checks[])(
	    const struct guard_request *, struct err *) = { check_version, check_scan, check_fields,
		check_framing, check_host, check_authorization, check_target };

	for (size_t i = 0; i < COUNT_OF(checks); i++) {
		enum err_code rc = checks[i](r, reterr);

		if (rc != ERR_OK)
			return rc;
	}
	return ERR_OK;
}

/* ---- the head of a request, from its bytes */

static struct text
next_line(struct text *rest)
{
	const char *lf = rest->len > 0 ? memchr(rest->ptr, '\n', rest->len) : NULL;
	size_t n = lf != NULL ? (size_t)(lf - rest->ptr) : rest->len;
	struct text line = { rest->ptr, n };

	n += lf != NULL;
	*rest = (struct text){ rest->ptr + n, rest->len - n };
	if (line.len > 0 && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

/* "HTTP/1.1": one digit on either side of the point. */
static void
read_version(struct text t, struct guard_request *ret)
{
	ret->major = ret->minor = 0;
	if (t.len != 8 || memcmp(t.ptr, "HTTP/", 5) != 0 || t.ptr[5] < '0' || t.ptr[5] > '9' ||
	    t.ptr[6] != '.' || t.ptr[7] < '0' || t.ptr[7] > '9')
		return;
	ret->major = t.ptr[5] - '0';
	ret->minor = t.ptr[7] - '0';
}

/* Between the first and the last space stands the target, whatever it holds. */
static void
read_request_line(struct text line, struct guard_request *ret)
{
	const char *first = line.len > 0 ? memchr(line.ptr, ' ', line.len) : NULL;
	const char *last = first != NULL ? memrchr(line.ptr, ' ', line.len) : NULL;

	ret->method = line;
	ret->target = (struct text){ line.ptr, 0 };
	read_version((struct text){ line.ptr, 0 }, ret);
	if (first == NULL || first == last)
		return;
	ret->method = (struct text){ line.ptr, (size_t)(first - line.ptr) };
	ret->target = (struct text){ first + 1, (size_t)(last - first - 1) };
	read_version((struct text){ last + 1, (size_t)(line.ptr + line.len - last - 1) }, ret);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct guard_header
read_header(struct text line)
{
	const char *colon = memchr(line.ptr, ':', line.len);
	struct text value;

	if (colon == NULL)
		return (struct guard_header){ { line.ptr, 0 }, line };
	value = (struct text){ colon + 1, (size_t)(line.ptr + line.len - colon - 1) };
	while (value.len > 0 && is_blank(value.ptr[0]))
		value = (struct text){ value.ptr + 1, value.len - 1 };
	while (value.len > 0 && is_blank(value.ptr[value.len - 1]))
		value.len--;
	return (struct guard_header){ { line.ptr, (size_t)(colon - line.ptr) }, value };
}

void
guard_head(
    struct text raw, struct guard_header headers[GUARD_HEADERS_MAX], struct guard_request *ret)
{
	struct text line;

	read_request_line(next_line(&raw), ret);
	ret->headers = headers;
	ret->n_headers = 0;
	for (line = next_line(&raw); line.len > 0; line = next_line(&raw)) {
		if (ret->n_headers < GUARD_HEADERS_MAX)
			headers[ret->n_headers] = read_header(line);
		ret->n_headers++;
	}
}
