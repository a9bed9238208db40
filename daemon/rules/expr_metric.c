/*
 * A metric with its arguments -> one need. Arguments are sorted by name, list values by value, so
 * that the same question is one column however it is written.
 */
#include "rules/expr_ast.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "rules/print.h"

struct arg_place {
	const struct expr *x;
	const struct metric_decl *metric;
	const struct metric_param *param;
};

static const char *
params_text(const struct expr *x, const struct metric_decl *m)
{
	const char *out;
	struct buf b;

	buf_init(&b, 2048);
	for (uint32_t i = 0; i < m->n_params; i++)
		buf_addf(&b, "%s%.*s", i > 0 ? ", " : "", TEXT_ARG(m->params[i].name));
	out = arena_strndup(x->b->arena, b.len > 0 ? b.data : "—", b.len > 0 ? b.len : strlen("—"));
	buf_free(&b);
	return out;
}

static const char *
one_of_text(const struct arg_place *w)
{
	const char *out;
	struct buf b;

	buf_init(&b, 2048);
	for (uint32_t i = 0; i < w->param->n_one_of; i++)
		buf_addf(&b, "%s%.*s", i > 0 ? ", " : "", TEXT_ARG(w->param->one_of[i]));
	out = arena_strndup(w->x->b->arena, b.len > 0 ? b.data : "", b.len);
	buf_free(&b);
	return out;
}

static bool
is_one_of(const struct metric_param *p, struct text word)
{
	for (uint32_t i = 0; i < p->n_one_of; i++)
		if (text_eq(p->one_of[i], word))
			return true;
	return false;
}

static bool
wrong_word(const struct arg_place *w, const struct ast *v, struct text word)
{
	struct nearest n = nearest_to(w->x->b, word);

	for (uint32_t i = 0; i < w->param->n_one_of; i++)
		nearest_try(&n, w->param->one_of[i]);
	expr_fault(w->x, F_ARG_WORD, v->at, v->len, expr_text(w->x, word),
	    expr_text(w->x, w->param->name), nearest_text(&n, w->x->b->arena), one_of_text(w));
	return false;
}

static bool
wrong_value(const struct arg_place *w, const struct ast *v)
{
	struct rtype type = { .kind = w->param->type, .unit = TEXT("") };

	expr_fault(w->x, F_ARG_VALUE, v->at, v->len, expr_text(w->x, w->param->name),
	    types_text(w->x->b->arena, &type, 1), NULL, NULL);
	return false;
}

static bool
text_value(const struct arg_place *w, const struct ast *v, struct text t, struct need_value *ret)
{
	if (w->param->n_one_of > 0 && !is_one_of(w->param, t))
		return wrong_word(w, v, t);
	ret->text = t;
	return true;
}

/* Nor may it become a word that the metric refuses. */
static bool
words_taken(const struct arg_place *w, const struct ast *v, const struct param *p)
{
	for (uint32_t i = 0; w->param->n_one_of > 0 && i < p->n_one_of; i++)
		if (!is_one_of(w->param, p->one_of[i]))
			return wrong_word(w, v, p->one_of[i]);
	return true;
}

/* A parameter of the scheme, by its value. */
static bool
parameter(const struct arg_place *w, const struct ast *v, uint32_t index, struct need_value *ret)
{
	struct scheme *s = w->x->b->s;
	struct param *p = &s->params[index];

	p->used = true;
	if (p->type.kind == VT_COUNT)
		return false; /* its own fault is reported */
	if (p->n_values != 1 || p->values[0].from != DAY_NONE || !p->values[0].set) {
		expr_fault(
		    w->x, F_ARG_PARAM, v->at, v->len, expr_text(w->x, v->name), NULL, NULL, NULL);
		return false;
	}
	if (p->type.kind != w->param->type)
		return wrong_value(w, v);
	if (p->type.kind == VT_TEXT)
		return text_value(w, v, s->texts[p->values[0].value / DEC_ONE], ret) &&
		       words_taken(w, v, p);
	ret->value = p->values[0].value;
	return true;
}

static bool
one_value(const struct arg_place *w, const struct ast *v, struct need_value *ret)
{
	uint32_t index;

	ret->text = TEXT("");
	ret->value = 0;
	if (v->kind == A_NAME) {
		bool text = w->param->type == VT_TEXT;

		if (!(text && is_one_of(w->param, v->name)) &&
		    map_get(w->x->b->params, v->name, &index))
			return parameter(w, v, index, ret);
		return text ? text_value(w, v, v->name, ret) : wrong_value(w, v);
	}
	if (v->kind != A_CONST || v->type.kind != w->param->type)
		return wrong_value(w, v);
	if (w->param->type == VT_TEXT)
		return text_value(w, v, v->text, ret);
	ret->value = v->value;
	return true;
}

static int
value_order(const void *a, const void *b)
{
	const struct need_value *x = a;
	const struct need_value *y = b;
	int c = text_cmp(x->text, y->text);

	return c != 0 ? c : (x->value > y->value) - (x->value < y->value);
}

