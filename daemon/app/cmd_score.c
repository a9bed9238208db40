/* assayd score, explain: one contract from the terminal; JSON is the same bytes as the API's. */
#include "app/cli.h"

#include <stdlib.h>
#include <string.h>

#include "api/json_write.h"
#include "api/route.h"
#include "api/sim.h"
#include "app/explain_page.h"
#include "app/load.h"
#include "app/score_tree.h"
#include "store/contracts.h"
#include "store/fetch.h"

#define DEADLINE_MS 60000
#define SCRATCH ((size_t)256 << 20)
#define TEXT_MAX (16u << 20)

struct scoring {
	struct cli *c;
	struct generation *g;
	struct pg *pg;
	int64_t contract;
	day_t as_of;
	bool explain;
	struct err err;
};

struct scored {
	struct contract_row head;
	struct facts facts;
	struct fetch_detail detail;
	struct result result;
	struct decision_set set; /* of an explanation */
};

/* A request of our own, for whoever may reach the database: no token. */
static void
make_job(struct scoring *s, struct job *job, const char *method, const char *path)
{
	*job = (struct job){ .arena = s->c->arena, .gen = s->g };
	job->req.method = text_of(method);
	job->req.path = text_of(path);
	job->req.accept_language = s->c->lang == LANG_ZH ? TEXT("zh") : TEXT("en");
	(void)snprintf(job->req.id, sizeof(job->req.id), "command-line");
	job->today = s->as_of;
	job->deadline_ms = pg_now_ms() + DEADLINE_MS;
	job->principal.token_id = -1;
}

/* A worker's work on it. */
static int
print_reply(struct scoring *s, struct job *job)
{
	struct worker_ctx ctx = { .db = s->pg, .scratch = arena_new(SCRATCH) };
	struct text body;
	int status;

	if (route_request(job) == ERR_OK)
		route_run(&job, 1, &ctx);
	body = (struct text){ job->reply.body.data, job->reply.body.len };
	status = job->reply.status == 200 ? 0 : 1;
	fprintf(status == 0 ? stdout : stderr, "%.*s\n", TEXT_ARG(body));
	buf_free(&job->reply.body);
	arena_free(ctx.scratch);
	return status;
}

static int
print_json(struct scoring *s)
{
	char path[64], query[32], day[DAY_TEXT_MAX];
	struct job job;

	date_print(s->as_of, day);
	(void)snprintf(path, sizeof(path), "/v1/contracts/%lld/score", (long long)s->contract);
	(void)snprintf(query, sizeof(query), "as_of=%s", day);
	make_job(s, &job, "GET", path);
	job.req.query = text_of(query);
	return print_reply(s, &job);
}

static enum err_code
scheme_for(struct scoring *s, struct contract_row *head, const struct generation_scheme **ret)
{
	char id[24];
	enum err_code rc;

	(void)snprintf(id, sizeof(id), "%lld", (long long)s->contract);
	rc = contracts_get(
	    s->pg, &s->contract, 1, pg_now_ms() + DEADLINE_MS, s->c->arena, head, &s->err);
	if (rc != ERR_OK)
		return rc;
	if (head->id == 0)
		return err_set(&s->err, E_CONTRACT_UNKNOWN, "", id, NULL);
	*ret = generation_scheme(s->g, head->programme);
	if (*ret == NULL)
		return err_set(&s->err, E_NO_SCHEME, "", id,
		    arena_strndup(s->c->arena, head->programme.ptr, head->programme.len), NULL);
	return ERR_OK;
}

static enum err_code
check_found(struct scoring *s, const struct facts *f)
{
	char as_of[DAY_TEXT_MAX], since[DAY_TEXT_MAX], id[24];

	(void)snprintf(id, sizeof(id), "%lld", (long long)s->contract);
	if (!f->found[0])
		return err_set(&s->err, E_CONTRACT_UNKNOWN, "", id, NULL);
	if (s->explain || f->since[0] <= s->as_of)
		return ERR_OK;
	date_print(s->as_of, as_of);
	date_print(f->since[0], since);
	return err_set(&s->err, E_AS_OF_EARLY, "", as_of, since, NULL);
}

static enum err_code
compute(struct scoring *s, struct scored *ret)
{
	struct arena *arena = s->c->arena;
	const struct generation_scheme *gs;
	enum err_code rc = scheme_for(s, &ret->head, &gs);

	ret->detail.heads = arena_alloc(arena, sizeof(*ret->detail.heads));
	if (rc == ERR_OK)
		rc = fetch_batch_detail(s->pg, &gs->plan, &s->contract, 1, s->as_of,
		    pg_now_ms() + DEADLINE_MS, arena, &ret->facts, &ret->detail, &s->err);
	if (rc == ERR_OK)
		rc = check_found(s, &ret->facts);
	if (rc == ERR_OK)
		rc = engine_score(
		    gs->scheme, &ret->facts, s->as_of, ENGINE_CELLS, arena, &ret->result, &s->err);
	if (rc == ERR_OK && ret->result.failed[0])
		rc = err_set(&s->err, E_OVERFLOW, "", s->c->args[0], NULL);
	if (rc == ERR_OK && s->explain)
		rc = engine_decide(&ret->result, 0, arena, &ret->set, &s->err);
	return rc;
}

static int
print_text(struct scoring *s)
{
	struct scored d = { .detail = { .heads = NULL } };
	struct explain_page page = { &d.set, &d.head, &d.detail, s->c->arena };
	struct buf out;

	if (compute(s, &d) != ERR_OK)
		return cli_fail(s->c, &s->err);
	buf_init(&out, TEXT_MAX);
	if (s->explain)
		explain_page(&page, s->c->lang, &out);
	else
		score_tree(&d.result, 0, &d.head, s->c->lang, s->c->arena, &out);
	cli_print(stdout, &out);
	return 0;
}

