/*
 * What the checker proves about a scheme as a whole, once it is read: grades, steps and caps that
 * nothing can reach, conditions that never hold, facts scored twice, clauses that the source's list
 * lacks, years that the calendar does not cover. Everything reported holds whatever the facts are
 * (rules/bounds.h); what cannot be proved is not said. Private to rules/.
 *
 * Cycles cannot be written: a parameter is a literal, an expression reads parameters, metrics and
 * the window, and an indicator's score is read by nothing but what follows from the whole.
 */
#ifndef RULES_PROVE_H
#define RULES_PROVE_H

#include "rules/build.h"

/* `root`: the file's tree. Holds for a scheme with faults too: what has one says nothing. */
void prove_errors(struct scheme_builder *b, const struct ynode *root);
/* Only for a scheme without errors. */
void prove_warnings(struct scheme_builder *b, const struct ynode *root);

#endif
