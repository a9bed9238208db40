'use strict';
// What follows for all contracts. The two witnesses: tables worked by hand from the clauses (tests/score has the working), and the
// routes of single contracts, which are another way through the daemon.
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { Daemon, sql } = require('./lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

const lists = { deadline: 'deadlines', penalty: 'penalties', tranche: 'payments', renewal: 'renewals' };
// The items of one contract, asked alone.
const alone = {
  deadline: async (id, day) => (await d.get(`/v1/contracts/${id}/deadlines?as_of=${day}`)).deadlines,
  penalty: async (id, day) => (await d.get(`/v1/contracts/${id}/penalties?as_of=${day}`)).penalties,
  tranche: async (id, day) => (await d.get(`/v1/contracts/${id}/payments?as_of=${day}`)).tranches,
  renewal: async (id, day) => [(await d.get(`/v1/contracts/${id}/renewal?as_of=${day}`)).renewal],
};

async function pages(target, daemon = d) {
  const all = [];
  for (; target !== null; target = all.at(-1).next) {
    assert.ok(all.length < 500, 'the pages do not end');
    const answer = await daemon.request(target);
    assert.equal(answer.status, 200, `${target}: ${answer.text.slice(0, 400)}`);
    assert.equal(answer.headers.link, answer.json.next === null ? undefined : `<${answer.json.next}>; rel="next"`);
    all.push(answer.json);
  }
  return all;
}
const items = async (target) => (await pages(target)).flatMap((p) => p.items);
const count = (list, of) => { const n = {}; for (const x of list) n[of(x)] = (n[of(x)] || 0) + 1; return n; };

test('each list is the lists of its contracts one behind another, on several days, whatever the page', async () => {
  for (const day of ['2017-06-20', '2017-07-31', '2018-06-30', '2019-02-12', '2021-08-18', '2024-12-31']) {
    const ids = sql(d.database, 'select id from contract order by id').map(([id]) => Number(id));
    for (const [key, name] of Object.entries(lists)) {
      const want = [];
      for (const id of ids) for (const item of await alone[key](id, day)) want.push([id, item]);
      for (const limit of day === '2024-12-31' ? [200, 1, 7] : [50]) {
        const got = await items(`/v1/${name}?as_of=${day}&limit=${limit}`);
        assert.deepEqual(got.map((i) => [i.contract.id, i[key]]), want, `${name} on ${day}, ${limit} a page`);
      }
    }
  }
});

test('Suzhou on 30 June 2018: seven were late, five by more than 15 days, three by more than 30', async () => {
  const got = await items('/v1/penalties?programme=suzhou-2017&as_of=2018-06-30');
  const who = (stage) => got.filter((i) => i.penalty.id === `team-setup.${stage}`).map((i) => i.contract.id);
  assert.deepEqual(who('late'), [2, 3, 4, 5, 6, 8, 9]);
  assert.deepEqual(who('first'), [4, 5, 6, 8, 9]);
  assert.deepEqual(who('second'), [6, 8, 9]);
  assert.equal(got.length, 15);
  const second = got.filter((i) => i.penalty.id === 'team-setup.second').map((i) => [i.penalty.cut.amount, i.penalty.terminate, i.penalty.decision_required]);
  assert.deepEqual(second, [[50000, false, true], [200000, true, true], [200000, true, true]], '6 came on day 31; 8 and 9 never: 20 % at most');
});

test('Suzhou on day 31, 2017-07-31: the cut of all three is 50,000.00, and the day before there is none', async () => {
  const cuts = async (day) => (await items(`/v1/penalties?programme=suzhou-2017&effect=cut&as_of=${day}`)).map((i) => [i.contract.id, i.penalty.cut.amount, i.penalty.reached_on]);
  assert.deepEqual(await cuts('2017-07-30'), []);
  assert.deepEqual(await cuts('2017-07-31'), [[6, 50000, '2017-07-31'], [8, 50000, '2017-07-31'], [9, 50000, '2017-07-31']]);
});

test('all programmes on 2024-12-31, counted by hand', async () => {
  const at = 'as_of=2024-12-31&limit=200';
  const stations = Number(sql(d.database, `select count(*) from station s join contract c on c.id = s.contract_id join programme p on p.id = c.programme_id
    where p.code = 'hunan-stations-2018'`)[0][0]);
  // two deadlines of nine lots, four of three units, five of three counties, three of two cities; four of three agreements and one of each station
  assert.deepEqual(count(await items(`/v1/deadlines?${at}`), (i) => i.contract.programme),
    { 'suzhou-2017': 18, 'hefei-yaohai-2020': 12, 'hunan-county-2018': 15, 'hunan-city-2018': 6, 'hunan-stations-2018': 12 + stations });
  // no rule: 9 + 3 + 3 + 2 + 14; 201 and 301 passed, 203, 302 (second try later) and 303 did not, 304 ends its third year, 202 has no evaluation
  assert.deepEqual(count(await items(`/v1/renewals?${at}`), (i) => i.renewal.advice), { no_rule: 31, renew: 2, retender: 4, pending: 1 });
  assert.deepEqual((await items(`/v1/renewals?advice=renew,pending&${at}`)).map((i) => [i.contract.id, i.renewal.advice]), [[201, 'renew'], [202, 'pending'], [301, 'renew']]);
  // three tranches of each of four: 302 failed its final evaluation, 303 had none; the subsidy of three counties has no base
  assert.deepEqual(count(await items(`/v1/payments?${at}`), (i) => i.tranche.state), { due: 10, blocked: 1, not_yet: 1, not_configured: 3 });
  assert.deepEqual((await items(`/v1/payments?state=not_yet,blocked&${at}`)).map((i) => [i.contract.id, i.tranche.id]), [[302, 'final'], [303, 'final']]);
});

test('Hunan: a stage of a station names the station', async () => {
  const got = (await items('/v1/penalties?programme=hunan-stations-2018&as_of=2020-02-28')).filter((i) => i.penalty.deadline === 'placement');
  const names = sql(d.database, 'select id, name from station').map(([id, name]) => [Number(id), name]);
  assert.deepEqual(got.map((i) => [i.contract.id, i.penalty.id]), [[201, 'placement.first'], [203, 'placement.fourth'], [203, 'placement.fourth']]);
  for (const { penalty: { entity } } of got) assert.deepEqual([entity.kind, entity.name], ['station', new Map(names).get(entity.id)]);
});

test('due_before and due_after leave their own day out; what has no date is within none', async () => {
  const due = async (query) => count(await items(`/v1/deadlines?programme=suzhou-2017&as_of=2018-06-30&${query}`), (i) => `${i.deadline.id} ${i.deadline.due}`);
  const tender = { 'tender 2017-05-31': 9 }, team = { 'team-setup 2017-06-30': 9 };
  assert.deepEqual(await due('due_before=2017-05-31'), {});
  assert.deepEqual(await due('due_before=2017-06-01'), tender);
  assert.deepEqual(await due('due_before=2017-06-30'), tender);
  assert.deepEqual(await due('due_after=2017-05-31'), team);
  assert.deepEqual(await due('due_after=2017-05-30&due_before=2017-07-01'), { ...tender, ...team });
  assert.deepEqual(await due('due_after=2017-06-30'), {});
  const no_date = await items('/v1/deadlines?as_of=2024-12-31&state=no_date,not_applicable');
  assert.ok(no_date.length > 0 && no_date.every((i) => i.deadline.due === null));
  assert.deepEqual(await items('/v1/deadlines?as_of=2024-12-31&state=no_date,not_applicable&due_before=9999-01-01'), []);
  // 301: 30 days from 2024-01-05, 2024-07-10 and 2024-12-20
  assert.deepEqual((await items('/v1/payments?as_of=2024-12-31&due_after=2024-08-08&due_before=2025-01-20')).filter((i) => i.contract.id === 301)
    .map((i) => [i.tranche.id, i.tranche.pay_by]), [['mid_term', '2024-08-09'], ['final', '2025-01-19']]);
});

test('overdue and open are states; region and provider choose contracts as in /v1/contracts', async () => {
  const states = async (query) => (await items(`/v1/deadlines?as_of=2017-07-20&programme=suzhou-2017&${query}`)).filter((i) => i.deadline.id === 'team-setup').map((i) => i.contract.id);
  assert.deepEqual(await states('state=overdue'), [5, 6, 8, 9]); // set up on the 30th, the 31st, never, never
  assert.deepEqual(await states('state=met_late,met'), [1, 2, 3, 4, 7]);
  const [[provider]] = sql(d.database, 'select provider_id from contract where id = 2');
  const [[region]] = sql(d.database, 'select region_code from contract where id = 2');
  for (const filter of [`provider=${provider}`, `region=${region}`, `region=${region.slice(0, 4)}`]) {
    assert.deepEqual([...new Set((await items(`/v1/renewals?as_of=2024-12-31&${filter}`)).map((i) => i.contract.id))],
      (await d.get(`/v1/contracts?limit=200&${filter}`)).items.map((c) => c.id), filter);
  }
});

test('what hangs on dates is told before the contract starts', async () => {
  // the team is due on 30 June 2017, the term begins on 1 July
  const got = await items('/v1/deadlines?programme=suzhou-2017&as_of=2017-06-20&state=open&due_before=2017-07-01');
  assert.deepEqual(got.map((i) => [i.contract.id, i.deadline.id, i.contract.start_on]), [1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => [id, 'team-setup', '2017-07-01']));
});

test('the next page is of the same day and filters, and of no other list', async () => {
  const { next } = await d.get('/v1/deadlines?limit=1&state=met,overdue');
  assert.match(next, /[?&]as_of=\d{4}-\d\d-\d\d&/, 'the day stands in the address though the request left it out');
  const cursor = /cursor=([^&]+)/.exec(next)[1], day = /as_of=([^&]+)/.exec(next)[1];
  await d.get(`/v1/deadlines?state=overdue,met&cursor=${cursor}&as_of=${day}&limit=3`);
  for (const other of [`/v1/deadlines?state=met&as_of=${day}`, '/v1/deadlines?state=met,overdue&as_of=2018-06-30', `/v1/payments?as_of=${day}`,
    `/v1/deadlines?state=met,overdue&as_of=${day}&region=32`]) {
    await d.refuses(`${other}&cursor=${cursor}`, 400, 'cursor-mismatch', 'cursor');
  }
});

test('bad values are refused and named', async () => {
  for (const [target, name] of [['deadlines?state=late', 'state'], ['deadlines?state=', 'state'], ['deadlines?state=met,', 'state'], ['deadlines?state=met,met', 'state'],
    ['payments?state=overdue', 'state'], ['renewals?advice=yes', 'advice'], ['penalties?effect=fine', 'effect'], ['penalties?limit=0', 'limit']]) {
    await d.refuses(`/v1/${target}`, 400, 'bad-parameter', name);
  }
  for (const name of ['due_before', 'due_after', 'as_of']) await d.refuses(`/v1/deadlines?${name}=2018-02-30`, 400, 'bad-date', name);
  await d.refuses('/v1/penalties?state=met', 400, 'unknown-parameter', 'state');
  await d.refuses('/v1/renewals?due_before=2018-06-30', 400, 'unknown-parameter', 'due_before');
});

test('L3: a contract that cannot be computed is named and keeps no other from the list', async () => {
  const own = await Daemon.start();
  try {
    // 13 x 12 x 999,999,999,999.99 yuan in millionths is past the range of int8
    sql(own.database, `insert into fund (contract_id, fiscal_year, source, level, planned, arrived, arrived_on)
      select 252, y, (select source from fund limit 1), 'district', 999999999999.99, 999999999999.99, make_date(y, 3, 1)
      from generate_series(2018, 2030) y, generate_series(1, 12)`);
    for (const limit of [200, 1]) {
      const all = await pages(`/v1/renewals?programme=hunan-county-2018&as_of=2024-12-31&limit=${limit}`, own);
      assert.deepEqual(all.flatMap((p) => p.items).map((i) => i.contract.id), [251, 253], `${limit} a page`);
      assert.deepEqual(all.flatMap((p) => p.failed).map((f) => [f.contract, f.code]), [[252, 'number-overflow']]);
    }
  } finally { await own.stop(); }
});

test('L1: a request looks at a bounded number of contracts; a page may be empty and have a next one', async () => {
  const own = await Daemon.start();
  try {
    sql(own.database, `insert into contract (id, programme_id, contract_no, title, provider_id, purchaser_id, region_code, start_on, end_on, amount)
      select 10000 + n, programme_id, contract_no || '-' || n, title, provider_id, purchaser_id, region_code, start_on, end_on, amount
      from contract, generate_series(1, 2100) n where id = 9`);
    const all = await pages('/v1/renewals?programme=suzhou-2017&advice=renew,pending&as_of=2018-06-30', own);
    assert.ok(all.length >= 3, `${all.length} pages for 2109 contracts`);
    assert.deepEqual(all.flatMap((p) => p.items), []);
    const rest = await pages('/v1/deadlines?programme=suzhou-2017&state=overdue&as_of=2017-07-31&limit=200', own);
    const overdue = rest.flatMap((p) => p.items).filter((i) => i.deadline.id === 'team-setup').map((i) => i.contract.id);
    assert.deepEqual(overdue, [8, 9, ...Array.from({ length: 2100 }, (_, i) => 10001 + i)], 'each once, in order');
  } finally { await own.stop(); }
});
