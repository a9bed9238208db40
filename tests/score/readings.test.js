'use strict';
// The other readings (parameters marked ours in rules/hefei-*.yaml and rules/hunan-*.yaml): what changes when one is switched,
// worked by hand from the facts at the head of sql/demo/hefei.sql and sql/demo/hunan.sql.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test, after } = require('node:test');
const { Daemon, newDatabase, dropDatabase, sql, temporaryFolder, root } = require('../api/lib/assayd');

const as_of = { 1: '2021-12-31', 2: '2020-02-28', 25: '2020-01-31' };
const day_of = (contract) => as_of[contract > 250 ? 25 : Math.floor(contract / 100)];
const database = newDatabase();
after(() => dropDatabase(database));

const leaf = (nodes, id) => nodes.map((n) => (n.id === id ? n : n.indicators && leaf(n.indicators, id))).find((n) => n);

// A daemon whose schemes have other values for some parameters.
async function reading(values, body) {
  const folder = temporaryFolder();
  fs.cpSync(path.join(root, 'rules'), folder, { recursive: true });
  for (const [scheme, parameters] of Object.entries(values)) {
    const file = path.join(folder, `${scheme}.yaml`);
    let text = fs.readFileSync(file, 'utf8');
    for (const [name, value] of Object.entries(parameters)) {
      const found = new RegExp(`(\\n  ${name}:\\n    value: )[^\\n]+`);
      assert.match(text, found);
      text = text.replace(found, `$1${value}`);
    }
    fs.writeFileSync(file, text);
  }
  const d = await Daemon.start({ database, env: { ASSAYD_RULES: folder } });
  try { await body(d); } finally { await d.stop(); fs.rmSync(folder, { recursive: true }); }
}
async function points(d, rows) {
  for (const [contract, id, want] of rows) {
    const s = await d.get(`/v1/contracts/${contract}/score?as_of=${day_of(contract)}`);
    const got = leaf(s.indicators, id).points;
    assert.ok(Math.abs(got - want) < 2e-6, `${contract} ${id}: ${got}, by hand ${want}`);
  }
}
async function due(d, contract, id) {
  const { deadlines } = await d.get(`/v1/contracts/${contract}/deadlines?as_of=${day_of(contract)}`);
  return deadlines.filter((x) => x.id === id).map((x) => x.due);
}

test('heads rounded up, street orders charged, related degrees professional, registered organisations only, sign instead of worker', () => reading({
  'hefei-yaohai-2020': { heads_rounding: "'ceil'", ordered_duty_excused: 'false', related_majors_count: 'true', organisations_qualified_only: 'true',
    satisfaction_measure: "'mean'" },
  'hunan-stations-2018': { month_arithmetic: "'30_days'", age_at_start: 'false', renewal_by_result: 'false' },
  'hunan-county-2018': { coverage_counts: "'sign'", copy_count_signing_day: 'true', recruitment_before_start: 'false', self_evaluation_day_included: 'false' },
}, async (d) => {
  await points(d, [
    [102, 'staff.heads', 12 * 361 / 365],   // 2 of 3 heads for 60 days: (4 + 345/365) / 5
    [103, 'staff.heads', 9],                // 4/4 3/4 3/4 2/4
    [102, 'staff.unrelated', 0],            // 1 + 2 of 3
    [101, 'staff.unrelated', 2],            // 1 of 3
    [102, 'staff.leads', 4],                // 5 of 5
    [101, 'incubation', 2 * 7 / 22],        // every third is registered
    [201, 'staff.age', 2 * 11 / 12],        // forty at the start, 42 by now
    [252, 'county.coverage', 30 * 11 / 12], // the sign of 31 December went up on 5 January
    [252, 'county.copies', 8],              // due on 19 February, one day late
    [251, 'county.recruitment', 5],         // both filed
    [251, 'county.self_evaluation', 0],     // 30 November is late
  ]);
  const [[mean]] = sql(database, "select (avg(score) - 1) / 4 from survey_response where contract_id = 102 and topic = 'general'");
  await points(d, [[102, 'effect.satisfaction', 12 * Math.min(1, Math.max(0, (Number(mean) - 0.6) / 0.3))]]);
  assert.deepEqual(await due(d, 202, 'placement'), Array(5).fill('2019-03-04')); // 30 days end on Saturday 2 March
  const advice = async (id) => (await d.get(`/v1/contracts/${id}/renewal?as_of=2020-02-28`)).renewal.advice;
  assert.deepEqual([await advice(201), await advice(203)], ['renew', 'retender']); // 92 and 41 points recorded
}));

test('heads on the last day, unrolled holidays, first head, forty not allowed, lateness in both places', () => reading({
  'hefei-yaohai-2020': { heads_time_weighted: 'false', heads_tolerance: '1' },
  'hunan-stations-2018': { roll_holiday: 'false', start_next_day: 'false', max_age_inclusive: 'false', placement_complete: "'first_head'", heads_from_staffed: 'false' },
  'hunan-county-2018': { coverage_due_on: '2020-01-31' },
}, async (d) => {
  await points(d, [
    [102, 'staff.heads', 12],               // three heads on 31 December
    [103, 'staff.heads', 12 * (3 + 6 / 7) / 4], // one fewer asked for: 4 of 3, 3 of 2 1/3, 3 of 3, 2 of 2 1/3
    [201, 'staff.age', 2 * 11 / 12],
    [201, 'staff.placed', 8 * 0.6],         // due on 4 February: 8 days late
    [253, 'county.coverage', 30 * 7 / 12],  // the worker of 1 January 2020 counts
  ]);
  assert.deepEqual(await due(d, 201, 'placement'), Array(6).fill('2019-02-04'));
  const { deadlines } = await d.get('/v1/contracts/203/deadlines?as_of=2020-02-28');
  assert.deepEqual(deadlines.filter((x) => x.id === 'placement').map((x) => [x.due, x.state]),
    [['2019-02-24', 'met_late'], ['2019-02-24', 'met_late'], ['2019-02-24', 'overdue']]);
}));
