-- Marks, reports, filings, inspections, findings. The evaluations and the evaluators are in eligibility.sql.
-- 9003 marked twice (4, then 3 on the last day, then 5 after the contract had ended), 9005 on a scale of 10, 9006 without evidence.
insert into manual_assessment (contract_id, indicator, evaluator_id, score, max_score, assessed_on, evidence) values
  (9001, 'plan', 9003, 4, 5, '2019-06-01', '记录'), (9001, 'plan', 9003, 3, 5, '2019-12-31', '复评记录'), (9001, 'plan', 9003, 5, 5, '2020-03-15', '期满后'),
  (9001, 'plan', 9005, 8, 10, '2019-06-02', '记录'), (9001, 'plan', 9006, 5, 5, '2019-06-03', null), (9001, 'other', 9003, 1, 5, '2019-06-01', '记录'),
  (9002, 'plan', 9003, 1, 5, '2019-06-01', '记录');

-- Quarterly to A and B: in time on the due day; B a day late; B never; the fourth due in January. One of 2018 is still open.
insert into report (contract_id, kind, recipient, period_end, due_on, submitted_on) values
  (9001, 'quarterly', 'A', '2019-03-31', '2019-04-10', '2019-04-10'), (9001, 'quarterly', 'B', '2019-03-31', '2019-04-10', '2019-04-10'),
  (9001, 'quarterly', 'A', '2019-06-30', '2019-07-10', '2019-07-10'), (9001, 'quarterly', 'B', '2019-06-30', '2019-07-10', '2019-07-11'),
  (9001, 'quarterly', 'A', '2019-09-30', '2019-10-10', '2019-10-09'), (9001, 'quarterly', 'B', '2019-09-30', '2019-10-10', null),
  (9001, 'quarterly', 'A', '2019-12-31', '2020-01-10', null), (9001, 'quarterly', 'A', '2018-12-31', '2019-02-28', null),
  (9001, 'annual', 'A', '2019-12-30', '2019-12-31', null), (9002, 'quarterly', 'A', '2019-03-31', '2019-04-10', null);

insert into filing (contract_id, kind, event_on, due_on, filed_on) values
  (9001, 'contract', '2019-01-31', '2019-03-01', '2019-03-01'), (9001, 'roster', '2019-06-01', '2019-06-30', '2019-06-30'),
  (9001, 'roster', '2019-12-01', '2019-12-31', '2019-12-31'), (9001, 'roster', '2019-09-01', '2019-09-30', '2019-10-01'),
  (9001, 'roster', '2019-12-02', '2020-01-31', '2019-12-15'), (9001, 'roster', '2019-02-01', '2019-02-28', '2019-02-20'), (9001, 'archive', '2019-02-01', null, '2019-02-28'), (9001, 'budget', '2019-12-01', '2020-03-01', '2020-01-01'),
  (9001, 'change', '2019-09-27', null, '2019-10-11'), (9001, 'change', '2019-09-26', null, '2019-09-27'), (9002, 'roster', '2019-06-01', '2019-06-30', null);

insert into checklist_check (contract_id, id, list_code, item_code, required, met, checked_on) values
  (9001, 21, 'governance', 'rules', true, true, '2019-05-01'), (9001, 22, 'governance', 'minutes', true, true, '2019-05-01'),
  (9001, 23, 'governance', 'minutes', true, false, '2019-06-01'), (9001, 24, 'governance', 'website', false, false, '2019-05-01'), (9002, 21, 'governance', 'rules', true, false, '2019-05-01');

insert into inspection (contract_id, level, kind, on_date, cooperated) values (9001, 'district', 'regular', '2019-03-01', true), (9001, 'district', 'special', '2019-12-31', true),
  (9001, 'city', 'regular', '2020-01-01', true), (9001, 'street', 'regular', '2019-02-28', true), (9001, 'street', 'regular', '2019-05-01', false), (9002, 'city', 'regular', '2019-05-01', true);

-- Closed on the due day; a day late; open since 30 December; due on the last day of 2019; not due and closed; two before the window;
-- without a due day.
insert into finding (contract_id, kind, severity, found_on, due_on, closed_on, confirmed_on) values
  (9001, 'mixing', 'serious', '2019-03-01', '2019-03-31', '2019-03-31', '2019-03-01'), (9001, 'diverting', 'major', '2019-05-01', '2019-06-30', '2019-07-01', '2019-12-31'),
  (9001, 'safety', 'minor', '2019-10-01', '2019-12-30', null, null), (9001, 'safety', 'minor', '2019-12-01', '2019-12-31', null, '2020-01-01'),
  (9001, 'squeezing', 'serious', '2019-12-15', '2020-01-15', '2019-12-20', null),
  (9001, 'safety', 'minor', '2019-01-10', '2019-02-28', '2019-02-28', null), (9001, 'mixing', 'minor', '2019-02-01', '2019-03-01', '2019-02-20', '2019-02-15'),
  (9001, 'safety', 'minor', '2019-11-01', null, null, null), (9002, 'mixing', 'serious', '2019-05-01', '2019-06-01', null, '2019-05-02');
