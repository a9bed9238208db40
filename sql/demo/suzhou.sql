-- Demonstration: the nine contracts of the Suzhou pilot, July 2017 to June 2018.
--
-- Real: districts, streets, towns, amounts, due dates. Invented: agencies, people, communities, everything that happened.
-- Deterministic, and safe to run twice: rows that are there already stay as they are.
--
-- Intended facts on 2018-06-30 (verified records of the contract year). "Set up" is the latest of formed, trained, entered.
--
--   id unit          set up     communities pilots persons units cases reached  trained/entered  heads
--    1 苏锦街道      2017-06-30      6        5      63     61    31   6 of 6        8/8          8
--    2 虎丘街道      2017-07-10      5        4      63     61    30   5 of 5        8/8          8
--    3 白洋湾街道    2017-07-15      5        4      60     60    30   4 of 5        8/8          8
--    4 胜浦街道      2017-07-16      6        5      48     48    30   6 of 6        7/8          8
--    5 湖西社工委    2017-07-30      5        4      45     45    18   5 of 5        8/8          7 (one left)
--    6 湖东社工委    2017-07-31      5        4      62     62    20   5 of 5        6/8          8
--    7 浒墅关镇      2017-06-25      6        5      80     80    45   5 of 5 (one exempt)  8/8   8
--    8 浒墅关开发区  not entered     4        4      20     20     5   2 of 4        0/0          8
--    9 东渚镇        never           5        4       0      0     0   0 of 5        0/0          0 (no due date in the contract)
--
--   id eligible/named services   items at street level   items at community level   changes     parties  classes
--                                basic / all             empower / empower+gov      in order/all
--    1  84 / 84                  3 / 5                   20 / 30                    1 / 1       3        3
--    2  84 / 84                  3 / 4                   16 / 24                    1 / 2       3        3
--    3  80 / 80                  2 / 3                   16 / 20                    none        2        3
--    4  64 / 64                  2 / 4 (exactly half)    15 / 25                    0 / 1       3        3
--    5  60 / 60                  3 / 5                   16 / 24                    0 / 1       3        3
--    6  81 / 82                  1 / 3                   8 / 20                     0 / 1       1        3
--    7  104 / 106                4 / 6                   15 / 30 (exactly half)     2 / 2       3        3
--    8  26 / 26                  2 / 2                   16 / 24                    none        3        3
--    9  0 / 0                    none                    none                       none        0        0
--
--   id marks on plans (out of 5)           pilots with a plan   communities with empower / governance / both / either
--    1 5 and 4, two evaluators: 4.5         5 of 5                5 / 5 / 5 / 5
--    2 4                                    4 of 4                4 / 4 / 4 / 4
--    3 none                                 4 of 4                4 / 4 / 4 / 4
--    4 3                                    4 of 5                4 / 5 / 4 / 5
--    5 5 of 10: 2.5                         3 of 4                3 / 4 / 3 / 4
--    6 2 in January, 4 in June: 4           0 of 4                4 / 4 / 4 / 4
--    7 5 without evidence: 0                5 of 5                5 / 5 / 5 / 5
--    8 1                                    0 of 4                2 / 2 / 2 / 2
--    9 none                                 0 of 4                0 / 0 / 0 / 0
--
-- Per pilot community: see demo_pilot below (needs file, entries of the resource library, chosen major items, large
-- activities, activities called large with 49 participants, small, small not verified, chosen governance items, plan).
-- Conditions of others and eligibility stand before the end, with what is meant.
-- Tenders due 2017-05-31: completed 05-26 for the first unit, 06-02 (two days late) for the second, 05-31 for the others.

begin;

do $$
begin
  if exists (select from contract where id between 1 and 9 and contract_no not like 'SZ-2017-%') then
    raise exception 'contracts 1 to 9 exist and are not the demonstration''s' using hint = 'Load the demonstration into an empty database.';
  end if;
end $$;

