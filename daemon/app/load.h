/*
 * From the folders of the settings to a generation: reads all files, compiles, checks (PREPARE)
 * when a connection is given. Also what the command line needs: the catalogue alone, and how
 * findings are printed.
 */
#ifndef APP_LOAD_H
#define APP_LOAD_H

#include "api/generation.h"
#include "app/settings.h"
#include "rules/diag.h"

/* The sources of a generation, in an arena that may die once it is built and the findings are
 * printed. */
struct load {
	struct arena *arena;
	struct generation_files files;
	struct rule_files beside; /* files.beside: they are read when a scheme names them */
	struct diags diags;
	struct err err;
};

void load_init(struct load *l);
void load_free(struct load *l);
/* Reads metrics, and rules and openapi.yaml when `all`. E_FILE, E_LIMIT in l->err. */
enum err_code load_files(struct load *l, const struct settings *s, bool all) MUST_USE;
/* NULL with findings in l->diags or l->err. */
struct generation *load_build(struct load *l, struct pg *pg, int64_t deadline_ms, uint64_t number);
/* Whether the findings say all that there is to say. */
bool load_told(const struct load *l);
/* All findings, then the error when it says more than they do. */
void load_print(const struct load *l, enum lang lang, struct buf *out);
/* No setting names a database: the private cluster is meant. */
bool load_conninfo_private(const struct settings *s);
/* The libpq connection string of the settings: DATABASE_URL, else PG* ("" ), else the private
 * cluster in `var`. */
const char *load_conninfo(const struct settings *s, struct arena *arena);
/* Highest number of the migrations in the settings' folder. */
enum err_code load_migration_number(
    const struct settings *s, int *ret, struct err *reterr) MUST_USE;

#endif
