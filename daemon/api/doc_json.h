/* Parts that several documents share: titles, typed values, contracts, formulas. */
#ifndef API_DOC_JSON_H
#define API_DOC_JSON_H

#include "api/json_write.h"
#include "rules/scheme.h"
#include "store/contracts.h"

#define HREF_MAX 1024

/* {"zh": …, "en": …}; a language that is not written takes the other's text. */
void json_title(struct json *j, const char *key, struct title t);
/* Run-time form (rules/value.h) as a number, date, boolean or text; null unless known. */
void json_value(struct json *j, const char *key, const struct scheme *s, const struct rtype *type,
    bool known, int64_t value);
/* "type" and "unit" of a static type, null for an absent expression. */
void json_type(struct json *j, const char *key, const struct code *c);
const char *type_word(enum vtype t); /* "number" */
void json_party(struct json *j, const char *key, int64_t id, struct text name);
/* The fields of ContractHead, or of Contract when whole. */
void json_contract(struct json *j, const struct contract_row *c, bool whole);
/* Canonical formulas of a leaf: {"value": …, "target": …}. */
void json_formulas(
    struct json *j, const char *key, const struct scheme *s, const struct leaf *leaf);
void json_scheme_ref(struct json *j, const char *key, const struct scheme *s);

#endif
