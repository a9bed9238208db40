/*
 * Files of the process: rules, metrics, migrations, the API description. Read whole, under caps;
 * the texts live in the arena. Names are paths as findings print them, in order of name.
 */
#ifndef APP_FILES_H
#define APP_FILES_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "metrics/catalogue.h"
#include "store/migrate.h"

#define FILES_MAX 1000
#define FILE_BYTES_MAX (4u << 20)

/* E_FILE, E_LIMIT. */
enum err_code file_read(
    const char *path, struct arena *arena, struct text *ret, struct err *reterr) MUST_USE;
/* All regular files of a folder whose name ends in `suffix`. */
enum err_code files_read(const char *folder, const char *suffix, struct arena *arena,
    struct catalogue_file **ret, uint32_t *ret_n, struct err *reterr) MUST_USE;
/* NNN_name.sql of a folder, by number. */
enum err_code migrations_read(const char *folder, struct arena *arena, struct migration **ret,
    uint32_t *ret_n, struct err *reterr) MUST_USE;
/* folder/name in the arena. */
const char *path_join(struct arena *arena, const char *folder, const char *name);

#endif
