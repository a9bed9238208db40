/* Expressions as text. The printer and the parser share precedence.h. */
#include "rules/print.h"

#include <stdio.h>
#include <string.h>

#include "rules/fn.h"
#include "rules/precedence.h"
#include "rules/table.h"

#define ROWS_SHOWN 8 /* of those that a collecting table puts together */

/* What an expression was before it was flattened: each instruction and where its arguments are. */
struct printer {
	const struct scheme *s;
	const struct instr *ins;
	const struct code_values *values;
	bool filled, words; /* values instead of names; for people, in `lang` */
	enum lang lang;
	struct buf *out;
	uint16_t args[EXPR_CODE_MAX][FN_ARGS_MAX]; /* instruction that made each argument */
	/* With values: what each instruction gives for this one row, and whether it rests on a
	 * fact. */
	int64_t value[EXPR_CODE_MAX];
	uint8_t known[EXPR_CODE_MAX], factual[EXPR_CODE_MAX];
};

static void
link_args(struct printer *p, const struct code *c)
{
	uint16_t made[EXPR_SLOTS_MAX] = { 0 }; /* by slot */

	for (uint16_t i = 0; i < c->count; i++) {
		const struct instr *in = &c->ins[i];

		for (uint16_t k = 0; k < in->argc; k++)
			p->args[i][k] = made[in->slot + k];
		made[in->slot] = i;
	}
}

static day_t
day_of_values(const struct printer *p)
{
	const struct instr as_of = { .op = OP_ENV, .index = ENV_AS_OF };
	int64_t day;

	return p->values->value_of(p->values->ctx, &as_of, &day) ? (day_t)(day / DEC_ONE)
								 : DAY_NONE;
}

static const struct table *
table_of(const struct printer *p, const struct instr *in)
{
	return &p->s->tables[in->index / TABLE_OUTS_MAX];
}

static void
compute_call(struct printer *p, uint16_t i)
{
	const struct instr *in = &p->ins[i];
	struct column args[FN_ARGS_MAX], out = { &p->value[i], &p->known[i], true };
	uint8_t overflow = 0;
	struct kernel_ctx ctx = {
		.n = 1, .overflow = &overflow, .calendar = p->s->cal, .texts = p->s->texts
	};

	for (uint8_t k = 0; k < in->argc; k++) {
		uint16_t arg = p->args[i][k];

		args[k] = (struct column){ &p->value[arg], &p->known[arg], true };
		p->factual[i] |= p->factual[arg];
	}
	if (in->op == OP_TABLE)
		table_eval(table_of(p, in), in->index % TABLE_OUTS_MAX, day_of_values(p), &ctx,
		    args, &out, NULL);
	else
		fn_table[in->index].kernel(&ctx, args, in->argc, &out);
	p->known[i] = p->known[i] && !overflow;
}

/* Every instruction's value for the row that is told about: decides which branches were taken. */
static void
compute(struct printer *p, const struct code *c)
{
	for (uint16_t i = 0; i < c->count; i++) {
		const struct instr *in = &c->ins[i];

		p->value[i] = 0;
		p->known[i] = 0;
		p->factual[i] = in->op == OP_FACT || in->op == OP_NUM || in->op == OP_DEN;
		if (in->op == OP_CALL || in->op == OP_TABLE)
			compute_call(p, i);
		else if (in->op == OP_CONST)
			p->known[i] = 1, p->value[i] = p->s->constants[in->index];
		else if (in->op != OP_MISSING)
			p->known[i] = p->values->value_of(p->values->ctx, in, &p->value[i]);
	}
}

/* The part of an expression that decided: the branch of an if() that was taken, the side of ?? that
 * was known, a sum without a zero that rests on no fact. */
static uint16_t
decided(const struct printer *p, uint16_t at)
{
	for (;;) {
		const struct instr *in = &p->ins[at];
		const uint16_t *args = p->args[at];
		const char *name = in->op == OP_CALL ? fn_table[in->index].name : "";

		if (strcmp(name, "if") == 0 && p->known[args[0]])
			at = p->value[args[0]] != 0 ? args[1] : args[2];
		else if (strcmp(name, "??") == 0)
			at = p->known[args[0]] ? args[0] : args[1];
		else if ((strcmp(name, "+") == 0 || strcmp(name, "-") == 0) && p->known[args[1]] &&
			 p->value[args[1]] == 0 && !p->factual[args[1]])
			at = args[0];
		else
			return at;
	}
}

