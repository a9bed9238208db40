'use strict';
// Lists and single contracts. What is right comes from SQL over the same database.
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { Daemon, sql, eventually } = require('./lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

const ids = (query) => sql(d.database, query).map(([id]) => Number(id));
const idsOf = (page) => page.items.map((item) => item.id);

// All pages of a list, by its `next` links.
async function walk(target) {
  const items = [];
  for (let page = 0; target !== null; page++) {
    assert.ok(page < 500, 'the pages do not end');
    const answer = await d.request(target);
    assert.equal(answer.status, 200, answer.text);
    items.push(...answer.json.items);
    target = answer.json.next;
    if (target === null) assert.equal(answer.headers.link, undefined);
    else assert.equal(answer.headers.link, `<${target}>; rel="next"`);
  }
  return items;
}

// The daemon scores everything when it starts; sorting by score wants a list that rests.
async function scored() {
  await eventually('every contract with a scheme has a stored score', async () => {
    const { items: schemes } = await d.get('/v1/schemes');
    const codes = schemes.map((s) => `'${s.id}'`).join(',');
    const [[left]] = sql(d.database, `select (select count(*) from contract c join programme p on p.id = c.programme_id
      left join contract_score s on s.contract_id = c.id where p.code in (${codes}) and s.contract_id is null
      and c.start_on <= (now() at time zone 'Asia/Shanghai')::date) + (select count(*) from dirty_log where done_at is null)`);
    return left === '0';
  }, 60000);
}

test('the demo has contracts, and the list is all of them by id', async () => {
  const want = ids('select id from contract order by id');
  assert.ok(want.length >= 3, 'the demo is too small to show anything');
  assert.deepEqual(idsOf({ items: await walk('/v1/contracts') }), want);
});

test('pages of one, two and three hold the same list', async () => {
  const want = ids('select id from contract order by id');
  for (const limit of [1, 2, 3]) assert.deepEqual((await walk(`/v1/contracts?limit=${limit}`)).map((c) => c.id), want, `limit ${limit}`);
});

test('each order, both ways, page by page, is that of SQL', async () => {
  await scored();
  const key = { id: 'c.id', no: 'c.contract_no collate "C"', score: 's.score', amount: 'c.amount', start: 'c.start_on' };
  for (const [word, column] of Object.entries(key)) {
    for (const descending of [false, true]) {
      const got = await walk(`/v1/contracts?limit=2&sort=${descending ? '-' : ''}${word}`);
      assert.deepEqual(got.map((c) => c.id).sort((a, b) => a - b), ids('select id from contract order by id'), `${word}: each contract once`);
      const way = descending ? 'desc' : 'asc';
      const values = new Map(sql(d.database, `select c.id, ${column}, dense_rank() over (order by ${column} ${way} nulls last)
        from contract c left join contract_score s on s.contract_id = c.id`).map(([id, , rank]) => [Number(id), Number(rank)]));
      const ranks = got.map((c) => values.get(c.id));
      assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b), `${way} ${word}; unknown values last`);
    }
  }
});

test('filters choose what SQL chooses', async () => {
  const [[programme]] = sql(d.database, 'select p.code from contract c join programme p on p.id = c.programme_id group by 1 order by count(*) desc limit 1');
  assert.deepEqual(idsOf(await d.get(`/v1/contracts?limit=200&programme=${programme}`)),
    ids(`select c.id from contract c join programme p on p.id = c.programme_id where p.code = '${programme}' order by 1`));
  const [[provider]] = sql(d.database, 'select provider_id from contract group by 1 order by count(*) desc limit 1');
  assert.deepEqual(idsOf(await d.get(`/v1/contracts?limit=200&provider=${provider}`)),
    ids(`select id from contract where provider_id = ${provider} order by 1`));
  const [[region]] = sql(d.database, 'select region_code from contract order by length(region_code) desc limit 1');
  for (let length = 2; length <= region.length; length += 2) {
    const code = region.slice(0, length);
    assert.deepEqual(idsOf(await d.get(`/v1/contracts?limit=200&region=${code}`)),
      ids(`select id from contract where region_code like '${code}%' order by 1`), `region ${code} and all below it`);
  }
  await scored();
  for (const [grade] of sql(d.database, 'select distinct grade from contract_score where grade is not null')) {
    assert.deepEqual(idsOf(await d.get(`/v1/contracts?limit=200&grade=${grade}`)),
      ids(`select contract_id from contract_score where grade = '${grade}' order by 1`));
  }
  // a programme of the database without a scheme is known, and has no contract here
  sql(d.database, "insert into programme (code, title) values ('without-scheme', 'x')");
  assert.deepEqual(idsOf(await d.get('/v1/contracts?programme=without-scheme')), []);
  assert.deepEqual(idsOf(await d.get('/v1/contracts?provider=9223372036854775807')), []);
});

