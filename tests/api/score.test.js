'use strict';
// Scores, evidence and schemes: what an answer says must hold together, and hold against SQL.
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const { test, before, after } = require('node:test');
const { Daemon, sql } = require('./lib/assayd');

let d;
let schemes;
let contracts; // of programmes with a scheme: { id, code, start, end }
before(async () => {
  d = await Daemon.start();
  schemes = (await d.get('/v1/schemes')).items;
  const codes = schemes.map((s) => `'${s.id}'`).join(',');
  contracts = sql(d.database, `select c.id, p.code, c.start_on, c.end_on from contract c join programme p on p.id = c.programme_id
    where p.code in (${codes}) order by c.id`).map(([id, code, start, end]) => ({ id: Number(id), code, start, end }));
});
after(async () => { await d.stop(); });

const leaves = (nodes) => nodes.flatMap((n) => (n.indicators ? leaves(n.indicators) : [n]));
const groups = (nodes) => nodes.flatMap((n) => (n.indicators ? [n, ...groups(n.indicators)] : []));
// Micro-units of a JSON number with at most six decimals: sums must be exact.
const micro = (n) => Math.round(n * 1e6);
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

test('the demo has contracts with a scheme', () => {
  assert.ok(contracts.length >= 3);
  assert.ok(schemes.length >= 1);
});

test('the tree adds up, for each contract on its last day', async () => {
  for (const c of contracts.slice(0, 40)) {
    const s = await d.get(`/v1/contracts/${c.id}/score?as_of=${c.end}`);
    assert.equal(s.contract.id, c.id);
    assert.equal(s.scheme.id, c.code);
    assert.equal(s.as_of, c.end);
    assert.deepEqual(leaves(s.indicators).map((l) => l.id).sort(), [...new Set(leaves(s.indicators).map((l) => l.id))].sort());
    for (const g of groups(s.indicators)) {
      assert.equal(micro(g.points), sum(g.indicators.map((i) => micro(i.points))), `${c.id} ${g.id}: points of the parts`);
      // Weights that were shared out are shown rounded to a millionth each.
      const off = Math.abs(micro(g.effective_weight) - sum(g.indicators.map((i) => micro(i.effective_weight))));
      assert.ok(off <= g.indicators.length, `${c.id} ${g.id}: weights of the parts are off by ${off} millionths`);
    }
    for (const l of leaves(s.indicators)) {
      assert.equal(micro(l.points) + micro(l.lost), micro(l.effective_weight), `${c.id} ${l.id}: points + lost = weight`);
      assert.ok(l.explanation.zh.length > 0 && l.explanation.en.length > 0);
    }
    const of = (kind) => s.applied.filter((a) => a.kind === kind).map((a) => micro(a.points));
    const adjusted = sum(s.indicators.map((i) => micro(i.points))) + sum(of('group'));
    const most = Math.min(sum(s.indicators.map((i) => micro(i.weight))), ...of('cap'));
    assert.ok(Math.abs(micro(s.score) - Math.min(most, Math.max(0, adjusted))) <= 5000,
      `${c.id}: the score is the sum of the parts with bonus and deductions, under its caps, rounded to two places`);
    assert.ok(s.interval.lowest <= s.score && s.score <= s.interval.highest);
    assert.deepEqual(s.lost.map((l) => l.indicator).sort(), leaves(s.indicators).filter((l) => l.lost > 0).map((l) => l.id).sort());
    for (let i = 1; i < s.lost.length; i++) assert.ok(s.lost[i - 1].points >= s.lost[i].points, 'most first');
    for (const l of s.lost) assert.ok(l.clause !== undefined);
  }
});

test('the window is from the start to the day asked for, and no further than the end', async () => {
  const c = contracts[0];
  const s = await d.get(`/v1/contracts/${c.id}/score?as_of=${c.start}`);
  assert.equal(s.window.until, c.start);
  assert.equal(s.window.since, c.start);
  const late = await d.get(`/v1/contracts/${c.id}/score?as_of=2199-12-31`);
  assert.equal(late.window.until, c.end);
});

test('as_of is today in Asia/Shanghai when it is not given', async () => {
  const [[today]] = sql(d.database, "select (now() at time zone 'Asia/Shanghai')::date");
  const s = await d.get(`/v1/contracts/${contracts[0].id}/score`);
  const [[later]] = sql(d.database, "select (now() at time zone 'Asia/Shanghai')::date");
  assert.ok(s.as_of === today || s.as_of === later);
});

