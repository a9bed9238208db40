/* assayd test: cases shipped with the rules, run on the pure engine. */
#include "app/cli.h"

#include <regex.h>
#include <string.h>
#include <sys/stat.h>

#include "app/case_expect.h"
#include "app/case_facts.h"
#include "app/case_report.h"
#include "app/case_scheme.h"
#include "app/case_skeleton.h"
#include "app/files.h"

#define ARENA_BUDGET ((size_t)512 << 20)
#define TEXT_MAX (16u << 20)
#define TEST_FILES_MAX 1000

struct testing {
	struct cli *c;
	struct arena *arena;
	struct diags diags;
	struct err err;
	struct case_schemes schemes;
	struct catalogue_file files[TEST_FILES_MAX];
	uint32_t n_files;
	struct case_report report;
	struct case_coverages coverage;
	dec_t threshold; /* share of clauses and branches, 0 none */
	enum case_format format;
	regex_t pattern; /* when c->run is given */
};

/* ---- files -------------------------------------------------------------------------- */

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum err_code
add_file(struct testing *t, const char *name, struct text text)
{
	if (t->n_files == TEST_FILES_MAX)
		return err_set(&t->err, E_LIMIT, name, name, "1000", NULL);
	t->files[t->n_files++] = (struct catalogue_file){ name, text };
	return ERR_OK;
}

static enum err_code
add_named(struct testing *t, const char *path)
{
	struct catalogue_file *files, one = { .name = path };
	uint32_t n = 0;
	enum err_code rc;

	if (!is_folder(path)) {
		rc = file_read(path, t->arena, &one.text, &t->err);
		return rc == ERR_OK ? add_file(t, one.name, one.text) : rc;
	}
	rc = files_read(path, ".yaml", t->arena, &files, &n, &t->err);
	for (uint32_t i = 0; rc == ERR_OK && i < n; i++)
		rc = add_file(t, files[i].name, files[i].text);
	return rc;
}

/* ---- one case ----------------------------------------------------------------------- */

static void
run_case(struct testing *t, const struct case_file *f, const struct rule_case *c)
{
	const struct case_scheme *s = case_scheme_of(&t->schemes, f, c);
	struct case_outcome *out;
	struct facts *facts = arena_alloc(t->arena, sizeof(*facts));
	uint32_t errors = t->diags.errors;
	struct result r;
	struct decision_set set;

	if (s == NULL)
		return;
	(void)case_facts(f, c, s->scheme, s->g->catalogue, facts); /* its faults stop the report */
	out = case_report_add(&t->report, f, c, s->scheme);
	if (engine_score(s->scheme, facts, c->as_of, ENGINE_CELLS, t->arena, &r, &t->err) !=
		ERR_OK ||
	    engine_decide(&r, 0, t->arena, &set, &t->err) != ERR_OK) {
		case_report_error(&t->report, out, &t->err);
		return;
	}
	case_coverage_take(&t->coverage, s, &r, &set);
	case_check(&(struct case_got){ &r, &set }, t->c->lang, out);
	if (out->checked == 0 && errors == t->diags.errors) /* it could not fail */
		CASE_FAULT(f, F_KEY_MISSING, c->node, "expect", DIAG_BOTH("用例", "a case"));
}

static bool
asked_for(const struct testing *t, const struct rule_case *c)
{
	return t->c->run == NULL || regexec(&t->pattern, c->name.ptr, 0, NULL, 0) == 0;
}

static void
run_file(struct testing *t, const struct catalogue_file *file)
{
	struct case_file *f = arena_alloc(t->arena, sizeof(*f));
	struct rule_cases cases = { 0 };

	*f = (struct case_file){ file->name, t->arena, &t->diags };
	cases_read(f, file->text, &cases);
	for (uint32_t i = 0; i < cases.n; i++)
		if (!cases.items[i].faulty && asked_for(t, &cases.items[i]))
			run_case(t, f, &cases.items[i]);
}

/* ---- the command -------------------------------------------------------------------- */

