'use strict';
// Requests that are meant to harm, as raw bytes. Each is answered at most once, with a refusal, and the connection is closed;
// what hides behind it (GET /v1/schemes/smuggled) is never dispatched: the log, which has a line for each request, knows of none.
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const { test, before, after } = require('node:test');
const { Daemon, eventually, wait } = require('./lib/assayd');
const { exchange, statuses, END } = require('./lib/raw');

// Freed memory that the sanitizer keeps back would hide what the daemon keeps.
const lean = { ASAN_OPTIONS: [process.env.ASAN_OPTIONS, 'quarantine_size_mb=1'].filter(Boolean).join(':') };
let d;
before(async () => { d = await Daemon.start({ env: { ...lean, ASSAYD_LOG: 'info', ASSAYD_READ_MS: '3000', ASSAYD_IDLE_MS: '3000' } }); });
after(async () => { await d.stop(); });

const H = 'Host: x\r\n';
const SMUGGLED = 'GET /v1/schemes/smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
const get = (target, headers = H, version = 'HTTP/1.1') => `GET ${target} ${version}\r\n${headers}\r\n`;
const post = (headers, body = '') => `POST /v1/contracts HTTP/1.1\r\n${H}${headers}\r\n${body}`;
const N = SMUGGLED.length;
// Where a body is taken: the token is filled in when it is known.
const check = (headers, body = '', type = 'text/yaml') => `POST /v1/schemes/check HTTP/1.1\r\n${H}Authorization: Bearer TOKEN\r\nContent-Type: ${type}\r\n${headers}\r\n${body}`;
const filled = (part) => (typeof part === 'string' ? part.replace('TOKEN', d.token) : part);

