#include "app/case_facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "metrics/fact_set.h"
#include "rules/window.h"

#define FACT_WORDS DIAG_BOTH("指标数据", "a fact")

struct filling_facts {
	const struct case_file *f;
	const struct rule_case *c;
	const struct scheme *s;
	const struct catalogue *catalogue;
	struct facts *facts;
	const struct ynode **given; /* [need]: its key in the row at hand */
};

/* ---- values ------------------------------------------------------------------------- */

static void
wrong_value(const struct filling_facts *x, const struct need *need, const struct ynode *v)
{
	enum vtype kind = need->metric->type.kind;
	struct buf type;

	buf_init(&type, 256);
	if (need->metric->type.share)
		buf_adds(&type,
		    DIAG_BOTH("分子与分母，如 7/8", "numerator and denominator, such as 7/8"));
	else
		buf_addf(&type, "%s\x1f%s", vtype_name(kind, LANG_ZH), vtype_name(kind, LANG_EN));
	CASE_FAULT(x->f, F_CASE_VALUE, v, v->kind == Y_SCALAR ? v->text.ptr : "…",
	    arena_strndup(x->f->arena, need->source.ptr, need->source.len), type.data);
	buf_free(&type);
}

static bool
set(struct fact_grid *g, uint16_t column, uint32_t row, enum vtype kind, const struct ynode *v)
{
	if (v == NULL || ynode_is_null(v))
		return v != NULL;
	g->known[column][row] =
	    v->kind == Y_SCALAR && fact_value(kind, v->text, &g->value[column][row]);
	return g->known[column][row];
}

/* {numerator: 7, denominator: 8}, 7/8 or null */
static bool
set_share(struct facts *facts, const struct need *need, uint32_t row, const struct ynode *v)
{
	struct fact_grid *g = &facts->grid[need->grain];
	struct fact pair = { .known = true };

	if (ynode_is_null(v))
		return true;
	if (v->kind == Y_MAP)
		return v->count == 2 &&
		       set(g, need->column, row, VT_NUMBER, ynode_get(v, "numerator")) &&
		       set(g, (uint16_t)(need->column + 1), row, VT_NUMBER,
			   ynode_get(v, "denominator"));
	if (v->kind != Y_SCALAR || !fact_pair(v->text, &pair.value, &pair.of))
		return false;
	fact_put(facts, need, row, &pair);
	return true;
}

/* ---- names -------------------------------------------------------------------------- */

static void
unknown_fact(const struct filling_facts *x, enum grain grain, const struct ynode *key)
{
	struct text near = fact_nearest(x->s, grain, key->text);
	const struct need *more;
	const char *other = "";

	for (int g = 0; g < GRAIN_COUNT; g++)
		if (fact_need(x->s, (enum grain)g, key->text, &more) != NULL)
			other = grain_name((enum grain)g);
	if (*other != '\0')
		CASE_FAULT(x->f, F_CASE_FACT_GRAIN, key, key->text.ptr, grain_name(grain), other);
	else
		CASE_FAULT(x->f, F_CASE_FACT, key, key->text.ptr,
		    arena_strndup(x->f->arena, x->s->id.ptr, x->s->id.len),
		    arena_strndup(x->f->arena, near.ptr, near.len), grain_name(grain));
}

/* ---- one row ------------------------------------------------------------------------ */

/* As the database answers where no row is recorded. */
static void
set_rest(const struct filling_facts *x, enum grain grain, uint32_t row)
{
	struct fact_grid *g = &x->facts->grid[grain];
	day_t since, until;

	for (uint32_t i = 0; i < x->s->n_needs; i++) {
		const struct need *n = &x->s->needs[i];

		if (n->grain != grain || x->given[i] != NULL || x->c->rest != REST_NO_ROWS ||
		    !catalogue_metric(x->catalogue, n->metric)->empty_zero ||
		    !window_of(
			x->s->window, x->c->start_on, x->facts->until[0], n->back, &since, &until))
			continue;
		g->known[n->column][row] = 1;
		if (n->metric->type.share)
			g->known[n->column + 1][row] = 1;
	}
}

static bool
set_fact(const struct filling_facts *x, enum grain grain, uint32_t row, const struct ynode *key,
    const struct ynode *v)
{
	const struct need *other, *n = fact_need(x->s, grain, key->text, &other);
	struct fact_grid *g = &x->facts->grid[grain];
	char line[16];

	if (n == NULL) {
		unknown_fact(x, grain, key);
		return false;
	}
	if (other != NULL) {
		CASE_FAULT(x->f, F_CASE_FACT_MANY, key, key->text.ptr,
		    arena_strndup(x->f->arena, other->source.ptr, other->source.len),
		    arena_strndup(x->f->arena, n->source.ptr, n->source.len));
		return false;
	}
	if (x->given[n - x->s->needs] != NULL) {
		(void)snprintf(line, sizeof(line), "%u", x->given[n - x->s->needs]->line);
		CASE_FAULT(x->f, F_YAML_DUPLICATE_KEY, key, key->text.ptr, line);
		return false;
	}
	x->given[n - x->s->needs] = key;
	if (n->metric->type.share ? set_share(x->facts, n, row, v)
				  : set(g, n->column, row, n->metric->type.kind, v))
		return true;
	wrong_value(x, n, v);
	return false;
}

