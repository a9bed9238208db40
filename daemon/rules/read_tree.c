#include "rules/read_keys.h"

#include <stdio.h>
#include <string.h>

struct reading {
	const struct ynode *node;
	uint32_t at; /* index in the scheme: the array may move */
	bool weight_known;
	dec_t weight;
};

static struct node *
node_of(struct scheme_builder *b, void *into)
{
	return &b->s->nodes[((struct reading *)into)->at];
}

static void
node_id(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct reading *r = into;
	char line[16];
	uint32_t first;

	if (!read_id(b, n, ID_INDICATOR, &node_of(b, into)->id) ||
	    map_put(b->ids, node_of(b, into)->id, r->node->line))
		return;
	if (!map_get(b->ids, n->text, &first))
		first = 0;
	snprintf(line, sizeof(line), "%u", first);
	FAULT_AT(b, F_ID_DUPLICATE, n, n->text.ptr, line);
}

static void
node_title(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_title(b, n, "title", &node_of(b, into)->title);
}

static void
node_note(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_title(b, n, "note", &node_of(b, into)->note);
}

static void
node_clause(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_text(b, n, "clause", &node_of(b, into)->clause);
}

static void
node_ours(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_bool(b, n, "ours", &node_of(b, into)->weight_ours);
}

static void
node_weight(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct reading *r = into;

	if (!read_dec(b, n, "weight", &r->weight))
		return;
	if (r->weight <= 0 || r->weight > SCHEME_WEIGHT_MAX) {
		FAULT_AT(b, F_RANGE, n, n->text.ptr, "weight",
		    DIAG_BOTH("大于 0 且不超过 5000", "above 0 and at most 5000"));
		return;
	}
	r->weight_known = true;
	node_of(b, into)->weight = r->weight;
}

static void
node_round(struct scheme_builder *b, const struct ynode *n, void *into)
{
	struct node *node = node_of(b, into);

	node->rounded = read_places(b, n, "round", &node->round_places);
	node->limited |= node->rounded;
}

static void
node_missing(struct scheme_builder *b, const struct ynode *n, void *into)
{
	read_missing(b, n, node_of(b, into)->policy);
}

static const char *
grain_word(unsigned g)
{
	return grain_name((enum grain)g);
}

static const char *
combine_word(unsigned c)
{
	return combine_name((enum combine)c);
}

static const char *
policy_word(unsigned p)
{
	return policy_name((enum policy)p);
}

/* Where there is no computed score there is nothing to keep. */
static void
read_policy(struct scheme_builder *b, const struct ynode *n, enum state s, enum policy *policies)
{
	unsigned count = s == ST_LOW_SAMPLE ? POL_COUNT : POL_KEEP;
	unsigned word;

	if (read_word(b, n, state_name(s), policy_word, 0, count, &word))
		policies[s] = (enum policy)word;
}

void
read_missing(struct scheme_builder *b, const struct ynode *n, void *policies)
{
	struct key_row rows[ST_COUNT];
	size_t count = 0;

	for (int s = ST_OK + 1; s < ST_COUNT; s++)
		rows[count++] = (struct key_row){ state_name((enum state)s), false, NULL };
	if (!keys_read(b, n, "missing", rows, count, NULL))
		return;
	for (int s = ST_OK + 1; s < ST_COUNT; s++) {
		const struct ynode *v = ynode_get(n, state_name((enum state)s));

		if (v != NULL)
			read_policy(b, v, (enum state)s, policies);
	}
}

/* clang-format off */
static const struct key node_rows[] = {
	KEY("id", true, node_id, "标识，全方案唯一", "Identifier, once in the scheme", .type = SHAPE_ID),
	KEY("title", false, node_title, "名称", "Name", .type = SHAPE_TITLE),
	KEY("weight", false, node_weight, "分值；下级分值之和须与此相等", "Points; those below add up to it", .type = SHAPE_NUMBER, .high = 5000, .above = true), /* check_weight() */
	KEY("round", false, node_round, "本指标得分的小数位数，四舍五入后再上计；不写则不取整", "Decimals of its points, half-up before they go up; not rounded unless told", .type = SHAPE_NUMBER, .high = DEC_PLACES, .whole = true),
	KEY("clause", false, node_clause, "原文条款号", "Clause of the source document", .type = SHAPE_TEXT),
	KEY("note", false, node_note, "说明", "Remark", .type = SHAPE_TITLE),
	KEY("ours", false, node_ours, "分值原文没有，是我们的约定", "The weight is not in the text: ours", .type = SHAPE_BOOL),
	KEY("missing", false, node_missing, "此处及以下各状态如何计分", "What each state does to the score, here and below", .type = SHAPE_MISSING),
	KEY("indicators", false, NULL, "下级指标；有此键即为分组", "Indicators below; with them it is a group", .type = SHAPE_INDICATORS, .keys = &node_keys),
};
const struct key_table node_keys = { .what = "indicators[]", node_rows, COUNT_OF(node_rows) };

