/*
 * A scheme: one compiled rules file, immutable, shared by all threads.
 * Its version is the SHA-256 of its canonical print (rules/print.h), which covers everything
 * that can change a result and nothing that cannot (comments, key order, file name).
 */
#ifndef RULES_SCHEME_H
#define RULES_SCHEME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/dec.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/text.h"
#include "rules/combine.h"
#include "rules/expr.h"
#include "rules/kind.h"
#include "rules/value.h"
#include "rules/vocabulary.h"

#define SCHEME_NODES_MAX 2000
#define SCHEME_PARAMS_MAX 1000
#define SCHEME_NEEDS_MAX 500
#define SCHEME_GRADES_MAX 20
#define SCHEME_CLAUSES_MAX 500
#define SCHEME_CHOSEN_MAX 256
#define SCHEME_DEPTH_MAX 8
#define SCHEME_WEIGHT_MAX (5000 * DEC_ONE) /* of any node: times a fraction it stays below 2^63 */

struct title {
	struct text zh, en;
};

/* A dated parameter. Value i holds from `from` (DAY_NONE: since ever) until the next one. */
struct param {
	struct text name, clause;
	struct title title, note;
	struct rtype type;
	bool ours; /* not in the source text: our default, and says so */
	bool used;
	bool words_asked;    /* compared with a text and without words: reported */
	struct text *one_of; /* of a text: the words it may be, sorted */
	uint32_t n_one_of;
	uint32_t n_values;
	struct param_value {
		day_t from;
		bool set; /* false: blank in the text -> not_configured (I3) */
		int64_t value;
	} * values;
};

/* States of a leaf (I3), in rising order of what is shown first for a group of rows. */
enum state {
	ST_OK,
	ST_NO_DATA,
	ST_NO_EVENTS,
	ST_NOT_APPLICABLE,
	ST_NOT_CONFIGURED,
	ST_LOW_SAMPLE,
	ST_COUNT
};
/* More data may change it: what such a leaf gives is open. */
static inline bool
state_unknown(uint8_t state)
{
	return state == ST_NO_DATA || state == ST_NOT_CONFIGURED || state == ST_LOW_SAMPLE;
}
/* What a state does to the score. KEEP: the computed fraction stands (low_sample, ok). */
enum policy { POL_ZERO, POL_FULL, POL_REDISTRIBUTE, POL_KEEP, POL_COUNT };

#define WINDOWS_BACK_MAX 10

/* A distinct (metric, arguments, grain, window): one column of facts; two for a share (numerator,
 * denominator). */
struct need {
	const struct metric_decl *metric;
	enum grain grain;
	uint16_t column; /* first column in that grain's grid */
	bool scores;  /* the score reads it (a leaf, an adjustment, a cap); else only what follows
			 from the score does, and re-scoring need not fetch it */
	uint8_t back; /* of how many windows ago: previous() */
	uint16_t n_args;
	struct need_arg {
		const struct metric_param *param;
		uint16_t n_values;
		struct need_value {
			struct text text; /* VT_TEXT */
			int64_t value;    /* other types, as in rules/value.h */
		} * values;
	} * args;
	struct text source; /* canonical text: service.units(category: 'basic') */
};

struct table;

struct leaf {
	enum kind_id kind;
	enum grain grain; /* GRAIN_CONTRACT unless `per:` */
	enum combine combine;
	struct code value, of, target, when;
	struct code applies; /* false -> not_applicable */
	struct code floor, cap, each, critical, within;
	dec_t whole;                    /* what each and cap are out of, see kind.h */
	struct code weigh_by;           /* of a row: combine_table[].weighs */
	struct code sample, sample_min; /* low_sample when sample < sample_min */
	struct code sample_received, sample_low, sample_high; /* beside the figure, never scored */
	bool inclusive;
	uint16_t n_steps;
	struct leaf_step {
		struct code bound, share;
	} * steps;
	struct text unit; /* of the value, for display */
	uint16_t n_needs; /* what it reads: the evidence */
	uint16_t *needs;
};

/* The tree in pre-order: a node's subtree is nodes[i .. i+size-1]; nodes[0] is the root (the
 * score). */
struct node {
	struct text id, clause;
	struct title title, note;
	int32_t parent; /* -1 for the root */
	uint32_t size;
	uint16_t depth;
	dec_t weight;            /* points out of the total */
	const struct leaf *leaf; /* NULL for a group */
	enum policy policy[ST_COUNT];
	bool weight_ours;
	/* limited: its points are more or less than its parts make, it is rounded or has a cap */
	bool rounded, limited;
	uint8_t round_places;
	enum combine combine; /* of a group: COMBINE_BEST_OF, or COMBINE_NONE: all add up */
	uint32_t line, column;
};

/* A numbered passage of the source document that `clause:` may name. */
struct source_clause {
	struct text id;
	struct title title;
};

struct grade {
	struct text id;
	struct title title;
	dec_t at_least; /* compared with the rounded total */
};

enum window_mode {
	WINDOW_CONTRACT_YEAR,
	WINDOW_CONTRACT_TERM,
	WINDOW_CALENDAR_YEAR, /* from 1 January, or the first day of the contract */
	WINDOW_COUNT
};

/* A word that a text parameter stands for: {parameter: NAME}. */
struct chosen_word {
	const void *at; /* where the word went: a place inside the scheme */
	uint32_t param;
};

struct scheme {
	struct text id, file;
	struct title title;
	struct title document, issued_by;
	uint32_t n_clauses;
	struct source_clause *clauses; /* as the document has them; none: not listed */
	struct text calendar;
	day_t from, to; /* effective; to may be DAY_NONE */
	enum window_mode window;
	uint8_t round_places; /* of the total; default 2, half-up */
	uint32_t n_params;
	struct param *params;
	uint32_t n_chosen;
	struct chosen_word *chosen;
	uint32_t n_tables;
	struct table *tables; /* rules/table.h */
	uint32_t n_constants;
	int64_t *constants;
	struct rtype *constant_types; /* how each is printed */
	uint32_t n_texts;             /* pool of VT_TEXT constants */
	struct text *texts;
	uint32_t n_needs;
	struct need *needs;
	uint16_t n_columns[GRAIN_COUNT];
	bool reads_nodes; /* points() or share() stands somewhere: scores need all cells */
	uint32_t n_nodes;
	struct node *nodes;
	uint32_t n_grades;
	struct grade *grades;              /* best first */
	const struct decisions *decisions; /* what follows: rules/decisions.h; never NULL */
	struct text canonical;             /* the canonical print */
	char version[SHA256_HEX];
	const struct calendar *cal;
};

/* The canonical text without previous(): service.units(category: 'basic'). */
struct text need_metric_text(const struct need *n);
uint32_t scheme_leaves(const struct scheme *s); /* how many indicators score */
/* Index of an indicator by id, or -1. */
int32_t scheme_node(const struct scheme *s, struct text id);
/* The parameter that the word at this place was taken from, or NULL. */
const struct param *scheme_chosen(const struct scheme *s, const void *at);
/* The parameter's value at as_of; false when not configured then. */
bool param_at(const struct param *p, day_t as_of, int64_t *ret);
const char *state_name(enum state s);        /* "no_data" */
const char *policy_name(enum policy p);      /* "redistribute" */
const char *window_name(enum window_mode w); /* "contract_year" */

#endif
