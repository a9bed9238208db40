-- Demonstration: the street stations of Chengguan District, Lanzhou.
--
-- Real: the three packages (street, community), 150,000.00 a station from province, city and district. Invented: contract dates,
-- agencies, people, everything that happened, and 304, the last year of a cycle before. Deterministic, and safe to run twice.
--
-- Intended facts on 2024-12-31. 301 to 303: contract year 2024-01-10 to 2025-01-09 (366 days, 357 gone: 11 months of 30 days, one half
-- of 182); 304: 2023-01-10 to 2024-01-09 (365 days: 12 months, two halves). 301 is good, 302 stands on boundaries, 303 fails, 304 is
-- complete: its amount of 166,666.67 does not divide, and its third year ends the cycle.
--
--                                          301                  302                   303                  304
--   resident workers                       1, from day 31 on 2  2                     1                    2
--   certified                              1                    0                     0 (lapsed 12-30)     2
--   certified or social-work degree        2 / 2                1 / 2 (one related)   0 / 1                2 / 2
--   employed by the provider               2 / 2                1 / 2                 1 / 1                2 / 2
--   points of the signs                    5 / 5                4 / 5                 none checked         5 / 5
--   items of spending outside the purpose  0                    1                     2                    0
--   tasks of the assistance office         5 of 5               4                     1                    5
--   applications civil affairs / other     6 / 2                3 / 1                 0 / 0                7 / 2
--   publicity 8+1                          4                    1                     0                    4
--   kinds of service for recipients        3                    2                     0                    3
--   elderly seen every 30 days             6 / 6                4 / 8 (others 31)     0 / 6                6 / 6
--   kinds of service for the elderly       4                    3                     1                    4
--   resources for the elderly              2                    1                     0                    2
--   children seen every 90 days            4 / 4                3 / 4 (one at 91)     0 / 4                4 / 4
--   assessments of children on file        4 / 4                2 / 4                 1 / 4                4 / 4
--   kinds of service for guardians         4                    2                     0                    4
--   publicity care of children             2                    1                     0                    2
--   organisations fostered                 1                    1                     0                    1
--   hours of the space used / planned      60 / 100             48 / 100              none planned         70 / 100
--   consultations; leaders                 4; 5                 3; 4                  1; 0                 4; 5
--   marriage, funeral, disabled,           1, 1, 4,             1, 0, 2,              0, 0, 0,             1, 1, 4,
--     allowances, women                      1, 1                 0, 1                  0, 0                 1, 1
--   workers trained; supervision           2 / 2; 11            1 / 2; 8              0 / 1; 0             2 / 2; 12
--   targets (60 and 30 a year)
--     done by 2024-04-05                   12, 7                6, 7                  12, 7
--     by mid-term 2024-07-10 (half)        24, 15: 10 % behind  12, 15: 30 %          15, 12: 35 %
--     by 2024-09-09 (two thirds)                                                      16, 12: 50 %
--     in all                               60, 30               45, 30                16, 12               60, 30
--   findings put right in 30 days          none                 1 / 2 (day 30, 31)    0 / 3                1 / 1
--   needs; books; experience               3/3; 1/1; 2/2        2/3; none; 1/2        0; 1/2; 0            3/3; 1/1; 2/2
--   publicity of the station; volunteers   4; 30                2; 15                 0; 3                 4; 30
--   marks: problems, linkage, focus,       5, 4 and 5, 5,       3, 3, 4,              5 without evidence,  4, 5, 5,
--     values                                 4                    3                     1, none, none        5
--   mid-term evaluation                    07-10, 82            07-12, unqualified    07-15, unqualified   2023-07-14, 90
--   final evaluation                       12-20, good          12-22, unqualified;   none: stopped by     2023-12-22,
--                                                               2025-01-06 qualified  decision 10-15       no result, mark 60.00
--   money of province, city, district      arrived              city's not arrived    arrived              arrived, street's too
--   hardship subsidy used of 10,000,000    200,000.00 = 2 %     0                     200,000.01           200,000.00 = 2 %
--   activity space, office (m2)            200 shared, 15       199.99, 20            260, 12              240, 18
-- And in 303 money diverted, confirmed 2024-10-08.

begin;

do $$
begin
  if exists (select from contract where id between 301 and 304 and contract_no not like 'LZ-20%') then
    raise exception 'contracts 301 to 304 exist and are not the demonstration''s' using hint = 'Load the demonstration into an empty database.';
  end if;
end $$;

