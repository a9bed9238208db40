#include "app/explain_page.h"

#include <inttypes.h>

#include "api/decision_text.h"
#include "api/doc_json.h"
#include "api/score_json.h"
#include "api/score_text.h"
#include "engine/effect.h"

#define LOST_SHOWN 10
#define APPLIED_MAX 256
#define REASON_MAX 16384

struct page {
	const struct explain_page *p;
	const struct result *r;
	const struct scheme *scheme;
	uint32_t contract, sections;
	struct say s;
};

/* ---- lines ------------------------------------------------------------------------ */

static void
section(struct page *p, const char *zh, const char *en)
{
	static const char *const numbers[] = { "一", "二", "三", "四", "五", "六", "七", "八" };

	if (p->s.lang == LANG_ZH)
		buf_addf(p->s.out, "\n%s、%s\n", numbers[p->sections % COUNT_OF(numbers)], zh);
	else
		buf_addf(p->s.out, "\n%u. %s\n", p->sections + 1, en);
	p->sections++;
}

static void
say_points(const struct page *p, dec_t v)
{
	char text[DEC_TEXT_MAX];

	if (dec_round(v, 2, DEC_HALF_UP, &v))
		buf_add(p->s.out, text, dec_print(v, 2, text));
}

static void
say_clause(const struct page *p, struct text clause)
{
	if (clause.len > 0)
		buf_addf(p->s.out, "  [%.*s]", TEXT_ARG(clause));
}

static void
say_head(const struct page *p, struct title title, struct text id, struct text clause)
{
	say_title(&p->s, title, id);
	say_clause(p, clause);
	buf_addf(p->s.out, "  (%.*s)\n     ", TEXT_ARG(id));
}

static const struct cell *
cell_of(const struct page *p, uint32_t node)
{
	return &p->r->cells[(size_t)node * p->r->n + p->contract];
}

/* How many rows stand behind an indicator, and the address of the API that lists them. */
static void
say_evidence(const struct page *p, const struct node *n)
{
	int64_t count = 0;

	for (uint16_t i = 0; i < n->leaf->n_needs; i++)
		count += p->p->detail->counts[(size_t)n->leaf->needs[i] * p->r->n + p->contract];
	if (n->leaf->n_needs == 0)
		return;
	say(&p->s, "     佐证 ", "     Evidence: ");
	buf_addf(p->s.out, "%" PRId64, count);
	say(&p->s, " 条：", " rows, ");
	evidence_href(p->s.out, p->p->head->id, n->id, p->r->as_of, 0);
	buf_addc(p->s.out, '\n');
}

/* ---- head and total --------------------------------------------------------------- */

static void
say_parties(const struct page *p)
{
	const struct contract_row *h = p->p->head;

	say(&p->s, "合同 ", "Contract ");
	buf_addf(p->s.out, "%" PRId64 "  %.*s  %.*s\n", h->id, TEXT_ARG(h->no), TEXT_ARG(h->title));
	say(&p->s, "承接方 ", "Provider ");
	buf_addt(p->s.out, h->provider);
	say(&p->s, "；购买方 ", "; purchaser ");
	buf_addt(p->s.out, h->purchaser);
	if (h->region_name.len > 0) {
		say(&p->s, "；", "; ");
		buf_addt(p->s.out, h->region_name);
	}
	say(&p->s, "\n金额 ", "\nAmount ");
	say_yuan(&p->s, h->amount);
	say(&p->s, "；合同期 ", "; term ");
	say_day(&p->s, h->start_on);
	say(&p->s, " 至 ", " to ");
	say_day(&p->s, h->end_on);
	say(&p->s, "\n方案 ", "\nScheme ");
	say_title(&p->s, p->scheme->title, p->scheme->id);
	buf_addf(p->s.out, " (%.*s %.12s)\n", TEXT_ARG(p->scheme->id), p->scheme->version);
	say(&p->s, "截至 ", "As of ");
	say_day(&p->s, p->r->as_of);
}

static void
say_next_grade(const struct page *p, uint8_t grade)
{
	const struct grade *better = &p->scheme->grades[grade - 1];

	say(&p->s, "；距“", "; to \"");
	say_title(&p->s, better->title, better->id);
	say(&p->s, "”还差 ", "\" ");
	say_points(p, better->at_least - p->r->score[p->contract]);
	say(&p->s, " 分", " points are wanting");
}