insert into region (code, level, kind, name, parent_code) values
  ('32', 'province', 'division', '江苏省', null),
  ('3205', 'city', 'division', '苏州市', '32'),
  ('320508', 'district', 'division', '姑苏区', '3205'),
  ('320571', 'district', 'zone', '苏州工业园区', '3205'),
  ('320505', 'district', 'division', '苏州高新区', '3205'),
  ('320508901', 'street', 'street', '苏锦街道', '320508'),
  ('320508902', 'street', 'street', '虎丘街道', '320508'),
  ('320508903', 'street', 'street', '白洋湾街道', '320508'),
  ('320571901', 'street', 'street', '胜浦街道', '320571'),
  ('320571902', 'street', 'committee', '湖西社工委', '320571'),
  ('320571903', 'street', 'committee', '湖东社工委', '320571'),
  ('320505901', 'street', 'town', '浒墅关镇', '320505'),
  ('320505902', 'street', 'zone', '浒墅关开发区', '320505'),
  ('320505903', 'street', 'town', '东渚镇', '320505')
on conflict do nothing;

insert into programme (id, code, title, region_code, valid_from, valid_to, budget_total, basis_documents) values
  (1, 'suzhou-2017', '苏州市社区服务社会化扩大试点', '3205', '2017-07-01', '2018-06-30', 9500000.00,
   array['关于全面推进社区服务社会化试点方案', '苏州市民政事业“十三五”发展规划'])
on conflict do nothing;
insert into programme_budget_line (programme_id, kind, amount) values
  (1, 'evaluation_and_publicity', 500000.00)
on conflict do nothing;

insert into organisation (id, name, kind, registered_level, registered_on, first_evaluation_on, region_code) values
  (1, '苏州市民政局', 'bureau', null, null, null, '3205'),
  (2, '姑苏区民政部门', 'bureau', null, null, null, '320508'),
  (3, '苏州工业园区民政部门', 'bureau', null, null, null, '320571'),
  (4, '苏州高新区民政部门', 'bureau', null, null, null, '320505'),
  (11, '青禾社工服务社（示例）', 'social_work_agency', 'city', '2011-03-18', null, '320508'),
  (12, '同舟社工服务中心（示例）', 'social_work_agency', 'county', '2012-06-15', null, '320571'),
  (13, '知邻社工事务所（示例）', 'social_work_agency', 'city', '2013-09-02', null, '320505'),
  (14, '暖巷社工服务社（示例）', 'social_work_agency', 'county', '2014-05-20', null, '320508'),
  (15, '启明社工服务中心（示例）', 'social_work_agency', 'province', '2010-11-08', null, '320571'),
  (21, '衡正社会项目评估中心（示例）', 'evaluator', 'city', '2012-02-14', '2013-04-01', '3205'),
  (22, '明鉴评估事务所（示例）', 'evaluator', 'city', '2012-07-30', '2014-03-01', '3205'),
  (31, '苏锦街道办事处', 'street', null, null, null, '320508901'),
  (32, '虎丘街道办事处', 'street', null, null, null, '320508902'),
  (33, '白洋湾街道办事处', 'street', null, null, null, '320508903'),
  (34, '胜浦街道办事处', 'street', null, null, null, '320571901'),
  (35, '湖西社工委', 'street', null, null, null, '320571902'),
  (36, '湖东社工委', 'street', null, null, null, '320571903'),
  (37, '浒墅关镇人民政府', 'street', null, null, null, '320505901'),
  (38, '浒墅关开发区管委会', 'street', null, null, null, '320505902'),
  (39, '东渚镇人民政府', 'street', null, null, null, '320505903')
on conflict do nothing;

