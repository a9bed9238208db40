'use strict';
// A scheme whose decision table stands in a CSV: the score follows its rows, the document names the row, a fault in the CSV is
// found at SIGHUP in its own line, and a check of the text over HTTP finds the file that is loaded. Points by hand.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { Daemon, eventually, temporaryFolder, root } = require('./lib/assayd');

let d;
let folder;
const rulesFile = () => path.join(folder, 'suzhou-2017.yaml');
const csvFile = () => path.join(folder, 'least.csv');
const TABLE = `tables:
  - id: least
    title: {zh: 服务底线, en: Least service}
    clause: 三(二)
    ours: true
    hit: first
    in: [{name: served, type: number, unit: units, min: 0}]
    out: [{name: least, type: number, unit: units}]
    file: least.csv
`;
const csv = (least) => `served,least\n< 30,40\n>= 30,${least}\n`;
before(async () => {
  folder = path.join(temporaryFolder(), 'rules');
  fs.cpSync(path.join(root, 'rules'), folder, { recursive: true });
  const good = fs.readFileSync(rulesFile(), 'utf8');
  const changed = good.replace(/^grades:/m, `${TABLE}grades:`)
    .replace(/(id: basic\.reach[^]*?target:) basic_units_min/, '$1 "table(least, service.served(category: basic, unit: basic_unit))"');
  assert.notEqual(changed, good);
  fs.writeFileSync(rulesFile(), changed);
  fs.writeFileSync(csvFile(), csv(60));
  d = await Daemon.start({ env: { ASSAYD_RULES: folder, ASSAYD_POLL_MS: '200' } });
});
after(async () => { await d.stop(); fs.rmSync(path.dirname(folder), { recursive: true, force: true }); });

const leaf = async (contract) => {
  const doc = await d.get(`/v1/contracts/${contract}/score?as_of=2018-06-30`);
  const find = (nodes) => nodes.reduce((found, n) => found || (n.id === 'basic.reach' ? n : find(n.indicators || [])), null);
  return find(doc.indicators);
};

test('the scheme shows its table, and scores by it; the row is named', async () => {
  const scheme = await d.get('/v1/schemes/suzhou-2017');
  assert.deepEqual(scheme.tables, [{
    id: 'least', title: { zh: '服务底线', en: 'Least service' }, clause: '三(二)', ours: true, hit: 'first',
    in: [{ name: 'served', type: 'number', unit: 'units', values: '>= 0' }],
    out: [{ name: 'least', type: 'number', unit: 'units' }],
    else: null,
    rows: [
      { row: 1, when: { served: '< 30' }, then: { least: 40 }, from: null, to: null },
      { row: 2, when: { served: '>= 30' }, then: { least: 60 }, from: null, to: null },
    ],
  }]);
  // contract 4 served 48, contract 8 served 20 (sql/demo/suzhou.sql): 48 of 60, 20 of 40
  const four = await leaf(4), eight = await leaf(8);
  assert.equal(four.numbers.target, 'table(least, 48)#2');
  assert.equal(four.target, 60);
  assert.equal(four.points, 8);
  assert.match(four.explanation.zh, /表“服务底线”第 2 行/);
  assert.match(four.explanation.en, /row 2 of table "Least service"/);
  assert.equal(eight.numbers.target, 'table(least, 20)#1');
  assert.equal(eight.points, 5);
});

test('a check over HTTP of the text that is loaded finds its CSV', async () => {
  const body = fs.readFileSync(rulesFile(), 'utf8');
  const answer = await d.get('/v1/schemes/check', 200, { method: 'POST', headers: { 'content-type': 'application/yaml' }, body });
  assert.deepEqual(answer.findings, []);
  assert.equal(answer.scheme.version, (await d.get('/v1/schemes/suzhou-2017')).version);
});

test('SIGHUP: another row is another version and another score; a fault in the CSV changes nothing and is told', async () => {
  const before = await d.get('/v1/schemes/suzhou-2017');
  fs.writeFileSync(csvFile(), csv(96));
  d.signal('SIGHUP');
  await eventually('the new row is served', async () => (await d.get('/v1/schemes/suzhou-2017')).version !== before.version);
  await eventually('48 of 96 is 5 of 10', async () => (await leaf(4)).points === 5);
  fs.writeFileSync(csvFile(), 'served,least\n< 30,40\n>= 30,六十\n');
  d.signal('SIGHUP');
  const said = await eventually('/readyz tells of the fault', async () => (await d.request('/readyz')).json.reload_fault);
  assert.match(JSON.stringify(said), /least\.csv:3:7/);
  assert.equal((await leaf(4)).points, 5);
});
