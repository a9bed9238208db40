'use strict';
// The seven numbers that the three-society plan leaves blank (SL-03-2-3, SL-04-2-11, SL-04-3-2, SL-04-6-5, ...), filled in by a city.
// Shares by hand from the table at the head of sql/demo/three-society.sql.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { Daemon } = require('../api/lib/assayd');

const rules = path.join(__dirname, '../../rules');
const numbers = { office_ceded_share: '50%', pilots_per_district: 3, pilots_per_county: 1, organisations_per_centre: 2, posts_per_pilot: 2, applications_min: 2, service_area_min: 500 };
// Indicator -> shares of 401, 402, 403: ceded 100, 50 of 200 and 0 of 120 m2; organisations able to work alone 2, 1, 0; heads 3, 2, 1; applications 2, 1, 0.
const shares = {
  'incubation.ceded': [1, 1 / 2, 0], 'incubation.organisations': [1, 1 / 2, 0], 'workers.posts': [1, 1, 1 / 2], 'purchase.applications': [1, 1 / 2, 0],
};
// 402 = 9.833333 + (3 + 6 + 3 + 4) + (10.666667 + 8) + 8.333333 + 2.5 + (3.5 + 2.5); 403 = 1 + 0 + (3.333333 + 4) + 3.636364 + 0 + 0
const scores = { 401: 100, 402: 61.33, 403: 11.97 };

let d, folder;
before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-blanks-'));
  fs.cpSync(rules, folder, { recursive: true });
  const file = path.join(folder, 'three-society-pilot.yaml');
  let text = fs.readFileSync(file, 'utf8');
  for (const [name, number] of Object.entries(numbers)) {
    const blank = `  ${name}:\n    value: null\n`;
    assert.ok(text.includes(blank), `${name} is blank`);
    text = text.replace(blank, `  ${name}:\n    value: ${number}\n`);
  }
  fs.writeFileSync(file, text);
  d = await Daemon.start({ env: { ASSAYD_RULES: folder } });
});
after(async () => { await d.stop(); fs.rmSync(folder, { recursive: true, force: true }); });

const leaves = (nodes) => nodes.flatMap((n) => (n.indicators ? leaves(n.indicators) : [n]));

[401, 402, 403].forEach((id, column) => {
  test(`contract ${id} with the numbers filled in`, async () => {
    const s = await d.get(`/v1/contracts/${id}/score?as_of=2017-12-31`);
    const seen = new Map(leaves(s.indicators).map((l) => [l.id, l]));
    for (const [indicator, by] of Object.entries(shares)) {
      const leaf = seen.get(indicator);
      assert.ok(leaf.effective_weight > 0, `${indicator} scores`);
      assert.ok(Math.abs(leaf.points - leaf.effective_weight * by[column]) < 2e-6, `${indicator}: ${leaf.points} of ${leaf.effective_weight}, by hand ${by[column]}`);
    }
    assert.equal(s.score, scores[id]);
    assert.deepEqual([s.interval.lowest, s.interval.highest], [scores[id], scores[id]]);
  });
});

test('without them they are not configured, never zero', async () => {
  const plain = await Daemon.start({ database: d.database, token: d.token });
  try {
    const s = await plain.get('/v1/contracts/401/score?as_of=2017-12-31');
    for (const leaf of leaves(s.indicators).filter((l) => l.id in shares)) assert.deepEqual([leaf.id, leaf.state, leaf.effective_weight], [leaf.id, 'not_configured', 0]);
  } finally { await plain.stop(); }
});
