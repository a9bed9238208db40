/* Accept-Language -> the language of our prose: zh unless en is liked better. Pure. */
#ifndef API_NEGOTIATE_H
#define API_NEGOTIATE_H

#include "base/err.h"
#include "base/text.h"

#define ACCEPT_RANGES_MAX 32 /* further ones are not read */

enum lang negotiate_lang(struct text accept_language);

#endif
