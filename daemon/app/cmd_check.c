/* assayd check, fmt, help, advise: rules without a server. */
#include "app/cli.h"

#include <string.h>

#include "api/findings_json.h"
#include "app/files.h"
#include "app/load.h"
#include "store/pg.h"
#include "store/migrate.h"

#define PREPARE_MS 30000
#define TEXT_MAX (16u << 20)

static enum err_code
read_named(struct cli *c, struct load *l)
{
	struct catalogue_file *files = arena_array(l->arena, (size_t)c->n_args, sizeof(*files));

	for (int i = 0; i < c->n_args; i++) {
		enum err_code rc = file_read(c->args[i], l->arena, &files[i].text, &l->err);

		if (rc != ERR_OK)
			return rc;
		files[i].name = c->args[i];
	}
	l->files.rules = files;
	l->files.n_rules = (uint32_t)c->n_args;
	return ERR_OK;
}

/* What the file became; NULL when there is no generation. */
static const struct scheme *
scheme_of_file(const struct generation *g, const char *file)
{
	for (uint32_t i = 0; g != NULL && i < g->n_schemes; i++)
		if (text_is(g->schemes[i].scheme->file, file))
			return g->schemes[i].scheme;
	return NULL;
}

static void
report_text(const struct cli *c, const struct load *l, const struct generation *g)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	load_print(l, c->lang, &text);
	cli_print(stderr, &text);
	if (g == NULL)
		return;
	for (uint32_t i = 0; i < g->n_schemes; i++) {
		const struct scheme *s = g->schemes[i].scheme;

		printf("%.*s: %.*s %.12s, %u %s\n", TEXT_ARG(s->file), TEXT_ARG(s->id), s->version,
		    scheme_leaves(s), c->lang == LANG_ZH ? "个指标" : "indicators");
	}
}

/* The whole of it goes to stdout, findings too. */
static void
report_json(const struct cli *c, const struct load *l, const struct generation *g)
{
	struct err none = { 0 };
	struct checked_file files[CLI_ARGS_MAX];
	struct findings f = { .diags = &l->diags,
		.err = load_told(l) ? &none : &l->err,
		.files = files,
		.n_files = (uint32_t)c->n_args };
	struct buf text;
	struct json j;

	for (int i = 0; i < c->n_args; i++)
		files[i] = (struct checked_file){ c->args[i], scheme_of_file(g, c->args[i]) };
	buf_init(&text, TEXT_MAX);
	json_init(&j, &text);
	if (strcmp(c->format, "sarif") == 0)
		findings_sarif(&j, &f, c->lang);
	else
		findings_json(&j, &f);
	buf_addc(&text, '\n');
	cli_print(stdout, &text);
}

static bool
is_text(const struct cli *c)
{
	return c->format == NULL || strcmp(c->format, "text") == 0;
}

static bool
is_format(const struct cli *c)
{
	return is_text(c) || strcmp(c->format, "json") == 0 || strcmp(c->format, "sarif") == 0;
}

/* Said once, before every metric is refused for the same want. */
static bool
database_fits(const struct cli *c)
{
	struct err err = { 0 };
	int needed, version;
	enum err_code rc = load_migration_number(&c->settings, &needed, &err);
	struct pg *owner;

	if (rc == ERR_OK) {
		owner = pg_new(c->conninfo, PG_OWNER, (int)c->settings.connect_ms);
		rc = migrate_ready(owner, needed, pg_now_ms() + PREPARE_MS, &version, &err);
		pg_free(owner);
	}
	if (rc != ERR_OK)
		(void)cli_fail(c, &err);
	return rc == ERR_OK;
}

int
cmd_check(struct cli *c)
{
	struct pg *pg = NULL;
	struct generation *g = NULL;
	struct load l;

	if (c->n_args == 0)
		return cli_usage(c, "check 需要文件名", "check takes file names");
	if (!is_format(c))
		return cli_usage(
		    c, "--format 须为 text、json 或 sarif", "--format is text, json or sarif");
	if (c->db && !database_fits(c))
		return 1;
	if (c->db)
		pg = pg_new(c->conninfo, PG_READER, (int)c->settings.connect_ms);
	load_init(&l);
	if (load_files(&l, &c->settings, false) == ERR_OK && read_named(c, &l) == ERR_OK)
		g = load_build(&l, pg, pg_now_ms() + PREPARE_MS, 1);
	(is_text(c) ? report_text : report_json)(c, &l, g);
	load_free(&l);
	pg_free(pg);
	if (g == NULL)
		return 1;
	generation_unref(g);
	return 0;
}

int
cmd_fmt(struct cli *c)
{
	struct generation *g = NULL;
	struct load l;

	if (c->n_args != 1)
		return cli_usage(c, "fmt 需要一个文件名", "fmt takes one file name");
	load_init(&l);
	if (load_files(&l, &c->settings, false) == ERR_OK && read_named(c, &l) == ERR_OK)
		g = load_build(&l, NULL, 0, 1);
	if (g == NULL)
		report_text(c, &l, NULL);
	else
		(void)fwrite(g->schemes[0].scheme->canonical.ptr, 1,
		    g->schemes[0].scheme->canonical.len, stdout);
	load_free(&l);
	if (g == NULL)
		return 1;
	generation_unref(g);
	return 0;
}

int
cmd_advise(struct cli *c)
{
	const struct generation_scheme *gs;
	struct generation *g = NULL;
	struct buf text;
	struct load l;
	int status = 1;

	if (c->n_args != 1)
		return cli_usage(c, "advise 需要一个方案", "advise takes one scheme");
	load_init(&l);
	if (load_files(&l, &c->settings, true) == ERR_OK)
		g = load_build(&l, NULL, 0, 1);
	if (g == NULL)
		report_text(c, &l, NULL);
	gs = g != NULL ? generation_scheme(g, text_of(c->args[0])) : NULL;
	if (g != NULL && gs == NULL) {
		(void)err_set(&l.err, E_SCHEME_UNKNOWN, "", c->args[0], NULL);
		(void)cli_fail(c, &l.err);
	}
	if (gs != NULL) {
		buf_init(&text, TEXT_MAX);
		plan_advise(&gs->plan, &text);
		cli_print(stdout, &text);
		status = 0;
	}
	generation_unref(g);
	load_free(&l);
	return status;
}
