'use strict';
// The Suzhou scheme written out by hand: a row of combined.sql -> the scored tree. A second implementation: the benchmark
// compares its totals with those of the daemon. Whole numbers below 2^53 throughout: shares in billionths, points in
// millionths, each rounded half up, the total to two places.
const ONE = 1000000000;
const POINT = 1000000;

const ratio = (value, of) => Math.min(ONE, Math.floor((2 * ONE * value + of) / (2 * of)));
const pointsOf = (weight, share) => Math.floor((weight * share + 500) / 1000);
const scaled = (weight, points, sum) => (sum === weight ? points : Math.floor((2 * weight * points + sum) / (2 * sum)));

// Outcomes of a leaf. counts: its weight stays where it is.
const ok = (share, value, target, of = null) => ({ state: 'ok', counts: true, share, passed: share === ONE, value, of, target, rows: null });
const none = (state, counts, share, target = null) => ({ state, counts, share, passed: share === ONE, value: null, of: null, target, rows: null });
const notApplicable = () => none('not_applicable', false, 0);
const notConfigured = () => none('not_configured', false, 0);

const leaf = (id, zh, en, weight, clause, find) => ({ id, title: { zh, en }, weight, clause, find, children: null });
const group = (id, zh, en, weight, clause, children) => ({ id, title: { zh, en }, weight, clause, find: null, children });

// One outcome per community, then their mean or the share of those that pass.
function perCommunity(row, applies, valueOf, target, passing) {
  const rows = [];
  let sum = 0;
  let count = 0;
  for (const c of row.communities) {
    const counts = applies(c);
    const value = valueOf(c);
    const share = !counts ? 0 : passing ? (value >= target ? ONE : 0) : ratio(value, target);
    rows.push({ entity: c[0], name: c[1], value, of: null, target, share: share / ONE, state: counts ? 'ok' : 'not_applicable', passed: counts ? value >= target : null });
    if (counts) { sum += share; count++; }
  }
  const outcome = rows.length === 0 ? none('no_data', true, 0, target) : count === 0 ? notApplicable()
    : ok(Math.floor((2 * sum + count) / (2 * count)), null, null);
  outcome.rows = rows;
  return outcome;
}
const isPilot = (c) => c[2];
const covered = (c) => !c[3]; // of the street, and not exempt
const share = (value, of) => Math.floor((2 * POINT * value + of) / (2 * of)) / POINT;

const tree = [
  group('deploy', '组建进驻', 'Deployment and team', 15, '二(二)', [
    leaf('deploy.team', '执行团队按期组建、培训并进驻', 'Team formed, trained and in place by the due day', 9, '四', (r) => {
      const late = Math.max(0, r.days_late);
      return ok(late > 30 ? 0 : late > 15 ? ONE / 2 : ONE, late, null);
    }),
    leaf('deploy.training', '先统一岗前培训后进驻', 'Trained before entry', 3, '二(二)', (r) => (
      r.entered === 0 ? notApplicable() : ok(ratio(r.pretrained, r.entered), share(r.pretrained, r.entered), 1))),
    leaf('deploy.heads', '执行团队配备符合附件2', 'Team as annex 2 asks', 3, '四', (r) => ({ ...notConfigured(), value: r.heads })),
  ]),
  group('basic', '基础类服务', 'Basic class', 30, '三(二)', [
    leaf('basic.reach', '服务人数（家庭数）', 'Persons or households served', 10, '三(二)', (r) => ok(ratio(r.served, 60), r.served, 60)),
    leaf('basic.cases', '个案或个案管理占比', 'Casework at least half', 10, '三(二)', (r) => (
      r.served === 0 ? none('no_events', true, 0, 0.5) : ok(ratio(2 * r.cases, r.served), r.cases, 0.5, r.served))),
    leaf('basic.coverage', '覆盖街道（镇）各社区（村）', 'All communities reached', 6, '三(三)', (r) => perCommunity(r, covered, (c) => c[4], 1, true)),
    leaf('basic.groups', '面向重点服务对象及其家庭成员', 'Target groups and their families served', 2, '三(一)', (r) => (
      r.served === 0 ? notApplicable() : ok(ratio(r.in_groups, r.persons), share(r.in_groups, r.persons), 1))),
    leaf('basic.main', '街道层面以基础类为主', 'Basic class is main at street level', 2, '三(二)', (r) => (
      r.street_all === 0 ? notApplicable() : ok(2 * r.street_basic > r.street_all ? ONE : 0, null, null))),
  ]),
  group('empower', '增能类服务', 'Capacity class', 25, '三(二)', [
    leaf('empower.mandatory', '必选细项：家庭需求档案、社区资源库', 'Mandatory items: household needs file, resource library', 8, '三(二)',
      (r) => perCommunity(r, isPilot, (c) => c[9], 2, false)),
    leaf('empower.majors', '每个试点社区自选大项', 'Chosen major items per pilot community', 9, '三(二)', (r) => perCommunity(r, isPilot, (c) => c[5], 2, false)),
    leaf('empower.landing', '增能类、治理类项目落地社区数', 'Communities where capacity and governance classes land', 6, '三(三)', (r) => {
      const value = r.empower_in + r.governance_in - r.either_in;
      const target = Math.min(4, r.in_street);
      return target === 0 ? none('no_data', true, 0, 0) : ok(ratio(value, target), value, target);
    }),
    leaf('empower.main', '社区层面以增能类为主', 'Capacity class is main at community level', 2, '三(二)', (r) => (
      r.community_all === 0 ? notApplicable() : ok(2 * r.community_empower > r.community_all ? ONE : 0, null, null))),
  ]),
  group('governance', '治理类服务', 'Governance class', 20, '三(二)', [
    leaf('governance.large', '大型活动次数', 'Large activities', 6, '三(二)', (r) => perCommunity(r, isPilot, (c) => c[6], 2, false)),
    leaf('governance.small', '小型活动次数', 'Small activities', 6, '三(二)', (r) => perCommunity(r, isPilot, (c) => c[7], 6, false)),
    leaf('governance.items', '每个试点社区自选细项', 'Chosen minor items per pilot community', 4, '三(二)', (r) => perCommunity(r, isPilot, (c) => c[8], 1, false)),
    group('governance.plan', '一社区（村）一策一案', 'One plan for each community', 4, '三(一)', [
      leaf('governance.plan.adopted', '试点社区有方案', 'Pilot communities with a plan', 2, '三(一)', (r) => perCommunity(r, isPilot, (c) => c[10], 1, true)),
      leaf('governance.plan.quality', '方案质量评分', 'Quality of the plans', 2, '三(一)', (r) => (
        r.mark === null ? none('no_data', true, 0, 5) : ok(ratio(r.mark, 5 * POINT), r.mark / POINT, 5))),
    ]),
  ]),
  group('management', '项目管理', 'Project management', 10, '三(三)', [
    leaf('management.changes', '服务内容调整审定备案且不减类减量', 'Changes approved and filed, nothing cut', 4, '三(三)', (r) => (
      r.changes === 0 ? none('no_events', true, ONE, 1) : ok(ratio(r.in_order, r.changes), r.in_order, 1, r.changes))),
    leaf('management.agreement', '服务内容由街道、社区居（村）委会会同中标机构商定', 'Content agreed by street, committee and provider', 3, '三(三)',
      (r) => ok(ratio(r.agreed, 3), r.agreed, 3)),
    leaf('management.classes', '三大类服务均已开展', 'All three classes delivered', 3, '三', (r) => ok(ratio(r.classes, 3), r.classes, 3)),
  ]),
];