static void
say_grade(const struct page *p)
{
	uint8_t grade = p->r->grade[p->contract];

	if (grade >= p->scheme->n_grades)
		return;
	say(&p->s, "，等级“", ", grade \"");
	say_title(&p->s, p->scheme->grades[grade].title, p->scheme->grades[grade].id);
	say(&p->s, "”", "\"");
	if (grade > 0 && p->r->score[p->contract] < p->scheme->grades[grade - 1].at_least)
		say_next_grade(p, grade);
}

static void
say_certainty(const struct page *p)
{
	uint32_t c = p->contract;

	if (p->r->lowest[c] != p->r->highest[c]) {
		say(&p->s, "所缺补齐后，总分在 ",
		    "Once all that is missing is known, the score is between ");
		say_points(p, p->r->lowest[c]);
		say(&p->s, " 至 ", " and ");
		say_points(p, p->r->highest[c]);
		say(&p->s, " 之间，", "; ");
	} else {
		say(&p->s, "没有影响得分的缺项，", "Nothing is missing that could change it; ");
	}
	if (p->r->grade_certain[c])
		say(&p->s, "等级已定。\n", "the grade is certain.\n");
	else
		say(&p->s, "等级未定。\n", "the grade is not certain yet.\n");
}

static void
say_total(const struct page *p)
{
	const struct facts *f = p->r->facts;

	if (!decide_has_score(p->r, p->contract)) {
		say(&p->s, "；尚无得分：合同尚未开始，或没有适用的指标。\n",
		    "; no score: the contract has not begun, or nothing applies.\n");
		return;
	}
	say(&p->s, "；评估期 ", "; window ");
	say_day(&p->s, f->since[p->contract]);
	say(&p->s, " 至 ", " to ");
	say_day(&p->s, f->until[p->contract]);
	say(&p->s, "\n\n总分 ", "\n\nScore ");
	say_points(p, p->r->score[p->contract]);
	say_grade(p);
	say(&p->s, "。", ". ");
	say_certainty(p);
}

/* ---- points ----------------------------------------------------------------------- */

static void
say_lost(const struct page *p, uint32_t rank, const struct lost *lost)
{
	const struct node *n = &p->scheme->nodes[lost->node];

	buf_addf(p->s.out, "%3u. ", rank);
	say(&p->s, "失 ", "");
	say_points(p, lost->points);
	say(&p->s, " 分  ", " points lost  ");
	say_head(p, n->title, n->id, n->clause);
	score_sentence(p->r, p->contract, lost->node, p->s.lang, p->s.out);
	buf_addc(p->s.out, '\n');
	say_evidence(p, n);
}

static void
what_cost_most(struct page *p)
{
	struct lost *lost = arena_array(p->p->scratch, p->scheme->n_nodes, sizeof(*lost));
	uint32_t n = explain_lost(p->r, p->contract, lost, p->scheme->n_nodes);
	dec_t rest = 0;

	if (n == 0)
		return;
	section(p, "失分最多", "What cost most");
	for (uint32_t i = 0; i < n && i < LOST_SHOWN; i++)
		say_lost(p, i + 1, &lost[i]);
	if (n <= LOST_SHOWN)
		return;
	for (uint32_t i = LOST_SHOWN; i < n; i++)
		rest += lost[i].points; /* all of them together: at most the total */
	if (p->s.lang == LANG_ZH)
		buf_addf(p->s.out, "     其余 %u 项共失 ", n - LOST_SHOWN);
	else
		buf_addf(p->s.out, "     Another %u indicators lost ", n - LOST_SHOWN);
	say_points(p, rest);
	say(&p->s, " 分（assayd score 列出全部指标）。\n",
	    " points (assayd score lists them all).\n");
}

static bool
is_missing(const struct cell *c)
{
	return c->state == ST_NO_DATA || c->state == ST_NOT_CONFIGURED || c->state == ST_LOW_SAMPLE;
}

