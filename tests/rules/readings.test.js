'use strict';
// The readings of the five documents (api-docs/readings.md): every number is there, as a pair of cases; the other reading is what makes
// the difference. That both sides come out as expected, and that the shipped value is the recommended one, is for `assayd test` and
// `assayd docs readings`.
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const yaml = require('yaml');

const root = path.join(__dirname, '../..');
const folder = path.join(root, 'rules/tests');
const NUMBERS = 57;
const run = (args, rules) => spawnSync(process.env.ASSAYD_BIN, args, { cwd: root, encoding: 'utf8', timeout: 60000,
  env: { ...process.env, LANG: 'en_GB.UTF-8', ...(rules ? { ASSAYD_RULES: rules } : {}) } });

const files = fs.readdirSync(folder).filter((f) => /^readings-.*\.yaml$/.test(f)).map((name) => {
  const text = fs.readFileSync(path.join(folder, name), 'utf8');
  return { name, text, ...yaml.parse(text, { schema: 'failsafe' }) };
});
const pairs = files.flatMap((f) => f.cases.filter((c) => c.reading).map((other) => ({ file: f.name, other, taken: f.cases.find((c) => c.name === other.like) })));

// What an expectation says, as "deadlines.team-setup.due" -> "2017-06-30".
function leaves(node, at = '', all = {}) {
  if (node && typeof node === 'object' && !Array.isArray(node)) for (const [k, v] of Object.entries(node)) leaves(v, at ? `${at}.${k}` : k, all);
  else all[at] = JSON.stringify(node);
  return all;
}
const says = {
  points: /^(score|applied\.|indicators\.(?!.*\.state$))/,
  date: /\.(due|met_on|pay_by|next_on|reached_on|warn_on)$/,
  stage: /\.(stage|next_stage)$|\.proposals(\.|$)/,
  amount: /(cut|amount)(_share)?$/,
  advice: /^renewal/,
  state: /\.state$|^conditions\.|^penalties|^payments\./,
  grade: /^grade/,
};

test('all 57 readings are there', () => {
  const numbers = [...new Set(pairs.map((p) => Number(p.other.reading.no)))].sort((a, b) => a - b);
  assert.deepEqual(numbers, Array.from({ length: NUMBERS }, (_, i) => i + 1));
});

for (const { file, other, taken } of pairs) {
  test(`${file} ${other.name}: the same facts, another reading`, () => {
    assert.ok(taken, 'like: names the case of the reading taken');
    assert.ok(!taken.reading && !taken.parameters && !taken.fields, 'the reading taken is the scheme as it is shipped');
    assert.match(taken.name, new RegExp(`^${other.reading.no} `));
    assert.match(other.name, new RegExp(`^${other.reading.no} `));
    for (const t of [other.reading.title.zh, other.reading.words]) assert.match(t, /\p{Script=Han}/u);
    const changed = { ...other.parameters, ...other.fields };
    assert.deepEqual(Object.keys(changed).sort(), Object.keys(other.reading.recommended).sort());
    for (const [k, v] of Object.entries(changed)) assert.notEqual(v, other.reading.recommended[k], `${k} is not changed`);
    const [before, after] = [leaves(taken.expect), leaves(other.expect)];
    const differ = Object.keys(after).filter((k) => before[k] !== after[k]);
    assert.ok(differ.length > 0, 'nothing is expected to differ');
    for (const word of other.reading.changes) assert.ok(differ.some((k) => says[word].test(k)), `${word}: only ${differ} differ`);
  });
}

