'use strict';
// Stands between the daemon and PostgreSQL on a unix socket of its own, so that a test can take the database away:
//   pass     bytes go through          stall    connections stay open, nothing moves
//   refuse   all are cut, new ones too
// Peer authentication sees this process, which runs as the same user.
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

class PgProxy {
  static async start() {
    const p = new PgProxy();
    p.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'assayd-proxy-'));
    p.upstream = path.join(process.env.PGHOST, '.s.PGSQL.5432');
    p.pairs = new Set();
    p.mode = 'pass';
    p.server = net.createServer((client) => p.accept(client));
    await new Promise((resolve) => p.server.listen(path.join(p.folder, '.s.PGSQL.5432'), resolve));
    p.server.unref(); // a failed test must not keep the process
    return p;
  }

  accept(client) {
    client.on('error', () => {});
    if (this.mode === 'refuse') { client.destroy(); return; }
    const server = net.connect(this.upstream);
    const pair = { client, server };
    this.pairs.add(pair);
    server.on('error', () => {});
    client.on('data', (chunk) => server.write(chunk));
    server.on('data', (chunk) => client.write(chunk));
    const end = () => { client.destroy(); server.destroy(); this.pairs.delete(pair); };
    client.on('close', end);
    server.on('close', end);
    if (this.mode === 'stall') { client.pause(); server.pause(); }
  }

  set(mode) {
    this.mode = mode;
    for (const { client, server } of this.pairs) {
      if (mode === 'pass') { client.resume(); server.resume(); }
      if (mode === 'stall') { client.pause(); server.pause(); }
      if (mode === 'refuse') { client.destroy(); server.destroy(); }
    }
  }

  async stop() {
    this.set('refuse');
    await new Promise((resolve) => this.server.close(resolve));
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

module.exports = { PgProxy };
