#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>

void
sha256(const void *data, size_t len, uint8_t out[SHA256_BYTES])
{
	if (EVP_Digest(len > 0 ? data : "", len, out, NULL, EVP_sha256(), NULL) != 1)
		abort(); /* only without memory or without the default provider */
}

void
sha256_hex(const void *data, size_t len, char out[SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t raw[SHA256_BYTES];

	sha256(data, len, raw);
	for (size_t i = 0; i < SHA256_BYTES; i++) {
		out[2 * i] = digits[raw[i] >> 4];
		out[2 * i + 1] = digits[raw[i] & 15];
	}
	out[SHA256_HEX - 1] = '\0';
}

void
random_bytes(void *out, size_t len)
{
	unsigned char *p = out;

	while (len > 0) {
		int n = len < 4096 ? (int)len : 4096;

		if (RAND_bytes(p, n) != 1)
			abort();
		p += n;
		len -= (size_t)n;
	}
}

/* Three bytes make four letters; a rest of one or two bytes makes two or three. */
size_t
base64url(const void *data, size_t len, char *out)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const uint8_t *p = data;
	size_t n = 0;

	for (size_t i = 0; i < len; i += 3) {
		size_t have = len - i < 3 ? len - i : 3;
		uint32_t v = (uint32_t)p[i] << 16;

		if (have > 1)
			v |= (uint32_t)p[i + 1] << 8;
		if (have > 2)
			v |= p[i + 2];
		for (size_t k = 0; k <= have; k++)
			out[n++] = letters[v >> (18 - 6 * k) & 63];
	}
	out[n] = '\0';
	return n;
}
