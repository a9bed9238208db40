-- Demonstration: the three packages of Yaohai District, Hefei, contract year 2021.
--
-- Real: the 13 units, the three packages, 22 communities each. Invented: how the communities divide over the units, agencies,
-- people, amounts, dates, everything that happened. Deterministic, and safe to run twice.
--
-- Intended facts on 2021-12-31 (window 2021-01-01 to 2021-12-31, 365 days: 4 quarters of 91 days, 2 halves of 182; the 365th
-- day begins a fifth quarter that has not ended). P1 = 101 is good, P2 = 102 stands on boundaries, P3 = 103 fails.
--
--                                          101              102                          103
--   communities per station                5 6 5 6          4 4 5 5 4                    6 5 6 5
--   heads per station                      4 4 4 4          3 3 4 4 3; the first station  4 3 3 2 (need 4, 3 1/3, 4, 3 1/3)
--                                                           has 2 for 60 days (03-02 to 04-30; 2 x 1.5 = 3 of 4 communities)
--   days with a manager                    365              151 + 141 = 292              none
--   project leads professional             4 / 4            4 / 5 (one related degree)   1 / 4 (one certificate lapsed 12-30)
--   workers seated at the station          16 / 16          16 / 17                      9 / 12
--   unrelated work (ordered by the street) 0 (1)            1 (2)                        4 (0)
--   elderly registered / on the roll       190 / 200 = 95 % 171 / 200                    40 / unknown
--   elderly files fresh / files            190 / 190        114 / 152                    10 / 30
--   files / elderly served                 26 / 26          24 / 26                      10 / 20
--   five groups in contact (<= 30 days)    20 / 20          16 / 20                      5 / 20
--   home care: publicity                   44 of 44         33 of 44                     11 of 44
--     checks                               16 of 16         15 of 20                     4 of 16
--     questionnaires                       120 of 120       75 of 150                    30 of 120
--     users x quarters followed up         24 of 80         18 of 80                     0 of 80
--     answers on satisfaction              30               24                           0
--     complaints closed in 10 working days none             3 / 4                        1 / 2 (a third is not due)
--     users' files fresh / files           20 / 20          4 / 4                        10 / 20
--     privacy points                       4 / 4            3 / 4                        0 / 4
--   youth files / youth; fresh / files     20 / 20; 20 / 20 15 / 20; 12 / 15             5 / 20; 0 / 5
--   kinds of youth activity                7                6 (one more not verified)    3
--   actions x quarters per station, of 16  16 16 16 16      16 16 12 8 16                8 4 0 16
--   retired workers seen each 90 days      10 / 10          7 / 10                       2 / 10
--   return visits in 30 days / asked for   8 / 8 (one at 30) 6 / 8 (one at 31, one never) none asked for
--   hours of the sites used / planned      60 / 100         48 / 100                     15 / 100
--   organisations fostered, of 22          22               11 (and one of another kind) 0
--   units with a venture round             4 / 4            4 / 5                        1 / 4 (one held, nothing selected)
--   satisfied answers                      115 / 125 = 92 % 136 / 160 = 85 %             61 / 100 = 61 % (fewer than 120)
--   goals attained / set                   18 / 20          12 / 20                      none set
--   brand projects with a report           4                4 (one more without)         0
--   targets (delivered / agreed)           10/10, 20/16     10/10, 20/40                 none agreed
--   quarterly reports in time, Q1 to Q3    3 / 3 (Q1, Q3 on the last day)  2 / 3 (Q3 one day late)  0 / 3
--   findings put right in time             none             1 / 2 (one on the 15th day, one 5 days late)  0 / 3 (one not due)
--   marks: method                          5 and 4          3                            5 without evidence: 0
--     network, outcomes, brand, finance    4, 5, 4, 4       3, 3, 3, 5                   1, 1, none, 2
--   new services (bonus, of 2)             mark 5: 2        mark 3: 1.2                  none
-- And in 103 a serious violation, confirmed 2021-12-01. 102 and 103 lack the office space of one station each.

begin;

do $$
begin
  if exists (select from contract where id between 101 and 103 and contract_no not like 'HF-2021-%') then
    raise exception 'contracts 101 to 103 exist and are not the demonstration''s' using hint = 'Load the demonstration into an empty database.';
  end if;
end $$;

-- One row a unit: its station.
create temporary table demo_unit (
  contract_id bigint, n int, code text, kind text, unit text, communities int, heads int, quarters int, satisfied int, answers int,
  venture_held boolean, venture_selected boolean, checks int
) on commit drop;
insert into demo_unit values
  (101, 1, '340102901', 'zone',   '龙岗开发区',   5, 4, 4, 29, 32, true,  true,  4),
  (101, 2, '340102902', 'street', '铜陵路街道',   6, 4, 4, 29, 31, true,  true,  4),
  (101, 3, '340102903', 'street', '红光街道',     5, 4, 4, 29, 31, true,  true,  4),
  (101, 4, '340102904', 'street', '城东街道',     6, 4, 4, 28, 31, true,  true,  4),
  (102, 1, '340102905', 'street', '胜利路街道',   4, 3, 4, 28, 32, true,  true,  4),
  (102, 2, '340102906', 'street', '明光路街道',   4, 3, 4, 27, 32, true,  true,  4),
  (102, 3, '340102907', 'street', '方庙街道',     5, 4, 3, 27, 32, true,  true,  4),
  (102, 4, '340102908', 'street', '长淮街道',     5, 4, 2, 27, 32, false, false, 3),
  (102, 5, '340102909', 'street', '嘉山路街道',   4, 3, 4, 27, 32, true,  true,  0),
  (103, 1, '340102910', 'street', '和平路街道',   6, 4, 2, 16, 25, true,  true,  4),
  (103, 2, '340102911', 'street', '三里街街道',   5, 3, 1, 15, 25, true,  false, 0),
  (103, 3, '340102912', 'street', '七里站街街道', 6, 3, 0, 15, 25, false, false, 0),
  (103, 4, '340102913', 'town',   '大兴镇',       5, 2, 4, 15, 25, false, false, 0);

