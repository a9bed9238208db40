/*
 * What a fault of the database means for who runs a command: asked of the database itself, as the
 * login role, since the server's own words ("relation does not exist") name no remedy.
 */
#ifndef APP_CLI_DATABASE_H
#define APP_CLI_DATABASE_H

#include "app/cli.h"

/* Replaces a fault of the database by its cause where that can be told (E_DB_PRIVATE,
 * E_NOT_MIGRATED, E_DB_ROLES); leaves all others alone. */
void cli_database_fault(const struct cli *c, struct err *err);

#endif