insert into region (code, level, kind, name, parent_code) values
  ('62', 'province', 'division', '甘肃省', null),
  ('6201', 'city', 'division', '兰州市', '62'),
  ('620102', 'district', 'division', '城关区', '6201'),
  ('620102901', 'street', 'street', '白银路街道', '620102'),
  ('620102902', 'street', 'street', '雁园街道', '620102'),
  ('620102903', 'street', 'street', '皋兰路街道', '620102')
on conflict do nothing;
insert into programme (id, code, title, region_code) values
  (301, 'lanzhou-chengguan', '兰州市城关区街道社会工作服务站项目', '620102')
on conflict do nothing;
insert into organisation (id, name, kind, registered_level, registered_on, first_evaluation_on, region_code) values
  (3001, '兰州市城关区民政局', 'bureau', null, null, null, '620102'),
  (3002, '兰州市民政局', 'bureau', null, null, null, '6201'),
  (3011, '皋兰社工服务中心（示例）', 'social_work_agency', 'city', '2014-06-11', null, '6201'),
  (3012, '雁滩邻里社工服务社（示例）', 'social_work_agency', 'county', '2017-03-22', null, '620102'),
  (3013, '陇上社会服务中心（示例）', 'social_organisation', 'county', '2019-10-15', null, '620102'),
  (3021, '陇原社会服务评估中心（示例）', 'evaluator', 'province', '2013-04-09', '2014-05-01', '62'),
  (3022, '河西第三方评估事务所（示例）', 'evaluator', 'city', '2015-08-20', '2016-09-01', '6201'),
  (3031, '白银路街道办事处', 'street', null, null, null, '620102901'),
  (3032, '雁园街道办事处', 'street', null, null, null, '620102902'),
  (3033, '皋兰路街道办事处', 'street', null, null, null, '620102903')
on conflict do nothing;

-- One row a contract: what is to happen in it.
create temporary table demo_contract (
  id bigint primary key, no text, code text, street_id bigint, unit text, community text, provider bigint, starts date, ends date, amount numeric,
  year_no int, status text, tasks int, applications int, other_applications int, publicity int, kinds int, elderly int, seen int, elderly_kinds int,
  links int, children_seen int, child_files int, guardians int, child_publicity int, organisations int, used numeric, consultations int, leaders int,
  marriage int, funeral int, disabled int, allowances int, women int, trained int, supervision int, station_publicity int, volunteers int,
  activity numeric, office numeric, relief numeric
) on commit drop;
insert into demo_contract values
  (301, 'LZ-2024-1', '620102901', 3031, '白银路街道', '正宁路社区',     3011, '2024-01-10', '2025-01-09', 150000.00, 1, 'active',
    5, 6, 2, 4, 3, 6, 6, 4, 2, 4, 4, 4, 2, 1, 6.0, 4, 5, 1, 1, 4, 1, 1, 2, 12, 4, 30, 200, 15, 200000.00),
  (302, 'LZ-2024-2', '620102902', 3032, '雁园街道',   '雁滨社区',       3012, '2024-01-10', '2025-01-09', 150000.00, 1, 'active',
    4, 3, 1, 1, 2, 8, 4, 3, 1, 3, 2, 2, 1, 1, 4.8, 3, 4, 1, 0, 2, 0, 1, 1, 8, 2, 15, 199.99, 20, 0),
  (303, 'LZ-2024-3', '620102903', 3033, '皋兰路街道', '詹家拐子社区',   3013, '2024-01-10', '2025-01-09', 150000.00, 1, 'terminated',
    1, 0, 0, 0, 0, 6, 0, 1, 0, 0, 1, 0, 0, 0, null, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 260, 12, 200000.01),
  (304, 'LZ-2023-1', '620102901', 3031, '白银路街道', '正宁路社区',     3011, '2023-01-10', '2024-01-09', 166666.67, 3, 'completed',
    5, 7, 2, 4, 3, 6, 6, 4, 2, 4, 4, 4, 2, 1, 7.0, 4, 5, 1, 1, 4, 1, 1, 2, 12, 4, 30, 240, 18, 200000.00);

insert into lot (id, programme_id, code, title, budget, tender_completed_on)
  select id, 301, no, unit || community, amount, starts - 30 from demo_contract
on conflict do nothing;
insert into lot_region (lot_id, region_code) select id, code from demo_contract on conflict do nothing;
insert into contract (id, contract_no, programme_id, lot_id, region_code, provider_id, purchaser_id, title, status, method, cycle_no, year_no, bid_on,
    signed_on, start_on, end_on, amount, required_heads, stations_agreed)
  select id, no, 301, id, code, provider, 3001, unit || community || '社会工作服务站', status, '竞争性磋商', case when id = 304 then 1 else 2 end, year_no,
    starts - 40, starts - 5, starts, ends, amount, 2, 1
  from demo_contract
