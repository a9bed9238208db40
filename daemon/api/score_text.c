#include "api/score_text.h"

#include <inttypes.h>
#include <string.h>

#include "api/sample.h"
#include "api/unit_word.h"
#include "rules/decisions.h"
#include "rules/print.h"

#define TELL_MAX 16384 /* bytes of one filled formula */
#define ROWS_NAMED 3   /* rows that failed, by name; the others by their number */
#define UNSET_NAMED 4  /* parameters that the text leaves blank */

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
say_formula(const struct telling *t, const struct code *c, bool filled)
{
	explain_say(t->r, t->contract, -1, c, filled, t->lang, t->out);
}

static bool
has_of(const struct telling *t)
{
	return t->node->leaf->of.count > 0;
}

/* A figure and, where it says more, how it came about: "45 (15 + 30)". */
static void
say_both(const struct telling *t, const struct buf *figure, const struct buf *how, struct text unit)
{
	const struct buf *first = figure->len > 0 ? figure : how;

	buf_add(t->out, first->data, first->len);
	if (unit.len > 0) {
		buf_addc(t->out, ' ');
		unit_say(unit, t->lang, t->out);
	}
	if (first == how || strcmp(figure->data, how->data) == 0)
		return;
	say(t, "（", " (");
	buf_add(t->out, how->data, how->len);
	say(t, "）", ")");
}

/* What was found as one figure: the value, or value / of as a percentage with two decimals. */
static void
figure_of_value(const struct telling *t, struct buf *out)
{
	const struct leaf *leaf = t->node->leaf;
	char text[DEC_TEXT_MAX];
	int64_t share;

	if (!t->cell->value_known || (has_of(t) && t->cell->of <= 0))
		return;
	if (!has_of(t)) {
		value_say(t->r->scheme, &leaf->value.type, t->cell->value, t->lang, out);
	} else if (dec_mul_div(t->cell->value, 100 * DEC_ONE, t->cell->of, &share) &&
		   dec_round(share, 2, DEC_HALF_UP, &share)) {
		buf_add(out, text, dec_print(share, 0, text));
		buf_addc(out, '%');
	}
}

/* Of a plain number alone: other types carry their unit in the figure. */
static struct text
unit_of_value(const struct telling *t)
{
	const struct leaf *leaf = t->node->leaf;
	bool plain = leaf->value.type.kind == VT_NUMBER && !has_of(t) && t->cell->value_known;

	return plain ? leaf->unit : TEXT("");
}

static void
say_computed(const struct telling *t, const struct code *c)
{
	struct telling part = *t;
	struct buf figure, how;
	int64_t value;

	buf_init(&figure, TELL_MAX);
	buf_init(&how, TELL_MAX);
	if (engine_value(t->r, c, t->contract, -1, &value) == EVAL_KNOWN)
		value_say(t->r->scheme, &c->type, value, t->lang, &figure);
	part.out = &how;
	say_formula(&part, c, true);
	say_both(t, &figure, &how, TEXT(""));
	buf_free(&figure);
	buf_free(&how);
}

static void
say_found(const struct telling *t)
{
	struct telling part = *t;
	struct buf figure, how;

	buf_init(&figure, TELL_MAX);
	buf_init(&how, TELL_MAX);
	figure_of_value(t, &figure);
	part.out = &how;
	say_formula(&part, &t->node->leaf->value, true);
	if (has_of(t)) {
		buf_adds(&how, " / ");
		say_formula(&part, &t->node->leaf->of, true);
	}
	say_both(t, &figure, &how, unit_of_value(t));
	buf_free(&figure);
	buf_free(&how);
}

