/* One expression made of any bytes, in a scheme that is right otherwise. */
#include "fuzz.h"

/* As a double-quoted YAML scalar, so that any text gets through. */
static void
add_expression(struct buf *out, const uint8_t *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (data[i] == '"' || data[i] == '\\')
			buf_addc(out, '\\');
		buf_addc(out, data[i] < 0x20 ? ' ' : (char)data[i]);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf yaml;

	buf_init(&yaml, 2u << 20);
	buf_adds(&yaml,
	    "scheme: f\ntitle: {zh: 例, en: F}\neffective: {from: 2017-07-01}\ngrades: {all: 0}\n"
	    "parameters:\n  p: {value: 3}\n  d: {value: 2017-06-30}\n  m: {value: 5 yuan}\n"
	    "indicators:\n  - {id: a, weight: 100, clause: 一, score: pass, when: \"");
	add_expression(&yaml, data, size);
	buf_adds(&yaml, "\"}\n");
	read_and_read_again(&(struct scheme_source){ "fuzz.yaml", { yaml.data, yaml.len } }, 1);
	buf_free(&yaml);
	return 0;
}
