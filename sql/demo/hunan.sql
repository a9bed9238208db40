-- Demonstration: Hunan, social-work stations of townships, contract year 2019, and the annual tasks of three counties.
--
-- The text names no place: the city, the counties, townships, agencies, people, amounts and everything that happened are invented.
-- The dates are chosen for the Spring Festival of 2019 (4 to 10 February off, 2 and 3 February worked). Deterministic, and safe to
-- run twice.
--
-- Agreements 201 to 203, intended facts on 2020-02-28 (every contract year has ended, so the window is the whole of it):
--
--                                     201 (good)               202 (boundaries)          203 (fails)
--   county, signed                    清江县, 2019-01-05       清江县, 2019-01-31        白石县, 2019-01-25
--   contract year                     01-05 to 2020-01-04      01-31 to 2020-01-30       01-25 to 2020-01-24
--   due a month after                 02-05 is a holiday: 02-11 02-28 (month end)        02-25
--   stations agreed / opened          6 / 6                    6 / 5                     6 / 3
--   staffed, 2 workers each           02-11, the sixth 02-12   02-28 all                 the first 02-25; 1 of 2 in the second;
--                                     (1 day late)                                       none in the third
--   heads since staffed               full                     one of 2 missing for 30 of full; 1 of 2; none
--                                                              337 days in the first
--   within 40 years at the start      12 / 12 (one is 40 for   9 / 10 (one turns 41 on   2 / 3
--                                     one more day)            the day he starts)
--   junior college                    12 / 12                  9 / 10                    2 / 3
--   employed by the provider          12 / 12                  10 / 10                   2 / 3
--   labour contract after 30 days     11 / 11 (a newcomer of   9 / 10                    1 / 3
--                                     02-10 has time)
--   months paid in time; insured      120/120; 120/120         95/100; 90/100            15/30; 0/30
--   personnel files                   11 / 12                  10 / 10                   1 / 3
--   rules: structure, process, systems 2/2 2/2 5/5             2/2 2/2 4/5               1/2 0/2 2/5
--   files, database, pledge           3 / 3                    2 / 3                     none checked
--   persons with file; fresh          40/40; 40/40 (09-01)     30/40; 15/30              0/10; none
--   signs put up per station          2 2 2 2 2 2              2 2 2 2 1                 2 1 0
--   worded as prescribed              6 / 6                    4 / 5                     1 / 3
--   tasks; kinds of assistance        4; 5                     3; 3                      1; 1
--   children visited each 90 days     20 / 20                  15 / 20 (others 91)       0 / 10
--   kinds of education; other fields  3; 2                     2; 1                      0; 0
--   organisations fostered            6                        3                         0
--   targets (delivered / agreed)      8/8                      8/10                      none agreed
--   survey and plan per station       2 2 2 2 2 2              2 2 2 2 1                 1 0 0
--   trace items                       4 / 4                    3 / 4                     1 / 4
--   services with evidence            all                      80 / 97                   0 / 3
--   outside the catalogue             1, approved              none                      1, not approved
--   recruiting found at fault         none                     none                      1, confirmed 2019-05-20
--   qualified workers; extra rooms    8 / 12; a case room      7 / 10; none              2 / 3; none
--   annual evaluation                 2019-12-16, excellent    none                      2019-12-18, unqualified
--   monthly briefs, Feb to Dec        11 / 11                  9 / 11 (one late for the  2 / 11
--                                                              county, one without city)
--   mid-term report                   by 07-20, on the day     due 08-15: county 08-16   none
--   final report                      01-19, on the day        02-14, on the day         none
--   published                         4 / 4                    3 / 4                     none checked
--   marks: linkage, accounting        4, 5                     3, 4                      none, 2
--   inspections with papers           4 / 4                    3 / 4                     none held
--
-- Counties 251 to 253, tasks of 2019, intended facts on 2020-01-31:
--
--                                     251 清江县               252 云溪县 (good)         253 白石县 (fails)
--   townships with a worker in 2019   11 / 12                  12 / 12 (one on 12-31)    6 / 12 (one on 2020-01-01)
--   quarterly reports                 3 / 4: the second in time for the province, a day late for the city
--                                                              4 / 4 (first and last on the day) 1 / 4
--   agreements signed, copy filed     01-05: 01-25; 01-31: 02-26  01-25: 02-20           01-25: 02-21
--     15th working day                01-25; 02-26             02-20                     02-20: one day late
--   annual plan filed; parts          01-31; 5 / 6             01-20; 6 / 6              02-01; 3 / 6
--   recruitment plans in time         1 / 2                    1 / 1 (on the day)        none
--   self-evaluation                   11-30                    11-20                     12-01
--   county money arrived / planned    540,000 / 600,000        600,000 / 600,000         300,000 / 600,000
--   safeguards                        2 / 2                    2 / 2                     1 / 2

begin;

do $$
begin
  if exists (select from contract where id between 201 and 299 and contract_no not like 'HN-2019-%') then
    raise exception 'contracts 201 to 299 exist and are not the demonstration''s' using hint = 'Load the demonstration into an empty database.';
  end if;
