/* Parameters and cursors: limits, refusals that name the parameter, the nearest name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "api/cursor.h"
#include "api/param.h"
#include "engine/decide.h"

#define LIST (P_PROGRAMME | P_REGION | P_PROVIDER | P_GRADE | P_SORT | P_LIMIT | P_CURSOR)
#define ALL (LIST | P_AS_OF | P_ENTITY | P_OFFSET)
#define AGENDA \
	(P_PROGRAMME | P_AS_OF | P_DUE_AFTER | P_DUE_BEFORE | P_DEADLINE_STATE | P_LIMIT | P_CURSOR)

static const struct route contracts = { .path = "/v1/contracts", .params = LIST };
static const struct route agenda = { .path = "/v1/deadlines", .params = AGENDA };
static const struct route other_agenda = { .path = "/v1/payments", .params = AGENDA };

static struct arena *arena;
static struct params params;
static struct err err;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static enum err_code
read_query(unsigned mask, const char *query)
{
	struct query q;

	param_defaults(&params, 17345); /* 2017-06-28 */
	memset(&err, 0, sizeof(err));
	assert_int_equal(uri_query(text_of(query), arena, &q, &err), ERR_OK);
	return param_read_query(mask, &q, &params, &err);
}

static void
test_defaults(void **state)
{
	(void)state;
	assert_int_equal(read_query(ALL, ""), ERR_OK);
	assert_int_equal(params.limit, 50);
	assert_int_equal(params.offset, 0);
	assert_int_equal(params.as_of, 17345);
	assert_int_equal(params.due_after, DAY_NONE);
	assert_int_equal(params.due_before, DAY_NONE);
	assert_int_equal(params.given, 0);
	assert_true(text_is(params.sort, "id"));
}

static void
test_values(void **state)
{
	day_t day;

	(void)state;
	assert_int_equal(
	    read_query(ALL, "as_of=2018-06-30&limit=200&offset=100000&provider=9223372036854775807"
			    "&region=320508&sort=-score&grade=good&programme=suzhou-2017&entity=7"),
	    ERR_OK);
	assert_true(date_make(2018, 6, 30, &day));
	assert_int_equal(params.as_of, day);
	assert_int_equal(params.given, P_AS_OF | P_LIMIT | P_OFFSET | P_PROVIDER | P_REGION |
					   P_SORT | P_GRADE | P_PROGRAMME | P_ENTITY);
	assert_int_equal(params.limit, 200);
	assert_int_equal(params.offset, 100000);
	assert_true(params.provider == INT64_MAX);
	assert_int_equal(params.entity, 7);
	assert_true(text_is(params.region, "320508"));
	assert_true(text_is(params.sort, "-score"));
	assert_true(text_is(params.grade, "good"));
	assert_true(text_is(params.programme, "suzhou-2017"));
}

static void
test_refusals(void **state)
{
	static const struct {
		const char *query, *pointer;
		enum err_code code;
	} rows[] = {
		{ "limit=0", "limit", E_PARAM },
		{ "limit=201", "limit", E_PARAM },
		{ "limit=", "limit", E_PARAM },
		{ "limit=05", "limit", E_PARAM },
		{ "limit=-5", "limit", E_PARAM },
		{ "limit=5x", "limit", E_PARAM },
		{ "limit=%2B5", "limit", E_PARAM },
		{ "limit=18446744073709551617", "limit", E_PARAM }, /* 2^64 + 1 */
		{ "provider=9223372036854775808", "provider", E_PARAM },
		{ "provider=0", "provider", E_PARAM },
		{ "offset=100001", "offset", E_PARAM },
		{ "region=3", "region", E_PARAM },
		{ "region=32050a", "region", E_PARAM },
		{ "region=1234567890123", "region", E_PARAM },
		{ "sort=title", "sort", E_PARAM },
		{ "sort=--id", "sort", E_PARAM },
		{ "grade=", "grade", E_PARAM },
		{ "as_of=2018-02-30", "as_of", E_DATE },
		{ "as_of=", "as_of", E_DATE },
		{ "as_of=2018-2-3", "as_of", E_DATE },
		{ "cursor=", "cursor", E_CURSOR },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (read_query(ALL, rows[i].query) != rows[i].code)
			fail_msg("%s: %s", rows[i].query, err_symbol(err.code));
		assert_string_equal(err.pointer, rows[i].pointer);
	}
}

static void
test_nearest_name(void **state)
{
	char detail[400];

	(void)state;
	assert_int_equal(read_query(P_AS_OF, "asof=2018-06-30"), E_PARAM_UNKNOWN);
	assert_string_equal(err.pointer, "asof");
	assert_string_equal(err.arg[1], "as_of");
	assert_int_equal(read_query(LIST, "lmit=5"), E_PARAM_UNKNOWN);
	assert_string_equal(err.arg[1], "limit");
	assert_int_equal(read_query(LIST, "%E7%A4%BE=5"), E_PARAM_UNKNOWN);
	assert_int_equal(read_query(0, "x=5"), E_PARAM_NONE);
	/* a parameter of another route, or of the path */
	assert_int_equal(read_query(P_LIMIT, "as_of=2018-06-30"), E_PARAM_UNKNOWN);
	assert_int_equal(read_query(P_CONTRACT, "id=5"), E_PARAM_NONE);
	assert_int_equal(read_query(P_LIMIT, "LIMIT=5"), E_PARAM_UNKNOWN);
	err_detail(&err, LANG_EN, detail, sizeof(detail));
	assert_string_equal(detail, "There is no parameter \"LIMIT\"; the nearest is \"limit\"");
}

