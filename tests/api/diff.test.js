'use strict';
// assayd diff on the demonstration: expected points from the clause (三(二): at least 60 units, half of them cases) and the facts that
// sql/demo/suzhou.sql states at its head.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { run, newDatabase, dropDatabase } = require('./lib/assayd');

const root = path.join(__dirname, '../..');
const old = path.join(root, 'rules/suzhou-2017.yaml');
let database;
let folder;
before(() => {
  database = newDatabase();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-diff-'));
});
after(() => {
  fs.rmSync(folder, { recursive: true, force: true });
  dropDatabase(database);
});

// The shipped scheme with one piece of its text replaced.
function changed(from, to) {
  const text = fs.readFileSync(old, 'utf8');
  assert.ok(from.test(text), `${from}`);
  const file = path.join(folder, 'new.yaml');
  fs.writeFileSync(file, text.replace(from, to));
  return file;
}
const diff = (...args) => run(['--lang', 'en', 'diff', ...args, '--as-of', '2018-06-30'], { PGDATABASE: database });
function json(status, ...args) {
  const out = diff(...args, '--format', 'json');
  assert.equal(out.status, status, out.stderr);
  return JSON.parse(out.stdout);
}
const lower = () => changed(/(\n  basic_units_min:\n    value: )60/, (all, head) => `${head}48`);

test('the same rules: nothing changes, exit 0', () => {
  const said = json(0, old, old);
  assert.deepEqual([said.rules, said.contracts, said.compared, said.up, said.down], [[], [], 9, 0, 0]);
  assert.match(diff(old, old).stdout, /the rules are the same\n9 contracts compared: 0 up, 0 down, 9 with the same score/);
});

test('48 units are enough: 48 of 48, 45 of 48 and 20 of 48 gain, nothing else moves', () => {
  const said = json(1, old, lower());
  assert.deepEqual(said.rules, [{ path: 'parameters/basic_units_min/value', before: '60', after: '48' }]);
  assert.deepEqual([said.up, said.down, said.grades_moved], [3, 0, said.grades_moved]);
  const moved = said.contracts.filter((c) => c.indicators.some((i) => i.before !== i.after));
  // 10 points: 48/60 = 8 -> 10; 45/60 = 7.5 -> 45/48 = 9.375; 20/60 = 3.333333 -> 20/48 = 4.166667
  assert.deepEqual(moved.map((c) => [c.contract, c.indicators.filter((i) => i.before !== i.after)]), [
    [4, [{ id: 'basic.reach', clause: '三(二)', before: 8, after: 10 }]],
    [5, [{ id: 'basic.reach', clause: '三(二)', before: 7.5, after: 9.375 }]],
    [8, [{ id: 'basic.reach', clause: '三(二)', before: 3.333333, after: 4.166667 }]],
  ]);
  for (const c of moved) {
    const [i] = c.indicators.filter((k) => k.before !== k.after);
    assert.ok(Math.abs(c.change - (i.after - i.before)) < 0.01 + 1e-9, `${c.contract}`);
    assert.ok(Math.abs(c.after.score - c.before.score - c.change) < 1e-9);
  }
});

test('one contract, as text: the score, and the indicator with its clause', () => {
  const out = diff(old, lower(), '--contracts', '4');
  assert.equal(out.status, 1);
  assert.match(out.stdout, /^ {2}parameters\/basic_units_min\/value: 60 → 48$/m);
  assert.match(out.stdout, /^4 {2}SZ-2017-04 {2}\d+\.\d\d → \d+\.\d\d {2}\+2\.00/m);
  assert.match(out.stdout, /^ {6}basic\.reach {2}8\.00 → 10\.00 {2}\[三\(二\)\]$/m);
  assert.match(out.stdout, /^1 contracts compared: 1 up, 0 down/m);
});

test('a higher bound of a grade moves grades, not scores', () => {
  const said = json(1, old, changed(/(id: excellent, .*at_least: )90/, (all, head) => `${head}97`));
  const second = said.contracts.find((c) => c.contract === 2); // 96.44
  assert.deepEqual([second.change, second.before.grade, second.after.grade], [0, 'excellent', 'good']);
  assert.equal(said.up + said.down, 0);
});

test('an overlay against its base: 40 % cases instead of half', () => {
  const said = json(1, old, path.join(root, 'tests/rules/overlay/district.yaml'), '--contracts', '5,6');
  assert.ok(said.rules.some((r) => r.path === 'parameters/case_share_min/value' && r.before === '50%' && r.after === '40%'));
  // 18 of 45 is 40 %: 8 -> 10; 20 of 62: 10 x 20/62 / 0.5 = 6.451613 -> / 0.4 = 8.064516
  assert.deepEqual(said.contracts.map((c) => [c.contract, c.indicators[0]]), [
    [5, { id: 'basic.cases', clause: '三(二)', before: 8, after: 10 }],
    [6, { id: 'basic.cases', clause: '三(二)', before: 6.451613, after: 8.064516 }],
  ]);
});

test('trouble is exit 2, and says what', () => {
  for (const [args, said] of [
    [[old, path.join(folder, 'none.yaml')], /none\.yaml/],
    [[old, changed(/target: basic_units_min/, 'target: basic_unit_min')], /new\.yaml:\d+:\d+: error\[ASY-R208\]/],
    [[old, old, '--contracts', '999999'], /no contract 999999/],
    [[old, old, '--contracts', '101'], /Contract 101 is of programme hefei-yaohai-2020, not of suzhou-2017/],
    [[old, old, '--contracts', '1,x'], /--contracts as 1,2,3/],
    [[old], /two rules files/],
  ]) {
    const out = diff(...args);
    assert.equal(out.status, 2, args.join(' '));
    assert.match(out.stderr, said);
  }
});