-- One row a contract: what is to happen in it.
create temporary table demo_contract (
  id bigint primary key, unit text, region text, purchaser bigint, street bigint, provider bigint, tendered date, due date,
  formed date, trained date, entered date, communities int, pilots int, persons int, couples int, cases int, reached int,
  serving date, outsiders int, late_trained int, untrained int,
  street_basic int, street_empower int, street_governance int, community_empower int, community_governance int
) on commit drop;
insert into demo_contract values
  (1, '苏锦街道',     '320508901', 2, 31, 11, '2017-05-26', '2017-06-30', '2017-06-20', '2017-06-28', '2017-06-30', 6, 5, 63, 2, 31, 6, '2017-07-03', 0, 0, 0, 3, 1, 1, 4, 2),
  (2, '虎丘街道',     '320508902', 2, 32, 11, '2017-06-02', '2017-06-30', '2017-06-30', '2017-07-07', '2017-07-10', 5, 4, 63, 2, 30, 5, '2017-07-12', 0, 0, 0, 3, 1, 0, 4, 2),
  (3, '白洋湾街道',   '320508903', 2, 33, 14, '2017-05-31', '2017-06-30', '2017-06-30', '2017-07-12', '2017-07-15', 5, 4, 60, 0, 30, 4, '2017-07-17', 0, 0, 0, 2, 1, 0, 4, 1),
  (4, '胜浦街道',     '320571901', 3, 34, 12, '2017-05-31', '2017-06-30', '2017-07-10', '2017-07-14', '2017-07-16', 6, 5, 48, 0, 30, 6, '2017-07-18', 0, 1, 0, 2, 1, 1, 3, 2),
  (5, '湖西社工委',   '320571902', 3, 35, 12, '2017-05-31', '2017-06-30', '2017-07-20', '2017-07-28', '2017-07-30', 5, 4, 45, 0, 18, 5, '2017-08-01', 0, 0, 0, 3, 1, 1, 4, 2),
  (6, '湖东社工委',   '320571903', 3, 36, 15, '2017-05-31', '2017-06-30', '2017-07-31', '2017-07-20', '2017-07-25', 5, 4, 62, 0, 20, 5, '2017-08-01', 1, 0, 2, 1, 1, 1, 2, 3),
  (7, '浒墅关镇',     '320505901', 4, 37, 13, '2017-05-31', '2017-06-30', '2017-06-10', '2017-06-20', '2017-06-25', 6, 5, 80, 0, 45, 5, '2017-07-01', 2, 0, 0, 4, 1, 1, 3, 3),
  (8, '浒墅关开发区', '320505902', 4, 38, 13, '2017-05-31', '2017-06-30', '2017-06-20', '2017-07-05', null,         4, 4, 20, 0,  5, 2, '2017-09-01', 0, 0, 0, 2, 0, 0, 4, 2),
  (9, '东渚镇',       '320505903', 4, 39, 14, '2017-05-31', null,         null,         null,         null,         5, 4,  0, 0,  0, 0, '2017-09-01', 0, 0, 0, 0, 0, 0, 0, 0);

-- One row a pilot community where something happened.
create temporary table demo_pilot (
  contract_id bigint, n int, needs boolean, entries int, majors int, large int, large_49 int, small int, unverified int, items int, plan boolean
) on commit drop;
insert into demo_pilot values
  (1, 1, true, 12, 2, 2, 0, 6, 0, 1, true), (1, 2, true, 12, 3, 2, 0, 6, 0, 1, true), (1, 3, true, 12, 2, 3, 0, 6, 0, 2, true),
  (1, 4, true, 12, 2, 2, 0, 6, 0, 1, true), (1, 5, true, 12, 2, 2, 0, 8, 0, 1, true),
  (2, 1, true, 10, 2, 2, 0, 6, 0, 1, true), (2, 2, true, 10, 2, 1, 0, 6, 0, 1, true), (2, 3, true, 10, 2, 2, 0, 5, 1, 1, true),
  (2, 4, true, 10, 2, 2, 0, 6, 0, 1, true),
  (3, 1, true, 5, 2, 2, 0, 6, 0, 1, true), (3, 2, true, 5, 2, 1, 1, 6, 0, 1, true), (3, 3, true, 5, 2, 2, 0, 6, 0, 0, true),
  (3, 4, true, 5, 1, 2, 0, 6, 0, 1, true),
  (4, 1, true, 8, 2, 2, 0, 6, 0, 1, true), (4, 2, true, 8, 1, 2, 0, 6, 0, 1, true), (4, 3, true, null, 2, 2, 0, 4, 0, 1, true),
  (4, 4, true, 8, 1, 2, 0, 6, 0, 1, true), (4, 5, false, 8, 0, 0, 0, 3, 0, 0, false),
  (5, 1, true, 6, 2, 2, 0, 6, 0, 1, true), (5, 2, true, 0, 2, 2, 0, 6, 0, 1, true), (5, 3, true, 6, 1, 1, 0, 3, 0, 1, true),
  (5, 4, false, null, 0, 0, 0, 2, 0, 1, false),
  (6, 1, true, 9, 2, 3, 0, 5, 0, 1, false), (6, 2, true, 9, 2, 3, 0, 5, 0, 1, false), (6, 3, true, 9, 2, 2, 0, 6, 0, 1, false),
  (6, 4, true, 9, 2, 2, 0, 6, 2, 1, false),
  (7, 1, true, 15, 2, 2, 0, 6, 0, 1, true), (7, 2, true, 15, 2, 2, 0, 6, 0, 1, true), (7, 3, true, 15, 2, 2, 0, 6, 0, 1, true),
  (7, 4, true, 15, 2, 2, 0, 6, 0, 1, true), (7, 5, true, 15, 2, 2, 0, 6, 0, 1, true),
  (8, 1, true, null, 1, 0, 0, 2, 0, 0, false), (8, 2, false, null, 1, 0, 0, 1, 0, 0, false);

