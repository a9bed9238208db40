/* Tranches and renewal (LZ-03-3, HN-06): amounts to the fen, the last tranche is the remainder. */
#include "engine/decide_internal.h"

static const char *const tranche_names[TR_STATE_COUNT] = { "due", "blocked", "not_yet", "forfeited",
	"not_configured" };
static const char *const advice_names[RN_ADVICE_COUNT] = { "no_rule", "renew", "not_renewed",
	"retender", "pending" };

const char *
tranche_state_name(enum tranche_state s)
{
	return tranche_names[s];
}

const char *
renewal_advice_name(enum renewal_advice a)
{
	return advice_names[a];
}

/* What is not known forfeits nothing: the money waits (D3). */
static enum tranche_state
tranche_state(struct deciding *d, const struct tranche *t, day_t event)
{
	int64_t holds;

	if (event == DAY_NONE)
		return TR_NOT_YET;
	if (t->requires.count == 0)
		return TR_DUE;
	if (!decide_value(d, &t->requires, &holds))
		return TR_BLOCKED;
	if (holds != 0)
		return TR_DUE;
	return t->on_fail == FAIL_FORFEIT ? TR_FORFEITED : TR_BLOCKED;
}

/* `left` is what a last tranche gets; NULL where a share before it is not known. */
static void
decide_tranche(struct deciding *d, const struct tranche *t, const dec_t *basis, const dec_t *left,
    struct tranche_result *r)
{
	int32_t within;
	int64_t share;

	*r = (struct tranche_result){ .tranche = t, .event_on = DAY_NONE, .pay_by = DAY_NONE };
	if (!decide_date(d, &t->when, &r->event_on) || r->event_on > d->r->as_of)
		r->event_on = DAY_NONE;
	if (!decide_value(d, &t->share, &share) || basis == NULL) {
		r->state = TR_NOT_CONFIGURED;
		return;
	}
	r->amount_known = true;
	r->amount = left != NULL ? *left : decide_part(d, *basis, share);
	r->state = tranche_state(d, t, r->event_on);
	if (r->event_on != DAY_NONE && decide_count(d, &t->pay_within, &within) &&
	    !date_add_days(r->event_on, within, &r->pay_by))
		r->pay_by = DAY_NONE;
}

void
decide_payments(struct deciding *d)
{
	const struct payments *p = &d->d->payments;
	struct decision_set *set = d->set;
	dec_t basis = 0, left;
	bool known = decide_value(d, p->basis.count > 0 ? &p->basis : &d->d->amount, &basis);
	bool all = true; /* shares so far are known */

	left = basis;
	set->n_tranches = p->n_tranches;
	set->tranches = arena_array(d->arena, p->n_tranches, sizeof(*set->tranches));
	for (uint32_t i = 0; i < p->n_tranches; i++) {
		struct tranche_result *r = &set->tranches[i];
		bool last = i + 1 == p->n_tranches;

		decide_tranche(
		    d, &p->tranches[i], known ? &basis : NULL, last && all ? &left : NULL, r);
		all = all && r->amount_known;
		if (!dec_sub(left, r->amount, &left))
			d->overflow = true;
	}
}

static enum renewal_advice
said_else(unsigned word)
{
	return word == ELSE_RETENDER ? RN_RETENDER : RN_NOT_RENEWED;
}

static enum renewal_advice
advise(struct deciding *d, const struct renewal *r, struct renewal_result *ret)
{
	int64_t v;

	if (ret->cycle_years > 0 && ret->cycle_year >= ret->cycle_years)
		return said_else(r->after_cycle);
	ret->evaluated = RN_YES;
	if (r->evaluated.count > 0)
		ret->evaluated = !decide_value(d, &r->evaluated, &v) ? RN_UNKNOWN
				 : v != 0                            ? RN_YES
								     : RN_NO;
	if (ret->evaluated != RN_YES || !decide_value(d, &r->renew_when, &v))
		return RN_PENDING;
	ret->condition = v != 0 ? RN_YES : RN_NO;
	return v != 0 ? RN_RENEW : said_else(r->otherwise);
}

void
decide_renewal(struct deciding *d)
{
	const struct renewal *r = &d->d->renewal;
	struct renewal_result *ret = &d->set->renewal;
	day_t ends;

	*ret = (struct renewal_result){ .advice = RN_NO_RULE, .warn_on = DAY_NONE };
	if (r->no_rule || r->renew_when.count == 0)
		return;
	if (!decide_count(d, &r->cycle_years, &ret->cycle_years))
		ret->cycle_years = 0;
	if (!decide_count(d, &r->cycle_year, &ret->cycle_year))
		ret->cycle_year = 0;
	if (decide_date(d, &r->ends_on, &ends) &&
	    !date_add_days(ends, -r->warn_days, &ret->warn_on))
		ret->warn_on = DAY_NONE;
	ret->advice = advise(d, r, ret);
}
