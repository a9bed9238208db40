#include "api/findings_json.h"

#include <string.h>

#define SENTENCE_MAX 8192

/* diag_sentence or diag_hint; err_detail or err_hint */
typedef void diag_text(const struct diag *d, enum lang lang, struct buf *out);
typedef void err_text(const struct err *e, enum lang lang, char *out, size_t cap);

static const char *const level_words[] = { [SEV_ERROR] = "error", [SEV_WARNING] = "warning" };

static void
said(struct json *j, diag_text *what, const struct diag *d, enum lang lang)
{
	struct buf text;

	buf_init(&text, SENTENCE_MAX);
	what(d, lang, &text);
	json_text(j, (struct text){
			 text.data, text_cut((struct text){ text.data, text.len }, SENTENCE_MAX) });
	buf_free(&text);
}

static void
both(struct json *j, const char *key, diag_text *what, const struct diag *d)
{
	json_key(j, key);
	json_object(j);
	json_key(j, "zh");
	said(j, what, d, LANG_ZH);
	json_key(j, "en");
	said(j, what, d, LANG_EN);
	json_end(j);
}

static void
member_int(struct json *j, const char *key, int64_t v)
{
	json_key(j, key);
	json_int(j, v);
}

static void
member_str(struct json *j, const char *key, const char *s)
{
	json_key(j, key);
	json_str(j, s);
}

static void
member_text(struct json *j, const char *key, struct text t)
{
	json_key(j, key);
	json_text(j, t);
}

void
finding_members(struct json *j, const struct diags *diags, const struct diag *g)
{
	struct diag_place place;
	bool shown = diag_place(diags, g, &place);

	member_str(j, "code", fault_code(g->fault));
	member_str(j, "severity", level_words[fault_severity(g->fault)]);
	member_text(j, "file", g->file);
	member_int(j, "line", g->line);
	member_int(j, "column", g->column);
	member_int(j, "end_column", place.end_column);
	both(j, "message", diag_sentence, g);
	both(j, "hint", diag_hint, g);
	json_key(j, "excerpt");
	if (shown)
		json_text(j, place.line);
	else
		json_null(j);
}

static void
both_of_err(struct json *j, const char *key, err_text *what, const struct err *e)
{
	char text[SENTENCE_MAX];

	json_key(j, key);
	json_object(j);
	what(e, LANG_ZH, text, sizeof(text));
	member_str(j, "zh", text);
	what(e, LANG_EN, text, sizeof(text));
	member_str(j, "en", text);
	json_end(j);
}

static void
problem(struct json *j, const struct err *e)
{
	json_key(j, "problem");
	if (e->code == ERR_OK) {
		json_null(j);
		return;
	}
	json_object(j);
	member_str(j, "code", err_word(e->code));
	both_of_err(j, "message", err_detail, e);
	both_of_err(j, "hint", err_hint, e);
	json_end(j);
}

static void
checked(struct json *j, const struct checked_file *f)
{
	json_object(j);
	member_str(j, "file", f->name);
	if (f->scheme != NULL) {
		member_text(j, "scheme", f->scheme->id);
		member_str(j, "version", f->scheme->version);
		member_int(j, "indicators", scheme_leaves(f->scheme));
	}
	json_end(j);
}

void
findings_json(struct json *j, const struct findings *f)
{
	const struct diag *order[DIAGS_MAX];
	const struct diags *d = f->diags;

	diags_order(d, order);
	json_object(j);
	json_key(j, "files");
	json_array(j);
	for (uint32_t i = 0; i < f->n_files; i++)
		checked(j, &f->files[i]);
	json_end(j);
	json_key(j, "findings");
	json_array(j);
	for (uint32_t i = 0; i < d->count; i++) {
		json_object(j);
		finding_members(j, d, order[i]);
		json_end(j);
	}
	json_end(j);
	member_int(j, "errors", d->errors);
	member_int(j, "not_shown", d->dropped);
	problem(j, f->err);
	json_end(j);
}

/* The sentences with {0} … {3} as they stand. */
static struct diag
template_of(enum fault fault)
{
	static const struct text places[] = { { "{0}", 3 }, { "{1}", 3 }, { "{2}", 3 },
		{ "{3}", 3 } };
	struct diag d = { .fault = fault };

	memcpy(d.arg, places, sizeof(places));
	return d;
}

void
fault_json(struct json *j, enum fault fault)
{
	struct diag d = template_of(fault);

	json_object(j);
	member_str(j, "code", fault_code(fault));
	member_str(j, "severity", level_words[fault_severity(fault)]);
	both(j, "message", diag_sentence, &d);
	json_key(j, "cause");
	json_object(j);
	member_str(j, "zh", fault_cause(fault, LANG_ZH));
	member_str(j, "en", fault_cause(fault, LANG_EN));
	json_end(j);
	member_str(j, "wrong", fault_wrong(fault));
	member_str(j, "right", fault_right(fault));
	both(j, "hint", diag_hint, &d);
	json_end(j);
}

/* ---- SARIF ------------------------------------------------------------------------- */

static void
message(struct json *j, const char *key, diag_text *what, const struct diag *d, enum lang lang)
{
	json_key(j, key);
	json_object(j);
	json_key(j, "text");
	said(j, what, d, lang);
	json_end(j);
}

