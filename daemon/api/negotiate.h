/* What headers say of language and media type. Pure. */
#ifndef API_NEGOTIATE_H
#define API_NEGOTIATE_H

#include "base/err.h"
#include "base/text.h"

#define ACCEPT_RANGES_MAX 32 /* further ones are not read */

/* Accept-Language: zh unless en is liked better. */
enum lang negotiate_lang(struct text accept_language);
/* Content-Type: this type, in UTF-8 if it says in what. */
bool negotiate_media(struct text content_type, const char *type);

#endif
