/* The reference page of rule tests. */
#ifndef APP_CASE_DOCS_H
#define APP_CASE_DOCS_H

#include "base/text.h"

void case_docs(struct buf *out);

#endif
