#include "app/cli_database.h"

#include <string.h>

#include "app/load.h"
#include "store/migrate.h"

#define ASK_MS 3000

/* A missing table or column, or a right that is not there: SQLSTATE class 42. */
static bool
about_the_schema(const struct err *err)
{
	return err->code == E_DB_QUERY && strncmp(err->arg[0], "42", 2) == 0;
}

void
cli_database_fault(const struct cli *c, struct err *err)
{
	struct err cause = { 0 };
	int needed, version;
	enum err_code rc;
	struct pg *owner;

	if (c->conninfo == NULL || (err->code != E_DB_DOWN && !about_the_schema(err)) ||
	    load_migration_number(&c->settings, &needed, &cause) != ERR_OK)
		return;
	owner = pg_new(c->conninfo, PG_OWNER, (int)c->settings.connect_ms);
	rc = migrate_ready(owner, needed, pg_now_ms() + ASK_MS, &version, &cause);
	pg_free(owner);
	if (rc == E_NOT_MIGRATED || rc == E_DB_ROLES)
		*err = cause;
	else if (rc == E_DB_DOWN && load_conninfo_private(&c->settings))
		(void)err_set(err, E_DB_PRIVATE, "", c->settings.var, NULL);
}
