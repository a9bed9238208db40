/*
 * The names a rule may read, handed to the compiler from above (floor 2 fills it from
 * the files of sql/metrics), so that rules never includes metrics.
 */
#ifndef RULES_VOCABULARY_H
#define RULES_VOCABULARY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "rules/value.h"

enum grain { GRAIN_CONTRACT, GRAIN_STATION, GRAIN_COMMUNITY, GRAIN_PERSON, GRAIN_COUNT };

struct metric_param {
	struct text name;
	enum vtype type; /* VT_TEXT, VT_NUMBER, VT_BOOL, VT_DAYS ... */
	bool list;       /* takes [a, b, c] */
	bool required;
	const struct text *one_of; /* allowed words for a text, or NULL */
	uint32_t n_one_of;
};

struct metric_decl {
	struct text name; /* "service.units" */
	struct rtype type;
	unsigned grains; /* 1u << GRAIN_x */
	const struct metric_param *params;
	uint32_t n_params;
	bool windowed; /* read within the window or as at its last day, so that previous() has a
			  meaning */
	struct text title_zh, title_en;
	uint32_t index; /* in the catalogue */
};

struct calendar_set;

/* Files beside a scheme, for whoever may open files: this floor may not. Returns NULL when read,
 * else why not, in both languages (DIAG_BOTH). *path is how findings call the file. */
struct rule_files {
	void *ctx;
	const char *(*read)(void *ctx, const char *scheme_file, struct text name, const char **path,
	    struct text *ret);
};

struct vocabulary {
	const void *ctx;
	const struct metric_decl *(*find)(const void *ctx, struct text name);
	const struct metric_decl *(*at)(const void *ctx, uint32_t i); /* NULL past the end */
	const struct calendar_set *calendars; /* NULL: none are known here, any name will do */
	const struct rule_files *files;       /* NULL: there are none here */
};

const char *grain_name(enum grain g); /* "contract" "station" "community" "person" */
bool grain_find(struct text name, enum grain *ret);

#endif
