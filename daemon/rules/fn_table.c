/*
 * The one list of functions and operators. A new function is a row here and its kernel.
 * Rows are never reordered within a release: compiled code holds their index.
 * Every example is evaluated by tests/unit/test_fn_examples.c.
 */
#include <assert.h>

#include "rules/fn_internal.h"

#define MANY FN_ARGS_MAX

/* clang-format off */
const struct fn fn_table[] = {
	/* name, arguments, operator, typing, kernel, signature, doc zh, doc en, example, result */
	{ "+", 2, 2, true, type_add, fn_add, "a + b → same type; date + days → date",
	    "相加；单位须相同；日期可加天数", "Sum; units must agree; days may be added to a date", "date(2017, 6, 30) + 1 days", "date(2017, 7, 1)" },
	{ "-", 2, 2, true, type_sub, fn_sub, "a - b → same type; date - date → days; date - days → date",
	    "相减；日期相减得天数", "Difference; two dates give days", "date(2017, 7, 1) - date(2017, 6, 30)", "1 days" },
	{ "*", 2, 2, true, type_mul, fn_mul, "a * b → number; money * number → money; amount * percent → amount",
	    "相乘，六位小数，四舍五入", "Product, six decimals, half-up", "0.000001 * 0.5", "0.000001" },
	{ "/", 2, 2, true, type_div, fn_div, "a / b → number; money / number → money; same / same → number",
	    "相除，六位小数，四舍五入；除数为 0 时缺失", "Quotient, six decimals, half-up; missing when b is 0", "2 / 3", "0.666667" },
	{ "=", 2, 2, true, type_equal, fn_eq, "a = b → boolean", "相等", "Equal", "2 = 3", "false" },
	{ "!=", 2, 2, true, type_equal, fn_ne, "a != b → boolean", "不相等", "Not equal", "2 != 3", "true" },
	{ "<", 2, 2, true, type_order, fn_lt, "a < b → boolean", "小于", "Less than", "2 < 2", "false" },
	{ "<=", 2, 2, true, type_order, fn_le, "a <= b → boolean", "小于或等于", "Less than or equal", "2 <= 2", "true" },
	{ ">", 2, 2, true, type_order, fn_gt, "a > b → boolean", "大于", "Greater than", "3 > 2", "true" },
	{ ">=", 2, 2, true, type_order, fn_ge, "a >= b → boolean", "大于或等于", "Greater than or equal", "2 >= 3", "false" },
	{ "and", 2, 2, true, type_bools, fn_and, "a and b → boolean",
	    "且；一方为否则为否，其余情形有缺失则缺失", "Both; false when one is false, else missing when one is missing", "false and missing", "false" },
	{ "or", 2, 2, true, type_bools, fn_or, "a or b → boolean",
	    "或；一方为是则为是，其余情形有缺失则缺失", "Either; true when one is true, else missing when one is missing", "missing or true", "true" },
	{ "not", 1, 1, true, type_bools, fn_not, "not a → boolean", "非", "Negation", "not (1 > 2)", "true" },
	{ "neg", 1, 1, true, type_amounts, fn_neg, "-a → same type", "取负", "Sign changed", "-(2 - 5)", "3" },
	{ "??", 2, 2, true, type_same, fn_first_known, "a ?? b → same type",
	    "a 缺失时取 b", "b where a is missing", "missing ?? 5", "5" },
	{ "if", 3, 3, false, type_if, fn_if, "if(condition, a, b) → same type",
	    "条件成立取 a，否则取 b；条件缺失则缺失；未取的一支缺失无妨", "a when the condition holds, else b; missing when the condition is; the branch not taken may be missing", "if(2 > 1, 10, missing)", "10" },
	{ "band", 4, MANY, false, type_band, fn_band, "band(x, low, high, value, …, else) → type of the values",
	    "x 所在的第一档 [low, high) 的值（含 low，不含 high）；都不在则取最后的 else，没有 else 则缺失；x 缺失、或决定归属的界限缺失，则缺失", "Value of the first band low <= x < high that holds x; else when there is one, otherwise missing (never x); missing when x or a bound that decides is", "band(90, 0, 60, 0%, 60, 90, 50%, 90, 101, 100%)", "100%" },
	{ "pick", 2, MANY, false, type_pick, fn_pick, "pick(n, a, b, …) → same type",
	    "第 n 个值（从 1 数起）；n 不是 1 至个数之间的整数则缺失；其余的值缺失无妨", "The n-th of them, from 1 on; missing when n is no whole number from 1 to their count; the others may be missing", "pick(2, 10, 20, 30)", "20" },
	{ "min", 1, MANY, false, type_ordered, fn_min, "min(a, b, …) → same type",
	    "最小值（日期则最早）；任一缺失则缺失", "Least, of dates the earliest; missing when any is", "min(3, 2)", "2" },
	{ "max", 1, MANY, false, type_ordered, fn_max, "max(a, b, …) → same type",
	    "最大值（日期则最晚）；任一缺失则缺失", "Greatest, of dates the latest; missing when any is", "max(date(2017, 6, 30), date(2017, 7, 1))", "date(2017, 7, 1)" },
	{ "sum", 1, MANY, false, type_amounts, fn_sum, "sum(a, b, …) → same type",
	    "合计；任一缺失则缺失（要当作 0 请写 a ?? 0）", "Sum of all; missing when any is (write a ?? 0 to take it for 0)", "sum(1, 2, 3.5)", "6.5" },
	{ "avg", 1, MANY, false, type_amounts, fn_avg, "avg(a, b, …) → same type",
	    "平均值，四舍五入；任一缺失则缺失", "Mean of all, half-up; missing when any is", "avg(1, 2, 2)", "1.666667" },
	{ "median", 1, MANY, false, type_amounts, fn_median, "median(a, b, …) → same type",
	    "中位数；个数为偶数时取中间两数的平均，四舍五入；任一缺失则缺失", "Middle value; the mean of the two middle ones, half-up, when their count is even; missing when any is", "median(9, 1, 4, 2)", "3" },
	{ "stdevp", 1, MANY, false, type_amounts, fn_stdevp, "stdevp(a, b, …) → same type",
	    "总体标准差，四舍五入；任一缺失则缺失", "Standard deviation of the whole population, half-up; missing when any is", "stdevp(2, 4, 4, 4, 5, 5, 7, 9)", "2" },
	{ "stdev", 1, MANY, false, type_amounts, fn_stdev, "stdev(a, b, …) → same type",
	    "样本标准差（除以 n-1），四舍五入；只有一个值、或任一缺失则缺失", "Standard deviation of a sample (by n - 1), half-up; missing for one value alone or when any is missing", "stdev(1, 2, 3, 4)", "1.290994" },
	{ "variancep", 1, MANY, false, type_variance, fn_variancep, "variancep(a, b, …) → number or percent",
	    "总体方差，四舍五入；任一缺失则缺失", "Variance of the whole population, half-up; missing when any is", "variancep(2, 4, 4, 4, 5, 5, 7, 9)", "4" },
	{ "variance", 1, MANY, false, type_variance, fn_variance, "variance(a, b, …) → number or percent",
	    "样本方差（除以 n-1），四舍五入；只有一个值、或任一缺失则缺失", "Variance of a sample (by n - 1), half-up; missing for one value alone or when any is missing", "variance(1, 2, 3, 4)", "1.666667" },
	{ "percentile", 2, MANY, false, type_percentile, fn_percentile, "percentile(p, a, b, …) → type of a",
	    "第 p（0% 至 100%）百分位数，相邻两数之间按比例取值；p 越界或任一缺失则缺失", "The value a share p (0% to 100%) of the way up, in proportion between two of them; missing for another p or when any is missing", "percentile(90%, 10, 20, 30, 40)", "37" },
	{ "count", 1, MANY, false, type_count, fn_count_known, "count(a, b, …) → number",
	    "已知（非缺失）值的个数", "How many of them are known", "count(5, missing, 7)", "2" },
	{ "greatest", 1, MANY, false, type_ordered, fn_greatest, "greatest(a, b, …) → same type",
	    "已知值中的最大值；全部缺失才缺失", "Greatest of those that are known; missing only when all are", "greatest(3, missing, 5)", "5" },
	{ "least", 1, MANY, false, type_ordered, fn_least, "least(a, b, …) → same type",
	    "已知值中的最小值；全部缺失才缺失", "Least of those that are known; missing only when all are", "least(3, missing, 5)", "3" },
	{ "abs", 1, 1, false, type_amounts, fn_abs, "abs(a) → same type", "绝对值", "Size without sign", "abs(2 - 5)", "3" },
	{ "round", 1, 2, false, type_places, fn_round, "round(a, places) → same type",
	    "四舍五入到若干位小数（0 至 6，默认 0）；位数无效则缺失", "Half-up to so many decimals (0 to 6, default 0); missing for other places", "round(2.345, 2)", "2.35" },
	{ "floor", 1, 2, false, type_amounts, fn_floor, "floor(a, multiple) → same type",
	    "向下取整到 multiple 的倍数（默认 1）；multiple 不大于 0 则缺失", "Multiple at or below (of 1 by default); missing when the multiple is not above 0", "floor(47, 5)", "45" },
	{ "ceil", 1, 2, false, type_amounts, fn_ceil, "ceil(a, multiple) → same type",
	    "向上取整到 multiple 的倍数（默认 1）；multiple 不大于 0 则缺失", "Multiple at or above (of 1 by default); missing when the multiple is not above 0", "ceil(2.1)", "3" },
	{ "trunc", 1, 2, false, type_places, fn_trunc, "trunc(a, places) → same type",
	    "截去若干位以后的小数（0 至 6，默认 0）；位数无效则缺失", "Decimals past so many cut off (0 to 6, default 0); missing for other places", "trunc(-2.987, 2)", "-2.98" },
	{ "clamp", 3, 3, false, type_ordered, fn_clamp, "clamp(a, low, high) → same type",
	    "限制在 low 与 high 之间；low 大于 high 则缺失", "Held between low and high; missing when low is above high", "clamp(12, 0, 10)", "10" },
	{ "safe_div", 3, 3, false, type_safe_div, fn_safe_div, "safe_div(a, b, else) → number",
	    "相除；b 为 0 时取 else；a 或 b 缺失仍为缺失", "Quotient; else when b is 0; still missing when a or b is missing", "safe_div(1, 0, 100%)", "100%" },
	{ "between", 3, 3, false, type_order, fn_between, "between(a, low, high) → boolean",
	    "在 low 与 high 之间，含两端", "Within low and high, both ends included", "between(10, 1, 10)", "true" },
	{ "sqrt", 1, 1, false, type_root, fn_sqrt, "sqrt(a) → number",
	    "平方根，四舍五入；负数则缺失", "Square root, half-up; missing for a negative number", "sqrt(2)", "1.414214" },
	{ "mod", 2, 2, false, type_amounts, fn_mod, "mod(a, b) → same type",
	    "余数 a - b * floor(a / b)，与 b 同号；b 为 0 则缺失", "Remainder a - b * floor(a / b), with the sign of b; missing when b is 0", "mod(17, 5)", "2" },
	{ "power", 2, 2, false, type_power, fn_power, "power(a, n) → number or percent",
	    "a 的 n 次方（n 为 0 至 100 的整数），只在最后四舍五入一次；n 不合则缺失；0 的 0 次方为 1", "a to the power of n (whole, 0 to 100), rounded once at the end, half-up; missing for another n; 0 to the power of 0 is 1", "power(1.05, 3)", "1.157625" },
	{ "ln", 1, 1, false, type_root, fn_ln, "ln(a) → number",
	    "自然对数，六位小数均准确；不大于 0 则缺失", "Natural logarithm, right to all six decimals; missing for 0 or less", "ln(2)", "0.693147" },
	{ "log10", 1, 1, false, type_root, fn_log10, "log10(a) → number",
	    "以 10 为底的对数，六位小数均准确；不大于 0 则缺失", "Logarithm to the base of 10, right to all six decimals; missing for 0 or less", "log10(1000)", "3" },
	{ "date", 3, 3, false, type_date, fn_date, "date(year, month, day) → date",
	    "日期；不存在的日期为缺失", "A date; missing when there is no such day", "date(2016, 2, 29)", "date(2016, 2, 29)" },
	{ "days_between", 2, 2, false, type_days_between, fn_days_between, "days_between(from, to) → days",
	    "从 from 到 to 的天数（首日不计）；to 较早时为负", "Days from one date to another (the first day is day 0); negative when `to` is earlier", "days_between(date(2017, 6, 30), date(2017, 7, 15))", "15 days" },
	{ "days_in_period", 2, 2, false, type_days_between, fn_days_in_period, "days_in_period(from, to) → days",
	    "从 from 到 to 的天数，两端均计入；to 早于 from 则缺失", "Days from one date to another, both counted; missing when `to` is earlier", "days_in_period(date(2017, 7, 1), date(2018, 6, 30))", "365 days" },
	{ "days_in_month", 2, 2, false, type_days_in_month, fn_days_in_month, "days_in_month(year, month) → days",
	    "该月的天数；年份或月份无效则缺失", "Days of that month; missing when there is no such month", "days_in_month(2016, 2)", "29 days" },
	{ "year", 1, 1, false, type_date_part, fn_year, "year(date) → number",
	    "年份", "The year", "year(date(2017, 6, 30))", "2017" },
	{ "quarter", 1, 1, false, type_date_part, fn_quarter, "quarter(date) → number",
	    "季度，1 至 4", "The quarter, 1 to 4", "quarter(date(2017, 6, 30))", "2" },
	{ "month", 1, 1, false, type_date_part, fn_month, "month(date) → number",
	    "月份，1 至 12", "The month, 1 to 12", "month(date(2017, 6, 30))", "6" },
	{ "day", 1, 1, false, type_date_part, fn_day, "day(date) → number",
	    "日，1 至 31", "The day of the month, 1 to 31", "day(date(2017, 6, 30))", "30" },
	{ "weekday", 1, 1, false, type_date_part, fn_weekday, "weekday(date) → number",
	    "星期，1（周一）至 7（周日）", "The day of the week, 1 (Monday) to 7 (Sunday)", "weekday(date(2017, 6, 30))", "5" },
	{ "add_days", 2, 2, false, type_add_days, fn_add_days, "add_days(date, n) → date",
	    "n 天后的日期；n 不是整数则缺失", "The date n days on; missing when n is not whole", "add_days(date(2016, 2, 28), 2)", "date(2016, 3, 1)" },
	{ "add_months", 2, 2, false, type_add_months, fn_add_months, "add_months(date, n) → date",
	    "n 个月后的对应日，没有对应日则为该月末日（民法典第二百零二条）；n 不是整数则缺失", "The corresponding day n months on, else that month's last day (Civil Code art. 202); missing when n is not whole", "add_months(date(2017, 1, 31), 1)", "date(2017, 2, 28)" },
	{ "workdays_between", 2, 2, false, type_days_between, fn_workdays_between, "workdays_between(from, to) → days",
	    "从 from（不计）到 to（计入）的工作日数，按方案的日历；没有日历则缺失", "Working days after `from` up to and with `to`, by the scheme's calendar; missing without one", "workdays_between(date(2019, 1, 25), date(2019, 2, 20))", "15 days" },
	{ "add_workdays", 2, 2, false, type_add_days, fn_add_workdays, "add_workdays(date, n) → date",
	    "其后第 n 个工作日，按方案的日历；没有日历则缺失", "The n-th working day after the date, by the scheme's calendar; missing without one", "add_workdays(date(2019, 1, 25), 15)", "date(2019, 2, 20)" },
	{ "is_missing", 1, 1, false, type_is_missing, fn_is_missing, "is_missing(a) → boolean",
	    "是否缺失；结果总是已知", "Whether a is missing; the answer is always known", "is_missing(1 / 0)", "true" },
	{ "is_known", 1, 1, false, type_is_missing, fn_is_known, "is_known(a) → boolean",
	    "是否已知（非缺失）；结果总是已知", "Whether a is known; the answer is always known", "is_known(1 / 0)", "false" },
	{ "first_known", 1, MANY, false, type_same, fn_first_known, "first_known(a, b, …) → same type",
	    "第一个已知的值", "The first of them that is known", "first_known(missing, 7, 9)", "7" },
	{ "remove_zeros", 1, 1, false, type_amounts, fn_remove_zeros, "remove_zeros(a) → same type",
	    "0 视为缺失，其余不变", "a, with 0 taken for missing", "remove_zeros(0) ?? 5", "5" },
	{ "length", 1, 1, false, type_length, fn_length, "length(text) → number",
	    "文本的字符数（不是字节数）", "Characters of a text, not bytes", "length('苏州 Suzhou')", "9" },
	{ "contains", 2, MANY, false, type_contains, fn_contains, "contains(text, part, …) → boolean",
	    "文本是否含有每一个片段", "Whether the text holds every one of the parts", "contains('三社联动试点', '试点', '联动')", "true" },
	{ "wilson_low", 2, 3, false, type_wilson, fn_wilson_low, "wilson_low(agree, answers, z) → percent",
	    "占比的置信下限（威尔逊区间），四舍五入；z 默认 1.96（95%）；没有答卷、数目不合理或 z 不在 0 至 10 之间则缺失",
	    "Lower confidence limit of a share (Wilson score interval), half-up; z is 1.96 (95 %) unless given; missing without answers, for counts that cannot be, or z outside 0 to 10", "wilson_low(30, 40)", "59.8057%" },
	{ "wilson_high", 2, 3, false, type_wilson, fn_wilson_high, "wilson_high(agree, answers, z) → percent",
	    "占比的置信上限，其余同 wilson_low", "Upper confidence limit of a share; the rest as wilson_low", "wilson_high(30, 40, 1.96)", "85.813%" },
};
/* clang-format on */

const uint32_t fn_count = sizeof(fn_table) / sizeof(fn_table[0]);

const struct fn *
fn_find(struct text name, bool is_operator)
{
	for (uint32_t i = 0; i < fn_count; i++) {
		if (fn_table[i].is_operator == is_operator && name.len > 0 &&
		    fn_table[i].name[0] == name.ptr[0] && text_is(name, fn_table[i].name))
			return &fn_table[i];
	}
	return NULL;
}

uint16_t
fn_index(const struct fn *fn)
{
	assert(fn >= fn_table && fn < fn_table + fn_count);
	return (uint16_t)(fn - fn_table);
}
