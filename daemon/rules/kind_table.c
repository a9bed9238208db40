/*
 * Scoring kinds over columns (I1). Every comparison of a requirement is exact: value/of against a
 * target is value * 10^6 against target * of, never a rounded quotient.
 *
 * A fraction is computed in the narrowest arithmetic that holds it: by a precomputed reciprocal
 * where the target is one parameter for all rows, else in 64 bits, in two steps of 64 bits, or in
 * 128 bits; all give the same result (tests/unit/test_kind.c compares them). Wide magnitudes:
 * numerators value * 10^6 stay below 2^83, denominators below 2^127, and a numerator is cut to its
 * denominator before it is multiplied, so nothing overflows 128 bits.
 */
#include <assert.h>
#include <string.h>

#include "rules/kind_internal.h"

/* part * FRAC_ONE + whole / 2 fits 64 bits without sign up to here (9,223 of a unit). */
#define NARROW_MAX (INT64_MAX / FRAC_ONE)

void
kind_known_of(const struct kernel_ctx *ctx, struct kind_out *out, const struct column *col)
{
	if (col->same && col->known[0])
		return;
	for (uint32_t i = 0; i < ctx->n; i++)
		out->known[i] &= col->known[i];
}

/* A denominator counts when it is known and above zero. */
void
kind_known_positive(const struct kernel_ctx *ctx, struct kind_out *out, const struct column *col)
{
	if (col->same && col->known[0] && col->v[0] > 0)
		return;
	for (uint32_t i = 0; i < ctx->n; i++)
		out->known[i] &= (uint8_t)(col->known[i] & (col->v[i] > 0));
}

/* Rows without an outcome are few: eight presence bytes at a look. */
void
kind_blank_unknown(const struct kernel_ctx *ctx, struct kind_out *out)
{
	static const uint8_t all_known[8] = { 1, 1, 1, 1, 1, 1, 1, 1 };

	for (uint32_t i = 0; i < ctx->n; i++) {
		if (i + 8 <= ctx->n && memcmp(out->known + i, all_known, 8) == 0) {
			i += 7;
		} else if (!out->known[i]) {
			out->frac[i] = 0;
			out->passed[i] = 0;
		}
	}
}

/* Division by a number that stays the same: with magic = floor((2^64 - 1) / d), the high half of n
 * * magic is floor(n / d) or one less, for any n below 2^64. */
struct divisor {
	uint64_t d, magic;
};

static struct divisor
divisor_of(uint64_t d)
{
	return (struct divisor){ d, UINT64_MAX / d };
}

static inline uint64_t
divide(uint64_t n, const struct divisor *by)
{
	uint64_t q = (uint64_t)(((uwide_t)n * by->magic) >> 64);

	return q + (n - q * by->d >= by->d);
}

/* half_up((value - from) / (to - from)) held within 0..1, and whether `to` is reached; from and to
 * differ by at most NARROW_MAX, either way. The value is cut to their span first, so nothing can
 * overflow. */
static void
fractions_same(const struct kernel_ctx *ctx, const int64_t *restrict value, int64_t from,
    int64_t to, int64_t *restrict frac, uint8_t *restrict passed)
{
	int64_t low = from < to ? from : to;
	int64_t high = from < to ? to : from;
	int64_t turn = from < to ? 1 : -1;
	struct divisor whole = divisor_of((uint64_t)(high - low));
	uint32_t n = ctx->n;

	for (uint32_t i = 0; i < n; i++) {
		int64_t v = value[i] > high ? high : value[i];
		uint64_t part = (uint64_t)(((v < low ? low : v) - from) * turn);

		passed[i] = part == whole.d;
		frac[i] = (int64_t)divide(part * FRAC_ONE + whole.d / 2, &whole);
	}
}

/* Long division, digit by binary digit, where the product does not fit. */
int64_t
kind_scaled(uint64_t most, uwide_t part, uwide_t whole)
{
	uwide_t rest = 0, q = 0;

	if (whole >> 96 == 0) {
		part *= most;
		q = part / whole;
		rest = part - q * whole;
		return (int64_t)(q + (rest >= whole - rest));
	}
	for (int bit = 30; bit-- > 0;) {
		q *= 2;
		rest *= 2;
		if (rest >= whole) {
			rest -= whole;
			q++;
		}
		if ((most >> bit & 1) == 0)
			continue;
		rest += part;
		if (rest >= whole) {
			rest -= whole;
			q++;
		}
	}
	return (int64_t)(q + (rest >= whole - rest));
}

