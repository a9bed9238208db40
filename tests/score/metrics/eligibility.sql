-- Who may bid: checks, the agency's people on the day of the bid (2018-12-20), records, evaluators.
insert into checklist_check (contract_id, id, list_code, item_code, community_id, required, met, checked_on) values
  (9001, 1, 'bidder', 'licence', null, true, true, '2019-03-01'), (9001, 2, 'bidder', 'tax', null, true, false, '2019-03-01'),
  (9001, 3, 'bidder', 'tax', null, true, true, '2019-12-31'), (9001, 4, 'bidder', 'award', null, false, true, '2019-03-01'),
  (9001, 5, 'bidder', 'venue', null, true, true, '2020-01-01'), (9001, 6, 'bidder', 'accounts', null, true, false, '2019-05-01'),
  (9001, 7, 'other_list', 'licence', null, true, false, '2019-03-01'), (9001, 8, 'pilot', 'consent', 9601, true, true, '2019-03-01'),
  (9001, 9, 'pilot', 'consent', 9602, true, false, '2019-03-01'), (9002, 1, 'bidder', 'licence', null, true, false, '2019-03-01');

-- 9301 twice; 9304 part-time; 9305 left on the day of the bid, 9306 the day before; 9307 came the day after.
insert into organisation_staff (organisation_id, staff_id, fulltime, start_on, end_on) values
  (9002, 9301, true, '2018-12-20', null), (9002, 9301, true, '2018-01-01', null), (9002, 9302, true, '2015-01-01', null), (9002, 9303, true, '2018-01-01', null),
  (9002, 9304, false, '2015-01-01', null), (9002, 9305, true, '2018-01-01', '2018-12-20'), (9002, 9306, true, '2018-01-01', '2018-12-19'),
  (9002, 9307, true, '2018-12-21', null), (9004, 9399, true, '2015-01-01', null);

insert into adverse_record (organisation_id, contract_id, listed_on, lifted_on, source, reason) values
  (9002, null, '2018-12-31', null, '民政局', '365 日前'), (9002, null, '2018-12-30', null, '民政局', '366 日前'), (9002, 9001, '2019-06-01', '2019-12-31', '财政局', '当日解除'),
  (9002, 9001, '2019-07-01', '2020-01-01', '财政局', '次日解除'), (9002, null, '2020-01-01', null, '民政局', '次日列入'), (9004, 9002, '2019-07-01', null, '民政局', '邻居');

-- 9003 began on 2016-07-01: two years on 2019-06-30, three the day after. 9005 belongs to the provider.
insert into evaluation (contract_id, id, phase, evaluator_id, appointed_on, completed_on, score, result) values
  (9001, 1, 'mid_term', 9003, '2019-06-30', '2019-09-30', 78.50, 'qualified'), (9001, 2, 'mid_term', 9005, '2020-01-01', '2020-01-20', 91.25, 'excellent'),
  (9001, 3, 'annual', 9003, '2019-12-01', '2020-01-10', 59.99, 'unqualified'), (9002, 1, 'final', 9003, '2019-07-01', null, null, null),
  (9004, 1, 'final', 9003, null, '2019-12-31', 60.00, null);
