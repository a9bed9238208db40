/* A rules file made of any bytes. */
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct scheme_source file = { "fuzz.yaml", { (const char *)data, size } };

	read_and_read_again(&file, 1);
	return 0;
}
