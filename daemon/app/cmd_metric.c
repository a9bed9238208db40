/*
 * assayd metric: metrics, and expressions over them, on the facts of one contract. The expressions
 * are compiled as a scheme of their own (rules/probe.h), so that their facts come through the same
 * plans as those of a score.
 */
#include "app/cli.h"

#include <inttypes.h>
#include <string.h>

#include "api/doc_json.h"
#include "api/unit_word.h"
#include "app/load.h"
#include "engine/engine.h"
#include "rules/probe.h"
#include "store/contracts.h"
#include "store/fetch.h"

#define DEADLINE_MS 60000
#define TEXT_MAX (16u << 20)

struct asking {
	struct cli *c;
	struct load *load;
	struct generation *g;
	struct pg *pg;
	int64_t contract;
	enum grain grain;
	struct result probe; /* scheme, facts, as_of: what expressions are evaluated on */
	struct facts facts;
	struct fetch_detail detail;
	bool overflow;
	struct err err;
};

static enum err_code
scheme_of_contract(struct asking *a, struct contract_row *head, const struct scheme **ret)
{
	const struct generation_scheme *gs;
	char id[24];
	enum err_code rc;

	(void)snprintf(id, sizeof(id), "%" PRId64, a->contract);
	rc = contracts_get(
	    a->pg, &a->contract, 1, pg_now_ms() + DEADLINE_MS, a->c->arena, head, &a->err);
	if (rc != ERR_OK)
		return rc;
	if (head->id == 0)
		return err_set(&a->err, E_CONTRACT_UNKNOWN, "", id, NULL);
	gs = generation_scheme(a->g, head->programme);
	if (gs == NULL)
		return err_set(&a->err, E_NO_SCHEME, "", id,
		    arena_strndup(a->c->arena, head->programme.ptr, head->programme.len), NULL);
	*ret = gs->scheme;
	return ERR_OK;
}

/* NULL scheme with ERR_OK: findings are in load->diags. */
static enum err_code
compile(struct asking *a, struct contract_row *head)
{
	struct vocabulary vocabulary = catalogue_vocabulary(a->g->catalogue);
	const struct scheme *like = NULL;
	enum err_code rc = scheme_of_contract(a, head, &like);

	if (rc == ERR_OK)
		a->probe.scheme = scheme_probe(like, a->c->args, (uint32_t)a->c->n_args, a->grain,
		    &vocabulary, a->c->arena, &a->load->diags);
	return rc;
}

static enum err_code
fetch(struct asking *a)
{
	struct contract_row heads[1];
	struct plan plan;
	enum err_code rc =
	    plan_build(a->probe.scheme, a->g->catalogue, a->c->arena, &plan, &a->err);

	a->detail.heads = heads;
	if (rc == ERR_OK)
		rc = fetch_batch_detail(a->pg, &plan, &a->contract, 1, a->probe.as_of,
		    pg_now_ms() + DEADLINE_MS, a->c->arena, &a->facts, &a->detail, &a->err);
	a->probe.facts = &a->facts;
	return rc;
}

/* ---- answers */

struct answer {
	const struct code *code;
	bool known, two_counts; /* a share: of what */
	int64_t value, numerator, denominator;
};

static struct answer
answer_of(struct asking *a, uint32_t node, int64_t row)
{
	const struct code *c = &a->probe.scheme->nodes[node].leaf->value;
	struct answer ret = { .code = c };
	struct instr part = c->ins[0];
	struct code one = *c;
	enum eval_outcome outcome = engine_value(&a->probe, c, 0, row, &ret.value);

	ret.known = outcome == EVAL_KNOWN;
	a->overflow |= outcome == EVAL_OVERFLOW;
	if (c->count != 1 || !c->type.share)
		return ret;
	one.ins = &part;
	part.op = OP_NUM;
	ret.two_counts = engine_value(&a->probe, &one, 0, row, &ret.numerator) == EVAL_KNOWN;
	part.op = OP_DEN;
	ret.two_counts &= engine_value(&a->probe, &one, 0, row, &ret.denominator) == EVAL_KNOWN;
	return ret;
}

/* Over all stations or communities of the contract. */
static int64_t
rows_behind(const struct asking *a, uint32_t node)
{
	const struct leaf *leaf = a->probe.scheme->nodes[node].leaf;
	int64_t n = 0;

	for (uint16_t i = 0; i < leaf->n_needs; i++)
		n += a->detail.counts[leaf->needs[i]];
	return n;
}

static struct text
unit_of(const struct code *c)
{
	return c->type.kind == VT_NUMBER  ? c->type.unit
	       : c->type.kind == VT_DAYS  ? TEXT("days")
	       : c->type.kind == VT_MONEY ? TEXT("yuan")
					  : TEXT("");
}

static void
say_answer(const struct asking *a, const struct answer *v, struct buf *out)
{
	struct text unit = unit_of(v->code);
	char num[DEC_TEXT_MAX], den[DEC_TEXT_MAX];

	if (!v->known)
		buf_adds(out, a->c->lang == LANG_ZH ? "缺失" : "missing");
	else
		value_print(a->probe.scheme, &v->code->type, v->value, out);
	if (v->known && unit.len > 0) {
		buf_addc(out, ' ');
		unit_say(unit, a->c->lang, out);
	}
	if (!v->two_counts)
		return;
	(void)dec_print(v->numerator, 0, num);
	(void)dec_print(v->denominator, 0, den);
	buf_addf(out, " (%s / %s)", num, den);
}

