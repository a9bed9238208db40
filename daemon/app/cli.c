#include "app/cli.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/cli_database.h"
#include "app/load.h"
#include "app/serve.h"

#define HELP_MAX (1u << 20)

struct command {
	const char *name, *usage;
	int (*run)(struct cli *c);
	const char *zh, *en;
};

/* clang-format off */
static const struct command commands[] = {
	{ "serve", "serve", cmd_serve,
	    "提供服务；监听后向标准输出打印 ready http://地址:端口",
	    "Serve; prints ready http://ADDRESS:PORT to stdout once it listens" },
	{ "check", "check [--db] [--format text|json|sarif] FILE…", cmd_check,
	    "检查规则文件并打印全部错误；--db 另在数据库上预编译指标 SQL；json、sarif 打印到标准输出",
	    "Check rules files and print every finding; --db also PREPAREs the metric SQL on the database; json and sarif go to stdout" },
	{ "test", "test [--run PATTERN] [--format text|tap|json] [--coverage [--threshold PERCENT]] FILE…|FOLDER…, test --facts SCHEME", cmd_test,
	    "运行规则用例：给定数据与期望，逐项精确比对；全部通过退出 0，有不符退出 1，文件有误退出 2",
	    "Run rule cases, facts in and expected nodes out, compared exactly; exit 0 all pass, 1 some fail, 2 a file is faulty" },
	{ "diff", "diff OLD NEW [--contracts ID,ID…] [--as-of DATE] [--format text|json]", cmd_diff,
	    "比较两个规则文件：改了什么，哪些合同的得分、等级、期限与处理因此变动、经由哪些指标；无变动退出 0，有变动 1，出错 2",
	    "Compare two rules files: what is otherwise, whose score, grade, deadlines and proposals change, and through which indicators; exit 0 none, 1 some, 2 trouble" },
	{ "fmt", "fmt FILE", cmd_fmt,
	    "打印方案的规范形式（版本即其 SHA-256）",
	    "Print a scheme in its canonical form, whose SHA-256 is the version" },
	{ "help", "help [--format text|json] CODE", cmd_help,
	    "说明一个检查代码（如 ASY-R301）：含义、原因、示例与改法",
	    "Say what a finding's code, such as ASY-R301, means, why, with an example, and how to mend it" },
	{ "score", "score CONTRACT [--as-of DATE] [--set FACT=VALUE]… [--parameter NAME=VALUE]… [--format text|json]", cmd_score,
	    "计算一个合同的得分并说明每一分的由来；默认截至今日；--set、--parameter 为假设，不存储",
	    "Score one contract and explain every point; as of today unless told; --set and --parameter say what if, and nothing is stored" },
	{ "explain", "explain CONTRACT [--as-of DATE]", cmd_explain,
	    "逐条说明一个合同：失分最多的指标、所缺数据、加扣分、期限、建议的处理、付款、续签，各附条款",
	    "Tell one contract for a person: what cost most, what is missing, deadlines, proposals, payments, renewal, each with its clause" },
	{ "metric", "metric EXPRESSION… --contract CONTRACT [--as-of DATE] [--per station|community] [--format text|json]", cmd_metric,
	    "在一个合同的数据上计算指标数据或表达式：值、单位、所据记录数",
	    "Compute metrics, or expressions over them, on one contract's facts: value, unit, rows behind it" },
	{ "calendar", "calendar [NAME] [--year YEAR] [--format text|json]", cmd_calendar,
	    "打印工作日历（默认 cn）：各年工作日数、节假日、调休上班日；json 另列全部工作日",
	    "Print a calendar (cn unless told): working days of each year, holidays, weekend days worked; json lists every working day" },
	{ "migrate", "migrate", cmd_migrate,
	    "执行尚未执行的数据库迁移",
	    "Apply the database migrations that are still to do" },
	{ "token", "token create --name NAME [--role ROLE] [--expires DATE] | list | revoke NAME", cmd_token,
	    "新建访问令牌（明文只打印这一次）、列出、撤销；角色只作记录，尚不限制权限：任何令牌都可读取所有合同",
	    "Create an access token (printed this once only), list them, revoke; the role is recorded and not enforced yet: every token reads every contract" },
	{ "advise", "advise SCHEME", cmd_advise,
	    "打印该方案适用的索引（CREATE INDEX）",
	    "Print the CREATE INDEX statements that the scheme's queries want" },
	{ "docs", "docs errors|findings|settings|functions|kinds|language|metrics|coverage|readings|tests|schema", cmd_docs,
	    "从程序内的表与规则生成参考页（Markdown）；schema 为规则的 JSON Schema",
	    "Print a reference page (Markdown) from the tables in the program and the rules; schema: their JSON Schema" },
};

