/*
 * Parameters: one row in one table (param_table.c) gives name, where it stands, reader, limits and
 * the words that say what it takes. A route names its parameters as a mask of P_* bits; all others
 * are refused with the nearest name. Pure; any thread.
 */
#ifndef API_PARAM_H
#define API_PARAM_H

#include <stdbool.h>
#include <stddef.h>

#include "api/job.h"
#include "api/uri.h"

#define LIST_LIMIT_DEFAULT 50
#define LIST_LIMIT_MAX 200
#define OFFSET_MAX 100000
#define CURSOR_TEXT_MAX 512

enum {
	P_CONTRACT = 1u << 0,
	P_SCHEME = 1u << 1,
	P_INDICATOR = 1u << 2,
	P_AS_OF = 1u << 3,
	P_PROGRAMME = 1u << 4,
	P_REGION = 1u << 5,
	P_PROVIDER = 1u << 6,
	P_GRADE = 1u << 7,
	P_SORT = 1u << 8,
	P_LIMIT = 1u << 9,
	P_CURSOR = 1u << 10,
	P_ENTITY = 1u << 11,
	P_OFFSET = 1u << 12,
	P_DUE_AFTER = 1u << 13,
	P_DUE_BEFORE = 1u << 14,
	P_DEADLINE_STATE = 1u << 15,
	P_TRANCHE_STATE = 1u << 16,
	P_ADVICE = 1u << 17,
	P_EFFECT = 1u << 18,
	P_FORMAT = 1u << 19,
};

struct param_def;

/* How a kind of value is read into its field and printed from it. */
struct param_type {
	/* False: the value is not one. */
	bool (*read)(const struct param_def *def, struct text value, struct params *params);
	/* Nothing is printed for a field that asks for nothing. */
	void (*print)(const struct param_def *def, const struct params *params, struct buf *out);
};

struct param_def {
	unsigned bit;
	const char *name; /* in the query, or in the braces of the route's path */
	bool in_path;
	size_t offset; /* of its field in struct params */
	const struct param_type *type;
	int64_t min, max; /* of a number, or of the length of a text */
	/* The only words there are, NULL past the last; NULL: any text. A set holds bit i of word
	 * i. */
	const char *(*word)(unsigned i);
	enum err_code code;              /* of a refusal */
	const char *takes_zh, *takes_en; /* "it takes …" */
};

extern const struct param_def param_table[];
extern const size_t param_count;

/* Row of a bit and name, or NULL. */
const struct param_def *param_find(unsigned mask, struct text name, bool in_path);
/* Defaults, before anything is read; today: Asia/Shanghai. */
void param_defaults(struct params *params, day_t today);
/* The value as the query writes it, for addresses and cursors. */
void param_print(const struct param_def *def, const struct params *params, struct buf *out);
/* E_PARAM or the row's own code, pointer = the parameter's name. */
enum err_code param_read(const struct param_def *def, struct text value, struct params *params,
    struct err *reterr) MUST_USE;
/* Every item of the query into the fields of the mask. E_PARAM_UNKNOWN with the nearest name. */
enum err_code param_read_query(
    unsigned mask, const struct query *query, struct params *params, struct err *reterr) MUST_USE;

#endif
