#include "api/score_text.h"

#include <inttypes.h>
#include <string.h>

#include "rules/print.h"

#define TELL_MAX 16384 /* bytes of one filled formula */

struct phrase {
	const char *said[2]; /* by enum lang */
};

static const struct phrase state_phrases[ST_COUNT] = {
	[ST_OK] = { { "", "" } },
	[ST_NO_DATA] = { { "没有数据", "There is no data" } },
	[ST_NO_EVENTS] = { { "评估期内没有发生相关事项",
	    "Nothing of the kind happened in the window" } },
	[ST_NOT_APPLICABLE] = { { "不适用", "It does not apply" } },
	[ST_NOT_CONFIGURED] = { { "原文未给出所需数值",
	    "The source text leaves a needed number blank" } },
	[ST_LOW_SAMPLE] = { { "样本不足", "The sample is too small" } },
};

static const struct phrase policy_phrases[POL_COUNT] = {
	[POL_ZERO] = { { "按零分计", "it counts as nothing" } },
	[POL_FULL] = { { "按满分计", "it counts in full" } },
	[POL_REDISTRIBUTE] = { { "分值由其他指标分担",
	    "its weight goes to the other indicators" } },
	[POL_KEEP] = { { "按实际数计算", "it counts as found" } },
};

static const struct phrase grain_phrases[GRAIN_COUNT] = {
	[GRAIN_CONTRACT] = { { "个合同", "contracts" } },
	[GRAIN_STATION] = { { "个社工站", "stations" } },
	[GRAIN_COMMUNITY] = { { "个社区", "communities" } },
	[GRAIN_PERSON] = { { "名人员", "persons" } },
};

struct telling {
	const struct result *r;
	const struct node *node;
	const struct cell *cell;
	uint32_t contract, index;
	enum lang lang;
	struct buf *out;
};

static void
say(const struct telling *t, const char *zh, const char *en)
{
	buf_adds(t->out, t->lang == LANG_ZH ? zh : en);
}

static void
say_dec(const struct telling *t, dec_t v)
{
	char text[DEC_TEXT_MAX];

	buf_add(t->out, text, dec_print(v, 0, text));
}

static void
say_formula(const struct telling *t, enum explain_what what, bool filled)
{
	explain_formula(t->r, t->index, t->contract, -1, what, filled, t->out);
}

static bool
has_of(const struct telling *t)
{
	return t->node->leaf->of.count > 0;
}

/* What was found as one figure: the value, or value / of as a percentage with two decimals. */
static void
say_figure(const struct telling *t, struct buf *out)
{
	const struct leaf *leaf = t->node->leaf;
	int64_t share;

	if (!has_of(t)) {
		value_print(t->r->scheme, &leaf->value.type, t->cell->value, out);
		if (leaf->value.type.kind == VT_DAYS)
			buf_adds(out, t->lang == LANG_ZH ? " 天" : " days");
	} else if (dec_mul_div(t->cell->value, 100 * DEC_ONE, t->cell->of, &share) &&
		   dec_round(share, 2, DEC_HALF_UP, &share)) {
		char text[DEC_TEXT_MAX];

		buf_add(out, text, dec_print(share, 0, text));
		buf_addc(out, '%');
	}
}

/* The figure, and how it came about where that says more. */
static void
say_found(const struct telling *t)
{
	bool figure = t->cell->value_known && (!has_of(t) || t->cell->of > 0);
	struct telling how = *t;
	struct buf one, all;

	buf_init(&one, TELL_MAX);
	buf_init(&all, TELL_MAX);
	how.out = &all;
	say_formula(&how, EXPLAIN_VALUE, true);
	if (has_of(t)) {
		buf_adds(&all, " / ");
		say_formula(&how, EXPLAIN_OF, true);
	}
	if (figure)
		say_figure(t, &one);
	if (one.len > 0 && strcmp(one.data, all.data) != 0) {
		buf_addt(t->out, (struct text){ one.data, one.len });
		say(t, "（", " (");
		buf_addt(t->out, (struct text){ all.data, all.len });
		say(t, "）", ")");
	} else {
		buf_addt(t->out, (struct text){ all.data, all.len });
	}
	buf_free(&one);
	buf_free(&all);
}

