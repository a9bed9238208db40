/*
 * A YAML tree as JSON. Plain scalars are typed by the core schema of YAML 1.2 (null, true, decimal
 * numbers); all others, dates, quoted text, 0x and 0o numbers among them, stay text. Pure.
 */
#ifndef API_YAML_JSON_H
#define API_YAML_JSON_H

#include "api/json_write.h"
#include "rules/yaml_tree.h"

void yaml_json(struct json *j, const struct ynode *n);

#endif