static struct rtype
type_of(const struct scheme *s, const struct instr *in)
{
	struct rtype t = { .kind = VT_DATE, .unit = TEXT("") };

	switch ((enum opcode)in->op) {
	case OP_CONST:
		return s->constant_types[in->index];
	case OP_PARAM:
		return s->params[in->index].type;
	case OP_FACT:
		return s->needs[in->index].metric->type;
	case OP_NUM:
	case OP_DEN:
		t.kind = VT_NUMBER;
		return t;
	case OP_ENV:
		t.kind = env_type((enum env_name)in->index);
		return t;
	case OP_POINTS:
	case OP_NODE_SHARE:
		t.kind = in->op == OP_POINTS ? VT_NUMBER : VT_PERCENT;
		return t;
	default:
		return t;
	}
}

static const struct env_word {
	const char *name, *said[2]; /* as rules write it; by enum lang */
} env_words[ENV_COUNT] = {
	[ENV_AS_OF] = { "as_of", { "截至日", "the day" } },
	[ENV_SINCE] = { "window.since", { "评估期首日", "first day of the window" } },
	[ENV_UNTIL] = { "window.until", { "评估期末日", "last day of the window" } },
	[ENV_SCORE] = { "score", { "得分", "score" } },
	[ENV_DAYS_LATE] = { "days_late", { "逾期天数", "days late" } },
	[ENV_DUE] = { "due", { "到期日", "due day" } },
	[ENV_MET_ON] = { "met_on", { "完成日", "day it was met" } },
};

static void
print_name(struct printer *p, const struct instr *in)
{
	switch ((enum opcode)in->op) {
	case OP_PARAM:
		buf_addt(p->out, p->s->params[in->index].name);
		break;
	case OP_FACT:
		buf_addt(p->out, p->s->needs[in->index].source);
		break;
	case OP_ENV:
		buf_adds(p->out, env_words[in->index].name);
		break;
	case OP_POINTS:
	case OP_NODE_SHARE:
		buf_adds(p->out, in->op == OP_POINTS ? "points(" : "share(");
		text_print(p->s->nodes[in->index].id, p->out);
		buf_addc(p->out, ')');
		break;
	default:
		buf_addf(p->out, "%s(", in->op == OP_NUM ? "numerator" : "denominator");
		buf_addt(p->out, p->s->needs[in->index].source);
		buf_addc(p->out, ')');
	}
}

/* Which window, where it is not this one. */
static void
say_back(struct printer *p, uint8_t back)
{
	if (back == 1)
		buf_adds(p->out, p->lang == LANG_ZH ? "上一年度" : " in the year before");
	else if (p->lang == LANG_ZH)
		buf_addf(p->out, "往前第 %u 年度", back);
	else
		buf_addf(p->out, " %u years before", back);
}

/* "服务次数〔category: 'basic'〕" for service.records(category: 'basic') */
static void
say_metric(struct printer *p, const struct need *need)
{
	const struct metric_decl *m = need->metric;
	struct text text = need_metric_text(need);
	bool zh = p->lang == LANG_ZH;
	size_t n = m->name.len;

	if (zh && need->back > 0)
		say_back(p, need->back);
	buf_addt(p->out, zh ? m->title_zh : m->title_en);
	if (!zh && need->back > 0)
		say_back(p, need->back);
	if (text.len <= n + 2) /* no arguments */
		return;
	buf_adds(p->out, zh ? "〔" : " [");
	buf_add(p->out, text.ptr + n + 1, text.len - n - 2);
	buf_adds(p->out, zh ? "〕" : "]");
}

static void
say_param(struct printer *p, const struct param *param)
{
	struct text t = p->lang == LANG_ZH ? param->title.zh : param->title.en;

	buf_addt(p->out, t.len > 0 ? t : param->name);
}

static void
say_node(struct printer *p, const struct instr *in)
{
	const struct title *t = &p->s->nodes[in->index].title;
	bool zh = p->lang == LANG_ZH, points = in->op == OP_POINTS;

	buf_adds(p->out, zh ? "" : points ? "points of " : "share of ");
	buf_addt(p->out, zh ? t->zh : t->en);
	buf_adds(p->out, !zh ? "" : points ? "的得分" : "的得分率");
}

static void
say_name(struct printer *p, const struct instr *in)
{
	bool zh = p->lang == LANG_ZH;

	switch ((enum opcode)in->op) {
	case OP_PARAM:
		say_param(p, &p->s->params[in->index]);
		break;
	case OP_FACT:
		say_metric(p, &p->s->needs[in->index]);
		break;
	case OP_ENV:
		buf_adds(p->out, env_words[in->index].said[p->lang]);
		break;
	case OP_POINTS:
	case OP_NODE_SHARE:
		say_node(p, in);
		break;
	case OP_NUM:
		buf_adds(p->out, zh ? "" : "numerator of ");
		say_metric(p, &p->s->needs[in->index]);
		buf_adds(p->out, zh ? "之分子" : "");
		break;
	default:
		buf_adds(p->out, zh ? "" : "denominator of ");
		say_metric(p, &p->s->needs[in->index]);
		buf_adds(p->out, zh ? "之分母" : "");
	}
}