end $$;

create temporary table demo_county (n int, code text, name text, townships text[]) on commit drop;
insert into demo_county values
  (1, '439901', '清江县', array['柳溪镇', '石桥镇', '白鹭镇', '竹园乡', '枫树乡', '长滩镇', '双河乡', '青林镇', '茶亭乡', '龙泉镇', '城关街道', '红岩乡']),
  (2, '439902', '云溪县', array['云溪镇', '松柏镇', '金盆乡', '黄沙镇', '水口镇', '桃源乡', '雷公乡', '东山镇', '南渡镇', '太平街道', '新市镇', '大坪乡']),
  (3, '439903', '白石县', array['白石镇', '界岭乡', '高桥镇', '花垣乡', '石门镇', '沙溪乡', '麻塘乡', '西河镇', '凤凰街道', '木江乡', '仙人乡', '铁山镇']);
insert into region (code, level, kind, name, parent_code) values
  ('43', 'province', 'division', '湖南省', null),
  ('4399', 'city', 'division', '示例市', '43')
on conflict do nothing;
insert into region (code, level, kind, name, parent_code) select code, 'district', 'division', name, '4399' from demo_county on conflict do nothing;
insert into region (code, level, kind, name, parent_code)
  select c.code || (900 + t.n), 'street', case when t.name like '%街道' then 'street' else 'town' end, t.name, c.code
  from demo_county c, unnest(c.townships) with ordinality t (name, n)
on conflict do nothing;

insert into programme (id, code, title, region_code, valid_from, basis_documents) values
  (201, 'hunan-stations-2018', '湖南省乡镇（街道）社会工作服务站项目', '43', '2018-01-01',
   array['中办发〔2017〕11号', '中发〔2017〕13号', '民发〔2017〕153号', '湘民发〔2018〕10号']),
  (251, 'hunan-county-2018', '湖南省乡镇（街道）社会工作服务站项目：县级任务', '43', '2018-01-01', '{}')
on conflict do nothing;
insert into organisation (id, name, kind, registered_level, registered_on, first_evaluation_on, region_code) values
  (2001, '示例市民政局', 'bureau', null, null, null, '4399'),
  (2002, '清江县民政局', 'bureau', null, null, null, '439901'),
  (2003, '云溪县民政局', 'bureau', null, null, null, '439902'),
  (2004, '白石县民政局', 'bureau', null, null, null, '439903'),
  (2011, '湘水社会工作服务中心（示例）', 'social_work_agency', 'city', '2014-06-10', null, '4399'),
  (2012, '麓山社工服务社（示例）', 'social_work_agency', 'county', '2016-02-25', null, '439901'),
  (2013, '禾苗社会组织服务中心（示例）', 'social_organisation', 'county', '2018-08-01', null, '439903'),
  (2019, '其他用工单位（示例）', 'enterprise', 'county', '2015-01-01', null, '439903'),
  (2021, '潇湘社会服务评估中心（示例）', 'evaluator', 'province', '2013-03-15', '2014-06-01', '43')
on conflict do nothing;

create temporary table demo_contract (
  id bigint primary key, county int, provider bigint, purchaser bigint, signed date, stations int, staffed date, processing int, direct int,
  education int, other int, target int, delivered int, persons int, children int, visited int, organisations int
) on commit drop;
insert into demo_contract values
  (201, 1, 2011, 2002, '2019-01-05', 6, '2019-02-11', 4, 5, 3, 2,  8, 8, 40, 20, 20, 6),
  (202, 1, 2012, 2002, '2019-01-31', 5, '2019-02-28', 3, 3, 2, 1, 10, 8, 40, 20, 15, 3),
  (203, 3, 2013, 2004, '2019-01-25', 3, '2019-02-25', 1, 1, 0, 0,  0, 0, 10, 10,  0, 0);
insert into contract (id, contract_no, programme_id, region_code, provider_id, purchaser_id, title, method, signed_on, start_on, end_on, amount,
    stations_agreed)
  select d.id, 'HN-2019-' || d.id, 201, y.code, d.provider, d.purchaser, y.name || '社工站项目服务协议', '公开招标', d.signed, d.signed,
    (d.signed + interval '1 year')::date - 1, 720000.00, 6
  from demo_contract d join demo_county y on y.n = d.county
on conflict do nothing;
insert into contract_party (contract_id, role, organisation_id)
  select d.id, p.role, p.organisation from demo_contract d, lateral (values ('purchaser', d.purchaser), ('provider', d.provider), ('evaluator', 2021::bigint)) p (role, organisation)
on conflict do nothing;

-- Townships 1 to 6 of 清江县 belong to 201, 7 to 11 to 202; the twelfth has no station. Signs: the last of 202 says something else.
insert into station (contract_id, id, name, region_code, opened_on, required_heads, staffed_on, sign_text)
  select d.id, d.id * 10 + g.i, t.name || '社会工作服务站', y.code || (900 + t.k), coalesce(s.staffed_on, d.staffed), 2, s.staffed_on,
    case when d.id = 202 and g.i = 5 or d.id = 203 and g.i = 2 then t.name || '社工站' when d.id = 203 and g.i = 3 then null
      else y.name || t.name || '社会工作服务站' end
  from demo_contract d join demo_county y on y.n = d.county, generate_series(1, d.stations) g (i),
    lateral (select y.townships[x.k] as name, x.k from (select g.i + case when d.id = 202 then 6 else 0 end as k) x) t,
    lateral (select case when d.id = 201 and g.i = 6 then date '2019-02-12' when d.id = 203 and g.i > 1 then null else d.staffed end as staffed_on) s
