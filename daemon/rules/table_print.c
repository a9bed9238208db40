/* The canonical print of decision tables: rows always in place, every cell in its one form. */
#include "rules/fields.h"
#include "rules/print.h"
#include "rules/table_internal.h"

static void
print_quoted(const char *key, struct text t, int depth, struct buf *out)
{
	if (t.len == 0)
		return;
	for (int i = 0; i < depth; i++)
		buf_adds(out, "  ");
	buf_addf(out, "%s: ", key);
	yaml_quoted(t, out);
	buf_addc(out, '\n');
}

static void
print_both(const char *key, const struct title *t, struct buf *out)
{
	if (t->zh.len == 0)
		return;
	buf_addf(out, "    %s: {zh: ", key);
	yaml_quoted(t->zh, out);
	buf_adds(out, ", en: ");
	yaml_quoted(t->en, out);
	buf_adds(out, "}\n");
}

/* min and max come out as the condition they are. */
static void
print_column(const struct scheme *s, const struct table_column *c, struct buf *out)
{
	bool implied = c->type.kind == VT_DATE || c->type.kind == VT_DAYS;
	struct buf domain;

	buf_addf(out, "      - {name: %.*s, type: %s", TEXT_ARG(c->name),
	    vtype_name(c->type.kind, LANG_EN));
	if (c->type.unit.len > 0)
		buf_addf(out, ", unit: %.*s", TEXT_ARG(c->type.unit));
	if (c->whole && !implied)
		buf_adds(out, ", whole: true");
	if (c->domain.n > 0) {
		buf_init(&domain, CODE_TEXT_MAX);
		cell_print(s, c, &c->domain, &domain);
		buf_adds(out, ", values: ");
		yaml_quoted((struct text){ domain.data, domain.len }, out);
		buf_free(&domain);
	}
	buf_adds(out, "}\n");
}

static void
print_value(const struct scheme *s, const struct table_column *c, const struct table_value *v,
    struct buf *out)
{
	if (!v->set)
		buf_adds(out, "null");
	else if (c->type.kind == VT_TEXT)
		yaml_quoted(s->texts[v->value / DEC_ONE], out);
	else
		cell_value_print(s, &c->type, v->value, out);
}

static void
print_day(const char *key, day_t day, struct buf *out)
{
	char text[DAY_TEXT_MAX];

	if (day == DAY_NONE)
		return;
	date_print(day, text);
	buf_addf(out, ", %s: %s", key, text);
}

static void
print_row(const struct scheme *s, const struct table *t, const struct table_row *r, struct buf *out)
{
	struct buf cell;

	buf_init(&cell, CODE_TEXT_MAX);
	for (uint8_t i = 0; i < t->n_in; i++) {
		buf_clear(&cell);
		cell_print(s, &t->in[i], &r->when[i], &cell);
		buf_addf(out, "%s%.*s: ", i == 0 ? "      - {" : ", ", TEXT_ARG(t->in[i].name));
		yaml_quoted((struct text){ cell.data, cell.len }, out);
	}
	for (uint8_t i = 0; i < t->n_out; i++) {
		buf_addf(out, ", %.*s: ", TEXT_ARG(t->out[i].name));
		print_value(s, &t->out[i], &r->then[i], out);
	}
	print_day("from", r->from, out);
	print_day("to", r->to, out);
	buf_adds(out, "}\n");
	buf_free(&cell);
}

static void
print_else(const struct scheme *s, const struct table *t, struct buf *out)
{
	if (t->otherwise == ELSE_MISSING)
		buf_adds(out, "    else: missing\n");
	if (t->otherwise != ELSE_VALUES)
		return;
	buf_adds(out, "    else: {");
	for (uint8_t i = 0; i < t->n_out; i++) {
		buf_addf(out, "%s%.*s: ", i > 0 ? ", " : "", TEXT_ARG(t->out[i].name));
		print_value(s, &t->out[i], &t->other[i], out);
	}
	buf_adds(out, "}\n");
}

static void
print_table(const struct scheme *s, const struct table *t, struct buf *out)
{
	buf_addf(out, "  - id: %.*s\n", TEXT_ARG(t->id));
	print_both("title", &t->title, out);
	print_both("note", &t->note, out);
	print_quoted("clause", t->clause, 2, out);
	if (t->ours)
		buf_adds(out, "    ours: true\n");
	buf_addf(out, "    hit: %s\n    in:\n", hit_policy_name(t->hit));
	for (uint8_t i = 0; i < t->n_in; i++)
		print_column(s, &t->in[i], out);
	buf_adds(out, t->n_out > 0 ? "    out:\n" : "");
	for (uint8_t i = 0; i < t->n_out; i++)
		print_column(s, &t->out[i], out);
	print_else(s, t, out);
	buf_adds(out, "    rows:\n");
	for (uint32_t i = 0; i < t->n_rows; i++)
		print_row(s, t, &t->rows[i], out);
}

void
tables_print(const struct scheme *s, struct buf *out)
{
	buf_adds(out, s->n_tables > 0 ? "tables:\n" : "");
	for (uint32_t i = 0; i < s->n_tables; i++)
		print_table(s, &s->tables[i], out);
}
