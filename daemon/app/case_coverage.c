#include "app/case_coverage.h"

#include <string.h>

struct tally {
	uint32_t clauses, clauses_hit, branches, branches_hit;
};

void
case_coverage_take(struct case_coverages *all, const struct case_scheme *s, const struct result *r,
    const struct decision_set *set)
{
	struct case_coverage **at = &all->first;

	while (*at != NULL && strcmp((*at)->path, s->path) != 0)
		at = &(*at)->next;
	if (*at == NULL) {
		*at = arena_alloc(all->arena, sizeof(**at));
		(*at)->path = s->path;
		(*at)->scheme = s->scheme->id;
	}
	if (!r->failed[0])
		branches_take(&(*at)->branches, r, set, all->arena);
}

/* ---- counting ------------------------------------------------------------------------ */

static bool
first_of_clause(const struct branches *b, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (text_eq(b->items[k].clause, b->items[i].clause))
			return false;
	return b->items[i].clause.len > 0;
}

static bool
clause_hit(const struct branches *b, struct text clause)
{
	for (uint32_t k = 0; k < b->n; k++)
		if (b->items[k].hits > 0 && branch_tells(&b->items[k]) &&
		    text_eq(b->items[k].clause, clause))
			return true;
	return false;
}

static struct tally
tally_of(const struct branches *b)
{
	struct tally t = { .branches = b->n };

	for (uint32_t i = 0; i < b->n; i++) {
		t.branches_hit += b->items[i].hits > 0;
		if (!first_of_clause(b, i))
			continue;
		t.clauses++;
		t.clauses_hit += clause_hit(b, b->items[i].clause);
	}
	return t;
}

/* hit / all >= share, exactly */
static bool
reaches(uint32_t hit, uint32_t all, dec_t share)
{
	return dec_cmp_products((int64_t)hit, DEC_ONE, share, (int64_t)all) >= 0;
}

bool
case_coverage_reaches(const struct case_coverages *all, dec_t share)
{
	for (const struct case_coverage *c = all->first; c != NULL; c = c->next) {
		struct tally t = tally_of(&c->branches);

		if (!reaches(t.clauses_hit, t.clauses, share) ||
		    !reaches(t.branches_hit, t.branches, share))
			return false;
	}
	return true;
}

/* ---- text ---------------------------------------------------------------------------- */

static void
print_share(uint32_t hit, uint32_t all, struct buf *out)
{
	char text[DEC_TEXT_MAX];
	dec_t share;

	if (all == 0 || !dec_mul_div((int64_t)hit * 100, DEC_ONE, all, &share) ||
	    !dec_round(share, 1, DEC_HALF_UP, &share))
		share = 100 * DEC_ONE;
	(void)dec_print(share, 1, text);
	buf_addf(out, "%u/%u %s%%", hit, all, text);
}

static void
pad(struct buf *out, struct text t, size_t width)
{
	buf_addt(out, t);
	for (size_t w = text_width(t); w < width; w++)
		buf_addc(out, ' ');
}

static void
print_branch(const struct branch *b, enum lang lang, const char *margin, struct buf *out)
{
	buf_addf(out, "%s  ", margin);
	pad(out, text_of(branch_part_name(b->part, lang)), 12);
	pad(out, b->id, 34);
	buf_adds(out, branch_way_name(b->way, lang));
	if (b->way == WAY_STEP)
		buf_addf(out, " %u", b->step);
	if (b->clause.len > 0)
		buf_addf(out, "  [%.*s]", TEXT_ARG(b->clause));
	buf_addc(out, '\n');
}

static void
print_never(const struct branches *b, enum lang lang, const char *margin, struct buf *out)
{
	bool zh = lang == LANG_ZH;

	for (uint32_t i = 0; i < b->n; i++)
		if (first_of_clause(b, i) && !clause_hit(b, b->items[i].clause)) {
			buf_addf(out, "%s  ", margin);
			pad(out, text_of(zh ? "条款" : "clause"), 12);
			buf_addf(out, "%.*s\n", TEXT_ARG(b->items[i].clause));
		}
	for (uint32_t i = 0; i < b->n; i++)
		if (b->items[i].hits == 0)
			print_branch(&b->items[i], lang, margin, out);
}

void
case_coverage_text(
    const struct case_coverages *all, enum lang lang, const char *margin, struct buf *out)
{
	bool zh = lang == LANG_ZH;

	for (const struct case_coverage *c = all->first; c != NULL; c = c->next) {
		struct tally t = tally_of(&c->branches);

		buf_addf(out, "%s", margin);
		pad(out, c->scheme, 24);
		buf_adds(out, zh ? "条款 " : "clauses ");
		print_share(t.clauses_hit, t.clauses, out);
		buf_adds(out, zh ? "  分支 " : "  branches ");
		print_share(t.branches_hit, t.branches, out);
		if (t.clauses_hit < t.clauses || t.branches_hit < t.branches)
			buf_adds(out, zh ? "；从未到达：" : "; never reached:");
		buf_addc(out, '\n');
		print_never(&c->branches, lang, margin, out);
	}
}

/* ---- JSON ---------------------------------------------------------------------------- */

static void
json_counts(struct json *j, const char *key, uint32_t hit, uint32_t all)
{
	json_key(j, key);
	json_object(j);
	json_key(j, "reached");
	json_int(j, hit);
	json_key(j, "all");
	json_int(j, all);
	json_end(j);
}

static void
json_branch(struct json *j, const struct branch *b)
{
	json_object(j);
	json_key(j, "part");
	json_str(j, branch_part_name(b->part, LANG_EN));
	json_key(j, "id");
	json_text(j, b->id);
	json_key(j, "way");
	json_str(j, branch_way_name(b->way, LANG_EN));
	json_key(j, "step");
	if (b->way == WAY_STEP)
		json_int(j, b->step);
	else
		json_null(j);
	json_key(j, "clause");
	json_text_or_null(j, b->clause);
	json_key(j, "hits");
	json_int(j, b->hits);
	json_end(j);
}

static void
json_clauses_never(struct json *j, const struct branches *b)
{
	json_key(j, "clauses_never_reached");
	json_array(j);
	for (uint32_t i = 0; i < b->n; i++)
		if (first_of_clause(b, i) && !clause_hit(b, b->items[i].clause))
			json_text(j, b->items[i].clause);
	json_end(j);
}

void
case_coverage_json(const struct case_coverages *all, struct json *j)
{
	json_key(j, "coverage");
	json_array(j);
	for (const struct case_coverage *c = all->first; c != NULL; c = c->next) {
		struct tally t = tally_of(&c->branches);

		json_object(j);
		json_key(j, "scheme");
		json_text(j, c->scheme);
		json_counts(j, "clauses", t.clauses_hit, t.clauses);
		json_counts(j, "branches", t.branches_hit, t.branches);
		json_clauses_never(j, &c->branches);
		json_key(j, "branch_list");
		json_array(j);
		for (uint32_t i = 0; i < c->branches.n; i++)
			json_branch(j, &c->branches.items[i]);
		json_end(j);
		json_end(j);
	}
	json_end(j);
}