insert into lot (id, programme_id, code, title, budget, tender_due_on, tender_completed_on)
  select id, 1, 'SZ-' || lpad(id::text, 2, '0'), unit, 1000000.00, '2017-05-31', tendered from demo_contract
on conflict do nothing;
insert into lot_region (lot_id, region_code) select id, region from demo_contract on conflict do nothing;

insert into contract (id, contract_no, programme_id, lot_id, region_code, provider_id, purchaser_id, title, method, bid_on, signed_on,
    start_on, end_on, amount, required_heads, team_due_on)
  select id, 'SZ-2017-' || lpad(id::text, 2, '0'), 1, id, region, provider, purchaser, unit || '社区服务社会化试点项目', '公开招标',
    tendered - 10, tendered + 6, '2017-07-01', '2018-06-30', 1000000.00, 8, due
  from demo_contract
on conflict do nothing;
insert into contract_party (contract_id, role, organisation_id)
  select id, role, organisation from demo_contract, lateral (values ('commissioner', 1::bigint), ('purchaser', purchaser), ('purchaser', street),
    ('beneficiary', street), ('provider', provider), ('evaluator', 21)) p (role, organisation)
  where not (id = 9 and role = 'evaluator')
on conflict do nothing;

insert into station (contract_id, id, name, region_code, opened_on, required_heads)
  select id, id, unit || '社区服务站', region, entered, 8 from demo_contract
on conflict do nothing;

insert into community (id, region_code, name)
  select c.id * 100 + n, c.region, (array['云溪', '桂苑', '柳岸', '竹里', '梅坞', '枫桥里', '荷塘', '松风', '兰汀'])[1 + (c.id::int * 5 + n * 2) % 9]
    || (array['新村', '一', '二', '三', '花园', '家园'])[n] || '社区'
  from demo_contract c, generate_series(1, c.communities) n
on conflict do nothing;
insert into contract_community (contract_id, community_id, station_id, is_pilot, entered_on, households, exempt_from, exempt_on)
  select c.id, c.id * 100 + n, c.id, n <= c.pilots, case when n <= c.pilots then c.entered end, 900 + 37 * n,
    case when c.id = 7 and n = 6 then array['三(三)'] else '{}'::text[] end, case when c.id = 7 and n = 6 then date '2017-08-15' end
  from demo_contract c, generate_series(1, c.communities) n
on conflict do nothing;

-- The team: 8 people a contract, a project manager and 7 social workers.
insert into staff (id, name, birth_on, education, sw_degree, sw_certificate)
  select c.id * 100 + n, (array['陆', '顾', '沈', '吴', '朱', '钱', '徐', '蒋'])[n]
    || (array['一舟', '晓禾', '清妍', '予安', '知远', '若溪', '景行', '思齐', '明岚'])[1 + (c.id::int + n * 4) % 9],
    date '1980-01-15' + (c.id::int * 97 + n * 431), 3 + n % 2, n % 3 = 0, case when n % 2 = 1 then 'social_worker' end
  from demo_contract c, generate_series(1, 8) n where c.formed is not null
on conflict do nothing;
insert into organisation_staff (organisation_id, staff_id, start_on)
  select c.provider, s.id, case when s.id = 608 then date '2017-06-01' else date '2017-01-01' end from demo_contract c join staff s on s.id between c.id * 100 + 1 and c.id * 100 + 8
on conflict do nothing;
insert into assignment (contract_id, id, staff_id, station_id, role, workplace, employer_id, start_on, end_on, trained_on, training_course,
    entered_on, labour_contract_from, project_lead)
  select c.id, c.id * 100 + n, c.id * 100 + n, c.id, case when n = 1 then 'project_manager' else 'social_worker' end, 'station', c.provider,
    c.formed, case when c.id = 5 and n = 8 then date '2018-03-31' end,
    case when n > 8 - c.untrained then null when n > 8 - c.late_trained then c.entered + 9 else c.trained end,
    '统一岗前培训', c.entered, '2017-06-01', n = 1
  from demo_contract c, generate_series(1, 8) n where c.formed is not null
