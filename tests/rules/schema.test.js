'use strict';
// The JSON Schema for editors and the checker agree: on the files of tests/rules/check, and on thousands of faults put into a file
// that has every key of the language. Whatever has a structural fault is refused by both; what the schema refuses, the checker does.
const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const Ajv = require('ajv');
const addFormats = require('ajv-formats');
const YAML = require('yaml');

const root = path.join(__dirname, '../..');
const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const list = (folder) => fs.readdirSync(path.join(root, folder)).filter((f) => f.endsWith('.yaml')).map((f) => `${folder}/${f}`);
const schema = JSON.parse(read('rules/schema/scheme.schema.json'));
const validate = addFormats(new Ajv({ strict: false, allErrors: false })).compile(schema);

// Keys, words, shapes: both must see them.
const structural = ['ASY-R009', 'ASY-R101', 'ASY-R102', 'ASY-R103', 'ASY-R104', 'ASY-R105', 'ASY-R112', 'ASY-R113', 'ASY-R114', 'ASY-R115',
  'ASY-R116', 'ASY-R117', 'ASY-R118', 'ASY-R119', 'ASY-R341'];
// Only the checker can: how the text is written (R00x), numbers and dates beyond their form, limits, types of expressions and names in
// them (R2xx), sums, order, reach, other files (R3xx, R4xx), cells of decision tables (R5xx).
const checkerOnly = [/^ASY-R00[1-8]$/, /^ASY-R01[01]$/, /^ASY-R106$/, /^ASY-R107$/, /^ASY-R108$/, /^ASY-R109$/, /^ASY-R110$/, /^ASY-R111$/, /^ASY-R12[0-6]$/,
  /^ASY-R2\d\d$/, /^ASY-R3\d\d$/, /^ASY-R4\d\d$/, /^ASY-R5\d\d$/];
// Structural codes where the schema cannot follow.
const beyond = (f) =>
  (f.code === 'ASY-R102' && /"amount"/.test(f.message.en)) || // needed when a cut or a tranche is a share of it
  (f.code === 'ASY-R102' && /"out"/.test(f.message.en)) || // a table that counts has none
  (f.code === 'ASY-R113' && /"of"/.test(f.message.en)) || // a share metric brings its denominator, a number does not
  (f.code === 'ASY-R103' && /an expression/.test(f.message.en)); // an argument of a call, not a value of YAML
const warnings = (f) => f.severity === 'warning';

// `base`: a file that is given beside each batch.
function findings(texts, base) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-schema-'));
  try {
    fs.copyFileSync(path.join(root, 'tests/rules/check/good/every-key.csv'), path.join(folder, 'every-key.csv'));
    const files = texts.map((text, i) => {
      const file = path.join(folder, `${i}.yaml`);
      fs.writeFileSync(file, text);
      return file;
    });
    const said = JSON.parse(spawnSync(process.env.ASSAYD_BIN, ['check', '--format', 'json', ...(base ? [base] : []), ...files], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 }).stdout);
    if (said.not_shown > 0) { // too many at once: by halves
      assert.ok(texts.length > 1, 'one file with more findings than are shown');
      const half = texts.length >> 1;
      return [...findings(texts.slice(0, half), base), ...findings(texts.slice(half), base)];
    }
    // the files share an id on purpose
    return files.map((file) => said.findings.filter((f) => f.file === file && !warnings(f) && f.code !== 'ASY-R311'));
  } finally { fs.rmSync(folder, { recursive: true, force: true }); }
}

function inBatches(texts, size, base) {
  const all = [];
  for (let i = 0; i < texts.length; i += size) all.push(...findings(texts.slice(i, i + size), base));
  return all;
}