// Sockets that the daemon holds.
// TCP sockets of the daemon: its listeners and its clients, not the connections to the database, which come when they are needed.
function fdsOf(daemon) {
  const proc = `/proc/${daemon.pid()}`;
  const tcp = new Set(['tcp', 'tcp6'].flatMap((name) => fs.readFileSync(`${proc}/net/${name}`, 'utf8').split('\n').slice(1).map((line) => line.trim().split(/\s+/)[9])));
  return fs.readdirSync(`${proc}/fd`).filter((fd) => {
    try { return tcp.has((/^socket:\[(\d+)\]$/.exec(fs.readlinkSync(`${proc}/fd/${fd}`)) || [])[1]); } catch { return false; }
  }).length;
}
// name, bytes, statuses allowed (none = only a close is right)
const cases = [
  ['Content-Length and Transfer-Encoding', post(`Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n${SMUGGLED}`), [400, 411]],
  ['Transfer-Encoding and Content-Length', post(`Transfer-Encoding: chunked\r\nContent-Length: ${5 + N}\r\n`, `0\r\n\r\n${SMUGGLED}`), [400, 411]],
  ['two Content-Length, the same', post('Content-Length: 5\r\nContent-Length: 5\r\n', `hello${SMUGGLED}`), [400]],
  ['two Content-Length, 0 first', post(`Content-Length: 0\r\nContent-Length: ${N}\r\n`, SMUGGLED), [400]],
  ['two Content-Length, 0 last', post(`Content-Length: ${N}\r\nContent-Length: 0\r\n`, SMUGGLED), [400]],
  ['two Content-Length on GET', get('/healthz', `${H}Content-Length: 0\r\nContent-Length: ${N}\r\n`) + SMUGGLED, [400]],
  ['a list in Content-Length', post('Content-Length: 5, 5\r\n', `hello${SMUGGLED}`), [400]],
  ['Content-Length +5', post('Content-Length: +5\r\n', `hello${SMUGGLED}`), [400]],
  ['Content-Length -5', post('Content-Length: -5\r\n', SMUGGLED), [400]],
  ['Content-Length 0x5', post('Content-Length: 0x5\r\n', `hello${SMUGGLED}`), [400]],
  ['Content-Length 5e0', post('Content-Length: 5e0\r\n', `hello${SMUGGLED}`), [400]],
  ['Content-Length empty', post('Content-Length: \r\n', SMUGGLED), [400]],
  ['Content-Length with a comment', post('Content-Length: 5;x\r\n', `hello${SMUGGLED}`), [400]],
  ['Content-Length beyond 64 bits', post('Content-Length: 18446744073709551621\r\n', `hello${SMUGGLED}`), [400, 413]],
  ['Content-Length of a terabyte', post('Content-Length: 1000000000000\r\n', 'x'), [400, 413]],
  ['a terabyte, asking to continue', post('Content-Length: 1000000000000\r\nExpect: 100-continue\r\n'), [400, 413, 417]],
  ['space before the colon of Content-Length', post(`Content-Length : ${N}\r\n`, SMUGGLED), [400]],
  ['tab before the colon of Content-Length', post(`Content-Length\t: ${N}\r\n`, SMUGGLED), [400]],
  ['Transfer-Encoding: chunked', post('Transfer-Encoding: chunked\r\n', `0\r\n\r\n${SMUGGLED}`), [411]],
  ['Transfer-Encoding: gzip', post('Transfer-Encoding: gzip\r\n', SMUGGLED), [400, 411, 501]],
  ['Transfer-Encoding: identity', post('Transfer-Encoding: identity\r\n', SMUGGLED), [400, 411, 501]],
  ['Transfer-Encoding: xchunked', post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${SMUGGLED}`), [400, 411, 501]],
  ['Transfer-Encoding: chunked, identity', post('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${SMUGGLED}`), [400, 411, 501]],
  ['Transfer-Encoding twice', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', `0\r\n\r\n${SMUGGLED}`), [400, 411]],
  ['Transfer-Encoding empty', post('Transfer-Encoding:\r\n', SMUGGLED), [400, 411]],
  ['space before the colon of Transfer-Encoding', post('Transfer-Encoding : chunked\r\n', `0\r\n\r\n${SMUGGLED}`), [400, 411]],
  ['Transfer-Encoding on GET', get('/healthz', `${H}Transfer-Encoding: chunked\r\n`) + `0\r\n\r\n${SMUGGLED}`, [400, 411]],
  ['chunk size 0x5', post('Transfer-Encoding: chunked\r\n', `0x5\r\nhello\r\n0\r\n\r\n${SMUGGLED}`), [400, 411]],
  ['chunk extension', post('Transfer-Encoding: chunked\r\n', `5;a=b\r\nhello\r\n0\r\n\r\n${SMUGGLED}`), [400, 411, 413]],
  ['chunk of 2^64', post('Transfer-Encoding: chunked\r\n', `FFFFFFFFFFFFFFFF\r\nhello`), [400, 411, 413]],
  ['HEAD with a body', `HEAD /healthz HTTP/1.1\r\n${H}Content-Length: ${N}\r\n\r\n${SMUGGLED}`, [400]],
  ['GET with a body', get('/healthz', `${H}Content-Length: ${N}\r\n`) + SMUGGLED, [400]],
  ['DELETE with a body', `DELETE /healthz HTTP/1.1\r\n${H}Content-Length: ${N}\r\n\r\n${SMUGGLED}`, [400]],
  ['HTTP/1.9', get('/healthz', H, 'HTTP/1.9'), [400, 505]],
  ['HTTP/2.0', get('/healthz', H, 'HTTP/2.0'), [400, 505]],
  ['HTTP/0.9', 'GET /healthz HTTP/0.9\r\n\r\n', [400, 505]],
  ['HTTP/-5.1', get('/healthz', H, 'HTTP/-5.1'), [400, 505]],
  ['HTTP/1.1x', get('/healthz', H, 'HTTP/1.1x'), [400, 505]],
  ['no version', 'GET /healthz\r\n\r\n', [400, 505]],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 405, 501, 505]],
  ['no Host', get('/healthz', ''), [400]],
  ['two Hosts', get('/healthz', 'Host: a\r\nHost: b\r\n'), [400]],
  ['Host empty', get('/healthz', 'Host: \r\n'), [400]],
  ['Host with a path', get('/healthz', 'Host: a/b\r\n'), [400]],
  ['Host with user info', get('/healthz', 'Host: a@b\r\n'), [400]],
  ['NUL in a value', get('/healthz', `${H}X-A: a\0b\r\n`), [400]],
  ['NUL in a name', get('/healthz', `${H}X\0A: b\r\n`), [400]],
  ['NUL hides a length', post(`X-A: a\0\r\nContent-Length: ${N}\r\nContent-Length: 0\r\n`, SMUGGLED), [400]],
  ['NUL in the target', get('/healthz\0x'), [400]],
  ['bare LF', `GET /healthz HTTP/1.1\nHost: x\n\n`, [400]],
  ['bare LF in one header', get('/healthz', `Host: x\nX-A: b\r\n`), [400]],
  ['bare CR in a value', get('/healthz', `${H}X-A: a\rX-B: b\r\n`), [400]],
  ['a folded header', get('/healthz', `${H}X-A: a\r\n b\r\n`), [400]],
  ['a folded header with a tab', get('/healthz', `${H}X-A: a\r\n\tb\r\n`), [400]],
  ['the first header begins with a space', get('/healthz', ` X-A: a\r\n${H}`), [400]],
  ['a header without a colon', get('/healthz', `${H}nonsense\r\n`), [400]],
  ['an empty header name', get('/healthz', `${H}: x\r\n`), [400]],
  ['a header name with @', get('/healthz', `${H}X@A: x\r\n`), [400]],
  ['a header name with a space', get('/healthz', `${H}X A: x\r\n`), [400]],
  ['a control character in a value', get('/healthz', `${H}X-A: \x01\r\n`), [400]],
  ['100 headers', get('/healthz', H + Array.from({ length: 100 }, (_, i) => `X-${i}: x\r\n`).join('')), [400, 431]],
  ['a header of 20 KB', get('/healthz', `${H}X-A: ${'a'.repeat(20000)}\r\n`), [400, 413, 431]],
  ['1 MiB of headers', get('/healthz', H + `X-A: ${'a'.repeat(1000)}\r\n`.repeat(1040)), [400, 413, 431]],
  ['1 MiB of target', get('/' + 'a'.repeat(1 << 20)), [400, 413, 414, 431]],
  ['a target of 5000 bytes', get('/v1/contracts?programme=' + 'a'.repeat(5000)), [400, 414]],
  ['a body of 2 MiB', post(`Content-Length: ${2 << 20}\r\n`, 'x'.repeat(2 << 20)), [400, 405, 413]],
  ['%00 in the path', get('/healthz%00x'), [400, 404]],
  ['%00 in the query', get('/v1/contracts?programme=a%00b'), [400]],
  ['%zz in the path', get('/%zz'), [400]],
  ['a lone % at the end', get('/v1/contracts?programme=a%'), [400]],
  ['an encoded letter of the path', get('/%68ealthz'), [400, 404]],
  ['an encoded slash', get('/v1%2fcontracts'), [400, 404]],
  ['two slashes', get('//healthz'), [400, 404]],
  ['two slashes with a host', get('//evil/healthz'), [400, 404]],
  ['the absolute form', get('http://evil/healthz'), [400, 404]],
  ['dot segments', get('/v1/../healthz'), [400, 404]],
  ['encoded dot segments', get('/v1/%2e%2e/healthz'), [400, 404]],
  ['a fragment', get('/healthz#x'), [400]],
  ['a backslash', get('/v1\\contracts'), [400]],
  ['a raw byte above 127 in the target', get('/healthz\xff'), [400]],
  ['a space in the target', get('/health z'), [400]],
  ['a quote and angle brackets in the target', get('/"<script>'), [400]],
  ['asterisk', `OPTIONS * HTTP/1.1\r\n${H}\r\n`, [400, 404, 405, 501]],
  ['TRACE', `TRACE /healthz HTTP/1.1\r\n${H}\r\n`, [400, 405, 501]],
  ['CONNECT', `CONNECT evil:443 HTTP/1.1\r\n${H}\r\n`, [400, 405, 501]],
  ['lower case method', `get /healthz HTTP/1.1\r\n${H}\r\n`, [400, 405, 501]],
  ['a method nobody has', `FROB /healthz HTTP/1.1\r\n${H}\r\n`, [400, 405, 501]],
  ['Expect with something else', get('/healthz', `${H}Expect: x\r\n`), [400, 417]],
  ['a body shorter than announced, then the end', [check('Content-Length: 100\r\n', 'short'), END], [400]],
  ['a body longer than announced', check('Content-Length: 5\r\n', `hello${SMUGGLED}`), [200]],
  ['a request behind a refused body', check(`Content-Length: ${N}\r\n`, SMUGGLED, 'text/plain'), [415]],
  ['a request behind a body that is too long', check(`Content-Length: ${(1 << 20) + 1}\r\n`, SMUGGLED), [413]],
  ['a request behind a POST to nowhere', `POST /v1/nowhere HTTP/1.1\r\n${H}Content-Length: ${N}\r\n\r\n${SMUGGLED}`, [404]],
  ['a request behind a POST without a token', `POST /v1/schemes/check HTTP/1.1\r\n${H}Content-Type: text/yaml\r\nContent-Length: ${N}\r\n\r\n${SMUGGLED}`, [401]],
  ['a body without a length', check('', SMUGGLED), [411]],
  ['a chunked body where one is taken', check('Transfer-Encoding: chunked\r\n', `5\r\nhello\r\n0\r\n\r\n${SMUGGLED}`), [411]],
  ['two lengths where a body is taken', check(`Content-Length: 5\r\nContent-Length: ${N}\r\n`, `hello${SMUGGLED}`), [400]],
  ['asking to continue where a body is taken', check('Content-Length: 5\r\nExpect: 100-continue\r\n'), [417]],
  ['a body of 4 GiB announced', check('Content-Length: 4294967296\r\n', 'x'.repeat(100000)), [413]],
  ['a head in pieces, then a body that is too long', [...check('Content-Length: 9999999\r\n')].map((c) => c), [413]],
  ['PUT where POST is taken', check('Content-Length: 5\r\n', 'hello').replace('POST', 'PUT'), [405]],
  ['a line break before a POST', `\r\n${check('Content-Length: 5\r\n', `hello${SMUGGLED}`)}`, [200, 400, 505]],
  ['a POST whose head holds a NUL', check('X-A: a\0b\r\nContent-Length: 5\r\n', `hello${SMUGGLED}`), [400]],
  ['a POST whose head has a bare LF', check(`X-A: a\nContent-Length: ${N}\r\n`, SMUGGLED), [400]],
  ['a POST whose head is folded', check(`X-A: a\r\n b\r\nContent-Length: ${N}\r\n`, SMUGGLED), [400]],
  ['a POST with 100 headers', check(Array.from({ length: 100 }, (_, i) => `X-${i}: x\r\n`).join('') + `Content-Length: ${N}\r\n`, SMUGGLED), [431]],
  ['a POST with 20 KB of head', check(`X-A: ${'a'.repeat(20000)}\r\nContent-Length: ${N}\r\n`, SMUGGLED), [400, 413, 431]],
  ['a TLS hello', Buffer.concat([Buffer.from('16030100f8010000f40303', 'hex'), Buffer.alloc(240, 7)]), [400]],
  ['random bytes', Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 167 + 13) & 255)), [400]],
];