static uint16_t
without_repeats(struct need_value *v, uint32_t n)
{
	uint32_t kept = 0;

	qsort(v, n, sizeof(*v), value_order);
	for (uint32_t i = 0; i < n; i++)
		if (kept == 0 || value_order(&v[kept - 1], &v[i]) != 0)
			v[kept++] = v[i];
	return (uint16_t)kept;
}

static bool
values(const struct arg_place *w, const struct ast *v, struct need_arg *ret)
{
	bool list = v->kind == A_LIST && w->param->list;
	uint32_t n = list ? v->n_args : 1;
	bool ok = n > 0;

	ret->param = w->param;
	ret->values = arena_array(w->x->b->arena, n, sizeof(*ret->values));
	if (n == 0)
		return wrong_value(w, v);
	for (uint32_t i = 0; i < n; i++)
		ok = one_value(w, list ? v->args[i] : v, &ret->values[i]) && ok;
	ret->n_values = without_repeats(ret->values, n);
	return ok;
}

static const struct metric_param *
find_param(const struct metric_decl *m, struct text name)
{
	for (uint32_t i = 0; i < m->n_params; i++)
		if (text_eq(m->params[i].name, name))
			return &m->params[i];
	return NULL;
}

static bool
unknown_arg(const struct expr *x, const struct metric_decl *m, const struct ast *v)
{
	struct nearest n = nearest_to(x->b, v->label);

	for (uint32_t i = 0; i < m->n_params; i++)
		nearest_try(&n, m->params[i].name);
	expr_fault(x, F_ARG_UNKNOWN, v->label_at, (uint32_t)v->label.len, expr_text(x, v->label),
	    expr_text(x, m->name), nearest_text(&n, x->b->arena), params_text(x, m));
	return false;
}

static bool
given(const struct need *need, const struct metric_param *p)
{
	for (uint16_t i = 0; i < need->n_args; i++)
		if (need->args[i].param == p)
			return true;
	return false;
}

static bool
one_arg(const struct expr *x, const struct metric_decl *m, const struct ast *v, struct need *need)
{
	struct arg_place w = { x, m, NULL };

	if (v->label.len == 0) {
		expr_fault(x, F_ARG_UNNAMED, v->at, v->len, expr_text(x, m->name),
		    m->n_params > 0 ? expr_text(x, m->params[0].name) : "—", NULL, NULL);
		return false;
	}
	w.param = find_param(m, v->label);
	if (w.param == NULL)
		return unknown_arg(x, m, v);
	if (given(need, w.param)) {
		expr_fault(x, F_ARG_TWICE, v->label_at, (uint32_t)v->label.len,
		    expr_text(x, v->label), NULL, NULL, NULL);
		return false;
	}
	return values(&w, v, &need->args[need->n_args++]);
}

static int
arg_order(const void *a, const void *b)
{
	const struct need_arg *x = a;
	const struct need_arg *y = b;

	return text_cmp(x->param->name, y->param->name);
}

static bool
read_args(const struct expr *x, const struct ast *a, struct need *need)
{
	const struct metric_decl *m = need->metric;
	bool ok = true;

	need->args = arena_array(x->b->arena, a->n_args, sizeof(*need->args));
	for (uint32_t i = 0; i < a->n_args; i++)
		ok = one_arg(x, m, a->args[i], need) && ok;
	for (uint32_t i = 0; ok && i < m->n_params; i++) {
		if (!m->params[i].required || given(need, &m->params[i]))
			continue;
		expr_fault(x, F_ARG_MISSING, a->at, a->len, expr_text(x, m->params[i].name),
		    expr_text(x, m->name), NULL, NULL);
		ok = false;
	}
	qsort(need->args, need->n_args, sizeof(*need->args), arg_order);
	return ok;
}

static bool
grain_ok(const struct expr *x, const struct ast *a, const struct metric_decl *m)
{
	char list[100] = "";
	size_t len = 0;

	if (m->grains & 1u << x->grain)
		return true;
	for (int g = 0; g < GRAIN_COUNT; g++) {
		if (!(m->grains & 1u << g))
			continue;
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%s", len > 0 ? ", " : "",
		    grain_name((enum grain)g));
	}
	expr_fault(x, F_GRAIN, a->at, (uint32_t)a->name.len, expr_text(x, m->name),
	    grain_name(x->grain), list, NULL);
	return false;
}

bool
expr_metric(const struct expr *x, struct ast *a, const struct metric_decl *m, uint8_t back)
{
	struct need need = { .metric = m, .grain = x->grain, .back = back };
	bool ok = grain_ok(x, a, m);

	if (!read_args(x, a, &need) || !ok)
		return false;
	a->op = OP_FACT;
	a->type = m->type;
	a->n_args = 0;
	if (build_need(x->b, &need, &a->index))
		return true;
	expr_fault(x, F_LIMIT, a->at, a->len, DIAG_BOTH("指标数据", "Metrics"), "500", NULL, NULL);
	return false;
}