/* Only of a leaf; read by read_leaf(). */
static const struct key leaf_rows[] = {
	KEY("per", false, NULL, "按站点或社区分别计算", "Computed for each station or community", .type = SHAPE_WORD, .word = grain_word, .first = GRAIN_STATION, .words = GRAIN_PERSON),
	KEY("combine", false, NULL, "各站点、社区的得分如何合并；分组只可写 best_of：取最好的一项", "How the rows are put together; of a group best_of alone: its best part counts", .type = SHAPE_WORD, .word = combine_word, .first = COMBINE_MEAN, .words = COMBINE_COUNT, .chosen = true),
	KEY("value", false, NULL, "实际数", "What is scored", .type = SHAPE_EXPR),
	KEY("of", false, NULL, "分母：按 value/of 精确比较", "Denominator: value/of, compared exactly", .type = SHAPE_EXPR),
	KEY("target", false, NULL, "要求数", "What is asked", .type = SHAPE_EXPR),
	KEY("when", false, NULL, "要求的条件", "The requirement as a condition", .type = SHAPE_EXPR),
	KEY("applies", false, NULL, "不成立则不适用", "Not applicable unless this holds", .type = SHAPE_EXPR),
	KEY("sample", false, NULL, "样本数", "Size of the sample", .type = SHAPE_EXPR),
	KEY("sample_min", false, NULL, "样本不少于；不足为 low_sample", "Least sample; low_sample below it", .type = SHAPE_EXPR),
	KEY("sample_received", false, NULL, "收到的答卷数，含被剔除的；只展示", "Answers received, with those rejected; only shown", .type = SHAPE_EXPR),
	KEY("sample_low", false, NULL, "实际数的置信下限；只展示", "Lower confidence limit of the figure; only shown", .type = SHAPE_EXPR),
	KEY("sample_high", false, NULL, "实际数的置信上限；只展示", "Upper confidence limit of the figure; only shown", .type = SHAPE_EXPR),
	KEY("weigh_by", false, NULL, "加权平均时各对象的权数", "What weighs each row in a weighted mean", .type = SHAPE_EXPR),
	KEY("score", false, NULL, "计分方式", "Scoring kind", .type = SHAPE_SCORE),
};
static const char *const leaf_pairs[][2] = { { "per", "combine" }, { "sample", "sample_min" }, { "sample_low", "sample_high" } };
const struct key_table leaf_keys = { .what = "indicators[]", leaf_rows, COUNT_OF(leaf_rows), .pairs = leaf_pairs, .n_pairs = COUNT_OF(leaf_pairs) };
/* clang-format on */

static void
refuse_leaf_keys(struct scheme_builder *b, const struct ynode *n)
{
	for (size_t i = 0; i < leaf_keys.n; i++) {
		const struct ynode *key = key_node(n, leaf_keys.keys[i].name);

		if (key != NULL && !text_is(key->text, "combine"))
			FAULT_AT(b, F_LEAF_GROUP, key, leaf_keys.keys[i].name);
	}
}

static void
group_combine(struct scheme_builder *b, struct reading *r)
{
	const struct ynode *n = ynode_get(r->node, "combine");
	unsigned word;

	if (n != NULL &&
	    read_word(b, n, "combine", combine_word, COMBINE_BEST_OF, COMBINE_COUNT, &word))
		node_of(b, r)->combine = (enum combine)word;
}

/* Points at full marks must be among those that rounding leaves. */
static void
check_round(struct scheme_builder *b, struct reading *r)
{
	const struct node *node = node_of(b, r);
	const struct ynode *n = ynode_get(r->node, "round");
	dec_t unit = DEC_ONE;

	for (int k = 0; k < node->round_places; k++)
		unit /= 10;
	if (node->rounded && node->weight % unit != 0)
		FAULT_AT(b, F_RANGE, n, n->text.ptr, "round",
		    DIAG_BOTH("不少于分值的小数位数", "no less than the decimals of the weight"));
}

/* Every indicator has a weight, but those that are no part of the sum. */
static void
check_weight(struct scheme_builder *b, struct reading *r, const struct kind *kind)
{
	const struct ynode *weight = ynode_get(r->node, "weight");

	if (kind != NULL && kind->weightless) {
		if (weight != NULL)
			FAULT_AT(b, F_KIND_KEY, key_node(r->node, "weight"), "weight", kind->name);
		if (ynode_get(r->node, "round") != NULL)
			FAULT_AT(b, F_KIND_KEY, key_node(r->node, "round"), "round", kind->name);
		r->weight = node_of(b, r)->weight = 0;
		r->weight_known = true;
	} else if (weight == NULL) {
		FAULT_AT(b, F_KEY_MISSING, r->node, "weight", "indicators[]");
	}
}

