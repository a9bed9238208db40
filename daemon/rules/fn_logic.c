/*
 * Comparisons, three-valued logic (Kleene) and the functions that look at missing values (I3).
 */
#include "rules/fn_internal.h"

#define COMPARE(name, sign)                                                               \
	void name(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, \
	    struct column *out)                                                           \
	{                                                                                 \
		const int64_t *a = args[0].v;                                             \
		const int64_t *b = args[1].v;                                             \
                                                                                          \
		known_all(ctx, args, argc, out);                                          \
		for (uint32_t i = 0; i < ctx->n; i++)                                     \
			out->v[i] = a[i] sign b[i] ? DEC_ONE : 0;                         \
	}

COMPARE(fn_eq, ==)
COMPARE(fn_ne, !=)
COMPARE(fn_lt, <)
COMPARE(fn_le, <=)
COMPARE(fn_gt, >)
COMPARE(fn_ge, >=)

void
fn_between(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	const int64_t *v = args[0].v;

	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++)
		out->v[i] = v[i] >= args[1].v[i] && v[i] <= args[2].v[i] ? DEC_ONE : 0;
}

/* false and missing = false; true and missing = missing. */
void
fn_and(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	(void)argc;
	for (uint32_t i = 0; i < ctx->n; i++) {
		bool a_false = args[0].known[i] && args[0].v[i] == 0;
		bool b_false = args[1].known[i] && args[1].v[i] == 0;
		bool both = args[0].known[i] && args[1].known[i];

		out->known[i] = a_false || b_false || both;
		out->v[i] = both && !a_false && !b_false ? DEC_ONE : 0;
	}
}

/* true or missing = true; false or missing = missing. */
void
fn_or(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	(void)argc;
	for (uint32_t i = 0; i < ctx->n; i++) {
		bool a_true = args[0].known[i] && args[0].v[i] != 0;
		bool b_true = args[1].known[i] && args[1].v[i] != 0;

		out->known[i] = a_true || b_true || (args[0].known[i] && args[1].known[i]);
		out->v[i] = a_true || b_true ? DEC_ONE : 0;
	}
}

void
fn_not(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++)
		out->v[i] = args[0].v[i] == 0 ? DEC_ONE : 0;
}

/* Only the branch taken decides whether the result is known. */
void
fn_if(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	(void)argc;
	for (uint32_t i = 0; i < ctx->n; i++) {
		const struct column *branch = &args[args[0].v[i] != 0 ? 1 : 2];

		out->known[i] = args[0].known[i] & branch->known[i];
		out->v[i] = out->known[i] ? branch->v[i] : 0;
	}
}

/* The value of the first band [low, high) that x lies in; the last argument when there is one more
 * than whole bands. NULL: none, or a bound that decides is missing. */
static const struct column *
band_of(const struct column *args, uint32_t argc, uint32_t i)
{
	int64_t x = args[0].v[i];

	for (uint32_t a = 1; args[0].known[i] && a + 2 < argc; a += 3) {
		const struct column *low = &args[a], *high = &args[a + 1];

		if ((low->known[i] && x < low->v[i]) || (high->known[i] && x >= high->v[i]))
			continue;
		return low->known[i] && high->known[i] ? &args[a + 2] : NULL;
	}
	return args[0].known[i] && argc % 3 == 2 ? &args[argc - 1] : NULL;
}

static void
take(struct column *out, uint32_t i, const struct column *from)
{
	out->known[i] = from != NULL && from->known[i];
	out->v[i] = out->known[i] ? from->v[i] : 0;
}

void
fn_band(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	for (uint32_t i = 0; i < ctx->n; i++)
		take(out, i, band_of(args, argc, i));
}

/* args[0] says which of the others, from 1 on. */
void
fn_pick(const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	for (uint32_t i = 0; i < ctx->n; i++) {
		int64_t at;
		bool there = args[0].known[i] && whole(args[0].v[i], argc - 1, &at) && at >= 1;

		take(out, i, there ? &args[at] : NULL);
	}
}

void
fn_count_known(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	memset(out->known, 1, ctx->n);
	memset(out->v, 0, ctx->n * sizeof(*out->v));
	for (uint32_t a = 0; a < argc; a++) {
		for (uint32_t i = 0; i < ctx->n; i++)
			out->v[i] += args[a].known[i] ? DEC_ONE : 0;
	}
}

void
fn_is_missing(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	(void)argc;
	memset(out->known, 1, ctx->n);
	for (uint32_t i = 0; i < ctx->n; i++)
		out->v[i] = args[0].known[i] ? 0 : DEC_ONE;
}

void
fn_is_known(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	(void)argc;
	memset(out->known, 1, ctx->n);
	for (uint32_t i = 0; i < ctx->n; i++)
		out->v[i] = args[0].known[i] ? DEC_ONE : 0;
}

void
fn_remove_zeros(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	(void)argc;
	for (uint32_t i = 0; i < ctx->n; i++) {
		out->known[i] = args[0].known[i] && args[0].v[i] != 0;
		out->v[i] = out->known[i] ? args[0].v[i] : 0;
	}
}

void
fn_first_known(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	for (uint32_t i = 0; i < ctx->n; i++) {
		uint32_t a = 0;

		while (a + 1 < argc && !args[a].known[i])
			a++;
		out->known[i] = args[a].known[i];
		out->v[i] = out->known[i] ? args[a].v[i] : 0;
	}
}