/* The same for 64-bit numbers below 2^47: five digits, then four. */
static inline int64_t
middle_fraction(uint64_t part, uint64_t whole)
{
	uint64_t n = part * 100000;
	uint64_t q = n / whole;

	n = (n - q * whole) * 10000 + whole / 2;
	return (int64_t)(q * 10000 + n / whole);
}

/* half_up(part / whole) held within 0..1; whole > 0. */
int64_t
kind_fraction(wide_t part, wide_t whole)
{
	if (part <= 0)
		return 0;
	if (part >= whole)
		return FRAC_ONE;
	if (whole <= NARROW_MAX)
		return (
		    int64_t)(((uint64_t)part * FRAC_ONE + (uint64_t)whole / 2) / (uint64_t)whole);
	if (whole >> 47 == 0)
		return middle_fraction((uint64_t)part, (uint64_t)whole);
	return kind_scaled(FRAC_ONE, (uwide_t)part, (uwide_t)whole);
}

static void
apply_cap(const struct kernel_ctx *ctx, const struct column *cap, struct kind_out *out)
{
	if (cap->v == NULL)
		return;
	kind_known_of(ctx, out, cap);
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t most = cap->v[i] < 0         ? 0
			       : cap->v[i] > DEC_ONE ? FRAC_ONE
						     : cap->v[i] * SHARE_TO_FRAC;

		out->frac[i] = out->frac[i] > most ? most : out->frac[i];
	}
}

/* value / target, both plain. */
static void
ratio_plain(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	const int64_t *value = in->value.v;
	const int64_t *target = in->target.v;

	if (in->target.same && target[0] > 0 && target[0] <= NARROW_MAX) {
		fractions_same(ctx, value, 0, target[0], out->frac, out->passed);
		return;
	}
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->passed[i] = value[i] >= target[i];
		out->frac[i] = target[i] > 0 ? kind_fraction(value[i], target[i]) : 0;
	}
}

/* (value / of) / (target / 10^6) */
static void
ratio_of(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	for (uint32_t i = 0; i < ctx->n; i++) {
		wide_t part = (wide_t)in->value.v[i] * DEC_ONE;
		wide_t whole = (wide_t)in->of.v[i] * in->target.v[i];

		out->passed[i] = part >= whole;
		out->frac[i] = out->known[i] ? kind_fraction(part, whole) : 0;
	}
}

static void
kind_ratio(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	memcpy(out->known, in->value.known, ctx->n);
	kind_known_positive(ctx, out, &in->target);
	if (in->of.v != NULL) {
		kind_known_positive(ctx, out, &in->of);
		ratio_of(ctx, in, out);
	} else {
		ratio_plain(ctx, in, out);
	}
	apply_cap(ctx, &in->cap, out);
	kind_blank_unknown(ctx, out);
}

static void
kind_pass(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	if (in->when.v != NULL) {
		memcpy(out->known, in->when.known, ctx->n);
		for (uint32_t i = 0; i < ctx->n; i++)
			out->passed[i] = in->when.v[i] != 0;
	} else {
		memcpy(out->known, in->value.known, ctx->n);
		kind_known_of(ctx, out, &in->target);
		for (uint32_t i = 0; i < ctx->n; i++)
			out->passed[i] = in->value.v[i] >= in->target.v[i];
	}
	if (in->when.v == NULL && in->of.v != NULL) {
		kind_known_positive(ctx, out, &in->of);
		for (uint32_t i = 0; i < ctx->n; i++)
			out->passed[i] = dec_cmp_products(in->value.v[i], DEC_ONE, in->target.v[i],
					     in->of.v[i]) >= 0;
	}
	for (uint32_t i = 0; i < ctx->n; i++)
		out->frac[i] = out->passed[i] ? FRAC_ONE : 0;
	kind_blank_unknown(ctx, out);
}

/* One row of linear: (value - floor * of) over (target - floor) * of, turned round when the target
 * lies below; without `of` the numbers are compared as they are. */