on conflict do nothing;

-- Workers: 10 a station. In 201 the second of the first station leaves after the contract year and a newcomer follows; in 202 the second
-- of the first station leaves on 2019-06-30 and the next comes on 2019-07-31: 30 days with one of two.
create temporary table demo_worker on commit drop as
  select d.id as contract_id, n, w, d.id * 100 + n * 10 + w as id, d.provider,
    case when d.id = 201 and n = 1 and w = 3 then date '2020-02-10' when d.id = 202 and n = 1 and w = 3 then date '2019-07-31'
      when d.id = 201 and n = 6 then date '2019-02-12' else d.staffed end as start_on,
    case when d.id = 201 and n = 1 and w = 2 then date '2020-01-31' when d.id = 202 and n = 1 and w = 2 then date '2019-06-30' end as end_on
  from demo_contract d, generate_series(1, d.stations) n, generate_series(1, 3) w
  where w <= case when d.id < 203 then 2 else (array[2, 1, 0])[n] end or (w = 3 and n = 1 and d.id < 203);
insert into staff (id, name, birth_on, education, sw_degree, sw_certificate, home_region_code)
  select id, (array['周', '彭', '罗', '曾', '谭', '唐', '邓', '肖', '蒋', '易'])[1 + id::int % 10]
      || (array['慧敏', '思远', '建新', '雨晴', '子墨', '春燕', '国华', '雅琪', '文杰', '小满'])[1 + (id::int * 3 + n) % 10],
    case when contract_id = 201 and n = 2 and w = 1 then date '1978-02-12'     -- forty until the day after she starts
      when contract_id = 202 and n = 2 and w = 1 then date '1978-02-28'        -- forty-one on the day he starts
      when contract_id = 203 and n = 2 then date '1969-05-04'
      else date '1986-01-20' + (id::int * 53 % 3600) end,
    case when contract_id = 202 and n = 3 and w = 1 or contract_id = 203 and n = 2 then 2 else 3 + w % 2 end,
    w = 2, case when w = 1 and n % 2 = 1 then 'assistant' end, case when w = 1 then '439901' end
  from demo_worker
on conflict do nothing;
insert into assignment (contract_id, id, staff_id, station_id, role, workplace, employer_id, start_on, end_on, entered_on, labour_contract_from,
    personnel_file_on)
  select contract_id, id, id, contract_id * 10 + n, 'social_worker', 'station',
    case when contract_id = 203 and n = 2 then 2019 else provider end, start_on, end_on, start_on,
    case when contract_id = 201 and w = 3 then null when contract_id = 202 and n = 4 and w = 1 then null
      when contract_id = 203 and not (n = 1 and w = 1) then null else start_on end,
    case when contract_id = 201 and w = 3 then null when contract_id = 203 and not (n = 1 and w = 1) then null else start_on + 20 end
  from demo_worker
on conflict do nothing;

-- Pay of March to December for the workers in post as a rule (2 a station, 3 in 203): due on the 15th of the next month.
insert into staff_month (contract_id, staff_id, month, pay_due_on, paid_on, insurances)
  select x.contract_id, x.id, make_date(2019, m, 1), (make_date(2019, m, 15) + interval '1 month')::date,
    (make_date(2019, m, 15) + interval '1 month')::date + case when x.contract_id = 202 and x.k <= 5 and m = 7 then 6
      when x.contract_id = 203 and m > 7 then 20 else 0 end,
    case when x.contract_id = 202 and m = 3 or x.contract_id = 203 then 4 else 5 end
  from (select contract_id, id, row_number() over (partition by contract_id order by id) as k from demo_worker where w < 3) x, generate_series(3, 12) m
on conflict do nothing;

insert into catalogue_item (id, programme_id, code, title, category, level, choice, approved_by_civil_affairs_on, approved_by_finance_on)
  select 2000 + x.n, 201, x.code, x.title, x.category, 'major', 'free', '2018-01-01', '2018-01-01'
  from (values (1, 'AP-1', '对象排查', 'assistance_processing'), (2, 'AP-2', '家计调查', 'assistance_processing'),
    (3, 'AP-3', '政策宣传', 'assistance_processing'), (4, 'AP-4', '绩效评价', 'assistance_processing'),
    (11, 'AS-1', '照料护理', 'assistance_service'), (12, 'AS-2', '康复训练', 'assistance_service'), (13, 'AS-3', '社会融入', 'assistance_service'),
    (14, 'AS-4', '能力提升', 'assistance_service'), (15, 'AS-5', '资源链接', 'assistance_service'),
    (21, 'LE-1', '监护法制宣传', 'left_behind_education'), (22, 'LE-2', '安全和心理健康教育', 'left_behind_education'),
    (23, 'LE-3', '隔代教育能力建设', 'left_behind_education'), (24, 'LV-1', '留守儿童家庭随访', 'left_behind_visit'),
    (31, 'OF-1', '养老服务', 'other_civil_affairs'), (32, 'OF-2', '优抚对象关爱', 'other_civil_affairs'), (33, 'OF-3', '防灾减灾', 'other_civil_affairs'),
    (41, 'CB-1', '村居议事活动', 'community_building')) x (n, code, title, category)
