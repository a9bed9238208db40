-- Money. The fiscal year of grant.* is that of the first day of the window, of fund.* that of the last.
insert into fund (contract_id, station_id, fiscal_year, source, level, planned, arrived, arrived_on, used_for_social_work) values
  (9001, 9101, 2019, 'station', 'province', 50000, 50000, '2019-06-01', null), (9001, 9101, 2019, 'station', 'city', 50000, 25000, '2019-12-31', null),
  (9001, 9101, 2019, 'station', 'district', 50000, 50000, '2020-01-01', null), (9001, 9101, 2019, 'station', 'street', 10000, 10000, '2019-05-01', null),
  (9001, 9102, 2019, 'station', 'province', 40000, 0, null, null), (9001, 9102, 2019, 'station', 'city', 30000, 0, null, null), (9001, 9102, 2019, 'station', 'district', 30000, 0, null, null),
  (9001, null, 2019, 'social', 'social', 0, 8000, '2019-07-01', null), (9001, null, 2019, 'social', 'social', 0, 500, '2020-01-01', null),
  (9001, null, 2019, 'hardship_subsidy', 'district', 0, 200000, '2019-05-01', 4000), (9001, null, 2019, 'hardship_subsidy', 'district', 0, 100000, '2020-01-15', 9000),
  (9001, 9101, 2020, 'station', 'province', 99999, 0, null, null), (9001, 9101, 2018, 'station', 'province', 77777, 77777, '2018-06-01', null),
  (9002, 9201, 2019, 'station', 'province', 1, 1, '2019-06-01', null), (9002, null, 2019, 'hardship_subsidy', 'district', 0, 1, '2019-06-01', 1);

-- With the three lots (500000.01 + 600000 + 150000) this is a fen over the 1,300,000 stated.
insert into programme_budget_line (programme_id, kind, amount) values (9001, 'evaluation', 50000.00);

insert into expense (contract_id, category, amount, spent_on, allowed) values (9001, 'staff', 100.10, '2019-03-01', true), (9001, 'banquet', 50.55, '2019-12-31', false),
  (9001, 'gift', 20.00, '2019-05-01', false), (9001, 'banquet', 9.90, '2020-01-01', false), (9001, 'banquet', 9.90, '2019-02-28', false), (9002, 'banquet', 9.90, '2019-05-01', false);
insert into outside_contract (contract_id, title, ledger_code, from_on) values (9001, '甲', 'A', '2019-01-01'), (9001, '乙', null, '2019-05-01'), (9001, '丙', 'C', null),
  (9001, '丁', null, '2020-01-01'), (9002, '邻', null, '2019-01-01');
insert into contract_line (contract_id, kind, amount) values (9001, 'post', 60000), (9001, 'post', 40000), (9001, 'service', 300000), (9001, 'management', 100000), (9002, 'post', 1);

-- Returned in part, due 30 days after 1 December; returned; task not ended; long due in another community.
insert into deposit (contract_id, community_id, paid, returned, task_completed_on) values (9001, 9601, 1000, 400, '2019-12-01'), (9001, 9601, 500, 500, '2019-05-01'),
  (9001, 9601, 700, 0, null), (9001, 9602, 300, 0, '2019-06-01'), (9002, 9601, 9, 0, '2019-05-01');
