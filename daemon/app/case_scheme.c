#include "app/case_scheme.h"

#include <string.h>

#include "app/case_place.h"
#include "app/files.h"

#define READING_MAX 4096
#define BASES_MAX 8

static bool
is_path(struct text name)
{
	static const char suffix[] = ".yaml";
	size_t n = sizeof(suffix) - 1;

	return memchr(name.ptr, '/', name.len) != NULL ||
	       (name.len > n && memcmp(name.ptr + name.len - n, suffix, n) == 0);
}

static const char *
path_of(const struct case_schemes *all, const char *beside, struct text name)
{
	const char *slash = strrchr(beside, '/');
	const char *folder =
	    slash == NULL ? "." : arena_strndup(all->arena, beside, (size_t)(slash - beside));
	struct buf file;
	const char *own;

	buf_init(&file, READING_MAX);
	buf_addf(&file, "%.*s%s", TEXT_ARG(name), is_path(name) ? "" : ".yaml");
	own = arena_strndup(all->arena, file.len > 0 ? file.data : "", file.len);
	buf_free(&file);
	if (own[0] == '/')
		return own;
	return path_join(all->arena, is_path(name) ? folder : all->settings->rules, own);
}

static void
add_reading(struct buf *b, const struct ynode *values)
{
	for (uint32_t i = 0; values != NULL && values->kind == Y_MAP && i < values->count; i++)
		buf_addf(b, "%.*s=%.*s;", TEXT_ARG(values->keys[i]->text),
		    TEXT_ARG(values->items[i]->raw));
}

static struct text
reading_of(const struct case_schemes *all, const struct ynode *c)
{
	struct text t;
	struct buf b;

	buf_init(&b, READING_MAX);
	add_reading(&b, ynode_get(c, "parameters"));
	add_reading(&b, ynode_get(c, "fields"));
	t = text_dup(all->arena, (struct text){ b.len > 0 ? b.data : "", b.len });
	buf_free(&b);
	return t;
}

/* ---- another reading: another value in the file's own text -------------------------- */

struct change {
	const char *path; /* of the scheme's file */
	struct arena *arena;
	bool field;
};

