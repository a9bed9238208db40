'use strict';
// `assayd help CODE` for every code: cause, hint and example in Chinese and English; the wrong example has the fault, the mended one
// has no error and not that finding.
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');

const root = path.join(__dirname, '../..');
const run = (args, env = {}) => spawnSync(process.env.ASSAYD_BIN, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20, env: { ...process.env, ...env } });
const rules = JSON.parse(run(['check', '--format', 'sarif', 'rules/suzhou-2017.yaml']).stdout).runs[0].tool.driver.rules;
const help = new Map(rules.map((r) => [r.id, JSON.parse(run(['help', r.id, '--format', 'json']).stdout)]));

// Codes whose example would not fit on a page, needs a database, a second file, or a file of another sort.
const withoutExample = [
  'ASY-R002', 'ASY-R003', 'ASY-R004', 'ASY-R005', 'ASY-R009', 'ASY-R204', 'ASY-R310', 'ASY-R507', // size, invisible characters, nothing at all
  'ASY-R309', // the database
  'ASY-R311', // two files
  'ASY-T009', // found by `assayd docs readings` over the cases of a whole folder of rules
];

const base = `scheme: example
title: {zh: 样例, en: Example}
effective: {from: 2017-07-01, to: 2018-06-30}
parameters:
  reach_min: {value: 60, clause: 一}
grades: {good: 60, bad: 0}
indicators:
  - id: reach
    weight: 60
    clause: 一
    value: 'service.records(category: basic)'
    target: reach_min
    score: {ratio: {cap: 100%}}
  - id: cases
    weight: 40
    clause: 一
    value: 'service.records(mode: case)'
    of: 'service.records(category: empower)'
    target: 50%
    score: pass
`;
const leafKeys = ['weight', 'clause', 'per', 'combine', 'value', 'of', 'target', 'when', 'applies', 'sample', 'sample_min', 'score'];

// Lines of a piece by its keys: those that are indented go with the key before.
function byKey(piece) {
  const parts = [];
  for (const line of piece.split('\n')) {
    const key = /^([a-z_]+):/.exec(line);
    if (key && !(parts.length > 0 && parts.at(-1).key === key[1])) parts.push({ key: key[1], lines: [line] });
    else if (parts.length > 0) parts.at(-1).lines.push(line);
    else parts.push({ key: '', lines: [line] });
  }
  return parts;
}

// The piece put into the base: keys of an indicator into the first one, a scoring kind with the value that stands beside it.
function scheme(piece) {
  const [whole, tail] = piece.split('\n---\n');
  const parts = byKey(base);
  let leaf = byKey(parts.find((p) => p.key === 'indicators').lines.slice(1, 7).map((l) => l.replace(/^ {2}- | {4}/, '')).join('\n'));
  const rest = parts.find((p) => p.key === 'indicators').lines.slice(7);
  const given = byKey(whole);
  if (given.some((p) => p.key === 'score')) leaf = leaf.filter((p) => !['value', 'target', 'score'].includes(p.key));
  let ofLeaf = false;
  for (const part of given) {
    const into = leafKeys.includes(part.key) ? leaf : parts;
    ofLeaf ||= into === leaf;
    const at = into.findIndex((p) => p.key === part.key);
    if (at >= 0) into[at] = part; else into.push(part);
  }
  if (ofLeaf) {
    const lines = leaf.flatMap((p) => p.lines).map((l, i) => `${i === 0 ? '  - ' : '    '}${l}`);
    parts.find((p) => p.key === 'indicators').lines = ['indicators:', ...lines, ...rest];
  }
  return `${parts.flatMap((p) => p.lines).join('\n')}\n${tail === undefined ? '' : `---\n${tail}\n`}`;
}

const metric = (piece) => `source: example
title: {zh: 样例, en: Example}
from: service_record s
contract: s.contract_id
where: s.served_on between {since} and {until}
order: s.id
evidence:
  id: s.id
metrics:
  example.count:
    title: {zh: 次数, en: Count}
    type: number
    unit: times
${piece.split('\n').map((l) => `    ${l}`).join('\n')}
`;

const inText = (text) => [...text.matchAll(/: (error|warning)\[(ASY-[A-Z]\d+)\]: (.*)/g)].map(([, severity, code, en]) => ({ severity, code, message: { en } }));

function inFolder(then) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-help-'));
  try {
    fs.writeFileSync(path.join(folder, 'example.yaml'), base);
    return then((name) => path.join(folder, name), folder);
  } finally { fs.rmSync(folder, { recursive: true, force: true }); }
}

const checked = (files, env) => {
  const said = run(['check', '--format', 'json', ...files], env);
  assert.notEqual(said.stdout, '', said.stderr);
  return JSON.parse(said.stdout);
};

// Schemes are checked many at once; they share an id, which is a finding of its own that is left out.
function schemes(pieces) {
  return inFolder((at) => {
    const files = pieces.map((piece, i) => { fs.writeFileSync(at(`${i}.yaml`), scheme(piece)); return at(`${i}.yaml`); });
    const found = [];
    for (let i = 0; i < files.length; i += 40) {
      const said = checked(files.slice(i, i + 40));
      assert.equal(said.not_shown, 0);
      found.push(...said.findings.filter((f) => f.code !== 'ASY-R311'));
    }
    return files.map((file) => found.filter((f) => f.file === file));
  });
}

