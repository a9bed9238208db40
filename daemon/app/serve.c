/*
 * Start: files -> generation (PREPAREd when the database answers and has the migrations; broken
 * rules end it here) -> workers -> loops -> ready. Without the database it serves not ready, and
 * checks the generation later. Stop: drain -> answers in flight, up to the grace limit -> workers
 * -> loops -> the rest.
 */
#include "app/serve.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "app/http.h"
#include "app/load.h"
#include "app/log.h"
#include "app/process.h"
#include "app/queue.h"
#include "app/reload.h"
#include "app/rescore.h"
#include "app/stats.h"
#include "app/worker.h"
#include "store/migrate.h"

#define PREPARE_MS 30000
#define SIDE_BATCH 1 /* each answer leaves as soon as it is there */
#define FILES_RESERVED 128
#define SETTLE_MS 600
#define JOIN_MS 5000
#define FINDINGS_MAX (1u << 20)

struct server {
	const struct settings *s;
	struct arena *arena;
	const char *conninfo;
	struct process process;
	struct queue *queue, *side_queue;
	struct workers *workers, *side;
	struct patient *patient;
	struct http *http;
	struct reload *reload;
	struct rescore *rescore;
	int migration;
};

/* ---- requests --------------------------------------------------------------------- */

static enum http_next
fail(struct job *job)
{
	reply_problem(job);
	return HTTP_REPLY;
}

static enum http_next
run_on_loop(struct server *sv, struct job *job)
{
	struct process_view view;

	stat_set(STAT_QUEUE_DEPTH, queue_depth(sv->queue));
	process_view(&sv->process, strcmp(job->route->path, "/metrics") == 0, job->arena, &view);
	return job->route->run_loop(job, &view) == ERR_OK ? HTTP_REPLY : fail(job);
}

/* On a loop's thread. A database without our tables knows no token: that is said before anyone is
 * told that theirs is wrong. */
static bool
judge(struct job *job, void *ctx)
{
	struct server *sv = ctx;
	bool known;

	if (route_request(job) != ERR_OK)
		return false;
	if (!job->route->open && process_refuses(&sv->process, &job->err)) {
		reply_problem(job);
		return false;
	}
	return auth_cached(job, &known) == ERR_OK;
}

static enum http_next
dispatch(struct job *job, void *ctx)
{
	struct server *sv = ctx;

	if (job->route->where == ON_LOOP && (job->route->open || job->principal.token_id != 0))
		return run_on_loop(sv, job);
	if (queue_push(job->route->where == ON_SIDE ? sv->side_queue : sv->queue, job))
		return HTTP_LATER;
	stat_add(STAT_QUEUE_FULL, 1);
	(void)err_set(&job->err, E_BUSY, "", NULL);
	return fail(job);
}

/* ---- start ------------------------------------------------------------------------ */

static void
complain(const struct err *err, enum lang lang)
{
	char text[1024];

	err_detail(err, lang, text, sizeof(text));
	fprintf(stderr, "assayd: %s\n", text);
	err_hint(err, lang, text, sizeof(text));
	fprintf(stderr, "  %s\n", text);
}

/* Connections are bounded by what the kernel will give us. */
static uint32_t
connection_cap(const struct settings *s)
{
	struct rlimit limit;
	int64_t room;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 1;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
	(void)getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > INT64_MAX / 2)
		return (uint32_t)s->connections;
	room = (int64_t)limit.rlim_cur;
	room -= room / 4 < FILES_RESERVED ? room / 4 : FILES_RESERVED;
	if (room >= s->connections)
		return (uint32_t)s->connections;
	room = room > 1 ? room : 1;
	LOG(LOG_NOTICE, "connections_limited", LOG_NUM("wanted", s->connections),
	    LOG_NUM("cap", room), LOG_NUM("open_files", limit.rlim_cur));
	return (uint32_t)room;
}

