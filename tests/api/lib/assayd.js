'use strict';
// A daemon of one's own for a test file: its database is a copy of the demo, its port is free, its address is found from its
// `ready` line. Every answer passes openapi.js. Needs the cluster of `tests/tools/pg-temp.sh with`; test.sh prepares the
// template database and names the sanitized binary:
//   ASSAYD_BIN   the binary        ASSAYD_TEMPLATE   database with schema and demo
const assert = require('node:assert/strict');
const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const openapi = require('./openapi');

const binary = process.env.ASSAYD_BIN;
const template = process.env.ASSAYD_TEMPLATE;
if (!binary || !template || !process.env.PGHOST) {
  throw new Error('run the API tests with: make test ONLY=api (they need ASSAYD_BIN, ASSAYD_TEMPLATE and a cluster)');
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function eventually(what, probe, limitMs = 10000) {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await wait(50);
  }
}

let databases = 0;
function newDatabase(from = template) {
  const name = `t_${process.pid}_${++databases}`;
  execFileSync('createdb', ['-T', from, name]);
  return name;
}
const dropDatabase = (name) => execFileSync('dropdb', ['--if-exists', '--force', name]);

// Rows of a query as arrays of text: the other witness of what the daemon says.
function sql(database, query) {
  const out = execFileSync('psql', ['-XqAt', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-d', database, '-c', query], { encoding: 'utf8' });
  return out.split('\n').filter((line) => line !== '').map((line) => line.split('\t'));
}

// A subcommand to its end: { status, stdout, stderr }.
function run(args, env = {}) {
  try {
    const stdout = execFileSync(binary, args, { encoding: 'utf8', cwd: openapi.root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60000 });
    return { status: 0, stdout, stderr: '' };
  } catch (error) {
    return { status: error.status, stdout: error.stdout, stderr: error.stderr };
  }
}

const newToken = (database, name = 'test') => run(['token', 'create', '--name', name], { PGDATABASE: database }).stdout.trim().split(/\s+/).pop();

class Daemon {
  // options: database (made when absent), env, token (made when absent; false: none)
  static async start(options = {}) {
    const d = new Daemon();
    d.ownDatabase = !options.database;
    d.database = options.database || newDatabase();
    if (options.token !== false) d.token = options.token || newToken(d.database);
    d.env = { ...process.env, PGDATABASE: d.database, ASSAYD_LISTEN: '127.0.0.1:0', ...options.env };
    d.cwd = options.cwd || openapi.root;
    const argv = options.wrap ? [...options.wrap, binary, 'serve'] : [binary, 'serve'];
    d.child = spawn(argv[0], argv.slice(1), { env: d.env, cwd: d.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    d.log = '';
    d.stdout = '';
    d.child.stderr.on('data', (chunk) => { d.log += chunk; });
    d.child.stdout.on('data', (chunk) => { d.stdout += chunk; });
    d.exited = new Promise((resolve) => d.child.on('close', (code, signal) => resolve({ code, signal })));
    d.ended = false;
    d.exited.then(() => { d.ended = true; });
    Daemon.living.add(d);
    await eventually('the daemon says ready', () => d.ended || /^ready http:\/\/\S+$/m.test(d.stdout), 30000);
    if (d.ended) {
      Daemon.living.delete(d);
      if (d.ownDatabase) dropDatabase(d.database);
      const error = new Error(`the daemon ended before it was ready:\n${d.log}`);
      error.daemon = d;
      error.exit = await d.exited;
      throw error;
    }
    const url = new URL(/^ready (\S+)$/m.exec(d.stdout)[1]);
    d.host = url.hostname;
    d.port = Number(url.port);
    return d;
  }

  signal(name) { this.child.kill(name); }

  // Ends the daemon; it must leave in order, with nothing to say for the sanitizers.
  async stop({ signal = 'SIGTERM', limitMs = 20000 } = {}) {
    if (!this.ended) this.child.kill(signal);
    const late = setTimeout(() => this.child.kill('SIGKILL'), limitMs);
    const exit = await this.exited;
    clearTimeout(late);
    Daemon.living.delete(this);
    if (this.ownDatabase) dropDatabase(this.database);
    const report = /^.*(Sanitizer|runtime error:)[^]*/m.exec(this.log);
    assert.equal(report && report[0].slice(0, 6000), null, 'sanitizer report');
    assert.deepEqual(exit, { code: 0, signal: null }, `exit of the daemon; log:\n${this.log.slice(-3000)}`);
  }

  // One request; the answer is checked against openapi.yaml. options: method, headers, token (false: none), body
  async request(target, options = {}) {
    const method = options.method || 'GET';
    const headers = { ...options.headers };
    const token = options.token === undefined ? this.token : options.token;
    if (token && headers.authorization === undefined) headers.authorization = `Bearer ${token}`;
    const answer = await new Promise((resolve, reject) => {
      const req = http.request({ host: this.host, port: this.port, path: target, method, headers, agent: false }, (res) => {
        const chunks = [];
        res.on('data', (chunk) => chunks.push(chunk));
        res.on('error', reject);
        res.on('end', () => resolve({ method, target, status: res.statusCode, headers: res.headers, text: Buffer.concat(chunks).toString('utf8') }));
      });
      req.on('error', reject);
      req.end(options.body);
    });
    const operation = openapi.operationOf(method, target);
    const faults = openapi.faultsOf(operation, answer);
    assert.deepEqual(faults, [], `${method} ${target} -> ${answer.status} is not as documented; body: ${answer.text.slice(0, 600)}`);
    if (operation && process.env.ASSAYD_API_SEEN) fs.appendFileSync(process.env.ASSAYD_API_SEEN, `${operation.id} ${answer.status}\n`);
    if (answer.status === 401) assert.doesNotMatch(answer.text, /asy_[A-Za-z0-9_-]/, 'a token in an answer');
    if (/json/.test(answer.headers['content-type'] || '') && answer.text) answer.json = JSON.parse(answer.text);
    return answer;
  }

  // The request, which must end with that status; gives the body.
  async get(target, status = 200, options = {}) {
    const answer = await this.request(target, options);
    assert.equal(answer.status, status, `${target}: ${answer.text.slice(0, 600)}`);
    return answer.json === undefined ? answer.text : answer.json;
  }

  // A refusal: status, code of the problem and, where given, the pointer of its first error.
  async refuses(target, status, code, where, options = {}) {
    const problem = await this.get(target, status, options);
    assert.equal(problem.code, code, JSON.stringify(problem));
    if (where !== undefined) assert.equal(problem.errors[0] && problem.errors[0].pointer, where, JSON.stringify(problem));
    return problem;
  }

  statusKb(field) {
    const text = fs.readFileSync(`/proc/${this.pid()}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)[1]);
  }

  // CPU time used, in ms.
  cpuMs() {
    const fields = fs.readFileSync(`/proc/${this.pid()}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  pid() { return this.child.pid; }
}
Daemon.living = new Set();
process.on('exit', () => { for (const d of Daemon.living) d.child.kill('SIGKILL'); });

const temporaryFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-api-'));

module.exports = { Daemon, eventually, wait, sql, run, newDatabase, dropDatabase, newToken, temporaryFolder, root: openapi.root, binary };
