#include "app/stats.h"

#include <assert.h>
#include <stdatomic.h>

struct stat_row {
	const char *name, *type, *help;
};

static const struct stat_row rows[STAT_COUNT] = {
	[STAT_CONNECTIONS] = { "connections", "gauge", "Open client connections." },
	[STAT_ACCEPTED] = { "connections_accepted_total", "counter", "Client connections taken." },
	[STAT_ACCEPT_ERRORS] = { "accept_errors_total", "counter",
	    "Connections that could not be taken (files, memory)." },
	[STAT_DEADLINE_CLOSED] = { "connections_timed_out_total", "counter",
	    "Connections closed because a client was too slow or idle." },
	[STAT_INPUT_FULL] = { "input_full_total", "counter",
	    "Connections closed because too many bytes of unfinished requests were waiting." },
	[STAT_GUARD_REFUSED] = { "guard_refused_total", "counter",
	    "Requests refused before routing: framing, version, Host, target, headers." },
	[STAT_QUEUE_DEPTH] = { "queue_depth", "gauge", "Requests waiting for a worker." },
	[STAT_QUEUE_FULL] = { "queue_full_total", "counter",
	    "Requests answered 503 because the queue was full." },
	[STAT_OUTPUT_FULL] = { "output_full_total", "counter",
	    "Requests answered 503 because too many answers wait for slow readers." },
	[STAT_BATCHES] = { "worker_batches_total", "counter",
	    "Batches that workers took from the queue." },
	[STAT_READY] = { "ready_documents_total", "counter",
	    "Score documents answered from those kept ready, their contracts unchanged." },
	[STAT_DB_UP] = { "database_up", "gauge",
	    "1 when the last probe of the database answered." },
	[STAT_DB_RECONNECTS] = { "database_reconnects_total", "counter",
	    "Connections opened to the database after the first of each user." },
	[STAT_GENERATION] = { "rules_generation", "gauge",
	    "Number of the generation of rules in service." },
	[STAT_RELOADS] = { "rules_reloads_total", "counter", "Reloads that were asked for." },
	[STAT_RELOAD_FAILURES] = { "rules_reload_failures_total", "counter",
	    "Reloads that were refused." },
	[STAT_RELOAD_FAILED] = { "rules_reload_failed", "gauge",
	    "1 while the last reload was refused and the rules before it serve on." },
	[STAT_RESCORED] = { "rescored_contracts_total", "counter",
	    "Contracts whose stored score was computed anew." },
	[STAT_RESCORE_FAILURES] = { "rescore_failures_total", "counter",
	    "Passes of re-scoring that ended early." },
	[STAT_RESCORE_OVERFLOWS] = { "rescore_overflows_total", "counter",
	    "Contracts that got no stored score because of their data, as a number out of range." },
	[STAT_RESCORE_LAST_MS] = { "rescore_last_pass_milliseconds", "gauge",
	    "Time that the last full pass took." },
	[STAT_START_TIME] = { "process_start_time_seconds", "gauge", "Unix time of the start." },
};

/* A status that is not here is counted as the last one of its hundred, or 500. */
static const int statuses[] = { 200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 406, 408, 409,
	411, 412, 413, 414, 415, 417, 422, 428, 429, 431, 500, 502, 503, 504, 505, 507 };
enum { STATUSES = sizeof(statuses) / sizeof(statuses[0]) };

/* Upper bounds in microseconds, and as Prometheus writes them in seconds. */
static const int64_t bounds[] = { 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 100000, 500000,
	2000000 };
static const char *const bound_names[] = { "0.0001", "0.00025", "0.0005", "0.001", "0.0025",
	"0.005", "0.01", "0.025", "0.1", "0.5", "2" };
enum { BOUNDS = sizeof(bounds) / sizeof(bounds[0]) };

struct shard {
	_Alignas(64) atomic_int_fast64_t count[STATS_ROUTES][STATUSES];
	atomic_int_fast64_t bucket[STATS_ROUTES][BOUNDS + 1];
	atomic_int_fast64_t micros[STATS_ROUTES];
};

static struct shard shards[STATS_SHARDS];
static atomic_int_fast64_t values[STAT_COUNT];

void
stat_add(enum stat stat, int64_t n)
{
	atomic_fetch_add_explicit(&values[stat], n, memory_order_relaxed);
}

void
stat_set(enum stat stat, int64_t value)
{
	atomic_store_explicit(&values[stat], value, memory_order_relaxed);
}

