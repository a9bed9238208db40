/* Texts: a value is its place in the scheme's pool (rules/value.h). Characters, never bytes. */
#include "rules/fn_internal.h"

static struct text
text_at(const struct kernel_ctx *ctx, int64_t v)
{
	return ctx->texts[v / DEC_ONE];
}

/* Bytes that begin a character of UTF-8. */
static int64_t
characters(struct text t)
{
	int64_t n = 0;

	for (size_t i = 0; i < t.len; i++)
		n += ((unsigned char)t.ptr[i] & 0xc0) != 0x80;
	return n;
}

void
fn_length(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++)
		out->v[i] = out->known[i] ? characters(text_at(ctx, args[0].v[i])) * DEC_ONE : 0;
}

static bool
has_part(struct text t, struct text part)
{
	return part.len == 0 || memmem(t.ptr, t.len, part.ptr, part.len) != NULL;
}

void
fn_contains(
    const struct kernel_ctx *ctx, const struct column *args, uint32_t argc, struct column *out)
{
	known_all(ctx, args, argc, out);
	for (uint32_t i = 0; i < ctx->n; i++) {
		bool all = out->known[i];

		for (uint32_t a = 1; all && a < argc; a++)
			all = has_part(text_at(ctx, args[0].v[i]), text_at(ctx, args[a].v[i]));
		out->v[i] = all ? DEC_ONE : 0;
	}
}
