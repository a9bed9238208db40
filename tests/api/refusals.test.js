'use strict';
// Every bad input: its status, its stable code, the place it names, in both languages.
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { Daemon, eventually, sql, newToken } = require('./lib/assayd');

let d;
let contract; // one with a scheme
before(async () => {
  d = await Daemon.start();
  const schemes = (await d.get('/v1/schemes')).items.map((s) => `'${s.id}'`).join(',');
  const [[id, start, before_start]] = sql(d.database, `select c.id, c.start_on, c.start_on - 1 from contract c join programme p on p.id = c.programme_id
    where p.code in (${schemes}) order by c.id limit 1`);
  contract = { id, start, before: before_start };
});
after(async () => { await d.stop(); });

test('an unknown contract is 404', async () => {
  for (const tail of ['', '/score', '/score?as_of=2018-06-30', '/evidence/basic.reach']) {
    await d.refuses(`/v1/contracts/987654321${tail}`, 404, 'unknown-contract', 'id');
  }
});

test('a contract id is a whole number from 1', async () => {
  for (const id of ['0', '-1', 'abc', '1.0', '01', '9223372036854775808', '99999999999999999999999', '1e3', '+1']) {
    await d.refuses(`/v1/contracts/${id}`, 400, 'bad-parameter', 'id');
  }
  await d.refuses('/v1/contracts/9223372036854775807', 404, 'unknown-contract', 'id');
});

test('a malformed date is 400 and named', async () => {
  for (const date of ['2018-02-30', '2018-13-01', '2018-6-30', '20180630', '2018-06-30T00:00:00', 'yesterday', '', '2018-06-31', '2017-02-29', '0000-01-01', '-2018-01-01', '2018/06/30', '2018-06-30+', '99999-01-01']) {
    const problem = await d.refuses(`/v1/contracts/${contract.id}/score?as_of=${date}`, 400, 'bad-date', 'as_of');
    assert.match(problem.hint, /2018-06-30/);
  }
});

test('a day before the contract starts is 422, the first day is not', async () => {
  const problem = await d.refuses(`/v1/contracts/${contract.id}/score?as_of=${contract.before}`, 422, 'as-of-before-start', 'as_of');
  assert.ok(problem.detail.includes(contract.before) && problem.detail.includes(contract.start), problem.detail);
  await d.get(`/v1/contracts/${contract.id}/score?as_of=${contract.start}`);
  const scheme = (await d.get('/v1/contracts/' + contract.id)).programme;
  const leaf = (nodes) => (nodes[0].indicators ? leaf(nodes[0].indicators) : nodes[0].id);
  const indicator = leaf((await d.get(`/v1/schemes/${scheme}`)).indicators);
  await d.refuses(`/v1/contracts/${contract.id}/evidence/${indicator}?as_of=${contract.before}`, 422, 'as-of-before-start', 'as_of');
});

test('an unknown parameter is 400 and the nearest is named', async () => {
  const problem = await d.refuses(`/v1/contracts/${contract.id}/score?asof=2018-06-30`, 400, 'unknown-parameter', 'asof');
  assert.match(problem.detail, /as_of/);
  await d.refuses('/v1/contracts?lmit=5', 400, 'unknown-parameter', 'lmit');
  await d.refuses('/v1/contracts?as_of=2018-06-30', 400, 'unknown-parameter', 'as_of');
  for (const target of ['/v1/schemes?x=1', '/healthz?x=1', '/readyz?x=1', '/metrics?x=1', '/openapi.json?x=1', `/v1/contracts/${contract.id}?x=1`]) {
    await d.refuses(target, 400, 'no-parameters', 'x');
  }
});

test('a repeated parameter is 400', async () => {
  await d.refuses(`/v1/contracts/${contract.id}/score?as_of=2018-06-30&as_of=2018-06-30`, 400, 'duplicate-parameter', 'as_of');
  await d.refuses('/v1/contracts?limit=5&limi%74=6', 400, 'duplicate-parameter', 'limit');
});

