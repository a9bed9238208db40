/* The rows behind one need of one contract: what an evidence link lists. */
#include <assert.h>

#include "store/plan_internal.h"

static void
put_evidence_rows(struct builder *b, const struct need *need)
{
	const struct metric *m = plan_metric(b->plan, need);
	const struct source *s = m->source;

	buf_adds(&b->out, "\n  from ");
	sql_fragment(&b->w, s->from);
	buf_adds(&b->out, "\n  where ");
	sql_fragment(&b->w, s->key[GRAIN_CONTRACT]);
	buf_adds(&b->out, " = (select k.id from k)");
	if (s->where.len > 0) {
		buf_adds(&b->out, " and (");
		sql_fragment(&b->w, s->where);
		buf_addc(&b->out, ')');
	}
	buf_adds(&b->out, " and (");
	b->w.need = need;
	sql_counted(&b->w, m);
	b->w.need = NULL;
	buf_adds(&b->out, ") and (");
	sql_fragment(&b->w, s->key[need->grain]);
	buf_adds(&b->out, ") = coalesce($3::bigint, ");
	sql_fragment(&b->w, s->key[need->grain]);
	buf_adds(&b->out, ")");
	if (need->back > 0)
		buf_addf(&b->out, " and %s is not null", b->w.window->since);
}

/* Name of the entity a row belongs to; {k} shadows the contract inside. */
static const char *const entity_names[GRAIN_COUNT] = {
	[GRAIN_CONTRACT] = "(select k.title from contract k where k.id = $1::bigint and k.id = ",
	[GRAIN_STATION] =
	    "(select k.name from station k where k.contract_id = $1::bigint and k.id = ",
	[GRAIN_COMMUNITY] = "(select k.name from community k where k.id = ",
};

static void
put_evidence_columns(struct builder *b, const struct need *need)
{
	const struct source *s = plan_metric(b->plan, need)->source;

	buf_addc(&b->out, '(');
	sql_fragment(&b->w, s->key[need->grain]);
	buf_addf(&b->out, ")::bigint as entity_id, coalesce(%s", entity_names[need->grain]);
	sql_fragment(&b->w, s->key[need->grain]);
	buf_adds(&b->out, "), '')::text as name");
	for (uint32_t i = 0; i < s->n_evidence; i++) {
		buf_adds(&b->out, ", (");
		sql_fragment(&b->w, s->evidence[i].sql);
		buf_addf(&b->out, ")::text as \"%.*s\"", TEXT_ARG(s->evidence[i].name));
	}
}

static void
put_evidence_window(struct builder *b)
{
	buf_adds(&b->out, "with k as materialized (select k.* from ");
	plan_put_contracts(b, "0::bigint", "$2::date", "contract c", " and c.id = $1::bigint");
	buf_adds(&b->out, ")\nselect ");
}

enum err_code
plan_evidence(const struct plan *p, uint32_t need, struct arena *arena, const char **ret_rows,
    const char **ret_count, struct err *reterr)
{
	const struct need *n = &p->scheme->needs[need];
	const struct source *s = plan_metric(p, n)->source;
	enum err_code rc;
	struct builder b;

	assert(need < p->scheme->n_needs);
	plan_builder_init(&b, p, reterr);
	b.scalar = true;
	b.backs = (uint16_t)(n->back > 0 ? 1u << n->back : 0u);
	plan_use_window(&b, n->back);
	put_evidence_window(&b);
	put_evidence_columns(&b, n);
	put_evidence_rows(&b, n);
	buf_adds(&b.out, "\n  order by ");
	sql_fragment(&b.w, s->order);
	buf_adds(&b.out, " limit $4::bigint offset $5::bigint");
	rc = b.w.code;
	if (rc == ERR_OK)
		*ret_rows = arena_strndup(arena, b.out.data, b.out.len);
	buf_clear(&b.out);
	put_evidence_window(&b);
	buf_adds(&b.out, "count(*)");
	put_evidence_rows(&b, n);
	if (rc == ERR_OK)
		*ret_count = arena_strndup(arena, b.out.data, b.out.len);
	buf_free(&b.out);
	return rc;
}
