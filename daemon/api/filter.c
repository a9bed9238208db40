#include "api/filter.h"

#include <stdio.h>
#include <string.h>

#include "store/contracts.h"

/* What a filter takes, as far as it fits into a hint, and the nearest of them. */
struct choice {
	struct text word, best;
	size_t distance, len;
	bool found;
	char all[ERR_ARG_MAX];
};

static void
choice_add(struct choice *c, struct text id)
{
	size_t d = text_distance(c->word, id, 64);
	int n;

	if (text_eq(c->word, id))
		c->found = true;
	if (d < c->distance) {
		c->distance = d;
		c->best = id;
	}
	for (size_t i = 0; i + id.len <= c->len; i++) /* grades of many schemes: once each */
		if (memcmp(c->all + i, id.ptr, id.len) == 0 && (i == 0 || c->all[i - 1] == ' ') &&
		    (i + id.len == c->len || c->all[i + id.len] == ','))
			return;
	if (c->len + id.len + 2 >= sizeof(c->all))
		return;
	n = snprintf(c->all + c->len, sizeof(c->all) - c->len, "%s%.*s", c->len > 0 ? ", " : "",
	    TEXT_ARG(id));
	c->len += n > 0 ? (size_t)n : 0;
}

static enum err_code
refuse(struct job *job, const char *name, const struct choice *c)
{
	char shown[ERR_ARG_MAX], best[ERR_ARG_MAX];

	(void)snprintf(shown, sizeof(shown), "%.*s", TEXT_ARG(c->word));
	(void)snprintf(best, sizeof(best), "%.*s", TEXT_ARG(c->best));
	return err_set(&job->err, E_FILTER_UNKNOWN, name, name, shown, best, c->all, NULL);
}

static enum err_code
check_programme(struct job *job, struct worker_ctx *ctx)
{
	struct choice c = { .word = job->params.programme, .best = TEXT(""), .distance = SIZE_MAX };
	enum err_code code;
	bool known;

	if (c.word.len == 0)
		return ERR_OK;
	for (uint32_t i = 0; i < job->gen->n_schemes; i++)
		choice_add(&c, job->gen->schemes[i].scheme->id);
	if (c.found)
		return ERR_OK;
	code = programme_known(ctx->db, c.word, job->deadline_ms, &known, &job->err);
	return code != ERR_OK || known ? code : refuse(job, "programme", &c);
}

/* Grades are of the schemes: of the one that is filtered by, or of any. */
static enum err_code
check_grade(struct job *job)
{
	struct choice c = { .word = job->params.grade, .best = TEXT(""), .distance = SIZE_MAX };
	const struct generation_scheme *only = generation_scheme(job->gen, job->params.programme);

	if (c.word.len == 0)
		return ERR_OK;
	for (uint32_t i = 0; i < job->gen->n_schemes; i++) {
		const struct scheme *s = job->gen->schemes[i].scheme;

		for (uint32_t g = 0; g < s->n_grades; g++)
			if (only == NULL || only->scheme == s)
				choice_add(&c, s->grades[g].id);
	}
	return c.found ? ERR_OK : refuse(job, "grade", &c);
}

enum err_code
filter_check(struct job *job, struct worker_ctx *ctx)
{
	enum err_code code = check_programme(job, ctx);

	return code != ERR_OK ? code : check_grade(job);
}
