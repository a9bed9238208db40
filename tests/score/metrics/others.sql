-- For metrics of ours that the list does not have; most of them stand on the facts of the other groups.
insert into contract_event (contract_id, kind, from_on, to_on) values (9001, 'suspension', '2019-12-31', null), (9001, 'suspension', '2020-01-01', null), (9001, 'extension', '2019-05-01', null),
  (9002, 'suspension', '2019-05-01', null);
insert into payment (contract_id, tranche, amount_due, amount_paid, due_on, paid_on) values (9001, 1, 300000, 300000, '2019-04-01', '2019-12-31'), (9001, 2, 150000, 0, '2019-12-30', null),
  (9001, 3, 50000, 0, '2019-12-31', null), (9002, 1, 9, 9, '2019-04-01', '2019-04-01');
insert into community_plan (contract_id, community_id, title, adopted_on) values (9001, 9601, '甲', '2019-03-01'), (9001, 9601, '乙', '2019-12-31'), (9001, 9602, '丙', '2020-01-01'),
  (9001, 9603, '丁', '2019-02-28'), (9002, 9603, '邻', '2019-05-01');
-- In force on the day of the bid and 365 days old; a day older; lifted on the day.
insert into adverse_record (organisation_id, contract_id, listed_on, lifted_on, source) values (9002, null, '2017-12-20', '2018-12-21', '民政局'), (9002, null, '2017-12-19', '2018-12-21', '民政局'),
  (9002, null, '2018-06-01', '2018-12-20', '民政局');
insert into contract_party (contract_id, role, organisation_id) values (9001, 'provider', 9002), (9001, 'evaluator', 9003), (9001, 'evaluator', 9005), (9001, 'purchaser', 9001), (9002, 'coach', 9001);
update contract set method = 'tender' where id = 9004;
update organisation set registered_level = 'city' where id = 9006;
-- A city's tasks: 9007 over the four contracts bought by its provider (9001 to 9004), 9008 over one county with two townships.
insert into contract (id, contract_no, programme_id, region_code, provider_id, purchaser_id, start_on, end_on, amount) values
  (9007, 'MF-7', 9001, '9801', 9001, 9003, '2019-03-01', '2020-02-29', 1), (9008, 'MF-8', 9001, '9802', 9005, 9003, '2019-03-01', '2020-02-29', 1),
  (9009, 'MF-9', 9001, '9802', 9006, 9005, '2019-06-01', '2020-05-31', 1);
insert into township (contract_id, region_code, name, station_opened_on) values (9009, '980102001', '甲乡', '2019-05-01'), (9009, '980101003', '乙乡', '2019-12-31');
update township set demonstration_on = case name when '一街道' then date '2019-12-31' when '三街道' then '2020-01-01' when '二街道' then '2019-02-28' end where contract_id = 9001;
update contract set previous_id = 9001 where id = 9004;
-- A station of 9009 with one community, a worker and the manager; money for social work from two sources.
insert into station (contract_id, id, name, region_code, opened_on, required_heads) values (9009, 9901, '己站', '980102001', '2019-06-01', 2);
insert into contract_community (contract_id, community_id, station_id, is_pilot, in_street) values (9009, 9606, 9901, true, true);
insert into assignment (contract_id, id, staff_id, station_id, role, start_on) values (9009, 1, 9304, 9901, 'social_worker', '2019-06-01'), (9009, 2, 9306, 9901, 'project_manager', '2019-06-01');
insert into fund (contract_id, fiscal_year, source, level, planned, arrived, arrived_on, used_for_social_work) values
  (9009, 2019, 'hardship_subsidy', 'district', 0, 1000000, '2019-07-01', 20000), (9009, 2019, 'lottery_support', 'district', 0, 400000, '2019-07-01', 20000);
