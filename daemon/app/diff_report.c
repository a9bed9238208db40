/* What assayd diff prints, as text and as JSON. */
#include "app/diff.h"

#include "api/compare_json.h"
#include "api/doc_json.h"

#define MOVERS_SHOWN 3  /* of one contract, in text; JSON has all */
#define VALUE_SHOWN 100 /* bytes of a value of the rules, in text */

static void
say(const struct diff *d, struct buf *out, const char *zh, const char *en)
{
	buf_adds(out, d->c->lang == LANG_ZH ? zh : en);
}

static void
add_dec(struct buf *out, dec_t v, int places)
{
	char text[DEC_TEXT_MAX];

	(void)dec_print(v, places, text);
	buf_adds(out, text);
}

static void
add_change(struct buf *out, dec_t v)
{
	if (v > 0)
		buf_addc(out, '+');
	add_dec(out, v, 2);
}

/* ---- text --------------------------------------------------------------------------- */

static void
add_value(struct buf *out, struct text t)
{
	if (t.ptr == NULL) {
		buf_addc(out, '-');
		return;
	}
	buf_add(out, t.ptr, text_cut(t, VALUE_SHOWN));
	if (t.len > VALUE_SHOWN)
		buf_adds(out, "…");
}

static void
text_rules(const struct diff *d, struct buf *out)
{
	for (int side = 0; side < SIDES; side++)
		buf_addf(out, "%s %s  %.*s %.12s\n", side == BEFORE ? "---" : "+++", d->file[side],
		    TEXT_ARG(d->scheme[side]->id), d->scheme[side]->version);
	if (d->n_rules == 0)
		say(d, out, "规则相同\n", "the rules are the same\n");
	for (uint32_t i = 0; i < d->n_rules; i++) {
		const struct scheme_change *c = &d->rules[i];

		buf_addf(out, "  %.*s: ", TEXT_ARG(c->path));
		add_value(out, c->before);
		buf_adds(out, " → ");
		add_value(out, c->after);
		buf_addc(out, '\n');
	}
}

static void
text_grade(struct buf *out, struct text grade)
{
	if (grade.len > 0)
		buf_addt(out, grade);
	else
		buf_addc(out, '-');
}

static void
text_line(struct buf *out, struct text id, dec_t before, dec_t after, struct text clause)
{
	buf_addf(out, "      %.*s  ", TEXT_ARG(id));
	add_dec(out, before, 2);
	buf_adds(out, " → ");
	add_dec(out, after, 2);
	if (clause.len > 0)
		buf_addf(out, "  [%.*s]", TEXT_ARG(clause));
	buf_addc(out, '\n');
}

static void
text_movers(const struct diff *d, const struct comparison *c, struct buf *out)
{
	uint32_t shown = 0;

	for (uint32_t i = 0; i < c->n_nodes && shown < MOVERS_SHOWN; i++) {
		const struct node_change *n = &c->nodes[i];
		int side = n->node[BEFORE] >= 0 ? BEFORE : AFTER;
		const struct node *node = &d->scheme[side]->nodes[n->node[side]];

		if (n->points[BEFORE] == n->points[AFTER])
			continue;
		text_line(out, node->id, n->points[BEFORE], n->points[AFTER], node->clause);
		shown++;
	}
	for (uint32_t i = 0; i < c->n_applied; i++) {
		const struct applied_change *a = &c->applied[i];
		int side = a->applied[BEFORE] != NULL ? BEFORE : AFTER;

		text_line(out, *a->applied[side]->id, a->points[BEFORE], a->points[AFTER],
		    *a->applied[side]->clause);
	}
}

static void
text_state(struct buf *out, const struct decision_state *s)
{
	buf_adds(out, s->there ? s->state : "-");
	if (!s->there || !s->has_amount)
		return;
	buf_addc(out, ' ');
	add_dec(out, s->amount, 2);
}

static void
text_decisions(const struct comparison *c, struct buf *out)
{
	for (uint32_t i = 0; i < c->n_decisions; i++) {
		const struct decision_change *k = &c->decisions[i];

		buf_addf(out, "      %s %.*s: ", decision_kind_name(k->kind), TEXT_ARG(k->id));
		text_state(out, &k->state[BEFORE]);
		buf_adds(out, " → ");
		text_state(out, &k->state[AFTER]);
		if (k->clause.len > 0)
			buf_addf(out, "  [%.*s]", TEXT_ARG(k->clause));
		buf_addc(out, '\n');
	}
}

static void
text_row(const struct diff *d, const struct diff_row *r, struct buf *out)
{
	const struct comparison *c = &r->changes;

	buf_addf(out, "%lld  %.*s  ", (long long)r->id, TEXT_ARG(r->head.no));
	add_dec(out, c->score[BEFORE], 2);
	buf_adds(out, " → ");
	add_dec(out, c->score[AFTER], 2);
	buf_adds(out, "  ");
	add_change(out, c->change);
	if (c->grade_moved) {
		buf_adds(out, "  ");
		text_grade(out, r->grade[BEFORE]);
		buf_adds(out, " → ");
		text_grade(out, r->grade[AFTER]);
	}
	buf_addc(out, '\n');
	text_movers(d, c, out);
	text_decisions(c, out);
}

