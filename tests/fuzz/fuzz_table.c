/* Decision tables in the scheme's own file: `tables:` made of any bytes. */
#include "fuzz_table.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf yaml;

	buf_init(&yaml, sizeof(FUZZ_HEAD) + size + 1);
	buf_adds(&yaml, FUZZ_HEAD);
	buf_add(&yaml, (const char *)data, size);
	tables_and_again(yaml.data, yaml.len, &none);
	buf_free(&yaml);
	return 0;
}
