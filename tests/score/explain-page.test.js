'use strict';
// assayd explain: one contract for a person. What it says is held against the answers of the API and against numbers by hand.
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { Daemon, run } = require('../api/lib/assayd');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

const explain = (id, day, lang = 'zh') => {
  const { status, stdout, stderr } = run(['explain', String(id), '--as-of', day, '--lang', lang], { PGDATABASE: d.database });
  assert.equal(status, 0, stderr);
  return stdout;
};
// Two of each programme: one that does well and one that does not.
const contracts = [[1, '2018-06-30'], [6, '2018-06-30'], [101, '2021-12-31'], [103, '2021-12-31'], [201, '2020-01-04'], [203, '2020-01-24'],
  [251, '2019-12-31'], [253, '2019-12-31'], [301, '2024-12-31'], [303, '2024-12-31'], [401, '2017-12-31'], [403, '2017-12-31']];
const leaves = (nodes) => nodes.flatMap((n) => (n.indicators ? leaves(n.indicators) : [n]));

test('what cost most is ranked as by the API, each with its sentence, clause, rows and their address', async () => {
  for (const [id, day] of contracts) {
    const page = explain(id, day);
    const score = await d.get(`/v1/contracts/${id}/score?as_of=${day}`);
    const by_id = new Map(leaves(score.indicators).map((l) => [l.id, l]));
    const ranked = [...page.matchAll(/^ *(\d+)\. 失 ([\d.]+) 分 {2}(.*?)(?: {2}\[(.*)\])? {2}\((.*)\)\n {5}(.*)\n(?: {5}佐证 (\d+) 条：(\S+)\n)?/gm)];
    assert.deepEqual(ranked.map((m) => m[5]), score.lost.slice(0, 10).map((l) => l.indicator), `contract ${id}`);
    for (const [, , points, title, clause, indicator, sentence, rows, href] of ranked) {
      const leaf = by_id.get(indicator);
      assert.ok(Math.abs(Number(points) - leaf.lost) <= 0.005, `${id} ${indicator}: ${points}, ${leaf.lost}`);
      assert.deepEqual([title, clause || null, sentence], [leaf.title.zh, leaf.clause, leaf.explanation.zh], `${id} ${indicator}`);
      assert.deepEqual(rows === undefined ? undefined : { count: Number(rows), href }, leaf.evidence, `${id} ${indicator}`);
    }
    if (ranked.length > 0) await d.get(ranked[0][8]); // the address answers
  }
});

test('the sentences of deadlines, proposals, tranches and renewal are those of the API', async () => {
  for (const [id, day] of contracts) {
    const page = explain(id, day, 'en');
    const get = (part) => d.get(`/v1/contracts/${id}/${part}?as_of=${day}`);
    const told = [
      ...(await get('deadlines')).deadlines.filter((x) => !['met', 'not_applicable'].includes(x.state)),
      ...(await get('penalties')).penalties.filter((x) => x.decision_required || x.deduction || x.record || x.cut || x.suspend || x.terminate || x.stop_renewal),
      ...(await get('payments')).tranches,
      ...Object.values(await get('conditions')).filter(Array.isArray).flat().filter((x) => ['not_met', 'no_data'].includes(x.state)),
    ].map((x) => x.explanation.en).concat((await get('renewal')).renewal.reasons.map((r) => r.en));
    for (const sentence of told) assert.ok(page.includes(`     ${sentence}\n`), `${id}: ${sentence}`);
    assert.doesNotMatch(page, /undefined|null|\{\d\}/);
  }
});

test('contract 6 on 30 June 2018, by hand', () => {
  const page = explain(6, '2018-06-30');
  // 71.34 of tests/score: 80 - 71.34 = 8.66; the heads of the team stand in annex 2, which is missing
  assert.match(page, /\n总分 71\.34，等级“合格”；距“良好”还差 8\.66 分。所缺补齐后，总分在 70\.78 至 73\.78 之间，等级已定。\n/);
  assert.match(page, /二、缺少的数据与数值\n {2}- {2}执行团队配备符合附件2 {2}\[四\] {2}\(deploy\.heads\)\n {5}原文未给出所需数值（执行团队人数（附件2缺失）），分值由其他指标分担。补齐后按原分值 3\.00 分计/);
  assert.match(page, /按期完成 1 项，不适用 0 项。/);
  assert.equal(page.includes('(team-setup.late)'), false, 'a stage without a consequence is no proposal');
  assert.match(page, /原文没有付款进度的规定。/);
});

test('bonus, deductions and caps are told, and those that may apply yet; a low sample says how many it takes', async () => {
  const page = explain(103, '2021-12-31');
  assert.match(page, /加分、扣分与封顶\n {2}- {2}严重违法违规 {2}\[九\]：总分至多 59\.00 分\n/);
  // no mark for new services: 2 points at most, as in tests/score/hefei-yaohai-2020.tsv
  assert.match(page, /创新开展的其他公益性社会服务 {2}\[四\(六\)3\] {2}\(innovation\.services\)\n {5}数据缺失；补齐后最多加 2\.00 分。\n/);
  const { may_apply: open } = await d.get('/v1/contracts/103/score?as_of=2021-12-31');
  assert.deepEqual(open.map((a) => [a.kind, a.id, a.points]), [['item', 'innovation.services', 2]]);
  assert.match(page, /样本不足（100，至少须 120（30 × 4））/); // 30 answers for each of four stations
});

test('before the contract starts there is no score, and what hangs on dates is told', () => {
  const page = explain(1, '2017-06-20');
  assert.match(page, /尚无得分/);
  assert.match(page, /到期日 2017-06-30（团队组建期限）；至截至日未完成，距到期 10 天。/);
  assert.doesNotMatch(page, /失分最多/);
});

test('bad use says so', () => {
  const fails = (args, status, text) => {
    const r = run([...args, '--lang', 'en'], { PGDATABASE: d.database });
    assert.equal(r.status, status, r.stderr);
    assert.match(r.stderr, text);
  };
  fails(['explain'], 2, /takes one contract id/);
  fails(['explain', 'x'], 2, /takes one contract id/);
  fails(['explain', '1', '--as-of', '2018-02-30'], 2, /2018-02-30/);
  fails(['explain', '1', '--format', 'json'], 2, /score --format json/);
  fails(['explain', '987654321'], 1, /987654321/);
});

test('a missing fact that carries no weight is said to leave the total as it is', () => {
  const zh = explain(404, '2017-12-31');
  assert.match(zh, /积分兑换[^\n]*\n {5}[^\n]*仅供参考，补齐后不影响总分。/);
  for (const page of [zh, explain(404, '2017-12-31', 'en')]) assert.doesNotMatch(page, /按原分值 0\.00|own weight of 0\.00/);
});
