/* What few trees have, worked by hand: rounding of one node, caps on one branch, the best of a
 * group, bonus leaves; their intervals (I3), and that what is shown adds up (I1). */
#include "engine_test.h"

#include "rules/decisions.h"

/* Contract `c` alone gives what it gives among the others (I2). */
static void
same_alone(struct builder *b, const struct facts *all, const struct result *r, uint32_t c)
{
	struct facts f = facts_for(b, 1);
	struct result one;

	for (uint16_t k = 0; k < b->s.n_columns[GRAIN_CONTRACT]; k++) {
		f.grid[GRAIN_CONTRACT].value[k][0] = all->grid[GRAIN_CONTRACT].value[k][c];
		f.grid[GRAIN_CONTRACT].known[k][0] = all->grid[GRAIN_CONTRACT].known[k][c];
	}
	one = score(b, &f, ENGINE_SCORES);
	assert_int_equal(one.score[0], r->score[c]);
	assert_int_equal(one.lowest[0], r->lowest[c]);
	assert_int_equal(one.highest[0], r->highest[c]);
}

static void
totals(struct builder *b, const struct facts *f, const struct result *r, uint32_t c, dec_t score_is,
    dec_t lowest, dec_t highest)
{
	if (r->score[c] != score_is || r->lowest[c] != lowest || r->highest[c] != highest)
		fail_msg("contract %u: %lld in %lld..%lld", c, (long long)r->score[c],
		    (long long)r->lowest[c], (long long)r->highest[c]);
	same_alone(b, f, r, c);
}

static struct node *
node_of(struct builder *b, const char *id)
{
	int32_t i = scheme_node(&b->s, text_of(id));

	assert_true(i >= 0);
	return &b->s.nodes[i];
}

static void
round_to(struct builder *b, const char *id, uint8_t places)
{
	struct node *n = node_of(b, id);

	n->rounded = n->limited = true;
	n->round_places = places;
}

/* --- rounding --------------------------------------------------------------------------- */

/* root 100: g 20 { a 10 (x/3), b 10 (y/3) }, h 80 (z/10) */
static struct builder
thirds(void)
{
	struct builder b;

	build_init(&b);
	for (int i = 0; i < 3; i++)
		build_need(&b, GRAIN_CONTRACT, false);
	build_node(&b, "root", 0, POINTS(100));
	build_node(&b, "g", 1, POINTS(20));
	ratio_leaf(&b, "a", 2, POINTS(10), 0, POINTS(3));
	ratio_leaf(&b, "b", 2, POINTS(10), 1, POINTS(3));
	ratio_leaf(&b, "h", 1, POINTS(80), 2, POINTS(10));
	return b;
}

static void
test_round_leaf(void **state)
{
	struct builder b = thirds();
	struct facts f = facts_for(&b, 3);
	struct result r;

	(void)state;
	round_to(&b, "a", 1);
	put3(&f, 0, POINTS(1), POINTS(1), 0); /* 3.333333 -> 3.3; 3.3 + 3.333333 = 6.633333 */
	put3(&f, 1, POINTS(2), 0, 0);         /* 6.666667 -> 6.7 */
	put3(&f, 2, 15000, 0, 0);             /* 0.05 -> 0.1: half up */
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, 6630000, 6630000, 6630000);
	totals(&b, &f, &r, 1, 6700000, 6700000, 6700000);
	totals(&b, &f, &r, 2, 100000, 100000, 100000);
	assert_int_equal(cell_of(&r, "a", 0)->points, 3300000);
	assert_int_equal(cell_of(&r, "a", 0)->frac, 333333333);
	assert_int_equal(cell_of(&r, "g", 0)->points, 6633333);
	assert_int_equal(cell_of(&r, "root", 0)->points, 6633333);
	/* b has no data and gives its weight away: a is 3.3 of 10, so 6.6 of 20; with b it is 3.3
	 * to 13.3 */
	policy_everywhere(&b, ST_NO_DATA, POL_REDISTRIBUTE);
	put3(&f, 0, POINTS(1), NONE, 0);
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, 6600000, 3300000, 13300000);
	assert_int_equal(cell_of(&r, "a", 0)->effective_weight, POINTS(20));
	assert_int_equal(cell_of(&r, "a", 0)->points, 6600000);
	assert_int_equal(cell_of(&r, "g", 0)->points, 6600000);
	arena_free(b.arena);
}

