/* An overlay made of any bytes, on a small scheme: its parameters, types and what they do to the
 * tree. */
#include "fuzz.h"

static const char base[] =
    "scheme: base\ntitle: {zh: 例, en: Base}\neffective: {from: 2017-07-01, to: 2018-06-30}\n"
    "parameters:\n  share: {value: 50%}\n  late: {value: 15 days}\n  later: {value: 30 days}\n  "
    "blank: {value: null, type: number}\n"
    "grades: {good: 60, bad: 0}\n"
    "indicators:\n  - {id: a, weight: 60, clause: 一, value: blank, target: 2, score: {ratio: "
    "{cap: share}}}\n"
    "  - {id: b, weight: 40, clause: 二, value: 3 days, score: {late_steps: {steps: "
    "[{after: late, share: share}, {after: later, share: 0%}]}}}\n";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct scheme_source files[] = { { "base.yaml", { base, sizeof(base) - 1 } },
		{ "fuzz.yaml", { (const char *)data, size } } };

	read_and_read_again(files, 2);
	return 0;
}
