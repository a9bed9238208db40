#include "api/decision_json.h"

#include "api/decision_text.h"
#include "api/doc_json.h"
#include "rules/calendar_rest.h"

#define SAID_MAX 16384 /* bytes of one sentence */

/* ---- sentences -------------------------------------------------------------------- */

/* What is told, in both languages; false: there is nothing of that number. */
typedef bool teller(const struct say *s, const struct decision_set *set, uint32_t i);

static bool
tell_deadline(const struct say *s, const struct decision_set *set, uint32_t i)
{
	deadline_say(s, set, &set->deadlines[i]);
	return true;
}

static bool
tell_penalty(const struct say *s, const struct decision_set *set, uint32_t i)
{
	proposed_say(s, set, &set->proposed[i]);
	return true;
}

static bool
tell_tranche(const struct say *s, const struct decision_set *set, uint32_t i)
{
	tranche_say(s, set, &set->tranches[i]);
	return true;
}

static bool
tell_enabling(const struct say *s, const struct decision_set *set, uint32_t i)
{
	condition_say(s, set, &set->enabling[i]);
	return true;
}

static bool
tell_eligibility(const struct say *s, const struct decision_set *set, uint32_t i)
{
	condition_say(s, set, &set->eligibility[i]);
	return true;
}

/* Into zh and en; false when there is no such sentence or it is empty. */
static bool
told(teller *tell, const struct decision_set *set, uint32_t i, struct buf *zh, struct buf *en)
{
	bool is;

	buf_clear(zh);
	buf_clear(en);
	is = tell(&(struct say){ LANG_ZH, zh }, set, i);
	return is && tell(&(struct say){ LANG_EN, en }, set, i);
}

static void
write_said(struct json *j, const struct buf *zh, const struct buf *en)
{
	json_object(j);
	json_key(j, "zh");
	json_text(j, (struct text){ zh->data, zh->len });
	json_key(j, "en");
	json_text(j, (struct text){ en->data, en->len });
	json_end(j);
}

static void
field_said(struct json *j, teller *tell, const struct decision_set *set, uint32_t i)
{
	struct buf zh, en;

	buf_init(&zh, SAID_MAX);
	buf_init(&en, SAID_MAX);
	(void)told(tell, set, i, &zh, &en);
	json_key(j, "explanation");
	write_said(j, &zh, &en);
	buf_free(&zh);
	buf_free(&en);
}

/* ---- fields ----------------------------------------------------------------------- */

static void
field_text(struct json *j, const char *key, struct text t)
{
	json_key(j, key);
	json_text_or_null(j, t);
}

static void
field_day(struct json *j, const char *key, day_t day)
{
	json_key(j, key);
	json_day(j, day);
}

static void
field_bool(struct json *j, const char *key, bool v)
{
	json_key(j, key);
	json_bool(j, v);
}

static void
field_dec(struct json *j, const char *key, bool known, dec_t v)
{
	json_key(j, key);
	if (known)
		json_dec(j, v);
	else
		json_null(j);
}

static void
field_word(struct json *j, const char *key, const char *word)
{
	json_key(j, key);
	json_str(j, word);
}

static void
field_count(struct json *j, const char *key, bool known, int64_t v)
{
	json_key(j, key);
	if (known)
		json_int(j, v);
	else
		json_null(j);
}

static void
head(struct json *j, struct text id, struct title title, struct text clause)
{
	json_key(j, "id");
	json_text(j, id);
	json_title(j, "title", title);
	field_text(j, "clause", clause);
}

/* A reduction of the amount: its share, the amount to the fen, how it was worked out, and the range
 * where the text leaves the size to a person. */
static void
write_cut(struct json *j, const struct proposal *p)
{
	json_key(j, "cut");
	if (!p->has_cut && !p->has_range) {
		json_null(j);
		return;
	}
	json_object(j);
	field_dec(j, "share", p->has_cut, p->cut_share);
	field_dec(j, "amount", p->has_cut, p->cut_amount);
	field_text(j, "arithmetic", p->arithmetic);
	field_dec(j, "lowest_amount", p->has_range, p->low_amount);
	field_dec(j, "highest_amount", p->has_range, p->high_amount);
	json_end(j);
}

static void
write_deduction(struct json *j, const struct scheme *s, const struct proposal *p)
{
	json_key(j, "deduction");
	if (p->effects->deduct_node == 0) {
		json_null(j);
		return;
	}
	json_object(j);
	field_text(j, "indicator", s->nodes[p->effects->deduct_node].id);
	field_dec(j, "share", p->has_deduct, p->deduct_share);
	json_end(j);
}

static void
write_effects(struct json *j, const struct scheme *s, const struct proposal *p)
{
	write_deduction(j, s, p);
	field_text(j, "record", p->record);
	write_cut(j, p);
	field_bool(j, "suspend", p->effects->suspend);
	field_bool(j, "terminate", p->terminate);
	field_bool(j, "stop_renewal", p->effects->stop_renewal);
	field_bool(j, "decision_required", p->effects->decision_required);
}