static void
say_missing(const struct page *p, uint32_t node)
{
	const struct node *n = &p->scheme->nodes[node];
	const struct cell *c = cell_of(p, node);

	buf_adds(p->s.out, "  -  ");
	say_head(p, n->title, n->id, n->clause);
	score_sentence(p->r, p->contract, node, p->s.lang, p->s.out);
	if (c->effective_weight > c->points) {
		say(&p->s, "补齐后最多还可得 ", " Once known, it may earn up to ");
		say_points(p, c->effective_weight - c->points);
		say(&p->s, " 分。", " points more.");
	} else if (n->weight == 0) {
		say(&p->s, "仅供参考，补齐后不影响总分。",
		    " For information: once known, it leaves the total as it is.");
	} else if (c->effective_weight == 0) {
		say(&p->s, "补齐后按原分值 ", " Once known, it counts with its own weight of ");
		say_points(p, n->weight);
		say(&p->s, " 分计，其他指标的分值相应退回。",
		    " points, which the others give back.");
	}
	buf_addc(p->s.out, '\n');
}

/* A bonus, deduction or cap that may yet apply. */
static void
say_open(const struct page *p, const struct applied *a)
{
	buf_adds(p->s.out, "  -  ");
	say_head(p, *a->title, *a->id, *a->clause);
	if (a->kind == APPLIED_CAP && a->points < 0) {
		say(&p->s, "是否成立尚未确定。", "It is not known yet whether it holds.");
	} else if (a->kind == APPLIED_CAP) {
		say(&p->s, "是否成立尚未确定；如成立，",
		    "It is not known yet whether it holds; if it does, the ");
		say(&p->s, a->node == 0 ? "总分" : "该指标", a->node == 0 ? "total" : "indicator");
		say(&p->s, "至多 ", " is at most ");
		say_points(p, a->points);
		say(&p->s, " 分。", " points.");
	} else {
		say(&p->s, "数据缺失；补齐后最多", "Data are missing; once known it may ");
		say(&p->s, a->points < 0 ? "扣 " : "加 ", a->points < 0 ? "take " : "add ");
		say_points(p, a->points < 0 ? -a->points : a->points);
		say(&p->s, " 分。", " points at most.");
	}
	buf_addc(p->s.out, '\n');
}

static void
what_is_missing(struct page *p)
{
	struct applied open[APPLIED_MAX];
	uint32_t n = explain_open(p->r, p->contract, open, APPLIED_MAX);
	bool some = false;

	for (uint32_t i = 0; i < p->scheme->n_nodes; i++) {
		if (p->scheme->nodes[i].leaf == NULL || !is_missing(cell_of(p, i)))
			continue;
		if (!some)
			section(p, "缺少的数据与数值", "What is missing");
		some = true;
		say_missing(p, i);
	}
	if (n > 0 && !some)
		section(p, "缺少的数据与数值", "What is missing");
	for (uint32_t i = 0; i < n; i++)
		say_open(p, &open[i]);
}

static void
what_was_applied(struct page *p)
{
	struct applied list[APPLIED_MAX];
	uint32_t n = explain_applied(p->r, p->contract, list, APPLIED_MAX);

	if (n > 0)
		section(p, "加分、扣分与封顶", "Bonus, deductions and caps");
	for (uint32_t i = 0; i < n; i++) {
		const struct applied *a = &list[i];

		buf_adds(p->s.out, a->kind == APPLIED_ITEM ? "       " : "  -  ");
		say_title(&p->s, *a->title, *a->id);
		say_clause(p, *a->clause);
		if (a->kind == APPLIED_CAP)
			say(&p->s, "：总分至多 ", ": the total is at most ");
		else
			say(&p->s, "：", ": ");
		say_points(p, a->points);
		say(&p->s, " 分\n", " points\n");
	}
}

/* ---- what follows ----------------------------------------------------------------- */

static bool
needs_telling(enum deadline_state s)
{
	return s != DL_MET && s != DL_NOT_APPLICABLE;
}

static void
say_deadline(const struct page *p, const struct deadline_result *r)
{
	buf_adds(p->s.out, "  -  ");
	say_debtor(&p->s, r->deadline->debtor);
	say(&p->s, "：", ": ");
	if (r->entity_name.len > 0) {
		buf_addt(p->s.out, r->entity_name);
		say(&p->s, " ", ", ");
	}
	say_head(p, r->deadline->title, r->deadline->id, r->deadline->clause);
	deadline_say(&p->s, p->p->set, r);
	buf_addc(p->s.out, '\n');
}

