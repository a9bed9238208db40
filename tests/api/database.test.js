'use strict';
// The database goes away, stands still, comes back: 503 and 504 within the deadline, never a hang, and then normal again.
const assert = require('node:assert/strict');
const { spawn, execFileSync } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { Daemon, eventually, wait, newDatabase, dropDatabase, newToken, run, root, sql } = require('./lib/assayd');
const { sampleContract, operations } = require('./lib/operations');
const { PgProxy } = require('./lib/pgproxy');

const timeoutMs = 1500; // under the sanitizers on a busy machine
let proxy;
let database;
let token;
let d;
let closed; // operations that need a token
const unknownToken = () => 'asy_' + crypto.randomBytes(32).toString('base64url');
before(async () => {
  database = newDatabase();
  token = newToken(database);
  proxy = await PgProxy.start();
  d = await Daemon.start({ database, token, env: { PGHOST: proxy.folder, DATABASE_URL: '', ASSAYD_TIMEOUT_MS: String(timeoutMs), ASSAYD_CONNECT_MS: '1000', ASSAYD_POLL_MS: '200', ASSAYD_WORKERS: '1' } });
  closed = operations(await sampleContract(d)).filter((op) => !op.open);
});
after(async () => {
  try { await d.stop(); } finally { await proxy.stop(); dropDatabase(database); }
});

const contract = () => sql(database, 'select min(id) from contract')[0][0];
const isBack = () => eventually('answers again', async () => (await d.request('/v1/contracts?limit=1')).status === 200, 20000);

test('database down: 503 with Retry-After, quickly; the process lives; back: 200 again', async (t) => {
  t.after(() => proxy.set('pass'));
  const id = contract();
  await d.get(`/v1/contracts/${id}`);
  proxy.set('refuse');
  for (const op of closed) {
    const started = Date.now();
    // Answers made when the rules were loaded need no database, but a token that nobody asked for before does.
    const options = op.path.startsWith('/v1/schemes') ? { token: unknownToken() } : {};
    const answer = await eventually('503', async () => { const a = await d.request(op.target(), op.with(options)); return a.status === 503 && a; });
    assert.equal(answer.json.code, 'database-unavailable', `${op.id}: ${answer.text}`);
    assert.ok(Number(answer.headers['retry-after']) >= 1);
    assert.ok(Date.now() - started < 5000);
  }
  assert.equal((await d.get('/healthz')).status, 'ok');
  await eventually('/readyz says so', async () => { const a = await d.request('/readyz'); return a.status === 503 && a.json.checks && a.json.checks.database === false; });
  await d.get('/metrics');
  proxy.set('pass');
  await isBack();
  await eventually('/readyz is 200', async () => (await d.request('/readyz')).status === 200);
});

test('database stands still: 504 within the deadline for every operation, and 200 once it moves', async (t) => {
  t.after(() => proxy.set('pass'));
  for (const op of closed) {
    await isBack();
    await d.get(op.target(), 200, op.with());
    await d.get(op.target(), 401, op.with({ token: unknownToken() })); // whoever runs it has a connection
    proxy.set('stall');
    const started = Date.now();
    const answer = await d.request(op.target(), op.with({ token: op.path.startsWith('/v1/schemes') ? unknownToken() : token }));
    const took = Date.now() - started;
    assert.equal(answer.status, 504, `${op.id}: ${answer.text}`);
    assert.ok(took < timeoutMs + 2000, `${op.id} took ${took} ms`);
    proxy.set('pass');
  }
});

test('database stands still and many wait: 503 or 504 for each within the deadline, and the loops never wait', async (t) => {
  t.after(() => proxy.set('pass'));
  await isBack();
  proxy.set('stall');
  const started = Date.now();
  const waiting = Promise.all(Array.from({ length: 40 }, (_, i) => d.request(closed[i % closed.length].target(), closed[i % closed.length].with({ token: i % 2 ? token : unknownToken() }))));
  await wait(200);
  const health = Date.now();
  await d.get('/healthz');
  assert.ok(Date.now() - health < 500, `/healthz took ${Date.now() - health} ms`);
  const answers = (await waiting).filter((a) => !a.target.startsWith('/v1/schemes'));
  const took = Date.now() - started;
  for (const answer of answers) assert.ok([503, 504].includes(answer.status), `${answer.target}: ${answer.status}`);
  assert.ok(answers.some((a) => a.status === 504));
  assert.ok(took < timeoutMs * 2 + 2000, `took ${took} ms`);
  proxy.set('pass');
  await isBack();
});