static void
write_stage(struct json *j, const struct scheme *s, const struct proposal *p)
{
	json_object(j);
	head(j, p->id, *p->title, p->clause);
	field_day(j, "reached_on", p->reached_on);
	write_effects(j, s, p);
	json_end(j);
}

static void
write_next(struct json *j, const struct deadline_result *r)
{
	json_key(j, "next_stage");
	if (r->next_stage < 0) {
		json_null(j);
		return;
	}
	json_object(j);
	head(j, r->deadline->stages[r->next_stage].id, r->deadline->stages[r->next_stage].title,
	    r->deadline->stages[r->next_stage].clause);
	field_day(j, "on", r->next_stage_on);
	field_dec(j, "cut_amount", r->next_has_cut, r->next_cut_amount);
	json_end(j);
}

/* The station, community or person that the deadline is of. */
static void
write_entity(struct json *j, const struct deadline_result *r)
{
	json_key(j, "entity");
	if (r == NULL || r->deadline->grain == GRAIN_CONTRACT) {
		json_null(j);
		return;
	}
	json_object(j);
	field_word(j, "kind", grain_name(r->deadline->grain));
	json_key(j, "id");
	json_int(j, r->entity);
	field_text(j, "name", r->entity_name);
	json_end(j);
}

static void
write_skipped(struct json *j, const struct calendar *cal, day_t from, day_t to)
{
	struct rest rest;
	struct buf name;
	int64_t weekend = 0;

	buf_init(&name, SAID_MAX);
	json_key(j, "skipped");
	json_array(j);
	for (day_t at = from; calendar_rest(cal, at, to, &rest); at = rest.to + 1) {
		if (!rest.named) {
			weekend += rest.to - rest.from + 1;
			continue;
		}
		buf_clear(&name);
		calendar_rest_name(cal, &rest, &name);
		json_object(j);
		field_text(j, "name", (struct text){ name.data, name.len });
		field_day(j, "from", rest.from);
		field_day(j, "to", rest.to);
		json_end(j);
	}
	json_end(j);
	field_count(j, "weekend_days", true, weekend);
	buf_free(&name);
}

static void
write_worked(struct json *j, const struct calendar *cal, day_t from, day_t to)
{
	day_t day;

	json_key(j, "worked");
	json_array(j);
	for (day_t at = from; calendar_worked(cal, at, to, &day); at = day + 1)
		json_day(j, day);
	json_end(j);
}

/* How the due day was counted: null where the text gives the date itself. The days left out are
 * those between the first day and the due day that are no working days, where working days are
 * counted, and those that the last day moved over. */
static void
write_counting(struct json *j, const struct decision_set *set, const struct deadline_result *r)
{
	const struct counting *c = &r->deadline->count;
	const struct calendar *cal = set->result->scheme->cal;
	day_t first = r->counted_from + (c->start == START_NEXT_DAY);

	json_key(j, "counting");
	if (r->counted_from == DAY_NONE) {
		json_null(j);
		return;
	}
	if (c->unit != PERIOD_WORKDAYS)
		first = r->counted_to;
	json_object(j);
	field_day(j, "from", r->counted_from);
	field_count(j, "length", true, r->counted);
	field_word(j, "unit", count_unit_name(c->unit));
	field_word(j, "start", count_start_name(c->start));
	field_word(j, "month", count_month_name(c->month));
	field_word(j, "roll", count_roll_name(c->roll));
	field_day(j, "last", r->counted_to);
	if (cal != NULL) {
		write_skipped(j, cal, first, r->due - 1);
		write_worked(j, cal, first, r->due - 1);
	}
	json_end(j);
}

void
deadline_item(struct json *j, const struct decision_set *set, uint32_t i)
{
	const struct deadline_result *r = &set->deadlines[i];
	const struct scheme *s = set->result->scheme;
	const struct deadline *d = r->deadline;
	bool dated = r->state != DL_NO_DATE && r->state != DL_NOT_APPLICABLE;

	json_object(j);
	head(j, d->id, d->title, d->clause);
	field_word(j, "debtor", debtor_name(d->debtor));
	write_entity(j, r);
	field_word(j, "state", deadline_state_name(r->state));
	field_day(j, "due", r->due);
	field_text(j, "formula", d->due.source);
	write_counting(j, set, r);
	field_day(j, "met_on", r->met_on);
	field_count(j, "days_late", dated, r->days_late);
	field_word(j, "counted_in", d->basis == BASIS_WORKING ? "working_days" : "calendar_days");
	field_bool(j, "binding", r->trust == PERIOD_BINDING);
	json_key(j, "stages_reached");
	json_array(j);
	for (uint32_t k = 0; k < r->n_proposals; k++)
		write_stage(j, s, &r->proposals[k]);
	json_end(j);
	write_next(j, r);
	field_said(j, tell_deadline, set, i);
	json_end(j);
}

