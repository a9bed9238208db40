/* Pages of `assayd docs` that stand in files of their own, and what all pages share. */
#ifndef APP_DOCS_H
#define APP_DOCS_H

#include "base/text.h"

/* Into a cell of a table. */
void docs_cell(struct buf *out, struct text t);
/* The Chinese text, then the English one. */
void docs_both(struct buf *out, const char *zh, const char *en);
void docs_findings(struct buf *out);
void docs_language(struct buf *out);

#endif