test('the same question has the same bytes (I2)', async () => {
  const target = `/v1/contracts/${contracts[0].id}/score?as_of=${contracts[0].end}`;
  const answers = await Promise.all(Array.from({ length: 12 }, () => d.request(target)));
  for (const a of answers) {
    assert.equal(a.text, answers[0].text);
    assert.equal(a.headers.etag, answers[0].headers.etag);
  }
  assert.equal((await d.request(target, { headers: { 'if-none-match': answers[0].headers.etag } })).status, 304);
});

test('many contracts at once are answered as one by one', async () => {
  const targets = Array.from({ length: 60 }, (_, i) => contracts[i % contracts.length]).map((c) => `/v1/contracts/${c.id}/score?as_of=${c.end}`);
  const together = await Promise.all(targets.map((t) => d.request(t)));
  for (let i = 0; i < Math.min(targets.length, contracts.length); i++) assert.equal(together[i].text, (await d.request(targets[i])).text, targets[i]);
});

test('evidence: the link of each leaf lists as many rows as it says (I4)', async () => {
  let followed = 0;
  for (const c of contracts.slice(0, 3)) {
    const s = await d.get(`/v1/contracts/${c.id}/score?as_of=${c.end}`);
    for (const leaf of leaves(s.indicators).filter((l) => l.evidence)) {
      let target = leaf.evidence.href;
      const rows = new Map();
      const counts = new Map();
      for (let page = 0; target !== null && page < 50; page++) {
        const e = await d.get(target);
        assert.equal(e.contract, c.id);
        assert.equal(e.indicator.id, leaf.id);
        assert.equal(e.as_of, c.end);
        e.needs.forEach((need, i) => {
          rows.set(i, (rows.get(i) || 0) + need.rows.length);
          counts.set(i, need.count);
          for (const row of need.rows) assert.equal(row.cells.length, need.columns.length, `${leaf.id}: one cell a column`);
        });
        target = e.next;
      }
      assert.deepEqual([...rows], [...counts], `${c.id} ${leaf.id}: as many rows as counted`);
      assert.equal(leaf.evidence.count, sum([...counts.values()]), `${c.id} ${leaf.id}: count in the score`);
      followed++;
    }
  }
  assert.ok(followed > 0, 'no leaf has evidence');
});

test('evidence: limit and offset', async () => {
  for (const c of contracts) {
    const s = await d.get(`/v1/contracts/${c.id}/score?as_of=${c.end}`);
    const leaf = leaves(s.indicators).find((l) => l.evidence && l.evidence.count >= 3);
    if (!leaf) continue;
    const base = `/v1/contracts/${c.id}/evidence/${leaf.id}?as_of=${c.end}`;
    const all = (await d.get(`${base}&limit=200`)).needs;
    const need = all.findIndex((n) => n.rows.length >= 3);
    if (need < 0) continue;
    const first = (await d.get(`${base}&limit=2`)).needs[need].rows;
    const rest = (await d.get(`${base}&limit=200&offset=2`)).needs[need].rows;
    assert.deepEqual([...first, ...rest].slice(0, 200), all[need].rows.slice(0, 200));
    assert.deepEqual((await d.get(`${base}&offset=100000`)).needs[need].rows, []);
    return;
  }
  assert.fail('no leaf of the demo has three rows behind it');
});

test('a scheme: its version is the hash of its canonical text, and its leaves are those of the scores', async () => {
  for (const item of schemes) {
    const scheme = await d.get(item.href);
    assert.equal(scheme.id, item.id);
    assert.equal(scheme.version, crypto.createHash('sha256').update(scheme.canonical).digest('hex'), 'SHA-256 of the canonical text');
    assert.equal(scheme.version, item.version);
    assert.equal(leaves(scheme.indicators).length, item.indicators);
    assert.equal(micro(sum(scheme.indicators.map((i) => i.weight))), 100e6, `${item.id}: weights of the first level`);
    const c = contracts.find((x) => x.code === item.id);
    if (!c) continue;
    const s = await d.get(`/v1/contracts/${c.id}/score?as_of=${c.end}`);
    assert.deepEqual(leaves(s.indicators).map((l) => l.id), leaves(scheme.indicators).map((l) => l.id), 'same leaves in the same order');
    assert.equal(s.scheme.version, scheme.version);
  }
  assert.deepEqual(schemes.map((s) => s.id), schemes.map((s) => s.id).sort());
});

test('ETag of a scheme', async () => {
  for (const target of ['/v1/schemes', schemes[0].href, '/openapi.json']) {
    const { headers } = await d.request(target);
    assert.equal((await d.request(target, { headers: { 'if-none-match': headers.etag } })).status, 304, target);
  }
});