on conflict do nothing;
insert into contract_party (contract_id, role, organisation_id)
  select c.id, p.role, p.organisation from demo_contract c, lateral (values ('purchaser', 3001::bigint), ('payer', 3001::bigint), ('provider', c.provider),
    ('beneficiary', c.street_id), ('evaluator', 3021::bigint)) p (role, organisation)
on conflict do nothing;
insert into station (contract_id, id, name, region_code, opened_on, required_heads, office_m2, activity_m2, shared_use, sign_text)
  select id, id, unit || '社会工作服务站', code, starts, 2, office, activity, id = 301, '兰州市城关区' || unit || '社会工作服务站' from demo_contract
on conflict do nothing;
insert into community (id, region_code, name)
  select id * 100 + 1, code, community from demo_contract where id < 304
on conflict do nothing;
insert into contract_community (contract_id, community_id, station_id, entered_on, households)
  select id, case id when 304 then 30101 else id * 100 + 1 end, id, starts, 3200 from demo_contract
on conflict do nothing;

-- Two workers a station; 303 has one. The second of 301 comes 30 days late, the second of 302 is on the payroll of the street.
insert into staff (id, name, birth_on, education, sw_degree, related_degree, sw_certificate, certificate_valid_to) values
  (30101, '马晓岚', '1990-04-02', 4, false, false, 'social_worker', '2027-06-30'), (30102, '杨帆', '1996-09-17', 4, true, false, null, null),
  (30201, '魏子衿', '1995-02-11', 4, true, false, null, null), (30202, '何江', '1993-12-05', 3, false, true, null, null),
  (30301, '柴立新', '1988-07-23', 3, false, false, 'assistant', '2024-12-30'),
  (30401, '马晓岚', '1990-04-02', 4, false, false, 'social_worker', '2027-06-30'), (30402, '周一苇', '1991-11-29', 4, false, false, 'assistant', null)
on conflict do nothing;
insert into assignment (contract_id, id, staff_id, station_id, role, workplace, employer_id, start_on, entered_on, labour_contract_from, project_lead)
  select c.id, s.id, s.id, c.id, 'social_worker', 'station', case when s.id = 30202 then c.street_id else c.provider end,
    x.day, x.day, x.day, s.id % 100 = 1
  from demo_contract c join staff s on s.id between c.id * 100 + 1 and c.id * 100 + 2,
    lateral (select c.starts + case when s.id = 30102 then 30 else 0 end as day) x
on conflict do nothing;
insert into training (contract_id, id, course, audience, held_on, hours, organiser, attendees)
  select id, 1, '驻站社工年度培训', 'staff', starts + 60, 16, '城关区民政局', trained from demo_contract where trained > 0
on conflict do nothing;
insert into training_attendance (contract_id, training_id, staff_id, held_on)
  select c.id, 1, c.id * 100 + w, c.starts + 60 from demo_contract c, generate_series(1, c.trained) w
on conflict do nothing;

insert into catalogue_item (id, programme_id, code, title, category, level, choice)
  select 3000 + x.n, 301, x.code, x.title, x.category, 'major', 'free'
  from (values (11, 'SA-1', '对象排查', 'assistance'), (12, 'SA-2', '调查评估', 'assistance'), (13, 'SA-3', '服务建档', 'assistance'),
    (14, 'SA-4', '需求分析', 'assistance'), (15, 'SA-5', '政策宣讲', 'assistance'),
    (21, 'SR-1', '资源链接', 'assistance_service'), (22, 'SR-2', '心理疏导', 'assistance_service'), (23, 'SR-3', '照料护理', 'assistance_service'),
    (24, 'SR-4', '增能培力', 'assistance_service'), (25, 'SR-5', '社会融入', 'assistance_service'),
    (31, 'EL-1', '精神慰藉', 'elderly'), (32, 'EL-2', '志愿服务', 'elderly'), (33, 'EL-3', '社区照顾', 'elderly'), (34, 'EL-4', '社会支持网络建设', 'elderly'),
    (41, 'GU-1', '政策宣传', 'guardian'), (42, 'GU-2', '法制宣传', 'guardian'), (43, 'GU-3', '监护评估', 'guardian'), (44, 'GU-4', '家庭关系调适', 'guardian'),
    (51, 'MA-1', '婚姻政策宣传', 'marriage'), (52, 'MA-2', '婚前辅导', 'marriage'), (53, 'MA-3', '婚姻家庭咨询', 'marriage'),
    (61, 'TA-1', '社区居民小组活动', 'target'), (62, 'TA-2', '社区主题活动', 'target'),
    (71, 'VI-1', '特殊老人定期探访', 'visit'), (72, 'VI-2', '儿童走访核查', 'visit'), (73, 'VI-3', '残疾人关爱', 'visit')) x (n, code, title, category)
