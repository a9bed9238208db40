/*
 * JSON in: a request body as a tree, strictly (RFC 8259 and less): UTF-8 without control or bidi
 * characters, no NUL, no mark, no key twice, nothing behind the value; caps on size (the route's),
 * depth, values and the length of a number (I12). Numbers keep their text: they are taken into
 * fixed point from there, never through floating point (I1). Keys are compared as they are, upper
 * and lower case apart.
 *
 * Every refusal names its place: a JSON pointer as a URI fragment (RFC 6901, 6), "#/facts/a~1b",
 * or, of a text that is no JSON, "#" with line and column. Pure; the tree lives in the arena.
 */
#ifndef API_JSON_IN_H
#define API_JSON_IN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/dec.h"
#include "base/err.h"
#include "base/text.h"

#define JSON_IN_DEPTH_MAX 32
#define JSON_IN_VALUES_MAX 10000u /* values and keys */
#define JSON_IN_NUMBER_MAX 40     /* bytes of a number */

enum jtype { J_NULL, J_BOOL, J_NUMBER, J_STRING, J_ARRAY, J_OBJECT, J_TYPES };
/* Sets of types, for what a key takes. */
#define J_BIT(type) (1u << (type))

struct jvalue {
	enum jtype type;
	struct text text; /* of a string, decoded; of a number and a literal, as written */
	struct text key;  /* of a member */
	const struct jvalue *parent; /* NULL: the body */
	uint32_t index;              /* in the parent */
	uint32_t count;              /* of an array or object */
	struct jvalue *items;
};

/* E_JSON (what and where), E_JSON_TWICE, E_LIMIT. */
enum err_code json_read(
    struct text body, struct arena *arena, const struct jvalue **ret, struct err *reterr) MUST_USE;

/* One key that an object may have. */
struct json_key {
	const char *name;
	unsigned types; /* J_BIT set */
	bool required;
};
/* The members of `v` by row of `keys`, NULL where one is absent. E_JSON_TYPE when it is no object
 * or a member has another type, E_JSON_KEY with the nearest name, E_JSON_MISSING. */
enum err_code json_members_of(const struct jvalue *v, const struct json_key *keys, size_t n,
    const struct jvalue **ret, struct err *reterr) MUST_USE;

/* Of numbers and strings: E_NUMBER, E_JSON_RANGE, E_DATE, E_JSON_WORD, all at the value's pointer.
 */
enum err_code json_dec_of(const struct jvalue *v, dec_t *ret, struct err *reterr) MUST_USE;
enum err_code json_int_of(
    const struct jvalue *v, int64_t min, int64_t max, int64_t *ret, struct err *reterr) MUST_USE;
enum err_code json_day_of(const struct jvalue *v, day_t *ret, struct err *reterr) MUST_USE;
/* `word(i)` is NULL past the last. */
enum err_code json_word_of(const struct jvalue *v, const char *(*word)(unsigned i), unsigned *ret,
    struct err *reterr) MUST_USE;

#define JSON_POINTER_MAX ERR_POINTER_MAX
void json_pointer(const struct jvalue *v, char out[JSON_POINTER_MAX]);
/* E_JSON_TYPE: it should be one of `types`. */
enum err_code json_type_refused(const struct jvalue *v, unsigned types, struct err *reterr);

#endif