static bool
new_node(struct scheme_builder *b, const struct ynode *n, uint32_t parent, uint32_t *ret)
{
	struct scheme *s = b->s;
	struct node *node;

	if (s->n_nodes == SCHEME_NODES_MAX) {
		if (!b->nodes_over)
			FAULT_AT(b, F_LIMIT, n, DIAG_BOTH("指标个数", "Indicators"), "2000");
		b->nodes_over = true;
		return false;
	}
	s->nodes = arena_room(b->arena, s->nodes, s->n_nodes, &b->cap_nodes, sizeof(*s->nodes));
	node = &s->nodes[s->n_nodes];
	*node = (struct node){
		.parent = (int32_t)parent, .size = 1, .line = n->line, .column = n->column
	};
	node->depth = (uint16_t)(s->nodes[parent].depth + 1);
	memcpy(node->policy, s->nodes[parent].policy, sizeof(node->policy));
	*ret = s->n_nodes++;
	return true;
}

static void read_children(struct scheme_builder *b, const struct ynode *list, uint32_t parent,
    const struct ynode *weight);

static void
read_node(struct scheme_builder *b, struct reading *r)
{
	const struct ynode *below = ynode_get(r->node, "indicators");
	struct key_row rows[TABLE_KEYS_MAX];
	size_t n = table_rows(&leaf_keys, rows, table_rows(&node_keys, rows, 0));

	if (!keys_read(b, r->node, node_keys.what, rows, n, r))
		return;
	if (below != NULL) {
		check_weight(b, r, NULL);
		check_round(b, r);
		refuse_leaf_keys(b, r->node);
		group_combine(b, r);
		read_children(
		    b, below, r->at, r->weight_known ? ynode_get(r->node, "weight") : NULL);
		return;
	}
	if (ynode_get(r->node, "clause") == NULL)
		diag_add(b->diags, F_CLAUSE_MISSING, b->file, r->node->line, r->node->column, 0,
		    node_of(b, r)->id.len > 0 ? node_of(b, r)->id.ptr : "?", NULL);
	b->leaves =
	    arena_room(b->arena, b->leaves, b->n_leaves, &b->cap_leaves, sizeof(*b->leaves));
	b->leaves[b->n_leaves] = read_leaf(b, r->node, r->weight);
	node_of(b, r)->leaf = b->leaves[b->n_leaves++];
	check_weight(b, r, &kind_table[node_of(b, r)->leaf->kind]);
	check_round(b, r);
}

static void
check_sum(struct scheme_builder *b, const struct ynode *place, dec_t sum, dec_t want)
{
	char have[DEC_TEXT_MAX], must[DEC_TEXT_MAX], by[DEC_TEXT_MAX];
	dec_t difference;

	if (sum == want || !dec_sub(want, sum, &difference))
		return;
	dec_print(sum, 0, have);
	dec_print(want, 0, must);
	dec_print(difference, 0, by);
	FAULT_AT(b, F_WEIGHTS, place, have, must, by);
}

/* The best part of a group is the group: it weighs the same. */
static void
check_alternative(struct scheme_builder *b, uint32_t group, const struct reading *r)
{
	dec_t must = b->s->nodes[group].weight;
	char have[DEC_TEXT_MAX], want[DEC_TEXT_MAX];

	if (b->s->nodes[group].combine != COMBINE_BEST_OF || r->weight == must || r->weight == 0)
		return;
	dec_print(r->weight, 0, have);
	dec_print(must, 0, want);
	FAULT_AT(b, F_BEST_WEIGHT, ynode_get(r->node, "weight"), have, want);
}

/* `weight`: where the group's weight stands, NULL when it is not known. */
static void
read_children(
    struct scheme_builder *b, const struct ynode *list, uint32_t parent, const struct ynode *weight)
{
	bool sum_known = weight != NULL;
	dec_t sum = 0;

	if (!read_list(b, list, "indicators"))
		return;
	if (list->count == 0)
		FAULT_AT(b, F_GROUP_EMPTY, list);
	if (b->s->nodes[parent].depth == SCHEME_DEPTH_MAX) {
		FAULT_AT(b, F_LIMIT, list, DIAG_BOTH("指标层数", "Levels of indicators"), "8");
		return;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		struct reading r = { .node = list->items[i] };

		if (!new_node(b, r.node, parent, &r.at))
			return;
		read_node(b, &r);
		if (weight != NULL && r.weight_known)
			check_alternative(b, parent, &r);
		b->s->nodes[parent].size += b->s->nodes[r.at].size;
		sum_known = sum_known && r.weight_known && dec_add(sum, r.weight, &sum);
	}
	if (sum_known && list->count > 0 && b->s->nodes[parent].combine == COMBINE_NONE)
		check_sum(b, weight, sum, b->s->nodes[parent].weight);
}

void
read_indicators(struct scheme_builder *b, const struct ynode *n, const struct ynode *total)
{
	read_children(b, n, 0, total != NULL ? total : n);
}
