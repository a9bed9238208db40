'use strict';
// What follows from a date, against tables worked by hand from the clauses (Suzhou: SZ-04-8 to SZ-04-10).
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { Daemon } = require('../api/lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

const day = (from, n) => new Date(Date.parse(from) + n * 864e5).toISOString().slice(0, 10);

// Contract -> day it was set up (sql/demo/suzhou.sql); due 2017-06-30 for all. 8 and 9 never were.
const set_up = { 1: '2017-06-30', 2: '2017-07-10', 3: '2017-07-15', 4: '2017-07-16', 5: '2017-07-30', 6: '2017-07-31', 7: '2017-06-25', 8: null, 9: null };
// First day more than 15 and more than 30 days after 30 June, by hand: 16 July and 31 July.
const first = '2017-07-16', second = '2017-07-31';
// Proposed cut of 1,000,000.00 by the day's date while not set up, by hand: day 31 is 5 %, then 1 % more for each begun stretch
// of five days (32..36 6 %, 37..41 7 %, ...), 20 % at most.
const cuts = [['2017-07-31', 50000], ['2017-08-01', 60000], ['2017-08-05', 60000], ['2017-08-06', 70000], ['2017-08-10', 70000],
  ['2017-08-11', 80000], ['2017-08-16', 90000], ['2017-08-29', 110000], ['2017-09-14', 140000], ['2017-09-15', 150000], ['2017-09-30', 180000]];
const terminate_from = '2017-08-29'; // day 60

test('the ladder of the nine contracts, day by day from 2017-07-01 to 2017-09-30', async () => {
  const faults = [];
  for (const [id, on] of Object.entries(set_up)) {
    for (let as_of = '2017-07-01'; as_of <= '2017-09-30'; as_of = day(as_of, 1)) {
      const reply = await d.get(`/v1/contracts/${id}/deadlines?as_of=${as_of}`);
      const dl = reply.deadlines.find((x) => x.id === 'team-setup');
      const met = on !== null && on <= as_of;
      const until = met ? on : as_of;
      const late = Math.max(0, (Date.parse(until) - Date.parse('2017-06-30')) / 864e5);
      const want = {
        state: met ? (late > 0 ? 'met_late' : 'met') : 'overdue',
        days_late: late,
        stages: [...(late > 0 ? ['team-setup.late'] : []), ...(until >= first && late > 0 ? ['team-setup.first'] : []),
          ...(until >= second && late > 0 ? ['team-setup.second'] : [])],
        next: met ? null : as_of < first ? first : as_of < second ? second : null,
      };
      const got = { state: dl.state, days_late: dl.days_late, stages: dl.stages_reached.map((s) => s.id), next: dl.next_stage && dl.next_stage.on };
      try { assert.deepEqual(got, want); } catch { faults.push(`${id} on ${as_of}: ${JSON.stringify(got)}, by hand ${JSON.stringify(want)}`); }
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
