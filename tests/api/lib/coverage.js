'use strict';
// Which documented answers did no test see? Usage: node coverage.js FILE, with a line `operation status` for each answer.
const fs = require('node:fs');
const { documented } = require('./openapi');

// Answers that a healthy daemon on a healthy database cannot be brought to give, each with its reason.
const beyond = {
  500: 'a fault of our own',
  413: 'the demo has no answer of 32 MiB',
};
const open = { healthz: [503], openapi: [503], metrics: [503] }; // only while stopping

const seen = new Set(fs.readFileSync(process.argv[2], 'utf8').split('\n'));
const missing = documented().filter((pair) => {
  const [operation, status] = pair.split(' ');
  return !seen.has(pair) && !(status in beyond) && !(open[operation] || []).includes(Number(status));
});
for (const pair of missing) console.log(`not seen: ${pair}`);
process.exit(missing.length ? 1 : 0);
