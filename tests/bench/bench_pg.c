/*
 * Bare libpq, without assayd: what the database alone asks for.
 *
 *   bench_pg one FILE CALLS AS_OF LO HI        the statement of FILE ($1 contract, $2 date) for
 * random contracts, one connection, one at a time: "p50 p99 mean backend_cpu" in us bench_pg full
 * FILE CONNECTIONS AS_OF LO HI the statements of FILE ($1 lo, $2 hi, $3 date; divided by lines of
 * ---) over all contracts, by id ranges: "ms backend_cpu_ms rows"
 *
 * Prepared, binary results, plan_cache_mode=force_generic_plan. Connects with the PG* environment.
 */
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define STATEMENTS_MAX 8
#define CONNECTIONS_MAX 16

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
die(const char *what, const char *why)
{
	fprintf(stderr, "bench_pg: %s: %s\n", what, why);
	exit(1);
}

static char *
read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = calloc(1, 1 << 20);

	if (f == NULL || text == NULL || fread(text, 1, (1 << 20) - 1, f) == 0)
		die(path, "cannot be read");
	fclose(f);
	return text;
}

/* User and system time of a backend so far, us. */
static double
backend_cpu_us(PGconn *c)
{
	char path[64];
	char stat[1024];
	unsigned long user = 0;
	unsigned long kernel = 0;
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%d/stat", PQbackendPID(c));
	f = fopen(path, "r");
	if (f == NULL)
		return 0; /* a server elsewhere */
	n = fread(stat, 1, sizeof(stat) - 1, f);
	fclose(f);
	stat[n] = '\0';
	if (strrchr(stat, ')') == NULL ||
	    sscanf(strrchr(stat, ')'), ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
		&user, &kernel) != 2)
		return 0;
	return (double)(user + kernel) * 1e6 / (double)sysconf(_SC_CLK_TCK);
}

static PGconn *
connect_or_die(void)
{
	PGconn *c = PQconnectdb("options='-c plan_cache_mode=force_generic_plan -c jit=off'");

	if (PQstatus(c) != CONNECTION_OK)
		die("connection", PQerrorMessage(c));
	return c;
}

static void
prepare_or_die(PGconn *c, const char *name, const char *sql)
{
	PGresult *r = PQprepare(c, name, sql, 0, NULL);

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		die("prepare", PQerrorMessage(c));
	PQclear(r);
}

static long
execute(PGconn *c, const char *name, int n, const char *const *params)
{
	PGresult *r = PQexecPrepared(c, name, n, params, NULL, NULL, 1);
	long rows;

	if (PQresultStatus(r) != PGRES_TUPLES_OK)
		die("query", PQerrorMessage(c));
	rows = PQntuples(r);
	PQclear(r);
	return rows;
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a;
	const double *y = b;

	return *x < *y ? -1 : *x > *y;
}

static int
one(const char *file, int calls, const char *as_of, long lo, long hi)
{
	PGconn *c = connect_or_die();
	double *took = calloc((size_t)calls, sizeof(*took));
	double sum = 0;
	double cpu;
	int warm = calls / 10 + 20;

	if (took == NULL)
		die("memory", "none left");
	prepare_or_die(c, "one", read_file(file));
	srandom(42);
	cpu = 0;
	for (int i = -warm; i < calls; i++) {
		char id[24];
		const char *params[] = { id, as_of };
		double start;

		snprintf(id, sizeof(id), "%ld", lo + random() % (hi - lo + 1));
		if (i == 0)
			cpu = backend_cpu_us(c);
		start = now_us();
		if (execute(c, "one", 2, params) != 1)
			die(id, "no such contract");
		if (i >= 0)
			sum += took[i] = now_us() - start;
	}
	cpu = backend_cpu_us(c) - cpu;
	qsort(took, (size_t)calls, sizeof(*took), by_value);
	printf("%.0f %.0f %.0f %.0f\n", took[calls / 2], took[calls * 99 / 100], sum / calls,
	    cpu / calls);
	PQfinish(c);
	free(took);
	return 0;
}

struct range {
	PGconn *c;
	const char *as_of;
	int statements;
	long lo, hi, rows;
};

static void *
run_range(void *arg)
{
	struct range *r = arg;
	char lo[24];
	char hi[24];
	const char *params[] = { lo, hi, r->as_of };

	snprintf(lo, sizeof(lo), "%ld", r->lo);
	snprintf(hi, sizeof(hi), "%ld", r->hi);
	for (int s = 0; s < r->statements; s++) {
		char name[16];

		snprintf(name, sizeof(name), "full%d", s);
		r->rows += execute(r->c, name, 3, params);
	}
	return NULL;
}

static int
full(const char *file, int connections, const char *as_of, long lo, long hi)
{
	struct range range[CONNECTIONS_MAX];
	pthread_t thread[CONNECTIONS_MAX];
	char *text = read_file(file);
	char *sql[STATEMENTS_MAX];
	double start;
	double cpu = 0;
	long rows = 0;
	int n = 0;

	for (char *at = text; at != NULL && n < STATEMENTS_MAX; n++) {
		sql[n] = at;
		at = strstr(at, "\n---\n");
		if (at != NULL) {
			*at = '\0';
			at += 5;
		}
	}
	if (connections < 1 || connections > CONNECTIONS_MAX)
		die("connections", "1 to 16");
	for (int k = 0; k < connections; k++) {
		range[k] = (struct range){ .c = connect_or_die(),
			.as_of = as_of,
			.statements = n,
			.lo = lo + (hi - lo + 1) * k / connections,
			.hi = lo + (hi - lo + 1) * (k + 1) / connections - 1 };
		for (int s = 0; s < n; s++) {
			char name[16];

			snprintf(name, sizeof(name), "full%d", s);
			prepare_or_die(range[k].c, name, sql[s]);
		}
		cpu -= backend_cpu_us(range[k].c);
	}
	start = now_us();
	for (int k = 0; k < connections; k++) {
		if (pthread_create(&thread[k], NULL, run_range, &range[k]) != 0)
			die("thread", "cannot be made");
	}
	for (int k = 0; k < connections; k++)
		pthread_join(thread[k], NULL);
	start = now_us() - start;
	for (int k = 0; k < connections; k++) {
		cpu += backend_cpu_us(range[k].c);
		rows += range[k].rows;
		PQfinish(range[k].c);
	}
	printf("%.0f %.0f %ld\n", start / 1000, cpu / 1000, rows);
	free(text);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc != 7 || (strcmp(argv[1], "one") != 0 && strcmp(argv[1], "full") != 0)) {
		fprintf(stderr, "bench_pg one|full FILE CALLS|CONNECTIONS AS_OF LO HI\n");
		return 2;
	}
	return (strcmp(argv[1], "one") == 0 ? one : full)(
	    argv[2], atoi(argv[3]), argv[4], atol(argv[5]), atol(argv[6]));
}