#define LONG_RUN "--run"

/* Options: a value, one more value of a list, or none. */
enum option_kind { OPT_VALUE, OPT_FLAG, OPT_LIST };

static const struct option {
	const char *name;
	size_t offset;
	enum option_kind kind;
	const char *zh, *en;
} options[] = {
	{ "--as-of", offsetof(struct cli, as_of), OPT_VALUE, "截至日 YYYY-MM-DD", "Business day YYYY-MM-DD" },
	{ "--format", offsetof(struct cli, format), OPT_VALUE, "text（默认）、json；check 另有 sarif，test 另有 tap", "text (default), json; check also has sarif, test has tap" },
	{ "--contract", offsetof(struct cli, contract), OPT_VALUE, "合同编号", "Id of a contract" },
	{ "--contracts", offsetof(struct cli, contracts), OPT_VALUE, "合同编号，以逗号分隔；默认为该方案的全部合同", "Ids of contracts, with commas; all of the programme unless told" },
	{ "--per", offsetof(struct cli, per), OPT_VALUE, "逐站点（station）或逐社区（community）", "One value for each station or community" },
	{ LONG_RUN, offsetof(struct cli, run), OPT_VALUE, "（-r）只运行名称匹配此正则式的用例", "(-r) Only cases whose name matches this regular expression" },
	{ "--year", offsetof(struct cli, year), OPT_VALUE, "年份", "A year" },
	{ "--name", offsetof(struct cli, name), OPT_VALUE, "令牌持有者", "Who holds the token" },
	{ "--expires", offsetof(struct cli, expires), OPT_VALUE, "令牌最后有效的日子", "Last day on which the token is good" },
	{ "--role", offsetof(struct cli, role), OPT_VALUE, "令牌的角色", "Role of the token" },
	{ "--coverage", offsetof(struct cli, coverage), OPT_FLAG, "列出用例到达的条款与分支，以及从未到达的", "Clauses and branches that the cases reached, and what they never did" },
	{ "--threshold", offsetof(struct cli, threshold), OPT_VALUE, "每个方案的条款与分支须到达的百分比，不足则退出 1", "Percent of clauses and of branches to be reached in every scheme, else exit 1" },
	{ "--facts", offsetof(struct cli, facts), OPT_FLAG, "打印方案所读的全部数据，作为待填的用例", "Print every fact that a scheme reads, as a case to be filled in" },
	{ "--set", offsetof(struct cli, set), OPT_LIST, "假设某项数据为此值；空值为缺失；可多次", "Take a fact to be this; empty for missing; may be repeated" },
	{ "--parameter", offsetof(struct cli, parameter), OPT_LIST, "假设方案的某个参数为此值；空值为未配置；可多次", "Take a parameter of the scheme to be this; empty for not configured; may be repeated" },
	{ "--db", offsetof(struct cli, db), OPT_FLAG, "连同数据库一起检查", "Check against the database too" },
};
/* clang-format on */

void
cli_print(FILE *to, struct buf *text)
{
	if (text->len > 0)
		(void)fwrite(text->data, 1, text->len, to);
	if (text->over)
		(void)fputs("…\n", to);
	buf_free(text);
}

int
cli_fail(const struct cli *c, const struct err *err)
{
	struct err cause = *err;
	char text[1024];

	cli_database_fault(c, &cause);
	err_detail(&cause, c->lang, text, sizeof(text));
	fprintf(stderr, "assayd: %s\n", text);
	err_hint(&cause, c->lang, text, sizeof(text));
	fprintf(stderr, "  %s\n", text);
	return 1;
}