on conflict do nothing;

insert into beneficiary (contract_id, id, community_id, label, target_group, groups, registered_on, file_opened_on, file_updated_on)
  select c.id, c.id * 1000 + i, cc.community_id, '老人 ' || i, 'elderly',
    array[(array['elderly_hardship', 'elderly_living_alone', 'elderly_disabled'])[1 + i % 3]], c.starts - 10, c.starts + 20, c.starts + 20
  from demo_contract c join contract_community cc on cc.contract_id = c.id, generate_series(1, c.elderly) i
  union all
  select c.id, c.id * 1000 + 100 + i, cc.community_id, '儿童 ' || i, 'child',
    array[(array['child_left_behind', 'child_in_difficulty', 'orphan_scattered', 'child_unsupported'])[i]], c.starts - 10,
    case when i <= c.child_files then c.starts + 20 end, case when i <= c.child_files then c.starts + 200 end
  from demo_contract c join contract_community cc on cc.contract_id = c.id, generate_series(1, 4) i
  union all
  select c.id, c.id * 1000 + 201, cc.community_id, '残疾人 1', 'disabled', array['disabled'], c.starts - 10, c.starts + 20, c.starts + 20
  from demo_contract c join contract_community cc on cc.contract_id = c.id
on conflict do nothing;

-- Visits: every 30 days, or every 31 for those who are not seen in time; children every 90 or 91 days. 303 ends in September.
insert into service_record (contract_id, id, served_on, verified, station_id, community_id, item_id, category, major_id, item_level, choice, mode,
    beneficiary_id, unit_key, target_group, evidence_count)
  select v.contract_id, v.contract_id * 1000000 + v.block * 10000 + v.person * 20 + v.k, v.day, true, v.contract_id, b.community_id,
    i.id, i.category, i.major_id, i.level, i.choice, 'visit', b.id, b.unit_key, b.target_group, 1
  from (
    select c.id as contract_id, 1 as block, p as person, k, c.starts + case when p <= c.seen then 30 else 31 end * k as day, p as who, 3071 as item
    from demo_contract c, generate_series(1, c.elderly) p, generate_series(1, 12) k where p <= c.seen or k <= case c.id when 303 then 8 else 11 end
    union all
    select c.id, 2, p, k, c.starts + case when p <= c.children_seen then 90 else 91 end * k, 100 + p, 3072
    from demo_contract c, generate_series(1, 4) p, generate_series(1, 4) k where p <= c.children_seen or k <= case c.id when 303 then 2 else 3 end
    union all
    select c.id, 3, 1, k, c.starts + 70 * k, 201, 3073 from demo_contract c, generate_series(1, c.disabled) k
  ) v
    join beneficiary b on b.contract_id = v.contract_id and b.id = v.contract_id * 1000 + v.who
    join catalogue_item i on i.id = v.item
on conflict do nothing;

