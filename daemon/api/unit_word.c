#include "api/unit_word.h"

static const struct unit_word {
	const char *unit, *zh;
} words[] = {
	{ "answers", "份答卷" },
	{ "activities", "次活动" },
	{ "applications", "件申请" },
	{ "changes", "项调整" },
	{ "classes", "类" },
	{ "communities", "个社区" },
	{ "complaints", "件投诉" },
	{ "counties", "个县区" },
	{ "evaluations", "次评估" },
	{ "evaluators", "名评估人员" },
	{ "events", "项" },
	{ "files", "份档案" },
	{ "filings", "份备案" },
	{ "findings", "项问题" },
	{ "groups", "类对象" },
	{ "head_days", "人日" },
	{ "heads", "人" },
	{ "hours", "小时" },
	{ "households", "户" },
	{ "inspections", "次检查" },
	{ "items", "项" },
	{ "kinds", "种" },
	{ "links", "次链接" },
	{ "lots", "个标包" },
	{ "m2", "平方米" },
	{ "occurrences", "次" },
	{ "organisations", "家机构" },
	{ "person_periods", "人次期" },
	{ "person_times", "人次" },
	{ "persons", "人" },
	{ "plans", "份方案" },
	{ "points", "分" },
	{ "projects", "个项目" },
	{ "records", "条记录" },
	{ "regions", "个地区" },
	{ "reports", "份报告" },
	{ "rounds", "轮" },
	{ "services", "次服务" },
	{ "sessions", "节" },
	{ "stations", "个社工站" },
	{ "targets", "项目标" },
	{ "tasks", "项任务" },
	{ "townships", "个乡镇（街道）" },
	{ "tranches", "期" },
	{ "units", "个服务对象（人或户）" },
	{ "workdays", "个工作日" },
	{ "year", "年" },
	{ "years", "年" },
};

static const struct unit_word *
find(struct text unit)
{
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (text_is(unit, words[i].unit))
			return &words[i];
	}
	return NULL;
}

bool
unit_known(struct text unit)
{
	return find(unit) != NULL;
}

/* "person_times" is "person times" in English. */
void
unit_say(struct text unit, enum lang lang, struct buf *out)
{
	const struct unit_word *word = lang == LANG_ZH ? find(unit) : NULL;

	if (word != NULL) {
		buf_adds(out, word->zh);
		return;
	}
	for (size_t i = 0; i < unit.len; i++)
		buf_addc(out, unit.ptr[i] == '_' ? ' ' : unit.ptr[i]);
}
