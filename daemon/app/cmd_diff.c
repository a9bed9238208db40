/* assayd diff OLD NEW: as diff(1), exit 0 when nothing changes, 1 when something does, 2 in
 * trouble. */
#include <stdlib.h>
#include <string.h>

#include "api/draft.h"
#include "app/diff.h"
#include "app/files.h"
#include "app/load.h"

#define DIFF_BYTES ((size_t)1 << 30)
#define TEXT_MAX (256u << 20)
#define TROUBLE 2

/* A file compiled beside the rules that are loaded, which it may extend. */
static bool
compile(struct diff *d, const struct generation *g, int side)
{
	struct diags diags;
	struct text text;
	struct buf out;
	bool ok;

	if (file_read(d->file[side], d->arena, &text, &d->err) != ERR_OK) {
		(void)cli_fail(d->c, &d->err);
		return false;
	}
	diags_init(&diags, d->arena);
	d->scheme[side] = draft_scheme(g, d->file[side], text, d->arena, &diags);
	ok = d->scheme[side] != NULL && draft_plan(g, d->scheme[side], d->scheme[BEFORE]->id,
					    d->arena, &diags, &d->plan[side]);
	if (ok)
		return true;
	buf_init(&out, TEXT_MAX);
	diags_print_text(&diags, d->c->lang, &out);
	cli_print(stderr, &out);
	return false;
}

static bool
read_ids(struct diff *d)
{
	const char *at = d->c->contracts;
	int64_t *ids = arena_array(d->arena, at == NULL ? 0 : strlen(at) / 2 + 1, sizeof(*ids));
	char one[24];

	while (at != NULL && *at != '\0') {
		size_t n = strcspn(at, ",");

		if (n == 0 || n >= sizeof(one))
			return false;
		memcpy(one, at, n);
		one[n] = '\0';
		if (!cli_id(one, &ids[d->n_asked++]))
			return false;
		at += n + (at[n] == ',');
	}
	d->asked = d->c->contracts == NULL ? NULL : ids;
	return d->c->contracts == NULL || d->n_asked > 0;
}

/* Contracts asked for by number must be there, and of the programme. */
static enum err_code
check_asked(struct diff *d)
{
	struct contract_row *rows = arena_array(d->arena, d->n_asked, sizeof(*rows));
	char id[24];
	enum err_code rc = ERR_OK;

	if (d->asked == NULL)
		return ERR_OK;
	if (d->n_asked > FETCH_BATCH_MAX)
		return err_set(&d->err, E_LIMIT, "", "--contracts", "1024", NULL);
	rc = contracts_get(
	    d->pg, d->asked, d->n_asked, pg_now_ms() + 60000, d->arena, rows, &d->err);
	for (uint32_t i = 0; i < d->n_asked && rc == ERR_OK; i++) {
		(void)snprintf(id, sizeof(id), "%lld", (long long)d->asked[i]);
		if (rows[i].id == 0)
			rc = err_set(&d->err, E_CONTRACT_UNKNOWN, "", id, NULL);
		else if (!text_eq(rows[i].programme, d->scheme[BEFORE]->id))
			rc = err_set(&d->err, E_OTHER_PROGRAMME, "", id,
			    arena_strndup(d->arena, rows[i].programme.ptr, rows[i].programme.len),
			    arena_strndup(
				d->arena, d->scheme[BEFORE]->id.ptr, d->scheme[BEFORE]->id.len),
			    NULL);
	}
	return rc;
}

static int
report(struct diff *d, bool json)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	(json ? diff_json : diff_text)(d, &out);
	cli_print(stdout, &out);
	if (d->failed > 0)
		return TROUBLE;
	return d->n_rows > 0 || d->n_rules > 0;
}

static int
run(struct diff *d, const struct generation *g, bool json)
{
	enum err_code rc;
	int status;

	if (!compile(d, g, BEFORE) || !compile(d, g, AFTER))
		return TROUBLE;
	scheme_changes(d->scheme[BEFORE], d->scheme[AFTER], d->arena, &d->rules, &d->n_rules);
	d->pg = pg_new(d->c->conninfo, PG_READER, (int)d->c->settings.connect_ms);
	rc = check_asked(d);
	if (rc == ERR_OK)
		rc = diff_contracts(d);
	pg_free(d->pg);
	if (rc == ERR_OK) {
		status = report(d, json);
	} else {
		(void)cli_fail(d->c, &d->err);
		status = TROUBLE;
	}
	return status;
}

static int
load_and_run(struct diff *d, bool json)
{
	struct generation *g = NULL;
	struct load l;
	struct buf text;
	int status = TROUBLE;

	load_init(&l);
	if (load_files(&l, &d->c->settings, true) == ERR_OK)
		g = load_build(&l, NULL, 0, 1);
	if (g != NULL) {
		d->arena = arena_new(DIFF_BYTES);
		status = read_ids(d) ? run(d, g, json)
				     : cli_usage(d->c, "--contracts 写作 1,2,3",
					   "write --contracts as 1,2,3");
		arena_free(d->arena);
		generation_unref(g);
	} else {
		buf_init(&text, TEXT_MAX);
		load_print(&l, d->c->lang, &text);
		cli_print(stderr, &text);
	}
	load_free(&l);
	return status;
}

int
cmd_diff(struct cli *c)
{
	struct diff d = { .c = c };
	bool json;

	if (c->n_args != 2)
		return cli_usage(c, "diff 需要两个规则文件：原来的与新的",
		    "diff takes two rules files: the old one and the new one");
	if (!cli_format(c, &json) || !cli_as_of(c, &d.as_of))
		return TROUBLE;
	d.file[BEFORE] = c->args[0];
	d.file[AFTER] = c->args[1];
	return load_and_run(&d, json);
}
