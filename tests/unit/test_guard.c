/* The connection guard: G1-G6 of guard.c, from the hostile inputs that the parser behind it
 * accepts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/guard.h"

#define H(n, v)                          \
	{                                \
		{ n, sizeof(n) - 1 },    \
		{                        \
			v, sizeof(v) - 1 \
		}                        \
	}
#define HOST H("Host", "a.example:8080")

struct row {
	const char *what;
	const char *method, *target;
	int major, minor;
	struct guard_header headers[5]; /* ended by an empty name pointer */
	size_t body_len;
	enum err_code want;
};

static uint32_t
count_headers(const struct row *row)
{
	uint32_t n = 0;

	while (n < 5 && row->headers[n].name.ptr != NULL)
		n++;
	return n;
}

static void
run_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct row *row = &rows[i];
		struct guard_request r = { text_of(row->method), text_of(row->target), row->major,
			row->minor, row->headers, count_headers(row), row->body_len, 1000, SCAN_OK,
			false };
		struct err err = { 0 };
		enum err_code got = guard_check(&r, &err);

		if (got != row->want)
			fail_msg("%s: got %s, want %s", row->what, err_symbol(got),
			    err_symbol(row->want));
		if (got != ERR_OK)
			assert_int_equal(err.code, got);
	}
}

static void
test_framing(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		{ "plain GET", "GET", "/", 1, 1, { HOST }, 0, ERR_OK },
		{ "POST with its length", "POST", "/", 1, 1, { HOST, H("Content-Length", "35") }, 35, ERR_OK },
		{ "Content-Length: 0 on GET", "GET", "/", 1, 1, { HOST, H("Content-Length", "0") }, 0, ERR_OK },
		{ "chunked", "POST", "/", 1, 1, { HOST, H("Transfer-Encoding", "chunked") }, 5, E_LENGTH_REQUIRED },
		{ "TE gzip", "POST", "/", 1, 1, { HOST, H("Transfer-Encoding", "gzip"), H("Content-Length", "5") }, 5, E_LENGTH_REQUIRED },
		{ "TE in capitals", "POST", "/", 1, 1, { HOST, H("TRANSFER-ENCODING", "identity") }, 0, E_LENGTH_REQUIRED },
		{ "two lengths", "POST", "/", 1, 1, { HOST, H("Content-Length", "0"), H("Content-Length", "35") }, 0, E_FRAMING },
		{ "the same length twice", "POST", "/", 1, 1, { HOST, H("Content-Length", "5"), H("content-length", "5") }, 5, E_FRAMING },
		{ "+5", "POST", "/", 1, 1, { HOST, H("Content-Length", "+5") }, 5, E_FRAMING },
		{ "5, 5", "POST", "/", 1, 1, { HOST, H("Content-Length", "5, 5") }, 5, E_FRAMING },
		{ "0x5", "POST", "/", 1, 1, { HOST, H("Content-Length", "0x5") }, 5, E_FRAMING },
		{ "empty length", "POST", "/", 1, 1, { HOST, H("Content-Length", "") }, 0, E_FRAMING },
		{ "length past 64 bits", "POST", "/", 1, 1, { HOST, H("Content-Length", "99999999999999999999") }, 0, E_FRAMING },
		{ "length is not the body", "POST", "/", 1, 1, { HOST, H("Content-Length", "4") }, 5, E_FRAMING },
		{ "body without a length", "POST", "/", 1, 1, { HOST }, 5, E_FRAMING },
		{ "body over the limit", "POST", "/", 1, 1, { HOST, H("Content-Length", "1001") }, 1001, E_LIMIT },
		{ "space before the colon", "POST", "/", 1, 1, { HOST, H("Content-Length ", "35") }, 0, E_HEADER },
		{ "HEAD with a body", "HEAD", "/", 1, 1, { HOST, H("Content-Length", "35") }, 0, E_BODY_UNEXPECTED },
		{ "GET with a body", "GET", "/", 1, 1, { HOST, H("Content-Length", "3") }, 3, E_BODY_UNEXPECTED },
		{ "DELETE with a body", "DELETE", "/", 1, 1, { HOST, H("Content-Length", "3") }, 3, E_BODY_UNEXPECTED },
		{ "Expect", "POST", "/", 1, 1, { HOST, H("Expect", "100-continue"), H("Content-Length", "3") }, 3, E_EXPECT },
		{ "Expect of another kind", "GET", "/", 1, 1, { HOST, H("expect", "x") }, 0, E_EXPECT },
	};
	/* clang-format on */

	(void)state;
	run_rows(rows, COUNT_OF(rows));
}