for (const [name, bytes, allowed] of cases) {
  test(`refused: ${name}`, async () => {
    const answer = await exchange(d, Array.isArray(bytes) ? bytes.map(filled) : filled(bytes), { quietMs: 6000 });
    const got = statuses(answer.bytes);
    assert.ok(got.length <= 1, `answered ${got.length} times: ${got}`);
    if (got.length === 1) assert.ok(allowed.includes(got[0]), `status ${got[0]}, expected ${allowed}: ${answer.bytes.slice(0, 300)}`);
    assert.ok(answer.closed || [404, 405].includes(got[0]), `the connection stays open; ${answer.bytes.slice(0, 200)}`);
    if (got.length === 0) assert.equal(answer.bytes, '', 'something other than an answer');
    assert.doesNotMatch(answer.bytes, /smuggled/);
  });
}

test('nothing was smuggled, nothing leaked, and the daemon serves on', async () => {
  assert.doesNotMatch(d.log, /smuggled/);
  await d.refuses('/v1/schemes/smuggled', 404, 'unknown-scheme');
  await eventually('the log has a line for each request, so the check above can fail', () => /smuggled/.test(d.log));
  await d.get('/healthz');
});

test('good requests pass: HTTP/1.0, keep-alive, two in one packet, slow bytes, trailing spaces', async () => {
  assert.deepEqual(statuses((await exchange(d, 'GET /healthz HTTP/1.0\r\n\r\n')).bytes), [200]);
  assert.deepEqual(statuses((await exchange(d, [get('/healthz'), 300, get('/healthz')])).bytes), [200, 200]);
  const two = await exchange(d, get('/healthz') + get('/healthz'));
  assert.ok(two.closed || statuses(two.bytes).length === 2, 'either both, or one and a close');
  assert.deepEqual(statuses(two.bytes).filter((s) => s !== 200), []);
  assert.deepEqual(statuses((await exchange(d, [...get('/healthz')].flatMap((c) => [c, 5]))).bytes), [200]);
  assert.deepEqual(statuses((await exchange(d, get('/healthz', 'Host:   x  \r\nX-A:\tb \r\n'))).bytes), [200]);
  assert.deepEqual(statuses((await exchange(d, get('/healthz', `${H}Upgrade: h2c\r\nConnection: Upgrade\r\n`))).bytes), [200]);
});