static void
test_round_group(void **state)
{
	struct builder b = thirds();
	struct facts f = facts_for(&b, 3);
	struct result r;

	(void)state;
	round_to(&b, "g", 0);
	put3(&f, 0, POINTS(1), POINTS(1), POINTS(1)); /* 6.666666 -> 7, + 8 */
	put3(&f, 1, POINTS(1), NONE, 0); /* 3.333333 -> 3; with b up to 13.333333 -> 13 */
	put3(&f, 2, POINTS(3), POINTS(3), POINTS(10));
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, POINTS(15), POINTS(15), POINTS(15));
	totals(&b, &f, &r, 1, POINTS(3), POINTS(3), POINTS(13));
	totals(&b, &f, &r, 2, POINTS(100), POINTS(100), POINTS(100));
	assert_int_equal(cell_of(&r, "g", 0)->points, POINTS(7));
	assert_int_equal(explain_parts(&r, 1, 0), 6666666);
	assert_int_equal(cell_of(&r, "root", 0)->points, POINTS(15));
	/* never above the weight: 19.5 does not become 20 */
	b.s.nodes[0].weight = 99500000;
	node_of(&b, "g")->weight = 19500000;
	node_of(&b, "a")->weight = 9750000;
	node_of(&b, "b")->weight = 9750000;
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(cell_of(&r, "g", 2)->points, 19500000);
	arena_free(b.arena);
}

/* --- caps ------------------------------------------------------------------------------- */

/* root 100: g 40 { a 20 (x/10), b 20 (y/10) }, h 60 (z/10); v is what the cap asks for */
static struct builder
capped_tree(struct decisions *d, struct cap *cap, struct code at_most)
{
	struct builder b;

	build_init(&b);
	for (int i = 0; i < 4; i++)
		build_need(&b, GRAIN_CONTRACT, false);
	build_node(&b, "root", 0, POINTS(100));
	build_node(&b, "g", 1, POINTS(40));
	ratio_leaf(&b, "a", 2, POINTS(20), 0, POINTS(10));
	ratio_leaf(&b, "b", 2, POINTS(20), 1, POINTS(10));
	ratio_leaf(&b, "h", 1, POINTS(60), 2, POINTS(10));
	build_grades(&b);
	*cap = (struct cap){ .id = TEXT("cap"), .at_most = at_most };
	cap->when = EXPR(&b, FACT(3), NUM(0), OPERATOR(">"));
	*d = (struct decisions){ .caps = cap, .n_caps = 1 };
	return b;
}

static void
cap_on(struct builder *b, struct decisions *d, struct cap *cap, const char *id)
{
	cap->node = (uint32_t)scheme_node(&b->s, text_of(id));
	node_of(b, id)->limited = true;
	b->s.decisions = d;
}

static void
put4(struct facts *f, uint32_t row, int64_t x, int64_t y, int64_t z, int64_t v)
{
	put3(f, row, x, y, z);
	put(f, GRAIN_CONTRACT, 3, row, v);
}

static void
test_cap_on_a_group(void **state)
{
	struct decisions d;
	struct cap cap;
	struct builder b = capped_tree(&d, &cap, (struct code){ 0 });
	struct facts f = facts_for(&b, 5);
	struct lost lost[5];
	struct applied applied[4];
	struct result r;

	(void)state;
	cap.at_most = EXPR(&b, NUM(5));
	cap_on(&b, &d, &cap, "g");
	put4(&f, 0, POINTS(10), POINTS(5), POINTS(10), 0);
	put4(&f, 1, POINTS(10), POINTS(5), POINTS(10), POINTS(1));
	put4(&f, 2, POINTS(10), POINTS(5), POINTS(10), NONE);
	put4(&f, 3, NONE, POINTS(5), POINTS(10), POINTS(1));
	put4(&f, 4, POINTS(1), 0, POINTS(10), POINTS(1)); /* 2 is less than 5 anyway */
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, POINTS(90), POINTS(90), POINTS(90));
	totals(&b, &f, &r, 1, POINTS(65), POINTS(65), POINTS(65));
	totals(&b, &f, &r, 2, POINTS(90), POINTS(65), POINTS(90)); /* it may hold yet */
	totals(&b, &f, &r, 3, POINTS(65), POINTS(65), POINTS(65)); /* whatever x is */
	totals(&b, &f, &r, 4, POINTS(62), POINTS(62), POINTS(62));
	assert_int_equal(r.grade_certain[2], 0);
	assert_int_equal(r.grade_certain[3], 1);
	/* contract 1: the parts make 30, 25 are cut, b lost 10 itself */
	assert_int_equal(cell_of(&r, "g", 1)->points, POINTS(5));
	assert_int_equal(cell_of(&r, "g", 1)->frac, 125000000);
	assert_int_equal(cell_of(&r, "a", 1)->points, POINTS(20));
	assert_int_equal(explain_parts(&r, 1, 1), POINTS(30));
	assert_int_equal(cell_of(&r, "root", 1)->points, POINTS(65));
	assert_int_equal(explain_lost(&r, 1, lost, 5), 2);
	assert_int_equal(lost[0].node, 1);
	assert_int_equal(lost[0].points, POINTS(25));
	assert_int_equal(lost[1].node, 3);
	assert_int_equal(lost[1].points, POINTS(10));
	assert_int_equal(explain_applied(&r, 1, applied, 4), 1);
	assert_int_equal(applied[0].kind, APPLIED_CAP);
	assert_int_equal(applied[0].node, 1);
	assert_int_equal(applied[0].points, POINTS(5));
	assert_int_equal(explain_applied(&r, 0, applied, 4), 0);
	arena_free(b.arena);
}

