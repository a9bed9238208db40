/* assayd migrate */
#include "app/cli.h"

#include "app/files.h"
#include "store/migrate.h"

static void
progress(void *ctx, const struct migration *m)
{
	const struct cli *c = ctx;

	printf("%s %s\n", c->lang == LANG_ZH ? "迁移" : "migrate", m->name);
}

int
cmd_migrate(struct cli *c)
{
	struct migration *files;
	struct err err = { 0 };
	enum err_code rc;
	uint32_t n = 0;
	struct pg *pg;

	if (c->n_args > 0)
		return cli_usage(c, "migrate 不带参数", "migrate takes no arguments");
	rc = migrations_read(
	    path_join(c->arena, c->settings.sql, "migrations"), c->arena, &files, &n, &err);
	if (rc != ERR_OK)
		return cli_fail(c, &err);
	pg = pg_new(c->conninfo, PG_OWNER, (int)c->settings.connect_ms);
	rc = migrate_run(pg, files, n, progress, c, &err);
	pg_free(pg);
	return rc == ERR_OK ? 0 : cli_fail(c, &err);
}
