#include "app/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum err_code
resolve(const char *host, uint16_t port, struct listen_address *ret, struct err *reterr)
{
	const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *found;
	char text[8];
	int rc;

	(void)snprintf(text, sizeof(text), "%u", port);
	rc = getaddrinfo(host, text, &hints, &found);
	if (rc != 0)
		return err_set(reterr, E_LISTEN, "ASSAYD_LISTEN", host, gai_strerror(rc), NULL);
	memcpy(&ret->storage, found->ai_addr, found->ai_addrlen);
	ret->len = found->ai_addrlen;
	freeaddrinfo(found);
	return ERR_OK;
}

static uint16_t
port_of(const struct sockaddr_storage *a)
{
	const void *any = a;

	if (a->ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)any)->sin6_port);
	return ntohs(((const struct sockaddr_in *)any)->sin_port);
}

enum err_code
listen_probe(const char *host, uint16_t port, struct listen_address *ret, struct err *reterr)
{
	struct listen_address a = { 0 };
	enum err_code rc = resolve(host, port, &a, reterr);
	int one = 1, error = 0, fd;
	char where[64];

	if (rc != ERR_OK)
		return rc;
	fd = socket(a.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0 ||
	    bind(fd, (struct sockaddr *)&a.storage, a.len) != 0 || listen(fd, 1) != 0 ||
	    getsockname(fd, (struct sockaddr *)&a.storage, &a.len) != 0)
		error = errno;
	if (fd >= 0)
		close(fd);
	if (error != 0) {
		(void)snprintf(where, sizeof(where), "%s:%u", host, port);
		return err_set(reterr, E_LISTEN, "ASSAYD_LISTEN", where, strerror(error), NULL);
	}
	a.port = port_of(&a.storage);
	*ret = a;
	return ERR_OK;
}