static void
test_version_host_fields(void **state)
{
	/* clang-format off */
	static const struct row rows[] = {
		{ "1.0 without Host", "GET", "/", 1, 0, { { { NULL, 0 }, { NULL, 0 } } }, 0, ERR_OK },
		{ "1.0 with Host", "GET", "/", 1, 0, { HOST }, 0, ERR_OK },
		{ "1.0 with two", "GET", "/", 1, 0, { HOST, HOST }, 0, E_HOST },
		{ "1.9", "GET", "/", 1, 9, { HOST }, 0, E_HTTP_VERSION },
		{ "0.9", "GET", "/", 0, 9, { HOST }, 0, E_HTTP_VERSION },
		{ "-5.1", "GET", "/", -5, 1, { HOST }, 0, E_HTTP_VERSION },
		{ "2.0", "GET", "/", 2, 0, { HOST }, 0, E_HTTP_VERSION },
		{ "1.1 without Host", "GET", "/", 1, 1, { H("A", "b") }, 0, E_HOST },
		{ "one Authorization", "GET", "/", 1, 1, { HOST, H("Authorization", "a") }, 0,
		    ERR_OK },
		{ "two Authorizations", "GET", "/", 1, 1,
		    { HOST, H("Authorization", "a"), H("authorization", "a") }, 0,
		    E_AUTHORIZATION_TWICE },
		{ "two Hosts", "GET", "/", 1, 1, { HOST, H("host", "b") }, 0, E_HOST },
		{ "empty Host", "GET", "/", 1, 1, { H("Host", "") }, 0, E_HOST },
		{ "Host with a list", "GET", "/", 1, 1, { H("Host", "a,b") }, 0, E_HOST },
		{ "Host with user info", "GET", "/", 1, 1, { H("Host", "a@b") }, 0, E_HOST },
		{ "IPv6 Host", "GET", "/", 1, 1, { H("Host", "[::1]:8080") }, 0, ERR_OK },
		{ "name with a space", "GET", "/", 1, 1, { HOST, H("A b", "c") }, 0, E_HEADER },
		{ "empty name", "GET", "/", 1, 1, { HOST, H("", "c") }, 0, E_HEADER },
		{ "name with a byte above 0x7F", "GET", "/", 1, 1, { HOST, H("A\xff", "c") }, 0, E_HEADER },
		{ "name with (", "GET", "/", 1, 1, { HOST, H("A(", "c") }, 0, E_HEADER },
		{ "value with a control", "GET", "/", 1, 1, { HOST, H("A", "b\001") }, 0, E_HEADER },
		{ "value with DEL", "GET", "/", 1, 1, { HOST, H("A", "b\177") }, 0, E_HEADER },
		{ "value with TAB and UTF-8", "GET", "/", 1, 1, { HOST, H("A", "b\t\xe4\xb8\xad") }, 0, ERR_OK },
	};
	/* clang-format on */

	(void)state;
	run_rows(rows, COUNT_OF(rows));
}

static void
test_target(void **state)
{
	static const struct {
		const char *target;
		enum err_code want;
	} rows[] = {
		{ "/v1/contracts?sort=-score&q=%E4%B8%AD", ERR_OK },
		{ "/v1/contracts/7/evidence/basic.reach", ERR_OK },
		{ "http://evil/admin", E_TARGET },
		{ "*", E_TARGET },
		{ "example.com:443", E_TARGET },
		{ "/a b", E_TARGET },
		{ "/a\xff", E_TARGET },
		{ "/a\x7f", E_TARGET },
		{ "/a\\b", E_TARGET },
		{ "/a#b", E_TARGET },
		{ "/a\"b", E_TARGET },
		{ "/a<b", E_TARGET },
		{ "/a?b=%", E_TARGET },
		{ "/a?b=%4", E_TARGET },
		{ "/a?b=%4g", E_TARGET },
		{ "/a?b=%41", ERR_OK },
		{ "", E_TARGET },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct row row = { rows[i].target, "GET", rows[i].target, 1, 1, { HOST }, 0,
			rows[i].want };

		run_rows(&row, 1);
	}
}