-- Services without a named person: kinds of the catalogue (each twice), then what is counted by topic. One task of 302 is not verified.
insert into service_record (contract_id, id, served_on, verified, station_id, community_id, item_id, category, major_id, item_level, choice, mode,
    participants, topic, media, evidence_count)
  select v.contract_id, v.contract_id * 1000000 + v.block * 10000 + v.k, v.day, v.verified, v.contract_id, cc.community_id,
    i.id, i.category, i.major_id, i.level, i.choice, v.mode, 25, v.topic, v.media, 1
  from (
    select c.id as contract_id, 4 as block, t * 10 + k as k, c.starts + 20 * t + 100 * k as day, t <= c.tasks as verified, 3010 + t as item, 'survey' as mode,
      null::text as topic, null::text as media
    from demo_contract c, generate_series(1, c.tasks + (c.id = 302)::int) t, generate_series(1, 2) k
    union all
    select c.id, 5, t * 10 + k, c.starts + 25 * t + 90 * k, true, 3020 + t, 'case', null, null from demo_contract c, generate_series(1, c.kinds) t, generate_series(1, 2) k
    union all
    select c.id, 6, t * 10 + k, c.starts + 22 * t + 95 * k, true, 3030 + t, 'group', null, null from demo_contract c, generate_series(1, c.elderly_kinds) t, generate_series(1, 2) k
    union all
    select c.id, 7, t * 10 + k, c.starts + 24 * t + 85 * k, true, 3040 + t, 'group', null, null from demo_contract c, generate_series(1, c.guardians) t, generate_series(1, 2) k
    union all
    select c.id, 8, k, c.starts + 120, true, 3050 + k, 'group', null, null from demo_contract c, generate_series(1, c.marriage) k
    union all
    select c.id, 9, k, c.starts + 40 * k, true, null, 'publicity', 'policy_8_1', null from demo_contract c, generate_series(1, c.publicity) k
    union all
    select c.id, 10, k, c.starts + 80 * k, true, null, 'publicity', 'child_care', null from demo_contract c, generate_series(1, c.child_publicity) k
    union all
    select c.id, 11, k, c.starts + 75 * k, true, null, 'meeting', 'deliberation', null from demo_contract c, generate_series(1, c.consultations) k
    union all
    select c.id, 12, k, c.starts + 84, true, null, 'publicity', 'funeral', null from demo_contract c, generate_series(1, c.funeral) k
    union all
    select c.id, 13, k, c.starts + 150, true, null, 'activity', 'women_development', null from demo_contract c, generate_series(1, c.women) k
    union all
    select c.id, 14, k, c.starts + 28 + 30 * (k - 1), true, null, 'supervision_session', null, null from demo_contract c, generate_series(1, c.supervision) k
    union all
    select c.id, 15, k, c.starts + 72 * k, true, null, 'publicity', 'station', (array['press', 'radio', 'television', 'network'])[k]
    from demo_contract c, generate_series(1, c.station_publicity) k
  ) v join contract_community cc on cc.contract_id = v.contract_id left join catalogue_item i on i.id = v.item
on conflict do nothing;

-- Targets of the year and how far they were by which day: the k-th service of an item falls on the day its stretch ends.
insert into service_plan (contract_id, id, item_id, target_quantity, from_on, to_on)
  select id, 1, 3061, 60, starts, ends from demo_contract union all select id, 2, 3062, 30, starts, ends from demo_contract
on conflict do nothing;
create temporary table demo_target (contract_id bigint, item bigint, from_k int, to_k int, day date) on commit drop;
insert into demo_target values
  (301, 3061, 1, 12, '2024-04-05'), (301, 3061, 13, 24, '2024-07-10'), (301, 3061, 25, 60, '2024-12-10'),
  (301, 3062, 1,  7, '2024-04-05'), (301, 3062,  8, 15, '2024-07-10'), (301, 3062, 16, 30, '2024-12-10'),
  (302, 3061, 1,  6, '2024-04-05'), (302, 3061,  7, 12, '2024-07-10'), (302, 3061, 13, 45, '2024-12-10'),
  (302, 3062, 1,  7, '2024-04-05'), (302, 3062,  8, 15, '2024-07-10'), (302, 3062, 16, 30, '2024-12-10'),
  (303, 3061, 1, 12, '2024-04-05'), (303, 3061, 13, 15, '2024-07-10'), (303, 3061, 16, 16, '2024-08-15'),
  (303, 3062, 1,  7, '2024-04-05'), (303, 3062,  8, 12, '2024-07-10'),
  (304, 3061, 1, 60, '2023-11-20'), (304, 3062, 1, 30, '2023-11-20');
insert into service_record (contract_id, id, served_on, verified, station_id, community_id, item_id, category, major_id, item_level, choice, mode,
    participants, evidence_count)
  select t.contract_id, t.contract_id * 1000000 + (t.item - 3061 + 16) * 10000 + k, t.day - (t.to_k - k) % 20, true, t.contract_id, cc.community_id,
    i.id, i.category, i.major_id, i.level, i.choice, 'group', 18, 1
  from demo_target t join contract_community cc on cc.contract_id = t.contract_id join catalogue_item i on i.id = t.item, generate_series(t.from_k, t.to_k) k
on conflict do nothing;

insert into assisted_application (contract_id, id, kind, source, filed_on, result)
  select c.id, k, 'civil_affairs', 'active_discovery', c.starts + 40 * k, 'granted' from demo_contract c, generate_series(1, c.applications) k
  union all
  select c.id, 100 + k, 'other_department', 'active_discovery', c.starts + 90 * k, 'pending' from demo_contract c, generate_series(1, c.other_applications) k
  union all
  select c.id, 200 + k, 'two_allowances', 'visit', c.starts + 110, 'granted' from demo_contract c, generate_series(1, c.allowances) k
on conflict do nothing;
insert into resource_link (contract_id, id, line, kind, donor, value, linked_on)
  select c.id, k, 'elderly', 'goods', '辖区单位（示例）', 2000.00, c.starts + 100 * k from demo_contract c, generate_series(1, c.links) k
