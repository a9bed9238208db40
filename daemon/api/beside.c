#include "api/beside.h"

#include <string.h>

#include "rules/diag.h"
#include "rules/table.h"

void
beside_init(struct beside *b, struct arena *arena, const struct rule_files *reader)
{
	*b = (struct beside){ .arena = arena, .reader = reader };
}

static void
keep(struct beside *b, struct text name, const char *path, struct text text)
{
	struct kept_file *more;

	if (text.len > TABLE_CSV_MAX)
		return; /* is refused anyway */
	if (b->n == b->cap) {
		b->cap = b->cap == 0 ? 8 : 2 * b->cap;
		more = arena_array(b->arena, b->cap, sizeof(*more));
		if (b->n > 0)
			memcpy(more, b->kept, b->n * sizeof(*more));
		b->kept = more;
	}
	b->kept[b->n++] = (struct kept_file){ text_dup(b->arena, name), text_dup(b->arena, text),
		text_dup(b->arena, text_of(path)).ptr };
}

static const char *
read_one(void *ctx, const char *scheme_file, struct text name, const char **path, struct text *ret)
{
	struct beside *b = ctx;
	const char *why;

	if (b->reader != NULL) {
		why = b->reader->read(b->reader->ctx, scheme_file, name, path, ret);
		if (why == NULL)
			keep(b, name, *path, *ret);
		return why;
	}
	for (uint32_t i = 0; i < b->n; i++) {
		if (!text_eq(b->kept[i].name, name))
			continue;
		*path = b->kept[i].path;
		*ret = b->kept[i].text;
		return NULL;
	}
	return DIAG_BOTH("已加载的方案没有这个文件", "no scheme that is loaded has such a file");
}

struct rule_files
beside_files(struct beside *b)
{
	return (struct rule_files){ b, read_one };
}
