'use strict';
// Facts that several contracts share: a change marks every contract that reads them (dirty_log) and keeps the former row. And what
// the database keeps true about answer sheets. On the facts of metrics/: contracts 9001 and 9004 are the provider 9002's.
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { test, before, after } = require('node:test');
const { sql, newDatabase, dropDatabase } = require('../api/lib/assayd');

let database;
before(() => {
  database = newDatabase();
  for (const name of ['base', 'deployment', 'eligibility', 'service', 'money']) {
    execFileSync('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-d', database, '-f', path.join(__dirname, 'metrics', `${name}.sql`)], { stdio: ['ignore', 'ignore', 'pipe'] });
  }
});
after(() => dropDatabase(database));

// Contracts marked by a statement, and the former rows it kept: [ids], [[table, operation, key]].
function effect(statement) {
  sql(database, 'truncate dirty_log');
  const [[last]] = sql(database, 'select coalesce(max(id), 0) from fact_history');
  sql(database, statement);
  return {
    marked: sql(database, 'select distinct contract_id from dirty_log order by 1').map(([id]) => Number(id)),
    kept: sql(database, `select table_name, operation, row_key from fact_history where id > ${last} order by id`),
  };
}

const ours = [9001, 9004, 9006]; // provider 9002
const all = [9001, 9002, 9003, 9004, 9006]; // the programme
const cases = [
  ['an adverse record comes', "insert into adverse_record (id, organisation_id, listed_on, source) values (77, 9002, '2019-10-01', '局')", ours, []],
  ['it is lifted', "update adverse_record set lifted_on = '2019-11-01' where id = 77", ours, [['adverse_record', 'update', '{"id": 77}']]],
  ['it goes to another agency', 'update adverse_record set organisation_id = 9004 where id = 77', [9001, 9002, 9004, 9006], [['adverse_record', 'update', '{"id": 77}']]],
  ['it is taken back', 'delete from adverse_record where id = 77', [9002], [['adverse_record', 'delete', '{"id": 77}']]],
  ['somebody joins the agency', "insert into organisation_staff (organisation_id, staff_id, start_on) values (9002, 9399, '2019-01-01')", ours, []],
  ['and leaves it', "update organisation_staff set end_on = '2019-02-01' where staff_id = 9399 and organisation_id = 9002", ours,
    [['organisation_staff', 'update', '{"staff_id": 9399, "start_on": "2019-01-01", "organisation_id": 9002}']]],
  ['a person certified, assigned to 9001 and 9002 and on the rolls of 9002', "update staff set sw_certificate = 'senior' where id = 9302", [9001, 9002, 9004, 9006], [['staff', 'update', '{"id": 9302}']]],
  ['an item of the catalogue', 'update catalogue_item set reserved = true where id = 9701', all, [['catalogue_item', 'update', '{"id": 9701}']]],
  ['a new item', "insert into catalogue_item (programme_id, code, title, category, level) values (9001, 'NEW', '新', 'basic', 'major')", all, []],
  ['the programme', "update programme set valid_to = '2022-03-31' where id = 9001", all, [['programme', 'update', '{"id": 9001}']]],
  ['its budget', 'update programme_budget_line set amount = 1 where programme_id = 9001', all, [['programme_budget_line', 'update', '{"kind": "evaluation", "programme_id": 9001}']]],
  ['the evaluator of 9001, 9002 and 9004', "update organisation set affiliate_of = 9004 where id = 9003", [9001, 9002, 9004], [['organisation', 'update', '{"id": 9003}']]],
  ['a lot', 'update lot set budget = 1 where id = 9002', [9002], [['lot', 'update', '{"id": 9002}']]],
  ['nothing', 'update programme set budget_total = 1 where id = 0', [], []],
];
for (const [name, statement, marked, kept] of cases) test(name, () => assert.deepEqual(effect(statement), { marked, kept }));

const sheets = () => sql(database, "select id, coalesce(score::text, '-'), coalesce(answers::text, '-'), items_answered, straight_lined, coalesce(superseded_on::text, '-'), coalesce(source_no::text, '-') from survey_response where contract_id = 9003 order by id");
const sheet = (id, who, day, score, rest = 'null, null') => `insert into survey_response (contract_id, id, respondent_hash, answered_on, score, answers, source_hash) values (9003, ${id}, '${who}', '${day}', ${score}, ${rest})`;

test('sheets: skipped answers are missing, a newer one replaces the older, sources are numbered by the day', () => {
  sql(database, sheet(1, 'A', '2019-05-01', 4, "'{3,-2,3}', 's'"));
  sql(database, sheet(2, 'B', '2019-05-01', -3, "'{-3}', 's'"));
  sql(database, sheet(3, 'A', '2019-05-09', 5, "'{1,2}', 's'"));
  assert.deepEqual(sheets(), [['1', '4', '{3,NULL,3}', '2', 't', '2019-05-09', '1'], ['2', '-', '{NULL}', '0', 't', '-', '2'], ['3', '5', '{1,2}', '2', 'f', '-', '1']]);
  // an older one comes late; the newest is corrected to a day before; a source turns out to be another
  sql(database, sheet(4, 'A', '2019-05-05', 1));
  sql(database, "update survey_response set answered_on = '2019-05-03', source_hash = 't' where contract_id = 9003 and id = 3");
  sql(database, "update survey_response set source_hash = null where contract_id = 9003 and id = 1");
  assert.deepEqual(sheets().map((r) => [r[0], r[5], r[6]]), [['1', '2019-05-03', '-'], ['2', '-', '1'], ['3', '2019-05-05', '1'], ['4', '-', '-']]);
  sql(database, 'delete from survey_response where contract_id = 9003 and id = 3');
  assert.deepEqual(sheets().map((r) => [r[0], r[5]]), [['1', '2019-05-05'], ['2', '-'], ['4', '-']]);
});

test('sheets: the same sheet twice, a score or an item out of range, an empty number are refused', () => {
  const refused = (statement, words) => assert.throws(() => sql(database, statement), words);
  sql(database, "insert into survey_response (contract_id, respondent_hash, answered_on, score, sheet_no) values (9003, 'X', '2019-05-01', 3, '17')");
  refused("insert into survey_response (contract_id, respondent_hash, answered_on, score, sheet_no) values (9003, 'Y', '2019-05-01', 3, '17')", /survey_response_sheet/);
  refused(sheet(20, 'Z', '2019-05-01', 0), /score_1_to_5/);
  refused(sheet(20, 'Z', '2019-05-01', -1), /score_1_to_5/);
  refused(sheet(20, 'Z', '2019-05-01', 3, "'{0}', null"), /answers_1_to_10/);
  refused(sheet(20, 'Z', '2019-05-01', 3, "'{11}', null"), /answers_1_to_10/);
  refused("insert into survey_response (contract_id, respondent_hash, answered_on, sheet_no) values (9003, 'Z', '2019-05-01', '')", /sheet_no_not_empty/);
});
