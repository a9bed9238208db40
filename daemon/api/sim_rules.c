/*
 * Rules that a simulation assumes. Other values of parameters are written as a file that extends
 * the loaded scheme, one line a parameter, so that they go through the reader like any overlay and
 * a finding on a line is about that parameter.
 */
#include <stdio.h>
#include <string.h>

#include "api/draft.h"
#include "api/score_json.h"
#include "api/sim.h"
#include "rules/overlay.h"

#define OVERLAY_MAX (2u << 20)
#define FIRST_LINE 4 /* of the parameters in the overlay */

/* ---- the overlay -------------------------------------------------------------------- */

static void
add_quoted(struct buf *out, struct text t)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < t.len; i++) {
		char c = t.ptr[i];

		if (c == '"' || c == '\\')
			buf_addf(out, "\\%c", c);
		else if (c == '\n' || c == '\r' || c == '\t')
			buf_adds(out, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
		else
			buf_addc(out, c);
	}
	buf_addc(out, '"');
}

/* As the reader takes it: what looks like a number, date or truth value stands plain, unless the
 * parameter is a text. */
static void
add_value(struct buf *out, const struct param *p, const struct jvalue *v)
{
	int64_t value;
	bool text = v->type == J_STRING &&
		    (p->type.kind == VT_TEXT || value_like(v->text, &value) == VT_MISSING);

	if (text)
		add_quoted(out, v->text);
	else
		buf_addt(out, v->text);
}

static enum err_code
unknown_parameter(const struct jvalue *v, const struct scheme *s, struct err *reterr)
{
	char pointer[JSON_POINTER_MAX], near[ERR_ARG_MAX] = "", id[ERR_ARG_MAX];
	size_t least = TEXT_DISTANCE_MAX;

	for (uint32_t i = 0; i < s->n_params; i++) {
		size_t d = text_distance(v->key, s->params[i].name, least);

		if (d >= least)
			continue;
		least = d;
		(void)snprintf(near, sizeof(near), "%.*s", TEXT_ARG(s->params[i].name));
	}
	(void)snprintf(id, sizeof(id), "%.*s", TEXT_ARG(s->id));
	json_pointer(v, pointer);
	return err_set(reterr, E_SIM_PARAMETER, pointer, v->key.ptr, near, id, NULL);
}

static enum err_code
add_parameter(struct buf *out, const struct scheme *s, const struct jvalue *v, struct err *reterr)
{
	const unsigned scalars = J_BIT(J_NULL) | J_BIT(J_BOOL) | J_BIT(J_NUMBER) | J_BIT(J_STRING);

	if ((scalars & J_BIT(v->type)) == 0)
		return json_type_refused(v, scalars, reterr);
	for (uint32_t i = 0; i < s->n_params; i++) {
		if (!text_eq(s->params[i].name, v->key))
			continue;
		buf_addf(out, "  %.*s: {value: ", TEXT_ARG(v->key));
		add_value(out, &s->params[i], v);
		buf_adds(out, "}\n");
		return ERR_OK;
	}
	return unknown_parameter(v, s, reterr);
}

static enum err_code
write_overlay(
    struct buf *out, const struct scheme *s, const struct jvalue *parameters, struct err *reterr)
{
	enum err_code code = ERR_OK;

	buf_addf(
	    out, "scheme: %.*s\nextends: %.*s\nparameters:\n", TEXT_ARG(s->id), TEXT_ARG(s->id));
	for (uint32_t i = 0; i < parameters->count && code == ERR_OK; i++)
		code = add_parameter(out, s, &parameters->items[i], reterr);
	if (code == ERR_OK && out->over)
		code = err_set(reterr, E_LIMIT, "#/parameters", "parameters", "2 MiB", NULL);
	return code;
}

/* ---- refusals ----------------------------------------------------------------------- */

static const struct diag *
first_error(const struct diags *diags)
{
	for (uint32_t i = 0; i < diags->count; i++)
		if (fault_severity(diags->items[i].fault) == SEV_ERROR)
			return &diags->items[i];
	return NULL;
}

static void
sentence(const struct diag *d, enum lang lang, char out[ERR_ARG_MAX])
{
	struct buf said;

	buf_init(&said, 4096);
	diag_sentence(d, lang, &said);
	(void)snprintf(out, ERR_ARG_MAX, "%.*s",
	    (int)text_cut((struct text){ said.data, said.len }, ERR_ARG_MAX - 1), said.data);
	buf_free(&said);
}

/* The draft does not compile, or cannot be asked of the database: all findings go with the problem.
 */
static enum err_code
draft_refused(struct job *job, const struct sim_ask *ask, const struct diags *diags)
{
	const struct diag *first = first_error(diags);
	const struct jvalue *v = ask->scheme != NULL ? ask->scheme : ask->parameters;
	char pointer[JSON_POINTER_MAX], zh[ERR_ARG_MAX], en[ERR_ARG_MAX], count[16];

	if (first == NULL)
		return err_set(
		    &job->err, E_INTERNAL, "", "a draft was refused without a finding", NULL);
	sentence(first, LANG_ZH, zh);
	sentence(first, LANG_EN, en);
	job->findings = diags;
	if (ask->parameters != NULL && first->fault != F_OVERLAY_RESULT &&
	    first->line >= FIRST_LINE && first->line < FIRST_LINE + v->count) {
		json_pointer(&v->items[first->line - FIRST_LINE], pointer);
		return err_set(&job->err, E_SIM_PARAMETER_VALUE, pointer, zh, en, NULL);
	}
	json_pointer(v, pointer);
	(void)snprintf(count, sizeof(count), "%u", diags->errors);
	return err_set(&job->err, E_SIM_DRAFT, pointer, count, zh, en, NULL);
}

/* ---- the rules of afterwards -------------------------------------------------------- */

static enum err_code
compile(struct job *job, const struct sim_ask *ask, const struct generation_scheme *gs,
    struct arena *arena, struct sim_rules *r)
{
	struct buf overlay;
	enum err_code code;

	if (ask->scheme != NULL) {
		r->scheme = draft_scheme(job->gen, DRAFT_FILE, ask->scheme->text, arena, &r->diags);
		return ERR_OK;
	}
	buf_init(&overlay, OVERLAY_MAX);
	code = write_overlay(&overlay, gs->scheme, ask->parameters, &job->err);
	if (code == ERR_OK)
		r->scheme = draft_overlay(job->gen, gs,
		    text_dup(arena, (struct text){ overlay.data, overlay.len }), arena, &r->diags);
	buf_free(&overlay);
	return code;
}

enum err_code
sim_rules_read(struct job *job, const struct sim_ask *ask, const struct generation_scheme *gs,
    struct arena *arena, struct sim_rules *ret)
{
	struct plan *plan = arena_alloc(arena, sizeof(*plan));
	enum err_code code;

	*ret = (struct sim_rules){ gs->scheme, &gs->plan, gs->frames, false, { .arena = arena } };
	if (ask->scheme == NULL && (ask->parameters == NULL || ask->parameters->count == 0))
		return ERR_OK;
	diags_init(&ret->diags, arena);
	code = compile(job, ask, gs, arena, ret);
	if (code != ERR_OK)
		return code;
	if (arena_over(arena))
		return err_set(&job->err, E_LIMIT, "#", "rules", "256 MiB", NULL);
	if (ret->scheme == NULL ||
	    !draft_plan(job->gen, ret->scheme, gs->scheme->id, arena, &ret->diags, plan))
		return draft_refused(job, ask, &ret->diags);
	ret->plan = plan;
	ret->frames = score_frames(ret->scheme, arena);
	ret->own = true;
	return ERR_OK;
}
