'use strict';
// A district's overlay of the Suzhou scheme (tests/rules/overlay/district.yaml): casework of 40 % instead of 50 %, all else the city's.
// Contract 2 has 30 cases among 61 served, 49.18 %: under the city's rule 60/61 of 10 points, under the district's all 10.
//   lost besides: governance.large 6 x 1/8, governance.small 6 x 1/24, plan.quality 2 x 1/5, changes 4 x 1/2 = 3.4
//   city 100 - 3.4 - 10/61 = 96.44; district 100 - 3.4 = 96.60
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { Daemon, dropDatabase, newDatabase, sql } = require('../api/lib/assayd');

const root = path.join(__dirname, '../..');
let d, database, folder;
before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-overlay-'));
  fs.cpSync(path.join(root, 'rules'), folder, { recursive: true });
  fs.copyFileSync(path.join(root, 'tests/rules/overlay/district.yaml'), path.join(folder, 'district.yaml'));
  database = newDatabase();
  sql(database, `insert into programme (id, code, title, region_code) select 990017, 'suzhou-2017-district', '区级试点', region_code from programme where code = 'suzhou-2017';
    update contract set programme_id = 990017 where id = 2`);
  d = await Daemon.start({ database, env: { ASSAYD_RULES: folder } });
});
after(async () => { await d.stop(); dropDatabase(database); fs.rmSync(folder, { recursive: true, force: true }); });

const leaf = (nodes, id) => nodes.flatMap((n) => [n, ...(n.indicators || []).flatMap((x) => [x])]).find((n) => n.id === id);

test('a contract of the district is scored by the overlay, its neighbours by the city', async () => {
  const two = await d.get('/v1/contracts/2/score?as_of=2018-06-30');
  assert.equal(two.scheme.id, 'suzhou-2017-district');
  assert.equal(two.score, 96.6);
  assert.equal(leaf(two.indicators, 'basic.cases').points, 10);
  assert.equal(leaf(two.indicators, 'basic.cases').target, 0.4);
  const one = await d.get('/v1/contracts/1/score?as_of=2018-06-30');
  assert.equal(one.scheme.id, 'suzhou-2017');
  assert.equal(one.score, 99.8);
  assert.notEqual(one.scheme.version, two.scheme.version);
});

test('a simulation starts from the overlay, and goes back to the number of the city', async () => {
  const body = JSON.stringify({ contract: 2, as_of: '2018-06-30', include: [], parameters: { case_share_min: '50%' } });
  const s = await d.get('/v1/simulations', 200, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  assert.deepEqual(s.changes.score, { before: 96.6, after: 96.44, change: -0.16 });
  assert.deepEqual(s.assumed.parameters, [{ name: 'case_share_min', before: 0.4, after: 0.5 }]);
});

test('the overlay is a scheme like any other, with the clause of its own number', async () => {
  const scheme = await d.get('/v1/schemes/suzhou-2017-district');
  assert.equal(scheme.title.en, 'A district of the Suzhou pilot');
  assert.match(JSON.stringify(scheme), /细则三/);
});
