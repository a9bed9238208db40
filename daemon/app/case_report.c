#include "app/case_report.h"

#include <string.h>

#include "api/json_write.h"

void
case_report_init(struct case_report *r, struct arena *arena, enum lang lang)
{
	*r = (struct case_report){ .arena = arena, .lang = lang };
}

struct case_outcome *
case_report_add(struct case_report *r, const struct case_file *f, const struct rule_case *c,
    const struct scheme *s)
{
	struct case_outcome *out = arena_alloc(r->arena, sizeof(*out));

	r->items = arena_room(r->arena, r->items, r->n, &r->cap, sizeof(struct case_outcome *));
	*out = (struct case_outcome){ .file = f, .c = c, .scheme = s };
	r->items[r->n++] = out;
	return out;
}

void
case_report_error(const struct case_report *r, struct case_outcome *out, const struct err *err)
{
	char text[1024];

	err_detail(err, r->lang, text, sizeof(text));
	out->mismatches = arena_array(r->arena, 1, sizeof(*out->mismatches));
	out->n = out->cap = 1;
	out->mismatches[0] = (struct case_mismatch){ .path = TEXT("score"),
		.expected = TEXT("a score"),
		.got = text_dup(r->arena, text_of(text)),
		.why = TEXT(""),
		.line = out->c->node->line,
		.column = out->c->node->column };
}

void
case_report_count(struct case_report *r)
{
	r->failed = 0;
	for (uint32_t i = 0; i < r->n; i++)
		r->failed += r->items[i]->n > 0;
}

static const char *const formats[CASE_FORMATS] = { "text", "tap", "json" };

bool
case_format_find(const char *word, enum case_format *ret)
{
	*ret = CASE_TEXT;
	for (unsigned i = 0; word != NULL && i < CASE_FORMATS; i++) {
		if (strcmp(word, formats[i]) != 0)
			continue;
		*ret = (enum case_format)i;
		return true;
	}
	return word == NULL;
}

/* ---- text and TAP -------------------------------------------------------------------- */

static void
print_mismatch(const struct case_report *r, const struct case_outcome *o,
    const struct case_mismatch *m, const char *margin, struct buf *out)
{
	bool zh = r->lang == LANG_ZH;

	buf_addf(out, "%s%s:%u:%u: %.*s: %s %.*s%s %.*s\n", margin, o->file->name, m->line,
	    m->column, TEXT_ARG(m->path), zh ? "期望" : "expected", TEXT_ARG(m->expected),
	    zh ? "，实际" : ", got", TEXT_ARG(m->got));
	if (m->why.len > 0)
		buf_addf(out, "%s    %.*s\n", margin, TEXT_ARG(m->why));
}

static void
print_text(const struct case_report *r, struct buf *out)
{
	for (uint32_t i = 0; i < r->n; i++) {
		const struct case_outcome *o = r->items[i];

		if (o->n > 0)
			buf_addf(out, "%s %.*s: %.*s\n", r->lang == LANG_ZH ? "未通过" : "failed",
			    TEXT_ARG(o->scheme->id), TEXT_ARG(o->c->name));
		for (uint32_t k = 0; k < o->n; k++)
			print_mismatch(r, o, &o->mismatches[k], "  ", out);
	}
	if (r->coverage != NULL)
		case_coverage_text(r->coverage, r->lang, "", out);
	buf_addf(out, "%u passed, %u failed\n", r->n - r->failed, r->failed);
}

/* A # would begin a directive. */
static void
tap_name(struct text t, struct buf *out)
{
	for (size_t i = 0; i < t.len; i++)
		buf_addc(out, t.ptr[i] == '#' || t.ptr[i] == '\n' ? ' ' : t.ptr[i]);
}

static void
print_tap(const struct case_report *r, struct buf *out)
{
	buf_addf(out, "1..%u\n", r->n);
	for (uint32_t i = 0; i < r->n; i++) {
		const struct case_outcome *o = r->items[i];

		buf_addf(out, "%s %u - %.*s: ", o->n == 0 ? "ok" : "not ok", i + 1,
		    TEXT_ARG(o->scheme->id));
		tap_name(o->c->name, out);
		buf_addc(out, '\n');
		for (uint32_t k = 0; k < o->n; k++)
			print_mismatch(r, o, &o->mismatches[k], "# ", out);
	}
	if (r->coverage != NULL)
		case_coverage_text(r->coverage, r->lang, "# ", out);
	buf_addf(out, "# %u passed, %u failed\n", r->n - r->failed, r->failed);
}

/* ---- JSON ---------------------------------------------------------------------------- */

static void
json_mismatch(struct json *j, const struct case_mismatch *m)
{
	json_object(j);
	json_key(j, "line");
	json_int(j, m->line);
	json_key(j, "column");
	json_int(j, m->column);
	json_key(j, "path");
	json_text(j, m->path);
	json_key(j, "expected");
	json_text(j, m->expected);
	json_key(j, "got");
	json_text(j, m->got);
	json_key(j, "explanation");
	json_text_or_null(j, m->why);
	json_end(j);
}

static void
json_case(struct json *j, const struct case_outcome *o)
{
	json_object(j);
	json_key(j, "file");
	json_str(j, o->file->name);
	json_key(j, "line");
	json_int(j, o->c->node->line);
	json_key(j, "scheme");
	json_text(j, o->scheme->id);
	json_key(j, "name");
	json_text(j, o->c->name);
	json_key(j, "as_of");
	json_day(j, o->c->as_of);
	json_key(j, "passed");
	json_bool(j, o->n == 0);
	json_key(j, "checked");
	json_int(j, o->checked);
	json_key(j, "mismatches");
	json_array(j);
	for (uint32_t k = 0; k < o->n; k++)
		json_mismatch(j, &o->mismatches[k]);
	json_end(j);
	json_end(j);
}

static void
print_json(const struct case_report *r, struct buf *out)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_key(&j, "passed");
	json_int(&j, r->n - r->failed);
	json_key(&j, "failed");
	json_int(&j, r->failed);
	json_key(&j, "cases");
	json_array(&j);
	for (uint32_t i = 0; i < r->n; i++)
		json_case(&j, r->items[i]);
	json_end(&j);
	if (r->coverage != NULL)
		case_coverage_json(r->coverage, &j);
	json_end(&j);
	buf_addc(out, '\n');
}

void
case_report_print(const struct case_report *r, enum case_format format, struct buf *out)
{
	static void (*const print[CASE_FORMATS])(
	    const struct case_report *, struct buf *) = { print_text, print_tap, print_json };

	print[format](r, out);
}
