/* The address to listen on: resolved, free, with its port known. Main thread. */
#ifndef APP_LISTEN_H
#define APP_LISTEN_H

#include <stdint.h>
#include <sys/socket.h>

#include "base/err.h"

struct listen_address {
	struct sockaddr_storage storage;
	socklen_t len;
	uint16_t port;
};

/* A numeric host; port 0 finds a free one. E_LISTEN, also when somebody listens there already: with
 * SO_REUSEPORT a second daemon would silently take half of the connections. */
enum err_code listen_probe(
    const char *host, uint16_t port, struct listen_address *ret, struct err *reterr) MUST_USE;

#endif
