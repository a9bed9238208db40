/*
 * Drives the blocks: every contract is computed in its own row, so results do not depend on which
 * others are in the batch (I2).
 */
#include "engine/engine.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/engine_internal.h"

#define ENGINE_CELLS_MAX 4000000u /* nodes x contracts in full detail: about 300 MB */

static uint8_t
grade_of(const struct scheme *s, dec_t score)
{
	for (uint32_t g = 0; g < s->n_grades; g++) {
		if (score >= s->grades[g].at_least)
			return (uint8_t)g;
	}
	return UINT8_MAX;
}

static uint8_t
certain(const struct scheme *s, uint8_t grade, dec_t lowest, dec_t highest)
{
	return grade != UINT8_MAX && grade_of(s, lowest) == grade_of(s, highest);
}

static void
total_of_odd(struct run *run, const struct share *root, uint16_t row, uint32_t c, dec_t unit)
{
	struct result *r = run->result;

	r->lowest[c] = half_up_to(root->low[row], unit);
	r->highest[c] = half_up_to(root->high[row], unit);
	r->grade[c] = root->active[row] ? r->grade[c] : UINT8_MAX;
	r->grade_certain[c] = certain(run->s, r->grade[c], r->lowest[c], r->highest[c]);
}

/* Totals of the block from the root's share; points are never negative. A contract to which nothing
 * applies has no grade. */
void
engine_total(struct run *run, const struct share *root, uint32_t first, uint32_t n)
{
	struct result *r = run->result;
	const dec_t unit = decimal_unit(run->s->round_places);

	for (uint32_t i = 0; i < n; i++) {
		dec_t score = half_up_to(root->points[i], unit);
		uint32_t c = first + i;

		r->score[c] = r->lowest[c] = r->highest[c] = score;
		r->grade[c] = grade_of(run->s, score);
		r->grade_certain[c] = r->grade[c] != UINT8_MAX;
	}
	for (uint32_t k = 0; k < root->odd.n; k++)
		total_of_odd(run, root, root->odd.row[k], first + root->odd.row[k], unit);
}

dec_t
engine_round(const struct scheme *s, dec_t v)
{
	const dec_t unit = decimal_unit(s->round_places);

	return v < 0 ? -half_up_to(-v, unit) : half_up_to(v, unit);
}

void
engine_grade(struct result *r, uint32_t c)
{
	r->grade[c] = grade_of(r->scheme, r->score[c]);
	r->grade_certain[c] = certain(r->scheme, r->grade[c], r->lowest[c], r->highest[c]);
}

/* A number left its range somewhere below: no score may be given (I1). */
static void
withdraw_failed(struct result *r)
{
	for (uint32_t c = 0; c < r->n; c++) {
		if (!r->failed[c])
			continue;
		r->score[c] = r->lowest[c] = r->highest[c] = 0;
		r->grade[c] = UINT8_MAX;
		r->grade_certain[c] = 0;
	}
}

static void
run_block(struct run *run, uint32_t first, uint32_t n)
{
	for (uint32_t node = 0; node < run->s->n_nodes; node++) {
		if (run->s->nodes[node].leaf == NULL)
			rollup_open(run, node, n);
		else
			leaf_share(run, node, first, n);
		rollup_add(run, node, first, n);
	}
}

static uint32_t
run_width(const struct facts *f)
{
	uint32_t most = 1;

	for (int g = 0; g < GRAIN_COUNT; g++)
		most = f->grid[g].rows > most ? f->grid[g].rows : most;
	most = f->n > most ? f->n : most;
	return most < BLOCK ? most : BLOCK;
}

static void
run_init(struct run *run)
{
	const struct scheme *s = run->s;

	run->width = run_width(run->f);
	run->params = arena_array(run->arena, s->n_params, sizeof(*run->params));
	run->constants = arena_array(run->arena, s->n_constants, sizeof(*run->constants));
	run->ones = arena_array(run->arena, run->width, 1);
	run->zeros = arena_array(run->arena, run->width, 1);
	memset(run->ones, 1, run->width);
	run->divide = fn_find(TEXT("/"), true)->kernel;
	leaf_init(run);
	rollup_init(run);
}