on conflict do nothing;

-- Two items outside the catalogue: one without approval, one approved by both departments before it is delivered.
insert into catalogue_item (id, programme_id, code, title, category, level, choice, in_catalogue, approved_by_civil_affairs_on, approved_by_finance_on) values
  (2051, 201, 'XX-1', '代办政务事项', 'outside', 'major', 'free', false, null, null),
  (2052, 201, 'XX-2', '返乡青年创业服务', 'outside', 'major', 'free', false, '2019-02-20', '2019-03-01')
on conflict do nothing;

insert into beneficiary (contract_id, id, label, target_group, groups, registered_on, file_opened_on, file_updated_on)
  select d.id, d.id * 1000 + i, '对象 ' || i, g.code, array[g.code], '2019-01-02',
    case when d.id = 201 or d.id = 202 and i <= 30 then date '2019-03-20' end,
    case when d.id = 201 or d.id = 202 and i <= 15 then date '2019-09-01' when d.id = 202 and i <= 30 then date '2019-08-31' end
  from demo_contract d, generate_series(1, d.persons) i,
    lateral (select case when i <= d.children then 'left_behind_child' else 'assistance_recipient' end as code) g
on conflict do nothing;

-- block 1 visits to children every 90 days (91 for those not in time; none in 203), 2 one record for each kind of work, 3 the item with
-- a target, 4 an item outside the catalogue. Evidence: everything in 201, the visits alone in 202, nothing in 203.
insert into service_record (contract_id, id, served_on, verified, item_id, category, major_id, item_level, choice, mode, beneficiary_id, unit_key,
    target_group, participants, evidence_count)
  select v.contract_id, v.contract_id * 1000000 + v.block * 10000 + v.k, v.day, true, k.id, k.category, k.major_id, k.level, k.choice, v.mode,
    b.id, b.unit_key, b.target_group, v.participants, case v.contract_id when 201 then 1 when 202 then (v.block = 1)::int else 0 end
  from (
    select d.id as contract_id, 1 as block, i * 10 + q as k, d.signed + case when i <= d.visited then 90 else 91 end * q as day, 2024 as item,
      'visit' as mode, d.id * 1000 + i as who, null::int as participants
    from demo_contract d, generate_series(1, d.children) i, generate_series(1, 4) q where d.id < 203
    union all
    select d.id, 2, x.item, d.signed + 60 + x.item % 40 * 5, 2000 + x.item, case when x.item < 10 then 'other' else 'group' end, null, 15
    from demo_contract d, lateral (select n as item from generate_series(1, d.processing) n union all select 10 + n from generate_series(1, d.direct) n
      union all select 20 + n from generate_series(1, d.education) n union all select 30 + n from generate_series(1, d.other) n) x
    union all
    select d.id, 3, n, d.signed + 70 + 25 * n, 2041, 'activity', null, 40 from demo_contract d, generate_series(1, d.delivered) n
    union all
    select id, 4, 1, date '2019-06-01', case id when 201 then 2052 else 2051 end, 'other', null, 10 from demo_contract where id <> 202
  ) v join catalogue_item k on k.id = v.item left join beneficiary b on b.contract_id = v.contract_id and b.id = v.who
on conflict do nothing;
insert into service_plan (contract_id, id, item_id, target_quantity, from_on, to_on)
  select id, id, 2041, target, signed, (signed + interval '1 year')::date - 1 from demo_contract where target > 0
on conflict do nothing;
insert into incubated_organisation (contract_id, id, name, kind, registered_on, qualified)
  select d.id, d.id * 10 + k, '志愿服务队 ' || k, case when k % 2 = 1 then 'volunteer' else 'community' end, d.signed + 100 + k, false
  from demo_contract d, generate_series(1, d.organisations) k
on conflict do nothing;
insert into volunteer (contract_id, id, role, registered_on) select d.id, k, 'visitor', d.signed + 60 from demo_contract d, generate_series(1, 12) k where d.id < 203
on conflict do nothing;
insert into volunteer_service (contract_id, id, volunteer_id, role, served_on, hours)
  select d.id, k, k, 'visitor', d.signed + 90 + k, 3 from demo_contract d, generate_series(1, 12) k where d.id < 203
on conflict do nothing;

