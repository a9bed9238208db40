-- Services. Three catalogue classes; choice says how an item stands to the mandatory ones (002_staff_and_services.sql).
insert into catalogue_item (id, programme_id, code, title, category, level, parent_id, choice, reserved, in_catalogue, approved_by_civil_affairs_on, approved_by_finance_on) values
  (9701, 9001, 'B1', '基础大项', 'basic', 'major', null, 'free', false, true, null, null),
  (9702, 9001, 'B1a', '基础细项', 'basic', 'minor', 9701, 'free', false, true, null, null),
  (9703, 9001, 'E1', '增能大项一', 'empower', 'major', null, 'free', false, true, null, null),
  (9704, 9001, 'E1m', '必选细项', 'empower', 'minor', 9703, 'mandatory', false, true, null, null),
  (9705, 9001, 'E1x', '必选旁细项', 'empower', 'minor', 9703, 'beside', false, true, null, null),
  (9706, 9001, 'E2', '增能大项二', 'empower', 'major', null, 'free', false, true, null, null),
  (9707, 9001, 'G1', '治理大项', 'governance', 'major', null, 'free', false, true, null, null),
  (9708, 9001, 'G1a', '治理必选细项', 'governance', 'minor', 9707, 'mandatory', false, true, null, null),
  (9709, 9001, 'G1b', '治理自选细项', 'governance', 'minor', 9707, 'free', false, true, null, null),
  (9710, 9001, 'G2', '治理旁细项', 'governance', 'minor', 9707, 'beside', false, true, null, null),
  (9711, 9001, 'RES', '保留职责', 'other', 'major', null, 'free', true, true, null, null),
  (9712, 9001, 'OUT1', '目录外一', 'other', 'major', null, 'free', false, false, '2019-05-01', '2019-05-31'),
  (9713, 9001, 'OUT2', '目录外二', 'other', 'major', null, 'free', false, false, '2019-05-01', null);

-- P1 9401 and P2 9402 live in one household. P6 9406 is not on the register, P7 9407 from 2020 on. The neighbour uses the same numbers.
insert into household (contract_id, id, community_id) values (9001, 9501, 9601), (9001, 9502, 9604), (9002, 9501, 9601);
insert into beneficiary (contract_id, id, household_id, community_id, target_group, groups, registered_on, file_opened_on, file_updated_on) values
  (9001, 9401, 9501, 9601, 'elderly', '{elderly,disabled}', '2019-03-01', '2019-03-01', '2019-10-02'),
  (9001, 9402, 9501, 9601, 'elderly', '{elderly}', '2019-03-01', null, null),
  (9001, 9403, null, 9602, 'children', '{children}', '2019-06-01', '2019-12-31', null),
  (9001, 9404, null, 9603, 'none', '{}', '2019-04-01', '2019-04-01', '2019-09-01'),
  (9001, 9405, 9502, 9604, 'low_income', '{low_income}', '2019-12-31', '2020-01-01', null),
  (9001, 9406, null, null, 'elderly', '{elderly}', null, '2019-05-01', null),
  (9001, 9407, null, 9605, 'elderly', '{elderly}', '2020-01-01', '2020-01-01', null),
  (9002, 9401, 9501, 9601, 'elderly', '{elderly}', '2019-03-01', '2019-03-01', '2019-12-01'),
  (9002, 9402, null, 9603, 'children', '{children}', '2019-03-01', null, null);

