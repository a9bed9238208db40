/* A small vocabulary for tests of the rule compiler: one metric of each sort. */
#ifndef TESTS_FAKE_VOCABULARY_H
#define TESTS_FAKE_VOCABULARY_H

#include "rules/vocabulary.h"

#define FAKE_CONTRACT (1u << GRAIN_CONTRACT)
#define FAKE_STATION (1u << GRAIN_STATION)
#define FAKE_COMMUNITY (1u << GRAIN_COMMUNITY)

static const struct text fake_categories[] = {
	{ "basic", 5 },
	{ "empower", 7 },
	{ "governance", 10 },
};

static const struct metric_param fake_units_params[] = {
	{ .name = { "category", 8 },
	    .type = VT_TEXT,
	    .required = true,
	    .one_of = fake_categories,
	    .n_one_of = 3 },
	{ .name = { "by", 2 }, .type = VT_TEXT },
};

static const struct metric_param fake_items_params[] = {
	{ .name = { "items", 5 }, .type = VT_TEXT, .list = true, .required = true },
};

static const struct metric_param fake_answers_params[] = {
	{ .name = { "min", 3 }, .type = VT_NUMBER },
};

#define FAKE_TITLES .title_zh = { "x", 1 }, .title_en = { "x", 1 }

/* clang-format off */
static const struct metric_decl fake_metrics[] = {
	{ .name = { "community.is_pilot", 18 }, .type = { VT_BOOL, false, { "", 0 } }, .grains = FAKE_COMMUNITY, FAKE_TITLES, .index = 0 },
	{ .name = { "deployment.operational_on", 25 }, .type = { VT_DATE, false, { "", 0 } }, .grains = FAKE_CONTRACT, FAKE_TITLES, .index = 1 },
	{ .name = { "service.case_share", 18 }, .type = { VT_PERCENT, true, { "units", 5 } }, .grains = FAKE_CONTRACT | FAKE_COMMUNITY, .windowed = true, FAKE_TITLES, .index = 2 },
	{ .name = { "service.cost", 12 }, .type = { VT_MONEY, false, { "", 0 } }, .grains = FAKE_CONTRACT, FAKE_TITLES, .index = 3 },
	{ .name = { "service.items", 13 }, .type = { VT_NUMBER, false, { "items", 5 } }, .grains = FAKE_CONTRACT, .params = fake_items_params, .n_params = 1, FAKE_TITLES, .index = 4 },
	{ .name = { "service.units", 13 }, .type = { VT_NUMBER, false, { "units", 5 } }, .grains = FAKE_CONTRACT | FAKE_COMMUNITY, .params = fake_units_params, .n_params = 2, .windowed = true, FAKE_TITLES, .index = 5 },
	{ .name = { "survey.answers", 14 }, .type = { VT_NUMBER, false, { "answers", 7 } }, .grains = FAKE_CONTRACT | FAKE_STATION, .params = fake_answers_params, .n_params = 1, .windowed = true, FAKE_TITLES, .index = 6 },
	{ .name = { "survey.mean", 11 }, .type = { VT_NUMBER, false, { "points", 6 } }, .grains = FAKE_CONTRACT | FAKE_STATION, FAKE_TITLES, .index = 7 },
	{ .name = { "team.late", 9 }, .type = { VT_DAYS, false, { "", 0 } }, .grains = FAKE_CONTRACT, FAKE_TITLES, .index = 8 },
};
/* clang-format on */

static const struct metric_decl *
fake_at(const void *ctx, uint32_t i)
{
	(void)ctx;
	return i < COUNT_OF(fake_metrics) ? &fake_metrics[i] : NULL;
}

static const struct metric_decl *
fake_find(const void *ctx, struct text name)
{
	for (uint32_t i = 0; i < COUNT_OF(fake_metrics); i++)
		if (text_eq(fake_metrics[i].name, name))
			return fake_at(ctx, i);
	return NULL;
}

static const struct vocabulary fake_vocabulary = { NULL, fake_find, fake_at, NULL, NULL };

#endif