test('a programme or a grade that is none: 400 with the nearest, not an empty list', async () => {
  for (const list of ['contracts', 'deadlines', 'penalties', 'renewals']) {
    const problem = await d.refuses(`/v1/${list}?programme=suzhou-2071`, 400, 'unknown-filter-value', 'programme', { headers: { 'accept-language': 'en' } });
    assert.match(problem.detail, /nearest is "suzhou-2017"/);
    assert.match(problem.hint, /hunan-county-2018/);
  }
  const grade = await d.refuses('/v1/contracts?grade=superb', 400, 'unknown-filter-value', 'grade');
  assert.match(grade.hint, /^可用：.*excellent/);
  assert.match((await d.refuses('/v1/contracts?programme=suzhou-2017&grade=excelent', 400, 'unknown-filter-value', 'grade')).detail, /最接近的是“excellent”/);
});

test('a filter and an order together, page by page', async () => {
  const [[programme]] = sql(d.database, 'select p.code from contract c join programme p on p.id = c.programme_id group by 1 order by count(*) desc limit 1');
  const got = await walk(`/v1/contracts?limit=1&programme=${programme}&sort=-amount`);
  assert.deepEqual(got.map((c) => c.amount), sql(d.database, `select amount from contract c join programme p on p.id = c.programme_id
    where p.code = '${programme}' order by amount desc`).map(([a]) => Number(a)));
});

test('a contract is the row of the table', async () => {
  for (const [id, no, title, code, status, provider, purchaser, region, signed, start, end, amount] of sql(d.database, `
    select c.id, c.contract_no, c.title, p.code, c.status, v.name, b.name, r.name, c.signed_on, c.start_on, c.end_on, c.amount
    from contract c join programme p on p.id = c.programme_id join organisation v on v.id = c.provider_id
    join organisation b on b.id = c.purchaser_id join region r on r.code = c.region_code order by c.id limit 50`)) {
    const got = await d.get(`/v1/contracts/${id}`);
    assert.deepEqual(
      [got.id, got.contract_no, got.title, got.programme, got.status, got.provider.name, got.purchaser.name, got.region.name, got.signed_on, got.start_on, got.end_on],
      [Number(id), no, title, code, status, provider, purchaser, region, signed || null, start, end]);
    assert.equal(got.amount, Number(amount));
  }
});

test('money keeps its fen: the text of the number is exact', async () => {
  const [[id]] = sql(d.database, 'select id from contract order by id limit 1');
  sql(d.database, `update contract set amount = 166666.67 where id = ${id}`);
  const { text } = await d.request(`/v1/contracts/${id}`);
  assert.match(text, /"amount":\s*166666\.67[,}\s]/);
  sql(d.database, `update contract set amount = 999999999999.99 where id = ${id}`);
  assert.match((await d.request(`/v1/contracts/${id}`)).text, /"amount":\s*999999999999\.99[,}\s]/);
});

test('ETag: 304 while nothing changed, 200 with a new one after a change', async () => {
  const [[id]] = sql(d.database, 'select id from contract order by id limit 1');
  await scored();
  for (const target of [`/v1/contracts/${id}`, '/v1/contracts?limit=200']) {
    const first = await d.request(target);
    assert.equal(first.status, 200);
    const etag = first.headers.etag;
    const again = await d.request(target, { headers: { 'if-none-match': etag } });
    assert.equal(again.status, 304, target);
    assert.equal(again.headers.etag, etag);
    assert.equal(again.text, '');
    for (const listed of [`"other", ${etag}`, `W/${etag}`, '*']) {
      assert.equal((await d.request(target, { headers: { 'if-none-match': listed } })).status, 304, `${target} If-None-Match: ${listed}`);
    }
    assert.equal((await d.request(target, { headers: { 'if-none-match': '"other"' } })).status, 200);
    sql(d.database, `update contract set title = title || '!' where id = ${id}`);
    const changed = await d.request(target, { headers: { 'if-none-match': etag } });
    assert.equal(changed.status, 200, `${target} after a change`);
    assert.notEqual(changed.headers.etag, etag);
  }
});

test('HEAD is GET without the body', async () => {
  const get = await d.request('/v1/schemes');
  const head = await d.request('/v1/schemes', { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  assert.equal(head.headers.etag, get.headers.etag);
  assert.equal(head.headers['content-length'], get.headers['content-length']);
  assert.equal((await d.request('/v1/contracts/987654321', { method: 'HEAD' })).status, 404);
});

test('what is stored is what the score says for that day', async () => {
  await scored();
  const listed = await d.get('/v1/contracts?limit=200');
  const with_score = listed.items.filter((c) => c.latest_score !== null);
  assert.ok(with_score.length > 0);
  for (const c of with_score.slice(0, 20)) {
    const score = await d.get(`/v1/contracts/${c.id}/score?as_of=${c.latest_score.as_of}`);
    assert.equal(c.latest_score.score, score.score, `contract ${c.id}`);
    assert.equal(c.latest_score.grade, score.grade && score.grade.id);
  }
});
