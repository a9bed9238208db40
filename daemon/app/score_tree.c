#include "app/score_tree.h"

#include <string.h>

#include "api/score_text.h"

#define NUMBER_WIDTH 7
#define LOST_SHOWN 5
#define APPLIED_SHOWN 256

struct drawing {
	const struct result *r;
	uint32_t contract;
	enum lang lang;
	struct buf *out;
};

static struct text
title_in(const struct drawing *d, struct title t)
{
	struct text first = d->lang == LANG_ZH ? t.zh : t.en;

	return first.len > 0 ? first : d->lang == LANG_ZH ? t.en : t.zh;
}

static const char *
word(const struct drawing *d, const char *zh, const char *en)
{
	return d->lang == LANG_ZH ? zh : en;
}

static void
draw_day(const struct drawing *d, day_t day)
{
	char text[DAY_TEXT_MAX] = "—";

	if (day != DAY_NONE)
		date_print(day, text);
	buf_adds(d->out, text);
}

static void
draw_dec(const struct drawing *d, dec_t v, size_t width)
{
	char text[DEC_TEXT_MAX];
	size_t n;

	if (!dec_round(v, 2, DEC_HALF_UP, &v))
		v = 0;
	n = dec_print(v, 2, text);
	for (; n < width; width--)
		buf_addc(d->out, ' ');
	buf_adds(d->out, text);
}

static const struct cell *
cell_of(const struct drawing *d, uint32_t node)
{
	return &d->r->cells[(size_t)node * d->r->n + d->contract];
}

/* Is `node` the last child of its parent? */
static bool
is_last(const struct node *nodes, uint32_t node)
{
	uint32_t parent = (uint32_t)nodes[node].parent;

	return node + nodes[node].size == parent + nodes[parent].size;
}

/* The rails of the ancestors below the root, outermost first, then the node's own branch. */
static void
draw_rails(const struct drawing *d, uint32_t node, bool own_branch)
{
	const struct node *nodes = d->r->scheme->nodes;
	uint32_t chain[SCHEME_DEPTH_MAX + 2];
	uint32_t n = 0;

	for (uint32_t at = node; nodes[at].parent > 0 && n < COUNT_OF(chain);
	     at = (uint32_t)nodes[at].parent)
		chain[n++] = (uint32_t)nodes[at].parent;
	while (n > 0)
		buf_adds(d->out, is_last(nodes, chain[--n]) ? "   " : "│  ");
	if (node > 0 && own_branch)
		buf_adds(d->out, is_last(nodes, node) ? "└─ " : "├─ ");
	else if (node > 0)
		buf_adds(d->out, is_last(nodes, node) ? "   " : "│  ");
}

static void
draw_sentence(const struct drawing *d, uint32_t node)
{
	for (size_t i = 0; i < NUMBER_WIDTH * 2 + 6; i++)
		buf_addc(d->out, ' ');
	draw_rails(d, node, false);
	score_sentence(d->r, d->contract, node, d->lang, d->out);
	buf_addc(d->out, '\n');
}

static void
draw_node(const struct drawing *d, uint32_t node)
{
	const struct node *n = &d->r->scheme->nodes[node];
	const struct cell *c = cell_of(d, node);

	buf_adds(d->out, " ");
	draw_dec(d, c->points, NUMBER_WIDTH);
	buf_adds(d->out, " / ");
	draw_dec(d, c->effective_weight, NUMBER_WIDTH);
	buf_adds(d->out, "  ");
	draw_rails(d, node, true);
	buf_addt(d->out, title_in(d, n->title));
	if (n->clause.len > 0)
		buf_addf(d->out, "  [%.*s]", TEXT_ARG(n->clause));
	if (c->effective_weight != n->weight) {
		buf_adds(d->out, word(d, "（原分值 ", " (weight "));
		draw_dec(d, n->weight, 0);
		buf_adds(d->out, word(d, "）", ")"));
	}
	buf_addc(d->out, '\n');
	if (n->leaf != NULL || n->limited)
		draw_sentence(d, node);
}

