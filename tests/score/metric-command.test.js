'use strict';
// `assayd metric`: single numbers for one contract.
const assert = require('node:assert/strict');
const { test, before, after } = require('node:test');
const { run, sql, newDatabase, dropDatabase } = require('../api/lib/assayd');

let database;
before(() => { database = newDatabase(); });
after(() => dropDatabase(database));

const metric = (...args) => run(['metric', ...args], { PGDATABASE: database, LC_ALL: 'C.UTF-8' });

// Contract 2 of the Suzhou demonstration: 30 cases among 61 households (head of sql/demo/suzhou.sql).
test('value, unit and rows, as text and as JSON; parameters of the scheme go by name', () => {
  const [[rows]] = sql(database, "select count(*) from service_record where contract_id = 2 and verified and category = 'basic' and served_on between '2017-07-01' and '2018-06-30'");
  const text = metric('service.case_share(category: basic)', '--contract', '2', '--as-of', '2018-06-30');
  assert.equal(text.status, 0, text.stderr);
  assert.equal(text.stdout, `service.case_share(category: 'basic')\n  49.1803% (30 / 61)\n  rows: ${rows}\n`);
  const json = metric('service.served(category: basic, unit: basic_unit)', 'contract.start_on', '--contract', '2', '--as-of', '2018-06-30', '--format', 'json');
  assert.deepEqual(JSON.parse(json.stdout), [
    { expression: "service.served(category: 'basic', unit: 'either')", type: 'number', unit: 'units', value: 61, rows: Number(rows) },
    { expression: 'contract.start_on', type: 'date', unit: null, value: '2017-07-01', rows: 1 }]);
});

test('the unit is in the language of the command line', () => {
  const say = (lang) => metric('service.served(category: basic, unit: basic_unit)', '--contract', '2', '--as-of', '2018-06-30', '--lang', lang).stdout;
  assert.match(say('zh'), /^ {2}61 个服务对象（人或户）$/m);
  assert.match(say('en'), /^ {2}61 units$/m);
});

test('one value for each community', () => {
  const want = sql(database, "select m.community_id, count(distinct s.unit_key) from contract_community m left join service_record s on s.contract_id = m.contract_id and s.community_id = m.community_id and s.verified and s.served_on between '2017-07-01' and '2018-06-30' where m.contract_id = 2 group by 1 order by 1");
  const json = metric('service.units', '--contract', '2', '--as-of', '2018-06-30', '--per', 'community', '--format', 'json');
  assert.ok(want.length > 1);
  assert.deepEqual(JSON.parse(json.stdout)[0].entities.map((e) => [String(e.entity), String(e.value)]), want);
});

test('what it refuses', () => {
  const refusals = [
    [2, /EXPRESSION/, ['--contract', '2']],
    [2, /EXPRESSION/, ['contract.amount']],
    [2, /EXPRESSION/, ['contract.amount', '--contract', 'two']],
    [2, /one line/, ['contract.amount +\n1', '--contract', '2']],
    [2, /station or community/, ['contract.amount', '--contract', '2', '--per', 'person']],
    [2, /2018-02-30/, ['contract.amount', '--contract', '2', '--as-of', '2018-02-30']],
    [2, /--format/, ['contract.amount', '--contract', '2', '--format', 'xml']],
    [2, /no option --asof\n.*--as-of/, ['contract.amount', '--contract', '2', '--asof', '2018-01-01']],
    [2, /--contract lacks its value/, ['contract.amount', '--contract']],
    [1, /999999/, ['contract.amount', '--contract', '999999']],
    [1, /2017-07-01/, ['contract.amount', '--contract', '2', '--as-of', '2017-06-30']],
    [1, /expression:1:1: error\[ASY-R208\][^]*contract\.amount/, ['contract.amont', '--contract', '2']],
    [1, /station/, ['station.office_m2', '--contract', '2', '--per', 'community']],
  ];
  for (const [status, words, args] of refusals) {
    const out = metric(...args);
    assert.equal(out.status, status, `${args.join(' ')}: ${out.stderr}`);
    assert.match(out.stderr, words);
    assert.equal(out.stdout, '');
  }
});