-- On 2019-12-31 the window holds 25 verified records of 9001: 1-4, 8-13, 15-20, 22-25, 27-30, 32.
with r (contract_id, id, served_on, verified, station_id, community_id, code, mode, activity_size, participants, person, topic, media, goal, goal_attained,
    needs_followup, followed_up_on, evidence_count) as (values
  (9001, 1, date '2019-03-01', true, 9101, 9601, 'B1a', 'case', null, null::int, 9401, 'health', null, null, null::boolean, false, date '2019-03-02', 1),
  (9001, 2, '2019-03-02', true, 9101, 9601, 'B1a', 'visit', null, null, 9402, null, null, null, null, false, null, 1),
  (9001, 3, '2019-12-31', true, 9102, 9603, 'B1', 'case_management', null, null, 9403, null, null, null, null, false, null, 3),
  (9001, 4, '2019-06-01', true, null, 9602, 'B1', 'visit', null, null, 9404, null, null, null, null, false, null, 1),
  (9001, 5, '2019-06-02', false, null, 9602, 'B1', 'case', null, null, 9405, 'health', null, null, null, false, null, 1),      -- not verified
  (9001, 6, '2020-01-01', true, null, 9604, 'B1', 'case', null, null, 9405, null, null, null, null, false, null, 0),          -- tomorrow
  (9001, 7, '2019-02-28', true, null, 9602, 'B1', 'case', null, null, 9404, 'health', null, null, null, false, null, 1),          -- before the window
  (9001, 8, '2019-05-01', true, null, 9601, 'E1x', 'activity', 'large', 50, null, null, null, '融入', true, false, null, 0),
  (9001, 9, '2019-05-02', true, null, 9601, 'E1x', 'activity', 'large', 49, null, null, null, '融入', false, false, null, 0),
  (9001, 10, '2019-05-03', true, null, 9601, 'E1m', 'activity', 'small', null, null, null, null, null, null, false, null, 0),
  (9001, 11, '2019-05-04', true, null, 9602, 'E2', 'activity', 'small', 20, null, null, null, '参与', null, false, null, 0),
  (9001, 12, '2019-05-05', true, null, 9601, 'G1b', 'activity', 'large', 100, null, null, 'wechat', null, true, false, null, 0),
  (9001, 13, '2019-05-06', true, null, 9602, 'G1a', 'meeting', null, null, null, null, null, null, null, false, null, 0),
  (9001, 14, '2019-05-07', false, null, 9602, 'G2', 'activity', 'large', 200, null, null, null, '议事', true, false, null, 5),  -- not verified
  (9001, 15, '2019-05-31', true, null, null, 'OUT1', 'consultation', null, null, null, null, null, null, null, false, null, 0), -- approved that day
  (9001, 16, '2019-05-30', true, null, null, 'OUT1', 'consultation', null, null, null, null, null, null, null, false, null, 0),
  (9001, 17, '2019-08-01', true, null, null, 'OUT2', 'consultation', null, null, null, null, null, null, null, false, null, 0),
  (9001, 18, '2019-08-02', true, null, 9605, null, 'consultation', null, 7, null, null, null, null, null, false, null, 0),
  (9001, 19, '2019-08-03', true, null, 9605, 'RES', 'meeting', null, null, null, null, null, null, null, false, null, 0),
  (9001, 20, '2019-07-01', true, null, null, null, 'supervision_session', null, null, null, null, null, null, null, false, null, 0),
  (9001, 21, '2019-08-15', false, null, null, null, 'supervision_session', null, null, null, null, null, null, null, false, null, 0),
  -- P2 every 90 days from 2 March: 31 May, 29 August, 27 November
  (9001, 22, '2019-05-31', true, null, 9601, 'B1a', 'visit', null, null, 9402, null, null, null, null, false, null, 0),
  (9001, 23, '2019-08-29', true, null, 9601, 'B1a', 'visit', null, null, 9402, null, null, null, null, false, null, 0),
  (9001, 24, '2019-11-27', true, null, 9601, 'B1a', 'visit', null, null, 9402, null, null, null, null, false, null, 0),
  (9001, 25, '2019-09-01', true, null, 9602, 'B1a', 'phone_check', null, null, 9403, null, null, null, null, false, null, 0),
  (9001, 26, '2019-11-01', false, null, 9602, 'B1a', 'phone_check', null, null, 9403, null, null, null, null, false, null, 0),
  -- follow-ups: in 14 days; in 15; due on the last day and not made; due tomorrow
  (9001, 27, '2019-04-01', true, null, 9601, 'B1a', 'visit', null, null, 9401, null, null, null, null, true, '2019-04-15', 0),
  (9001, 28, '2019-04-02', true, null, 9602, 'B1a', 'visit', null, null, 9403, null, null, null, null, true, '2019-04-17', 0),
  (9001, 29, '2019-12-17', true, null, 9603, 'B1a', 'visit', null, null, 9404, null, null, null, null, true, null, 0),
  (9001, 30, '2019-12-18', true, null, 9603, 'B1a', 'visit', null, null, 9404, null, null, null, null, true, null, 0),
  (9001, 31, '2019-04-03', false, null, 9601, 'B1a', 'visit', null, null, 9401, null, null, null, null, true, null, 0),
  (9001, 32, '2019-10-01', true, null, 9601, null, 'survey', null, null, 9401, null, null, null, null, false, null, 0),
  (9001, 33, '2020-01-02', true, null, 9601, 'B1a', 'visit', null, null, 9402, null, null, null, null, false, null, 0),
  (9002, 1, '2019-06-01', true, 9201, 9601, 'B1a', 'case', null, null, 9401, 'health', 'wechat', '邻', true, true, '2019-06-02', 9),
  (9002, 2, '2019-06-01', true, 9201, 9603, 'G2', 'activity', 'large', 900, null, null, null, null, null, false, null, 9),
  (9002, 3, '2019-06-02', true, 9201, 9601, 'RES', 'survey', null, null, 9401, null, null, null, null, false, null, 9))
