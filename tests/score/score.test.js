'use strict';
// Scores of the demonstration against scores worked by hand (*.tsv here). Shares are fractions, points exact to six decimals.
// The first line of a table is `# as_of YYYY-MM-DD`, the day it was worked for.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { Daemon, sql } = require('../api/lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

const tables = fs.readdirSync(__dirname).filter((name) => name.endsWith('.tsv')).sort();
const totals = ['score', 'grade', 'lowest', 'highest'];
const leaves = (nodes) => nodes.flatMap((n) => (n.indicators ? leaves(n.indicators) : [n]));

// Points of a share of a weight in millionths, half up: BigInt all the way. 10^9 keeps redistributed weights such as 20/3 whole enough.
function points(weight, fraction) {
  const [n, m = '1'] = fraction.split('/');
  const scaled = BigInt(Math.round(weight * 1e6)) * BigInt(n);
  return Number((scaled * 2n + BigInt(m)) / (2n * BigInt(m)));
}

test('there is a table by hand for every programme of the demonstration', () => {
  const programmes = sql(d.database, 'select code from programme order by code').map(([code]) => code);
  assert.deepEqual(tables.map((name) => path.basename(name, '.tsv')), programmes);
});

for (const table of tables) {
  const [first, ...text] = fs.readFileSync(path.join(__dirname, table), 'utf8').trim().split('\n');
  const as_of = /^# as_of (\d{4}-\d{2}-\d{2})$/.exec(first)[1];
  const [header, ...lines] = text.filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));
  const rows = new Map(lines.map(([id, weight, ...cells]) => [id, { weight: Number(weight), cells }]));

  header.slice(2).forEach((id, column) => {
    test(`${table}, contract ${id}: each indicator, the score and the grade`, async () => {
      const s = await d.get(`/v1/contracts/${id}/score?as_of=${as_of}`);
      const faults = [];
      const seen = leaves(s.indicators);
      for (const leaf of seen) {
        const row = rows.get(leaf.id);
        if (!row) { faults.push(`${leaf.id} is not in the table`); continue; }
        const share = row.cells[column];
        if (row.weight === 0 && share !== '-') {
          const [, value, of = null, , reached] = /^=([\d.]+)(?:\/([\d.]+))?( (ok|short))?$/.exec(share);
          const want = [0, Number(value), of && Number(of), reached ? reached === 'ok' : null, 0];
          const got = [leaf.weight, leaf.value, leaf.of, leaf.passed, leaf.points];
          if (JSON.stringify(got) !== JSON.stringify(want)) faults.push(`${leaf.id}: weight, value, of, passed, points ${got}, by hand ${want} (${share}), state ${leaf.state}`);
          continue;
        }
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
}

// The facts' calendar is the rules' calendar.
test('calendar_day holds the days of rules/calendars/cn.csv', () => {
  const csv = fs.readFileSync(path.join(__dirname, '../../rules/calendars/cn.csv'), 'utf8').trim().split('\n');
  const named = csv.filter((line) => /^\d/.test(line)).map((line) => line.split(','));
  const years = /years: (\d{4})-(\d{4})/.exec(csv.find((line) => line.startsWith('# years:')));
  assert.deepEqual(sql(d.database, "select to_char(day, 'YYYY-MM-DD'), case when is_workday then 'makeup' else 'holiday' end, name from calendar_day where name is not null order by day"), named);
  assert.deepEqual(sql(d.database, 'select min(day), max(day), count(*) - (max(day) - min(day) + 1) from calendar_day'), [[`${years[1]}-01-01`, `${years[2]}-12-31`, '0']]);
  assert.deepEqual(sql(d.database, 'select count(*) from calendar_day where name is null and is_workday <> (extract(isodow from day) < 6)'), [['0']]);
});