test('malformed values are 400 and named', async () => {
  for (const [name, value] of [['limit', '0'], ['limit', '201'], ['limit', '-1'], ['limit', 'ten'], ['limit', ''], ['limit', '1.5'], ['provider', '0'], ['provider', 'x'],
    ['region', '3'], ['region', 'abc'], ['region', '1234567890123'], ['sort', 'title'], ['sort', '--id'], ['sort', ''], ['sort', 'ID'], ['programme', ''],
    ['programme', 'x'.repeat(65)], ['grade', '']]) {
    await d.refuses(`/v1/contracts?${name}=${value}`, 400, 'bad-parameter', name);
  }
  for (const value of ['-1', '100001', 'x']) {
    await d.refuses(`/v1/contracts/${contract.id}/evidence/basic.reach?offset=${value}`, 400, 'bad-parameter', 'offset');
  }
  await d.refuses(`/v1/contracts/${contract.id}/evidence/basic.reach?entity=0`, 400, 'bad-parameter', 'entity');
});

test('SQL in a value is a value', async () => {
  for (const value of ["'; drop table contract; --", "' or 1=1 --", '$1', '%', '_', '\\']) {
    const { detail } = await d.refuses(`/v1/contracts?programme=${encodeURIComponent(value)}`, 400, 'unknown-filter-value', 'programme');
    assert.ok(detail.includes(value), detail);
  }
  assert.ok((await d.get('/v1/contracts')).items.length > 0);
});

test('a cursor is refused when it is broken or of another list', async () => {
  for (const cursor of ['x', 'AAAA', 'A'.repeat(512), '!!!!']) {
    await d.refuses(`/v1/contracts?cursor=${cursor}`, 400, 'bad-cursor', 'cursor');
  }
  await d.refuses(`/v1/contracts?cursor=${'A'.repeat(600)}`, 400, 'bad-cursor', 'cursor');
  const { next } = await d.get('/v1/contracts?limit=1');
  const cursor = /cursor=([^&]+)/.exec(next)[1];
  await d.get(`/v1/contracts?limit=1&cursor=${cursor}`);
  await d.refuses(`/v1/contracts?limit=1&sort=-id&cursor=${cursor}`, 400, 'cursor-mismatch', 'cursor');
  await d.refuses(`/v1/contracts?limit=1&programme=suzhou-2017&cursor=${cursor}`, 400, 'cursor-mismatch', 'cursor');
  for (let i = 0; i < cursor.length; i++) {
    const other = cursor.slice(0, i) + (cursor[i] === 'A' ? 'B' : 'A') + cursor.slice(i + 1);
    const answer = await d.request(`/v1/contracts?limit=1&cursor=${other}`);
    assert.ok(answer.status === 200 || answer.status === 400, `changed at ${i}: ${answer.status}`);
  }
});

test('an unknown scheme or indicator is 404', async () => {
  await d.refuses('/v1/schemes/no-such-scheme', 404, 'unknown-scheme', 'id');
  await d.refuses('/v1/schemes/SUZHOU', 404, 'unknown-scheme', 'id');
  await d.refuses(`/v1/contracts/${contract.id}/evidence/no.such.indicator`, 404, 'unknown-indicator', 'indicator');
});

test('an unknown address is 404, a method that is not there 405 with Allow', async () => {
  for (const target of ['/', '/v1', '/v1/', '/v2/contracts', '/v1/contract', '/v1/contracts/1/scores', '/favicon.ico']) {
    await d.refuses(target, 404, 'unknown-path');
  }
  const answer = await d.request('/v1/contracts', { method: 'OPTIONS' });
  assert.equal(answer.status, 405);
  assert.deepEqual(answer.headers.allow.split(/, */).sort(), ['GET', 'HEAD']);
});

