/* A request body made of any bytes: what is taken is written out and read again, and must be the
 * same tree; a refusal says where. */
#include <stdlib.h>
#include <string.h>

#include "api/json_in.h"
#include "api/json_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
write_value(struct json *j, const struct jvalue *v)
{
	if (v->parent != NULL && v->parent->type == J_OBJECT)
		json_keyt(j, v->key);
	if (v->type == J_STRING)
		json_text(j, v->text);
	else if (v->type != J_ARRAY && v->type != J_OBJECT)
		json_raw(j, v->text);
	else if (v->type == J_OBJECT)
		json_object(j);
	else
		json_array(j);
	for (uint32_t i = 0; i < v->count; i++)
		write_value(j, &v->items[i]);
	if (v->type == J_ARRAY || v->type == J_OBJECT)
		json_end(j);
}

static void
print(const struct jvalue *v, struct buf *out)
{
	struct json j;

	buf_init(out, 64u << 20);
	json_init(&j, out);
	write_value(&j, v);
	if (!json_done(&j))
		abort();
}

static void
read_again(const struct jvalue *v, struct arena *arena)
{
	const struct jvalue *again;
	struct buf first, second;
	struct err err;

	print(v, &first);
	if (json_read((struct text){ first.data, first.len }, arena, &again, &err) != ERR_OK)
		abort();
	print(again, &second);
	if (first.len != second.len || memcmp(first.data, second.data, first.len) != 0)
		abort();
	buf_free(&first);
	buf_free(&second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(64u << 20);
	const struct jvalue *v;
	struct err err = { 0 };

	if (json_read((struct text){ (const char *)data, size }, arena, &v, &err) == ERR_OK)
		read_again(v, arena);
	else if (err.pointer[0] != '#')
		abort();
	arena_free(arena);
	return 0;
}
