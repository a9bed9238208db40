/*
 * Calls that are no functions of values: one row each (form_table). Each finds its own opcode and
 * index.
 */
#include "rules/expr_ast.h"

#include <stdio.h>
#include <string.h>

#include "rules/fn_internal.h"
#include "rules/table.h"

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

/* A whole number from 1 on; 1 when it is not said. */
static bool
windows_back(const struct expr *x, const struct ast *a, uint8_t *ret)
{
	const struct ast *n = a->n_args > 1 ? a->args[1] : NULL;

	*ret = 1;
	if (n == NULL)
		return true;
	if (n->kind == A_CONST && n->type.kind == VT_NUMBER && n->label.len == 0 &&
	    n->value % DEC_ONE == 0 && n->value >= DEC_ONE &&
	    n->value <= WINDOWS_BACK_MAX * DEC_ONE) {
		*ret = (uint8_t)(n->value / DEC_ONE);
		return true;
	}
	expr_fault(x, F_PREVIOUS_COUNT, n->at, n->len, "10", NULL, NULL, NULL);
	return false;
}

/* The metric inside, when it has a value of its own for each window. */
static const struct metric_decl *
windowed_metric(const struct expr *x, const struct ast *a)
{
	const struct vocabulary *v = x->b->vocabulary;
	struct ast *m = a->n_args > 0 && a->n_args <= 2 ? a->args[0] : NULL;
	bool named = m != NULL && (m->kind == A_NAME || m->kind == A_CALL) && m->label.len == 0;
	const struct metric_decl *found = NULL;
	uint32_t param;

	if (named && !map_get(x->b->params, m->name, &param))
		found = v->find(v->ctx, m->name);
	if (found != NULL && found->windowed)
		return found;
	if (found != NULL)
		expr_fault(x, F_PREVIOUS_PLAIN, m->at, m->len, expr_text(x, found->name), NULL,
		    NULL, NULL);
	else if (!named || expr_check(x, m)) /* a name that is nothing is reported as such */
		expr_fault(x, F_PREVIOUS_FORM, a->at, a->len, NULL, NULL, NULL, NULL);
	return NULL;
}