on conflict do nothing;
insert into deployment_event (contract_id, kind, happened_on, confirmed_by)
  select c.id, e.kind, e.day, 21 from demo_contract c,
    lateral (values ('team_formed', c.formed), ('team_trained', c.trained), ('entered', c.entered)) e (kind, day)
  where e.day is not null
on conflict do nothing;

-- The catalogue: what the text names; the full list stands in an annex that is missing.
insert into catalogue_item (id, programme_id, code, title, category, level, parent_id, choice) values
  (101, 1, 'B1', '老年人关怀服务', 'basic', 'major', null, 'free'),
  (102, 1, 'B2', '特困人员帮扶服务', 'basic', 'major', null, 'free'),
  (103, 1, 'B3', '困境未成年人关爱服务', 'basic', 'major', null, 'free'),
  (104, 1, 'B4', '残疾人支持服务', 'basic', 'major', null, 'free'),
  (201, 1, 'E1', '居民需求调研', 'empower', 'major', null, 'beside'),
  (202, 1, 'E2', '社区资源调查', 'empower', 'major', null, 'beside'),
  (203, 1, 'E3', '居民参与和社区互动', 'empower', 'major', null, 'free'),
  (204, 1, 'E4', '社区志愿者招募培训', 'empower', 'major', null, 'free'),
  (205, 1, 'E5', '社区社会组织培育', 'empower', 'major', null, 'free'),
  (206, 1, 'E6', '社区工作者增能', 'empower', 'major', null, 'free'),
  (300, 1, 'G0', '社区活动', 'governance', 'major', null, 'beside'),
  (301, 1, 'G1', '方案支持', 'governance', 'major', null, 'free'),
  (302, 1, 'G2', '资源引入', 'governance', 'major', null, 'free'),
  (303, 1, 'G3', '多方共治', 'governance', 'major', null, 'free')
on conflict do nothing;
insert into catalogue_item (id, programme_id, code, title, category, level, parent_id, choice) values
  (211, 1, 'E1-1', '建立居民家庭需求档案', 'empower', 'minor', 201, 'mandatory'),
  (221, 1, 'E1-2', '专题需求访谈', 'empower', 'minor', 201, 'beside'),
  (212, 1, 'E2-1', '社区资源调查盘点并建立资源库', 'empower', 'minor', 202, 'mandatory'),
  (213, 1, 'E3-1', '居民议事会', 'empower', 'minor', 203, 'free'),
  (214, 1, 'E4-1', '志愿者培训', 'empower', 'minor', 204, 'free'),
  (215, 1, 'E5-1', '社区社会组织孵化', 'empower', 'minor', 205, 'free'),
  (216, 1, 'E6-1', '社区工作者能力培训', 'empower', 'minor', 206, 'free'),
  (310, 1, 'G0-1', '开展各类社区活动', 'governance', 'minor', 300, 'mandatory'),
  (311, 1, 'G1-1', '焦点问题方案支持', 'governance', 'minor', 301, 'free'),
  (312, 1, 'G2-1', '外部资源引入', 'governance', 'minor', 302, 'free'),
  (313, 1, 'G3-1', '多方协商会', 'governance', 'minor', 303, 'free')
on conflict do nothing;

insert into item_selection (contract_id, id, level, community_id, item_id, category, major_id, item_level, choice, selected_on)
  select c.id, c.id * 1000 + row_number() over (partition by c.id order by p.level desc, p.community_id, i.id), p.level, p.community_id,
    i.id, i.category, i.major_id, i.level, i.choice, '2017-07-01'
  from demo_contract c,
    lateral (select 'street' as level, null::bigint as community_id,
               (array[101, 102, 103, 104])[1:c.street_basic] || (array[203])[1:c.street_empower] || (array[313])[1:c.street_governance] as items
             union all
             select 'community', c.id * 100 + n,
               (array[211, 212, 213, 214])[1:c.community_empower] || (array[310, 311, 312])[1:c.community_governance]
             from generate_series(1, c.pilots) n) p
    join catalogue_item i on i.id = any (p.items)
on conflict do nothing;

-- Persons served; the first persons of contracts 1 and 2 are two couples, each one household.
insert into household (contract_id, id, community_id, label)
  select c.id, c.id * 1000 + h, c.id * 100 + 1, '家庭 ' || h from demo_contract c, generate_series(1, c.couples) h