on conflict do nothing;
insert into incubated_organisation (contract_id, id, community_id, name, kind, registered_on, qualified)
  select c.id, 1, cc.community_id, '黄河边邻里互助队（示例）', 'mutual_help', c.starts + 130, false
  from demo_contract c join contract_community cc on cc.contract_id = c.id where c.organisations > 0
on conflict do nothing;
insert into volunteer (contract_id, id, role, registered_on)
  select c.id, k, 'volunteer', c.starts + 15 from demo_contract c, generate_series(1, c.volunteers + (c.id = 302)::int) k
  union all
  select c.id, 100 + k, 'leader', c.starts + 15 from demo_contract c, generate_series(1, c.leaders) k
on conflict do nothing;
insert into volunteer_service (contract_id, id, volunteer_id, role, served_on, hours)
  select c.id, k, k, 'volunteer', c.starts + 30 + 7 * k, 2 from demo_contract c, generate_series(1, c.volunteers) k
  union all
  select c.id, 100 + k, 100 + k, 'leader', c.starts + 60 + 20 * k, 3 from demo_contract c, generate_series(1, c.leaders) k
on conflict do nothing;
insert into site (contract_id, id, kind, name)
  select id, 1, 'public_space', community || '公共服务空间' from demo_contract where used is not null
on conflict do nothing;
insert into site_usage (contract_id, site_id, on_date, hours_planned, hours_used)
  select c.id, 1, c.starts + 20 + 30 * k, 10, c.used from demo_contract c, generate_series(1, 10) k where c.used is not null
on conflict do nothing;

insert into checklist_check (contract_id, id, list_code, item_code, station_id, met, checked_on, evidence)
  select c.id, x.n, x.list, x.item, case when x.list in ('station_signs', 'equipment') then c.id end,
    not (c.id = 302 and x.item in ('minors_sign', 'matching', 'rule_adopted', 'joint_meetings')), c.starts + 240, '现场核查记录'
  from demo_contract c, (values (1, 'station_signs', 'logo'), (2, 'station_signs', 'station_sign'), (3, 'station_signs', 'visible'),
    (4, 'station_signs', 'wording'), (5, 'station_signs', 'minors_sign'), (6, 'needs', 'survey'), (7, 'needs', 'key_groups'), (8, 'needs', 'matching'),
    (9, 'experience', 'experience_report'), (10, 'experience', 'rule_adopted'), (11, 'worker_rules', 'management_rules'),
    (12, 'equipment', 'desks'), (13, 'equipment', 'computer'), (14, 'equipment', 'printer'), (15, 'equipment', 'cabinet'),
    (16, 'coordination', 'mechanism_document'), (17, 'coordination', 'joint_meetings'), (18, 'budget', 'measured'), (19, 'budget', 'budget_line'),
    (20, 'budget', 'lottery_share'), (21, 'performance', 'goals'), (22, 'performance', 'monitoring'), (23, 'performance', 'evaluation'),
    (24, 'performance', 'results_used')) x (n, list, item)
  where c.id <> 303 or x.n > 11
on conflict do nothing;
insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, evidence)
  select c.id, x.n, x.indicator, x.evaluator, x.score, 5, c.starts + 330, x.evidence
  from demo_contract c join (values (301, 1, 'children.problems', 3021, 5, '个案记录'), (301, 2, 'governance.linkage', 3021, 4, '联席会议记录'),
    (301, 3, 'governance.linkage', 3022, 5, '联席会议记录'), (301, 4, 'governance.focus', 3021, 5, '服务台账'), (301, 5, 'influence.values', 3021, 4, '宣传汇编'),
    (302, 1, 'children.problems', 3021, 3, '讲座签到'), (302, 2, 'governance.linkage', 3021, 3, '机制文件'), (302, 3, 'governance.focus', 3021, 4, '服务台账'),
    (302, 4, 'influence.values', 3021, 3, '报道截图'), (303, 1, 'children.problems', 3021, 5, null), (303, 2, 'governance.linkage', 3021, 1, '走访记录'),
    (304, 1, 'children.problems', 3021, 4, '个案记录'), (304, 2, 'governance.linkage', 3021, 5, '演练记录'), (304, 3, 'governance.focus', 3021, 5, '服务台账'),
    (304, 4, 'influence.values', 3021, 5, '宣传汇编')) x (contract, n, indicator, evaluator, score, evidence) on x.contract = c.id