static void
linear_row(const struct kind_in *in, uint32_t i, struct kind_out *out)
{
	int64_t floor = in->floor.v != NULL ? in->floor.v[i] : 0;
	int64_t of = in->of.v != NULL ? in->of.v[i] : 1;
	wide_t value = in->of.v != NULL ? (wide_t)in->value.v[i] * DEC_ONE : in->value.v[i];
	wide_t whole = (wide_t)in->target.v[i] - floor;
	wide_t part = value - (wide_t)floor * of;

	if (!out->known[i])
		return;
	if (whole < 0) {
		whole = -whole;
		part = -part;
	}
	out->passed[i] = part >= whole * of;
	out->frac[i] = kind_fraction(part, whole * of);
}

/* Floor and target alike in all rows, and near enough: the usual case. */
static bool
linear_is_same(const struct kind_in *in, int64_t *floor)
{
	wide_t span;

	*floor = in->floor.v == NULL ? 0 : in->floor.v[0];
	span = (wide_t)in->target.v[0] - *floor;
	return in->of.v == NULL && in->target.same && (in->floor.v == NULL || in->floor.same) &&
	       span != 0 && span <= NARROW_MAX && span >= -(wide_t)NARROW_MAX;
}

/* A line needs two ends: a target equal to the floor is not known. */
static void
kind_linear(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	int64_t floor;

	if (in->n_steps > 0) {
		kind_points(ctx, in, out);
		return;
	}
	memcpy(out->known, in->value.known, ctx->n);
	kind_known_of(ctx, out, &in->target);
	if (in->floor.v != NULL)
		kind_known_of(ctx, out, &in->floor);
	if (in->of.v != NULL)
		kind_known_positive(ctx, out, &in->of);
	if (linear_is_same(in, &floor)) {
		fractions_same(ctx, in->value.v, floor, in->target.v[0], out->frac, out->passed);
	} else {
		for (uint32_t i = 0; i < ctx->n; i++) {
			out->known[i] &=
			    in->target.v[i] != (in->floor.v != NULL ? in->floor.v[i] : 0);
			linear_row(in, i, out);
		}
	}
	kind_blank_unknown(ctx, out);
}

/* A percent as a fraction of the weight, held within 0..1. */
int64_t
kind_share(int64_t share)
{
	share = share < 0 ? 0 : share;
	return (share > DEC_ONE ? DEC_ONE : share) * SHARE_TO_FRAC;
}

/* Bounds and shares alike in all rows: the usual case. */
static void
steps_same(const struct kernel_ctx *ctx, const int64_t *restrict value,
    const struct kind_step *steps, uint32_t n_steps, bool at, int64_t *restrict frac)
{
	uint32_t n = ctx->n;

	for (uint32_t k = 0; k < n_steps; k++) {
		int64_t past = steps[k].bound.v[0] - (at ? 1 : 0);
		int64_t share = kind_share(steps[k].share.v[0]);

		for (uint32_t i = 0; i < n; i++)
			frac[i] ^=
			    (frac[i] ^ share) & -(int64_t)(value[i] > past); /* no branch to miss */
	}
}

static bool
steps_are_same(const struct kind_step *steps, uint32_t n)
{
	for (uint32_t k = 0; k < n; k++) {
		if (!steps[k].bound.same || !steps[k].share.same ||
		    steps[k].bound.v[0] == INT64_MIN)
			return false;
	}
	return true;
}

/* Rows whose value lies past `bound` take `share` instead of what they have; `at`: the bound itself
 * is already past. */
static void
step_plain(const struct kernel_ctx *ctx, const int64_t *value, const int64_t *bound, bool at,
    const int64_t *share, int64_t *frac)
{
	for (uint32_t i = 0; i < ctx->n; i++) {
		if (value[i] > bound[i] || (at && value[i] == bound[i]))
			frac[i] = kind_share(share[i]);
	}
}

static void
step_of(const struct kernel_ctx *ctx, const struct kind_in *in, const int64_t *bound, bool at,
    const int64_t *share, int64_t *frac)
{
	int least = at ? 0 : 1;

	for (uint32_t i = 0; i < ctx->n; i++) {
		if (dec_cmp_products(in->value.v[i], DEC_ONE, bound[i], in->of.v[i]) >= least)
			frac[i] = kind_share(share[i]);
	}
}

