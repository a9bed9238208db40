#include "api/cursor.h"
#include "api/doc_json.h"
#include "api/filter.h"
#include "api/handlers.h"
#include "api/list_csv.h"
#include "api/reply.h"
#include "api/scheme_of.h"

static const struct sort_word {
	const char *word;
	enum contract_sort sort;
} sorts[] = {
	{ "id", SORT_ID },
	{ "no", SORT_NO },
	{ "score", SORT_SCORE },
	{ "amount", SORT_AMOUNT },
	{ "start", SORT_START },
};

static void
read_sort(struct text word, struct contract_filter *f)
{
	f->descending = word.len > 0 && word.ptr[0] == '-';
	if (f->descending)
		word = (struct text){ word.ptr + 1, word.len - 1 };
	for (size_t i = 0; i < COUNT_OF(sorts); i++) {
		if (text_is(word, sorts[i].word))
			f->sort = sorts[i].sort;
	}
}

static enum err_code
write_csv(struct job *job, const struct contract_row *rows, uint32_t n, struct text next)
{
	enum err_code code;
	struct csv c;

	reply_start_text(job);
	csv_start(&c, &job->reply.body);
	csv_head(&c, &csv_contracts, job->lang);
	for (uint32_t i = 0; i < n; i++) {
		struct csv_item item = { .contract = &rows[i], .lang = job->lang };

		csv_row(&c, &csv_contracts, &item);
	}
	if (next.len > 0)
		csv_continued(&c, job->lang, next);
	code = reply_finish_csv(job, csv_contracts.name);
	if (code == ERR_OK && next.len > 0)
		reply_link_next(job, next);
	return code;
}

static enum err_code
write_page(struct job *job, const struct contract_filter *f, const struct contract_row *rows,
    uint32_t n, bool more)
{
	struct text next = { NULL, 0 };
	enum err_code code = ERR_OK;
	struct cursor after;
	struct json j;

	if (more) {
		after = cursor_after(f, &rows[n - 1], job->arena);
		code = page_href(job, &after, &next);
	}
	if (code != ERR_OK)
		return code;
	if (page_csv(&job->params))
		return write_csv(job, rows, n, next);
	reply_start(job, &j);
	json_object(&j);
	json_key(&j, "items");
	json_array(&j);
	for (uint32_t i = 0; i < n; i++)
		json_contract(&j, &rows[i], true);
	json_end(&j);
	json_key(&j, "next");
	json_text_or_null(&j, next);
	json_end(&j);
	code = reply_finish(job, &j, 200);
	if (code == ERR_OK && more)
		reply_link_next(job, next);
	return code;
}

static enum err_code
read_cursor(struct job *job, struct contract_filter *f)
{
	struct cursor cursor;
	enum err_code code = cursor_read(job->route, &job->params, job->arena, &cursor, &job->err);

	if (code != ERR_OK || cursor_apply(&cursor, f))
		return code;
	return err_set(&job->err, E_CURSOR, "cursor", NULL);
}

/* One row more than asked for tells whether there is a next page. */
enum err_code
handle_contracts(struct job *job, struct worker_ctx *ctx)
{
	const struct params *p = &job->params;
	struct contract_filter f = { .programme = p->programme,
		.region = p->region,
		.grade = p->grade,
		.provider = p->provider,
		.limit = page_limit(p) + 1 };
	struct contract_row *rows;
	enum err_code code = ERR_OK;
	uint32_t n;
	bool more;

	read_sort(p->sort, &f);
	code = filter_check(job, ctx);
	if (code == ERR_OK && p->cursor.len > 0)
		code = read_cursor(job, &f);
	if (code == ERR_OK)
		code = contracts_list(
		    ctx->db, &f, job->deadline_ms, ctx->scratch, &rows, &n, &job->err);
	if (code != ERR_OK)
		return code;
	more = n > page_limit(p);
	return write_page(job, &f, rows, more ? page_limit(p) : n, more);
}

enum err_code
handle_contract(struct job *job, struct worker_ctx *ctx)
{
	struct contract_row row = { 0 };
	enum err_code code = contracts_get(
	    ctx->db, &job->params.contract_id, 1, job->deadline_ms, ctx->scratch, &row, &job->err);
	struct json j;

	if (code != ERR_OK)
		return code;
	if (row.id == 0)
		return contract_unknown(job);
	reply_start(job, &j);
	json_contract(&j, &row, true);
	return reply_finish(job, &j, 200);
}
