/*
 * One contract's decisions: values of expressions, proposals, penalties, conditions. Invariants:
 * D1 nothing here changes a score: a lost share is named, never taken again (I5);
 * D2 an amount is rounded once, to the fen, where it is proposed (I1);
 * D3 what is not known proposes nothing: missing is not zero (I3).
 */
#include "engine/decide_internal.h"

#define FEN (DEC_ONE / 100)
#define COUNT_MOST \
	((int64_t)DAY_MAX - DAY_MIN) /* days of the calendar: sums of counts fit an int */

static struct code_values
values_of(struct deciding *d, struct filling *f)
{
	*f = (struct filling){ d->r, d->contract, d->row, &d->env };
	return (struct code_values){ f, filling_value };
}

bool
decide_value(struct deciding *d, const struct code *c, int64_t *ret)
{
	struct filling f;
	struct code_values values = values_of(d, &f);
	enum eval_outcome outcome = code_eval(d->r->scheme, c, &values, ret);

	d->overflow |= outcome == EVAL_OVERFLOW;
	return outcome == EVAL_KNOWN;
}

bool
decide_holds(struct deciding *d, const struct code *c, bool absent)
{
	int64_t v;

	if (c->count == 0)
		return absent;
	return decide_value(d, c, &v) && v != 0;
}

bool
decide_date(struct deciding *d, const struct code *c, day_t *ret)
{
	int64_t v;

	if (!decide_value(d, c, &v) || v < DAY_MIN * DEC_ONE || v > DAY_MAX * DEC_ONE)
		return false;
	*ret = (day_t)(v / DEC_ONE);
	return true;
}

bool
decide_count(struct deciding *d, const struct code *c, int32_t *ret)
{
	int64_t v;

	if (!decide_value(d, c, &v) || v < -COUNT_MOST * DEC_ONE || v > COUNT_MOST * DEC_ONE)
		return false;
	*ret = (int32_t)(v / DEC_ONE);
	return true;
}

dec_t
decide_part(struct deciding *d, dec_t amount, int64_t share)
{
	dec_t part = 0;

	/* amount * share in whole fen, then back to millionths */
	if (!dec_mul_div(amount, share, DEC_ONE * FEN, &part) || !dec_mul_div(part, FEN, 1, &part))
		d->overflow = true;
	return part;
}

bool
decide_amount(struct deciding *d, dec_t *ret)
{
	return decide_value(d, &d->d->amount, ret);
}

static struct text
arithmetic(struct deciding *d, const struct code *c)
{
	struct filling f;
	struct code_values values = values_of(d, &f);
	struct text text;
	struct buf out;

	buf_init(&out, 4096);
	code_print(d->r->scheme, c, &values, &out);
	text = text_dup(d->arena, (struct text){ out.data, out.len });
	buf_free(&out);
	return text;
}

static void
propose_cut(struct deciding *d, const struct effects *e, struct proposal *p)
{
	dec_t amount;

	p->has_cut = decide_value(d, &e->cut, &p->cut_share);
	p->has_range = decide_value(d, &e->cut_low, &p->cut_low) &&
		       decide_value(d, &e->cut_high, &p->cut_high);
	if (!p->has_cut && !p->has_range)
		return;
	if (!decide_amount(d, &amount)) {
		p->has_cut = p->has_range = false;
		return;
	}
	if (p->has_cut) {
		p->arithmetic = arithmetic(d, &e->cut);
		p->cut_amount = decide_part(d, amount, p->cut_share);
	}
	if (!p->has_range)
		return;
	p->low_amount = decide_part(d, amount, p->cut_low);
	p->high_amount = decide_part(d, amount, p->cut_high);
}

void
decide_proposal(struct deciding *d, const struct effects *e, struct proposal *ret)
{
	struct proposal p = *ret;

	p.effects = e;
	p.arithmetic = TEXT("");
	p.record = decide_holds(d, &e->record_when, true) ? e->record : TEXT("");
	p.terminate = decide_holds(d, &e->terminate, false);
	p.has_deduct = e->deduct_node != 0 && decide_value(d, &e->deduct_share, &p.deduct_share);
	propose_cut(d, e, &p);
	*ret = p;
}

static void
decide_penalties(struct deciding *d)
{
	struct decision_set *set = d->set;

	set->penalties = arena_array(d->arena, d->d->n_penalties, sizeof(*set->penalties));
	for (uint32_t i = 0; i < d->d->n_penalties; i++) {
		const struct penalty *p = &d->d->penalties[i];
		struct penalty_result *r = &set->penalties[set->n_penalties];

		if (!decide_holds(d, &p->when, false))
			continue;
		*r = (struct penalty_result){ .penalty = p };
		r->proposal = (struct proposal){
			.id = p->id, .clause = p->clause, .title = &p->title, .reached_on = DAY_NONE
		};
		decide_proposal(d, &p->effects, &r->proposal);
		set->n_penalties++;
	}
}

