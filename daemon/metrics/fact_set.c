#include "metrics/fact_set.h"

#include <string.h>

#include "metrics/fact_key.h"

enum { NEAR_MAX = 12 }; /* edits within which a name is taken for a slip of the pen */

/* ---- values ------------------------------------------------------------------------- */

static struct text
without_suffix(struct text t, const char *suffix)
{
	size_t n = strlen(suffix);

	if (t.len > n && memcmp(t.ptr + t.len - n, suffix, n) == 0)
		t.len -= n;
	return t;
}

static struct text
trimmed(struct text t)
{
	while (t.len > 0 && t.ptr[0] == ' ')
		t.ptr++, t.len--;
	while (t.len > 0 && t.ptr[t.len - 1] == ' ')
		t.len--;
	return t;
}

bool
fact_pair(struct text t, int64_t *up, int64_t *down)
{
	const char *slash = memchr(t.ptr, '/', t.len);
	struct text a, b;

	if (slash == NULL)
		return false;
	a = trimmed((struct text){ t.ptr, (size_t)(slash - t.ptr) });
	b = trimmed((struct text){ slash + 1, (size_t)(t.ptr + t.len - slash - 1) });
	return dec_parse(a.ptr, a.len, up) && dec_parse(b.ptr, b.len, down);
}

bool
fact_decimal(struct text t, int64_t scale, int64_t *ret)
{
	dec_t a, b = DEC_ONE;

	if (!fact_pair(t, &a, &b) && !dec_parse(t.ptr, t.len, &a))
		return false;
	return b != 0 && dec_mul_div(a, scale, b, ret);
}

static bool
percent(struct text t, int64_t *ret)
{
	struct text bare = without_suffix(t, "%");

	if (bare.len == t.len)
		return fact_decimal(t, DEC_ONE, ret);
	return dec_parse(bare.ptr, bare.len, ret) && dec_mul_div(*ret, 1, 100, ret);
}

bool
fact_value(enum vtype kind, struct text t, int64_t *ret)
{
	day_t day;

	switch (kind) {
	case VT_BOOL:
		*ret = text_is(t, "true") ? DEC_ONE : 0;
		return text_is(t, "true") || text_is(t, "false");
	case VT_DATE:
		if (!date_parse(t.ptr, t.len, &day))
			return false;
		*ret = (int64_t)day * DEC_ONE;
		return true;
	case VT_PERCENT:
		return percent(t, ret);
	case VT_MONEY:
		return fact_decimal(without_suffix(t, " yuan"), DEC_ONE, ret);
	case VT_DAYS:
		return fact_decimal(without_suffix(t, " days"), DEC_ONE, ret);
	case VT_NUMBER:
		return fact_decimal(t, DEC_ONE, ret);
	case VT_TEXT:
	case VT_MISSING:
	case VT_COUNT:
		break;
	}
	return false;
}

/* ---- names -------------------------------------------------------------------------- */

const struct need *
fact_need(const struct scheme *s, enum grain grain, struct text key, const struct need **ret_other)
{
	const struct need *only = NULL;

	*ret_other = NULL;
	for (uint32_t i = 0; i < s->n_needs; i++) {
		const struct need *n = &s->needs[i];

		if (n->grain != grain || !text_eq(n->metric->name, fact_key_metric(key)))
			continue;
		if (fact_key_eq(n->source, key)) {
			*ret_other = NULL;
			return n;
		}
		if (!fact_key_within(key, n->source))
			continue;
		*ret_other = only;
		only = n;
	}
	return only;
}

struct text
fact_nearest(const struct scheme *s, enum grain grain, struct text key)
{
	struct text name = fact_key_metric(key);
	size_t slip = name.len / 3 + 2, least = SIZE_MAX;
	const struct need *same = NULL, *near = NULL;

	slip = slip < NEAR_MAX ? slip : NEAR_MAX;
	for (uint32_t i = 0; i < s->n_needs; i++) {
		const struct need *n = &s->needs[i];
		bool is = text_eq(n->metric->name, name);
		size_t d = is ? text_distance(key, n->source, TEXT_DISTANCE_MAX)
			      : text_distance(name, n->metric->name, slip);

		if (n->grain != grain || d >= (is ? least : slip))
			continue;
		*(is ? &same : &near) = n;
		*(is ? &least : &slip) = d;
	}
	return same != NULL ? same->source : near != NULL ? near->source : TEXT("");
}

/* ---- the table ---------------------------------------------------------------------- */

struct fact
fact_get(const struct facts *f, const struct need *n, uint32_t row)
{
	const struct fact_grid *g = &f->grid[n->grain];
	bool share = n->metric->type.share;
	uint16_t of = (uint16_t)(n->column + share);

	return (struct fact){ .known = g->known[n->column][row] && g->known[of][row],
		.value = g->value[n->column][row],
		.of = share ? g->value[of][row] : 0 };
}

void
fact_put(struct facts *f, const struct need *n, uint32_t row, const struct fact *v)
{
	struct fact_grid *g = &f->grid[n->grain];

	g->known[n->column][row] = v->known;
	g->value[n->column][row] = v->known ? v->value : 0;
	if (!n->metric->type.share)
		return;
	g->known[n->column + 1][row] = v->known;
	g->value[n->column + 1][row] = v->known ? v->of : 0;
}
