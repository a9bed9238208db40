'use strict';
// `assayd check --format json|sarif`: the same findings as the text, with columns worked out by hand.
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const Ajv = require('ajv');
const sarifShape = require('./lib/sarif-shape');

const root = path.join(__dirname, '../..');
const bad = 'tests/rules/check/bad';
const run = (...args) => spawnSync(process.env.ASSAYD_BIN, args, { cwd: root, encoding: 'utf8', env: { ...process.env, LANG: 'en_GB.UTF-8' }, timeout: 60000 });
const check = (format, ...files) => run('check', '--format', format, ...files);
const json = (...files) => JSON.parse(check('json', ...files).stdout);
const validate = new Ajv({ strict: false, allErrors: true }).compile(sarifShape);

function inFolder(files, then) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-check-'));
  try {
    return then(Object.entries(files).map(([name, text]) => {
      fs.writeFileSync(path.join(folder, name), text);
      return path.join(folder, name);
    }));
  } finally { fs.rmSync(folder, { recursive: true, force: true }); }
}

// `# expect: CODE` at its line, or `# expect: CODE at LINE`
const expected = (file) => fs.readFileSync(path.join(root, file), 'latin1').split('\n').flatMap((line, i) => {
  const m = /# expect: (ASY-[A-Z]\d+)(?: at (\d+))?/.exec(line);
  return m ? [`${m[2] || i + 1} ${m[1]}`] : [];
}).sort();

// What rules.sh finds in the text, a line a file; the whole of it for a few of each sort.
const files = fs.readdirSync(path.join(root, bad)).filter((f) => f.endsWith('.yaml'));
for (const name of files) {
  test(`${name}: json says what the text says`, () => {
    const file = `${bad}/${name}`;
    const answer = check('json', file);
    const said = JSON.parse(answer.stdout);
    assert.equal(answer.stderr, '');
    assert.deepEqual(said.findings.map((f) => `${f.line} ${f.code}`).sort(), expected(file));
    const errors = said.findings.filter((f) => f.severity === 'error').length;
    assert.equal(said.errors, errors);
    assert.equal(answer.status, errors > 0 ? 1 : 0);
    assert.equal('scheme' in said.files[0], errors === 0);
    for (const f of said.findings) {
      assert.match(f.message.zh + f.hint.zh, /\p{Script=Han}/u);
      assert.ok(f.end_column >= f.column);
    }
  });
}

for (const name of ['control-character', 'fullwidth-sign', 'two-documents', 'clause-unlisted', 'fact-twice', 'step-unreached']) {
  test(`${name}: sarif and text word for word`, () => {
    const file = `${bad}/${name}.yaml`;
    const answer = check('json', file);
    const said = JSON.parse(answer.stdout);
    const text = run('check', file);
    assert.equal(text.status, answer.status);
    for (const f of said.findings) {
      assert.ok(text.stderr.includes(`${file}:${f.line}:${f.column}: ${f.severity}[${f.code}]: ${f.message.en}\n`), f.code);
      assert.ok(text.stderr.includes(`  = help: ${f.hint.en}\n`), f.code);
    }
    const sarif = check('sarif', file);
    const log = JSON.parse(sarif.stdout);
    assert.ok(validate(log), JSON.stringify(validate.errors));
    assert.equal(sarif.status, answer.status);
    assert.deepEqual(log.runs[0].results.map((r) => [r.ruleId, r.level]), said.findings.map((f) => [f.code, f.severity]));
    for (const r of log.runs[0].results) assert.equal(log.runs[0].tool.driver.rules[r.ruleIndex].id, r.ruleId);
  });
}

// 𠮷 (U+20BB7) is one character in JSON and in the text, two units of UTF-16 and two columns of a terminal.
const wide = 'scheme: wide\ntitle: t\neffective: {from: 2020-01-01}\nindicators:\n' +
  '  - {id: a, title: "𠮷𠮷社", wieght: 1, weight: 100, clause: 一, when: true, score: pass}\n';

test('columns: characters in json, UTF-16 units in sarif, the caret right under wide text', () => {
  inFolder({ 'wide 𠮷.yaml': wide }, ([file]) => {
    const [finding] = json(file).findings;
    // 20 characters up to the quote, 3 wide ones, 3 of `", `: the key begins at 27 and has six; two units more in UTF-16
    assert.deepEqual([finding.code, finding.line, finding.column, finding.end_column], ['ASY-R101', 5, 27, 33]);
    assert.equal(finding.excerpt, wide.split('\n')[4]);
    const [result] = JSON.parse(check('sarif', file).stdout).runs[0].results;
    const { region, contextRegion, artifactLocation } = result.locations[0].physicalLocation;
    assert.deepEqual([region.startLine, region.startColumn, region.endColumn, region.snippet.text], [5, 29, 35, 'wieght']);
    assert.deepEqual([contextRegion.startColumn, contextRegion.endColumn], [1, wide.split('\n')[4].length + 1]);
    assert.equal(artifactLocation.uri, `file://${path.dirname(file)}/wide%20%F0%A0%AE%B7.yaml`);
    const [line, caret] = run('check', file).stderr.split('\n').slice(1, 3);
    const columns = (s) => [...s].reduce((n, c) => n + (c.codePointAt(0) > 0x2e80 ? 2 : 1), 0);
    assert.equal(caret.indexOf('^'), columns(line.slice(0, line.indexOf('wieght'))));
    assert.equal(caret.trimEnd().length - caret.indexOf('^'), 'wieght'.length);
  });
});