insert into region (code, level, kind, name, parent_code) values
  ('34', 'province', 'division', '安徽省', null),
  ('3401', 'city', 'division', '合肥市', '34'),
  ('340102', 'district', 'division', '瑶海区', '3401')
on conflict do nothing;
insert into region (code, level, kind, name, parent_code) select code, 'street', kind, unit, '340102' from demo_unit
on conflict do nothing;

insert into programme (id, code, title, region_code, valid_from, valid_to, basis_documents) values
  (101, 'hefei-yaohai-2020', '瑶海区购买基本公共养老、青少年活动及其他公益性服务', '340102', '2020-07-01', '2023-06-30',
   array['合民〔2017〕347号', '合民社〔2020〕5号'])
on conflict do nothing;

insert into organisation (id, name, kind, registered_level, registered_on, first_evaluation_on, region_code) values
  (1001, '合肥市瑶海区民政局', 'bureau', null, null, null, '340102'),
  (1002, '瑶海区基层治理学院', 'academy', null, null, null, '340102'),
  (1011, '庐阳青松社工服务中心（示例）', 'social_work_agency', 'city', '2013-04-16', null, '3401'),
  (1012, '瑶海邻里社工服务社（示例）', 'social_work_agency', 'county', '2015-09-08', null, '340102'),
  (1013, '淝河公益服务有限公司（示例）', 'enterprise', 'county', '2018-03-30', null, '340102'),
  (1021, '徽正社会服务评估中心（示例）', 'evaluator', 'city', '2014-05-12', '2015-06-01', '3401'),
  (1022, '江淮第三方评估事务所（示例）', 'evaluator', 'province', '2012-11-20', '2013-12-01', '34')
on conflict do nothing;
insert into organisation (id, name, kind, region_code)
  select contract_id * 10 + n + 100, unit || case kind when 'zone' then '管委会' when 'town' then '人民政府' else '办事处' end, 'street', code from demo_unit
on conflict do nothing;

-- One row a contract: what is to happen in it.
create temporary table demo_contract (
  id bigint primary key, provider bigint, units int, elderly int, in_contact int, publicity int, questionnaires int, home_care_answers int,
  followup_quarters int, youth_files int, youth_fresh int, youth_types int, retired_seen int, used numeric, organisations int,
  delivered_1 int, delivered_2 int, attained int, brands int
) on commit drop;
insert into demo_contract values
  (101, 1011, 4, 190, 20, 44, 120, 30, 4, 20, 20, 7, 10, 6.0, 22, 10, 20, 18, 4),
  (102, 1012, 5, 171, 16, 33,  75, 24, 3, 15, 12, 6,  7, 4.8, 11, 10, 20, 12, 4),
  (103, 1013, 4,  40,  5, 11,  30,  0, 0,  5,  0, 3,  2, 1.5,  0,  0,  0,  0, 0);

insert into lot (id, programme_id, code, title, budget, tender_due_on, tender_completed_on)
  select c.id, 101, 'P' || c.id - 100, '第' || (array['一', '二', '三'])[c.id::int - 100] || '包', 1800000.00, '2020-12-15', '2020-12-11' from demo_contract c
on conflict do nothing;
insert into lot_region (lot_id, region_code) select contract_id, code from demo_unit on conflict do nothing;
insert into contract (id, contract_no, programme_id, lot_id, region_code, provider_id, purchaser_id, title, method, bid_on, signed_on, start_on,
    end_on, amount, stations_agreed)
  select c.id, 'HF-2021-P' || c.id - 100, 101, c.id, '340102', c.provider, 1001,
    '瑶海区社会服务项目第' || (array['一', '二', '三'])[c.id::int - 100] || '包', '公开招标', '2020-12-01', '2020-12-25', '2021-01-01', '2021-12-31',
    1800000.00, c.units
  from demo_contract c
on conflict do nothing;
insert into contract_party (contract_id, role, organisation_id)
  select c.id, p.role, p.organisation from demo_contract c, lateral (values ('purchaser', 1001::bigint), ('provider', c.provider), ('coach', 1002::bigint),
    ('evaluator', 1021::bigint)) p (role, organisation)
  union all select contract_id, 'beneficiary', contract_id * 10 + n + 100 from demo_unit
on conflict do nothing;

insert into station (contract_id, id, name, region_code, opened_on)
  select contract_id, contract_id * 10 + n, unit || '社会服务工作站', code, '2021-01-01' from demo_unit
