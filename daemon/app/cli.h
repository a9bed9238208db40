/*
 * The command line: one row in one table (cli.c) a command. Results go to stdout, findings and
 * errors as text to stderr; exit 0 well, 1 refused or failed, 2 bad usage.
 */
#ifndef APP_CLI_H
#define APP_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "app/settings.h"
#include "base/arena.h"
#include "base/date.h"

#define CLI_ARGS_MAX 256
#define CLI_LIST_MAX 64

struct cli {
	struct settings settings;
	struct arena *arena;
	const char *conninfo;
	enum lang lang;
	const char *args[CLI_ARGS_MAX]; /* what is no option */
	int n_args;
	/* options; NULL or false when not given */
	const char *as_of, *format, *name, *role, *expires, *contracts, *contract, *per, *year,
	    *run, *threshold;
	bool db, facts, coverage;
	struct cli_list {
		const char *items[CLI_LIST_MAX];
		uint32_t n;
	} set, parameter; /* options that may be given more than once */
};

int cli_main(int argc, char **argv);

/* The commands; each returns the exit status. */
int cmd_serve(struct cli *c);
int cmd_check(struct cli *c);
int cmd_test(struct cli *c);
int cmd_diff(struct cli *c);
int cmd_fmt(struct cli *c);
int cmd_help(struct cli *c);
int cmd_score(struct cli *c);
int cmd_explain(struct cli *c);
int cmd_metric(struct cli *c);
int cmd_calendar(struct cli *c);
int cmd_migrate(struct cli *c);
int cmd_token(struct cli *c);
int cmd_advise(struct cli *c);
int cmd_docs(struct cli *c);

/* Pages of cmd_docs() that stand in files of their own; each returns the exit status. */
int docs_coverage(struct cli *c, struct buf *out);
int docs_readings(struct cli *c, struct buf *out);

/* Prints the error to stderr in the language of the command line; returns 1. */
int cli_fail(const struct cli *c, const struct err *err);
/* The same for a fault of the command line itself; returns 2. */
int cli_usage(const struct cli *c, const char *zh, const char *en);
/* A whole number above 0. */
bool cli_id(const char *text, int64_t *ret);
/* --as-of, or today in Shanghai; reports a date that is none (exit 2). */
bool cli_as_of(const struct cli *c, day_t *ret);
/* --format: json, or text when it is absent; reports any other word (exit 2). */
bool cli_format(const struct cli *c, bool *ret_json);
/* Prints the buffer and frees it. */
void cli_print(FILE *to, struct buf *text);

#endif
