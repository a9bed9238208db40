'use strict';
// What follows from dates in Hefei and Hunan, against days worked by hand from the clauses and from the facts at the head of
// sql/demo/hefei.sql and sql/demo/hunan.sql (HF-07-3-4, HF-09-6, HF-09-7, HN-01-1, HN-06-4 to -6, HN-07-1-1, HN-07-3-2, HN-07-4-1, HN-07-5-4).
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { Daemon, sql } = require('../api/lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

// [state, due, days late] of each of a contract's deadlines of that name
async function deadline(contract, id, as_of) {
  const { deadlines } = await d.get(`/v1/contracts/${contract}/deadlines?as_of=${as_of}`);
  return deadlines.filter((x) => x.id === id).map((x) => [x.state, x.due, x.days_late]);
}
async function each(id, rows) {
  for (const [contract, as_of, ...want] of rows) assert.deepEqual(await deadline(contract, id, as_of), want, `${contract} ${id} on ${as_of}`);
}

test('Hefei: a finding is due 15 days later; one is put right on the day, one five days late, one never', () => each('rectification', [
  [102, '2021-05-24', ['open', '2021-05-25', 0]],
  [102, '2021-05-25', ['met', '2021-05-25', 0]],
  [102, '2021-08-17', ['open', '2021-08-17', 0]],
  [102, '2021-08-18', ['overdue', '2021-08-17', 1]],
  [102, '2021-12-31', ['met_late', '2021-08-17', 5]],
  [103, '2021-12-31', ['overdue', '2021-03-16', 290]],
]));

test('Hefei: the report is due on the tenth working day after the quarter', () => each('quarterly-report', [
  [101, '2021-04-15', ['met', '2021-04-15', 0]],     // Qingming on 3, 4 and 5 April
  [102, '2021-10-20', ['open', '2021-10-20', 0]],    // National Day to the 7th, the 9th is worked
  [102, '2021-10-21', ['met_late', '2021-10-20', 1]],
  [101, '2021-12-31', ['open', '2022-01-17', 0]],    // New Year to the 3rd
  [103, '2021-12-31', ['overdue', '2021-04-15', 260]],
]));

test('Hefei: a violation is put up for a decision; the text has no rule on renewal and no schedule of payment', async () => {
  const { penalties } = await d.get('/v1/contracts/103/penalties?as_of=2021-12-31');
  const [violation, ...more] = penalties.filter((p) => p.id === 'violation');
  assert.deepEqual([more.length, violation.decision_required, violation.cut, violation.terminate], [0, true, null, false]);
  assert.deepEqual((await d.get('/v1/contracts/102/penalties?as_of=2021-12-31')).penalties.filter((p) => p.id === 'violation'), []);
  assert.equal((await d.get('/v1/contracts/101/renewal?as_of=2021-12-31')).renewal.advice, 'no_rule');
  assert.deepEqual((await d.get('/v1/contracts/101/payments?as_of=2021-12-31')).tranches, []);
});

test('Hunan: a month after 5 January 2019 is a holiday and rolls to 11 February; after 31 January it is the 28th', async () => {
  const on_time = ['met', '2019-02-11', 0];
  assert.deepEqual(await deadline(201, 'placement', '2020-02-28'), [...Array(5).fill(on_time), ['met_late', '2019-02-11', 1]]);
  assert.deepEqual((await deadline(201, 'placement', '2019-02-11'))[5], ['open', '2019-02-11', 0]);
  assert.deepEqual(await deadline(202, 'placement', '2020-02-28'), Array(5).fill(['met', '2019-02-28', 0]));
  assert.deepEqual(await deadline(203, 'placement', '2020-02-28'), [['met', '2019-02-25', 0], ...Array(2).fill(['overdue', '2019-02-25', 368])]);
});

test('Hunan: renewed when qualified, tendered again when not, pending without an evaluation', async () => {
  const renewal = async (id) => (await d.get(`/v1/contracts/${id}/renewal?as_of=2020-02-28`)).renewal;
  const [a, b, c] = [await renewal(201), await renewal(202), await renewal(203)];
  assert.deepEqual([a.advice, b.advice, c.advice], ['renew', 'pending', 'retender']);
  assert.equal(a.warn_on, '2019-11-05');
  const of = (list) => list.filter((p) => !p.deadline).map((p) => [p.id, p.stop_renewal, p.decision_required]);
  assert.deepEqual(of((await d.get('/v1/contracts/203/penalties?as_of=2020-02-28')).penalties), [['scope-widened', false, true], ['not-qualified', true, true]]);
  assert.deepEqual(of((await d.get('/v1/contracts/201/penalties?as_of=2020-02-28')).penalties), []);
});

test('Hunan: in the third year of the cycle the contract is tendered again, whatever the evaluation', async () => {
  sql(d.database, 'update contract set year_no = 3 where id = 201');
  assert.equal((await d.get('/v1/contracts/201/renewal?as_of=2020-02-28')).renewal.advice, 'retender');
  sql(d.database, 'update contract set year_no = 2 where id = 201');
  assert.equal((await d.get('/v1/contracts/201/renewal?as_of=2020-02-28')).renewal.advice, 'renew');
});

test('Hunan: 15 working days over the Spring Festival end on 20 February', () => each('agreement-copy', [
  [252, '2020-01-31', ['met', '2019-02-20', 0]],
  [253, '2019-02-20', ['open', '2019-02-20', 0]],
  [253, '2020-01-31', ['met_late', '2019-02-20', 1]],
  [251, '2019-01-24', ['open', '2019-01-25', 0]],    // signed on Saturday 5 January
  [251, '2020-01-31', ['met', '2019-02-26', 0]],     // signed on 31 January
]));

test('Hunan: full coverage by the end of 2019, the plan by 31 January, the self-evaluation by 30 November', async () => {
  await each('coverage', [[251, '2020-01-31', ['overdue', '2019-12-31', 31]], [252, '2020-01-31', ['met', '2019-12-31', 0]]]);
  await each('annual-plan', [[251, '2020-01-31', ['met', '2019-01-31', 0]], [253, '2020-01-31', ['met_late', '2019-01-31', 1]]]);
  await each('self-evaluation', [[251, '2020-01-31', ['met', '2019-11-30', 0]], [253, '2020-01-31', ['met_late', '2019-11-30', 1]]]);
});

test('Hunan: half-year reports are due on the 15th working day; the last township is not covered', () => Promise.all([
  each('half-year-report', [
    [261, '2019-07-18', ['open', '2019-07-19', 0]],
    [261, '2020-01-21', ['open', '2020-01-21', 0]],
    [261, '2020-01-31', ['met_late', '2020-01-21', 1]],  // Sunday 19 January is worked
    [262, '2020-01-31', ['overdue', '2020-01-21', 10]],
  ]),
  each('self-evaluation', [[261, '2020-01-31', ['met', '2019-11-30', 0]], [262, '2020-01-31', ['met_late', '2019-11-30', 1]]]),
  each('coverage', [[261, '2020-01-31', ['overdue', '2019-12-31', 31]]]),
]));

test('Hunan: the subsidy of the province has no base in the text: not configured, never 0', async () => {
  const { tranches } = await d.get('/v1/contracts/252/payments?as_of=2020-01-31');
  assert.deepEqual(tranches.map((t) => [t.id, t.state, t.amount, t.event_on]), [['subsidy', 'not_configured', null, '2019-12-19']]);
});

test('a filing of a county marks the task of its city', () => {
  const marked = () => sql(d.database, 'select distinct contract_id from dirty_log where id > (select max(id) from dirty_log where contract_id = 401) order by 1').map(([id]) => id);
  sql(d.database, "insert into dirty_log (contract_id) values (401); insert into filing (contract_id, kind, recipient, filed_on) values (253, 'recruitment_plan', 'city', '2019-12-30')");
  assert.deepEqual(marked(), ['253', '261']);
});

// Last, because it changes what 101 has.
test('Hefei: a serious violation that is confirmed keeps the total at 59', async () => {
  assert.equal((await d.get('/v1/contracts/101/score?as_of=2021-12-31')).score, 99.95);
  sql(d.database, "insert into finding (contract_id, kind, severity, found_on, due_on, closed_on, confirmed_on) values (101, 'violation', 'serious', '2021-12-01', '2021-12-20', '2021-12-10', '2021-12-15')");
  const s = await d.get('/v1/contracts/101/score?as_of=2021-12-31');
  assert.deepEqual([s.score, s.grade.id, s.interval.highest], [59, 'unqualified', 59]);
  assert.equal((await d.get('/v1/contracts/101/score?as_of=2021-12-14')).score > 59, true, 'not confirmed yet');
});