static void
test_veto_of_a_branch(void **state)
{
	struct decisions d;
	struct cap cap;
	struct builder b = capped_tree(&d, &cap, (struct code){ 0 });
	struct facts f = facts_for(&b, 2);
	struct result r;

	(void)state;
	cap.at_most = EXPR(&b, NUM(0));
	cap_on(&b, &d, &cap, "g");
	put4(&f, 0, POINTS(10), POINTS(10), POINTS(10), POINTS(1));
	/* h has no data and gives its weight to g, of which nothing is left: 0; h at full: 60 */
	put4(&f, 1, POINTS(10), POINTS(10), NONE, POINTS(1));
	policy_everywhere(&b, ST_NO_DATA, POL_REDISTRIBUTE);
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, POINTS(60), POINTS(60), POINTS(60));
	totals(&b, &f, &r, 1, 0, 0, POINTS(60));
	/* a blank number: the cap holds and nobody knows at what */
	cap.at_most = EXPR(&b, PARAM(build_param(&b, NONE)));
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, POINTS(100), POINTS(60), POINTS(100));
	arena_free(b.arena);
}

/* Out of its own weight: 5 of 40 are 12.5 of 100. */
static void
test_cap_under_redistribution(void **state)
{
	struct decisions d;
	struct cap cap;
	struct builder b = capped_tree(&d, &cap, (struct code){ 0 });
	struct facts f = facts_for(&b, 1);
	struct result r;

	(void)state;
	cap.at_most = EXPR(&b, NUM(5));
	cap_on(&b, &d, &cap, "g");
	policy_everywhere(&b, ST_NO_DATA, POL_REDISTRIBUTE);
	put4(&f, 0, POINTS(10), POINTS(10), NONE, POINTS(1));
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, 12500000, POINTS(5), POINTS(65));
	assert_int_equal(cell_of(&r, "g", 0)->effective_weight, POINTS(100));
	assert_int_equal(cell_of(&r, "g", 0)->points, 12500000);
	assert_int_equal(cell_of(&r, "a", 0)->points, POINTS(50));
	arena_free(b.arena);
}

/* Rounding comes first: 7.5 -> 8, then at most 7.25. */
static void
test_cap_on_a_leaf(void **state)
{
	struct decisions d;
	struct cap cap;
	struct builder b = capped_tree(&d, &cap, (struct code){ 0 });
	struct facts f = facts_for(&b, 2);
	struct result r;
	dec_t most;

	(void)state;
	cap.at_most = EXPR(&b, CONST(7250000));
	cap_on(&b, &d, &cap, "h");
	round_to(&b, "h", 0);
	put4(&f, 0, 0, 0, 1250000, POINTS(1));
	put4(&f, 1, 0, 0, 1250000, 0);
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, 7250000, 7250000, 7250000);
	totals(&b, &f, &r, 1, POINTS(8), POINTS(8), POINTS(8));
	assert_int_equal(cell_of(&r, "h", 0)->points, 7250000);
	assert_ptr_equal(explain_node_cap(&r, 4, 0, &most), &cap);
	assert_int_equal(most, 7250000);
	assert_null(explain_node_cap(&r, 4, 1, &most));
	assert_null(explain_node_cap(&r, 1, 0, &most));
	arena_free(b.arena);
}

