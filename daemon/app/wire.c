#include "app/wire.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/hash.h"

void
http_date(int64_t unix_seconds, char out[HTTP_DATE_MAX])
{
	static const char days[][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	day_t day = (day_t)(unix_seconds / 86400);
	unsigned s = (unsigned)(unix_seconds % 86400);
	int year, month, mday;

	date_split(day, &year, &month, &mday);
	(void)snprintf(out, HTTP_DATE_MAX, "%s, %02u %s %04u %02u:%02u:%02u GMT",
	    days[date_iso_weekday(day) - 1], (unsigned)mday % 100, months[month - 1],
	    (unsigned)year % 10000, s / 3600 % 24, s / 60 % 60, s % 60);
}

const char *
http_reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} rows[] = {
		{ 200, "OK" },
		{ 201, "Created" },
		{ 202, "Accepted" },
		{ 204, "No Content" },
		{ 304, "Not Modified" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 403, "Forbidden" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 406, "Not Acceptable" },
		{ 409, "Conflict" },
		{ 411, "Length Required" },
		{ 412, "Precondition Failed" },
		{ 413, "Content Too Large" },
		{ 414, "URI Too Long" },
		{ 415, "Unsupported Media Type" },
		{ 417, "Expectation Failed" },
		{ 422, "Unprocessable Content" },
		{ 428, "Precondition Required" },
		{ 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" },
		{ 504, "Gateway Timeout" },
		{ 505, "HTTP Version Not Supported" },
		{ 507, "Insufficient Storage" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].status == status)
			return rows[i].reason;
	return status < 300   ? "OK"
	       : status < 400 ? "Redirect"
	       : status < 500 ? "Client Error"
			      : "Server Error";
}

bool
request_id_ok(struct text id)
{
	for (size_t i = 0; i < id.len; i++) {
		char c = id.ptr[i];

		if (!(c >= '0' && c <= '9') && !((c | 32) >= 'a' && (c | 32) <= 'z') && c != '.' &&
		    c != '_' && c != '-')
			return false;
	}
	return id.len > 0 && id.len < REQUEST_ID_MAX &&
	       !(id.len >= 4 && memcmp(id.ptr, "asy_", 4) == 0);
}

void
id_seed(struct id_source *ids)
{
	random_bytes(ids->s, sizeof(ids->s));
	ids->s[0] |= 1; /* all zero would stay zero */
}

static uint64_t
rotate(uint64_t x, int k)
{
	return x << k | x >> (64 - k);
}

static uint64_t
next_word(struct id_source *ids)
{
	uint64_t *s = ids->s;
	uint64_t out = rotate(s[0] + s[3], 23) + s[0];
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return out;
}

void
id_next(struct id_source *ids, char out[REQUEST_ID_MAX])
{
	static const char hex[] = "0123456789abcdef";
	uint64_t words[2] = { next_word(ids), next_word(ids) };
	size_t n = 0;

	words[0] = (words[0] & ~UINT64_C(0xF000)) | UINT64_C(0x4000);
	words[1] = (words[1] & ~(UINT64_C(3) << 62)) | UINT64_C(2) << 62;
	for (size_t i = 0; i < 32; i++) {
		if (i == 8 || i == 12 || i == 16 || i == 20)
			out[n++] = '-';
		out[n++] = hex[words[i / 16] >> (60 - 4 * (i % 16)) & 15];
	}
	out[n] = '\0';
}
