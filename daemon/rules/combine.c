#include "rules/combine.h"

#include "rules/kind.h"

void
combine_take(struct combine_rows *t, int64_t frac, bool passed, int64_t weight)
{
	t->sum += frac;
	t->least = t->count == 0 || frac < t->least ? frac : t->least;
	t->most = frac > t->most ? frac : t->most;
	t->count++;
	t->passing += passed;
	if (weight > 0) {
		t->weighted += (wide_sum)frac * weight;
		t->weight += weight;
	}
}

static int64_t
mean(const struct combine_rows *t)
{
	return (t->sum + t->count / 2) / t->count;
}

static int64_t
least(const struct combine_rows *t)
{
	return t->least;
}

static int64_t
most(const struct combine_rows *t)
{
	return t->most;
}

static int64_t
all(const struct combine_rows *t)
{
	return t->passing == t->count ? FRAC_ONE : 0;
}

static int64_t
share_passing(const struct combine_rows *t)
{
	return (FRAC_ONE * t->passing + t->count / 2) / t->count;
}

static int64_t
weighted_mean(const struct combine_rows *t)
{
	return (int64_t)((t->weighted + t->weight / 2) / t->weight);
}

/* clang-format off */
const struct combine_row combine_table[COMBINE_COUNT] = {
	[COMBINE_NONE] = { "none", NULL, false, false, "", "", "", "", "", "" },
	[COMBINE_MEAN] = { "mean", mean, false, false,
	    "各对象得分率的平均", "The mean of the rows' shares",
	    "100% 50% 0%", "50%", "，平均得分率 {share}", ", on average {share} of the points" },
	[COMBINE_MIN] = { "min", least, false, false,
	    "取最低的一个", "The lowest row",
	    "100% 50% 25%", "25%", "，取其最低 {share}", ", the lowest counts: {share} of the points" },
	[COMBINE_ALL] = { "all", all, false, false,
	    "全部达到要求得满分，否则不得分", "Full points when every row meets the requirement, else none",
	    "100% 100% 99%", "0%", "（须全部达到）", " (all of them must)" },
	[COMBINE_SHARE_PASSING] = { "share_passing", share_passing, false, false,
	    "达到要求的对象所占比例", "The share of rows that meet the requirement",
	    "100% 99% 100% 0%", "50%", "", "" },
	[COMBINE_WEIGHTED_MEAN] = { "weighted_mean", weighted_mean, true, false,
	    "按 weigh_by（每个对象的权数，如户数）加权平均；计分的对象有权数缺失或为负时本项无数据（参数空白则为未设定），权数合计为 0 时视为未发生",
	    "The mean of the rows' shares, weighed by `weigh_by`, an expression for each row (households, say); when a row that counts has no weight or a negative one the indicator has no data (not_configured when a parameter is blank), and no_events when the weights add up to 0",
	    "100%*3 50%*1", "87.5%", "，加权平均得分率 {share}", ", weighed {share} of the points" },
	[COMBINE_BEST_OF] = { "best_of", most, false, true,
	    "取最高的一个", "The best row",
	    "25% 80% 50%", "80%", "，取其最高 {share}", ", the best counts: {share} of the points" },
};
/* clang-format on */

bool
combine_any(enum combine c, const struct combine_rows *t)
{
	return combine_table[c].weighs ? t->weight > 0 : t->count > 0;
}

bool
combine_passed(enum combine c, const struct combine_rows *t)
{
	return combine_table[c].any ? t->passing > 0 : t->passing == t->count;
}

const char *
combine_name(enum combine c)
{
	return combine_table[c].name;
}