static void
draw_head(const struct drawing *d, const struct contract_row *head)
{
	const struct scheme *s = d->r->scheme;

	buf_addf(d->out, "%s %lld  %.*s  %.*s\n", word(d, "合同", "Contract"), (long long)head->id,
	    TEXT_ARG(head->no), TEXT_ARG(head->title));
	if (head->provider.len > 0)
		buf_addf(
		    d->out, "%s %.*s\n", word(d, "承接方", "Provider"), TEXT_ARG(head->provider));
	buf_addf(d->out, "%s %.*s  %.*s  (%.12s)\n", word(d, "方案", "Scheme"), TEXT_ARG(s->id),
	    TEXT_ARG(title_in(d, s->title)), s->version);
	buf_addf(d->out, "%s ", word(d, "截至", "As of"));
	draw_day(d, d->r->as_of);
	buf_addf(d->out, "  %s ", word(d, "评估期", "window"));
	draw_day(d, d->r->facts->since[d->contract]);
	buf_adds(d->out, " … ");
	draw_day(d, d->r->facts->until[d->contract]);
	buf_adds(d->out, "\n\n");
}

static void
draw_total(const struct drawing *d)
{
	const struct result *r = d->r;
	uint32_t i = d->contract;

	buf_addf(d->out, "%s ", word(d, "总分", "Score"));
	draw_dec(d, r->score[i], 0);
	if (r->grade[i] < r->scheme->n_grades) {
		const struct grade *g = &r->scheme->grades[r->grade[i]];

		buf_addf(d->out, "  %s %.*s", word(d, "等级", "grade"),
		    TEXT_ARG(title_in(d, g->title).len > 0 ? title_in(d, g->title) : g->id));
	}
	if (r->lowest[i] != r->highest[i]) {
		buf_addf(
		    d->out, "  %s ", word(d, "数据补齐后可在", "once all data is in, between"));
		draw_dec(d, r->lowest[i], 0);
		buf_adds(d->out, word(d, " 至 ", " and "));
		draw_dec(d, r->highest[i], 0);
		buf_adds(d->out, word(d, " 之间", ""));
	}
	if (r->grade[i] < r->scheme->n_grades)
		buf_adds(d->out, r->grade_certain[i]
				     ? word(d, "；等级已定", "; the grade is certain")
				     : word(d, "；等级未定", "; the grade is not certain yet"));
	buf_adds(d->out, "\n\n");
}

static void
draw_lost(const struct drawing *d, struct arena *arena)
{
	const struct scheme *s = d->r->scheme;
	struct lost *lost = arena_array(arena, s->n_nodes, sizeof(*lost));
	uint32_t n = explain_lost(d->r, d->contract, lost, LOST_SHOWN);

	if (n == 0)
		return;
	buf_addf(d->out, "\n%s\n", word(d, "失分最多", "What cost most"));
	for (uint32_t i = 0; i < n; i++) {
		const struct node *node = &s->nodes[lost[i].node];

		buf_addc(d->out, ' ');
		draw_dec(d, lost[i].points, NUMBER_WIDTH);
		buf_addf(d->out, "  %.*s  (%.*s)\n", TEXT_ARG(title_in(d, node->title)),
		    TEXT_ARG(node->id));
	}
}

/* Beside the tree: what was added and taken, and the caps that hold. */
static void
draw_applied(const struct drawing *d, struct arena *arena)
{
	struct applied *all = arena_array(arena, APPLIED_SHOWN, sizeof(*all));
	uint32_t n = explain_applied(d->r, d->contract, all, APPLIED_SHOWN);

	if (n > 0)
		buf_addf(d->out, "\n%s\n", word(d, "加分、扣分与封顶", "Added, taken and capped"));
	for (uint32_t i = 0; i < n; i++) {
		struct text title = title_in(d, *all[i].title);

		buf_addc(d->out, ' ');
		draw_dec(d, all[i].points, NUMBER_WIDTH);
		buf_addf(d->out, "  %s%s%.*s  (%.*s)\n",
		    all[i].kind == APPLIED_CAP ? word(d, "至多：", "at most: ") : "",
		    all[i].kind == APPLIED_GROUP ? word(d, "合计：", "in all: ") : "",
		    TEXT_ARG(title), TEXT_ARG(*all[i].id));
	}
}

void
score_tree(const struct result *r, uint32_t contract, const struct contract_row *head,
    enum lang lang, struct arena *arena, struct buf *out)
{
	const struct drawing d = { r, contract, lang, out };

	draw_head(&d, head);
	draw_total(&d);
	for (uint32_t i = 0; i < r->scheme->n_nodes; i++)
		draw_node(&d, i);
	draw_applied(&d, arena);
	draw_lost(&d, arena);
}
