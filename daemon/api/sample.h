/*
 * What stands beside a figure that comes from a sample: how many answers there are and should be,
 * how many were received, and between which limits the figure lies. Only shown: the score knows
 * of the sample, not of the rest. Pure.
 */
#ifndef API_SAMPLE_H
#define API_SAMPLE_H

#include "api/json_write.h"
#include "engine/engine.h"

/* "sample": {…}, into the innermost object; nothing when the scheme says nothing of a sample.
 * `row` as in explain_formula(). */
void sample_json(
    struct json *j, const struct result *r, uint32_t node, uint32_t contract, int64_t row);
/* "（样本 12，应有 30，收到 15，剔除 3，置信区间 31.95% 至 80.67%）", or nothing. `told`: how many
 * count and should has been said already. */
void sample_say(const struct result *r, uint32_t node, uint32_t contract, int64_t row, bool told,
    enum lang lang, struct buf *out);

#endif
