'use strict';
// Score documents kept ready: the second answer is the first one's bytes, and any change of what the score reads is in the next
// answer. What is right comes from a second daemon that keeps nothing (ASSAYD_READY_BYTES=0), on the same database.
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { Daemon, sql } = require('./lib/assayd');

const asOf = '2018-06-30';
let d;
let fresh;
let id; // a contract of Suzhou with records
before(async () => {
  d = await Daemon.start();
  fresh = await Daemon.start({ database: d.database, env: { ASSAYD_READY_BYTES: '0' } });
  [[id]] = sql(d.database, `select c.id from contract c join programme p on p.id = c.programme_id and p.code = 'suzhou-2017'
    join service_record s on s.contract_id = c.id group by c.id order by count(*) desc, c.id limit 1`);
});
after(async () => { await fresh.stop(); await d.stop(); });

const target = () => `/v1/contracts/${id}/score?as_of=${asOf}`;
async function served() {
  const { text } = await d.request('/metrics');
  return Number(/^assay_ready_documents_total (\d+)$/m.exec(text)[1]);
}
// Both daemons, the same bytes; whether ours was kept ready.
async function ask() {
  const was = await served();
  const [ours, theirs] = [await d.request(target()), await fresh.request(target())];
  assert.equal(ours.status, 200, ours.text);
  assert.equal(ours.text, theirs.text);
  assert.equal(ours.headers.etag, theirs.headers.etag);
  return { text: ours.text, etag: ours.headers.etag, ready: await served() - was };
}

test('the second answer is kept ready, the same to the byte, with a 304 for who has it', async () => {
  const first = await ask();
  const second = await ask();
  assert.equal(first.ready, 0);
  assert.equal(second.ready, 1);
  assert.equal(second.text, first.text);
  const was = await served();
  const answer = await d.request(target(), { headers: { 'If-None-Match': first.etag } });
  assert.equal(answer.status, 304);
  assert.equal(await served() - was, 1);
});

test('a day is a document of its own', async () => {
  await ask();
  const other = await d.get(`/v1/contracts/${id}/score?as_of=2018-06-29`);
  assert.equal(other.as_of, '2018-06-29');
  assert.equal((await ask()).ready, 1);
});

// Each changes something the document shows.
const changes = {
  'a record is taken back': () => `delete from service_record where contract_id = ${id} and id = (select min(id) from service_record where contract_id = ${id} and verified and category = 'basic' and served_on <= '${asOf}')`,
  'the contract has another title': () => `update contract set title = title || '（更正）' where id = ${id}`,
  'the provider has another name': () => `update organisation set name = name || '甲' where id = (select provider_id from contract where id = ${id})`,
  'a community has another name': () => `update community set name = name || '乙' where id = (select min(community_id) from contract_community where contract_id = ${id})`,
  'its region has another name': () => `update region set name = name || '丙' where code = (select region_code from contract where id = ${id})`,
  'a worker leaves': () => `update assignment set end_on = '2018-01-01' where contract_id = ${id} and end_on is null and role = 'social_worker'`,
};
for (const [name, statement] of Object.entries(changes)) {
  test(`${name}: the next answer has it`, async () => {
    await ask();
    const old = await ask();
    assert.equal(old.ready, 1);
    sql(d.database, statement());
    const now = await ask();
    assert.equal(now.ready, 0);
    assert.notEqual(now.text, old.text);
    assert.equal((await ask()).ready, 1);
  });
}

test('a table of facts is emptied: the next answer has it', async () => {
  await ask();
  assert.equal((await ask()).ready, 1);
  sql(d.database, 'truncate community_plan');
  assert.equal((await ask()).ready, 0);
});

test('a change of another contract leaves it ready', async () => {
  await ask();
  sql(d.database, `update contract set title = title || '！' where id = (select max(id) from contract where id <> ${id})`);
  assert.equal((await ask()).ready, 1);
});

test('a deleted contract is gone at once', async () => {
  const [[other]] = sql(d.database, `insert into contract (programme_id, contract_no, title, status, provider_id, purchaser_id, region_code, signed_on, start_on, end_on, amount)
    select programme_id, 'READY-1', '将删除', status, provider_id, purchaser_id, region_code, signed_on, start_on, end_on, amount from contract where id = ${id} returning id`);
  const gone = `/v1/contracts/${other}/score?as_of=${asOf}`;
  await d.get(gone);
  const was = await served();
  await d.get(gone);
  assert.equal(await served() - was, 1);
  sql(d.database, `delete from contract_score where contract_id = ${other}; delete from contract where id = ${other}`);
  await d.refuses(gone, 404, 'unknown-contract');
});