// A side with facts of its own reads something else in PostgreSQL: what the scheme asks for changes with the reading, not the facts alone.
test('where the facts differ, what is read differs', () => {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-readings-'));
  const reads = (text, name) => {
    const file = path.join(temporary, `${name}.yaml`);
    fs.writeFileSync(file, text);
    const answer = run(['test', '--facts', file]);
    assert.equal(answer.status, 0, answer.stderr);
    return answer.stdout;
  };
  try {
    for (const { file, other, taken } of pairs.filter((p) => p.other.facts || p.other.stations || p.other.communities)) {
      const name = other.scheme || taken.scheme || files.find((f) => f.name === file).scheme;
      const shipped = fs.readFileSync(path.join(root, 'rules', `${name}.yaml`), 'utf8');
      let text = shipped;
      for (const [k, v] of Object.entries(other.parameters || {})) {
        const found = new RegExp(`(\\n  ${k}:\\n    value: )[^\\n]+`);
        assert.match(text, found);
        text = text.replace(found, `$1'${v}'`);
        if (!/^'/.test(shipped.match(found)[0].split('value: ')[1])) text = text.replace(`'${v}'`, v);
      }
      for (const [k, v] of Object.entries(other.fields || {})) text = text.replace(other.reading.recommended[k], v);
      assert.notEqual(text, shipped);
      assert.notEqual(reads(text, name), reads(shipped, name), `${other.name}: reads the same`);
    }
  } finally { fs.rmSync(temporary, { recursive: true, force: true }); }
});

// Without the change of the rules the other reading's expectations must fail: it is the reading that makes the difference, not the facts.
test('no pair passes without its change', () => {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-readings-'));
  try {
    for (const f of files) {
      const cases = f.cases.map(({ reading, parameters, fields, ...c }) => c);
      const file = path.join(temporary, f.name);
      fs.writeFileSync(file, yaml.stringify({ ...(f.scheme ? { scheme: f.scheme } : {}), cases }, { schema: 'failsafe', lineWidth: 0 }));
      const answer = run(['test', '--format', 'json', file]);
      assert.ok(answer.status <= 1, answer.stderr);
      const passed = JSON.parse(answer.stdout).cases.filter((c) => c.passed).map((c) => c.name);
      const others = f.cases.filter((c) => c.reading && !c.facts && !c.stations && !c.communities && !c.persons).map((c) => c.name);
      assert.deepEqual(passed.filter((name) => others.includes(name)), []);
    }
  } finally { fs.rmSync(temporary, { recursive: true, force: true }); }
});

test('a word that a parameter says is changed by an overlay', () => {
  const rules = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-readings-'));
  try {
    fs.cpSync(path.join(root, 'rules'), rules, { recursive: true });
    const district = path.join(rules, 'district.yaml');
    fs.writeFileSync(district, `extends: suzhou-2017\nscheme: district\ntitle: {zh: 某区, en: A district}\nparameters:
  ladder_mode: {value: 'replace', clause: 四}\n  late_compare: {value: 'ge', clause: 四}\n`);
    const cases = path.join(rules, 'tests', 'district.yaml');
    // 15 days late reaches the first stage, 30 days the second, which stands alone
    const late = (name, on, expect) => ({ name, as_of: '2017-10-01', start_on: '2017-07-01', end_on: '2018-06-30',
      facts: { 'contract.amount': 1000000, 'contract.team_due_on': '2017-06-30', 'contract.waived_days': '0 days', 'deployment.operational_on': on },
      expect: { deadlines: { 'team-setup': expect } } });
    fs.writeFileSync(cases, yaml.stringify({ scheme: '../district.yaml', cases: [
      late('15', '2017-07-15', { days_late: 15, stage: 'team-setup.first', proposals: ['team-setup.first'] }),
      late('30', '2017-07-30', { days_late: 30, stage: 'team-setup.second', proposals: ['team-setup.second'] })] }));
    const answer = run(['test', cases], rules);
    assert.equal(answer.status, 0, answer.stdout + answer.stderr);
    fs.writeFileSync(district, fs.readFileSync(district, 'utf8').replace("'replace'", "'both'"));
    const refused = run(['check', path.join(rules, 'suzhou-2017.yaml'), district], rules);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /"ladder_mode" cannot be "both"; allowed: cumulative, replace/);
  } finally { fs.rmSync(rules, { recursive: true, force: true }); }
});

test('a scheme that no longer ships the recommended reading is found', () => {
  const rules = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-readings-'));
  try {
    fs.cpSync(path.join(root, 'rules'), rules, { recursive: true });
    const file = path.join(rules, 'suzhou-2017.yaml');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace("value: 'actual'", "value: 'required'").replace("value: 'cumulative'", "value: 'replace'"));
    const answer = run(['docs', 'readings'], rules);
    assert.equal(answer.status, 1);
    assert.equal(answer.stdout, '');
    assert.deepEqual(answer.stderr.match(/ASY-\w+/g), ['ASY-T009', 'ASY-T009']);
    assert.match(answer.stderr, /The scheme has ladder_mode at "replace"/);
    assert.match(answer.stderr, /The scheme has case_denominator at "required"/);
  } finally { fs.rmSync(rules, { recursive: true, force: true }); }
});
