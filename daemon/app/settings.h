/*
 * Settings: one row in one table (settings_table.c) gives a setting its environment variable,
 * default, limits and documentation; `--help`, the reference page and the checks follow from the
 * rows. The strings point into the environment or the table: they live as long as the process.
 */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

struct settings {
	const char *listen, *var, *rules, *sql, *docs, *database, *log_level;
	int64_t loops, workers, queue, batch;
	int64_t timeout_ms, patience_ms, read_ms, idle_ms, write_ms, grace_ms, connect_ms;
	int64_t connections, headers_max, body_max, input_max, output_max;
	int64_t ready_bytes, poll_ms, rescore_lanes, rescore_batch, rescore_ms;
};

enum setting_type { SETTING_TEXT, SETTING_NUMBER, SETTING_WORD };

struct setting {
	const char *env;
	enum setting_type type;
	size_t offset; /* in struct settings */
	const char *fallback;
	int64_t min, max;         /* SETTING_NUMBER */
	const char *const *words; /* SETTING_WORD, ended by NULL */
	const char *zh, *en;
};

extern const struct setting setting_table[];
extern const uint32_t setting_count;

/* `get` is getenv, or a test's. An unset or empty variable takes its default. */
enum err_code settings_read(
    const char *(*get)(const char *name), struct settings *ret, struct err *reterr) MUST_USE;
/* Lines for --help. */
void settings_help(enum lang lang, struct buf *out);
/* api-docs/settings.md, both languages. */
void settings_page(struct buf *out);
/* "127.0.0.1:8080", "[::1]:0": host without brackets into host[cap]. */
enum err_code settings_listen(
    const char *listen, char *host, size_t cap, uint16_t *ret_port, struct err *reterr) MUST_USE;

#endif
