'use strict';
// The same job as GET /v1/contracts/{id}/score on fastify and node-postgres: token checked, parameters checked, one prepared
// statement, score, document. Prints `ready URL`. Settings: PEER_TOKEN, PEER_POOL (connections), PG*.
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const fastify = require('fastify')({ logger: false });
const { Pool } = require('pg');
const { score } = require('./score');

const pool = new Pool({ max: Number(process.env.PEER_POOL || 8), idleTimeoutMillis: 0, options: '-c plan_cache_mode=force_generic_plan -c jit=off' });
const text = fs.readFileSync(path.join(__dirname, '..', 'combined.sql'), 'utf8');
const tokens = new Set([crypto.createHash('sha256').update(process.env.PEER_TOKEN || 'bench').digest('hex')]);

fastify.addHook('onRequest', async (request, reply) => {
  const [scheme, token] = (request.headers.authorization || '').split(' ');
  if (scheme !== 'Bearer' || !tokens.has(crypto.createHash('sha256').update(token || '').digest('hex'))) {
    return reply.code(401).send({ code: 'unauthorized' });
  }
  return undefined;
});

fastify.get('/v1/contracts/:id/score', {
  schema: {
    params: { type: 'object', properties: { id: { type: 'integer', minimum: 1 } } },
    querystring: { type: 'object', required: ['as_of'], properties: { as_of: { type: 'string', format: 'date' } } },
  },
}, async (request, reply) => {
  const asOf = request.query.as_of;
  const { rows } = await pool.query({ name: 'score', text, values: [request.params.id, asOf] });
  if (rows.length === 0) return reply.code(404).send({ code: 'contract_unknown' });
  return score(rows[0], asOf);
});

fastify.listen({ host: '127.0.0.1', port: Number(process.env.PEER_PORT || 0) }).then((url) => console.log(`ready ${url}`));
process.on('SIGTERM', () => fastify.close().then(() => pool.end()).then(() => process.exit(0)));