test('a trickle of one byte each 100 ms is cut at the deadline for a request', async () => {
  const slow = Array.from({ length: 200 }, (_, i) => ['GET /healthz HTTP/1.1\r\nX-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'[i] || 'a', 100]).flat();
  const answer = await exchange(d, slow, { limitMs: 20000 });
  assert.ok(answer.closed, 'still open');
  assert.ok(answer.ms < 3000 + 3000, `closed after ${answer.ms} ms`);
});

test('an idle connection is closed', async () => {
  const answer = await exchange(d, [], { quietMs: 15000 });
  assert.ok(answer.closed);
  assert.ok(answer.ms < 3000 + 3000, `closed after ${answer.ms} ms`);
});

test('a slow body is cut', async () => {
  const answer = await exchange(d, [filled(check('Content-Length: 1000\r\n')), ...Array.from({ length: 150 }, () => ['x', 100]).flat()], { limitMs: 20000 });
  assert.ok(answer.closed);
  assert.equal(answer.bytes, '');
  assert.ok(answer.ms > 2500 && answer.ms < 6000, `closed after ${answer.ms} ms`);
});

test('a slow head of a request with a body is cut, and one that takes its time within the deadline is answered', async () => {
  const slow = await exchange(d, [...filled(check('Content-Length: 3\r\n', 'a: '))].flatMap((c) => [c, 100]), { limitMs: 20000 });
  assert.ok(slow.closed && slow.bytes === '' && slow.ms < 6000, `${slow.ms} ms: ${slow.bytes.slice(0, 100)}`);
  const pieces = await exchange(d, [...filled(check('Content-Length: 3\r\n', 'a: '))].flatMap((c) => [c, 5]), { limitMs: 20000 });
  assert.deepEqual(statuses(pieces.bytes), [200]);
  const three = filled(check('Content-Length: 3\r\n', 'a: ')); // one after another on one connection
  assert.deepEqual(statuses((await exchange(d, [three, 300, three, 300, get('/healthz'), 300, three])).bytes), [200, 200, 200, 200]);
});

