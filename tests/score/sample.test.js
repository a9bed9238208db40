'use strict';
// What stands beside a satisfaction figure: Hefei, contract 101 (sql/demo/hefei.sql: 32 + 31 + 31 + 31 answers, 29 + 29 + 29 + 28
// satisfied, and three sheets that do not count), four stations of 30 answers each.
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { Daemon, sql } = require('../api/lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

const leaves = (nodes) => nodes.flatMap((n) => (n.indicators ? leaves(n.indicators) : [n]));
const satisfaction = async (id) => leaves((await d.get(`/v1/contracts/${id}/score?as_of=2021-12-31`)).indicators).find((l) => l.id === 'effect.satisfaction');

test('answers that count, received, rejected, and the confidence interval', async () => {
  const leaf = await satisfaction(101);
  assert.deepEqual([leaf.value, leaf.of, leaf.state], [115, 125, 'ok']);
  // limits of 115 in 125 at z 1.96 by bc: .85898673300 and .95596744328
  assert.deepEqual(leaf.sample, { count: 125, min: 120, received: 128, rejected: 3, low: 0.858987, high: 0.955967 });
  assert.match(leaf.explanation.zh, /（样本 125，应有 120，收到 128，剔除 3，置信区间 85\.9% 至 95\.6%）/);
  assert.match(leaf.explanation.en, /sample 125, wanted 120, received 128, rejected 3, confidence interval 85\.9% to 95\.6%/);
});

test('a leaf without a sample says nothing of one', async () => {
  const s = await d.get('/v1/contracts/101/score?as_of=2021-12-31');
  assert.deepEqual(leaves(s.indicators).filter((l) => 'sample' in l).map((l) => l.id), ['effect.satisfaction']);
});

test('below the least sample the state is low_sample, and the figures stand beside it', async () => {
  sql(d.database, "delete from survey_response where contract_id = 101 and topic = 'general' and id > 1011010 and id < 1015000");
  const [[count, agree]] = sql(d.database, "select count(*), count(*) filter (where score >= 4) from survey_response where contract_id = 101 and topic = 'general' and id < 1015000");
  assert.deepEqual([count, agree], ['10', '10']);
  const leaf = await satisfaction(101);
  assert.equal(leaf.state, 'low_sample');
  // 10 of 10 at z 1.96 by bc: .72245983123 and 1
  assert.deepEqual(leaf.sample, { count: 10, min: 120, received: 13, rejected: 3, low: 0.72246, high: 1 });
});

test('without any answer nothing is known but that', async () => {
  sql(d.database, "delete from survey_response where contract_id = 101 and topic = 'general'");
  const leaf = await satisfaction(101);
  assert.deepEqual(leaf.sample, { count: 0, min: 120, received: 0, rejected: 0, low: null, high: null });
  assert.ok(['no_data', 'no_events', 'low_sample'].includes(leaf.state), leaf.state);
});