/* The steps of the leaf, all of them: "逾期超过 15 天得 50%、超过 30 天得 0%". */
static void
say_steps(const struct telling *t)
{
	const struct leaf *leaf = t->node->leaf;
	static const struct phrase past[KIND_ID_COUNT][2] = {
		/* not inclusive, inclusive */
		[KIND_BANDS] = { { { "低于 ", "below " } }, { { "不超过 ", "up to " } } },
		[KIND_LATE_STEPS] = { { { "超过 ", "more than " } }, { { "达到 ", "from " } } },
		[KIND_LINEAR] = { { { "在 ", "at " } } },
	};

	if (leaf->n_steps == 0)
		return;
	say(t, "（", " (");
	for (uint16_t k = 0; k < leaf->n_steps; k++) {
		const struct leaf_step *step = &leaf->steps[k];

		if (k > 0)
			say(t, "、", ", ");
		if (step->bound.count > 0) {
			buf_adds(t->out, past[leaf->kind][leaf->inclusive].said[t->lang]);
			say_formula(t, &step->bound, true);
		} else {
			say(t, "其余", "else");
		}
		say(t, " 得 ", ": ");
		say_formula(t, &step->share, true);
	}
	say(t, "）", ")");
}

/* The names that a kind's sentence may use (rules/kind.h): {found} and those of explain_name(). */
static bool
is_found(struct text name)
{
	return text_is(name, "found");
}

static bool
named(struct text name, enum explain_what *ret)
{
	for (int what = 0; what < EXPLAIN_COUNT; what++) {
		if (!text_is(name, explain_name((enum explain_what)what)))
			continue;
		*ret = (enum explain_what)what;
		return true;
	}
	return false;
}

/* The name at s, which begins with '{'; `filled`: it ends in '='. Returns where it ends. */
static const char *
name_at(const char *s, struct text *name, bool *filled)
{
	const char *end = strchr(s, '}');

	*name = (struct text){ s + 1, (size_t)(end - s - 1) };
	*filled = name->ptr[name->len - 1] == '=';
	name->len -= *filled ? 1 : 0;
	return end + 1;
}

/* Does the leaf have all that is named before the closing bracket? */
static bool
has_all(const struct telling *t, const char *s)
{
	struct text name;
	enum explain_what what;
	bool filled;

	for (; *s != ']' && *s != '\0'; s++) {
		if (*s != '{')
			continue;
		s = name_at(s, &name, &filled) - 1;
		if (named(name, &what) &&
		    explain_code(t->r->scheme, t->node->leaf, what)->count == 0)
			return false;
	}
	return true;
}

static void
say_name(const struct telling *t, struct text name, bool filled)
{
	enum explain_what what;

	if (is_found(name))
		say_found(t);
	else if (text_is(name, "target"))
		say_computed(t, &t->node->leaf->target);
	else if (named(name, &what))
		say_formula(t, explain_code(t->r->scheme, t->node->leaf, what),
		    filled || what != EXPLAIN_WHEN);
}

/* The kind's own sentence; a kind without one, or a leaf without its parts, tells what was found.
 */
static void
say_numbers(const struct telling *t)
{
	const struct kind *kind = &kind_table[t->node->leaf->kind];
	const char *s = t->lang == LANG_ZH ? kind->said_zh : kind->said_en;
	size_t start = t->out->len;

	while (*s != '\0') {
		struct text name;
		bool filled;

		if (*s == '{') {
			s = name_at(s, &name, &filled);
			say_name(t, name, filled);
		} else if (*s == '[' && !has_all(t, s + 1)) {
			s = strchr(s, ']') + 1;
		} else {
			if (*s != '[' && *s != ']')
				buf_addc(t->out, *s);
			s++;
		}
	}
	if (t->out->len > start)
		return;
	say(t, "实际 ", "Found ");
	say_found(t);
}

/* ---- rows of a leaf per station, community or person ------------------------------ */

struct row_count {
	uint32_t all, counted, passed; /* counted: it applies, and its weight is not given away */
};

static bool
row_counts(const struct telling *t, const struct row_cell *c)
{
	return t->node->policy[c->state] != POL_REDISTRIBUTE && c->state != ST_NOT_APPLICABLE;
}

static void
say_row(const struct telling *t, uint32_t row)
{
	const struct leaf *leaf = t->node->leaf;
	const struct row_cell *c = &t->r->rows[t->index][row];

	buf_addt(t->out, t->r->facts->grid[leaf->grain].name[row]);
	if (leaf->value.count == 0 || !c->value_known || leaf->of.count > 0)
		return;
	say(t, "（实际 ", " (found ");
	value_say(t->r->scheme, &leaf->value.type, c->value, t->lang, t->out);
	if (leaf->target.count > 0 && c->target_known) {
		say(t, "，要求 ", ", required ");
		value_say(t->r->scheme, &leaf->target.type, c->target, t->lang, t->out);
	}
	say(t, "）", ")");
}