/* A share that is missing matters only to the rows that stand on its step; found by a second pass
 * over the presence bytes, and only when some are missing. */
static void
missing_shares(const struct kernel_ctx *ctx, const struct kind_in *in,
    const struct kind_step *steps, uint32_t n, bool at, const struct column *first,
    struct kind_out *out)
{
	for (uint32_t i = 0; i < ctx->n; i++) {
		uint8_t known = first != NULL ? first->known[i] : 1;

		for (uint32_t k = 0; k < n && out->known[i]; k++) {
			int64_t of = in->of.v != NULL ? in->of.v[i] : DEC_ONE;
			int sign =
			    dec_cmp_products(in->value.v[i], DEC_ONE, steps[k].bound.v[i], of);

			if (sign >= (at ? 0 : 1))
				known = steps[k].share.known[i];
		}
		out->known[i] &= known;
	}
}

static bool
any_missing(const struct kernel_ctx *ctx, const struct column *col)
{
	return memchr(col->known, 0, col->same ? 1 : ctx->n) != NULL;
}

static void
full_passes(uint32_t n, const int64_t *restrict frac, uint8_t *restrict passed)
{
	for (uint32_t i = 0; i < n; i++)
		passed[i] = frac[i] == FRAC_ONE;
}

/* frac holds the fraction of the step below the first bound; steps[k] (k < n) is what holds past
 * bound k. */
static void
run_steps(const struct kernel_ctx *ctx, const struct kind_in *in, const struct kind_step *steps,
    uint32_t n, bool at, const struct column *first, struct kind_out *out)
{
	bool gaps = first != NULL && any_missing(ctx, first);
	bool same = in->of.v == NULL && steps_are_same(steps, n);

	memcpy(out->known, in->value.known, ctx->n);
	if (in->of.v != NULL)
		kind_known_positive(ctx, out, &in->of);
	for (uint32_t k = 0; k < n; k++) {
		kind_known_of(ctx, out, &steps[k].bound);
		gaps |= any_missing(ctx, &steps[k].share);
		if (in->of.v != NULL)
			step_of(ctx, in, steps[k].bound.v, at, steps[k].share.v, out->frac);
		else if (!same)
			step_plain(
			    ctx, in->value.v, steps[k].bound.v, at, steps[k].share.v, out->frac);
	}
	if (same)
		steps_same(ctx, in->value.v, steps, n, at, out->frac);
	if (gaps)
		missing_shares(ctx, in, steps, n, at, first, out);
	full_passes(ctx->n, out->frac, out->passed);
	kind_blank_unknown(ctx, out);
}

/* Band k ends at bound k; the last is open. Seen upwards: past bound k the share of band k + 1
 * holds. */
static void
kind_bands(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	struct kind_step steps[KIND_STEPS_MAX];
	uint32_t n = in->n_steps - 1;

	assert(in->n_steps > 0);
	for (uint32_t k = 0; k < n; k++) {
		steps[k].bound = in->steps[k].bound;
		steps[k].share = in->steps[k + 1].share;
	}
	for (uint32_t i = 0; i < ctx->n; i++)
		out->frac[i] = kind_share(in->steps[0].share.v[i]);
	run_steps(ctx, in, steps, n, !in->inclusive, &in->steps[0].share, out);
}

/* Late is late, also where the first step takes nothing yet. */
static void
late_fails(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	for (uint32_t i = 0; i < ctx->n; i++) {
		int past = dec_cmp_products(in->value.v[i], DEC_ONE, in->steps[0].bound.v[i],
		    in->of.v != NULL ? in->of.v[i] : DEC_ONE);

		if (past > 0 || (past == 0 && in->inclusive))
			out->passed[i] = 0;
	}
}

static void
kind_late_steps(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	for (uint32_t i = 0; i < ctx->n; i++)
		out->frac[i] = FRAC_ONE;
	run_steps(ctx, in, in->steps, in->n_steps, in->inclusive, NULL, out);
	late_fails(ctx, in, out);
}

