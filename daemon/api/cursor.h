/*
 * Cursors of keyset paging: opaque base64url of the last row's key and id and a hash of the filters
 * and order they belong to. Nothing in them is trusted beyond their own place in the list: filters
 * always come from the request, so they need no signature. Pure.
 */
#ifndef API_CURSOR_H
#define API_CURSOR_H

#include "api/job.h"
#include "store/contracts.h"

/* Adds the cursor that continues after `last`. E_LIMIT when its sort key is too long for one: a key
 * that is cut would page in circles. */
enum err_code cursor_write(const struct params *params, const struct contract_filter *f,
    const struct contract_row *last, struct buf *out, struct err *reterr) MUST_USE;
/* Reads params->cursor into the filter's cursor fields. E_CURSOR, E_CURSOR_MISMATCH. */
enum err_code cursor_read(const struct params *params, struct contract_filter *f,
    struct arena *arena, struct err *reterr) MUST_USE;

#endif
