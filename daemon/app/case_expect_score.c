/* What a case may expect of the score: the total, each indicator, what was added and taken. */
#include <string.h>

#include "app/case_expect.h"

/* ---- the total ---------------------------------------------------------------------- */

static bool
started(const struct expect_item *item)
{
	const struct result *r = item->k->r;

	return !r->failed[0] && r->facts->since[0] <= r->as_of;
}

static void
get_score(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, started(item), item->k->r->score[0]);
}

static void
get_lowest(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, started(item), item->k->r->lowest[0]);
}

static void
get_highest(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, started(item), item->k->r->highest[0]);
}

static void
get_certain(const struct expect_item *item, struct expect_value *ret)
{
	expect_bool(ret, item->k->r->grade_certain[0] != 0);
}

static struct text
grade_word(const struct expect_item *item, uint32_t i)
{
	const struct scheme *s = item->k->r->scheme;

	return i < s->n_grades ? s->grades[i].id : TEXT("");
}

static void
get_grade(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, started(item) ? grade_word(item, item->k->r->grade[0]) : TEXT(""));
}

/* ---- an indicator, and a row of one -------------------------------------------------- */

static const struct cell *
cell_of(const struct expect_item *item)
{
	return &item->k->r->cells[(size_t)item->at * item->k->r->n];
}

static const struct row_cell *
row_of(const struct expect_item *item)
{
	return item->it;
}

static const struct leaf *
leaf_of(const struct expect_item *item)
{
	return item->k->r->scheme->nodes[item->node].leaf;
}

void
expect_typed(struct expect_value *ret, const struct code *code, bool known, int64_t v)
{
	static const enum expect_kind kinds[VT_COUNT] = { [VT_NUMBER] = EX_DEC,
		[VT_PERCENT] = EX_PERCENT,
		[VT_MONEY] = EX_DEC,
		[VT_DATE] = EX_DAY,
		[VT_DAYS] = EX_DEC,
		[VT_BOOL] = EX_BOOL,
		[VT_TEXT] = EX_DEC,
		[VT_MISSING] = EX_DEC };

	ret->kind = code->count > 0 ? kinds[code->type.kind] : EX_DEC;
	ret->known = known;
	ret->v = ret->kind == EX_DAY || ret->kind == EX_BOOL ? v / DEC_ONE : v;
}

static void
get_points(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, true, cell_of(item)->points);
}

static void
get_weight(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, true, cell_of(item)->effective_weight);
}

static void
get_share(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, true, cell_of(item)->frac);
}

static struct text
state_word(const struct expect_item *item, uint32_t i)
{
	(void)item;
	return i < ST_COUNT ? text_of(state_name((enum state)i)) : TEXT("");
}

static void
get_state(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, state_word(item, cell_of(item)->state));
}

static void
get_value(const struct expect_item *item, struct expect_value *ret)
{
	const struct cell *c = cell_of(item);

	if (leaf_of(item) != NULL)
		expect_typed(ret, &leaf_of(item)->value, c->value_known, c->value);
}

static void
get_of(const struct expect_item *item, struct expect_value *ret)
{
	const struct cell *c = cell_of(item);

	if (leaf_of(item) != NULL)
		expect_typed(ret, &leaf_of(item)->of, c->of_known, c->of);
}

static void
get_target(const struct expect_item *item, struct expect_value *ret)
{
	const struct cell *c = cell_of(item);

	if (leaf_of(item) != NULL)
		expect_typed(ret, &leaf_of(item)->target, c->target_known, c->target);
}

static void
get_passed(const struct expect_item *item, struct expect_value *ret)
{
	expect_bool(ret, cell_of(item)->passed != 0);
}

static void
row_share(const struct expect_item *item, struct expect_value *ret)
{
	expect_number(ret, true, row_of(item)->frac);
}

static void
row_state(const struct expect_item *item, struct expect_value *ret)
{
	expect_word(ret, state_word(item, row_of(item)->state));
}

static void
row_value(const struct expect_item *item, struct expect_value *ret)
{
	expect_typed(ret, &leaf_of(item)->value, row_of(item)->value_known, row_of(item)->value);
}

static void
row_target(const struct expect_item *item, struct expect_value *ret)
{
	expect_typed(ret, &leaf_of(item)->target, row_of(item)->target_known, row_of(item)->target);
}

static void
row_passed(const struct expect_item *item, struct expect_value *ret)
{
	expect_bool(ret, row_of(item)->passed != 0);
}

static const char *
row_shorthand(struct text t)
{
	if (t.len > 0 && ((t.ptr[0] >= '0' && t.ptr[0] <= '9') || t.ptr[0] == '-'))
		return "share";
	return "state";
}

static const char *
indicator_shorthand(struct text t)
{
	if (memchr(t.ptr, '/', t.len) != NULL || memchr(t.ptr, '%', t.len) != NULL)
		return "share";
	return t.len > 0 && t.ptr[0] >= '0' && t.ptr[0] <= '9' ? "points" : "state";
}

static bool
row_at(const struct expect_item *parent, uint32_t i, struct text *ret_id, struct expect_item *ret)
{
	const struct leaf *leaf = leaf_of(parent);
	const struct fact_grid *g;

	if (leaf == NULL || leaf->grain == GRAIN_CONTRACT)
		return false;
	g = &parent->k->r->facts->grid[leaf->grain];
	if (i >= g->rows)
		return false;
	*ret = *parent;
	ret->it = &parent->k->r->rows[parent->node][i];
	*ret_id = g->name[i];
	return true;
}