test('a query that a lock holds up: 504, and the others are answered', async () => {
  const id = contract();
  await isBack();
  const holder = spawn('psql', ['-XqAt', '-d', database], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    holder.stdin.write('begin; lock table contract in access exclusive mode; select 1;\n');
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const answer = await d.request(`/v1/contracts/${id}`);
    assert.equal(answer.status, 504, answer.text);
    await d.get('/healthz');
    await d.get('/v1/schemes');
  } finally {
    holder.stdin.end('rollback;\n');
    await new Promise((resolve) => holder.once('close', resolve));
  }
  await isBack();
});

test('the server kills our connections: the next request is answered or says 503, then all is well', async () => {
  const id = contract();
  await isBack();
  for (let i = 0; i < 3; i++) {
    sql(database, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
    const answer = await d.request(`/v1/contracts/${id}`);
    assert.ok([200, 503].includes(answer.status), String(answer.status));
    await isBack();
  }
});

test('no known token gets in while the database is down, and none that is unknown', async (t) => {
  t.after(() => proxy.set('pass'));
  await isBack();
  proxy.set('refuse');
  await wait(300);
  const unknown = await d.request('/v1/schemes', { token: 'asy_' + 'B'.repeat(43) });
  assert.ok([401, 503].includes(unknown.status), String(unknown.status));
  proxy.set('pass');
  await isBack();
});

test('started without a database it serves not ready, and gets ready when the database is there', async () => {
  const other = await PgProxy.start();
  other.set('refuse');
  const own = await Daemon.start({ database, token, env: { PGHOST: other.folder, DATABASE_URL: '', ASSAYD_CONNECT_MS: '1000', ASSAYD_POLL_MS: '200', ASSAYD_WORKERS: '1' } });
  try {
    assert.equal((await own.request('/readyz')).status, 503);
    assert.equal((await own.get('/healthz')).status, 'ok');
    assert.equal((await own.request('/v1/contracts')).status, 503);
    other.set('pass');
    await eventually('ready', async () => (await own.request('/readyz')).status === 200, 30000);
    await own.get('/v1/contracts');
  } finally {
    try { await own.stop(); } finally { await other.stop(); }
  }
});

test("I12: a contract whose data cannot be scored keeps no other from its stored score, and says 422", async () => {
  const own = newDatabase();
  const daemon = await Daemon.start({ database: own, token: newToken(own), env: { ASSAYD_POLL_MS: '200' } });
  try {
    const ids = sql(own, `select c.id from contract c join programme p on p.id = c.programme_id where p.code = 'hunan-county-2018' order by 1`).map((row) => row[0]);
    assert.ok(ids.length >= 2);
    await eventually('the first full pass', async () => (await daemon.request('/readyz')).status === 200, 30000);
    // 12 x 999,999,999,999.99 yuan in millionths is past the range of int8.
    sql(own, `insert into fund (contract_id, fiscal_year, source, level, planned, arrived, arrived_on)
      select ${ids[0]}, y, (select source from fund limit 1), 'district', 999999999999.99, 999999999999.99, make_date(y, 3, 1)
      from generate_series(2018, 2030) y, generate_series(1, 12)`);
    sql(own, `delete from contract_score where contract_id = ${ids[1]}; insert into dirty_log (contract_id) values (${ids[1]})`);
    await eventually('the other is scored again', async () => sql(own, `select count(*) from contract_score where contract_id = ${ids[1]}`)[0][0] === '1', 20000);
    await eventually('the log is empty', async () => sql(own, 'select count(*) from dirty_log where done_at is null')[0][0] === '0', 20000);
    for (const part of ['score', 'deadlines', 'penalties', 'payments', 'renewal', 'conditions']) {
      const answer = await daemon.request(`/v1/contracts/${ids[0]}/${part}`);
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.json.code, 'number-overflow', part);
    }
  } finally {
    try { await daemon.stop(); } finally { dropDatabase(own); }
  }
});

// The last migration's number is the count of the files: they run from 1 without a gap.
const lastMigration = fs.readdirSync(path.join(root, 'sql', 'migrations')).filter((name) => name.endsWith('.sql')).length;

test('an empty database: 503 not migrated with any token or none, never 401; 200 after the migrations', async (t) => {
  const empty = newDatabase('template1');
  const own = await Daemon.start({ database: empty, token: unknownToken(), env: { ASSAYD_POLL_MS: '200' } });
  t.after(async () => { try { await own.stop(); } finally { dropDatabase(empty); } });
  for (const options of [{}, { token: false }, { token: false, headers: { authorization: 'Bearer nonsense' } }]) {
    for (const target of ['/v1/contracts', '/v1/contracts/1', '/v1/schemes']) {
      const problem = await own.refuses(target, 503, 'not-migrated', undefined, { ...options, headers: { ...options.headers, 'accept-language': 'en' } });
      assert.equal(problem.detail, `The database is at migration 0 of ${lastMigration}`);
      assert.match(problem.hint, /assayd migrate/);
    }
  }
  assert.equal((await own.request('/healthz', { token: false })).status, 200);
  assert.equal(run(['migrate'], { PGDATABASE: empty }).status, 0);
  const known = newToken(empty);
  await eventually('answers after the migrations', async () => (await own.request('/v1/contracts', { token: known })).status === 200, 20000);
  await own.refuses('/v1/contracts', 401, 'invalid-token');
});

