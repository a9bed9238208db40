'use strict';
// POST /v1/simulations: what would be if. Expected values are worked by hand from the clauses and from tests/score/*.tsv: the
// sums of suzhou-2017 on 2018-06-30 before rounding are 71.339723 (contract 6), 34.733333 (8), 96.436066 (2), 99.8 (1), 76.51 (4).
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { Daemon, eventually, root, run, sql, wait } = require('./lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

const options = (body, headers = {}) => ({ method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
const simulate = (body) => d.get('/v1/simulations', 200, options(body));
const refused = (body, status, code, where) => d.refuses('/v1/simulations', status, code, where, options(body, { 'accept-language': 'en' }));
const suzhou = (contract, rest) => simulate({ contract, as_of: '2018-06-30', include: [], ...rest });
const leaves = (nodes) => nodes.flatMap((n) => (n.indicators ? leaves(n.indicators) : [n]));
const leaf = (score, id) => leaves(score.indicators).find((l) => l.id === id);
const rules = (file) => fs.readFileSync(path.join(root, `rules/${file}.yaml`), 'utf8');

test('a late team on time gains exactly the points of the clause, and the proposals go', async () => {
  const s = await simulate({ contract: 6, as_of: '2018-06-30', facts: { 'deployment.operational_on': '2017-06-30' } });
  // Annex 2 is missing, so the 3 points for heads go to the others of the group: 9 x 15/12 = 11.25.
  assert.deepEqual([leaf(s.before.score, 'deploy.team').points, leaf(s.after.score, 'deploy.team').points], [0, 11.25]);
  assert.deepEqual(s.changes.score, { before: 71.34, after: 82.59, change: 11.25 });
  assert.deepEqual(s.assumed, { rules: 'loaded', parameters: [],
    facts: [{ fact: 'deployment.operational_on', grain: 'contract', entity: null, before: '2017-07-31', after: '2017-06-30' }] });
  assert.deepEqual(s.changes.grade, { before: 'qualified', after: 'good', moved: true });
  const clause = { title: leaf(s.before.score, 'deploy.team').title, clause: '四' };
  assert.deepEqual(s.changes.indicators, [{ indicator: 'deploy.team', ...clause, before: { points: 0, effective_weight: 11.25, state: 'ok' }, after: { points: 11.25, effective_weight: 11.25, state: 'ok' }, change: 11.25 }]);
  assert.deepEqual(s.changes.applied, []);
  assert.deepEqual(s.changes.decisions.map(({ kind, id, before, after }) => [kind, id, before && [before.state, before.amount, before.on, before.days_late], after && [after.state, after.amount, after.on, after.days_late]]), [
    ['deadline', 'team-setup', ['met_late', null, '2017-06-30', 31], ['met', null, '2017-06-30', 0]],
    ['penalty', 'team-setup.late', ['proposed', null, '2017-07-01', 0], null],
    ['penalty', 'team-setup.first', ['proposed', null, '2017-07-16', 0], null],
    ['penalty', 'team-setup.second', ['proposed', 50000, '2017-07-31', 0], null]]);
  // 31 days late: points, then 5 % of a million; in time: nothing.
  assert.deepEqual(s.before.penalties.map((p) => p.id), ['team-setup.late', 'team-setup.first', 'team-setup.second']);
  assert.equal(s.before.penalties[2].cut.amount, 50000);
  assert.deepEqual(s.after.penalties, []);
  const team = (side) => side.deadlines.find((x) => x.id === 'team-setup');
  assert.deepEqual([team(s.before).state, team(s.before).days_late, team(s.after).state, team(s.after).days_late], ['met_late', 31, 'met', 0]);
});

test('without anything assumed, before and after are the score that is served, and its decisions', async () => {
  for (const [contract, as_of] of [[2, '2018-06-30'], [102, '2021-06-30'], [302, '2024-12-31'], [401, '2024-12-31']]) {
    const s = await simulate({ contract, as_of });
    const score = await d.get(`/v1/contracts/${contract}/score?as_of=${as_of}`);
    assert.deepEqual(s.before.score, score);
    assert.deepEqual(s.after.score, score);
    for (const part of ['deadlines', 'penalties', 'renewal']) {
      const served = (await d.get(`/v1/contracts/${contract}/${part}?as_of=${as_of}`))[part];
      assert.deepEqual([s.before[part], s.after[part]], [served, served], `${contract} ${part}`);
    }
    const { rule_in_text, clause, tranches } = await d.get(`/v1/contracts/${contract}/payments?as_of=${as_of}`);
    assert.deepEqual(s.after.payments, { rule_in_text, clause, tranches });
    const { enabling, eligibility } = await d.get(`/v1/contracts/${contract}/conditions?as_of=${as_of}`);
    assert.deepEqual(s.after.conditions, { enabling, eligibility });
    assert.deepEqual(s.changes, { score: { before: score.score, after: score.score, change: 0 }, grade: { before: score.grade && score.grade.id, after: score.grade && score.grade.id, moved: false }, indicators: [], applied: [], decisions: [] });
  }
});

test('a missing fact made known, and a known one made missing', async () => {
  // 8 never entered: 15 points of the group hang on the team alone (no training, no annex 2).
  const known = await suzhou(8, { facts: { 'deployment.operational_on': '2017-06-30' } });
  assert.deepEqual(known.changes.score, { before: 34.73, after: 49.73, change: 15 });
  assert.equal(known.assumed.facts[0].before, null);
  // In contract 1 the share of the team is 9 x 15/12; without a day it earns nothing.
  const missing = await suzhou(1, { include: ['score'], facts: { 'deployment.operational_on': null } });
  assert.deepEqual(missing.changes.score, { before: 99.8, after: 88.55, change: -11.25 });
  assert.equal(leaf(missing.after.score, 'deploy.team').points, 0);
  assert.equal(missing.assumed.facts[0].after, null);
});

test('counts, shares and facts of one community', async () => {
  // 31 of 61 is more than half: the leaf is full, 60/61 x 10 before.
  const cases = await suzhou(2, { include: ['score'], facts: { 'service.cases(category: basic)': 31 } });
  assert.deepEqual([leaf(cases.before.score, 'basic.cases').points, leaf(cases.after.score, 'basic.cases').points], [9.836066, 10]);
  assert.equal(cases.assumed.facts[0].fact, "service.cases(category: 'basic', unit: 'either')");
  // 6 reached 81 of 82; 41 of 82 is half of 2 points.
  for (const half of ['41/82', { numerator: 41, denominator: 82 }]) {
    const s = await suzhou(6, { include: ['score'], facts: { 'service.group_share': half } });
    assert.deepEqual([leaf(s.before.score, 'basic.groups').points, leaf(s.after.score, 'basic.groups').points], [1.97561, 1]);
    assert.deepEqual(s.assumed.facts[0].after, { numerator: 41, denominator: 82 });
  }
  // One of the four pilots of 2 had one large activity of two: 7/8 of 6 points.
  const [[id]] = sql(d.database, `select community_id from contract_community where contract_id = 2 and is_pilot order by community_id offset 1 limit 1`);
  const large = await suzhou(2, { include: ['score'], communities: [{ id: Number(id), facts: { 'service.activities(size: large)': 2 } }] });
  assert.deepEqual([leaf(large.before.score, 'governance.large').points, leaf(large.after.score, 'governance.large').points], [5.25, 6]);
  assert.deepEqual(large.changes.score, { before: 96.44, after: 97.19, change: 0.75 });
  assert.deepEqual([large.assumed.facts[0].grain, large.assumed.facts[0].entity, large.assumed.facts[0].before], ['community', Number(id), 1]);
});

test('arguments as the scheme writes them, with names of its parameters', async () => {
  const [[id]] = sql(d.database, `select community_id from contract_community where contract_id = 2 and is_pilot order by community_id offset 1 limit 1`);
  const s = await suzhou(2, { communities: [{ id: Number(id), facts: { 'service.activities(size: large, min_participants: large_min_participants)': 2 } }] });
  assert.equal(s.changes.score.after, 97.19);
});

test('parameters: another threshold, and none', async () => {
  // 48 of 60 are 4/5 of 10 points; of 48 they are all.
  const lower = await suzhou(4, { parameters: { basic_units_min: 48 } });
  assert.deepEqual(lower.changes.score, { before: 76.51, after: 78.51, change: 2 });
  assert.deepEqual(lower.assumed, { facts: [], parameters: [{ name: 'basic_units_min', before: 60, after: 48 }], rules: 'parameters' });
  // 61 of 122 are half.
  assert.equal((await suzhou(1, { parameters: { basic_units_min: 122 } })).changes.score.after, 94.8);
  const blank = await suzhou(4, { include: ['score'], parameters: { basic_units_min: null } });
  assert.equal(leaf(blank.after.score, 'basic.reach').state, 'not_configured');
  assert.equal(blank.assumed.parameters[0].after, null);
  const share = await suzhou(2, { include: ['score'], parameters: { case_share_min: null } });
  assert.equal(leaf(share.after.score, 'basic.cases').state, 'not_configured');
  // An argument of a metric: no activity of the demonstration had 1000 participants, so the 6 points are lost.
  const crowd = await suzhou(1, { include: ['score'], parameters: { large_min_participants: 1000 } });
  assert.deepEqual([leaf(crowd.before.score, 'governance.large').points, leaf(crowd.after.score, 'governance.large').points], [6, 0]);
  // Both: 5 came 30 days late, which cost half of 11.25, and reached 45 of 60. 72.5 + 5.625 + 2.5 = 80.625.
  const both = await suzhou(5, { facts: { 'contract.team_due_on': '2017-07-30' }, parameters: { basic_units_min: '45' } });
  assert.deepEqual(both.changes.score, { before: 72.5, after: 80.63, change: 8.13 });
});

test('the tranches of Chengguan', async () => {
  const tranches = async (contract, as_of, rest) => {
    const s = await simulate({ contract, as_of, include: ['payments'], ...rest });
    return [s.before, s.after].map((side) => side.payments.tranches.map((t) => [t.state, t.amount, t.pay_by]));
  };
  // 303 had no final evaluation. Passed on 20 December, 10 % of 150,000 is due in 30 days.
  const [before303, passed] = await tranches(303, '2024-12-31', { facts: { 'evaluation.completed_on(phase: final)': '2024-12-20', 'evaluation.qualified(phase: final)': true } });
  assert.deepEqual(before303[2], ['not_yet', 15000, null]);
  assert.deepEqual(passed[2], ['due', 15000, '2025-01-19']);
  const one = await simulate({ contract: 303, as_of: '2024-12-31', include: ['payments'], facts: { 'evaluation.completed_on(phase: final)': '2024-12-20', 'evaluation.qualified(phase: final)': true } });
  assert.deepEqual(one.changes.decisions.filter((x) => x.kind === 'tranche').map((x) => [x.id, x.before, x.after]),
    [['final', { state: 'not_yet', amount: 15000, on: null, days_late: 0 }, { state: 'due', amount: 15000, on: '2025-01-19', days_late: 0 }]]);
  const [, failed] = await tranches(303, '2024-12-31', { facts: { 'evaluation.completed_on(phase: final)': '2024-12-20', 'evaluation.qualified(phase: final)': false } });
  assert.equal(failed[2][0], 'blocked');
  // 166,666.67 in 60/30/10, and in 30/60/10.
  const [own, turned] = await tranches(304, '2024-01-09', { parameters: { pay_signing: '30%', pay_mid_term: '60%' } });
  assert.deepEqual(own.map((t) => t[1]), [100000, 50000, 16666.67]);
  assert.deepEqual(turned.map((t) => t[1]), [50000, 100000, 16666.67]);
});

test('a draft of the whole rules is what the same values as parameters are', async () => {
  const draft = rules('suzhou-2017').replace(/(basic_units_min:\n +value:) 60/, '$1 48');
  assert.notEqual(draft, rules('suzhou-2017'));
  const s = await suzhou(4, { include: ['score'], scheme: draft });
  assert.deepEqual(s.changes.score, { before: 76.51, after: 78.51, change: 2 });
  assert.equal(s.assumed.rules, 'draft');
  assert.notEqual(s.after.score.scheme.version, s.before.score.scheme.version);
  const extended = await suzhou(4, { scheme: 'scheme: suzhou-draft\nextends: suzhou-2017\nparameters:\n  basic_units_min: {value: 48}\n' });
  assert.equal(extended.changes.score.after, 78.51);
  const same = await suzhou(4, { include: ['score'], scheme: rules('suzhou-2017') });
  assert.deepEqual(same.after.score, same.before.score);
});

test('drafts of every shipped scheme give the scores that are served', async () => {
  for (const [contract, as_of, file] of [[101, '2021-06-30', 'hefei-yaohai-2020'], [201, '2019-06-30', 'hunan-stations-2018'], [302, '2024-12-31', 'lanzhou-chengguan'], [401, '2024-12-31', 'three-society-pilot']]) {
    const s = await simulate({ contract, as_of, scheme: rules(file) });
    assert.deepEqual(s.after, s.before, file);
  }
});

test('changes by indicator and beside the tree add up to the change of the total', async () => {
  const micro = (n) => Math.round(n * 1e6);
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  const cases = [[6, '2018-06-30', { basic_units_min: 100, large_min_participants: 1000, case_share_min: null }, { 'service.group_share': '41/82', 'change.in_order': null }],
    [302, '2024-12-31', {}, { 'evaluation.qualified(phase: final)': true }], [102, '2021-06-30', {}, {}]];
  for (const [contract, as_of, parameters, facts] of cases) {
    const s = await simulate({ contract, as_of, parameters, facts });
    const all = (side) => new Map(leaves(s[side].score.indicators).map((l) => [l.id, l]));
    const [was, is] = [all('before'), all('after')];
    const moved = [...was.keys()].filter((id) => was.get(id).points !== is.get(id).points);
    assert.deepEqual(s.changes.indicators.filter((x) => x.change !== 0).map((x) => x.indicator).sort(), moved.sort());
    for (const x of s.changes.indicators) {
      assert.deepEqual([x.before.points, x.after.points], [was.get(x.indicator).points, is.get(x.indicator).points]);
      assert.equal(micro(x.change), micro(x.after.points) - micro(x.before.points));
    }
    for (let i = 1; i < s.changes.indicators.length; i++) assert.ok(Math.abs(s.changes.indicators[i - 1].change) >= Math.abs(s.changes.indicators[i].change));
    const beside = s.changes.applied.filter((a) => a.kind === 'group' || a.kind === 'bonus');
    const change = sum(s.changes.indicators.map((x) => micro(x.change))) + sum(beside.map((a) => micro(a.after || 0) - micro(a.before || 0)));
    assert.ok(Math.abs(change - micro(s.changes.score.change)) <= 10000, `${contract}: ${change} and ${s.changes.score.change}`);
  }
});

test('a draft with other indicators: what is gone and what is new', async () => {
  const draft = rules('suzhou-2017').replace('id: governance.large', 'id: governance.great');
  const s = await suzhou(2, { scheme: draft });
  assert.deepEqual(s.changes.indicators.map((x) => [x.indicator, x.before && x.before.points, x.after && x.after.points, x.change]),
    [['governance.large', 5.25, null, -5.25], ['governance.great', null, 5.25, 5.25]]);
  assert.equal(s.changes.score.change, 0);
});

test('include says what is written; nothing else is', async () => {
  const s = await simulate({ contract: 6, as_of: '2018-06-30', include: ['renewal', 'payments'] });
  assert.deepEqual(Object.keys(s.after), ['payments', 'renewal']);
  assert.deepEqual((await suzhou(6, {})).after, {});
});

test('before the contract starts there is no score, but what follows from dates', async () => {
  const s = await simulate({ contract: 6, as_of: '2017-06-15', include: ['deadlines'], facts: { 'contract.team_due_on': '2017-06-10' } });
  assert.deepEqual(s.changes.score, { before: null, after: null, change: null });
  assert.equal(s.after.deadlines.find((x) => x.id === 'team-setup').due, '2017-06-10');
  await refused({ contract: 6, as_of: '2017-06-15' }, 422, 'as-of-before-start', '#/as_of');
});

test('the same request has the same bytes, nothing is stored, and the plain score stays', async () => {
  await eventually('all scores are stored', async () => (await d.request('/readyz')).status === 200
    && sql(d.database, 'select count(*) from dirty_log where done_at is null')[0][0] === '0');
  const tables = sql(d.database, "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1").map(([t]) => t);
  assert.ok(tables.length > 20);
  const counts = () => sql(d.database, tables.map((t) => `select '${t}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) from ${t} t where '${t}' not like '%token'`).join(' union all '));
  const plain = () => d.request('/v1/contracts/6/score?as_of=2018-06-30');
  const [rows, score] = [counts(), await plain()];
  const body = { contract: 6, as_of: '2018-06-30', facts: { 'deployment.operational_on': null }, parameters: { basic_units_min: 1 } };
  const [one, two] = [await d.request('/v1/simulations', options(body)), await d.request('/v1/simulations', options(body))];
  assert.equal(one.status, 200);
  assert.equal(two.text, one.text);
  assert.equal(one.headers['cache-control'], 'no-store');
  assert.deepEqual(counts(), rows);
  assert.equal((await plain()).text, score.text);
});

test('a whole programme: counts, grades, distribution, and the contracts that change most', async () => {
  // 122 instead of 60: of 10 points each keeps (households / 122) instead of (households / 60, at most 1).
  const body = { programme: 'suzhou-2017', as_of: '2018-06-30', parameters: { basic_units_min: 122 } };
  const s = await simulate({ ...body, limit: 5 });
  assert.deepEqual(s.contracts, { compared: 9, improved: 0, worse: 8, same: 1, grade_moved: 1, not_started: 0, failed: 0 });
  assert.deepEqual(s.largest.map((l) => [l.contract.id, l.before.score, l.after.score, l.change]), [[3, 92.93, 87.84, -5.09], [1, 99.8, 94.8, -5],
    [2, 96.44, 91.44, -5], [6, 71.34, 66.42, -4.92], [4, 76.51, 72.44, -4.07]]);
  assert.deepEqual([s.limit, s.not_named], [5, 3]);
  assert.deepEqual(s.moves, [{ from: 'excellent', to: 'good', contracts: 1 }]);
  assert.deepEqual([s.before.mean, s.before.lowest, s.before.highest], [71.578889, 4, 99.8]); // 644.21 / 9
  assert.deepEqual([s.after.mean, s.after.lowest, s.after.highest], [67.91, 4, 94.8]); // 611.19 / 9
  assert.deepEqual(s.after.grades.map((g) => [g.grade, g.contracts]), [['excellent', 3], ['good', 1], ['qualified', 3], ['unqualified', 2]]);
  assert.deepEqual(s.after.bands.map((b) => b.contracts), [1, 0, 0, 1, 0, 0, 2, 1, 1, 3]);
  // 5 + 5 + 5.081967 + 4.065574 + 3.811475 + 4.918033 + 3.442623 + 1.693989
  assert.deepEqual(s.indicators.map((x) => [x.indicator, x.contracts, x.gained, x.lost]), [['basic.reach', 8, 0, 33.013661]]);
  assert.equal(s.decisions, null);
  // All, and each as the simulation of that contract alone.
  const all = await simulate(body);
  assert.deepEqual([all.largest.length, all.limit, all.not_named], [8, 20, 0]);
  for (const l of all.largest) {
    const one = await suzhou(l.contract.id, { parameters: body.parameters });
    assert.deepEqual(one.changes.score, { before: l.before.score, after: l.after.score, change: l.change });
  }
  assert.equal((await d.request('/v1/simulations', options(body))).text, (await d.request('/v1/simulations', options(body))).text);
});

test('a programme with facts, a draft, and on a day when some have not started', async () => {
  // Everybody in time: those who were late by more than 15 days gain, 7 and 1 to 3 do not.
  const s = await simulate({ programme: 'suzhou-2017', as_of: '2018-06-30', facts: { 'deployment.operational_on': '2017-06-30' } });
  assert.deepEqual(s.largest.map((l) => [l.contract.id, l.change]), [[8, 15], [9, 15], [6, 11.25], [4, 5.62], [5, 5.63]].sort((a, b) => b[1] - a[1] || a[0] - b[0]));
  assert.equal('before' in s.assumed.facts[0], false);
  // 4 and 5 come late by more than 15 days and lose half, 6 31 days and 5 % of a million; 8 and 9 never did.
  const all = await simulate({ programme: 'suzhou-2017', as_of: '2018-06-30', include: ['penalties'], facts: { 'deployment.operational_on': '2017-06-30' } });
  const of = (kind, id) => all.decisions.find((x) => x.kind === kind && x.id === id);
  const served = (await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => d.get(`/v1/contracts/${id}/penalties?as_of=2018-06-30`)))).map((x) => x.penalties);
  for (const stage of ['team-setup.late', 'team-setup.first', 'team-setup.second']) {
    const having = served.filter((p) => p.some((x) => x.id === stage));
    const cuts = having.flat().filter((x) => x.id === stage && x.cut).map((x) => x.cut.amount);
    assert.deepEqual([of('penalty', stage).contracts, of('penalty', stage).gone, of('penalty', stage).amount_change], [having.length, having.length, -cuts.reduce((a, b) => a + b, 0) || 0], stage);
  }
  assert.ok(of('penalty', 'team-setup.second').amount_change <= -50000);
  const early = await simulate({ programme: 'lanzhou-chengguan', as_of: '2023-12-31', scheme: rules('lanzhou-chengguan') });
  assert.deepEqual([early.contracts.compared, early.contracts.not_started, early.contracts.same], [1, 3, 1]);
  const none = await simulate({ programme: 'suzhou-2017', as_of: '2016-01-01' });
  assert.deepEqual([none.contracts.compared, none.contracts.not_started, none.before.mean], [0, 9, null]);
  await refused({ programme: 'no-such' }, 404, 'unknown-scheme', '#/programme');
  await refused({ programme: 'suzhou-2017', limit: 201 }, 400, 'out-of-range', '#/limit');
  await refused({ contract: 6, limit: 5 }, 400, 'conflicting-keys', '#/limit');
  await refused({ contract: 6, programme: 'suzhou-2017' }, 400, 'conflicting-keys', '#/programme');
  await refused({ programme: 'suzhou-2017', communities: [] }, 400, 'conflicting-keys', '#/communities');
});

// A lock holds up what asks for mandatory items: only the rules of Suzhou do. A statement waits for it for two seconds at most.
async function whileLocked(action) {
  const holder = spawn('psql', ['-XqAt', '-d', d.database], { stdio: ['pipe', 'pipe', 'ignore'] });
  holder.stdin.write('begin; lock table mandatory_item in access exclusive mode; select 1;\n');
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  const release = () => holder.stdin.end('rollback;\n');
  try { return await action(release); } finally { release(); }
}

test('one programme at a time, with a time limit of its own; scores and other simulations go on meanwhile', async (t) => {
  const own = await Daemon.start({ database: d.database, token: d.token, env: { ASSAYD_TIMEOUT_MS: '1000' } });
  t.after(() => own.stop());
  await eventually('ready', async () => (await own.request('/readyz')).status === 200);
  const programme = (code) => own.request('/v1/simulations', options({ programme: code, as_of: '2018-06-30' }));
  const meanwhile = async (until) => {
    for (let i = 0; i < 3 || Date.now() < until; i++) {
      assert.equal((await own.request('/v1/contracts/302/score?as_of=2024-12-31')).status, 200);
      assert.equal((await own.request('/v1/simulations', options({ contract: 302, as_of: '2024-12-31' }))).status, 200);
    }
  };
  await meanwhile(0);
  await whileLocked(async (release) => {
    const started = Date.now();
    const long = programme('suzhou-2017');
    await wait(200);
    const second = await programme('lanzhou-chengguan');
    assert.deepEqual([second.status, second.json.code], [503, 'one-at-a-time']);
    assert.ok(Number(second.headers['retry-after']) >= 1);
    await meanwhile(started + 1500);
    release();
    assert.equal((await long).status, 200, 'it has more time than other requests');
  });
  assert.equal((await programme('lanzhou-chengguan')).status, 200);
  const brief = await Daemon.start({ database: d.database, token: d.token, env: { ASSAYD_PATIENCE_MS: '300' } });
  t.after(() => brief.stop());
  await whileLocked(async () => {
    const late = await brief.request('/v1/simulations', options({ programme: 'suzhou-2017', as_of: '2018-06-30' }));
    assert.equal(late.status, 504);
  });
});

test('assayd score --set --parameter says the same in a terminal', async () => {
  const env = { PGDATABASE: d.database };
  const facts = ['--set', 'deployment.operational_on=2017-06-30', '--set', 'service.cases(category: basic)=', '--parameter', 'basic_units_min=62'];
  const answer = run(['score', '6', '--as-of', '2018-06-30', '--format', 'json', ...facts], env);
  const body = { contract: 6, as_of: '2018-06-30', facts: { 'deployment.operational_on': '2017-06-30', 'service.cases(category: basic)': null }, parameters: { basic_units_min: 62 } };
  assert.equal(answer.stdout.trimEnd(), (await d.request('/v1/simulations', options(body))).text);
  const page = run(['score', '6', '--as-of', '2018-06-30', '--lang', 'en', '--set', 'deployment.operational_on=2017-06-30'], env).stdout;
  assert.match(page, /^If so; it was 71\.34:\n/);
  assert.match(page, /82\.59/);
  for (const [args, status, said] of [[['--set', 'x=1'], 1, /no "x"/], [['--set', 'x'], 2, /NAME=VALUE/], [['--parameter', 'basic_units_min=50%'], 1, /50%/], [['--set', 'x=1', '--set', 'x=2'], 1, /more than once/]]) {
    const r = run(['score', '6', '--as-of', '2018-06-30', '--lang', 'en', ...args], env);
    assert.equal(r.status, status, r.stderr);
    assert.match(r.stderr, said);
  }
  assert.equal(run(['explain', '6', '--set', 'x=1'], env).status, 2);
});

test('the end of the process does not wait for a programme', async () => {
  const own = await Daemon.start({ database: d.database, token: d.token, env: { ASSAYD_GRACE_MS: '200' } });
  await whileLocked(async () => {
    const answer = own.request('/v1/simulations', options({ programme: 'suzhou-2017', as_of: '2018-06-30' })).catch(() => null);
    await wait(300);
    const started = Date.now();
    await own.stop(); // in order: exit 0, nothing for the sanitizers to say
    assert.ok(Date.now() - started < 8000, `took ${Date.now() - started} ms`);
    await answer;
  });
});

test('what cannot be read is 400 at its place', async () => {
  await refused('{"contract":1', 400, 'bad-json', '#');
  await refused('{"contract":1,"contract":2}', 400, 'duplicate-key', '#/contract');
  await refused('[]', 400, 'wrong-type', '#');
  await refused({}, 400, 'missing-key', '#');
  const key = await refused({ contract: 1, fact: {} }, 400, 'unknown-key', '#/fact');
  assert.match(key.detail, /"facts"/);
  await refused({ contract: '1' }, 400, 'wrong-type', '#/contract');
  await refused('{"contract":1.5}', 400, 'out-of-range', '#/contract');
  await refused('{"contract":0}', 400, 'out-of-range', '#/contract');
  await refused('{"contract":1e3}', 400, 'bad-json', '#');
  await refused({ contract: 1, as_of: '2018-02-30' }, 400, 'bad-date', '#/as_of');
  await refused({ contract: 1, include: ['score', 'scores'] }, 400, 'unknown-word', '#/include/1');
  await refused({ contract: 1, parameters: {}, scheme: '' }, 400, 'conflicting-keys', '#/scheme');
  await refused({ contract: 6, parameters: { basic_units_min: [1] } }, 400, 'wrong-type', '#/parameters/basic_units_min');
  await refused({ contract: 6, communities: [{ facts: {} }] }, 400, 'missing-key', '#/communities/0');
  await refused({ contract: 6, facts: { 'service.cases(category: basic)': 1, "service.cases(category: 'basic', unit: 'either')": 2 } }, 400, 'duplicate-key', "#/facts/service.cases(category:%20'basic',%20unit:%20'either')");
  await refused({ contract: 6, facts: '\u0000' }, 400, 'bad-json', '#');
  await refused(`{"contract":6,"facts":${'['.repeat(40)}${']'.repeat(40)}}`, 413, 'limit-exceeded', '#');
});

test('what does not fit the rules is 422 at its place, with the nearest name', async () => {
  const fact = (facts, code, where) => refused({ contract: 6, as_of: '2018-06-30', facts }, 422, code, where);
  await refused({ contract: 987654321 }, 404, 'unknown-contract', '#/contract');
  const near = await fact({ 'service.case': 1 }, 'unknown-fact', '#/facts/service.case');
  assert.match(near.detail, /service\.cases\(category: 'basic', unit: 'either'\)/);
  const grain = await fact({ 'service.activities(size: large)': 1 }, 'unknown-fact');
  assert.match(grain.detail, /of a community/);
  await fact({ 'service.records + 1': 1 }, 'unknown-fact');
  await fact({ 'selection.share': '1/2' }, 'ambiguous-fact', '#/facts/selection.share');
  for (const value of ['15 days', '100 yuan', -1, 1.5, true, 'many', [], '99999999999999', '0.1234567']) await fact({ 'service.cases(category: basic)': value }, 'bad-fact', '#/facts/service.cases(category:%20basic)');
  for (const value of ['2017-02-30', 20170630, '30 days', false]) await fact({ 'deployment.operational_on': value }, 'bad-fact', '#/facts/deployment.operational_on');
  for (const value of ['50%', 0.5, '1/-2', { numerator: 1 }, { numerator: 1, denominator: 2, of: 3 }, '1.5/2']) await fact({ 'service.group_share': value }, 'bad-fact', '#/facts/service.group_share');
  await refused({ contract: 6, as_of: '2018-06-30', communities: [{ id: 999, facts: { 'service.activities(size: large)': 1 } }] }, 422, 'unknown-entity', '#/communities/0');
  const name = await refused({ contract: 6, parameters: { basic_unit_min: 1 } }, 422, 'unknown-scheme-parameter', '#/parameters/basic_unit_min');
  assert.match(name.detail, /basic_units_min/);
  for (const value of ['50%', 'many', '2017-06-30', 'x"}, y: {value: 1', true, '15 days']) {
    const p = await refused({ contract: 6, as_of: '2018-06-30', parameters: { case_share_min: '60%', basic_units_min: value } }, 422, 'bad-scheme-parameter', '#/parameters/basic_units_min');
    assert.ok(p.findings.length >= 1);
  }
  // A word that no rule asks for would silently take the other branch.
  for (const value of ['‘leaf’', 'leaf ', 'laef', 'Leaf', '']) {
    const p = await refused({ contract: 5, as_of: '2018-06-30', parameters: { deduct_mode: value } }, 422, 'bad-scheme-parameter', '#/parameters/deduct_mode');
    assert.deepEqual(p.findings.map((f) => f.code), ['ASY-R123']);
  }
});

test('a draft with faults: all of them, as the check says; one that the database refuses', async () => {
  for (const text of ['scheme: x\ntitle: y\n', rules('suzhou-2017').replace('target: basic_units_min', 'target: basic_unit_min'), ': : :', rules('suzhou-2017').replace('weight: 10', 'weight: 11')]) {
    const problem = await refused({ contract: 6, as_of: '2018-06-30', scheme: text }, 422, 'draft-refused', '#/scheme');
    const check = await d.get('/v1/schemes/check', 200, { method: 'POST', headers: { 'content-type': 'application/yaml' }, body: text });
    assert.ok(problem.findings.length > 0);
    assert.deepEqual(problem.findings, check.findings);
    assert.equal(problem.not_shown, check.not_shown);
  }
  // Shares that no longer add up to 100 %.
  const sum = await refused({ contract: 304, as_of: '2024-01-09', parameters: { pay_final: '20%' } }, 422, 'draft-refused', '#/parameters');
  assert.match(sum.detail, /110/);
  const text = rules('suzhou-2017').replace('within: adverse_within', 'within: 90000000000 days');
  await refused({ contract: 6, as_of: '2018-06-30', scheme: text }, 422, 'draft-query-refused', '#/scheme');
  await refused({ contract: 6, as_of: '2018-06-30', parameters: { adverse_within: '9000000000 days' } }, 422, 'draft-query-refused', '#/parameters');
  await suzhou(6, {}); // and the connection goes on
});

test('hostile bodies end in time and in bounded memory', async () => {
  const size = 1 << 20;
  const many = (n, item) => Array.from({ length: n }, (_, i) => item(i)).join(',');
  const bodies = {
    brackets: '['.repeat(size),
    objects: '{"a":'.repeat(size / 5),
    ones: `[${'1,'.repeat(size / 2 - 2)}1]`,
    keys: `{${many(60000, (i) => `"k${i}":1`)}}`,
    facts: `{"contract":6,"facts":{${many(4990, (i) => `"service.cases(category: basic, unit: u${i})":1`)}}}`,
    entities: `{"contract":6,"communities":[${many(1000, (i) => `{"id":${i + 1},"facts":{"service.activities(size: large, min_participants: large_min_participants)":1}}`)}]}`,
    parameters: `{"contract":6,"parameters":{${many(4990, (i) => `"p${i}":1`)}}}`,
    name: `{"contract":6,"facts":{"${'a'.repeat(size - 40)}":1}}`,
    digits: `{"contract":${'9'.repeat(size - 20)}}`,
    escapes: `{"contract":6,"scheme":"${'\\u4e2d'.repeat(size / 6 - 10)}"}`,
    yaml: JSON.stringify({ contract: 6, scheme: '[ '.repeat(size / 2 - 30) }),
    keys_of_yaml: JSON.stringify({ contract: 6, scheme: Array.from({ length: 40000 }, (_, i) => `k${i}: 1\n`).join('') }),
    value: JSON.stringify({ contract: 6, parameters: { basic_units_min: 'x'.repeat(size - 60) } }),
  };
  await suzhou(6, {});
  const before = d.statusKb('VmRSS');
  for (const [name, body] of Object.entries(bodies)) {
    assert.ok(body.length <= size, `${name}: ${body.length}`);
    const started = Date.now();
    const answer = await d.request('/v1/simulations', options(body));
    assert.ok([400, 413, 422].includes(answer.status), `${name}: ${answer.status} ${answer.text.slice(0, 300)}`);
    assert.ok(Date.now() - started < 4000, `${name} took ${Date.now() - started} ms`);
  }
  assert.ok(d.statusKb('VmRSS') - before < 400 * 1024, `grew by ${d.statusKb('VmRSS') - before} kB`);
  await suzhou(6, {});
});
