'use strict';
// Conditions of the other parties and eligibility, against states worked by hand from the facts at the heads of sql/demo/*.sql:
// conditions/SCHEME.tsv. A row may name a change (SQL) that is made before it; such rows come last, and what they change stays.
// Every condition of a scheme is in its table, with more than one state unless its number is blank in the text.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { Daemon, sql } = require('../api/lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

const folder = path.join(__dirname, 'conditions');
const tables = fs.readdirSync(folder).sort();

const conditions = async (contract, as_of) => {
  const reply = await d.get(`/v1/contracts/${contract}/conditions?as_of=${as_of}`);
  return new Map([...reply.enabling, ...reply.eligibility].map((c) => [c.id, c]));
};
const number = (text) => (text === '-' ? null : Number(text));

for (const table of tables) {
  const [, ...lines] = fs.readFileSync(path.join(folder, table), 'utf8').trim().split('\n').filter((line) => !line.startsWith('#'));
  const rows = lines.map((line) => line.split('\t')).map(([id, contract, as_of, state, value, target, hand, change]) => (
    { id, contract, as_of, state, value: number(value), target: number(target), hand, change }));

  test(`${path.basename(table, '.tsv')}: states as worked by hand`, async () => {
    const faults = [];
    const answers = new Map();
    for (const row of rows) {
      const key = `${row.contract} ${row.as_of}`;
      if (row.change) { sql(d.database, row.change); answers.clear(); }
      if (!answers.has(key)) answers.set(key, await conditions(row.contract, row.as_of));
      const got = answers.get(key).get(row.id);
      const what = got && [got.state, got.value, got.target];
      const want = [row.state, row.value, row.target];
      if (JSON.stringify(what) !== JSON.stringify(want)) faults.push(`${row.id} of ${key}: ${JSON.stringify(what)}, by hand ${JSON.stringify(want)} (${row.hand})`);
    }
    assert.deepEqual(faults, []);
    const states = new Map();
    for (const [id, c] of await conditions(rows[0].contract, rows[0].as_of)) states.set(id, c.state === 'not_configured' ? ['blank'] : []);
    for (const row of rows) { assert.ok(states.has(row.id), row.id); assert.ok(row.hand, row.id); states.get(row.id).push(row.state); }
    assert.deepEqual([...states].filter(([, s]) => new Set(s).size < 2).map(([id, s]) => `${id}: ${s}`), []);
  });
}
