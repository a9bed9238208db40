/*
 * The catalogue of metrics: the YAML files of sql/metrics -> declarations for the rule compiler
 * (vocabulary) and SQL for the store's plan compiler. One file is one source: a FROM fragment and
 * the metrics that are aggregates over it.
 *
 *   source: service
 *   title: {zh: 服务记录, en: Service records}
 *   from: service s                       # alias(es) used below
 *   contract: s.contract_id               # key per grain; a grain that is not named is not offered
 *   station: s.station_id
 *   community: s.community_id
 *   where: s.verified and s.served_on between {since} and {until}    # optional; {since} {until}
 * {as_of} are dates recorded: s.recorded_at               # optional: when a row was recorded
 * (data_time of a score); by default # recorded_at beside the contract key order: s.served_on, s.id
 * # of the evidence rows evidence:                             # columns of the evidence rows: name
 * -> SQL served_on: s.served_on item: s.item_code metrics: service.units: title: {zh: 服务对象数,
 * en: Persons or households served} type: number                      # number percent money date
 * days boolean unit: units                       # optional whole: true                       # SQL
 * gives whole numbers (default true for number and days); else six decimals grain: [contract,
 * community]      # optional: fewer than the source offers sql: count(distinct s.unit_key) filter:
 * s.category = {category}   # optional: FILTER (WHERE …); parts that name an absent optional
 * parameter are dropped: # a filter is a list of conditions, all of which hold params: category:
 * {type: text, required: true, one_of: [basic, empower, governance]} groups: {type: text, list:
 * true}  # placeholder becomes a PostgreSQL array: s.target_group = any({groups}) empty: 0 #
 * optional: value where the source has no row (default: 0 for count(...), else missing)
 *     service.case_share:                 # a share has two expressions and so two columns
 *       type: share
 *       numerator: {sql: …, filter: …}
 *       denominator: {sql: …, filter: …}  # whole as above (default true), for both
 *
 * Placeholders: text 'quoted', number 12.5, percent 0.5, days 15, boolean true. A filter of several
 * conditions is joined with `and`, each in parentheses. The alias k is the plan's own; `sql` may be
 * any expression over aggregates of the source.
 *
 * Read at start and reload under the same caps and with the same fault reports as rules files.
 * Immutable after load; shared by all threads; lives in the arena.
 */
#ifndef METRICS_CATALOGUE_H
#define METRICS_CATALOGUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "rules/diag.h"
#include "rules/vocabulary.h"

struct metric_sql {
	struct text sql;     /* aggregate with {placeholders} */
	struct text *filter; /* conditions, all hold */
	uint32_t n_filter;
};

struct source {
	struct text name, from, where, order, recorded, file;
	struct text title_zh, title_en;
	struct text key[GRAIN_COUNT]; /* SQL of the key, empty when not offered */
	struct evidence_column {
		struct text name, sql;
	} * evidence;
	uint32_t n_evidence;
	bool others; /* reads rows of other contracts, whose changes do not mark this one */
};

struct metric {
	struct metric_decl decl; /* decl.index = its place in the catalogue */
	const struct source *source;
	bool whole; /* SQL value is a whole number: times a million at fetch; else SQL is scaled by
		       the plan */
	bool empty_zero;         /* no row: 0, else missing */
	struct metric_sql value; /* or the numerator of a share */
	struct metric_sql denominator;
	uint32_t line, column; /* of its name in source->file: where faults of its SQL are shown */
};

struct catalogue {
	struct source *sources;
	uint32_t n_sources;
	struct metric *metrics; /* sorted by name */
	uint32_t n_metrics;
	char hash[65]; /* SHA-256 over all files in name order: part of what a score depends on */
};

struct catalogue_file {
	const char *name;
	struct text text;
};

/* NULL when any file has an error; all faults of all files are in diags. */
const struct catalogue *catalogue_read(
    const struct catalogue_file *files, uint32_t n, struct arena *arena, struct diags *diags);
struct vocabulary catalogue_vocabulary(const struct catalogue *c);
const struct metric *catalogue_metric(const struct catalogue *c, const struct metric_decl *decl);

#endif
