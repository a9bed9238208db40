#include "rules/expr_ast.h"
#include "rules/words.h"

#include <stdio.h>
#include <string.h>

static const char *const env_names[ENV_COUNT] = {
	[ENV_AS_OF] = "as_of",
	[ENV_SINCE] = "window.since",
	[ENV_UNTIL] = "window.until",
	[ENV_SCORE] = "score",
	[ENV_DAYS_LATE] = "days_late",
	[ENV_DUE] = "due",
	[ENV_MET_ON] = "met_on",
};

static void
add_type(struct buf *out, const struct rtype *t, enum lang lang)
{
	buf_adds(out, vtype_name(t->kind, lang));
	if (t->unit.len > 0)
		buf_addf(out, " (%.*s)", TEXT_ARG(t->unit));
}

const char *
types_text(struct arena *arena, const struct rtype *types, uint32_t n)
{
	const char *text;
	struct buf out;

	buf_init(&out, 8192);
	for (uint32_t i = 0; i < n; i++) {
		buf_adds(&out, i > 0 ? "、" : "");
		add_type(&out, &types[i], LANG_ZH);
	}
	buf_adds(&out, "\x1f");
	for (uint32_t i = 0; i < n; i++) {
		buf_adds(&out, i > 0 ? ", " : "");
		add_type(&out, &types[i], LANG_EN);
	}
	text = arena_strndup(arena, out.data, out.len);
	buf_free(&out);
	return text;
}

static void
try_metrics(const struct vocabulary *v, struct nearest *n)
{
	const struct metric_decl *m;

	for (uint32_t i = 0; (m = v->at(v->ctx, i)) != NULL; i++)
		nearest_try(n, m->name);
}

/* What must hold for a name to mean something. */
static unsigned
env_scope(int i)
{
	return i == ENV_SCORE ? SCOPE_SCORE : i >= ENV_DAYS_LATE ? SCOPE_LATE : 0;
}

static void
try_all(const struct expr *x, const struct ast *a, struct nearest *n)
{
	bool call = a->kind == A_CALL;

	for (uint32_t i = 0; call && i < fn_count; i++)
		if (!fn_table[i].is_operator)
			nearest_try(n, text_of(fn_table[i].name));
	for (uint32_t i = 0; call && i < form_count; i++)
		nearest_try(n, text_of(form_table[i].name));
	for (uint32_t i = 0; !call && i < x->b->s->n_params; i++)
		nearest_try(n, x->b->s->params[i].name);
	for (int i = 0; !call && i < ENV_COUNT; i++)
		if ((env_scope(i) & ~x->b->scope) == 0)
			nearest_try(n, text_of(env_names[i]));
	try_metrics(x->b->vocabulary, n);
}

/* A function of another language: what it is called here, or why it is not. */
static bool
foreign(const struct expr *x, const struct ast *a)
{
	bool told = x->b->diags->count < DIAGS_MAX; /* else only their number counts */
	const struct fn_foreign *f = a->kind == A_CALL && told ? fn_foreign_find(a->name) : NULL;
	struct buf both;

	if (f == NULL)
		return false;
	if (f->ours != NULL) {
		expr_fault(x, F_FUNCTION_UNKNOWN, a->at, (uint32_t)a->name.len,
		    expr_text(x, a->name), f->ours, NULL, NULL);
		return true;
	}
	buf_init(&both, 1024);
	buf_addf(&both, "%s\x1f%s", f->zh, f->en);
	expr_fault(x, F_FUNCTION_LEFT_OUT, a->at, (uint32_t)a->name.len, expr_text(x, a->name),
	    both.data, NULL, NULL);
	buf_free(&both);
	return true;
}

static bool
unknown(const struct expr *x, const struct ast *a)
{
	struct nearest n = nearest_to(x->b, a->name);

	if (foreign(x, a))
		return false;
	if (n.distance > 0)
		try_all(x, a, &n);
	expr_fault(x, a->kind == A_CALL ? F_FUNCTION_UNKNOWN : F_NAME_UNKNOWN, a->at,
	    (uint32_t)a->name.len, expr_text(x, a->name), nearest_text(&n, x->b->arena), NULL,
	    NULL);
	return false;
}

static bool
constant(const struct expr *x, struct ast *a)
{
	if (a->type.kind == VT_TEXT)
		a->value = (int64_t)build_text(x->b, a->text) * DEC_ONE;
	a->op = OP_CONST;
	if (build_constant(x->b, &a->type, a->value, &a->index))
		return true;
	expr_fault(x, F_LIMIT, a->at, a->len, DIAG_BOTH("常量", "Constants"), "60000", NULL, NULL);
	return false;
}

static bool
parameter(const struct expr *x, struct ast *a, uint32_t index)
{
	struct param *p = &x->b->s->params[index];

	p->used = true;
	a->op = OP_PARAM;
	a->index = (uint16_t)index;
	a->type = p->type;
	if (p->type.kind == VT_COUNT)
		return false; /* its own fault is reported */
	if (p->type.kind != VT_MISSING)
		return true;
	expr_fault(x, F_PARAM_TYPE, a->at, a->len, expr_text(x, a->name), NULL, NULL, NULL);
	return false;
}

static bool
name(const struct expr *x, struct ast *a)
{
	const struct vocabulary *v = x->b->vocabulary;
	const struct metric_decl *m;
	uint32_t index;

	if (map_get(x->b->params, a->name, &index))
		return parameter(x, a, index);
	for (int i = 0; i < ENV_COUNT; i++) {
		if (!text_is(a->name, env_names[i]) || (env_scope(i) & ~x->b->scope) != 0)
			continue;
		a->op = OP_ENV;
		a->index = (uint16_t)i;
		a->type = (struct rtype){ .kind = env_type((enum env_name)i), .unit = TEXT("") };
		return true;
	}
	m = v->find(v->ctx, a->name);
	return m != NULL ? expr_metric(x, a, m, 0) : unknown(x, a);
}