/* A parameter that the text leaves blank makes a condition not configured, not failed. */
static bool
configured(const struct deciding *d, const struct code *c)
{
	int64_t v;

	for (uint16_t i = 0; i < c->count; i++)
		if (c->ins[i].op == OP_PARAM &&
		    !param_at(&d->r->scheme->params[c->ins[i].index], d->r->as_of, &v))
			return false;
	return true;
}

static bool
compares(unsigned compare, int64_t a, int64_t b)
{
	switch ((enum enabling_compare)compare) {
	case ENABLE_GE:
		return a >= b;
	case ENABLE_GT:
		return a > b;
	case ENABLE_LE:
		return a <= b;
	case ENABLE_LT:
		return a < b;
	case ENABLE_EQ:
		return a == b;
	case ENABLE_COUNT:
		break;
	}
	return false;
}

static struct condition_result
decide_condition(struct deciding *d, const struct enabling *c)
{
	struct condition_result r = { .condition = c, .state = CN_NO_DATA };
	int64_t holds;

	r.value_known = decide_value(d, &c->value, &r.value);
	r.target_known = decide_value(d, &c->target, &r.target);
	if (!configured(d, &c->target) || !configured(d, &c->when) || !configured(d, &c->value))
		r.state = CN_NOT_CONFIGURED;
	else if (c->when.count > 0 && decide_value(d, &c->when, &holds))
		r.state = holds != 0 ? CN_MET : CN_NOT_MET;
	else if (c->when.count == 0 && r.value_known && r.target_known)
		r.state = compares(c->compare, r.value, r.target) ? CN_MET : CN_NOT_MET;
	return r;
}

static struct condition_result *
decide_conditions(struct deciding *d, const struct enabling *list, uint32_t n)
{
	struct condition_result *r = arena_array(d->arena, n, sizeof(*r));

	for (uint32_t i = 0; i < n; i++)
		r[i] = decide_condition(d, &list[i]);
	return r;
}

bool
decide_has_score(const struct result *r, uint32_t contract)
{
	return !r->failed[contract] && r->grade[contract] != UINT8_MAX &&
	       r->facts->since[contract] <= r->as_of;
}

static struct env
env_of(const struct result *r, uint32_t contract)
{
	return (
	    struct env){ decide_has_score(r, contract), r->score[contract], 0, DAY_NONE, DAY_NONE };
}

void
decide_say(const struct decision_set *set, const struct deadline_result *of, const struct code *c,
    bool filled, enum lang lang, struct buf *out)
{
	const struct result *r = set->result;
	struct env env = env_of(r, set->contract);
	struct filling f = { r, set->contract, of != NULL ? of->row : -1, &env };
	struct code_values values = { &f, filling_value };

	if (of != NULL) {
		env.days_late = of->days_late;
		env.due = of->due;
		env.met_on = of->met_on;
	}
	code_say(r->scheme, c, &values, filled, lang, out);
}

static void
list_proposed(struct decision_set *set, struct arena *arena)
{
	uint32_t room = set->n_penalties;

	for (uint32_t i = 0; i < set->n_deadlines; i++)
		room += set->deadlines[i].n_proposals;
	set->proposed = arena_array(arena, room, sizeof(*set->proposed));
	for (uint32_t i = 0; i < set->n_deadlines; i++) {
		const struct deadline_result *r = &set->deadlines[i];

		for (uint32_t k = 0; k < r->n_proposals; k++)
			set->proposed[set->n_proposed++] =
			    (struct proposed){ &r->proposals[k], r, NULL, r->deadline->debtor };
	}
	for (uint32_t i = 0; i < set->n_penalties; i++)
		set->proposed[set->n_proposed++] = (struct proposed){ &set->penalties[i].proposal,
			NULL, set->penalties[i].penalty, set->penalties[i].penalty->debtor };
}

enum err_code
engine_decide(const struct result *r, uint32_t contract, struct arena *arena,
    struct decision_set *ret, struct err *reterr)
{
	struct decision_set set = { .result = r, .contract = contract };
	struct deciding d = { .r = r,
		.d = r->scheme->decisions,
		.arena = arena,
		.set = &set,
		.contract = contract,
		.row = -1,
		.env = env_of(r, contract) };

	decide_deadlines(&d);
	decide_penalties(&d);
	decide_payments(&d);
	decide_renewal(&d);
	set.n_enabling = d.d->n_enabling;
	set.enabling = decide_conditions(&d, d.d->enabling, set.n_enabling);
	set.n_eligibility = d.d->n_eligibility;
	set.eligibility = decide_conditions(&d, d.d->eligibility, set.n_eligibility);
	if (d.overflow)
		return err_set(reterr, E_OVERFLOW, "", r->scheme->id.ptr, NULL);
	list_proposed(&set, arena);
	*ret = set;
	return ERR_OK;
}

static const char *const condition_names[CN_STATE_COUNT] = { "met", "not_met", "no_data",
	"not_configured" };

const char *
condition_state_name(enum condition_state s)
{
	return condition_names[s];
}
