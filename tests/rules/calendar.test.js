'use strict';
// The working days of the program against two other witnesses: the npm package chinese-days, day by day, and the numbers of
// working days a year as counted by hand from the State Council's notices.
const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const path = require('node:path');
const { test } = require('node:test');
const days = require('chinese-days');

const root = path.resolve(__dirname, '../..');
const assayd = (...args) => spawnSync(process.env.ASSAYD_BIN, ['calendar', ...args], { encoding: 'utf8', cwd: root });
const cn = JSON.parse(execFileSync(process.env.ASSAYD_BIN, ['calendar', 'cn', '--format', 'json'], { encoding: 'utf8', cwd: root, maxBuffer: 64 << 20 }));
const next = (day) => new Date(Date.parse(day) + 864e5).toISOString().slice(0, 10);

test('each day of 2017 to 2026 is a working day for both, or for neither', () => {
  const working = new Set(cn.years.flatMap((y) => y.working));
  const differ = [];
  let n = 0;
  for (let day = '2017-01-01'; day <= '2026-12-31'; day = next(day), n++) if (working.has(day) !== days.isWorkday(day)) differ.push(day);
  assert.deepEqual(differ, []);
  assert.equal(n, 3652, 'ten years, 2020 and 2024 leap');
  assert.ok([...working].every((day) => day >= '2017-01-01' && day <= '2026-12-31'));
});

test('working days a year, by hand from the notices', () => {
  assert.deepEqual(Object.fromEntries(cn.years.map((y) => [y.year, y.working_days])),
    { 2017: 249, 2018: 250, 2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248 });
  for (const y of cn.years) assert.equal(y.working.length, y.working_days);
});

test('rests and working days are the whole year, each day once', () => {
  for (const { year, working, rests } of cn.years) {
    const all = new Set(working);
    for (const { from, to } of rests) for (let day = from; day <= to; day = next(day)) { assert.equal(all.has(day), false, day); all.add(day); }
    assert.equal(all.size, year % 4 === 0 ? 366 : 365, String(year));
  }
});

test('2019 for people: Labour Day as it was changed on 22 March, the weekend days worked', () => {
  const { stdout, status } = assayd('--year', '2019', '--lang', 'zh');
  assert.equal(status, 0);
  assert.match(stdout, /\n2019 年：250 个工作日\n/);
  assert.match(stdout, /\n {2}2019-05-01 至 2019-05-04 {2}休 4 天 {2}劳动节\n/);
  for (const day of ['2019-02-02  周六', '2019-02-03  周日', '2019-04-28  周日', '2019-05-05  周日', '2019-09-29  周日', '2019-10-12  周六']) assert.ok(stdout.includes(`  ${day}，调休上班\n`), day);
  assert.equal((stdout.match(/调休上班/g) || []).length, 6);
  assert.match(assayd('cn', '--year=2020', '--lang', 'en').stdout, /\n2020: 249 working days\n/);
});

test('bad use says so', () => {
  for (const [args, text] of [[['mars'], /no such calendar/], [['--year', '2016'], /a year of the calendar/], [['--year', '2027'], /a year of the calendar/],
    [['--year', 'x'], /a year of the calendar/], [['cn', 'cn'], /one name at most/], [['--format', 'xml'], /text or json/]]) {
    const { status, stderr } = assayd(...args, '--lang', 'en');
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, text);
  }
});

test('a year that the calendar does not hold: the years it does hold are named', () => {
  for (const year of ['2027', '2016', 'x']) {
    const { status, stderr } = assayd('--year', year, '--lang', 'en');
    assert.equal(status, 2);
    assert.match(stderr, /2017 to 2026/);
    assert.match(assayd('--year', year, '--lang', 'zh').stderr, /2017 至 2026/);
  }
});
