#include "api/schema_internal.h"

#include <string.h>

void
schema_str(struct json *j, const char *key, const char *value)
{
	json_key(j, key);
	json_str(j, value);
}

void
schema_num(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_int(j, value);
}

void
schema_begin(struct json *j, const char *key)
{
	json_key(j, key);
	json_object(j);
}

void
schema_begin_list(struct json *j, const char *key)
{
	json_key(j, key);
	json_array(j);
}

void
schema_refuse(struct json *j, const char *key)
{
	json_key(j, key);
	json_bool(j, false);
}

/* "indicators[]" is the definition `indicators`. */
static struct text
definition_name(const char *what)
{
	return (struct text){ what, strcspn(what, "[") };
}

void
schema_ref(struct json *j, const char *what)
{
	struct text name = definition_name(what);
	struct buf path;

	buf_init(&path, 256);
	buf_addf(&path, "#/definitions/%.*s", TEXT_ARG(name));
	json_key(j, "$ref");
	json_text(j, (struct text){ path.data, path.len });
	buf_free(&path);
}

void
schema_describe(struct json *j, const char *zh, const char *en)
{
	struct buf both;

	if (zh == NULL)
		return;
	buf_init(&both, 4096);
	buf_addf(&both, "%s\n%s", zh, en);
	json_key(j, "description");
	json_text(j, (struct text){ both.data, both.len });
	buf_free(&both);
}

void
schema_types(struct json *j, const char *a, const char *b, const char *c, const char *d)
{
	const char *const all[] = { a, b, c, d };

	schema_begin_list(j, "type");
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (all[i] != NULL)
			json_str(j, all[i]);
	json_end(j);
}

void
schema_pattern(struct json *j, const char *p)
{
	schema_str(j, "type", "string");
	schema_str(j, "pattern", p);
}

/* A scalar of YAML is a text to us, whatever an editor takes it for. */
void
schema_scalar(struct json *j)
{
	schema_types(j, "string", "number", "boolean", NULL);
	schema_num(j, "minLength", 1);
}

void
schema_truth(struct json *j, bool only_true)
{
	schema_begin_list(j, "enum");
	json_bool(j, true);
	json_str(j, "true");
	if (!only_true) {
		json_bool(j, false);
		json_str(j, "false");
	}
	json_end(j);
}

void
schema_words(struct json *j, const char *(*word)(unsigned), unsigned first, unsigned count)
{
	schema_begin_list(j, "enum");
	for (unsigned i = first; i < count; i++)
		json_str(j, word(i));
	json_end(j);
}

void
schema_choice(struct json *j, const char *(*word)(unsigned), unsigned first, unsigned count)
{
	schema_begin_list(j, "anyOf");
	json_object(j);
	schema_words(j, word, first, count);
	json_end(j);
	json_object(j);
	schema_ref(j, "by_parameter");
	json_end(j);
	json_end(j);
}