/* clang-format off */
#define ASKED_ZH "要求 {target}，实际 {found}"
#define ASKED_EN "Required {target}, found {found}"
const struct kind kind_table[KIND_ID_COUNT] = {
	[KIND_PASS] = { "pass", 0, KA_VALUE | KA_OF | KA_TARGET | KA_WHEN, kind_pass,
	    "达到要求得满分，否则不得分。写 when:（条件），或写 value: 与 target:（value >= target；有 of: 时按 value/of 精确比较）",
	    "Full points when the requirement is met, else none. Give `when`, or `value` and `target` (value >= target; with `of`, value/of compared exactly)",
	    "value: 30, of: 61, target: 50%, score: pass", "0%",
	    "[要求 {when}，实际 {when=}][" ASKED_ZH "]", "[Required {when}, found {when=}][" ASKED_EN "]", false, false },
	[KIND_RATIO] = { "ratio", KA_VALUE | KA_TARGET, KA_VALUE | KA_OF | KA_TARGET | KA_CAP, kind_ratio,
	    "按完成比例得分：value / target（有 of: 时为 value / (of × target)），不低于 0，不高于 cap（默认 100%）；target 不大于 0 时视为未知",
	    "Points in proportion: value / target (with `of`: value / (of * target)), at least 0, at most cap (default 100%); unknown when the target is not above 0",
	    "value: 45, target: 60, score: {ratio: {cap: 100%}}", "75%",
	    ASKED_ZH "[，至多得 {cap}]", ASKED_EN "[, at most {cap} is earned]", false, false },
	[KIND_LINEAR] = { "linear", KA_VALUE | KA_TARGET, KA_VALUE | KA_OF | KA_TARGET | KA_FLOOR | KA_STEPS, kind_linear,
	    "从 from（默认 0，得 0 分）到 to（得满分）线性计分；to 小于 from 时数值越小越好；两者相等时视为未知。也可改写 points: [{at, share}, …]：各点 at 从小到大，点间按直线，首点之前与末点之后为平线",
	    "A straight line from `from` (default 0: no points) to `to` (full points); lower is better when `to` is below `from`; unknown when they are equal. Or `points: [{at, share}, …]`: `at` rises, straight between the points, flat before the first and behind the last",
	    "value: 80%, score: {linear: {points: [{at: 60%, share: 0%}, {at: 90%, share: 60%}, {at: 95%, share: 100%}]}}", "40%",
	    "[" ASKED_ZH "]", "[" ASKED_EN "]", false, false },
	[KIND_BANDS] = { "bands", KA_VALUE | KA_STEPS, KA_VALUE | KA_OF | KA_STEPS, kind_bands,
	    "分档计分：各档 up_to 从小到大，末档不设上限；inclusive 表示等于界限的值属于本档",
	    "Points by band: up_to rises, the last band is open; inclusive says that a value on the bound is inside",
	    "value: 3, score: {bands: {steps: [{up_to: 2, share: 0%}, {up_to: 4, share: 60%}, {share: 100%}]}}", "60%", "", "", false, false },
	[KIND_LATE_STEPS] = { "late_steps", KA_VALUE | KA_STEPS, KA_VALUE | KA_OF | KA_STEPS, kind_late_steps,
	    "逾期扣减：value 为逾期天数，取最后一个已超过的 after 档的得分比例；都未超过得满分；compare: ge 表示达到即算超过",
	    "Points that fall with lateness: value in days; the share of the last `after` that is exceeded (compare: ge, reached), else full points",
	    "value: 16 days, score: {late_steps: {steps: [{after: 15 days, share: 50%}, {after: 30 days, share: 0%}]}}", "50%", "", "", false, false },
	[KIND_RUBRIC] = { "rubric", KA_VALUE | KA_TARGET, KA_VALUE | KA_TARGET, kind_ratio,
	    "评审打分：value 为评委给分，max 为该项满分，按比例得分",
	    "Judged points: value is the mark given, max the highest mark; points in proportion",
	    "value: 17, score: {rubric: {max: 20}}", "85%", ASKED_ZH, ASKED_EN, false, false },
	[KIND_CHECKLIST] = { "checklist", KA_VALUE | KA_OF, KA_VALUE | KA_OF | KA_CRITICAL | KA_CAP, kind_checklist,
	    "清单核查：已落实项数 value / 应落实项数 of；关键项 critical（条件）不成立时，得分比例至多为 cap",
	    "A checklist: items met (`value`) of items required (`of`); when `critical`, a condition, does not hold, no more than the share `cap` is left",
	    "value: 9, of: 10, score: {checklist: {critical: false, cap: 60%}}", "60%",
	    "应落实 {of} 项，已落实 {value} 项[；关键项 {critical=}，不成立时至多得 {cap}]",
	    "{value} of {of} items met[; critical: {critical=}, else at most {cap} is left]", false, false },
	[KIND_PER_OCCURRENCE] = { "per_occurrence", KA_VALUE | KA_EACH, KA_VALUE | KA_EACH | KA_CAP, kind_per_occurrence,
	    "按次扣分：每发生一次扣 each，至多扣 cap（默认扣完为止）；each 与 cap 同为百分数（占本项分值）或同为分数",
	    "Every occurrence costs `each`, in all at most `cap` (default: until nothing is left); both are percents of the indicator's points, or both are points",
	    "value: 3, score: {per_occurrence: {each: 20%}}", "40%",
	    "发生 {found} 次，每次扣 {each}[，至多扣 {cap}]", "{found} occurrences, each costs {each}[, at most {cap}]", false, false },
	[KIND_CEILING] = { "ceiling", KA_VALUE | KA_TARGET, KA_VALUE | KA_OF | KA_TARGET, kind_ceiling,
	    "不超过上限 max 得满分，否则不得分；有 of: 时按 value/of 精确比较",
	    "Full points when the value is at most `max`, else none; with `of`, value/of compared exactly",
	    "value: 201, of: 10000, score: {ceiling: {max: 2%}}", "0%",
	    "不得超过 {target}，实际 {found}", "At most {target}, found {found}", false, false },
	[KIND_TOLERANCE] = { "tolerance", KA_VALUE | KA_TARGET, KA_VALUE | KA_OF | KA_TARGET | KA_WITHIN, kind_tolerance,
	    "与 target 之差不超过 within（默认 0，即相等）得满分，否则不得分；有 of: 时按 value/of 精确比较",
	    "Full points when the value lies no further than `within` (default 0: equal) from `target`, else none; with `of`, value/of compared exactly",
	    "value: 100, of: 300, target: 33.3333%, score: {tolerance: {within: 0.0001%}}", "100%",
	    ASKED_ZH "[，允许相差 {within}]", ASKED_EN "[, may be off by {within}]", false, false },
	[KIND_FORMULA] = { "formula", KA_VALUE, KA_VALUE, kind_formula,
	    "由公式直接给出得分比例：value 为百分数，低于 0% 按 0%、高于 100% 按 100% 计",
	    "The formula itself gives the share of the points: `value` is a percent, held within 0% and 100%",
	    "value: 'if(3 > 2, 100% - 15% * 2, 0%)', score: formula", "70%",
	    "得分比例 {found}", "Share {found}", false, false },
	[KIND_INFO] = { "info", KA_VALUE, KA_VALUE | KA_OF | KA_TARGET, kind_info,
	    "仅供参考：显示数值（有 target 时并说明是否达到），不设分值，不计分",
	    "For information: the value is shown, and with a target whether it is reached; has no weight and earns nothing",
	    "value: 12, score: info", "0%", "[" ASKED_ZH "]", "[" ASKED_EN "]", true, false },
	[KIND_BONUS] = { "bonus", KA_VALUE | KA_EACH | KA_CAP, KA_VALUE | KA_EACH | KA_CAP, kind_bonus,
	    "加分：每次（每单位）加 each 分，至多加 cap 分，不为负；不设分值，直接加到总分，不参与各项合计；总分不超过满分",
	    "A bonus: `each` points for every occurrence, at most `cap`, never negative; has no weight, is added to the total and not to the sum of the indicators; the total stays within the full score",
	    "value: 3, score: {bonus: {each: 2, cap: 5}}", "+5",
	    "实际 {found}，每次加 {each}，至多加 {cap}", "Found {found}, each adds {each}, at most {cap}", true, true },
};
/* clang-format on */

const struct kind *
kind_find(struct text name)
{
	for (int k = 0; k < KIND_ID_COUNT; k++) {
		if (text_is(name, kind_table[k].name))
			return &kind_table[k];
	}
	return NULL;
}