on conflict do nothing;
create temporary table demo_community on commit drop as
  select u.contract_id, u.contract_id * 100 + row_number() over (partition by u.contract_id order by u.n, i) as id, u.n as unit, u.code,
    row_number() over (partition by u.contract_id order by u.n, i)::int as k
  from demo_unit u, generate_series(1, u.communities) i;
insert into community (id, region_code, name)
  select id, code, (array['枫林', '梧桐', '合裕', '铜苑', '长江', '临泉', '站北', '凤阳', '滁河', '和悦', '明皇'])[1 + (k + contract_id::int) % 11]
    || (array['东', '西', '苑', '里'])[1 + k % 4] || '社区'
  from demo_community
on conflict do nothing;
insert into contract_community (contract_id, community_id, station_id, entered_on, households, elderly_population)
  select contract_id, id, contract_id * 10 + unit, '2021-01-01', 1800 + 20 * k, case when contract_id < 103 then case when k = 1 then 11 else 9 end end
  from demo_community
on conflict do nothing;

-- Workers: 10 a station in their numbers, the first leads the station's projects. A fourth of 胜利路街道 comes after the third has left.
create temporary table demo_worker on commit drop as
  select u.contract_id, u.n, w, u.contract_id * 100 + u.n * 10 + w as id, c.provider,
    case when u.contract_id = 102 and u.n = 1 and w = 4 then date '2021-05-01' else date '2021-01-01' end as start_on,
    case when u.contract_id = 102 and u.n = 1 and w = 3 then date '2021-03-01' end as end_on
  from demo_unit u join demo_contract c on c.id = u.contract_id, generate_series(1, u.heads + (u.contract_id = 102 and u.n = 1)::int) w;
insert into staff (id, name, birth_on, education, sw_degree, related_degree, sw_certificate, certificate_valid_to)
  select id, (array['王', '张', '李', '刘', '陈', '程', '汪', '方', '胡', '吴'])[1 + id::int % 10]
      || (array['子涵', '雨桐', '志远', '静怡', '浩然', '思源', '文博', '晓芸', '立新', '佳宁'])[1 + (id::int * 7 + n) % 10],
    date '1984-03-10' + (id::int * 37 % 4000), 3 + w % 2,
    contract_id = 101 and n = 2 and w = 1,
    contract_id = 102 and n = 5 and w = 1,
    case when w <> 1 then case when w = 2 then 'assistant' end when contract_id = 101 and n = 2 then null when contract_id = 102 and n = 5 then null
      when contract_id = 103 and n > 2 then null else 'social_worker' end,
    case when contract_id = 103 and n = 2 and w = 1 then date '2021-12-30' end
  from demo_worker
on conflict do nothing;
insert into staff (id, name, birth_on, education, sw_certificate) values
  (10101, '何晓岚', '1982-07-19', 4, 'social_worker'), (10102, '许立言', '1979-05-02', 5, 'senior'),
  (10201, '章若水', '1985-10-11', 4, 'social_worker'), (10202, '鲍明远', '1983-01-23', 4, 'social_worker')
on conflict do nothing;
insert into assignment (contract_id, id, staff_id, station_id, role, workplace, employer_id, start_on, end_on, labour_contract_from, project_lead)
  select contract_id, id, id, contract_id * 10 + n, 'social_worker',
    case when contract_id = 102 and n = 2 and w = 2 then 'community' when contract_id = 103 and n < 4 and w = (array[4, 3, 3])[n] then 'provider_office'
      else 'station' end,
    provider, start_on, end_on, start_on, w = 1
  from demo_worker
on conflict do nothing;
insert into assignment (contract_id, id, staff_id, role, workplace, employer_id, start_on, end_on) values
  (101, 10101, 10101, 'project_manager', 'district_centre', 1011, '2021-01-01', null),
  (101, 10102, 10102, 'coach', 'district_centre', 1002, '2021-01-01', null),
  (102, 10201, 10201, 'project_manager', 'district_centre', 1012, '2021-01-01', '2021-05-31'),
  (102, 10202, 10202, 'project_manager', 'district_centre', 1012, '2021-08-13', null)
on conflict do nothing;

insert into duty_log (contract_id, id, station_id, staff_id, on_date, hours, related, ordered_by, confirmed) values
  (101, 1, 1011, 10111, '2021-04-06', 6, false, '龙岗开发区管委会', true),
  (101, 2, 1012, 10121, '2021-06-02', 3, false, null, false),
  (102, 3, 1021, 10211, '2021-03-15', 4, false, null, true),
  (102, 4, 1022, 10221, '2021-05-20', 8, false, '明光路街道办事处', true),
  (102, 5, 1023, 10231, '2021-05-21', 8, false, '方庙街道办事处', true),
  (103, 6, 1031, 10311, '2021-02-20', 8, false, null, true),
  (103, 7, 1031, 10312, '2021-02-21', 8, false, null, true),
  (103, 8, 1032, 10321, '2021-07-07', 4, false, null, true),
  (103, 9, 1034, 10341, '2021-09-10', 4, false, null, true)
on conflict do nothing;