test('bodies that will be refused are not taken in: 200 clients of 1 MiB each, and each gets its answer', async () => {
  const before = d.statusKb('VmRSS');
  const body = Buffer.alloc(1 << 20, 0x78);
  const heads = [['Content-Type: text/yaml\r\n', 401], [`Authorization: Bearer ${d.token}\r\nContent-Type: text/plain\r\n`, 415]];
  let peak = before;
  const watch = setInterval(() => { peak = Math.max(peak, d.statusKb('VmRSS')); }, 5);
  const answers = await Promise.all(Array.from({ length: 200 }, async (_, i) => {
    const [headers, status] = heads[i % 2];
    const answer = await exchange(d, [`POST /v1/schemes/check HTTP/1.1\r\n${H}${headers}Content-Length: ${body.length}\r\n\r\n`, body], { quietMs: 6000 });
    return [status, statuses(answer.bytes)];
  }));
  clearInterval(watch);
  for (const [status, got] of answers) assert.deepEqual(got, [status]);
  assert.ok(peak - before < 32 * 1024, `grew by ${peak - before} kB`);
});

test('a pipelining flood that never reads does not fill the memory', async () => {
  const before = d.statusKb('VmRSS');
  const socket = net.connect(d.port, d.host);
  socket.on('error', () => {});
  socket.pause();
  const packet = Buffer.from(get('/openapi.json').repeat(200));
  let closed = false;
  let peak = before;
  socket.on('close', () => { closed = true; });
  const end = Date.now() + 3000;
  while (Date.now() < end && !closed) {
    if (socket.writableLength < 1 << 20) socket.write(packet);
    peak = Math.max(peak, d.statusKb('VmRSS'));
    await wait(1);
  }
  socket.destroy();
  assert.ok(peak - before < 48 * 1024, `grew by ${peak - before} kB`);
  await d.get('/healthz');
});