void
diff_text(const struct diff *d, struct buf *out)
{
	text_rules(d, out);
	for (uint32_t i = 0; i < d->n_rows; i++)
		text_row(d, &d->rows[i], out);
	buf_addf(out,
	    d->c->lang == LANG_ZH ? "比较 %u 个合同：%u 个升分，%u 个降分，%u 个分数不变；%u "
				    "个等级变动；%u 个尚未开始\n"
				  : "%u contracts compared: %u up, %u down, %u with the same "
				    "score; %u grades moved; %u not yet started\n",
	    d->compared, d->up, d->down, d->compared - d->up - d->down, d->grades, d->not_started);
	if (d->failed == 0)
		return;
	say(d, out, "无法计算：", "could not be computed:");
	for (uint32_t i = 0; i < d->failed && i < DIFF_FAILED_MAX; i++)
		buf_addf(out, " %lld", (long long)d->failures[i]);
	buf_adds(out, d->failed > DIFF_FAILED_MAX ? " …\n" : "\n");
}

/* ---- JSON --------------------------------------------------------------------------- */

static void
json_value_text(struct json *j, const char *key, struct text t)
{
	json_key(j, key);
	if (t.ptr == NULL)
		json_null(j);
	else
		json_text(j, t);
}

static void
json_rules(struct json *j, const struct diff *d)
{
	for (int side = 0; side < SIDES; side++)
		json_scheme_ref(j, side_names[side], d->scheme[side]);
	json_key(j, "rules");
	json_array(j);
	for (uint32_t i = 0; i < d->n_rules; i++) {
		json_object(j);
		json_value_text(j, "path", d->rules[i].path);
		json_value_text(j, "before", d->rules[i].before);
		json_value_text(j, "after", d->rules[i].after);
		json_end(j);
	}
	json_end(j);
}

static void
json_moved(struct json *j, struct text id, struct text clause, const dec_t points[SIDES])
{
	json_object(j);
	json_key(j, "id");
	json_text(j, id);
	json_key(j, "clause");
	json_text_or_null(j, clause);
	for (int side = 0; side < SIDES; side++) {
		json_key(j, side_names[side]);
		json_dec(j, points[side]);
	}
	json_end(j);
}

static void
json_movers(struct json *j, const struct diff *d, const struct comparison *c)
{
	json_key(j, "indicators");
	json_array(j);
	for (uint32_t i = 0; i < c->n_nodes; i++) {
		int side = c->nodes[i].node[BEFORE] >= 0 ? BEFORE : AFTER;
		const struct node *node = &d->scheme[side]->nodes[c->nodes[i].node[side]];

		json_moved(j, node->id, node->clause, c->nodes[i].points);
	}
	json_end(j);
	json_key(j, "applied");
	json_array(j);
	for (uint32_t i = 0; i < c->n_applied; i++) {
		int side = c->applied[i].applied[BEFORE] != NULL ? BEFORE : AFTER;
		const struct applied *a = c->applied[i].applied[side];

		json_moved(j, *a->id, *a->clause, c->applied[i].points);
	}
	json_end(j);
}

static void
json_row(struct json *j, const struct diff *d, const struct diff_row *r)
{
	json_object(j);
	json_key(j, "contract");
	json_int(j, r->id);
	json_key(j, "contract_no");
	json_text(j, r->head.no);
	for (int side = 0; side < SIDES; side++) {
		json_key(j, side_names[side]);
		json_object(j);
		json_key(j, "score");
		json_dec(j, r->changes.score[side]);
		json_key(j, "lowest");
		json_dec(j, r->lowest[side]);
		json_key(j, "highest");
		json_dec(j, r->highest[side]);
		json_key(j, "grade");
		json_text_or_null(j, r->grade[side]);
		json_end(j);
	}
	json_key(j, "change");
	json_dec(j, r->changes.change);
	json_movers(j, d, &r->changes);
	compared_decisions_json(j, &r->changes);
	json_end(j);
}

static void
json_count(struct json *j, const char *key, uint32_t n)
{
	json_key(j, key);
	json_int(j, n);
}

void
diff_json(const struct diff *d, struct buf *out)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_rules(&j, d);
	json_key(&j, "as_of");
	json_day(&j, d->as_of);
	json_count(&j, "compared", d->compared);
	json_count(&j, "up", d->up);
	json_count(&j, "down", d->down);
	json_count(&j, "grades_moved", d->grades);
	json_count(&j, "not_started", d->not_started);
	json_key(&j, "contracts");
	json_array(&j);
	for (uint32_t i = 0; i < d->n_rows; i++)
		json_row(&j, d, &d->rows[i]);
	json_end(&j);
	json_key(&j, "failed");
	json_array(&j);
	for (uint32_t i = 0; i < d->failed && i < DIFF_FAILED_MAX; i++)
		json_int(&j, d->failures[i]);
	json_end(&j);
	json_end(&j);
	buf_addc(out, '\n');
}