static bool
indicator_at(
    const struct expect_item *parent, uint32_t i, struct text *ret_id, struct expect_item *ret)
{
	const struct scheme *s = parent->k->r->scheme;

	if (i + 1 >= s->n_nodes) /* the root is the score */
		return false;
	*ret = (struct expect_item){ .k = parent->k, .at = i + 1, .node = (int32_t)i + 1 };
	*ret_id = s->nodes[i + 1].id;
	return true;
}

/* ---- bonus, deductions, caps --------------------------------------------------------- */

enum { APPLIED_MAX = 256 };

static void
get_applied(const struct expect_item *item, struct expect_value *ret)
{
	struct applied all[APPLIED_MAX];
	uint32_t n = explain_applied(item->k->r, 0, all, APPLIED_MAX);

	expect_number(ret, item->at < n, item->at < n ? all[item->at].points : 0);
}

static bool
applied_at(
    const struct expect_item *parent, uint32_t i, struct text *ret_id, struct expect_item *ret)
{
	struct applied all[APPLIED_MAX];
	uint32_t n = explain_applied(parent->k->r, 0, all, APPLIED_MAX);

	if (i >= n)
		return false;
	*ret = (struct expect_item){ .k = parent->k, .at = i, .node = -1 };
	*ret_id = *all[i].id;
	return true;
}

static struct text
applied_name(const struct expect_item *parent, uint32_t i)
{
	const struct scheme *s = parent->k->r->scheme;
	const struct decisions *d = s->decisions;

	for (uint32_t a = 0; a < d->n_adjustments; a++) {
		if (i == 0)
			return d->adjustments[a].id;
		i--;
		if (i < d->adjustments[a].n_items)
			return d->adjustments[a].items[i].id;
		i -= d->adjustments[a].n_items;
	}
	for (uint32_t n = 0; n < s->n_nodes; n++)
		if (s->nodes[n].leaf != NULL && s->nodes[n].leaf->kind == KIND_BONUS && i-- == 0)
			return s->nodes[n].id;
	return i < d->n_caps ? d->caps[i].id : TEXT("");
}

static const char *
applied_shorthand(struct text t)
{
	(void)t;
	return "points";
}

/* ---- tables -------------------------------------------------------------------------- */

/* clang-format off */
static const struct expect_field row_fields[] = {
	{ "share", EX_SHARE, row_share, NULL, "该行得分比例", "Share the row earns" },
	{ "state", EX_WORD, row_state, state_word, "状态", "State" },
	{ "value", EX_DEC, row_value, NULL, "实际值", "Value found" },
	{ "target", EX_DEC, row_target, NULL, "目标值", "Value asked for" },
	{ "passed", EX_BOOL, row_passed, NULL, "是否达标", "Whether the requirement is met" },
};

static const struct expect_shape expect_row = { DIAG_BOTH("一行", "a row"), row_fields, NULL,
	COUNT_OF(row_fields), 0, row_shorthand };

static const struct expect_list indicator_lists[] = {
	{ "rows", &expect_row, false, false, row_at, NULL, NULL, "按名称列出各行", "Its rows by name" },
};

static const struct expect_field indicator_fields[] = {
	{ "points", EX_DEC, get_points, NULL, "得分", "Points out of the total" },
	{ "share", EX_SHARE, get_share, NULL, "得分占其分值的比例", "Share of its weight that is earned" },
	{ "state", EX_WORD, get_state, state_word, "状态", "State" },
	{ "value", EX_DEC, get_value, NULL, "实际值", "Value found" },
	{ "of", EX_DEC, get_of, NULL, "分母", "Denominator" },
	{ "target", EX_DEC, get_target, NULL, "目标值", "Value asked for" },
	{ "passed", EX_BOOL, get_passed, NULL, "是否达标", "Whether the requirement is met" },
	{ "weight", EX_DEC, get_weight, NULL, "重分配后的分值", "Weight after redistribution" },
};

static const struct expect_shape expect_indicator = { DIAG_BOTH("指标", "an indicator"), indicator_fields,
	indicator_lists, COUNT_OF(indicator_fields), COUNT_OF(indicator_lists), indicator_shorthand };

static const struct expect_field applied_fields[] = {
	{ "points", EX_DEC, get_applied, NULL, "加减的分数；封顶时为上限", "Points added or taken; of a cap the most that is left" },
};

static const struct expect_shape expect_applied = { DIAG_BOTH("加分、扣分或封顶", "a bonus, deduction or cap"),
	applied_fields, NULL, COUNT_OF(applied_fields), 0, applied_shorthand };

const struct expect_field expect_score_fields[] = {
	{ "score", EX_DEC, get_score, NULL, "总分", "Total" },
	{ "grade", EX_WORD, get_grade, grade_word, "等级", "Grade" },
	{ "lowest", EX_DEC, get_lowest, NULL, "可能的最低分", "Lowest the total can still be" },
	{ "highest", EX_DEC, get_highest, NULL, "可能的最高分", "Highest the total can still be" },
	{ "grade_certain", EX_BOOL, get_certain, NULL, "等级是否已定", "Whether the grade is certain" },
};

const struct expect_list expect_score_lists[] = {
	{ "indicators", &expect_indicator, false, false, indicator_at, NULL, NULL, "各指标", "Indicators" },
	{ "applied", &expect_applied, false, false, applied_at, applied_name, NULL, "加分、扣分与封顶", "What was added, taken or capped" },
};
/* clang-format on */
const size_t expect_n_score_lists = COUNT_OF(expect_score_lists);
const size_t expect_n_score_fields = COUNT_OF(expect_score_fields);
