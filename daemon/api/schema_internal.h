/* Inside the writer of the JSON Schema: its words, and definitions of tables and records. */
#ifndef API_SCHEMA_INTERNAL_H
#define API_SCHEMA_INTERNAL_H

#include "api/schema_json.h"
#include "rules/fields.h"
#include "rules/leaf_table.h"

#define PATTERN_ID "^[a-z][a-z0-9_.-]{0,63}$"
#define PATTERN_NAME "^[a-z][a-z0-9_]{0,63}$"

/* schema_write.c: members of the innermost object */
void schema_str(struct json *j, const char *key, const char *value);
void schema_num(struct json *j, const char *key, int64_t value);
void schema_begin(struct json *j, const char *key);
void schema_begin_list(struct json *j, const char *key);
void schema_refuse(struct json *j, const char *key); /* "key": false */
void schema_ref(struct json *j, const char *what);   /* "indicators[]": #/definitions/indicators */
void schema_describe(struct json *j, const char *zh, const char *en); /* NULL: nothing */
void schema_types(struct json *j, const char *a, const char *b, const char *c, const char *d);
void schema_pattern(struct json *j, const char *p);
void schema_scalar(struct json *j); /* a text, whatever an editor takes it for */
void schema_truth(struct json *j, bool only_true);
void schema_words(struct json *j, const char *(*word)(unsigned), unsigned first, unsigned count);
/* One of the words, or {parameter: NAME}. */
void schema_choice(struct json *j, const char *(*word)(unsigned), unsigned first, unsigned count);

/* schema_keys.c */
void schema_key_properties(struct json *j, const struct key_table *t);
void schema_required_keys(struct json *j, const struct key_table *t); /* "required": [...] */
void schema_field_properties(struct json *j, const struct record *r);
void schema_key_definition(struct json *j, const struct key_table *t);
void schema_record_definition(struct json *j, const struct record *r);
/* schema_kind.c: an indicator, and how it is scored */
void schema_indicator(struct json *j);
void schema_score(struct json *j);

#endif