static struct contract_filter
filter_of(enum contract_sort sort)
{
	return (struct contract_filter){ .sort = sort };
}

static enum err_code
read_cursor(const struct params *p, struct contract_filter *f)
{
	struct cursor cursor;
	enum err_code code = cursor_read(&contracts, p, arena, &cursor, &err);

	if (code != ERR_OK)
		return code;
	return cursor_apply(&cursor, f) ? ERR_OK : E_CURSOR;
}

/* Writes the cursor after `row` and reads it back with the same filters. */
static enum err_code
round_trip(struct contract_filter *f, const struct contract_row *row)
{
	struct cursor cursor = cursor_after(f, row, arena);
	struct buf b;
	enum err_code code;

	buf_init(&b, 1000);
	code = cursor_write(&contracts, &params, &cursor, &b, &err);
	params.cursor = text_dup(arena, (struct text){ b.data, b.len });
	buf_free(&b);
	return code != ERR_OK ? code : read_cursor(&params, f);
}

static void
test_cursor_keys(void **state)
{
	struct contract_row row = { .id = 123456789012345,
		.no = TEXT("苏-2017-001"),
		.amount = 166666670000,
		.start_on = 17345,
		.scored = true,
		.score = 86250000 };
	struct contract_filter f = filter_of(SORT_ID);

	(void)state;
	assert_int_equal(read_query(LIST, "programme=a"), ERR_OK);
	assert_int_equal(round_trip(&f, &row), ERR_OK);
	assert_true(f.has_cursor && f.cursor_id == 123456789012345 && f.cursor_key.len == 0);
	f = filter_of(SORT_NO);
	assert_int_equal(round_trip(&f, &row), ERR_OK);
	assert_true(text_is(f.cursor_key, "苏-2017-001") && !f.cursor_null);
	f = filter_of(SORT_AMOUNT);
	assert_int_equal(round_trip(&f, &row), ERR_OK);
	assert_true(text_is(f.cursor_key, "166666.67"));
	f = filter_of(SORT_START);
	assert_int_equal(round_trip(&f, &row), ERR_OK);
	assert_true(text_is(f.cursor_key, "2017-06-28"));
	f = filter_of(SORT_SCORE);
	assert_int_equal(round_trip(&f, &row), ERR_OK);
	assert_true(text_is(f.cursor_key, "86.25"));
	row.scored = false;
	f = filter_of(SORT_SCORE);
	assert_int_equal(round_trip(&f, &row), ERR_OK);
	assert_true(f.cursor_null && f.cursor_key.len == 0);
}

/* A key that is cut would page in circles. */
static void
test_cursor_key_too_long(void **state)
{
	static char name[1000];
	struct contract_row row = { .id = 1, .no = { name, sizeof(name) } };
	struct contract_filter f = filter_of(SORT_NO);

	(void)state;
	memset(name, 'x', sizeof(name));
	assert_int_equal(read_query(LIST, "sort=no"), ERR_OK);
	assert_int_equal(round_trip(&f, &row), E_LIMIT);
}

static void
test_cursor_of_another_list(void **state)
{
	static const char *const others[] = { "", "programme=b", "programme=a&region=32",
		"programme=a&provider=1", "programme=a&grade=good", "programme=a&sort=-id",
		"region=a", "grade=a" };
	struct contract_row row = { .id = 5 };
	struct contract_filter f = filter_of(SORT_ID);
	struct text cursor;

	(void)state;
	assert_int_equal(read_query(LIST, "programme=a"), ERR_OK);
	assert_int_equal(round_trip(&f, &row), ERR_OK);
	cursor = params.cursor;
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		param_defaults(&params, 0);
		if (strcmp(others[i], "region=a") == 0)
			params.region = TEXT("a");
		else
			assert_int_equal(read_query(LIST, others[i]), ERR_OK);
		params.cursor = cursor;
		if (read_cursor(&params, &f) != E_CURSOR_MISMATCH)
			fail_msg("taken with %s", others[i]);
	}
	assert_int_equal(
	    read_query(LIST, "programme=a&limit=7"), ERR_OK); /* the limit may change */
	params.cursor = cursor;
	assert_int_equal(read_cursor(&params, &f), ERR_OK);
}

