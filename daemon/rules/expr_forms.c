/*
 * Calls that are no functions of values: one row each (form_table). Each finds its own opcode and
 * index.
 */
#include "rules/expr_ast.h"

/* numerator(m), denominator(m): the two counts of a share, so that a threshold compares exactly
 * (I1). */
static bool
share_count(const struct expr *x, struct ast *a)
{
	struct ast *m = a->n_args == 1 ? a->args[0] : NULL;

	if (m != NULL && (m->kind == A_NAME || m->kind == A_CALL) && !expr_check(x, m))
		return false;
	if (m == NULL || m->op != OP_FACT || !m->type.share) {
		expr_fault(x, F_SHARE_ONLY, a->at, a->len, expr_text(x, a->name), NULL, NULL, NULL);
		return false;
	}
	a->op = text_is(a->name, "numerator") ? OP_NUM : OP_DEN;
	a->index = m->index;
	a->n_args = 0;
	a->type = (struct rtype){ .kind = VT_NUMBER, .unit = m->type.unit };
	return true;
}

/* The id of an indicator: a name, or a text where the id is not one (team-setup). */
static bool
node_id(const struct expr *x, const struct ast *a, struct text *ret)
{
	const struct ast *id = a->n_args == 1 ? a->args[0] : NULL;

	if (id != NULL && id->kind == A_NAME)
		*ret = id->name;
	else if (id != NULL && id->kind == A_CONST && id->type.kind == VT_TEXT)
		*ret = id->text;
	else
		expr_fault(x, F_NODE_ARG, a->at, a->len, expr_text(x, a->name), NULL, NULL, NULL);
	return id != NULL &&
	       (id->kind == A_NAME || (id->kind == A_CONST && id->type.kind == VT_TEXT));
}

static bool
unknown_node(const struct expr *x, const struct ast *id, struct text word)
{
	struct nearest n = nearest_to(x->b, word);

	for (uint32_t i = 1; i < x->b->s->n_nodes; i++)
		nearest_try(&n, x->b->s->nodes[i].id);
	expr_fault(x, F_NODE_UNKNOWN, id->at, id->len, expr_text(x, word),
	    nearest_text(&n, x->b->arena), NULL, NULL);
	return false;
}

/* points(indicator), share(indicator) */
static bool
of_node(const struct expr *x, struct ast *a)
{
	bool points = text_is(a->name, "points");
	struct text id;
	int32_t node;

	if (!(x->b->scope & (SCOPE_SCORE | SCOPE_NODES))) {
		expr_fault(x, F_NODE_PLACE, a->at, a->len, expr_text(x, a->name), NULL, NULL, NULL);
		return false;
	}
	if (!node_id(x, a, &id))
		return false;
	node = scheme_node(x->b->s, id);
	if (node <= 0)
		return unknown_node(x, a->args[0], id);
	x->b->s->reads_nodes = true;
	a->op = points ? OP_POINTS : OP_NODE_SHARE;
	a->index = (uint16_t)node;
	a->n_args = 0;
	a->type = (struct rtype){ .kind = points ? VT_NUMBER : VT_PERCENT, .unit = TEXT("") };
	return true;
}

/* clang-format off */
const struct form form_table[] = {
	/* name, check, signature, doc zh, doc en, example */
	{ "numerator", share_count, "numerator(metric) → number",
	    "比例类指标数据的分子（数量）", "The count above the line of a metric that is a share", "2 * numerator(service.case_share) >= denominator(service.case_share)" },
	{ "denominator", share_count, "denominator(metric) → number",
	    "比例类指标数据的分母（数量）", "The count below the line of a metric that is a share", "denominator(service.case_share) > 0" },
	{ "points", of_node, "points(indicator) → number",
	    "该指标（或一组指标）的得分，按总分计；不计分时缺失。只用于得分之后：caps adjustments penalties payments renewal deadlines",
	    "Points of an indicator or a group of them, out of the total; missing where it does not count. Only in what follows the score: caps, adjustments, penalties, payments, renewal, deadlines",
	    "points(service.quality) < 12" },
	{ "share", of_node, "share(indicator) → percent",
	    "该指标（或一组指标）得分占其权重的比例，六位小数；不计分时缺失。使用范围同 points", "What an indicator or a group has of its own weight, six decimals; missing where it does not count. Where points may stand",
	    "share('team-setup') < 60%" },
};
/* clang-format on */

const uint32_t form_count = COUNT_OF(form_table);