/* The condition of a pass, or target and value, or the value alone. */
static void
say_numbers(const struct telling *t)
{
	const struct leaf *leaf = t->node->leaf;

	if (leaf->when.count > 0) {
		say(t, "要求 ", "Required ");
		say_formula(t, EXPLAIN_WHEN, false);
		say(t, "，实际 ", ", found ");
		say_formula(t, EXPLAIN_WHEN, true);
		return;
	}
	if (leaf->target.count > 0) {
		say(t, "要求 ", "Required ");
		say_formula(t, EXPLAIN_TARGET, true);
		say(t, "，实际 ", ", found ");
	} else {
		say(t, "实际 ", "Found ");
	}
	say_found(t);
}

static void
say_rows(const struct telling *t)
{
	const struct leaf *leaf = t->node->leaf;
	const uint32_t *first = &t->r->facts->grid[leaf->grain].first[t->contract];
	uint32_t passed = 0;

	for (uint32_t r = first[0]; r < first[1]; r++)
		passed += t->r->rows[t->index][r].passed;
	if (t->lang == LANG_ZH)
		buf_addf(t->out, "%" PRIu32 " %s中 %" PRIu32 " 个达到要求", first[1] - first[0],
		    grain_phrases[leaf->grain].said[LANG_ZH], passed);
	else
		buf_addf(t->out, "%" PRIu32 " of %" PRIu32 " %s meet the requirement", passed,
		    first[1] - first[0], grain_phrases[leaf->grain].said[LANG_EN]);
}

static void
say_state(const struct telling *t)
{
	enum policy policy = t->node->policy[t->cell->state];
	const struct leaf *leaf = t->node->leaf;
	const struct code *what = leaf->value.count > 0 ? &leaf->value : &leaf->when;

	buf_adds(t->out, state_phrases[t->cell->state].said[t->lang]);
	if (t->cell->state == ST_NO_DATA && what->count > 0) {
		say(t, "（", " (");
		buf_addt(t->out, what->source);
		say(t, "）", ")");
	}
	say(t, "，", ", ");
	buf_adds(t->out, policy_phrases[policy].said[t->lang]);
}

static void
say_points(const struct telling *t)
{
	dec_t lost = t->cell->effective_weight - t->cell->points;

	if (t->lang == LANG_ZH) {
		buf_adds(t->out, lost > 0 ? "，失 " : "，得 ");
		say_dec(t, lost > 0 ? lost : t->cell->points);
		buf_adds(t->out, " 分（满分 ");
		say_dec(t, t->cell->effective_weight);
		buf_adds(t->out, " 分）。");
		return;
	}
	buf_adds(t->out, "; ");
	say_dec(t, lost > 0 ? lost : t->cell->points);
	buf_adds(t->out, " of ");
	say_dec(t, t->cell->effective_weight);
	buf_adds(t->out, lost > 0 ? " points lost." : " points.");
}

void
score_sentence(
    const struct result *r, uint32_t contract, uint32_t node, enum lang lang, struct buf *out)
{
	const struct telling t = { r, &r->scheme->nodes[node],
		&r->cells[(size_t)node * r->n + contract], contract, node, lang, out };
	enum state state = (enum state)t.cell->state;

	if (state != ST_OK)
		say_state(&t);
	if (state == ST_LOW_SAMPLE)
		say(&t, "：", ": ");
	if (state == ST_OK || state == ST_LOW_SAMPLE) {
		if (t.node->leaf->grain != GRAIN_CONTRACT)
			say_rows(&t);
		else
			say_numbers(&t);
	}
	say_points(&t);
}