on conflict do nothing;
insert into beneficiary (contract_id, id, household_id, community_id, label, target_group, groups, registered_on, file_opened_on)
  select c.id, c.id * 1000 + i, case when i <= 2 * c.couples then c.id * 1000 + (i + 1) / 2 end,
    c.id * 100 + case when i <= 2 * c.couples then 1 else 1 + i % c.reached end, '对象 ' || i, g.code,
    case when g.code = 'none' then '{}'::text[] else array[g.code] end, c.serving, c.serving
  from demo_contract c, generate_series(1, c.persons) i,
    lateral (select case when i > c.persons - c.outsiders then 'none' else
      (array['elderly', 'extreme_hardship', 'minor_in_difficulty', 'disabled', 'annex_group_5', 'annex_group_6', 'annex_group_7',
        'annex_group_8', 'annex_group_9'])[1 + i % 9] end as code) g
on conflict do nothing;

-- Basic class: each person once, every third person twice. Casework goes to the first units; of a couple, to one of them.
insert into service_record (contract_id, id, served_on, verified, station_id, community_id, item_id, category, major_id, item_level, choice, mode,
    beneficiary_id, unit_key, target_group, evidence_count)
  select c.id, c.id * 100000 + v.visit * 1000 + i, c.serving + (i * 5 + v.visit * 11) % 300, true, c.id, b.community_id,
    k.id, k.category, k.major_id, k.level, k.choice,
    case when v.visit = 1 and u.unit <= c.cases and not (i <= 2 * c.couples and i % 2 = 0)
         then case when u.unit % 2 = 1 then 'case' else 'case_management' end else 'visit' end,
    b.id, b.unit_key, b.target_group, 1
  from demo_contract c, generate_series(1, c.persons) i, generate_series(1, 2) v (visit),
    lateral (select case when i <= 2 * c.couples then (i + 1) / 2 else i - c.couples end as unit) u
    join beneficiary b on true join catalogue_item k on true
  where b.contract_id = c.id and b.id = c.id * 1000 + i and k.id = 101 + i % 4 and (v.visit = 1 or i % 3 = 0)
on conflict do nothing;

-- Work in the pilot communities. kind 1 needs file, 2 chosen major items, 3 chosen governance items, 4 large, 5 called large
-- with 49 participants, 6 small, 7 small but not verified.
insert into service_record (contract_id, id, served_on, verified, station_id, community_id, item_id, category, major_id, item_level, choice, mode,
    activity_size, participants, evidence_count)
  select c.id, c.id * 100000 + 10000 + p.n * 1000 + e.kind * 100 + e.k, c.serving + (p.n * 13 + e.kind * 29 + e.k * 31) % 290,
    e.kind <> 7, c.id, c.id * 100 + p.n, k.id, k.category, k.major_id, k.level, k.choice,
    case when e.kind = 1 then 'survey' when e.kind = 2 then 'group' when e.kind = 3 then 'meeting' else 'activity' end,
    case when e.kind in (4, 5) then 'large' when e.kind in (6, 7) then 'small' end,
    case e.kind when 4 then 50 + 10 * (e.k - 1) when 5 then 49 when 6 then 12 + e.k when 7 then 15 else 20 end, 1
  from demo_contract c join demo_pilot p on p.contract_id = c.id,
    lateral (select 1 as kind, 1 as k, 211 as item where p.needs
             union all select 2, k, 212 + k from generate_series(1, p.majors) k
             union all select 3, k, 310 + k from generate_series(1, p.items) k
             union all select 4, k, 310 from generate_series(1, p.large) k
             union all select 5, k, 310 from generate_series(1, p.large_49) k
             union all select 6, k, 310 from generate_series(1, p.small) k
             union all select 7, k, 310 from generate_series(1, p.unverified) k) e
    join catalogue_item k on k.id = e.item
on conflict do nothing;

-- Rows that must not count: before the term, after it, and of a major item that holds a mandatory one (contract 1).
insert into service_record (contract_id, id, served_on, verified, station_id, community_id, item_id, category, major_id, item_level, choice, mode,
    activity_size, participants)
  select 1, 190000 + v.n, v.day, true, 1, 101, k.id, k.category, k.major_id, k.level, k.choice, v.mode, v.size, 80
  from (values (1, date '2017-06-29', 310, 'activity', 'large'), (2, date '2018-07-01', 310, 'activity', 'large'),
               (3, date '2018-01-10', 221, 'group', null)) v (n, day, item, mode, size)
    join catalogue_item k on k.id = v.item
