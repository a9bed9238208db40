#include "api/sample.h"

#include "api/doc_json.h"

enum { COUNT, LEAST, RECEIVED, LOW, HIGH, PARTS };

struct part {
	const struct code *code;
	bool known;
	int64_t value;
};

struct sample {
	struct part part[PARTS];
	bool any;
};

static struct sample
sample_of(const struct result *r, uint32_t node, uint32_t contract, int64_t row)
{
	const struct leaf *l = r->scheme->nodes[node].leaf;
	const struct code *codes[PARTS] = { &l->sample, &l->sample_min, &l->sample_received,
		&l->sample_low, &l->sample_high };
	struct sample s = { .any = false };

	for (int i = 0; i < PARTS; i++) {
		s.part[i].code = codes[i];
		if (codes[i]->count == 0)
			continue;
		s.any = true;
		s.part[i].known =
		    engine_value(r, codes[i], contract, row, &s.part[i].value) == EVAL_KNOWN;
	}
	return s;
}

/* Received and not counted. */
static struct part
rejected_of(const struct sample *s)
{
	struct part ret = { .code = s->part[RECEIVED].code };

	ret.known = s->part[RECEIVED].known && s->part[COUNT].known &&
		    dec_sub(s->part[RECEIVED].value, s->part[COUNT].value, &ret.value);
	return ret;
}

static void
json_part(struct json *j, const char *key, const struct scheme *s, const struct part *p)
{
	json_value(j, key, s, &p->code->type, p->known, p->value);
}

void
sample_json(struct json *j, const struct result *r, uint32_t node, uint32_t contract, int64_t row)
{
	struct sample s = sample_of(r, node, contract, row);
	struct part rejected = rejected_of(&s);

	if (!s.any)
		return;
	json_key(j, "sample");
	json_object(j);
	json_part(j, "count", r->scheme, &s.part[COUNT]);
	json_part(j, "min", r->scheme, &s.part[LEAST]);
	json_part(j, "received", r->scheme, &s.part[RECEIVED]);
	json_part(j, "rejected", r->scheme, &rejected);
	json_part(j, "low", r->scheme, &s.part[LOW]);
	json_part(j, "high", r->scheme, &s.part[HIGH]);
	json_end(j);
}

/* ---- for people */

struct saying {
	const struct scheme *s;
	enum lang lang;
	struct buf *out;
	const char *before; /* of the next: opens the parenthesis, then separates */
};

static void
say_value(const struct saying *t, const struct part *p)
{
	int64_t v;

	if (p->code->type.kind == VT_PERCENT && dec_round(p->value, 4, DEC_HALF_UP, &v))
		value_print(t->s, &p->code->type, v, t->out);
	else
		value_print(t->s, &p->code->type, p->value, t->out);
}

static void
say_part(struct saying *t, const struct part *p, const char *zh, const char *en)
{
	if (!p->known)
		return;
	buf_adds(t->out, t->before);
	buf_adds(t->out, t->lang == LANG_ZH ? zh : en);
	say_value(t, p);
	t->before = t->lang == LANG_ZH ? "，" : ", ";
}

void
sample_say(const struct result *r, uint32_t node, uint32_t contract, int64_t row, bool told,
    enum lang lang, struct buf *out)
{
	struct sample s = sample_of(r, node, contract, row);
	struct part rejected = rejected_of(&s);
	bool zh = lang == LANG_ZH;
	struct saying t = { r->scheme, lang, out, zh ? "（" : " (" };
	const char *nothing = t.before;

	if (!told) {
		say_part(&t, &s.part[COUNT], "样本 ", "sample ");
		say_part(&t, &s.part[LEAST], "应有 ", "wanted ");
	}
	say_part(&t, &s.part[RECEIVED], "收到 ", "received ");
	say_part(&t, &rejected, "剔除 ", "rejected ");
	if (s.part[LOW].known && s.part[HIGH].known) {
		say_part(&t, &s.part[LOW], "置信区间 ", "confidence interval ");
		buf_adds(out, zh ? " 至 " : " to ");
		say_value(&t, &s.part[HIGH]);
	}
	if (t.before != nothing)
		buf_adds(out, zh ? "）" : ")");
}