/* --- the best of a group ------------------------------------------------------------------ */

/* root 100: g 40 the best of { a 40 (x/10), k 40 { b 10 (y/10), c 30 (z/10) } }, h 60 (v/10) */
static struct builder
best_tree(void)
{
	struct builder b;

	build_init(&b);
	for (int i = 0; i < 4; i++)
		build_need(&b, GRAIN_CONTRACT, false);
	build_node(&b, "root", 0, POINTS(100));
	build_node(&b, "g", 1, POINTS(40))->combine = COMBINE_BEST_OF;
	ratio_leaf(&b, "a", 2, POINTS(40), 0, POINTS(10));
	build_node(&b, "k", 2, POINTS(40));
	ratio_leaf(&b, "b", 3, POINTS(10), 1, POINTS(10));
	ratio_leaf(&b, "c", 3, POINTS(30), 2, POINTS(10));
	ratio_leaf(&b, "h", 1, POINTS(60), 3, POINTS(10));
	build_grades(&b);
	return b;
}

static void
taken(const struct result *r, uint32_t c, const char *id, const char *other)
{
	assert_int_equal(cell_of(r, id, c)->effective_weight, POINTS(40));
	assert_int_equal(cell_of(r, id, c)->aside, 0);
	assert_int_equal(cell_of(r, other, c)->effective_weight, 0);
	assert_int_equal(cell_of(r, other, c)->points, 0);
	assert_int_equal(cell_of(r, other, c)->aside, 1);
	assert_int_equal(cell_of(r, "g", c)->points, cell_of(r, id, c)->points);
}

static void
test_best_of_group(void **state)
{
	struct builder b = best_tree();
	struct facts f = facts_for(&b, 5);
	struct lost lost[5];
	struct result r;

	(void)state;
	put4(&f, 0, POINTS(5), POINTS(10), 0, POINTS(10));          /* 20 or 10 */
	put4(&f, 1, POINTS(2), POINTS(10), POINTS(10), POINTS(10)); /* 8 or 40 */
	put4(&f, 2, POINTS(10), POINTS(10), POINTS(10), 0);         /* the same: the first */
	put4(&f, 3, NONE, POINTS(10), 0, POINTS(10)); /* 10, or 0 to 40: never below 10 */
	put4(&f, 4, POINTS(5), NONE, 0, POINTS(10));  /* 20, or 0 to 10: 20 for certain */
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, POINTS(80), POINTS(80), POINTS(80));
	totals(&b, &f, &r, 1, POINTS(100), POINTS(100), POINTS(100));
	totals(&b, &f, &r, 2, POINTS(40), POINTS(40), POINTS(40));
	totals(&b, &f, &r, 3, POINTS(70), POINTS(70), POINTS(100));
	totals(&b, &f, &r, 4, POINTS(80), POINTS(80), POINTS(80));
	taken(&r, 0, "a", "k");
	taken(&r, 1, "k", "a");
	taken(&r, 2, "a", "k");
	taken(&r, 3, "k", "a");
	assert_int_equal(cell_of(&r, "b", 0)->aside, 1);
	assert_int_equal(cell_of(&r, "b", 0)->effective_weight, 0);
	assert_int_equal(cell_of(&r, "b", 1)->aside, 0);
	assert_int_equal(cell_of(&r, "b", 1)->points, POINTS(10));
	assert_int_equal(cell_of(&r, "root", 0)->points, POINTS(80));
	/* contract 0 lost 20 of a; what was not taken lost nothing */
	assert_int_equal(explain_lost(&r, 0, lost, 5), 1);
	assert_int_equal(lost[0].node, 2);
	assert_int_equal(lost[0].points, POINTS(20));
	arena_free(b.arena);
}

static void
test_best_of_what_counts(void **state)
{
	struct builder b = best_tree();
	struct facts f = facts_for(&b, 2);
	struct result r;

	(void)state;
	policy_everywhere(&b, ST_NO_DATA, POL_REDISTRIBUTE);
	put4(&f, 0, NONE, POINTS(1), 0, POINTS(10)); /* a does not count: k with 1 */
	put4(&f, 1, NONE, NONE, NONE, POINTS(5));    /* none counts: h is all, 50 of 100 */
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, POINTS(61), POINTS(61), POINTS(100));
	totals(&b, &f, &r, 1, POINTS(50), POINTS(30), POINTS(70));
	taken(&r, 0, "k", "a");
	assert_int_equal(cell_of(&r, "g", 1)->active, 0);
	assert_int_equal(cell_of(&r, "g", 1)->effective_weight, 0);
	assert_int_equal(cell_of(&r, "h", 1)->effective_weight, POINTS(100));
	arena_free(b.arena);
}