int64_t
stat_get(enum stat stat)
{
	return atomic_load_explicit(&values[stat], memory_order_relaxed);
}

static size_t
status_index(int status)
{
	size_t best = 0;

	for (size_t i = 0; i < STATUSES; i++)
		if (statuses[i] / 100 == status / 100 && statuses[i] <= status)
			best = i;
	return best;
}

/* One writer a shard: no read-modify-write needed. */
static void
bump(atomic_int_fast64_t *at, int64_t n)
{
	atomic_store_explicit(
	    at, atomic_load_explicit(at, memory_order_relaxed) + n, memory_order_relaxed);
}

void
stat_request(uint32_t shard, const struct route *route, int status, int64_t micros)
{
	struct shard *s = &shards[shard];
	size_t r = route != NULL ? (size_t)(route - route_table) : route_count;
	size_t b = 0;

	assert(shard < STATS_SHARDS && route_count < STATS_ROUTES);
	while (b < BOUNDS && micros > bounds[b])
		b++;
	bump(&s->count[r][status_index(status)], 1);
	bump(&s->bucket[r][b], 1);
	bump(&s->micros[r], micros);
}

#define SUM(member)                                                                               \
	({                                                                                        \
		int64_t total_ = 0;                                                               \
		for (size_t i_ = 0; i_ < STATS_SHARDS; i_++)                                      \
			total_ += atomic_load_explicit(&shards[i_].member, memory_order_relaxed); \
		total_;                                                                           \
	})

static void
route_labels(struct buf *out, size_t r)
{
	if (r < route_count)
		buf_addf(
		    out, "route=\"%s\",method=\"%s\"", route_table[r].path, route_table[r].method);
	else
		buf_adds(out, "route=\"none\",method=\"\"");
}

static void
print_counts(struct buf *out)
{
	buf_adds(out, "# HELP assay_http_requests_total Requests answered, by route and status.\n"
		      "# TYPE assay_http_requests_total counter\n");
	for (size_t r = 0; r <= route_count; r++) {
		for (size_t i = 0; i < STATUSES; i++) {
			int64_t n = SUM(count[r][i]);

			if (n == 0)
				continue;
			buf_adds(out, "assay_http_requests_total{");
			route_labels(out, r);
			buf_addf(out, ",status=\"%d\"} %lld\n", statuses[i], (long long)n);
		}
	}
}

static void
print_histogram(struct buf *out, size_t r)
{
	int64_t total = 0, micros;

	for (size_t b = 0; b <= BOUNDS; b++) {
		total += SUM(bucket[r][b]);
		buf_adds(out, "assay_http_request_duration_seconds_bucket{");
		route_labels(out, r);
		buf_addf(out, ",le=\"%s\"} %lld\n", b < BOUNDS ? bound_names[b] : "+Inf",
		    (long long)total);
	}
	micros = SUM(micros[r]);
	buf_adds(out, "assay_http_request_duration_seconds_sum{");
	route_labels(out, r);
	buf_addf(
	    out, "} %lld.%06lld\n", (long long)(micros / 1000000), (long long)(micros % 1000000));
	buf_adds(out, "assay_http_request_duration_seconds_count{");
	route_labels(out, r);
	buf_addf(out, "} %lld\n", (long long)total);
}

static void
print_latencies(struct buf *out)
{
	buf_adds(out, "# HELP assay_http_request_duration_seconds From the whole request to the "
		      "answer handed to the socket.\n"
		      "# TYPE assay_http_request_duration_seconds histogram\n");
	for (size_t r = 0; r <= route_count; r++) {
		int64_t total = 0;

		for (size_t b = 0; b <= BOUNDS; b++)
			total += SUM(bucket[r][b]);
		if (total > 0)
			print_histogram(out, r);
	}
}

void
stats_print(struct buf *out)
{
	buf_adds(out, "# HELP assay_build_info Version of the daemon.\n"
		      "# TYPE assay_build_info gauge\n"
		      "assay_build_info{version=\"" ASSAYD_VERSION "\"} 1\n");
	for (size_t i = 0; i < STAT_COUNT; i++)
		buf_addf(out, "# HELP assay_%s %s\n# TYPE assay_%s %s\nassay_%s %lld\n",
		    rows[i].name, rows[i].help, rows[i].name, rows[i].type, rows[i].name,
		    (long long)stat_get((enum stat)i));
	print_counts(out);
	print_latencies(out);
}