static void
test_sizes(void **state)
{
	struct guard_header many[GUARD_HEADERS_MAX];
	struct guard_request r = { TEXT("GET"), TEXT("/"), 1, 1, many, GUARD_HEADERS_MAX, 0, 0,
		SCAN_OK, false };
	char target[GUARD_TARGET_MAX + 1];
	struct err err;

	(void)state;
	for (size_t i = 0; i < GUARD_HEADERS_MAX; i++)
		many[i] = (struct guard_header)H("A", "b");
	many[GUARD_HEADERS_MAX - 1] = (struct guard_header)HOST;
	assert_int_equal(guard_check(&r, &err), ERR_OK);
	r.n_headers++;
	assert_int_equal(guard_check(&r, &err), E_HEADERS_MANY);
	r.n_headers--;
	memset(target, 'a', sizeof(target));
	target[0] = '/';
	r.target = (struct text){ target, GUARD_TARGET_MAX };
	assert_int_equal(guard_check(&r, &err), ERR_OK);
	r.target.len++;
	assert_int_equal(guard_check(&r, &err), E_TARGET_LONG);
}

/* In one piece and byte by byte. */
static void
scan_both(const char *bytes, size_t len, enum scan_fault fault, enum scan_state state)
{
	struct guard_scan whole = { SCAN_START, SCAN_OK }, single = { SCAN_START, SCAN_OK };

	guard_scan(&whole, bytes, len);
	for (size_t i = 0; i < len; i++)
		guard_scan(&single, bytes + i, 1);
	assert_int_equal(whole.fault, fault);
	assert_int_equal(single.fault, fault);
	assert_int_equal(whole.state, state);
	assert_int_equal(single.state, state);
}

#define SCAN(lit, fault, state) scan_both(lit, sizeof(lit) - 1, fault, state)

static void
test_scan(void **state)
{
	(void)state;
	SCAN("GET / HTTP/1.1\r\nHost: a\r\n\r\n", SCAN_OK, SCAN_BODY);
	SCAN("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n\0\n\r ", SCAN_OK, SCAN_BODY);
	SCAN("GET / HTTP/1.1\r\nHost: a\r\n", SCAN_OK, SCAN_LINE_START);
	SCAN("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", SCAN_NUL, SCAN_BODY);
	SCAN("GET / HTTP/1.1\nHost: a\n\n", SCAN_BARE_LF, SCAN_BODY);
	SCAN("GET / HTTP/1.1\r\nHost: a\n\r\n", SCAN_BARE_LF, SCAN_BODY);
	SCAN("GET / HTTP/1.1\r\nA: b\rc\r\n\r\n", SCAN_BARE_CR, SCAN_BODY);
	SCAN("GET / HTTP/1.1\r\nA: b\r\r\n\r\n", SCAN_BARE_CR, SCAN_BODY);
	SCAN("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", SCAN_FOLD, SCAN_BODY);
	SCAN("GET / HTTP/1.1\r\nA: b\r\n\tc\r\n\r\n", SCAN_FOLD, SCAN_BODY);
	SCAN("GET / HTTP/1.1\r\nA: b\r\n\rc", SCAN_BARE_CR, SCAN_LINE);
}

static void
test_scan_refuses(void **state)
{
	const struct guard_header headers[] = { HOST };
	struct guard_request r = { TEXT("GET"), TEXT("/"), 1, 1, headers, 1, 0, 0, SCAN_NUL,
		false };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(guard_check(&r, &err), E_HEADER);
	assert_string_equal(err.arg[1], "NUL");
}

