/*
 * JSON Schema (draft-07) of a rules file, for editors: from the tables that the reader runs on
 * (rules/language.h, fields.h, leaf_table.h, kind.h), so that it says what the checker says of
 * keys, words and shapes. What it cannot see, the checker does: expressions, sums, names. Pure.
 */
#ifndef API_SCHEMA_JSON_H
#define API_SCHEMA_JSON_H

#include "api/json_write.h"

void schema_json(struct json *j);
/* A JSON text over lines of at most `width` columns where it can be, two spaces a level. */
void json_pretty(struct text compact, size_t width, struct buf *out);

#endif