static void
print_text(struct asking *a, uint32_t node, struct buf *out)
{
	const struct fact_grid *grid = &a->facts.grid[a->grain];
	const struct code *c = &a->probe.scheme->nodes[node].leaf->value;

	buf_addf(out, "%.*s\n", TEXT_ARG(c->source));
	for (uint32_t r = grid->first[0]; r < grid->first[1]; r++) {
		struct answer v = answer_of(a, node, a->grain == GRAIN_CONTRACT ? -1 : (int64_t)r);

		buf_adds(out, "  ");
		say_answer(a, &v, out);
		if (a->grain != GRAIN_CONTRACT)
			buf_addf(
			    out, "  %" PRId64 " %.*s", grid->entity[r], TEXT_ARG(grid->name[r]));
		buf_addc(out, '\n');
	}
	buf_addf(out,
	    a->c->lang == LANG_ZH ? "  依据记录 %" PRId64 " 条\n" : "  rows: %" PRId64 "\n",
	    rows_behind(a, node));
}

static void
json_answer(struct asking *a, struct json *j, uint32_t node, int64_t row)
{
	static const struct rtype number = { .kind = VT_NUMBER };
	struct answer v = answer_of(a, node, row);

	json_value(j, "value", a->probe.scheme, &v.code->type, v.known, v.value);
	if (!v.code->type.share)
		return;
	json_value(j, "numerator", a->probe.scheme, &number, v.two_counts, v.numerator);
	json_value(j, "denominator", a->probe.scheme, &number, v.two_counts, v.denominator);
}

static void
json_entities(struct asking *a, struct json *j, uint32_t node)
{
	const struct fact_grid *grid = &a->facts.grid[a->grain];

	json_key(j, "entities");
	json_array(j);
	for (uint32_t r = grid->first[0]; r < grid->first[1]; r++) {
		json_object(j);
		json_key(j, "entity");
		json_int(j, grid->entity[r]);
		json_key(j, "name");
		json_text(j, grid->name[r]);
		json_answer(a, j, node, r);
		json_end(j);
	}
	json_end(j);
}

static void
print_json(struct asking *a, struct buf *out)
{
	struct json j;

	json_init(&j, out);
	json_array(&j);
	for (uint32_t node = 1; node < a->probe.scheme->n_nodes; node++) {
		const struct code *c = &a->probe.scheme->nodes[node].leaf->value;

		json_object(&j);
		json_key(&j, "expression");
		json_text(&j, c->source);
		json_key(&j, "type");
		json_str(&j, type_word(c->type.kind));
		json_key(&j, "unit");
		json_text_or_null(&j, unit_of(c));
		if (a->grain == GRAIN_CONTRACT)
			json_answer(a, &j, node, -1);
		else
			json_entities(a, &j, node);
		json_key(&j, "rows");
		json_int(&j, rows_behind(a, node));
		json_end(&j);
	}
	json_end(&j);
	buf_addc(out, '\n');
}

static int
print(struct asking *a, bool json)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	if (json)
		print_json(a, &out);
	else
		for (uint32_t node = 1; node < a->probe.scheme->n_nodes; node++)
			print_text(a, node, &out);
	if (a->overflow) {
		char id[24];

		buf_free(&out);
		(void)snprintf(id, sizeof(id), "%" PRId64, a->contract);
		(void)err_set(&a->err, E_OVERFLOW, "", id, NULL);
		return cli_fail(a->c, &a->err);
	}
	cli_print(stdout, &out);
	return 0;
}

static enum err_code
check_window(struct asking *a)
{
	char as_of[DAY_TEXT_MAX], since[DAY_TEXT_MAX];

	if (a->facts.since[0] <= a->probe.as_of)
		return ERR_OK;
	date_print(a->probe.as_of, as_of);
	date_print(a->facts.since[0], since);
	return err_set(&a->err, E_AS_OF_EARLY, "", as_of, since, NULL);
}

static int
findings(struct asking *a)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	load_print(a->load, a->c->lang, &text);
	cli_print(stderr, &text);
	return 1;
}

static int
answer(struct asking *a, bool json)
{
	struct contract_row head;

	if (compile(a, &head) != ERR_OK)
		return cli_fail(a->c, &a->err);
	if (a->probe.scheme == NULL)
		return findings(a);
	if (fetch(a) != ERR_OK || check_window(a) != ERR_OK)
		return cli_fail(a->c, &a->err);
	return print(a, json);
}

static int
load_and_answer(struct asking *a, bool json)
{
	struct load l;
	int status;

	load_init(&l);
	a->load = &l;
	if (load_files(&l, &a->c->settings, true) == ERR_OK)
		a->g = load_build(&l, NULL, 0, 1);
	if (a->g != NULL) {
		a->pg = pg_new(a->c->conninfo, PG_READER, (int)a->c->settings.connect_ms);
		status = answer(a, json);
		pg_free(a->pg);
		generation_unref(a->g);
	} else {
		status = findings(a);
	}
	load_free(&l);
	return status;
}

static bool
one_line(const char *expression)
{
	return text_clean(text_of(expression)) && strpbrk(expression, "\t\r\n") == NULL;
}

int
cmd_metric(struct cli *c)
{
	struct asking a = { .c = c };
	bool json;

	if (c->n_args == 0 || c->contract == NULL || !cli_id(c->contract, &a.contract))
		return cli_usage(c, "写作 metric 表达式… --contract 合同编号",
		    "write metric EXPRESSION… --contract CONTRACT");
	for (int i = 0; i < c->n_args; i++)
		if (!one_line(c->args[i]))
			return cli_usage(c, "表达式须为一行 UTF-8 文本",
			    "an expression is one line of UTF-8 text");
	if (c->per != NULL && (!grain_find(text_of(c->per), &a.grain) || a.grain == GRAIN_PERSON))
		return cli_usage(
		    c, "--per 须为 station 或 community", "--per is station or community");
	if (!cli_format(c, &json) || !cli_as_of(c, &a.probe.as_of))
		return 2;
	return load_and_answer(&a, json);
}