/* Findings on case files and schemes, then the error if any: nothing was tested then. */
static int
faulty(struct testing *t)
{
	struct buf text;
	uint32_t n;

	buf_init(&text, TEXT_MAX);
	n = case_schemes_print(&t->schemes, t->c->lang, &text) + t->diags.errors;
	diags_print_text(&t->diags, t->c->lang, &text);
	cli_print(stderr, &text);
	return n > 0 ? 2 : 0;
}

/* A run without a case would be a test that cannot fail. */
static int
report(struct testing *t)
{
	struct buf text;

	if (t->report.n == 0)
		return cli_usage(t->c, "没有可运行的用例", "there is no case to run");
	buf_init(&text, TEXT_MAX);
	case_report_count(&t->report);
	case_report_print(&t->report, t->format, &text);
	cli_print(stdout, &text);
	if (t->report.failed > 0)
		return 1;
	if (case_coverage_reaches(&t->coverage, t->threshold))
		return 0;
	(void)err_set(&t->err, E_COVERAGE, "", t->c->threshold, NULL);
	return cli_fail(t->c, &t->err);
}

static int
run_all(struct testing *t)
{
	enum err_code rc = ERR_OK;
	int status;

	for (int i = 0; i < t->c->n_args && rc == ERR_OK; i++)
		rc = add_named(t, t->c->args[i]);
	if (rc != ERR_OK) {
		(void)cli_fail(t->c, &t->err);
		return 2;
	}
	for (uint32_t i = 0; i < t->n_files; i++)
		run_file(t, &t->files[i]);
	status = faulty(t);
	return status != 0 ? status : report(t);
}

static int
run_pattern(struct testing *t)
{
	int status;

	if (t->c->run == NULL)
		return run_all(t);
	if (regcomp(&t->pattern, t->c->run, REG_EXTENDED | REG_NOSUB) != 0)
		return cli_usage(
		    t->c, "--run 不是有效的正则式", "--run is no valid regular expression");
	status = run_all(t);
	regfree(&t->pattern);
	return status;
}

/* What the first argument reads. */
static int
print_skeleton(struct testing *t)
{
	const struct case_scheme *s = case_scheme_named(&t->schemes, t->c->args[0], &t->err);
	struct buf text;

	if (s == NULL)
		return faulty(t);
	buf_init(&text, TEXT_MAX);
	case_skeleton(s->scheme, t->c->lang, &text);
	cli_print(stdout, &text);
	return 0;
}

/* "90" or "90%" as a share. */
static bool
threshold_of(const char *text, dec_t *ret)
{
	size_t n = strlen(text);
	dec_t percent;

	if (n > 0 && text[n - 1] == '%')
		n--;
	return dec_parse(text, n, &percent) && percent >= 0 && percent <= 100 * DEC_ONE &&
	       dec_mul_div(percent, 1, 100, ret);
}

int
cmd_test(struct cli *c)
{
	enum case_format format;
	struct arena *arena;
	struct testing *t;
	dec_t threshold = 0;
	int status;

	if (c->n_args == 0)
		return cli_usage(c, "test 需要文件或文件夹", "test takes files or folders");
	if (!case_format_find(c->format, &format))
		return cli_usage(
		    c, "--format 须为 text、tap 或 json", "--format is text, tap or json");
	if (c->threshold != NULL && (!c->coverage || !threshold_of(c->threshold, &threshold)))
		return cli_usage(c, "--threshold 须与 --coverage 同用，取 0 至 100",
		    "--threshold goes with --coverage and is 0 to 100");
	arena = arena_new(ARENA_BUDGET);
	t = arena_alloc(arena, sizeof(*t));
	t->c = c;
	t->arena = arena;
	t->format = format;
	t->threshold = threshold;
	t->coverage.arena = arena;
	t->schemes = (struct case_schemes){ .arena = arena, .settings = &c->settings };
	case_report_init(&t->report, arena, c->lang);
	t->report.coverage = c->coverage ? &t->coverage : NULL;
	diags_init(&t->diags, arena);
	status = c->facts ? print_skeleton(t) : run_pattern(t);
	case_schemes_free(&t->schemes);
	arena_free(arena);
	return status;
}
