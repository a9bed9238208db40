/* assayd help CODE: what a finding means, why it is one, an example, and how to mend it. */
#include "app/cli.h"

#include <string.h>

#include "api/findings_json.h"

#define TEXT_MAX (1u << 20)

static void
example(struct buf *out, const char *what, const char *lines)
{
	buf_addf(out, "\n%s\n    ", what);
	for (; *lines != '\0'; lines++) {
		buf_addc(out, *lines);
		if (*lines == '\n')
			buf_adds(out, "    ");
	}
	buf_addc(out, '\n');
}

/* The sentence as it stands in the table, with … for what a finding fills in. */
static void
help_text(const struct cli *c, enum fault f, struct buf *out)
{
	static const char *const words[][2] = { { "错误", "error" }, { "警告", "warning" },
		{ "原因：", "Why: " }, { "不对：", "Wrong:" }, { "对：", "Right:" },
		{ "改法：", "Mend it: " } };
	struct diag d = { .fault = f };

	for (size_t i = 0; i < COUNT_OF(d.arg); i++)
		d.arg[i] = TEXT("…");
	buf_addf(out, "%s %s\n", fault_code(f), words[fault_severity(f) == SEV_WARNING][c->lang]);
	diag_sentence(&d, c->lang, out);
	buf_addf(out, "\n\n%s%s\n", words[2][c->lang], fault_cause(f, c->lang));
	if (*fault_wrong(f) != '\0') {
		example(out, words[3][c->lang], fault_wrong(f));
		example(out, words[4][c->lang], fault_right(f));
	}
	buf_addf(out, "\n%s", words[5][c->lang]);
	diag_hint(&d, c->lang, out);
	buf_addc(out, '\n');
}

int
cmd_help(struct cli *c)
{
	enum fault f = c->n_args == 1 ? fault_find(c->args[0]) : FAULT_NONE;
	bool json = c->format != NULL && strcmp(c->format, "json") == 0;
	struct buf text;
	struct json j;

	if (f == FAULT_NONE)
		return cli_usage(c, "help 需要一个检查代码，例如 ASY-R301",
		    "help takes a finding's code, such as ASY-R301");
	if (c->format != NULL && !json && strcmp(c->format, "text") != 0)
		return cli_usage(c, "--format 须为 text 或 json", "--format is text or json");
	buf_init(&text, TEXT_MAX);
	if (json) {
		json_init(&j, &text);
		fault_json(&j, f);
		buf_addc(&text, '\n');
	} else {
		help_text(c, f, &text);
	}
	cli_print(stdout, &text);
	return 0;
}