// Up: points out of a group's own weight; the weight of a child that does not count goes to its siblings.
function up(nodes, weight, row) {
  const children = nodes.map((n) => (n.children ? up(n.children, n.weight, row) : { outcome: n.find(row) }));
  let points = 0;
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const c = children[i];
    if (c.outcome) {
      c.counts = c.outcome.counts;
      c.points = c.counts ? pointsOf(nodes[i].weight, c.outcome.share) : 0;
    }
    points += c.points;
    if (c.counts) sum += nodes[i].weight;
  }
  return { counts: sum > 0, points: sum === 0 ? 0 : scaled(weight, points, sum), sum, children };
}

// Down: every node's part of the hundred.
function down(nodes, found, effective, lost) {
  return nodes.map((n, i) => {
    const f = found.children[i];
    const mine = f.counts ? Math.floor((2 * effective * n.weight + found.sum) / (2 * found.sum)) : 0;
    const out = { id: n.id, title: n.title, clause: n.clause, weight: n.weight, effective_weight: mine / POINT };
    if (n.children) {
      const points = Math.floor((2 * (mine / n.weight) * f.points + POINT) / (2 * POINT));
      out.state = f.counts ? 'ok' : 'not_applicable';
      out.points = points / POINT;
      out.lost = (mine - points) / POINT;
      out.share = points / mine || 0;
      out.indicators = down(n.children, f, mine, lost);
    } else {
      const o = f.outcome;
      const points = Math.floor(mine / 1000 * o.share / POINT + 0.5);
      out.state = o.state;
      out.points = points / POINT;
      out.lost = (mine - points) / POINT;
      out.share = o.share / ONE;
      out.passed = o.state === 'ok' ? o.passed : null;
      out.value = o.value;
      out.of = o.of;
      out.target = o.target;
      if (o.rows) out.rows = o.rows;
      if (points < mine) lost.push({ indicator: n.id, title: n.title, points: out.lost, clause: n.clause });
    }
    return out;
  });
}

const grades = [['excellent', '优秀', 90], ['good', '良好', 80], ['qualified', '合格', 60], ['unqualified', '不合格', 0]];

function score(row, asOf) {
  row.communities = row.communities || [];
  const found = up(tree, 100, row);
  const total = Math.floor((found.points + 5000) / 10000) / 100;
  const lost = [];
  const indicators = down(tree, found, 100 * POINT, lost);
  const grade = grades.find((g) => total >= g[2]);
  lost.sort((a, b) => b.points - a.points);
  return {
    contract: { id: row.id, no: row.contract_no, title: row.title, status: row.status, start_on: row.start_on, end_on: row.end_on,
      amount: row.amount, region: row.region_code, provider: row.provider },
    scheme: { id: 'suzhou-2017' },
    as_of: asOf,
    window: { since: row.start_on, until: row.until },
    score: total,
    grade: { id: grade[0], title: { zh: grade[1], en: grade[0] } },
    lost,
    indicators,
  };
}

module.exports = { score };
