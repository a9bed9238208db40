'use strict';
// What README.md shows of rules is what is shipped: its YAML stands word for word in a file of cases, which `assayd test` runs; and each
// file that it names is there.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const root = path.join(__dirname, '../..');
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');

test('the rule case of README.md is a shipped one', () => {
  const blocks = [...readme.matchAll(/^```yaml\n([^]*?)^```$/gm)].map((m) => m[1]);
  const folder = path.join(root, 'rules/tests');
  const shipped = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
  assert.ok(blocks.length > 0);
  for (const block of blocks) assert.ok(shipped.some((text) => text.includes(block)), block);
});

test('files that README.md names are there', () => {
  const names = [...readme.matchAll(/`((?:daemon|rules|sql|api-docs|tests)\/[\w./-]+\.\w+)`/g), ...readme.matchAll(/\]\(([\w./-]+)\)/g)].map((m) => m[1]);
  assert.ok(names.length > 10);
  for (const name of names) assert.ok(fs.existsSync(path.join(root, name)), name);
});