-- What was checked on 2019-11-20, for a station (n) or for the whole contract.
create temporary table demo_check (contract_id bigint, n int, list text, items text[], met int) on commit drop;
insert into demo_check values
  (201, null, 'station_rules', array['organisation_chart', 'division_of_duties', 'process', 'standards', 'staff', 'finance', 'volunteers', 'premises', 'records'], 9),
  (202, null, 'station_rules', array['organisation_chart', 'division_of_duties', 'process', 'standards', 'staff', 'finance', 'volunteers', 'premises', 'records'], 8),
  (203, null, 'station_rules', array['organisation_chart', 'staff', 'finance', 'division_of_duties', 'process', 'standards', 'volunteers', 'premises', 'records'], 3),
  (201, null, 'station_files', array['service_files', 'database', 'pledge'], 3),
  (202, null, 'station_files', array['service_files', 'database', 'pledge'], 2),
  (201, null, 'trace', array['files', 'news', 'progress', 'experience'], 4),
  (202, null, 'trace', array['files', 'news', 'progress', 'experience'], 3),
  (203, null, 'trace', array['files', 'news', 'progress', 'experience'], 1),
  (201, null, 'optional_rooms', array['case_room', 'group_room'], 1),
  (201, null, 'published', array['basic_facts', 'qualification', 'annual_accounts', 'project_experience'], 4),
  (202, null, 'published', array['basic_facts', 'qualification', 'project_experience', 'annual_accounts'], 3);
insert into demo_check
  select d.id, n, x.list, x.items, case d.id when 201 then 2 when 202 then case when n = 5 then 1 else 2 end else x.met[n] end
  from demo_contract d, generate_series(1, d.stations) n,
    (values ('signs', array['outdoor', 'indoor'], array[2, 1, 0]), ('station_process', array['needs_survey', 'service_plan'], array[1, 0, 0])) x (list, items, met);
insert into checklist_check (contract_id, id, list_code, item_code, station_id, met, checked_on, evidence)
  select k.contract_id, k.contract_id * 1000 + row_number() over (partition by k.contract_id order by k.list, k.n, i.k), k.list, i.item,
    k.contract_id * 10 + k.n, i.k <= k.met, '2019-11-20', '现场核查表'
  from demo_check k, unnest(k.items) with ordinality i (item, k)
on conflict do nothing;

insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, evidence) values
  (201, 1, 'services.linkage', 2021, 4, 5, '2019-12-10', '联席会议纪要与项目书'), (201, 2, 'finance.accounting', 2021, 5, 5, '2019-12-10', '审计报告'),
  (202, 3, 'services.linkage', 2021, 3, 5, '2019-12-11', '会议记录'), (202, 4, 'finance.accounting', 2021, 4, 5, '2019-12-11', '账簿与凭证'),
  (203, 5, 'finance.accounting', 2021, 2, 5, '2019-12-12', '账簿')
on conflict do nothing;
insert into inspection (contract_id, id, level, kind, on_date, cooperated)
  select d.id, d.id * 10 + q, case when q % 2 = 1 then 'district' else 'city' end, 'service', d.signed + 75 * q, not (d.id = 202 and q = 3)
  from demo_contract d, generate_series(1, 4) q where d.id < 203
on conflict do nothing;

-- Monthly briefs of February to December: due on the fifth working day of the next month. In 202 April is late for the county and June
-- never reached the city; 203 handed in February and March.
insert into report (contract_id, id, kind, recipient, period_end, due_on, submitted_on)
  select d.id, d.id * 100 + m * 2 + (r = 'city')::int, 'monthly', r, p.period_end, p.due_on,
    case when d.id = 203 and m > 3 or d.id = 202 and m = 6 and r = 'city' then null
      when d.id = 202 and m = 4 and r = 'county' then p.due_on + 1 else p.due_on end
  from demo_contract d, generate_series(2, 12) m, (values ('city'), ('county')) x (r),
    lateral (select e.period_end, workday_after(e.period_end, 5) as due_on from (select (make_date(2019, m, 1) + interval '1 month')::date - 1 as period_end) e) p
on conflict do nothing;
insert into report (contract_id, id, kind, recipient, period_end, due_on, submitted_on) values
  (201, 20151, 'mid_term', 'city', '2019-07-04', '2019-07-20', '2019-07-18'), (201, 20152, 'mid_term', 'county', '2019-07-04', '2019-07-20', '2019-07-20'),
  (202, 20251, 'mid_term', 'city', '2019-07-30', '2019-08-15', '2019-08-10'), (202, 20252, 'mid_term', 'county', '2019-07-30', '2019-08-15', '2019-08-16'),
  (201, 20161, 'final', 'city', '2020-01-04', '2020-01-19', '2020-01-10'), (201, 20162, 'final', 'county', '2020-01-04', '2020-01-19', '2020-01-19'),
  (202, 20261, 'final', 'city', '2020-01-30', '2020-02-14', '2020-02-14'), (202, 20262, 'final', 'county', '2020-01-30', '2020-02-14', '2020-02-13')
on conflict do nothing;
insert into evaluation (contract_id, id, phase, evaluator_id, appointed_on, completed_on, score, result) values
  (201, 1, 'annual', 2021, '2019-11-01', '2019-12-16', 92.00, 'excellent'), (203, 2, 'annual', 2021, '2019-11-01', '2019-12-18', 41.00, 'unqualified')