/* True when the first generation can be checked against the database. */
static bool
database_usable(struct server *sv)
{
	struct pg *pg = pg_new(sv->conninfo, PG_OWNER, (int)sv->s->connect_ms);
	struct err err = { 0 };
	int version = 0;
	enum err_code rc;

	rc = migrate_ready(pg, sv->migration, pg_now_ms() + sv->s->connect_ms, &version, &err);
	if (rc != ERR_OK)
		log_err(LOG_ERROR, rc == E_NOT_MIGRATED ? "database_not_migrated" : "database_down",
		    &err);
	process_database(&sv->process, &err);
	pg_free(pg);
	return rc == ERR_OK;
}

/* One attempt; the findings of the last one go to stderr. */
static struct generation *
build_first(struct server *sv, bool check, enum lang lang, enum err_code *ret_code)
{
	struct pg *pg = check ? pg_new(sv->conninfo, PG_READER, (int)sv->s->connect_ms) : NULL;
	struct generation *g = NULL;
	struct load l;
	struct buf text;

	load_init(&l);
	if (load_files(&l, sv->s, true) == ERR_OK)
		g = load_build(&l, pg, pg_now_ms() + PREPARE_MS, 1);
	*ret_code = g != NULL ? ERR_OK : l.err.code;
	buf_init(&text, FINDINGS_MAX);
	load_print(&l, lang, &text);
	if (text.len > 0)
		fputs(text.data, stderr);
	buf_free(&text);
	load_free(&l);
	pg_free(pg);
	return g;
}

static struct generation *
first_generation(struct server *sv, enum lang lang, bool *ret_checked)
{
	enum err_code code;
	struct generation *g;

	*ret_checked = database_usable(sv);
	g = build_first(sv, *ret_checked, lang, &code);
	if (g != NULL || !*ret_checked || (code != E_DB_DOWN && code != E_DB_TIMEOUT))
		return g;
	*ret_checked = false; /* the database went away meanwhile */
	return build_first(sv, false, lang, &code);
}

static enum err_code
start_http(struct server *sv, struct generation *first, struct err *reterr)
{
	const struct settings *s = sv->s;
	struct http_options o = { .loops = (uint32_t)s->loops,
		.connections = connection_cap(s),
		.headers_max = (size_t)s->headers_max,
		.body_max = (size_t)s->body_max,
		.input_max = (size_t)s->input_max,
		.output_max = (size_t)s->output_max,
		.timeout_ms = s->timeout_ms,
		.read_ms = s->read_ms,
		.idle_ms = s->idle_ms,
		.write_ms = s->write_ms,
		.judge = judge,
		.serve = dispatch,
		.ctx = sv };
	char host[64];
	enum err_code rc;

	rc = settings_listen(s->listen, host, sizeof(host), &o.port, reterr);
	o.host = host;
	if (rc == ERR_OK)
		rc = http_start(&o, first, &sv->http, reterr);
	if (rc != ERR_OK)
		return rc;
	printf("ready http://%s%s%s:%u\n", strchr(host, ':') ? "[" : "", host,
	    strchr(host, ':') ? "]" : "", http_port(sv->http));
	fflush(stdout);
	LOG(LOG_NOTICE, "ready", LOG_STR("address", host), LOG_NUM("port", http_port(sv->http)),
	    LOG_NUM("loops", s->loops), LOG_NUM("workers", s->workers));
	return ERR_OK;
}

static enum err_code
start(struct server *sv, struct generation *first, bool checked, struct err *reterr)
{
	const struct settings *s = sv->s;
	enum err_code rc;

	sv->queue = queue_new((uint32_t)s->queue);
	sv->side_queue = queue_new((uint32_t)s->queue);
	sv->reload = reload_new(s, sv->conninfo, &sv->process, first, checked);
	rc = start_http(sv, first, reterr);
	if (rc != ERR_OK) {
		reload_free(sv->reload);
		queue_free(sv->side_queue);
		queue_free(sv->queue);
		return rc;
	}
	sv->patient = patient_start(sv->conninfo, (int)s->connect_ms, s->patience_ms);
	sv->workers = workers_start((uint32_t)s->workers, (uint32_t)s->batch, sv->conninfo,
	    (int)s->connect_ms, sv->queue, sv->patient);
	sv->side = workers_start(
	    1, SIDE_BATCH, sv->conninfo, (int)s->connect_ms, sv->side_queue, sv->patient);
	reload_start(sv->reload, sv->http);
	sv->rescore = rescore_start(s, sv->conninfo, &sv->process, sv->reload, sv->migration);
	return ERR_OK;
}

