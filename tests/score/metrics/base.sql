-- Who and where: what all groups of facts stand on.
insert into region (code, level, kind, name, parent_code) values
  ('98', 'province', 'division', '试验省', null), ('9801', 'city', 'division', '试验市', '98'), ('9802', 'city', 'division', '邻市', '98'),
  ('980101', 'district', 'division', '东区', '9801'), ('980102', 'district', 'county', '西县', '9801'),
  ('980101001', 'street', 'division', '一街道', '980101'), ('980101002', 'street', 'division', '二街道', '980101'),
  ('980101003', 'street', 'division', '三街道', '980101'), ('980102001', 'street', 'division', '四乡', '980102');

insert into organisation (id, name, kind, nonprofit, registered_on, first_evaluation_on, affiliate_of) values
  (9001, '东区民政局', 'bureau', true, null, null, null),
  (9002, '试验社工机构', 'social_work_agency', true, '2015-05-01', null, null),
  (9003, '独立评估所', 'evaluator', true, '2010-01-01', '2016-07-01', null),
  (9004, '邻居社工机构', 'service_centre', true, '2019-12-31', null, null),
  (9005, '关联评估所', 'evaluator', true, '2012-01-01', '2018-01-01', 9002),
  (9006, '劳务公司', 'enterprise', false, '2014-01-01', null, null);

insert into programme (id, code, title, region_code, valid_from, valid_to, budget_total) values
  (9001, 'metric-facts', '指标数据试算', '9801', '2018-04-01', '2021-03-31', 1300000.00);
insert into lot (id, programme_id, code, title, budget, tender_due_on, tender_completed_on) values
  (9001, 9001, 'L1', '标包一', 500000.01, '2018-11-30', '2018-12-12'),
  (9002, 9001, 'L2', '标包二', 600000.00, '2018-11-30', null),
  (9004, 9001, 'L4', '标包四', 150000.00, '2018-11-30', '2019-03-10');

-- 9001 under test, 9002 its neighbour, 9003 without any fact, 9004 signed before the Spring Festival.
insert into contract (id, contract_no, programme_id, lot_id, region_code, provider_id, purchaser_id, cycle_no, year_no, bid_on, signed_on,
  start_on, end_on, amount, required_heads, stations_agreed, team_due_on, waived_days, waiver_reason) values
  (9001, 'MF-1', 9001, 9001, '980101001', 9002, 9001, 2, 3, '2018-12-20', '2019-01-31', '2019-03-01', '2020-02-29', 500000.00, 3, 4, '2019-03-31', 2, '场地断电两日'),
  (9002, 'MF-2', 9001, 9002, '980101002', 9004, 9001, 1, 1, '2018-12-20', '2019-01-31', '2019-03-01', '2020-02-29', 600000.00, 5, 1, '2019-03-31', 0, null),
  (9003, 'MF-3', 9001, null, '980102001', 9006, 9001, 1, 1, null, null, '2019-03-01', '2020-02-29', 250000.00, null, null, null, 0, null),
  (9004, 'MF-4', 9001, 9004, '980101003', 9002, 9001, 1, 1, null, '2019-01-05', '2019-03-01', '2020-02-29', 166666.67, null, null, '2019-03-31', 0, null);

-- Communities of 9001: 9601 and 9602 at station 9101, 9603 at 9102, 9604 of another street at 9103, 9605 without a station.
insert into community (id, region_code, name) values (9601, '980101001', '甲社区'), (9602, '980101001', '乙社区'), (9603, '980101002', '丙社区'),
  (9604, '980101003', '丁社区'), (9605, '980101001', '戊社区'), (9606, '980102001', '己社区');

-- 9101 from the first day on; 9102 closed on 30 November; 9103 opened on the last day of 2019, 9104 the day after.
insert into station (contract_id, id, name, region_code, opened_on, closed_on, required_heads, resident_due_on, staffed_on, office_m2, activity_m2, shared_use,
  sign_text, demonstration_on) values
  (9001, 9101, '甲站', '980101001', '2019-03-01', null, 2, null, '2019-03-20', 40.00, 200.00, false, '东区一街道社工站', '2019-12-31'),
  (9001, 9102, '乙站', '980101002', '2019-06-01', '2019-11-30', 1, '2019-06-15', '2019-06-10', 15.00, 80.50, false, null, '2019-03-01'),
  (9001, 9103, '丙站', '980101002', '2019-12-31', null, 2, null, null, null, 199.99, true, null, '2020-01-01'),
  (9001, 9104, '丁站', '980101003', '2020-01-01', null, 1, null, null, 14.99, null, false, null, '2019-02-28'),
  (9001, 9105, '戊站', '980101001', '2020-02-01', null, null, null, null, null, null, false, null, null),
  (9002, 9201, '邻站', '980101002', '2019-03-01', null, 9, null, '2019-03-01', 900.00, 900.00, true, null, '2019-12-31'),
  (9004, 9401, '节站', '980101003', '2019-03-01', null, 1, null, '2019-02-20', null, null, false, null, null);

insert into contract_community (contract_id, community_id, station_id, is_pilot, in_street, entered_on, households, elderly_population, area_m2,
  service_area_m2, office_area_m2, ceded_area_m2, studio_complete, incubation_centre, pilot_batch, pilot_approved_on, demonstration_on) values
  (9001, 9601, 9101, true, true, '2019-03-05', 1000, 300, 1000.00, 500.00, 200.00, 100.00, true, true, 1, '2019-03-01', '2019-12-31'),
  (9001, 9602, 9101, true, true, '2019-12-31', 800, 200, 999.99, 480.00, 90.00, 30.00, false, false, 2, '2019-12-31', '2019-02-28'),
  (9001, 9603, 9102, false, true, null, 700, null, 1200.00, null, 120.00, 0.00, null, null, null, null, null),
  (9001, 9604, 9103, true, false, '2020-01-01', null, 100, null, 520.00, null, null, null, null, 1, '2020-01-01', null),
  (9001, 9605, null, false, true, null, 500, 50, 1500.00, 300.00, 0.00, null, false, null, null, null, null),
  (9002, 9601, 9201, true, true, '2019-03-01', 9000, 9000, 9000.00, 9000.00, 9000.00, 9000.00, true, true, 1, '2019-04-01', '2019-06-01'),
  (9002, 9603, 9201, true, true, '2019-03-01', 9000, 9000, 9000.00, 9000.00, 9000.00, 9000.00, true, true, 1, '2019-05-01', '2020-01-02');
update contract_community set exempt_from = '{三(三)}', exempt_on = '2019-12-31' where contract_id = 9001 and community_id = 9602;