static void
rule(struct json *j, enum fault fault, enum lang lang)
{
	struct diag d = template_of(fault);

	json_object(j);
	member_str(j, "id", fault_code(fault));
	message(j, "shortDescription", diag_sentence, &d, lang);
	json_key(j, "fullDescription");
	json_object(j);
	member_str(j, "text", fault_cause(fault, lang));
	json_end(j);
	message(j, "help", diag_hint, &d, lang);
	json_key(j, "defaultConfiguration");
	json_object(j);
	member_str(j, "level", level_words[fault_severity(fault)]);
	json_end(j);
	json_end(j);
}

static void
driver(struct json *j, enum lang lang)
{
	json_key(j, "tool");
	json_object(j);
	json_key(j, "driver");
	json_object(j);
	member_str(j, "name", "assayd");
	member_str(j, "version", ASSAYD_VERSION);
	member_str(j, "language", lang == LANG_ZH ? "zh-CN" : "en-US");
	json_key(j, "rules");
	json_array(j);
	for (int fault = FAULT_NONE + 1; fault < FAULT_COUNT; fault++)
		rule(j, (enum fault)fault, lang);
	json_end(j);
	json_end(j);
	json_end(j);
}

/* A path as a reference of RFC 3986: what is not allowed there goes as %XX. */
static void
location(struct json *j, struct text path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789-._~/@!$&'()*+,;=";
	struct buf uri;

	buf_init(&uri, SENTENCE_MAX);
	if (path.len > 0 && *path.ptr == '/')
		buf_adds(&uri, "file://");
	for (size_t i = 0; i < path.len; i++) {
		if (memchr(plain, path.ptr[i], sizeof(plain) - 1) != NULL)
			buf_addc(&uri, path.ptr[i]);
		else
			buf_addf(&uri, "%%%02X", (unsigned char)path.ptr[i]);
	}
	json_key(j, "artifactLocation");
	json_object(j);
	member_text(j, "uri", (struct text){ uri.data, uri.len });
	json_end(j);
	buf_free(&uri);
}

static void
snippet(struct json *j, struct text t)
{
	json_key(j, "snippet");
	json_object(j);
	member_text(j, "text", t);
	json_end(j);
}

static void
region(struct json *j, const char *key, uint32_t line, uint32_t from, uint32_t to, struct text t)
{
	json_key(j, key);
	json_object(j);
	member_int(j, "startLine", line);
	member_int(j, "startColumn", from);
	member_int(j, "endColumn", to);
	snippet(j, t);
	json_end(j);
}

static void
result(struct json *j, const struct diags *diags, const struct diag *g, enum lang lang)
{
	struct diag_place p;

	json_object(j);
	member_str(j, "ruleId", fault_code(g->fault));
	member_int(j, "ruleIndex", g->fault - (FAULT_NONE + 1));
	member_str(j, "level", level_words[fault_severity(g->fault)]);
	message(j, "message", diag_sentence, g, lang);
	json_key(j, "locations");
	json_array(j);
	json_object(j);
	json_key(j, "physicalLocation");
	json_object(j);
	location(j, g->file);
	if (diag_place(diags, g, &p)) {
		region(j, "region", g->line, p.column16, p.end16, p.mark);
		region(j, "contextRegion", g->line, p.first16, p.last16, p.line);
	}
	json_end(j);
	json_end(j);
	json_end(j);
	json_key(j, "properties");
	json_object(j);
	json_key(j, "hint");
	said(j, diag_hint, g, lang);
	json_end(j);
	json_end(j);
}

/* Whether the check itself could be made, and if not, why. */
static void
invocation(struct json *j, const struct err *e, enum lang lang)
{
	char text[SENTENCE_MAX];

	json_key(j, "invocations");
	json_array(j);
	json_object(j);
	json_key(j, "executionSuccessful");
	json_bool(j, e->code == ERR_OK);
	if (e->code != ERR_OK) {
		err_detail(e, lang, text, sizeof(text));
		json_key(j, "toolExecutionNotifications");
		json_array(j);
		json_object(j);
		member_str(j, "level", "error");
		json_key(j, "message");
		json_object(j);
		member_str(j, "text", text);
		json_end(j);
		json_end(j);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

void
findings_sarif(struct json *j, const struct findings *f, enum lang lang)
{
	const struct diag *order[DIAGS_MAX];

	diags_order(f->diags, order);
	json_object(j);
	member_str(j, "$schema",
	    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
	    "sarif-schema-2.1.0.json");
	member_str(j, "version", "2.1.0");
	json_key(j, "runs");
	json_array(j);
	json_object(j);
	driver(j, lang);
	invocation(j, f->err, lang);
	member_str(j, "columnKind", "utf16CodeUnits");
	json_key(j, "results");
	json_array(j);
	for (uint32_t i = 0; i < f->diags->count; i++)
		result(j, f->diags, order[i], lang);
	json_end(j);
	json_end(j);
	json_end(j);
	json_end(j);
}

void
findings_members(struct json *j, const struct diags *diags)
{
	const struct diag *order[DIAGS_MAX];

	diags_order(diags, order);
	json_key(j, "findings");
	json_array(j);
	for (uint32_t i = 0; i < diags->count; i++) {
		json_object(j);
		finding_members(j, diags, order[i]);
		json_end(j);
	}
	json_end(j);
	json_key(j, "not_shown");
	json_int(j, diags->dropped);
}
