/* What the engine's tests share: scoring, finding cells, small trees. */
#ifndef TESTS_ENGINE_TEST_H
#define TESTS_ENGINE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "builder.h"

#define AS_OF ((day_t)17347) /* 2017-06-30 */
#define SHARE(percent) CONST((percent)*DEC_ONE / 100)

static inline struct result
score(struct builder *b, const struct facts *f, enum engine_detail detail)
{
	struct result r;
	struct err err = { 0 };

	if (engine_score(&b->s, f, AS_OF, detail, b->arena, &r, &err) != ERR_OK)
		fail_msg("engine_score: %s", err_word(err.code));
	return r;
}

static inline struct facts
facts_for(struct builder *b, uint32_t n)
{
	struct facts f;

	facts_init(&f, build_done(b), n, b->arena);
	for (uint32_t i = 0; i < n; i++) {
		f.contract[i] = 100 + i;
		f.found[i] = true;
		f.since[i] = AS_OF - 100;
		f.until[i] = AS_OF;
	}
	return f;
}

static inline const struct cell *
cell_of(const struct result *r, const char *id, uint32_t contract)
{
	int32_t node = scheme_node(r->scheme, text_of(id));

	assert_true(node >= 0);
	return &r->cells[(size_t)node * r->n + contract];
}

static inline struct leaf *
ratio_leaf(
    struct builder *b, const char *id, uint16_t depth, dec_t weight, int64_t need, int64_t target)
{
	struct leaf *l = build_leaf(b, id, depth, weight, KIND_RATIO);

	l->value = EXPR(b, FACT(need));
	l->target = EXPR(b, CONST(target));
	return l;
}

static inline void
policy_everywhere(struct builder *b, enum state st, enum policy policy)
{
	for (uint32_t i = 0; i < b->s.n_nodes; i++)
		b->s.nodes[i].policy[st] = policy;
}

static inline void
put3(struct facts *f, uint32_t row, int64_t x, int64_t y, int64_t z)
{
	put(f, GRAIN_CONTRACT, 0, row, x);
	put(f, GRAIN_CONTRACT, 1, row, y);
	put(f, GRAIN_CONTRACT, 2, row, z);
}

#endif
