/*
 * Findings on rules files: collected all, reported at once (I7).
 * faults.def is the one list: stable code, severity, sentence and hint in zh and en.
 * A finding is file:line:column plus up to four arguments.
 * Not thread-safe; lives in its arena. At most DIAGS_MAX are kept (the rest are counted).
 */
#ifndef RULES_DIAG_H
#define RULES_DIAG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#define DIAGS_MAX 200

enum severity { SEV_ERROR, SEV_WARNING };

enum fault {
	FAULT_NONE = 0,
#define FAULT(sym, ...) sym,
#include "rules/faults.def"
#undef FAULT
	FAULT_COUNT
};

struct diag {
	enum fault fault;
	struct text file;
	uint32_t line, column, width; /* width in characters of what is marked, 0 = 1 */
	struct text arg[4];
};

/* Kept by file name, so that an excerpt can be printed. */
struct diag_source {
	struct text file, source;
};

struct diags {
	struct arena *arena;
	struct diag *items;
	uint32_t count, dropped, errors;
	struct diag_source *sources; /* one a file read */
	uint32_t n_sources, cap_sources;
};

/* An argument that differs by language. */
#define DIAG_BOTH(zh, en) zh "\x1f" en

void diags_init(struct diags *d, struct arena *arena);
void diags_source(struct diags *d, const char *file, struct text source);
/* Variable part: up to four `const char *` arguments ended by NULL; they are copied. */
void diag_add(struct diags *d, enum fault fault, const char *file, uint32_t line, uint32_t column,
    uint32_t width, ...) __attribute__((sentinel));

const char *fault_code(enum fault f); /* "ASY-R101" */
/* Why it is one. */
const char *fault_cause(enum fault f, enum lang lang);
/* A piece of a file with the fault, and the same mended; "": none that fits here. Keys of an
 * indicator stand without their indentation. */
const char *fault_wrong(enum fault f);
const char *fault_right(enum fault f);
enum severity fault_severity(enum fault f);
enum fault fault_find(const char *code);
void diag_sentence(const struct diag *d, enum lang lang, struct buf *out);
void diag_hint(const struct diag *d, enum lang lang, struct buf *out);

/* Where it stands (diag_text.c). Columns count from 1; an end is the one behind the mark. */
struct diag_place {
	struct text line;    /* the source line; of a very long one the part around the mark */
	struct text mark;    /* what of `line` is marked */
	uint32_t end_column; /* in characters, as diag.column */
	uint32_t column16, end16, first16, last16; /* in UTF-16 units: of the mark, of `line` */
};
bool diag_place(const struct diags *d, const struct diag *g, struct diag_place *ret); /* no source:
											 false */
void diags_order(
    const struct diags *d, const struct diag *order[DIAGS_MAX]); /* by file and place */
/* All findings in order of file and place: `file:line:col: error[ASY-R101]: sentence`, the source
 * line, a caret that stands right under wide characters too, and the hint. */
void diags_print_text(const struct diags *d, enum lang lang, struct buf *out);

#endif