insert into catalogue_item (id, programme_id, code, title, category, level, choice)
  select 1000 + x.n, 101, x.code, x.title, x.category, 'major', 'free'
  from (values (1, 'EL-1', '重点老人走访', 'elderly'), (2, 'EL-2', '协助居家养老服务', 'home_care'),
    (11, 'YO-01', '课业辅导', 'youth'), (12, 'YO-02', '兴趣培养', 'youth'), (13, 'YO-03', '“五小”活动', 'youth'), (14, 'YO-04', '绘本阅读', 'youth'),
    (15, 'YO-05', '经典诵读', 'youth'), (16, 'YO-06', '素质课程', 'youth'), (17, 'YO-07', '亲子教育', 'youth'), (18, 'YO-08', '社区影院', 'youth'),
    (19, 'YO-09', '书报阅读（读书会）', 'youth'), (20, 'YO-10', '文体康乐', 'youth'), (21, 'YO-11', '青少年辅助教育', 'youth'),
    (22, 'YO-12', '其他培训、咨询、教育', 'youth'),
    (31, 'SA-1', '温馨家访', 'assistance_action'), (32, 'SA-2', '温情相伴', 'assistance_action'), (33, 'SA-3', '暖意行动', 'assistance_action'),
    (34, 'SA-4', '携手同行', 'assistance_action'),
    (41, 'RW-1', '困难老职工家访', 'retired_worker'),
    (51, 'OT-1', '居民骨干培训', 'other'), (52, 'OT-2', '小区居民活动中心主题活动', 'site')) x (n, code, title, category)
on conflict do nothing;

-- Elderly 1 to 20 belong to one of the five groups, 21 to 40 use home care. Files: all in 101; in 102 not 25 to 43; in 103 from 11 on.
-- Stale: in 102 from 134 on, in 103 up to 30. The twentieth of 101 came on 12-10.
insert into beneficiary (contract_id, id, community_id, label, target_group, groups, registered_on, file_opened_on, file_updated_on)
  select c.id, c.id * 1000 + i, c.id * 100 + 1 + i % 22, '老人 ' || i, 'elderly',
    array['elderly'] || case when i <= 20 then array[(array['elderly_widowed_childless', 'elderly_living_alone', 'elderly_hardship', 'elderly_advanced_age',
      'elderly_empty_nest'])[1 + i % 5]] when i <= 40 then array['home_care_user'] else '{}' end,
    case when late then date '2021-12-10' else date '2020-12-20' end,
    case when filed then case when late then date '2021-12-12' else date '2021-02-01' end end,
    case when not filed then null when late then date '2021-12-12' when stale then date '2021-07-03' when i % 2 = 1 then date '2021-07-04' else date '2021-09-01' end
  from demo_contract c, generate_series(1, c.elderly) i,
    lateral (select c.id = 101 and i = 20 as late, c.id = 101 or (c.id = 102 and i not between 25 and 43) or (c.id = 103 and i > 10) as filed,
      (c.id = 102 and i > 133) or (c.id = 103 and i <= 30) as stale) x
on conflict do nothing;
insert into beneficiary (contract_id, id, community_id, label, target_group, groups, registered_on, file_opened_on, file_updated_on)
  select c.id, c.id * 1000 + 500 + i, c.id * 100 + i, '青少年 ' || i, 'youth_in_difficulty', array['youth_in_difficulty'], date '2020-12-20',
    case when i <= c.youth_files then date '2021-03-01' end,
    case when i <= c.youth_fresh then date '2021-08-20' when i <= c.youth_files then date '2021-05-01' end
  from demo_contract c, generate_series(1, 20) i
  union all
  select c.id, c.id * 1000 + 700 + i, c.id * 100 + i, '老职工 ' || i, 'retired_worker_hardship', array['retired_worker_hardship'], date '2020-12-20',
    date '2021-01-15', date '2021-01-15'
  from demo_contract c, generate_series(1, 10) i
on conflict do nothing;

-- Contacts: every 30 days, or every 31 for those who are not in contact in time; retired workers every 90 or 91 days.
-- Home-care users are phoned once in each of the first quarters; one call of 101 falls on the day after the fourth.
insert into service_record (contract_id, id, served_on, verified, station_id, community_id, item_id, category, major_id, item_level, choice, mode,
    beneficiary_id, unit_key, target_group, topic, needs_followup, followed_up_on, evidence_count)
  select v.contract_id, v.contract_id * 1000000 + v.block * 10000 + v.person * 20 + v.k, v.day, true, cc.station_id, b.community_id,
    k.id, k.category, k.major_id, k.level, k.choice, v.mode, b.id, b.unit_key, b.target_group, v.topic, v.flagged, v.returned, 1
  from (
    select c.id as contract_id, 1 as block, i as person, k, date '2021-01-01' + case when i <= c.in_contact then 30 else 31 end * k as day,
      case when k % 2 = 1 then 'visit' else 'phone_check' end as mode, i as who, 1001 as item, null::text as topic, false as flagged, null::date as returned
    from demo_contract c, generate_series(1, 20) i, generate_series(1, 12) k
    where not (c.id = 101 and i = 20) and (i <= c.in_contact or k <= 11)
    union all
    select c.id, 2, i, q, date '2021-01-10' + 91 * q, 'phone_check', i, 1002, 'home_care_followup', false, null
    from demo_contract c, generate_series(21, 26) i, generate_series(0, c.followup_quarters - 1) q
    union all
    select 101, 2, 27, 4, date '2021-12-31', 'phone_check', 27, 1002, 'home_care_followup', false, null
    union all
    select c.id, 3, i, k, day, 'visit', 700 + i, 1041, null, k = 1 and i <= 8 and c.id < 103,
      case when k > 1 or c.id = 103 or i > 8 then null when c.id = 101 then day + case when i = 1 then 30 else 10 end
        when i <= 6 then day + 20 when i = 7 then day + 31 end
    from demo_contract c, generate_series(1, 10) i, generate_series(1, 4) k,
      lateral (select date '2021-01-01' + case when i <= c.retired_seen then 90 else 91 end * k as day) d
  ) v
    join beneficiary b on b.contract_id = v.contract_id and b.id = v.contract_id * 1000 + v.who
    join contract_community cc on cc.contract_id = b.contract_id and cc.community_id = b.community_id
    join catalogue_item k on k.id = v.item