// What is wrong with the two verdicts on one file, or null.
function disagreement(value, errors) {
  const refused = !validate(value);
  const must = errors.filter((f) => structural.includes(f.code) && !beyond(f));
  for (const f of errors) {
    if (!structural.includes(f.code) && !checkerOnly.some((c) => c.test(f.code))) return `${f.code} is on no list`;
  }
  if (must.length > 0 && !refused) return `the checker alone refuses: ${must.map((f) => `${f.code} ${f.message.en}`).join('; ')}`;
  if (refused && errors.length === 0) return `the schema alone refuses: ${JSON.stringify(validate.errors)}`;
  return null;
}

const good = [...list('rules'), ...list('tests/rules/check/good'), ...list('tests/rules/good'), 'tests/rules/overlay/district.yaml'];

test('good files are accepted by the schema (rules.sh asks the checker)', () => {
  for (const file of good) assert.ok(validate(YAML.parse(read(file))), `${file}: ${JSON.stringify(validate.errors)}`);
});

test('bad files', () => {
  const files = list('tests/rules/check/bad');
  const said = inBatches(files.map(read), 20);
  const wrong = [];
  let both = 0;
  files.forEach((file, i) => {
    let value;
    try { value = YAML.parse(read(file)); } catch { return; } // no YAML for an editor either
    const d = disagreement(value, said[i]);
    if (d) wrong.push(`${file}: ${d}`);
    both += said[i].some((f) => structural.includes(f.code));
  });
  assert.deepEqual(wrong, []);
  assert.ok(both >= 10, `${both} bad files have a structural fault`);
});

// Every way through the value along the schema: which properties of which definition are there.
function walk(node, value, name, seen) {
  if (node === true || node === false || node === undefined) return;
  if (node.$ref) { const to = node.$ref.replace('#/definitions/', ''); walk(schema.definitions[to], value, to, seen); return; }
  for (const part of [...(node.allOf || []), ...(node.anyOf || [])]) walk(part, value, name, seen);
  if (Array.isArray(value)) { for (const item of value) walk(node.items, item, name, seen); return; }
  if (value === null || typeof value !== 'object') return;
  for (const [key, below] of Object.entries(value)) {
    if (node.properties && key in node.properties) {
      if (node.additionalProperties === false) seen.add(`${name}.${key}`);
      walk(node.properties[key], below, `${name}.${key}`, seen);
    } else { walk(node.additionalProperties, below, name, seen); }
  }
}

function allKeys(node, name, out) {
  if (node === null || typeof node !== 'object') return;
  if (node.properties && node.additionalProperties === false) for (const key of Object.keys(node.properties)) out.push([`${name}.${key}`, node.properties[key]]);
  for (const [key, below] of Object.entries(node.properties || {})) allKeys(below, `${name}.${key}`, out);
  for (const part of [...(node.allOf || []), ...(node.anyOf || [])]) allKeys(part, name, out);
  allKeys(node.items, name, out);
  allKeys(node.additionalProperties, name, out);
}

const everyKey = 'tests/rules/check/good/every-key.yaml';
// A file that extends that one, with every key of its own.
const overlay = {
  extends: 'every-key', scheme: 'every-key-district', title: { zh: '某区', en: 'A district' }, source: { document: '细则', issued_by: '某区' },
  effective: { from: '2017-07-01', to: '2018-06-30' }, calendar: 'cn',
  parameters: {
    least: { title: '下限', note: '说明', clause: '细则一', ours: true, value: 50 },
    share: { clause: '细则二', values: [{ from: '2017-01-01', value: '20%' }, { from: '2018-01-01', value: '30%' }] },
  },
};
const keys = [];
for (const [name, node] of Object.entries(schema.definitions)) allKeys(node, name, keys);

test('every-key.yaml and its overlay have every key of the schema', () => {
  const seen = new Set();
  walk(schema.definitions.scheme, YAML.parse(read(everyKey)), 'scheme', seen);
  walk(schema.definitions.overlay, overlay, 'overlay', seen);
  assert.deepEqual(keys.map(([name]) => name).filter((name) => !seen.has(name)), []);
});

