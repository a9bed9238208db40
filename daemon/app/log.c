#include "app/log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"

static const char *const level_names[] = { "error", "warn", "notice", "info", "debug" };
static atomic_int level_now = LOG_NOTICE;
static atomic_int fd_now = STDERR_FILENO;

void
log_open(int fd, const char *level)
{
	atomic_store(&fd_now, fd);
	for (size_t i = 0; i < COUNT_OF(level_names); i++)
		if (strcmp(level, level_names[i]) == 0)
			atomic_store(&level_now, (int)i);
}

bool
log_wants(enum log_level level)
{
	return (int)level <= atomic_load_explicit(&level_now, memory_order_relaxed);
}

/* Length of the well-formed UTF-8 character at p and its code point, or 0. */
static size_t
character(const unsigned char *p, size_t len, uint32_t *ret)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = p[0] < 0x80 ? 1 : p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : p[0] >= 0xC0 ? 2 : 0;
	uint32_t c;

	if (n == 0 || n > len || p[0] > 0xF4)
		return 0;
	c = n == 1 ? p[0] : p[0] & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3Fu);
	}
	if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*ret = c;
	return n;
}

static bool
hidden(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

static void
escape_one(struct buf *out, struct text t, size_t *at)
{
	const unsigned char *p = (const unsigned char *)t.ptr + *at;
	uint32_t c = 0;
	size_t n = character(p, t.len - *at, &c);

	*at += n > 0 ? n : 1;
	if (n == 0)
		buf_adds(out, "\\ufffd");
	else if (c == '"' || c == '\\')
		buf_addf(out, "\\%c", (char)c);
	else if (hidden(c))
		buf_addf(out, "\\u%04x", c);
	else
		buf_add(out, (const char *)p, n);
}

/* Bytes of a token's secret part from i on. */
static size_t
token_length(struct text t, size_t i)
{
	size_t n = 0;

	while (i + n < t.len && (t.ptr[i + n] == '-' || t.ptr[i + n] == '_' ||
				    (t.ptr[i + n] >= '0' && t.ptr[i + n] <= '9') ||
				    ((t.ptr[i + n] | 32) >= 'a' && (t.ptr[i + n] | 32) <= 'z')))
		n++;
	return n;
}

void
log_escape(struct buf *out, struct text t)
{
	size_t start = out->len;

	for (size_t i = 0; i < t.len;) {
		if (out->len - start >= LOG_VALUE_MAX) {
			buf_adds(out, "…");
			return;
		}
		if (t.len - i >= 4 && memcmp(t.ptr + i, "asy_", 4) == 0) {
			buf_adds(out, "asy_***");
			i += 4 + token_length(t, i + 4);
			continue;
		}
		escape_one(out, t, &i);
	}
}

static void
add_time(struct buf *out)
{
	struct timespec now;
	char day[DAY_TEXT_MAX];
	int64_t s;

	clock_gettime(CLOCK_REALTIME, &now);
	s = now.tv_sec % 86400;
	date_print((day_t)(now.tv_sec / 86400), day);
	buf_addf(out, "{\"time\":\"%sT%02d:%02d:%02d.%03dZ\"", day, (int)(s / 3600),
	    (int)(s / 60 % 60), (int)(s % 60), (int)(now.tv_nsec / 1000000));
}

/* False when the field does not fit: the line then ends before it. */
static bool
add_field(struct buf *line, const struct log_field *f)
{
	if (line->len + strlen(f->key) + LOG_VALUE_MAX + 64 > LOG_LINE_MAX)
		return false;
	buf_addf(line, ",\"%s\":", f->key);
	if (f->text.ptr == NULL) {
		buf_addf(line, "%lld", (long long)f->number);
		return true;
	}
	buf_addc(line, '"');
	log_escape(line, f->text);
	buf_addc(line, '"');
	return true;
}

void
log_event(enum log_level level, const char *event, const struct log_field *fields, size_t n)
{
	struct buf line;
	ssize_t wrote;

	if (!log_wants(level))
		return;
	buf_init(&line, LOG_LINE_MAX + 16);
	add_time(&line);
	buf_addf(&line, ",\"level\":\"%s\",\"event\":\"%s\"", level_names[level], event);
	for (size_t i = 0; i < n; i++)
		if (!add_field(&line, &fields[i]))
			break;
	buf_adds(&line, "}\n");
	wrote = write(atomic_load(&fd_now), line.data, line.len);
	(void)wrote; /* a log that cannot be written has nobody to tell */
	buf_free(&line);
}

void
log_err(enum log_level level, const char *event, const struct err *err)
{
	char detail[1024];

	err_detail(err, LANG_EN, detail, sizeof(detail));
	LOG(level, event, LOG_STR("code", err_word(err->code)), LOG_STR("at", err->pointer),
	    LOG_STR("detail", detail));
}