int
cli_usage(const struct cli *c, const char *zh, const char *en)
{
	struct err err = { 0 };

	(void)err_set(&err, E_USAGE, "", c->lang == LANG_ZH ? zh : en, NULL);
	(void)cli_fail(c, &err);
	return 2;
}

bool
cli_id(const char *text, int64_t *ret)
{
	int64_t n = 0;

	for (const char *p = text; *p != '\0'; p++)
		if (*p < '0' || *p > '9' || __builtin_mul_overflow(n, 10, &n) ||
		    __builtin_add_overflow(n, *p - '0', &n))
			return false;
	*ret = n;
	return n > 0;
}

bool
cli_as_of(const struct cli *c, day_t *ret)
{
	struct err err;

	*ret = date_shanghai((int64_t)time(NULL));
	if (c->as_of == NULL || date_parse(c->as_of, strlen(c->as_of), ret))
		return true;
	(void)err_set(&err, E_DATE, "--as-of", c->as_of, NULL);
	(void)cli_fail(c, &err);
	return false;
}

bool
cli_format(const struct cli *c, bool *ret_json)
{
	*ret_json = c->format != NULL && strcmp(c->format, "json") == 0;
	if (c->format == NULL || *ret_json || strcmp(c->format, "text") == 0)
		return true;
	(void)cli_usage(c, "--format 须为 text 或 json", "--format is text or json");
	return false;
}

static enum lang
lang_of(const char *word)
{
	return word != NULL && strncmp(word, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
}

/* As gettext has it: the first of these that is set. */
static enum lang
lang_from_environment(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && *value != '\0')
			return lang_of(value);
	}
	return LANG_EN;
}

static int
print_help(const struct cli *c)
{
	bool zh = c->lang == LANG_ZH;
	struct buf out;

	buf_init(&out, HELP_MAX);
	buf_addf(&out, "assayd %s\n%s\n\n%s\n", ASSAYD_VERSION,
	    zh ? "政府购买社会工作服务合同的评估服务"
	       : "Scores contracts for government-purchased social-work services",
	    zh ? "命令" : "Commands");
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		buf_addf(&out, "  assayd %s\n      %s\n", commands[i].usage,
		    zh ? commands[i].zh : commands[i].en);
	buf_addf(&out, "\n%s\n", zh ? "选项" : "Options");
	for (size_t i = 0; i < COUNT_OF(options); i++)
		buf_addf(&out, "  %-12s%s\n", options[i].name, zh ? options[i].zh : options[i].en);
	buf_addf(&out, "  %-12s%s\n  %-12s%s\n  %-12s%s\n", "--lang",
	    zh ? "zh 或 en；默认取环境变量 LANG" : "zh or en; LANG unless told", "--help",
	    zh ? "本页" : "This page", "--version", zh ? "版本" : "The version");
	buf_addf(&out, "\n%s\n", zh ? "设置（环境变量）" : "Settings (environment variables)");
	settings_help(c->lang, &out);
	cli_print(stdout, &out);
	return 0;
}

static int
add_to_list(struct cli_list *list, const char *value)
{
	if (list->n == CLI_LIST_MAX)
		return -1;
	list->items[list->n++] = value;
	return 1;
}

/* 1 when argv[i] is a known option (its value, if any, taken by *i), 0 when it is none, -1 when
 * wrong. */
static int
take_option(struct cli *c, int argc, char **argv, int *i)
{
	for (size_t k = 0; k < COUNT_OF(options); k++) {
		const struct option *o = &options[k];
		char *member = (char *)c + o->offset;
		size_t n = strlen(o->name);
		const char *value;

		if (strncmp(argv[*i], o->name, n) != 0 ||
		    (argv[*i][n] != '\0' && argv[*i][n] != '='))
			continue;
		if (o->kind == OPT_FLAG) {
			memcpy(member, &(bool){ true }, sizeof(bool));
			return argv[*i][n] == '\0' ? 1 : -1;
		}
		if (argv[*i][n] == '=')
			value = argv[*i] + n + 1;
		else if (*i + 1 < argc)
			value = argv[++*i];
		else
			return -1;
		if (o->kind == OPT_LIST)
			return add_to_list((struct cli_list *)(void *)member, value);
		memcpy(member, &value, sizeof(value));
		return 1;
	}
	return 0;
}

