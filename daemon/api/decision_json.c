#include "api/decision_json.h"

#include "api/doc_json.h"
#include "rules/print.h"

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
	field_text(j, "record", p->effects->record);
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

void
deadline_item(struct json *j, const struct scheme *s, const struct deadline_result *r)
{
	const struct deadline *d = r->deadline;
	bool dated = r->state != DL_NO_DATE && r->state != DL_NOT_APPLICABLE;

	json_object(j);
	head(j, d->id, d->title, d->clause);
	field_word(j, "debtor", debtor_name(d->debtor));
	write_entity(j, r);
	field_word(j, "state", deadline_state_name(r->state));
	field_day(j, "due", r->due);
	field_day(j, "met_on", r->met_on);
	field_count(j, "days_late", dated, r->days_late);
	field_word(j, "counted_in", d->basis == BASIS_WORKING ? "working_days" : "calendar_days");
	field_bool(j, "binding", r->trust == PERIOD_BINDING);
	json_key(j, "stages_reached");
	json_array(j);
	for (uint32_t i = 0; i < r->n_proposals; i++)
		write_stage(j, s, &r->proposals[i]);
	json_end(j);
	write_next(j, r);
	json_end(j);
}

void
deadlines_json(struct json *j, const struct scheme *s, const struct decision_set *set)
{
	json_key(j, "deadlines");
	json_array(j);
	for (uint32_t i = 0; i < set->n_deadlines; i++)
		deadline_item(j, s, &set->deadlines[i]);
	json_end(j);
}

void
penalty_item(struct json *j, const struct scheme *s, const struct proposed *p)
{
	const struct proposal *proposal = p->proposal;

	json_object(j);
	head(j, proposal->id, *proposal->title, proposal->clause);
	field_text(j, "deadline", p->deadline != NULL ? p->deadline->deadline->id : TEXT(""));
	write_entity(j, p->deadline);
	field_word(j, "debtor", debtor_name(p->debtor));
	field_day(j, "reached_on", proposal->reached_on);
	write_effects(j, s, proposal);
	json_end(j);
}

void
penalties_json(struct json *j, const struct scheme *s, const struct decision_set *set)
{
	json_key(j, "penalties");
	json_array(j);
	for (uint32_t i = 0; i < set->n_proposed; i++)
		penalty_item(j, s, &set->proposed[i]);
	json_end(j);
}

void
tranche_item(struct json *j, const struct tranche_result *r)
{
	json_object(j);
	head(j, r->tranche->id, r->tranche->title, r->tranche->clause);
	field_word(j, "state", tranche_state_name(r->state));
	field_dec(j, "amount", r->amount_known, r->amount);
	field_day(j, "event_on", r->event_on);
	field_day(j, "pay_by", r->pay_by);
	json_end(j);
}

void
payments_json(struct json *j, const struct scheme *s, const struct decision_set *set)
{
	field_bool(j, "rule_in_text", s->decisions->payments.n_tranches > 0);
	field_text(j, "clause", s->decisions->payments.clause);
	json_key(j, "tranches");
	json_array(j);
	for (uint32_t i = 0; i < set->n_tranches; i++)
		tranche_item(j, &set->tranches[i]);
	json_end(j);
}

void
renewal_item(struct json *j, const struct scheme *s, const struct renewal_result *r)
{
	static const char *const answers[] = { NULL, "no", "yes" };

	json_object(j);
	field_word(j, "advice", renewal_advice_name(r->advice));
	field_text(j, "clause", s->decisions->renewal.clause);
	field_bool(j, "ours", s->decisions->renewal.ours);
	field_count(j, "cycle_year", r->cycle_year > 0, r->cycle_year);
	field_count(j, "cycle_years", r->cycle_years > 0, r->cycle_years);
	json_key(j, "evaluated");
	json_text_or_null(j, text_of(answers[r->evaluated]));
	json_key(j, "condition_met");
	json_text_or_null(j, text_of(answers[r->condition]));
	field_text(j, "condition", s->decisions->renewal.renew_when.source);
	field_day(j, "warn_on", r->warn_on);
	field_bool(j, "decision_required", true);
	json_end(j);
}

void
renewal_json(struct json *j, const struct scheme *s, const struct decision_set *set)
{
	json_key(j, "renewal");
	renewal_item(j, s, &set->renewal);
}

static void
write_conditions(struct json *j, const struct scheme *s, const char *key,
    const struct condition_result *list, uint32_t n)
{
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
		json_end(j);
	}
	json_end(j);
}

void
conditions_json(struct json *j, const struct scheme *s, const struct decision_set *set)
{
	write_conditions(j, s, "enabling", set->enabling, set->n_enabling);
	write_conditions(j, s, "eligibility", set->eligibility, set->n_eligibility);
}
