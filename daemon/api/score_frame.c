#include "api/doc_json.h"
#include "api/score_json.h"
#include "rules/yaml_tree.h"

#define FRAME_BYTES_MAX ((size_t)8 * YAML_BYTES_MAX) /* texts of one node, quotes doubled */

/* The members written since json_object(), without its brace; the buffer is empty after. */
static struct text
taken(struct json *j, struct arena *arena)
{
	struct text t = { j->out->data + 1, j->out->len - 1 };

	t = text_dup(arena, t);
	buf_clear(j->out);
	return t;
}

static void
begin(struct json *j, struct buf *b)
{
	json_init(j, b);
	json_object(j);
}

static void
write_head(struct json *j, const struct node *n)
{
	json_key(j, "id");
	json_text(j, n->id);
	json_title(j, "title", n->title);
	json_key(j, "clause");
	json_text_or_null(j, n->clause);
	if (n->note.zh.len > 0 || n->note.en.len > 0)
		json_title(j, "note", n->note);
	json_key(j, "weight");
	json_dec(j, n->weight);
}

static void
write_kind(struct json *j, const struct leaf *leaf)
{
	json_key(j, "kind");
	json_str(j, kind_table[leaf->kind].name);
	json_type(j, "type", &leaf->value);
	json_key(j, "unit");
	json_text_or_null(j, leaf->unit);
}

static struct score_frame
frame_of(const struct scheme *s, const struct node *n, struct buf *b, struct arena *arena)
{
	struct score_frame f = { .kind = TEXT(""), .formula = TEXT("") };
	struct json j;

	begin(&j, b);
	write_head(&j, n);
	f.head = taken(&j, arena);
	begin(&j, b);
	json_key(&j, "indicator");
	json_text(&j, n->id);
	json_title(&j, "title", n->title);
	f.lost = taken(&j, arena);
	if (n->leaf == NULL)
		return f;
	begin(&j, b);
	write_kind(&j, n->leaf);
	f.kind = taken(&j, arena);
	begin(&j, b);
	json_type(&j, "target_type", &n->leaf->target);
	json_formulas(&j, "formula", s, n->leaf);
	f.formula = taken(&j, arena);
	return f;
}

const struct score_frame *
score_frames(const struct scheme *s, struct arena *arena)
{
	struct score_frame *frames = arena_array(arena, s->n_nodes, sizeof(*frames));
	struct buf b;

	buf_init(&b, FRAME_BYTES_MAX);
	for (uint32_t i = 0; i < s->n_nodes; i++)
		frames[i] = frame_of(s, &s->nodes[i], &b, arena);
	buf_free(&b);
	return frames;
}
