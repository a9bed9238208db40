'use strict';
// What follows from a date, against tables worked by hand from the clauses (Suzhou: SZ-04-8 to SZ-04-10).
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { Daemon, sql } = require('../api/lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

// Proposed cut of 1,000,000.00 by the day's date while not set up, by hand: day 31 is 5 %, then 1 % more for each begun stretch
// of five days (32..36 6 %, 37..41 7 %, ...), 20 % at most.
const cuts = [['2017-07-31', 50000], ['2017-08-01', 60000], ['2017-08-05', 60000], ['2017-08-06', 70000], ['2017-08-10', 70000],
  ['2017-08-11', 80000], ['2017-08-16', 90000], ['2017-08-29', 110000], ['2017-09-14', 140000], ['2017-09-15', 150000], ['2017-09-30', 180000]];
const terminate_from = '2017-08-29'; // day 60

// The table of ladder/suzhou-2017.tsv, worked by hand: what its head says.
function ladder() {
  const lines = fs.readFileSync(path.join(__dirname, 'ladder', 'suzhou-2017.tsv'), 'utf8').split('\n').filter((l) => l && !l.startsWith('#'));
  const [head, ...rows] = lines.map((l) => l.split('\t'));
  return rows.map((row) => Object.fromEntries(row.map((cell, i) => [head[i], cell])));
}
const stages = { A: ['team-setup.late'], B: ['team-setup.late', 'team-setup.first'], C: ['team-setup.late', 'team-setup.first', 'team-setup.second'] };
function by_hand(row, cell) {
  const [word, late = '0', stage] = cell.split(' ');
  const set_up = word === 'met';
  return {
    state: word === 'open' ? 'open' : word === 'over' ? 'overdue' : late === '0' ? 'met' : 'met_late',
    due: '2017-06-30', days_late: Number(late), stages: stages[stage] || [], next: set_up || row.next === '-' ? null : row.next,
    cut: stage !== 'C' ? null : set_up ? 50000 : Number(row.cut), // contract 6 was set up on day 31
    terminate: stage === 'C' && !set_up && row.end === 'yes',
  };
}

test('the ladder of the nine contracts, day by day from 2017-06-16 to 2017-09-30', async () => {
  const rows = ladder(), faults = [];
  assert.deepEqual([rows.length, rows[0].day, rows.at(-1).day], [107, '2017-06-16', '2017-09-30']);
  for (const row of rows) {
    for (let id = 1; id <= 9; id++) {
      const reply = await d.get(`/v1/contracts/${id}/deadlines?as_of=${row.day}`);
      const dl = reply.deadlines.find((x) => x.id === 'team-setup');
      const second = dl.stages_reached.find((x) => x.id === 'team-setup.second');
      const got = { state: dl.state, due: dl.due, days_late: dl.days_late, stages: dl.stages_reached.map((x) => x.id),
        next: dl.next_stage && dl.next_stage.on, cut: second ? second.cut.amount : null, terminate: second ? second.terminate : false };
      const want = by_hand(row, row[id]);
      try { assert.deepEqual(got, want); } catch { faults.push(`${id} on ${row.day}: ${JSON.stringify(got)}, by hand ${JSON.stringify(want)}`); }
      if (row.day < '2017-07-01') assert.equal(reply.score, null, 'no score before the term');
    }
  }
  assert.deepEqual(faults, []);
});

test('the cut that is proposed, to the fen, and the end of the contract', async () => {
  for (const [as_of, amount] of cuts) {
    const { penalties } = await d.get(`/v1/contracts/8/penalties?as_of=${as_of}`);
    const p = penalties.find((x) => x.id === 'team-setup.second');
    assert.equal(p.cut.amount, amount, as_of);
    assert.equal(p.cut.lowest_amount, 0);
    assert.equal(p.cut.highest_amount, 200000);
    assert.equal(p.terminate, as_of >= terminate_from, as_of);
    assert.equal(p.decision_required, true);
  }
});

test('day 15 proposes nothing, day 16 the listing, day 31 the cut of 50,000.00', async () => {
  const on = async (id, as_of) => (await d.get(`/v1/contracts/${id}/penalties?as_of=${as_of}`)).penalties.filter((p) => p.decision_required)
    .map((p) => [p.id, p.record, p.cut && p.cut.amount]);
  assert.deepEqual(await on(3, '2018-06-30'), []);
  assert.deepEqual(await on(4, '2018-06-30'), [['team-setup.first', 'procurement_adverse_record', null]]);
  assert.deepEqual(await on(5, '2018-06-30'), [['team-setup.first', 'procurement_adverse_record', null]]);
  assert.deepEqual(await on(6, '2018-06-30'), [['team-setup.first', 'procurement_adverse_record', null], ['team-setup.second', null, 50000]]);
});

test('a tender on 26 May is in time, on 2 June two days late; no sanction for the purchaser', async () => {
  const tender = async (id) => (await d.get(`/v1/contracts/${id}/deadlines?as_of=2018-06-30`)).deadlines.find((x) => x.id === 'tender');
  const a = await tender(1), b = await tender(2);
  assert.deepEqual([a.state, a.days_late, a.debtor], ['met', 0, 'purchaser']);
  assert.deepEqual([b.state, b.days_late, b.stages_reached], ['met_late', 2, []]);
});

test('Suzhou has no rule on payment or renewal, and says so', async () => {
  const pay = await d.get('/v1/contracts/1/payments?as_of=2018-06-30');
  assert.deepEqual([pay.rule_in_text, pay.tranches], [false, []]);
  const { renewal } = await d.get('/v1/contracts/1/renewal?as_of=2018-06-30');
  assert.equal(renewal.advice, 'no_rule');
});

// ---- Chengguan, Lanzhou: LZ-03-3 tranches, LZ-04-4-4 deviation, LZ-01-4 renewal, LZ-03-4-1 heads (sql/demo/lanzhou.sql)
const tranches = async (id, as_of) => {
  const pay = await d.get(`/v1/contracts/${id}/payments?as_of=${as_of}`);
  assert.equal(pay.rule_in_text, true);
  return pay.tranches.map((t) => [t.id, t.state, t.amount, t.event_on, t.pay_by]);
};
const proposed = async (id, as_of) => (await d.get(`/v1/contracts/${id}/penalties?as_of=${as_of}`)).penalties.map((p) => p.id);
const renewal = async (id, as_of) => {
  const { renewal: r } = await d.get(`/v1/contracts/${id}/renewal?as_of=${as_of}`);
  return [r.advice, r.evaluated, r.condition_met, r.cycle_year, r.warn_on];
};

test('150,000.00 is paid as 90,000, 45,000 and 15,000, each 30 days after its event', async () => {
  // signed 2024-01-05, five days before the year; 30 days on: 2024-02-04, 2024-08-09, 2025-01-19
  assert.deepEqual(await tranches(301, '2024-01-10'), [['signing', 'due', 90000, '2024-01-05', '2024-02-04'],
    ['mid_term', 'not_yet', 45000, null, null], ['final', 'not_yet', 15000, null, null]]);
  assert.deepEqual(await tranches(301, '2024-12-31'), [['signing', 'due', 90000, '2024-01-05', '2024-02-04'],
    ['mid_term', 'due', 45000, '2024-07-10', '2024-08-09'], ['final', 'due', 15000, '2024-12-20', '2025-01-19']]);
});

test('166,666.67 does not divide: the last tranche is the remainder', async () => {
  const paid = await tranches(304, '2024-12-31');
  assert.deepEqual(paid.map((t) => t[2]), [100000, 50000, 16666.67]);
  assert.deepEqual(paid.map((t) => t[1]), ['due', 'due', 'due'], 'a mark of exactly 60 without a recorded result is a pass');
});

test('a failed mid-term evaluation does not hold its payment, a failed final one does, until passed', async () => {
  assert.deepEqual((await tranches(302, '2024-12-31')).map((t) => [t[0], t[1], t[3]]),
    [['signing', 'due', '2024-01-05'], ['mid_term', 'due', '2024-07-12'], ['final', 'blocked', '2024-12-22']]);
  assert.deepEqual((await tranches(302, '2025-01-05'))[2].slice(1, 4), ['blocked', 15000, '2024-12-22']);
  assert.deepEqual((await tranches(302, '2025-01-06'))[2], ['final', 'due', 15000, '2025-01-06', '2025-02-05']);
  assert.deepEqual((await tranches(303, '2024-12-31')).map((t) => t[1]), ['due', 'due', 'not_yet']);
});

// Term 2024-01-10 to 2025-01-09, 366 days: a quarter is 91.5, so day 91 (04-09) is too early and day 92 (04-10) is not. Half is day
// 183 (07-10), two thirds day 244 (09-09). Done of 60 and 30: 24 and 15 at half time is (0.8 + 1) / 2 = 90 %.
test('a deviation is judged from a quarter of the term on', async () => {
  assert.deepEqual(await proposed(303, '2024-04-09'), []);
  assert.deepEqual(await proposed(303, '2024-04-10'), ['deviation.correct']); // (12/15.08 + 7/7.54) / 2 = 0.862: 13.8 % behind
});

test('10 %, 30 % and 50 % themselves are not beyond the bound; the next day without services is', async () => {
  assert.deepEqual(await proposed(301, '2024-07-10'), []); // exactly 10 %
  assert.deepEqual(await proposed(301, '2024-07-11'), ['deviation.correct']);
  assert.deepEqual(await proposed(302, '2024-07-10'), ['deviation.correct']); // (12/30 + 15/15) / 2 = 0.7: exactly 30 %
  assert.deepEqual(await proposed(302, '2024-07-11'), ['deviation.correct', 'deviation.suspend']);
  assert.deepEqual(await proposed(303, '2024-07-10'), ['deviation.correct', 'deviation.suspend']); // (15/30 + 12/15) / 2 = 0.65: 35 %
  assert.deepEqual(await proposed(303, '2024-09-09'), ['deviation.correct', 'deviation.suspend']); // (16/40 + 12/20) / 2: exactly 50 %
  assert.deepEqual(await proposed(303, '2024-09-10'), ['deviation.correct', 'deviation.stop']);
});

test('suspension and stop are for a person to decide, and no points are taken twice', async () => {
  const { penalties } = await d.get('/v1/contracts/303/penalties?as_of=2024-09-10');
  const [correct, stop] = penalties;
  assert.deepEqual([correct.debtor, correct.suspend, correct.terminate, correct.deduction.indicator], ['provider', false, false, 'project.deviation']);
  assert.deepEqual([stop.suspend, stop.terminate, stop.stop_renewal, stop.decision_required, stop.cut], [false, true, true, true, null]);
  const { penalties: [, suspend] } = await d.get('/v1/contracts/303/penalties?as_of=2024-09-09');
  assert.deepEqual([suspend.suspend, suspend.terminate, suspend.decision_required], [true, false, true]);
  assert.deepEqual(await proposed(303, '2024-10-07'), ['deviation.correct', 'deviation.stop']);
  assert.deepEqual(await proposed(303, '2024-10-08'), ['deviation.correct', 'deviation.stop', 'money.breach']); // confirmed that day
});

test('renewal: passed and not stopped; else a new tender, as after the third year', async () => {
  const warn = '2024-11-10'; // 60 days before 2025-01-09
  assert.deepEqual(await renewal(301, '2024-12-19'), ['pending', 'no', null, 1, warn]);
  assert.deepEqual(await renewal(301, '2024-12-20'), ['renew', 'yes', 'yes', 1, warn]);
  assert.deepEqual(await renewal(302, '2024-12-31'), ['retender', 'yes', 'no', 1, warn]);
  assert.deepEqual(await renewal(302, '2025-01-06'), ['renew', 'yes', 'yes', 1, warn]);
  assert.deepEqual(await renewal(303, '2024-10-14'), ['pending', 'no', null, 1, warn]);
  assert.deepEqual(await renewal(303, '2024-10-15'), ['retender', 'yes', 'no', 1, warn]);
  assert.deepEqual((await renewal(304, '2024-12-31')).slice(0, 1), ['retender']);
});

test('the second worker 30 days late: three quarters of the heads on day 60', async () => {
  const leaf = async (as_of) => {
    const find = (nodes) => nodes.flatMap((n) => (n.indicators ? find(n.indicators) : [n]));
    return find((await d.get(`/v1/contracts/301/score?as_of=${as_of}`)).indicators).find((n) => n.id === 'admin.heads');
  };
  assert.equal((await leaf('2024-02-08')).points, 3); // day 30: one of two throughout
  assert.equal((await leaf('2024-03-09')).points, 4.5); // day 60: (30 x 1/2 + 30 x 1) / 60 = 0.75 of 6 points
});

// sql/demo/lanzhou.sql: 301 used exactly 2 % of the subsidy and has 200 m2 and 15 m2 (以上 includes the number); 302 lacks the city's
// money and a hundredth of a square metre of activity space; 303 used one fen more than 2 % and has 12 m2 of office.
test('Lanzhou: conditions of the other parties, on the boundaries', async () => {
  const states = async (id) => {
    const { enabling } = await d.get(`/v1/contracts/${id}/conditions?as_of=2024-12-31`);
    return ['money.city', 'money.relief', 'place.activity', 'place.office'].map((c) => enabling.find((e) => e.id === c).state);
  };
  assert.deepEqual(await states(301), ['met', 'met', 'met', 'met']);
  assert.deepEqual(await states(302), ['not_met', 'met', 'not_met', 'met']);
  assert.deepEqual(await states(303), ['met', 'not_met', 'met', 'not_met']);
});

// Last, because they change the facts.
test('Lanzhou: rooms add half a point each, at most one and a half', async () => {
  const rooms = async (n) => {
    sql(d.database, `delete from checklist_check where contract_id = 302 and list_code = 'optional_rooms';
      insert into checklist_check (contract_id, list_code, item_code, met, checked_on)
      select 302, 'optional_rooms', r, true, '2024-06-01' from unnest((array['case_room', 'group_room', 'incubation_base', 'sauna'])[1:${n}]) r`);
    return (await d.get('/v1/contracts/302/score?as_of=2024-12-31')).score;
  };
  assert.deepEqual([await rooms(0), await rooms(1), await rooms(2), await rooms(3), await rooms(4)], [59.16, 59.66, 60.16, 60.66, 60.66]);
});

test('Lanzhou: money diverted or a profit made, once confirmed, keeps the total at 59', async () => {
  const score = async () => { const s = await d.get('/v1/contracts/304/score?as_of=2024-12-31'); return [s.score, s.grade.id, s.interval.highest]; };
  assert.deepEqual(await score(), [99.8, 'excellent', 99.8]);
  for (const kind of ['mixing', 'squeezing', 'diverting', 'profiteering']) {
    sql(d.database, `insert into finding (contract_id, id, kind, severity, found_on, closed_on) values (304, 99, '${kind}', 'major', '2023-07-01', '2023-07-02')`);
    assert.equal((await score())[0], 99.8, 'not confirmed yet');
    sql(d.database, "update finding set confirmed_on = '2023-08-01' where contract_id = 304 and id = 99");
    assert.deepEqual(await score(), [59, 'unqualified', 59], kind);
    sql(d.database, 'delete from finding where contract_id = 304 and id = 99');
  }
});