on conflict do nothing;

-- Services without a named person. block 4 publicity, 5 checks of home care, 6 youth, 7 the four actions (a second event of the first
-- quarter adds nothing), 8 and 9 the items with targets (the second carries goals).
insert into service_record (contract_id, id, served_on, verified, station_id, community_id, item_id, category, major_id, item_level, choice, mode,
    participants, topic, goal, goal_attained, evidence_count)
  select v.contract_id, v.contract_id * 1000000 + v.block * 10000 + v.k, v.day, v.verified, v.station, v.community,
    k.id, k.category, k.major_id, k.level, k.choice, v.mode, 20, v.topic, v.goal, v.attained, 1
  from (
    select c.id as contract_id, 4 as block, k, date '2021-02-01' + k * 7 as day, true as verified, null::bigint as station,
      c.id * 100 + 1 + (k - 1) % 22 as community, 1002 as item, 'publicity' as mode, 'home_care' as topic, null::text as goal, null::boolean as attained
    from demo_contract c, generate_series(1, c.publicity) k
    union all
    select u.contract_id, 5, u.n * 10 + k, date '2021-01-20' + 91 * (k - 1), true, u.contract_id * 10 + u.n, null, 1002, 'supervision_session', 'home_care', null, null
    from demo_unit u, generate_series(1, u.checks) k
    union all
    select c.id, 6, t * 10 + k, date '2021-02-10' + t * 11 + k * 60, t <= c.youth_types, null, c.id * 100 + 1 + t % 22, 1010 + t, 'group', null, null, null
    from demo_contract c, generate_series(1, c.youth_types + (c.id = 102)::int) t, generate_series(1, 3) k
    union all
    select u.contract_id, 7, u.n * 100 + q * 10 + a, date '2021-01-15' + 91 * q + a, true, u.contract_id * 10 + u.n, null, 1030 + a, 'activity', null, null, null
    from demo_unit u, generate_series(0, u.quarters - 1) q, generate_series(1, 4) a
    union all
    select u.contract_id, 7, u.n * 100 + 50 + a, date '2021-02-15' + a, true, u.contract_id * 10 + u.n, null, 1030 + a, 'activity', null, null, null
    from demo_unit u, generate_series(1, 4) a where u.contract_id = 102 and u.n = 3
    union all
    select c.id, 8, k, date '2021-03-01' + 20 * k, true, null, null, 1051, 'training', null, null, null
    from demo_contract c, generate_series(1, c.delivered_1) k
    union all
    select c.id, 9, k, date '2021-03-05' + 12 * k, true, null, null, 1052, 'activity', null, '居民参与自我管理', k <= c.attained
    from demo_contract c, generate_series(1, c.delivered_2) k
  ) v join catalogue_item k on k.id = v.item
on conflict do nothing;

insert into service_plan (contract_id, id, item_id, target_quantity, from_on, to_on) values
  (101, 1, 1051, 10, '2021-01-01', '2021-12-31'), (101, 2, 1052, 16, '2021-01-01', '2021-12-31'),
  (102, 3, 1051, 10, '2021-01-01', '2021-12-31'), (102, 4, 1052, 40, '2021-01-01', '2021-12-31')
on conflict do nothing;

insert into site (contract_id, id, kind, name) select id, id, 'activity_centre', '小区居民活动中心' from demo_contract on conflict do nothing;
insert into site_usage (contract_id, site_id, on_date, hours_planned, hours_used)
  select c.id, c.id, date '2021-03-01' + 28 * k, 10, c.used from demo_contract c, generate_series(1, 10) k
on conflict do nothing;
insert into incubated_organisation (contract_id, id, community_id, name, kind, registered_on, qualified)
  select c.id, c.id * 100 + k, c.id * 100 + k, '社区自组织 ' || k,
    case when k > c.organisations then 'charity' else (array['self_help', 'mutual_help', 'volunteering', 'governance'])[1 + k % 4] end,
    date '2021-04-01' + 9 * k, k % 3 = 0
  from demo_contract c, generate_series(1, c.organisations + (c.id = 102)::int) k
on conflict do nothing;
insert into venture_round (contract_id, id, station_id, held_on, selected_on)
  select contract_id, contract_id * 10 + n, contract_id * 10 + n, '2021-05-10', case when venture_selected then date '2021-06-18' end
  from demo_unit where venture_held