static void
deadlines(struct page *p)
{
	const struct decision_set *set = p->p->set;
	uint32_t met = 0, others = 0;

	if (set->n_deadlines == 0)
		return;
	section(p, "期限", "Deadlines");
	for (uint32_t i = 0; i < set->n_deadlines; i++) {
		const struct deadline_result *r = &set->deadlines[i];

		if (needs_telling(r->state))
			say_deadline(p, r);
		met += r->state == DL_MET;
		others += r->state == DL_NOT_APPLICABLE;
	}
	if (p->s.lang == LANG_ZH)
		buf_addf(p->s.out, "     按期完成 %u 项，不适用 %u 项。\n", met, others);
	else
		buf_addf(p->s.out, "     %u met in time, %u do not apply.\n", met, others);
}

/* A stage without a consequence is told with its deadline. */
static bool
asks_for_something(const struct proposal *pr)
{
	return proposal_effects(pr) != 0 || pr->effects->decision_required;
}

static void
proposals(struct page *p)
{
	const struct decision_set *set = p->p->set;
	bool some = false;

	for (uint32_t i = 0; i < set->n_proposed; i++) {
		const struct proposal *pr = set->proposed[i].proposal;

		if (!asks_for_something(pr))
			continue;
		if (!some)
			section(p, "建议的处理（由有权机关决定）",
			    "Proposals, for the authority to decide");
		some = true;
		buf_adds(p->s.out, "  -  ");
		say_head(p, *pr->title, pr->id, pr->clause);
		proposed_say(&p->s, set, &set->proposed[i]);
		buf_addc(p->s.out, '\n');
	}
}

static void
payments(struct page *p)
{
	const struct decision_set *set = p->p->set;

	section(p, "分期付款", "Payments");
	if (set->n_tranches == 0)
		say(&p->s, "     原文没有付款进度的规定。\n",
		    "     The text has no schedule of payment.\n");
	for (uint32_t i = 0; i < set->n_tranches; i++) {
		const struct tranche *t = set->tranches[i].tranche;

		buf_adds(p->s.out, "  -  ");
		say_head(p, t->title, t->id, t->clause);
		tranche_say(&p->s, set, &set->tranches[i]);
		buf_addc(p->s.out, '\n');
	}
}

static void
renewal(struct page *p)
{
	struct buf reason;
	struct say s = { p->s.lang, &reason };

	section(p, "续签建议", "Renewal");
	buf_init(&reason, REASON_MAX);
	for (uint32_t i = 0; renewal_reason_say(&s, p->p->set, i); i++) {
		if (reason.len > 0)
			buf_addf(p->s.out, "     %s\n", reason.data);
		buf_clear(&reason);
	}
	buf_free(&reason);
	if (p->scheme->decisions->renewal.clause.len > 0) {
		say(&p->s, "     依据", "     Clause");
		say_clause(p, p->scheme->decisions->renewal.clause);
		buf_addc(p->s.out, '\n');
	}
}

static bool
wanting(enum condition_state s)
{
	return s == CN_NOT_MET || s == CN_NO_DATA;
}

static void
say_condition_item(const struct page *p, const struct condition_result *r)
{
	buf_adds(p->s.out, "  -  ");
	say_debtor(&p->s, r->condition->debtor);
	say(&p->s, "：", ": ");
	say_head(p, r->condition->title, r->condition->id, r->condition->clause);
	condition_say(&p->s, p->p->set, r);
	buf_addc(p->s.out, '\n');
}

static void
conditions(struct page *p)
{
	const struct decision_set *set = p->p->set;
	bool some = false;

	for (uint32_t i = 0; i < set->n_enabling + set->n_eligibility; i++) {
		const struct condition_result *r = i < set->n_enabling
						       ? &set->enabling[i]
						       : &set->eligibility[i - set->n_enabling];

		if (!wanting(r->state))
			continue;
		if (!some)
			section(p, "各方尚不具备的条件（不计入得分）",
			    "Conditions not met; they never score the provider");
		some = true;
		say_condition_item(p, r);
	}
}

void
explain_page(const struct explain_page *in, enum lang lang, struct buf *out)
{
	const struct result *r = in->set->result;
	struct page p = { in, r, r->scheme, in->set->contract, 0, { lang, out } };

	say_parties(&p);
	say_total(&p);
	if (decide_has_score(r, p.contract)) {
		what_cost_most(&p);
		what_is_missing(&p);
		what_was_applied(&p);
	}
	deadlines(&p);
	proposals(&p);
	payments(&p);
	renewal(&p);
	conditions(&p);
}
