/* How tightly the operators bind: shared by the parser and the printer, so that they agree. */
#ifndef RULES_PRECEDENCE_H
#define RULES_PRECEDENCE_H

#include "base/text.h"

enum level {
	LEVEL_LOWEST = 1, /* ?? */
	LEVEL_OR,
	LEVEL_AND,
	LEVEL_NOT,
	LEVEL_COMPARE, /* does not chain */
	LEVEL_ADD,
	LEVEL_MULTIPLY,
	LEVEL_NEG,
	LEVEL_VALUE,
};

/* Of a binary operator; 0: none. */
static inline int
operator_level(struct text op)
{
	static const struct {
		const char *sign;
		int level;
	} rows[] = {
		{ "??", LEVEL_LOWEST },
		{ "or", LEVEL_OR },
		{ "and", LEVEL_AND },
		{ "=", LEVEL_COMPARE },
		{ "!=", LEVEL_COMPARE },
		{ "<", LEVEL_COMPARE },
		{ "<=", LEVEL_COMPARE },
		{ ">", LEVEL_COMPARE },
		{ ">=", LEVEL_COMPARE },
		{ "+", LEVEL_ADD },
		{ "-", LEVEL_ADD },
		{ "*", LEVEL_MULTIPLY },
		{ "/", LEVEL_MULTIPLY },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (text_is(op, rows[i].sign))
			return rows[i].level;
	return 0;
}

#endif
