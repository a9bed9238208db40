'use strict';
// What every operation owes alike, for all that openapi.yaml has now and later.
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { Daemon, eventually, sql } = require('./lib/assayd');
const { document } = require('./lib/openapi');
const { sampleContract, operations } = require('./lib/operations');
const { exchange, statuses } = require('./lib/raw');

let d;
let sample;
let all;
before(async () => {
  d = await Daemon.start();
  sample = await sampleContract(d);
  all = operations(sample);
  sql(d.database, `insert into programme (id, code, title) values (990001, 'no-scheme-here', '无方案');
    insert into contract (id, contract_no, programme_id, region_code, provider_id, purchaser_id, start_on, end_on, amount)
      select 990001, 'X-990001', 990001, region_code, provider_id, purchaser_id, '2020-01-01', '2020-12-31', 1 from contract order by id limit 1`);
  // Stored scores are part of the list: until the daemon has gone over all contracts it may change under the reader.
  await eventually('all scores are stored', async () => (await d.request('/readyz')).status === 200
    && sql(d.database, 'select count(*) from dirty_log where done_at is null')[0][0] === '0');
});
after(async () => { await d.stop(); });

test('each operation answers 200, in the same bytes twice, and HEAD has no body', async () => {
  for (const op of all.filter((o) => o.id !== 'readyz')) {
    const one = await d.request(op.target(), op.with());
    assert.equal(one.status, 200, `${op.id}: ${one.text.slice(0, 300)}`);
    if (op.method !== 'GET') {
      assert.equal((await d.request(op.target(), op.with())).text, one.text, op.id);
      continue;
    }
    const head = await d.request(op.target(), { method: 'HEAD' });
    assert.equal(head.status, 200, op.id);
    if (one.headers.etag) assert.equal((await d.request(op.target())).text, one.text, op.id);
  }
});

test('304 wherever it is documented', async () => {
  for (const op of all.filter((o) => o.statuses.includes(304))) {
    const { headers } = await d.request(op.target());
    const again = await d.request(op.target(), { headers: { 'if-none-match': headers.etag } });
    assert.equal(again.status, 304, op.id);
    assert.equal(again.headers.etag, headers.etag);
  }
});

test('400 for a parameter that nobody knows, in a document in the language asked for', async () => {
  for (const op of all) {
    const answer = await d.request(`${op.target()}?no_such_parameter=1`, op.with({ headers: { 'accept-language': 'en' } }));
    assert.equal(answer.status, 400, op.id);
    assert.equal(answer.headers['content-language'], 'en');
    assert.equal(answer.json.errors[0].pointer, 'no_such_parameter');
  }
});

test('401 without a token, wherever the operation is not open', async () => {
  for (const op of all) {
    const answer = await d.request(op.target(), op.with({ token: false }));
    if (op.open) assert.ok([200, 503].includes(answer.status), op.id);
    else assert.equal(answer.status, 401, op.id);
  }
});

test('400 for a malformed id, 404 for an unknown one', async () => {
  for (const op of all.filter((o) => o.path.includes('{id}') && o.method === 'GET')) {
    const contract = op.path.startsWith('/v1/contracts/');
    assert.equal((await d.request(op.target({ id: contract ? 'x' : 'x'.repeat(65) }))).status, 400, op.id);
    assert.equal((await d.request(op.target({ id: contract ? '987654321' : 'no-such-one' }))).status, 404, op.id);
  }
});

// What follows from dates is told before the contract starts: a team is due before its term. A score is not.
const needs_start = ['getContractScore', 'getEvidence'];
test('400 for a malformed day, 422 for a score before the start, 200 on the first and the last day there is', async () => {
  assert.ok(needs_start.every((id) => all.some((o) => o.id === id)));
  for (const op of all.filter((o) => o.takes('as_of') && o.path.includes('{id}'))) {
    await d.refuses(`${op.target()}?as_of=2018-02-30`, 400, 'bad-date', 'as_of');
    const early = `${op.target()}?as_of=${sample.before}`;
    if (needs_start.includes(op.id)) await d.refuses(early, 422, 'as-of-before-start', 'as_of');
    else assert.equal((await d.get(early)).score, null, op.id);
    await d.get(`${op.target()}?as_of=${sample.start}`);
    await d.get(`${op.target()}?as_of=2199-12-31`);
  }
});

test('409 when no scheme is loaded for the programme', async () => {
  for (const op of all.filter((o) => o.statuses.includes(409))) {
    const problem = await d.refuses(op.target({ id: '990001' }), 409, 'no-scheme', undefined, op.with({}, { id: '990001', end: '2020-12-31' }));
    assert.match(problem.detail, /no-scheme-here/);
  }
});

test('what a body must be: a length, a type, not empty, not too long; each is refused before the body is read', async () => {
  for (const op of all.filter((o) => o.method === 'POST')) {
    const refused = async (status, code, options) => assert.equal((await d.request(op.target(), op.with(options))).json.code, code, `${op.id} ${status}`);
    await refused(415, 'unsupported-media-type', { headers: { 'content-type': 'text/plain' } });
    await refused(415, 'unsupported-media-type', { headers: { 'content-type': `${op.with().headers['content-type']}; charset=gbk` } });
    await refused(415, 'unsupported-media-type', { headers: { 'content-encoding': 'gzip' } });
    await refused(400, 'missing-body', { body: '', headers: { 'content-length': '0' } });
    const bare = `POST ${op.target()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${d.token}\r\nContent-Type: ${op.with().headers['content-type']}\r\n`;
    const long = await exchange(d, `${bare}Content-Length: ${(1 << 20) + 1}\r\n\r\n`, { quietMs: 6000 });
    assert.deepEqual(statuses(long.bytes), [413], op.id);
    assert.match(long.bytes, /application\/problem\+json/);
    assert.ok(long.closed && long.ms < 4000, 'not told at once');
    const none = await exchange(d, `${bare}\r\n`);
    assert.deepEqual(statuses(none.bytes), [411], op.id);
    assert.match(none.bytes, /content-length-required/);
    await refused(411, 'length-required', { headers: { 'transfer-encoding': 'chunked' } });
    const most = await d.request(op.target(), op.with({ body: ' '.repeat(1 << 20) }));
    assert.ok([200, 400].includes(most.status), `${op.id}: ${most.status}`);
    const over = await d.request(op.target(), op.with({ body: ' '.repeat((1 << 20) + 1) }));
    assert.equal(over.status, 413, op.id);
  }
});

test('405 for every method that is not documented', async () => {
  for (const op of all.filter((o) => o.method === 'GET')) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      if (document.paths[op.path][method.toLowerCase()]) continue;
      const answer = await d.request(op.target(), { method });
      assert.equal(answer.status, 405, `${method} ${op.id}`);
      assert.ok(answer.headers.allow.split(/, */).includes('GET'));
    }
  }
});
