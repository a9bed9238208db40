/*
 * The language as data: each map of a rules file, its keys, what a key holds and what is said of
 * it. The reader runs on these rows (read_keys.h), and so do the records of what follows a score
 * (fields.h) and the scoring kinds (kind.h, leaf_table.h); the JSON Schema for editors and the
 * reference page are written from all of them, so that a new row appears there by itself.
 */
#ifndef RULES_LANGUAGE_H
#define RULES_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scheme_builder;
struct ynode;
struct key_table;

enum shape_type {
	SHAPE_TEXT,       /* one text */
	SHAPE_TEXTS,      /* a list of texts, 1 to `most` */
	SHAPE_TITLE,      /* one text, or {zh: …, en: …} */
	SHAPE_ID,         /* [a-z][a-z0-9_.-]{0,63} */
	SHAPE_BOOL,       /* true, false */
	SHAPE_NUMBER,     /* decimal within low .. high */
	SHAPE_DATE,       /* YYYY-MM-DD */
	SHAPE_LITERAL,    /* a value of a parameter, null when the text leaves it blank */
	SHAPE_EXPR,       /* an expression */
	SHAPE_WORD,       /* one of word(first) .. word(words - 1) */
	SHAPE_MAP,        /* a map with `keys` */
	SHAPE_LIST,       /* of such maps, 1 to `most` */
	SHAPE_PARAMETERS, /* a map from names to such maps, up to `most` */
	SHAPE_GRADES,     /* a list of such maps, or a map from ids to numbers */
	SHAPE_MISSING,    /* a map from states to policies */
	SHAPE_INDICATORS, /* a list of indicators: `keys` and those of the scoring kind */
	SHAPE_SCORE,      /* a scoring kind: its name, or {name: {…}} */
	SHAPE_CELLS,      /* a list of maps from columns to cells, 1 to `most` */
	SHAPE_ELSE        /* `missing`, or a map from columns to values */
};

struct shape {
	enum shape_type type;
	const struct key_table *keys;
	const char *(*word)(unsigned);
	unsigned first, words;
	int32_t low, high; /* whole numbers; high 0: no upper limit */
	bool above;        /* `low` itself is too low */
	bool whole;        /* no decimals */
	bool blank;        /* may be null */
	bool chosen;       /* of a word: or {parameter: NAME} */
	uint32_t most;
};

struct key {
	const char *name;
	bool required;
	/* NULL: the caller reads this key itself */
	void (*read)(struct scheme_builder *b, const struct ynode *value, void *into);
	const char *zh, *en;
	struct shape shape;
};
/* A row: KEY("weight", true, node_weight, "分值", "Points", .type = SHAPE_NUMBER, .high = 5000) */
#define KEY(key_name, is_required, reader, doc_zh, doc_en, ...) \
	{                                                       \
		key_name, is_required, reader, doc_zh, doc_en,  \
		{                                               \
			__VA_ARGS__                             \
		}                                               \
	}

/* Keys of which one alternative must be there; the keys of an alternative go together. */
struct key_choice {
	const char *keys[3][2];
	bool exclusive;   /* no more than one */
	const char *flag; /* one of them that counts only when it is true */
};

struct key_table {
	const char *what; /* names it in findings, and as a definition of the schema */
	const struct key *keys;
	size_t n;
	const struct key_choice *choices;
	size_t n_choices;
	const char *const (*pairs)[2]; /* keys that only go together */
	size_t n_pairs;
};

extern const struct key_table scheme_keys;  /* the file, but for decisions_record (fields.h) */
extern const struct key_table overlay_keys; /* a file that `extends` another */
extern const struct key_table source_keys, effective_keys, param_keys, dated_keys, node_keys,
    table_keys;
extern const struct key_table leaf_keys; /* of an indicator that has none below */

#endif