/* The same words as a fault of the command line: 2. */
static int
unknown_word(const struct cli *c, enum err_code code, const char *word, const char *nearest)
{
	struct err err = { 0 };

	(void)err_set(&err, code, "", word, nearest, NULL);
	(void)cli_fail(c, &err);
	return 2;
}

static void
closer(const char *word, const char *candidate, const char **best, size_t *distance)
{
	size_t d = text_distance(text_of(word), text_of(candidate), 64);

	if (d < *distance) {
		*distance = d;
		*best = candidate;
	}
}

static int
unknown_option(const struct cli *c, const char *given)
{
	char word[80];
	const char *best = "--help";
	size_t distance = SIZE_MAX;

	(void)snprintf(word, sizeof(word), "%.*s", (int)strcspn(given, "="), given);
	for (size_t i = 0; i < COUNT_OF(options); i++)
		closer(word, options[i].name, &best, &distance);
	return unknown_word(c, E_OPTION_UNKNOWN, word, best);
}

static int
unknown_command(const struct cli *c, const char *given)
{
	const char *best = "help";
	size_t distance = SIZE_MAX;

	for (size_t i = 0; i < COUNT_OF(commands); i++)
		closer(given, commands[i].name, &best, &distance);
	return unknown_word(c, E_COMMAND_UNKNOWN, given, best);
}

static int
parse(struct cli *c, int argc, char **argv)
{
	static char long_run[] = LONG_RUN;

	for (int i = 2; i < argc; i++) {
		const char *option;
		int taken;

		if (strcmp(argv[i], "-r") == 0)
			argv[i] = long_run;
		option = argv[i];
		taken = take_option(c, argc, argv, &i);
		if (taken > 0)
			continue;
		if (taken < 0)
			return unknown_word(c, E_OPTION_VALUE, option, NULL);
		if (option[0] == '-')
			return unknown_option(c, option);
		if (c->n_args == CLI_ARGS_MAX)
			return cli_usage(c, "参数过多", "too many arguments");
		c->args[c->n_args++] = argv[i];
	}
	return 0;
}

/* --lang may stand anywhere, also before the command, and is taken out. */
static int
take_lang(struct cli *c, int argc, char **argv)
{
	int n = 0;

	c->lang = lang_from_environment();
	for (int i = 0; i < argc; i++) {
		if (strncmp(argv[i], "--lang=", 7) == 0)
			c->lang = lang_of(argv[i] + 7);
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			c->lang = lang_of(argv[++i]);
		else
			argv[n++] = argv[i];
	}
	return n;
}

static const char *
environment(const char *name)
{
	return getenv(name);
}

static int
run_command(struct cli *c, const struct command *command)
{
	struct err err = { 0 };
	int status;

	if (settings_read(environment, &c->settings, &err) != ERR_OK)
		return cli_fail(c, &err);
	c->arena = arena_new((size_t)256 << 20);
	c->conninfo = load_conninfo(&c->settings, c->arena);
	status = command->run(c);
	arena_free(c->arena);
	return status;
}

static bool
asked(int argc, char **argv, const char *option)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], option) == 0)
			return true;
	return false;
}

int
cli_main(int argc, char **argv)
{
	struct cli c = { 0 };
	int status;

	argc = take_lang(&c, argc, argv);
	if (asked(argc, argv, "--help") || (argc == 2 && strcmp(argv[1], "help") == 0))
		return print_help(&c);
	if (asked(argc, argv, "--version")) {
		puts("assayd " ASSAYD_VERSION);
		return 0;
	}
	if (argc < 2)
		return cli_usage(&c, "缺少命令", "a command is missing");
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		if (strcmp(argv[1], commands[i].name) != 0)
			continue;
		status = parse(&c, argc, argv);
		return status != 0 ? status : run_command(&c, &commands[i]);
	}
	return unknown_command(&c, argv[1]);
}

int
cmd_serve(struct cli *c)
{
	if (c->n_args > 0)
		return cli_usage(c, "serve 不带参数", "serve takes no arguments");
	return serve(&c->settings, c->lang);
}