static bool
set_row(const struct filling_facts *x, enum grain grain, uint32_t row, const struct ynode *facts)
{
	bool ok = true;

	memset(x->given, 0, x->s->n_needs * sizeof(struct ynode *));
	if (facts != NULL && !case_is_map(x->f, facts, "facts"))
		return false;
	for (uint32_t i = 0; facts != NULL && i < facts->count; i++)
		ok = set_fact(x, grain, row, facts->keys[i], facts->items[i]) && ok;
	set_rest(x, grain, row);
	return ok;
}

/* ---- the grids beyond the contract -------------------------------------------------- */

static const struct case_key row_keys[] = {
	{ "name", true, "名称", "Name" },
	{ "like", false, "前面的一行", "An earlier row" },
	{ "facts", false, "数据", "Facts" },
};

static bool
set_entity(const struct filling_facts *x, enum grain grain, uint32_t row, const struct ynode *n)
{
	struct fact_grid *g = &x->facts->grid[grain];

	if (!case_map(x->f, n, grain_name(grain), row_keys, COUNT_OF(row_keys)))
		return false;
	g->entity[row] = row + 1;
	if (ynode_get(n, "name") != NULL &&
	    !case_text(x->f, ynode_get(n, "name"), "name", &g->name[row]))
		return false;
	return set_row(x, grain, row, ynode_get(n, "facts"));
}

static bool
set_grid(const struct filling_facts *x, enum grain grain, const struct ynode *rows)
{
	struct facts *facts = x->facts;
	bool ok = true;

	if (rows == NULL)
		return true;
	if (!case_is_list(x->f, rows, grain_name(grain)))
		return false;
	facts_grid(facts, grain, x->s->n_columns[grain], rows->count, x->f->arena);
	facts->grid[grain].first[1] = rows->count;
	for (uint32_t i = 0; i < rows->count; i++)
		ok = set_entity(x, grain, i, rows->items[i]) && ok;
	return ok;
}

/* ---- dates of the contract ---------------------------------------------------------- */

static void
set_window(const struct filling_facts *x)
{
	const struct rule_case *c = x->c;
	struct facts *facts = x->facts;
	day_t same;

	facts->until[0] = c->until != DAY_NONE    ? c->until
			  : c->end_on == DAY_NONE ? c->as_of
			  : c->end_on < c->as_of  ? c->end_on
						  : c->as_of;
	if (!window_of(x->s->window, c->start_on, facts->until[0], 0, &facts->since[0], &same))
		facts->since[0] = c->start_on;
	if (c->since != DAY_NONE)
		facts->since[0] = c->since;
}

/* contract.start_on and contract.end_on need not be said twice. */
static void
set_term(const struct filling_facts *x, const char *name, day_t day)
{
	const struct need *other, *n = fact_need(x->s, GRAIN_CONTRACT, text_of(name), &other);
	struct fact_grid *g = &x->facts->grid[GRAIN_CONTRACT];

	if (n == NULL || day == DAY_NONE || x->given[n - x->s->needs] != NULL)
		return;
	g->value[n->column][0] = (int64_t)day * DEC_ONE;
	g->known[n->column][0] = 1;
}

bool
case_facts(const struct case_file *f, const struct rule_case *c, const struct scheme *s,
    const struct catalogue *catalogue, struct facts *ret)
{
	struct filling_facts x = { f, c, s, catalogue, ret,
		arena_array(f->arena, s->n_needs, sizeof(struct ynode *)) };
	bool ok;

	facts_init(ret, s, 1, f->arena);
	ret->contract[0] = 1;
	ret->found[0] = true;
	set_window(&x);
	ok = set_row(&x, GRAIN_CONTRACT, 0, ynode_get(c->node, "facts"));
	set_term(&x, "contract.start_on", c->start_on);
	set_term(&x, "contract.end_on", c->end_on);
	ok = set_grid(&x, GRAIN_STATION, ynode_get(c->node, "stations")) && ok;
	ok = set_grid(&x, GRAIN_COMMUNITY, ynode_get(c->node, "communities")) && ok;
	return set_grid(&x, GRAIN_PERSON, ynode_get(c->node, "persons")) && ok;
}
