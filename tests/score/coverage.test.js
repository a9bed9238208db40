'use strict';
// Every clause of the five documents is implemented, or says why not: rules/clauses/*.yaml and `assayd docs coverage`.
// clauses.txt is the list of what there is, kept apart from the files that are checked.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { run, sql, newDatabase, dropDatabase, temporaryFolder, root } = require('../api/lib/assayd');

let database;
before(() => { database = newDatabase(); });
after(() => dropDatabase(database));

const files = fs.readdirSync(path.join(root, 'rules/clauses')).sort();
const texts = files.map((name) => fs.readFileSync(path.join(root, 'rules/clauses', name), 'utf8'));
const coverage = (env) => run(['docs', 'coverage'], env);

test('all 359 clauses are there, each once', () => {
  const want = fs.readFileSync(path.join(__dirname, 'clauses.txt'), 'utf8').trim().split('\n');
  const got = texts.flatMap((text) => [...text.matchAll(/^ {2}- \{id: (\S+),/gm)].map((m) => m[1]));
  assert.equal(want.length, 359);
  assert.deepEqual(got.sort(), want.sort());
});

test('the page counts each clause once', () => {
  const { status, stdout } = coverage();
  assert.equal(status, 0);
  const cells = (line) => line.split('|').slice(2, -1).map(Number);
  const total = stdout.split('\n').find((line) => line.startsWith('| 合计 All |'));
  assert.deepEqual(cells(total), [76, 89, 69, 53, 72, 359]);
  const open = stdout.split('\n').find((line) => line.startsWith('| 未纳入 '));
  assert.equal(cells(open).pop(), (texts.join('').match(/^ {5}none: /gm) || []).length);
});

// What stands in the database is asked of a database.
test('tables, columns, constraints and indexes that are named exist', () => {
  const exists = {
    table: (name) => `select count(*) from information_schema.tables where table_schema = 'public' and table_name = '${name}'`,
    column: (name) => `select count(*) from information_schema.columns where table_schema = 'public' and table_name || '.' || column_name = '${name}'`,
    constraint: (name) => `select count(*) from pg_constraint where conname = '${name}'`,
    index: (name) => `select count(*) from pg_class where relkind in ('i', 'I') and relname = '${name}'`,
  };
  const named = new Set(texts.flatMap((text) => [...text.matchAll(/db:([^,\]\s]+)/g)].map((m) => m[1])));
  assert.ok(named.size > 0);
  for (const element of named) {
    const [kind, name] = element.split('/');
    assert.ok(exists[kind], element);
    assert.ok(Number(sql(database, exists[kind](name))[0][0]) > 0, element);
  }
});

// A copy of the rules with one text replaced, and what the page says to it.
function broken(file, from, to) {
  const folder = temporaryFolder();
  try {
    fs.cpSync(path.join(root, 'rules'), folder, { recursive: true });
    const name = path.join(folder, file);
    const text = fs.readFileSync(name, 'utf8');
    assert.ok(text.includes(from), from);
    fs.writeFileSync(name, text.replace(from, to));
    return coverage({ ASSAYD_RULES: folder });
  } finally { fs.rmSync(folder, { recursive: true }); }
}
const refused = (reply, pattern) => {
  assert.equal(reply.status, 1);
  assert.equal(reply.stdout, '');
  assert.match(reply.stderr, pattern);
};

test('an indicator that is gone, a lost clause, a doubled one, an unknown way and a clause without a word are found', () => {
  refused(broken('suzhou-2017.yaml', '- id: basic.reach', '- id: basic.reached'), /clauses\/suzhou-2017\.yaml:\d+:\d+: error\[ASY-C003\].*basic\.reach/);
  refused(broken('clauses/suzhou-2017.yaml', 'rows: 53', 'rows: 54'), /error\[ASY-C001\].*53.*54/);
  refused(broken('clauses/suzhou-2017.yaml', 'id: SZ-01-2,', 'id: SZ-01-1,'), /error\[ASY-R106\].*SZ-01-1/);
  refused(broken('clauses/suzhou-2017.yaml', 'id: SZ-01-2,', 'id: HF-01-2,'), /error\[ASY-R105\].*HF-01-2/);
  refused(broken('clauses/suzhou-2017.yaml', 'indicator:basic.reach', 'indicators:basic.reach'), /error\[ASY-R104\][^]*Did you mean "indicator"/);
  refused(broken('clauses/suzhou-2017.yaml', 'indicator:basic.reach', 'suzhou/indicator:basic.reach'), /error\[ASY-C002\].*"suzhou"/);
  refused(broken('clauses/suzhou-2017.yaml', '    by: [indicator:basic.reach', '    buy: [indicator:basic.reach'), /error\[ASY-R101\].*"buy"[^]*error\[ASY-R102\]|error\[ASY-R102\][^]*error\[ASY-R101\].*"buy"/);
});
