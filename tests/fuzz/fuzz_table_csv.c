/* Decision tables whose rows are a CSV made of any bytes, under heads of several sorts. */
#include "fuzz_table.h"

static const char *const heads[] = {
	"in: [{name: late, type: days, whole: true, min: 0, max: 365}, {name: level, type: text, "
	"values: A|B}], out: [{name: lost, type: percent}]",
	"hit: first, in: [{name: n, type: number}], out: [{name: word, type: text}]",
	"hit: collect_sum, else: missing, in: [{name: share, type: percent}, {name: on, type: "
	"date}, {name: met, type: boolean}], out: [{name: cut, type: money}]",
};

static const char *
read_data(void *ctx, const char *scheme_file, struct text name, const char **path, struct text *ret)
{
	(void)scheme_file;
	(void)name;
	*path = "rows.csv";
	*ret = *(const struct text *)ctx;
	return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text rows = { (const char *)data, size };
	const struct rule_files files = { &rows, read_data };
	struct vocabulary v = none;
	char yaml[2000];

	v.files = &files;
	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		int n = snprintf(yaml, sizeof(yaml),
		    FUZZ_HEAD "  - {id: t, clause: 一, file: rows.csv, %s}\n", heads[i]);

		if (n < 0 || (size_t)n >= sizeof(yaml))
			abort();
		tables_and_again(yaml, (size_t)n, &v);
	}
	return 0;
}
