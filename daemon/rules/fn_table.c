/*
 * The one list of functions and operators. A new function is a row here and its kernel.
 * Rows are never reordered within a release: compiled code holds their index.
 * Every example is evaluated by tests/unit/test_fn.c.
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
	{ "min", 1, MANY, false, type_ordered, fn_min, "min(a, b, …) → same type", "最小值", "Least", "min(3, 2)", "2" },
	{ "max", 1, MANY, false, type_ordered, fn_max, "max(a, b, …) → same type", "最大值", "Greatest", "max(3, 2)", "3" },
	{ "sum", 1, MANY, false, type_amounts, fn_sum, "sum(a, b, …) → same type", "合计", "Sum of all", "sum(1, 2, 3.5)", "6.5" },
	{ "avg", 1, MANY, false, type_amounts, fn_avg, "avg(a, b, …) → same type",
	    "平均值，四舍五入", "Mean of all, half-up", "avg(1, 2, 2)", "1.666667" },
	{ "median", 1, MANY, false, type_amounts, fn_median, "median(a, b, …) → same type",
	    "中位数；个数为偶数时取中间两数的平均", "Middle value; the mean of the two middle ones when their count is even", "median(9, 1, 4, 2)", "3" },
	{ "stdevp", 1, MANY, false, type_amounts, fn_stdevp, "stdevp(a, b, …) → same type",
	    "总体标准差，四舍五入", "Standard deviation of the whole population, half-up", "stdevp(2, 4, 4, 4, 5, 5, 7, 9)", "2" },
	{ "count", 1, MANY, false, type_count, fn_count_known, "count(a, b, …) → number",
	    "已知（非缺失）值的个数", "How many of them are known", "count(5, missing, 7)", "2" },
	{ "abs", 1, 1, false, type_amounts, fn_abs, "abs(a) → same type", "绝对值", "Size without sign", "abs(2 - 5)", "3" },
	{ "round", 1, 2, false, type_round, fn_round, "round(a, places) → same type",
	    "四舍五入到若干位小数（0 至 6，默认 0）；位数无效则缺失", "Half-up to so many decimals (0 to 6, default 0); missing for other places", "round(2.345, 2)", "2.35" },
	{ "floor", 1, 1, false, type_amounts, fn_floor, "floor(a) → same type", "向下取整", "Whole number at or below", "floor(-2.5)", "-3" },
	{ "ceil", 1, 1, false, type_amounts, fn_ceil, "ceil(a) → same type", "向上取整", "Whole number at or above", "ceil(2.1)", "3" },
	{ "trunc", 1, 1, false, type_amounts, fn_trunc, "trunc(a) → same type", "截去小数", "Decimals cut off", "trunc(-2.9)", "-2" },
	{ "clamp", 3, 3, false, type_ordered, fn_clamp, "clamp(a, low, high) → same type",
	    "限制在 low 与 high 之间；low 大于 high 则缺失", "Held between low and high; missing when low is above high", "clamp(12, 0, 10)", "10" },
	{ "safe_div", 3, 3, false, type_safe_div, fn_safe_div, "safe_div(a, b, else) → number",
	    "相除；b 为 0 时取 else；a 或 b 缺失仍为缺失", "Quotient; else when b is 0; still missing when a or b is missing", "safe_div(1, 0, 100%)", "100%" },
	{ "between", 3, 3, false, type_order, fn_between, "between(a, low, high) → boolean",
	    "在 low 与 high 之间，含两端", "Within low and high, both ends included", "between(10, 1, 10)", "true" },
	{ "sqrt", 1, 1, false, type_sqrt, fn_sqrt, "sqrt(a) → number",
	    "平方根，四舍五入；负数则缺失", "Square root, half-up; missing for a negative number", "sqrt(2)", "1.414214" },
	{ "date", 3, 3, false, type_date, fn_date, "date(year, month, day) → date",
	    "日期；不存在的日期为缺失", "A date; missing when there is no such day", "date(2016, 2, 29)", "date(2016, 2, 29)" },
	{ "days_between", 2, 2, false, type_days_between, fn_days_between, "days_between(from, to) → days",
	    "从 from 到 to 的天数（首日不计）；to 较早时为负", "Days from one date to another (the first day is day 0); negative when `to` is earlier", "days_between(date(2017, 6, 30), date(2017, 7, 15))", "15 days" },
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
	{ "first_known", 1, MANY, false, type_same, fn_first_known, "first_known(a, b, …) → same type",
	    "第一个已知的值", "The first of them that is known", "first_known(missing, 7, 9)", "7" },
};
/* clang-format on */

const uint32_t fn_count = sizeof(fn_table) / sizeof(fn_table[0]);

const struct fn *
fn_find(struct text name, bool is_operator)
{
	for (uint32_t i = 0; i < fn_count; i++) {
		if (fn_table[i].is_operator == is_operator && text_is(name, fn_table[i].name))
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
