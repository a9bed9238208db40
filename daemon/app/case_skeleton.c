#include "app/case_skeleton.h"

static void
print_fact(const struct need *n, enum lang lang, const char *margin, struct buf *out)
{
	const struct rtype *t = &n->metric->type;
	struct text title = lang == LANG_ZH ? n->metric->title_zh : n->metric->title_en;

	buf_addf(out, "%s\"%.*s\": %s  # %.*s (%s", margin, TEXT_ARG(n->source),
	    t->share ? "{numerator: null, denominator: null}" : "null", TEXT_ARG(title),
	    vtype_name(t->kind, lang));
	if (t->unit.len > 0)
		buf_addf(out, ", %.*s", TEXT_ARG(t->unit));
	buf_adds(out, ")\n");
}

static void
print_grain(const struct scheme *s, enum grain g, enum lang lang, struct buf *out)
{
	static const char *const lists[GRAIN_COUNT] = { "", "stations", "communities", "persons" };

	if (s->n_columns[g] == 0)
		return;
	if (g == GRAIN_CONTRACT)
		buf_adds(out, "    facts:\n");
	else
		buf_addf(out, "    %s:\n      - name: \n        facts:\n", lists[g]);
	for (uint32_t i = 0; i < s->n_needs; i++)
		if (s->needs[i].grain == g)
			print_fact(
			    &s->needs[i], lang, g == GRAIN_CONTRACT ? "      " : "          ", out);
}

void
case_skeleton(const struct scheme *s, enum lang lang, struct buf *out)
{
	buf_addf(out,
	    "scheme: %.*s\ncases:\n  - name: \n    as_of: \n    start_on: \n    end_on: \n",
	    TEXT_ARG(s->id));
	for (int g = 0; g < GRAIN_COUNT; g++)
		print_grain(s, (enum grain)g, lang, out);
	buf_adds(out, "    expect:\n      score: \n      grade: \n");
}