/* Byte of a node's place in the text that it was read from. */
static size_t
offset_of(struct text source, const struct ynode *n)
{
	size_t i = 0;

	if (source.len >= 3 && memcmp(source.ptr, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	for (uint32_t line = 1; line < n->line && i < source.len; i++)
		line += source.ptr[i] == '\n';
	for (uint32_t column = 1; column < n->column && i < source.len; column++)
		for (i++; i < source.len && ((unsigned char)source.ptr[i] & 0xc0) == 0x80;)
			i++;
	return i;
}

static bool
replace(struct arena *arena, struct text *source, const struct ynode *old, struct text now)
{
	size_t at = offset_of(*source, old);
	char *text;

	if (at + old->raw.len > source->len ||
	    memcmp(source->ptr + at, old->raw.ptr, old->raw.len) != 0)
		return false;
	text = arena_alloc(arena, source->len + now.len + 1);
	memcpy(text, source->ptr, at);
	memcpy(text + at, now.ptr, now.len);
	memcpy(
	    text + at + now.len, source->ptr + at + old->raw.len, source->len - at - old->raw.len);
	*source = (struct text){ text, source->len - old->raw.len + now.len };
	return true;
}

static bool
not_there(const struct case_file *f, const struct ynode *key, const struct case_place *place,
    const char *what)
{
	struct case_words w = case_words_for(place->name);

	case_place_try(place, &w);
	CASE_FAULT(f, F_CASE_NAME, key, arena_strndup(f->arena, place->name.ptr, place->name.len),
	    what, case_words_best(&w, f->arena), case_words_list(&w));
	return false;
}

/* `parameters:` leads to the values of parameters, `fields:` to any single value. */
static struct text
place_text(const struct case_file *f, bool field, struct text key)
{
	struct text path;
	struct buf b;

	if (field)
		return key;
	buf_init(&b, READING_MAX);
	buf_addf(&b, "parameters/%.*s/value", TEXT_ARG(key));
	path = text_dup(f->arena, (struct text){ b.data, b.len });
	buf_free(&b);
	return path;
}

static bool
change_one(const struct case_file *f, const struct change *c, struct text *source,
    const struct ynode *key, const struct ynode *value)
{
	struct diags diags;
	const struct ynode *root;
	struct case_place place;

	diags_init(&diags, c->arena);
	root = yaml_read(c->path, *source, c->arena, &diags);
	if (root == NULL)
		return true; /* its own faults are reported when it is compiled */
	if (value->kind != Y_SCALAR) {
		CASE_FAULT(
		    f, F_NODE_KIND, value, key->text.ptr, DIAG_BOTH("一个值", "a single value"));
		return false;
	}
	place = case_place_of(root, place_text(f, c->field, key->text));
	return place.node != NULL && place.node->kind == Y_SCALAR &&
		       replace(c->arena, source, place.node, value->raw)
		   ? true
		   : not_there(f, key, &place, c->field ? c->path : "parameters");
}

static bool
change_all(const struct case_file *f, const struct change *c, struct text *source,
    const struct ynode *values)
{
	bool ok = true;

	if (values == NULL)
		return true;
	if (!case_is_map(f, values, c->field ? "fields" : "parameters"))
		return false;
	for (uint32_t i = 0; ok && i < values->count; i++)
		ok = change_one(f, c, source, values->keys[i], values->items[i]);
	return ok;
}

/* ---- compile ------------------------------------------------------------------------ */

static struct case_scheme *
find(const struct case_schemes *all, const char *path, struct text reading)
{
	for (struct case_scheme *s = all->first; s != NULL; s = s->next)
		if (strcmp(s->path, path) == 0 && text_eq(s->reading, reading))
			return s;
	return NULL;
}

/* What a file says it extends; empty: nothing. Its own faults are reported when it is compiled. */
static struct text
extended(struct arena *arena, const struct catalogue_file *file)
{
	struct diags diags;
	const struct ynode *root, *base;

	diags_init(&diags, arena);
	root = yaml_read(file->name, file->text, arena, &diags);
	base = root != NULL ? ynode_get(root, "extends") : NULL;
	return base != NULL && base->kind == Y_SCALAR ? base->text : TEXT("");
}

/* The schemes that the last file stands on, from the rules folder; one that is not there is the
 * compiler's to report. */
static uint32_t
add_bases(struct case_schemes *all, struct load *l, struct catalogue_file *files)
{
	uint32_t n = 1;

	while (n < BASES_MAX) {
		struct text base = extended(l->arena, &files[n - 1]);
		struct err err = { 0 };

		if (base.len == 0)
			break;
		files[n].name = path_of(all, "", base);
		if (file_read(files[n].name, l->arena, &files[n].text, &err) != ERR_OK)
			break;
		n++;
	}
	return n;
}

static void
compile(struct case_schemes *all, struct case_scheme *s, struct text source)
{
	struct catalogue_file *files = arena_array(s->load.arena, BASES_MAX, sizeof(*files));

	files[0] = (struct catalogue_file){ s->path, source };
	s->load.files.rules = files;
	s->load.files.n_rules = add_bases(all, &s->load, files);
	s->g = load_build(&s->load, NULL, 0, 1);
	for (uint32_t i = 0; s->g != NULL && i < s->g->n_schemes; i++)
		if (text_is(s->g->schemes[i].scheme->file, s->path))
			s->scheme = s->g->schemes[i].scheme;
}

static bool
no_scheme(const struct case_file *f, const struct rule_case *c, const struct err *err)
{
	CASE_FAULT(f, F_CASE_SCHEME, c->scheme, c->scheme->text.ptr, err->arg[0], err->arg[1]);
	return false;
}

static bool
read_scheme(struct case_schemes *all, const struct case_file *f, const struct rule_case *c,
    struct case_scheme *s)
{
	struct change change = { .path = s->path };
	struct text source;

	load_init(&s->load);
	change.arena = s->load.arena;
	if (load_files(&s->load, all->settings, false) != ERR_OK)
		return true; /* told by case_schemes_print */
	if (file_read(s->path, s->load.arena, &source, &s->load.err) != ERR_OK)
		return no_scheme(f, c, &s->load.err);
	if (!change_all(f, &change, &source, ynode_get(c->node, "parameters")))
		return false;
	change.field = true;
	if (!change_all(f, &change, &source, ynode_get(c->node, "fields")))
		return false;
	compile(all, s, source);
	return true;
}

const struct case_scheme *
case_scheme_of(struct case_schemes *all, const struct case_file *f, const struct rule_case *c)
{
	struct case_scheme *s;
	struct text name, reading;
	const char *path;

	if (!case_text(f, c->scheme, "scheme", &name))
		return NULL;
	path = path_of(all, f->name, name);
	reading = reading_of(all, c->node);
	s = find(all, path, reading);
	if (s == NULL) {
		s = arena_alloc(all->arena, sizeof(*s));
		s->path = path;
		s->reading = reading;
		if (!read_scheme(all, f, c, s)) {
			load_free(&s->load);
			return NULL;
		}
		s->next = all->first;
		all->first = s;
	}
	return s->scheme != NULL ? s : NULL;
}

const struct case_scheme *
case_scheme_named(struct case_schemes *all, const char *name, struct err *reterr)
{
	struct case_scheme *s = arena_alloc(all->arena, sizeof(*s));
	struct text source;
	enum err_code rc;

	s->path = path_of(all, "", text_of(name));
	load_init(&s->load);
	s->next = all->first;
	all->first = s;
	rc = load_files(&s->load, all->settings, false);
	if (rc == ERR_OK)
		rc = file_read(s->path, s->load.arena, &source, &s->load.err);
	if (rc == ERR_OK)
		compile(all, s, source);
	if (s->scheme == NULL)
		*reterr = s->load.err;
	return s->scheme != NULL ? s : NULL;
}

uint32_t
case_schemes_print(const struct case_schemes *all, enum lang lang, struct buf *out)
{
	uint32_t n = 0;

	for (const struct case_scheme *s = all->first; s != NULL; s = s->next) {
		if (s->g != NULL)
			continue;
		load_print(&s->load, lang, out);
		n++;
	}
	return n;
}

void
case_schemes_free(struct case_schemes *all)
{
	for (struct case_scheme *s = all->first; s != NULL; s = s->next) {
		generation_unref(s->g);
		load_free(&s->load);
	}
}
