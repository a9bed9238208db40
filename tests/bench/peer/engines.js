'use strict';
// The tree of bench_engine.c given to rule engines of others, each in its own words: evaluations per second on one core.
//   bench_engine dump 2000 | node engines.js [seconds of each]
// Every engine's first 200 scores are compared with those of the C loop. They compute in binary floating point (zen: decimal
// of its own), so 0.01 apart is allowed and counted. What they need to be given facts (an object of names) is part of the time.
const fs = require('node:fs');
const { Engine } = require('json-rules-engine');
const { Parser } = require('expr-eval');
const { ZenEngine } = require('@gorules/zen-engine');

const tree = JSON.parse(fs.readFileSync(0, 'utf8'));
const seconds = Number(process.argv[2] || 2);
const LINEAR = tree.floors.length;
const BANDED = tree.bounds.length / (tree.shares.length - 1);
const leaves = tree.weights.map((weight, k) => {
  const fact = `f${k}`;
  if (k < LINEAR) return { fact, weight, floor: tree.floors[k], target: tree.targets[k] };
  if (k < LINEAR + BANDED) {
    const bands = tree.shares.length - 1;
    return { fact, weight, bounds: tree.bounds.slice((k - LINEAR) * bands, (k - LINEAR + 1) * bands) };
  }
  return { fact, weight, quota: tree.quotas[k - LINEAR - BANDED] };
});
const factsOf = (row) => Object.fromEntries(leaves.map((leaf, k) => [leaf.fact, row[k]]));
const total = (sum) => Math.round(sum * 100) / 100;

const share = (part) => `min(1, max(0, ${part}))`;
const formula = (leaf) => {
  if (leaf.quota) return `${leaf.weight} * ${share(`${leaf.fact} / ${leaf.quota}`)}`;
  if (leaf.bounds) {
    return `${leaf.weight} * (${leaf.bounds.map((b, i) => `${leaf.fact} <= ${b} ? ${tree.shares[i] / 100} : `).join('')}${tree.shares.at(-1) / 100})`;
  }
  return `${leaf.weight} * ${share(`(${leaf.fact} - ${leaf.floor}) / (${leaf.target} - ${leaf.floor})`)}`;
};

// expr-eval: one parsed expression for the whole tree.
function exprEval() {
  const parsed = Parser.parse(leaves.map((leaf) => `(${formula(leaf)})`).join(' + '));
  return async (row) => total(parsed.evaluate(factsOf(row)));
}

// zen: one expression node; min and max take lists there.
async function zen() {
  const words = (text) => text.replace('min(1, max(0, ', 'min([1, max([0, ').replace(/\)\)$/, '])])');
  const expressions = leaves.map((leaf, k) => ({ id: `e${k}`, key: `p${k}`, value: words(formula(leaf)) }));
  const sum = leaves.map((leaf, k) => `$.p${k}`).join(' + ');
  const content = {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in' },
      { id: 'points', type: 'expressionNode', name: 'points', content: { expressions: [...expressions, { id: 'sum', key: 'score', value: sum }] } },
      { id: 'out', type: 'outputNode', name: 'out' },
    ],
    edges: [{ id: 'a', sourceId: 'in', targetId: 'points' }, { id: 'b', sourceId: 'points', targetId: 'out' }],
  };
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(content)));
  return async (row) => total((await decision.evaluate(factsOf(row))).result.score);
}

// json-rules-engine has conditions and events, no arithmetic: a band is a rule, a share of a line is a computed fact.
function jsonRules() {
  const engine = new Engine([], { allowUndefinedFacts: false });
  const clamp = (v) => Math.min(1, Math.max(0, v));
  for (const leaf of leaves) {
    const bands = leaf.bounds || [];
    for (let i = 0; leaf.bounds && i <= bands.length; i++) {
      const all = [];
      if (i > 0) all.push({ fact: leaf.fact, operator: 'greaterThan', value: bands[i - 1] });
      if (i < bands.length) all.push({ fact: leaf.fact, operator: 'lessThanInclusive', value: bands[i] });
      engine.addRule({ conditions: { all }, event: { type: 'points', params: { points: leaf.weight * tree.shares[i] / 100 } } });
    }
    if (leaf.bounds) continue;
    const low = leaf.quota ? 0 : leaf.floor;
    const high = leaf.quota || leaf.target;
    engine.addFact(`points_${leaf.fact}`, async (params, almanac) => leaf.weight * clamp((await almanac.factValue(leaf.fact) - low) / (high - low)));
    engine.addRule({
      conditions: { all: [{ fact: `points_${leaf.fact}`, operator: 'greaterThanInclusive', value: 0 }] },
      event: { type: 'points', params: { points: { fact: `points_${leaf.fact}` } } },
    });
  }
  const resolving = new Engine([], { replaceFactsInEventParams: true });
  engine.rules.forEach((rule) => resolving.addRule(rule.toJSON(false)));
  engine.facts.forEach((fact) => resolving.addFact(fact));
  return async (row) => total((await resolving.run(factsOf(row))).events.reduce((sum, e) => sum + e.params.points, 0));
}

async function measure(name, evaluate) {
  let off = 0;
  for (const row of tree.contracts.slice(0, 200)) {
    const apart = Math.abs(await evaluate(row) - row.at(-1));
    if (!(apart < 0.0101)) throw new Error(`${name}: ${await evaluate(row)} where the C loop has ${row.at(-1)}`);
    off += apart > 0.0001;
  }
  const start = process.hrtime.bigint();
  let done = 0;
  let took = 0;
  while (took < seconds) {
    for (let i = 0; i < 50; i++) await evaluate(tree.contracts[(done + i) % tree.contracts.length]);
    done += 50;
    took = Number(process.hrtime.bigint() - start) / 1e9;
  }
  console.log(`${name.padEnd(18)} ${(done / took / 1e6).toFixed(6)} M/s ${(took / done * 1e9).toFixed(0)} ns   ${off} of 200 totals 0.01 off`);
}

(async () => {
  await measure('expr-eval', exprEval());
  await measure('zen-engine', await zen());
  await measure('json-rules-engine', jsonRules());
})();
