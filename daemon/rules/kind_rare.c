/*
 * Kinds that are rare: row by row, in 128 bits, so that every comparison and every fraction is
 * exact (I1). A factor value * 10^6 stays below 2^83, a bound * of below 2^126, so sums and
 * differences fit.
 */
#include <string.h>

#include "rules/kind_internal.h"

static int64_t
of_row(const struct column *col, uint32_t i, int64_t absent)
{
	return col->v != NULL ? col->v[i] : absent;
}

/* The value as it is compared with bound * of_row(of, 1). */
static wide_t
value_row(const struct kind_in *in, uint32_t i)
{
	return in->of.v != NULL ? (wide_t)in->value.v[i] * DEC_ONE : in->value.v[i];
}

static void
begin(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	memcpy(out->known, in->value.known, ctx->n);
	memset(out->frac, 0, ctx->n * sizeof(*out->frac));
	memset(out->passed, 0, ctx->n);
	if (in->of.v != NULL)
		kind_known_positive(ctx, out, &in->of);
	if (in->target.v != NULL)
		kind_known_of(ctx, out, &in->target);
}

static void
all_or_nothing(const struct kernel_ctx *ctx, struct kind_out *out)
{
	for (uint32_t i = 0; i < ctx->n; i++)
		out->frac[i] = out->passed[i] ? FRAC_ONE : 0;
	kind_blank_unknown(ctx, out);
}

/* met / required; a critical item that is not met leaves no more than the cap, and only then must
 * the cap be known. */
void
kind_checklist(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	begin(ctx, in, out);
	if (in->critical.v != NULL)
		kind_known_of(ctx, out, &in->critical);
	for (uint32_t i = 0; i < ctx->n; i++) {
		bool held = in->critical.v == NULL || in->critical.v[i] != 0;
		int64_t most = FRAC_ONE;

		if (!held) {
			out->known[i] &= in->cap.known[i];
			most = kind_share(in->cap.v[i]);
		}
		if (!out->known[i])
			continue;
		out->frac[i] = kind_fraction(in->value.v[i], in->of.v[i]);
		out->frac[i] = out->frac[i] > most ? most : out->frac[i];
		out->passed[i] = held && in->value.v[i] >= in->of.v[i];
	}
	kind_blank_unknown(ctx, out);
}

/* What n occurrences cost or earn, as a multiple of 10^-12 of a point or a percent. */
static wide_t
cost_of(const struct kind_in *in, uint32_t i)
{
	int64_t n = in->value.v[i], each = in->each.v[i];
	wide_t cost = n > 0 && each > 0 ? (wide_t)n * each : 0;
	wide_t most;

	if (in->cap.v == NULL)
		return cost;
	most = in->cap.v[i] > 0 ? (wide_t)in->cap.v[i] * DEC_ONE : 0;
	return cost < most ? cost : most;
}

void
kind_per_occurrence(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	wide_t whole = (wide_t)in->whole * DEC_ONE;

	begin(ctx, in, out);
	kind_known_of(ctx, out, &in->each);
	if (in->cap.v != NULL)
		kind_known_of(ctx, out, &in->cap);
	for (uint32_t i = 0; i < ctx->n; i++) {
		if (!out->known[i])
			continue;
		out->frac[i] = kind_fraction(whole - cost_of(in, i), whole);
		out->passed[i] = in->value.v[i] <= 0;
	}
	kind_blank_unknown(ctx, out);
}

void
kind_ceiling(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	begin(ctx, in, out);
	for (uint32_t i = 0; i < ctx->n; i++)
		out->passed[i] =
		    value_row(in, i) <= (wide_t)in->target.v[i] * of_row(&in->of, i, 1);
	all_or_nothing(ctx, out);
}

void
kind_tolerance(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	begin(ctx, in, out);
	if (in->within.v != NULL)
		kind_known_of(ctx, out, &in->within);
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t of = of_row(&in->of, i, 1);
		wide_t off = value_row(in, i) - (wide_t)in->target.v[i] * of;

		off = off < 0 ? -off : off;
		out->passed[i] = off <= (wide_t)of_row(&in->within, i, 0) * of;
	}
	all_or_nothing(ctx, out);
}

