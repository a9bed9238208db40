'use strict';
// Every documented operation with a target that answers 200 on the demo, so that tests can ask all of them, also those that
// are added later.
const { document } = require('./openapi');
const { sql } = require('./assayd');

const resolve = (node) => (node.$ref ? node.$ref.replace(/^#\//, '').split('/').reduce((at, key) => at[key], document) : node);
const leaves = (nodes) => nodes.flatMap((n) => (n.indicators ? leaves(n.indicators) : [n]));

// A contract with a scheme, on a day of its term: { id, start, before, end, scheme, indicator }.
async function sampleContract(d) {
  const schemes = (await d.get('/v1/schemes')).items.map((s) => `'${s.id}'`).join(',');
  const [[id, start, before, end, scheme]] = sql(d.database, `select c.id, c.start_on, c.start_on - 1, c.end_on, p.code from contract c
    join programme p on p.id = c.programme_id where p.code in (${schemes}) order by c.id limit 1`);
  const score = await d.get(`/v1/contracts/${id}/score?as_of=${end}`);
  return { id, start, before, end, scheme, indicator: leaves(score.indicators).find((l) => l.evidence).id };
}

// [{ id, path, open, statuses, takes(name), target(changes) }]
function operations(sample) {
  const values = { contracts: { id: sample.id, indicator: sample.indicator }, schemes: { id: sample.scheme } };
  return Object.entries(document.paths).filter(([, item]) => item.get).map(([path, item]) => {
    const parameters = (item.get.parameters || []).map(resolve);
    const kind = path.split('/')[2];
    return {
      id: item.get.operationId,
      path,
      open: Array.isArray(item.get.security) && item.get.security.length === 0,
      statuses: Object.keys(item.get.responses).map(Number),
      takes: (name) => parameters.some((p) => p.name === name && p.in === 'query'),
      target: (changes = {}) => path.replace(/\{([a-z_]+)\}/g, (_, name) => {
        const value = { ...(values[kind] || {}), ...changes }[name];
        if (value === undefined) throw new Error(`${path}: give a sample of {${name}} in lib/operations.js`);
        return value;
      }),
    };
  });
}

module.exports = { sampleContract, operations };
