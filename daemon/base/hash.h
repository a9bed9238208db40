/* SHA-256 and random bytes by OpenSSL (the one file that includes openssl headers is hash.c). */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_BYTES 32
#define SHA256_HEX 65 /* with NUL */

void sha256(const void *data, size_t len, uint8_t out[SHA256_BYTES]);
void sha256_hex(const void *data, size_t len, char out[SHA256_HEX]);
void random_bytes(void *out, size_t len); /* CSPRNG; aborts when there is none */
/* base64url without padding; out needs (len*4+2)/3+1. Returns its length. */
size_t base64url(const void *data, size_t len, char *out);

#endif
