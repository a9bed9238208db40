/*
 * How long 1 MiB of nonsense takes to be refused, in every shape of tests/unit/nonsense.h, and how
 * much memory: one process a shape, so that its peak is its own. bench_nonsense [ROUNDS [PART]],
 * PART of the names of the shapes wanted; the last line is the slowest by
 * processor time, for bench.sh: a busy machine doubles the wall clock.
 */
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../unit/nonsense.h"

static double
now_ms(clockid_t clock)
{
	struct timespec t;

	(void)clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static long
peak_kb(void)
{
	struct rusage u;

	(void)getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

struct measure {
	double median, cpu; /* wall, and what of it the processor worked */
	long grown_kb;
	uint32_t errors;
	bool refused;
};

static void
measure(const struct nonsense_shape *s, const struct catalogue *c, char *data, int rounds,
    struct measure *ret)
{
	struct text made = { data, nonsense_make(s, data) };
	double ms[100], cpu[100];
	long before = peak_kb();

	for (int i = 0; i < rounds; i++) {
		struct arena *arena = arena_new((size_t)256 << 20);
		double start = now_ms(CLOCK_MONOTONIC);
		double worked = now_ms(CLOCK_PROCESS_CPUTIME_ID);
		struct diags diags;
		struct buf said;

		buf_init(&said, 4u << 20);
		ret->refused = nonsense_read(s, made, c, arena, &diags, &said) == NULL;
		ret->errors = diags.errors;
		buf_free(&said);
		arena_free(arena);
		cpu[i] = now_ms(CLOCK_PROCESS_CPUTIME_ID) - worked;
		ms[i] = now_ms(CLOCK_MONOTONIC) - start;
	}
	qsort(ms, (size_t)rounds, sizeof(*ms), by_size);
	qsort(cpu, (size_t)rounds, sizeof(*cpu), by_size);
	ret->median = ms[rounds / 2];
	ret->cpu = cpu[rounds / 2];
	ret->grown_kb = peak_kb() - before;
}

static bool
in_child(const struct nonsense_shape *s, const struct catalogue *c, char *data, int rounds,
    struct measure *ret)
{
	int ends[2], status;
	pid_t pid;

	if (pipe(ends) != 0)
		return false;
	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		measure(s, c, data, rounds, ret);
		_exit(write(ends[1], ret, sizeof(*ret)) == (ssize_t)sizeof(*ret) ? 0 : 1);
	}
	(void)close(ends[1]);
	if (pid < 0 || read(ends[0], ret, sizeof(*ret)) != (ssize_t)sizeof(*ret))
		ret->refused = false;
	(void)close(ends[0]);
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

int
main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 7;
	struct arena *arena = arena_new((size_t)64 << 20);
	const struct catalogue *c = nonsense_catalogue(arena);
	char *data = malloc(NONSENSE_BYTES);
	double slowest = 0;
	bool ok = c != NULL && data != NULL && rounds > 0 && rounds <= 100;

	printf("%-36s %8s %8s %9s %8s\n", "1 MiB of nonsense, refused", "ms", "cpu ms", "peak MB",
	    "faults");
	for (size_t i = 0; ok && i < NONSENSE_SHAPES; i++) {
		struct measure m = { 0 };

		if (argc > 2 && strstr(nonsense_shapes[i].name, argv[2]) == NULL)
			continue;
		ok = in_child(&nonsense_shapes[i], c, data, rounds, &m) && m.refused;
		printf("%-36s %8.1f %8.1f %9.1f %8u%s\n", nonsense_shapes[i].name, m.median, m.cpu,
		    (double)m.grown_kb / 1024, m.errors, ok ? "" : "  NOT refused");
		slowest = m.cpu > slowest ? m.cpu : slowest;
	}
	printf("slowest %.1f ms\n", slowest);
	free(data);
	arena_free(arena);
	return ok ? 0 : 1;
}