insert into service_record (contract_id, id, served_on, verified, station_id, community_id, item_id, category, major_id, item_level, choice, mode, activity_size,
    participants, beneficiary_id, unit_key, target_group, topic, media, goal, goal_attained, needs_followup, followed_up_on, evidence_count)
  select r.contract_id, r.id, r.served_on, r.verified, r.station_id, r.community_id, i.id, i.category, i.major_id, i.level, i.choice, r.mode, r.activity_size,
    r.participants, b.id, b.unit_key, b.target_group, r.topic, r.media, r.goal, r.goal_attained, r.needs_followup, r.followed_up_on, r.evidence_count
  from r left join catalogue_item i on i.programme_id = 9001 and i.code = r.code left join beneficiary b on b.contract_id = r.contract_id and b.id = r.person;

insert into item_selection (contract_id, level, community_id, item_id, category, major_id, item_level, choice, selected_on, ended_on)
  select s.contract_id, s.level, s.community_id, i.id, i.category, i.major_id, i.level, i.choice, s.selected_on, s.ended_on
  from (values (9001, 'street', null::bigint, 'B1', date '2019-03-01', null::date), (9001, 'street', null, 'E1x', '2019-03-01', null),
    (9001, 'street', null, 'G1b', '2019-12-31', null), (9001, 'street', null, 'E2', '2020-01-01', null), (9001, 'street', null, 'B1a', '2019-03-01', '2019-12-31'),
    (9001, 'community', 9601, 'E1x', '2019-03-01', null), (9001, 'community', 9601, 'G1b', '2019-03-01', null), (9001, 'community', 9602, 'E2', '2019-03-01', null),
    (9001, 'community', 9602, 'B1a', '2019-03-01', null), (9002, 'street', null, 'B1', '2019-03-01', null)) s (contract_id, level, community_id, code, selected_on, ended_on)
  join catalogue_item i on i.programme_id = 9001 and i.code = s.code;

insert into mandatory_item (contract_id, community_id, item_code, done_on, entries, household_share) values
  (9001, 9601, 'needs_file', '2019-03-01', null, 0.95), (9001, 9601, 'resource_library', '2019-12-31', 20, null), (9001, 9602, 'resource_library', '2019-05-01', 19, null),
  (9001, 9602, 'needs_file', '2020-01-01', null, 1), (9001, 9602, 'other', '2019-05-01', null, null), (9002, 9601, 'needs_file', '2019-03-01', null, 1);