static bool
count_ok(const struct expr *x, const struct ast *a)
{
	const struct fn *f = a->fn;
	char have[16], takes[40];

	if (a->n_args >= f->min_args && a->n_args <= f->max_args)
		return true;
	snprintf(have, sizeof(have), "%u", a->n_args);
	if (f->min_args == f->max_args)
		snprintf(takes, sizeof(takes), "%d", f->min_args);
	else
		snprintf(takes, sizeof(takes), "%d..%d", f->min_args, f->max_args);
	expr_fault(x, F_ARG_COUNT, a->at, a->len, f->name, have, takes, NULL);
	return false;
}

static bool
compares(const struct fn *f)
{
	static const char *const names[] = { "<", "<=", ">", ">=", "=", "!=", "between" };

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(f->name, names[i]) == 0)
			return true;
	return false;
}

/* Without a calendar they are always missing. */
static bool
counts_workdays(const struct fn *f)
{
	return strcmp(f->name, "add_workdays") == 0 || strcmp(f->name, "workdays_between") == 0;
}

/* A share has six decimals, the law has none. */
void
expr_warn_rounded(const struct expr *x, const struct ast *a)
{
	for (uint32_t i = 0; i < a->n_args; i++) {
		const struct ast *m = a->args[i];
		struct buf hint;

		if (m->op != OP_FACT || !m->type.share)
			continue;
		buf_init(&hint, 4096);
		buf_addf(&hint, "numerator(%.*s) … denominator(%.*s)", TEXT_ARG(m->name),
		    TEXT_ARG(m->name));
		expr_fault(x, F_SHARE_ROUNDED, m->at, m->len, hint.data, NULL, NULL, NULL);
		buf_free(&hint);
	}
}

/* A text that a parameter can never be would decide the comparison for good. */
static bool
word_known(const struct expr *x, const struct ast *name, const struct ast *word)
{
	struct param *p;
	struct word_refusal r;

	if (name->op != OP_PARAM || word->kind != A_CONST || word->type.kind != VT_TEXT)
		return true;
	p = &x->b->s->params[name->index];
	if (words_have(p, word->text))
		return true;
	r = words_refusal(x->b, p, word->text);
	if (p->n_one_of > 0)
		expr_fault(x, F_PARAM_WORD, word->at, word->len, r.name, r.word, r.near, r.list);
	else if (!p->words_asked)
		expr_fault(x, F_PARAM_WORDS_NONE, name->at, name->len, r.name, r.word, NULL, NULL);
	p->words_asked = true;
	return p->n_one_of == 0;
}

static bool
words_known(const struct expr *x, const struct ast *a)
{
	return a->n_args != 2 ||
	       (word_known(x, a->args[0], a->args[1]) && word_known(x, a->args[1], a->args[0]));
}

static bool
apply(const struct expr *x, struct ast *a)
{
	struct rtype types[FN_ARGS_MAX];
	bool ok = true;
	int why = F_TYPE;

	if (!count_ok(x, a))
		return false;
	for (uint32_t i = 0; i < a->n_args; i++) {
		struct ast *arg = a->args[i];

		if (arg->label.len > 0) {
			expr_fault(x, F_ARG_NAMED, arg->label_at, (uint32_t)arg->label.len,
			    a->fn->name, NULL, NULL, NULL);
			ok = false;
		}
		ok = expr_check(x, arg) && ok;
		types[i] = arg->type;
	}
	if (!ok)
		return false;
	if (!a->fn->typing(types, a->n_args, &a->type, &why)) {
		expr_fault(x, (enum fault)why, a->at, a->len, expr_text(x, a->name),
		    types_text(x->b->arena, types, a->n_args), NULL, NULL);
		return false;
	}
	if (compares(a->fn)) {
		expr_warn_rounded(x, a);
		if (!words_known(x, a))
			return false;
	}
	if (counts_workdays(a->fn) && x->b->s->calendar.len == 0 && x->b->s->cal == NULL)
		expr_fault(x, F_CALENDAR_NEEDED, a->at, a->len, a->fn->name, NULL, NULL, NULL);
	a->op = OP_CALL;
	a->index = fn_index(a->fn);
	return true;
}

static bool
call(const struct expr *x, struct ast *a)
{
	const struct vocabulary *v = x->b->vocabulary;
	const struct metric_decl *m;

	for (uint32_t i = 0; i < form_count; i++)
		if (text_is(a->name, form_table[i].name))
			return form_table[i].check(x, a);
	a->fn = fn_find(a->name, false);
	if (a->fn != NULL)
		return apply(x, a);
	m = v->find(v->ctx, a->name);
	return m != NULL ? expr_metric(x, a, m, 0) : unknown(x, a);
}

bool
expr_check(const struct expr *x, struct ast *a)
{
	switch (a->kind) {
	case A_CONST:
		return constant(x, a);
	case A_MISSING:
		a->op = OP_MISSING;
		a->type = (struct rtype){ .kind = VT_MISSING, .unit = TEXT("") };
		return true;
	case A_NAME:
		return name(x, a);
	case A_CALL:
		return call(x, a);
	case A_OP:
		return apply(x, a);
	case A_LIST:
		break;
	}
	expr_fault(x, F_LIST_PLACE, a->at, a->len, NULL, NULL, NULL, NULL);
	return false;
}
