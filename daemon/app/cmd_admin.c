/* assayd migrate, assayd token: what changes the database. */
#include "app/cli.h"

#include <string.h>

#include "app/files.h"
#include "base/hash.h"
#include "store/contracts.h"
#include "store/migrate.h"

#define STATEMENT_MS 10000
#define TOKEN_BYTES 32

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

static bool
role_known(const char *role)
{
	static const char *const roles[] = { "admin", "bureau", "evaluator", "provider", "viewer" };

	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (strcmp(role, roles[i]) == 0)
			return true;
	return false;
}

/* The hash goes to the database, the token to stdout, once. */
int
cmd_token(struct cli *c)
{
	const char *role = c->role != NULL ? c->role : "admin";
	uint8_t secret[TOKEN_BYTES], hash[SHA256_BYTES];
	char token[4 + TOKEN_BYTES * 2] = "asy_";
	struct err err = { 0 };
	enum err_code rc;
	struct pg *pg;

	if (c->n_args != 1 || strcmp(c->args[0], "create") != 0 || c->name == NULL)
		return cli_usage(
		    c, "写作 token create --name 名称", "write token create --name NAME");
	if (!role_known(role))
		return cli_usage(c, "角色须为 admin、bureau、evaluator、provider 或 viewer",
		    "the role is admin, bureau, evaluator, provider or viewer");
	random_bytes(secret, sizeof(secret));
	(void)base64url(secret, sizeof(secret), token + 4);
	sha256(token, strlen(token), hash);
	pg = pg_new(c->conninfo, PG_WRITER, (int)c->settings.connect_ms);
	rc = token_create(pg, c->name, role, hash, pg_now_ms() + STATEMENT_MS, &err);
	pg_free(pg);
	if (rc != ERR_OK)
		return cli_fail(c, &err);
	puts(token);
	return 0;
}