static void
print_literal(struct printer *p, const struct rtype *type, int64_t value)
{
	if (p->words)
		value_say(p->s, type, value, p->lang, p->out);
	else
		literal_print(p->s, type, value, p->out);
}

static void
print_value(struct printer *p, const struct instr *in)
{
	struct rtype type = type_of(p->s, in);
	int64_t value;

	if (!p->values->value_of(p->values->ctx, in, &value))
		buf_adds(p->out, "—");
	else if (type.kind == VT_DATE)
		value_print(p->s, &type, value, p->out);
	else
		print_literal(p, &type, value);
}

static void
print_leaf(struct printer *p, const struct instr *in)
{
	struct rtype type;

	if (in->op == OP_MISSING) {
		buf_adds(p->out, p->words ? "—" : "missing");
	} else if (in->op == OP_CONST) {
		type = p->s->constant_types[in->index];
		print_literal(p, &type, p->s->constants[in->index]);
	} else if (p->filled) {
		print_value(p, in);
	} else if (p->words) {
		say_name(p, in);
	} else {
		print_name(p, in);
	}
}

static int
level_of(const struct instr *in)
{
	const struct fn *f;
	int level;

	if (in->op != OP_CALL)
		return LEVEL_VALUE;
	f = &fn_table[in->index];
	if (!f->is_operator)
		return LEVEL_VALUE;
	level = operator_level(text_of(f->name));
	if (level > 0)
		return level;
	return strcmp(f->name, "not") == 0 ? LEVEL_NOT : LEVEL_NEG;
}

static void print_tree(struct printer *p, uint16_t at, int level);

static void
print_call(struct printer *p, uint16_t at)
{
	const struct instr *in = &p->ins[at];
	const char *name = fn_table[in->index].name;

	if (p->words && strcmp(name, "is_missing") == 0)
		name = p->lang == LANG_ZH ? "缺少" : "missing";
	buf_addf(p->out, "%s(", name);
	for (uint8_t k = 0; k < in->argc; k++) {
		buf_adds(p->out, k > 0 ? ", " : "");
		print_tree(p, p->args[at][k], LEVEL_LOWEST);
	}
	buf_addc(p->out, ')');
}

/* Operators as people write them. */
static const char *
said_operator(const struct printer *p, const char *name)
{
	static const struct {
		const char *name, *said[2];
	} words[] = { { "*", { "×", "×" } }, { "<=", { "≤", "≤" } }, { ">=", { "≥", "≥" } },
		{ "!=", { "≠", "≠" } }, { "and", { "且", "and" } }, { "or", { "或", "or" } },
		{ "not", { "非", "not" } } };

	for (size_t i = 0; p->words && i < COUNT_OF(words); i++) {
		if (strcmp(name, words[i].name) == 0)
			return words[i].said[p->lang];
	}
	return name;
}

/* The rows that decided; false when an input that decides is missing. */
static bool
rows_hit(struct printer *p, uint16_t at, uint32_t rows[ROWS_SHOWN], uint32_t *ret_n)
{
	const struct instr *in = &p->ins[at];
	struct column args[TABLE_INS_MAX];
	bool unknown;

	for (uint8_t k = 0; k < in->argc; k++)
		args[k] =
		    (struct column){ &p->value[p->args[at][k]], &p->known[p->args[at][k]], true };
	*ret_n =
	    table_rows_of(table_of(p, in), day_of_values(p), args, 0, rows, ROWS_SHOWN, &unknown);
	return !unknown;
}

static void
print_inputs(struct printer *p, uint16_t at, const char *between)
{
	for (uint8_t k = 0; k < p->ins[at].argc; k++) {
		buf_adds(p->out, k > 0 ? between : "");
		print_tree(p, p->args[at][k], LEVEL_LOWEST);
	}
}

static void
print_numbers(struct printer *p, const struct table *t, const uint32_t *rows, uint32_t n)
{
	for (uint32_t k = 0; k < n && k < ROWS_SHOWN; k++)
		buf_addf(p->out, "%s%u", k > 0 ? "+" : "", t->rows[rows[k]].number);
	buf_adds(p->out, n > ROWS_SHOWN ? "+…" : "");
}