on conflict do nothing;
insert into finding (contract_id, id, kind, severity, description, found_on, confirmed_on) values
  (203, 1, 'recruitment', 'major', '未公开招聘', '2019-05-06', '2019-05-20')
on conflict do nothing;

-- The counties' tasks of 2019: the purchaser of a task is the city, its provider the county.
insert into contract (id, contract_no, programme_id, region_code, provider_id, purchaser_id, title, method, signed_on, start_on, end_on, amount)
  select 250 + n, 'HN-2019-' || 250 + n, 251, code, 2001 + n, 2001, name || '社工站项目年度任务', '年度任务', '2019-01-01', '2019-01-01', '2019-12-31', 600000.00
  from demo_county
on conflict do nothing;
insert into township (contract_id, id, region_code, name, station_opened_on, worker_on_site_on, sign_put_up_on)
  select 250 + c.n, t.k, c.code || (900 + t.k), t.name, d.day, d.day, d.day + 5
  from demo_county c, unnest(c.townships) with ordinality t (name, k),
    lateral (select case
      when c.n = 1 then case when t.k <= 5 then date '2019-02-11' when t.k = 6 then date '2019-02-12' when t.k <= 11 then date '2019-02-28' end
      when c.n = 2 then case when t.k <= 11 then date '2019-02-25' else date '2019-12-31' end
      when t.k <= 6 then date '2019-02-25' when t.k = 7 then date '2020-01-01' end as day) d
on conflict do nothing;

-- Quarterly reports: ten working days after 2019-03-31, 06-30, 09-30 and 12-31 are 04-15, 07-12, 10-18 and 2020-01-15.
insert into report (contract_id, id, kind, recipient, period_end, due_on, submitted_on)
  select 250 + n, q * 2 + (r = 'city')::int, 'quarterly', r, e.period_end, e.due_on,
    case n when 1 then case when q = 2 and r = 'city' then date '2019-07-13' else e.due_on - 2 end
      when 2 then case when q in (1, 4) then e.due_on else e.due_on - 3 end
      else case when q = 1 then e.due_on - 1 end end
  from demo_county, generate_series(1, 4) q, (values ('province'), ('city')) x (r),
    lateral (select (array[date '2019-03-31', '2019-06-30', '2019-09-30', '2019-12-31'])[q] as period_end,
      (array[date '2019-04-15', '2019-07-12', '2019-10-18', '2020-01-15'])[q] as due_on) e
on conflict do nothing;
insert into report (contract_id, id, kind, recipient, period_end, due_on, submitted_on) values
  (251, 21, 'self_evaluation', 'city', '2019-11-30', '2019-11-30', '2019-11-30'),
  (252, 21, 'self_evaluation', 'city', '2019-11-30', '2019-11-30', '2019-11-20'),
  (253, 21, 'self_evaluation', 'city', '2019-11-30', '2019-11-30', '2019-12-01')
on conflict do nothing;
insert into filing (contract_id, id, kind, recipient, event_on, due_on, filed_on) values
  (251, 1, 'agreement_copy', 'city', '2019-01-05', null, '2019-01-25'), (251, 2, 'agreement_copy', 'city', '2019-01-31', null, '2019-02-26'),
  (252, 3, 'agreement_copy', 'city', '2019-01-25', null, '2019-02-20'), (253, 4, 'agreement_copy', 'city', '2019-01-25', null, '2019-02-21'),
  (251, 5, 'annual_plan', 'city', null, null, '2019-01-31'), (252, 6, 'annual_plan', 'city', null, null, '2019-01-20'),
  (253, 7, 'annual_plan', 'city', null, null, '2019-02-01'),
  (251, 8, 'recruitment_plan', 'city', null, '2019-01-14', '2019-01-10'), (251, 9, 'recruitment_plan', 'city', null, '2019-02-11', '2019-02-12'),
  (252, 10, 'recruitment_plan', 'city', null, '2019-01-28', '2019-01-28')
on conflict do nothing;
insert into checklist_check (contract_id, id, list_code, item_code, met, checked_on, evidence)
  select 250 + c.n, 100 + i.k, 'annual_plan', i.item, i.k <= (array[5, 6, 3])[c.n], date '2019-02-15', '年度实施计划'
  from demo_county c, unnest(array['background', 'goals', 'budget', 'content', 'standards', 'evaluation']) with ordinality i (item, k)
  union all
  select 250 + c.n, 200 + i.k, 'safeguards', i.item, i.k <= (array[2, 2, 1])[c.n], date '2019-06-30', '制度文本'
  from demo_county c, unnest(array['exit_mechanism', 'emergency_plan']) with ordinality i (item, k)
on conflict do nothing;
insert into fund (contract_id, id, fiscal_year, source, level, planned, arrived, arrived_on) values
  (251, 1, 2019, 'fiscal_budget', 'district', 400000.00, 400000.00, '2019-04-10'), (251, 2, 2019, 'lottery', 'district', 200000.00, 140000.00, '2019-09-20'),
  (251, 3, 2019, 'province_lottery', 'province', 100000.00, 0, null),
  (252, 4, 2019, 'fiscal_budget', 'district', 600000.00, 600000.00, '2019-03-15'),
  (253, 5, 2019, 'fiscal_budget', 'district', 300000.00, 300000.00, '2019-08-01'), (253, 6, 2019, 'lottery', 'district', 300000.00, 300000.00, '2020-02-10')
