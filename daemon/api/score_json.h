/*
 * The score document of one contract: every point lost is explained by metric, value, target,
 * formula with its numbers, clause and the rows behind it (I4). Pure: result and head rows in, JSON
 * out.
 */
#ifndef API_SCORE_JSON_H
#define API_SCORE_JSON_H

#include "api/json_write.h"
#include "engine/engine.h"
#include "store/contracts.h"

/* What the documents of a scheme have in common, written once: members of each node's object. */
struct score_frame {
	struct text head, kind, formula;
	struct text lost; /* of its item in the list of points lost */
};
/* By node, in the arena. */
const struct score_frame *score_frames(const struct scheme *s, struct arena *arena);

struct score_doc {
	const struct result *result;
	uint32_t contract; /* index in the result */
	const struct contract_row *head;
	const int64_t *counts; /* [need * n + contract], as in store/fetch.h */
	int64_t data_time; /* us since 1970: when the newest row behind the score was recorded */
	struct arena *scratch;
	const struct score_frame *frames; /* of the scheme */
	struct buf *text; /* score_json's own, for one formula or sentence at a time */
};

void score_json(struct json *j, const struct score_doc *d);
/* "/v1/contracts/1/evidence/basic.reach?as_of=2018-06-30"; entity 0: none. */
void evidence_href(
    struct buf *out, int64_t contract, struct text indicator, day_t as_of, int64_t entity);

#endif
