/*
 * The only place where a token is checked. What is cached is the SHA-256, never the token.
 * The cache is set-associative and fixed in size: a flood of tokens can only push out others of its
 * set.
 */
#include "api/auth.h"

#include <pthread.h>
#include <string.h>
#include <strings.h>

#include "api/reply.h"
#include "base/hash.h"
#include "store/contracts.h"
#include "store/pg.h"

struct slot {
	uint8_t hash[SHA256_BYTES];
	int64_t until_ms; /* 0: empty */
	struct principal principal;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct slot slots[AUTH_SLOTS];

static bool
is_base64url(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_';
}

/* "Bearer asy_…" -> the token. E_UNAUTHORIZED without a bearer token, E_TOKEN_INVALID for one that
 * cannot be ours. */
static enum err_code
token_of(struct text header, struct text *ret)
{
	static const char scheme[] = "Bearer ";
	const size_t skip = sizeof(scheme) - 1;
	const size_t prefix = sizeof(TOKEN_PREFIX) - 1;
	struct text token;

	if (header.len < skip || strncasecmp(header.ptr, scheme, skip) != 0)
		return E_UNAUTHORIZED;
	token = (struct text){ header.ptr + skip, header.len - skip };
	if (token.len == 0)
		return E_UNAUTHORIZED;
	if (token.len != prefix + TOKEN_SECRET_CHARS ||
	    memcmp(token.ptr, TOKEN_PREFIX, prefix) != 0)
		return E_TOKEN_INVALID;
	for (size_t i = prefix; i < token.len; i++) {
		if (!is_base64url(token.ptr[i]))
			return E_TOKEN_INVALID;
	}
	*ret = token;
	return ERR_OK;
}

static struct slot *
set_of(const uint8_t hash[SHA256_BYTES])
{
	uint32_t h;

	memcpy(&h, hash, sizeof(h));
	return &slots[h % (AUTH_SLOTS / AUTH_WAYS) * AUTH_WAYS];
}

static bool
cache_find(const uint8_t hash[SHA256_BYTES], int64_t now_ms, struct principal *ret)
{
	bool found = false;

	(void)pthread_mutex_lock(&lock);
	for (uint32_t i = 0; i < AUTH_WAYS && !found; i++) {
		const struct slot *s = &set_of(hash)[i];

		if (s->until_ms > now_ms && memcmp(s->hash, hash, SHA256_BYTES) == 0) {
			*ret = s->principal;
			found = true;
		}
	}
	(void)pthread_mutex_unlock(&lock);
	return found;
}

/* Into its own slot, an empty one, or the one that expires first. */
static void
cache_put(const uint8_t hash[SHA256_BYTES], int64_t now_ms, const struct principal *p)
{
	struct slot *best;

	(void)pthread_mutex_lock(&lock);
	best = set_of(hash);
	for (uint32_t i = 0; i < AUTH_WAYS; i++) {
		struct slot *s = &set_of(hash)[i];

		if (memcmp(s->hash, hash, SHA256_BYTES) == 0) {
			best = s;
			break;
		}
		if (s->until_ms < best->until_ms)
			best = s;
	}
	memcpy(best->hash, hash, SHA256_BYTES);
	best->until_ms = now_ms + AUTH_TTL_MS;
	best->principal = *p;
	(void)pthread_mutex_unlock(&lock);
}

void
auth_forget(void)
{
	(void)pthread_mutex_lock(&lock);
	memset(slots, 0, sizeof(slots));
	(void)pthread_mutex_unlock(&lock);
}

enum err_code
auth_cached(struct job *job, bool *ret_known)
{
	uint8_t hash[SHA256_BYTES];
	struct text token;
	enum err_code code;

	*ret_known = job->route->open;
	if (job->route->open)
		return ERR_OK;
	code = token_of(job->req.authorization, &token);
	if (code != ERR_OK) {
		(void)err_set(&job->err, code, "", NULL);
		reply_problem(job);
		return code;
	}
	sha256(token.ptr, token.len, hash);
	*ret_known = cache_find(hash, pg_now_ms(), &job->principal);
	return ERR_OK;
}

static void
copy_text(char *out, size_t cap, struct text t)
{
	size_t n = text_cut(t, cap - 1);

	if (n > 0)
		memcpy(out, t.ptr, n);
	out[n] = '\0';
}

enum err_code
auth_ask(struct job *job, struct worker_ctx *ctx)
{
	struct token_row row = { 0 };
	struct principal p = { 0 };
	uint8_t hash[SHA256_BYTES];
	struct text token;
	enum err_code code;

	code = token_of(job->req.authorization, &token);
	if (code != ERR_OK)
		return err_set(&job->err, code, "", NULL);
	sha256(token.ptr, token.len, hash);
	if (cache_find(hash, pg_now_ms(), &job->principal)) /* asked by a job of the same batch */
		return ERR_OK;
	code = token_find(ctx->db, hash, job->deadline_ms, ctx->scratch, &row, &job->err);
	if (code != ERR_OK)
		return code;
	if (!row.found)
		return err_set(&job->err, E_TOKEN_INVALID, "", NULL);
	p.token_id = row.id;
	copy_text(p.name, sizeof(p.name), row.principal);
	copy_text(p.role, sizeof(p.role), row.role);
	cache_put(hash, pg_now_ms(), &p);
	job->principal = p;
	return ERR_OK;
}