static bool
has_bonus(const struct scheme *s)
{
	for (uint32_t i = 0; i < s->n_nodes; i++)
		if (s->nodes[i].leaf != NULL && s->nodes[i].leaf->kind == KIND_BONUS)
			return true;
	return false;
}

static void
result_init(struct result *r, enum engine_detail detail, struct arena *arena)
{
	const struct scheme *s = r->scheme;

	r->score = arena_array(arena, r->n, sizeof(*r->score));
	r->lowest = arena_array(arena, r->n, sizeof(*r->lowest));
	r->highest = arena_array(arena, r->n, sizeof(*r->highest));
	r->grade = arena_array(arena, r->n, 1);
	r->grade_certain = arena_array(arena, r->n, 1);
	r->failed = arena_array(arena, r->n, 1);
	if (has_bonus(s)) {
		r->bonus = arena_array(arena, r->n, sizeof(*r->bonus));
		r->bonus_low = arena_array(arena, r->n, sizeof(*r->bonus_low));
		r->bonus_high = arena_array(arena, r->n, sizeof(*r->bonus_high));
	}
	if (detail == ENGINE_SCORES)
		return;
	r->cells = arena_array(arena, (size_t)s->n_nodes * r->n, sizeof(*r->cells));
	r->rows = arena_array(arena, s->n_nodes, sizeof(*r->rows));
	for (uint32_t i = 0; i < s->n_nodes; i++) {
		const struct leaf *l = s->nodes[i].leaf;

		if (l != NULL && l->grain != GRAIN_CONTRACT)
			r->rows[i] =
			    arena_array(arena, r->facts->grid[l->grain].rows, sizeof(**r->rows));
	}
}

static enum err_code
too_much(uint64_t cells, struct err *reterr)
{
	char got[24];
	char most[24];

	snprintf(got, sizeof(got), "%" PRIu64, cells);
	snprintf(most, sizeof(most), "%u", ENGINE_CELLS_MAX);
	return err_set(reterr, E_LIMIT, "", got, most, NULL);
}

static enum err_code
check_weights(const struct scheme *s, struct err *reterr)
{
	for (uint32_t i = 0; i < s->n_nodes; i++) {
		dec_t w = s->nodes[i].weight;
		char most[DEC_TEXT_MAX];

		if (w >= 0 && w <= SCHEME_WEIGHT_MAX)
			continue;
		dec_print(SCHEME_WEIGHT_MAX, 0, most);
		return err_set(reterr, E_LIMIT, "", "weight", most, NULL);
	}
	return ERR_OK;
}

enum err_code
engine_score(const struct scheme *s, const struct facts *f, day_t as_of, enum engine_detail detail,
    struct arena *arena, struct result *ret, struct err *reterr)
{
	struct result r = { .scheme = s, .facts = f, .as_of = as_of, .n = f->n };
	struct run run = { .s = s, .f = f, .as_of = as_of, .arena = arena, .result = &r };
	uint64_t cells = (uint64_t)s->n_nodes * f->n;
	enum err_code code = check_weights(s, reterr);

	if (code != ERR_OK)
		return code;
	if (s->reads_nodes)
		detail = ENGINE_CELLS;
	if (detail == ENGINE_CELLS && cells > ENGINE_CELLS_MAX)
		return too_much(cells, reterr);
	result_init(&r, detail, arena);
	run_init(&run);
	for (uint32_t first = 0; first < f->n; first += BLOCK)
		run_block(&run, first, f->n - first < BLOCK ? f->n - first : BLOCK);
	for (uint32_t c = 0; detail == ENGINE_CELLS && c < f->n; c++)
		rollup_down(&r, c);
	for (uint32_t c = 0; adjusts(&r) && c < f->n; c++)
		if (f->found[c] && !r.failed[c])
			adjust_total(&r, c);
	withdraw_failed(&r);
	*ret = r;
	return ERR_OK;
}
