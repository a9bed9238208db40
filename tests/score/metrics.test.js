'use strict';
// Every metric that the five documents need, on facts worked by hand: see metrics/README.md.
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { run, newDatabase, dropDatabase } = require('../api/lib/assayd');

const folder = path.join(__dirname, 'metrics');
const groups = fs.readdirSync(folder).filter((name) => name.endsWith('.tsv')).map((name) => path.basename(name, '.tsv')).sort();
const rows = groups.flatMap((group) => fs.readFileSync(path.join(folder, `${group}.tsv`), 'utf8').trim().split('\n')
  .map((line, i) => ({ line, where: `${group}.tsv:${i + 1}` })).filter(({ line }) => !line.startsWith('#'))
  .map(({ line, where }) => {
    const [listed, at, expression, value, hand] = line.split('\t');
    const [contract, as_of, per = 'contract', entity] = at.split(' ');
    return { group, where, listed, contract, as_of, per, entity, expression, value, hand };
  }));

let database, rules;
before(() => {
  database = newDatabase();
  const load = (name) => execFileSync('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-d', database, '-f', path.join(folder, name)], { stdio: ['ignore', 'ignore', 'pipe'] });
  for (const name of ['base', ...groups.filter((g) => g !== 'base')]) if (fs.existsSync(path.join(folder, `${name}.sql`))) load(`${name}.sql`);
  rules = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-metrics-'));
  fs.cpSync(path.join(folder, 'rules'), rules, { recursive: true });
  fs.cpSync(path.join(__dirname, '../../rules/calendars'), path.join(rules, 'calendars'), { recursive: true });
});
after(() => { dropDatabase(database); fs.rmSync(rules, { recursive: true, force: true }); });

// Answers to several expressions at one contract, day and grain.
function ask(expressions, { contract, as_of, per }) {
  const grain = per === 'contract' ? [] : ['--per', per];
  const out = run(['metric', ...expressions, '--contract', contract, '--as-of', as_of, ...grain, '--format', 'json'], { PGDATABASE: database, ASSAYD_RULES: rules });
  assert.equal(out.status, 0, `${contract} ${as_of} ${per}:\n${out.stderr}`);
  return JSON.parse(out.stdout);
}

// Does the answer {value, numerator, denominator} say what the hand says?
function agrees(answer, want) {
  if (want === 'missing') return answer.value === null;
  if (/^\d{4}-\d\d-\d\d$/.test(want) || /^(true|false)$/.test(want)) return String(answer.value) === want;
  const [n, d = '1'] = want.split('/').map(Number);
  if (answer.value === null) return want === '0/0' && answer.numerator === 0 && answer.denominator === 0;
  if (want.includes('/') && answer.numerator !== undefined) return answer.numerator * d === answer.denominator * n && Math.abs(answer.value - n / d) <= 5.001e-7;
  return Math.abs(answer.value - n / d) <= (want.includes('/') ? 5.001e-7 : 1e-9);
}

for (const group of groups) {
  test(`${group}: values as worked by hand`, () => {
    const sets = new Map();
    for (const row of rows.filter((r) => r.group === group)) {
      const key = [row.contract, row.as_of, row.per].join(' ');
      if (!sets.has(key)) sets.set(key, []);
      sets.get(key).push(row);
    }
    const faults = [];
    for (const set of sets.values()) {
      ask(set.map((r) => r.expression), set[0]).forEach((answer, i) => {
        const row = set[i];
        const found = row.per === 'contract' ? answer : answer.entities.find((e) => String(e.entity) === row.entity);
        if (!found) faults.push(`${row.where}: no ${row.per} ${row.entity}`);
        else if (!agrees(found, row.value)) faults.push(`${row.where}: ${row.expression} at ${row.contract} ${row.as_of} ${row.entity || ''}: ${JSON.stringify(found)}, by hand ${row.value} (${row.hand})`);
      });
    }
    assert.deepEqual(faults, []);
  });
}

test('every row says how it was worked out', () => {
  assert.deepEqual(rows.filter((r) => !r.hand || !r.value || !/^\d+ \d{4}-\d\d-\d\d( (station|community) \d+)?$/.test([r.contract, r.as_of, ...(r.entity ? [r.per, r.entity] : [])].join(' '))).map((r) => r.where), []);
});

test('every metric of sql/metrics is asked for in some row', () => {
  const metrics = path.join(__dirname, '../../sql/metrics');
  const names = fs.readdirSync(metrics).flatMap((file) => [...fs.readFileSync(path.join(metrics, file), 'utf8').matchAll(/^ {2}([a-z_]+\.[a-z_0-9]+):$/gm)].map(([, name]) => name));
  const asked = new Set(rows.flatMap((r) => r.expression.match(/[a-z_]+\.[a-z_0-9]+/g)));
  assert.ok(names.length >= 200);
  assert.deepEqual(names.filter((name) => !asked.has(name)), [], 'add a row with a value by hand (README.md in metrics/)');
});

test('each of the 127 metrics of the list has a value by hand, and no other name is in its column', () => {
  const listed = fs.readFileSync(path.join(folder, 'listed.txt'), 'utf8').trim().split('\n');
  assert.equal(new Set(listed).size, 127);
  assert.deepEqual([...new Set(rows.map((r) => r.listed))].filter((name) => name !== '-').sort(), listed);
});
