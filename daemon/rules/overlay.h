/*
 * Overlays: a file with `extends: ID` is the scheme ID with other values for some of its
 * parameters, for a district inside a city's programme, say. It may say only what overlay_keys
 * lists: never the structure. What comes out is an ordinary scheme with an id and a version of its
 * own; contracts of the programme with that code are scored by it. Pure.
 */
#ifndef RULES_OVERLAY_H
#define RULES_OVERLAY_H

#include "rules/scheme.h"
#include "rules/yaml_tree.h"

/* The scheme that `root` extends, or NULL. */
const struct ynode *overlay_base(const struct ynode *root);

/* The base's tree with the overlay's words in their places; NULL when the overlay has a fault of
 * its own (in diags). Types of the parameters are those that `base` was compiled with. */
const struct ynode *overlay_merge(const char *file, const struct ynode *root,
    const struct ynode *base_root, const struct scheme *base, const struct vocabulary *vocabulary,
    struct arena *arena, struct diags *diags);

#endif