/* A set of words is in the order of the words, whatever the order of the request. */
static void
test_sets(void **state)
{
	static const char *const bad[] = { "state=", "state=late", "state=open,", "state=,open",
		"state=open,,met", "state=open,open", "state=OPEN", "state=open%20", "state=due",
		"due_before=2018-02-30", "due_after=" };
	const struct param_def *def = param_find(AGENDA, TEXT("state"), false);
	struct buf b;

	(void)state;
	assert_int_equal(read_query(AGENDA, "state=overdue,open&due_before=2018-07-01"), ERR_OK);
	assert_int_equal(params.states, 1u << DL_OPEN | 1u << DL_OVERDUE);
	buf_init(&b, 100);
	param_print(def, &params, &b);
	assert_string_equal(b.data, "open,overdue");
	buf_free(&b);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		enum err_code code = read_query(AGENDA, bad[i]);

		if (code != E_PARAM && code != E_DATE)
			fail_msg("taken: %s", bad[i]);
	}
	assert_int_equal(read_query(P_TRANCHE_STATE, "state=due,blocked"), ERR_OK);
	assert_int_equal(params.states, 1u << TR_DUE | 1u << TR_BLOCKED);
}

/* The place in a list of decisions holds for its route, filters and day. */
static void
test_cursor_of_decisions(void **state)
{
	static const char *const others[] = { "as_of=2018-06-30&state=overdue",
		"as_of=2018-06-29&state=open,overdue", "as_of=2018-06-30",
		"as_of=2018-06-30&state=open,overdue&due_before=2018-06-30",
		"as_of=2018-06-30&state=open,overdue&due_after=2018-06-30" };
	struct cursor cursor = { .id = 7, .key = TEXT("12") }, back;
	struct text text;
	struct buf b;

	(void)state;
	assert_int_equal(read_query(AGENDA, "as_of=2018-06-30&state=open,overdue"), ERR_OK);
	buf_init(&b, 1000);
	assert_int_equal(cursor_write(&agenda, &params, &cursor, &b, &err), ERR_OK);
	text = params.cursor = text_dup(arena, (struct text){ b.data, b.len });
	buf_free(&b);
	assert_int_equal(cursor_read(&agenda, &params, arena, &back, &err), ERR_OK);
	assert_true(back.id == 7 && !back.null && text_is(back.key, "12"));
	assert_int_equal(
	    cursor_read(&other_agenda, &params, arena, &back, &err), E_CURSOR_MISMATCH);
	assert_int_equal(read_query(AGENDA, "state=overdue,open&as_of=2018-06-30&limit=3"), ERR_OK);
	params.cursor = text;
	assert_int_equal(cursor_read(&agenda, &params, arena, &back, &err), ERR_OK);
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		assert_int_equal(read_query(AGENDA, others[i]), ERR_OK);
		params.cursor = text;
		if (cursor_read(&agenda, &params, arena, &back, &err) != E_CURSOR_MISMATCH)
			fail_msg("taken with %s", others[i]);
	}
}

/* The day is in the address of the next page also when the request left it out. */
static void
test_page_href(void **state)
{
	struct job job = { .arena = arena, .route = &agenda };
	struct cursor cursor = { .id = 7, .key = TEXT("") };
	struct text href;

	(void)state;
	assert_int_equal(read_query(AGENDA, "programme=a%26b&state=met,open"), ERR_OK);
	job.params = params;
	assert_int_equal(page_href(&job, &cursor, &href), ERR_OK);
	assert_true(href.len < 200);
	assert_memory_equal(href.ptr,
	    "/v1/deadlines?as_of=2017-06-28&programme=a%26b&limit=50&state=open%2Cmet&cursor=", 79);
}

/* Every single change of a character is refused, or still names a place of this list. */
static void
test_cursor_tampering(void **state)
{
	struct contract_row row = { .id = 5, .amount = 1000000 };
	struct contract_filter f = filter_of(SORT_AMOUNT);
	char text[CURSOR_TEXT_MAX];
	size_t len;

	(void)state;
	assert_int_equal(read_query(LIST, "sort=amount"), ERR_OK);
	assert_int_equal(round_trip(&f, &row), ERR_OK);
	len = params.cursor.len;
	for (size_t i = 0; i < len; i++) {
		for (const char *c = "A0_=!"; *c != '\0'; c++) {
			enum err_code code;
			dec_t key;

			memcpy(text, params.cursor.ptr, len);
			text[i] = *c;
			f = filter_of(SORT_AMOUNT);
			struct params p = params;
			p.cursor = (struct text){ text, len };
			code = read_cursor(&p, &f);
			if (code != ERR_OK) {
				assert_true(code == E_CURSOR || code == E_CURSOR_MISMATCH);
				continue;
			}
			assert_true(f.cursor_id > 0);
			assert_true(dec_parse(f.cursor_key.ptr, f.cursor_key.len, &key));
		}
	}
	params.cursor = TEXT("");
	assert_int_equal(read_cursor(&params, &f), E_CURSOR);
	params.cursor = TEXT("A");
	assert_int_equal(read_cursor(&params, &f), E_CURSOR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_nearest_name),
		cmocka_unit_test(test_cursor_keys),
		cmocka_unit_test(test_cursor_key_too_long),
		cmocka_unit_test(test_cursor_of_another_list),
		cmocka_unit_test(test_cursor_tampering),
		cmocka_unit_test(test_sets),
		cmocka_unit_test(test_cursor_of_decisions),
		cmocka_unit_test(test_page_href),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
