/*
 * What functions of hesabu (Open RBF) and DHIS2 are called here, all of them:
 * tests/unit/test_fn_foreign.c has their lists. The finding for an unknown function and the page of
 * functions are made of these rows.
 */
#include <strings.h>

#include "rules/fn.h"

/* clang-format off */
const struct fn_foreign fn_foreign_table[] = {
	/* language, name, ours (NULL: none), remark zh, remark en */
	{ "hesabu", "IF", "if", "只算出被取的一支", "only the branch taken counts" },
	{ "hesabu", "SCORE_TABLE", "band", "都不在则缺失，绝不返回 x 本身", "no match is missing, never x itself" },
	{ "hesabu", "SAFE_DIV", "safe_div", "除数为 0 时的值须自己写明", "what stands for a denominator of 0 is written out" },
	{ "hesabu", "ROUND", "round", "十进制四舍五入，1.005 得 1.01", "decimal half-up: 1.005 gives 1.01" },
	{ "hesabu", "FLOOR", "floor", "倍数须大于 0", "the multiple must be above 0" },
	{ "hesabu", "CEILING", "ceil", "倍数须大于 0", "the multiple must be above 0" },
	{ "hesabu", "TRUNC", "trunc", "", "" },
	{ "hesabu", "ABS", "abs", "", "" },
	{ "hesabu", "SQRT", "sqrt", "负数则缺失", "missing for a negative number" },
	{ "hesabu", "MIN", "min", "", "" },
	{ "hesabu", "MAX", "max", "", "" },
	{ "hesabu", "SUM", "sum", "", "" },
	{ "hesabu", "AVG", "avg", "至少一个值", "one value at least" },
	{ "hesabu", "STDEVP", "stdevp", "", "" },
	{ "hesabu", "RANDBETWEEN", NULL, "随机数不可复核，不能用于评分与处罚", "a random number cannot be checked again, so no score or penalty may rest on it" },
	{ "hesabu", "ARRAY", NULL, "列表不是值：各行的数据用 per: 逐行计算，少数几个值直接写成参数", "a list is no value: rows are computed by per:, a few values are written as arguments" },
	{ "hesabu", "ACCESS", "pick", "从 1 数起，序号写在最前；越界则缺失", "counted from 1, the number first; missing out of bounds" },
	{ "hesabu", "EVAL_ARRAY", NULL, "列表不是值：用 per: 对每一行写同一公式，再用 combine: 合并", "a list is no value: per: computes one formula for each row, combine: puts them together" },
	{ "hesabu", "STRLEN", "length", "数字符，不数字节", "characters, not bytes" },
	{ "hesabu", "CAL_DAYS_IN_MONTH", "days_in_month", "", "" },
	{ "hesabu", "BETWEEN", "between", "值写在最前", "the value comes first" },
	{ "DHIS2", "if", "if", "", "" },
	{ "DHIS2", "isNull", "is_missing", "", "" },
	{ "DHIS2", "isNotNull", "is_known", "", "" },
	{ "DHIS2", "firstNonNull", "first_known", "", "" },
	{ "DHIS2", "greatest", "greatest", "", "" },
	{ "DHIS2", "least", "least", "", "" },
	{ "DHIS2", "log", "ln", "", "" },
	{ "DHIS2", "log10", "log10", "", "" },
	{ "DHIS2", "contains", "contains", "", "" },
	{ "DHIS2", "subExpression", NULL, "用 per: 逐行计算，再用 combine: 合并", "per: computes row by row, combine: puts the rows together" },
	{ "DHIS2", "removeZeros", "remove_zeros", "", "" },
	{ "DHIS2", "periodOffset", "previous", "periodOffset(-1) 即 previous(指标数据)；只能往前", "periodOffset(-1) is previous(metric); back only" },
	{ "DHIS2", "yearToDate", NULL, "评估期本来就是合同年度起至截至日", "the window is the contract year up to as_of as it is" },
	{ "DHIS2", "periodInYear", "month", "或 quarter", "or quarter" },
	{ "DHIS2", "minDate", NULL, "评估期由方案的 window: 与截至日决定", "the window: of the scheme and as_of say which days count" },
	{ "DHIS2", "maxDate", NULL, "评估期由方案的 window: 与截至日决定", "the window: of the scheme and as_of say which days count" },
	{ "DHIS2", "aggregationType", NULL, "每个指标数据的汇总方式写在 sql/metrics/ 中", "each metric in sql/metrics/ says how it adds up" },
	{ "DHIS2", "avg", "avg", "", "" },
	{ "DHIS2", "sum", "sum", "", "" },
	{ "DHIS2", "count", "count", "", "" },
	{ "DHIS2", "min", "min", "", "" },
	{ "DHIS2", "max", "max", "", "" },
	{ "DHIS2", "median", "median", "", "" },
	{ "DHIS2", "stddev", "stdev", "", "" },
	{ "DHIS2", "stddevSamp", "stdev", "", "" },
	{ "DHIS2", "stddevPop", "stdevp", "", "" },
	{ "DHIS2", "percentileCont", "percentile", "", "" },
	{ "DHIS2", "normDistCum", NULL, "正态分布只有近似算法，六位小数无法保证", "a normal distribution is only ever approximated; its six decimals could not be vouched for" },
	{ "DHIS2", "normDistDen", NULL, "正态分布只有近似算法，六位小数无法保证", "a normal distribution is only ever approximated; its six decimals could not be vouched for" },
};
/* clang-format on */

const uint32_t fn_foreign_count = COUNT_OF(fn_foreign_table);

const struct fn_foreign *
fn_foreign_find(struct text name)
{
	for (uint32_t i = 0; i < fn_foreign_count; i++) {
		const char *own = fn_foreign_table[i].name;

		if (text_of(own).len == name.len && strncasecmp(own, name.ptr, name.len) == 0)
			return &fn_foreign_table[i];
	}
	return NULL;
}