on conflict do nothing;
insert into venture_project (contract_id, id, round_id, station_id, kind, applicant_kind, status, decided_on)
  select contract_id, (contract_id * 10 + n) * 10 + k, contract_id * 10 + n, contract_id * 10 + n,
    (array['elderly', 'youth', 'assistance', 'consultation', 'building'])[k], 'community_organisation', 'funded', '2021-06-18'
  from demo_unit, generate_series(1, 2) k where venture_selected
on conflict do nothing;
insert into brand_project (contract_id, id, line, name, approved_on, report_on)
  select c.id, c.id * 10 + k, 'social_assistance', '温馨救助、情暖瑶海 ' || k, '2021-04-20', case when k <= c.brands then date '2021-11-30' end
  from demo_contract c, generate_series(1, c.brands + (c.id = 102)::int) k
on conflict do nothing;

-- Answers: general ones by station, then the two instruments on home care.
insert into survey_response (contract_id, id, station_id, topic, wave, respondent_hash, answered_on, score)
  select contract_id, contract_id * 10000 + n * 1000 + i, contract_id * 10 + n, 'general', 1, md5('g' || contract_id || ':' || n || ':' || i),
    date '2021-11-01' + i % 20, case when i <= satisfied then 4 + i % 2 else 1 + i % 3 end
  from demo_unit, generate_series(1, answers) i
  union all
  select c.id, c.id * 10000 + 6000 + i, null, 'home_care_questionnaire', 1, md5('q' || c.id || ':' || i), date '2021-06-01' + i % 25, 1 + i % 5
  from demo_contract c, generate_series(1, c.questionnaires) i
  union all
  select c.id, c.id * 10000 + 8000 + i, null, 'home_care', 1, md5('h' || c.id || ':' || i), date '2021-10-11' + i % 10, 3 + i % 3
  from demo_contract c, generate_series(1, c.home_care_answers) i
on conflict do nothing;

-- Three sheets of 101 that do not count: sent again by the same respondent, filled in within 7 seconds, six times the same answer.
insert into survey_response (contract_id, id, station_id, topic, wave, respondent_hash, answered_on, score, answers, seconds) values
  (101, 1015001, 1011, 'general', 1, md5('g101:1:1'), '2021-10-30', 1, '{1,2,1,1,2,1}', 95),
  (101, 1015002, 1012, 'general', 1, md5('r101:2'), '2021-11-05', 5, '{5,5,4,5,5,5}', 7),
  (101, 1015003, 1013, 'general', 1, md5('r101:3'), '2021-11-06', 3, '{3,3,3,3,3,3}', 64)
on conflict do nothing;

insert into complaint (contract_id, id, topic, received_on, closed_on, upheld) values
  (101, 1, 'general', '2021-04-01', '2021-06-01', false),
  (102, 2, 'home_care', '2021-09-27', '2021-10-15', true),    -- on the tenth working day over the National Day holiday
  (102, 3, 'home_care', '2021-09-27', '2021-10-16', true),    -- the Saturday behind it
  (102, 4, 'home_care', '2021-06-01', '2021-06-03', false),
  (102, 5, 'home_care', '2021-07-05', '2021-07-09', false),
  (103, 6, 'home_care', '2021-05-06', '2021-05-10', true),
  (103, 7, 'home_care', '2021-11-01', null, null),
  (103, 8, 'home_care', '2021-12-25', null, null)
on conflict do nothing;
insert into checklist_check (contract_id, id, list_code, item_code, met, checked_on, evidence)
  select c.id, c.id * 10 + x.n, 'home_care_privacy', x.item, not (c.id = 102 and x.n = 4), '2021-09-15', '信息管理检查记录'
  from demo_contract c, (values (1, 'access_control'), (2, 'consent_note'), (3, 'backup'), (4, 'no_public_ids')) x (n, item) where c.id < 103
on conflict do nothing;
insert into checklist_check (contract_id, id, list_code, item_code, station_id, met, checked_on, evidence)
  select u.contract_id, u.contract_id * 1000 + u.n * 10 + x.n, 'premises', x.item, u.contract_id * 10 + u.n,
    not (u.contract_id > 101 and u.n = 1 and x.n = 1), date '2021-01-20', '场地交接单'
  from demo_unit u, (values (1, 'office'), (2, 'service_space'), (3, 'equipment')) x (n, item)
  union all
  select c.id, c.id * 1000 + 900 + x.n, x.list, x.item, null, true, date '2020-12-20', '采购文件'
  from demo_contract c, (values (1, 'eligibility', 'qualification'), (2, 'eligibility', 'scope'), (3, 'unit_duties', 'department_named')) x (n, list, item)