/* A rounded alternative is compared as it goes up: 19.6 -> 20 is more than 19.8. */
static void
test_best_of_rounded(void **state)
{
	struct builder b = best_tree();
	struct facts f = facts_for(&b, 1);
	struct result r;

	(void)state;
	round_to(&b, "k", 0);
	put4(&f, 0, 4950000, POINTS(10), 3200000, 0); /* a 19.8; k 10 + 9.6 */
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, POINTS(20), POINTS(20), POINTS(20));
	taken(&r, 0, "k", "a");
	arena_free(b.arena);
}

/* --- bonus leaves ------------------------------------------------------------------------ */

static void
test_bonus(void **state)
{
	struct builder b;
	struct facts f;
	struct applied applied[4];
	struct result r;
	struct leaf *l;

	(void)state;
	build_init(&b);
	build_need(&b, GRAIN_CONTRACT, false);
	build_need(&b, GRAIN_CONTRACT, false);
	build_need(&b, GRAIN_CONTRACT, false);
	build_node(&b, "root", 0, POINTS(100));
	ratio_leaf(&b, "a", 1, POINTS(100), 0, POINTS(10));
	l = build_leaf(&b, "extra", 1, 0, KIND_BONUS);
	l->value = EXPR(&b, FACT(1));
	l->each = EXPR(&b, NUM(2));
	l->cap = EXPR(&b, NUM(5));
	f = facts_for(&b, 6);
	put3(&f, 0, POINTS(5), POINTS(1), 0);
	put3(&f, 1, POINTS(5), POINTS(3), 0);
	put3(&f, 2, POINTS(5), -POINTS(1), 0); /* never negative */
	put3(&f, 3, POINTS(5), NONE, 0);
	put3(&f, 4, POINTS(10), POINTS(3), 0); /* no more than there is */
	put3(&f, 5, NONE, POINTS(1), 0);
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 0, POINTS(52), POINTS(52), POINTS(52));
	totals(&b, &f, &r, 1, POINTS(55), POINTS(55), POINTS(55));
	totals(&b, &f, &r, 2, POINTS(50), POINTS(50), POINTS(50));
	totals(&b, &f, &r, 3, POINTS(50), POINTS(50), POINTS(55));
	totals(&b, &f, &r, 4, POINTS(100), POINTS(100), POINTS(100));
	totals(&b, &f, &r, 5, POINTS(2), POINTS(2), POINTS(100));
	assert_int_equal(cell_of(&r, "extra", 0)->points, 0);
	assert_int_equal(cell_of(&r, "extra", 0)->frac, 400000000);
	assert_int_equal(cell_of(&r, "root", 0)->points, POINTS(50));
	assert_int_equal(explain_bonus(&r, 2, 0), POINTS(2));
	assert_int_equal(explain_bonus(&r, 2, 1), POINTS(5));
	assert_int_equal(explain_bonus(&r, 2, 3), 0);
	assert_int_equal(explain_applied(&r, 1, applied, 4), 1);
	assert_int_equal(applied[0].kind, APPLIED_BONUS);
	assert_int_equal(applied[0].points, POINTS(5));
	assert_int_equal(explain_applied(&r, 2, applied, 4), 0);
	policy_everywhere(&b, ST_NO_DATA, POL_FULL);
	r = score(&b, &f, ENGINE_CELLS);
	totals(&b, &f, &r, 3, POINTS(55), POINTS(50), POINTS(55));
	/* 0.25 x 0.000002 = 0.0000005: half up to a millionth */
	b.s.round_places = 6;
	l->each = EXPR(&b, CONST(2));
	put3(&f, 0, POINTS(5), 250000, 0);
	r = score(&b, &f, ENGINE_SCORES);
	assert_int_equal(r.score[0], POINTS(50) + 1);
	/* the cap is blank: nothing is added, and anything may be */
	l->cap = EXPR(&b, PARAM(build_param(&b, NONE)));
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(r.score[0], POINTS(50));
	assert_int_equal(r.lowest[0], POINTS(50));
	assert_int_equal(r.highest[0], POINTS(100));
	assert_int_equal(cell_of(&r, "extra", 0)->state, ST_NOT_CONFIGURED);
	arena_free(b.arena);
}

