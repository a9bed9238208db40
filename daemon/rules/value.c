#include "rules/value.h"

static const char *const names[VT_COUNT][2] = {
	[VT_NUMBER] = { "数", "number" },
	[VT_PERCENT] = { "百分比", "percent" },
	[VT_MONEY] = { "金额", "money" },
	[VT_DATE] = { "日期", "date" },
	[VT_DAYS] = { "天数", "days" },
	[VT_BOOL] = { "是否", "boolean" },
	[VT_TEXT] = { "文字", "text" },
	[VT_MISSING] = { "缺失", "missing" },
};

const char *
vtype_name(enum vtype t, enum lang lang)
{
	return names[t][lang == LANG_ZH ? 0 : 1];
}