/* previous(metric), previous(metric, 2): a fact of its own, counted in an earlier window. */
static bool
of_previous(const struct expr *x, struct ast *a)
{
	const struct metric_decl *m = windowed_metric(x, a);
	uint8_t back;

	if (m == NULL || !windows_back(x, a, &back))
		return false;
	if (x->b->s->window == WINDOW_CONTRACT_TERM) {
		expr_fault(x, F_PREVIOUS_TERM, a->at, a->len, NULL, NULL, NULL, NULL);
		return false;
	}
	if (!expr_metric(x, a->args[0], m, back))
		return false;
	a->op = OP_FACT;
	a->index = a->args[0]->index;
	a->type = m->type;
	a->n_args = 0;
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

/* The table and the output that `name` or `name.output` means. */
static bool
find_table(const struct expr *x, const struct ast *id, uint32_t *table, struct text *out)
{
	const char *dot = memchr(id->name.ptr, '.', id->name.len);
	struct text name = { id->name.ptr,
		dot != NULL ? (size_t)(dot - id->name.ptr) : id->name.len };
	struct nearest near;

	*out = dot != NULL ? (struct text){ dot + 1, id->name.len - name.len - 1 } : TEXT("");
	if (map_get(x->b->tables, name, table))
		return true;
	near = nearest_to(x->b, name);
	for (uint32_t i = 0; i < x->b->s->n_tables; i++)
		nearest_try(&near, x->b->s->tables[i].id);
	expr_fault(x, F_TABLE_UNKNOWN, id->at, id->len, expr_text(x, name),
	    nearest_text(&near, x->b->arena), NULL, NULL);
	return false;
}

/* A table of one output needs no name for it. */
static bool
find_output(const struct expr *x, const struct ast *id, const struct table *t, struct text name,
    uint32_t *ret)
{
	struct word_list list = { .len = 0 };

	*ret = 0;
	if (name.len == 0 && t->n_out <= 1)
		return true;
	for (uint8_t i = 0; i < t->n_out; i++) {
		*ret = i;
		if (text_eq(t->out[i].name, name))
			return true;
		word_list_add(&list, t->out[i].name);
	}
	expr_fault(x, F_TABLE_OUT, id->at, id->len, t->id.ptr,
	    name.len > 0 ? expr_text(x, name) : "—", t->n_out > 0 ? t->out[0].name.ptr : "",
	    list.text);
	return false;
}

static bool
argument_count(const struct expr *x, const struct ast *a, const struct table *t)
{
	struct word_list list = { .len = 0 };
	char want[16], have[16];

	if (a->n_args == t->n_in)
		return true;
	for (uint8_t i = 0; i < t->n_in; i++)
		word_list_add(&list, t->in[i].name);
	snprintf(want, sizeof(want), "%u", t->n_in);
	snprintf(have, sizeof(have), "%u", a->n_args);
	expr_fault(x, F_TABLE_ARG_COUNT, a->at, a->len, t->id.ptr, want, have, list.text);
	return false;
}

static bool
table_argument(const struct expr *x, struct ast *arg, const struct table_column *c)
{
	struct rtype pair[2] = { c->type }, joined;
	int why;

	if (arg->label.len > 0) {
		expr_fault(x, F_ARG_NAMED, arg->label_at, (uint32_t)arg->label.len, "table", NULL,
		    NULL, NULL);
		return false;
	}
	if (!expr_check(x, arg))
		return false;
	pair[1] = arg->type;
	if (type_same(pair, 2, &joined, &why) && joined.kind == c->type.kind)
		return true;
	expr_fault(x, F_TABLE_ARG, arg->at, arg->len, c->name.ptr,
	    types_text(x->b->arena, &c->type, 1), types_text(x->b->arena, &arg->type, 1), NULL);
	return false;
}

/* table(name, a, …), table(name.output, a, …) */
static bool
of_table(const struct expr *x, struct ast *a)
{
	const struct ast *id = a->n_args > 0 ? a->args[0] : NULL;
	uint32_t table, out;
	struct table *t;
	struct text name;
	bool ok = true;

	if (id == NULL || id->kind != A_NAME || id->label.len > 0) {
		expr_fault(x, F_TABLE_FORM, a->at, a->len, NULL, NULL, NULL, NULL);
		return false;
	}
	if (!find_table(x, id, &table, &name))
		return false;
	t = &x->b->s->tables[table];
	t->used = true;
	if (t->broken || !find_output(x, id, t, name, &out))
		return false;
	a->args++;
	a->n_args--;
	if (!argument_count(x, a, t))
		return false;
	for (uint32_t i = 0; i < a->n_args; i++)
		ok = table_argument(x, a->args[i], &t->in[i]) && ok;
	expr_warn_rounded(x, a);
	a->op = OP_TABLE;
	a->index = table_port(table, out);
	a->type = table_type(t, out);
	return ok;
}

/* clang-format off */
const struct form form_table[] = {
	/* name, check, signature, doc zh, doc en, example */
	{ "numerator", share_count, "numerator(metric) → number",
	    "比例类指标数据的分子（数量）", "The count above the line of a metric that is a share", "2 * numerator(service.case_share) >= denominator(service.case_share)" },
	{ "denominator", share_count, "denominator(metric) → number",
	    "比例类指标数据的分母（数量）", "The count below the line of a metric that is a share", "denominator(service.case_share) > 0" },
	{ "previous", of_previous, "previous(metric), previous(metric, n) → type of the metric",
	    "指标数据在上一个（或往前第 n 个，n 为 1 至 10）评估年度的值，年度按方案的 window: contract_year 或 calendar_year：整个年度，截至该年度末日；没有那个年度（如首年）则缺失，不是 0；只能用于有评估期的指标数据",
	    "The metric's value in the year before this one, or n of them back (1 to 10), by window: contract_year or calendar_year: the whole of that year, as at its last day; missing, never 0, when there was none, as in the first year. Only of metrics that are counted within a window",
	    "service.records >= 110% * previous(service.records)" },
	{ "points", of_node, "points(indicator) → number",
	    "该指标（或一组指标）的得分，按总分计；不计分时缺失。只用于得分之后：caps adjustments penalties payments renewal deadlines",
	    "Points of an indicator or a group of them, out of the total; missing where it does not count. Only in what follows the score: caps, adjustments, penalties, payments, renewal, deadlines",
	    "points(service.quality) < 12" },
	{ "share", of_node, "share(indicator) → percent",
	    "该指标（或一组指标）得分占其权重的比例，六位小数；不计分时缺失。使用范围同 points", "What an indicator or a group has of its own weight, six decimals; missing where it does not count. Where points may stand",
	    "share('team-setup') < 60%" },
	{ "table", of_table, "table(name, a, …) → type of the output",
	    "决策表 name 在各输入列取 a、… 时的结果；有几个结果列时写 table(name.结果列, …)；没有一行成立且没有 else、或决定结果的输入缺失，则缺失",
	    "What the decision table gives for these inputs; table(name.output, …) when it has several outputs. Missing when no row holds and there is no else, or when an input that decides is missing",
	    "table(late_cut, days_late)" },
};
/* clang-format on */

const uint32_t form_count = COUNT_OF(form_table);
