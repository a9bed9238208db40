/*
 * Types of results from types of arguments. Two ideas carry all rules:
 *
 * - amounts "go together" (add, compare, choose between) when kind and unit agree; a plain number
 * joins any unit, a percent and a count of days, because a literal carries no unit; money and dates
 * stay apart;
 * - a product keeps the one unit there is; a quotient of like amounts is plain.
 *
 * No result is a share: only a metric knows its numerator and denominator.
 */
#include "rules/diag.h"
#include "rules/fn_internal.h"

static struct rtype
plain(enum vtype kind)
{
	return (struct rtype){ .kind = kind };
}

static bool
fail(int *why, enum fault fault)
{
	*why = (int)fault;
	return false;
}

static bool
set(struct rtype *ret, struct rtype type)
{
	*ret = type;
	ret->share = false;
	return true;
}

static bool
has_unit(const struct rtype *t)
{
	return t->unit.len > 0;
}

static bool
is_plain_number(const struct rtype *t)
{
	return t->kind == VT_NUMBER && !has_unit(t);
}

static bool
is_amount(const struct rtype *t)
{
	return t->kind == VT_NUMBER || t->kind == VT_PERCENT || t->kind == VT_MONEY ||
	       t->kind == VT_DAYS || t->kind == VT_MISSING;
}

/* The common type of two values that go together. */
static bool
join(const struct rtype *a, const struct rtype *b, struct rtype *ret, int *why)
{
	if (a->kind == VT_MISSING)
		return set(ret, *b);
	if (b->kind == VT_MISSING)
		return set(ret, *a);
	if (a->kind == b->kind) {
		if (has_unit(a) && has_unit(b) && !text_eq(a->unit, b->unit))
			return fail(why, F_UNIT);
		return set(ret, has_unit(a) ? *a : *b);
	}
	if (is_plain_number(a) && (b->kind == VT_PERCENT || b->kind == VT_DAYS))
		return set(ret, *b);
	if (is_plain_number(b) && (a->kind == VT_PERCENT || a->kind == VT_DAYS))
		return set(ret, *a);
	return fail(why, F_TYPE_MIXED);
}

static bool
join_all(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	struct rtype type = args[0];

	type.share = false;
	for (uint32_t i = 1; i < argc; i++) {
		if (!join(&type, &args[i], &type, why))
			return false;
	}
	return set(ret, type);
}

static bool
all_amounts(const struct rtype *args, uint32_t argc)
{
	for (uint32_t i = 0; i < argc; i++) {
		if (!is_amount(&args[i]))
			return false;
	}
	return true;
}

bool
type_amounts(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	if (!all_amounts(args, argc))
		return fail(why, F_TYPE);
	return join_all(args, argc, ret, why);
}

bool
type_add(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	bool a_date = args[0].kind == VT_DATE;
	bool b_date = args[1].kind == VT_DATE;

	if (a_date && b_date)
		return fail(why, F_TYPE_DATE);
	if (a_date || b_date) {
		enum vtype other = args[a_date ? 1 : 0].kind;

		if (other != VT_DAYS && other != VT_MISSING)
			return fail(why, F_TYPE_DATE);
		return set(ret, plain(VT_DATE));
	}
	return type_amounts(args, argc, ret, why);
}

bool
type_sub(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	if (args[0].kind == VT_DATE) {
		if (args[1].kind == VT_DATE)
			return set(ret, plain(VT_DAYS));
		if (args[1].kind == VT_DAYS || args[1].kind == VT_MISSING)
			return set(ret, plain(VT_DATE));
		return fail(why, F_TYPE_DATE);
	}
	if (args[1].kind == VT_DATE)
		return fail(why, F_TYPE_DATE);
	return type_amounts(args, argc, ret, why);
}

/* A factor changes the size of an amount, never its kind. */
static bool
is_factor(const struct rtype *t)
{
	return t->kind == VT_NUMBER || t->kind == VT_PERCENT;
}

