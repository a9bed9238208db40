'use strict';
// compare.js DAEMON PEER TOKEN AS_OF CONTRACTS HOW_MANY: the totals of both for contracts drawn at random, and the points of
// every indicator. Exit 1 when one total differs.
const [daemon, peer, token, asOf, contracts, howMany] = process.argv.slice(2);

let seed = 20170701n;
function draw(n) {
  seed = (seed * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((seed >> 33n) % BigInt(n)) + 1;
}

async function get(base, id) {
  const answer = await fetch(`${base}/v1/contracts/${id}/score?as_of=${asOf}`, { headers: { authorization: `Bearer ${token}` } });
  if (answer.status !== 200) throw new Error(`${base} contract ${id}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const points = (nodes, into = new Map()) => {
  for (const n of nodes) {
    into.set(n.id, n.points);
    if (n.indicators) points(n.indicators, into);
  }
  return into;
};

async function main() {
  let equal = 0;
  let apart = 0;
  let finest = 0;
  const alone = new Set();
  for (let i = 0; i < Number(howMany); i++) {
    const id = draw(Number(contracts));
    const [a, b] = await Promise.all([get(daemon, id), get(peer, id)]);
    if (a.score === b.score) {
      equal++;
    } else if (apart++ < 10) {
      const theirs = points(b.indicators);
      const differ = [...points(a.indicators)].filter(([k, v]) => Math.abs(v - theirs.get(k)) > 0.00001).map(([k, v]) => `${k} ${v} / ${theirs.get(k)}`);
      console.log(`contract ${id}: daemon ${a.score}, peer ${b.score}; ${differ.join(', ')}`);
    }
    const theirs = points(b.indicators);
    for (const [k, v] of points(a.indicators)) {
      if (theirs.has(k)) finest = Math.max(finest, Math.abs(v - theirs.get(k)));
      else alone.add(k);
    }
  }
  console.log(`totals of daemon and peer, ${howMany} contracts drawn at random: ${equal} equal, ${apart} different; points of single indicators apart by at most ${finest.toFixed(6)}`);
  if (alone.size > 0) console.log(`not in the peer's answer: ${[...alone].sort().join(', ')}`);
  process.exitCode = apart === 0 ? 0 : 1;
}

main().catch((error) => { console.error(error.message); process.exitCode = 1; });