test('an empty database: every command says the number of migrations and the remedy, in both languages', (t) => {
  const empty = newDatabase('template1');
  t.after(() => dropDatabase(empty));
  for (const args of [['score', '2'], ['token', 'create', '--name', 'x'], ['explain', '2'], ['metric', 'service.units', '--contract', '2'], ['check', '--db', 'rules/suzhou-2017.yaml']]) {
    const en = run([...args, '--lang', 'en'], { PGDATABASE: empty });
    assert.equal(en.status, 1, en.stderr);
    assert.match(en.stderr, new RegExp(`at migration 0 of ${lastMigration}\n.*run assayd migrate`), args[0]);
    assert.match(run([...args, '--lang', 'zh'], { PGDATABASE: empty }).stderr, new RegExp(`第 0 个迁移，需要第 ${lastMigration} 个\n.*assayd migrate`));
  }
});

// Makes a login role and lets it in, as an administrator would, for the length of the test.
function admits(t, user) {
  const admin = (query) => execFileSync('psql', ['-XqAt', '-U', 'postgres', '-d', 'postgres', '-c', query], { encoding: 'utf8' }).trim();
  const file = admin('show ident_file');
  const before = fs.readFileSync(file, 'utf8');
  admin(`create role ${user} login`);
  fs.writeFileSync(file, `${before}assayd ${os.userInfo().username} ${user}\n`);
  admin('select pg_reload_conf()');
  t.after(() => { fs.writeFileSync(file, before); admin('select pg_reload_conf()'); admin(`drop role ${user}`); });
}

test('a login that is in neither role: the command names the GRANT, HTTP names no user and no socket, the log does', async (t) => {
  const user = `stranger_${process.pid}`;
  admits(t, user);
  const as = { PGUSER: user };
  const env = { PGDATABASE: database, ...as };
  await eventually('the login is let in', async () => { try { execFileSync('psql', ['-XqAt', '-U', user, '-d', database, '-c', 'select 1'], { stdio: 'ignore' }); return true; } catch { return false; } });
  for (const args of [['score', '2'], ['token', 'create', '--name', 'x']]) {
    const answer = run([...args, '--lang', 'en'], env);
    assert.equal(answer.status, 1);
    assert.ok(answer.stderr.includes(`GRANT assayd_reader, assayd_writer TO ${user}`), answer.stderr);
  }
  const migrate = run(['migrate', '--lang', 'en'], { PGDATABASE: 'template1', ...as });
  assert.equal(migrate.status, 1);
  assert.match(migrate.stderr, /CREATE on schema public/);
  const own = await Daemon.start({ database, token, env: { ...as, ASSAYD_POLL_MS: '200' } });
  try {
    const answer = await own.request('/v1/contracts');
    assert.equal(answer.status, 503);
    assert.equal(answer.json.code, 'database-unavailable');
    assert.ok(!answer.text.includes(user) && !answer.text.includes(process.env.PGHOST), answer.text);
    assert.ok(own.log.includes(user), own.log);
  } finally { await own.stop(); }
});

test('no database at all: HTTP names no socket; a command without settings says that the private cluster is down', async () => {
  const nowhere = '/nonexistent/run';
  const own = await Daemon.start({ database, token, env: { PGHOST: nowhere, ASSAYD_POLL_MS: '200' } });
  try {
    for (let i = 0; i < 3; i++) {
      const answer = await own.request('/v1/contracts');
      assert.equal(answer.json.code, 'database-unavailable');
      assert.ok(!answer.text.includes(nowhere), answer.text);
    }
    assert.ok(own.log.includes(nowhere));
  } finally { await own.stop(); }
  const bare = { PGPORT: '1', ASSAYD_VAR: '/nonexistent/var' };
  for (const name of ['PGHOST', 'PGHOSTADDR', 'PGSERVICE', 'PGDATABASE', 'DATABASE_URL']) bare[name] = undefined;
  const answer = run(['score', '2', '--lang', 'en'], bare);
  assert.equal(answer.status, 1);
  assert.match(answer.stderr, /private cluster of \/nonexistent\/var is not running[^]*make run, or set ASSAYD_VAR or DATABASE_URL/);
});
