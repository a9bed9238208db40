'use strict';
// api-docs/openapi.yaml as a judge: finds the operation of a request, and checks an answer against what is documented for it.
const fs = require('node:fs');
const path = require('node:path');
const YAML = require('yaml');
const Ajv2020 = require('ajv/dist/2020');
const addFormats = require('ajv-formats');

const root = path.resolve(__dirname, '../../..');
const document = YAML.parse(fs.readFileSync(path.join(root, 'api-docs/openapi.yaml'), 'utf8'));

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
addFormats(ajv);
ajv.addSchema(document, 'openapi');

const pointer = (...keys) => 'openapi#/' + keys
  .map((key) => encodeURIComponent(String(key).replace(/~/g, '~0').replace(/\//g, '~1'))).join('/');
const validators = new Map();
function validator(ref) {
  if (!validators.has(ref)) validators.set(ref, ajv.compile({ $ref: ref }));
  return validators.get(ref);
}

// Keys into the document of a node that may be a $ref: [node, keys].
function follow(keys) {
  let node = keys.reduce((at, key) => at[key], document);
  while (node && node.$ref && Object.keys(node).length === 1) {
    keys = node.$ref.replace(/^#\//, '').split('/').map((k) => k.replace(/~1/g, '/').replace(/~0/g, '~'));
    node = keys.reduce((at, key) => at[key], document);
  }
  return [node, keys];
}

const templates = Object.keys(document.paths).map((template) => ({
  template,
  pattern: new RegExp('^' + template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+') + '$'),
}));

// The operation of a request target, or null: { id, keys }.
function operationOf(method, target) {
  const bare = target.split('?')[0];
  const verb = method.toLowerCase() === 'head' ? 'get' : method.toLowerCase();
  const found = templates.find((t) => t.pattern.test(bare) && document.paths[t.template][verb]);
  if (!found) return null;
  return { id: document.paths[found.template][verb].operationId, keys: ['paths', found.template, verb] };
}

function checkHeaders(response, answer, faults) {
  for (const [name, given] of Object.entries(response.headers || {})) {
    const [header] = follow(given.$ref ? given.$ref.replace(/^#\//, '').split('/') : []);
    const spec = given.$ref ? header : given;
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined) {
      if (spec.required) faults.push(`header ${name} is missing`);
    } else if (spec.schema.pattern && !new RegExp(spec.schema.pattern, 'u').test(value)) {
      faults.push(`header ${name}: ${value} does not match ${spec.schema.pattern}`);
    } else if (spec.schema.enum && !spec.schema.enum.includes(value)) {
      faults.push(`header ${name}: ${value} is not one of ${spec.schema.enum}`);
    }
  }
}

function checkBody(response, keys, answer, faults) {
  const media = (answer.headers['content-type'] || '').split(';')[0];
  if (!response.content) {
    if (answer.text !== '') faults.push(`a body where none is documented: ${answer.text.slice(0, 80)}`);
    return;
  }
  if (!response.content[media]) {
    faults.push(`content type "${media}" is not documented`);
    return;
  }
  if (answer.method === 'HEAD') {
    if (answer.text !== '') faults.push('HEAD has a body');
    return;
  }
  const value = /json$/.test(media) ? JSON.parse(answer.text) : answer.text;
  const validate = validator(pointer(...keys, 'content', media, 'schema'));
  if (!validate(value)) faults.push(...validate.errors.slice(0, 8).map((e) => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`));
}

// Faults of an answer {method, status, headers, text}: an array of sentences, empty when it is as documented.
function faultsOf(operation, answer) {
  const faults = [];
  if (!operation) { // a path or method that is not documented: only a problem document may answer
    const validate = validator(pointer('components', 'schemas', 'Problem'));
    if (answer.status !== 404 && answer.status !== 405) faults.push(`status ${answer.status} for an undocumented path`);
    if ((answer.headers['content-type'] || '') !== 'application/problem+json') faults.push(`content type ${answer.headers['content-type']}`);
    if (answer.method !== 'HEAD' && !validate(JSON.parse(answer.text))) faults.push(ajv.errorsText(validate.errors));
    return faults;
  }
  const [responses] = follow([...operation.keys, 'responses']);
  if (!responses[String(answer.status)]) return [`${operation.id}: status ${answer.status} is not documented`];
  const [response, keys] = follow([...operation.keys, 'responses', String(answer.status)]);
  checkHeaders(response, answer, faults);
  checkBody(response, keys, answer, faults);
  if (answer.status >= 400 && answer.method !== 'HEAD' && /problem\+json/.test(answer.headers['content-type'] || '')) {
    const problem = JSON.parse(answer.text);
    if (problem.status !== answer.status) faults.push(`problem says ${problem.status}, the answer is ${answer.status}`);
    if (problem.type !== `/problems/${problem.code}`) faults.push(`type ${problem.type} with code ${problem.code}`);
    if (/\{\d\}/.test(problem.detail + problem.hint)) faults.push(`unfilled argument in: ${problem.detail} ${problem.hint}`);
  }
  return faults;
}

// Every documented pair of operation and status, as `getContract 404`.
function documented() {
  return Object.values(document.paths).flatMap((item) => Object.values(item)
    .flatMap((op) => Object.keys(op.responses).map((status) => `${op.operationId} ${status}`)));
}

module.exports = { document, root, operationOf, faultsOf, documented };