on conflict do nothing;
insert into finding (contract_id, id, kind, severity, description, found_on, closed_on, confirmed_on) values
  (302, 1, 'records', 'minor', '服务记录缺签名', '2024-05-06', '2024-06-05', null),
  (302, 2, 'deviation', 'minor', '小组活动进度滞后', '2024-08-01', '2024-09-01', null),
  (303, 3, 'staffing', 'major', '驻站社工不足', '2024-03-20', null, null),
  (303, 4, 'deviation', 'serious', '目标偏离', '2024-09-02', null, null),
  (303, 5, 'diverting', 'serious', '挪用站点经费', '2024-09-20', null, '2024-10-08'),
  (304, 6, 'records', 'minor', '档案目录不全', '2023-06-01', '2023-06-20', null)
on conflict do nothing;
insert into outside_contract (contract_id, id, title, ledger_code, from_on) values
  (301, 1, '残联助残服务（示例）', 'LZ-W01', '2024-04-01'), (303, 1, '妇联家庭服务（示例）', 'LZ-W02', '2024-03-01'),
  (303, 2, '团委青少年服务（示例）', null, '2024-05-01'), (304, 1, '残联助残服务（示例）', 'LZ-W00', '2023-04-01')
on conflict do nothing;
insert into expense (contract_id, id, category, amount, spent_on, allowed, funding)
  select c.id, k, (array['posts', 'services', 'station', 'office', 'transport', 'travel'])[k], 1000.00 * k, c.starts + 50 * k, true, 'station'
  from demo_contract c, generate_series(1, 6) k
  union all
  select * from (values (302::bigint, 7, 'entertainment', 1200.00, date '2024-06-18', false, 'station'), (303, 7, 'entertainment', 800.00, '2024-03-08', false, 'station'),
    (303, 8, 'other_project', 26000.00, '2024-08-28', false, 'station')) x
on conflict do nothing;

insert into evaluation (contract_id, id, phase, evaluator_id, appointed_on, completed_on, score, result) values
  (301, 1, 'mid_term', 3021, '2024-06-20', '2024-07-10', 82, 'good'), (301, 2, 'final', 3021, '2024-12-01', '2024-12-20', 91, 'good'),
  (302, 1, 'mid_term', 3021, '2024-06-20', '2024-07-12', 55, 'unqualified'), (302, 2, 'final', 3021, '2024-12-01', '2024-12-22', 58, 'unqualified'),
  (302, 3, 'final', 3021, '2024-12-28', '2025-01-06', 63, 'qualified'),
  (303, 1, 'mid_term', 3021, '2024-06-20', '2024-07-15', 41, 'unqualified'),
  (304, 1, 'mid_term', 3021, '2023-06-20', '2023-07-14', 90, 'excellent'), (304, 2, 'final', 3021, '2023-12-01', '2023-12-22', 60.00, null)
on conflict do nothing;
insert into penalty_decision (contract_id, id, ladder, step, reached_on, proposal, decided_on, decision) values
  (303, 1, 'deviation', 3, '2024-09-10', '停止项目执行', '2024-10-15', '停止项目执行')
on conflict do nothing;
insert into contract_event (contract_id, id, kind, from_on, note) values (303, 1, 'termination', '2024-10-15', '目标偏离严重，停止项目执行')
on conflict do nothing;
insert into fund (contract_id, id, station_id, fiscal_year, source, level, planned, arrived, arrived_on, used_for_social_work)
  select c.id, x.n, c.id, extract(year from c.starts)::int, 'station', x.level, 50000.00, case when y.here then 50000.00 else 0 end,
    case when y.here then c.starts + 20 end, null::numeric
  from demo_contract c, (values (1, 'province'), (2, 'city'), (3, 'district')) x (n, level), lateral (select not (c.id = 302 and x.n = 2) as here) y
  union all
  select c.id, 4, c.id, 2023, 'station', 'street', 16666.67, 16666.67, c.starts + 20, null from demo_contract c where c.id = 304
  union all
  select c.id, 5, null, extract(year from c.starts)::int, 'hardship_subsidy', 'district', 10000000.00, 10000000.00, c.starts + 45, c.relief from demo_contract c
on conflict do nothing;
insert into payment (contract_id, tranche, amount_due, amount_paid, due_on, paid_on) values
  (301, 1, 90000.00, 90000.00, '2024-02-04', '2024-01-26'), (301, 2, 45000.00, 45000.00, '2024-08-09', '2024-08-01'),
  (302, 1, 90000.00, 90000.00, '2024-02-04', '2024-01-26'), (302, 2, 45000.00, 45000.00, '2024-08-11', '2024-08-20'),
  (303, 1, 90000.00, 90000.00, '2024-02-04', '2024-01-26'),
  (304, 1, 100000.00, 100000.00, '2023-02-04', '2023-01-30'), (304, 2, 50000.00, 50000.00, '2023-08-13', '2023-08-08'),
  (304, 3, 16666.67, 16666.67, '2024-01-21', '2024-01-15')