// Files of another sort, each by what reads them; null: a scheme.
function another(code, piece) {
  if (code.startsWith('ASY-M')) {
    return inFolder((at, folder) => {
      fs.cpSync(path.join(root, 'sql/metrics'), at('sql/metrics'), { recursive: true });
      fs.writeFileSync(at('sql/metrics/example.yaml'), metric(piece));
      return checked([at('example.yaml')], { ASSAYD_SQL: path.join(folder, 'sql') }).findings;
    });
  }
  if (/^ASY-R40[1-6]$/.test(code)) {
    return inFolder((at, folder) => {
      fs.cpSync(path.join(root, 'rules/calendars'), at('calendars'), { recursive: true });
      fs.writeFileSync(at('calendars/cn-example.csv'), `${piece}\n`);
      return checked([at('example.yaml')], { ASSAYD_RULES: folder }).findings;
    });
  }
  if (/^ASY-R5(09|10)$/.test(code)) { // the rows of a table beside the scheme
    return inFolder((at) => {
      fs.writeFileSync(at('table.csv'), `${piece}\n`);
      const table = 'tables:\n  - {id: cut, clause: 一, in: [{name: days, type: days}], out: [{name: lost, type: percent}], file: table.csv}';
      fs.writeFileSync(at('example.yaml'), scheme(`${table}\napplies: 'table(cut, 3 days) < 50%'`));
      return checked([at('example.yaml')]).findings;
    });
  }
  if (code.startsWith('ASY-C')) {
    return inFolder((at, folder) => {
      for (const dir of ['clauses', 'calendars']) fs.mkdirSync(at(dir));
      fs.writeFileSync(at('clauses/example.yaml'), `${piece}\n`);
      return inText(run(['docs', 'coverage'], { ASSAYD_RULES: folder }).stderr);
    });
  }
  if (code.startsWith('ASY-T')) {
    return inFolder((at) => {
      fs.writeFileSync(at('cases.yaml'), piece.startsWith('scheme:') ? `${piece}\n` : `scheme: example.yaml\n${piece}\n`);
      const said = run(['test', at('cases.yaml')]);
      return inText(said.stderr + said.stdout);
    });
  }
  if (piece.includes('extends:')) {
    return inFolder((at) => {
      fs.writeFileSync(at('district.yaml'), `${piece}\n`);
      return checked([at('example.yaml'), at('district.yaml')]).findings;
    });
  }
  return null;
}

// Code -> [findings of the wrong example, findings of the right one].
function runExamples() {
  const found = new Map();
  const later = [];
  for (const [code, h] of help) {
    if (h.wrong === '') continue;
    if (another(code, h.wrong) === null) later.push(code);
    else found.set(code, [another(code, h.wrong), another(code, h.right)]);
  }
  const wrong = schemes(later.map((code) => help.get(code).wrong));
  const right = schemes(later.map((code) => help.get(code).right));
  later.forEach((code, i) => found.set(code, [wrong[i], right[i]]));
  return found;
}
const found = runExamples();

test('the base of the examples has no fault', () => assert.deepEqual(schemes(['scheme: example']), [[]]));

for (const [code, h] of help) {
  test(`${code}: cause, hint, example`, () => {
    for (const part of [h.message, h.cause, h.hint]) {
      if (code !== 'ASY-R305' || part !== h.message) assert.match(part.zh, /\p{Script=Han}/u); // R305 is all argument
      assert.doesNotMatch(part.en.replace(/\{zh:[^}]*\}/g, ''), /\p{Script=Han}/u);
      assert.ok(part.en.length > 0);
    }
    assert.equal(h.wrong === '', withoutExample.includes(code), 'an example, or a reason for none');
    assert.equal(h.right === '', h.wrong === '');
    if (h.wrong === '') return;
    const [wrong, right] = found.get(code);
    assert.ok(wrong.some((f) => f.code === code), `wrong: ${JSON.stringify(wrong.map((f) => [f.code, f.message.en]))}`);
    assert.deepEqual(right.filter((f) => f.code === code || f.severity === 'error').map((f) => [f.code, f.message.en]), [], 'right');
  });
}

for (const code of ['ASY-R305', 'ASY-R326', 'ASY-M002', 'ASY-R002']) {
  test(`${code}: the same as text`, () => {
    const h = help.get(code);
    for (const lang of ['zh', 'en']) {
      const text = run(['help', code, '--lang', lang]);
      assert.equal(text.status, 0);
      assert.ok(text.stdout.startsWith(`${code} `));
      assert.ok(text.stdout.includes(h.cause[lang]), 'the cause is told');
      for (const line of `${h.wrong}\n${h.right}`.split('\n')) assert.ok(text.stdout.includes(line));
    }
  });
}

test('a code that is none', () => {
  assert.equal(run(['help', 'ASY-R999']).status, 2);
  assert.equal(run(['help', 'ASY-R301', '--format', 'xml']).status, 2);
});
