/* A compiled scheme as JSON, written once per generation. Pure. */
#ifndef API_SCHEME_JSON_H
#define API_SCHEME_JSON_H

#include "api/json_write.h"
#include "rules/scheme.h"

void scheme_json(struct json *j, const struct scheme *s);
/* Its row in the list of schemes. */
void scheme_item_json(struct json *j, const struct scheme *s);

#endif