/* ---- what if ------------------------------------------------------------------------ */

/* NAME=VALUE as a member: what looks like a number, a truth value or nothing stands as that. */
static bool
write_assumption(struct json *j, const char *given)
{
	const char *equals = strchr(given, '=');
	struct text name, value;
	dec_t number;

	if (equals == NULL || equals == given)
		return false;
	name = (struct text){ given, (size_t)(equals - given) };
	value = text_of(equals + 1);
	json_keyt(j, name);
	if (value.len == 0 || text_is(value, "null"))
		json_null(j);
	else if (text_is(value, "true") || text_is(value, "false") ||
		 dec_parse(value.ptr, value.len, &number))
		json_raw(j, value);
	else
		json_text(j, value);
	return true;
}

static bool
write_assumptions(struct json *j, const char *key, const struct cli_list *list)
{
	bool ok = true;

	json_key(j, key);
	json_object(j);
	for (uint32_t i = 0; i < list->n && ok; i++)
		ok = write_assumption(j, list->items[i]);
	json_end(j);
	return ok;
}

/* As POST /v1/simulations takes it. */
static bool
write_body(const struct scoring *s, struct buf *out, bool whole)
{
	struct json j;
	bool ok;

	json_init(&j, out);
	json_object(&j);
	json_key(&j, "contract");
	json_int(&j, s->contract);
	json_key(&j, "as_of");
	json_day(&j, s->as_of);
	ok = write_assumptions(&j, "facts", &s->c->set) &&
	     write_assumptions(&j, "parameters", &s->c->parameter);
	if (ok && !whole) {
		json_key(&j, "include");
		json_array(&j);
		json_str(&j, "score");
		json_end(&j);
	}
	json_end(&j);
	return ok && json_done(&j);
}

static int
print_simulated_text(struct scoring *s, struct job *job)
{
	struct worker_ctx ctx = { .db = s->pg, .scratch = arena_new(SCRATCH) };
	struct sim sim = { .job = job, .ctx = &ctx, .arena = s->c->arena };
	char was[DEC_TEXT_MAX];
	struct sim_pair pair;
	struct buf out;
	int status;

	buf_init(&out, TEXT_MAX);
	if (sim_prepare(&sim) == ERR_OK && sim_compute(&sim, &pair) == ERR_OK) {
		(void)dec_print(pair.before.result.score[0], 2, was);
		buf_addf(&out,
		    s->c->lang == LANG_ZH ? "假设如此，原为 %s：\n" : "If so; it was %s:\n", was);
		score_tree(
		    &pair.after.result, 0, &pair.detail[0].heads[0], s->c->lang, s->c->arena, &out);
		cli_print(stdout, &out);
		status = 0;
	} else {
		status = cli_fail(s->c, &job->err);
		buf_free(&out);
	}
	arena_free(ctx.scratch);
	return status;
}

static int
print_simulated(struct scoring *s, bool json)
{
	struct job job;
	struct buf body;
	int status;

	buf_init(&body, TEXT_MAX);
	if (!write_body(s, &body, json)) {
		buf_free(&body);
		return cli_usage(s->c, "--set 与 --parameter 写作 名称=值，各名称一次",
		    "--set and --parameter are NAME=VALUE, each name once");
	}
	make_job(s, &job, "POST", "/v1/simulations");
	job.req.content_type = TEXT("application/json");
	job.req.content_length = (int64_t)body.len;
	job.req.body = (struct text){ body.data, body.len };
	status = json ? print_reply(s, &job) : print_simulated_text(s, &job);
	buf_free(&body);
	return status;
}

static int
print_score(struct scoring *s, bool json)
{
	if (s->c->set.n + s->c->parameter.n > 0)
		return print_simulated(s, json);
	return json ? print_json(s) : print_text(s);
}

static int
load_and_score(struct scoring *s, bool json)
{
	struct load l;
	struct buf text;
	int status = 1;

	load_init(&l);
	if (load_files(&l, &s->c->settings, true) == ERR_OK)
		s->g = load_build(&l, NULL, 0, 1);
	if (s->g != NULL) {
		s->pg = pg_new(s->c->conninfo, PG_READER, (int)s->c->settings.connect_ms);
		status = print_score(s, json);
		pg_free(s->pg);
		generation_unref(s->g);
	} else {
		buf_init(&text, TEXT_MAX);
		load_print(&l, s->c->lang, &text);
		cli_print(stderr, &text);
	}
	load_free(&l);
	return status;
}

int
cmd_score(struct cli *c)
{
	struct scoring s = { .c = c };
	bool json;

	if (c->n_args != 1 || !cli_id(c->args[0], &s.contract))
		return cli_usage(
		    c, "score 需要一个合同编号（数字）", "score takes one contract id (a number)");
	if (!cli_format(c, &json) || !cli_as_of(c, &s.as_of))
		return 2;
	return load_and_score(&s, json);
}

/* The same facts and score, told as a page; as data it is what the API gives. */
int
cmd_explain(struct cli *c)
{
	struct scoring s = { .c = c, .explain = true };

	if (c->n_args != 1 || !cli_id(c->args[0], &s.contract))
		return cli_usage(c, "explain 需要一个合同编号（数字）",
		    "explain takes one contract id (a number)");
	if (c->format != NULL || c->set.n + c->parameter.n > 0)
		return cli_usage(c, "explain 只打印文字；数据见 score --format json 与接口",
		    "explain prints text; for data there are score --format json and the API");
	if (!cli_as_of(c, &s.as_of))
		return 2;
	return load_and_score(&s, false);
}
