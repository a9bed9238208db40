'use strict';
// format=csv: what a spreadsheet reads must be what the JSON of the same request says.
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { Daemon, eventually, sql } = require('./lib/assayd');

let d;
before(async () => {
  d = await Daemon.start();
  await eventually('the scores are stored', async () => (await d.request('/readyz')).status === 200, 60000); // lists of contracts show them
});
after(async () => { await d.stop(); });

// RFC 4180, strictly: rows of cells; what is no CSV is an error.
function parse(text) {
  assert.equal(text[0], '\ufeff', 'begins with the byte order mark');
  const rows = [];
  let row = [], at = 1;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; ; at++) {
        assert.ok(at < text.length, 'the quotes are closed');
        if (text[at] === '"' && text[at + 1] !== '"') break;
        if (text[at] === '"') at++;
        cell += text[at];
      }
      at++;
    } else {
      while (at < text.length && !',\r\n"'.includes(text[at])) cell += text[at++];
      assert.notEqual(text[at], '"', 'a quote within a bare cell');
    }
    row.push(cell);
    if (text[at] === ',') { at++; if (at === text.length) row.push(''); continue; }
    assert.equal(text.slice(at, at + 2), '\r\n', `rows end with CRLF, not ${JSON.stringify(text.slice(at, at + 10))}`);
    at += 2;
    rows.push(row);
    row = [];
  }
  assert.deepEqual(row, [], 'the last row is closed');
  return rows;
}
const fetch_csv = async (target, headers = { 'accept-language': 'en' }) => {
  const answer = await d.request(target, { headers });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8; header=present');
  return { answer, rows: parse(answer.text) };
};
const table = ([head, ...rows]) => rows.map((r) => Object.fromEntries(head.map((h, i) => [h, r[i]])));
const text = (v) => (v === null || v === undefined ? '' : String(v));

test('the five lists: a row an item, the same values as the JSON', async () => {
  const at = 'as_of=2024-12-31&limit=200';
  const cases = {
    contracts: ['sort=id', (c) => c, (c) => ({ status: c.status, score: text(c.latest_score && c.latest_score.score), signed_on: text(c.signed_on) })],
    deadlines: [at, (i) => i.contract, ({ deadline: x }) => ({ deadline: x.id, clause: text(x.clause), state: x.state, due: text(x.due), met_on: text(x.met_on), days_late: text(x.days_late),
      entity: text(x.entity && x.entity.name), next_stage_on: text(x.next_stage && x.next_stage.on), next_cut_amount: text(x.next_stage && x.next_stage.cut_amount), explanation: x.explanation.en })],
    penalties: [at, (i) => i.contract, ({ penalty: x }) => ({ penalty: x.id, reached_on: text(x.reached_on), record: text(x.record), cut_amount: text(x.cut && x.cut.amount),
      highest_amount: text(x.cut && x.cut.highest_amount), terminate: x.terminate ? 'yes' : '', decision_required: x.decision_required ? 'yes' : '', explanation: x.explanation.en })],
    payments: [at, (i) => i.contract, ({ tranche: x }) => ({ tranche: x.id, state: x.state, tranche_amount: text(x.amount), pay_by: text(x.pay_by), explanation: x.explanation.en })],
    renewals: [at, (i) => i.contract, ({ renewal: x }) => ({ advice: x.advice, cycle_year: text(x.cycle_year), warn_on: text(x.warn_on), reasons: x.reasons.map((r) => r.en).join(' ') })],
  };
  for (const [name, [query, contract, values]] of Object.entries(cases)) {
    const { items } = await d.get(`/v1/${name}?limit=200&${query.replace('&limit=200', '')}`);
    const { answer, rows } = await fetch_csv(`/v1/${name}?format=csv&${query}`);
    assert.equal(answer.headers['content-disposition'], `attachment; filename="${name}.csv"`);
    assert.ok(items.length > 10, name);
    const got = table(rows);
    assert.equal(got.length, items.length, name);
    for (const [i, item] of items.entries()) {
      const c = contract(item);
      const want = { id: String(c.id), contract_no: c.contract_no, title: c.title, programme: c.programme, provider: c.provider.name, region: c.region.name,
        start_on: c.start_on, amount: String(c.amount), ...values(item) };
      for (const [key, value] of Object.entries(want)) assert.equal(got[i][key] === undefined ? undefined : got[i][key].trimEnd(), value, `${name} row ${i}: ${key}`);
    }
  }
});

