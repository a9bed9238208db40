'use strict';
// Every documented operation with a target that answers 200 on the demo, so that tests can ask all of them, also those that
// are added later.
const fs = require('node:fs');
const path = require('node:path');
const { document, root } = require('./openapi');
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

// The body of a good request, for each operation that takes one: { type, body }.
const bodies = {
  simulate: (sample) => ({ type: 'application/json', body: JSON.stringify({ contract: Number(sample.id), as_of: sample.end, facts: {} }) }),
  checkScheme: (sample) => ({ type: 'application/yaml', body: fs.readFileSync(path.join(root, `rules/${sample.scheme}.yaml`), 'utf8') }),
};

function requestOf(method, operation, sample) {
  if (!operation.requestBody) return { method };
  const { type, body } = bodies[operation.operationId](sample);
  return { method, headers: { 'content-type': type }, body };
}

// [{ id, path, method, open, statuses, takes(name), target(changes), with(options, changes) }]; `with` gives the options of a
// good request, changed by others; changes are to the sample.
function operations(sample) {
  const values = { contracts: { id: sample.id, indicator: sample.indicator }, schemes: { id: sample.scheme } };
  return Object.entries(document.paths).flatMap(([template, item]) => ['get', 'post'].filter((verb) => item[verb]).map((verb) => {
    const operation = item[verb];
    const parameters = (operation.parameters || []).map(resolve);
    const kind = template.split('/')[2];
    const request = requestOf(verb.toUpperCase(), operation, sample);
    return {
      id: operation.operationId,
      path: template,
      method: request.method,
      open: Array.isArray(operation.security) && operation.security.length === 0,
      statuses: Object.keys(operation.responses).map(Number),
      takes: (name) => parameters.some((p) => p.name === name && p.in === 'query'),
      target: (changes = {}) => template.replace(/\{([a-z_]+)\}/g, (_, name) => {
        const value = { ...(values[kind] || {}), ...changes }[name];
        if (value === undefined) throw new Error(`${template}: give a sample of {${name}} in lib/operations.js`);
        return value;
      }),
      with: (options = {}, changes = {}) => {
        const good = requestOf(request.method, operation, { ...sample, ...changes });
        return { ...good, ...options, headers: { ...good.headers, ...options.headers } };
      },
    };
  }));
}

module.exports = { sampleContract, operations };