/* The same faults, from the bytes of the head alone: the body has not come. */
static void
test_heads(void **state)
{
	/* clang-format off */
	static const struct {
		const char *head; enum err_code want; const char *method, *target;
	} rows[] = {
		{ "POST /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\n\r\n", ERR_OK, "POST", "/v1/x" },
		{ "PUT /v1/x?a=b HTTP/1.0\r\n\r\n", ERR_OK, "PUT", "/v1/x?a=b" },
		{ "POST / HTTP/1.1\r\nHost:\t a \t\r\nContent-Length:7\r\n\r\n", ERR_OK, "POST", "/" },
		{ "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n", ERR_OK, "POST", "/" },
		{ "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n", E_LIMIT, "POST", "/" },
		{ "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 7\r\nContent-Length: 7\r\n\r\n", E_FRAMING, "POST", "/" },
		{ "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +7\r\n\r\n", E_FRAMING, "POST", "/" },
		{ "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n", E_FRAMING, "POST", "/" },
		{ "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", E_FRAMING, "POST", "/" },
		{ "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 7\r\n\r\n", E_HEADER, "POST", "/" },
		{ "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", E_LENGTH_REQUIRED, "POST", "/" },
		{ "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 7\r\n\r\n", E_EXPECT, "POST", "/" },
		{ "PATCH / HTTP/1.1\r\nContent-Length: 7\r\n\r\n", E_HOST, "PATCH", "/" },
		{ "POST / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", E_HEADER, "POST", "/" },
		{ "POST / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", E_HEADER, "POST", "/" },
		{ "POST /a b HTTP/1.1\r\nHost: a\r\n\r\n", E_TARGET, "POST", "/a b" },
		{ "POST  / HTTP/1.1\r\nHost: a\r\n\r\n", E_TARGET, "POST", " /" },
		{ "POST  HTTP/1.1\r\nHost: a\r\n\r\n", E_TARGET, "POST", "" },
		{ "POST /\r\nHost: a\r\n\r\n", E_HTTP_VERSION, "POST /", "" },
		{ "POST\r\nHost: a\r\n\r\n", E_HTTP_VERSION, "POST", "" },
		{ "POST / HTTP/1.1x\r\nHost: a\r\n\r\n", E_HTTP_VERSION, "POST", "/" },
		{ "POST / HTTP/11\r\nHost: a\r\n\r\n", E_HTTP_VERSION, "POST", "/" },
		{ "POST / http/1.1\r\nHost: a\r\n\r\n", E_HTTP_VERSION, "POST", "/" },
		{ "PRI * HTTP/2.0\r\n\r\n", E_HTTP_VERSION, "PRI", "*" },
		{ "\r\n\r\n", E_HTTP_VERSION, "", "" },
		{ "", E_HTTP_VERSION, "", "" },
	};
	/* clang-format on */
	struct guard_header headers[GUARD_HEADERS_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct guard_request r = { .body_max = 1000, .head_only = true };
		struct err err;
		enum err_code got;

		guard_head(text_of(rows[i].head), headers, &r);
		got = guard_check(&r, &err);
		if (got != rows[i].want || !text_is(r.method, rows[i].method) ||
		    !text_is(r.target, rows[i].target))
			fail_msg("row %zu: %s, \"%.*s\" \"%.*s\"", i, err_symbol(got),
			    TEXT_ARG(r.method), TEXT_ARG(r.target));
	}
}

static void
test_head_of_many_headers(void **state)
{
	struct guard_header headers[GUARD_HEADERS_MAX];
	struct guard_request r = { .body_max = 1000, .head_only = true };
	struct err err;
	struct buf head;
	size_t length;

	(void)state;
	buf_init(&head, 1 << 16);
	buf_adds(&head, "POST / HTTP/1.1\r\nContent-Length: 12\r\n");
	for (int i = 0; i < GUARD_HEADERS_MAX; i++)
		buf_addf(&head, "X-%d: y\r\n", i);
	buf_adds(&head, "\r\n");
	guard_head((struct text){ head.data, head.len }, headers, &r);
	assert_int_equal(r.n_headers, GUARD_HEADERS_MAX + 1);
	assert_int_equal(guard_check(&r, &err), E_HEADERS_MANY);
	assert_true(guard_length(&r, &length));
	assert_int_equal(length, 12);
	buf_free(&head);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_framing),
		cmocka_unit_test(test_version_host_fields),
		cmocka_unit_test(test_target),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_scan),
		cmocka_unit_test(test_scan_refuses),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_head_of_many_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