on conflict do nothing;

insert into mandatory_item (contract_id, community_id, item_code, done_on, entries, household_share)
  select p.contract_id, p.contract_id * 100 + p.n, 'household_needs_file', date '2017-10-31', null, 0.8 from demo_pilot p where p.needs
  union all
  select p.contract_id, p.contract_id * 100 + p.n, 'resource_library', date '2017-11-30', p.entries, null from demo_pilot p where p.entries is not null
on conflict do nothing;
insert into community_plan (contract_id, id, community_id, title, adopted_on)
  select p.contract_id, p.contract_id * 100 + p.n, p.contract_id * 100 + p.n, '一社区一策一案', date '2017-12-15' from demo_pilot p where p.plan
on conflict do nothing;

insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, evidence) values
  (1, 1, 'governance.plan', 21, 5, 5, '2018-06-10', '方案文本五份'), (1, 2, 'governance.plan', 22, 4, 5, '2018-06-12', '方案文本五份'),
  (2, 3, 'governance.plan', 21, 4, 5, '2018-06-10', '方案文本四份'),
  (4, 4, 'governance.plan', 21, 3, 5, '2018-06-11', '方案文本四份'),
  (5, 5, 'governance.plan', 21, 5, 10, '2018-06-11', '方案文本三份'),
  (6, 6, 'governance.plan', 21, 2, 5, '2018-01-15', '草案'), (6, 7, 'governance.plan', 21, 4, 5, '2018-06-01', '修订草案'),
  (7, 8, 'governance.plan', 21, 5, 5, '2018-06-12', null),
  (8, 9, 'governance.plan', 21, 1, 5, '2018-06-13', '会议记录')
on conflict do nothing;

insert into scope_change (contract_id, id, title, effective_on, classes_before, classes_after, units_before, units_after,
    district_approved_on, city_approved_on, filed_on)
  select v.contract_id, v.id, v.title, v.effective_on, array['basic', 'empower', 'governance'], v.classes_after, 60, v.units_after,
    v.district_on, v.city_on, v.filed_on
  from (values
    (1, 1, '增设助残项目',     date '2017-09-01', array['basic', 'empower', 'governance'], 62, date '2017-08-20', date '2017-08-25', date '2017-08-28'),
    (2, 2, '调整活动场地',     date '2017-10-01', array['basic', 'empower', 'governance'], 60, date '2017-09-20', date '2017-09-26', date '2017-10-01'),
    (2, 3, '增设夜间服务',     date '2018-02-01', array['basic', 'empower', 'governance'], 60, date '2018-01-20', null,              date '2018-01-30'),
    (4, 4, '调整个案范围',     date '2017-11-01', array['basic', 'empower', 'governance'], 60, date '2017-10-10', date '2017-10-20', date '2017-11-02'),
    (5, 5, '减少服务人数',     date '2017-12-01', array['basic', 'empower', 'governance'], 50, date '2017-11-10', date '2017-11-20', date '2017-11-25'),
    (6, 6, '取消治理类项目',   date '2018-01-01', array['basic', 'empower'],               60, date '2017-12-10', date '2017-12-20', date '2017-12-25'),
    (7, 7, '增设青少年项目',   date '2017-09-15', array['basic', 'empower', 'governance'], 66, date '2017-09-01', date '2017-09-08', date '2017-09-15'),
    (7, 8, '增设志愿服务项目', date '2018-03-01', array['basic', 'empower', 'governance'], 70, date '2018-02-10', date '2018-02-20', date '2018-02-26')
  ) v (contract_id, id, title, effective_on, classes_after, units_after, district_on, city_on, filed_on)
on conflict do nothing;

-- Who has agreed on the content. Contract 2: the provider had not at first; contract 3: the committee has not; contract 6: the street only.
insert into checklist_check (contract_id, id, list_code, item_code, met, checked_on, evidence)
  select c.id, c.id * 100 + i.n, 'three_party_agreement', i.item,
    not (c.id = 2 and i.n = 3) and not (c.id = 3 and i.n = 2) and not (c.id = 6 and i.n > 1), date '2017-06-25', '三方商定记录'
  from demo_contract c, (values (1, 'street'), (2, 'committee'), (3, 'provider')) i (n, item) where c.id < 9
