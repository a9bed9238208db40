/* Values and expressions as text. The printer and the parser share precedence.h. */
#include "rules/print.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "rules/fn.h"
#include "rules/precedence.h"

static void
dec_text(int64_t value, struct buf *out)
{
	char text[DEC_TEXT_MAX];

	buf_add(out, text, dec_print(value, 0, text));
}

/* A hundred times the value may not fit, so the point is moved in the text. */
static void
percent_text(int64_t value, struct buf *out)
{
	uint64_t v = value < 0 ? -(uint64_t)value : (uint64_t)value;
	char part[8];
	int n = snprintf(part, sizeof(part), "%04u", (unsigned)(v % 10000));

	while (n > 0 && part[n - 1] == '0')
		n--;
	buf_addf(out, "%s%llu%s%.*s%%", value < 0 ? "-" : "", (unsigned long long)(v / 10000),
	    n > 0 ? "." : "", n, part);
}

static bool
day_of(int64_t value, day_t *ret)
{
	int64_t day = value / DEC_ONE;

	if (day < DAY_MIN || day > DAY_MAX)
		return false;
	*ret = (day_t)day;
	return true;
}

static void
date_text(int64_t value, struct buf *out)
{
	char text[DAY_TEXT_MAX];
	day_t day;

	if (!day_of(value, &day)) {
		dec_text(value, out);
		return;
	}
	date_print(day, text);
	buf_adds(out, text);
}

static struct text
pooled(const struct scheme *s, int64_t value)
{
	int64_t i = value / DEC_ONE;

	return i >= 0 && i < (int64_t)s->n_texts ? s->texts[i] : TEXT("");
}

void
value_print(const struct scheme *s, const struct rtype *type, int64_t value, struct buf *out)
{
	switch (type->kind) {
	case VT_PERCENT:
		percent_text(value, out);
		break;
	case VT_DATE:
		date_text(value, out);
		break;
	case VT_BOOL:
		buf_adds(out, value != 0 ? "true" : "false");
		break;
	case VT_TEXT:
		buf_addt(out, pooled(s, value));
		break;
	default:
		dec_text(value, out);
	}
}

void
text_print(struct text t, struct buf *out)
{
	buf_addc(out, '\'');
	for (size_t i = 0; i < t.len; i++) {
		if (t.ptr[i] == '\'')
			buf_addc(out, '\'');
		buf_addc(out, t.ptr[i]);
	}
	buf_addc(out, '\'');
}

void
literal_print(const struct scheme *s, const struct rtype *type, int64_t value, struct buf *out)
{
	int y, m, d;
	day_t day;

	if (type->kind == VT_TEXT) {
		text_print(pooled(s, value), out);
	} else if (type->kind == VT_DATE && day_of(value, &day)) {
		date_split(day, &y, &m, &d);
		buf_addf(out, "date(%d, %d, %d)", y, m, d);
	} else {
		value_print(s, type, value, out);
		buf_adds(out, type->kind == VT_DAYS    ? " days"
			      : type->kind == VT_MONEY ? " yuan"
						       : "");
	}
}

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

		for (uint16_t k = 0; in->op == OP_CALL && k < in->argc; k++)
			p->args[i][k] = made[in->slot + k];
		made[in->slot] = i;
	}
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
		if (in->op == OP_CALL)
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

/* "服务次数〔category: 'basic'〕" for service.records(category: 'basic') */
static void
say_metric(struct printer *p, const struct need *need)
{
	const struct metric_decl *m = need->metric;
	bool zh = p->lang == LANG_ZH;
	size_t n = m->name.len;

	buf_addt(p->out, zh ? m->title_zh : m->title_en);
	if (need->source.len <= n + 2) /* no arguments */
		return;
	buf_adds(p->out, zh ? "〔" : " [");
	buf_add(p->out, need->source.ptr + n + 1, need->source.len - n - 2);
	buf_adds(p->out, zh ? "〕" : "]");
}

static void
say_param(struct printer *p, const struct param *param)
{
	struct text t = p->lang == LANG_ZH ? param->title.zh : param->title.en;

	buf_addt(p->out, t.len > 0 ? t : param->name);
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

void
value_say(const struct scheme *s, const struct rtype *type, int64_t value, enum lang lang,
    struct buf *out)
{
	if (type->kind == VT_BOOL) {
		buf_adds(out, value != 0        ? lang == LANG_ZH ? "是" : "yes"
			      : lang == LANG_ZH ? "否"
						: "no");
		return;
	}
	value_print(s, type, value, out);
	if (type->kind == VT_DAYS)
		buf_adds(out, lang == LANG_ZH ? " 天" : " days");
	else if (type->kind == VT_MONEY)
		buf_adds(out, lang == LANG_ZH ? " 元" : " yuan");
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
		date_text(value, p->out);
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
	if (in->op != OP_CALL)
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