-- Five working days from Friday 27 September: Sunday 29 (worked), 30, then 8, 9, 10 October. From 24 December: 31 December. From 25 December: 2 January.
insert into complaint (contract_id, topic, received_on, closed_on) values
  (9001, 'meals', '2019-09-27', '2019-10-10'), (9001, 'visits', '2019-09-27', '2019-10-11'), (9001, 'meals', '2019-12-25', null), (9001, 'meals', '2019-12-24', null),
  (9001, 'meals', '2019-12-30', '2019-12-31'), (9001, 'meals', '2020-01-02', '2020-01-02'), (9001, 'meals', '2019-02-28', '2019-03-20'), (9002, 'meals', '2019-09-27', '2019-09-27');

-- A contract that runs beyond the last year whose holidays are known (2026).
insert into contract (id, contract_no, programme_id, region_code, provider_id, purchaser_id, start_on, end_on, amount) values
  (9006, 'MF-6', 9001, '980101001', 9002, 9001, '2026-12-01', '2027-11-30', 1.00);
insert into complaint (contract_id, topic, received_on, closed_on) values (9006, 'meals', '2026-12-30', '2026-12-31'), (9006, 'meals', '2026-12-01', '2026-12-03');

insert into service_plan (contract_id, item_id, target_quantity, from_on, to_on) values
  (9001, 9702, 20, '2019-03-01', '2020-02-29'), (9001, 9705, 1, '2019-03-01', '2019-06-30'), (9001, 9710, 4, '2019-03-01', '2019-12-31'),
  (9001, 9701, 2, '2020-01-01', '2020-02-29'), (9002, 9702, 1, '2019-03-01', '2020-02-29');

insert into scope_change (contract_id, effective_on, classes_before, classes_after, units_before, units_after, district_approved_on, city_approved_on, filed_on) values
  (9001, '2019-05-01', '{a,b}', '{a,b}', 60, 60, '2019-04-30', '2019-05-01', '2019-05-01'), (9001, '2019-06-01', '{a,b}', '{a}', 60, 60, '2019-05-01', '2019-05-01', '2019-05-01'),
  (9001, '2019-06-15', '{a,b}', '{a,b}', 60, 59, '2019-05-01', '2019-05-01', '2019-05-01'), (9001, '2019-07-01', '{a}', '{a}', 60, 60, '2019-05-01', '2019-05-01', '2019-07-02'),
  (9001, '2019-07-02', '{a}', '{a}', 60, 60, '2019-05-01', null, '2019-05-01'), (9001, '2019-08-01', '{a}', '{a,b}', 60, 61, '2019-08-01', '2019-08-01', '2019-08-01'),
  (9001, '2020-01-01', '{a}', '{a}', 60, 60, '2019-05-01', '2019-05-01', '2019-05-01'),
  (9001, '2019-02-28', '{a}', '{a}', 60, 60, '2019-02-01', '2019-02-01', '2019-02-01'), (9002, '2019-05-01', '{a}', '{}', 60, 0, null, null, null);

insert into brand_project (contract_id, line, name, approved_on, report_on) values (9001, 'elderly', '暖阳', '2019-03-01', '2019-12-31'), (9001, 'elderly', '未结', '2019-05-01', null),
  (9001, 'youth', '次日结', '2019-05-02', '2020-01-01'), (9001, 'elderly', '期前', '2019-02-28', '2019-03-15'), (9002, 'elderly', '邻', '2019-05-01', '2019-05-02');
insert into incubated_organisation (contract_id, name, kind, registered_on, qualified) values (9001, '甲', 'volunteer', '2019-03-01', true),
  (9001, '乙', 'mutual_aid', '2019-12-31', false), (9001, '丙', 'sport', '2020-01-01', true), (9001, '丁', 'culture', '2019-02-28', true), (9002, '邻', 'sport', '2019-05-01', true);
