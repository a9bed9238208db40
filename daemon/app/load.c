#include "app/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/files.h"

#define SOURCES_BUDGET ((size_t)64 << 20)

/* A file in the folder of the scheme. */
static const char *
read_beside(
    void *ctx, const char *scheme_file, struct text name, const char **path, struct text *ret)
{
	struct load *l = ctx;
	const char *slash = strrchr(scheme_file, '/');
	const char *own = text_dup(l->arena, name).ptr;
	char zh[512], en[512], *both;
	struct err e;

	*path = slash == NULL
		    ? own
		    : path_join(l->arena,
			  arena_strndup(l->arena, scheme_file, (size_t)(slash - scheme_file)), own);
	if (file_read(*path, l->arena, ret, &e) == ERR_OK)
		return NULL;
	err_detail(&e, LANG_ZH, zh, sizeof(zh));
	err_detail(&e, LANG_EN, en, sizeof(en));
	both = arena_alloc(l->arena, sizeof(zh) + sizeof(en) + 2);
	(void)snprintf(both, sizeof(zh) + sizeof(en) + 2, "%s\x1f%s", zh, en);
	return both;
}

void
load_init(struct load *l)
{
	memset(l, 0, sizeof(*l));
	l->arena = arena_new(SOURCES_BUDGET);
	diags_init(&l->diags, l->arena);
	l->beside = (struct rule_files){ l, read_beside };
	l->files.beside = &l->beside;
}

void
load_free(struct load *l)
{
	arena_free(l->arena);
}

static enum err_code
read_all(struct load *l, const char *folder, const char *suffix, const struct catalogue_file **ret,
    uint32_t *ret_n)
{
	struct catalogue_file *files;
	enum err_code rc = files_read(folder, suffix, l->arena, &files, ret_n, &l->err);

	if (rc == ERR_OK)
		*ret = files;
	return rc;
}

enum err_code
load_files(struct load *l, const struct settings *s, bool all)
{
	const char *calendars = path_join(l->arena, s->rules, "calendars");
	struct generation_files *f = &l->files;
	enum err_code rc;

	rc = read_all(
	    l, path_join(l->arena, s->sql, "metrics"), ".yaml", &f->metrics, &f->n_metrics);
	if (rc == ERR_OK && access(calendars, F_OK) == 0) /* a folder of rules may do without */
		rc = read_all(l, calendars, ".csv", &f->calendars, &f->n_calendars);
	if (rc != ERR_OK || !all)
		return rc;
	rc = read_all(l, s->rules, ".yaml", &f->rules, &f->n_rules);
	if (rc != ERR_OK)
		return rc;
	return file_read(
	    path_join(l->arena, s->docs, "openapi.yaml"), l->arena, &f->openapi_yaml, &l->err);
}

struct generation *
load_build(struct load *l, struct pg *pg, int64_t deadline_ms, uint64_t number)
{
	return generation_build(&l->files, pg, deadline_ms, number, &l->diags, &l->err);
}

bool
load_told(const struct load *l)
{
	return l->err.code == ERR_OK || (l->err.code == E_RULES && l->diags.count > 0);
}

void
load_print(const struct load *l, enum lang lang, struct buf *out)
{
	char sentence[1024];

	if (l->diags.count > 0)
		diags_print_text(&l->diags, lang, out);
	if (load_told(l))
		return;
	err_detail(&l->err, lang, sentence, sizeof(sentence));
	buf_addf(out, "%s: %s\n", err_title(l->err.code, lang), sentence);
	err_hint(&l->err, lang, sentence, sizeof(sentence));
	buf_addf(out, "  %s\n", sentence);
}

bool
load_conninfo_private(const struct settings *s)
{
	static const char *const pg_env[] = { "PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE" };

	for (size_t i = 0; i < COUNT_OF(pg_env); i++)
		if (getenv(pg_env[i]) != NULL)
			return false;
	return s->database[0] == '\0';
}

const char *
load_conninfo(const struct settings *s, struct arena *arena)
{
	const char *run = path_join(arena, s->var, "run");
	char *folder, *conninfo;
	size_t cap;

	if (s->database[0] != '\0')
		return s->database;
	if (!load_conninfo_private(s))
		return "";
	folder = realpath(run, NULL);
	if (folder == NULL || access(path_join(arena, folder, ".s.PGSQL.5432"), F_OK) != 0 ||
	    strpbrk(folder, "'\\ ") != NULL) {
		free(folder);
		return "";
	}
	cap = strlen(folder) + 64;
	conninfo = arena_alloc(arena, cap);
	(void)snprintf(conninfo, cap, "host=%s user=assayd dbname=assayd", folder);
	free(folder);
	return conninfo;
}

enum err_code
load_migration_number(const struct settings *s, int *ret, struct err *reterr)
{
	struct arena *arena = arena_new(SOURCES_BUDGET);
	struct migration *m;
	enum err_code rc;
	uint32_t n;

	rc = migrations_read(path_join(arena, s->sql, "migrations"), arena, &m, &n, reterr);
	if (rc == ERR_OK)
		*ret = n > 0 ? m[n - 1].number : 0;
	arena_free(arena);
	return rc;
}