on conflict do nothing;
insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, evidence) values
  (101, 1, 'youth.method', 1021, 5, 5, '2021-12-06', '评估表与方案十二份'), (101, 2, 'youth.method', 1022, 4, 5, '2021-12-07', '评估表与方案十二份'),
  (101, 3, 'assistance.network', 1021, 4, 5, '2021-12-06', '伙伴名单与联席记录'), (101, 4, 'effect.outcomes', 1021, 5, 5, '2021-12-06', '前后测对比'),
  (101, 5, 'effect.brands', 1021, 4, 5, '2021-12-06', '品牌手册'), (101, 6, 'management.finance', 1021, 4, 5, '2021-12-06', '审计报告'),
  (102, 7, 'youth.method', 1021, 3, 5, '2021-12-08', '评估表六份'), (102, 8, 'assistance.network', 1021, 3, 5, '2021-12-08', '伙伴名单'),
  (102, 9, 'effect.outcomes', 1021, 3, 5, '2021-12-08', '部分个案前后测'), (102, 10, 'effect.brands', 1021, 3, 5, '2021-12-08', '项目说明'),
  (102, 11, 'management.finance', 1021, 5, 5, '2021-12-08', '审计报告'),
  (101, 16, 'innovation', 1021, 5, 5, '2021-12-06', '“红色物业”议事项目评估'), (102, 17, 'innovation', 1021, 3, 5, '2021-12-08', '试点记录'),
  (103, 12, 'youth.method', 1021, 5, 5, '2021-12-09', null), (103, 13, 'assistance.network', 1021, 1, 5, '2021-12-09', '走访记录'),
  (103, 14, 'effect.outcomes', 1021, 1, 5, '2021-12-09', '活动照片'), (103, 15, 'management.finance', 1021, 2, 5, '2021-12-09', '账簿')
on conflict do nothing;

-- Ten working days after the quarter: 2021-04-15, 07-14, 10-20 and 2022-01-17.
insert into report (contract_id, id, kind, recipient, period_end, due_on, submitted_on)
  select c.id, c.id * 10 + q, 'quarterly', 'district', (array[date '2021-03-31', '2021-06-30', '2021-09-30', '2021-12-31'])[q],
    (array[date '2021-04-15', '2021-07-14', '2021-10-20', '2022-01-17'])[q],
    case c.id when 101 then (array[date '2021-04-15', '2021-07-10', '2021-10-20', null])[q]
      when 102 then (array[date '2021-04-12', '2021-07-14', '2021-10-21', null])[q] end
  from demo_contract c, generate_series(1, 4) q
on conflict do nothing;
insert into inspection (contract_id, id, level, kind, on_date, cooperated)
  select c.id, c.id * 10 + q, 'district', 'service', date '2021-03-20' + 91 * (q - 1), not (c.id = 103 and q = 3) from demo_contract c, generate_series(1, 3) q
on conflict do nothing;
insert into finding (contract_id, id, kind, severity, description, found_on, due_on, closed_on, confirmed_on) values
  (102, 1, 'records', 'minor', '服务记录缺签名', '2021-05-10', null, '2021-05-25', null),
  (102, 2, 'premises', 'minor', '站点制度未上墙', '2021-08-02', null, '2021-08-22', null),
  (103, 3, 'staffing', 'major', '人员配备不足', '2021-03-01', null, null, null),
  (103, 4, 'records', 'major', '档案缺失', '2021-06-01', null, null, null),
  (103, 5, 'records', 'minor', '报告未交', '2021-12-20', null, null, null),
  (103, 6, 'violation', 'serious', '虚报服务记录', '2021-11-01', null, null, '2021-12-01')
on conflict do nothing;
insert into evaluation (contract_id, id, phase, evaluator_id, appointed_on, completed_on, score, result) values
  (101, 1, 'mid_term', 1021, '2021-06-15', '2021-07-20', null, null), (102, 2, 'mid_term', 1021, '2021-06-15', '2021-07-22', null, null)
on conflict do nothing;
insert into fund (contract_id, id, fiscal_year, source, level, planned, arrived, arrived_on)
  select id, id, 2021, 'bureau_budget', 'district', 1800000.00, 1800000.00, '2021-02-20' from demo_contract
on conflict do nothing;

-- Conditions of the other parties. Not met: notice (103), scope annexed (102), part in checks (102), support papers (103), advice (102);
-- of 103 neither unit nor evaluator nor rules were checked. Marks of the bureau 3, 4, 1 and of the units 4, 2, none. Coaching by the
-- academy: 16 of 16, 19 of 20, none. Trained by it: 16 of 16, 16 of 17, none of 12.
insert into checklist_check (contract_id, id, list_code, item_code, met, checked_on, evidence)
  select c.id, c.id * 1000 + 950 + x.n, x.list, x.item,
    not (c.id = 103 and x.n in (2, 9) or c.id = 102 and x.n in (6, 8, 12)), date '2021-03-10', '采购与管理文件'
  from demo_contract c, (values (1, 'tender', 'method_allowed'), (2, 'tender', 'notice'), (3, 'tender', 'award'), (4, 'tender', 'contract_signed'),
    (5, 'agreement', 'signed'), (6, 'agreement', 'scope_annexed'), (7, 'unit_duties', 'work_plan'), (8, 'unit_duties', 'takes_part_in_checks'),
    (9, 'academy', 'support_papers'), (10, 'evaluation_report', 'results'), (11, 'evaluation_report', 'problems'),
    (12, 'evaluation_report', 'recommendations'), (13, 'supervision', 'rules_issued')) x (n, list, item)
  where c.id < 103 or x.n < 7 or x.n = 9
on conflict do nothing;
insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, evidence) values
  (101, 21, 'bureau.performance', 1021, 3, 5, '2021-12-10', '绩效报告'), (101, 22, 'unit.standards', 1021, 4, 5, '2021-12-10', '流程与表单'),
  (102, 23, 'bureau.performance', 1021, 4, 5, '2021-12-10', '绩效报告'), (102, 24, 'unit.standards', 1021, 2, 5, '2021-12-10', '流程'),
  (103, 25, 'bureau.performance', 1021, 1, 5, '2021-12-10', '台账')
