/*
 * CSV out for people with a spreadsheet: UTF-8 with a byte order mark, CRLF, quotes where RFC 4180
 * wants them. A text that a spreadsheet would take for a formula gets a leading apostrophe; numbers
 * and dates are written as they are. One owner.
 */
#ifndef API_CSV_WRITE_H
#define API_CSV_WRITE_H

#include <stdint.h>

#include "base/date.h"
#include "base/dec.h"
#include "base/text.h"

struct csv {
	struct buf *out;
	bool filled; /* the row has a cell */
};

void csv_start(struct csv *c, struct buf *out);
void csv_text(struct csv *c, struct text t);
void csv_int(struct csv *c, int64_t v);
void csv_dec(struct csv *c, bool known, dec_t v); /* empty when not known */
void csv_day(struct csv *c, day_t day);           /* DAY_NONE: empty */
void csv_end_row(struct csv *c);

#endif
