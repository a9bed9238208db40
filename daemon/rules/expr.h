/*
 * Expressions: text -> syntax tree -> types checked -> flat postfix code on column slots.
 * Total, closed, no loops, no side effects. Grammar (low to high):
 *   a ?? b | a or b | a and b | not a | a = b != < <= > >= | a + b - | a * b / | -a | call(x, name:
 * y) | a.b | 12.5 50% '文' true date Literals: 12.5, 50%, 1000000 yuan (money), 15 days, 'text'
 * "text", true false missing, date(2017, 6, 30), [a, b] only as metric arguments. Comparisons do
 * not chain. A text doubles its own quote sign. `if(c, a, b)` is a function. Names: parameters of
 * the scheme, metrics of the vocabulary, and the built-in names as_of, window.since, window.until
 * (dates). Calls that do not take values (numerator, points, …) are rows of form_table
 * (rules/fn.h). Limits: 4096 bytes, 512 KiB in all of a scheme, depth 64, 512 instructions
 * (I12).
 */
#ifndef RULES_EXPR_H
#define RULES_EXPR_H

#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "rules/diag.h"
#include "rules/value.h"
#include "rules/vocabulary.h"

#define EXPR_BYTES_MAX 4096
#define EXPR_TOTAL_MAX (512u << 10) /* bytes of all expressions of a scheme */
#define EXPR_DEPTH_MAX 64
#define EXPR_CODE_MAX 512
#define EXPR_SLOTS_MAX 64

enum opcode {
	OP_CONST, /* slot <- constants[index] */
	OP_PARAM, /* slot <- parameter[index] as dated at as_of */
	OP_FACT, /* slot <- need[index]'s column (a share: numerator / denominator, six decimals) */
	OP_NUM,  /* slot <- numerator column of share need[index] */
	OP_DEN,  /* slot <- denominator column of share need[index] */
	OP_ENV,  /* slot <- enum env_name */
	OP_POINTS,     /* slot <- points of node[index], out of the total */
	OP_NODE_SHARE, /* slot <- what node[index] has of its weight, a percent */
	OP_CALL,       /* slot <- fn_table[index](slot .. slot+argc-1) */
	OP_MISSING,    /* slot <- missing */
	OP_TABLE,      /* slot <- table_port(table, output) = index, of slot .. slot+argc-1 */
};

/* Names that are not parameters or metrics. The first three hold everywhere; `score` (the rounded
 * total) only in what follows from a score; days_late, due and met_on only in the stages of a
 * deadline. */
enum env_name {
	ENV_AS_OF,
	ENV_SINCE,
	ENV_UNTIL,
	ENV_SCORE,
	ENV_DAYS_LATE,
	ENV_DUE,
	ENV_MET_ON,
	ENV_COUNT
};
/* SCOPE_NODES: points() and share() of indicators, which SCOPE_SCORE gives too. */
enum { SCOPE_SCORE = 1, SCOPE_LATE = 2, SCOPE_NODES = 4 };

enum vtype env_type(enum env_name e);

struct instr {
	uint8_t op, argc;
	uint16_t slot, index;
};

/* Compiled expression. count == 0: the key was absent. */
struct code {
	const struct instr *ins;
	uint16_t count, slots;
	struct rtype type;
	struct text source;           /* canonical text, as printed */
	uint32_t line, column, width; /* width in characters, 0: more than a line */
};

struct scheme_builder; /* reader's state: parameters, constants, needs (rules/build.h) */

#endif