on conflict do nothing;
insert into checklist_check (contract_id, id, list_code, item_code, met, checked_on, evidence) values
  (2, 210, 'three_party_agreement', 'provider', true, '2017-07-20', '补签记录')
on conflict do nothing;

-- A few answers: not a scored fact of this document, but there to be seen.
insert into survey_response (contract_id, id, station_id, topic, wave, respondent_hash, answered_on, score)
  select c.id, c.id * 1000 + i, c.id, 'general', 1, md5(c.id || ':' || i), date '2018-05-20' + i % 10,
    case c.id when 1 then 4 + i % 2 when 2 then 2 + i % 4 else 1 + i % 5 end
  from demo_contract c, generate_series(1, case c.id when 1 then 36 when 2 then 32 when 4 then 12 else 0 end) i
on conflict do nothing;

insert into inspection (contract_id, id, level, kind, on_date, cooperated)
  select c.id, c.id * 10 + q, 'district', 'quarterly', date '2017-09-20' + 91 * (q - 1), true
  from demo_contract c, generate_series(1, 3) q where c.id <= 7
on conflict do nothing;

-- Conditions of the other parties, and eligibility. Not met: the rules of the tender (2), the guideline (3), references (5), ability (8);
-- nothing was checked in 9, which has no evaluator either. Full-time staff at the bid of 2017-05-21: 16 of 11, 12 and 13; 8 of 14; 7 of
-- 15, whose eighth came in June. Professionals: 4 certified and one with a degree in each eight. Adverse records: 12 has one of 1,116
-- days before the bid, 13 one of 993 days, that of 15 was lifted on the day. Marks: 4 and 5 (1), 2 and 3 (2), none and 2 (3).
insert into checklist_check (contract_id, id, list_code, item_code, met, checked_on, evidence)
  select c.id, 500 + i.n, i.list, i.item, not (c.id = 2 and i.n = 2 or c.id = 3 and i.n = 5 or c.id = 5 and i.n = 7 or c.id = 8 and i.n = 10),
    date '2017-06-15', '采购与招标文件'
  from demo_contract c, (values (1, 'openness', 'notice'), (2, 'openness', 'rules'), (3, 'openness', 'award'),
    (4, 'procurement', 'procurement_rules'), (5, 'procurement', 'service_guideline'), (6, 'project_list', 'list_set'),
    (7, 'project_list', 'references_noted'), (8, 'bidder', 'legal_person'), (9, 'bidder', 'accounts'), (10, 'bidder', 'ability')) i (n, list, item)
  where c.id < 9
on conflict do nothing;
-- The evaluator had been in the trade 4 years when 1 appointed it, 3 to the day for 3, a day less for 2.
insert into evaluation (contract_id, id, phase, evaluator_id, appointed_on, completed_on) values
  (1, 1, 'final', 21, '2017-07-01', '2018-07-20'), (2, 2, 'final', 22, '2017-02-28', '2018-07-20'), (3, 3, 'final', 22, '2017-03-01', '2018-07-20')
on conflict do nothing;
insert into adverse_record (id, organisation_id, listed_on, lifted_on, source, reason) values
  (1, 12, '2014-05-01', null, '政府采购网', '逾期履约'), (2, 13, '2014-09-01', null, '信用平台', '年报虚假'),
  (3, 15, '2016-01-01', '2017-05-21', '政府采购网', '逾期履约')
on conflict do nothing;
insert into fund (contract_id, id, fiscal_year, source, level, planned, arrived, arrived_on)
  select id, 1, 2017, 'city_lottery', 'city', 1000000.00, case when id = 9 then 500000.00 else 1000000.00 end, '2017-07-20' from demo_contract
on conflict do nothing;
insert into inspection (contract_id, id, level, kind, on_date, cooperated) values (1, 14, 'street', 'quarterly', '2018-06-20', true)
on conflict do nothing;
insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, evidence) values
  (1, 11, 'supervision.daily', 21, 4, 5, '2018-06-20', '检查记录'), (1, 12, 'supervision.leadership', 21, 5, 5, '2018-06-20', '衔接文件'),
  (2, 13, 'supervision.daily', 21, 2, 5, '2018-06-20', '检查记录'), (2, 14, 'supervision.leadership', 21, 3, 5, '2018-06-20', '联席记录'),
  (3, 15, 'supervision.leadership', 21, 2, 5, '2018-06-20', '访谈')
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

analyze contract, contract_community, community, service_record, beneficiary, assignment, item_selection, checklist_check;