test('of a very long line the part around the mark, and in little time', () => {
  const long = `scheme: t\ntitle: t\neffective: {from: 2020-01-01}\nindicators: []\nparameters: {a: {value: 1, note: "${'字'.repeat(330000)}"}${', b: {valu: 1}'.repeat(300)}}\n`;
  inFolder({ 'long.yaml': long }, ([file]) => {
    const started = process.hrtime.bigint();
    const answer = check('sarif', file);
    const said = json(file);
    assert.ok(process.hrtime.bigint() - started < 20_000_000_000n); // minutes when it looks at the line again for each step
    assert.ok(answer.stdout.length < 2_000_000);
    assert.ok(validate(JSON.parse(answer.stdout)), JSON.stringify(validate.errors));
    assert.equal(said.findings.length, 200);
    assert.equal(said.not_shown, said.errors - 200);
    const row = said.findings.find((f) => f.line === 5);
    assert.ok([...row.excerpt].length <= 160);
    assert.ok(long.split('\n')[4].includes(row.excerpt));
  });
});

test('files that are well: what they became', () => {
  const said = json('rules/suzhou-2017.yaml', 'rules/lanzhou-chengguan.yaml');
  assert.deepEqual([said.findings, said.errors, said.not_shown, said.problem], [[], 0, 0, null]);
  assert.deepEqual(said.files.map((f) => [f.file, f.scheme]), [['rules/suzhou-2017.yaml', 'suzhou-2017'], ['rules/lanzhou-chengguan.yaml', 'lanzhou-chengguan']]);
  const text = run('check', 'rules/suzhou-2017.yaml', 'rules/lanzhou-chengguan.yaml').stdout;
  for (const f of said.files) assert.ok(text.includes(`${f.file}: ${f.scheme} ${f.version.slice(0, 12)}, ${f.indicators} indicators\n`));
  const log = JSON.parse(check('sarif', 'rules/suzhou-2017.yaml').stdout);
  assert.ok(validate(log), JSON.stringify(validate.errors));
  assert.deepEqual(log.runs[0].results, []);
});

test('a file that is not there', () => {
  const answer = check('json', 'rules/nowhere.yaml');
  assert.equal(answer.status, 1);
  const { problem } = JSON.parse(answer.stdout);
  assert.ok(problem.message.en.includes('rules/nowhere.yaml'), problem.message.en);
  assert.match(problem.message.zh, /\p{Script=Han}/u);
  const log = JSON.parse(check('sarif', 'rules/nowhere.yaml').stdout);
  assert.ok(validate(log), JSON.stringify(validate.errors));
  assert.equal(log.runs[0].invocations[0].executionSuccessful, false);
});

test('a format that is none is a fault of use', () => {
  assert.equal(check('xml', 'rules/suzhou-2017.yaml').status, 2);
  assert.equal(run('check', '--format', 'json').status, 2);
});

test('a value that cannot be read is told how it is likely to be meant', () => {
  const rows = [['15天', '写 15 days', 'write 15 days'], ['50％', '写 50%', 'write 50%'], ['5000元', '写 5000 yuan', 'write 5000 yuan'],
    ['2017/6/30', '日期写 2017-06-30', 'write the date as 2017-06-30'], ['2017年6月30日', '日期写 2017-06-30', 'write the date as 2017-06-30'],
    ['2017-06-31', '2017 年 6 月没有 31 日', 'there is no day 31 in month 6 of 2017'], ['1O', /^示例/, /^Write 60/], ['2017-06', /^示例/, /^Write 60/]];
  for (const [value, zh, en] of rows) {
    const text = `scheme: t\ntitle: t\neffective: {from: 2020-01-01}\nparameters:\n  a: {value: ${value}, clause: 一}\nindicators:\n  - {id: a, weight: 100, clause: 一, when: a > 0, score: pass}\n`;
    const [f, ...rest] = inFolder({ 't.yaml': text }, (files) => json(...files).findings);
    assert.deepEqual([f.code, f.line, f.column, rest], ['ASY-R111', 5, 14, []], value);
    for (const [lang, want] of [['zh', zh], ['en', en]]) {
      if (want instanceof RegExp) assert.match(f.hint[lang], want); else assert.equal(f.hint[lang], (lang === 'zh' ? '请改正：' : 'Mend it: ') + want);
    }
  }
  const bare = 'scheme: t\ntitle: t\neffective: {from: 2020-01-01}\nparameters:\n  a: 40%\nindicators:\n  - {id: a, weight: 100, clause: 一, when: a > 0, score: pass}\n';
  const [f] = inFolder({ 't.yaml': bare }, (files) => json(...files).findings);
  assert.deepEqual([f.code, f.hint.zh, f.hint.en], ['ASY-R103', '请写 a: {value: 40%}', 'Write a: {value: 40%}']);
});