static void
say_failed(const struct telling *t, const uint32_t *first, uint32_t n)
{
	uint32_t named = 0;

	if (n == 0)
		return;
	say(t, "；未达到：", "; not: ");
	for (uint32_t r = first[0]; r < first[1] && named < ROWS_NAMED; r++) {
		const struct row_cell *c = &t->r->rows[t->index][r];

		if (c->passed || !row_counts(t, c))
			continue;
		if (named++ > 0)
			say(t, "、", ", ");
		say_row(t, r);
	}
	if (n > named)
		buf_addf(t->out,
		    t->lang == LANG_ZH ? " 等 %" PRIu32 " 个" : " and others, %" PRIu32 " in all",
		    n);
}

/* How the rows were put together, where the numbers of rows do not tell. */
static void
say_combined(const struct telling *t)
{
	const struct combine_row *c = &combine_table[t->node->leaf->combine];
	const char *said = t->lang == LANG_ZH ? c->said_zh : c->said_en;
	const char *name = strchr(said, '{');
	int64_t percent = t->cell->frac / (FRAC_ONE / DEC_ONE) * 100;
	char text[DEC_TEXT_MAX];

	if (name == NULL) {
		buf_adds(t->out, said);
		return;
	}
	if (!dec_round(percent, 2, DEC_HALF_UP, &percent))
		return;
	buf_add(t->out, said, (size_t)(name - said));
	buf_add(t->out, text, dec_print(percent, 0, text));
	buf_addc(t->out, '%');
	buf_adds(t->out, strchr(name, '}') + 1);
}

/* Rows that do not count are said: else four of five would look like a failure. */
static void
say_how_many(const struct telling *t, const char *kind, const struct row_count *n)
{
	bool some = n->counted < n->all;

	if (t->lang == LANG_ZH) {
		buf_addf(t->out, "%s%" PRIu32 " %s", some ? "适用的 " : "", n->counted, kind);
		if (some)
			buf_addf(t->out, "（共 %" PRIu32 " 个）", n->all);
		buf_addf(t->out, "中 %" PRIu32 " 个达到要求", n->passed);
		return;
	}
	buf_addf(t->out, "%" PRIu32 " of %" PRIu32 " %s", n->passed, n->counted, kind);
	if (some)
		buf_addf(t->out, " that count (%" PRIu32 " in all)", n->all);
	buf_adds(t->out, " meet the requirement");
}

static void
say_rows(const struct telling *t)
{
	const struct leaf *leaf = t->node->leaf;
	const uint32_t *first = &t->r->facts->grid[leaf->grain].first[t->contract];
	const char *kind = grain_phrases[leaf->grain].said[t->lang];
	struct row_count n = { .all = first[1] - first[0] };

	for (uint32_t r = first[0]; r < first[1]; r++) {
		const struct row_cell *c = &t->r->rows[t->index][r];

		n.counted += row_counts(t, c);
		n.passed += row_counts(t, c) && c->passed;
	}
	say_how_many(t, kind, &n);
	if (n.passed < n.counted)
		say_combined(t);
	if (!combine_table[leaf->combine].any || n.passed == 0)
		say_failed(t, first, n.counted - n.passed);
}

/* ---- states ----------------------------------------------------------------------- */

static void
say_unset(const struct telling *t)
{
	uint32_t params[UNSET_NAMED];
	uint32_t n = explain_unset(t->r, t->index, params, UNSET_NAMED);

	for (uint32_t i = 0; i < n; i++) {
		const struct param *p = &t->r->scheme->params[params[i]];
		struct text title = t->lang == LANG_ZH ? p->title.zh : p->title.en;

		buf_adds(t->out, i == 0               ? t->lang == LANG_ZH ? "（" : " ("
				 : t->lang == LANG_ZH ? "、"
						      : ", ");
		buf_addt(t->out, title.len > 0 ? title : p->name);
	}
	if (n > 0)
		say(t, "）", ")");
}

