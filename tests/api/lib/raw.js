'use strict';
// Raw bytes to the daemon, and what came back.
const net = require('node:net');

const END = Symbol('end'); // as a part: our side of the connection is closed

// Sends the parts one after another (a number waits that many ms); collects until close or until quietMs pass in silence.
// Gives { bytes: latin1 text, closed, ms }.
function exchange(daemon, parts, { quietMs = 400, limitMs = 15000, read = true } = {}) {
  return new Promise((resolve) => {
    const started = Date.now();
    const socket = net.connect(daemon.port, daemon.host);
    let bytes = '';
    let quiet;
    let sent = false;
    let done = false;
    const finish = (closed) => {
      if (done) return;
      done = true;
      clearTimeout(quiet);
      clearTimeout(limit);
      socket.destroy();
      resolve({ bytes, closed, ms: Date.now() - started });
    };
    const restart = () => {
      clearTimeout(quiet);
      if (sent) quiet = setTimeout(() => finish(false), quietMs);
    };
    const limit = setTimeout(() => finish(false), limitMs);
    socket.on('error', () => finish(true));
    socket.on('close', () => finish(true));
    socket.on('end', () => finish(true));
    if (read) socket.on('data', (chunk) => { bytes += chunk.toString('latin1'); restart(); });
    socket.on('connect', async () => {
      for (const part of Array.isArray(parts) ? parts : [parts]) {
        if (done) return;
        if (part === END) socket.end();
        else if (typeof part === 'number') await new Promise((r) => setTimeout(r, part));
        else socket.write(Buffer.isBuffer(part) ? part : Buffer.from(part, 'latin1'));
      }
      sent = true;
      restart();
    });
  });
}

// Status of each answer in a stream of answers.
function statuses(bytes) {
  const found = [];
  let at = 0;
  while (at < bytes.length) {
    const head = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n/.exec(bytes.slice(at));
    if (!head) break;
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end < 0) break;
    found.push(Number(head[1]));
    const length = /\r\ncontent-length: *(\d+)/i.exec(bytes.slice(at, end + 2));
    const bodyless = head[1] === '304' || head[1] === '204' || head[1].startsWith('1');
    at = end + 4 + (length && !bodyless ? Number(length[1]) : 0);
  }
  return found;
}

module.exports = { exchange, statuses, END };