on conflict do nothing;

-- For information. 304 is the year before 301. A person on low income was seen in 301, registered only in 302. Marks: priority 5, 3, none, 4;
-- mediation 4, 3, none, 5; agencies 5 in 304, which founded one. Conflicts mediated 2, 1, 0, 0; social work spread 2, 1, 0, 2. The five
-- parties 5, 4, none, 5. Conditions: an order of the street on record in 302; fund and social source 2, 1, 0, 2.
update contract set previous_id = 304 where id = 301 and previous_id is null;
insert into beneficiary (contract_id, id, community_id, label, target_group, groups, registered_on) values
  (301, 301301, 30101, '低保对象 1', 'low_income', array['low_income'], '2024-01-05'), (302, 302301, 30201, '低保对象 1', 'low_income', array['low_income'], '2024-01-05')
on conflict do nothing;
insert into service_record (contract_id, id, served_on, verified, station_id, mode, beneficiary_id, unit_key, target_group, evidence_count)
  select 301, 301990001, '2024-03-01', true, 301, 'visit', id, unit_key, target_group, 1 from beneficiary where contract_id = 301 and id = 301301
on conflict do nothing;
insert into service_record (contract_id, id, served_on, verified, station_id, mode, topic, evidence_count)
  select c.id, c.id * 1000000 + 990010 + k, c.starts + 60 * k, true, c.id, 'consultation', 'mediation', 1
  from demo_contract c, generate_series(1, case c.id when 301 then 2 when 302 then 1 else 0 end) k
  union all
  select c.id, c.id * 1000000 + 990020 + k, c.starts + 70 * k, true, c.id, 'training', 'social_work_promotion', 1
  from demo_contract c, generate_series(1, case c.id when 302 then 1 when 303 then 0 else 2 end) k
on conflict do nothing;
insert into incubated_organisation (contract_id, id, name, kind, registered_on, qualified) values
  (304, 2, '白银路社工站服务中心（示例）', 'social_work_agency', '2023-09-01', true)
on conflict do nothing;
insert into checklist_check (contract_id, id, list_code, item_code, met, checked_on, evidence)
  select c.id, 100 + x.n, x.list, x.item, not (c.id = 302 and x.n in (5, 7)), c.starts + 240, '现场核查记录'
  from demo_contract c, (values (1, 'five_parties', 'community'), (2, 'five_parties', 'organisations'), (3, 'five_parties', 'talent'),
    (4, 'five_parties', 'volunteers'), (5, 'five_parties', 'charity'), (6, 'social_fund', 'special_fund'), (7, 'social_fund', 'social_source')) x (n, list, item)
  where c.id <> 303
on conflict do nothing;
insert into duty_log (contract_id, id, station_id, staff_id, on_date, hours, related, reserved_duty, ordered_by, confirmed) values
  (302, 1, 302, 30201, '2024-04-16', 4, true, true, '雁园街道办事处', true)
on conflict do nothing;
insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, evidence)
  select c.id, 20 + x.n, x.indicator, 3021, x.score, 5, c.starts + 330, '评估记录'
  from demo_contract c join (values (301, 1, 'effect.priority_rule', 5), (302, 1, 'effect.priority_rule', 3), (304, 1, 'effect.priority_rule', 4),
    (301, 2, 'governance.mediation', 4), (302, 2, 'governance.mediation', 3), (304, 2, 'governance.mediation', 5), (304, 3, 'talent.agencies', 5))
    x (contract, n, indicator, score) on x.contract = c.id
on conflict do nothing;

-- Explicit ids were used: let the counters go on after them.
do $$
declare
  t record;
begin
  for t in select c.table_name, pg_get_serial_sequence(quote_ident(c.table_name), 'id') as seq
    from information_schema.columns c join information_schema.tables b using (table_schema, table_name)
    where c.table_schema = current_schema() and b.table_type = 'BASE TABLE' and c.column_name = 'id' and c.is_identity = 'YES'
      and c.identity_generation = 'BY DEFAULT'
  loop
    execute format('select setval(%L, greatest((select coalesce(max(id), 0) from %I), (select last_value from %s)))', t.seq, t.table_name, t.seq);
  end loop;
end $$;

commit;

analyze contract, station, contract_community, community, service_record, beneficiary, assignment;