test('the header and the words are Chinese unless English is asked for', async () => {
  const { rows } = await fetch_csv('/v1/deadlines?format=csv&programme=suzhou-2017&as_of=2017-07-20&state=overdue', {});
  assert.deepEqual(rows[0].slice(0, 3), ['编号', '合同号', '合同']);
  const [first] = table(rows);
  assert.deepEqual([first['期限状态'], first['义务人'], first['逾期天数'], first['届时扣减（元）']], ['逾期', '承接方', '20', '50000']);
});

test('quotes, commas, line breaks and what a spreadsheet would take for a formula', async () => {
  const own = ['=1+1', '+2', '-3', '@x', '\tx', 'a,"b"\r\nc', ' padded ', '=cmd|\' /C calc\'!A0', '普通'];
  for (const title of own) {
    sql(d.database, `update contract set title = E'${title.replace(/\\/g, '\\\\').replace(/'/g, "''").replace(/\t/g, '\\t').replace(/\r/g, '\\r').replace(/\n/g, '\\n')}' where id = 1`);
    const [row] = table((await fetch_csv('/v1/contracts?format=csv&limit=1')).rows);
    assert.equal(row.title, /^[=+\-@\t\r]/.test(title) ? `'${title}` : title);
  }
});

test('without a limit all rows are in one file; with one, a last row and Link say that there is more', async () => {
  const all = await fetch_csv('/v1/deadlines?format=csv&as_of=2024-12-31');
  assert.ok(all.rows.length > 60, 'more than the 50 of a page of JSON');
  assert.equal(all.answer.headers.link, undefined);
  let target = '/v1/deadlines?format=csv&as_of=2024-12-31&limit=7';
  const rows = [];
  while (target) {
    const { answer, rows: [, ...page] } = await fetch_csv(target);
    const next = answer.headers.link && /^<(.*)>; rel="next"$/.exec(answer.headers.link)[1];
    if (next) assert.deepEqual(page.pop(), [`To be continued: ${next}`]);
    rows.push(...page);
    target = next;
  }
  assert.deepEqual(rows, all.rows.slice(1));
  const contracts = await fetch_csv('/v1/contracts?format=csv&limit=2');
  assert.match(contracts.rows[3][0], /^To be continued: \/v1\/contracts\?limit=2&format=csv&cursor=/);
});

test('304 for the file one has; other formats are refused', async () => {
  const { answer } = await fetch_csv('/v1/renewals?format=csv&as_of=2024-12-31');
  assert.equal((await d.request('/v1/renewals?format=csv&as_of=2024-12-31', { headers: { 'accept-language': 'en', 'if-none-match': answer.headers.etag } })).status, 304);
  await d.refuses('/v1/renewals?format=xlsx', 400, 'bad-parameter', 'format');
  await d.refuses('/v1/schemes?format=csv', 400, 'no-parameters', 'format');
});

test('a contract that cannot be computed is a row of its own', async () => {
  sql(d.database, `insert into fund (contract_id, fiscal_year, source, level, planned, arrived, arrived_on)
    select 252, y, (select source from fund limit 1), 'district', 999999999999.99, 999999999999.99, make_date(y, 3, 1)
    from generate_series(2018, 2030) y, generate_series(1, 12)`);
  const { rows } = await fetch_csv('/v1/renewals?format=csv&programme=hunan-county-2018&as_of=2024-12-31');
  assert.deepEqual(rows.slice(1).map((r) => r[0]), ['251', '253', 'Contract HN-2019-252 cannot be computed: Number overflow']);
});