test('every key says what it is, in Chinese and English', () => {
  const plain = /\.(zh|en)$|\.missing\.|\.(steps|points)\.|^title\./; // languages, states, bounds and shares of a step
  for (const [name, node] of keys) {
    if (plain.test(name)) continue;
    assert.match(node.description || '', /\p{Script=Han}[^\n]*\n.*[a-z]/u, name);
  }
});

// Each key of each map left out or given something else; each map with a key more. Maps of one sort are changed once, but in leaves
// the keys that depend on the kind of scoring in each.
const ofKind = ['value', 'of', 'target', 'when', 'weight', 'score'];
function* mutations(value) {
  const wrong = [null, 'Zz !', [], {}];
  const done = new Set();
  const once = (name) => !done.has(name) && done.add(name);
  function* at(node, trail) {
    if (node === null || typeof node !== 'object') return;
    const sort = trail.map((step) => (typeof step === 'number' ? '*' : step)).join('.').replace(/(indicators\.\*\.)+/g, 'indicators.*.');
    const of = /indicators\.\*$/.test(sort) && node.score ? `${sort} ${JSON.stringify(Object.keys(node.score))}` : sort;
    if (!Array.isArray(node)) {
      if (once(`${of}: + zzz`)) yield [...trail, (map) => { map.zzz = 1; }, `${of}: + zzz`];
      for (const key of Object.keys(node)) {
        const name = ofKind.includes(key) ? of : sort;
        if (once(`${name}: - ${key}`)) yield [...trail, (map) => { delete map[key]; }, `${name}: - ${key}`];
        for (const w of wrong) {
          const change = `${name}: ${key} = ${JSON.stringify(w)}`;
          if (once(change)) yield [...trail, (map) => { map[key] = w; }, change];
        }
      }
    } else if (node.length > 0 && once(`${sort}: items`)) {
      yield [...trail, (items) => { items[0] = 'Zz !'; }, `${sort}: [0] = text`];
      yield [...trail, (items) => { items.splice(0); }, `${sort}: no items`];
    }
    for (const [step, below] of Array.isArray(node) ? node.entries() : Object.entries(node)) yield* at(below, [...trail, step]);
  }
  yield* at(value, []);
}

// YAML without quotes where it can be: a quoted value of a parameter is a text.
function yaml(v) {
  if (typeof v === 'string') return /^[\p{L}\d][^:#,[\]{}"'\n]*$/u.test(v) ? v : JSON.stringify(v);
  if (v === null || typeof v !== 'object') return String(v);
  if (Array.isArray(v)) return `[${v.map(yaml).join(', ')}]`;
  return `{${Object.entries(v).map(([key, below]) => `${yaml(key)}: ${yaml(below)}`).join(', ')}}`;
}

function mutate(whole, base) {
  const cases = [{ name: 'as it is', value: whole, yaml: yaml(whole) }];
  for (const m of mutations(whole)) {
    const [change, name] = m.slice(-2);
    const value = structuredClone(whole);
    change(m.slice(0, -2).reduce((node, step) => node[step], value));
    cases.push({ name, value, yaml: yaml(value) });
  }
  const said = inBatches(cases.map((c) => c.yaml), 60, base);
  assert.deepEqual(said[0], []);
  const wrong = cases.map((c, i) => [c.name, disagreement(c.value, said[i])]).filter(([, d]) => d);
  assert.deepEqual(wrong.map(([name, d]) => `${name}: ${d}`.slice(0, 300)), []);
  const refused = said.filter((errors) => errors.some((f) => structural.includes(f.code))).length;
  assert.ok(refused > cases.length / 3, `${refused} of ${cases.length} have a structural fault`);
  return cases.length;
}

test('faults put into every key', () => {
  const n = mutate(YAML.parse(read(everyKey)));
  assert.ok(n > 900, `${n} cases`);
});

test('faults put into every key of an overlay', () => {
  const n = mutate(overlay, everyKey);
  assert.ok(n > 90, `${n} cases`);
});