void
kind_formula(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	begin(ctx, in, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->frac[i] = kind_share(in->value.v[i]);
		out->passed[i] = in->value.v[i] >= DEC_ONE;
	}
	kind_blank_unknown(ctx, out);
}

/* Shown, not scored; with a target it says whether that is reached. */
void
kind_info(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	begin(ctx, in, out);
	for (uint32_t i = 0; in->target.v != NULL && i < ctx->n; i++)
		out->passed[i] =
		    value_row(in, i) >= (wide_t)in->target.v[i] * of_row(&in->of, i, 1);
	kind_blank_unknown(ctx, out);
}

/* As a fraction of the most there is; the points are the engine's to add. */
void
kind_bonus(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	begin(ctx, in, out);
	kind_known_of(ctx, out, &in->each);
	kind_known_of(ctx, out, &in->cap);
	for (uint32_t i = 0; i < ctx->n; i++) {
		if (!out->known[i])
			continue;
		out->passed[i] = cost_of(in, i) > 0;
		if (in->cap.v[i] > 0)
			out->frac[i] =
			    kind_fraction(cost_of(in, i), (wide_t)in->cap.v[i] * DEC_ONE);
	}
	kind_blank_unknown(ctx, out);
}

/* Every point must be known and lie to the right of the one before. */
static bool
points_rise(const struct kind_in *in, uint32_t i)
{
	for (uint32_t k = 0; k < in->n_steps; k++) {
		const struct kind_step *s = &in->steps[k];

		if (!s->bound.known[i] || !s->share.known[i])
			return false;
		if (k > 0 && s->bound.v[i] <= s[-1].bound.v[i])
			return false;
	}
	return true;
}

static int64_t
held_share(const struct kind_step *s, uint32_t i)
{
	int64_t share = s->share.v[i];

	return share < 0 ? 0 : share > DEC_ONE ? DEC_ONE : share;
}

/* Between two points: the higher share less what is lost towards the lower one, so that half up
 * stays half up on a falling line. */
static int64_t
on_segment(int64_t from, int64_t to, wide_t part, wide_t whole)
{
	if (to < from)
		return to * SHARE_TO_FRAC + kind_scaled((uint64_t)((from - to) * SHARE_TO_FRAC),
						(uwide_t)(whole - part), (uwide_t)whole);
	return from * SHARE_TO_FRAC +
	       kind_scaled((uint64_t)((to - from) * SHARE_TO_FRAC), (uwide_t)part, (uwide_t)whole);
}

static void
points_row(const struct kind_in *in, uint32_t i, struct kind_out *out)
{
	int64_t of = of_row(&in->of, i, 1);
	wide_t value = value_row(in, i);
	uint32_t k = 0;
	int64_t to;

	while (k < in->n_steps && value > (wide_t)in->steps[k].bound.v[i] * of)
		k++;
	to = held_share(&in->steps[k < in->n_steps ? k : k - 1], i);
	if (k == 0 || k == in->n_steps) {
		out->frac[i] = to * SHARE_TO_FRAC;
		out->passed[i] = to == DEC_ONE;
	} else {
		const struct kind_step *s = &in->steps[k];
		int64_t from = held_share(s - 1, i);
		wide_t part = value - (wide_t)s[-1].bound.v[i] * of;
		wide_t whole = ((wide_t)s->bound.v[i] - s[-1].bound.v[i]) * of;

		out->frac[i] = on_segment(from, to, part, whole);
		out->passed[i] = to == DEC_ONE && (from == DEC_ONE || part == whole);
	}
}

/* linear with more than two points: flat before the first and behind the last. */
void
kind_points(const struct kernel_ctx *ctx, const struct kind_in *in, struct kind_out *out)
{
	begin(ctx, in, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->known[i] &= points_rise(in, i);
		if (out->known[i])
			points_row(in, i, out);
	}
	kind_blank_unknown(ctx, out);
}
