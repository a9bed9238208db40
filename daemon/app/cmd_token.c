/* assayd token create, list, revoke */
#include "app/cli.h"

#include <string.h>

#include "base/hash.h"
#include "store/contracts.h"

#define STATEMENT_MS 10000
#define TOKEN_BYTES 32

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
static enum err_code
create(struct cli *c, struct pg *pg, struct err *reterr)
{
	struct token_row token = { .principal = text_of(c->name),
		.role = text_of(c->role != NULL ? c->role : "admin"),
		.expires_on = DAY_NONE };
	uint8_t secret[TOKEN_BYTES], hash[SHA256_BYTES];
	char text[4 + TOKEN_BYTES * 2] = "asy_";
	enum err_code rc;

	if (c->expires != NULL)
		(void)!date_parse(c->expires, strlen(c->expires), &token.expires_on);
	random_bytes(secret, sizeof(secret));
	(void)base64url(secret, sizeof(secret), text + 4);
	sha256(text, strlen(text), hash);
	rc = token_create(pg, &token, hash, pg_now_ms() + STATEMENT_MS, reterr);
	if (rc == ERR_OK)
		puts(text);
	return rc;
}

static void
print_row(const struct token_row *t, enum lang lang)
{
	static const char *const states[][2] = { { "已撤销", "revoked" }, { "已过期", "expired" },
		{ "有效", "valid" } };
	char day[DAY_TEXT_MAX] = "-";

	if (date_ok(t->expires_on))
		date_print(t->expires_on, day);
	printf("%lld\t%.*s\t%.*s\t%s\t%s\n", (long long)t->id, TEXT_ARG(t->principal),
	    TEXT_ARG(t->role), day,
	    states[t->revoked ? 0
		   : t->found ? 2
			      : 1][lang]);
}

static enum err_code
list(struct cli *c, struct pg *pg, struct err *reterr)
{
	struct token_row *rows;
	uint32_t n;
	enum err_code rc = token_list(pg, pg_now_ms() + STATEMENT_MS, c->arena, &rows, &n, reterr);

	if (rc != ERR_OK)
		return rc;
	puts(c->lang == LANG_ZH ? "编号\t持有者\t角色\t到期日\t状态"
				: "id\tname\trole\texpires\tstate");
	for (uint32_t i = 0; i < n; i++)
		print_row(&rows[i], c->lang);
	return ERR_OK;
}

static enum err_code
revoke(struct cli *c, struct pg *pg, struct err *reterr)
{
	uint32_t n = 0;
	enum err_code rc = token_revoke(pg, c->args[1], pg_now_ms() + STATEMENT_MS, &n, reterr);

	if (rc == ERR_OK && n == 0)
		return err_set(reterr, E_TOKEN_UNKNOWN, "", c->args[1], NULL);
	if (rc == ERR_OK)
		printf(c->lang == LANG_ZH ? "已撤销 %u 个令牌\n" : "tokens revoked: %u\n", n);
	return rc;
}

static const struct token_command {
	const char *name;
	int args; /* its own name among them */
	enum err_code (*run)(struct cli *c, struct pg *pg, struct err *reterr);
} commands[] = { { "create", 1, create }, { "list", 1, list }, { "revoke", 2, revoke } };

/* NULL after saying what is wrong. */
static const struct token_command *
asked(const struct cli *c)
{
	const struct token_command *found = NULL;
	day_t day;

	for (size_t i = 0; i < COUNT_OF(commands) && c->n_args > 0; i++)
		if (strcmp(c->args[0], commands[i].name) == 0 && c->n_args == commands[i].args)
			found = &commands[i];
	if (found == NULL || (found->run == create && c->name == NULL))
		(void)cli_usage(c, "写作 token create --name 名称、token list 或 token revoke 名称",
		    "write token create --name NAME, token list, or token revoke NAME");
	else if (c->role != NULL && !role_known(c->role))
		(void)cli_usage(c, "角色须为 admin、bureau、evaluator、provider 或 viewer",
		    "the role is admin, bureau, evaluator, provider or viewer");
	else if (c->expires != NULL && !date_parse(c->expires, strlen(c->expires), &day))
		(void)cli_usage(c, "到期日写作 2027-12-31", "write the day as 2027-12-31");
	else
		return found;
	return NULL;
}

int
cmd_token(struct cli *c)
{
	const struct token_command *command = asked(c);
	struct err err = { 0 };
	enum err_code rc;
	struct pg *pg;

	if (command == NULL)
		return 2;
	pg = pg_new(c->conninfo, PG_WRITER, (int)c->settings.connect_ms);
	rc = command->run(c, pg, &err);
	pg_free(pg);
	return rc == ERR_OK ? 0 : cli_fail(c, &err);
}
