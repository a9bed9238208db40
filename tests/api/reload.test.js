'use strict';
// Rules files: a bad one at the start is refused with all its faults; a bad one at SIGHUP never replaces a good scheme (I7).
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { Daemon, eventually, wait, temporaryFolder, root, run, newDatabase, dropDatabase, newToken } = require('./lib/assayd');

let folder;
let database;
let token;
let shipped;
const fresh = () => {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.cpSync(path.join(root, 'rules'), folder, { recursive: true });
};
const file = () => path.join(folder, shipped);
before(() => {
  shipped = fs.readdirSync(path.join(root, 'rules')).filter((name) => name.endsWith('.yaml')).sort()[0];
  assert.ok(shipped, 'no rules are shipped');
  folder = path.join(temporaryFolder(), 'rules');
  database = newDatabase();
  token = newToken(database);
});
after(() => { fs.rmSync(path.dirname(folder), { recursive: true, force: true }); dropDatabase(database); });
async function start(t) {
  const d = await Daemon.start({ database, token, env: { ASSAYD_RULES: folder, ASSAYD_POLL_MS: '200' } });
  t.after(() => d.stop());
  return d;
}
// Why the last reload was refused, or null; a 503 while scores are being stored says it too.
const fault = async (d) => (await d.request('/readyz')).json.reload_fault;

// Each is a whole file that a person could have saved.
const broken = {
  'not YAML': () => 'scheme: [unclosed\n',
  'empty': () => '',
  'a key nobody knows': (good) => good + '\nno_such_key: 1\n',
  'weights that do not add up': (good) => good.replace(/^( +weight: +)(\d+)/m, (_, head, n) => `${head}${Number(n) + 1}`),
  'a metric nobody knows': (good) => good.replace(/service\.[a-z_]+/, 'service.no_such_metric'),
  'binary': () => '\0\x01\x02',
};

for (const [name, breakIt] of Object.entries(broken)) {
  test(`at the start: ${name}: the daemon names file, line and column, and does not serve`, async (t) => {
    fresh();
    fs.writeFileSync(file(), breakIt(fs.readFileSync(file(), 'utf8')));
    await assert.rejects(start(t), (error) => {
      assert.ok(error.exit, error.message);
      assert.ok(error.exit.code > 0 && error.exit.signal === null, JSON.stringify(error.exit));
      assert.doesNotMatch(error.daemon.log, /Sanitizer|runtime error:/);
      assert.match(error.daemon.log, new RegExp(`${shipped.replace(/\./g, '\\.')}:\\d+:\\d+`), error.daemon.log);
      return true;
    });
  });
}

test('a folder that is not there, and one without files, are refused at the start', async (t) => {
  fresh();
  fs.rmSync(folder, { recursive: true });
  await assert.rejects(start(t), (error) => { assert.ok(error.exit && error.exit.code > 0, error.message); return true; });
  fs.mkdirSync(folder);
  await assert.rejects(start(t), (error) => { assert.ok(error.exit && error.exit.code > 0, error.message); return true; });
});

test('SIGHUP: a bad file changes nothing but the report; a good one is served; requests never fail', async (t) => {
  fresh();
  const good = fs.readFileSync(file(), 'utf8');
  const d = await start(t);
  const before = await d.request('/v1/schemes');
  let asking = true;
  t.after(() => { asking = false; });
  const failures = [];
  let asked = 0;
  t.after(() => { asking = false; }); // a failed assertion must not leave the loop running
  const load = (async () => {
    while (asking) {
      const answer = await d.request('/v1/schemes');
      asked++;
      if (answer.status !== 200) failures.push(answer.status);
    }
  })();

  for (const [name, breakIt] of Object.entries(broken)) {
    fs.writeFileSync(file(), breakIt(good));
    d.signal('SIGHUP');
    await eventually(`/readyz tells of the fault: ${name}`, async () => (await fault(d)) !== null);
    assert.equal((await d.request('/v1/schemes')).text, before.text, name);
    fs.writeFileSync(file(), good);
    d.signal('SIGHUP');
    await eventually(`/readyz is clean again after: ${name}`, async () => (await fault(d)) === null);
  }

  const id = /^scheme: *(\S+)/m.exec(good)[1];
  fs.writeFileSync(file(), good.replace(/^title:.*$/m, "title: {zh: 改过的标题, en: Changed title}"));
  d.signal('SIGHUP');
  const changed = await eventually('the new title is served', async () => {
    const scheme = await d.get(`/v1/schemes/${id}`);
    return scheme.title.zh === '改过的标题' && scheme;
  });
  assert.notEqual(changed.version, before.json.items.find((s) => s.id === id).version, 'another text has another version');

  asking = false;
  await load;
  assert.deepEqual(failures, []);
  assert.ok(asked > 20);
});

test('many reloads in a row end with the last file', async (t) => {
  fresh();
  const good = fs.readFileSync(file(), 'utf8');
  const d = await start(t);
  for (let i = 1; i <= 20; i++) {
    fs.writeFileSync(file(), good.replace(/^title:.*$/m, `title: {zh: 标题${i}, en: Title ${i}}`));
    d.signal('SIGHUP');
    await wait(20);
  }
  const id = /^scheme: *(\S+)/m.exec(good)[1];
  await eventually('the last title', async () => (await d.get(`/v1/schemes/${id}`)).title.en === 'Title 20');
});

test('assayd check: good files pass, bad ones are named with line and column', () => {
  fresh();
  assert.equal(run(['check', file()]).status, 0);
  for (const [name, breakIt] of Object.entries(broken)) {
    const bad = path.join(folder, 'bad.yaml');
    fs.writeFileSync(bad, breakIt(fs.readFileSync(file(), 'utf8')));
    const result = run(['check', bad]);
    assert.equal(result.status, 1, `${name}: ${result.stdout}${result.stderr}`);
    assert.match(result.stdout + result.stderr, /bad\.yaml:\d+:\d+/, name);
  }
});