on conflict do nothing;

-- Conditions around the agreements on 2020-02-28. Met by 201, but that its newcomer was not trained; 202 lacks one point of the last
-- station's premises, the part on breach, the guidance by finance, checks and supervision by the province; 203 has 9 of 18 points of
-- premises and one of three on recruiting.
insert into checklist_check (contract_id, id, list_code, item_code, station_id, met, checked_on, evidence)
  select d.id, d.id * 1000 + 700 + n * 10 + i.k, 'premises', i.item, d.id * 10 + n,
    case d.id when 201 then true when 202 then not (n = 5 and i.k = 6) else i.k <= (array[6, 3, 0])[n] end, '2019-03-20', '场地交接单'
  from demo_contract d, generate_series(1, d.stations) n,
    unnest(array['separate_office', 'desks', 'computer', 'printer', 'cabinet', 'stationery']) with ordinality i (item, k)
on conflict do nothing;
insert into checklist_check (contract_id, id, list_code, item_code, met, checked_on, evidence)
  select d.id, d.id * 1000 + 800 + x.n, x.list, x.item, not (d.id = 202 and x.n in (6, 7, 11) or d.id = 203 and x.n in (13, 14)), d.signed, '协议与采购文件'
  from demo_contract d, (values (1, 'agreement', 'content'), (2, 'agreement', 'goals'), (3, 'agreement', 'requirements'),
    (4, 'agreement', 'rights_and_duties'), (5, 'agreement', 'evaluation'), (6, 'agreement', 'breach'), (7, 'agreement', 'force_majeure'),
    (8, 'procurement', 'tender'), (9, 'procurement', 'public_notice'), (10, 'procurement', 'award'), (11, 'procurement', 'finance_guidance'),
    (12, 'recruitment', 'notice'), (13, 'recruitment', 'exam_records'), (14, 'recruitment', 'results_public')) x (n, list, item)
  where d.id < 203 or x.n > 7
on conflict do nothing;
insert into training (contract_id, id, course, audience, held_on, hours, organiser, attendees)
  select id, 1, '省级项目人员培训', 'staff', '2019-09-10', 24, '湖南省民政厅', stations * 2 from demo_contract where id < 203
on conflict do nothing;
insert into training_attendance (contract_id, training_id, staff_id, held_on)
  select contract_id, 1, id, '2019-09-10' from demo_worker where contract_id < 203 and start_on <= '2019-09-10'
on conflict do nothing;
insert into service_record (contract_id, id, served_on, verified, item_id, category, major_id, item_level, choice, mode, topic, media, evidence_count)
  select 201, 201900000 + x.n, x.day, true, i.id, i.category, i.major_id, i.level, i.choice, 'publicity', 'project', x.media, 1
  from (values (2, date '2019-05-08', 'press'), (3, date '2019-10-17', 'network')) x (n, day, media) join catalogue_item i on i.id = 2003
on conflict do nothing;
insert into inspection (contract_id, id, level, kind, on_date, cooperated) values
  (201, 2017, 'province', 'implementation', '2019-08-06', true), (201, 2018, 'province', 'fund', '2019-08-06', true),
  (201, 2019, 'province', 'supervision', '2019-06-12', true)
on conflict do nothing;

-- Conditions around the counties' tasks on 2020-01-31: documents of the province 4, 4, 3; open market 2, 2, 1; focus 1, 2, 1; marks as
-- below; the city's money 20,000 of 50,000, 50,000 of 50,000, none. Annual evaluations 82, 93 and 48.
insert into checklist_check (contract_id, id, list_code, item_code, met, checked_on, evidence)
  select 250 + c.n, 300 + x.n, x.list, x.item, x.k <= (x.met)[c.n], date '2019-03-15', '文件与计划'
  from demo_county c, (values (1, 'province_documents', 'overall_plan', 1, array[4, 4, 3]), (2, 'province_documents', 'supporting_plans', 2, array[4, 4, 3]),
    (3, 'province_documents', 'management_rules', 3, array[4, 4, 3]), (4, 'province_documents', 'service_standards', 4, array[4, 4, 3]),
    (5, 'open_market', 'open_to_organisations', 1, array[2, 2, 1]), (6, 'open_market', 'no_local_condition', 2, array[2, 2, 1]),
    (7, 'plan_focus', 'key_groups', 1, array[1, 2, 1]), (8, 'plan_focus', 'key_content', 2, array[1, 2, 1])) x (n, list, item, k, met)
