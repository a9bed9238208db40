'use strict';
// The process: health, metrics, its own document, stopping, the command line.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const { test, before, after } = require('node:test');
const { Daemon, eventually, run, newDatabase, dropDatabase, newToken, sql } = require('./lib/assayd');
const openapi = require('./lib/openapi');

let d;
before(async () => { d = await Daemon.start(); });
after(async () => { await d.stop(); });

test('/healthz and /readyz', async () => {
  const health = await d.get('/healthz');
  assert.equal(health.status, 'ok');
  assert.equal(health.version, openapi.document.info.version);
  const ready = await eventually('ready', async () => { const a = await d.request('/readyz'); return a.status === 200 && a.json; }, 60000);
  assert.deepEqual(ready, { status: 'ready', checks: { database: true, migrations: true, rules: true, scores: true }, reload_fault: null });
  const [[scored, contracts]] = sql(d.database, 'select (select count(*) from contract_score), (select count(*) from contract)');
  assert.equal(scored, contracts, 'ready means that each contract of the demo has its stored score');
});

test('/openapi.json is api-docs/openapi.yaml', async () => {
  assert.deepEqual(await d.get('/openapi.json'), JSON.parse(JSON.stringify(openapi.document)));
});

test('/metrics is well-formed: each sample has HELP and TYPE, each series is there once, counters count', async () => {
  await d.get('/v1/schemes');
  const text = await d.get('/metrics');
  const typed = new Set();
  const series = new Set();
  assert.ok(text.endsWith('\n'));
  for (const line of text.trimEnd().split('\n')) {
    const comment = /^# (HELP|TYPE) (assay_[a-z0-9_]+) (.+)$/.exec(line);
    if (comment) {
      if (comment[1] === 'TYPE') {
        assert.ok(!typed.has(comment[2]), `TYPE twice: ${comment[2]}`);
        typed.add(comment[2]);
      }
      continue;
    }
    const sample = /^(assay_[a-z0-9_]+)(\{([a-z_]+="([^"\\\n]|\\.)*",?)*\})? (-?[0-9.e+-]+|[+-]Inf|NaN)$/.exec(line);
    assert.ok(sample, `not a sample: ${line}`);
    assert.ok(typed.has(sample[1]) || typed.has(sample[1].replace(/_(bucket|sum|count)$/, '')), `no TYPE for ${sample[1]}`);
    const name = sample[1] + (sample[2] || '');
    assert.ok(!series.has(name), `series twice: ${name}`);
    series.add(name);
  }
  const total = (t) => t.split('\n').filter((l) => /^assay_http_requests_total\{/.test(l)).reduce((sum, l) => sum + Number(l.split(' ').pop()), 0);
  for (let i = 0; i < 5; i++) await d.get('/healthz');
  const later = await d.get('/metrics');
  assert.ok(total(later) - total(text) >= 5, `${total(text)} then ${total(later)}`);
  assert.doesNotMatch(later, /contracts\/\d/, 'labels hold the template, not the path');
});

test('SIGTERM: requests in flight are answered, then the process leaves with 0', async (t) => {
  const own = await Daemon.start();
  t.after(() => own.stop());
  const { id } = (await own.get('/v1/contracts?limit=1')).items[0];
  const asked = Array.from({ length: 20 }, () => own.request(`/v1/contracts/${id}/score`).then((a) => a.status, (e) => e.code || e.message));
  await new Promise((resolve) => setTimeout(resolve, 5));
  own.signal('SIGTERM');
  const answers = await Promise.all(asked);
  for (const a of answers) assert.ok([200, 503, 'ECONNREFUSED', 'ECONNRESET'].includes(a), String(a));
});

test('SIGINT stops it as well, and idle connections do not hold it up', async () => {
  const own = await Daemon.start();
  const agent = new http.Agent({ keepAlive: true });
  await new Promise((resolve, reject) => http.get({ host: own.host, port: own.port, path: '/healthz', agent }, (res) => res.resume().on('end', resolve)).on('error', reject));
  const started = Date.now();
  await own.stop({ signal: 'SIGINT' });
  assert.ok(Date.now() - started < 8000);
  agent.destroy();
});

test('a port that is taken: it says so and ends', async () => {
  await assert.rejects(Daemon.start({ database: d.database, token: d.token, env: { ASSAYD_LISTEN: `127.0.0.1:${d.port}` } }), (error) => {
    assert.ok(error.exit && error.exit.code > 0, error.message);
    assert.ok(error.daemon.log.includes(String(d.port)), error.daemon.log);
    return true;
  });
  await d.get('/healthz');
});

test('changed data is scored again, without a request for it', async () => {
  const stored = () => sql(d.database, 'select score, as_of from contract_score where contract_id = 1')[0];
  await eventually('a stored score', () => stored(), 60000);
  await eventually('nothing is left to do', () => sql(d.database, 'select count(*) from dirty_log where done_at is null')[0][0] === '0', 60000);
  const [former, as_of] = stored();
  // Contract 1 of the demo was set up on its due day, 2017-06-30. Were it due in April, it would be more than 30 days late:
  // nothing is left of the 11.25 points for the team (9 of 15, and the 3 of the indicator that is not configured shared out).
  sql(d.database, "update contract set entry_due_on = '2017-04-01' where id = 1");
  const [score] = await eventually('another score is stored', () => stored()[0] !== former && stored(), 20000);
  assert.equal(Math.round((Number(former) - Number(score)) * 100), 1125, `${former} then ${score} as of ${as_of}`);
  assert.equal((await d.get('/v1/contracts/1')).latest_score.score, Number(score));
});

test('two daemons on one database agree', async () => {
  const other = await Daemon.start({ database: d.database, token: d.token });
  const list = await d.get('/v1/contracts?limit=5');
  for (const { id } of list.items) {
    const [a, b] = await Promise.all([d.request(`/v1/contracts/${id}`), other.request(`/v1/contracts/${id}`)]);
    assert.equal(a.text, b.text);
  }
  await other.stop();
});

test('the log has neither tokens nor authorisation', async () => {
  const own = await Daemon.start({ env: { ASSAYD_LOG: 'debug' } });
  await own.get('/v1/contracts');
  await own.request(`/v1/contracts?programme=${own.token}`);
  await own.stop();
  assert.ok(own.log.length > 0);
  assert.ok(!own.log.includes(own.token), 'the token is in the log');
  for (const line of own.log.trim().split('\n')) assert.doesNotThrow(() => JSON.parse(line), line);
});

test('command line: --version, --help, docs, unknown words', () => {
  assert.match(run(['--version']).stdout, new RegExp(openapi.document.info.version.replace(/\./g, '\\.')));
  const help = run(['--help']);
  assert.equal(help.status, 0);
  for (const word of ['serve', 'check', 'score', 'migrate', 'token', 'ASSAYD_LISTEN', 'DATABASE_URL']) assert.ok(help.stdout.includes(word), `--help names ${word}`);
  for (const page of ['errors', 'settings', 'functions', 'kinds', 'metrics']) {
    const out = run(['docs', page]);
    assert.equal(out.status, 0);
    assert.ok(out.stdout.length > 200, page);
  }
  for (const args of [['no-such-command'], ['serve', '--no-such-flag'], ['docs', 'no-such-page'], ['check'], ['token', 'create'], ['token', 'create', '--name', '']]) {
    const out = run(args, { PGDATABASE: d.database });
    assert.ok(out.status > 0, `${args.join(' ')} ended with ${out.status}`);
    assert.ok(out.stderr.length > 0, args.join(' '));
  }
});

test('tokens: listed without their secrets, good to the end of their day, revoked by name', async () => {
  const env = { PGDATABASE: d.database };
  const today = sql(d.database, "select (now() at time zone 'Asia/Shanghai')::date")[0][0];
  const yesterday = sql(d.database, "select (now() at time zone 'Asia/Shanghai')::date - 1")[0][0];
  const made = run(['token', 'create', '--name', '某评估机构', '--role', 'evaluator', '--expires', today], env).stdout.trim();
  assert.equal((await d.request('/v1/schemes', { token: made })).status, 200);
  assert.notEqual(run(['token', 'create', '--name', 'late', '--expires', '2018-02-30'], env).status, 0);
  assert.notEqual(run(['token', 'create', '--name', 'late', '--expires', yesterday], env).status, 0); // over before it begins
  const list = () => run(['--lang', 'en', 'token', 'list'], env);
  assert.match(list().stdout, new RegExp(`\t某评估机构\tevaluator\t${today}\tvalid\n`));
  assert.ok(!list().stdout.includes(made));
  assert.match(run(['--lang', 'en', 'token', 'revoke', '某评估机构'], env).stdout, /^tokens revoked: 1\n$/);
  assert.match(list().stdout, new RegExp(`\t某评估机构\tevaluator\t${today}\trevoked\n`));
  const other = await Daemon.start({ database: d.database, token: made }); // ours may remember it for half a minute
  try { await other.refuses('/v1/schemes', 401, 'invalid-token'); } finally { await other.stop(); }
  const again = run(['--lang', 'en', 'token', 'revoke', '某评估机构'], env);
  assert.notEqual(again.status, 0);
  assert.match(again.stderr, /no valid token of the name "某评估机构"/);
});

test('settings out of range are refused by name', () => {
  for (const [name, value] of [['ASSAYD_LISTEN', 'nonsense'], ['ASSAYD_LISTEN', '127.0.0.1:70000'], ['ASSAYD_WORKERS', '0'], ['ASSAYD_WORKERS', 'two'], ['ASSAYD_TIMEOUT_MS', '99999999999999999999'], ['ASSAYD_LOG', 'loud']]) {
    const out = run(['serve'], { PGDATABASE: d.database, [name]: value });
    assert.ok(out.status > 0, `${name}=${value}`);
    assert.ok(out.stderr.includes(name), `${name}: ${out.stderr}`);
  }
});

test('an empty database: not ready until migrated; migrate twice is once; a token is kept as its hash only', async () => {
  const empty = newDatabase('template1');
  let bare;
  try {
    bare = await Daemon.start({ database: empty, token: 'asy_' + 'A'.repeat(43), env: { ASSAYD_POLL_MS: '200' } });
    const answer = await bare.request('/readyz');
    assert.equal(answer.status, 503);
    assert.equal(answer.json.checks.migrations, false);
    assert.equal(run(['migrate'], { PGDATABASE: empty }).status, 0);
    const tables = sql(empty, 'select count(*) from pg_tables');
    assert.equal(run(['migrate'], { PGDATABASE: empty }).status, 0);
    assert.deepEqual(sql(empty, 'select count(*) from pg_tables'), tables);
    const made = newToken(empty, 'first');
    assert.match(made, /^asy_[A-Za-z0-9_-]{43}$/);
    assert.equal(sql(empty, `select count(*) from api_token where sha256 = sha256('${made}'::bytea)`)[0][0], '1');
    await eventually('ready once it is migrated', async () => (await bare.request('/readyz')).status === 200, 20000);
    assert.deepEqual((await bare.get('/v1/contracts', 200, { token: made })).items, []);
  } finally {
    if (bare) await bare.stop();
    dropDatabase(empty);
  }
});

test('assayd score prints what the API serves', async () => {
  const schemes = (await d.get('/v1/schemes')).items.map((s) => `'${s.id}'`).join(',');
  const [[id, end]] = sql(d.database, `select c.id, c.end_on from contract c join programme p on p.id = c.programme_id where p.code in (${schemes}) order by 1 limit 1`);
  const served = await d.get(`/v1/contracts/${id}/score?as_of=${end}`);
  const printed = run(['score', id, '--as-of', end], { PGDATABASE: d.database });
  assert.equal(printed.status, 0, printed.stderr);
  assert.ok(printed.stdout.includes(String(served.score)), `${printed.stdout.slice(0, 500)} has no ${served.score}`);
});

test('every operation of the document is served, and nothing else is in the table', async () => {
  const text = fs.readFileSync(`${openapi.root}/daemon/api/route_table.c`, 'utf8');
  const routes = [...text.matchAll(/\{ "([A-Z]+)", "([^"]+)", "([A-Za-z]+)"/g)].map(([, method, path, id]) => `${method} ${path} ${id}`);
  const wanted = Object.entries(openapi.document.paths).flatMap(([path, item]) => Object.entries(item).map(([verb, op]) => `${verb.toUpperCase()} ${path} ${op.operationId}`));
  assert.deepEqual(routes.sort(), wanted.sort());
});