on conflict do nothing;
insert into service_record (contract_id, id, served_on, verified, station_id, mode, topic, evidence_count)
  select u.contract_id, u.contract_id * 1000000 + 100000 + u.n * 10 + q, date '2021-02-25' + 91 * (q - 1), true, u.contract_id * 10 + u.n,
    'supervision_session', 'academy', 1
  from demo_unit u, generate_series(1, 4) q where u.contract_id < 103 and not (u.contract_id = 102 and u.n = 5 and q = 4)
on conflict do nothing;
insert into training (contract_id, id, course, audience, held_on, hours, organiser, attendees)
  select id, 1, '站点人员系统培训', 'staff', date '2021-06-10', 16, '瑶海区基层治理学院', 16 from demo_contract where id < 103
on conflict do nothing;
insert into training_attendance (contract_id, training_id, staff_id, held_on)
  select w.contract_id, 1, w.id, date '2021-06-10' from demo_worker w
  where w.contract_id = 101 or w.contract_id = 102 and w.end_on is null and not (w.n = 5 and w.w = 3)
on conflict do nothing;

-- For information. Surveys of needs: persons 1 to 26, of 103 1 to 10; a person outside the groups was seen once in 102. Links 16, 19, 0;
-- means of incubation 3, 2, 0; leaders of the sites at work 3, 1, 0; teams of the buildings 2, 1, 0 times; a brand for youth in 101, one
-- without a report in 102; a check of 103 without papers. Marks: brand 4, 3; mutual 5, 3; leaders 4, 3; buildings 5, 2; posts 4, 3, 1.
insert into catalogue_item (id, programme_id, code, title, category, level, choice)
  select 1060 + n, 101, 'IM-' || n, (array['走访骨干', '主题培训', '团队建设', '参观交流', '评优表彰'])[n], 'incubation_means', 'major', 'free'
  from generate_series(1, 5) n
on conflict do nothing;
insert into beneficiary (contract_id, id, community_id, label, target_group, registered_on) values (102, 102800, 10201, '路过居民', 'none', '2021-01-10')
on conflict do nothing;
insert into service_record (contract_id, id, served_on, verified, community_id, mode, beneficiary_id, unit_key, target_group, evidence_count)
  select b.contract_id, b.contract_id * 1000000 + 110000 + b.id % 1000, date '2021-05-15', true, b.community_id,
    case when b.target_group = 'none' then 'visit' else 'survey' end, b.id, b.unit_key, b.target_group, 1
  from beneficiary b
  where b.contract_id between 101 and 103 and (b.id % 1000 <= case b.contract_id when 103 then 10 else 26 end or b.id = 102800)
on conflict do nothing;
insert into service_record (contract_id, id, served_on, verified, item_id, category, major_id, item_level, choice, mode, topic, evidence_count)
  select v.contract_id, v.contract_id * 1000000 + 120000 + v.k, date '2021-06-01' + 20 * v.k, true, i.id, i.category, i.major_id, i.level, i.choice,
    v.mode, v.topic, 1
  from (select c.id as contract_id, k, 1060 + k as item, 'group' as mode, null::text as topic from demo_contract c, generate_series(1, 104 - c.id::int) k where c.id < 103
    union all select c.id, 5 + k, null, 'activity', 'building_team' from demo_contract c, generate_series(1, 103 - c.id::int) k) v
    left join catalogue_item i on i.id = v.item
on conflict do nothing;
insert into resource_link (contract_id, id, line, kind, donor, value, linked_on)
  select c.id, k, 'site', 'goods', '辖区单位（示例）', 500.00, date '2021-02-01' + 15 * k from demo_contract c, generate_series(1, case c.id when 101 then 16 when 102 then 19 else 0 end) k
on conflict do nothing;
insert into volunteer (contract_id, id, role, registered_on)
  select c.id, k, 'site_leader', '2021-02-01' from demo_contract c, generate_series(1, case c.id when 101 then 3 when 102 then 1 else 0 end) k
on conflict do nothing;
insert into volunteer_service (contract_id, id, volunteer_id, role, served_on, hours)
  select v.contract_id, v.id, v.id, 'site_leader', '2021-04-10', 3 from volunteer v where v.contract_id between 101 and 103
on conflict do nothing;
insert into brand_project (contract_id, id, line, name, approved_on, report_on) values
  (101, 1091, 'youth', '瑶海小当家', '2021-05-01', '2021-11-20'), (102, 1092, 'youth', '童行瑶海', '2021-05-01', null)
on conflict do nothing;
insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, evidence)
  select x.contract_id, 30 + row_number() over (order by x.indicator, x.contract_id), x.indicator, 1021, x.score, 5, '2021-12-11', '评估记录'
  from (values (101, 'youth.brand', 4), (102, 'youth.brand', 3), (101, 'retired.mutual', 5), (102, 'retired.mutual', 3), (101, 'sites.leaders', 4),
    (102, 'sites.leaders', 3), (101, 'incubation.buildings', 5), (102, 'incubation.buildings', 2), (101, 'staff.post_project', 4),
    (102, 'staff.post_project', 3), (103, 'staff.post_project', 1)) x (contract_id, indicator, score)
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

analyze contract, station, contract_community, community, service_record, beneficiary, assignment, survey_response;