on conflict do nothing;
insert into manual_assessment (contract_id, id, indicator, evaluator_id, score, max_score, assessed_on, evidence)
  select 250 + c.n, 10 + x.n, x.indicator, 2021, (x.marks)[c.n], 5, '2019-12-05', '评估记录'
  from demo_county c, (values (1, 'province.brand', array[2, 4, null]), (2, 'principle.people', array[3, 5, 1]), (3, 'principle.balance', array[4, 3, 2]),
    (4, 'principle.departments', array[3, 4, null]), (5, 'safeguard.social_forces', array[4, 3, 2])) x (n, indicator, marks)
  where (x.marks)[c.n] is not null
on conflict do nothing;
insert into fund (contract_id, id, fiscal_year, source, level, planned, arrived, arrived_on) values
  (251, 11, 2019, 'city_lottery', 'city', 50000.00, 20000.00, '2019-06-18'), (252, 12, 2019, 'city_lottery', 'city', 50000.00, 50000.00, '2019-06-18')
on conflict do nothing;
insert into evaluation (contract_id, id, phase, evaluator_id, appointed_on, completed_on, score) values
  (251, 11, 'annual', 2021, '2019-11-05', '2019-12-18', 82.00), (252, 12, 'annual', 2021, '2019-11-05', '2019-12-19', 93.00),
  (253, 13, 'annual', 2021, '2019-11-05', '2019-12-20', 48.00)
on conflict do nothing;
insert into incubated_organisation (contract_id, id, name, kind, registered_on, qualified) values (252, 1, '云溪慈善会（示例）', 'charity', '2019-10-01', true)
on conflict do nothing;
insert into brand_project (contract_id, id, line, name, approved_on, report_on) values
  (252, 1, 'civil_affairs_project', '社工助困项目（示例）', '2019-04-01', '2019-11-20')
on conflict do nothing;

-- The cities' tasks of 2019, intended facts on 2020-01-31: 261 has the three counties above, 262 none.
--
--                                     261 示例市               262 另一示例市 (fails)
--   townships with a worker in 2019   11 + 12 + 6 of 36        no county
--   kinds filed by counties           3 + 3 + 2 of 9           no county
--   counties x quarters checked       4 + 4 + 2 of 12          no county
--     (253: twice in the first quarter, once in the third)
--   half-year reports in time         1 / 2: 07-19 is the 15th working day, 2020-01-22 is one behind
--                                                              0 / 2: 07-22, and none
--   self-evaluation                   11-30                    12-01
--   city's money arrived / planned    540,000 / 600,000        100,000 / 400,000
insert into region (code, level, kind, name, parent_code) values ('4398', 'city', 'division', '另一示例市', '43') on conflict do nothing;
insert into programme (id, code, title, region_code, valid_from) values
  (261, 'hunan-city-2018', '湖南省乡镇（街道）社会工作服务站项目：市级任务', '43', '2018-01-01')
on conflict do nothing;
insert into organisation (id, name, kind, region_code) values (2000, '湖南省民政部门（示例）', 'bureau', '43'), (2005, '另一示例市民政局', 'bureau', '4398')
on conflict do nothing;
insert into contract (id, contract_no, programme_id, region_code, provider_id, purchaser_id, title, method, signed_on, start_on, end_on, amount) values
  (261, 'HN-2019-261', 261, '4399', 2001, 2000, '示例市社工站项目年度任务', '年度任务', '2019-01-01', '2019-01-01', '2019-12-31', 600000.00),
  (262, 'HN-2019-262', 261, '4398', 2005, 2000, '另一示例市社工站项目年度任务', '年度任务', '2019-01-01', '2019-01-01', '2019-12-31', 400000.00)
on conflict do nothing;
insert into inspection (contract_id, id, level, kind, on_date)
  select 250 + n, n * 10 + q, 'city', 'quarterly', make_date(2019, 3 * q, 20) from generate_series(1, 2) n, generate_series(1, 4) q
  union all
  select 253, x.n, 'city', 'quarterly', x.day from (values (31, date '2019-03-20'), (32, '2019-03-27'), (33, '2019-09-20')) x (n, day)
on conflict do nothing;
insert into report (contract_id, id, kind, recipient, period_end, due_on, submitted_on) values
  (261, 1, 'half_year', 'province', '2019-06-30', '2019-07-19', '2019-07-19'), (261, 2, 'half_year', 'province', '2019-12-31', '2020-01-21', '2020-01-22'),
  (262, 1, 'half_year', 'province', '2019-06-30', '2019-07-19', '2019-07-22'), (262, 2, 'half_year', 'province', '2019-12-31', '2020-01-21', null),
  (261, 3, 'self_evaluation', 'province', '2019-11-30', '2019-11-30', '2019-11-30'), (262, 3, 'self_evaluation', 'province', '2019-11-30', '2019-11-30', '2019-12-01')
on conflict do nothing;
insert into fund (contract_id, id, fiscal_year, source, level, planned, arrived, arrived_on) values
  (261, 1, 2019, 'city_lottery', 'city', 600000.00, 540000.00, '2019-05-20'), (262, 1, 2019, 'city_lottery', 'city', 400000.00, 100000.00, '2019-05-20'),
  (261, 2, 2019, 'province_lottery', 'province', 300000.00, 300000.00, '2019-06-30')
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

analyze contract, station, service_record, beneficiary, assignment, checklist_check, report, staff_month, township;