/* ---- stop ------------------------------------------------------------------------- */

/* Waits a moment; a second order to stop ends the process at once. */
static void
pause_or_die(const sigset_t *set)
{
	const struct timespec moment = { 0, 20 * 1000000 };
	int sig = sigtimedwait(set, NULL, &moment);

	if (sig != SIGTERM && sig != SIGINT)
		return;
	LOG(LOG_WARN, "stopped_at_once", LOG_NUM("signal", sig));
	_exit(1);
}

static void
drain(struct server *sv, const sigset_t *set)
{
	int64_t grace = pg_now_ms() + sv->s->grace_ms;
	int64_t settle;

	http_drain(sv->http);
	while (http_in_flight(sv->http) > 0 && pg_now_ms() < grace)
		pause_or_die(set);
	settle = pg_now_ms() + SETTLE_MS;
	while (stat_get(STAT_CONNECTIONS) > 0 && pg_now_ms() < settle)
		pause_or_die(set);
}

static void
stop(struct server *sv, const sigset_t *set)
{
	bool joined;

	rescore_stop(sv->rescore);
	reload_stop(sv->reload);
	drain(sv, set);
	queue_close(sv->queue);
	queue_close(sv->side_queue);
	workers_join(sv->workers);
	workers_join(sv->side);
	patient_join(sv->patient);
	joined = rescore_join(sv->rescore, pg_now_ms() + JOIN_MS);
	joined = reload_join(sv->reload, pg_now_ms() + JOIN_MS) && joined;
	LOG(LOG_NOTICE, "stopped", LOG_NUM("joined", joined));
	if (!joined)
		_exit(0); /* a thread waits on the database; it holds nothing that must be saved */
	http_stop(sv->http); /* last: a reload publishes to the loops */
	rescore_free(sv->rescore);
	reload_free(sv->reload);
	queue_free(sv->side_queue);
	queue_free(sv->queue);
}

static void
wait_for_stop(struct server *sv, const sigset_t *set)
{
	for (;;) {
		int sig = sigwaitinfo(set, NULL);

		if (sig == SIGHUP) {
			LOG(LOG_NOTICE, "reload_asked");
			reload_request(sv->reload);
		}
		if (sig == SIGTERM || sig == SIGINT) {
			LOG(LOG_NOTICE, "stopping", LOG_NUM("signal", sig));
			return;
		}
	}
}

static void
block_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGHUP);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	pthread_sigmask(SIG_BLOCK, set, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
}

static int
run(struct server *sv, enum lang lang, const sigset_t *set)
{
	struct err err = { 0 };
	struct generation *first;
	bool checked;

	if (http_check_library(&err) != ERR_OK ||
	    load_migration_number(sv->s, &sv->migration, &err) != ERR_OK) {
		complain(&err, lang);
		return 1;
	}
	first = first_generation(sv, lang, &checked);
	if (first == NULL)
		return 1;
	if (start(sv, first, checked, &err) != ERR_OK) {
		complain(&err, lang);
		return 1;
	}
	wait_for_stop(sv, set);
	stop(sv, set);
	return 0;
}

int
serve(const struct settings *s, enum lang lang)
{
	struct server sv = { .s = s };
	sigset_t set;
	int status;

	block_signals(&set);
	log_open(STDERR_FILENO, s->log_level);
	sv.arena = arena_new(1u << 20);
	sv.conninfo = load_conninfo(s, sv.arena);
	process_init(&sv.process);
	status = run(&sv, lang, &set);
	process_free(&sv.process);
	arena_free(sv.arena);
	return status;
}