test('problems come in Chinese unless English is preferred', async () => {
  const target = '/v1/contracts/987654321';
  const in_language = async (accept) => {
    const answer = await d.request(target, { headers: accept === undefined ? {} : { 'accept-language': accept } });
    return [answer.headers['content-language'], answer.json.title];
  };
  for (const accept of [undefined, 'zh-CN', 'zh', 'zh-CN,zh;q=0.9,en;q=0.8', 'fr', '*', 'en;q=0.1, zh;q=0.9', ';;;', 'en;q=0']) {
    assert.deepEqual(await in_language(accept), ['zh-CN', '合同不存在'], String(accept));
  }
  for (const accept of ['en', 'en-US', 'en-GB,en;q=0.9', 'en, zh;q=0.5', 'fr, en;q=0.7']) {
    assert.deepEqual(await in_language(accept), ['en', 'Unknown contract'], accept);
  }
});

test('each refusal has a request id; a well-formed one of the client is kept', async () => {
  const one = await d.refuses('/v1/contracts/987654321', 404, 'unknown-contract');
  const two = await d.refuses('/v1/contracts/987654321', 404, 'unknown-contract');
  assert.notEqual(one.instance, two.instance);
  const id = '0f8fad5b-d9cb-469f-a165-70867728950e';
  const mine = await d.refuses('/v1/contracts/987654321', 404, 'unknown-contract', undefined, { headers: { 'x-request-id': id } });
  assert.equal(mine.instance, `urn:uuid:${id}`);
  const bad = await d.refuses('/v1/contracts/987654321', 404, 'unknown-contract', undefined, { headers: { 'x-request-id': 'a"b<c>' } });
  assert.match(bad.instance, /^urn:uuid:[0-9a-f-]{36}$/);
});

test('401 without a token, with a wrong, expired or revoked one; open pages need none', async () => {
  const other = 'asy_' + 'A'.repeat(43);
  for (const authorization of ['', 'Bearer', 'Bearer ', `Bearer ${other}`, `Basic ${d.token}`, `bearer${d.token}`, d.token, `Bearer ${d.token}x`, `Bearer ${d.token.slice(0, -1)}`,
    `Bearer ${d.token} ${d.token}`, `Bearer asy_${'é'.repeat(3)}`.normalize('NFD').replace(/[^\x20-\x7e]/g, '~'), `Bearer ${'A'.repeat(5000)}`]) {
    for (const target of ['/v1/contracts', '/v1/contracts/1', '/v1/schemes']) {
      const answer = await d.request(target, { token: false, headers: authorization ? { authorization } : {} });
      assert.equal(answer.status, 401, `${target} with "${authorization.slice(0, 60)}"`);
      assert.match(answer.headers['www-authenticate'], /^Bearer /);
      const sent = /^Bearer \S/.test(authorization);
      assert.equal(answer.json.code, sent ? 'invalid-token' : 'unauthorized', authorization.slice(0, 60));
      assert.equal(/error="invalid_token"/.test(answer.headers['www-authenticate']), sent);
      assert.match(answer.json.hint, /assayd token create --name/);
    }
  }
  assert.equal((await d.request('/v1/contracts', { token: false, headers: { authorization: `bearer ${d.token}` } })).status, 200, 'the scheme has no case');
  for (const target of ['/healthz', '/readyz', '/metrics', '/openapi.json']) await d.get(target, 200, { token: false });
});

test('two Authorization headers are refused: which one counts is not guessed', async () => {
  for (const second of [`Bearer ${d.token}`, 'Basic eDp5']) {
    const answer = await d.refuses('/v1/contracts', 400, 'duplicate-authorization', 'Authorization', { token: false, headers: { authorization: [`Bearer ${d.token}`, second] } });
    assert.match(answer.detail, /2/);
  }
});

test('an expired and a revoked token are refused once the cache has let go', async () => {
  const gone = newToken(d.database, 'gone');
  sql(d.database, "update api_token set created_at = now() - interval '2 days', expires_at = now() - interval '1 day' where principal = 'gone'");
  await d.refuses('/v1/contracts', 401, 'invalid-token', undefined, { token: gone });
  const revoked = newToken(d.database, 'revoked');
  await d.get('/v1/contracts', 200, { token: revoked });
  sql(d.database, "update api_token set revoked_at = now() where principal = 'revoked'");
  await eventually('the revoked token is refused', async () => (await d.request('/v1/contracts', { token: revoked })).status === 401, 60000);
});
