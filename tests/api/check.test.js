'use strict';
// POST /v1/schemes/check: the checker over HTTP says what `assayd check` says, stores nothing and stays within its limits.
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { Daemon, root, binary } = require('./lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

const check = (body, options = {}) => d.get('/v1/schemes/check', 200, { method: 'POST', headers: { 'content-type': 'application/yaml', ...options.headers }, body });
const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const rules = fs.readdirSync(path.join(root, 'rules')).filter((f) => f.endsWith('.yaml'));

const besideFiles = 'table-csv.yaml'; // its rows stand in CSV files

const command = (lang, file) => spawnSync(binary, ['check', '--lang', lang, file], { encoding: 'utf8', cwd: root }).stderr;
// `file:line:column: severity[code]: sentence` of the command line: the other witness.
function findingsOf(text) {
  return [...text.matchAll(/^[^\n]*?:(\d+):(\d+): (error|warning)\[(ASY-[A-Z]\d+)\]: (.*)$/gm)]
    .map(([, line, column, severity, code, sentence]) => ({ line: Number(line), column: Number(column), severity, code, sentence }));
}

test('every shipped scheme is in order, with the version that is served', async () => {
  for (const file of rules) {
    const answer = await check(read(`rules/${file}`));
    assert.equal(answer.ok, true, file);
    assert.deepEqual(answer.findings, []);
    const served = await d.get(`/v1/schemes/${answer.scheme.id}`);
    assert.equal(answer.scheme.version, served.version);
  }
});

test('bad files: the same findings as assayd check, each at its place in both languages', async () => {
  const folder = path.join(root, 'tests/rules/check/bad');
  let seen = 0;
  for (const file of fs.readdirSync(folder).filter((f) => f.endsWith('.yaml') && f !== besideFiles)) {
    const text = fs.readFileSync(path.join(folder, file), 'utf8');
    const answer = await check(text);
    const en = findingsOf(command('en', path.join(folder, file)));
    const zh = findingsOf(command('zh', path.join(folder, file)).replaceAll(' 错误[', ' error[').replaceAll(' 警告[', ' warning['));
    const bare = (f) => [f.line, f.column, f.severity, f.code];
    assert.deepEqual(answer.findings.map((f) => [...bare(f), f.message.en]), en.map((f) => [...bare(f), f.sentence]), file);
    assert.deepEqual(answer.findings.map((f) => [...bare(f), f.message.zh]), zh.map((f) => [...bare(f), f.sentence]), file);
    assert.equal(answer.ok, !en.some((f) => f.severity === 'error'), file);
    for (const f of answer.findings) {
      assert.ok(f.file === 'scheme.yaml' && f.hint.zh && f.hint.en, file);
      if (f.excerpt !== null && !/[\0-\x08\x0b-\x1f\x7f]/.test(f.excerpt)) assert.ok(text.split(/\r?\n/)[f.line - 1].includes(f.excerpt), file);
    }
    seen += en.length;
  }
  assert.ok(seen > 20, `only ${seen} findings compared`);
});

test('files beside a scheme are not sent with it: the finding says so, and rows in place are read', async () => {
  const text = fs.readFileSync(path.join(root, 'tests/rules/check/bad', besideFiles), 'utf8');
  const answer = await check(text);
  assert.equal(answer.ok, false);
  assert.deepEqual(answer.findings.map((f) => [f.code, f.line]), [['ASY-R508', 13], ['ASY-R508', 19], ['ASY-R505', 20]]);
  const inPlace = text.replace('file: table-overlap.csv', 'rows: [{cut: 1%}]').replace('file: table-wrong.csv', 'rows: [{cut: 2%}]');
  assert.deepEqual((await check(inPlace)).findings.map((f) => f.code), ['ASY-R505']);
});

test('nothing is loaded', async () => {
  const schemes = await d.get('/v1/schemes');
  const own = read('rules/suzhou-2017.yaml').replace(/^scheme: .*$/m, 'scheme: not-loaded');
  assert.equal((await check(own)).scheme.id, 'not-loaded');
  await d.refuses('/v1/schemes/not-loaded', 404, 'unknown-scheme');
  assert.deepEqual(await d.get('/v1/schemes'), schemes);
});

test('a file may extend a loaded scheme, as one beside it would', async () => {
  const overlay = (lines) => `scheme: suzhou-gusu\ntitle: 姑苏\n${lines}`;
  const good = await check(overlay('extends: suzhou-2017\nparameters:\n  basic_units_min: 50\n').replace('basic_units_min: 50', 'basic_units_min: {value: 50}'));
  assert.deepEqual([good.ok, good.scheme && good.scheme.id], [true, 'suzhou-gusu'], JSON.stringify(good));
  const missing = await check(overlay('extends: suzhou-2071\n'));
  assert.equal(missing.ok, false);
  const wrong = await check(overlay('extends: suzhou-2017\nparameters:\n  basic_unit_min: {value: 50}\n'));
  assert.equal(wrong.ok, false);
  assert.match(wrong.findings[0].hint.en + wrong.findings[0].message.en, /basic_units_min/);
});

test('a text that SQL could not quote is a finding', async () => {
  const own = read('rules/suzhou-2017.yaml');
  const answer = await check(own.replace(/^scheme: .*$/m, "scheme: suzhou-2017").replace(/category: basic\b/, "category: 'a\\'"));
  assert.equal(answer.ok, false);
  assert.ok(answer.findings.length > 0);
});

test('hostile files end in time and in bounded memory', async () => {
  const size = 1 << 20;
  const files = {
    brackets: '['.repeat(size),
    keys: 'a:\n'.repeat(size / 3),
    dashes: '- '.repeat(size / 2),
    escapes: `x: "${'\\u4e2d'.repeat(size / 6 - 10)}"`,
    aliases: `a: &a [1]\nb: [${'*a,'.repeat(1000)}]`,
    nul: 'a\0'.repeat(1000),
    parameters: `scheme: x\nparameters:\n${Array.from({ length: 20000 }, (_, i) => `  p${i}: {value: 1, valeu: 2}\n`).join('')}`.slice(0, size),
  };
  await check('a: b');
  const before = d.statusKb('VmRSS');
  for (const [name, body] of Object.entries(files)) {
    const started = Date.now();
    const answer = await check(body);
    assert.equal(answer.ok, false, name);
    assert.ok(answer.findings.length > 0 && answer.findings.length <= 200, name);
    assert.ok(Date.now() - started < 4000, `${name} took ${Date.now() - started} ms`);
  }
  assert.ok(d.statusKb('VmRSS') - before < 400 * 1024, `grew by ${d.statusKb('VmRSS') - before} kB`);
});

test('many at once', async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => check(read(`rules/${rules[i % rules.length]}`))));
  for (const a of answers) assert.equal(a.ok, true);
});