/* With values: which rows decided, after a #. */
static void
print_table(struct printer *p, uint16_t at)
{
	const struct instr *in = &p->ins[at];
	const struct table *t = table_of(p, in);
	uint32_t rows[ROWS_SHOWN], n;

	buf_addf(p->out, "table(%.*s", TEXT_ARG(t->id));
	if (t->n_out > 1)
		buf_addf(p->out, ".%.*s", TEXT_ARG(t->out[in->index % TABLE_OUTS_MAX].name));
	buf_adds(p->out, ", ");
	print_inputs(p, at, ", ");
	buf_addc(p->out, ')');
	if (!p->filled || !rows_hit(p, at, rows, &n))
		return;
	buf_addc(p->out, '#');
	if (n == 0)
		buf_adds(p->out, t->otherwise == ELSE_VALUES ? "else" : "—");
	print_numbers(p, t, rows, n);
}

/* 表“阶梯”第 2 行（17 天、A）; row 2 of table "Ladder" (17 days, A) */
static void
say_table(struct printer *p, uint16_t at)
{
	const struct table *t = table_of(p, &p->ins[at]);
	bool zh = p->lang == LANG_ZH;
	uint32_t rows[ROWS_SHOWN], n = 0;
	bool known = rows_hit(p, at, rows, &n);
	struct text title = zh ? t->title.zh : t->title.en;

	if (!zh && known)
		buf_adds(p->out, n > 0                         ? "row "
				 : t->otherwise == ELSE_VALUES ? "else of "
							       : "no row of ");
	if (!zh && n > 0) {
		print_numbers(p, t, rows, n);
		buf_adds(p->out, " of ");
	}
	buf_adds(p->out, zh ? "表“" : "table \"");
	buf_addt(p->out, title.len > 0 ? title : t->id);
	buf_adds(p->out, zh ? "”" : "\"");
	if (zh && n > 0) {
		buf_adds(p->out, "第 ");
		print_numbers(p, t, rows, n);
		buf_adds(p->out, " 行");
	} else if (zh && known) {
		buf_adds(p->out, t->otherwise == ELSE_VALUES ? "其余情形" : "没有适用的行");
	}
	buf_adds(p->out, zh ? "（" : " (");
	print_inputs(p, at, zh ? "、" : ", ");
	buf_adds(p->out, zh ? "）" : ")");
}

/* Binary operators group to the left; comparisons not at all. */
static void
print_operator(struct printer *p, uint16_t at, int own)
{
	const char *name = said_operator(p, fn_table[p->ins[at].index].name);

	if (own == LEVEL_NOT || own == LEVEL_NEG) {
		buf_addf(p->out, own == LEVEL_NOT ? "%s " : "-", name);
		print_tree(p, p->args[at][0], own);
		return;
	}
	print_tree(p, p->args[at][0], own == LEVEL_COMPARE ? own + 1 : own);
	buf_addf(p->out, " %s ", name);
	print_tree(p, p->args[at][1], own + 1);
}

/* Parentheses where the surroundings bind more tightly than the operator itself. */
static void
print_tree(struct printer *p, uint16_t at, int level)
{
	const struct instr *in;
	int own;

	if (p->values != NULL)
		at = decided(p, at);
	in = &p->ins[at];
	own = level_of(in);
	if (own < level)
		buf_addc(p->out, '(');
	if (in->op == OP_TABLE && p->words)
		say_table(p, at);
	else if (in->op == OP_TABLE)
		print_table(p, at);
	else if (in->op != OP_CALL)
		print_leaf(p, in);
	else if (own == LEVEL_VALUE)
		print_call(p, at);
	else
		print_operator(p, at, own);
	if (own < level)
		buf_addc(p->out, ')');
}

static void
print_code(struct printer *p, const struct scheme *s, const struct code *c)
{
	p->s = s;
	p->ins = c->ins;
	link_args(p, c);
	if (p->values != NULL)
		compute(p, c);
	print_tree(p, (uint16_t)(c->count - 1), LEVEL_LOWEST);
}

void
code_print(
    const struct scheme *s, const struct code *c, const struct code_values *values, struct buf *out)
{
	struct printer p; /* its arrays are too long to be cleared for each expression */

	if (c->count == 0)
		return;
	p.values = values;
	p.filled = values != NULL;
	p.words = false;
	p.out = out;
	print_code(&p, s, c);
}

void
code_say(const struct scheme *s, const struct code *c, const struct code_values *values,
    bool filled, enum lang lang, struct buf *out)
{
	struct printer p;

	if (c->count == 0)
		return;
	p.values = values;
	p.filled = filled;
	p.words = true;
	p.lang = lang;
	p.out = out;
	print_code(&p, s, c);
}