test('readers that never take a large answer are bounded', async () => {
  const before = d.statusKb('VmRSS');
  const sockets = Array.from({ length: 50 }, () => {
    const s = net.connect(d.port, d.host);
    s.on('error', () => {});
    s.pause();
    s.write(get('/openapi.json'));
    return s;
  });
  await wait(500);
  const grown = d.statusKb('VmRSS') - before;
  await d.get('/healthz');
  sockets.forEach((s) => s.destroy());
  assert.ok(grown < 48 * 1024, `grew by ${grown} kB`);
});

test('out of file descriptors: no spinning, no flood of log, and well again afterwards', async () => {
  const own = await Daemon.start({ env: lean });
  try {
    const held = fs.readdirSync(`/proc/${own.pid()}/fd`).length;
    // Below its back: at the start it would make room by a lower cap on connections.
    execFileSync('prlimit', ['--pid', String(own.pid()), `--nofile=${held + 20}:${held + 20}`]);
    const sockets = Array.from({ length: 100 }, () => { const s = net.connect(own.port, own.host); s.on('error', () => {}); return s; });
    await wait(500);
    const cpu = own.cpuMs();
    const log = own.log.length;
    await wait(2000);
    assert.ok(own.cpuMs() - cpu < 500, `${own.cpuMs() - cpu} ms of CPU in 2 s`);
    assert.ok(own.log.length - log < 20000, `${own.log.length - log} bytes of log in 2 s`);
    sockets.forEach((s) => s.destroy());
    await eventually('serves again', async () => { try { return (await own.request('/healthz')).status === 200; } catch { return false; } });
  } finally {
    await own.stop();
  }
});

test('started with few file descriptors it serves, with fewer connections', async () => {
  const own = await Daemon.start({ wrap: ['prlimit', '--nofile=160:160'], env: lean });
  try {
    const sockets = Array.from({ length: 200 }, () => { const s = net.connect(own.port, own.host); s.on('error', () => {}); s.resume(); return s; });
    await wait(500);
    sockets.forEach((s) => s.destroy());
    await eventually('serves again', async () => { try { return (await own.request('/healthz')).status === 200; } catch { return false; } });
  } finally {
    await own.stop();
  }
});

test('the cap on connections holds, and a freed place is usable', async () => {
  const own = await Daemon.start({ env: { ...lean, ASSAYD_CONNECTIONS: '8', ASSAYD_LOOPS: '1' } });
  try {
    const base = fdsOf(own);
    let closed = 0;
    const sockets = Array.from({ length: 30 }, () => { const s = net.connect(own.port, own.host); s.on('error', () => {}); s.on('close', () => { closed++; }); s.resume(); return s; });
    await eventually('those above the cap are closed or left waiting', () => closed >= 22 || fdsOf(own) <= base + 8, 5000);
    sockets.forEach((s) => s.destroy());
    await eventually('serves again', async () => { try { return (await own.request('/healthz')).status === 200; } catch { return false; } });
  } finally {
    await own.stop();
  }
});

test('clients that vanish in the middle of everything leave nothing behind', async () => {
  const { id } = (await d.get('/v1/contracts?limit=1')).items[0];
  const before = fdsOf(d);
  for (let i = 0; i < 60; i++) {
    const socket = net.connect(d.port, d.host);
    socket.on('error', () => {});
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write(i % 3 === 0 ? 'GET /v1' : get(`/v1/contracts/${id}/score`, `${H}Authorization: Bearer ${d.token}\r\n`));
    await wait(i % 7);
    if (i % 2) socket.resetAndDestroy ? socket.resetAndDestroy() : socket.destroy();
    else socket.destroy();
  }
  await eventually('the descriptors are given back', () => fdsOf(d) <= before, 10000);
  await d.get('/healthz');
});