void
deadlines_json(struct json *j, const struct decision_set *set)
{
	json_key(j, "deadlines");
	json_array(j);
	for (uint32_t i = 0; i < set->n_deadlines; i++)
		deadline_item(j, set, i);
	json_end(j);
}

void
penalty_item(struct json *j, const struct decision_set *set, uint32_t i)
{
	const struct proposed *p = &set->proposed[i];
	const struct proposal *proposal = p->proposal;

	json_object(j);
	head(j, proposal->id, *proposal->title, proposal->clause);
	field_text(j, "deadline", p->deadline != NULL ? p->deadline->deadline->id : TEXT(""));
	write_entity(j, p->deadline);
	field_word(j, "debtor", debtor_name(p->debtor));
	field_day(j, "reached_on", proposal->reached_on);
	write_effects(j, set->result->scheme, proposal);
	field_said(j, tell_penalty, set, i);
	json_end(j);
}

void
penalties_json(struct json *j, const struct decision_set *set)
{
	json_key(j, "penalties");
	json_array(j);
	for (uint32_t i = 0; i < set->n_proposed; i++)
		penalty_item(j, set, i);
	json_end(j);
}

void
tranche_item(struct json *j, const struct decision_set *set, uint32_t i)
{
	const struct tranche_result *r = &set->tranches[i];

	json_object(j);
	head(j, r->tranche->id, r->tranche->title, r->tranche->clause);
	field_word(j, "state", tranche_state_name(r->state));
	field_dec(j, "amount", r->amount_known, r->amount);
	field_day(j, "event_on", r->event_on);
	field_day(j, "pay_by", r->pay_by);
	field_said(j, tell_tranche, set, i);
	json_end(j);
}

void
payments_json(struct json *j, const struct decision_set *set)
{
	const struct payments *p = &set->result->scheme->decisions->payments;

	field_bool(j, "rule_in_text", p->n_tranches > 0);
	field_text(j, "clause", p->clause);
	json_key(j, "tranches");
	json_array(j);
	for (uint32_t i = 0; i < set->n_tranches; i++)
		tranche_item(j, set, i);
	json_end(j);
}

static void
write_reasons(struct json *j, const struct decision_set *set)
{
	struct buf zh, en;

	buf_init(&zh, SAID_MAX);
	buf_init(&en, SAID_MAX);
	json_key(j, "reasons");
	json_array(j);
	for (uint32_t i = 0; told(renewal_reason_say, set, i, &zh, &en); i++) {
		if (zh.len > 0)
			write_said(j, &zh, &en);
	}
	json_end(j);
	buf_free(&zh);
	buf_free(&en);
}

void
renewal_item(struct json *j, const struct decision_set *set, uint32_t i)
{
	const struct renewal_result *r = &set->renewal;
	const struct renewal *rule = &set->result->scheme->decisions->renewal;
	static const char *const answers[] = { NULL, "no", "yes" };

	(void)i;
	json_object(j);
	field_word(j, "advice", renewal_advice_name(r->advice));
	field_text(j, "clause", rule->clause);
	field_bool(j, "ours", rule->ours);
	field_count(j, "cycle_year", r->cycle_year > 0, r->cycle_year);
	field_count(j, "cycle_years", r->cycle_years > 0, r->cycle_years);
	json_key(j, "evaluated");
	json_text_or_null(j, text_of(answers[r->evaluated]));
	json_key(j, "condition_met");
	json_text_or_null(j, text_of(answers[r->condition]));
	field_text(j, "condition", rule->renew_when.source);
	field_day(j, "warn_on", r->warn_on);
	field_bool(j, "decision_required", true);
	write_reasons(j, set);
	json_end(j);
}

void
renewal_json(struct json *j, const struct decision_set *set)
{
	json_key(j, "renewal");
	renewal_item(j, set, 0);
}

static void
write_conditions(struct json *j, const struct decision_set *set, const char *key,
    const struct condition_result *list, uint32_t n, teller *tell)
{
	const struct scheme *s = set->result->scheme;

	json_key(j, key);
	json_array(j);
	for (uint32_t i = 0; i < n; i++) {
		const struct enabling *c = list[i].condition;

		json_object(j);
		head(j, c->id, c->title, c->clause);
		field_word(j, "debtor", debtor_name(c->debtor));
		field_bool(j, "ours", c->ours);
		field_word(j, "state", condition_state_name(list[i].state));
		json_value(j, "value", s, &c->value.type, list[i].value_known, list[i].value);
		json_value(j, "target", s, &c->target.type, list[i].target_known, list[i].target);
		field_text(j, "condition", c->when.source);
		field_said(j, tell, set, i);
		json_end(j);
	}
	json_end(j);
}

void
conditions_json(struct json *j, const struct decision_set *set)
{
	write_conditions(j, set, "enabling", set->enabling, set->n_enabling, tell_enabling);
	write_conditions(
	    j, set, "eligibility", set->eligibility, set->n_eligibility, tell_eligibility);
}
