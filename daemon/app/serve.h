/* `assayd serve`: the whole process, from settings to the last thread joined. Main thread, once. */
#ifndef APP_SERVE_H
#define APP_SERVE_H

#include "app/settings.h"

/* Exit status. Findings and errors at start go to stderr as text, `ready http://ADDRESS:PORT` to
 * stdout. */
int serve(const struct settings *s, enum lang lang);

#endif