/* root 100: g 40, the best of { a (x/10), b (y/10) }; h 60 (z/10) */
static struct builder
best_and_rest(void)
{
	struct builder b;

	build_init(&b);
	for (int i = 0; i < 3; i++)
		build_need(&b, GRAIN_CONTRACT, false);
	build_node(&b, "root", 0, POINTS(100));
	build_node(&b, "g", 1, POINTS(40))->combine = COMBINE_BEST_OF;
	ratio_leaf(&b, "a", 2, POINTS(40), 0, POINTS(10));
	ratio_leaf(&b, "b", 2, POINTS(40), 1, POINTS(10));
	ratio_leaf(&b, "h", 1, POINTS(60), 2, POINTS(10));
	build_grades(&b);
	return b;
}

/* A block of 512, and one of what is left: the best of 5 and 10 of 10 is whole, and so is the rest.
 */
static void
test_best_of_many(void **state)
{
	static const uint32_t sizes[] = { 1, 511, 512, 513, 1000 };

	(void)state;
	for (size_t k = 0; k < COUNT_OF(sizes); k++) {
		struct builder b = best_and_rest();
		struct facts f = facts_for(&b, sizes[k]);
		struct result r;

		for (uint32_t i = 0; i < sizes[k]; i++)
			put3(&f, i, POINTS(5), POINTS(10), POINTS(10));
		for (int cells = 0; cells < 2; cells++) {
			r = score(&b, &f, cells ? ENGINE_CELLS : ENGINE_SCORES);
			for (uint32_t i = 0; i < sizes[k]; i++)
				if (r.score[i] != POINTS(100) || r.lowest[i] != POINTS(100) ||
				    r.highest[i] != POINTS(100))
					fail_msg("%u of %u", i, sizes[k]);
		}
		arena_free(b.arena);
	}
}

/* One contract with more communities than there are contracts. */
static void
test_best_of_beside_rows(void **state)
{
	struct builder b = best_and_rest();
	struct facts f;
	struct result r;

	(void)state;
	build_need(&b, GRAIN_COMMUNITY, false);
	f = facts_for(&b, 1);
	facts_grid(&f, GRAIN_COMMUNITY, 1, 30, b.arena);
	f.grid[GRAIN_COMMUNITY].first[1] = 30;
	put3(&f, 0, POINTS(5), POINTS(10), POINTS(10));
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(r.score[0], POINTS(100));
	assert_int_equal(r.lowest[0], POINTS(100));
	assert_int_equal(r.highest[0], POINTS(100));
	arena_free(b.arena);
}

/* at most 59 - 70 = -11: nothing, not less. */
static void
test_cap_below_nothing(void **state)
{
	struct builder b = best_and_rest();
	struct decisions d = { 0 };
	struct cap cap = { .id = TEXT("c") };
	struct facts f = facts_for(&b, 1);
	struct result r;

	(void)state;
	cap.when = EXPR(&b, CONST(DEC_ONE));
	cap.at_most = EXPR(&b, CONST(-11 * DEC_ONE));
	d.caps = &cap;
	d.n_caps = 1;
	b.s.decisions = &d;
	put3(&f, 0, POINTS(5), POINTS(5), POINTS(10));
	r = score(&b, &f, ENGINE_CELLS);
	assert_int_equal(r.score[0], 0);
	assert_int_equal(r.lowest[0], 0);
	assert_int_equal(r.highest[0], 0);
	arena_free(b.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_leaf),
		cmocka_unit_test(test_round_group),
		cmocka_unit_test(test_cap_on_a_group),
		cmocka_unit_test(test_veto_of_a_branch),
		cmocka_unit_test(test_cap_under_redistribution),
		cmocka_unit_test(test_cap_on_a_leaf),
		cmocka_unit_test(test_best_of_group),
		cmocka_unit_test(test_best_of_what_counts),
		cmocka_unit_test(test_best_of_rounded),
		cmocka_unit_test(test_bonus),
		cmocka_unit_test(test_best_of_many),
		cmocka_unit_test(test_best_of_beside_rows),
		cmocka_unit_test(test_cap_below_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
