'use strict';
// Sentences that tell how a day was counted, what is proposed and what an advice rests on; the numbers worked by hand from the
// clauses, the days of rest from the State Council's notices.
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { Daemon } = require('../api/lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

const deadline = async (id, which, day) => (await d.get(`/v1/contracts/${id}/deadlines?as_of=${day}`)).deadlines.find((x) => x.id === which);
const reasons = async (id, day) => (await d.get(`/v1/contracts/${id}/renewal?as_of=${day}`)).renewal.reasons;

test('15 working days after 31 January 2019: Spring Festival and two weekends left out, two weekend days worked', async () => {
  const { counting, explanation } = await deadline(251, 'agreement-copy', '2020-01-31');
  // notice of 2018-12-06: 4 to 10 February off, Saturday 2 and Sunday 3 February worked; weekends 16, 17, 23 and 24 February
  assert.deepEqual(counting, { from: '2019-01-31', length: 15, unit: 'workdays', start: 'next_day', month: 'corresponding_day', roll: 'none', last: '2019-02-26',
    skipped: [{ name: '春节', from: '2019-02-04', to: '2019-02-10' }], weekend_days: 4, worked: ['2019-02-02', '2019-02-03'] });
  assert.equal(explanation.zh, '自 2019-01-31 次日起 15 个工作日，至 2019-02-26，不计 春节 2019-02-04 至 2019-02-10、周末 4 天，调休上班 2019-02-02、2019-02-03 计入。'
    + '到期日 2019-02-26；2019-02-26 完成，未逾期。');
  assert.equal(explanation.en, 'Counted from 2019-01-31, the day after it first, 15 working days, to 2019-02-26, leaving out 春节 2019-02-04 to 2019-02-10 and 4 days of weekends, '
    + 'with the weekend days worked 2019-02-02, 2019-02-03. Due on 2019-02-26; 2019-02-26 is the day it was done, in time.');
});

test('10 working days over National Day 2021', async () => {
  const { counting } = await deadline(102, 'quarterly-report', '2021-10-21');
  // 1 to 7 October off, Saturday 9 October worked, 26 September before the period; weekends 10, 16 and 17 October
  assert.deepEqual([counting.from, counting.last, counting.skipped, counting.weekend_days, counting.worked],
    ['2021-09-30', '2021-10-20', [{ name: '国庆节', from: '2021-10-01', to: '2021-10-07' }], 3, ['2021-10-09']]);
});

test('a day that the text gives has no counting; its formula says where it is from', async () => {
  const dl = await deadline(6, 'team-setup', '2017-07-20');
  assert.equal(dl.counting, null);
  assert.match(dl.formula, /^if\(due_source = 'policy', team_due_on, /);
  assert.equal(dl.explanation.zh, '到期日 2017-06-30（团队组建期限）；至截至日未完成，逾期 20 天。已达“超过15日：评估扣分，列入政府采购不良记录”（自 2017-07-16 起）。'
    + '若仍不完成，2017-07-31 起达“超过30日：扣减合同金额或解除合同”，当日建议扣减 50,000.00 元。');
});

test('a proposal says how late, since when, what, and who decides', async () => {
  const { penalties } = await d.get('/v1/contracts/6/penalties?as_of=2018-06-30');
  const second = penalties.find((p) => p.id === 'team-setup.second');
  assert.equal(second.explanation.zh, '“执行团队组建、培训并进驻”应于 2017-06-30，逾期 31 天，自 2017-07-31 起达到本阶段：指标“执行团队按期组建、培训并进驻”失去分值的 100%'
    + '（已计入得分，不再重复扣）；扣减合同金额 5%，计 50,000.00 元（min(20%, 5%)），幅度 0.00 元 至 200,000.00 元。是否采取及幅度由有权机关视情决定。');
  assert.match(penalties.find((p) => p.id === 'team-setup.late').explanation.zh, /：原文未规定后果。$/);
});

test('renewal: the cycle, the evaluation, the condition with its numbers, and what follows', async () => {
  assert.deepEqual((await reasons(201, '2020-02-28')).map((r) => r.zh), ['周期 3 年，本合同为第 1 年，周期未满。',
    "决定续签的评估已完成：评估已完成次数〔phase: 'annual'〕 > 0，实际 1 > 0。", "续签条件成立：评估结论是否合格〔phase: 'annual'〕，实际 是。", '因此建议续签，由购买方决定。']);
  assert.deepEqual((await reasons(202, '2020-02-28')).map((r) => r.zh).slice(1), ["决定续签的评估尚未完成：评估已完成次数〔phase: 'annual'〕 > 0，实际 0 > 0。", '因此暂不能建议，待上述事项明确。']);
  const third = await reasons(304, '2024-12-31');
  assert.deepEqual(third.map((r) => r.en).slice(0, 2), ['Year 3 of a cycle of 3: it ends, and there is a new tender whatever the evaluation says.', 'So a new tender is advised; the purchaser decides.']);
  assert.deepEqual((await reasons(1, '2018-06-30')).map((r) => r.en), ['The text has no rule on renewal: there is no advice.']);
});

test('a tranche says its share, its event and the last day to pay, or what it waits for', async () => {
  const of = async (id) => (await d.get(`/v1/contracts/${id}/payments?as_of=2024-12-31`)).tranches.map((t) => t.explanation.zh);
  assert.equal((await of(301))[0], '份额 60%，计 90,000.00 元；付款事项发生于 2024-01-05，应在 2024-02-04 前（含当日）支付。');
  assert.equal((await of(302))[2], "份额 10%，计 15,000.00 元；付款事项发生于 2024-12-22，但付款条件未成立：评估结论是否合格〔phase: 'final'〕，实际 否，暂缓支付。");
  assert.equal((await of(303))[2], "份额 10%，计 15,000.00 元；付款事项尚未发生（评估完成日期〔phase: 'final'〕）。");
});

test('conditions of the others say what was required and found', async () => {
  const { enabling } = await d.get('/v1/contracts/303/conditions?as_of=2024-12-31');
  const said = (id) => enabling.find((c) => c.id === id).explanation.zh;
  assert.equal(said('money.relief'), "要求 用于购买社会工作的拨款占比〔source: 'hardship_subsidy'〕之分子 ≤ 购买社工服务占困难群众救助补助资金的上限 × "
    + "用于购买社会工作的拨款占比〔source: 'hardship_subsidy'〕之分母，实际 200000.01 ≤ 2% × 10000000，不具备。");
  assert.match(said('place.office'), /^要求 ≥ 15，实际 12 平方米（.*），不具备。$/);
});
