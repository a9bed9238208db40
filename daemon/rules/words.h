/*
 * The words that a text parameter may hold (`one_of:`). A text is compared letter by letter, so a
 * misspelt one would silently choose the other branch of every rule that asks for it.
 */
#ifndef RULES_WORDS_H
#define RULES_WORDS_H

#include "rules/build.h"

#define PARAM_WORDS_MAX 50

/* Reads the list, sorted, each once; any word that is at fault is reported. */
void words_read(struct scheme_builder *b, const struct ynode *n, struct param *p);
bool words_have(const struct param *p, struct text word);

/* What a finding on a word says: parameter, word, nearest, list. */
struct word_refusal {
	const char *name, *word, *near, *list;
};
struct word_refusal words_refusal(
    struct scheme_builder *b, const struct param *p, struct text word);
/* The value of parameter p: one of its words, and no curly quote or space at either end. False:
 * reported. */
bool words_take(struct scheme_builder *b, const struct ynode *n, const struct param *p);

#endif
