/* `assayd test --facts SCHEME`: a case to be filled in, with every fact that the scheme reads. */
#ifndef APP_CASE_SKELETON_H
#define APP_CASE_SKELETON_H

#include "rules/scheme.h"

void case_skeleton(const struct scheme *s, enum lang lang, struct buf *out);

#endif