/* How many there were, and how many it takes. */
static void
say_sample(const struct telling *t)
{
	const struct leaf *leaf = t->node->leaf;

	say(t, "（", " (");
	say_computed(t, &leaf->sample);
	say(t, "，至少须 ", ", it takes ");
	say_computed(t, &leaf->sample_min);
	say(t, "）", ")");
}

static void
say_state(const struct telling *t)
{
	enum policy policy = t->node->policy[t->cell->state];
	const struct leaf *leaf = t->node->leaf;
	const struct code *what = leaf->value.count > 0 ? &leaf->value : &leaf->when;

	buf_adds(t->out, state_phrases[t->cell->state].said[t->lang]);
	if (t->cell->state == ST_NOT_CONFIGURED)
		say_unset(t);
	if (t->cell->state == ST_LOW_SAMPLE && leaf->grain == GRAIN_CONTRACT)
		say_sample(t);
	if (t->cell->state == ST_NO_DATA && what->count > 0) {
		say(t, "（", " (");
		say_formula(t, what, false);
		say(t, "）", ")");
	}
	if (kind_table[leaf->kind].weightless)
		return;
	say(t, "，", ", ");
	buf_adds(t->out, policy_phrases[policy].said[t->lang]);
}

/* The node's own cap and rounding. */
static void
say_limits(const struct telling *t)
{
	dec_t most;
	const struct cap *cap = explain_node_cap(t->r, t->index, t->contract, &most);

	if (t->node->rounded && t->lang == LANG_ZH)
		buf_addf(t->out, "，四舍五入到 %d 位小数", t->node->round_places);
	else if (t->node->rounded)
		buf_addf(t->out, ", rounded to %d decimals", t->node->round_places);
	if (cap == NULL)
		return;
	say(t, "，因“", ", by \"");
	buf_addt(t->out, cap->title.zh.len == 0 ? cap->id
			 : t->lang == LANG_ZH   ? cap->title.zh
						: cap->title.en);
	say(t, "”至多 ", "\" at most ");
	say_dec(t, most);
	say(t, " 分", "");
}

static void
say_bonus(const struct telling *t)
{
	say(t, "，加 ", "; ");
	say_dec(t, explain_bonus(t->r, t->index, t->contract));
	say(t, " 分。", " points are added to the total.");
}

static void
say_points(const struct telling *t)
{
	dec_t lost = t->cell->effective_weight - t->cell->points;

	if (t->cell->aside) {
		say(t, "；同组另有更好的一项，此项不计。",
		    "; another one of its group is better and counts instead.");
		return;
	}
	if (t->cell->effective_weight == 0) {
		say(t, "。", ".");
		return;
	}
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

static void
say_leaf(const struct telling *t)
{
	enum state state = (enum state)t->cell->state;

	if (state != ST_OK)
		say_state(t);
	if (state == ST_LOW_SAMPLE)
		say(t, "：", ": ");
	if (state == ST_OK || state == ST_LOW_SAMPLE) {
		if (t->node->leaf->grain != GRAIN_CONTRACT)
			say_rows(t);
		else
			say_numbers(t);
		say_steps(t);
		if (t->node->leaf->grain == GRAIN_CONTRACT)
			sample_say(t->r, t->index, t->contract, -1, state == ST_LOW_SAMPLE, t->lang,
			    t->out);
	}
}

void
score_sentence(
    const struct result *r, uint32_t contract, uint32_t node, enum lang lang, struct buf *out)
{
	const struct telling t = { r, &r->scheme->nodes[node],
		&r->cells[(size_t)node * r->n + contract], contract, node, lang, out };

	if (t.node->leaf != NULL) {
		say_leaf(&t);
	} else {
		say(&t, "各项合计 ", "Its parts make ");
		say_dec(&t, explain_parts(r, node, contract));
		say(&t, " 分", "");
	}
	if (t.node->limited)
		say_limits(&t);
	if (t.node->leaf != NULL && t.node->leaf->kind == KIND_BONUS)
		say_bonus(&t);
	else if (t.node->leaf != NULL && t.node->leaf->kind == KIND_INFO)
		say(&t, "（仅供参考，不计分）。", " (for information; no points).");
	else
		say_points(&t);
}