bool
type_mul(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	const struct rtype *a = &args[0];
	const struct rtype *b = &args[1];

	if (!all_amounts(args, argc))
		return fail(why, F_TYPE);
	if (a->kind == VT_MISSING || b->kind == VT_MISSING)
		return set(ret, a->kind == VT_MISSING ? *b : *a);
	if (!is_factor(a) && !is_factor(b))
		return fail(why, F_TYPE_MIXED);
	if (!is_factor(a) || !is_factor(b))
		return set(ret, is_factor(a) ? *b : *a);
	if (a->kind == VT_PERCENT && b->kind == VT_PERCENT)
		return set(ret, plain(VT_PERCENT));
	if (a->kind != b->kind) /* number x percent: the number; a plain one leaves the percent */
		return set(ret, is_plain_number(a) || has_unit(b) ? *b : *a);
	if (has_unit(a) && has_unit(b))
		return set(ret, plain(VT_NUMBER));
	return set(ret, has_unit(a) ? *a : *b);
}

bool
type_div(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	const struct rtype *a = &args[0];
	const struct rtype *b = &args[1];

	if (!all_amounts(args, argc))
		return fail(why, F_TYPE);
	if (a->kind == VT_MISSING || b->kind == VT_MISSING)
		return set(ret, plain(VT_MISSING));
	if (a->kind == VT_DAYS && is_plain_number(b)) /* how many periods: ceil(days / 5) */
		return set(ret, plain(VT_NUMBER));
	if (!is_factor(a))
		return a->kind == b->kind ? set(ret, plain(VT_NUMBER))
		       : is_factor(b)     ? set(ret, *a)
					  : fail(why, F_TYPE_MIXED);
	if (b->kind == VT_MONEY)
		return fail(why, F_TYPE_MIXED);
	if (a->kind == VT_PERCENT)
		return set(ret, plain(b->kind == VT_PERCENT ? VT_NUMBER : VT_PERCENT));
	if (b->kind == VT_PERCENT || is_plain_number(b))
		return set(ret, *a);
	return set(ret, plain(VT_NUMBER));
}

bool
type_safe_div(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	struct rtype quotient;

	(void)argc;
	return type_div(args, 2, &quotient, why) && join(&quotient, &args[2], ret, why);
}

bool
type_equal(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	struct rtype common;

	return join_all(args, argc, &common, why) && set(ret, plain(VT_BOOL));
}

bool
type_order(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	struct rtype common;

	return type_ordered(args, argc, &common, why) && set(ret, plain(VT_BOOL));
}

bool
type_bools(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	for (uint32_t i = 0; i < argc; i++) {
		if (args[i].kind != VT_BOOL && args[i].kind != VT_MISSING)
			return fail(why, F_TYPE_BOOL);
	}
	return set(ret, plain(VT_BOOL));
}

bool
type_same(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	return join_all(args, argc, ret, why);
}

/* Values with an order: amounts and dates. */
bool
type_ordered(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	for (uint32_t i = 0; i < argc; i++) {
		if (!is_amount(&args[i]) && args[i].kind != VT_DATE)
			return fail(why, F_TYPE);
	}
	return join_all(args, argc, ret, why);
}

bool
type_if(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	struct rtype condition;

	(void)argc;
	return type_bools(args, 1, &condition, why) && join(&args[1], &args[2], ret, why);
}

bool
type_count(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	(void)args;
	(void)argc;
	(void)why;
	return set(ret, plain(VT_NUMBER));
}

/* x, then low, high, value of each band, then perhaps one value for all others. */
bool
type_band(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	struct rtype bound = args[0], value = plain(VT_MISSING);
	uint32_t bands = (argc - 1) / 3;

	if ((argc - 1) % 3 == 2)
		return fail(why, F_BAND_ARGS);
	for (uint32_t i = 0; i < bands; i++) {
		struct rtype ends[3] = { bound, args[3 * i + 1], args[3 * i + 2] };

		if (!type_ordered(ends, 3, &bound, why) ||
		    !join(&value, &args[3 * i + 3], &value, why))
			return false;
	}
	return (argc - 1) % 3 == 0 ? set(ret, value) : join(&value, &args[argc - 1], ret, why);
}

