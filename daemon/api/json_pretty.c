#include "api/schema_json.h"

static size_t
string_end(struct text t, size_t i)
{
	for (i++; i < t.len && t.ptr[i] != '"'; i++)
		i += t.ptr[i] == '\\';
	return i + 1;
}

/* Behind the value that begins at i. */
static size_t
value_end(struct text t, size_t i)
{
	int depth = 0;

	do {
		char c = t.ptr[i];

		if (c == '"') {
			i = string_end(t, i);
			continue;
		}
		depth += c == '{' || c == '[';
		depth -= c == '}' || c == ']';
		i++;
	} while (i < t.len && (depth > 0 || (t.ptr[i] != ',' && t.ptr[i] != '}' &&
						t.ptr[i] != ']' && t.ptr[i] != ':')));
	return i;
}

/* As it is, with a space behind each comma and colon. */
static void
on_one_line(struct text t, struct buf *out)
{
	for (size_t i = 0; i < t.len;) {
		size_t end = t.ptr[i] == '"' ? string_end(t, i) : i + 1;

		buf_add(out, t.ptr + i, end - i);
		if (t.ptr[i] == ',' || t.ptr[i] == ':')
			buf_addc(out, ' ');
		i = end;
	}
}

static void
new_line(struct buf *out, int depth)
{
	buf_addc(out, '\n');
	while (depth-- > 0)
		buf_adds(out, "  ");
}

static void
pretty(struct text t, size_t width, size_t before, int depth, struct buf *out)
{
	size_t i = 1;

	if ((*t.ptr != '{' && *t.ptr != '[') || t.len < 3 ||
	    before + text_width(t) + t.len / 16 <= width) {
		on_one_line(t, out);
		return;
	}
	buf_addc(out, *t.ptr);
	while (i < t.len && t.ptr[i] != '}' && t.ptr[i] != ']') {
		size_t end = value_end(t, i), start = out->len + 1;

		new_line(out, depth + 1);
		if (*t.ptr == '{') {
			buf_add(out, t.ptr + i, end - i);
			buf_adds(out, ": ");
			i = end + 1;
			end = value_end(t, i);
		}
		pretty(
		    (struct text){ t.ptr + i, end - i }, width, out->len - start, depth + 1, out);
		i = end;
		if (i < t.len && t.ptr[i] == ',') {
			buf_addc(out, ',');
			i++;
		}
	}
	new_line(out, depth);
	buf_addc(out, t.ptr[t.len - 1]);
}

void
json_pretty(struct text compact, size_t width, struct buf *out)
{
	pretty(compact, width, 0, 0, out);
	buf_addc(out, '\n');
}
