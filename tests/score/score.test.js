'use strict';
// Scores of the demonstration against scores worked by hand (*.tsv here). Shares are fractions, points exact to six decimals.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { Daemon } = require('../api/lib/assayd');

const as_of = '2018-06-30';
let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

const [header, ...lines] = fs.readFileSync(path.join(__dirname, 'suzhou-2017.tsv'), 'utf8').trim().split('\n')
  .filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));
const contracts = header.slice(2);
const rows = new Map(lines.map(([id, weight, ...cells]) => [id, { weight: Number(weight), cells }]));
const totals = ['score', 'grade', 'lowest', 'highest'];
const leaves = (nodes) => nodes.flatMap((n) => (n.indicators ? leaves(n.indicators) : [n]));

// Points of a share of a weight in millionths, half up: BigInt all the way. 10^9 keeps redistributed weights such as 20/3 whole enough.
function points(weight, fraction) {
  const [n, m = '1'] = fraction.split('/');
  const scaled = BigInt(Math.round(weight * 1e6)) * BigInt(n);
  return Number((scaled * 2n + BigInt(m)) / (2n * BigInt(m)));
}

contracts.forEach((id, column) => {
  test(`contract ${id}: each indicator, the score and the grade`, async () => {
    const s = await d.get(`/v1/contracts/${id}/score?as_of=${as_of}`);
    const faults = [];
    const seen = leaves(s.indicators);
    for (const leaf of seen) {
      const row = rows.get(leaf.id);
      if (!row) { faults.push(`${leaf.id} is not in the table`); continue; }
      const share = row.cells[column];
      if (leaf.weight !== row.weight) faults.push(`${leaf.id}: weight ${leaf.weight}, by hand ${row.weight}`);
      if (share === '-') {
        if (leaf.effective_weight !== 0 || leaf.points !== 0) faults.push(`${leaf.id}: should leave the score, has weight ${leaf.effective_weight} and ${leaf.points} points`);
        continue;
      }
      const want = points(leaf.effective_weight, share);
      if (Math.abs(Math.round(leaf.points * 1e6) - want) > 1) faults.push(`${leaf.id}: ${leaf.points} of ${leaf.effective_weight} points, by hand ${want / 1e6} (${share}); value ${leaf.value}${leaf.of === null ? '' : ` of ${leaf.of}`}, state ${leaf.state}`);
    }
    const missing = [...rows.keys()].filter((key) => !totals.includes(key) && !seen.some((l) => l.id === key));
    assert.deepEqual([...faults, ...missing.map((m) => `${m} is missing`)], []);
    assert.equal(s.score, Number(rows.get('score').cells[column]));
    assert.equal(s.grade.id, rows.get('grade').cells[column]);
    assert.equal(s.interval.lowest, Number(rows.get('lowest').cells[column]));
    assert.equal(s.interval.highest, Number(rows.get('highest').cells[column]));
  });
});