insert into volunteer (contract_id, id, role, registered_on) values (9001, 1, 'teen', '2019-03-01'), (9001, 2, 'party', '2019-03-01'), (9001, 3, 'teen', '2019-03-01'), (9002, 1, 'teen', '2019-03-01');
insert into volunteer_service (contract_id, volunteer_id, role, served_on, hours) values (9001, 1, 'teen', '2019-03-01', 2), (9001, 1, 'teen', '2019-05-01', 1.5),
  (9001, 2, 'party', '2019-12-31', 3), (9001, 3, 'teen', '2020-01-01', 1), (9002, 1, 'teen', '2019-05-01', 9);
insert into resource_link (contract_id, line, kind, value, linked_on) values (9001, 'elderly', 'money', 1000.50, '2019-03-01'), (9001, 'youth', 'goods', null, '2019-12-31'),
  (9001, 'elderly', 'money', 9, '2020-01-01'), (9001, 'elderly', 'money', 9, '2019-02-28'), (9002, 'elderly', 'money', 9, '2019-05-01');
insert into assisted_application (contract_id, kind, filed_on, result) values (9001, 'subsidy', '2019-03-01', 'granted'), (9001, 'subsidy', '2019-12-31', 'refused'),
  (9001, 'housing', '2019-05-01', 'pending'), (9001, 'subsidy', '2020-01-01', 'pending'), (9001, 'subsidy', '2019-02-28', 'granted'), (9002, 'subsidy', '2019-05-01', 'granted');
insert into venture_round (contract_id, id, station_id, held_on, selected_on) values (9001, 1, 9101, '2019-05-01', '2019-12-31'), (9001, 2, 9101, '2019-06-01', '2020-01-01'),
  (9001, 3, 9101, '2019-02-28', '2019-03-01'), (9001, 4, 9103, '2019-12-31', null), (9002, 1, 9201, '2019-05-01', '2019-05-02');
insert into venture_project (contract_id, round_id, station_id, kind, status, decided_on) values (9001, 1, 9101, 'eldercare', 'funded', '2019-12-31'),
  (9001, 1, 9101, 'youth', 'refused', '2019-12-31'), (9001, 1, 9101, 'eldercare', 'completed', '2019-12-30'), (9001, 1, 9101, 'green', 'funded', '2020-01-01'),
  (9001, 1, 9101, 'arts', 'funded', '2019-12-31'), (9002, 1, 9201, 'green', 'funded', '2019-05-02');
insert into community_task (contract_id, community_id, given_on, in_catalogue, transferred_on) values (9001, 9601, '2019-03-01', false, null), (9001, 9601, '2019-05-01', true, '2019-12-31'),
  (9001, 9601, '2020-01-01', false, null), (9001, 9601, '2019-12-31', false, '2020-01-01'), (9001, 9602, '2019-05-01', false, null), (9002, 9601, '2019-05-01', false, '2019-05-02');
insert into points_entry (contract_id, kind, points, on_date) values (9001, 'earn', 100, '2019-03-01'), (9001, 'earn', 50, '2019-12-31'), (9001, 'redeem', 60, '2019-06-01'),
  (9001, 'redeem', 40, '2020-01-01'), (9001, 'earn', 7, '2019-02-28'), (9002, 'earn', 9, '2019-05-01'), (9004, 'redeem', 5, '2019-05-01');
insert into case_file (contract_id, beneficiary_id, kind, category, opened_on, closed_on) values (9001, 9401, 'case', 'basic', '2019-03-01', '2019-12-31'),
  (9001, 9403, 'case_management', 'basic', '2019-12-31', null), (9001, 9405, 'case', 'basic', '2020-01-01', null), (9001, 9404, 'case', 'basic', '2019-02-28', '2019-03-15'),
  (9002, 9401, 'case', 'basic', '2019-05-01', '2019-05-02');
