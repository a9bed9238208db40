/*
 * Due dates, days late, stages. Days late stop at the day the duty was met, so a stage that was
 * reached stays reached, and one that was not is never reached later (SZ-04-9, SZ-04-10).
 */
#include "engine/decide_internal.h"

static const char *const names[DL_STATE_COUNT] = { "not_applicable", "no_date", "open", "met",
	"met_late", "overdue" };

const char *
deadline_state_name(enum deadline_state s)
{
	return names[s];
}

static void
lower_trust(struct deadline_result *r, enum period_trust trust)
{
	if (trust == PERIOD_PROVISIONAL)
		r->trust = trust;
}

static bool
counted_due(struct deciding *d, const struct counting *c, struct deadline_result *r)
{
	struct period p = { .unit = (enum period_unit)c->unit,
		.start_same_day = c->start == START_SAME_DAY,
		.month_is_30_days = c->month == MONTH_30_DAYS,
		.roll = (enum roll)c->roll };
	enum period_trust trust;
	day_t from;

	if (!decide_date(d, &c->from, &from) || !decide_count(d, &c->length, &p.length) ||
	    !period_end(&p, d->r->scheme->cal, from, &r->due, &trust))
		return false;
	lower_trust(r, trust);
	p.roll = ROLL_NONE;
	r->counted = p.length;
	r->counted_from = from;
	return period_end(&p, d->r->scheme->cal, from, &r->counted_to, &trust);
}

static bool
due_date(struct deciding *d, const struct deadline *dl, struct deadline_result *r)
{
	return dl->count.from.count > 0 ? counted_due(d, &dl->count, r)
					: decide_date(d, &dl->due, &r->due);
}

static bool
late_days(struct deciding *d, struct deadline_result *r)
{
	const struct deadline *dl = r->deadline;
	enum period_trust trust;
	int late;

	if (!period_days_late((enum day_basis)dl->basis, d->r->scheme->cal, r->due, r->met_on,
		d->r->as_of, r->waived, &late, &trust))
		return false;
	lower_trust(r, trust);
	r->days_late = late;
	if (r->met_on != DAY_NONE)
		r->state = late > 0 ? DL_MET_LATE : DL_MET;
	else
		r->state = late > 0 ? DL_OVERDUE : DL_OPEN;
	return true;
}

static bool
stage_reached(const struct stage *t, int32_t after, int32_t late)
{
	return t->compare == COMPARE_GE ? late >= after && late > 0 : late > after;
}

static day_t
stage_day(struct deciding *d, struct deadline_result *r, const struct stage *t, int32_t after)
{
	enum period_trust trust;
	day_t day;

	if (!period_stage_day((enum day_basis)r->deadline->basis, d->r->scheme->cal, r->due,
		r->waived, after, t->compare == COMPARE_GE, &day, &trust))
		return DAY_NONE;
	return day;
}

static void
reach(struct deciding *d, struct deadline_result *r, const struct stage *t, day_t on)
{
	struct proposal p = {
		.id = t->id, .clause = t->clause, .title = &t->title, .reached_on = on
	};

	d->env.days_late = r->days_late;
	decide_proposal(d, &t->effects, &p);
	if (r->deadline->ladder == LADDER_REPLACE)
		r->n_proposals = 0;
	r->proposals[r->n_proposals++] = p;
}

/* What the next stage would bring on its first day. */
static void
foresee(struct deciding *d, struct deadline_result *r, uint32_t stage, int32_t after, day_t on)
{
	const struct stage *t = &r->deadline->stages[stage];
	struct proposal p = { .reached_on = on };

	r->next_stage = (int32_t)stage;
	r->next_stage_on = on;
	d->env.days_late = after + (t->compare == COMPARE_GE ? 0 : 1);
	decide_proposal(d, &t->effects, &p);
	r->next_has_cut = p.has_cut;
	r->next_cut_amount = p.cut_amount;
}

static void
climb(struct deciding *d, struct deadline_result *r)
{
	const struct deadline *dl = r->deadline;

	r->proposals = arena_array(d->arena, dl->n_stages, sizeof(*r->proposals));
	for (uint32_t i = 0; i < dl->n_stages; i++) {
		const struct stage *t = &dl->stages[i];
		int32_t after = 0;
		day_t on;

		if (t->after.count > 0 && !decide_count(d, &t->after, &after))
			continue; /* not configured: the stage cannot be reached */
		on = stage_day(d, r, t, after);
		if (stage_reached(t, after, r->days_late)) {
			r->stage = (int32_t)i;
			reach(d, r, t, on);
		} else if (r->met_on == DAY_NONE && r->next_stage < 0) {
			foresee(d, r, i, after, on);
		}
	}
}

static void
decide_one(struct deciding *d, struct deadline_result *r)
{
	const struct deadline *dl = r->deadline;
	if (!decide_holds(d, &dl->applies, true)) {
		r->state = DL_NOT_APPLICABLE;
		return;
	}
	if (!due_date(d, dl, r)) {
		r->due = DAY_NONE;
		return;
	}
	if (dl->waived.count > 0 && !decide_count(d, &dl->waived, &r->waived))
		r->waived = 0;
	if (!decide_date(d, &dl->met_on, &r->met_on) || r->met_on > d->r->as_of)
		r->met_on = DAY_NONE;
	d->env.due = r->due;
	d->env.met_on = r->met_on;
	if (late_days(d, r))
		climb(d, r);
	d->env.days_late = 0;
	d->env.due = d->env.met_on = DAY_NONE;
}

void
decide_deadlines(struct deciding *d)
{
	const struct facts *f = d->r->facts;
	struct decision_set *set = d->set;
	uint32_t room = 0;

	for (uint32_t i = 0; i < d->d->n_deadlines; i++) {
		const struct fact_grid *g = &f->grid[d->d->deadlines[i].grain];

		room += d->d->deadlines[i].grain == GRAIN_CONTRACT
			    ? 1
			    : g->first[d->contract + 1] - g->first[d->contract];
	}
	set->deadlines = arena_array(d->arena, room, sizeof(*set->deadlines));
	for (uint32_t i = 0; i < d->d->n_deadlines; i++) {
		const struct deadline *dl = &d->d->deadlines[i];
		const struct fact_grid *g = &f->grid[dl->grain];
		bool own = dl->grain == GRAIN_CONTRACT;
		uint32_t end = own ? 1 : g->first[d->contract + 1];

		for (uint32_t row = own ? 0 : g->first[d->contract]; row < end; row++) {
			struct deadline_result *r = &set->deadlines[set->n_deadlines++];

			*r = (struct deadline_result){ .deadline = dl,
				.state = DL_NO_DATE,
				.entity = own ? f->contract[d->contract] : g->entity[row],
				.entity_name = own ? TEXT("") : g->name[row],
				.row = own ? -1 : (int64_t)row,
				.due = DAY_NONE,
				.met_on = DAY_NONE,
				.counted_from = DAY_NONE,
				.counted_to = DAY_NONE,
				.stage = -1,
				.next_stage = -1,
				.next_stage_on = DAY_NONE };
			d->row = r->row;
			decide_one(d, r);
			d->row = -1;
		}
	}
}