bool
type_pick(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	if (!is_plain_number(&args[0]))
		return fail(why, F_TYPE);
	return join_all(args + 1, argc - 1, ret, why);
}

/* A power of a number with a unit has no unit that we could name. */
bool
type_power(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	(void)argc;
	if (!is_factor(&args[0]) || !is_plain_number(&args[1]))
		return fail(why, F_TYPE);
	return set(ret, plain(args[0].kind));
}

bool
type_variance(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	struct rtype common;

	if (!type_amounts(args, argc, &common, why))
		return false;
	if (!is_factor(&common))
		return fail(why, F_TYPE);
	return set(ret, plain(common.kind));
}

bool
type_percentile(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	if (args[0].kind != VT_PERCENT && !is_plain_number(&args[0]))
		return fail(why, F_TYPE);
	return type_amounts(args + 1, argc - 1, ret, why);
}

bool
type_places(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	if (!is_amount(&args[0]))
		return fail(why, F_TYPE);
	if (argc > 1 && !is_plain_number(&args[1]))
		return fail(why, F_TYPE);
	return set(ret, args[0]);
}

bool
type_root(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	(void)argc;
	if (args[0].kind != VT_NUMBER && args[0].kind != VT_MISSING)
		return fail(why, F_TYPE);
	return set(ret, plain(VT_NUMBER));
}

/* Two counts of one thing, and how many standard deviations: a plain number. */
bool
type_wilson(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	struct rtype counts;

	if (!join_all(args, 2, &counts, why))
		return false;
	if (counts.kind != VT_NUMBER || (argc > 2 && !is_plain_number(&args[2])))
		return fail(why, F_TYPE);
	return set(ret, plain(VT_PERCENT));
}

bool
type_is_missing(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	(void)args;
	(void)argc;
	(void)why;
	return set(ret, plain(VT_BOOL));
}

bool
type_date(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	for (uint32_t i = 0; i < argc; i++) {
		if (!is_plain_number(&args[i]))
			return fail(why, F_TYPE);
	}
	return set(ret, plain(VT_DATE));
}

static bool
is_date(const struct rtype *t)
{
	return t->kind == VT_DATE || t->kind == VT_MISSING;
}

bool
type_days_between(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	(void)argc;
	if (!is_date(&args[0]) || !is_date(&args[1]))
		return fail(why, F_TYPE_DATE);
	return set(ret, plain(VT_DAYS));
}

bool
type_add_days(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	(void)argc;
	if (!is_date(&args[0]) ||
	    (args[1].kind != VT_DAYS && args[1].kind != VT_MISSING && !is_plain_number(&args[1])))
		return fail(why, F_TYPE_DATE);
	return set(ret, plain(VT_DATE));
}

bool
type_add_months(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	(void)argc;
	if (!is_date(&args[0]) || !is_plain_number(&args[1]))
		return fail(why, F_TYPE_DATE);
	return set(ret, plain(VT_DATE));
}

bool
type_date_part(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	(void)argc;
	return is_date(&args[0]) ? set(ret, plain(VT_NUMBER)) : fail(why, F_TYPE_DATE);
}

bool
type_days_in_month(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	(void)argc;
	if (!is_plain_number(&args[0]) || !is_plain_number(&args[1]))
		return fail(why, F_TYPE);
	return set(ret, plain(VT_DAYS));
}

static bool
all_texts(const struct rtype *args, uint32_t argc)
{
	for (uint32_t i = 0; i < argc; i++) {
		if (args[i].kind != VT_TEXT && args[i].kind != VT_MISSING)
			return false;
	}
	return true;
}

bool
type_length(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	return all_texts(args, argc) ? set(ret, plain(VT_NUMBER)) : fail(why, F_TYPE);
}

bool
type_contains(const struct rtype *args, uint32_t argc, struct rtype *ret, int *why)
{
	return all_texts(args, argc) ? set(ret, plain(VT_BOOL)) : fail(why, F_TYPE);
}
