#include "app/reload.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/load.h"
#include "app/log.h"
#include "app/stats.h"
#include "app/thread.h"
#include "store/pg.h"

#define PREPARE_MS 30000
#define FINDINGS_MAX (256u << 10)

struct reload {
	const struct settings *settings;
	const char *conninfo;
	struct process *process;
	struct http *http;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool asked, stop, checked;
	struct generation *current;
	uint64_t number;
};

struct reload *
reload_new(const struct settings *s, const char *conninfo, struct process *process,
    struct generation *first, bool checked)
{
	struct reload *r = calloc(1, sizeof(*r));

	if (r == NULL)
		abort();
	r->settings = s;
	r->conninfo = conninfo;
	r->process = process;
	generation_serve(first, (size_t)s->ready_bytes);
	r->current = first;
	r->number = first->number;
	r->checked = checked;
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->wake, NULL);
	atomic_store(&process->rules_ok, checked);
	stat_set(STAT_GENERATION, (int64_t)first->number);
	return r;
}

/* A line of log for each line of the findings. */
static void
log_findings(const struct load *l)
{
	struct buf text;

	buf_init(&text, FINDINGS_MAX);
	load_print(l, LANG_EN, &text);
	for (const char *at = text.data; at != NULL && *at != '\0';) {
		size_t n = strcspn(at, "\n");

		if (n > 0)
			LOG(LOG_ERROR, "rules_finding", LOG_TEXT("text", ((struct text){ at, n })));
		at += n + (at[n] == '\n');
	}
	buf_free(&text);
}

static void
refused(struct reload *r, const struct load *l)
{
	char sentence[1024];

	err_detail(&l->err, LANG_EN, sentence, sizeof(sentence));
	process_fault(r->process, text_of(sentence));
	stat_add(STAT_RELOAD_FAILURES, 1);
	stat_set(STAT_RELOAD_FAILED, 1);
	log_err(LOG_ERROR, "reload_refused", &l->err);
	log_findings(l);
}

static void
publish(struct reload *r, struct generation *g)
{
	struct generation *old;

	generation_serve(g, (size_t)r->settings->ready_bytes);
	pthread_mutex_lock(&r->lock);
	old = r->current;
	r->current = g;
	r->checked = true;
	pthread_mutex_unlock(&r->lock);
	http_publish(r->http, g);
	generation_unref(old);
	atomic_store(&r->process->rules_ok, true);
	process_fault(r->process, (struct text){ "", 0 });
	stat_set(STAT_RELOAD_FAILED, 0);
	stat_set(STAT_GENERATION, (int64_t)g->number);
	LOG(LOG_NOTICE, "rules_loaded", LOG_NUM("generation", g->number),
	    LOG_NUM("schemes", g->n_schemes));
}

static void
reload_now(struct reload *r)
{
	struct pg *pg = pg_new(r->conninfo, PG_READER, (int)r->settings->connect_ms);
	struct generation *g = NULL;
	struct load l;

	load_init(&l);
	stat_add(STAT_RELOADS, 1);
	if (load_files(&l, r->settings, true) == ERR_OK)
		g = load_build(&l, pg, pg_now_ms() + PREPARE_MS, r->number + 1);
	if (g != NULL) {
		r->number++;
		publish(r, g);
	} else {
		refused(r, &l);
	}
	load_free(&l);
	pg_free(pg);
}

static void *
reload_run(void *arg)
{
	struct reload *r = arg;
	bool stop;

	do {
		pthread_mutex_lock(&r->lock);
		while (!r->asked && !r->stop)
			pthread_cond_wait(&r->wake, &r->lock);
		stop = r->stop;
		r->asked = false;
		pthread_mutex_unlock(&r->lock);
		if (!stop)
			reload_now(r);
	} while (!stop);
	return NULL;
}

void
reload_start(struct reload *r, struct http *http)
{
	r->http = http;
	if (pthread_create(&r->thread, NULL, reload_run, r) != 0)
		abort();
}

void
reload_request(struct reload *r)
{
	pthread_mutex_lock(&r->lock);
	r->asked = true;
	pthread_mutex_unlock(&r->lock);
	pthread_cond_signal(&r->wake);
}

void
reload_stop(struct reload *r)
{
	pthread_mutex_lock(&r->lock);
	r->stop = true;
	pthread_mutex_unlock(&r->lock);
	pthread_cond_signal(&r->wake);
}

struct generation *
reload_current(struct reload *r)
{
	struct generation *g;

	pthread_mutex_lock(&r->lock);
	g = generation_ref(r->current);
	pthread_mutex_unlock(&r->lock);
	return g;
}

bool
reload_checked(struct reload *r)
{
	bool checked;

	pthread_mutex_lock(&r->lock);
	checked = r->checked;
	pthread_mutex_unlock(&r->lock);
	return checked;
}

bool
reload_join(struct reload *r, int64_t deadline_ms)
{
	return thread_join(r->thread, deadline_ms);
}

void
reload_free(struct reload *r)
{
	generation_unref(r->current);
	pthread_cond_destroy(&r->wake);
	pthread_mutex_destroy(&r->lock);
	free(r);
}
